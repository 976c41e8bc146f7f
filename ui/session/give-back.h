/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Has all threads take their memory from one place, from now on: else what one of them has freed is kept for
 * that thread alone, and of what each keeps little can be given back. Before other threads are made. */
void ectopy_give_back_memory_begin (void);

/**
 * ectopy_give_back_memory_soon:
 *
 * Gives the system back what has been freed, in a second. The allocator keeps it by itself: after a long
 * recording has been closed that may be hundreds of megabytes. The pictures of letters that no one shows are
 * forgotten before. Called often it is done once. Main thread.
 */
void ectopy_give_back_memory_soon (void);

/* Forgets the fonts that no one shows. Pango keeps what it has looked up for each size of each, and that lies
 * strewn among all else. Those that are shown are looked up anew when they are drawn next. Main thread. */
void ectopy_give_back_fonts (void);

G_END_DECLS
