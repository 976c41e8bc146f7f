/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv-field.h"

#include "engine/core/float-parser.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define SHOWN_BYTES 40

/* Numbers in decimal commas are looked for among fields up to this length. */
#define LONGEST_COMMA_NUMBER 64

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
trim (const char **text, size_t *size)
{
  while (*size > 0 && is_blank ((*text)[*size - 1]))
    (*size)--;
  while (*size > 0 && is_blank (**text)) {
    (*text)++;
    (*size)--;
  }
}

static gboolean
is_whole_number (const char *text, size_t size)
{
  double value;

  return ectopy_float_parser_read (text, text + size, &value) == text + size;
}

/* How programs write a value that is missing or out of bounds: data, never a heading. */
static gboolean
is_no_value (const char *text, size_t size)
{
  static const char *words[] = { "nan", "inf", "infinity", "na", "n/a", "null", "none" };

  if (*text == '-' || *text == '+') {
    text++;
    size--;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (size == strlen (words[i]) && g_ascii_strncasecmp (text, words[i], size) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_decimal_comma (const char *text, size_t size)
{
  char copy[LONGEST_COMMA_NUMBER];
  char *comma;

  if (size > sizeof copy)
    return FALSE;
  memcpy (copy, text, size);
  comma = memchr (copy, ',', size);
  if (comma == NULL)
    return FALSE;
  *comma = '.';
  return is_whole_number (copy, size);
}

EctopyBeatCsvFieldKind
ectopy_beat_csv_field_read (const char *text, size_t size, float *value)
{
  double number;

  *value = 0;
  trim (&text, &size);
  if (size == 0)
    return ECTOPY_BEAT_CSV_FIELD_EMPTY;
  if (ectopy_float_parser_read (text, text + size, &number) == text + size) {
    if (!isfinite ((float) number))
      return ECTOPY_BEAT_CSV_FIELD_NOT_FINITE;
    *value = (float) number;
    return ECTOPY_BEAT_CSV_FIELD_NUMBER;
  }
  if (memchr (text, '\0', size) != NULL)
    return ECTOPY_BEAT_CSV_FIELD_ZERO_BYTE;
  if (is_no_value (text, size))
    return ECTOPY_BEAT_CSV_FIELD_NOT_FINITE;
  if (is_decimal_comma (text, size))
    return ECTOPY_BEAT_CSV_FIELD_DECIMAL_COMMA;
  return ECTOPY_BEAT_CSV_FIELD_TEXT;
}

guint
ectopy_beat_csv_field_class_of (double value)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (value >= c && value <= c)
      return c;
  return ECTOPY_CLASS_NONE;
}

guint
ectopy_beat_csv_field_class (const char *text, size_t size)
{
  double number;

  trim (&text, &size);
  if (size == 1 && g_ascii_isalpha (*text))
    return ectopy_beat_class_from_letter (*text);
  if (size == 0 || ectopy_float_parser_read (text, text + size, &number) != text + size)
    return ECTOPY_CLASS_NONE;
  return ectopy_beat_csv_field_class_of (number);
}

char *
ectopy_beat_csv_field_show (const char *text, size_t size)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) shown = g_string_new (NULL);
  size_t n;

  if (size > 0)
    trim (&text, &size);
  if (size == 0)
    return g_strdup (/* Translators: what was found in an empty field. */ _ ("nothing"));

  n = MIN (size, SHOWN_BYTES);
  /* Not through the middle of a character. */
  while (n < size && n > 0 && ((guchar) text[n] & 0xc0) == 0x80)
    n--;
  valid = g_utf8_make_valid (text, (gssize) n);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    const gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (shown, g_unichar_isprint (c) ? c : 0xfffd);
  }
  /* Translators: text of a file in quotation marks; an ellipsis follows what was cut. */
  return g_strdup_printf (n < size ? _ ("“%s…”") : _ ("“%s”"), shown->str);
}
