/* SPDX-License-Identifier: MIT */
#include "tests/engine/evaluate/made-up-beats.h"
#include "tests/paint/ink.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/paint/report-paint.h"

#include <glib/gstdio.h>
#include <string.h>

#define MARGIN 42 /* 15 mm */

/* Names longer than a line. */
static EctopyEvaluation *
made_up (guint n)
{
  guint8 labels[N_MADE_UP];
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];
  g_autofree char *name = g_strnfill (200, 'W');
  const EctopyProvenance source = { .model_name = name,
                                    .model_digest = name,
                                    .network_name = name,
                                    .data_name = name,
                                    .data_digest = name,
                                    .date = "2024-01-02T10:00:00Z",
                                    .version = "0.1.0",
                                    .protocol = ECTOPY_PROTOCOL_RANDOM_BEATS };
  EctopyEvaluation *evaluation;

  make_up_beats (labels, probabilities);
  evaluation = ectopy_evaluation_new (labels, probabilities, n);
  ectopy_evaluation_set_provenance (evaluation, &source);
  return evaluation;
}

/* With beats or without, there is ink on both pages and none on the margins. */
static void
test_margins (void)
{
  static const guint counts[] = { 0, 1, N_MADE_UP };
  const int width = (int) ECTOPY_REPORT_WIDTH, height = (int) ECTOPY_REPORT_HEIGHT;
  const EctopyColor white = { 1, 1, 1, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (EctopyEvaluation) evaluation = made_up (counts[i]);

    for (guint page = 0; page < ECTOPY_REPORT_N_PAGES; page++) {
      Canvas canvas = canvas_new (width, height, white);

      ectopy_report_paint_page (canvas.cr, evaluation, page);
      g_assert_cmpuint (canvas_ink (&canvas, MARGIN, MARGIN, width - 2 * MARGIN, 200), >, 500);
      g_assert_cmpuint (canvas_ink (&canvas, MARGIN, height - MARGIN - 20, 300, 20), >, 100);
      g_assert_cmpuint (canvas_ink (&canvas, 0, 0, MARGIN - 1, height), ==, 0);
      g_assert_cmpuint (canvas_ink (&canvas, width - MARGIN + 2, 0, MARGIN - 2, height), ==, 0);
      g_assert_cmpuint (canvas_ink (&canvas, 0, 0, width, MARGIN - 1), ==, 0);
      g_assert_cmpuint (canvas_ink (&canvas, 0, height - MARGIN + 4, width, MARGIN - 4), ==, 0);
      /* nothing runs into the footer */
      g_assert_cmpuint (canvas_ink (&canvas, 0, height - MARGIN - 30, width, 14), ==, 0);
      canvas_clear (&canvas);
    }
  }
}

static void
test_charts (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up (N_MADE_UP);

  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);

    for (guint kind = 0; kind <= ECTOPY_EVALUATION_CHART_RELIABILITY; kind++) {
      Canvas canvas = canvas_new (300, 300, palette.background);

      ectopy_evaluation_chart_paint (canvas.cr, evaluation, kind, &palette, 300, 300, 0);
      if (kind == ECTOPY_EVALUATION_CHART_RELIABILITY)
        g_assert_cmpuint (canvas_count (&canvas, 0, 0, 300, 300, palette.accent), >, 30);
      else
        for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
          g_assert_cmpuint (canvas_count (&canvas, 0, 0, 300, 300, palette.classes[c]), >, 5);
      canvas_clear (&canvas);
    }
  }
}

static void
test_pdf (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up (N_MADE_UP);
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "r.pdf", NULL);
  g_autofree char *wrong = g_build_filename (folder, "r.png", NULL);
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  gsize length, length_twice;
  g_autoptr (GError) error = NULL;

  g_assert_true (ectopy_report_write_pdf (evaluation, path, &error));
  g_assert_true (g_file_get_contents (path, &once, &length, NULL));
  g_assert_true (ectopy_report_write_pdf (evaluation, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &twice, &length_twice, NULL));
  g_assert_cmpmem (once, length, twice, length_twice);
  g_assert_false (ectopy_report_write_pdf (evaluation, wrong, &error));
  g_assert_nonnull (strstr (error->message, ".pdf"));
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/report/ink-within-the-margins", test_margins);
  g_test_add_func ("/paint/report/charts-in-every-palette", test_charts);
  g_test_add_func ("/paint/report/pdf-same-bytes-twice", test_pdf);
  return g_test_run ();
}
