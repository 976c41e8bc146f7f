/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-header-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Frames: tape heads are samples apart, not hours. */
#define HIGHEST_SKEW 1000000

/* Of a gain in steps a unit and of a baseline, so that no sample becomes infinite. */
#define LOWEST_GAIN      1e-15
#define HIGHEST_GAIN     1e15
#define HIGHEST_BASELINE 1e15

/* A whole number, all of @field, within bounds. */
static gboolean
read_whole (const char *field, gint64 lowest, gint64 highest, gint64 *value)
{
  return g_ascii_string_to_signed (*field == '+' ? field + 1 : field, 10, lowest, highest, value,
                                   NULL);
}

static gboolean
is_known_format (guint64 format)
{
  static const guint known[] = { 0, 8, 16, 24, 32, 61, 80, 160, 212, 310, 311 };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (format == known[i])
      return TRUE;
  return FALSE;
}

/* FORMAT, then xSAMPLES, :SKEW and +OFFSET where they are. */
static gboolean
read_format (const EctopyWfdbParser *parser,
             EctopyWfdbSignal *signal,
             const char *field,
             GError **error)
{
  const char *p = field;
  guint64 format;
  guint64 per_frame = 1;
  gboolean good = ectopy_wfdb_parser_read_count (&p, &format);

  if (good && *p == 'x') {
    p++;
    good = ectopy_wfdb_parser_read_count (&p, &per_frame);
  }
  if (good && *p == ':') {
    p++;
    good = ectopy_wfdb_parser_read_count (&p, &signal->skew) && signal->skew <= HIGHEST_SKEW;
  }
  if (good && *p == '+') {
    p++;
    good = ectopy_wfdb_parser_read_count (&p, &signal->byte_offset) &&
           signal->byte_offset <= G_MAXINT64;
  }
  if (!good || *p != '\0')
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                    _ ("a format such as 212, with xSAMPLES, :SKEW and +OFFSET "
                                       "where needed, was expected, but “%s” was found."),
                                    field);
  if (format == 508 || format == 516 || format == 524)
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_UNSUPPORTED, error,
                                    _ ("format %u (FLAC compression) is not supported; xform or "
                                       "another WFDB program can write the record in format 16."),
                                    (guint) format);
  if (!is_known_format (format))
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_UNSUPPORTED, error,
                                    _ ("one of the formats 8, 16, 24, 32, 61, 80, 160, 212, 310 "
                                       "and 311 was expected, but “%s” was found."),
                                    field);
  if (per_frame == 0 || per_frame > ECTOPY_WFDB_MAX_FRAME_SAMPLES)
    return ectopy_wfdb_parser_fail (
        parser, ECTOPY_ERROR_PARSE, error,
        _ ("1 to %d samples a frame were expected, but “%s” was found."),
        ECTOPY_WFDB_MAX_FRAME_SAMPLES, field);
  signal->format = (guint) format;
  signal->samples_per_frame = (guint) per_frame;
  return TRUE;
}

/* GAIN, GAIN(BASELINE), GAIN/UNIT or GAIN(BASELINE)/UNIT. */
static gboolean
read_gain (const EctopyWfdbParser *parser,
           EctopyWfdbSignal *signal,
           gboolean *has_baseline,
           const char *field,
           GError **error)
{
  const char *p = field;
  gboolean good = ectopy_wfdb_parser_read_real (&p, &signal->gain) &&
                  fabs (signal->gain) <= HIGHEST_GAIN &&
                  (fabs (signal->gain) >= LOWEST_GAIN || signal->gain == 0);

  *has_baseline = good && *p == '(';
  if (*has_baseline) {
    p++;
    good = ectopy_wfdb_parser_read_real (&p, &signal->baseline) &&
           fabs (signal->baseline) <= HIGHEST_BASELINE && *p == ')';
    p += good;
  }
  if (good && *p == '/' && p[1] != '\0') {
    signal->unit = g_strdup (p + 1);
    return TRUE;
  }
  return (good && *p == '\0') ||
         ectopy_wfdb_parser_fail (
             parser, ECTOPY_ERROR_PARSE, error,
             _ ("a gain such as 200, 200/mV or 200(1024)/mV was expected, but “%s” was found."),
             field);
}

/* The next field, if there is one. @present tells. */
static gboolean
take_whole (const EctopyWfdbParser *parser,
            const char **text,
            const char *what,
            gint64 lowest,
            gint64 highest,
            gint64 *value,
            gboolean *present,
            GError **error)
{
  g_autofree char *field = ectopy_wfdb_parser_take_field (text);

  *present = *field != '\0';
  if (*present && !read_whole (field, lowest, highest, value))
    return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                    /* Translators: such as “the checksum, a whole number, …”. */
                                    _ ("%s, a whole number, was expected, but “%s” was found."),
                                    what, field);
  return TRUE;
}

static gboolean
read_converter (const EctopyWfdbParser *parser,
                EctopyWfdbSignal *signal,
                const char **text,
                GError **error)
{
  gint64 initial = 0;
  gint64 checksum = 0;
  gboolean present;

  if (!take_whole (parser, text, _ ("the resolution in bits"), 0, 64, &signal->adc_resolution,
                   &present, error) ||
      !take_whole (parser, text, _ ("the ADC zero"), G_MININT32, G_MAXINT32, &signal->adc_zero,
                   &present, error) ||
      !take_whole (parser, text, _ ("the first sample"), G_MININT32, G_MAXINT32, &initial,
                   &signal->has_initial_value, error) ||
      !take_whole (parser, text, _ ("the checksum"), G_MININT32, G_MAXUINT32, &checksum,
                   &signal->has_checksum, error) ||
      !take_whole (parser, text, _ ("the block size"), G_MININT64, G_MAXINT64, &signal->block_size,
                   &present, error))
    return FALSE;
  signal->initial_value = (gint32) (signal->has_initial_value ? initial : signal->adc_zero);
  signal->checksum = (guint16) checksum;
  return TRUE;
}

/* Signals that share a file follow each other, and agree on what the file is. */
static gboolean
check_group (const EctopyWfdbParser *parser,
             EctopyWfdbSignal *signal,
             gboolean has_offset,
             GError **error)
{
  const EctopyWfdbHeader *header = parser->header;
  const guint n = header->signals->len;
  guint64 frame = signal->samples_per_frame;
  const EctopyWfdbSignal *before;

  if (signal->file_name == NULL)
    return TRUE;
  before = n > 0 ? ectopy_wfdb_header_signal (header, n - 1) : NULL;
  if (before == NULL || g_strcmp0 (before->file_name, signal->file_name) != 0) {
    for (guint i = 0; i < n; i++)
      if (g_strcmp0 (ectopy_wfdb_header_signal (header, i)->file_name, signal->file_name) == 0)
        return ectopy_wfdb_parser_fail (parser, ECTOPY_ERROR_PARSE, error,
                                        _ ("the signals of “%s” were expected to follow each "
                                           "other, but another file stands in between."),
                                        signal->file_name);
    return TRUE;
  }
  if (signal->format != before->format)
    return ectopy_wfdb_parser_fail (
        parser, ECTOPY_ERROR_PARSE, error,
        _ ("format %u was expected, as of the other signals of “%s”, but format %u was found."),
        before->format, signal->file_name, signal->format);
  if (!has_offset)
    signal->byte_offset = before->byte_offset;
  if (signal->byte_offset != before->byte_offset)
    return ectopy_wfdb_parser_fail (
        parser, ECTOPY_ERROR_PARSE, error,
        ngettext ("an offset of %" PRIu64
                  " byte was expected, as of the other signals of “%s”, but %" PRIu64 " was found.",
                  "an offset of %" PRIu64
                  " bytes was expected, as of the other signals of “%s”, but %" PRIu64
                  " was found.",
                  (gulong) before->byte_offset),
        before->byte_offset, signal->file_name, signal->byte_offset);
  for (guint i = n; i > 0; i--) {
    const EctopyWfdbSignal *other = ectopy_wfdb_header_signal (header, i - 1);

    if (g_strcmp0 (other->file_name, signal->file_name) != 0)
      break;
    frame += other->samples_per_frame;
  }
  return frame <= ECTOPY_WFDB_MAX_FRAME_SAMPLES ||
         ectopy_wfdb_parser_fail (
             parser, ECTOPY_ERROR_UNSUPPORTED, error,
             _ ("at most %d samples a frame were expected of “%s”, but it has more."),
             ECTOPY_WFDB_MAX_FRAME_SAMPLES, signal->file_name);
}

void
ectopy_wfdb_parser_clear_signal (gpointer data)
{
  EctopyWfdbSignal *signal = data;

  g_free (signal->file_name);
  g_free (signal->unit);
  g_free (signal->description);
}

static gboolean
read_signal_fields (const EctopyWfdbParser *parser,
                    EctopyWfdbSignal *signal,
                    const char *p,
                    GError **error)
{
  g_autofree char *file_name = ectopy_wfdb_parser_take_field (&p);
  g_autofree char *format = ectopy_wfdb_parser_take_field (&p);
  g_autofree char *gain = ectopy_wfdb_parser_take_field (&p);
  gboolean has_baseline = FALSE;

  if (!read_format (parser, signal, format, error))
    return FALSE;
  if (signal->format != 0 && strcmp (file_name, "~") != 0) {
    if (!ectopy_wfdb_parser_check_plain_name (parser, file_name, error))
      return FALSE;
    signal->file_name = g_steal_pointer (&file_name);
  }
  if (*gain != '\0' && (!read_gain (parser, signal, &has_baseline, gain, error) ||
                        !read_converter (parser, signal, &p, error)))
    return FALSE;
  if (!has_baseline)
    signal->baseline = (double) signal->adc_zero;
  signal->description = *p != '\0' ? g_strdup (p)
                                   : g_strdup_printf ("signal %u", parser->header->signals->len);
  return check_group (parser, signal, strchr (format, '+') != NULL, error);
}

gboolean
ectopy_wfdb_parser_read_signals (EctopyWfdbParser *parser, GError **error)
{
  EctopyWfdbHeader *header = parser->header;

  while (header->signals->len < header->n_signals) {
    const char *p = ectopy_wfdb_parser_next_entry (parser);
    EctopyWfdbSignal signal = { .samples_per_frame = 1 };

    if (p == NULL)
      return ectopy_wfdb_parser_fail (
          parser, ECTOPY_ERROR_PARSE, error,
          ngettext ("%u line on signals was expected, but the file ends after %u.",
                    "%u lines on signals were expected, but the file ends after %u.",
                    header->n_signals),
          header->n_signals, header->signals->len);
    if (!read_signal_fields (parser, &signal, p, error)) {
      ectopy_wfdb_parser_clear_signal (&signal);
      return FALSE;
    }
    g_array_append_val (header->signals, signal);
  }
  return TRUE;
}
