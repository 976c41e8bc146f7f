/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

/* A translation of a few messages, made where a test runs: the program's own change. The file is after the
 * manual of gettext, "The Format of GNU MO Files". */
typedef struct {
  const char
      *message; /* with its plural behind a NUL, if it has one; in the order of their bytes */
  gsize message_size;
  const char *translation; /* likewise its forms */
  gsize translation_size;
} MadeUpMessage;

/* Literals of any number of forms: MADE_UP ("%u beat\0%u beats", "%u Schlag\0%u Schläge"). */
#define MADE_UP(message, translation)                                                              \
  {                                                                                                \
    message, sizeof message - 1, translation, sizeof translation - 1                               \
  }

static inline void
made_up_language_append (GByteArray *file,
                         GByteArray *texts,
                         guint32 base,
                         const char *text,
                         gsize n)
{
  const guint32 entry[2] = { (guint32) n, base + texts->len };

  g_byte_array_append (file, (const guint8 *) entry, sizeof entry);
  g_byte_array_append (texts, (const guint8 *) text, (guint) n);
  g_byte_array_append (texts, (const guint8 *) "", 1);
}

/* Writes the file into @folder, which becomes where translations lie. Two forms of plural, as in German. */
static inline void
made_up_language_write (const char *folder, const MadeUpMessage *messages, guint32 n)
{
  static const char header[] = "Content-Type: text/plain; charset=UTF-8\n"
                               "Plural-Forms: nplurals=2; plural=(n != 1);\n";
  const guint32 n_all = n + 1, table = 8 * n_all, texts_at = 28 + 2 * table;
  const guint32 head[7] = { 0x950412de, 0, n_all, 28, 28 + table, 0, texts_at };
  g_autofree char *language = g_build_filename (folder, "de", "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (language, "ectopy.mo", NULL);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) texts = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) head, sizeof head);
  made_up_language_append (file, texts, texts_at, "", 0);
  for (guint32 i = 0; i < n; i++)
    made_up_language_append (file, texts, texts_at, messages[i].message, messages[i].message_size);
  made_up_language_append (file, texts, texts_at, header, sizeof header - 1);
  for (guint32 i = 0; i < n; i++)
    made_up_language_append (file, texts, texts_at, messages[i].translation,
                             messages[i].translation_size);
  g_byte_array_append (file, texts->data, texts->len);
  g_assert_cmpint (g_mkdir_with_parents (language, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
  g_setenv ("LANGUAGE", "de", TRUE);
  bindtextdomain ("ectopy", folder);
  bind_textdomain_codeset ("ectopy", "UTF-8");
  textdomain ("ectopy");
}

/* Removes what made_up_language_write() made, and @folder. */
static inline void
made_up_language_remove (const char *folder)
{
  static const char *const parts[] = { "de/LC_MESSAGES/ectopy.mo", "de/LC_MESSAGES", "de", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *path = g_build_filename (folder, parts[i], NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
}

/* Whether the machine has @locale, which then holds until setlocale (LC_ALL, "C"); else the test is skipped. */
static inline gboolean
made_up_language_begin (const char *locale)
{
  g_autofree char *why = NULL;

  if (setlocale (LC_ALL, locale) != NULL)
    return TRUE;
  why = g_strdup_printf ("the locale %s is not installed", locale);
  g_test_skip (why);
  return FALSE;
}
