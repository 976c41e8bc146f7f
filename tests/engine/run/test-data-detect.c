/* SPDX-License-Identifier: MIT */
#include "engine/io/recording-reader.h"
#include "engine/run/cut-records.h"
#include "engine/run/detect.h"
#include "tests/support/real-data.h"

#include <math.h>

/* ANSI/AAMI EC57: beats match within 150 ms, and the first 5 minutes are for learning. */
#define WINDOW_S 0.150
#define START_S  300

typedef struct {
  size_t n_matched;
  size_t n_missed;
  size_t n_false;
  size_t n_near; /* within 10 ms of the reference */
} Count;

/* Samples between the marks of flutter, where beats are not scored. */
static gboolean
is_in_flutter (const EctopyAnnotation *marks, size_t n, gint64 sample)
{
  gboolean is_in = FALSE;

  for (size_t i = 0; i < n && marks[i].sample <= sample; i++) {
    is_in = is_in || marks[i].code == ECTOPY_CODE_FLUTTER_START;
    is_in = is_in && marks[i].code != ECTOPY_CODE_FLUTTER_END;
  }
  return is_in;
}

static void
compare (EctopyRecording *recording, const EctopyQrsResult *result, Count *count)
{
  const double rate = ectopy_recording_get_rate_hz (recording);
  const gint64 window = (gint64) (WINDOW_S * rate), start = (gint64) (START_S * rate);
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);
  g_autoptr (GArray) truth = g_array_new (FALSE, FALSE, sizeof (gint64));
  size_t i = 0, j = 0;

  for (size_t k = 0; k < n; k++)
    if (ectopy_annotation_code_is_beat (marks[k].code) && marks[k].sample >= start)
      g_array_append_val (truth, marks[k].sample);
  while (j < result->n_beats && (gint64) result->beats[j].sample < start - window)
    j++;
  while (i < truth->len || j < result->n_beats) {
    const gint64 t = i < truth->len ? g_array_index (truth, gint64, i) : G_MAXINT64 / 2;
    const gint64 b = j < result->n_beats ? (gint64) result->beats[j].sample : G_MAXINT64 / 2;
    const gint64 apart = ABS (t - b);

    if (b < t - window || (j + 1 < result->n_beats && b < t &&
                           ABS ((gint64) result->beats[j + 1].sample - t) < apart)) {
      if (b >= start && !is_in_flutter (marks, n, b))
        count->n_false++;
      j++;
    } else if (t < b - window || (i + 1 < truth->len && t < b &&
                                  ABS (g_array_index (truth, gint64, i + 1) - b) < apart)) {
      if (!is_in_flutter (marks, n, t))
        count->n_missed++;
      i++;
    } else {
      count->n_matched++;
      count->n_near += (double) apart <= 0.010 * rate ? 1 : 0;
      i++;
      j++;
    }
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
    result = ectopy_detect (recording, lead, NULL, NULL, NULL, NULL);
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
  double seconds, sensitivity, predictivity, near;

  detect_all (lead, &count, &seconds);
  sensitivity = 100 * (double) count.n_matched / (double) (count.n_matched + count.n_missed);
  predictivity = 100 * (double) count.n_matched / (double) (count.n_matched + count.n_false);
  near = 100 * (double) count.n_near / (double) count.n_matched;
  g_test_message ("gross Se %.3f %% (%zu missed), +P %.3f %% (%zu false), %.1f %% within 10 ms, "
                  "%.2f s",
                  sensitivity, count.n_missed, predictivity, count.n_false, near, seconds);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/data-detect/two-leads", test_two_leads);
  g_test_add_func ("/run/data-detect/first-lead", test_first_lead);
  g_test_add_func ("/run/data-detect/cut", test_cut);
  return g_test_run ();
}
