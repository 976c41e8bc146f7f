/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_file_is_alone:
 * @path: of a file
 *
 * Whether the file came by itself into a sandbox, through the document portal. What is written beside
 * such a file seems to succeed, but lands under a hidden name that nobody finds again: it must go
 * elsewhere. A file of a folder that came as a whole is not alone.
 *
 * Returns: whether nothing can lie beside it
 */
gboolean ectopy_file_is_alone (const char *path);

G_END_DECLS
