/* SPDX-License-Identifier: MIT */
#include "engine/core/input-file.h"
#include "engine/io/wfdb-header-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define DEFAULT_RATE_HZ 250.0

/* Bytes; the format itself has 255, which many a comment is beyond. */
#define LONGEST_LINE 65535

/* Outside these a duration is no number of seconds anybody means. */
#define LOWEST_RATE_HZ  1e-6
#define HIGHEST_RATE_HZ 1e9

/* ---- Record line ---- */

static gboolean
read_name (EctopyWfdbParser *parser, const char *field, guint64 *n_segments, GError **error)
{
  const char *slash = strchr (field, '/');

  *n_segments = 0;
  if (slash == field)
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                    _ ("a record's name was expected, but “%s” was found."), field);
  if (slash != NULL) {
    const char *count = slash + 1;

    if (!ectopy_wfdb_parser_read_count (&count, n_segments) || *count != '\0' || *n_segments == 0)
      return ectopy_wfdb_parser_fail (
          parser, ECTOPY_ERROR_PARSE, error,
          _ ("a number of segments, at least 1, was expected after “/”, but “%s” was found."),
          slash + 1);
    if (*n_segments > ECTOPY_WFDB_MAX_SEGMENTS)
      return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_UNSUPPORTED, error,
                                      _ ("at most %d segments were expected, but “%s” was found."),
                                      ECTOPY_WFDB_MAX_SEGMENTS, slash + 1);
  }
  parser->header->name = slash != NULL ? g_strndup (field, (gsize) (slash - field))
                                       : g_strdup (field);
  return TRUE;
}

/* RATE, RATE/COUNTER or RATE/COUNTER(BASE). */
static gboolean
read_rate (EctopyWfdbParser *parser, const char *field, GError **error)
{
  EctopyWfdbHeader *header = parser->header;
  const char *p = field;

  if (!ectopy_wfdb_parser_read_real (&p, &header->rate_hz) || header->rate_hz < LOWEST_RATE_HZ ||
      header->rate_hz > HIGHEST_RATE_HZ || (*p != '\0' && *p != '/'))
    return ectopy_wfdb_parser_fail (
        parser, ECTOPY_ERROR_PARSE, error,
        _ ("samples a second, above 0, were expected, but “%s” was found."), field);
  header->counter_hz = header->rate_hz;
  if (*p == '\0')
    return TRUE;
  p++;
  if (!ectopy_wfdb_parser_read_real (&p, &header->counter_hz))
    return ectopy_wfdb_parser_fail (
        parser, ECTOPY_ERROR_PARSE, error,
        _ ("the counter's ticks a second were expected after “/”, but “%s” was found."), field);
  if (header->counter_hz <= 0)
    header->counter_hz = header->rate_hz;
  if (*p == '(') {
    p++;
    if (!ectopy_wfdb_parser_read_real (&p, &header->base_counter) || *p != ')')
      return ectopy_wfdb_parser_fail (
          parser, ECTOPY_ERROR_PARSE, error,
          _ ("the counter's first value and “)” were expected after “(”, but “%s” was found."),
          field);
    p++;
  }
  return *p == '\0' ||
         ectopy_wfdb_parser_fail (
             parser, ECTOPY_ERROR_PARSE, error,
             _ ("nothing more was expected of the counter, but “%s” was found."), field);
}

/* Up to three numbers between marks: "13:5:0.5", "25/4/1989". Returns: how many; 0 if no such. */
static guint
read_triple (const char *field, char mark, double values[3])
{
  guint n = 0;

  while (n < 3) {
    if (!g_ascii_isdigit (*field) || !ectopy_wfdb_parser_read_real (&field, &values[n]))
      return 0;
    n++;
    if (*field == '\0')
      return n;
    if (*field != mark)
      return 0;
    field++;
  }
  return 0;
}

/* "HH:MM:SS" or "MM:SS" or "SS", and "DD/MM/YYYY", of which "0/0/0" means that nobody knows. */
static void
read_start (EctopyWfdbParser *parser, const char *time_field, const char *date_field)
{
  EctopyWfdbHeader *header = parser->header;
  double part[3];
  const guint n = read_triple (time_field, ':', part);
  double seconds = 0;
  g_autofree char *clock = NULL;

  for (guint i = 0; i < n; i++)
    seconds = seconds * 60 + part[i];
  if (n == 0 || seconds >= 86400) {
    g_ptr_array_add (
        header->notes,
        g_strdup_printf (
            _ ("The start “%s” in line %u of “%s” is no time of day: it was left out."), time_field,
            parser->number, parser->name));
    return;
  }
  clock = g_strdup_printf ("%02d:%02d:%02d", (int) seconds / 3600, (int) seconds / 60 % 60,
                           (int) seconds % 60);
  if (*date_field == '\0')
    header->start = g_steal_pointer (&clock);
  else if (read_triple (date_field, '/', part) == 3 && part[0] >= 1 && part[0] <= 31 &&
           part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 9999)
    header->start = g_strdup_printf ("%04d-%02d-%02d %s", (int) part[2], (int) part[1],
                                     (int) part[0], clock);
  else if (seconds > 0)
    header->start = g_steal_pointer (&clock);
}

static gboolean
read_record_line (EctopyWfdbParser *parser, guint64 *n_segments, GError **error)
{
  EctopyWfdbHeader *header = parser->header;
  const char *p = ectopy_wfdb_parser_next_entry (parser);
  g_autofree char *name = NULL;
  g_autofree char *signals = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *frames = NULL;
  g_autofree char *start = NULL;
  g_autofree char *date = NULL;
  const char *digits;
  guint64 n_signals;

  if (p == NULL)
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                    _ ("a line with a record's name and its number of signals was "
                                       "expected, but the file ends."));
  name = ectopy_wfdb_parser_take_field (&p);
  signals = ectopy_wfdb_parser_take_field (&p);
  rate = ectopy_wfdb_parser_take_field (&p);
  frames = ectopy_wfdb_parser_take_field (&p);
  start = ectopy_wfdb_parser_take_field (&p);
  date = ectopy_wfdb_parser_take_field (&p);

  if (!read_name (parser, name, n_segments, error))
    return FALSE;
  digits = signals;
  if (!ectopy_wfdb_parser_read_count (&digits, &n_signals) || *digits != '\0')
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                    _ ("a number of signals was expected, but “%s” was found."),
                                    signals);
  if (n_signals > ECTOPY_WFDB_MAX_SIGNALS)
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_UNSUPPORTED, error,
                                    _ ("at most %d signals were expected, but “%s” was found."),
                                    ECTOPY_WFDB_MAX_SIGNALS, signals);
  if (n_signals == 0)
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_EMPTY, error,
                                    _ ("the record has no signals."));
  header->n_signals = (guint) n_signals;
  if (*rate != '\0' && !read_rate (parser, rate, error))
    return FALSE;
  digits = frames;
  if (*frames != '\0' &&
      (!ectopy_wfdb_parser_read_count (&digits, &header->n_frames) || *digits != '\0'))
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                    _ ("a number of samples was expected, but “%s” was found."),
                                    frames);
  if (*start != '\0')
    read_start (parser, start, date);
  return TRUE;
}

/* ---- Segments ---- */

static void
clear_segment (gpointer data)
{
  g_free (((EctopyWfdbSegment *) data)->name);
}

static gboolean
read_segments (EctopyWfdbParser *parser, guint64 n_segments, GError **error)
{
  EctopyWfdbHeader *header = parser->header;

  header->segments = g_array_new (FALSE, FALSE, sizeof (EctopyWfdbSegment));
  g_array_set_clear_func (header->segments, clear_segment);
  while (header->segments->len < n_segments) {
    const char *p = ectopy_wfdb_parser_next_entry (parser);
    g_autofree char *name = NULL;
    g_autofree char *length = NULL;
    const char *digits;
    EctopyWfdbSegment segment = { 0 };

    if (p == NULL)
      return ectopy_wfdb_parser_fail (
          parser, ECTOPY_ERROR_PARSE, error,
          ngettext ("%" PRIu64 " line on segments was expected, but the file ends after %u.",
                    "%" PRIu64 " lines on segments were expected, but the file ends after %u.",
                    (gulong) n_segments),
          n_segments, header->segments->len);
    name = ectopy_wfdb_parser_take_field (&p);
    digits = length = ectopy_wfdb_parser_take_field (&p);
    if (!ectopy_wfdb_parser_read_count (&digits, &segment.n_frames) || *digits != '\0')
      return ectopy_wfdb_parser_fail (
          parser, ECTOPY_ERROR_PARSE, error,
          _ ("the segment's number of samples was expected, but “%s” was found."), length);
    if (!ectopy_wfdb_parser_check_plain_name (parser, name, error))
      return FALSE;
    if (strcmp (name, "~") != 0)
      segment.name = g_steal_pointer (&name);
    g_array_append_val (header->segments, segment);
  }
  return TRUE;
}

/* ---- Public ---- */

/* Whole, as UTF-8: what is not is taken for Latin-1, in which any byte is a character. */
static char *
to_utf8 (const char *text, size_t size)
{
  GString *out;

  if (g_utf8_validate (text, (gssize) size, NULL))
    return g_strndup (text, size);
  out = g_string_sized_new (size + size / 8);
  for (size_t i = 0; i < size; i++)
    g_string_append_unichar (out, (guchar) text[i]);
  return g_string_free (out, FALSE);
}

static gboolean
check_lines (EctopyWfdbParser *parser, GError **error)
{
  const char *line = parser->next;

  while (*line != '\0') {
    const size_t length = strcspn (line, "\n");

    parser->number++;
    if (length > LONGEST_LINE)
      return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                      _ ("at most %d bytes were expected, but it has %zu."),
                                      LONGEST_LINE, length);
    line += length + (line[length] == '\n');
  }
  parser->number = 0;
  return TRUE;
}

/* What stands after the last signal: comments, of which one blank after "#" is not part. */
static void
read_comments (EctopyWfdbParser *parser)
{
  while (ectopy_wfdb_parser_next_line (parser)) {
    if (parser->line[0] != '#')
      continue;
    if (parser->comment == NULL)
      parser->comment = g_string_new (NULL);
    else
      g_string_append_c (parser->comment, '\n');
    g_string_append (parser->comment, parser->line + (parser->line[1] == ' ' ? 2 : 1));
  }
  if (parser->comment != NULL)
    parser->header->comment = g_string_free (g_steal_pointer (&parser->comment), FALSE);
}

static EctopyWfdbHeader *
header_new (void)
{
  EctopyWfdbHeader *header = g_new0 (EctopyWfdbHeader, 1);

  header->rate_hz = header->counter_hz = DEFAULT_RATE_HZ;
  header->signals = g_array_new (FALSE, FALSE, sizeof (EctopyWfdbSignal));
  g_array_set_clear_func (header->signals, ectopy_wfdb_parser_clear_signal);
  header->notes = g_ptr_array_new_with_free_func (g_free);
  return header;
}

EctopyWfdbHeader *
ectopy_wfdb_header_parse (const char *text, size_t size, const char *name, GError **error)
{
  g_autoptr (EctopyWfdbHeader) header = header_new ();
  const char *nul = memchr (text, '\0', size);
  g_autofree char *utf8 = NULL;
  EctopyWfdbParser parser = { .name = name, .header = header };
  guint64 n_segments = 0;
  gboolean good;

  if (nul != NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("“%s”: a header of text was expected, but byte %zu is 0."), name,
                 (gsize) (nul - text) + 1);
    return NULL;
  }
  parser.next = utf8 = to_utf8 (text, size);
  good = check_lines (&parser, error) && read_record_line (&parser, &n_segments, error) &&
         (n_segments > 0 ? read_segments (&parser, n_segments, error)
                         : ectopy_wfdb_parser_read_signals (&parser, error));
  if (good)
    read_comments (&parser);
  g_free (parser.line);
  return good ? g_steal_pointer (&header) : NULL;
}

EctopyWfdbHeader *
ectopy_wfdb_header_read (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  size_t size;
  g_autofree char *text = ectopy_input_file_read_all (path, ECTOPY_WFDB_MAX_HEADER, &size, error);

  return text != NULL ? ectopy_wfdb_header_parse (text, size, name, error) : NULL;
}

void
ectopy_wfdb_header_free (EctopyWfdbHeader *header)
{
  g_free (header->name);
  g_free (header->start);
  g_array_unref (header->signals);
  g_clear_pointer (&header->segments, g_array_unref);
  g_free (header->comment);
  g_ptr_array_unref (header->notes);
  g_free (header);
}
