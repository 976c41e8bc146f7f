/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv-careful.h"

#include "engine/core/error.h"
#include "engine/io/beat-csv-field.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

typedef struct {
  const EctopyInputFile *file;
  const EctopyBeatCsvLayout *layout;
  EctopyBeatCsvRecords records;
  EctopyBeatCsvTable table;
  size_t capacity;     /* rows */
  size_t n_fields;     /* of this row so far */
  gboolean last_empty; /* the last of them */
  GError *error;       /* with records.stop */
} Reader;

static gboolean
set_capacity (Reader *reader, size_t n_rows)
{
  const size_t row_size = reader->layout->length * sizeof (float);
  float *samples;
  guint8 *labels;

  if (n_rows > G_MAXSSIZE / row_size)
    return FALSE;
  samples = g_try_realloc (reader->table.samples, n_rows * row_size);
  if (samples == NULL)
    return FALSE;
  reader->table.samples = samples;
  if (reader->layout->labelled) {
    labels = g_try_realloc (reader->table.labels, n_rows);
    if (labels == NULL)
      return FALSE;
    reader->table.labels = labels;
  }
  reader->capacity = n_rows;
  return TRUE;
}

static void
fail_memory (Reader *reader)
{
  reader->records.stop = TRUE;
  g_set_error (&reader->error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
               _ ("“%s”, line %" PRIu64 ": there is not enough memory for the beats."),
               reader->file->name, reader->records.line);
}

static void
fail_field (Reader *reader, const char *expected, const char *text, size_t size, const char *hint)
{
  g_autofree char *shown = ectopy_beat_csv_field_show (text, size);
  g_autofree char *message = NULL;

  reader->records.stop = TRUE;
  message = g_strdup_printf (
      /* Translators: after the column what was expected, such as “a number”, then what was found:
       * “nothing”, or text in quotation marks. */
      _ ("“%s”, line %" PRIu64 ", column %zu: %s was expected, but %s was found."),
      reader->file->name, reader->records.line, reader->n_fields, expected, shown);
  g_set_error (&reader->error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, "%s%s%s", message,
               hint != NULL ? " " : "", hint != NULL ? hint : "");
}

static void
take_sample (Reader *reader, const char *text, size_t size)
{
  const size_t row = reader->table.n_rows;
  const size_t column = reader->n_fields - 1;
  float *sample = reader->table.samples + row * reader->layout->length + column;

  switch (ectopy_beat_csv_field_read (text, size, sample)) {
  case ECTOPY_BEAT_CSV_FIELD_NUMBER:
    return;
  case ECTOPY_BEAT_CSV_FIELD_NOT_FINITE:
    fail_field (reader, _ ("a finite number"), text, size, NULL);
    return;
  case ECTOPY_BEAT_CSV_FIELD_DECIMAL_COMMA:
    fail_field (reader, _ ("a number with a decimal point"), text, size,
                _ ("Decimal commas are not read."));
    return;
  case ECTOPY_BEAT_CSV_FIELD_ZERO_BYTE:
    fail_field (reader, _ ("a number"), text, size,
                _ ("Zero bytes show that this is no text file."));
    return;
  case ECTOPY_BEAT_CSV_FIELD_EMPTY:
  case ECTOPY_BEAT_CSV_FIELD_TEXT:
  default:
    fail_field (reader, _ ("a number"), text, size, NULL);
  }
}

static void
take_class (Reader *reader, const char *text, size_t size)
{
  const guint beat_class = ectopy_beat_csv_field_class (text, size);

  if (beat_class == ECTOPY_CLASS_NONE)
    fail_field (reader, _ ("a class (0 to 4, or a letter of N, S, V, F, Q)"), text, size,
                reader->layout->assumed
                    ? _ ("If rows hold samples only, say that they have no class.")
                    : NULL);
  else
    reader->table.labels[reader->table.n_rows] = (guint8) beat_class;
}

static void
field_cb (const char *text, size_t size, gpointer user_data)
{
  Reader *reader = user_data;
  const EctopyBeatCsvLayout *layout = reader->layout;
  const size_t n_rows = reader->table.n_rows;
  float ignored;

  if (reader->n_fields == 0 && n_rows == reader->capacity &&
      !set_capacity (reader, n_rows + n_rows / 2 + 1)) {
    fail_memory (reader);
    return;
  }
  reader->n_fields++;
  if (reader->n_fields <= layout->length)
    take_sample (reader, text, size);
  else if (reader->n_fields == layout->columns)
    take_class (reader, text, size);
  else
    reader->last_empty = ectopy_beat_csv_field_read (text, size, &ignored) ==
                         ECTOPY_BEAT_CSV_FIELD_EMPTY;
}

static void
row_cb (gpointer user_data)
{
  Reader *reader = user_data;
  const size_t columns = reader->layout->columns;
  /* One separator more at the end of a line is none. */
  const size_t n_found = reader->n_fields - (reader->n_fields > columns && reader->last_empty);

  if (n_found != columns) {
    reader->records.stop = TRUE;
    g_set_error (&reader->error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 ngettext ("“%s”, line %" PRIu64
                           ": %zu column was expected, as in the first row, but %zu were found.",
                           "“%s”, line %" PRIu64
                           ": %zu columns were expected, as in the first row, but %zu were found.",
                           columns),
                 reader->file->name, reader->records.line, columns, n_found);
    return;
  }
  reader->table.n_rows++;
  reader->n_fields = 0;
}

static gboolean
finish (Reader *reader, GError **error)
{
  if (reader->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&reader->error));
    return FALSE;
  }
  if (reader->table.n_rows == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("“%s” holds no rows: numbers were expected from line %" PRIu64 " on."),
                 reader->file->name, reader->layout->line);
    return FALSE;
  }
  /* A refusal to give memory back harms nobody. */
  (void) set_capacity (reader, reader->table.n_rows);
  return TRUE;
}

gboolean
ectopy_beat_csv_careful_read (const EctopyInputFile *file,
                              const EctopyBeatCsvLayout *layout,
                              EctopyBeatCsvTable *table,
                              EctopyProgressFunc progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GError **error)
{
  Reader reader = {
    .file = file,
    .layout = layout,
    .records = {
      .field = field_cb,
      .row = row_cb,
      .separator = layout->separator,
      .offset = layout->offset,
      .line = layout->line,
    },
  };

  reader.records.user_data = &reader;
  if (!ectopy_beat_csv_records_run (&reader.records, file, progress, progress_data, cancellable,
                                    error) ||
      !finish (&reader, error)) {
    ectopy_beat_csv_table_clear (&reader.table);
    return FALSE;
  }
  *table = reader.table;
  return TRUE;
}
