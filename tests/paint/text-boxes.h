/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Where texts stand that painters paint, and those texts longer than they are: a test that links
 * "text-boxes.c" has the linker lead the calls of text painters and of gettext through it. */

/* From here on, translations are that many times as long as the English (1: as they are), by words of their own
 * after it. */
void text_boxes_begin (double length);

/* Of all texts since the beginning, or since the last call: none stands on another, or beyond @width and
 * @height less @margin. @cut: how many may be cut with an ellipsis. */
void text_boxes_check (const char *what, double width, double height, double margin, guint cut);

void text_boxes_end (void);

G_END_DECLS
