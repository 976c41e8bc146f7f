/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-match.h"
#include "engine/io/beat-csv.h"
#include "engine/io/recording-reader.h"
#include "engine/run/cut-records.h"
#include "engine/run/detect.h"
#include "engine/signal/cut.h"
#include "tests/support/real-data.h"

#include <math.h>
#include <string.h>

typedef struct {
  EctopyEc57Counts beats;
  size_t n_near; /* within 10 ms of the reference */
} Count;

/* (transfer full): the beats found, all of them N. */
static EctopyEc57Track *
track_of (const EctopyQrsResult *result, gint64 window)
{
  g_autofree EctopyAnnotation *marks = g_new0 (EctopyAnnotation, result->n_beats);

  for (size_t i = 0; i < result->n_beats; i++) {
    marks[i].sample = (gint64) result->beats[i].sample;
    marks[i].code = ECTOPY_CODE_NORMAL;
  }
  return ectopy_ec57_track_new (marks, result->n_beats, ECTOPY_EC57_MAP_LITERATURE, window);
}

/* Counts as the standard has it: within 150 ms, and not before 5:00. */
static void
compare (EctopyRecording *recording, const EctopyQrsResult *result, Count *count)
{
  const EctopyEc57Options options = ECTOPY_EC57_STANDARD;
  const double rate = ectopy_recording_get_rate_hz (recording);
  const gint64 window = ectopy_ec57_samples (options.window_s, rate);
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);
  g_autoptr (EctopyEc57Track) truth = ectopy_ec57_track_new (marks, n, options.map, window);
  g_autoptr (EctopyEc57Track) found = track_of (result, window);
  g_autoptr (EctopyEc57Result) compared = ectopy_ec57_match (
      truth, found, rate, (gint64) ectopy_recording_get_n_samples (recording), &options);

  ectopy_ec57_counts_add (&count->beats, &compared->counts);
  for (guint i = 0; i < compared->pairs->len; i++) {
    const EctopyEc57Pair *pair = &g_array_index (compared->pairs, EctopyEc57Pair, i);

    if (pair->reference != ECTOPY_EC57_NO_MARK && pair->test != ECTOPY_EC57_NO_MARK)
      count->n_near += (double) ABS (marks[pair->reference].sample - pair->sample) <= 0.010 * rate;
  }
}

static void
detect_all (const char *lead, Count *count, double *seconds)
{
  g_auto (GStrv) paths = real_data_list_records ("mitdb");
  gint64 spent = 0;

  for (char **path = paths; *path != NULL; path++) {
    g_autoptr (EctopyRecording)
        recording = ectopy_recording_reader_read (*path, NULL, NULL, NULL, NULL, NULL);
    g_autoptr (EctopyQrsResult) result = NULL;
    const gint64 begin = g_get_monotonic_time ();

    g_assert_nonnull (recording);
    result = ectopy_detect (recording, lead, NULL, NULL, NULL, NULL, NULL);
    spent += g_get_monotonic_time () - begin;
    g_assert_nonnull (result);
    compare (recording, result, count);
  }
  g_assert_cmpuint (g_strv_length (paths), ==, 48);
  *seconds = (double) spent * 1e-6;
}

static void
check (const char *lead, double least_sensitivity, double least_predictivity)
{
  Count count = { 0 };
  EctopyEc57Share found, right;
  double seconds, sensitivity, predictivity;

  detect_all (lead, &count, &seconds);
  found = ectopy_ec57_rate (&count.beats, ECTOPY_EC57_QRS_SE);
  right = ectopy_ec57_rate (&count.beats, ECTOPY_EC57_QRS_PPV);
  sensitivity = 100 * ectopy_ec57_share (found);
  predictivity = 100 * ectopy_ec57_share (right);
  g_test_message ("gross Se %.3f %% (%zu of %zu missed), +P %.3f %% (%zu false), %.1f %% within "
                  "10 ms, %.2f s",
                  sensitivity, (size_t) (found.of - found.n), (size_t) found.of, predictivity,
                  (size_t) (right.of - right.n), 100 * (double) count.n_near / (double) found.n,
                  seconds);
  g_assert_cmpfloat (sensitivity, >=, least_sensitivity);
  g_assert_cmpfloat (predictivity, >=, least_predictivity);
}

static void
test_two_leads (void)
{
  if (real_data_is_there ("mitdb"))
    check (NULL, 99.90, 99.88);
}

static void
test_first_lead (void)
{
  if (real_data_is_there ("mitdb"))
    check ("0", 99.72, 99.87);
}

/* Rows cut from the records are those of the CSV files, which come from the same rule written by
 * another hand; the counts are the published ones of both files together. */
static void
test_cut (void)
{
  static const size_t published[ECTOPY_N_CLASSES] = { 90589, 2779, 7236, 803, 8039 };
  g_auto (GStrv) paths = NULL;
  g_autoptr (EctopyDataset) beats = NULL;
  g_autoptr (GArray) rows = NULL;
  size_t counts[ECTOPY_N_CLASSES];

  if (!real_data_is_there ("mitdb"))
    return;
  paths = real_data_list_records ("mitdb");
  beats = ectopy_cut_records (paths, NULL, NULL, &rows, NULL, NULL, NULL, NULL);
  g_assert_nonnull (beats);
  ectopy_dataset_count_classes (beats, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_assert_cmpuint (counts[c], ==, published[c]);
  g_assert_cmpuint (rows->len, ==, ectopy_dataset_get_n_rows (beats));
}

/* ---- The published rows ---- */

/* A row of the CSV files by record and sample. */
#define BEAT_KEY(record, sample) ((gint64) (record) << 32 | (sample))

/* The beats of one CSV file, from the index beside it. Returns: (transfer full): key -> row. */
static GHashTable *
read_index (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, "_index.csv", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTable *rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return rows;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
    g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
    const gint64 key = BEAT_KEY (g_ascii_strtoll (fields[1], NULL, 10),
                                 g_ascii_strtoll (fields[2], NULL, 10));

    g_hash_table_insert (rows, g_memdup2 (&key, sizeof key), GSIZE_TO_POINTER (i - 1));
  }
  return rows;
}

/* Record 102 with the one beat where it stood when the files were made; takes @recording. */
static EctopyRecording *
move_beat (EctopyRecording *recording)
{
  const size_t n = ectopy_recording_get_n_samples (recording);
  const EctopyLead lead = {
    g_strdup (ectopy_recording_get_lead_name (recording, 0)),
    g_memdup2 (ectopy_recording_get_samples (recording, 0), n * sizeof (float)),
  };
  const EctopyLeadScale scale = ectopy_recording_get_lead_scale (recording, 0);
  const EctopyRecordingDetails details = { .scales = &scale };
  GArray *moved = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  EctopyRecording *result;
  size_t n_marks;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n_marks);

  for (size_t i = 0; i < n_marks; i++) {
    EctopyAnnotation mark = marks[i];

    mark.text = NULL;
    mark.sample = mark.sample == 590262 ? 590296 : mark.sample;
    g_array_append_val (moved, mark);
  }
  result = ectopy_recording_new_detailed_take (ectopy_recording_get_rate_hz (recording), n, &lead,
                                               1, moved, &details);
  g_object_unref (recording);
  return result;
}

/* Counts the rows of @path that are, to the last bit, those of the CSV files. */
static size_t
count_same (const char *path,
            EctopyDataset *const files[2],
            GHashTable *const indices[2],
            size_t *n_rows)
{
  g_autofree char *name = g_path_get_basename (path);
  const gint64 record = g_ascii_strtoll (name, NULL, 10);
  g_autoptr (EctopyRecording)
      recording = ectopy_recording_reader_read (path, NULL, NULL, NULL, NULL, NULL);
  g_autoptr (EctopyDataset) beats = NULL;
  g_autoptr (GArray) marks = NULL;
  const EctopyAnnotation *all;
  size_t n_marks, n_same = 0;

  g_assert_nonnull (recording);
  if (record == 102)
    recording = move_beat (recording);
  all = ectopy_recording_get_annotations (recording, &n_marks);
  beats = ectopy_cut_recording (recording, 0, &marks, NULL, NULL);
  for (guint i = 0; i < marks->len; i++) {
    const gint64 key = BEAT_KEY (record, all[g_array_index (marks, gsize, i)].sample);

    for (guint f = 0; f < 2; f++) {
      gpointer row;

      if (g_hash_table_lookup_extended (indices[f], &key, NULL, &row))
        n_same += memcmp (ectopy_dataset_get_row (files[f], GPOINTER_TO_SIZE (row)),
                          ectopy_dataset_get_row (beats, i),
                          ECTOPY_CUT_LENGTH * sizeof (float)) == 0 &&
                  ectopy_dataset_get_labels (files[f])[GPOINTER_TO_SIZE (row)] ==
                      ectopy_dataset_get_labels (beats)[i];
    }
  }
  *n_rows += marks->len;
  return n_same;
}

/* Every beat of all records is cut to the very bits of the CSV files that another program made of
 * them: ECTOPY_CSV names a folder with mitbih_train.csv, mitbih_test.csv and their indices. */
static void
test_same_rows (void)
{
  static const char *const names[2] = { "mitbih_train", "mitbih_test" };
  const char *folder = g_getenv ("ECTOPY_CSV");
  g_auto (GStrv) paths = NULL;
  EctopyDataset *files[2];
  GHashTable *indices[2];
  size_t n_rows = 0, n_same = 0;

  if (!real_data_is_there ("mitdb"))
    return;
  if (folder == NULL) {
    g_test_skip ("ECTOPY_CSV does not name a folder with mitbih_train.csv");
    return;
  }
  for (guint f = 0; f < 2; f++) {
    g_autofree char *file = g_strconcat (names[f], ".csv", NULL);
    g_autofree char *path = g_build_filename (folder, file, NULL);
    g_autoptr (GError) error = NULL;

    files[f] = ectopy_beat_csv_read (path, NULL, NULL, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    indices[f] = read_index (folder, names[f]);
  }
  paths = real_data_list_records ("mitdb");
  for (char **path = paths; *path != NULL; path++)
    n_same += count_same (*path, files, indices, &n_rows);
  g_test_message ("%zu of %zu rows are the same to the bit", n_same, n_rows);
  g_assert_cmpuint (n_rows, ==, 109446);
  g_assert_cmpuint (n_same, ==, n_rows);
  for (guint f = 0; f < 2; f++) {
    g_object_unref (files[f]);
    g_hash_table_unref (indices[f]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/data-detect/two-leads", test_two_leads);
  g_test_add_func ("/run/data-detect/first-lead", test_first_lead);
  g_test_add_func ("/run/data-detect/cut", test_cut);
  g_test_add_func ("/run/data-detect/same-rows", test_same_rows);
  return g_test_run ();
}
