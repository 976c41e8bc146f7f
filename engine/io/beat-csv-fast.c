/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv-fast.h"

#include "engine/core/error.h"
#include "engine/core/float-parser.h"
#include "engine/core/memory.h"
#include "engine/io/beat-csv-field.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Two passes over parts of equal size: the first counts line ends, so that the second knows which
 * row of the final matrix each part begins with, and nothing is gathered and copied. A row belongs
 * to the part in which it begins. Blocks are read, not mapped: a block stays in the processor's
 * cache, and a file that another program cuts short meanwhile is no signal but a short read.
 *
 * Whatever is not plain ends it all: careful reading then says whether it is a fault, and where. */

#define LARGEST_BLOCK 262144

/* Bytes behind each block, for the last line's end and for looking ahead from there. */
#define PADDING 32

#define SMALLEST_PART  4096
#define LARGEST_PART   1048576
#define PARTS_A_THREAD 8

/* The most frequent number by far, as NumPy writes it: the padding of short beats. */
#define NUMPY_ZERO      "0.000000000000000000e+00"
#define NUMPY_ZERO_SIZE 24

enum {
  STATE_GOOD,
  STATE_NOT_PLAIN,
  STATE_CANCELLED,
  STATE_FAILED,
};

typedef struct {
  const EctopyInputFile *file;
  const EctopyBeatCsvLayout *layout;
  EctopyBeatCsvTable table;
  guint64 begin, end; /* bytes of the rows, without line ends behind the last */
  guint64 part_size;
  size_t n_parts;
  size_t *first_rows; /* [n_parts + 1]: of each part; line ends of each part at first */
  size_t block_size;
  char *blocks; /* [n_threads, block_size + PADDING] */
  gint state;   /* atomic */

  gboolean counting;
  size_t n_done; /* parts of this pass; atomic */
  const char *stage;
  EctopyProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
  GMutex mutex; /* of error */
  GError *error;
} Reader;

static void
set_state (Reader *reader, gint state)
{
  g_atomic_int_compare_and_exchange (&reader->state, STATE_GOOD, state);
}

static gboolean
read_block (Reader *reader, guint64 offset, char *buffer, size_t size, size_t *n_read)
{
  GError *error = NULL;

  if (ectopy_input_file_read_up_to (reader->file, offset, buffer, size, n_read, &error))
    return TRUE;
  g_mutex_lock (&reader->mutex);
  if (reader->error == NULL)
    reader->error = g_steal_pointer (&error);
  g_mutex_unlock (&reader->mutex);
  g_clear_error (&error);
  set_state (reader, STATE_FAILED);
  return FALSE;
}

static guint64
part_begin (const Reader *reader, size_t part)
{
  return reader->begin + part * reader->part_size;
}

static guint64
part_end (const Reader *reader, size_t part)
{
  return part + 1 == reader->n_parts ? reader->end : part_begin (reader, part + 1);
}

/* The line ends before a row of this part: its first byte may follow one of the part before. */
static void
count_part (Reader *reader, size_t part, char *block)
{
  guint64 offset = part_begin (reader, part) - (part > 0);
  const guint64 end = part_end (reader, part) - 1;
  size_t count = 0;

  while (offset < end) {
    const size_t wanted = (size_t) MIN (reader->block_size, end - offset);
    const char *p = block;
    size_t n;

    if (!read_block (reader, offset, block, wanted, &n))
      return;
    if (n < wanted) {
      set_state (reader, STATE_NOT_PLAIN);
      return;
    }
    while ((p = memchr (p, '\n', (size_t) (block + n - p))) != NULL) {
      count++;
      p++;
    }
    offset += n;
  }
  reader->first_rows[part] = count;
}

static inline const char *
skip_spaces (const char *p)
{
  while (*p == ' ')
    p++;
  return p;
}

/* Returns: past the class, or NULL. */
static inline const char *
parse_class (const char *p, const char *end, guint8 *label)
{
  double value;
  guint beat_class;

  if (g_ascii_isalpha (*p)) {
    beat_class = ectopy_beat_class_from_letter (*p++);
  } else {
    p = ectopy_float_parser_read (p, end, &value);
    beat_class = p != NULL ? ectopy_beat_csv_field_class_of (value) : ECTOPY_CLASS_NONE;
  }
  *label = (guint8) beat_class;
  return beat_class != ECTOPY_CLASS_NONE ? p : NULL;
}

/* Returns: past the sample, or NULL. */
static inline const char *
parse_sample (const char *p, const char *end, float *sample)
{
  double value;

  if (memcmp (p, NUMPY_ZERO, NUMPY_ZERO_SIZE) == 0) {
    *sample = 0;
    return p + NUMPY_ZERO_SIZE;
  }
  p = ectopy_float_parser_read (p, end, &value);
  if (p == NULL || !isfinite ((float) value))
    return NULL;
  *sample = (float) value;
  return p;
}

/* Parses the line at @p, whose end lies before @end. Returns: past it, or NULL if not plain. */
static const char *
parse_line (const EctopyBeatCsvLayout *layout,
            const char *p,
            const char *end,
            float *samples,
            guint8 *label)
{
  const char separator = layout->separator;

  for (size_t i = 0; i < layout->columns; i++) {
    p = skip_spaces (p);
    p = i < layout->length ? parse_sample (p, end, &samples[i]) : parse_class (p, end, label);
    if (p == NULL)
      return NULL;
    p = skip_spaces (p);
    if (i + 1 < layout->columns && *p++ != separator)
      return NULL;
  }
  if (*p == separator)
    p = skip_spaces (p + 1);
  if (*p == '\r')
    p++;
  return *p == '\n' ? p + 1 : NULL;
}

/* Parses the whole lines in @p to @end, until row @last. Returns: past them, or NULL. */
static const char *
parse_lines (Reader *reader, const char *p, const char *end, size_t *row, size_t last)
{
  const EctopyBeatCsvLayout *layout = reader->layout;

  while (p < end && *row < last) {
    guint8 label = 0;

    p = parse_line (layout, p, end, reader->table.samples + *row * layout->length, &label);
    if (p == NULL)
      return NULL;
    if (layout->labelled)
      reader->table.labels[*row] = label;
    ++*row;
  }
  return p;
}

/* Returns: past the last line end in @block, or NULL. */
static const char *
find_last_line_end (const char *block, size_t size)
{
  while (size > 0 && block[size - 1] != '\n')
    size--;
  return size > 0 ? block + size : NULL;
}

static void
parse_part (Reader *reader, size_t part, char *block)
{
  const size_t last = reader->first_rows[part + 1];
  const guint64 end = part_end (reader, part);
  guint64 offset = part_begin (reader, part) - (part > 0);
  gboolean inside = part > 0; /* a line of the part before */
  size_t row = reader->first_rows[part];
  size_t have = 0;

  while (row < last) {
    /* Little beyond the part's end, most often enough for its last line. */
    const guint64 near_end = MIN (MAX (end, offset) + SMALLEST_PART, reader->end);
    const size_t wanted = (size_t) MIN (reader->block_size - have, near_end - offset);
    const char *p = block;
    const char *lines_end;
    size_t n;

    if (!read_block (reader, offset, block + have, wanted, &n))
      return;
    offset += n;
    have += n;
    if (offset == reader->end)
      block[have++] = '\n';
    lines_end = find_last_line_end (block, have);
    if (n < wanted || wanted == 0)
      break; /* cut short meanwhile, or a line that no block holds */
    if (lines_end == NULL)
      continue;
    if (inside)
      p = (const char *) memchr (p, '\n', have) + 1;
    inside = FALSE;
    p = parse_lines (reader, p, lines_end, &row, last);
    if (p == NULL)
      break;
    have = (size_t) (block + have - p);
    memmove (block, p, have);
  }
  if (row < last)
    set_state (reader, STATE_NOT_PLAIN);
}

static void
part_cb (size_t part, guint thread, gpointer user_data)
{
  Reader *reader = user_data;
  char *block = reader->blocks + thread * (reader->block_size + PADDING);
  size_t n_done;

  if (g_cancellable_is_cancelled (reader->cancellable))
    set_state (reader, STATE_CANCELLED);
  if (g_atomic_int_get (&reader->state) != STATE_GOOD)
    return;
  if (reader->counting)
    count_part (reader, part, block);
  else
    parse_part (reader, part, block);

  n_done = __atomic_add_fetch (&reader->n_done, 1, __ATOMIC_RELAXED);
  if (thread == 0 && !reader->counting && reader->progress != NULL)
    reader->progress (reader->stage, (double) n_done / (double) reader->n_parts,
                      reader->progress_data);
}

static gboolean
run_pass (Reader *reader, EctopyWorkers *workers, gboolean counting)
{
  reader->counting = counting;
  reader->n_done = 0;
  ectopy_workers_run (workers, reader->n_parts, part_cb, reader);
  if (g_atomic_int_get (&reader->state) != STATE_GOOD)
    return FALSE;
  if (!counting && reader->progress != NULL)
    reader->progress (reader->stage, 1, reader->progress_data);
  return TRUE;
}

/* Line ends and spaces behind the last row are no rows. */
static gboolean
find_end (Reader *reader)
{
  const guint64 size = reader->file->size;
  const size_t wanted = (size_t) MIN (reader->block_size, size - reader->begin);
  char *block = reader->blocks;
  size_t n;

  if (!read_block (reader, size - wanted, block, wanted, &n))
    return FALSE;
  if (n == wanted)
    while (n > 0 && (block[n - 1] == '\n' || block[n - 1] == '\r' || block[n - 1] == ' '))
      n--;
  reader->end = size - wanted + n;
  if (n == 0)
    set_state (reader, STATE_NOT_PLAIN);
  return reader->state == STATE_GOOD;
}

static gboolean
make_table (Reader *reader)
{
  const EctopyBeatCsvLayout *layout = reader->layout;
  const guint64 bytes = reader->end - reader->begin;
  size_t n_rows = 1;

  for (size_t i = 0; i < reader->n_parts; i++) {
    const size_t count = reader->first_rows[i];

    reader->first_rows[i] = i == 0 ? 0 : n_rows;
    n_rows += count;
  }
  reader->first_rows[reader->n_parts] = n_rows;

  /* A number takes two bytes at least: where there are fewer, rows must be shorter than the first,
   * and the file does not decide how much memory they seem to need. */
  if (n_rows > (bytes + 1) / 2 / layout->columns) {
    set_state (reader, STATE_NOT_PLAIN);
    return FALSE;
  }
  reader->table.n_rows = n_rows;
  reader->table.samples = g_try_malloc_n (n_rows, layout->length * sizeof (float));
  reader->table.labels = layout->labelled ? g_try_malloc (n_rows) : NULL;
  if (reader->table.samples != NULL && (reader->table.labels != NULL || !layout->labelled))
    return TRUE;
  g_set_error (&reader->error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
               ngettext ("“%s”: there is not enough memory for %zu beat.",
                         "“%s”: there is not enough memory for %zu beats.", n_rows),
               reader->file->name, n_rows);
  set_state (reader, STATE_FAILED);
  return FALSE;
}

static gboolean
read_rows (Reader *reader, EctopyWorkers *workers)
{
  const guint n_threads = ectopy_workers_get_n_threads (workers);
  guint64 bytes;

  if (!find_end (reader))
    return FALSE;
  bytes = reader->end - reader->begin;
  reader->part_size = CLAMP (bytes / (n_threads * PARTS_A_THREAD), SMALLEST_PART, LARGEST_PART);
  reader->n_parts = (size_t) ((bytes + reader->part_size - 1) / reader->part_size);
  reader->first_rows = g_new0 (size_t, reader->n_parts + 1);
  return run_pass (reader, workers, TRUE) && make_table (reader) &&
         run_pass (reader, workers, FALSE);
}

EctopyBeatCsvFastResult
ectopy_beat_csv_fast_read (const EctopyInputFile *file,
                           const EctopyBeatCsvLayout *layout,
                           EctopyWorkers *workers,
                           EctopyBeatCsvTable *table,
                           EctopyProgressFunc progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error)
{
  const size_t block_size = (size_t) MIN (LARGEST_BLOCK, file->size);
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), file->name);
  Reader reader = {
    .file = file,
    .layout = layout,
    .begin = layout->offset,
    .block_size = block_size,
    .blocks = g_try_malloc0_n (ectopy_workers_get_n_threads (workers), block_size + PADDING),
    .stage = stage,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };

  if (reader.blocks == NULL) {
    ectopy_memory_fail (ectopy_workers_get_n_threads (workers), block_size + PADDING, error);
    return ECTOPY_BEAT_CSV_FAST_FAILED;
  }
  g_mutex_init (&reader.mutex);
  if (layout->offset >= file->size)
    set_state (&reader, STATE_NOT_PLAIN);
  else if (read_rows (&reader, workers))
    *table = reader.table;
  else
    ectopy_beat_csv_table_clear (&reader.table);
  g_mutex_clear (&reader.mutex);
  g_free (reader.first_rows);
  g_free (reader.blocks);

  if (reader.error != NULL)
    g_propagate_error (error, reader.error);
  else if (reader.state == STATE_CANCELLED)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Reading “%s” was cancelled."),
                 file->name);
  return reader.state == STATE_GOOD        ? ECTOPY_BEAT_CSV_FAST_DONE
         : reader.state == STATE_NOT_PLAIN ? ECTOPY_BEAT_CSV_FAST_NOT_PLAIN
                                           : ECTOPY_BEAT_CSV_FAST_FAILED;
}
