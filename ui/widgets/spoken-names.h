/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on every widget that is shown is given the names that assistive tools read, where the
 * toolkit gives none or a doubled one: buttons with a mnemonic, the button inside a drop-down, and expanders.
 * To be called as often as one likes, on the main thread. */
void ectopy_spoken_names_install (void);

G_END_DECLS
