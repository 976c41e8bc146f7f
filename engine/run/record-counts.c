/* SPDX-License-Identifier: MIT */
#include "engine/run/record-counts.h"

#include "engine/io/recording-reader.h"
#include "engine/run/record-set.h"

#include <glib/gi18n.h>

static void
clear (gpointer data)
{
  EctopyRecordCounts *record = data;

  g_free (record->name);
  g_free (record->problem);
}

static gboolean
count (const EctopyRecordEntry *entry,
       EctopyRecordCounts *record,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (EctopyRecording)
      recording = ectopy_recording_reader_read (entry->path, NULL, NULL, NULL, cancellable, &why);
  size_t n = 0;

  *record = (EctopyRecordCounts){ .name = g_strdup (entry->name) };
  if (recording == NULL) {
    record->problem = g_strdup (why->message);
    if (!g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&why));
    return FALSE;
  }
  ectopy_recording_count_classes (recording, record->counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n += record->counts[c];
  if (n == 0)
    record->problem = g_strdup_printf (
        _ ("%s: no beat is marked in it: expected reference annotations"), entry->name);
  return TRUE;
}

GArray *
ectopy_record_counts_read (const GPtrArray *records,
                           EctopyProgressFunc progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (EctopyRecordCounts));

  g_array_set_clear_func (all, clear);
  for (guint i = 0; i < records->len; i++) {
    EctopyRecordCounts record;
    gboolean done;

    if (progress != NULL)
      progress (_ ("Reading recordings"), (double) i / records->len, progress_data);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    done = count (g_ptr_array_index (records, i), &record, cancellable, error);
    g_array_append_val (all, record);
    if (!done)
      return NULL;
  }
  return g_steal_pointer (&all);
}
