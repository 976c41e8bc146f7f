/* SPDX-License-Identifier: MIT */
/* A sentence is found by its English form, its numbers and names are taken out, and put into the form that the
 * reader's language has for it. */
#include "engine/learn/stored-text.h"

#include "engine/learn/file-language.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define N_SENTENCES 12

/* As those who store them write them; @n is the first number in it. */
static const char *
sentence (guint index, gulong n)
{
  switch (index) {
  case 0:
    return ngettext ("all %u epoch done", "all %u epochs done", n);
  case 1:
    return ngettext ("no better validation loss for %u epoch",
                     "no better validation loss for %u epochs", n);
  case 2:
    return _ ("interrupted in epoch %u");
  case 3:
    return _ ("a value was no longer finite in epoch %u, step %" PRIu64);
  case 4:
    /* Translators: the reason follows. */
    return _ ("the checkpoint could not be written: %s");
  case 5:
    /* Translators: a class by letter and name, such as V (ventricular ectopic). */
    return _ ("Class %c (%s) has no beats and gets none.");
  case 6:
    /* Translators: a class by letter and name, such as V (ventricular ectopic). */
    return _ ("Class %c (%s) has one beat, which is repeated.");
  case 7:
    /* Translators: a class by letter and name; then its beats, and how many of the nearest of them new
     * beats are made from, and should be. */
    return ngettext ("Class %c (%s) has %zu beat: %zu neighbours are used instead of %zu.",
                     "Class %c (%s) has %zu beats: %zu neighbours are used instead of %zu.", n);
  case 8:
    return ngettext (
        "the class of %zu beat is not that of the file: a person has corrected it",
        "the classes of %zu beats are not those of the file: a person has corrected them", n);
  case 9:
    /* Translators: the names of the records follow, after a space of their own. */
    return ngettext ("%u record:%s", "%u records:%s", n);
  case 10:
    /* Translators: letters of the classes with their beats follow, after a space of their own. */
    return ngettext ("%zu beat:%s", "%zu beats:%s", n);
  default:
    /* Translators: letters of the classes with their beats follow, after a space of their own; then a date. */
    return ngettext ("%zu beat of one recording that a person looked at:%s; %s",
                     "%zu beats of one recording that a person looked at:%s; %s", n);
  }
}

/* Returns: where a placeholder such as “%zu” ends that begins at @format; @number: its number from 1 if it is one
 * such as “%2$s”, else 0. */
static const char *
skip_placeholder (const char *format, guint *number)
{
  const char *end = format + 1;
  guint found = 0;

  while (g_ascii_isdigit (*end))
    found = 10 * found + (guint) g_ascii_digit_value (*end++);
  *number = *end == '$' ? found : 0;
  while (*end != '\0' && strchr ("$zl0123456789.-+#' ", *end) != NULL)
    end++;
  return *end != '\0' ? end + 1 : end;
}

static gboolean
is_number (const char *text)
{
  return text[0] != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* Returns: (nullable): what stands in @text in place of the placeholders of @format, if it is of that form. */
static GPtrArray *
take_parts (const char *format, const char *text)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  while (*format != '\0') {
    g_autofree char *between = NULL;
    const char *next, *end;
    char *part;
    guint number;

    if (*format != '%') {
      if (*format++ != *text++)
        return NULL;
      continue;
    }
    next = skip_placeholder (format, &number);
    between = g_strndup (next, strcspn (next, "%"));
    end = between[0] != '\0' ? strstr (text, between) : text + strlen (text);
    if (end == NULL)
      return NULL;
    part = g_strndup (text, (gsize) (end - text));
    g_ptr_array_add (parts, part);
    if (next[-1] != 's' && next[-1] != 'c' && !is_number (part))
      return NULL;
    text = end;
    format = next;
  }
  return *text == '\0' ? g_steal_pointer (&parts) : NULL;
}

static gulong
first_number (const GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    if (is_number (g_ptr_array_index (parts, i)))
      return (gulong) g_ascii_strtoull (g_ptr_array_index (parts, i), NULL, 10);
  return 0;
}

static const char *
stored_sentence (guint index, gulong n)
{
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();

  return sentence (index, n);
}

/* Returns: (nullable): the parts of @stored, and which sentence it is. */
static GPtrArray *
find (const char *stored, guint *index)
{
  for (*index = 0; *index < N_SENTENCES; (*index)++)
    for (gulong n = 1; n <= 2; n++) {
      GPtrArray *parts = take_parts (stored_sentence (*index, n), stored);

      if (parts != NULL)
        return parts;
    }
  return NULL;
}

/* Puts @parts in place of the placeholders; a name of a class has its translation. */
static char *
fill (const char *format, const GPtrArray *parts)
{
  GString *text = g_string_new (NULL);
  guint next = 0;

  while (*format != '\0') {
    guint number;
    const char *part;

    if (*format != '%') {
      g_string_append_c (text, *format++);
      continue;
    }
    format = skip_placeholder (format, &number);
    next = number > 0 ? number : next + 1;
    part = next <= parts->len ? g_ptr_array_index (parts, next - 1) : "";
    g_string_append (text, part[0] != '\0' ? gettext (part) : "");
  }
  return g_string_free (text, FALSE);
}

char *
ectopy_stored_text_shown (const char *stored)
{
  guint index;
  const char *whole = stored[0] != '\0' ? gettext (stored) : stored;
  g_autoptr (GPtrArray) parts = find (stored, &index);
  const char *form = NULL;
  gulong n;

  if (whole != stored || parts == NULL)
    return g_strdup (whole);
  n = first_number (parts);
  form = sentence (index, n);
  /* In English it stays as it was written, in its one form. */
  return form != stored_sentence (index, n) ? fill (form, parts) : g_strdup (stored);
}

gboolean
ectopy_stored_text_is_known (const char *stored)
{
  guint index;
  g_autoptr (GPtrArray) parts = find (stored, &index);

  return parts != NULL;
}
