/* SPDX-License-Identifier: MIT */
#include "engine/core/float-parser.h"
#include "engine/io/wfdb-header-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

gboolean
ectopy_wfdb_parser_fail (const EctopyWfdbParser *parser,
                         EctopyError code,
                         GError **error,
                         const char *format,
                         ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: a file, a line of it, and what is wrong there. */
  g_set_error (error, ECTOPY_ERROR, code, _ ("“%s”, line %u: %s"), parser->name, parser->number,
               message);
  return FALSE;
}

/* Those of ASCII and of Latin-1: texts end up on terminals. */
static void
blank_controls (char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text) && *text != '\t')
      *text = ' ';
    else if ((guchar) text[0] == 0xc2 && (guchar) text[1] < 0xa0)
      text[0] = text[1] = ' ';
}

gboolean
ectopy_wfdb_parser_next_line (EctopyWfdbParser *parser)
{
  const char *end;

  g_clear_pointer (&parser->line, g_free);
  if (*parser->next == '\0')
    return FALSE;
  end = parser->next + strcspn (parser->next, "\n");
  parser->line = g_strndup (parser->next, (gsize) (end - parser->next));
  parser->next = *end == '\n' ? end + 1 : end;
  parser->number++;
  blank_controls (parser->line);
  g_strchomp (parser->line);
  return TRUE;
}

static const char *
skip_blanks (const char *text)
{
  return text + strspn (text, " \t");
}

const char *
ectopy_wfdb_parser_next_entry (EctopyWfdbParser *parser)
{
  while (ectopy_wfdb_parser_next_line (parser)) {
    const char *begin = skip_blanks (parser->line);

    if (*begin != '\0' && *begin != '#')
      return begin;
  }
  return NULL;
}

char *
ectopy_wfdb_parser_take_field (const char **text)
{
  const size_t length = strcspn (*text, " \t");
  char *field = g_strndup (*text, length);

  *text = skip_blanks (*text + length);
  return field;
}

gboolean
ectopy_wfdb_parser_read_count (const char **text, guint64 *value)
{
  guint64 sum = 0;
  const char *p = *text;

  for (; g_ascii_isdigit (*p); p++)
    if (!g_uint64_checked_mul (&sum, sum, 10) ||
        !g_uint64_checked_add (&sum, sum, (guint64) (*p - '0')))
      return FALSE;
  if (p == *text)
    return FALSE;
  *text = p;
  *value = sum;
  return TRUE;
}

gboolean
ectopy_wfdb_parser_read_real (const char **text, double *value)
{
  const char *end = ectopy_float_parser_read (*text, *text + strlen (*text), value);

  if (end == NULL || !isfinite (*value))
    return FALSE;
  *text = end;
  return TRUE;
}

gboolean
ectopy_wfdb_parser_check_plain_name (const EctopyWfdbParser *parser,
                                     const char *name,
                                     GError **error)
{
  if (strcmp (name, "-") == 0)
    return ectopy_wfdb_parser_fail (
        parser, ECTOPY_ERROR_UNSUPPORTED, error,
        _ ("the name of a file was expected, but “-” (standard input) was found."));
  if (strpbrk (name, "/\\") != NULL || strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return ectopy_wfdb_parser_fail (
        parser, ECTOPY_ERROR_UNSUPPORTED, error,
        _ ("the name of a file in the same folder was expected, but “%s” was found."), name);
  return TRUE;
}
