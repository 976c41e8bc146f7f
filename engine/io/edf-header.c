/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-header.h"

#include "engine/core/error.h"
#include "engine/core/float-parser.h"
#include "engine/io/beat-csv-field.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PART ECTOPY_EDF_HEADER_PART

/* Where fields of the first part are, and how long. */
#define RECORDING_AT 88
#define RECORDING    80
#define DATE_AT      168
#define TIME_AT      176
#define SIZE_AT      184
#define KIND_AT      192
#define N_RECORDS_AT 236
#define RECORD_S_AT  244
#define N_SIGNALS_AT 252
#define N_SIGNALS    4
#define NUMBER       8 /* any other number, a date, a time */

/* Whole in a double; more cannot be in a file. */
#define MOST_RECORDS 9007199254740992.0

/* Of the part on signals, which holds one kind of field for all signals, then the next. */
enum { LABEL, TRANSDUCER, UNIT, PHYSICAL_MIN, PHYSICAL_MAX, DIGITAL_MIN, DIGITAL_MAX, PREFILTER };
enum { SAMPLES = PREFILTER + 1, RESERVED };
static const guint widths[] = { 16, 80, 8, 8, 8, 8, 8, 80, 8, 32 };

/* Years of two digits are those from 1985 on. */
#define FIRST_YEAR 85

static const char months[][4] = { "JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC" };

/* ---- Fields ---- */

typedef struct {
  const char *name;  /* of the file */
  const char *bytes; /* the header */
  GError **error;
} Parser;

static gboolean
fail (const Parser *parser, size_t offset, size_t size, EctopyError code, const char *expected)
{
  g_autofree char *shown = ectopy_beat_csv_field_show (parser->bytes + offset, size);

  g_set_error (parser->error, ECTOPY_ERROR, code,
               /* Translators: after the byte what was expected, such as “a number of signals”, then
                * what was found: “nothing”, or text in quotation marks. */
               _ ("“%s”, byte %zu: %s was expected, but %s was found."), parser->name, offset,
               expected, shown);
  return FALSE;
}

/* A number as the format has it, or with spaces before it, or with a comma for the point. */
static gboolean
read_number (const Parser *parser,
             size_t offset,
             size_t size,
             const char *expected,
             gboolean is_whole,
             double *value)
{
  char text[NUMBER];
  const char *begin = text;
  const char *end = text + size;

  g_assert (size <= sizeof text);
  memcpy (text, parser->bytes + offset, size);
  while (begin < end && *begin == ' ')
    begin++;
  while (end > begin && (end[-1] == ' ' || end[-1] == '\0'))
    end--;
  for (char *p = text; p < text + size; p++)
    *p = *p == ',' ? '.' : *p;
  if (begin == end || ectopy_float_parser_read (begin, end, value) != end || !isfinite (*value) ||
      (is_whole && *value != rint (*value)))
    return fail (parser, offset, size, ECTOPY_ERROR_PARSE, expected);
  return TRUE;
}

/* (transfer full): UTF-8, whatever it was; nothing that moves a terminal. */
static char *
read_text (const char *bytes, size_t size)
{
  GString *text = g_string_new (NULL);
  const gboolean is_utf8 = g_utf8_validate (bytes, (gssize) size, NULL);

  for (size_t i = 0; i < size && bytes[i] != '\0'; i++) {
    const guchar c = (guchar) bytes[i];

    if (g_ascii_iscntrl (bytes[i]) || (!is_utf8 && c >= 0x80 && c < 0xa0))
      g_string_append_c (text, ' ');
    else if (is_utf8)
      g_string_append_c (text, bytes[i]);
    else
      g_string_append_unichar (text, c);
  }
  return g_strstrip (g_string_free (text, FALSE));
}

/* ---- When it began ---- */

static gboolean
is_date (int year, int month, int day)
{
  return g_date_valid_dmy ((GDateDay) CLAMP (day, 0, 255), (GDateMonth) CLAMP (month, 0, 13),
                           (GDateYear) CLAMP (year, 0, 9999));
}

/* EDF+ tells the year in full: "Startdate 02-MAR-2002 ...". Returns: FALSE where it has an "X" or
 * is no EDF+; then @is_unknown tells the former. */
static gboolean
read_long_date (const char *recording, int *year, int *month, int *day, gboolean *is_unknown)
{
  char name[4] = { 0 };

  *is_unknown = g_str_has_prefix (recording, "Startdate X");
  if (sscanf (recording, "Startdate %2d-%3[A-Za-z]-%4d", day, name, year) != 3)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_ascii_strcasecmp (name, months[i]) == 0) {
      *month = (int) i + 1;
      return is_date (*year, *month, *day);
    }
  return FALSE;
}

/* Returns: (transfer full) (nullable): NULL where it says nothing, as the zeros of the format do. */
static char *
read_start (const char *bytes)
{
  g_autofree char *recording = g_strndup (bytes + RECORDING_AT, RECORDING);
  g_autofree char *date = g_strndup (bytes + DATE_AT, NUMBER);
  g_autofree char *time = g_strndup (bytes + TIME_AT, NUMBER);
  int year, month, day, hour, minute, second;
  gboolean is_unknown;
  gboolean has_date = read_long_date (recording, &year, &month, &day, &is_unknown);
  const gboolean has_time = sscanf (time, "%2d.%2d.%2d", &hour, &minute, &second) == 3 &&
                            hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                            second < 60;

  if (!has_date && !is_unknown && sscanf (date, "%2d.%2d.%2d", &day, &month, &year) == 3) {
    is_unknown = year == FIRST_YEAR && month == 1 && day == 1;
    year += year >= FIRST_YEAR ? 1900 : 2000;
    has_date = !is_unknown && is_date (year, month, day);
  }
  if (!has_time || (!has_date && hour == 0 && minute == 0 && second == 0))
    return NULL;
  if (!has_date)
    return g_strdup_printf ("%02d:%02d:%02d", hour, minute, second);
  return g_strdup_printf ("%04d-%02d-%02d %02d:%02d:%02d", year, month, day, hour, minute, second);
}

/* ---- Signals ---- */

static void
clear_signal (gpointer data)
{
  EctopyEdfSignal *signal = data;

  g_free (signal->label);
  g_free (signal->unit);
}

/* Where the field @kind of signal @i is, from the beginning of the file. */
static size_t
place_of (guint kind, guint i, guint n_signals)
{
  size_t place = PART;

  for (guint k = 0; k < kind; k++)
    place += (size_t) widths[k] * n_signals;
  return place + (size_t) widths[kind] * i;
}

static gboolean
read_signal (const Parser *parser, EctopyEdfHeader *header, guint i, guint n_signals)
{
  const struct {
    guint kind;
    const char *expected;
    gboolean is_whole;
  } numbers[] = {
    { PHYSICAL_MIN, N_ ("a physical minimum"), FALSE },
    { PHYSICAL_MAX, N_ ("a physical maximum"), FALSE },
    { DIGITAL_MIN, N_ ("a digital minimum"), TRUE },
    { DIGITAL_MAX, N_ ("a digital maximum"), TRUE },
    { SAMPLES, N_ ("a number of samples"), TRUE },
  };
  double values[G_N_ELEMENTS (numbers)];
  g_autofree char *transducer = read_text (parser->bytes + place_of (TRANSDUCER, i, n_signals),
                                           widths[TRANSDUCER]);
  g_autofree char *label = read_text (parser->bytes + place_of (LABEL, i, n_signals),
                                      widths[LABEL]);
  EctopyEdfSignal signal = { .offset = header->record_bytes };

  signal.is_annotation = g_str_equal (label, "EDF Annotations") ||
                         g_str_equal (label, "BDF Annotations");
  for (guint k = 0; k < G_N_ELEMENTS (numbers); k++) {
    const size_t place = place_of (numbers[k].kind, i, n_signals);

    /* The extremes of texts mean nothing, and some programs leave them empty. */
    if (signal.is_annotation && numbers[k].kind != SAMPLES)
      continue;
    if (!read_number (parser, place, NUMBER, _ (numbers[k].expected), numbers[k].is_whole,
                      &values[k]))
      return FALSE;
    if (numbers[k].kind == SAMPLES && !(values[k] >= 1 && values[k] <= ECTOPY_EDF_MAX_SAMPLES))
      return fail (parser, place, NUMBER,
                   values[k] < 1 ? ECTOPY_ERROR_PARSE : ECTOPY_ERROR_UNSUPPORTED,
                   _ ("a number of samples from 1 to 16777216"));
  }
  if (!signal.is_annotation) {
    signal.physical_min = values[0];
    signal.physical_max = values[1];
    signal.digital_min = values[2];
    signal.digital_max = values[3];
  }
  signal.n_samples = (guint) values[4];
  signal.has_gaps = g_str_equal (transducer, ECTOPY_EDF_HAS_GAPS);
  signal.unit = read_text (parser->bytes + place_of (UNIT, i, n_signals), widths[UNIT]);
  signal.label = g_steal_pointer (&label);
  header->record_bytes += (guint64) signal.n_samples * header->sample_bytes;
  g_array_append_val (header->signals, signal);
  return TRUE;
}

/* ---- The whole ---- */

/* Half of the last place of a number that has as many places as it may have; else 0. */
static double
rounding_of (const char *field)
{
  const char *point = memchr (field, '.', NUMBER);

  for (const char *p = field; p < field + NUMBER; p++)
    if (!g_ascii_isdigit (*p) && p != point)
      return 0;
  return point != NULL ? 0.5 * pow (10, (double) (point + 1 - field) - NUMBER) : 0;
}

static gboolean
read_first_part (const Parser *parser, EctopyEdfHeader *header, guint *n_signals)
{
  double n, size, n_records;

  if (!read_number (parser, N_SIGNALS_AT, N_SIGNALS, _ ("a number of signals"), TRUE, &n))
    return FALSE;
  if (!(n >= 1 && n <= ECTOPY_EDF_MAX_SIGNALS))
    return fail (parser, N_SIGNALS_AT, N_SIGNALS,
                 n < 1 ? ECTOPY_ERROR_PARSE : ECTOPY_ERROR_UNSUPPORTED,
                 _ ("a number of signals from 1 to 1000"));
  *n_signals = (guint) n;
  if (!read_number (parser, SIZE_AT, NUMBER, _ ("the length of the header"), TRUE, &size))
    return FALSE;
  if (size != PART * (n + 1)) {
    g_autofree char *expected = g_strdup_printf (
        ngettext ("the length of a header on %u signal (%u bytes)",
                  "the length of a header on %u signals (%u bytes)", *n_signals),
        *n_signals, PART * (*n_signals + 1));

    return fail (parser, SIZE_AT, NUMBER, ECTOPY_ERROR_PARSE, expected);
  }
  header->size = (guint64) size;
  if (!read_number (parser, N_RECORDS_AT, NUMBER, _ ("a number of data records"), TRUE,
                    &n_records) ||
      !read_number (parser, RECORD_S_AT, NUMBER, _ ("the seconds of a data record"), FALSE,
                    &header->record_s))
    return FALSE;
  if (!(n_records >= -1 && n_records <= MOST_RECORDS))
    return fail (parser, N_RECORDS_AT, NUMBER, ECTOPY_ERROR_PARSE,
                 _ ("a number of data records (or -1)"));
  if (!(header->record_s > 0))
    return fail (parser, RECORD_S_AT, NUMBER, ECTOPY_ERROR_PARSE,
                 /* Translators: “… was expected” follows. */
                 _ ("the seconds of a data record, more than 0,"));
  header->n_records = (gint64) n_records;
  header->record_rounding_s = rounding_of (parser->bytes + RECORD_S_AT);
  return TRUE;
}

gboolean
ectopy_edf_header_probe (const EctopyInputFile *file)
{
  char version[8];

  return file->size >= PART && ectopy_input_file_read (file, 0, version, sizeof version, NULL) &&
         (memcmp (version, "0       ", 8) == 0 || memcmp (version,
                                                          "\xff"
                                                          "BIOSEMI",
                                                          8) == 0);
}

EctopyEdfHeader *
ectopy_edf_header_read (const EctopyInputFile *file, GError **error)
{
  g_autoptr (EctopyEdfHeader) header = g_new0 (EctopyEdfHeader, 1);
  g_autofree char *bytes = g_malloc (PART);
  Parser parser = { file->name, bytes, error };
  guint n_signals;

  header->signals = g_array_new (FALSE, FALSE, sizeof (EctopyEdfSignal));
  g_array_set_clear_func (header->signals, clear_signal);
  if (!ectopy_edf_header_probe (file)) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
        _ ("“%s”: the beginning of an EDF or BDF file was expected, but something else was found."),
        file->name);
    return NULL;
  }
  if (!ectopy_input_file_read (file, 0, bytes, PART, error))
    return NULL;
  header->sample_bytes = bytes[0] == '0' ? 2 : 3;
  header->is_discontinuous = memcmp (bytes + KIND_AT, "EDF+D", 5) == 0 ||
                             memcmp (bytes + KIND_AT, "BDF+D", 5) == 0;
  if (!read_first_part (&parser, header, &n_signals))
    return NULL;
  if (file->size < header->size) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 ngettext ("“%s”: a header of %" PRIu64
                           " byte was expected, but the file has only %" PRIu64 ".",
                           "“%s”: a header of %" PRIu64
                           " bytes was expected, but the file has only %" PRIu64 ".",
                           (gulong) header->size),
                 file->name, header->size, file->size);
    return NULL;
  }
  header->start = read_start (bytes);
  bytes = g_realloc (bytes, (size_t) header->size);
  parser.bytes = bytes;
  if (!ectopy_input_file_read (file, 0, bytes, (size_t) header->size, error))
    return NULL;
  for (guint i = 0; i < n_signals; i++)
    if (!read_signal (&parser, header, i, n_signals))
      return NULL;
  return g_steal_pointer (&header);
}

void
ectopy_edf_header_free (EctopyEdfHeader *header)
{
  g_free (header->start);
  g_array_unref (header->signals);
  g_free (header);
}
