/* SPDX-License-Identifier: MIT */
#include "tests/engine/evaluate/made-up-beats.h"
#include "tests/paint/ink.h"
#include "tests/paint/text-boxes.h"
#include "ui/paint/evaluation-charts.h"
#include "ui/paint/report-paint.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define TWICE  2.0
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

/* Waves of the length of published beats, padded, with the labels of the made-up beats. */
static EctopyDataset *
made_up_rows (size_t length)
{
  float *samples = g_new0 (float, N_MADE_UP *length);
  guint8 *labels = g_new (guint8, N_MADE_UP);
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];

  make_up_beats (labels, probabilities);
  for (size_t row = 0; row < N_MADE_UP; row++)
    for (size_t i = 0; i < (length + 1) / 2; i++)
      samples[row * length + i] = (float) (0.5 + 0.5 * cos (0.05 * (double) ((row + 3) * i)));
  return ectopy_dataset_new_take (N_MADE_UP, length, samples, labels);
}

static const EctopyReportLine card[] = {
  { "program", "Ectopy 0.1.0" },
  { "training-data", "a-file-of-beats.csv" },
  { "settings",
    "[train]\nnetwork=reference\nepochs=30\nbatch-size=128\nseed=7\nsmote=no\naugment=1" },
  { "note-1", "A note." },
  { "strange", "A line that nobody knows." },
};

/* Ink where it belongs, and none on the margins or between text and footer. */
static void
check_page (const EctopyReport *report, guint page)
{
  const EctopyColor white = { 1, 1, 1, 1 };
  double paper_width, paper_height;
  Canvas canvas;
  int width, height;

  ectopy_paper_size (report->paper, &paper_width, &paper_height);
  width = (int) paper_width;
  height = (int) paper_height;
  canvas = canvas_new (width, height, white);
  ectopy_report_paint_page (canvas.cr, report, page);
  g_assert_cmpuint (canvas_ink (&canvas, MARGIN, MARGIN, width - 2 * MARGIN, 200), >, 500);
  g_assert_cmpuint (canvas_ink (&canvas, MARGIN, height - MARGIN - 20, 300, 20), >, 100);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, MARGIN - 1, height), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, width - MARGIN + 2, 0, MARGIN - 2, height), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, width, MARGIN - 1), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, height - MARGIN + 4, width, MARGIN - 4), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, height - MARGIN - 28, width, 12), ==, 0);
  canvas_clear (&canvas);
}

static void
test_margins (void)
{
  static const guint counts[] = { 0, 1, N_MADE_UP };
  g_autoptr (EctopyDataset) dataset = made_up_rows (187);
  g_autofree char *value = g_strnfill (5500, 'x');
  g_autofree char *key = g_strnfill (300, 'k');
  const EctopyReportLine lines[] = { card[0],
                                     card[2],
                                     { key, value },
                                     { "empty", "" },
                                     { "none", NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint paper = ECTOPY_PAPER_A4; paper <= ECTOPY_PAPER_LETTER; paper++) {
      g_autoptr (EctopyEvaluation) evaluation = made_up (counts[i]);
      const EctopyReport report = {
        .evaluation = evaluation,
        .dataset = counts[i] == N_MADE_UP ? dataset : NULL,
        .card = lines,
        .n_card = G_N_ELEMENTS (lines),
        .corrections_note = "12 labels were corrected by the reader.",
        .paper = paper,
      };
      const guint n_pages = ectopy_report_count_pages (&report);

      g_assert_cmpuint (n_pages, >=, 4);
      for (guint page = 0; page < n_pages; page++)
        check_page (&report, page);
    }
}

static void
test_page_counts (void)
{
  g_autoptr (EctopyEvaluation) evaluation = made_up (N_MADE_UP);
  g_autoptr (EctopyDataset) dataset = made_up_rows (187);
  g_autoptr (EctopyDataset) long_rows = made_up_rows (600);
  g_autofree guint8 *right = g_memdup2 (ectopy_evaluation_get_predicted (evaluation), N_MADE_UP);
  g_autofree char *value = g_strnfill (8000, 'x');
  g_autofree char *endless = g_strnfill (5000000, 'x');
  const EctopyReportLine large = { "note", value }, huge = { "note", endless };
  EctopyReport report = { .evaluation = evaluation };

  g_assert_cmpuint (ectopy_report_count_pages (&report), ==, 2);
  report.dataset = dataset; /* 24 strips, 4 beside each other, on a page */
  g_assert_cmpuint (ectopy_report_count_pages (&report), ==, 3);
  report.dataset = long_rows; /* 125 mm: below each other, 6 on a page */
  g_assert_cmpuint (ectopy_report_count_pages (&report), ==, 6);
  report.truth = right; /* corrected, nothing is wrong any more */
  g_assert_cmpuint (ectopy_report_count_pages (&report), ==, 2);
  report.card = card;
  report.n_card = G_N_ELEMENTS (card);
  g_assert_cmpuint (ectopy_report_count_pages (&report), ==, 3);
  report.card = &large;
  report.n_card = 1;
  g_assert_cmpuint (ectopy_report_count_pages (&report), ==, 4);
  report.card = &huge; /* cut */
  g_assert_cmpuint (ectopy_report_count_pages (&report), <, 12);
}

/* Made-up beats as of @n records, of detected positions. */
static void
add_records (EctopyEvaluation *evaluation, guint n, const char *name)
{
  const EctopyEc57Options options = ECTOPY_EC57_STANDARD;
  g_autoptr (EctopyJudgedRecords)
      judged = ectopy_judged_records_new (ECTOPY_POSITIONS_DETECTED, &options);
  g_autofree EctopyRecordBeats *beats = g_new (EctopyRecordBeats, n);
  guint8 labels[N_MADE_UP];
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];

  make_up_beats (labels, probabilities);
  for (guint i = 0; i < n; i++) {
    const size_t first = (size_t) i * N_MADE_UP / n;
    g_autoptr (EctopyEc57Track) none = ectopy_ec57_track_new (NULL, 0, options.map, 54);
    const EctopyEc57Record record = {
      .name = g_strdup (name),
      .result = ectopy_ec57_match (none, none, 360, 0, &options),
    };

    beats[i] = (EctopyRecordBeats){ name, name, first, (size_t) (i + 1) * N_MADE_UP / n - first,
                                    (double) NAN };
    g_array_append_val (judged->compared, record);
  }
  judged->figures = ectopy_records_figures_new (beats, n, labels, probabilities);
  for (guint i = 0; i < 8; i++)
    ectopy_judged_records_say (judged, "A sentence on how %s was judged.", name);
  ectopy_evaluation_set_records (evaluation, judged);
}

/* One page on how they were judged, then how sure against how right, and a table over as many as it takes. */
static void
test_records (void)
{
  static const guint counts[] = { 1, 22, 48, 120 };
  g_autofree char *name = g_strnfill (60, 'W');
  guint last = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint paper = ECTOPY_PAPER_A4; paper <= ECTOPY_PAPER_LETTER; paper++) {
      g_autoptr (EctopyEvaluation) evaluation = made_up (N_MADE_UP);
      const EctopyReport report = { .evaluation = evaluation, .paper = paper };
      guint n_pages;

      add_records (evaluation, counts[i], name);
      n_pages = ectopy_report_count_pages (&report);
      g_assert_cmpuint (n_pages, >=, MAX (4, last));
      g_assert_cmpuint (n_pages, <=, 2 + 2 + (counts[i] + 29) / 40);
      for (guint page = 2; page < n_pages; page++)
        check_page (&report, page);
      last = paper == ECTOPY_PAPER_A4 ? n_pages : last;
    }
}

/* Names as they are. */
static EctopyEvaluation *
made_up_named (void)
{
  const EctopyProvenance source = { .model_name = "reference.safetensors",
                                    .model_digest = "0123456789abcdef0123456789abcdef",
                                    .network_name = "reference",
                                    .data_name = "mitbih_test.csv",
                                    .data_digest = "fedcba9876543210fedcba9876543210",
                                    .date = "2024-01-02T10:00:00Z",
                                    .version = "0.1.0",
                                    .protocol = ECTOPY_PROTOCOL_RANDOM_BEATS };
  guint8 labels[N_MADE_UP];
  float probabilities[N_MADE_UP * ECTOPY_N_CLASSES];
  EctopyEvaluation *evaluation;

  make_up_beats (labels, probabilities);
  evaluation = ectopy_evaluation_new (labels, probabilities, N_MADE_UP);
  ectopy_evaluation_set_provenance (evaluation, &source);
  return evaluation;
}

/* In languages of longer words, too, no text stands on another or leaves its page; none is cut but where all
 * are twice as long. */
static void
test_long_texts (void)
{
  static const double lengths[] = { 1, 1.35, TWICE };
  g_autoptr (EctopyDataset) dataset = made_up_rows (187);

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint paper = ECTOPY_PAPER_A4; paper <= ECTOPY_PAPER_LETTER; paper++) {
      g_autoptr (EctopyEvaluation) evaluation = made_up_named ();
      const EctopyReport report = { .evaluation = evaluation,
                                    .dataset = dataset,
                                    .card = card,
                                    .n_card = G_N_ELEMENTS (card),
                                    .paper = paper };
      double width, height;
      guint n_pages;

      text_boxes_begin (lengths[i]);
      add_records (evaluation, 48, "234");
      n_pages = ectopy_report_count_pages (&report);
      ectopy_paper_size (paper, &width, &height);
      for (guint page = 0; page < n_pages; page++) {
        const EctopyColor white = { 1, 1, 1, 1 };
        g_autofree char *what = g_strdup_printf ("%g, paper %u, page %u", lengths[i], paper, page);
        Canvas canvas = canvas_new ((int) width, (int) height, white);

        ectopy_report_paint_page (canvas.cr, &report, page);
        text_boxes_check (what, width, height, MARGIN, lengths[i] < TWICE ? 0 : G_MAXUINT);
        g_assert_cmpuint (canvas_ink (&canvas, 0, (int) height - MARGIN - 26, (int) width, 10), ==,
                          0);
        canvas_clear (&canvas);
      }
      text_boxes_end ();
    }
}

/* 10 pixels a millimetre: lines of 5 mm are 50 pixels apart, and 9 of them make 40 mm. */
static void
test_true_scale (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT);
  const EctopyColor white = { 1, 1, 1, 1 };
  g_autoptr (EctopyEvaluation) evaluation = made_up (N_MADE_UP);
  g_autoptr (EctopyDataset) dataset = made_up_rows (187);
  const EctopyReport report = { .evaluation = evaluation, .dataset = dataset };
  Canvas canvas = canvas_new (2100, 1000, white);
  int top = 0, last = 0;
  guint n_lines = 0;

  cairo_scale (canvas.cr, 10 * 25.4 / 72, 10 * 25.4 / 72);
  ectopy_report_paint_page (canvas.cr, &report, 2);
  while (top < 1000 && canvas_count (&canvas, 152, top, 396, 1, palette.paper_coarse) < 300)
    top++;
  g_assert_cmpint (top, <, 900);
  for (int x = 140; x < 560; x++) {
    /* below the upper edge, above the trace, between lines of 1 mm */
    if (canvas_count (&canvas, x, top + 13, 1, 4, palette.paper_coarse) < 4)
      continue;
    if (last > 0 && x > last + 3) {
      g_assert_cmpint (x - last, >=, 49 - 3);
      g_assert_cmpint (x - last, <=, 51);
    }
    if (x > last + 3)
      n_lines++;
    last = x;
  }
  g_assert_cmpuint (n_lines, >=, 8); /* the outermost two are halved by the edges */
  g_assert_cmpuint (n_lines, <=, 9);
  canvas_clear (&canvas);
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

/* The output of a program that reads @path; NULL, and the test is skipped, where there is none. */
static char *
output_of (const char *program, const char *option, const char *path, const char *last)
{
  g_autofree char *found = g_find_program_in_path (program);
  const char *argv[] = { found, option, path, last, NULL };
  char *output = NULL;
  int status = -1;

  if (found == NULL) {
    g_test_skip (program);
    return NULL;
  }
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               &output, NULL, &status, NULL));
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return output;
}

typedef struct {
  EctopyEvaluation *evaluation;
  EctopyDataset *dataset;
  EctopyReport report;
  guint n_pages;
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->evaluation = made_up (N_MADE_UP);
  fixture->dataset = made_up_rows (187);
  fixture->report = (EctopyReport){ .evaluation = fixture->evaluation,
                                    .dataset = fixture->dataset,
                                    .card = card,
                                    .n_card = G_N_ELEMENTS (card),
                                    .corrections_note = "12 labels were corrected by the reader.",
                                    .paper = GPOINTER_TO_UINT (data) };
  fixture->n_pages = ectopy_report_count_pages (&fixture->report);
  fixture->folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "r.pdf", NULL);
  ectopy_report_write_pdf (&fixture->report, fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_object_unref (fixture->evaluation);
  g_object_unref (fixture->dataset);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_pdf (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wrong = g_build_filename (fixture->folder, "r.png", NULL);
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  gsize length, length_twice;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &once, &length, NULL));
  g_assert_true (ectopy_report_write_pdf (&fixture->report, fixture->path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &twice, &length_twice, NULL));
  g_assert_cmpmem (once, length, twice, length_twice);
  g_assert_false (ectopy_report_write_pdf (&fixture->report, wrong, &error));
  g_assert_nonnull (strstr (error->message, ".pdf"));
}

/* Text can be selected; the notice and the place stand on every page. */
static void
test_text (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = { "What was found",
                                        "12 labels were corrected by the reader.",
                                        "this says nothing about new patients",
                                        "recall (Se)",
                                        "precision (+P)",
                                        "weighted mean",
                                        "The most confident mistakes",
                                        "25 mm/s",
                                        "a-file-of-beats.csv",
                                        "augment=1",
                                        "A line that nobody knows." };
  g_autofree char *text = output_of ("pdftotext", "-layout", fixture->path, "-");
  g_auto (GStrv) pages = NULL;

  if (text == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("the report lacks “%s”", wanted[i]);
  pages = g_strsplit (text, "\f", -1);
  g_assert_cmpuint (g_strv_length (pages), ==, fixture->n_pages + 1);
  for (guint i = 0; i < fixture->n_pages; i++) {
    g_autofree char *place = g_strdup_printf ("Page %u of %u", i + 1, fixture->n_pages);

    g_assert_nonnull (strstr (pages[i], place));
    g_assert_nonnull (strstr (pages[i], ECTOPY_NOTICE));
    g_assert_nonnull (strstr (pages[i], "model WWWWWWWWWWWW"));
  }
}

/* The strips come in the order of confidence, each with its row. */
static void
test_mistakes (Fixture *fixture, gconstpointer data)
{
  const guint8 *labels = ectopy_dataset_get_labels (fixture->dataset);
  const guint8 *predicted = ectopy_evaluation_get_predicted (fixture->evaluation);
  const float *confidence = ectopy_evaluation_get_confidence (fixture->evaluation);
  g_autofree char *text = output_of ("pdftotext", "-raw", fixture->path, "-");
  const char *place;
  float before = 2;
  guint n = 0, n_surer = 0;

  if (text == NULL)
    return;
  place = strstr (text, "The most confident mistakes");
  g_assert_nonnull (place);
  while ((place = strstr (place, "row ")) != NULL) {
    guint64 row;

    place += strlen ("row ");
    if (!g_ascii_isdigit (*place))
      continue;
    row = g_ascii_strtoull (place, NULL, 10);
    g_assert_cmpuint (row, <, N_MADE_UP);
    g_assert_cmpuint (labels[row], !=, predicted[row]);
    g_assert_cmpfloat (confidence[row], <=, before);
    before = confidence[row];
    n++;
  }
  g_assert_cmpuint (n, ==, 24);
  /* those surer than the last are all among them */
  for (guint row = 0; row < N_MADE_UP; row++)
    n_surer += labels[row] != predicted[row] && confidence[row] > before ? 1 : 0;
  g_assert_cmpuint (n_surer, <, 24);
}

/* An outline, and marks that tell headings, tables and figures apart; no damage. */
static void
test_structure (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = {
    "/Outlines",
    "(Summary)",
    "(Figures in full)",
    "(The most confident mistakes)",
    "/S /Document",
    "/S /Sect",
    "/S /H1",
    "/S /P",
    "/S /Figure",
    "/S /Table",
    "/S /TD",
  };
  g_autofree char *check = output_of ("qpdf", "--check", fixture->path, NULL);
  g_autofree char *plain_path = g_build_filename (fixture->folder, "plain.pdf", NULL);
  g_autofree char *plain = NULL;
  g_autofree char *nothing = NULL;
  gsize length;

  if (check == NULL)
    return;
  g_assert_nonnull (strstr (check, "No syntax or stream encoding errors"));
  nothing = output_of ("qpdf", "--qdf", fixture->path, plain_path);
  g_assert_true (g_file_get_contents (plain_path, &plain, &length, NULL));
  g_remove (plain_path);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (g_strstr_len (plain, (gssize) length, wanted[i]) == NULL)
      g_error ("the file lacks %s", wanted[i]);
}

static void
test_paper (Fixture *fixture, gconstpointer data)
{
  const gboolean is_letter = GPOINTER_TO_UINT (data) == ECTOPY_PAPER_LETTER;
  g_autofree char *info = output_of ("pdfinfo", "-isodates", fixture->path, NULL);

  if (info == NULL)
    return;
  g_assert_nonnull (strstr (info, is_letter ? "612 x 792 pts" : "595.276 x 841.89 pts"));
  g_assert_nonnull (strstr (info, "Creator:         Ectopy 0.1.0"));
  g_assert_nonnull (strstr (info, "2024-01-02T10:00:00Z"));
  g_assert_nonnull (strstr (info, "Tagged:          yes"));
  g_assert_nonnull (strstr (info, "Title:           Evaluation: WWW"));
}

#define ADD(path, paper, function)                                                                 \
  g_test_add (path, Fixture, GUINT_TO_POINTER (paper), set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/report/ink-within-the-margins", test_margins);
  g_test_add_func ("/paint/report/long-texts", test_long_texts);
  g_test_add_func ("/paint/report/page-counts", test_page_counts);
  g_test_add_func ("/paint/report/records", test_records);
  g_test_add_func ("/paint/report/strips-of-true-scale", test_true_scale);
  g_test_add_func ("/paint/report/charts-in-every-palette", test_charts);
  ADD ("/paint/report/pdf-same-bytes-twice", ECTOPY_PAPER_A4, test_pdf);
  ADD ("/paint/report/pdf-text", ECTOPY_PAPER_A4, test_text);
  ADD ("/paint/report/pdf-text-on-letter", ECTOPY_PAPER_LETTER, test_text);
  ADD ("/paint/report/surest-mistakes-first", ECTOPY_PAPER_A4, test_mistakes);
  ADD ("/paint/report/pdf-structure", ECTOPY_PAPER_A4, test_structure);
  ADD ("/paint/report/pdf-on-a4", ECTOPY_PAPER_A4, test_paper);
  ADD ("/paint/report/pdf-on-letter", ECTOPY_PAPER_LETTER, test_paper);
  return g_test_run ();
}
