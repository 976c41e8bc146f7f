/* SPDX-License-Identifier: MIT */
#include "ui/paint/curves-readout.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/text-paint.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_LINES 6

/* A row of the readout: what, and one or two values. */
typedef struct {
  const char *name;
  char *values[2];
} Line;

typedef struct {
  char *heading;
  Line lines[MAX_LINES];
  guint n_lines;
  double font;
  double columns[3]; /* their widths */
  double width;
  double height;
} Readout;

static char *
rate_text (double rate)
{
  return isfinite (rate) ? g_strdup_printf ("%.3g", rate) : g_strdup ("–");
}

static EctopyTextStyle
readout_style (const Readout *readout, EctopyColor color)
{
  return (EctopyTextStyle){ .size = 0.95 * readout->font, .color = color };
}

/* The head of the table takes the place of a line. */
static void
readout_init (Readout *readout,
              cairo_t *cr,
              const EctopyCurvesReadout *what,
              const EctopyPalette *palette)
{
  const EctopyEpoch *epoch = what->epoch;
  const gboolean judged = isfinite (epoch->val_loss);
  guint n = 0;
  EctopyTextStyle plain;

  *readout = (Readout){ .font = what->font_size };
  /* Translators: %u is the number of an epoch. */
  readout->heading = g_strdup_printf (what->is_best ? _ ("Epoch %u, the best") : _ ("Epoch %u"),
                                      epoch->epoch);
  if (judged)
    readout->lines[n++] = (Line){ "", { g_strdup (_ ("training")), g_strdup (_ ("validation")) } };
  readout->lines[n++] = (Line){ _ ("Loss"),
                                { ectopy_text_decimals (epoch->loss, 4),
                                  judged ? ectopy_text_decimals (epoch->val_loss, 4) : NULL } };
  readout->lines[n++] = (Line){ _ ("Accuracy"),
                                { ectopy_text_percent (epoch->accuracy),
                                  judged ? ectopy_text_percent (epoch->val_accuracy) : NULL } };
  if (judged)
    readout->lines[n++] = (Line){ _ ("Macro-F1"),
                                  { NULL, ectopy_text_decimals (epoch->val_macro_f1, 4) } };
  readout->lines[n++] = (Line){ _ ("Rate"), { rate_text (epoch->learning_rate), NULL } };
  readout->n_lines = n;

  plain = readout_style (readout, palette->text);
  for (guint i = 0; i < n; i++) {
    const char *cells[3] = { readout->lines[i].name, readout->lines[i].values[0],
                             readout->lines[i].values[1] };

    for (guint c = 0; c < 3; c++)
      if (cells[c] != NULL)
        readout->columns[c] = MAX (readout->columns[c], ectopy_text_width (cr, &plain, cells[c]));
  }
  for (guint c = 0; c < 3; c++)
    readout->width += readout->columns[c] + (c > 0 && readout->columns[c] > 0 ? readout->font : 0);
  plain.bold = TRUE;
  readout->width = MAX (readout->width, ectopy_text_width (cr, &plain, readout->heading));
  readout->width += 1.4 * readout->font;
  readout->height = 1.45 * readout->font * (n + 1) + 0.8 * readout->font;
}

static void
readout_clear (Readout *readout)
{
  g_free (readout->heading);
  for (guint i = 0; i < readout->n_lines; i++)
    for (guint c = 0; c < 2; c++)
      g_free (readout->lines[i].values[c]);
}

static void
paint_box (cairo_t *cr, const EctopyPalette *palette, double x, double y, double w, double h)
{
  const double r = 5;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  ectopy_color_set (cr, palette->background);
  cairo_fill_preserve (cr);
  ectopy_color_set (cr, palette->rule);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
readout_paint (const Readout *readout,
               cairo_t *cr,
               const EctopyPalette *palette,
               double x,
               double y)
{
  const double row = 1.45 * readout->font;
  double baseline = y + 0.4 * readout->font + 1.05 * readout->font;
  EctopyTextStyle text = readout_style (readout, palette->text);

  paint_box (cr, palette, x, y, readout->width, readout->height);
  x += 0.7 * readout->font;
  text.bold = TRUE;
  ectopy_text_paint (cr, &text, x, baseline, readout->heading);
  text.bold = FALSE;
  for (guint i = 0; i < readout->n_lines; i++) {
    const Line *line = &readout->lines[i];
    double end = x + readout->columns[0];

    baseline += row;
    text.align = ECTOPY_ALIGN_START;
    text.color = palette->muted;
    ectopy_text_paint (cr, &text, x, baseline, line->name);
    text.align = ECTOPY_ALIGN_END;
    for (guint c = 0; c < 2; c++) {
      end += readout->font + readout->columns[1 + c];
      text.color = line->name[0] != '\0' ? palette->text
                   : c == 0              ? palette->accent
                                         : palette->validation;
      if (line->values[c] != NULL)
        ectopy_text_paint (cr, &text, end, baseline, line->values[c]);
    }
  }
}

void
ectopy_curves_readout_paint (cairo_t *cr,
                             const EctopyCurvesReadout *what,
                             const EctopyPalette *palette,
                             double width,
                             double height)
{
  Readout readout;
  double left, top;

  readout_init (&readout, cr, what, palette);
  /* Beside the line, on the side where there is room. */
  left = what->x + readout.font;
  if (left + readout.width > width)
    left = what->x - readout.font - readout.width;
  left = CLAMP (left, 0, MAX (width - readout.width, 0));
  top = CLAMP (what->y, 0, MAX (height - readout.height, 0));
  readout_paint (&readout, cr, palette, left, top);
  readout_clear (&readout);
}
