/* SPDX-License-Identifier: MIT */
#include "engine/io/beat-csv.h"

#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "engine/io/beat-csv-fast.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;
static char *path;

static EctopyDataset *
read_text (const char *text,
           gssize size,
           EctopyBeatCsvLabelled labelled,
           gboolean careful,
           EctopyWorkers *workers,
           GError **error)
{
  const EctopyBeatCsvOptions options = { .labelled = labelled, .careful = careful };

  g_assert_true (g_file_set_contents (path, text, size, NULL));
  return ectopy_beat_csv_read (path, &options, workers, NULL, NULL, NULL, error);
}

static void
assert_same (EctopyDataset *a, EctopyDataset *b)
{
  const size_t n_rows = ectopy_dataset_get_n_rows (a);
  const size_t n = n_rows * ectopy_dataset_get_length (a) * sizeof (float);

  g_assert_cmpuint (n_rows, ==, ectopy_dataset_get_n_rows (b));
  g_assert_cmpuint (ectopy_dataset_get_length (a), ==, ectopy_dataset_get_length (b));
  g_assert_cmpmem (ectopy_dataset_get_samples (a), n, ectopy_dataset_get_samples (b), n);
  g_assert_true ((ectopy_dataset_get_labels (a) == NULL) ==
                 (ectopy_dataset_get_labels (b) == NULL));
  if (ectopy_dataset_get_labels (a) != NULL)
    g_assert_cmpmem (ectopy_dataset_get_labels (a), n_rows, ectopy_dataset_get_labels (b), n_rows);
}

/* Both ways of reading give the same beats, or the same error. Returns: (nullable): the beats. */
static EctopyDataset *
read_both (const char *text, gssize size, EctopyBeatCsvLabelled labelled, GError **error)
{
  g_autoptr (GError) fast_error = NULL;
  g_autoptr (GError) careful_error = NULL;
  g_autoptr (EctopyDataset) fast = read_text (text, size, labelled, FALSE, NULL, &fast_error);
  g_autoptr (EctopyDataset) careful = read_text (text, size, labelled, TRUE, NULL, &careful_error);

  g_assert_true ((fast == NULL) == (careful == NULL));
  if (fast != NULL) {
    g_assert_no_error (fast_error);
    assert_same (fast, careful);
    return g_steal_pointer (&fast);
  }
  g_assert_error (careful_error, fast_error->domain, fast_error->code);
  g_assert_cmpstr (fast_error->message, ==, careful_error->message);
  g_propagate_error (error, g_steal_pointer (&fast_error));
  return NULL;
}

typedef struct {
  const char *path;
  const char *text;
  EctopyBeatCsvLabelled labelled;
} Accepted;

/* Each of them says the beats 0.5, 0, -1 of class V and 1, 0.25, 2 of class N. */
static const Accepted accepted[] = {
  { "plain", "0.5,0,-1,2\n1,0.25,2,0\n", 0 },
  { "no-last-line-end", "0.5,0,-1,2\n1,0.25,2,0", 0 },
  { "carriage-returns", "0.5,0,-1,2\r\n1,0.25,2,0\r\n", 0 },
  { "carriage-returns-alone", "0.5,0,-1,2\r1,0.25,2,0\r", 0 },
  { "heading", "a,b,c,class\n0.5,0,-1,2\n1,0.25,2,0\n", 0 },
  { "heading-with-carriage-returns", "a,b,c,class\r\n0.5,0,-1,2\r\n1,0.25,2,0\r\n", 0 },
  { "heading-quoted", "\"a\",\"b, b\",\"c\nc\",\"class\"\n0.5,0,-1,2\n1,0.25,2,0\n", 0 },
  { "heading-with-numbers", "0,1,2,class\n0.5,0,-1,2\n1,0.25,2,0\n", 0 },
  { "byte-order-mark",
    "\xef\xbb\xbf"
    "0.5,0,-1,2\n1,0.25,2,0\n",
    0 },
  { "mark-and-heading",
    "\xef\xbb\xbf"
    "a,b,c,d\n0.5,0,-1,2\n1,0.25,2,0\n",
    0 },
  { "trailing-separators", "0.5,0,-1,2,\n1,0.25,2,0,\n", 0 },
  { "trailing-separators-spaces", "0.5,0,-1,2, \r\n1,0.25,2,0,\r\n", 0 },
  { "blank-lines", "\n\n0.5,0,-1,2\n\r\n   \n1,0.25,2,0\n\n \n", 0 },
  { "blank-lines-last", "0.5,0,-1,2\n1,0.25,2,0\n\n  \n\r\n", 0 },
  { "spaces", " 0.5 , 0,-1 ,2 \n  1,0.25 ,   2,0\n", 0 },
  { "spaces-and-tabs", "0.5,\t0,-1,2\n1,0.25\t,2,0\n", 0 },
  { "semicolons", "0.5;0;-1;2\n1;0.25;2;0\n", 0 },
  { "tabs", "0.5\t0\t-1\t2\n1\t0.25\t2\t0\n", 0 },
  { "tabs-trailing", "0.5\t0\t-1\t2\t\n1\t0.25\t2\t0\t\n", 0 },
  { "quoted", "\"0.5\",0,\" -1 \",\"2\"\n\"1\",0.25,2,\"0\"\n", 0 },
  { "numpy",
    "5.000000000000000000e-01,0.000000000000000000e+00,-1.000000000000000000e+00,"
    "2.000000000000000000e+00\n1.000000000000000000e+00,2.500000000000000000e-01,"
    "2.000000000000000000e+00,0.000000000000000000e+00\n",
    0 },
  { "letters", "0.5,0,-1,V\n1,0.25,2,n\n", 0 },
  { "letters-and-heading", "a,b,c,d\n0.5,0,-1,\"V\"\n1,0.25,2,N\n", 0 },
  { "point-zero", "0.5,0,-1,2.0\n1,0.25,2,-0.\n", 0 },
  { "notations", "+.5,0e5,-1.,+2\n100E-2,0.0025e+2,2,0\n", 0 },
  { "said", "0.5,0,-1,2\n1,0.25,2,0\n", ECTOPY_BEAT_CSV_LABELLED },
};

static void
test_accepted (gconstpointer data)
{
  static const float samples[] = { 0.5f, 0, -1, 1, 0.25f, 2 };
  const Accepted *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyDataset) dataset = read_both (test->text, -1, test->labelled, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (dataset), ==, 2);
  g_assert_cmpuint (ectopy_dataset_get_length (dataset), ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    g_assert_cmpfloat (ectopy_dataset_get_samples (dataset)[i], ==, samples[i]);
  g_assert_cmpuint (ectopy_dataset_get_labels (dataset)[0], ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (ectopy_dataset_get_labels (dataset)[1], ==, ECTOPY_CLASS_N);
  g_assert_cmpstr (ectopy_dataset_get_source (dataset), ==, path);
}

typedef struct {
  const char *path;
  const char *text;
  const char *where; /* in the message */
  EctopyError code;
  EctopyBeatCsvLabelled labelled;
} Refused;

static const Refused refused[] = {
  { "empty", "", "empty", ECTOPY_ERROR_EMPTY, 0 },
  { "only-mark", "\xef\xbb\xbf", "empty", ECTOPY_ERROR_EMPTY, 0 },
  { "only-blank", "\n \r\n\n", "empty", ECTOPY_ERROR_EMPTY, 0 },
  { "only-heading", "a,b,c\n", "line 2", ECTOPY_ERROR_EMPTY, 0 },
  { "text", "1,2,0\n1,abc,0\n", "line 2, column 2: a number was expected, but “abc” was found",
    ECTOPY_ERROR_PARSE, 0 },
  { "text-after-heading", "a,b,c\n1,2,0\nx,2,0\n", "line 3, column 1", ECTOPY_ERROR_PARSE, 0 },
  { "text-after-blank", "\r\n1,2,0\r\n\r\n1,2.5.5,0\r\n", "line 4, column 2", ECTOPY_ERROR_PARSE,
    0 },
  { "after-quoted-line-end", "\"a\nb\",b,c\n1,2,0\n1,,0\n",
    "line 4, column 2: a number was "
    "expected, but nothing was found",
    ECTOPY_ERROR_PARSE, 0 },
  { "carriage-returns-alone", "1,2,0\r1,2,0\r1,x,0", "line 3, column 2", ECTOPY_ERROR_PARSE, 0 },
  { "first-of-two", "1,2,0\n1,x,0\n1,y,0\n", "line 2, column 2", ECTOPY_ERROR_PARSE, 0 },
  { "field-before-ragged", "1,2,0\n1,x\n", "line 2, column 2", ECTOPY_ERROR_PARSE, 0 },
  { "not-a-number", "1,NaN,0\n", "line 1, column 2: a finite number", ECTOPY_ERROR_PARSE, 0 },
  { "missing", "1,2,0\nNA,2,0\n", "line 2, column 1: a finite number", ECTOPY_ERROR_PARSE, 0 },
  { "infinite", "1,2,0\n1,-inf,0\n", "line 2, column 2: a finite number", ECTOPY_ERROR_PARSE, 0 },
  { "too-large", "1,2,0\n1,1e39,0\n", "line 2, column 2: a finite number", ECTOPY_ERROR_PARSE, 0 },
  { "hexadecimal", "1,2,0\n1,0x10,0\n", "line 2, column 2", ECTOPY_ERROR_PARSE, 0 },
  { "class-5", "1,2,0\n1,2,5\n", "line 2, column 3: a class", ECTOPY_ERROR_PARSE, 0 },
  { "class-negative", "1,2,-1\n", "line 1, column 3: a class", ECTOPY_ERROR_PARSE, 0 },
  { "class-half", "1,2,0.5\n", "line 1, column 3: a class", ECTOPY_ERROR_PARSE, 0 },
  { "class-letter", "1,2,0\n1,2,X\n", "line 2, column 3: a class", ECTOPY_ERROR_PARSE, 0 },
  { "class-missing", "1,2,0\n1,2,\n", "line 2, column 3: a class", ECTOPY_ERROR_PARSE, 0 },
  { "letter-among-samples", "1,2,3\n1,2,N\n", "line 2, column 3: a number", ECTOPY_ERROR_PARSE,
    ECTOPY_BEAT_CSV_UNLABELLED },
  { "short-row", "1,2,0\n1,2\n", "line 2: 3 columns were expected, as in the first row, but 2",
    ECTOPY_ERROR_PARSE, 0 },
  { "long-row", "1,2,0\n1,2,0,4,5\n",
    "line 2: 3 columns were expected, as in the first row, but "
    "5",
    ECTOPY_ERROR_PARSE, 0 },
  { "two-separators", "1,2,0\n1,2,0,,\n", "but 4", ECTOPY_ERROR_PARSE, 0 },
  { "heading-of-other-length", "a,b\n1,2,0\n", "line 2: 2 columns", ECTOPY_ERROR_PARSE, 0 },
  { "decimal-comma", "0,5;0,25;1\n0,5;1;0\n", "line 1, column 1: a number with a decimal point",
    ECTOPY_ERROR_PARSE, 0 },
  { "decimal-comma-quoted", "1,\"0,5\",0\n", "line 1, column 2: a number with a decimal point",
    ECTOPY_ERROR_PARSE, 0 },
  { "open-quote", "1,2,0\n1,\"2,0\n1,2,0\n", "quotation mark", ECTOPY_ERROR_PARSE, 0 },
  { "lone-quote", "1,2,0\n1,2\"5,0\n", "line 2: a number was expected, but a quotation mark",
    ECTOPY_ERROR_PARSE, 0 },
  { "fault-before-quote", "1,2,0\nx,2\"5,0\n", "line 2, column 1", ECTOPY_ERROR_PARSE, 0 },
  { "one-column", "1\n2\n", "one column", ECTOPY_ERROR_PARSE, 0 },
  { "words", "This is no table.\nIt has lines.\n", "one column", ECTOPY_ERROR_PARSE, 0 },
};

static void
test_refused (gconstpointer data)
{
  const Refused *test = data;
  GError *error = NULL;

  g_assert_null (read_both (test->text, -1, test->labelled, &error));
  g_assert_error (error, ECTOPY_ERROR, (int) test->code);
  if (strstr (error->message, test->where) == NULL || strstr (error->message, "beats.csv") == NULL)
    g_error ("%s: “%s” is not in “%s”", test->path, test->where, error->message);
  g_clear_error (&error);
}

static void
test_zero_bytes (void)
{
  static const char inside[] = "1,2,0\n1,\0,0\n";
  static const char behind[] = "1,2,0\n1,2,0\n\0\0\0";
  static const char wide[] = "\xff\xfe"
                             "1\0,\0"
                             "2\0\n\0";
  GError *error = NULL;

  g_assert_null (read_both (inside, sizeof inside - 1, 0, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "line 2, column 2"));
  g_clear_error (&error);
  g_assert_null (read_both (behind, sizeof behind - 1, 0, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "line 3"));
  g_clear_error (&error);
  g_assert_null (read_both (wide, sizeof wide - 1, 0, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_clear_error (&error);
}

static void
test_auto_length (void)
{
  for (guint columns = 186; columns <= 189; columns++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (EctopyDataset) dataset = NULL;

    for (guint i = 0; i < columns; i++)
      g_string_append_printf (text, "%s1", i == 0 ? "" : ",");
    dataset = read_both (text->str, -1, ECTOPY_BEAT_CSV_AUTO, NULL);
    g_assert_cmpuint (ectopy_dataset_get_length (dataset), ==, columns - (columns != 187));
    g_assert_true ((ectopy_dataset_get_labels (dataset) == NULL) == (columns == 187));
    g_clear_object (&dataset);
    dataset = read_both (text->str, -1, ECTOPY_BEAT_CSV_UNLABELLED, NULL);
    g_assert_cmpuint (ectopy_dataset_get_length (dataset), ==, columns);
    g_clear_object (&dataset);
    dataset = read_both (text->str, -1, ECTOPY_BEAT_CSV_LABELLED, NULL);
    g_assert_cmpuint (ectopy_dataset_get_length (dataset), ==, columns - 1);
  }
}

static void
test_every_prefix (void)
{
  static const char *texts[] = {
    "\xef\xbb\xbf"
    "a,\"b\",c\r\n0.5,\"0\",2\r\n1.25e-1, -3,N\r\n",
    "0.5;0;1;\n\n-1;2.5e1;0;\n",
    "0.000000000000000000e+00,1.000000000000000000e+00,2.0\n1,2,3",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize size = 0; size <= strlen (texts[i]); size++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (EctopyDataset) dataset = read_both (texts[i], (gssize) size, 0, &error);

      g_assert_true ((dataset == NULL) == (error != NULL));
    }
}

/* Each byte in turn replaced by each of a few awkward ones. */
static void
test_every_byte_spoilt (void)
{
  static const char good[] = "a,b,c\n0.5,\"0\",2\r\n1.25e-1, -3,1,\n";
  static const char spoilers[] = { '\0', '\n', '\r', '"', ',', ';', ' ', '5', 'e', '\xff' };

  for (gsize at = 0; at < strlen (good); at++)
    for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++) {
      char text[sizeof good];
      g_autoptr (GError) error = NULL;
      g_autoptr (EctopyDataset) dataset = NULL;

      memcpy (text, good, sizeof good);
      text[at] = spoilers[i];
      dataset = read_both (text, strlen (good), 0, &error);
      g_assert_true ((dataset == NULL) == (error != NULL));
    }
}

static void
append_number (GString *text, EctopyRng *rng)
{
  static const char *formats[] = { "%.18e", "%.9g", "%.3f", "%.0f", "%.17g", "%.40f" };
  char number[400];
  const double x = ectopy_rng_below (rng, 3) == 0 ? 0 : ectopy_rng_normal (rng);

  g_ascii_formatd (number, sizeof number, formats[ectopy_rng_below (rng, G_N_ELEMENTS (formats))],
                   x);
  g_string_append (text, number);
}

static GString *
make_random_text (EctopyRng *rng, gboolean plain, size_t *n_rows)
{
  GString *text = g_string_new (NULL);
  const size_t length = 1 + (size_t) ectopy_rng_below (rng, 40);
  const char separator = ",;\t"[ectopy_rng_below (rng, 3)];
  const char *line_end = ectopy_rng_below (rng, 2) == 0 ? "\n" : "\r\n";
  const gboolean trailing = ectopy_rng_below (rng, 3) == 0;

  *n_rows = 1 + (size_t) ectopy_rng_below (rng, 600);
  for (size_t row = 0; row < *n_rows; row++) {
    for (size_t i = 0; i < length; i++) {
      const gboolean quoted = !plain && ectopy_rng_below (rng, 9) == 0;

      g_string_append (text, quoted ? "\"" : "");
      append_number (text, rng);
      g_string_append (text, quoted ? "\"" : "");
      g_string_append (text, ectopy_rng_below (rng, 9) == 0 ? " " : "");
      g_string_append_c (text, separator);
    }
    g_string_append_c (text, ectopy_rng_below (rng, 2) == 0 ? "NSVFQ"[ectopy_rng_below (rng, 5)]
                                                            : "01234"[ectopy_rng_below (rng, 5)]);
    if (trailing)
      g_string_append_c (text, separator);
    if (row + 1 < *n_rows || ectopy_rng_below (rng, 2) == 0)
      g_string_append (text, line_end);
    if (!plain && ectopy_rng_below (rng, 20) == 0)
      g_string_append (text, line_end);
  }
  return text;
}

static void
test_fast_equals_careful (void)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, 21, 0);
  for (guint i = 0; i < 60; i++) {
    const gboolean plain = i % 4 != 0;
    size_t n_rows;
    g_autoptr (GString) text = make_random_text (&rng, plain, &n_rows);
    const gssize size = (gssize) text->len;
    g_autoptr (EctopyDataset) careful = read_text (text->str, size, 1, TRUE, NULL, NULL);

    g_assert_cmpuint (ectopy_dataset_get_n_rows (careful), ==, n_rows);
    for (guint n_threads = 1; n_threads <= 3; n_threads++) {
      g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
      g_autoptr (EctopyDataset) fast = read_text (text->str, size, 1, FALSE, workers, NULL);

      assert_same (fast, careful);
    }
  }
}

/* That plain files do not come out right by the careful reader's help alone. */
static void
test_plain_is_fast (void)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, 22, 0);
  for (guint i = 0; i < 20; i++) {
    size_t n_rows;
    g_autoptr (GString) text = make_random_text (&rng, TRUE, &n_rows);
    g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1 + i % 3);
    EctopyInputFile file = { .name = "beats.csv", .size = text->len };
    EctopyBeatCsvLayout layout;
    EctopyBeatCsvTable table = { 0 };

    g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
    file.fd = open (path, O_RDONLY);
    g_assert_true (ectopy_beat_csv_layout_find (&layout, &file, 1, NULL));
    g_assert_cmpint (
        ectopy_beat_csv_fast_read (&file, &layout, workers, &table, NULL, NULL, NULL, NULL), ==,
        ECTOPY_BEAT_CSV_FAST_DONE);
    g_assert_cmpuint (table.n_rows, ==, n_rows);
    ectopy_beat_csv_table_clear (&table);
    close (file.fd);
  }
}

/* One fault in the middle of many parts: the place is the same from any number of threads. */
static void
test_fault_in_the_middle (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i <= 9000; i++)
    g_string_append (text, i == 7001   ? "0.5,wrong,1,2\n"
                           : i == 8000 ? "0.5,0.25\n"
                                       : "0.5,0.25,1,2\n");
  for (guint n_threads = 1; n_threads <= 3; n_threads++) {
    g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (text->str, (gssize) text->len, 0, FALSE, workers, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
    g_assert_nonnull (strstr (error->message, "line 7001, column 2"));
  }
}

/* libcsv makes room for a field by 128 bytes at a time, each time elsewhere where addresses are watched. */
#ifdef __SANITIZE_ADDRESS__
#define LONG_FIELD 300000
#else
#define LONG_FIELD 3000000
#endif

static void
test_long_lines (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (EctopyDataset) dataset = NULL;
  GError *error = NULL;

  /* More than a block of the fast reader, in many fields: good. */
  for (guint row = 0; row < 2; row++)
    for (guint i = 0; i < 200000; i++)
      g_string_append (text, i + 1 < 200000 ? "0.5," : "1\n");
  dataset = read_both (text->str, (gssize) text->len, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_dataset_get_length (dataset), ==, 199999);

  /* In one field: no number is that long. */
  g_string_assign (text, "1,2,0\n1,\"");
  for (guint i = 0; i < LONG_FIELD; i++)
    g_string_append_c (text, '7');
  g_assert_null (read_both (text->str, (gssize) text->len, 0, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "line 2"));
  g_clear_error (&error);
}

/* A first row of many columns and very many short ones ask for memory that no row justifies. */
static void
test_memory_is_bounded (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GError *error = NULL;

  for (guint i = 0; i < 50000; i++)
    g_string_append (text, i + 1 < 50000 ? "1," : "1\n");
  for (guint i = 0; i < 500000; i++)
    g_string_append (text, "1\n");
  g_assert_null (read_both (text->str, (gssize) text->len, 0, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "line 2:"));
  g_clear_error (&error);
}

static void
test_no_file (void)
{
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  GError *error = NULL;

  g_assert_null (ectopy_beat_csv_read (missing, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (ectopy_beat_csv_read (folder, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);
  g_assert_null (ectopy_beat_csv_read ("/dev/zero", NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_assert_null (ectopy_beat_csv_read (pipe_path, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  g_clear_error (&error);
  g_remove (pipe_path);

  if (geteuid () == 0) {
    g_test_message ("permissions do not bind the superuser: not tested");
    return;
  }
  g_assert_true (g_file_set_contents (path, "1,0\n", -1, NULL));
  g_assert_cmpint (chmod (path, 0), ==, 0);
  g_assert_null (ectopy_beat_csv_read (path, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
  g_clear_error (&error);
  g_assert_cmpint (chmod (path, 0600), ==, 0);
}

typedef struct {
  guint n_calls;
  double last;
  GThread *thread;
  GCancellable *cancellable; /* (nullable): cancelled at the first call */
} Progress;

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_nonnull (strstr (stage, "beats.csv"));
  g_assert_true (g_thread_self () == progress->thread);
  g_assert_true (fraction >= progress->last && fraction <= 1);
  progress->last = fraction;
  progress->n_calls++;
  if (progress->cancellable != NULL)
    g_cancellable_cancel (progress->cancellable);
}

static void
test_progress_and_cancelling (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 80000; i++)
    g_string_append (text, "0.5,0.25,1,2\n");
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  for (guint i = 0; i < 4; i++) {
    const EctopyBeatCsvOptions options = { .careful = i % 2 == 1 };
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1 + i / 2);
    g_autoptr (GError) error = NULL;
    g_autoptr (EctopyDataset) dataset = NULL;
    Progress progress = { .thread = g_thread_self () };

    dataset = ectopy_beat_csv_read (path, &options, workers, progress_cb, &progress, cancellable,
                                    &error);
    g_assert_no_error (error);
    g_assert_cmpuint (progress.n_calls, >, 0);
    g_assert_cmpfloat (progress.last, ==, 1);
    g_clear_object (&dataset);

    /* With one thread the first call comes well before the end. */
    progress = (Progress){ .thread = g_thread_self (), .cancellable = cancellable };
    dataset = ectopy_beat_csv_read (path, &options, workers, progress_cb, &progress, cancellable,
                                    &error);
    if (i < 2 || dataset == NULL) {
      g_assert_null (dataset);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
    g_clear_error (&error);
    g_cancellable_cancel (cancellable);
    g_assert_null (ectopy_beat_csv_read (path, &options, workers, NULL, NULL, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

static void
test_write_and_read (void)
{
  const size_t n_rows = 50, length = 9;
  const size_t n = n_rows * length;
  float *samples = g_new (float, n);
  guint8 *labels = g_new (guint8, n_rows);
  g_autoptr (EctopyDataset) written = NULL;
  g_autoptr (EctopyDataset) read = NULL;
  g_autoptr (GError) error = NULL;
  EctopyRng rng;

  ectopy_rng_init (&rng, 23, 0);
  for (size_t i = 0; i < n; i++)
    samples[i] = (float) (ectopy_rng_normal (&rng) * pow (10, (double) (i % 60) - 40));
  for (size_t i = 0; i < n_rows; i++)
    labels[i] = (guint8) (i % ECTOPY_N_CLASSES);
  written = ectopy_dataset_new_take (n_rows, length, samples, labels);
  g_assert_true (ectopy_beat_csv_write (written, path, &error));
  read = ectopy_beat_csv_read (path, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_same (written, read);

  labels[3] = ECTOPY_CLASS_NONE;
  g_assert_false (ectopy_beat_csv_write (written, path, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  labels[3] = 0;
  samples[40] = NAN;
  g_assert_false (ectopy_beat_csv_write (written, path, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_clear_object (&read);
  read = ectopy_beat_csv_read (path, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error); /* the file of before */
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  path = g_build_filename (folder, "beats.csv", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++) {
    g_autofree char *name = g_strconcat ("/io/beat-csv/accepted/", accepted[i].path, NULL);

    g_test_add_data_func (name, &accepted[i], test_accepted);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *name = g_strconcat ("/io/beat-csv/refused/", refused[i].path, NULL);

    g_test_add_data_func (name, &refused[i], test_refused);
  }
  g_test_add_func ("/io/beat-csv/refused/zero-bytes", test_zero_bytes);
  g_test_add_func ("/io/beat-csv/refused/no-file", test_no_file);
  g_test_add_func ("/io/beat-csv/auto-length", test_auto_length);
  g_test_add_func ("/io/beat-csv/every-prefix", test_every_prefix);
  g_test_add_func ("/io/beat-csv/every-byte-spoilt", test_every_byte_spoilt);
  g_test_add_func ("/io/beat-csv/fast-equals-careful", test_fast_equals_careful);
  g_test_add_func ("/io/beat-csv/plain-is-fast", test_plain_is_fast);
  g_test_add_func ("/io/beat-csv/fault-in-the-middle", test_fault_in_the_middle);
  g_test_add_func ("/io/beat-csv/long-lines", test_long_lines);
  g_test_add_func ("/io/beat-csv/memory-is-bounded", test_memory_is_bounded);
  g_test_add_func ("/io/beat-csv/progress-and-cancelling", test_progress_and_cancelling);
  g_test_add_func ("/io/beat-csv/write-and-read", test_write_and_read);
  status = g_test_run ();

  g_remove (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return status;
}
