/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the folder that the running program lies in; NULL where the system does not
 * tell. What was installed with it lies at "../share" from there, wherever that is. */
char *ectopy_program_folder (void);

/* Whether a program in @folder (NULL: in none) has not been installed: it is in the folder it was built in,
 * and takes its data from the source. */
gboolean ectopy_program_is_built (const char *folder);

G_END_DECLS
