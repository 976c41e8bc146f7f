/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-annotation.h"

#include "engine/core/atomic-file.h"
#include "engine/core/byte-reader.h"
#include "engine/core/error.h"
#include "engine/core/float-parser.h"
#include "engine/core/input-file.h"
#include "engine/core/memory.h"
#include "engine/io/wfdb-pack.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* A word's upper bits, where they are not a code. */
#define WORD_SKIP 59
#define WORD_NUM  60
#define WORD_SUB  61
#define WORD_CHN  62
#define WORD_AUX  63

#define WORD_CODE_SHIFT 10
#define WORD_VALUE_MASK 1023

/* Places beyond are nonsense, and are kept from overflowing when they are multiplied. */
#define FARTHEST_SAMPLE (G_GINT64_CONSTANT (1) << 40)

#define AHA_RECORD   16
#define AHA_TRY      4
#define RATE_NOTE    "## time resolution:"
#define HIGHEST_RATE 1e9
#define LOWEST_RATE  1e-6

typedef struct {
  EctopyByteReader reader;
  const char *name;
  GPtrArray *notes;
  GArray *marks;
  EctopyAnnotation mark; /* the one whose fields are being read */
  gboolean has_mark;
  gint64 sample;
  guint8 channel; /* these two hold on */
  gint8 number;
  guint n_long_texts;
} Parser;

static gboolean fail (const Parser *parser, size_t offset, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean
fail (const Parser *parser, size_t offset, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("“%s”, byte %zu: %s"), parser->name,
               offset + 1, message);
  return FALSE;
}

static void note (const Parser *parser, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
note (const Parser *parser, const char *format, ...)
{
  va_list arguments;

  if (parser->notes == NULL)
    return;
  va_start (arguments, format);
  g_ptr_array_add (parser->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Records of 16 bytes: nothing, a letter of a small set, a time that does not run backwards. Words
 * of MIT format that look so in every record are next to impossible. */
static gboolean
looks_like_aha (const guint8 *data, size_t size)
{
  EctopyByteReader reader = { data, size, 0 };
  const size_t n = MIN (size / AHA_RECORD, AHA_TRY);
  gint32 before = G_MININT32;

  for (size_t i = 0; i < n; i++) {
    gint32 time = 0;

    reader.offset = i * AHA_RECORD + 2;
    ectopy_byte_reader_i32_pdp (&reader, &time);
    if (data[i * AHA_RECORD] != 0 || data[i * AHA_RECORD + 1] == 0 ||
        strchr ("NVFEPQOR[]US", data[i * AHA_RECORD + 1]) == NULL || time < before)
      return FALSE;
    before = time;
  }
  return n > 0 && size % AHA_RECORD == 0;
}

/* A study or a table that is given for annotations would be read as some. Annotations have bytes that no
 * text has: the end mark, and the code of a normal beat. */
static gboolean
is_text (const guint8 *data, size_t size)
{
  for (size_t i = 0; i < size; i++)
    if ((data[i] < ' ' && !g_ascii_isspace (data[i])) || data[i] == 0x7f)
      return FALSE;
  return size > 0;
}

static gboolean
flush_mark (Parser *parser, GError **error)
{
  if (!parser->has_mark)
    return TRUE;
  if (!ectopy_memory_may_grow (parser->marks, error))
    return FALSE;
  parser->mark.channel = parser->channel;
  parser->mark.number = parser->number;
  g_array_append_val (parser->marks, parser->mark);
  memset (&parser->mark, 0, sizeof parser->mark);
  parser->has_mark = FALSE;
  return TRUE;
}

static gboolean
move (Parser *parser, gint64 distance, size_t offset, GError **error)
{
  parser->sample += distance;
  if (ABS (parser->sample) > FARTHEST_SAMPLE)
    return fail (parser, offset, error, _ ("the mark is at %" PRId64 ", too far away."),
                 parser->sample);
  return TRUE;
}

/* Texts are filled up to whole words. Where a text has more bytes than up to its first NUL, the
 * mark remembers how many, so that it can be written as it was. */
static gboolean
read_text (Parser *parser, guint length, size_t offset, GError **error)
{
  const guint8 *bytes = ectopy_byte_reader_take (&parser->reader, length);
  const guint kept = MIN (length, ECTOPY_ANNOTATION_MAX_TEXT);

  if (bytes == NULL)
    return fail (parser, offset, error,
                 ngettext ("a text of %u byte was expected, but %zu are left.",
                           "a text of %u bytes was expected, but %zu are left.", length),
                 length, ectopy_byte_reader_left (&parser->reader));
  if (length % 2 == 1)
    ectopy_byte_reader_take (&parser->reader, 1);
  parser->n_long_texts += length > kept;
  g_free (parser->mark.text);
  parser->mark.text = g_malloc (kept + 1u);
  memcpy (parser->mark.text, bytes, kept);
  parser->mark.text[kept] = '\0';
  parser->mark.text_size = strlen (parser->mark.text) == kept ? 0 : (guint8) kept;
  return TRUE;
}

/* What follows a mark and belongs to it. */
static gboolean
read_field (Parser *parser, guint upper, guint value, size_t offset, GError **error)
{
  if (!parser->has_mark)
    return fail (parser, offset, error,
                 _ ("a mark was expected before its fields, but there is none."));
  switch (upper) {
  case WORD_NUM:
    parser->number = (gint8) value;
    return TRUE;
  case WORD_SUB:
    parser->mark.subtype = (gint8) value;
    return TRUE;
  case WORD_CHN:
    parser->channel = (guint8) value;
    return TRUE;
  default:
    return read_text (parser, value, offset, error);
  }
}

static gboolean
read_word (Parser *parser, guint16 word, size_t offset, GError **error)
{
  const guint upper = word >> WORD_CODE_SHIFT;
  const guint value = word & WORD_VALUE_MASK;
  gint32 distance;

  if (upper >= WORD_NUM)
    return read_field (parser, upper, value, offset, error);
  if (!flush_mark (parser, error))
    return FALSE;
  if (upper == WORD_SKIP) {
    if (!ectopy_byte_reader_i32_pdp (&parser->reader, &distance))
      return fail (parser, offset, error,
                   _ ("a distance of 4 bytes was expected, but %zu are left."),
                   ectopy_byte_reader_left (&parser->reader));
    return move (parser, distance, offset, error);
  }
  if (upper >= ECTOPY_N_CODES)
    return fail (parser, offset, error, _ ("a code from 0 to %d was expected, but %u was found."),
                 ECTOPY_N_CODES - 1, upper);
  parser->mark.code = (guint8) upper;
  parser->has_mark = TRUE;
  if (!move (parser, value, offset, error))
    return FALSE;
  parser->mark.sample = parser->sample;
  return TRUE;
}

/* Up to the end mark, or the end of the file. */
static gboolean
read_words (Parser *parser, GError **error)
{
  EctopyByteReader *reader = &parser->reader;
  size_t offset = 0;
  guint16 word;

  while (ectopy_byte_reader_u16_le (reader, &word)) {
    if (word == 0) {
      for (size_t i = reader->offset; i < reader->size; i++)
        if (reader->data[i] != 0) {
          note (parser,
                ngettext ("“%s” goes on for %zu byte after its end mark: they were left out.",
                          "“%s” goes on for %zu bytes after its end mark: they were left out.",
                          ectopy_byte_reader_left (reader)),
                parser->name, ectopy_byte_reader_left (reader));
          break;
        }
      return TRUE;
    }
    if (!read_word (parser, word, offset, error))
      return FALSE;
    offset = reader->offset;
  }
  note (parser, _ ("“%s” ends without an end mark: it may have been cut off."), parser->name);
  return TRUE;
}

GArray *
ectopy_wfdb_annotation_parse (const guint8 *data,
                              size_t size,
                              const char *name,
                              GPtrArray *notes,
                              GError **error)
{
  Parser parser = { .reader = { data, size, 0 }, .name = name, .notes = notes };
  gboolean good;

  if (looks_like_aha (data, size)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
                 _ ("“%s” looks like annotations in AHA format, which is not supported: MIT format "
                    "was expected."),
                 name);
    return NULL;
  }
  if (is_text (data, size)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("“%s” holds nothing but text: WFDB annotations were expected."), name);
    return NULL;
  }
  parser.marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  g_array_set_clear_func (parser.marks, (GDestroyNotify) ectopy_annotation_clear);
  good = read_words (&parser, error) && flush_mark (&parser, error);
  if (!good)
    ectopy_annotation_clear (&parser.mark);
  if (good && parser.n_long_texts > 0)
    note (&parser,
          ngettext ("“%s” has %u text of more than %d bytes: the rest of them was left out.",
                    "“%s” has %u texts of more than %d bytes: the rest of them was left out.",
                    parser.n_long_texts),
          name, parser.n_long_texts, ECTOPY_ANNOTATION_MAX_TEXT);
  if (!good)
    g_clear_pointer (&parser.marks, g_array_unref);
  return parser.marks;
}

GArray *
ectopy_wfdb_annotation_read (const char *path, GPtrArray *notes, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  size_t size;
  g_autofree char *data = ectopy_input_file_read_all (path, ECTOPY_WFDB_MAX_ANNOTATIONS, &size,
                                                      error);

  if (data == NULL)
    return NULL;
  return ectopy_wfdb_annotation_parse ((const guint8 *) data, size, name, notes, error);
}

gboolean
ectopy_wfdb_annotation_write (const char *path,
                              const EctopyAnnotation *annotations,
                              size_t n_annotations,
                              GError **error)
{
  g_autoptr (GByteArray) bytes = ectopy_wfdb_pack_annotations (annotations, n_annotations, error);

  return bytes != NULL && ectopy_atomic_write (path, bytes->data, bytes->len, error);
}

double
ectopy_wfdb_annotation_take_rate (GArray *annotations)
{
  const EctopyAnnotation *marks = (const EctopyAnnotation *) (gpointer) annotations->data;
  const char *text;
  double rate;
  guint n = 1;

  if (annotations->len == 0 || marks[0].code != ECTOPY_CODE_NOTE || marks[0].sample != 0 ||
      marks[0].text == NULL || !g_str_has_prefix (marks[0].text, RATE_NOTE))
    return 0;
  text = marks[0].text + strlen (RATE_NOTE);
  text += strspn (text, " ");
  if (ectopy_float_parser_read (text, text + strlen (text), &rate) == NULL ||
      !(rate >= LOWEST_RATE && rate <= HIGHEST_RATE))
    return 0;
  if (annotations->len > 1 && marks[1].code == ECTOPY_CODE_NONE && marks[1].sample == 0)
    n = 2;
  g_array_remove_range (annotations, 0, n);
  return rate;
}
