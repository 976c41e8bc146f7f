/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-reader.h"

#include "engine/core/error.h"
#include "engine/io/recording-reader.h"
#include "tests/support/test-edf.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-record.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define TEXTS "EDF Annotations"

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

static EctopyRecording *
read_bytes (const Place *place, const GByteArray *bytes, GError **error)
{
  test_record_put (place->folder, "r.edf", bytes->data, bytes->len);
  return ectopy_edf_reader_read (place->path, TRUE, NULL, NULL, NULL, error);
}

static EctopyRecording *
read_good (const Place *place, const GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  EctopyRecording *recording = read_bytes (place, bytes, &error);

  g_assert_no_error (error);
  return recording;
}

static void
assert_samples (EctopyRecording *recording, size_t lead, const double *expected, size_t n)
{
  const float *samples = ectopy_recording_get_samples (recording, lead);

  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, n);
  for (size_t i = 0; i < n; i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (samples[i]));
    else
      g_assert_cmpfloat (samples[i], ==, (float) expected[i]);
}

static void
assert_notes (EctopyRecording *recording, guint n, const char *first)
{
  const char *const *notes = ectopy_recording_get_notes (recording);

  if (g_strv_length ((char **) notes) != n)
    g_error ("%u notes were expected, the first found is: %s", n, notes[0]);
  if (n > 0 && strstr (notes[0], first) == NULL)
    g_error ("“%s” was expected in: %s", first, notes[0]);
}

/* ---- A good file ---- */

static const TestEdfSignal plus_signals[] = {
  { "ECG II", "uV", { "-16384", "16383.5", "-32768", "32767" }, "4", NULL },
  { "Resp", "l/s", { "-1", "1", "-100", "100" }, "1", NULL },
  { "ECG V1", "mV", { "163.84", "-163.835", "-32768", "32767" }, "4", NULL },
  { TEXTS, "", { "-1", "1", "-32768", "32767" }, "20", NULL },
};
static const TestEdf plus = { .recording = "Startdate 02-MAR-2032 PSG-1234/2002 NN Telemetry03",
                              .date = "02.03.32",
                              .time = "20.15.07",
                              .kind = "EDF+C",
                              .n_records = "2",
                              .record_s = "0.5",
                              .signals = plus_signals,
                              .n = 4 };

static void
append_record (GByteArray *bytes, int first, const char *texts)
{
  test_edf_samples (bytes, 2, (int[]){ first, first + 1, first + 2, first + 3 }, 4);
  test_edf_samples (bytes, 2, (int[]){ 50 }, 1);
  test_edf_samples (bytes, 2, (int[]){ 200, -200, 0, 32767 }, 4);
  test_edf_texts (bytes, texts, 40);
}

static GByteArray *
make_plus (void)
{
  GByteArray *bytes = g_byte_array_new ();

  test_edf_header (bytes, &plus);
  append_record (bytes, 2000, "+0.25||~+0.5|N|~+0.625^0.1|Apnea|V|~");
  append_record (bytes, -4, "+0.75||~+1.125|change of rhythm: (VT|~");
  return bytes;
}

static void
test_plus (Place *place, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = make_plus ();
  g_autoptr (EctopyRecording) recording = read_good (place, bytes);
  const EctopyAnnotation *marks;
  EctopyLeadScale scale;
  size_t n;

  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 8);
  g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 2);
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 0), ==, "II");
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 1), ==, "V1");
  g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 0), ==, "mV");
  assert_samples (recording, 0,
                  (double[]){ 1, 1.0005, 1.001, 1.0015, -0.002, -0.0015, -0.001, -0.0005 }, 8);
  assert_samples (recording, 1, (double[]){ -1, 1, 0, -163.835, -1, 1, 0, -163.835 },
                  8); /* inverted */
  scale = ectopy_recording_get_lead_scale (recording, 0);
  g_assert_cmpfloat (scale.steps_per_unit, ==, 2000);
  g_assert_cmpfloat (scale.zero, ==, 0);
  scale = ectopy_recording_get_lead_scale (recording, 1);
  g_assert_cmpfloat (scale.steps_per_unit, ==, -200);
  g_assert_cmpfloat (scale.zero, ==, 0);
  g_assert_cmpstr (ectopy_recording_get_start (recording), ==, "2032-03-02 20:15:07");
  g_assert_cmpstr (ectopy_recording_get_source (recording), ==, place->path);
  g_assert_cmpstr (ectopy_recording_get_annotator (recording), ==, "EDF+");
  g_assert_null (ectopy_recording_get_comment (recording));
  assert_notes (recording, 1, "“Resp”");
  marks = ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpint (marks[0].sample, ==, 2); /* 0.25 s after the first record began */
  g_assert_cmpuint (marks[0].code, ==, ECTOPY_CODE_NORMAL);
  g_assert_cmpint (marks[1].sample, ==, 3);
  g_assert_cmpuint (marks[1].code, ==, ECTOPY_CODE_NOTE);
  g_assert_cmpstr (marks[1].text, ==, "Apnea");
  g_assert_cmpuint (marks[2].code, ==, ECTOPY_CODE_VENTRICULAR);
  g_assert_cmpint (marks[3].sample, ==, 7);
  g_assert_cmpuint (marks[3].code, ==, ECTOPY_CODE_RHYTHM);
  g_assert_cmpstr (marks[3].text, ==, "(VT");
}

/* By the table of readers, with and without annotations. */
static void
test_reader_table (Place *place, gconstpointer data)
{
  const EctopyRecordingOptions none = { .annotator = "" };
  g_autoptr (GByteArray) bytes = make_plus ();
  g_autoptr (EctopyRecording) recording = NULL;
  size_t n;

  test_record_put (place->folder, "r.edf", bytes->data, bytes->len);
  g_assert_cmpstr (ectopy_recording_reader_probe (place->path), ==, "EDF");
  recording = ectopy_recording_reader_read (place->path, &none, NULL, NULL, NULL, NULL);
  g_assert_nonnull (recording);
  g_assert_null (ectopy_recording_get_annotations (recording, &n));
  g_assert_null (ectopy_recording_get_annotator (recording));
  test_record_put_text (place->folder, "r.edf", "0       ");
  g_assert_null (ectopy_recording_reader_probe (place->path));
}

/* 24 bits, and triggers beside. */
static void
test_bdf (Place *place, gconstpointer data)
{
  static const TestEdfSignal signals[] = {
    { "EXG1", "uV", { "-262144", "262143", "-8388608", "8388607" }, "3", NULL },
    { "Status", "Boolean", { "-8388608", "8388607", "-8388608", "8388607" }, "3", NULL },
    { "BDF Annotations", "", { "-1", "1", "-8388608", "8388607" }, "5", NULL },
  };
  const TestEdf edf = { .version = "\xff"
                                   "BIOSEMI",
                        .date = "31.12.84",
                        .time = "23.59.59",
                        .kind = "BDF+C",
                        .n_records = "1",
                        .record_s = "1",
                        .signals = signals,
                        .n = 3 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (EctopyRecording) recording = NULL;
  const float *samples;
  size_t n;

  test_edf_header (bytes, &edf);
  test_edf_samples (bytes, 3, (int[]){ 32000, -8388608, 8388607 }, 3);
  test_edf_samples (bytes, 3, (int[]){ 1, 2, 3 }, 3);
  test_edf_texts (bytes, "+0||~+0.3|V|~", 15);
  recording = read_good (place, bytes);
  g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 1);
  samples = ectopy_recording_get_samples (recording, 0);
  g_assert_cmpfloat_with_epsilon (samples[0], 0.99951380f, 1e-6f); /* the extremes leave 0.5 uV */
  g_assert_cmpfloat_with_epsilon (samples[1], -262.144f, 1e-4f);
  g_assert_cmpfloat_with_epsilon (samples[2], 262.143f, 1e-4f);
  g_assert_cmpstr (ectopy_recording_get_start (recording), ==, "2084-12-31 23:59:59");
  g_assert_cmpint (ectopy_recording_get_annotations (recording, &n)->sample, ==, 1);
  assert_notes (recording, 0, NULL);
}

/* ---- Gaps ---- */

static const TestEdfSignal gap_signals[] = {
  { "II", "mV", { "-32768", "32767", "-32768", "32767" }, "2", NULL },
  { TEXTS, "", { "-1", "1", "-32768", "32767" }, "8", NULL },
};

static GByteArray *
make_gaps (const char *const *times, guint n)
{
  g_autofree char *n_records = g_strdup_printf ("%u", n);
  const TestEdf edf = { .kind = "EDF+D",
                        .n_records = n_records,
                        .record_s = "1",
                        .signals = gap_signals,
                        .n = 2 };
  GByteArray *bytes = g_byte_array_new ();

  test_edf_header (bytes, &edf);
  for (guint i = 0; i < n; i++) {
    const int first = (int) i * 2 + 1;

    test_edf_samples (bytes, 2, (int[]){ first, first + 1 }, 2);
    test_edf_texts (bytes, times[i], 16);
  }
  return bytes;
}

static void
test_gaps (Place *place, gconstpointer data)
{
  g_autoptr (GByteArray)
      bytes = make_gaps ((const char *[]){ "+10||~", "+11||~+13|V|~", "+13||~", "+13.8||~" }, 4);
  g_autoptr (EctopyRecording) recording = read_good (place, bytes);
  size_t n;

  /* The last begins 0.2 s early, which is no sample. */
  assert_samples (recording, 0, (double[]){ 1, 2, 3, 4, NAN, NAN, 5, 6, 7, 8 }, 10);
  g_assert_cmpint (ectopy_recording_get_annotations (recording, &n)->sample, ==, 6);
}

static void
test_gap_faults (Place *place, gconstpointer data)
{
  static const struct {
    const char *times[3];
    EctopyError code;
    const char *words;
  } cases[] = {
    { { "+0||~", "+0||~", "+2||~" }, ECTOPY_ERROR_PARSE, "record 2" },
    { { "+5||~", "+6||~", "+1||~" }, ECTOPY_ERROR_PARSE, "record 3" },
    { { "+0||~", "+1|V|~", "+2||~" }, ECTOPY_ERROR_PARSE, "time of record 2" },
    { { "+0||~", "", "+2||~" }, ECTOPY_ERROR_PARSE, "time of record 2" },
    { { "+0||~", "+1||~", "+700000||~" }, ECTOPY_ERROR_UNSUPPORTED, "less than a week" },
    { { "-9e300||~", "+1||~", "+9e300||~" }, ECTOPY_ERROR_UNSUPPORTED, "less than a week" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = make_gaps (cases[i].times, 3);
    g_autoptr (GError) error = NULL;

    g_assert_null (read_bytes (place, bytes, &error));
    g_assert_error (error, ECTOPY_ERROR, (int) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_nonnull (strstr (error->message, "r.edf"));
  }
}

/* A gap of days at a high rate is more than the few samples are worth. */
static void
test_large_gap (Place *place, gconstpointer data)
{
  static const TestEdfSignal signals[] = {
    { "II", "mV", { "-1", "1", "-100", "100" }, "2000", NULL },
    { TEXTS, "", { "-1", "1", "-32768", "32767" }, "8", NULL },
  };
  const TestEdf edf = { .kind = "EDF+D",
                        .n_records = "2",
                        .record_s = "1",
                        .signals = signals,
                        .n = 2 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  int zeros[2000] = { 0 };

  test_edf_header (bytes, &edf);
  test_edf_samples (bytes, 2, zeros, 2000);
  test_edf_texts (bytes, "+0||~", 16);
  test_edf_samples (bytes, 2, zeros, 2000);
  test_edf_texts (bytes, "+600000||~", 16);
  g_assert_null (read_bytes (place, bytes, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
}

/* ---- What signals become ---- */

typedef struct {
  TestEdfSignal signals[4];
  guint n;
  const char *names; /* of the leads, with units that are not mV */
  double rate_hz;
  guint n_notes;
  const char *note;
} Choice;

#define AT(label, unit, n)                                                                         \
  {                                                                                                \
    label, unit, { "-1", "1", "-100", "100" }, n, NULL                                             \
  }
#define FLAT(label)                                                                                \
  {                                                                                                \
    label, "mV", { "1", "1", "-100", "100" }, "2", NULL                                            \
  }

static void
test_choice (Place *place, gconstpointer data)
{
  static const Choice cases[] = {
    { { AT ("ECG", "mV", "4"), AT ("EEG Fpz", "uV", "4"), AT ("SpO2", "%", "4"),
        AT ("Resp", "", "1") },
      4,
      "ECG SpO2/% ",
      4,
      2,
      "another rate: “Resp”" },
    { { AT ("EEG Fpz", "uV", "8"), AT ("EEG Cz", "uV", "8"), AT ("EKG I", "V", "4") },
      3,
      "I ",
      4,
      1,
      "“EEG Fpz”, “EEG Cz”" },
    { { AT ("a", "mV", "2"), AT ("b", "mV", "8"), AT ("c", "mV", "2") }, 3, "a c ", 2, 1, "“b”" },
    { { AT ("a", "mV", "2"), AT ("b", "\xb5V", "8") }, 2, "b ", 8, 1, "“a”" },
    { { AT ("a", "bpm", "2"), AT ("", "", "2") }, 2, "a/bpm signal/? ", 2, 0, NULL },
    { { FLAT ("V1"), AT ("V2", "mV", "2") }, 2, "V2 ", 2, 1, "scale" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TestEdf edf = { .n_records = "1",
                          .record_s = "1",
                          .signals = cases[i].signals,
                          .n = cases[i].n };
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (EctopyRecording) recording = NULL;
    g_autoptr (GString) names = g_string_new (NULL);
    int zeros[32] = { 0 };

    test_edf_header (bytes, &edf);
    for (guint s = 0; s < cases[i].n; s++)
      test_edf_samples (bytes, 2, zeros,
                        (size_t) g_ascii_strtoull (cases[i].signals[s].n_samples, NULL, 10));
    recording = read_good (place, bytes);
    for (size_t lead = 0; lead < ectopy_recording_get_n_leads (recording); lead++) {
      const char *unit = ectopy_recording_get_lead_unit (recording, lead);

      g_string_append (names, ectopy_recording_get_lead_name (recording, lead));
      if (!g_str_equal (unit, "mV"))
        g_string_append_printf (names, "/%s", unit);
      g_string_append_c (names, ' ');
    }
    g_assert_cmpstr (names->str, ==, cases[i].names);
    g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, cases[i].rate_hz);
    assert_notes (recording, cases[i].n_notes, cases[i].note);
  }
}

/* ---- What a header says ---- */

static void
test_starts (Place *place, gconstpointer data)
{
  static const struct {
    const char *recording, *date, *time, *start;
  } cases[] = {
    { "", "25.04.89", "13.05.00", "1989-04-25 13:05:00" },
    { "", "01.01.00", "00.00.00", "2000-01-01 00:00:00" },
    { "Startdate 25-apr-1989 X", "01.01.85", "13.05.00", "1989-04-25 13:05:00" },
    { "Startdate 31-FEB-1989 X", "25.04.90", "13.05.00", "1990-04-25 13:05:00" },
    { "Startdate X X X X", "25.04.89", "13.05.00", "13:05:00" },
    { "Startdate X X X X", "01.01.85", "00.00.00", NULL },
    { "", "01.01.85", "00.00.00", NULL },
    { "", "01.01.85", "07.00.00", "07:00:00" },
    { "", "99.99.99", "13.05.00", "13:05:00" },
    { "", "25.04.89", "25.00.00", NULL },
    { "", "-1.-1.-1", "-1.-1.-1", NULL },
    { "", "nonsense", "nonsense", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TestEdfSignal signal = AT ("II", "mV", "1");
    const TestEdf edf = { .recording = cases[i].recording,
                          .date = cases[i].date,
                          .time = cases[i].time,
                          .n_records = "1",
                          .record_s = "1",
                          .signals = &signal,
                          .n = 1 };
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (EctopyRecording) recording = NULL;

    test_edf_header (bytes, &edf);
    test_edf_samples (bytes, 2, (int[]){ 0 }, 1);
    recording = read_good (place, bytes);
    g_assert_cmpstr (ectopy_recording_get_start (recording), ==, cases[i].start);
  }
}

typedef struct {
  const char *n_records;
  const char *record_s;
  size_t n_bytes; /* of samples, two a record */
  size_t n_samples;
  double rate_hz;
  guint n_notes;
  const char *note;
} Length;

static void
test_lengths (Place *place, gconstpointer data)
{
  static const Length cases[] = {
    { "2", "1", 8, 4, 2, 0, NULL },
    { "-1", "1", 11, 4, 2, 1, "not tell" },
    { "0", "1", 8, 4, 2, 1, "not tell" },
    { "9", "1", 11, 4, 2, 1, "2 of the 9" },
    { "99999999", "1", 8, 4, 2, 1, "2 of the 99999999" },
    { "1", "1", 8, 2, 2, 1, "longer" },
    { "  2", "  0,5", 8, 4, 4, 0, NULL },
    { "2", "0.003", 8, 4, 2 / 0.003, 0, NULL },
    { "2", "0.005556", 8, 4, 360, 1, "360 Hz" }, /* no room for more */
    { "2", "0.000002", 8, 4, 1e6, 0, NULL },     /* many would round to this: as it stands */
    { "2", "1e3", 8, 4, 0.002, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TestEdfSignal signal = AT ("II", "mV", "2");
    const TestEdf edf = { .n_records = cases[i].n_records,
                          .record_s = cases[i].record_s,
                          .signals = &signal,
                          .n = 1 };
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (EctopyRecording) recording = NULL;

    test_edf_header (bytes, &edf);
    g_byte_array_append (bytes, (const guint8 *) "abcdefghijkl", (guint) cases[i].n_bytes);
    recording = read_good (place, bytes);
    g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, cases[i].n_samples);
    g_assert_cmpfloat_with_epsilon (ectopy_recording_get_rate_hz (recording), cases[i].rate_hz,
                                    1e-9);
    assert_notes (recording, cases[i].n_notes, cases[i].note);
  }
}

static void
test_faults (Place *place, gconstpointer data)
{
  static const struct {
    TestEdf edf;
    TestEdfSignal signal;
    EctopyError code;
    const char *words;
  } cases[] = {
    { { .n_signals = "0" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 252" },
    { { .n_signals = "-1" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "“-1”" },
    { { .n_signals = "x" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "“x”" },
    { { .n_signals = "1.5" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 252" },
    { { .n_signals = "9999" }, AT ("II", "mV", "2"), ECTOPY_ERROR_UNSUPPORTED, "1000" },
    { { .n_signals = "2" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "768 bytes" },
    { { .n_signals = "2", .size = "768" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "only 516" },
    { { .size = "256" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 184" },
    { { .record_s = "0" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 244" },
    { { .record_s = "-1" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "“-1”" },
    { { .record_s = "nan" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 244" },
    { { .record_s = "1e999" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 244" },
    { { .record_s = "1e-300" }, AT ("II", "mV", "2"), ECTOPY_ERROR_UNSUPPORTED, "rate" },
    { { .record_s = "1e300" }, AT ("II", "mV", "2"), ECTOPY_ERROR_UNSUPPORTED, "rate" },
    { { .record_s = "" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "nothing" },
    { { .n_records = "-2" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 236" },
    { { .n_records = "1.5" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 236" },
    { { .n_records = "1e30" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "byte 236" },
    { { .kind = "EDF+D" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "times" },
    { { 0 }, AT ("II", "mV", "0"), ECTOPY_ERROR_PARSE, "byte 472" },
    { { 0 }, AT ("II", "mV", "-3"), ECTOPY_ERROR_PARSE, "“-3”" },
    { { 0 }, AT ("II", "mV", "99999999"), ECTOPY_ERROR_UNSUPPORTED, "16777216" },
    { { 0 }, AT ("II", "mV", "3"), ECTOPY_ERROR_EMPTY, "record of 6" },
    { { 0 }, AT ("II", "mV", "16777216"), ECTOPY_ERROR_EMPTY, "record of 33554432" },
    { { 0 }, AT (TEXTS, "", "2"), ECTOPY_ERROR_EMPTY, "no signal" },
    { { 0 }, FLAT ("II"), ECTOPY_ERROR_PARSE, "“II”" },
    { { 0 }, { "II", "mV", { "1", "2", "7", "7" }, "2", 0 }, ECTOPY_ERROR_PARSE, "“II”" },
    { { 0 }, { "II", "mV", { "a", "2", "7", "8" }, "2", 0 }, ECTOPY_ERROR_PARSE, "byte 360" },
    { { 0 }, { "II", "mV", { "1", "inf", "7", "8" }, "2", 0 }, ECTOPY_ERROR_PARSE, "maximum" },
    { { 0 }, { "II", "mV", { "1", "2", "7.5", "8" }, "2", 0 }, ECTOPY_ERROR_PARSE, "digital" },
    { { .version = "0001" }, AT ("II", "mV", "2"), ECTOPY_ERROR_PARSE, "something else" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    TestEdf edf = cases[i].edf;
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GError) error = NULL;

    edf.n_records = edf.n_records != NULL ? edf.n_records : "1";
    edf.record_s = edf.record_s != NULL ? edf.record_s : "1";
    edf.signals = &cases[i].signal;
    edf.n = 1;
    test_edf_header (bytes, &edf);
    test_edf_samples (bytes, 2, (int[]){ 0, 0 }, 2);
    g_assert_null (read_bytes (place, bytes, &error));
    g_assert_error (error, ECTOPY_ERROR, (int) cases[i].code);
    if (strstr (error->message, cases[i].words) == NULL || strstr (error->message, "r.edf") == NULL)
      g_error ("“%s” was expected in: %s", cases[i].words, error->message);
  }
}

/* Samples that say they are none, and an end within the last record. */
static void
test_own_marks (Place *place, gconstpointer data)
{
  static const TestEdfSignal signals[] = {
    { "II", "mV", { "-100", "100", "-100", "100" }, "3", "digital minimum: no sample" },
    { TEXTS, "", { "-1", "1", "-32768", "32767" }, "12", NULL },
  };
  const TestEdf edf = { .kind = "EDF+C",
                        .n_records = "2",
                        .record_s = "3",
                        .signals = signals,
                        .n = 2 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (EctopyRecording) recording = NULL;
  size_t n;

  test_edf_header (bytes, &edf);
  test_edf_samples (bytes, 2, (int[]){ -100, -99, 0 }, 3);
  test_edf_texts (bytes, "+0||~+1|N|~", 24);
  test_edf_samples (bytes, 2, (int[]){ 5, 5, 5 }, 3);
  test_edf_texts (bytes, "+3||~+4|Recording ends|~", 24);
  recording = read_good (place, bytes);
  assert_samples (recording, 0, (double[]){ NAN, -99, 0, 5 }, 4);
  ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpuint (n, ==, 1);
}

/* ---- Hostile bytes ---- */

static void
test_prefixes (Place *place, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = make_plus ();

  for (guint n = 0; n <= bytes->len; n += n < 1200 ? 7 : 1) {
    const GByteArray prefix = { .data = bytes->data, .len = n };
    g_autoptr (GError) error = NULL;
    g_autoptr (EctopyRecording) recording = read_bytes (place, &prefix, &error);

    g_assert_true ((recording != NULL) == (error == NULL));
  }
}

static void
test_mutations (Place *place, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  const char *gaps[] = { "+1||~", "+2||~", "+9||~+9.5|V|~" };
  guint n_read = 0;

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (GByteArray) bytes = i % 2 == 0 ? make_plus () : make_gaps (gaps, 3);
    g_autoptr (EctopyRecording) recording = NULL;
    g_autoptr (GError) error = NULL;

    for (int k = g_rand_int_range (rand, 1, 5); k > 0; k--) {
      static const char likely[] = "0123456789-+.e \x14\x15\xff";
      const guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);

      bytes->data[at] = g_rand_boolean (rand)
                            ? (guint8) likely[g_rand_int_range (rand, 0, sizeof likely)]
                            : (guint8) g_rand_int_range (rand, 0, 256);
    }
    recording = read_bytes (place, bytes, &error);
    g_assert_true ((recording != NULL) == (error == NULL));
    n_read += recording != NULL;
  }
  g_assert_cmpuint (n_read, >, 200);
}

/* ---- Progress ---- */

typedef struct {
  double last;
  guint n;
  GCancellable *cancellable;
} Heard;

static void
heard_cb (const char *stage, double fraction, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_cmpstr (stage, ==, "Reading r.edf");
  g_assert_true (fraction >= heard->last && fraction <= 1);
  heard->last = fraction;
  heard->n++;
  if (heard->n == 3 && heard->cancellable != NULL)
    g_cancellable_cancel (heard->cancellable);
}

static void
test_progress (Place *place, gconstpointer data)
{
  const TestEdfSignal signal = AT ("II", "mV", "1000000");
  const TestEdf edf = { .n_records = "8", .record_s = "1", .signals = &signal, .n = 1 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;
  Heard heard = { 0 };

  test_edf_header (bytes, &edf);
  g_byte_array_set_size (bytes, 512 + 16000000);
  memset (bytes->data + 512, 0, 16000000);
  test_record_put (place->folder, "r.edf", bytes->data, bytes->len);
  recording = ectopy_edf_reader_read (place->path, TRUE, heard_cb, &heard, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (heard.n, >=, 1);
  heard = (Heard){ .cancellable = cancellable };
  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_edf_reader_read (place->path, TRUE, heard_cb, &heard, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_file (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ectopy_edf_reader_read (place->path, TRUE, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_false (ectopy_edf_reader_probe (place->folder));
}

#define ADD(path, function) g_test_add (path, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/io/edf-reader/plus", test_plus);
  ADD ("/io/edf-reader/reader-table", test_reader_table);
  ADD ("/io/edf-reader/bdf", test_bdf);
  ADD ("/io/edf-reader/gaps", test_gaps);
  ADD ("/io/edf-reader/gap-faults", test_gap_faults);
  ADD ("/io/edf-reader/large-gap", test_large_gap);
  ADD ("/io/edf-reader/choice", test_choice);
  ADD ("/io/edf-reader/starts", test_starts);
  ADD ("/io/edf-reader/lengths", test_lengths);
  ADD ("/io/edf-reader/faults", test_faults);
  ADD ("/io/edf-reader/own-marks", test_own_marks);
  ADD ("/io/edf-reader/prefixes", test_prefixes);
  ADD ("/io/edf-reader/mutations", test_mutations);
  ADD ("/io/edf-reader/progress", test_progress);
  ADD ("/io/edf-reader/no-file", test_no_file);
  return g_test_run ();
}
