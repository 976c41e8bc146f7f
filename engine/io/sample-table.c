/* SPDX-License-Identifier: MIT */
#include "engine/io/sample-table.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/io/beat-csv-field.h"
#include "engine/io/lead-unit.h"
#include "engine/io/sample-table-layout.h"
#include "engine/io/sample-table-time.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define PIECE_BYTES      1048576
#define PIECES_PER_WORD  8
#define LEAST_ROOM       4096 /* samples */
#define NO_SAMPLE_IN_ADU (-32768)

/* Digits from which on a time has all it was told to. */
#define LEAST_DIGITS 6

/* What gaps may take: bytes that are always granted, and how often the rows. */
#define FREE_BYTES G_GUINT64_CONSTANT (16777216)
#define TIMES_HELD 4

#define LOWEST_RATE_HZ  1e-6
#define HIGHEST_RATE_HZ 1e9

/* A column that becomes a lead. */
typedef struct {
  guint column;
  const char *unit; /* of the lead: NULL for mV */
  double times, over;
  gboolean is_adu;
  float *samples; /* [room] */
} Channel;

/* A table on its way. */
typedef struct {
  EctopyInputFile *file;
  EctopyTableLayout *layout;
  const EctopySampleTableOptions *options;
  Channel *channels; /* [n_channels] */
  guint n_channels;
  gint lead_of[ECTOPY_TABLE_MAX_COLUMNS]; /* which channel a column is, or -1 */
  gboolean uses_times;
  EctopyTableClock clock;
  double start_s; /* of the first row, where it has a date; else not-a-number */
  guint64 n_samples;
  guint64 n_rows;
  guint64 room;
  guint64 line; /* the one that is being read, from 1 */
} Table;

static void
table_clear (Table *table)
{
  for (guint i = 0; i < table->n_channels; i++)
    g_free (table->channels[i].samples);
  g_free (table->channels);
  g_clear_pointer (&table->layout, ectopy_table_layout_free);
  g_clear_pointer (&table->file, ectopy_input_file_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean fail (const Table *table, EctopyError code, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* Of the whole file, or of a line of it where one is being read. */
static gboolean
fail (const Table *table, EctopyError code, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (table->line > 0)
    /* Translators: a file, a line of it, and what is wrong there. */
    g_set_error (error, ECTOPY_ERROR, code, _ ("“%s”, line %" PRIu64 ": %s"), table->file->name,
                 table->line, message);
  else
    g_set_error (error, ECTOPY_ERROR, code, _ ("“%s”: %s"), table->file->name, message);
  return FALSE;
}

/* ---- What the columns are ---- */

static gboolean
is_steps (const char *unit)
{
  static const char *const names[] = { "adu", "adc",   "counts", "count",
                                       "raw", "digit", "digits", "lsb" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (unit, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
settle_unit (const Table *table, Channel *channel, const char *unit, GError **error)
{
  channel->times = channel->over = 1;
  if (is_steps (unit)) {
    channel->is_adu = TRUE;
    channel->over = table->options->adu_per_mv;
    return channel->over > 0 || fail (table, ECTOPY_ERROR_NEEDS_UNIT, error,
                                      _ ("its samples are integers of a recorder: how many make a "
                                         "millivolt must be told."));
  }
  if (!ectopy_lead_unit_is_volts (unit, &channel->times, &channel->over))
    channel->unit = unit;
  return TRUE;
}

/* The unit asked for, or those of the file, of which there must be one. */
static gboolean
settle_units (Table *table, GError **error)
{
  const EctopySampleTableOptions *options = table->options;
  const char *asked = options->unit;
  gboolean is_told = FALSE;
  double times, over;

  if (asked != NULL && !is_steps (asked) && !ectopy_lead_unit_is_volts (asked, &times, &over))
    return fail (table, ECTOPY_ERROR_ARGUMENT, error,
                 _ ("a unit of mV, uV, V or adu was expected, but “%s” was found."), asked);
  for (guint i = 0; i < table->n_channels; i++)
    is_told |= table->layout->columns[table->channels[i].column].unit != NULL;
  if (asked == NULL && !is_told && options->adu_per_mv > 0)
    asked = "adu";
  if (asked == NULL && !is_told)
    return fail (table, ECTOPY_ERROR_NEEDS_UNIT, error,
                 _ ("it does not tell the unit of its samples, which must be told."));
  for (guint i = 0; i < table->n_channels; i++) {
    const char *own = table->layout->columns[table->channels[i].column].unit;

    if (!settle_unit (table, &table->channels[i],
                      asked != NULL ? asked
                      : own != NULL ? own
                                    : "?",
                      error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
settle_rate (Table *table, GError **error)
{
  const EctopyTableLayout *layout = table->layout;
  const double asked = table->options->rate_hz;
  const gboolean tells_rate = layout->time != ECTOPY_TABLE_TIME_NONE && layout->unit_s > 0;

  if (asked != 0 && !(asked >= LOWEST_RATE_HZ && asked <= HIGHEST_RATE_HZ))
    return fail (table, ECTOPY_ERROR_ARGUMENT, error,
                 _ ("a rate from %g to %g Hz was expected, but %g was found."), LOWEST_RATE_HZ,
                 HIGHEST_RATE_HZ, asked);
  if (asked == 0 && !tells_rate && layout->rate_hz == 0)
    return fail (table, ECTOPY_ERROR_NEEDS_RATE, error,
                 _ ("it does not tell how many samples there are a second, which must be told."));
  table->uses_times = layout->time == ECTOPY_TABLE_TIME_SAMPLES || (asked == 0 && tells_rate);
  table->clock.step = layout->step;
  table->clock.quantum = layout->quantum;
  if (table->uses_times && !(layout->step > 0)) {
    table->line = layout->line;
    return fail (table, ECTOPY_ERROR_PARSE, error,
                 _ ("column %u: times that grow were expected, but they do not."),
                 layout->time_column + 1);
  }
  return TRUE;
}

static gboolean
prepare (Table *table, GError **error)
{
  EctopyTableLayout *layout = table->layout = ectopy_table_layout_find (table->file);

  if (layout == NULL)
    return fail (table, ECTOPY_ERROR_UNSUPPORTED, error,
                 _ ("rows of samples, at most %d, were expected, but something else was found."),
                 ECTOPY_TABLE_MAX_COLUMNS);
  table->channels = g_new0 (Channel, layout->n_columns);
  for (guint i = 0; i < layout->n_columns; i++) {
    const gboolean is_time = layout->time != ECTOPY_TABLE_TIME_NONE && i == layout->time_column;

    table->lead_of[i] = -1;
    if (is_time || layout->columns[i].is_text)
      continue;
    table->lead_of[i] = (gint) table->n_channels;
    table->channels[table->n_channels++].column = i;
  }
  return settle_rate (table, error) && settle_units (table, error);
}

/* ---- Rows ---- */

static gboolean
make_room (Table *table, guint64 room, GError **error)
{
  if (room <= table->room)
    return TRUE;
  for (guint i = 0; i < table->n_channels; i++) {
    float *grown = NULL;

    if (room <= G_MAXSSIZE / sizeof (float))
      grown = g_try_realloc_n (table->channels[i].samples, (size_t) room, sizeof (float));
    if (grown == NULL)
      return fail (table, ECTOPY_ERROR_MEMORY, error,
                   ngettext ("there is not enough memory for %" PRIu64 " samples of %u lead.",
                             "there is not enough memory for %" PRIu64 " samples of %u leads.",
                             table->n_channels),
                   room, table->n_channels);
    table->channels[i].samples = grown;
  }
  table->room = room;
  return TRUE;
}

/* Not-a-number for @missing samples. */
static gboolean
add_gap (Table *table, guint64 missing, GError **error)
{
  const guint64 end = table->n_samples + missing;

  if (end > TIMES_HELD * (table->n_rows + 1) &&
      end > FREE_BYTES / (table->n_channels * sizeof (float)))
    return fail (table, ECTOPY_ERROR_UNSUPPORTED, error,
                 ngettext ("a gap of %" PRIu64 " sample is too long.",
                           "a gap of %" PRIu64 " samples is too long.", (gulong) missing),
                 missing);
  if (end >= table->room && !make_room (table, MAX (end + 1, table->room / 4 * 5), error))
    return FALSE;
  for (guint i = 0; i < table->n_channels; i++)
    for (guint64 s = table->n_samples; s < end; s++)
      table->channels[i].samples[s] = NAN;
  table->n_samples = end;
  return TRUE;
}

/* What the last place of a time is worth. Times of a fixed number of digits have fewer places as they
 * grow; those of few digits are whole numbers and the like, whose zeros were left out. */
static double
quantum_of (const Table *table, const EctopyTableField *field)
{
  const double own = table->layout->quantum;
  guint n_digits = 0;
  double quantum;

  if (table->layout->time != ECTOPY_TABLE_TIME_NUMBER)
    return own;
  for (size_t i = 0; i < field->size && (field->text[i] | 0x20) != 'e'; i++)
    n_digits += g_ascii_isdigit (field->text[i]) && (n_digits > 0 || field->text[i] != '0');
  if (n_digits < LEAST_DIGITS)
    return own;
  quantum = pow (10, -(double) ectopy_table_field_count_places (field, table->layout->decimal));
  return MAX (own, quantum);
}

static gboolean
take_time (Table *table, const EctopyTableField *field, GError **error)
{
  g_autofree char *shown = NULL;
  gboolean has_date = FALSE;
  gboolean good;
  guint64 missing;
  double time;

  good = table->layout->time == ECTOPY_TABLE_TIME_CLOCK
             ? ectopy_table_field_clock (field, &time, &has_date)
             : ectopy_table_field_number (field, table->layout->decimal, &time);
  if (table->n_rows == 0) {
    table->clock.wraps = table->layout->time == ECTOPY_TABLE_TIME_CLOCK && !has_date;
    table->start_s = good && has_date ? time : (double) NAN;
  }
  table->clock.quantum = quantum_of (table, field);
  missing = good ? ectopy_table_time_next (&table->clock, time) : G_MAXUINT64;
  if (missing < G_MAXUINT64)
    return missing == 0 || add_gap (table, missing, error);
  shown = ectopy_beat_csv_field_show (field->text, field->size);
  return fail (table, ECTOPY_ERROR_PARSE, error,
               _ ("column %u: a time one step or several whole steps of %.6g after the last was "
                  "expected, but %s was found."),
               table->layout->time_column + 1, table->clock.step, shown);
}

/* Values as they stand become samples. */
static inline float
to_sample (const Channel *channel, double value)
{
  if (channel->is_adu)
    return value == NO_SAMPLE_IN_ADU ? NAN : (float) (value * (1 / channel->over));
  return (float) (value * channel->times / channel->over);
}

static gboolean
take_row (Table *table, const char *text, const char *end, GError **error)
{
  const EctopyTableLayout *layout = table->layout;
  EctopyTableField time = { 0 };
  double values[ECTOPY_TABLE_MAX_COLUMNS];
  guint n = 0;

  for (const char *p = text; p != NULL; n++) {
    EctopyTableField field;

    p = ectopy_table_field_next (p, end, layout->separator, &field);
    if (n == layout->n_columns && p == NULL && field.size == 0)
      break; /* a separator at the end of the line */
    if (n == layout->n_columns)
      return fail (table, ECTOPY_ERROR_PARSE, error,
                   ngettext ("%u column was expected, but more were found.",
                             "%u columns were expected, but more were found.", n),
                   n);
    if (table->lead_of[n] >= 0) {
      if (!ectopy_table_field_number (&field, layout->decimal, &values[table->lead_of[n]])) {
        g_autofree char *shown = ectopy_beat_csv_field_show (field.text, field.size);

        return fail (table, ECTOPY_ERROR_PARSE, error,
                     _ ("column %u: a number was expected, but %s was found."), n + 1, shown);
      }
    } else if (layout->time_column == n) {
      time = field;
    }
  }
  if (n < layout->n_columns)
    return fail (table, ECTOPY_ERROR_PARSE, error,
                 ngettext ("%u column was expected, but %u were found.",
                           "%u columns were expected, but %u were found.", layout->n_columns),
                 layout->n_columns, n);
  if (table->uses_times && !take_time (table, &time, error))
    return FALSE;
  if (table->n_samples == table->room &&
      !make_room (table, MAX (table->room + table->room / 4, LEAST_ROOM), error))
    return FALSE;
  for (guint i = 0; i < table->n_channels; i++)
    table->channels[i].samples[table->n_samples] = to_sample (&table->channels[i], values[i]);
  table->n_samples++;
  table->n_rows++;
  return TRUE;
}

/* The whole lines of `[size]` bytes, and what follows the last where there is nothing more to come.
 * Returns: FALSE with an error; @used: bytes of those lines. */
static gboolean
take_lines (Table *table,
            const char *text,
            size_t size,
            gboolean is_last,
            size_t *used,
            GError **error)
{
  const char *end = text + size;
  const char *p = text;

  while (p < end) {
    const char *stop = memchr (p, table->layout->line_end, (size_t) (end - p));
    const char *next = stop != NULL ? stop + 1 : end;

    if (stop == NULL && !is_last)
      break;
    stop = stop != NULL ? stop : end;
    while (stop > p && (stop[-1] == '\r' || stop[-1] == ' '))
      stop--;
    if (stop > p && *p != '#' && *p != '%' && !take_row (table, p, stop, error))
      return FALSE;
    table->line++;
    p = next;
  }
  *used = (size_t) (p - text);
  return TRUE;
}

static gboolean
read_rows (Table *table,
           EctopyProgressFunc progress,
           gpointer progress_data,
           GCancellable *cancellable,
           GError **error)
{
  const EctopyInputFile *file = table->file;
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), file->name);
  const size_t piece_size = (size_t) MIN (PIECE_BYTES, file->size);
  g_autofree char *text = g_try_malloc (piece_size + 1);
  guint64 offset = table->layout->offset;

  if (text == NULL)
    return ectopy_memory_fail (piece_size, 1, error);
  table->line = table->layout->line;
  for (guint piece = 0; offset < file->size; piece++) {
    const size_t size = (size_t) MIN (piece_size, file->size - offset);
    size_t used;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !ectopy_input_file_read (file, offset, text, size, error))
      return FALSE;
    if (progress != NULL && piece % PIECES_PER_WORD == 0)
      progress (stage, (double) offset / (double) file->size, progress_data);
    if (!take_lines (table, text, size, offset + size == file->size, &used, error))
      return FALSE;
    if (used == 0)
      return fail (table, ECTOPY_ERROR_PARSE, error,
                   _ ("a row was expected, but a line was found that does not end."));
    /* The first lines tell how many there will be. */
    if (piece == 0 && offset + used < file->size &&
        !make_room (table,
                    table->n_samples + LEAST_ROOM +
                        (guint64) ((double) table->n_rows * 1.02 * (double) (file->size - offset) /
                                   (double) used),
                    error))
      return FALSE;
    offset += used;
  }
  table->line = 0;
  return TRUE;
}

/* ---- The recording ---- */

static double
find_rate (const Table *table)
{
  double rate_hz = table->options->rate_hz;

  if (rate_hz == 0 && table->layout->unit_s > 0)
    rate_hz = ectopy_table_time_rate (&table->clock, table->layout->unit_s);
  return rate_hz > 0 ? rate_hz : table->layout->rate_hz;
}

/* (transfer full) (nullable): "1989-04-25 13:05:00". */
static char *
make_start (const Table *table)
{
  guint64 seconds;
  GDate date;

  if (!(table->start_s >= 0))
    return NULL;
  seconds = (guint64) table->start_s;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (seconds / 86400) + 1);
  seconds %= 86400;
  return g_strdup_printf ("%04u-%02u-%02u %02u:%02u:%02u", g_date_get_year (&date),
                          g_date_get_month (&date), g_date_get_day (&date),
                          (guint) (seconds / 3600), (guint) (seconds / 60 % 60),
                          (guint) (seconds % 60));
}

/* Hands the samples over. */
static EctopyRecording *
make_recording (Table *table, double rate_hz, const char *path)
{
  const guint n = table->n_channels;
  g_autofree EctopyLead *leads = g_new0 (EctopyLead, n);
  g_autofree const char **units = g_new (const char *, n);
  g_autofree EctopyLeadScale *scales = g_new0 (EctopyLeadScale, n);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *start = make_start (table);
  const EctopyRecordingDetails details = { .source = path,
                                           .start = start,
                                           .units = units,
                                           .scales = scales,
                                           .notes = notes };

  for (guint i = 0; i < table->layout->n_columns; i++)
    if (table->layout->columns[i].is_text)
      g_ptr_array_add (notes,
                       g_strdup_printf (_ ("Column %u of “%s” holds words and was left out."),
                                        i + 1, table->file->name));
  for (guint i = 0; i < n; i++) {
    Channel *channel = &table->channels[i];
    const char *name = table->layout->columns[channel->column].name;
    float *samples = g_steal_pointer (&channel->samples);
    float *fitting = g_try_realloc_n (samples, (size_t) table->n_samples, sizeof (float));

    leads[i].name = name != NULL ? g_strdup (name) : g_strdup_printf ("signal %u", i);
    leads[i].samples = fitting != NULL ? fitting : samples;
    units[i] = channel->unit;
    if (channel->is_adu)
      scales[i].steps_per_unit = channel->over;
  }
  return ectopy_recording_new_detailed_take (rate_hz, (size_t) table->n_samples, leads, n, NULL,
                                             &details);
}

gboolean
ectopy_sample_table_probe (const char *path)
{
  g_autoptr (EctopyInputFile) file = ectopy_input_file_open (path, NULL);
  g_autoptr (EctopyTableLayout) layout = file != NULL ? ectopy_table_layout_find (file) : NULL;

  return layout != NULL;
}

EctopyRecording *
ectopy_sample_table_read (const char *path,
                          const EctopySampleTableOptions *options,
                          EctopyProgressFunc progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GError **error)
{
  static const EctopySampleTableOptions defaults = { .rate_hz = 0 };
  g_auto (Table)
      table = { .options = options != NULL ? options : &defaults, .start_s = (double) NAN };
  double rate_hz;

  table.file = ectopy_input_file_open (path, error);
  if (table.file == NULL || !prepare (&table, error) ||
      !read_rows (&table, progress, progress_data, cancellable, error))
    return NULL;
  rate_hz = find_rate (&table);
  if (table.n_samples == 0) {
    fail (&table, ECTOPY_ERROR_EMPTY, error,
          _ ("rows of samples were expected, but there are none."));
    return NULL;
  }
  if (!(rate_hz >= LOWEST_RATE_HZ && rate_hz <= HIGHEST_RATE_HZ)) {
    fail (&table, ECTOPY_ERROR_NEEDS_RATE, error,
          _ ("its times do not tell how many samples there are a second, which must be told."));
    return NULL;
  }
  return make_recording (&table, rate_hz, path);
}
