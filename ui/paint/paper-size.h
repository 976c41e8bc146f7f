/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  ECTOPY_PAPER_A4,
  ECTOPY_PAPER_LETTER,
} EctopyPaper;

/* Sets @width and @height to the size of a sheet, upright, in points. */
void ectopy_paper_size (EctopyPaper paper, double *width, double *height);

G_END_DECLS
