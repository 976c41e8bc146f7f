/* SPDX-License-Identifier: MIT */
#include "ui/paint/curves-paint.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/evaluate/figure-text.h"
#include "ui/paint/chart-paint.h"
#include "ui/paint/curves-readout.h"
#include "ui/paint/surface.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FILE_WIDTH  640.0
#define FILE_HEIGHT 480.0
#define FILE_MARGIN 18.0

/* How far beside the plot the pointer still finds the first and last epoch, user units. */
#define HOVER_REACH 24.0

enum { LOSS, VAL_LOSS, ACCURACY, VAL_ACCURACY, N_COLUMNS };

/* More would be a thicket. */
#define MAX_OTHERS 6

/* The two charts, with all they lend. */
typedef struct {
  double *columns;            /* [N_COLUMNS + 1, n]: what is drawn, and the epochs' numbers */
  double *others[MAX_OTHERS]; /* [3, n]: loss, accuracy, numbers */
  EctopySeries series[2][2 + MAX_OTHERS];
  char *mark;
  char *values[2];
  EctopyChart charts[2];
} Scene;

/* `[N_COLUMNS + 1, n]` */
static double *
make_columns (const EctopyEpoch *epochs, size_t n)
{
  double *columns = g_new (double, (N_COLUMNS + 1) * (n + 1));

  for (size_t i = 0; i < n; i++) {
    columns[LOSS * n + i] = epochs[i].loss;
    columns[VAL_LOSS * n + i] = epochs[i].val_loss;
    columns[ACCURACY * n + i] = 100 * epochs[i].accuracy;
    columns[VAL_ACCURACY * n + i] = 100 * epochs[i].val_accuracy;
    columns[N_COLUMNS * n + i] = epochs[i].epoch;
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

/* Other runs come first, so that this one is drawn over them. */
static guint
add_others (Scene *scene, const EctopyCurves *curves, const EctopyPalette *palette)
{
  const guint n_others = MIN (curves->n_others, MAX_OTHERS);

  for (guint o = 0; o < n_others; o++) {
    const EctopyCurvesRun *run = &curves->others[o];
    const size_t n = run->n_epochs;
    const gboolean judged = n > 0 && isfinite (run->epochs[n - 1].val_loss);

    scene->others[o] = make_columns (run->epochs, n);
    for (guint c = 0; c < 2; c++)
      scene->series[c][o] = (EctopySeries){
        .name = run->name,
        .x = scene->others[o] + N_COLUMNS * n,
        .y = scene->others[o] + ((c == 0 ? LOSS : ACCURACY) + (judged ? 1 : 0)) * n,
        .n = n,
        .color = palette->muted,
        .dash = 2 + o % 3,
        .thin = TRUE,
      };
  }
  return n_others;
}

static guint
last_epoch (const EctopyCurves *curves)
{
  guint last = curves->n_epochs > 0 ? curves->epochs[curves->n_epochs - 1].epoch : 0;

  for (guint o = 0; o < MIN (curves->n_others, MAX_OTHERS); o++)
    if (curves->others[o].n_epochs > 0)
      last = MAX (last, curves->others[o].epochs[curves->others[o].n_epochs - 1].epoch);
  return last;
}

static void
scene_init (Scene *scene, const EctopyCurves *curves, const EctopyPalette *palette)
{
  const size_t n = curves->n_epochs;
  const EctopyEpoch *last = n > 0 ? &curves->epochs[n - 1] : NULL;
  guint n_others;

  *scene = (Scene){ .columns = make_columns (curves->epochs, n) };
  n_others = add_others (scene, curves, palette);
  /* Translators: stands at the line of the best epoch; %u is its number. */
  scene->mark = g_strdup_printf (_ ("best: %u"), curves->best_epoch);
  if (last != NULL) {
    scene->values[0] = value_text (last->loss, last->val_loss, FALSE);
    scene->values[1] = value_text (last->accuracy, last->val_accuracy, TRUE);
  }
  for (guint s = 0; s < N_COLUMNS; s++)
    scene->series[s / 2][n_others + s % 2] = (EctopySeries){
      .name = s % 2 == 0 ? _ ("training") : _ ("validation"),
      .x = scene->columns + N_COLUMNS * n,
      .y = scene->columns + s * n,
      .n = n,
      .color = s % 2 == 0 ? palette->accent : palette->validation,
      .dash = s % 2,
      .markers = n <= 12,
    };
  for (guint c = 0; c < 2; c++)
    scene->charts[c] = (EctopyChart){
      .title = c == 0 ? _ ("Loss") : _ ("Accuracy, %"),
      .value = scene->values[c],
      .x_title = c == 1 ? _ ("Epoch") : NULL,
      .series = scene->series[c],
      .n_series = n_others + 2,
      .fixed_x = curves->n_planned > 1,
      .x_low = 1,
      .x_high = MAX (curves->n_planned, last_epoch (curves)),
      .zero_y = c == 0,
      .whole_x = TRUE,
      .mark_x = n > 0 ? curves->best_epoch : 0,
      .mark_label = c == 0 ? scene->mark : NULL,
      .empty_text = c == 0 ? _ ("The loss of each epoch will be seen here.")
                           : _ ("The share of beats recognised will be seen here."),
      .font_size = curves->font_size,
    };
  for (guint c = 0; c < 2 && last_epoch (curves) == 0; c++) {
    scene->charts[c].fixed_y = TRUE;
    scene->charts[c].y_high = c == 0 ? 1 : 100;
  }
}

static void
scene_clear (Scene *scene)
{
  g_free (scene->columns);
  for (guint o = 0; o < MAX_OTHERS; o++)
    g_free (scene->others[o]);
  g_free (scene->mark);
  g_free (scene->values[0]);
  g_free (scene->values[1]);
}

/* ---- The epoch pointed at ---- */

static const EctopyEpoch *
find_hovered (const EctopyCurves *curves)
{
  for (size_t i = 0; i < curves->n_epochs; i++)
    if (curves->hovered > 0 && curves->epochs[i].epoch == curves->hovered)
      return &curves->epochs[i];
  return NULL;
}

/* The line through a chart, and a dot on each curve of this run. */
static void
paint_hover_line (cairo_t *cr,
                  const EctopyChartPlace *place,
                  double x,
                  const double values[2],
                  const EctopyPalette *palette,
                  double font)
{
  const EctopyColor colors[2] = { palette->accent, palette->validation };

  ectopy_color_set (cr, palette->muted);
  cairo_set_line_width (cr, 0.09 * font);
  cairo_move_to (cr, x, place->y.to);
  cairo_line_to (cr, x, place->y.from);
  cairo_stroke (cr);
  for (guint s = 0; s < 2; s++) {
    if (!isfinite (values[s]))
      continue;
    cairo_arc (cr, x, ectopy_axis_to_position (&place->y, values[s]), 0.34 * font, 0, 2 * G_PI);
    ectopy_color_set (cr, colors[s]);
    cairo_fill_preserve (cr);
    ectopy_color_set (cr, palette->background);
    cairo_set_line_width (cr, 0.12 * font);
    cairo_stroke (cr);
  }
}

static void
paint_hover (cairo_t *cr,
             const Scene *scene,
             const EctopyCurves *curves,
             const EctopyPalette *palette,
             double width,
             double height)
{
  const EctopyEpoch *epoch = find_hovered (curves);
  EctopyChartPlace places[2];
  const double font = curves->font_size > 0 ? curves->font_size : 11;
  double x;

  if (epoch == NULL)
    return;
  ectopy_chart_measure_stack (cr, scene->charts, 2, width, height, places);
  x = ectopy_axis_to_position (&places[0].x, epoch->epoch);
  cairo_save (cr);
  paint_hover_line (cr, &places[0], x, (double[]){ epoch->loss, epoch->val_loss }, palette, font);
  paint_hover_line (cr, &places[1], x,
                    (double[]){ 100 * epoch->accuracy, 100 * epoch->val_accuracy }, palette, font);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  ectopy_curves_readout_paint (cr,
                               &(EctopyCurvesReadout){
                                   .epoch = epoch,
                                   .is_best = epoch->epoch == curves->best_epoch,
                                   .font_size = font,
                                   .x = x,
                                   .y = places[0].y.to + 0.4 * font,
                               },
                               palette, width, height);
  cairo_restore (cr);
}

void
ectopy_curves_paint (cairo_t *cr,
                     const EctopyCurves *curves,
                     const EctopyPalette *palette,
                     double width,
                     double height)
{
  Scene scene;

  scene_init (&scene, curves, palette);
  ectopy_chart_paint_stack (cr, scene.charts, 2, palette, width, height);
  paint_hover (cr, &scene, curves, palette, width, height);
  scene_clear (&scene);
}

void
ectopy_curves_paint_hover (cairo_t *cr,
                           const EctopyCurves *curves,
                           const EctopyPalette *palette,
                           double width,
                           double height)
{
  Scene scene;

  if (find_hovered (curves) == NULL)
    return;
  scene_init (&scene, curves, palette);
  paint_hover (cr, &scene, curves, palette, width, height);
  scene_clear (&scene);
}

guint
ectopy_curves_epoch_at (const EctopyCurves *curves, double width, double height, double x, double y)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  cairo_surface_t *surface;
  cairo_t *cr;
  Scene scene;
  EctopyChartPlace places[2];
  double value, nearest = INFINITY;
  guint epoch = 0;

  if (curves->n_epochs == 0)
    return 0;
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cr = cairo_create (surface);
  scene_init (&scene, curves, &palette);
  ectopy_chart_measure_stack (cr, scene.charts, 2, width, height, places);
  scene_clear (&scene);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  if (x < places[0].x.from - HOVER_REACH || x > places[0].x.to + HOVER_REACH ||
      y < places[0].y.to || y > places[1].y.from)
    return 0;
  value = ectopy_axis_to_value (&places[0].x, x);
  for (size_t i = 0; i < curves->n_epochs; i++) {
    const double distance = fabs (curves->epochs[i].epoch - value);

    if (distance < nearest) {
      nearest = distance;
      epoch = curves->epochs[i].epoch;
    }
  }
  return epoch;
}

/* ---- Files ---- */

/* What is painted into a file. */
typedef struct {
  const EctopyTrainingLog *log;
  const EctopyCurvesRun *others;
  guint n_others;
} Compared;

static void
paint_file_cb (cairo_t *cr, guint page, gpointer user_data)
{
  const Compared *compared = user_data;
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT);
  const EctopyCurves curves = {
    .epochs = compared->log->epochs,
    .n_epochs = compared->log->n_epochs,
    .best_epoch = compared->log->best_epoch,
    .others = compared->others,
    .n_others = compared->n_others,
  };

  cairo_translate (cr, FILE_MARGIN, FILE_MARGIN);
  ectopy_curves_paint (cr, &curves, &palette, FILE_WIDTH - 2 * FILE_MARGIN,
                       FILE_HEIGHT - 2 * FILE_MARGIN);
}

gboolean
ectopy_curves_write (const EctopyTrainingLog *log, const char *path, GError **error)
{
  return ectopy_curves_write_compared (log, NULL, 0, path, error);
}

gboolean
ectopy_curves_write_compared (const EctopyTrainingLog *log,
                              const EctopyCurvesRun *others,
                              guint n_others,
                              const char *path,
                              GError **error)
{
  Compared compared = { log, others, n_others };
  const EctopyPicture picture = {
    .width = FILE_WIDTH,
    .height = FILE_HEIGHT,
    .n_pages = 1,
    .title = _ ("Training curves"),
    .paint = paint_file_cb,
    .user_data = &compared,
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
                 _ ("%s: expected a name that ends in .png, .svg, .pdf or .csv, found another."),
                 shown);
  } else {
    g_propagate_error (error, g_steal_pointer (&local));
  }
  return FALSE;
}
