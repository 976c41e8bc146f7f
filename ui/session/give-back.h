/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_give_back_memory_soon:
 *
 * Gives the system back what has been freed, in a second. The allocator keeps it by itself: after a long
 * recording has been closed that may be hundreds of megabytes. Called often it is done once. Main thread.
 */
void ectopy_give_back_memory_soon (void);

G_END_DECLS
