/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-annotation.h"

#include "engine/core/float-parser.h"

#include <math.h>
#include <string.h>

/* ---- Lists ---- */

/* "+12.5": a sign, digits, perhaps a point and digits. Returns: past it, or NULL. */
static const char *
read_onset (const char *text, const char *end, double *onset_s)
{
  if (text == end || (*text != '+' && *text != '-'))
    return NULL;
  text = ectopy_float_parser_read (text, end, onset_s);
  return text != NULL && isfinite (*onset_s) ? text : NULL;
}

/* (transfer full): @size bytes as UTF-8 of one line. */
static char *
make_plain (const char *text, size_t size)
{
  char *plain = g_utf8_make_valid (text, (gssize) size);

  for (char *p = plain; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
    else if ((guchar) p[0] == 0xc2 && (guchar) p[1] < 0xa0) /* those of Latin-1 */
      p[0] = p[1] = ' ';
  return g_strstrip (plain);
}

/* One list, from @text to @end, where a NUL was. */
static gboolean
parse_list (const char *text,
            const char *end,
            double *record_onset_s,
            EctopyEdfAnnotationFunc func,
            gpointer user_data)
{
  double onset_s;
  const char *next = read_onset (text, end, &onset_s);

  if (next != NULL && next < end && *next == ECTOPY_EDF_DURATION)
    next = memchr (next, ECTOPY_EDF_TEXT_END, (size_t) (end - next));
  if (next == NULL || next == end || *next != ECTOPY_EDF_TEXT_END)
    return FALSE;
  /* Before the first text, an empty one tells that the time is that of the record. */
  if (record_onset_s != NULL && (next + 1 == end || next[1] == ECTOPY_EDF_TEXT_END))
    *record_onset_s = onset_s;
  while (next < end) {
    const char *begin = next + 1;
    const char *stop = begin < end ? memchr (begin, ECTOPY_EDF_TEXT_END, (size_t) (end - begin))
                                   : NULL;
    g_autofree char *plain = NULL;

    if (stop == NULL)
      stop = end;
    if (begin >= stop) {
      next = stop;
      continue;
    }
    plain = make_plain (begin, (size_t) (stop - begin));
    if (*plain != '\0' && func != NULL)
      func (onset_s, plain, user_data);
    next = stop;
  }
  return TRUE;
}

gboolean
ectopy_edf_annotation_parse (const char *data,
                             size_t size,
                             double *record_onset_s,
                             EctopyEdfAnnotationFunc func,
                             gpointer user_data)
{
  const char *const end = data + size;
  gboolean is_good = TRUE;

  if (record_onset_s != NULL)
    *record_onset_s = (double) NAN;
  for (const char *p = data; p < end;) {
    const char *stop = memchr (p, '\0', (size_t) (end - p));

    if (stop == NULL)
      stop = end;
    if (stop > p) {
      if (!parse_list (p, stop, record_onset_s, func, user_data))
        is_good = FALSE;
      record_onset_s = NULL; /* the first list tells it, or none */
    }
    p = stop + 1;
  }
  return is_good;
}

/* ---- Texts ---- */

/* (transfer full): the longest beginning that a mark holds. */
static char *
cut_text (const char *text)
{
  size_t n = strlen (text);

  if (n > ECTOPY_ANNOTATION_MAX_TEXT) {
    n = ECTOPY_ANNOTATION_MAX_TEXT;
    while (n > 0 && ((guchar) text[n] & 0xc0) == 0x80)
      n--;
  }
  return g_strndup (text, n);
}

/* The code whose name @text begins with, alone or before a colon; @rest: what follows that. */
static guint
find_name (const char *text, const char **rest)
{
  for (guint code = 1; code < ECTOPY_N_CODES; code++) {
    const char *name = ectopy_annotation_code_name (code);
    const size_t n = strlen (name);

    if (ectopy_annotation_code_symbol (code) == ' ' || g_ascii_strncasecmp (text, name, n) != 0)
      continue;
    if (text[n] == '\0' || g_str_has_prefix (text + n, ": ")) {
      *rest = text[n] == '\0' ? text + n : text + n + 2;
      return code;
    }
  }
  return ECTOPY_CODE_NONE;
}

EctopyAnnotation
ectopy_edf_annotation_from_text (const char *text)
{
  EctopyAnnotation mark = { .code = ECTOPY_CODE_NOTE };
  const char *rest = text;
  guint code = ECTOPY_CODE_NONE;

  if (text[0] != '\0' && text[1] == '\0') {
    code = ectopy_annotation_code_from_symbol (text[0]);
    if (ectopy_annotation_code_is_beat (code))
      rest = text + 1;
    else
      code = ECTOPY_CODE_NONE;
  }
  if (code == ECTOPY_CODE_NONE)
    code = find_name (text, &rest);
  if (code != ECTOPY_CODE_NONE)
    mark.code = (guint8) code;
  if (*rest != '\0')
    mark.text = cut_text (rest);
  return mark;
}

char *
ectopy_edf_annotation_to_text (const EctopyAnnotation *annotation)
{
  const guint code = annotation->code;
  const char *name = ectopy_annotation_code_name (code);
  g_autofree char *own = annotation->text != NULL
                             ? make_plain (annotation->text, strlen (annotation->text))
                             : NULL;

  if (own != NULL && *own == '\0')
    g_clear_pointer (&own, g_free);
  if (own == NULL && ectopy_annotation_code_is_beat (code))
    return g_strdup_printf ("%c", ectopy_annotation_code_symbol (code));
  if (own != NULL && code == ECTOPY_CODE_NOTE) {
    EctopyAnnotation read = ectopy_edf_annotation_from_text (own);
    const gboolean is_note = read.code == ECTOPY_CODE_NOTE && g_strcmp0 (read.text, own) == 0;

    ectopy_annotation_clear (&read);
    if (is_note)
      return g_steal_pointer (&own);
  }
  return own != NULL ? g_strdup_printf ("%s: %s", name, own) : g_strdup (name);
}
