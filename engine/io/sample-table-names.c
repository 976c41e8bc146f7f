/* SPDX-License-Identifier: MIT */
#include "engine/io/sample-table-names.h"

#include "engine/core/float-parser.h"
#include "engine/io/lead-unit.h"

#include <string.h>

#define LONGEST_NAME 80

/* Units of time, and what they are worth. */
static const struct {
  const char *name;
  double seconds;
} time_units[] = {
  { "s", 1 },
  { "sec", 1 },
  { "secs", 1 },
  { "second", 1 },
  { "seconds", 1 },
  { "sekunden", 1 },
  { "ms", 1e-3 },
  { "msec", 1e-3 },
  { "msecs", 1e-3 },
  { "millis", 1e-3 },
  { "milliseconds", 1e-3 },
  { "us", 1e-6 },
  { "\u00b5s", 1e-6 },
  { "\u03bcs", 1e-6 },
  { "microseconds", 1e-6 },
  { "ns", 1e-9 },
  { "min", 60 },
  { "minutes", 60 },
};

static const char *const clock_units[] = { "hh:mm:ss.mmm", "hh:mm:ss", "h:mm:ss", "mm:ss.mmm",
                                           "hh:mm:ss.mmm dd/mm/yyyy" };

static const char *const sample_units[] = { "sample interval", "samples", "sample", "sample #",
                                            "sample number" };

static const char *const step_units[] = { "adu", "adc",   "counts", "count",
                                          "raw", "digit", "digits", "lsb" };

static gboolean
is_among (const char *text, const char *const *words, guint n)
{
  for (guint i = 0; i < n; i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* 0 for what is no unit of time. */
static double
time_unit (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_units); i++)
    if (g_ascii_strcasecmp (text, time_units[i].name) == 0)
      return time_units[i].seconds;
  return 0;
}

static gboolean
is_unit (const char *text)
{
  static const char *const others[] = { "mmHg", "bpm",  "%",  "deg",  "degC",  "g",  "l/s", "ml",
                                        "Ohm",  "kOhm", "nd", "unit", "units", "au", "a.u." };
  double times, over;

  return ectopy_lead_unit_is_volts (text, &times, &over) || time_unit (text) > 0 ||
         is_among (text, clock_units, G_N_ELEMENTS (clock_units)) ||
         is_among (text, sample_units, G_N_ELEMENTS (sample_units)) ||
         is_among (text, step_units, G_N_ELEMENTS (step_units)) ||
         is_among (text, others, G_N_ELEMENTS (others));
}

/* (transfer full): UTF-8 of one line; what is not is Latin-1. */
static char *
make_text (const char *text, size_t size)
{
  GString *made = g_string_new (NULL);
  const gboolean is_utf8 = g_utf8_validate (text, (gssize) size, NULL);
  size_t n = MIN (size, LONGEST_NAME);

  while (is_utf8 && n < size && ((guchar) text[n] & 0xc0) == 0x80)
    n--; /* not through the middle of a character */

  for (size_t i = 0; i < n; i++) {
    const guchar c = (guchar) text[i];

    if (g_ascii_iscntrl (text[i]) || (!is_utf8 && c >= 0x80 && c < 0xa0))
      g_string_append_c (made, ' ');
    else if (is_utf8)
      g_string_append_c (made, text[i]);
    else
      g_string_append_unichar (made, c);
  }
  return g_strstrip (g_string_free (made, FALSE));
}

/* (transfer full): "mV" of "(mV)", "[mV]" or "mV". */
static char *
strip_parentheses (const char *text)
{
  const size_t n = strlen (text);

  if (n >= 2 && ((text[0] == '(' && text[n - 1] == ')') || (text[0] == '[' && text[n - 1] == ']')))
    return g_strstrip (g_strndup (text + 1, n - 2));
  return g_strdup (text);
}

gboolean
ectopy_table_names_are_units (const EctopyTableField *fields, guint n)
{
  guint n_units = 0;

  for (guint i = 0; i < n; i++) {
    g_autofree char *text = make_text (fields[i].text, fields[i].size);
    g_autofree char *bare = strip_parentheses (text);

    if (*bare == '\0')
      continue;
    if (!is_unit (bare))
      return FALSE;
    n_units++;
  }
  return n_units > 0;
}

void
ectopy_table_names_take_unit (EctopyTableColumn *column, const EctopyTableField *field)
{
  g_autofree char *text = make_text (field->text, field->size);

  g_free (column->unit);
  column->unit = strip_parentheses (text);
  if (*column->unit == '\0')
    g_clear_pointer (&column->unit, g_free);
}

void
ectopy_table_names_take (EctopyTableColumn *column, const EctopyTableField *field)
{
  g_autofree char *text = make_text (field->text, field->size);
  char *unit = NULL;

  if (*text != '\0' && strchr (")]", text[strlen (text) - 1]) != NULL) {
    unit = strrchr (text, text[strlen (text) - 1] == ')' ? '(' : '[');
    if (unit != NULL && unit > text) {
      column->unit = strip_parentheses (unit);
      *unit = '\0';
    }
  } else if ((unit = strpbrk (text, "/_")) != NULL && unit > text) {
    unit = strrchr (text, *unit);
    if (is_unit (unit + 1)) {
      column->unit = g_strdup (unit + 1);
      *unit = '\0';
    }
  }
  if (column->unit != NULL && *column->unit == '\0')
    g_clear_pointer (&column->unit, g_free);
  g_strstrip (text);
  if (*text != '\0')
    column->name = g_steal_pointer (&text);
}

EctopyTableTime
ectopy_table_names_time (const EctopyTableColumn *column, double *unit_s)
{
  static const char *const times[] = { "time",      "t",     "elapsed time", "elapsed",
                                       "timestamp", "times", "zeit",         "temps",
                                       "tiempo",    "tempo", "tijd",         "time elapsed",
                                       "datetime" };
  static const char *const numbers[] = {
    "sample", "samples", "sample #", "sample#", "sample number", "sample no",    "index",      "#",
    "no",     "nr",      "n",        "row",     "sample_number", "sample index", "messwert nr"
  };
  const char *unit = column->unit;

  *unit_s = 0;
  if (column->name == NULL)
    return ECTOPY_TABLE_TIME_NONE;
  if (is_among (column->name, numbers, G_N_ELEMENTS (numbers)))
    return ECTOPY_TABLE_TIME_SAMPLES;
  if (unit == NULL && time_unit (column->name) > 0) {
    *unit_s = time_unit (column->name);
    return ECTOPY_TABLE_TIME_NUMBER;
  }
  if (!is_among (column->name, times, G_N_ELEMENTS (times)))
    return ECTOPY_TABLE_TIME_NONE;
  if (unit != NULL && is_among (unit, sample_units, G_N_ELEMENTS (sample_units)))
    return ECTOPY_TABLE_TIME_SAMPLES;
  if (unit != NULL)
    *unit_s = time_unit (unit);
  return ECTOPY_TABLE_TIME_NUMBER;
}

/* Whether @word is in @text, upper and lower case being one. */
static const char *
find_word (const char *text, const char *word)
{
  for (const size_t n = strlen (word); *text != '\0'; text++)
    if (g_ascii_strncasecmp (text, word, n) == 0)
      return text;
  return NULL;
}

double
ectopy_table_names_rate (const char *line, size_t size)
{
  static const char *const words[] = { "sampling rate",      "sample rate",      "samplerate",
                                       "sampling frequency", "sample frequency", "samplingrate",
                                       "abtastrate",         "sampling_rate",    "sample_rate" };
  g_autofree char *text = make_text (line, size);
  const char *end = text + strlen (text);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    const char *p = find_word (text, words[i]);
    double value;

    if (p == NULL)
      continue;
    while (p < end && !g_ascii_isdigit (*p))
      p++;
    if (ectopy_float_parser_read (p, end, &value) != NULL && value > 0 && value <= 1e6 &&
        find_word (p, "kHz") == NULL)
      return value;
  }
  return 0;
}
