/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv-layout.h"

#include "engine/core/error.h"
#include "engine/io/beat-csv-field.h"

#include <glib/gi18n.h>
#include <string.h>

/* Samples a beat of the published files (125 Hz, 1.5 s). */
#define PUBLISHED_LENGTH 187

/* Of the beginning, looked at for the separator. */
#define HEAD_SIZE 65536

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* In the order of trust: where semicolons divide, commas are decimal. */
static const char separators[] = { ';', ',', '\t' };

typedef struct {
  EctopyBeatCsvRecords *records;
  size_t n_fields;
  size_t n_texts; /* among them */
  EctopyBeatCsvFieldKind last, before_last;
  gboolean last_is_class, before_last_is_class;
} FirstRow;

static void
field_cb (const char *text, size_t size, gpointer user_data)
{
  FirstRow *row = user_data;
  float value;

  row->before_last = row->last;
  row->before_last_is_class = row->last_is_class;
  row->last = ectopy_beat_csv_field_read (text, size, &value);
  row->last_is_class = ectopy_beat_csv_field_class (text, size) != ECTOPY_CLASS_NONE;
  row->n_texts += row->last == ECTOPY_BEAT_CSV_FIELD_TEXT;
  row->n_fields++;
}

static void
row_cb (gpointer user_data)
{
  FirstRow *row = user_data;

  row->records->stop = TRUE;
}

/* Counts the separators outside quotes of the line at @p. Returns: past its end. */
static const char *
count_separators (const char *p, const char *end, size_t counts[G_N_ELEMENTS (separators)])
{
  gboolean quoted = FALSE;

  memset (counts, 0, G_N_ELEMENTS (separators) * sizeof *counts);
  for (; p < end && *p != '\n' && *p != '\r'; p++) {
    if (*p == '"')
      quoted = !quoted;
    for (gsize i = 0; i < G_N_ELEMENTS (separators) && !quoted; i++)
      counts[i] += *p == separators[i];
  }
  while (p < end && (*p == '\n' || *p == '\r' || *p == ' '))
    p++;
  return p;
}

static char
find_separator (const char *head, size_t size)
{
  const char *end = head + size;
  size_t first[G_N_ELEMENTS (separators)], second[G_N_ELEMENTS (separators)];
  const char *p = head;

  while (p < end && (*p == '\n' || *p == '\r' || *p == ' '))
    p++;
  p = count_separators (p, end, first);
  count_separators (p, end, second);
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (first[i] > 0 && (first[i] == second[i] || p == end))
      return separators[i];
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (first[i] > 0)
      return separators[i];
  return ',';
}

static void
settle_labels (EctopyBeatCsvLayout *layout, EctopyBeatCsvLabelled labelled)
{
  layout->labelled = labelled == ECTOPY_BEAT_CSV_LABELLED ||
                     (labelled == ECTOPY_BEAT_CSV_AUTO && layout->columns != PUBLISHED_LENGTH);
  layout->assumed = labelled == ECTOPY_BEAT_CSV_AUTO && layout->columns != PUBLISHED_LENGTH + 1;
  layout->length = layout->columns - layout->labelled;
}

/* Takes what the first row shows. Returns: whether it is a heading. */
static gboolean
take_first_row (EctopyBeatCsvLayout *layout, const FirstRow *row, EctopyBeatCsvLabelled labelled)
{
  const gboolean trailing = row->n_fields > 1 && row->last == ECTOPY_BEAT_CSV_FIELD_EMPTY;
  const EctopyBeatCsvFieldKind last = trailing ? row->before_last : row->last;
  const gboolean is_class = trailing ? row->before_last_is_class : row->last_is_class;
  size_t n_texts = row->n_texts;

  layout->columns = row->n_fields - trailing;
  settle_labels (layout, labelled);
  if (layout->labelled && is_class && last == ECTOPY_BEAT_CSV_FIELD_TEXT)
    n_texts--; /* the letter of a class */
  return n_texts > 0;
}

gboolean
ectopy_beat_csv_layout_find (EctopyBeatCsvLayout *layout,
                             const EctopyInputFile *file,
                             EctopyBeatCsvLabelled labelled,
                             GError **error)
{
  const size_t head_size = (size_t) MIN (HEAD_SIZE, file->size);
  g_autofree char *head = g_malloc (head_size + 1);
  const size_t mark_size = strlen (BYTE_ORDER_MARK);
  EctopyBeatCsvRecords records = { .field = field_cb, .row = row_cb, .line = 1 };
  FirstRow row = { .records = &records };
  size_t n;

  if (!ectopy_input_file_read_up_to (file, 0, head, head_size, &n, error))
    return FALSE;
  if (n >= mark_size && memcmp (head, BYTE_ORDER_MARK, mark_size) == 0)
    records.offset = mark_size;
  records.separator = find_separator (head + records.offset, n - records.offset);
  *layout = (EctopyBeatCsvLayout){
    .separator = records.separator,
    .offset = records.offset,
    .line = 1,
  };

  records.user_data = &row;
  if (!ectopy_beat_csv_records_run (&records, file, NULL, NULL, NULL, error))
    return FALSE;
  if (row.n_fields == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("“%s” is empty: rows of numbers were expected."), file->name);
    return FALSE;
  }
  if (take_first_row (layout, &row, labelled)) {
    layout->offset = records.offset;
    layout->line = records.line;
  }
  if (layout->length == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("“%s”: rows of samples with a class at the end were expected, but rows of one "
                    "column were found."),
                 file->name);
    return FALSE;
  }
  return TRUE;
}

void
ectopy_beat_csv_table_clear (EctopyBeatCsvTable *table)
{
  g_clear_pointer (&table->samples, g_free);
  g_clear_pointer (&table->labels, g_free);
  table->n_rows = 0;
}
