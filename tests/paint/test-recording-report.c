/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/evaluation.h"
#include "tests/paint/ink.h"
#include "tests/paint/text-boxes.h"
#include "ui/paint/recording-report.h"

#include <glib/gstdio.h>
#include <string.h>

#define TWICE   2.0
#define MARGIN  42 /* 15 mm */
#define RATE_HZ 100.0

/* A beat a second; every tenth is ventricular and comes early, three follow each other near the
 * hundredth. */
static gboolean
is_ventricular (guint i)
{
  return i % 10 == 5 || (i >= 100 && i < 103);
}

static gint64
sample_of (guint i)
{
  return (gint64) i * 100 + (i % 10 == 5 ? 20 : 50);
}

static EctopyRecording *
make_recording (double seconds, guint n_leads, const char *source)
{
  static const char *const names[] = { "MLII", "V1",  "V2", "V3", "V4",  "V5",
                                       "aVR",  "aVL", "I",  "II", "III", "V6" };
  const size_t n = (size_t) (seconds * RATE_HZ);
  const EctopyRecordingDetails details = { .source = source };
  EctopyLead leads[G_N_ELEMENTS (names)];

  for (guint k = 0; k < n_leads; k++) {
    leads[k] = (EctopyLead){ g_strdup (names[k]), g_new0 (float, n) };
    for (guint i = 0; (double) i < seconds; i++)
      for (gint64 j = -4; j <= 4; j++)
        if (sample_of (i) + j >= 0 && sample_of (i) + j < (gint64) n)
          leads[k].samples[sample_of (i) + j] = (is_ventricular (i) ? -1.5f : 1) *
                                                expf (-(float) (j * j) / 5);
    for (size_t i = 20000; i < MIN (n, 20500); i++) /* the recorder gave nothing */
      leads[k].samples[i] = NAN;
  }
  return ectopy_recording_new_detailed_take (RATE_HZ, n, leads, n_leads, NULL, &details);
}

static EctopyStudy *
make_study (double seconds, guint n_leads, guint n_beats, const char *source, const char *model)
{
  g_autoptr (EctopyRecording) recording = make_recording (seconds, n_leads, source);
  EctopyFindings *findings = ectopy_findings_new ();

  for (guint i = 0; i < n_beats && (double) i < seconds - 1; i++) {
    EctopyFoundBeat beat = { .sample = sample_of (i),
                             .beat_class = is_ventricular (i) ? ECTOPY_CLASS_V : ECTOPY_CLASS_N };

    if (i == 30 || i == 31) /* a pause */
      continue;
    beat.probabilities[beat.beat_class] = i % 50 == 7 ? 0.55f : 0.97f;
    g_array_append_val (findings->beats, beat);
  }
  if (n_beats > 60 && seconds > 60)
    g_array_append_vals (findings->spans, &(EctopySpan){ 4500, 5500 }, 1);
  if (n_beats == 10000) /* then it has a sentence more */
    findings->unlike_shape = findings->unlike_rhythm = 1.5;
  findings->lead = g_strdup ("MLII");
  findings->origin = g_strdup ("detector");
  findings->model = g_strdup (model);
  findings->model_digest = g_strdup ("0123456789abcdef");
  return ectopy_study_new_take (recording, findings);
}

static EctopyRecordingReport *
make_report (EctopyStudy *study, EctopyPaper paper, gboolean full_disclosure)
{
  const EctopyRecordingReportOptions options = {
    .study = study,
    .paper = paper,
    .date = "2024-01-02",
    .version = "0.1.0",
    .full_disclosure = full_disclosure,
  };

  return ectopy_recording_report_new (&options);
}

/* Ink where it belongs, and none on the margins or between text and footer. */
static void
check_page (const EctopyRecordingReport *report, EctopyPaper paper, guint page)
{
  const EctopyColor white = { 1, 1, 1, 1 };
  double paper_width, paper_height;
  Canvas canvas;
  int width, height;

  ectopy_paper_size (paper, &paper_width, &paper_height);
  width = (int) paper_width;
  height = (int) paper_height;
  canvas = canvas_new (width, height, white);
  ectopy_recording_report_paint_page (canvas.cr, report, page);
  g_assert_cmpuint (canvas_ink (&canvas, MARGIN, MARGIN, width - 2 * MARGIN, 200), >, 500);
  g_assert_cmpuint (canvas_ink (&canvas, MARGIN, height - MARGIN - 20, 300, 20), >, 100);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, MARGIN - 1, height), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, width - MARGIN + 2, 0, MARGIN - 2, height), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, width, MARGIN - 1), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, height - MARGIN + 4, width, MARGIN - 4), ==, 0);
  g_assert_cmpuint (canvas_ink (&canvas, 0, height - MARGIN - 26, width, 10), ==, 0);
  canvas_clear (&canvas);
}

/* No beat, one, a few, many; one lead and twelve; a long name. */
static void
test_margins (void)
{
  static const struct {
    double seconds;
    guint n_leads;
    guint n_beats;
  } cases[] = { { 3, 1, 0 }, { 3, 2, 1 }, { 40, 12, 40 }, { 300, 2, 1000 }, { 7300, 1, 10000 } };
  g_autofree char *name = g_strnfill (200, 'W');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint paper = ECTOPY_PAPER_A4; paper <= ECTOPY_PAPER_LETTER; paper++) {
      g_autoptr (EctopyStudy)
          study = make_study (cases[i].seconds, cases[i].n_leads, cases[i].n_beats, name, name);
      g_autoptr (EctopyRecordingReport) report = make_report (study, paper, TRUE);
      const guint n_pages = ectopy_recording_report_count_pages (report);

      g_assert_cmpuint (n_pages, >=, 3);
      for (guint page = 0; page < n_pages; page++) {
        g_test_message ("case %zu, paper %u, page %u", i, paper, page);
        check_page (report, paper, page);
      }
    }
}

/* In languages of longer words, too, no text stands on another or leaves its page; none is cut but where all
 * are twice as long. */
static void
test_long_texts (void)
{
  static const double lengths[] = { 1, 1.35, TWICE };
  g_autoptr (EctopyStudy) study = make_study (7300, 2, 10000, "208.hea", "recordings.safetensors");

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint paper = ECTOPY_PAPER_A4; paper <= ECTOPY_PAPER_LETTER; paper++) {
      const EctopyColor white = { 1, 1, 1, 1 };
      g_autoptr (EctopyRecordingReport) report = NULL;
      double width, height;

      text_boxes_begin (lengths[i]);
      report = make_report (study, paper, TRUE);
      ectopy_paper_size (paper, &width, &height);
      for (guint page = 0; page < ectopy_recording_report_count_pages (report); page++) {
        g_autofree char *what = g_strdup_printf ("%g, paper %u, page %u", lengths[i], paper, page);
        Canvas canvas = canvas_new ((int) width, (int) height, white);

        ectopy_recording_report_paint_page (canvas.cr, report, page);
        text_boxes_check (what, width, height, MARGIN, lengths[i] < TWICE ? 0 : G_MAXUINT);
        g_assert_cmpuint (canvas_ink (&canvas, 0, (int) height - MARGIN - 26, (int) width, 10), ==,
                          0);
        canvas_clear (&canvas);
      }
      text_boxes_end ();
    }
}

static guint
count_pages (EctopyStudy *study, const EctopyTimeSpan *strips, size_t n, gboolean full_disclosure)
{
  const EctopyRecordingReportOptions options = { .study = study,
                                                 .strips = strips,
                                                 .n_strips = n,
                                                 .full_disclosure = full_disclosure };
  g_autoptr (EctopyRecordingReport) report = ectopy_recording_report_new (&options);

  return ectopy_recording_report_count_pages (report);
}

static void
test_page_counts (void)
{
  const EctopyTimeSpan one = { 10, 12 }, beyond = { 1e9, 2e9 }, none = { (double) NAN, 3 };
  const EctopyTimeSpan minute = { 60, 0 };
  g_autoptr (EctopyStudy) brief = make_study (3, 1, 0, NULL, NULL);
  g_autoptr (EctopyStudy) half_hour = make_study (1806, 1, 1806, "a/208.hea", "m");
  g_autoptr (EctopyStudy) two_hours = make_study (7200, 1, 7200, "a/208.hea", "m");

  g_assert_cmpuint (count_pages (brief, NULL, 0, FALSE), ==,
                    2); /* the beginning, where nothing is */
  g_assert_cmpuint (count_pages (brief, NULL, 0, TRUE), ==, 3);
  g_assert_cmpuint (count_pages (half_hour, &one, 1, FALSE), ==, 2);
  g_assert_cmpuint (count_pages (half_hour, &one, 1, TRUE), ==, 3);
  g_assert_cmpuint (count_pages (half_hour, &beyond, 1, FALSE), ==, 2);
  g_assert_cmpuint (count_pages (half_hour, &none, 1, FALSE), ==, 1);
  g_assert_cmpuint (count_pages (half_hour, &minute, 1, FALSE), ==, 4); /* 9 pieces */
  g_assert_cmpuint (count_pages (two_hours, &one, 1, FALSE), ==, 3);    /* by the hour */
  g_assert_cmpuint (count_pages (two_hours, &one, 1, TRUE), ==, 7);
}

/* 10 pixels a millimetre: lines of 5 mm are 50 pixels apart. */
static void
test_true_scale (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT);
  const EctopyColor white = { 1, 1, 1, 1 };
  g_autoptr (EctopyStudy) study = make_study (3, 1, 0, NULL, NULL);
  g_autoptr (EctopyRecordingReport) report = make_report (study, ECTOPY_PAPER_A4, FALSE);
  Canvas canvas = canvas_new (2100, 900, white);
  int last = 0;
  guint n_lines = 0;

  cairo_scale (canvas.cr, 10 * 25.4 / 72, 10 * 25.4 / 72);
  ectopy_recording_report_paint_page (canvas.cr, report, 1);
  for (int x = 400; x < 1900; x++) {
    if (canvas_count (&canvas, x, 480, 1, 300, palette.paper_coarse) < 200)
      continue;
    if (last > 0 && x > last + 5) {
      g_assert_cmpint (x - last, >=, 45);
      g_assert_cmpint (x - last, <=, 51);
    }
    if (x > last + 5)
      n_lines++;
    last = x;
  }
  g_assert_cmpuint (n_lines, >=, 29);
  g_assert_cmpuint (n_lines, <=, 31);
  canvas_clear (&canvas);
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
  EctopyRecordingReport *report;
  guint n_pages;
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EctopyStudy) study = make_study (3700, 2, 3700, "of/a person/208.hea", "beats.model");
  g_autoptr (GError) error = NULL;

  fixture->report = make_report (study, GPOINTER_TO_UINT (data), TRUE);
  fixture->n_pages = ectopy_recording_report_count_pages (fixture->report);
  fixture->folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "r.pdf", NULL);
  /* what was taken down stands, whatever comes after */
  ectopy_study_exclude (study, 0, 100000);
  ectopy_recording_report_write_pdf (fixture->report, fixture->path, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  ectopy_recording_report_free (fixture->report);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_pdf (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wrong = g_build_filename (fixture->folder, "r.png", NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  gsize length, length_twice;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &once, &length, NULL));
  g_assert_true (ectopy_recording_report_write_pdf (fixture->report, fixture->path, NULL, &error));
  g_assert_no_error (error);
  g_cancellable_cancel (cancelled);
  g_assert_false (
      ectopy_recording_report_write_pdf (fixture->report, fixture->path, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (fixture->path, &twice, &length_twice, NULL));
  g_assert_cmpmem (once, length, twice, length_twice);
  g_assert_false (ectopy_recording_report_write_pdf (fixture->report, wrong, NULL, &error));
  g_assert_nonnull (strstr (error->message, ".pdf"));
}

/* Text can be selected; the notice and the place stand on every page; no folder is told. */
static void
test_text (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = {
    "208.hea",
    "MLII, V1; classes are read from MLII",
    "1 h 1 min at 100 Hz",
    "found by the detector; 10 more where nothing is analysable",
    "by nobody yet",
    "What was found",
    "ventricular",
    "How sure",
    "the class that the model gave",
    "Longest pause: 3.00 s",
    "Longest run of ventricular beats: ",
    "In doubt: normal, 55 % sure",
    "25 mm/s · 10 mm/mV · no filter",
    "By the hour",
    "The whole recording",
    "from 0.5 Hz",
  };
  g_autofree char *text = output_of ("pdftotext", "-layout", fixture->path, "-");
  g_auto (GStrv) pages = NULL;

  if (text == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("the report lacks “%s”", wanted[i]);
  g_assert_null (strstr (text, "a person/"));
  pages = g_strsplit (text, "\f", -1);
  g_assert_cmpuint (g_strv_length (pages), ==, fixture->n_pages + 1);
  for (guint i = 0; i < fixture->n_pages; i++) {
    g_autofree char *place = g_strdup_printf ("Page %u of %u", i + 1, fixture->n_pages);

    g_assert_nonnull (strstr (pages[i], place));
    g_assert_nonnull (strstr (pages[i], ECTOPY_NOTICE));
    g_assert_nonnull (strstr (pages[i], "model 0123456789ab"));
    g_assert_nonnull (strstr (pages[i], "2024-01-02"));
  }
}

/* An outline, and marks that tell headings, tables and figures apart; no damage. */
static void
test_structure (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = { "/Outlines", "(Summary)", "(Strips)",  "(By the hour)",
                                        "/S /Sect",  "/S /H1",    "/S /H2",    "/S /P",
                                        "/S /Table", "/S /TD",    "/S /Figure" };
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/recording-report/margins", test_margins);
  g_test_add_func ("/paint/recording-report/long-texts", test_long_texts);
  g_test_add_func ("/paint/recording-report/page-counts", test_page_counts);
  g_test_add_func ("/paint/recording-report/true-scale", test_true_scale);
  g_test_add ("/paint/recording-report/pdf", Fixture, GUINT_TO_POINTER (ECTOPY_PAPER_A4), set_up,
              test_pdf, tear_down);
  g_test_add ("/paint/recording-report/text", Fixture, GUINT_TO_POINTER (ECTOPY_PAPER_A4), set_up,
              test_text, tear_down);
  g_test_add ("/paint/recording-report/text-on-letter", Fixture,
              GUINT_TO_POINTER (ECTOPY_PAPER_LETTER), set_up, test_text, tear_down);
  g_test_add ("/paint/recording-report/structure", Fixture, GUINT_TO_POINTER (ECTOPY_PAPER_A4),
              set_up, test_structure, tear_down);
  return g_test_run ();
}
