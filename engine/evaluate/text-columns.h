/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Columns of tables in text, by what a terminal of fixed pitch shows: Chinese takes two columns a letter, an
 * accent of its own none. */

/* How many columns @text takes. */
guint ectopy_text_columns (const char *text);

/* What a column of @least needs for @heading and a space before it. */
guint ectopy_text_column_width (guint least, const char *heading);

/* Appends @part, which is freed, at the right end of @width columns, after one space at least. */
void ectopy_text_append_right (GString *text, guint width, char *part);

/* Appends @part at the left end of @width columns, with one space at least behind it. */
void ectopy_text_append_left (GString *text, guint width, const char *part);

G_END_DECLS
