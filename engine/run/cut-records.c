/* SPDX-License-Identifier: MIT */
#include "engine/run/cut-records.h"

#include "engine/core/annotation.h"
#include "engine/core/error.h"
#include "engine/signal/cut.h"

#include <glib/gi18n.h>
#include <string.h>

/* Rows as they are gathered. */
typedef struct {
  GByteArray *samples;
  GByteArray *labels;
  GArray *rows;
} Gathered;

static void
gather (Gathered *all,
        guint record,
        EctopyRecording *recording,
        EctopyDataset *beats,
        GArray *marks)
{
  const size_t n = ectopy_dataset_get_n_rows (beats);
  size_t n_annotations;
  const EctopyAnnotation *annotations = ectopy_recording_get_annotations (recording,
                                                                          &n_annotations);

  g_byte_array_append (all->samples, (const guint8 *) ectopy_dataset_get_samples (beats),
                       (guint) (n * ECTOPY_CUT_LENGTH * sizeof (float)));
  g_byte_array_append (all->labels, ectopy_dataset_get_labels (beats), (guint) n);
  for (size_t i = 0; i < n; i++) {
    const EctopyAnnotation *mark = &annotations[g_array_index (marks, gsize, i)];

    g_array_append_vals (all->rows, &(EctopyCutRow){ record, mark->sample, mark->code }, 1);
  }
}

static gboolean
cut_one (Gathered *all,
         guint record,
         const char *path,
         const EctopyRecordingOptions *options,
         const char *lead,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (EctopyRecording)
      recording = ectopy_recording_reader_read (path, options, NULL, NULL, cancellable, error);
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (EctopyDataset) beats = NULL;
  g_autoptr (GArray) marks = NULL;
  size_t index;

  if (recording == NULL)
    return FALSE;
  index = lead != NULL ? ectopy_recording_find_lead (recording, lead, error) : 0;
  if (index == G_MAXSIZE) {
    g_prefix_error (error, "%s: ", name);
    return FALSE;
  }
  beats = ectopy_cut_recording (recording, index, &marks, cancellable, error);
  if (beats == NULL) {
    g_prefix_error (error, "%s: ", name);
    return FALSE;
  }
  if ((guint64) all->samples->len +
          (guint64) ectopy_dataset_get_n_rows (beats) * ECTOPY_CUT_LENGTH * sizeof (float) >
      G_MAXUINT) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("%s: more beats than one file may hold; cut fewer records at a time"), name);
    return FALSE;
  }
  gather (all, record, recording, beats, marks);
  return TRUE;
}

EctopyDataset *
ectopy_cut_records (char **paths,
                    const EctopyRecordingOptions *options,
                    const char *lead,
                    GArray **rows,
                    EctopyProgressFunc progress,
                    gpointer progress_data,
                    GCancellable *cancellable,
                    GError **error)
{
  const guint n = g_strv_length (paths);
  Gathered all = {
    .samples = g_byte_array_new (),
    .labels = g_byte_array_new (),
    .rows = g_array_new (FALSE, FALSE, sizeof (EctopyCutRow)),
  };
  EctopyDataset *dataset = NULL;
  gboolean done = TRUE;

  for (guint i = 0; i < n && done; i++) {
    if (progress != NULL)
      progress (_ ("Cutting beats"), (double) i / n, progress_data);
    done = cut_one (&all, i, paths[i], options, lead, cancellable, error);
  }
  if (done) {
    const size_t n_rows = all.labels->len;

    dataset = ectopy_dataset_new_take (
        n_rows, ECTOPY_CUT_LENGTH,
        (float *) (gpointer) g_byte_array_free (g_steal_pointer (&all.samples), FALSE),
        g_byte_array_free (g_steal_pointer (&all.labels), FALSE));
    *rows = g_steal_pointer (&all.rows);
  }
  g_clear_pointer (&all.samples, g_byte_array_unref);
  g_clear_pointer (&all.labels, g_byte_array_unref);
  g_clear_pointer (&all.rows, g_array_unref);
  return dataset;
}

char *
ectopy_cut_records_index (char **paths, const GArray *rows)
{
  GString *text = g_string_new ("row,record,sample,symbol,class\n");
  const guint n = g_strv_length (paths);
  g_auto (GStrv) names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++) {
    char *dot;

    names[i] = g_path_get_basename (paths[i]);
    dot = strrchr (names[i], '.');
    if (dot != NULL && dot != names[i])
      *dot = '\0';
  }
  for (guint i = 0; i < rows->len; i++) {
    const EctopyCutRow *row = &g_array_index (rows, EctopyCutRow, i);

    g_string_append_printf (text, "%u,%s,%" G_GINT64_FORMAT ",%c,%u\n", i, names[row->record],
                            row->sample, ectopy_annotation_code_symbol (row->code),
                            ectopy_annotation_code_class (row->code));
  }
  return g_string_free (text, FALSE);
}
