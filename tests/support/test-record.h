/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdio.h>

/* Files of made-up records. */

/* Makes FOLDER/NAME, without the care and the time that g_file_set_contents() takes. */
static inline void
test_record_put (const char *folder, const char *name, const void *data, size_t size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  FILE *file;

  remove (path); /* some file systems hurry what is written over an old file to the disk */
  file = fopen (path, "wb");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static inline void
test_record_put_text (const char *folder, const char *name, const char *text)
{
  size_t size = 0;

  while (text[size] != '\0')
    size++;
  test_record_put (folder, name, text, size);
}

static inline void
test_record_append (GByteArray *bytes, guint64 value, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++) {
    const guint8 byte = (guint8) (value >> 8 * i);

    g_byte_array_append (bytes, &byte, 1);
  }
}

/* Appends `[n]` steps in a WFDB format, the last block as short as it may be. Format 8 takes
 * differences. */
static inline void
test_record_encode (GByteArray *bytes, guint format, const gint32 *steps, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    const guint32 s = (guint32) steps[i];
    const guint32 s1 = i + 1 < n ? (guint32) steps[i + 1] : 0;
    const guint32 s2 = i + 2 < n ? (guint32) steps[i + 2] : 0;

    switch (format) {
    case 8:
      test_record_append (bytes, s, 1);
      break;
    case 16:
      test_record_append (bytes, s, 2);
      break;
    case 24:
      test_record_append (bytes, s, 3);
      break;
    case 32:
      test_record_append (bytes, s, 4);
      break;
    case 61:
      test_record_append (bytes, s >> 8, 1);
      test_record_append (bytes, s, 1);
      break;
    case 80:
      test_record_append (bytes, s + 128, 1);
      break;
    case 160:
      test_record_append (bytes, s + 32768, 2);
      break;
    case 212:
      if (i % 2 == 0)
        test_record_append (bytes, (s & 0xfff) | (s1 >> 8 & 0xf) << 12 | (s1 & 0xff) << 16,
                            i + 1 < n ? 3 : 2);
      break;
    case 310:
      if (i % 3 == 0) {
        test_record_append (bytes, (s & 0x3ff) << 1 | (s2 & 0x1f) << 11, 2);
        if (i + 1 < n)
          test_record_append (bytes, (s1 & 0x3ff) << 1 | (s2 >> 5 & 0x1f) << 11, 2);
      }
      break;
    case 311:
      if (i % 3 == 0)
        test_record_append (bytes, (s & 0x3ff) | (s1 & 0x3ff) << 10 | (s2 & 0x3ff) << 20,
                            (guint) MIN (n - i, 3) + 1);
      break;
    default:
      g_assert_not_reached ();
    }
  }
}
