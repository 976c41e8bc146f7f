/* SPDX-License-Identifier: MIT */
#include "engine/run/compare-records.h"

#include "engine/core/error.h"
#include "engine/io/recording-folder.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/io/wfdb-header.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* ---- Which files ---- */

/* (transfer full): @path without its last ending. */
static char *
stem_of (const char *path)
{
  const char *name = strrchr (path, G_DIR_SEPARATOR);
  const char *dot = strrchr (name != NULL ? name + 1 : path, '.');

  return dot != NULL ? g_strndup (path, (gsize) (dot - path)) : g_strdup (path);
}

void
ectopy_compare_pair_free (EctopyComparePair *pair)
{
  g_free (pair->name);
  g_free (pair->reference);
  g_free (pair->test);
  g_free (pair);
}

EctopyComparePair *
ectopy_compare_pair_new (const char *reference, const char *test)
{
  EctopyComparePair *pair = g_new (EctopyComparePair, 1);
  g_autofree char *stem = stem_of (reference);

  *pair = (EctopyComparePair){ g_filename_display_basename (stem), g_strdup (reference),
                               g_strdup (test) };
  return pair;
}

static void
add_pair (GPtrArray *pairs,
          const char *stem,
          const char *reference,
          const char *test,
          const char *test_folder)
{
  g_autofree char *name = g_path_get_basename (stem);
  g_autofree char *folder = test_folder != NULL ? g_strdup (test_folder)
                                                : g_path_get_dirname (stem);
  g_autofree char *test_name = g_strconcat (name, ".", test, NULL);
  g_autofree char *reference_path = g_strconcat (stem, ".", reference, NULL);
  g_autofree char *test_path = g_build_filename (folder, test_name, NULL);

  g_ptr_array_add (pairs, ectopy_compare_pair_new (reference_path, test_path));
}

static gboolean
add_folder (GPtrArray *pairs,
            const char *folder,
            const char *reference,
            const char *test,
            const char *test_folder,
            GError **error)
{
  g_auto (GStrv) paths = ectopy_recording_folder_list (folder, error);
  const guint n_before = pairs->len;

  if (paths == NULL)
    return FALSE;
  for (char **path = paths; *path != NULL; path++) {
    g_autofree char *stem = stem_of (*path);
    g_autofree char *marks = g_strconcat (stem, ".", reference, NULL);

    if (g_str_has_suffix (*path, ".hea") && g_file_test (marks, G_FILE_TEST_EXISTS))
      add_pair (pairs, stem, reference, test, test_folder);
  }
  if (pairs->len == n_before) {
    g_autofree char *name = g_filename_display_name (folder);

    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("“%s”: there is no record with annotations “.%s”."), name, reference);
    return FALSE;
  }
  return TRUE;
}

GPtrArray *
ectopy_compare_list (char **records,
                     const char *reference,
                     const char *test,
                     const char *test_folder,
                     GError **error)
{
  g_autoptr (GPtrArray)
      pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) ectopy_compare_pair_free);

  for (char **record = records; *record != NULL; record++) {
    if (g_file_test (*record, G_FILE_TEST_IS_DIR)) {
      if (!add_folder (pairs, *record, reference, test, test_folder, error))
        return NULL;
    } else {
      g_autofree char *stem = g_str_has_suffix (*record, ".hea") ? stem_of (*record)
                                                                 : g_strdup (*record);

      add_pair (pairs, stem, reference, test, test_folder);
    }
  }
  return g_steal_pointer (&pairs);
}

/* ---- What they hold ---- */

typedef struct {
  double rate_hz;
  gint64 n_samples; /* 0 where it is not known */
} Recording;

static gboolean
read_header_of (const char *annotations, Recording *recording, gboolean *is_there, GError **error)
{
  g_autofree char *stem = stem_of (annotations);
  g_autofree char *path = g_strconcat (stem, ".hea", NULL);
  g_autoptr (EctopyWfdbHeader) header = NULL;

  *is_there = g_file_test (path, G_FILE_TEST_EXISTS);
  if (!*is_there)
    return TRUE;
  header = ectopy_wfdb_header_read (path, error);
  if (header == NULL)
    return FALSE;
  recording->rate_hz = header->rate_hz;
  recording->n_samples = (gint64) MIN (header->n_frames, (guint64) ECTOPY_EC57_LONGEST);
  return TRUE;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const EctopyAnnotation *first = a, *second = b;

  return (first->sample > second->sample) - (first->sample < second->sample);
}

/* Counts at another rate than that of the record. */
static void
scale_marks (GArray *marks, double factor)
{
  for (guint i = 0; factor != 1 && i < marks->len; i++) {
    EctopyAnnotation *mark = &g_array_index (marks, EctopyAnnotation, i);

    mark->sample = (gint64) CLAMP (round ((double) mark->sample * factor), -0x1p62, 0x1p62);
  }
  g_array_sort (marks, compare_places);
}

/* In order, at the rate of @recording, which becomes that of the file if there is none yet. */
static GArray *
read_marks (const char *path, Recording *recording, double rate_hz, GError **error)
{
  g_autoptr (GArray) marks = ectopy_wfdb_annotation_read (path, NULL, error);
  double own_rate;

  if (marks == NULL)
    return NULL;
  own_rate = ectopy_wfdb_annotation_take_rate (marks);
  if (recording->rate_hz == 0)
    recording->rate_hz = own_rate > 0 ? own_rate : rate_hz;
  if (recording->rate_hz == 0) {
    g_autofree char *name = g_filename_display_basename (path);

    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_RATE,
                 _ ("“%s”: there is no header beside it that tells the rate."), name);
    return NULL;
  }
  scale_marks (marks, own_rate > 0 ? recording->rate_hz / own_rate : 1);
  return g_steal_pointer (&marks);
}

static gboolean
has_beats (const GArray *marks)
{
  for (guint i = 0; i < marks->len; i++)
    if (ectopy_ec57_label (ECTOPY_EC57_MAP_LITERATURE,
                           g_array_index (marks, EctopyAnnotation, i).code) != ECTOPY_EC57_O)
      return TRUE;
  return FALSE;
}

GArray *
ectopy_compare_read_marks (const char *path, double rate_hz, GError **error)
{
  g_autoptr (GArray) marks = ectopy_wfdb_annotation_read (path, NULL, error);
  Recording beside = { 0 };
  gboolean is_there;

  if (marks == NULL)
    return NULL;
  if (!has_beats (marks)) {
    g_autofree char *name = g_filename_display_basename (path);

    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY, _ ("“%s”: no beat is marked in it."),
                 name);
    return NULL;
  }
  beside.rate_hz = ectopy_wfdb_annotation_take_rate (marks);
  if (!(beside.rate_hz > 0) && !read_header_of (path, &beside, &is_there, error))
    return NULL;
  scale_marks (marks, beside.rate_hz > 0 ? rate_hz / beside.rate_hz : 1);
  return g_steal_pointer (&marks);
}

/* ---- Comparing ---- */

void
ectopy_compare_marks (EctopyEc57Record *record,
                      const EctopyAnnotation *reference,
                      size_t n_reference,
                      const EctopyAnnotation *test,
                      size_t n_test,
                      double rate_hz,
                      gint64 n_samples,
                      const EctopyEc57Options *options)
{
  const gint64 window = ectopy_ec57_samples (options->window_s, rate_hz);
  g_autoptr (EctopyEc57Track)
      truth = ectopy_ec57_track_new (reference, n_reference, options->map, window);
  g_autoptr (EctopyEc57Track) judged = ectopy_ec57_track_new (test, n_test, options->map, window);

  *record = (EctopyEc57Record){ 0 };
  record->result = ectopy_ec57_match (truth, judged, rate_hz, n_samples, options);
  ectopy_ec57_runs_compare (&record->ventricular, truth, judged, ECTOPY_EC57_V, rate_hz, n_samples,
                            options);
  ectopy_ec57_runs_compare (&record->supraventricular, truth, judged, ECTOPY_EC57_S, rate_hz,
                            n_samples, options);
}

gboolean
ectopy_compare_write_mismatches (const EctopyEc57Result *result,
                                 const EctopyAnnotation *test,
                                 const char *path,
                                 GError **error)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  /* Two letters and an end for each. */
  g_autofree char *notes = g_new0 (char, 3 * ((gsize) result->pairs->len + 1));

  for (guint i = 0; i < result->pairs->len; i++) {
    const EctopyEc57Pair *pair = &g_array_index (result->pairs, EctopyEc57Pair, i);
    char *note = notes + 3 * (gsize) i;
    const EctopyAnnotation said = { .sample = pair->sample,
                                    .code = ECTOPY_CODE_NOTE,
                                    .text = note };

    note[0] = ectopy_ec57_letter (pair->reference_label);
    note[1] = g_ascii_tolower (ectopy_ec57_letter (pair->test_label));
    g_array_append_vals (marks,
                         pair->reference_label == pair->test_label ? &test[pair->test] : &said, 1);
  }
  g_array_sort (marks, compare_places);
  return ectopy_wfdb_annotation_write (path, (EctopyAnnotation *) marks->data, marks->len, error);
}

gboolean
ectopy_compare_files (const EctopyComparePair *pair,
                      const EctopyEc57Options *options,
                      double rate_hz,
                      const char *mismatches,
                      EctopyEc57Record *record,
                      GError **error)
{
  Recording recording = { 0 };
  gboolean is_there;
  g_autoptr (GArray) reference = NULL;
  g_autoptr (GArray) test = NULL;

  *record = (EctopyEc57Record){ 0 };
  if (!read_header_of (pair->reference, &recording, &is_there, error) ||
      (!is_there && !read_header_of (pair->test, &recording, &is_there, error)))
    return FALSE;
  reference = read_marks (pair->reference, &recording, rate_hz, error);
  test = reference != NULL ? read_marks (pair->test, &recording, rate_hz, error) : NULL;
  if (test == NULL)
    return FALSE;
  ectopy_compare_marks (record, (EctopyAnnotation *) reference->data, reference->len,
                        (EctopyAnnotation *) test->data, test->len, recording.rate_hz,
                        recording.n_samples, options);
  if (mismatches != NULL &&
      !ectopy_compare_write_mismatches (record->result, (EctopyAnnotation *) test->data, mismatches,
                                        error)) {
    ectopy_ec57_record_clear (record);
    return FALSE;
  }
  record->name = g_strdup (pair->name);
  return TRUE;
}
