/* SPDX-License-Identifier: MIT */
#include "ui/paint/paper-size.h"

#define MM (72 / 25.4) /* points */

void
ectopy_paper_size (EctopyPaper paper, double *width, double *height)
{
  *width = paper == ECTOPY_PAPER_LETTER ? 612 : 210 * MM;
  *height = paper == ECTOPY_PAPER_LETTER ? 792 : 297 * MM;
}
