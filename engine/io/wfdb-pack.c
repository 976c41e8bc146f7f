/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-pack.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

/* Bytes of a mark with all its fields and the longest text. */
#define LARGEST_MARK 288

/* A word's upper bits, where they are not a code. */
#define WORD_SKIP 59
#define WORD_NUM  60
#define WORD_SUB  61
#define WORD_CHN  62
#define WORD_AUX  63

#define WORD_CODE_SHIFT   10
#define WORD_MAX_DISTANCE 1023
#define WORD_VALUE_MASK   1023

static void
put_word (GByteArray *bytes, guint upper, guint lower)
{
  const guint word = (upper << WORD_CODE_SHIFT) | lower;
  const guint8 pair[2] = { (guint8) (word & 0xff), (guint8) (word >> 8) };

  g_byte_array_append (bytes, pair, sizeof pair);
}

/* Small numbers fill all ten bits with their sign. */
static void
put_small_word (GByteArray *bytes, guint upper, gint value)
{
  put_word (bytes, upper, (guint) value & WORD_VALUE_MASK);
}

/* The distance of a SKIP has its upper half first, either half low byte first (PDP-11). */
static void
put_skip (GByteArray *bytes, gint64 signed_distance)
{
  const guint32 distance = (guint32) signed_distance;
  const guint8 halves[4] = { (guint8) (distance >> 16), (guint8) (distance >> 24),
                             (guint8) distance, (guint8) (distance >> 8) };

  put_word (bytes, WORD_SKIP, 0);
  g_byte_array_append (bytes, halves, sizeof halves);
}

/* Code and place. A word of 0 would be the end of the file, so a mark of code 0 at the place of the
 * one before goes a step back first. */
static void
put_mark (GByteArray *bytes, guint code, gint64 distance)
{
  const guint rest = code == ECTOPY_CODE_NONE ? 1 : 0;

  if (distance >= rest && distance <= WORD_MAX_DISTANCE) {
    put_word (bytes, code, (guint) distance);
  } else {
    put_skip (bytes, distance - rest);
    put_word (bytes, code, rest);
  }
}

static size_t
text_size (const EctopyAnnotation *annotation)
{
  if (annotation->text == NULL)
    return 0;
  return annotation->text_size > 0 ? annotation->text_size : strlen (annotation->text);
}

/* Texts are filled up to whole words. */
static void
put_text (GByteArray *bytes, const char *text, size_t size)
{
  static const guint8 fill = 0;
  const guint length = (guint) size;

  put_word (bytes, WORD_AUX, length);
  g_byte_array_append (bytes, (const guint8 *) text, length);
  if (length % 2 == 1)
    g_byte_array_append (bytes, &fill, 1);
}

static gboolean
check (const EctopyAnnotation *annotation, size_t index, GError **error)
{
  if (annotation->code >= ECTOPY_N_CODES)
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("Annotation %zu: a code from 0 to %d was expected, but it has %u."), index + 1,
                 ECTOPY_N_CODES - 1, annotation->code);
  else if (annotation->sample < 0 || annotation->sample > G_MAXINT32)
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
        _ ("Annotation %zu: the format has samples from 0 to %d, but it is at %" PRId64 "."),
        index + 1, G_MAXINT32, annotation->sample);
  else if (text_size (annotation) > ECTOPY_ANNOTATION_MAX_TEXT)
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
        ngettext ("Annotation %zu: its text has %zu byte, but the format has room for %d.",
                  "Annotation %zu: its text has %zu bytes, but the format has room for %d.",
                  text_size (annotation)),
        index + 1, text_size (annotation), ECTOPY_ANNOTATION_MAX_TEXT);
  else
    return TRUE;
  return FALSE;
}

GByteArray *
ectopy_wfdb_pack_annotations (const EctopyAnnotation *annotations,
                              size_t n_annotations,
                              GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gint64 before = 0;
  guint channel = 0;
  gint number = 0;

  for (size_t i = 0; i < n_annotations; i++) {
    const EctopyAnnotation *annotation = &annotations[i];

    if (!check (annotation, i, error) ||
        (i % 4096 == 0 && !ectopy_memory_has_room (2 * bytes->len + 4096 * LARGEST_MARK, 1, error)))
      return NULL;
    put_mark (bytes, annotation->code, annotation->sample - before);
    if (annotation->subtype != 0)
      put_small_word (bytes, WORD_SUB, annotation->subtype);
    if (annotation->channel != channel)
      put_small_word (bytes, WORD_CHN, annotation->channel);
    if (annotation->number != number)
      put_small_word (bytes, WORD_NUM, annotation->number);
    if (text_size (annotation) > 0)
      put_text (bytes, annotation->text, text_size (annotation));
    before = annotation->sample;
    channel = annotation->channel;
    number = annotation->number;
  }
  put_word (bytes, 0, 0);
  return g_steal_pointer (&bytes);
}
