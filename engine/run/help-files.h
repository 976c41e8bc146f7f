/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_help_file:
 * @name: of a page of the guide ("training.page") or a picture in it ("figures/train.png")
 *
 * Where a file of the guide lies: in the reader's language, in English where there is none. An
 * installed program has them relative to itself, one in its build folder takes those of the source.
 *
 * Returns: (transfer full) (nullable): a path, or NULL if there is no such file
 */
char *ectopy_help_file (const char *name);

/**
 * ectopy_help_pages:
 *
 * Returns: (transfer full): the names of all pages there are in English, sorted, NULL at the end
 */
char **ectopy_help_pages (void);

G_END_DECLS
