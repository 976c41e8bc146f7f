/* SPDX-License-Identifier: MIT */
#include "ui/paint/curves-paint.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/evaluate/figure-text.h"
#include "ui/paint/chart-paint.h"
#include "ui/paint/surface.h"

#include <math.h>
#include <string.h>

#define FILE_WIDTH  640.0
#define FILE_HEIGHT 480.0
#define FILE_MARGIN 18.0

enum { LOSS, VAL_LOSS, ACCURACY, VAL_ACCURACY, N_COLUMNS };

/* `[N_COLUMNS + 1, n]`: the columns to draw, and the epochs' numbers. */
static double *
make_columns (const EctopyCurves *curves)
{
  const size_t n = curves->n_epochs;
  double *columns = g_new (double, (N_COLUMNS + 1) * (n + 1));

  for (size_t i = 0; i < n; i++) {
    columns[LOSS * n + i] = curves->epochs[i].loss;
    columns[VAL_LOSS * n + i] = curves->epochs[i].val_loss;
    columns[ACCURACY * n + i] = 100 * curves->epochs[i].accuracy;
    columns[VAL_ACCURACY * n + i] = 100 * curves->epochs[i].val_accuracy;
    columns[N_COLUMNS * n + i] = curves->epochs[i].epoch;
  }
  return columns;
}

/* The figures of the last epoch, "0.043 / 0.061" with what was measured of the two. */
static char *
value_text (double training, double validation, gboolean percent)
{
  g_autofree char *first = percent ? ectopy_text_percent (training)
                                   : ectopy_text_decimals (training, 3);
  g_autofree char *second = percent ? ectopy_text_percent (validation)
                                    : ectopy_text_decimals (validation, 3);

  if (!isfinite (validation))
    return g_strdup (isfinite (training) ? first : "");
  return isfinite (training) ? g_strconcat (first, " / ", second, NULL) : g_strdup (second);
}

void
ectopy_curves_paint (cairo_t *cr,
                     const EctopyCurves *curves,
                     const EctopyPalette *palette,
                     double width,
                     double height)
{
  const size_t n = curves->n_epochs;
  const EctopyEpoch *last = n > 0 ? &curves->epochs[n - 1] : NULL;
  g_autofree double *columns = make_columns (curves);
  g_autofree char *mark = g_strdup_printf ("best: %u", curves->best_epoch);
  g_autofree char *loss = last != NULL ? value_text (last->loss, last->val_loss, FALSE) : NULL;
  g_autofree char *share = last != NULL ? value_text (last->accuracy, last->val_accuracy, TRUE)
                                        : NULL;
  EctopySeries series[N_COLUMNS];
  EctopyChart charts[2];

  for (guint s = 0; s < N_COLUMNS; s++)
    series[s] = (EctopySeries){
      .name = s % 2 == 0 ? "training" : "validation",
      .x = columns + N_COLUMNS * n,
      .y = columns + s * n,
      .n = n,
      .color = s % 2 == 0 ? palette->accent : palette->validation,
      .dash = s % 2,
      .markers = n <= 12,
    };
  for (guint c = 0; c < 2; c++)
    charts[c] = (EctopyChart){
      .title = c == 0 ? "Loss" : "Accuracy, %",
      .value = c == 0 ? loss : share,
      .x_title = c == 1 ? "Epoch" : NULL,
      .series = series + 2 * c,
      .n_series = 2,
      .fixed_x = curves->n_planned > 1,
      .x_low = 1,
      .x_high = MAX (curves->n_planned, last != NULL ? last->epoch : 0),
      .zero_y = c == 0,
      .whole_x = TRUE,
      .mark_x = curves->best_epoch,
      .mark_label = c == 0 ? mark : NULL,
      .empty_text = c == 0 ? "The loss of each epoch will be seen here."
                           : "The share of beats recognised will be seen here.",
      .font_size = curves->font_size,
    };
  for (guint c = 0; c < 2 && n == 0; c++) {
    charts[c].fixed_y = TRUE;
    charts[c].y_high = c == 0 ? 1 : 100;
  }
  ectopy_chart_paint_stack (cr, charts, 2, palette, width, height);
}

static void
paint_file_cb (cairo_t *cr, guint page, gpointer user_data)
{
  const EctopyTrainingLog *log = user_data;
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT);
  const EctopyCurves curves = {
    .epochs = log->epochs,
    .n_epochs = log->n_epochs,
    .best_epoch = log->best_epoch,
  };

  cairo_translate (cr, FILE_MARGIN, FILE_MARGIN);
  ectopy_curves_paint (cr, &curves, &palette, FILE_WIDTH - 2 * FILE_MARGIN,
                       FILE_HEIGHT - 2 * FILE_MARGIN);
}

gboolean
ectopy_curves_write (const EctopyTrainingLog *log, const char *path, GError **error)
{
  const EctopyPicture picture = {
    .width = FILE_WIDTH,
    .height = FILE_HEIGHT,
    .n_pages = 1,
    .title = "Training curves",
    .paint = paint_file_cb,
    .user_data = (gpointer) log,
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autoptr (GError) local = NULL;

  if (g_str_has_suffix (lower, ".csv")) {
    g_autofree char *csv = ectopy_training_log_to_csv (log);

    return ectopy_atomic_write (path, csv, strlen (csv), error);
  }
  if (ectopy_surface_write (&picture, path, &local))
    return TRUE;
  if (g_error_matches (local, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED)) {
    g_autofree char *name = g_path_get_basename (path);
    g_autofree char *shown = g_filename_display_name (name);

    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
                 "%s: expected a name that ends in .png, .svg, .pdf or .csv, found another.",
                 shown);
  } else {
    g_propagate_error (error, g_steal_pointer (&local));
  }
  return FALSE;
}
