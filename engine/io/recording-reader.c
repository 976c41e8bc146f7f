/* SPDX-License-Identifier: MIT */
#include "engine/io/recording-reader.h"

#include "engine/core/error.h"
#include "engine/core/input-file.h"
#include "engine/io/edf-reader.h"
#include "engine/io/sample-table.h"
#include "engine/io/wfdb-reader.h"

#include <glib/gi18n.h>

typedef struct {
  const char *name;
  gboolean (*probe) (const char *path);
  EctopyRecording *(*read) (const char *path,
                            const EctopyRecordingOptions *options,
                            EctopyProgressFunc progress,
                            gpointer progress_data,
                            GCancellable *cancellable,
                            GError **error);
} Reader;

static EctopyRecording *
read_wfdb (const char *path,
           const EctopyRecordingOptions *options,
           EctopyProgressFunc progress,
           gpointer progress_data,
           GCancellable *cancellable,
           GError **error)
{
  return ectopy_wfdb_reader_read (path, options->annotator, progress, progress_data, cancellable,
                                  error);
}

static EctopyRecording *
read_edf (const char *path,
          const EctopyRecordingOptions *options,
          EctopyProgressFunc progress,
          gpointer progress_data,
          GCancellable *cancellable,
          GError **error)
{
  const gboolean wants_none = options->annotator != NULL && *options->annotator == '\0';

  return ectopy_edf_reader_read (path, !wants_none, progress, progress_data, cancellable, error);
}

static EctopyRecording *
read_table (const char *path,
            const EctopyRecordingOptions *options,
            EctopyProgressFunc progress,
            gpointer progress_data,
            GCancellable *cancellable,
            GError **error)
{
  const EctopySampleTableOptions own = { options->rate_hz, options->unit, options->adu_per_mv };

  return ectopy_sample_table_read (path, &own, progress, progress_data, cancellable, error);
}

/* The first whose probe holds reads. */
static const Reader readers[] = {
  { "EDF", ectopy_edf_reader_probe, read_edf },
  { "WFDB", ectopy_wfdb_reader_probe, read_wfdb },
  { "table", ectopy_sample_table_probe, read_table },
};

static const Reader *
find_reader (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i].probe (path))
      return &readers[i];
  return NULL;
}

const char *
ectopy_recording_reader_probe (const char *path)
{
  const Reader *reader = find_reader (path);

  return reader != NULL ? reader->name : NULL;
}

EctopyRecording *
ectopy_recording_reader_read (const char *path,
                              const EctopyRecordingOptions *options,
                              EctopyProgressFunc progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GError **error)
{
  static const EctopyRecordingOptions defaults = { .annotator = NULL };
  const Reader *reader = find_reader (path);
  g_autoptr (EctopyInputFile) file = NULL;

  if (reader != NULL)
    return reader->read (path, options != NULL ? options : &defaults, progress, progress_data,
                         cancellable, error);
  file = ectopy_input_file_open (path, error);
  if (file != NULL)
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
                 _ ("“%s” is no recording of a kind that Ectopy reads: the header or another file "
                    "of a WFDB record, an EDF or BDF file, or a table of samples was expected."),
                 file->name);
  return NULL;
}
