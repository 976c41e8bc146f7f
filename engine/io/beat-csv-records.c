/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv-records.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"

#include <csv.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define BLOCK_SIZE 262144

/* libcsv keeps a field until it ends, and a quote that never closes makes a field of the rest of
 * the file. No number is as long as this. */
#define LONGEST_FIELD 1048576

static void
field_cb (void *text, size_t size, void *user_data)
{
  EctopyBeatCsvRecords *records = user_data;

  if (!records->stop)
    records->field (text, size, records->user_data);
}

static void
row_cb (int ended_by, void *user_data)
{
  EctopyBeatCsvRecords *records = user_data;

  if (!records->stop)
    records->row (records->user_data);
}

static gboolean
check_parser (struct csv_parser *parser,
              const EctopyBeatCsvRecords *records,
              const EctopyInputFile *file,
              gboolean good,
              GError **error)
{
  if (good && csv_get_buffer_size (parser) <= LONGEST_FIELD)
    return TRUE;
  if (good)
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("“%s”, line %" PRIu64
                    ": a number was expected, but a field was found that does not end."),
                 file->name, records->line);
  else if (csv_error (parser) == CSV_EPARSE)
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("“%s”, line %" PRIu64
                    ": a number was expected, but a quotation mark was found that has no partner."),
                 file->name, records->line);
  else
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("“%s”, line %" PRIu64 ": there is not enough memory."), file->name,
                 records->line);
  return FALSE;
}

/* Returns: past the end of the first line of @text, or @end. */
static const char *
find_line_end (const char *text, const char *end)
{
  const char *feed = memchr (text, '\n', (size_t) (end - text));
  const char *carriage = memchr (text, '\r', (size_t) ((feed != NULL ? feed : end) - text));

  if (carriage != NULL && carriage + 1 != feed)
    return carriage + 1;
  return feed != NULL ? feed + 1 : end;
}

/* Line by line, since libcsv does not count lines. */
static gboolean
parse_block (EctopyBeatCsvRecords *records,
             struct csv_parser *parser,
             const EctopyInputFile *file,
             const char *block,
             size_t size,
             GError **error)
{
  const char *end = block + size;

  while (block < end && !records->stop) {
    const char *line_end = find_line_end (block, end);
    const size_t n = (size_t) (line_end - block);
    const size_t n_parsed = csv_parse (parser, block, n, field_cb, row_cb, records);

    if (!records->stop && !check_parser (parser, records, file, n_parsed == n, error))
      return FALSE;
    if (line_end[-1] == '\n' || line_end[-1] == '\r')
      records->line++;
    records->offset += n;
    block = line_end;
  }
  return TRUE;
}

static gboolean
run (EctopyBeatCsvRecords *records,
     struct csv_parser *parser,
     const EctopyInputFile *file,
     EctopyProgressFunc progress,
     gpointer progress_data,
     GCancellable *cancellable,
     GError **error)
{
  const size_t block_size = (size_t) MIN (BLOCK_SIZE, file->size);
  g_autofree char *block = g_try_malloc (block_size + 1);
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), file->name);

  if (block == NULL)
    return ectopy_memory_fail (block_size, 1, error);
  while (!records->stop && records->offset < file->size) {
    size_t n = (size_t) MIN (block_size, file->size - records->offset);

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !ectopy_input_file_read_up_to (file, records->offset, block, n, &n, error))
      return FALSE;
    if (n == 0)
      break;
    /* Whether a line ends here or one byte further is seen with the next block. */
    if (n > 1 && block[n - 1] == '\r' && records->offset + n < file->size)
      n--;
    if (!parse_block (records, parser, file, block, n, error))
      return FALSE;
    if (progress != NULL)
      progress (stage, (double) records->offset / (double) file->size, progress_data);
  }
  return records->stop || check_parser (parser, records, file,
                                        csv_fini (parser, field_cb, row_cb, records) == 0, error);
}

gboolean
ectopy_beat_csv_records_run (EctopyBeatCsvRecords *records,
                             const EctopyInputFile *file,
                             EctopyProgressFunc progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GError **error)
{
  struct csv_parser parser;
  gboolean good;

  csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_delim (&parser, (unsigned char) records->separator);
  good = run (records, &parser, file, progress, progress_data, cancellable, error);
  csv_free (&parser);
  return good;
}
