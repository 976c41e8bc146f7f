/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer none): the preferences. Their schema is the installed one, the one beside this
 * installation, or, for a program in its build folder, the one built there. Main thread. */
GSettings *ectopy_settings (void);

G_END_DECLS
