/* SPDX-License-Identifier: MIT */
#include "engine/io/sample-table-field.h"

#include "engine/core/float-parser.h"

#include <math.h>
#include <string.h>

/* No number or time that is meant to be read is as long. */
#define LONGEST_NUMBER 63

#define DAY_S 86400.0

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

const char *
ectopy_table_field_next (const char *text, const char *end, char separator, EctopyTableField *field)
{
  const gboolean by_blanks = separator == ' ';
  const char *stop;

  while (text < end && is_blank (*text) && *text != separator)
    text++;
  while (by_blanks && text < end && is_blank (*text))
    text++;
  if (text < end && (*text == '"' || *text == '\'' || *text == '[')) {
    const char close = *text == '[' ? ']' : *text;

    stop = memchr (text + 1, close, (size_t) (end - text - 1));
    if (stop != NULL) {
      field->text = text + 1;
      field->size = (size_t) (stop - text - 1);
      text = stop + 1;
      while (text < end && is_blank (*text) && *text != separator)
        text++;
      if (text < end && *text == separator) {
        text++;
        goto passed;
      }
      if (text == end)
        return NULL;
      text = field->text - 1; /* something follows: no quotes then */
    }
  }
  for (stop = text; stop < end && *stop != separator && !(by_blanks && is_blank (*stop));)
    stop++;
  field->text = text;
  text = stop;
  while (stop > field->text && is_blank (stop[-1]))
    stop--;
  field->size = (size_t) (stop - field->text);
  if (text == end)
    return NULL;
  text++;
passed:
  /* Blanks at the end of a line divide nothing. */
  while (by_blanks && text < end && is_blank (*text))
    text++;
  return by_blanks && text == end ? NULL : text;
}

static gboolean
says_none (const char *text, size_t size)
{
  static const char *const words[] = { "-",    "--", "nan", "-nan", "na",   "n/a", "null",
                                       "none", ".",  "?",   "inf",  "-inf", "#n/a" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == size && g_ascii_strncasecmp (text, words[i], size) == 0)
      return TRUE;
  return size == 0;
}

gboolean
ectopy_table_field_number (const EctopyTableField *field, char decimal, double *value)
{
  const char *text = field->text;
  char copy[LONGEST_NUMBER + 1];

  if (decimal == ',' && field->size <= LONGEST_NUMBER) {
    char *comma;

    memcpy (copy, text, field->size);
    comma = memchr (copy, ',', field->size);
    if (comma != NULL)
      *comma = '.';
    text = copy;
  }
  if (field->size > 0 &&
      ectopy_float_parser_read (text, text + field->size, value) == text + field->size) {
    if (!isfinite (*value))
      *value = (double) NAN;
    return TRUE;
  }
  *value = (double) NAN;
  return says_none (field->text, field->size);
}

/* A whole number of at most @most. Returns: past it, or NULL. */
static const char *
read_whole (const char *p, guint64 most, guint64 *value)
{
  const char *begin = p;

  for (*value = 0; g_ascii_isdigit (*p) && *value <= most; p++)
    *value = *value * 10 + (guint64) (*p - '0');
  return p > begin && *value <= most ? p : NULL;
}

/* "1:12:05.003" or "12:05.003": the last is seconds. */
static const char *
read_time (const char *p, double *seconds)
{
  guint64 part[3] = { 0 };
  guint n = 0;

  while ((p = read_whole (p, n == 0 ? 1000000 : 59, &part[n])) != NULL) {
    n++;
    if (*p != ':' || n == 3)
      break;
    p++;
  }
  if (p == NULL || n < 2)
    return NULL;
  *seconds = n == 3 ? (double) (part[0] * 3600 + part[1] * 60 + part[2])
                    : (double) (part[0] * 60 + part[1]);
  if (*p == '.' || *p == ',') {
    double scale = 1;

    for (p++; g_ascii_isdigit (*p); p++) {
      scale /= 10;
      *seconds += (*p - '0') * scale;
    }
  }
  return p;
}

/* "1989-04-25" or "25/04/1989". Returns: past it, or NULL. */
static const char *
read_date (const char *p, double *days)
{
  guint64 part[3];
  const char mark = memchr (p, '/', strlen (p)) != NULL ? '/' : '-';

  for (guint i = 0; i < 3; i++) {
    p = read_whole (p, 9999, &part[i]);
    if (p == NULL || (i < 2 && *p++ != mark))
      return NULL;
  }
  if (mark == '/') {
    const guint64 day = part[0];

    part[0] = part[2];
    part[2] = day;
  }
  if (part[1] > 12 || part[2] > 31 ||
      !g_date_valid_dmy ((GDateDay) part[2], (GDateMonth) part[1], (GDateYear) part[0]))
    return NULL;
  {
    GDate date;

    g_date_clear (&date, 1);
    g_date_set_dmy (&date, (GDateDay) part[2], (GDateMonth) part[1], (GDateYear) part[0]);
    *days = g_date_get_julian (&date) - 1.0;
  }
  return p;
}

gboolean
ectopy_table_field_clock (const EctopyTableField *field, double *seconds, gboolean *has_date)
{
  char text[LONGEST_NUMBER + 1];
  double days = 0;
  const char *p;

  *has_date = FALSE;
  if (field->size > LONGEST_NUMBER || field->size < 3)
    return FALSE;
  memcpy (text, field->text, field->size);
  text[field->size] = '\0';
  p = text + strspn (text, "[ ");
  if (strcspn (p, "-/") < strcspn (p, ":")) { /* the date first */
    p = read_date (p, &days);
    if (p == NULL || (*p != ' ' && *p != 'T'))
      return FALSE;
    *has_date = TRUE;
    p++;
  }
  p = read_time (p, seconds);
  if (p == NULL)
    return FALSE;
  p += strspn (p, " ");
  if (!*has_date && g_ascii_isdigit (*p)) {
    p = read_date (p, &days);
    if (p == NULL)
      return FALSE;
    *has_date = TRUE;
  }
  p += strspn (p, "Z] ");
  *seconds += days * DAY_S;
  return *p == '\0';
}

guint
ectopy_table_field_count_places (const EctopyTableField *field, char decimal)
{
  const char *end = field->text + field->size;
  const char *p = field->text;
  int places = 0, exponent = 0;

  while (p < end && *p != '.' && *p != decimal && *p != 'e' && *p != 'E')
    p++;
  if (p < end && (*p == '.' || *p == decimal))
    for (p++; p < end && g_ascii_isdigit (*p); p++)
      places++;
  if (p + 1 < end && (*p == 'e' || *p == 'E')) {
    const gboolean is_negative = p[1] == '-';

    for (p += is_negative || p[1] == '+' ? 2 : 1; p < end && g_ascii_isdigit (*p); p++)
      exponent = MIN (exponent * 10 + (*p - '0'), 1000);
    places += is_negative ? exponent : -exponent;
  }
  return (guint) CLAMP (places, 0, 18);
}
