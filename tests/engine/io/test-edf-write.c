/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-write.h"

#include "engine/core/error.h"
#include "engine/io/edf-number.h"
#include "engine/io/edf-range.h"
#include "engine/io/edf-reader.h"
#include "tests/support/test-folder.h"

#include <glib/gstdio.h>
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
  place->path = g_build_filename (place->folder, "r.edf", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  test_folder_remove (place->folder);
  g_free (place->path);
}

/* Writes @recording with its own marks and reads it. */
static EctopyRecording *
go_round (const Place *place, EctopyRecording *recording)
{
  g_autoptr (GError) error = NULL;
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);
  EctopyRecording *read;

  ectopy_edf_write (recording, marks, n, place->path, &error);
  g_assert_no_error (error);
  read = ectopy_edf_reader_read (place->path, TRUE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (ectopy_recording_get_notes (read)[0]);
  return read;
}

/* As a reader of integers makes them. */
static float *
make_samples (size_t n, EctopyLeadScale scale, guint32 seed, int low, int high)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *samples = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    samples[i] = (float) ((g_rand_int_range (rand, low, high + 1) - scale.zero) *
                          (1 / scale.steps_per_unit));
  samples[0] = (float) ((low - scale.zero) * (1 / scale.steps_per_unit));
  samples[n - 1] = (float) ((high - scale.zero) * (1 / scale.steps_per_unit));
  return samples;
}

static EctopyRecording *
make_recording (double rate_hz, size_t n, EctopyLeadScale scale, int low, int high)
{
  const EctopyLead leads[] = { { g_strdup ("MLII"), make_samples (n, scale, 3, low, high) } };
  const EctopyRecordingDetails details = { .scales = &scale };

  return ectopy_recording_new_detailed_take (rate_hz, n, leads, 1, NULL, &details);
}

/* Whatever gain a recorder has, its integers come back as the very same samples. */
static void
test_same_bits (Place *place, gconstpointer data)
{
  static const struct {
    EctopyLeadScale scale;
    int low, high;
  } cases[] = {
    { { 200, 1024 }, 0, 2047 },        { { 200, 0 }, -32768, 32767 },
    { { 409.6, 0 }, -2048, 2047 },     { { 1000, -50 }, -30000, 30000 },
    { { 204.8, 512 }, 0, 1023 },       { { 2000, 0 }, -32767, 32767 },
    { { 333.3, 7 }, -2000, 2000 },     { { -200, 10 }, -500, 900 },
    { { 6553.6, -16384 }, -20000, 0 }, { { 1e6 / 2.44140625, 0 }, -2048, 2047 },
    { { 1e6, 0 }, -32000, 32000 },     { { 20, 30000 }, 29000, 31000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopyRecording)
        written = make_recording (360, 1000, cases[i].scale, cases[i].low, cases[i].high);
    g_autoptr (EctopyRecording) read = go_round (place, written);
    const EctopyLeadScale scale = ectopy_recording_get_lead_scale (read, 0);

    g_assert_cmpuint (ectopy_recording_get_n_samples (read), ==, 1000);
    g_assert_cmpmem (ectopy_recording_get_samples (read, 0), 1000 * sizeof (float),
                     ectopy_recording_get_samples (written, 0), 1000 * sizeof (float));
    g_assert_cmpfloat (scale.steps_per_unit, ==, cases[i].scale.steps_per_unit);
    g_assert_cmpfloat (scale.zero, ==, cases[i].scale.zero);
  }
}

/* A scale that eight characters cannot tell, or integers of more bits: within half a step. */
static void
test_near (Place *place, gconstpointer data)
{
  static const struct {
    EctopyLeadScale scale;
    int low, high;
    float step;
  } cases[] = {
    { { 3278.688512345, 0 }, -2000, 2000, 1e-5f },
    { { 204.8, 512.5 }, 0, 1023, 1e-3f },
    { { 1e5, 0 }, -8000000, 8000000, 5e-3f },
    { { 0, 0 }, 0, 0, 5e-4f },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const EctopyLeadScale made = cases[i].scale.steps_per_unit != 0 ? cases[i].scale
                                                                    : (EctopyLeadScale){ 3000, 0 };
    const EctopyLead lead = {
      g_strdup ("I"),
      make_samples (500, made, 1, cases[i].low - 9000, cases[i].high + 9000),
    };
    const EctopyRecordingDetails details = { .scales = &cases[i].scale };
    g_autoptr (EctopyRecording)
        written = ectopy_recording_new_detailed_take (250, 500, &lead, 1, NULL, &details);
    g_autoptr (EctopyRecording) read = go_round (place, written);

    for (guint s = 0; s < 500; s++)
      g_assert_cmpfloat_with_epsilon (ectopy_recording_get_samples (read, 0)[s],
                                      ectopy_recording_get_samples (written, 0)[s],
                                      cases[i].step / 2);
  }
}

/* Any rate, and a length that is no whole record. */
static void
test_rates (Place *place, gconstpointer data)
{
  static const double rates_hz[] = { 360,       250,   257.5, 128, 125, 1000, 500.25,
                                     100.0 / 3, 7.625, 0.5,   1,   40,  1e5 };
  const EctopyLeadScale scale = { 200, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rates_hz); i++)
    for (size_t n = 1; n < 3000; n = n * 3 + 1) {
      g_autoptr (EctopyRecording) written = make_recording (rates_hz[i], n, scale, -9, 9);
      g_autoptr (EctopyRecording) read = go_round (place, written);

      g_assert_cmpfloat (ectopy_recording_get_rate_hz (read), ==, rates_hz[i]);
      g_assert_cmpuint (ectopy_recording_get_n_samples (read), ==, n);
      g_assert_cmpmem (ectopy_recording_get_samples (read, 0), n * sizeof (float),
                       ectopy_recording_get_samples (written, 0), n * sizeof (float));
    }
}

/* A rate of which eight characters tell no whole number of samples comes back nearly. */
static void
test_odd_rate (Place *place, gconstpointer data)
{
  const double rate_hz = 359.9712345678;
  g_autoptr (EctopyRecording)
      written = make_recording (rate_hz, 100000, (EctopyLeadScale){ 200, 0 }, -9, 9);
  g_autoptr (EctopyRecording) read = go_round (place, written);

  g_assert_cmpfloat_with_epsilon (ectopy_recording_get_rate_hz (read), rate_hz, 1e-5);
  g_assert_cmpuint (ectopy_recording_get_n_samples (read), ==, 100000);
}

static GArray *
make_marks (guint n, gint64 apart)
{
  static const char symbols[] = "NVSFQ/Aa+\"~";
  static const char *const texts[] = { "(AFIB", "a note on \u00b5V", NULL };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));

  for (guint i = 0; i < n; i++) {
    EctopyAnnotation mark = { .sample = i * apart };

    mark.code = (guint8) ectopy_annotation_code_from_symbol (symbols[i % (sizeof symbols - 1)]);
    if (!ectopy_annotation_code_is_beat (mark.code))
      mark.text = g_strdup (texts[i % 3]);
    g_array_append_val (marks, mark);
  }
  return marks;
}

static void
test_marks (Place *place, gconstpointer data)
{
  static const struct {
    guint n;
    gint64 apart;
    size_t n_samples;
  } cases[] = { { 3, 400, 1000 },
                { 2000, 11, 30000 },
                { 5000, 0, 500 },
                { 50, -7, 2000 },
                { 20, 100, 700 } };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    const EctopyLead lead = { g_strdup ("II"), g_new0 (float, cases[c].n_samples) };
    g_autoptr (EctopyRecording) written = ectopy_recording_new_take (
        257.5, cases[c].n_samples, &lead, 1, make_marks (cases[c].n, cases[c].apart), NULL);
    g_autoptr (EctopyRecording) read = go_round (place, written);
    size_t n_read, n;
    const EctopyAnnotation *expected = ectopy_recording_get_annotations (written, &n);
    const EctopyAnnotation *marks = ectopy_recording_get_annotations (read, &n_read);

    g_assert_cmpuint (n_read, ==, n);
    for (size_t i = 0; i < n; i++) {
      g_assert_cmpint (marks[i].sample, ==, expected[i].sample);
      g_assert_cmpuint (marks[i].code, ==, expected[i].code);
      g_assert_cmpstr (marks[i].text, ==, expected[i].text);
    }
  }
}

/* Gaps, units, names and the start. */
static void
test_details (Place *place, gconstpointer data)
{
  static const float values[] = { NAN, 80, 200, -1, NAN, 0.5f };
  static const char *const units[] = { NULL, "mmHg", NULL };
  static const char *const starts[] = { "1989-04-25 13:05:00", "1975-12-31 00:00:00", "13:05:09",
                                        NULL };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    const EctopyLead leads[] = {
      { g_strdup ("aVR"), g_memdup2 (values, sizeof values) },
      { g_strdup ("ABP"), g_memdup2 (values, sizeof values) },
      { g_strdup ("ECG with a long name \u00e4"), g_new0 (float, 6) },
    };
    const EctopyRecordingDetails details = { .units = units, .start = starts[i] };
    g_autoptr (EctopyRecording)
        written = ectopy_recording_new_detailed_take (100, 6, leads, 3, NULL, &details);
    g_autoptr (EctopyRecording) read = go_round (place, written);

    g_assert_cmpstr (ectopy_recording_get_start (read), ==, starts[i]);
    g_assert_cmpuint (ectopy_recording_get_n_samples (read), ==, 6);
    g_assert_cmpstr (ectopy_recording_get_lead_name (read, 0), ==, "aVR");
    g_assert_cmpstr (ectopy_recording_get_lead_name (read, 1), ==, "ABP");
    g_assert_cmpstr (ectopy_recording_get_lead_name (read, 2), ==, "with a long");
    g_assert_cmpstr (ectopy_recording_get_lead_unit (read, 0), ==, "mV");
    g_assert_cmpstr (ectopy_recording_get_lead_unit (read, 1), ==, "mmHg");
    for (guint lead = 0; lead < 2; lead++)
      for (guint s = 0; s < 6; s++)
        if (isnan (values[s]))
          g_assert_true (isnan (ectopy_recording_get_samples (read, lead)[s]));
        else
          g_assert_cmpfloat_with_epsilon (ectopy_recording_get_samples (read, lead)[s], values[s],
                                          0.005f);
  }
}

/* A lead far from zero keeps its fine steps; all gaps, and one value alone. */
static void
test_levels (Place *place, gconstpointer data)
{
  static const struct {
    float values[2];
    float within;
  } cases[] = {
    { { 100.5f, 101.5f }, 3e-5f }, { { -250.25f, -250.0f }, 1e-4f },
    { { NAN, NAN }, 0 },           { { 7, 7 }, 1e-3f },
    { { 0, 0 }, 1e-9f },           { { 1e-6f, -1e-6f }, 1e-6f },
    { { 9e6f, -1 }, 500 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const EctopyLead lead = { g_strdup ("I"), g_memdup2 (cases[i].values, 2 * sizeof (float)) };
    g_autoptr (EctopyRecording) written = ectopy_recording_new_take (2, 2, &lead, 1, NULL, NULL);
    g_autoptr (EctopyRecording) read = go_round (place, written);

    for (guint s = 0; s < 2; s++)
      if (isnan (cases[i].values[s]))
        g_assert_true (isnan (ectopy_recording_get_samples (read, 0)[s]));
      else
        g_assert_cmpfloat_with_epsilon (ectopy_recording_get_samples (read, 0)[s],
                                        cases[i].values[s], cases[i].within);
  }
}

/* What is refused leaves nothing behind. */
static void
test_faults (Place *place, gconstpointer data)
{
  const EctopyLead large = { g_strdup ("I"), g_new (float, 1) };
  const EctopyLead fast = { g_strdup ("I"), g_new0 (float, 1) };
  g_autofree char *nowhere = g_build_filename (place->folder, "none", "r.edf", NULL);
  g_autoptr (EctopyRecording) one = NULL;
  g_autoptr (EctopyRecording) two = NULL;
  g_autoptr (GError) error = NULL;

  large.samples[0] = 1e20f;
  one = ectopy_recording_new_take (100, 1, &large, 1, NULL, NULL);
  g_assert_false (ectopy_edf_write (one, NULL, 0, place->path, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "“I”"));
  g_clear_error (&error);
  two = ectopy_recording_new_take (1e9, 1, &fast, 1, NULL, NULL);
  g_assert_false (ectopy_edf_write (two, NULL, 0, place->path, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_cmpuint (test_folder_count (place->folder), ==, 0);
  g_assert_false (ectopy_edf_write (two, NULL, 0, nowhere, &error));
  g_clear_error (&error);
}

/* Nothing of the fields on the patient, and the layout that the format demands. */
static void
test_bytes (Place *place, gconstpointer data)
{
  g_autoptr (EctopyRecording)
      written = make_recording (360, 400, (EctopyLeadScale){ 200, 1024 }, 0, 2047);
  const EctopyAnnotation mark = { .sample = 180, .code = ECTOPY_CODE_VENTRICULAR };
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (ectopy_edf_write (written, &mark, 1, place->path, NULL));
  g_assert_true (g_file_get_contents (place->path, &bytes, &size, NULL));
  g_assert_cmpuint (size, ==, 768 + 2 * (720 + 64));
  g_assert_true (g_str_has_prefix (bytes, "0       X X X X     "));
  g_assert_true (g_str_has_prefix (bytes + 88, "Startdate X X X X   "));
  g_assert_true (g_str_has_prefix (bytes + 168, "01.01.8500.00.00768     EDF+C  "));
  g_assert_true (g_str_has_prefix (bytes + 236, "2       1       2   ECG MLII        EDF Annot"));
  g_assert_true (g_str_has_prefix (bytes + 256 + 2 * 104, "-168.96 -1      158.715 1       "));
  g_assert_cmpmem (bytes + 768 + 720, 17, "+0\x14\x14\0+0.5\x14V\x14\0\0\0\0", 17);
}

static void
test_numbers (void)
{
  static const struct {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { -0.0, "0" },
    { 1, "1" },
    { -168.96, "-168.96" },
    { 1.0 / 3, "0.333333" },
    { -1.0 / 3, "-0.33333" },
    { 12345678, "12345678" },
    { 1234567.89, "1234568" },
    { -1234567.89, "-1234568" },
    { 99999999.4, "99999999" },
    { 1e8, "" },
    { -1e8, "" },
    { -12345678, "" },
    { NAN, "" },
    { 1e-9, "0" },
    { 100, "100" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    char text[ECTOPY_EDF_NUMBER + 1];
    const double said = ectopy_edf_number_format (cases[i].value, text);

    g_assert_cmpstr (text, ==, cases[i].text);
    if (*text == '\0')
      g_assert_true (isnan (said));
    else
      g_assert_cmpfloat (said, ==, g_ascii_strtod (text, NULL));
  }
}

#define ADD(path, function) g_test_add (path, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/io/edf-write/same-bits", test_same_bits);
  ADD ("/io/edf-write/near", test_near);
  ADD ("/io/edf-write/rates", test_rates);
  ADD ("/io/edf-write/odd-rate", test_odd_rate);
  ADD ("/io/edf-write/marks", test_marks);
  ADD ("/io/edf-write/details", test_details);
  ADD ("/io/edf-write/levels", test_levels);
  ADD ("/io/edf-write/faults", test_faults);
  ADD ("/io/edf-write/bytes", test_bytes);
  g_test_add_func ("/io/edf-write/numbers", test_numbers);
  return g_test_run ();
}
