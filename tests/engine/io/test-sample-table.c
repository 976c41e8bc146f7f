/* SPDX-License-Identifier: MIT */
#include "engine/io/sample-table.h"

#include "engine/core/error.h"
#include "engine/io/recording-reader.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-record.h"

#include <math.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = test_folder_new ();
  place->path = g_build_filename (place->folder, "r.csv", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  test_folder_remove (place->folder);
  g_free (place->path);
}

static EctopyRecording *
read_text (const Place *place,
           const char *text,
           const EctopySampleTableOptions *options,
           GError **error)
{
  test_record_put_text (place->folder, "r.csv", text);
  return ectopy_sample_table_read (place->path, options, NULL, NULL, NULL, error);
}

static void
assert_lead (EctopyRecording *recording, size_t lead, const double *expected, size_t n)
{
  const float *samples = ectopy_recording_get_samples (recording, lead);

  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, n);
  for (size_t i = 0; i < n; i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (samples[i]));
    else
      g_assert_cmpfloat_with_epsilon (samples[i], (float) expected[i], 1e-7f);
}

/* Options. */
#define TOLD_BY_FILE                                                                               \
  {                                                                                                \
    0, NULL, 0                                                                                     \
  }

/* ---- Forms ---- */

typedef struct {
  const char *name;
  const char *text;
  EctopySampleTableOptions options;
  double rate_hz;
  const char *leads; /* names, with units that are not mV */
  double first[4];   /* of the first lead; as many as there are samples */
  guint n_samples;
} Form;

static const Form forms[] = {
  { "clock",
    "'Elapsed time','MLII','V1'\n'hh:mm:ss.mmm','mV','mV'\n'0:00.000',-0.145,-0.065\n"
    "'0:00.004',1,-\n'0:00.008',0.5,2\n",
    TOLD_BY_FILE,
    250,
    "MLII V1",
    { -0.145, 1, 0.5 },
    3 },
  { "date",
    "'Elapsed time','MLII'\n'hh:mm:ss.mmm dd/mm/yyyy','uV'\n'[13:05:00.000 25/04/1989]',100\n"
    "'[13:05:00.002 25/04/1989]',200\n'[13:05:00.006 25/04/1989]',300\n",
    TOLD_BY_FILE,
    500,
    "MLII",
    { 0.1, 0.2, NAN, 0.3 },
    4 },
  { "blanks",
    "       Elapsed time      MLII\n          (seconds)      (mV)\n      0.000\t   -0.145\n"
    "      0.010\t    0.145\n",
    TOLD_BY_FILE,
    100,
    "MLII",
    { -0.145, 0.145 },
    2 },
  { "only-blanks",
    "  Time   II \n (sec)  (mV)\n 0.00  1.5\n 0.01  2.5 \n",
    TOLD_BY_FILE,
    100,
    "II",
    { 1.5, 2.5 },
    2 },
  { "sample-numbers",
    "'sample #','MLII','V5'\n0,995,1011\n1,200,-32768\n3,0,5\n",
    { 360, "adu", 200 },
    360,
    "MLII V5",
    { 4.975, 1, NAN, 0 },
    4 },
  { "german",
    "Zeit (s);EKG (\xb5V)\n0,000;1000,5\n0,004;-250\n0,008;\n",
    TOLD_BY_FILE,
    250,
    "EKG",
    { 1.0005, -0.25, NAN },
    3 },
  { "milliseconds",
    "\xef\xbb\xbft [ms]\tI [V]\tp [mmHg]\r\n0\t0.001\t80\r\n2\t0.002\t81\r\n",
    TOLD_BY_FILE,
    500,
    "I p/mmHg",
    { 1, 2 },
    2 },
  { "no-heading",
    "0.5 1.5\n-0.5 2.5\n7.25 NaN\n",
    { 128, "mV", 0 },
    128,
    "signal 0 signal 1",
    { 0.5, -0.5, 7.25 },
    3 },
  { "one-column",
    "0.5\n\n# a remark\n0.25\n",
    { 128, "mV", 0 },
    128,
    "signal 0",
    { 0.5, 0.25 },
    2 },
  { "gain-alone", "ecg\n512\n-256\n", { 128, NULL, 256 }, 128, "ecg", { 2, -1 }, 2 },
  { "rate-before",
    "Sampling rate: 250 Hz\nPatient: X\n\nII (mV),V1 (mV)\n1,7\n2,8.5\n",
    TOLD_BY_FILE,
    250,
    "II V1",
    { 1, 2 },
    2 },
  { "rate-given",
    "time (s),II (mV)\n0,1\n0.1,2\n0.15,3\n",
    { 200, NULL, 0 },
    200,
    "II",
    { 1, 2, 3 },
    3 },
  { "unit-given", "time (s),II (mV)\n0,1000\n0.1,2000\n", { 0, "uV", 0 }, 10, "II", { 1, 2 }, 2 },
  { "exponents",
    "time_s,ecg_mV\n0.000e+00,1e0\n1.000e-03,2e-1\n2.000e-03,3\n",
    TOLD_BY_FILE,
    1000,
    "ecg",
    { 1, 0.2, 3 },
    3 },
  { "words",
    "time (s),II (mV),beat\n0,1,N\n0.01,2,V\n0.02,3,\n",
    TOLD_BY_FILE,
    100,
    "II",
    { 1, 2, 3 },
    3 },
  { "both-times",
    "sample,seconds,II (mV)\n0,0,1\n1,0.01,2\n2,0.02,3\n",
    TOLD_BY_FILE,
    100,
    "sample/? II",
    { 0, 1, 2 },
    3 },
  { "trailing", "t (s);II (mV);\n0;1;\n0.01;2;\n", TOLD_BY_FILE, 100, "II", { 1, 2 }, 2 },
  { "old-ends", "t (s),II (mV)\r0,1\r0.01,2\r", TOLD_BY_FILE, 100, "II", { 1, 2 }, 2 },
  { "no-end", "t (s),II (mV)\n0,1\n0.01,2", TOLD_BY_FILE, 100, "II", { 1, 2 }, 2 },
  { "midnight",
    "time,II (mV)\n23:59:59.990,1\n00:00:00.000,2\n00:00:00.010,3\n",
    TOLD_BY_FILE,
    100,
    "II",
    { 1, 2, 3 },
    3 },
};

static void
test_form (Place *place, gconstpointer data)
{
  const Form *form = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyRecording) recording = read_text (place, form->text, &form->options, &error);
  g_autoptr (GString) leads = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, form->rate_hz);
  for (size_t i = 0; i < ectopy_recording_get_n_leads (recording); i++) {
    const char *unit = ectopy_recording_get_lead_unit (recording, i);

    g_string_append_printf (leads, "%s%s", i > 0 ? " " : "",
                            ectopy_recording_get_lead_name (recording, i));
    if (!g_str_equal (unit, "mV"))
      g_string_append_printf (leads, "/%s", unit);
  }
  g_assert_cmpstr (leads->str, ==, form->leads);
  assert_lead (recording, 0, form->first, form->n_samples);
  g_assert_cmpstr (ectopy_recording_get_source (recording), ==, place->path);
  g_assert_cmpstr (ectopy_recording_reader_probe (place->path), ==, "table");
}

static void
test_details (Place *place, gconstpointer data)
{
  const EctopySampleTableOptions steps = { 360, "adu", 200 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyRecording) dated = read_text (place, forms[1].text, NULL, &error);
  g_autoptr (EctopyRecording) integers = read_text (place, forms[4].text, &steps, &error);
  g_autoptr (EctopyRecording) worded = NULL;

  g_assert_cmpstr (ectopy_recording_get_start (dated), ==, "1989-04-25 13:05:00");
  assert_lead (integers, 1, (double[]){ 5.055, NAN, NAN, 0.025 }, 4);
  g_assert_cmpfloat (ectopy_recording_get_lead_scale (integers, 0).steps_per_unit, ==, 200);
  g_assert_null (ectopy_recording_get_start (integers));
  worded = read_text (place, "time (s),II (mV),beat\n0,1,N\n0.01,2,V\n", NULL, &error);
  g_assert_nonnull (strstr (ectopy_recording_get_notes (worded)[0], "Column 3"));
}

/* A first column without heading is the time if it grows evenly through many rows. */
static void
test_silent_time (Place *place, gconstpointer data)
{
  static const struct {
    double step;
    int places;
    double rate_hz; /* 0: not told */
  } cases[] = { { 0.004, 3, 250 },      { 1, 0, 0 }, { 4, 0, 250 }, { 1 / 360.0, 3, 360 },
                { 0.00390625, 8, 256 }, { 60, 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const EctopySampleTableOptions options = { .unit = "mV" };
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (EctopyRecording) recording = NULL;

    for (guint s = 0; s < 40; s++)
      g_string_append_printf (text, "%.*f,%d\n", cases[i].places, 5 + s * cases[i].step,
                              (int) (s % 9) * 3);
    recording = read_text (place, text->str, &options, &error);
    if (cases[i].rate_hz == 0) {
      g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_RATE);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 1);
    g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, cases[i].rate_hz);
  }
}

/* ---- What is no table of samples ---- */

static void
test_probe (Place *place, gconstpointer data)
{
  static const char *const others[] = {
    "0.5,1.0,0.25,0\n0.5,1.0,0.25,1\n", /* cut beats */
    "a,b,class\n0.5,1.0,0\n0.5,1.0,4.0\n",
    "0.5,1.0,0\n0.5,1.0,1\n0.5,1.0,9\n", /* of which one is wrong */
    "words and words\nand more\n",
    "{\"a\": 1}\n",
    "",
    "1,2\n",
    "\n\n\n",
    "a,b\nc,d\n",
    "-,-\n-,-\n",
    "time,word\n0.1,a\n0.2,b\n",
  };
  g_autoptr (GString) wide = g_string_new ("0.1");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    test_record_put_text (place->folder, "r.csv", others[i]);
    if (ectopy_sample_table_probe (place->path))
      g_error ("taken for samples: %s", others[i]);
  }
  for (guint i = 0; i < 187; i++)
    g_string_append (wide, ",0.5");
  g_string_append (wide, "\n");
  g_string_append_len (wide, wide->str, (gssize) wide->len);
  g_assert_null (read_text (place, wide->str, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
  test_record_put (place->folder, "r.csv", "0.1,0.2\n\0\n0.1,0.2\n", 18);
  g_assert_false (ectopy_sample_table_probe (place->path));
  g_assert_false (ectopy_sample_table_probe (place->folder));
}

static void
test_faults (Place *place, gconstpointer data)
{
  static const struct {
    const char *text;
    EctopySampleTableOptions options;
    EctopyError code;
    const char *words;
  } cases[] = {
    { "II (mV)\n1\n2\n", TOLD_BY_FILE, ECTOPY_ERROR_NEEDS_RATE, "a second" },
    { "time,II (mV)\n0,1\n1,2\n", TOLD_BY_FILE, ECTOPY_ERROR_NEEDS_RATE, "a second" },
    { "time (s),II\n0,1\n0.1,2\n", TOLD_BY_FILE, ECTOPY_ERROR_NEEDS_UNIT, "unit" },
    { "time (s),II\n0,1\n0.1,2\n", { 0, "adu", 0 }, ECTOPY_ERROR_NEEDS_UNIT, "millivolt" },
    { "time (s),II (adu)\n0,1\n0.1,2\n", TOLD_BY_FILE, ECTOPY_ERROR_NEEDS_UNIT, "millivolt" },
    { "time (s),II\n0,1\n0.1,2\n", { 0, "mmHg", 0 }, ECTOPY_ERROR_ARGUMENT, "“mmHg”" },
    { "time (s),II\n0,1\n0.1,2\n", { -5, "mV", 0 }, ECTOPY_ERROR_ARGUMENT, "-5" },
    { "time (s),II\n0,1\n0.1,2\n", { NAN, "mV", 0 }, ECTOPY_ERROR_ARGUMENT, "nan" },
    { "t (s),II (mV)\n0,1\n0.1,2\n0.2,3\n0.3,x\n", TOLD_BY_FILE, ECTOPY_ERROR_PARSE,
      "line 5: column 2" },
    { "t (s),II (mV)\n0,1\n0.1,2\n0.2,3\n0.3\n", TOLD_BY_FILE, ECTOPY_ERROR_PARSE,
      "line 5: 2 columns" },
    { "t (s),II (mV)\n0,1\n0.1,2\n\n0.2,3\n0.3,4,5\n", TOLD_BY_FILE, ECTOPY_ERROR_PARSE, "line 6" },
    { "t (s),II (mV)\n0.00,1\n0.10,2\n0.20,3\n0.25,4\n", TOLD_BY_FILE, ECTOPY_ERROR_PARSE,
      "line 5" },
    { "t (s),II (mV)\n0.00,1\n0.10,2\n0.20,3\n0.20,4\n", TOLD_BY_FILE, ECTOPY_ERROR_PARSE,
      "“0.20”" },
    { "t (s),II (mV)\n0.00,1\n0.10,2\n0.20,3\nx,4\n", TOLD_BY_FILE, ECTOPY_ERROR_PARSE, "“x”" },
    { "t (s),II (mV)\n0.10,1\n0.10,2\n0.10,3\n", TOLD_BY_FILE, ECTOPY_ERROR_PARSE, "grow" },
    { "t (s),II (mV)\n0.000,1\n0.001,2\n0.002,3\n99999999.0,4\n", TOLD_BY_FILE,
      ECTOPY_ERROR_UNSUPPORTED, "gap" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (place, cases[i].text, &cases[i].options, &error));
    g_assert_error (error, ECTOPY_ERROR, (int) cases[i].code);
    if (strstr (error->message, cases[i].words) == NULL || strstr (error->message, "r.csv") == NULL)
      g_error ("“%s” was expected in: %s", cases[i].words, error->message);
  }
}

/* ---- Large and hostile files ---- */

/* Pieces of the file end within lines; gaps and all are as they were written. */
static void
test_many_rows (Place *place, gconstpointer data)
{
  const guint n = 200000;
  g_autoptr (GString) text = g_string_new ("time (s),II (mV),V1 (uV)\n");
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    if (i % 50000 != 49999)
      g_string_append_printf (text, "%.3f,%u.25,%u\n", i / 360.0, i % 7, i % 1000);
  recording = read_text (place, text->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 360);
  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, n - 1);
  for (guint i = 0; i < n - 1; i++) {
    const float sample = ectopy_recording_get_samples (recording, 0)[i];

    if (i % 50000 == 49999)
      g_assert_true (isnan (sample));
    else
      g_assert_cmpfloat (sample, ==, (float) (i % 7) + 0.25f);
  }
}

/* Times of six digits, whose places become fewer, as "%g" has them. */
static void
test_few_digits (Place *place, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("time,ecg (mV)\n");
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 30000; i++)
    g_string_append_printf (text, "%g,%u\n", i / 100.0, i % 5);
  recording = read_text (place, text->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 100);
  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, 30000);
  g_string_assign (text, "time (s),ecg (mV)\n");
  for (guint i = 0; i < 30000; i++)
    g_string_append_printf (text, "%.6e,%u\n", i / 360.0, i % 5);
  g_clear_object (&recording);
  recording = read_text (place, text->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 360);
  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, 30000);
}

/* Times since 1970, in milliseconds. */
static void
test_large_times (Place *place, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("timestamp (ms),ecg (mV)\n");
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "%" G_GUINT64_FORMAT ",%u\n",
                            G_GUINT64_CONSTANT (1589000000000) + 4 * i, i % 9);
  recording = read_text (place, text->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 250);
  g_string_append (text, "1589000000418,1\n"); /* five and a half steps on */
  g_assert_null (read_text (place, text->str, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
}

static void
test_long_line (Place *place, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("t (s),II (mV)\n0.0,1\n0.1,2\n0.2,3\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 300000; i++)
    g_string_append (text, "00000");
  g_assert_null (read_text (place, text->str, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
}

static void
test_prefixes (Place *place, gconstpointer data)
{
  for (guint f = 0; f < G_N_ELEMENTS (forms); f++)
    for (size_t n = 0; n < strlen (forms[f].text); n++) {
      g_autofree char *prefix = g_strndup (forms[f].text, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (EctopyRecording) recording = read_text (place, prefix, &forms[f].options, &error);

      g_assert_true ((recording != NULL) == (error == NULL));
    }
}

static void
test_mutations (Place *place, gconstpointer data)
{
  static const char likely[] = "0123456789.,;:-+eE\t \n\r'\"[]/#xN";
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint n_read = 0;

  for (guint i = 0; i < 2000; i++) {
    const Form *form = &forms[i % G_N_ELEMENTS (forms)];
    g_autofree char *text = g_strdup (form->text);
    g_autoptr (EctopyRecording) recording = NULL;
    g_autoptr (GError) error = NULL;

    for (int k = g_rand_int_range (rand, 1, 4); k > 0; k--) {
      char *at = &text[g_rand_int_range (rand, 0, (gint32) strlen (form->text))];

      *at = g_rand_int_range (rand, 0, 4) > 0
                ? likely[g_rand_int_range (rand, 0, sizeof likely - 1)]
                : (char) g_rand_int_range (rand, 0, 256);
    }
    test_record_put (place->folder, "r.csv", text, strlen (form->text));
    recording = ectopy_sample_table_read (place->path, &form->options, NULL, NULL, NULL, &error);
    g_assert_true ((recording != NULL) == (error == NULL));
    n_read += recording != NULL;
  }
  g_assert_cmpuint (n_read, >, 200);
}

typedef struct {
  double last;
  guint n;
} Heard;

static void
heard_cb (const char *stage, double fraction, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_cmpstr (stage, ==, "Reading r.csv");
  g_assert_true (fraction >= heard->last && fraction <= 1);
  heard->last = fraction;
  heard->n++;
}

static void
test_progress (Place *place, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;
  Heard heard = { 0 };

  test_record_put_text (place->folder, "r.csv", forms[0].text);
  recording = ectopy_sample_table_read (place->path, NULL, heard_cb, &heard, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (heard.n, >=, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (
      ectopy_sample_table_read (place->path, NULL, heard_cb, &heard, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_file (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ectopy_sample_table_read (place->path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

#define ADD(path, function) g_test_add (path, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autofree char *path = g_strconcat ("/io/sample-table/form/", forms[i].name, NULL);

    g_test_add (path, Place, &forms[i], set_up, test_form, tear_down);
  }
  ADD ("/io/sample-table/details", test_details);
  ADD ("/io/sample-table/silent-time", test_silent_time);
  ADD ("/io/sample-table/probe", test_probe);
  ADD ("/io/sample-table/faults", test_faults);
  ADD ("/io/sample-table/many-rows", test_many_rows);
  ADD ("/io/sample-table/few-digits", test_few_digits);
  ADD ("/io/sample-table/large-times", test_large_times);
  ADD ("/io/sample-table/long-line", test_long_line);
  ADD ("/io/sample-table/prefixes", test_prefixes);
  ADD ("/io/sample-table/mutations", test_mutations);
  ADD ("/io/sample-table/progress", test_progress);
  ADD ("/io/sample-table/no-file", test_no_file);
  return g_test_run ();
}
