/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <string.h>

/* Made-up files in EDF and BDF, as text and numbers of a test's choice. */

/* One signal: what the header says, as it stands there. */
typedef struct {
  const char *label;
  const char *unit;
  const char *extremes[4]; /* physical min, max, digital min, max */
  const char *n_samples;
  const char *transducer; /* or NULL */
} TestEdfSignal;

typedef struct {
  const char *version; /* NULL: that of EDF */
  const char *recording;
  const char *date;
  const char *time;
  const char *size; /* NULL: as it should be */
  const char *kind; /* such as "EDF+D" */
  const char *n_records;
  const char *record_s;
  const char *n_signals; /* NULL: as it should be */
  const TestEdfSignal *signals;
  guint n;
} TestEdf;

static inline void
test_edf_field (GByteArray *bytes, const char *text, size_t width)
{
  const size_t length = text != NULL ? MIN (strlen (text), width) : 0;

  if (length > 0)
    g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
  for (size_t i = length; i < width; i++)
    g_byte_array_append (bytes, (const guint8 *) " ", 1);
}

static inline void
test_edf_header (GByteArray *bytes, const TestEdf *edf)
{
  g_autofree char *size = g_strdup_printf ("%u", 256 * (edf->n + 1));
  g_autofree char *n_signals = g_strdup_printf ("%u", edf->n);

  test_edf_field (bytes, edf->version != NULL ? edf->version : "0", 8);
  test_edf_field (bytes, "F 1-JAN-1950 Somebody", 80);
  test_edf_field (bytes, edf->recording, 80);
  test_edf_field (bytes, edf->date != NULL ? edf->date : "01.01.85", 8);
  test_edf_field (bytes, edf->time != NULL ? edf->time : "00.00.00", 8);
  test_edf_field (bytes, edf->size != NULL ? edf->size : size, 8);
  test_edf_field (bytes, edf->kind, 44);
  test_edf_field (bytes, edf->n_records, 8);
  test_edf_field (bytes, edf->record_s, 8);
  test_edf_field (bytes, edf->n_signals != NULL ? edf->n_signals : n_signals, 4);
  for (guint i = 0; i < edf->n; i++)
    test_edf_field (bytes, edf->signals[i].label, 16);
  for (guint i = 0; i < edf->n; i++)
    test_edf_field (bytes, edf->signals[i].transducer, 80);
  for (guint i = 0; i < edf->n; i++)
    test_edf_field (bytes, edf->signals[i].unit, 8);
  for (guint e = 0; e < 4; e++)
    for (guint i = 0; i < edf->n; i++)
      test_edf_field (bytes, edf->signals[i].extremes[e], 8);
  for (guint i = 0; i < edf->n; i++)
    test_edf_field (bytes, "HP:0.05Hz", 80);
  for (guint i = 0; i < edf->n; i++)
    test_edf_field (bytes, edf->signals[i].n_samples, 8);
  for (guint i = 0; i < edf->n; i++)
    test_edf_field (bytes, NULL, 32);
}

/* Integers of @width bytes, the lowest first. */
static inline void
test_edf_samples (GByteArray *bytes, guint width, const int *steps, size_t n)
{
  for (size_t i = 0; i < n; i++)
    for (guint b = 0; b < width; b++) {
      const guint8 byte = (guint8) ((guint) steps[i] >> 8 * b);

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* @text with "|" for 0x14, "^" for 0x15 and "~" for NUL, filled up with NULs to @size bytes. */
static inline void
test_edf_texts (GByteArray *bytes, const char *text, size_t size)
{
  for (size_t i = 0, n = strlen (text); i < size; i++) {
    const char c = i < n ? text[i] : '~';
    const guint8 byte = (guint8) (c == '|' ? 0x14 : c == '^' ? 0x15 : c == '~' ? 0 : c);

    g_byte_array_append (bytes, &byte, 1);
  }
}
