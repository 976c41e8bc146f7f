/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv.h"

#include "engine/core/error.h"
#include "engine/io/beat-csv-careful.h"
#include "engine/io/beat-csv-fast.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

/* Bytes; less is read before other threads have begun. */
#define WORTH_A_TEAM 1048576

static gboolean
read_table (const EctopyInputFile *file,
            const EctopyBeatCsvLayout *layout,
            gboolean careful,
            EctopyWorkers *workers,
            EctopyBeatCsvTable *table,
            EctopyProgressFunc progress,
            gpointer progress_data,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (EctopyWorkers) own = NULL;
  EctopyBeatCsvFastResult result = ECTOPY_BEAT_CSV_FAST_NOT_PLAIN;

  if (!careful) {
    if (workers == NULL)
      workers = own = ectopy_workers_new (file->size < WORTH_A_TEAM ? 1 : 0);
    result = ectopy_beat_csv_fast_read (file, layout, workers, table, progress, progress_data,
                                        cancellable, error);
  }
  if (result == ECTOPY_BEAT_CSV_FAST_NOT_PLAIN)
    return ectopy_beat_csv_careful_read (file, layout, table, progress, progress_data, cancellable,
                                         error);
  return result == ECTOPY_BEAT_CSV_FAST_DONE;
}

static gboolean
check_unchanged (const EctopyInputFile *file, const struct stat *before, GError **error)
{
  struct stat after;

  if (fstat (file->fd, &after) == 0 && after.st_size == before->st_size &&
      after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
      after.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
    return TRUE;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
               _ ("“%s” has changed while it was being read: read it again."), file->name);
  return FALSE;
}

EctopyDataset *
ectopy_beat_csv_read (const char *path,
                      const EctopyBeatCsvOptions *options,
                      EctopyWorkers *workers,
                      EctopyProgressFunc progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GError **error)
{
  static const EctopyBeatCsvOptions defaults = { .labelled = ECTOPY_BEAT_CSV_AUTO };
  g_autoptr (EctopyInputFile) file = ectopy_input_file_open (path, error);
  EctopyBeatCsvLayout layout;
  EctopyBeatCsvTable table = { 0 };
  EctopyDataset *dataset = NULL;
  struct stat info = { 0 };

  if (options == NULL)
    options = &defaults;
  if (file == NULL)
    return NULL;
  fstat (file->fd, &info);

  if (!g_cancellable_set_error_if_cancelled (cancellable, error) &&
      ectopy_beat_csv_layout_find (&layout, file, options->labelled, error) &&
      read_table (file, &layout, options->careful, workers, &table, progress, progress_data,
                  cancellable, error) &&
      check_unchanged (file, &info, error)) {
    dataset = ectopy_dataset_new_take (table.n_rows, layout.length,
                                       g_steal_pointer (&table.samples),
                                       g_steal_pointer (&table.labels));
    ectopy_dataset_set_source (dataset, path);
  }
  ectopy_beat_csv_table_clear (&table);
  return dataset;
}
