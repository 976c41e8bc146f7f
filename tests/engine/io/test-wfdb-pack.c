/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-pack.h"

#include "engine/core/error.h"

#include <string.h>

static void
assert_bytes (const EctopyAnnotation *marks, size_t n_marks, const guint8 *expected, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = ectopy_wfdb_pack_annotations (marks, n_marks, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (bytes->data, bytes->len, expected, size);
}

static void
test_none (void)
{
  assert_bytes (NULL, 0, (const guint8[]){ 0, 0 }, 2);
}

/* Code 28 is 0x7000 in a word, 1 is 0x0400, 5 is 0x1400; AUX 0xfc00, SKIP 0xec00. */
static void
test_plain (void)
{
  static const EctopyAnnotation marks[] = {
    { .sample = 18, .code = ECTOPY_CODE_RHYTHM, .text = (char *) "(VT" },
    { .sample = 77, .code = ECTOPY_CODE_NORMAL },
    { .sample = 1100, .code = ECTOPY_CODE_VENTRICULAR },
    { .sample = 2124, .code = ECTOPY_CODE_NORMAL },
    { .sample = 2124, .code = ECTOPY_CODE_NOTE, .text = (char *) "ab" },
  };
  static const guint8 expected[] = {
    18,   0x70, 3, 0xfc, '(',  'V',  'T', 0,    /* + and its text, filled up */
    59,   0x04,                                 /* N, 59 on */
    0xff, 0x17,                                 /* V, 1023 on: the farthest without SKIP */
    0,    0xec, 0, 0,    0x00, 0x04, 0,   0x04, /* SKIP 1024, N */
    0,    0x58, 2, 0xfc, 'a',  'b',             /* " at the same sample */
    0,    0,
  };

  assert_bytes (marks, G_N_ELEMENTS (marks), expected, sizeof expected);
}

/* A distance above 16 bits: the upper half comes first. */
static void
test_skip (void)
{
  static const EctopyAnnotation mark = { .sample = 0x01020304, .code = ECTOPY_CODE_NORMAL };
  static const guint8 expected[] = { 0, 0xec, 0x02, 0x01, 0x04, 0x03, 0, 0x04, 0, 0 };

  assert_bytes (&mark, 1, expected, sizeof expected);
}

/* Channel and number are written when they change, the subtype when it is not 0. */
static void
test_fields (void)
{
  static const EctopyAnnotation marks[] = {
    { .sample = 1, .code = 1, .subtype = -1, .channel = 1, .number = 2 },
    { .sample = 2, .code = 1, .channel = 1, .number = 2 },
    { .sample = 3, .code = 1, .number = -2 },
  };
  static const guint8 expected[] = {
    1, 0x04, 0xff, 0xf7, 1,    0xf8, 2, 0xf0, /* SUB 0xf400 with -1, CHN 0xf800, NUM 0xf000 */
    1, 0x04,                                  /* all as before */
    1, 0x04, 0,    0xf8, 0xfe, 0xf3,          /* channel back to 0, number -2 */
    0, 0,
  };

  assert_bytes (marks, G_N_ELEMENTS (marks), expected, sizeof expected);
}

/* A distance of 0 and code 0 would be the end: one back, and one on. Backwards with a SKIP. */
static void
test_awkward (void)
{
  static const EctopyAnnotation marks[] = {
    { .sample = 0, .code = 0 },
    { .sample = 5, .code = 0 },
    { .sample = 3, .code = 1 },
    { .sample = 3, .code = ECTOPY_CODE_NOTE, .text = (char *) "(N", .text_size = 3 },
    { .sample = 3, .code = ECTOPY_CODE_NOTE, .text = (char *) "\0a", .text_size = 2 },
  };
  static const guint8 expected[] = {
    0, 0xec, 0xff, 0xff, 0xff, 0xff, 1, 0,    /* SKIP -1, code 0 one on */
    5, 0,                                     /* code 0 */
    0, 0xec, 0xff, 0xff, 0xfe, 0xff, 0, 0x04, /* SKIP -2, N */
    0, 0x58, 3,    0xfc, '(',  'N',  0, 0,    /* a NUL that is counted, and one that fills */
    0, 0x58, 2,    0xfc, 0,    'a',           /* goes on after a NUL */
    0, 0,
  };

  assert_bytes (marks, G_N_ELEMENTS (marks), expected, sizeof expected);
}

static void
test_errors (void)
{
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  const EctopyAnnotation bad[] = {
    { .sample = 1, .code = ECTOPY_N_CODES },
    { .sample = -1, .code = 1 },
    { .sample = G_GINT64_CONSTANT (0x80000000), .code = 1 },
    { .sample = 1, .code = ECTOPY_CODE_NOTE, .text = too_long },
  };
  const EctopyAnnotation good = { .sample = 1, .code = ECTOPY_CODE_NOTE, .text = longest };
  g_autoptr (GByteArray) bytes = ectopy_wfdb_pack_annotations (&good, 1, NULL);

  g_assert_cmpuint (bytes->len, ==, 2 + 2 + 256 + 2);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ectopy_wfdb_pack_annotations (&bad[i], 1, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/wfdb-pack/none", test_none);
  g_test_add_func ("/io/wfdb-pack/plain", test_plain);
  g_test_add_func ("/io/wfdb-pack/skip", test_skip);
  g_test_add_func ("/io/wfdb-pack/fields", test_fields);
  g_test_add_func ("/io/wfdb-pack/awkward", test_awkward);
  g_test_add_func ("/io/wfdb-pack/errors", test_errors);
  return g_test_run ();
}
