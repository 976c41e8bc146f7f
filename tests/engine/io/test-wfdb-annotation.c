/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-annotation.h"

#include "engine/core/error.h"
#include "engine/io/wfdb-pack.h"
#include "tests/support/test-folder.h"

#include <string.h>

/* All there is: a preamble, fields that hold on, texts with and without a NUL of their own. */
static const guint8 canonical[] = {
  0x00, 0x58, 23,   0xfc, '#',  '#',  ' ',  't',  'i', 'm', 'e', ' ', 'r', 'e',
  's',  'o',  'l',  'u',  't',  'i',  'o',  'n',  ':', ' ', '1', '2', '8', 0, /* " and its text */
  0,    0xec, 0xff, 0xff, 0xff, 0xff, 1,    0x00, /* end of the preamble */
  18,   0x70, 3,    0xfc, '(',  'N',  0,    0,    /* + (N and a NUL */
  59,   0x04, 0xff, 0xf7, 1,    0xf8, 0xfe, 0xf3, /* N, subtype -1, channel 1, number -2 */
  0xff, 0x17,                                     /* V, 1023 on */
  0,    0xec, 1,    0,    1,    0,    0,    0x04, /* SKIP 65537, N */
  0,    0,
};

static GArray *
parse (const guint8 *data, size_t size, GPtrArray *notes)
{
  g_autoptr (GError) error = NULL;
  GArray *marks = ectopy_wfdb_annotation_parse (data, size, "a.atr", notes, &error);

  g_assert_no_error (error);
  return marks;
}

static const EctopyAnnotation *
mark_at (const GArray *marks, guint i)
{
  g_assert_cmpuint (i, <, marks->len);
  return &g_array_index (marks, EctopyAnnotation, i);
}

static void
test_everything (void)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) marks = parse (canonical, sizeof canonical, notes);
  g_autoptr (GByteArray)
      again = ectopy_wfdb_pack_annotations (mark_at (marks, 0), marks->len, NULL);

  g_assert_cmpuint (notes->len, ==, 0);
  g_assert_cmpuint (marks->len, ==, 6);
  g_assert_cmpint (mark_at (marks, 0)->code, ==, ECTOPY_CODE_NOTE);
  g_assert_cmpstr (mark_at (marks, 0)->text, ==, "## time resolution: 128");
  g_assert_cmpuint (mark_at (marks, 0)->text_size, ==, 0);
  g_assert_cmpint (mark_at (marks, 1)->code, ==, ECTOPY_CODE_NONE);
  g_assert_cmpint (mark_at (marks, 1)->sample, ==, 0);
  g_assert_cmpint (mark_at (marks, 2)->sample, ==, 18);
  g_assert_cmpstr (mark_at (marks, 2)->text, ==, "(N");
  g_assert_cmpuint (mark_at (marks, 2)->text_size, ==, 3);
  g_assert_cmpint (mark_at (marks, 3)->sample, ==, 77);
  g_assert_cmpint (mark_at (marks, 3)->subtype, ==, -1);
  g_assert_cmpint (mark_at (marks, 3)->channel, ==, 1);
  g_assert_cmpint (mark_at (marks, 3)->number, ==, -2);
  g_assert_null (mark_at (marks, 3)->text);
  g_assert_cmpint (mark_at (marks, 4)->sample, ==, 1100);
  g_assert_cmpint (mark_at (marks, 4)->code, ==, ECTOPY_CODE_VENTRICULAR);
  g_assert_cmpint (mark_at (marks, 4)->subtype, ==, 0);
  g_assert_cmpint (mark_at (marks, 4)->channel, ==, 1);
  g_assert_cmpint (mark_at (marks, 4)->number, ==, -2);
  g_assert_cmpint (mark_at (marks, 5)->sample, ==, 1100 + 65537);
  g_assert_cmpmem (again->data, again->len, canonical, sizeof canonical);

  g_assert_cmpfloat (ectopy_wfdb_annotation_take_rate (marks), ==, 128);
  g_assert_cmpuint (marks->len, ==, 4);
  g_assert_cmpint (mark_at (marks, 0)->sample, ==, 18);
  g_assert_cmpfloat (ectopy_wfdb_annotation_take_rate (marks), ==, 0);
}

/* Every code there is, and none beyond. */
static void
test_codes (void)
{
  for (guint code = 0; code < 64; code++) {
    const guint8 data[] = { 7, (guint8) (code << 2), 0, 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray)
        marks = ectopy_wfdb_annotation_parse (data, sizeof data, "a.atr", NULL, &error);

    if (code < ECTOPY_N_CODES) {
      g_assert_no_error (error);
      g_assert_cmpuint (marks->len, ==, 1);
      g_assert_cmpuint (mark_at (marks, 0)->code, ==, code);
      g_assert_cmpint (mark_at (marks, 0)->sample, ==, 7);
    } else {
      g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
      g_assert_null (marks);
    }
  }
}

static void
test_ends (void)
{
  static const struct {
    guint8 data[8];
    size_t size;
    guint n_marks;
    guint n_notes;
  } cases[] = {
    { { 0 }, 0, 0, 1 },                      /* nothing at all */
    { { 0 }, 1, 0, 1 },                      /* half an end mark */
    { { 0 }, 2, 0, 0 },                      /* the end mark */
    { { 5, 4 }, 2, 1, 1 },                   /* no end mark */
    { { 5, 4, 0 }, 3, 1, 1 },                /* half of it */
    { { 5, 4, 0, 0, 0, 0, 0, 0 }, 8, 1, 0 }, /* filled up with zeros */
    { { 5, 4, 0, 0, 5, 4, 0, 0 }, 8, 1, 1 }, /* more after it */
    { { 5, 4, 0, 0xfc, 0, 0 }, 6, 1, 0 },    /* an empty text */
    { { 5, 4, 1, 0xfc, 'x' }, 5, 1, 1 },     /* a text that is not filled up */
    { { 5, 4, 2, 0xfc, 0, 'x', 0, 0 }, 8, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GArray) marks = parse (cases[i].data, cases[i].size, notes);

    g_assert_cmpuint (marks->len, ==, cases[i].n_marks);
    g_assert_cmpuint (notes->len, ==, cases[i].n_notes);
  }
}

static void
test_long_text (void)
{
  guint8 data[4 + 301 + 1 + 2] = { 5, 0x58, 301 & 0xff, 0xfc | 301 >> 8 };
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) marks = NULL;

  memset (data + 4, 'x', 301);
  marks = parse (data, sizeof data, notes);
  g_assert_cmpuint (strlen (mark_at (marks, 0)->text), ==, 255);
  g_assert_cmpuint (notes->len, ==, 1);
}

static void
test_faults (void)
{
  static const struct {
    guint8 data[10];
    size_t size;
  } cases[] = {
    { { 5, 4, 0, 0xec }, 4 },                       /* no distance */
    { { 5, 4, 0, 0xec, 0, 0, 0 }, 7 },              /* half a distance */
    { { 5, 4, 9, 0xfc, 'x' }, 5 },                  /* half a text */
    { { 1, 0xfc, 'x', 0 }, 4 },                     /* a text of no mark */
    { { 1, 0xf0, 0, 0 }, 4 },                       /* a number of no mark */
    { { 5, 4, 0, 0xec, 0, 0, 0, 0, 1, 0xf8 }, 10 }, /* a channel after a distance */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (
        ectopy_wfdb_annotation_parse (cases[i].data, cases[i].size, "a.atr", NULL, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
    g_assert_nonnull (strstr (error->message, "“a.atr”, byte "));
  }
}

/* Distances that add up to nonsense, in either direction. */
static void
test_far (void)
{
  static const guint8 ways[2][6] = { { 0, 0xec, 0xff, 0x7f, 0xff, 0xff },
                                     { 0, 0xec, 0x00, 0x80, 0x00, 0x00 } };

  for (guint way = 0; way < 2; way++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < 1000; i++)
      g_byte_array_append (bytes, ways[way], 6);
    g_assert_null (ectopy_wfdb_annotation_parse (bytes->data, bytes->len, "a.atr", NULL, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  }
}

/* Text whose letters would be codes and intervals. */
static void
test_text (void)
{
  static const char *const texts[] = { "{\n  \"format\" : \"ectopy-study\"\n}\n",
                                       "time,class\r\n1,N\r\n", "\t", "\xc2\xb5 text" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ectopy_wfdb_annotation_parse ((const guint8 *) texts[i], strlen (texts[i]),
                                                 "a.study.json", NULL, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
    g_assert_nonnull (strstr (error->message, "“a.study.json” holds nothing but text"));
  }
}

static void
test_aha (void)
{
  guint8 data[48] = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++) {
    data[16 * i + 1] = "NVN"[i];
    data[16 * i + 4] = (guint8) (100 * i);
    data[16 * i + 6] = (guint8) (i + 1);
  }
  g_assert_null (ectopy_wfdb_annotation_parse (data, sizeof data, "a.atr", NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "AHA"));
}

static void
test_rates (void)
{
  static const struct {
    const char *text;
    double rate_hz;
  } cases[] = {
    { "## time resolution: 250", 250 },      { "## time resolution:0.5 ", 0.5 },
    { "## time resolution: 0", 0 },          { "## time resolution: -5", 0 },
    { "## time resolution: 1e999", 0 },      { "## time resolution: ", 0 },
    { "## annotation type definitions", 0 }, { "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
    const EctopyAnnotation mark = { .code = ECTOPY_CODE_NOTE, .text = g_strdup (cases[i].text) };

    g_array_set_clear_func (marks, (GDestroyNotify) ectopy_annotation_clear);
    g_array_append_val (marks, mark);
    g_assert_cmpfloat (ectopy_wfdb_annotation_take_rate (marks), ==, cases[i].rate_hz);
    g_assert_cmpuint (marks->len, ==, cases[i].rate_hz > 0 ? 0 : 1);
  }
}

static void
test_file (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.atr", NULL);
  g_autoptr (GArray) marks = parse (canonical, sizeof canonical, NULL);
  g_autoptr (GArray) again = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (ectopy_wfdb_annotation_write (path, mark_at (marks, 0), marks->len, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, canonical, sizeof canonical);
  again = ectopy_wfdb_annotation_read (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, marks->len);
  g_assert_null (ectopy_wfdb_annotation_read (folder, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  test_folder_remove (folder);
}

/* An error, or marks that can be written again. */
static void
try_out (const guint8 *data, size_t size)
{
  g_autofree guint8 *exact = g_memdup2 (data, size); /* so that reading beyond is seen */
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) marks = ectopy_wfdb_annotation_parse (exact, size, "a.atr", notes, &error);

  g_assert_true ((marks == NULL) == (error != NULL));
  if (marks != NULL && marks->len > 0) {
    g_autoptr (GByteArray)
        bytes = ectopy_wfdb_pack_annotations (mark_at (marks, 0), marks->len, NULL);

    if (bytes != NULL) {
      g_autoptr (GArray) again = parse (bytes->data, bytes->len, NULL);

      g_assert_cmpuint (again->len, ==, marks->len);
      for (guint i = 0; i < marks->len; i++)
        g_assert_cmpint (mark_at (again, i)->sample, ==, mark_at (marks, i)->sample);
    }
    ectopy_wfdb_annotation_take_rate (marks);
  }
}

static void
test_prefixes (void)
{

  for (guint size = 0; size <= sizeof canonical; size++)
    try_out (canonical, size);
}

static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (guint i = 0; i < 20000; i++) {
    g_autofree guint8 *spoiled = g_memdup2 (canonical, sizeof canonical);

    for (gint n = g_rand_int_range (rand, 1, 5); n > 0; n--)
      spoiled[g_rand_int_range (rand, 0, (gint32) sizeof canonical)] = (guint8) g_rand_int (rand);
    try_out (spoiled, (size_t) g_rand_int_range (rand, 1, (gint32) sizeof canonical + 1));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/wfdb-annotation/everything", test_everything);
  g_test_add_func ("/io/wfdb-annotation/codes", test_codes);
  g_test_add_func ("/io/wfdb-annotation/ends", test_ends);
  g_test_add_func ("/io/wfdb-annotation/long-text", test_long_text);
  g_test_add_func ("/io/wfdb-annotation/faults", test_faults);
  g_test_add_func ("/io/wfdb-annotation/far", test_far);
  g_test_add_func ("/io/wfdb-annotation/aha", test_aha);
  g_test_add_func ("/io/wfdb-annotation/text", test_text);
  g_test_add_func ("/io/wfdb-annotation/rates", test_rates);
  g_test_add_func ("/io/wfdb-annotation/file", test_file);
  g_test_add_func ("/io/wfdb-annotation/prefixes", test_prefixes);
  g_test_add_func ("/io/wfdb-annotation/mutations", test_mutations);
  return g_test_run ();
}
