/* SPDX-License-Identifier: MIT */
#include "ui/session/comparison.h"

#include "engine/io/wfdb-annotation.h"
#include "engine/run/bundled.h"
#include "engine/run/compare-records.h"
#include "tests/support/real-data.h"
#include "tests/support/test-folder.h"
#include "tests/ui/loop.h"

#include <math.h>
#include <string.h>

/* A copy of a record in a folder of its own, and a session that has opened it. */
typedef struct {
  char *folder;
  char *path;
  EctopyRecordingSession *session;
  EctopyComparison *comparison;
  guint n_stepped;
  gboolean found;
  gboolean is_written;
} Bed;

static void
stepped_cb (Bed *bed, gboolean found)
{
  bed->n_stepped++;
  bed->found = found;
}

static void
copy (Bed *bed, const char *from, const char *name)
{
  g_autofree char *to = g_build_filename (bed->folder, name, NULL);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (to, contents, (gssize) size, NULL));
}

static char *
path_in (Bed *bed, const char *name)
{
  return g_build_filename (bed->folder, name, NULL);
}

/* @stem: of a real record; NULL for the example. */
static void
bed_init (Bed *bed, const char *stem)
{
  static const char *const endings[] = { ".hea", ".dat", ".atr" };
  g_autofree char *example = ectopy_bundled_path ("example", "recording.hea");

  memset (bed, 0, sizeof *bed);
  *strrchr (example, '.') = '\0';
  bed->folder = test_folder_new ();
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *from = g_strconcat (stem != NULL ? stem : example, endings[i], NULL);
    g_autofree char *name = g_path_get_basename (from);

    copy (bed, from, name);
    if (i == 0)
      bed->path = path_in (bed, name);
  }
  bed->session = ectopy_recording_session_new ();
  ectopy_recording_session_set_n_threads (bed->session, 1);
  bed->comparison = ectopy_recording_session_get_comparison (bed->session);
  g_signal_connect_swapped (bed->comparison, "stepped", G_CALLBACK (stepped_cb), bed);
  g_assert_cmpint (ectopy_comparison_get_state (bed->comparison), ==, ECTOPY_COMPARISON_EMPTY);
  ectopy_recording_session_open (bed->session, bed->path, NULL, NULL, FALSE);
  WAIT_FOR (ectopy_recording_session_get_state (bed->session) == ECTOPY_RECORDING_READY);
}

static void
bed_clear (Bed *bed)
{
  ectopy_recording_session_forget_unsaved (bed->session);
  g_object_add_weak_pointer (G_OBJECT (bed->session), (gpointer *) &bed->session);
  g_object_add_weak_pointer (G_OBJECT (bed->comparison), (gpointer *) &bed->comparison);
  g_object_unref (bed->session);
  WAIT_FOR (bed->session == NULL);
  g_assert_null (bed->comparison);
  test_folder_remove (bed->folder);
  g_free (bed->path);
}

static gboolean
is_ready (Bed *bed)
{
  return ectopy_comparison_get_state (bed->comparison) == ECTOPY_COMPARISON_READY;
}

/* Counts from the beginning, for the example is as long as what is left for learning. */
static void
count_all (Bed *bed)
{
  EctopyEc57Options options = ectopy_comparison_get_options (bed->comparison);

  options.from_s = 0;
  ectopy_comparison_set_options (bed->comparison, &options);
  ectopy_comparison_set_wanted (bed->comparison, TRUE);
  WAIT_FOR (is_ready (bed));
}

static const EctopyEc57Counts *
counts_of (Bed *bed)
{
  return &ectopy_comparison_get_record (bed->comparison)->result->counts;
}

static void
written_cb (const char *path, const GError *error, gpointer bed)
{
  g_assert_no_error (error);
  ((Bed *) bed)->is_written = TRUE;
}

/* The beats as they stand, as a file that the command line could be given. */
static char *export(Bed *bed)
{
  char *path = path_in (bed, "stand.ecy");

  bed->is_written = FALSE;
  ectopy_recording_session_export (bed->session, path, written_cb, bed);
  WAIT_FOR (bed->is_written);
  return path;
}

/* What `ectopy-cli compare REFERENCE TEST` does; its counts are those of the window, and its runs. */
static void
assert_as_by_files (Bed *bed, const char *reference, const char *test)
{
  const EctopyEc57Options options = ectopy_comparison_get_options (bed->comparison);
  const EctopyEc57Record *record = ectopy_comparison_get_record (bed->comparison);
  g_autoptr (EctopyComparePair) pair = ectopy_compare_pair_new (reference, test);
  EctopyEc57Record by_files;
  g_autoptr (GError) error = NULL;

  ectopy_compare_files (pair, &options, 0, NULL, &by_files, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (by_files.result->pairs->len, >, 0);
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
      g_assert_cmpuint (record->result->counts.cells[r][t], ==,
                        by_files.result->counts.cells[r][t]);
  g_assert_cmpmem (&record->ventricular, sizeof record->ventricular, &by_files.ventricular,
                   sizeof by_files.ventricular);
  g_assert_cmpmem (&record->supraventricular, sizeof record->supraventricular,
                   &by_files.supraventricular, sizeof by_files.supraventricular);
  g_assert_cmpstr (record->name, ==, by_files.name);
  ectopy_ec57_record_clear (&by_files);
}

/* Whatever was corrected, set aside or rejected, and with either map. */
static void
check_counts (Bed *bed)
{
  g_autofree char *reference = g_strdup_printf ("%.*s.atr", (int) strlen (bed->path) - 4,
                                                bed->path);
  EctopyStudy *study = ectopy_recording_session_get_study (bed->session);
  const guint32 beats[] = { 100, 101, 102 };
  g_autofree char *test = export(bed);
  EctopyEc57Options options;
  guint64 n_before;

  assert_as_by_files (bed, reference, test);
  n_before = counts_of (bed)->cells[ECTOPY_EC57_X][ECTOPY_EC57_N];
  g_free (test);

  ectopy_study_relabel (study, beats, 2, ECTOPY_CLASS_S);
  ectopy_study_reject (study, &beats[2], 1);
  ectopy_study_exclude (study, ectopy_study_get_beat (study, 150).sample - 10,
                        ectopy_study_get_beat (study, 160).sample + 10);
  test = export(bed);
  loop_settle (500); /* it follows by itself */
  WAIT_FOR (is_ready (bed));
  assert_as_by_files (bed, reference, test);
  g_assert_cmpuint (counts_of (bed)->cells[ECTOPY_EC57_X][ECTOPY_EC57_N], ==, n_before);
  g_assert_cmpfloat (ectopy_comparison_get_record (bed->comparison)->result->shutdown_s, >, 0);

  options = ectopy_comparison_get_options (bed->comparison);
  options.map = ECTOPY_EC57_MAP_BXB;
  ectopy_comparison_set_options (bed->comparison, &options);
  WAIT_FOR (is_ready (bed));
  g_assert_cmpint (ectopy_comparison_get_result_options (bed->comparison).map, ==,
                   ECTOPY_EC57_MAP_BXB);
  assert_as_by_files (bed, reference, test);

  /* The same from that file. */
  ectopy_comparison_set_test (bed->comparison, ECTOPY_TEST_FILE, test);
  g_assert_cmpint (ectopy_comparison_get_state (bed->comparison), ==, ECTOPY_COMPARISON_WORKING);
  WAIT_FOR (is_ready (bed));
  assert_as_by_files (bed, reference, test);
}

static void
test_counts (void)
{
  Bed bed;

  bed_init (&bed, NULL);
  /* The example ends where counting would begin. */
  ectopy_comparison_set_wanted (bed.comparison, TRUE);
  WAIT_FOR (is_ready (&bed));
  g_assert_cmpuint (ectopy_comparison_get_record (bed.comparison)->result->pairs->len, ==, 0);
  count_all (&bed);
  check_counts (&bed);
  bed_clear (&bed);
}

static void
test_real_counts (void)
{
  g_autofree char *folder = real_data_folder ("mitdb");
  g_autofree char *stem = g_build_filename (folder, "208", NULL);
  Bed bed;

  if (!real_data_is_there ("mitdb"))
    return;
  bed_init (&bed, stem);
  ectopy_comparison_set_wanted (bed.comparison, TRUE);
  WAIT_FOR (is_ready (&bed));
  /* Record 208 from 5:00: 2,437 beats, whatever is made of them. */
  g_assert_cmpuint (ectopy_ec57_counts_reference (counts_of (&bed), ECTOPY_EC57_O), ==, 2437);
  check_counts (&bed);
  bed_clear (&bed);
}

/* Before any correction: nothing said changes it. */
static void
test_as_the_model_gave_them (void)
{
  EctopyEc57Counts before;
  const guint32 beat = 50;
  Bed bed;

  bed_init (&bed, NULL);
  count_all (&bed);
  before = *counts_of (&bed);
  ectopy_study_reject (ectopy_recording_session_get_study (bed.session), &beat, 1);
  loop_settle (400);
  g_assert_cmpint (memcmp (&before, counts_of (&bed), sizeof before), !=, 0);
  ectopy_comparison_set_test (bed.comparison, ECTOPY_TEST_MODEL, NULL);
  WAIT_FOR (is_ready (&bed));
  g_assert_cmpmem (&before, sizeof before, counts_of (&bed), sizeof before);
  bed_clear (&bed);
}

/* ---- Steps ---- */

/* Where the cursor is, in samples. */
static gint64
cursor_of (Bed *bed)
{
  EctopyStudy *study = ectopy_recording_session_get_study (bed->session);
  const guint32 beat = ectopy_recording_session_get_selected (bed->session);
  double from, to;

  if (beat != ECTOPY_NO_BEAT)
    return ectopy_study_get_beat (study, beat).sample;
  ectopy_recording_session_get_range (bed->session, &from, &to);
  g_assert_cmpfloat (from, ==, to);
  return llround (from * ectopy_recording_get_rate_hz (ectopy_study_get_recording (study)));
}

static void
step (Bed *bed, int by)
{
  const guint n = bed->n_stepped;

  ectopy_comparison_step (bed->comparison, by);
  WAIT_FOR (bed->n_stepped > n);
}

/* Visits each place of a cell once, in order, then the first again; and back. */
static void
check_walk (Bed *bed, EctopyEc57Cell cell)
{
  g_autoptr (GArray)
      places = ectopy_ec57_places (ectopy_comparison_get_record (bed->comparison)->result, cell);
  size_t n;
  EctopyRecordingView view;

  ectopy_recording_session_set_range (bed->session, 0, 0);
  ectopy_comparison_choose (bed->comparison, cell);
  for (guint i = 0; i < places->len + 1; i++) {
    const guint k = i % places->len;
    const gint64 sample = g_array_index (places, EctopyEc57Pair, k).sample;
    const double rate = ectopy_recording_get_rate_hz (
        ectopy_recording_session_get_recording (bed->session));

    step (bed, 1);
    g_assert_true (bed->found);
    g_assert_cmpint (cursor_of (bed), ==, sample);
    g_assert_cmpuint (ectopy_comparison_get_place (bed->comparison, &n), ==, k);
    g_assert_cmpuint (n, ==, places->len);
    view = ectopy_recording_session_get_view (bed->session);
    g_assert_cmpfloat (view.start_s, <=, (double) sample / rate);
    g_assert_cmpfloat (view.start_s + view.length_s, >=, (double) sample / rate);
  }
  for (guint i = 0; i < places->len + 1; i++) {
    const guint k = (2 * places->len - 1 - i) % places->len;

    step (bed, -1);
    g_assert_cmpint (cursor_of (bed), ==, g_array_index (places, EctopyEc57Pair, k).sample);
  }
}

static void
check_walks (Bed *bed)
{
  const EctopyEc57Counts counts = *counts_of (bed);
  guint n_walked = 0;

  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++) {
      /* Those on the diagonal are many, and no different. */
      if (counts.cells[r][t] == 0 || (r == t && r != ECTOPY_EC57_F))
        continue;
      check_walk (bed, (EctopyEc57Cell){ r, t });
      n_walked++;
    }
  g_assert_cmpuint (n_walked, >, 1);
  check_walk (bed, ECTOPY_EC57_MISMATCHES);
}

/* Made to differ in every way: taken for another, missed, added. */
static void
spoil (Bed *bed)
{
  EctopyStudy *study = ectopy_recording_session_get_study (bed->session);
  const guint32 wrong[] = { 20, 60, 61, 130 };
  const guint32 gone[] = { 40, 90 };

  ectopy_study_relabel (study, wrong, G_N_ELEMENTS (wrong), ECTOPY_CLASS_F);
  ectopy_study_reject (study, gone, 1);
  ectopy_study_exclude (study, ectopy_study_get_beat (study, 89).sample + 100,
                        ectopy_study_get_beat (study, 91).sample - 100);
  ectopy_study_add (study, ectopy_study_get_beat (study, 70).sample + 100, ECTOPY_CLASS_V);
}

static void
test_walk (void)
{
  Bed bed;

  bed_init (&bed, NULL);
  spoil (&bed);
  count_all (&bed);
  g_assert_cmpuint (counts_of (&bed)->cells[ECTOPY_EC57_N][ECTOPY_EC57_X], >, 0);
  g_assert_cmpuint (counts_of (&bed)->cells[ECTOPY_EC57_O][ECTOPY_EC57_V], >, 0);
  check_walks (&bed);
  /* A cell without places. */
  ectopy_comparison_choose (bed.comparison, (EctopyEc57Cell){ ECTOPY_EC57_Q, ECTOPY_EC57_S });
  step (&bed, 1);
  g_assert_false (bed.found);
  bed_clear (&bed);
}

static void
test_real_walk (void)
{
  g_autofree char *folder = real_data_folder ("mitdb");
  g_autofree char *stem = g_build_filename (folder, "208", NULL);
  Bed bed;

  if (!real_data_is_there ("mitdb"))
    return;
  bed_init (&bed, stem);
  ectopy_comparison_set_wanted (bed.comparison, TRUE);
  WAIT_FOR (is_ready (&bed));
  check_walks (&bed);
  bed_clear (&bed);
}

/* Nobody looks at the comparison: it is made for the step. After a correction the place is none any more,
 * and the beat that comes next by itself is not passed over. */
static void
test_correct_and_go_on (void)
{
  EctopyStudy *study;
  const guint32 wrong[] = { 60, 61, 130 };
  EctopyEc57Options options = { .window_s = ECTOPY_EC57_WINDOW_S };
  g_autofree char *text = NULL;
  g_autofree char *hint = NULL;
  double hint_s;
  size_t n;
  Bed bed;

  bed_init (&bed, NULL);
  study = ectopy_recording_session_get_study (bed.session);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpuint (ectopy_study_get_found (study, wrong[i])->code, ==, ECTOPY_CODE_NORMAL);
  ectopy_study_relabel (study, wrong, G_N_ELEMENTS (wrong), ECTOPY_CLASS_F);
  ectopy_comparison_set_options (bed.comparison, &options);
  ectopy_comparison_choose (bed.comparison, (EctopyEc57Cell){ ECTOPY_EC57_N, ECTOPY_EC57_F });
  g_assert_null (ectopy_comparison_get_record (bed.comparison));
  ectopy_recording_session_select (bed.session, 59);
  step (&bed, 1);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 60);
  text = ectopy_comparison_dup_place_text (bed.comparison);
  g_assert_cmpstr (text, ==, "N taken for F: 1 of 3");
  hint = ectopy_comparison_dup_hint (bed.comparison, &hint_s);
  g_assert_cmpstr (hint, ==, "reference: N · test: F");
  g_assert_cmpfloat_with_epsilon (hint_s * 360, (double) ectopy_study_get_beat (study, 60).sample,
                                  1e-6);

  ectopy_recording_session_relabel (bed.session, ECTOPY_CLASS_N);
  ectopy_recording_session_move (bed.session, 1);
  g_assert_null (ectopy_comparison_dup_hint (bed.comparison, &hint_s));
  step (&bed, 1);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 61);
  g_assert_cmpuint (ectopy_comparison_get_place (bed.comparison, &n), ==, 0);
  g_assert_cmpuint (n, ==, 2);
  step (&bed, 1);
  g_assert_cmpuint (ectopy_recording_session_get_selected (bed.session), ==, 130);
  step (&bed, 1);
  g_free (text);
  text = ectopy_comparison_dup_place_text (bed.comparison);
  g_assert_cmpstr (text, ==, "N taken for F: 1 of 2, from the start again");
  bed_clear (&bed);
}

/* ---- Files ---- */

static void
test_reference_file (void)
{
  g_autofree char *other = NULL;
  g_autofree char *none = NULL;
  g_autofree char *name = NULL;
  Bed bed;

  bed_init (&bed, NULL);
  count_all (&bed);
  other = path_in (&bed, "other.atr");
  none = path_in (&bed, "none.atr");
  /* The beats as they stand are taken for true: they agree with themselves. */
  {
    g_autofree char *stand = export(&bed);

    copy (&bed, stand, "other.atr");
  }
  ectopy_comparison_set_reference (bed.comparison, other);
  WAIT_FOR (is_ready (&bed));
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
      if (r != t)
        g_assert_cmpuint (counts_of (&bed)->cells[r][t], ==, 0);
  name = ectopy_comparison_dup_reference_name (bed.comparison);
  g_assert_cmpstr (name, ==, "other.atr");

  ectopy_comparison_set_reference (bed.comparison, none);
  WAIT_FOR (ectopy_comparison_get_state (bed.comparison) == ECTOPY_COMPARISON_FAILED);
  g_assert_nonnull (strstr (ectopy_comparison_get_failure (bed.comparison), "none.atr"));
  step (&bed, 1);
  g_assert_false (bed.found);
  ectopy_comparison_set_reference (bed.comparison, NULL);
  WAIT_FOR (is_ready (&bed));
  bed_clear (&bed);
}

/* A recording whose file has no marks has no reference until one is chosen. */
static void
test_no_reference (void)
{
  g_autofree char *marks = NULL;
  g_autofree char *aside = NULL;
  Bed bed;

  bed_init (&bed, NULL);
  marks = path_in (&bed, "recording.atr");
  aside = path_in (&bed, "aside.ann");
  copy (&bed, marks, "aside.ann");
  g_assert_cmpint (remove (marks), ==, 0);
  ectopy_recording_session_open (bed.session, bed.path, NULL, NULL, FALSE);
  WAIT_FOR (ectopy_recording_session_get_state (bed.session) == ECTOPY_RECORDING_READY);
  ectopy_comparison_set_wanted (bed.comparison, TRUE);
  g_assert_cmpint (ectopy_comparison_get_state (bed.comparison), ==,
                   ECTOPY_COMPARISON_NO_REFERENCE);
  step (&bed, 1);
  g_assert_false (bed.found);
  ectopy_comparison_set_reference (bed.comparison, aside);
  count_all (&bed);
  g_assert_cmpuint (counts_of (&bed)->cells[ECTOPY_EC57_N][ECTOPY_EC57_N], >, 100);
  ectopy_recording_session_close (bed.session);
  g_assert_cmpint (ectopy_comparison_get_state (bed.comparison), ==, ECTOPY_COMPARISON_EMPTY);
  bed_clear (&bed);
}

static void
test_write (void)
{
  static const char *const names[] = { "t.txt", "t.csv", "t.json" };
  static const char *const beginnings[] = { "Beat by beat after", "record,map", "{" };
  g_autofree char *path = NULL;
  g_autoptr (GArray) marks = NULL;
  g_autoptr (GError) error = NULL;
  guint n_notes = 0, n_wrong = 0;
  Bed bed;

  bed_init (&bed, NULL);
  spoil (&bed);
  count_all (&bed);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *table = path_in (&bed, names[i]);
    g_autofree char *contents = NULL;

    ectopy_comparison_write_table (bed.comparison, table, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (table, &contents, NULL, NULL));
    g_assert_true (g_str_has_prefix (contents, beginnings[i]));
  }
  path = path_in (&bed, "recording.ec57");
  ectopy_comparison_write_mismatches (bed.comparison, path, &error);
  g_assert_no_error (error);
  marks = ectopy_wfdb_annotation_read (path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < marks->len; i++)
    n_notes += g_array_index (marks, EctopyAnnotation, i).code == ECTOPY_CODE_NOTE;
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
      n_wrong += r != t ? (guint) counts_of (&bed)->cells[r][t] : 0;
  g_assert_cmpuint (n_notes, ==, n_wrong);
  g_assert_cmpuint (n_notes, >, 0);
  g_assert_false (ectopy_comparison_write_table (bed.comparison, "/nowhere/t.txt", &error));
  g_assert_nonnull (error);
  bed_clear (&bed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/comparison/counts", test_counts);
  g_test_add_func ("/ui/comparison/real-counts", test_real_counts);
  g_test_add_func ("/ui/comparison/as-the-model-gave-them", test_as_the_model_gave_them);
  g_test_add_func ("/ui/comparison/walk", test_walk);
  g_test_add_func ("/ui/comparison/real-walk", test_real_walk);
  g_test_add_func ("/ui/comparison/correct-and-go-on", test_correct_and_go_on);
  g_test_add_func ("/ui/comparison/reference-file", test_reference_file);
  g_test_add_func ("/ui/comparison/no-reference", test_no_reference);
  g_test_add_func ("/ui/comparison/write", test_write);
  return g_test_run ();
}
