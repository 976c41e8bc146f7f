/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-reader.h"

#include "engine/core/error.h"
#include "engine/io/recording-reader.h"
#include "engine/io/wfdb-header.h"
#include "engine/io/wfdb-write.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-record.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Two leads of four samples: 100 200 / 300 -100 / 0 50 / -200 400. Sums 200 and 550. */
static const guint8 dat[] = {
  100, 0, 200, 0, 0x2c, 1, 0x9c, 0xff, 0, 0, 50, 0, 0x38, 0xff, 0x90, 1
};
static const char hea[] = "r 2 100 4 12:30:00 25/4/1989\n"
                          "r.dat 16 200/mV 16 0 100 200 0 MLII\n"
                          "r.dat 16 100(-50)/mV 16 0 200 550 0 V1\n"
                          "# 44 M\n";
/* N at 1, + with "(VT" at 1, V at 3. */
static const guint8 atr[] = { 1, 4, 0, 0x70, 3, 0xfc, '(', 'V', 'T', 0, 2, 0x14, 0, 0 };

typedef struct {
  char *folder;
  char *path; /* of the record "r", without ending */
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = test_folder_new ();
  place->path = g_build_filename (place->folder, "r", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  test_folder_remove (place->folder);
  g_free (place->path);
}

static void
put_all (const Place *place)
{
  test_record_put_text (place->folder, "r.hea", hea);
  test_record_put (place->folder, "r.dat", dat, sizeof dat);
  test_record_put (place->folder, "r.atr", atr, sizeof atr);
}

static EctopyRecording *
read_ending (const Place *place, const char *ending, const char *annotator, GError **error)
{
  g_autofree char *path = g_strconcat (place->path, ending, NULL);

  return ectopy_wfdb_reader_read (path, annotator, NULL, NULL, NULL, error);
}

static EctopyRecording *
read_good (const Place *place)
{
  g_autoptr (GError) error = NULL;
  EctopyRecording *recording = read_ending (place, "", NULL, &error);

  g_assert_no_error (error);
  return recording;
}

/* A record of one header and one signal file. */
static EctopyRecording *
read_made (const Place *place, const char *header, const void *data, size_t size)
{
  test_record_put_text (place->folder, "r.hea", header);
  test_record_put (place->folder, "r.dat", data, size);
  return read_good (place);
}

static void
assert_notes (EctopyRecording *recording, guint n, const char *first)
{
  const char *const *notes = ectopy_recording_get_notes (recording);

  g_assert_cmpuint (g_strv_length ((char **) notes), ==, n);
  if (n > 0 && strstr (notes[0], first) == NULL)
    g_error ("“%s” was expected in: %s", first, notes[0]);
}

static void
assert_scale (EctopyRecording *recording, size_t lead, double steps_per_unit, double zero)
{
  const EctopyLeadScale scale = ectopy_recording_get_lead_scale (recording, lead);

  g_assert_cmpfloat (scale.steps_per_unit, ==, steps_per_unit);
  g_assert_cmpfloat (scale.zero, ==, zero);
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

/* ---- What is read ---- */

static void
test_whole (Place *place, gconstpointer data)
{
  g_autoptr (EctopyRecording) recording = NULL;
  g_autofree char *header_path = g_strconcat (place->path, ".hea", NULL);
  const EctopyAnnotation *marks;
  size_t n;

  put_all (place);
  recording = read_good (place);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 100);
  g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 2);
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 0), ==, "MLII");
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 1), ==, "V1");
  assert_samples (recording, 0, (double[]){ 0.5, 1.5, 0, -1 }, 4);
  assert_samples (recording, 1, (double[]){ 2.5, -0.5, 1, 4.5 }, 4);
  assert_scale (recording, 0, 200, 0);
  assert_scale (recording, 1, 100, -50);
  g_assert_cmpstr (ectopy_recording_get_comment (recording), ==, "44 M");
  g_assert_cmpstr (ectopy_recording_get_start (recording), ==, "1989-04-25 12:30:00");
  g_assert_cmpstr (ectopy_recording_get_annotator (recording), ==, "atr");
  g_assert_cmpstr (ectopy_recording_get_source (recording), ==, header_path);
  marks = ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (marks[1].code, ==, ECTOPY_CODE_RHYTHM);
  g_assert_cmpstr (marks[1].text, ==, "(VT");
  g_assert_cmpint (marks[2].sample, ==, 3);
  assert_notes (recording, 0, NULL);
}

/* By any of its files; and whose annotations. */
static void
test_paths (Place *place, gconstpointer data)
{
  static const guint8 qrs[] = { 2, 4, 0, 0 };
  static const struct {
    const char *ending;
    const char *asked;
    const char *annotator;
    size_t n_marks;
  } cases[] = {
    { "", NULL, "atr", 3 },      { ".hea", NULL, "atr", 3 }, { ".dat", NULL, "atr", 3 },
    { ".atr", NULL, "atr", 3 },  { ".qrs", NULL, "qrs", 1 }, { ".qrs", "atr", "atr", 3 },
    { ".hea", "qrs", "qrs", 1 }, { "", "", NULL, 0 },        { ".atr", "", NULL, 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (place->path, ".atr", NULL);
  g_autoptr (EctopyRecording) without = NULL;

  put_all (place);
  test_record_put (place->folder, "r.qrs", qrs, sizeof qrs);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopyRecording)
        recording = read_ending (place, cases[i].ending, cases[i].asked, &error);
    size_t n;

    g_assert_no_error (error);
    ectopy_recording_get_annotations (recording, &n);
    g_assert_cmpuint (n, ==, cases[i].n_marks);
    g_assert_cmpstr (ectopy_recording_get_annotator (recording), ==, cases[i].annotator);
  }
  g_assert_null (read_ending (place, "", "none", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (read_ending (place, "", "../atr", &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_cmpint (g_remove (path), ==, 0);
  without = read_good (place);
  g_assert_null (ectopy_recording_get_annotator (without));
}

static void
test_probe (Place *place, gconstpointer data)
{
  static const struct {
    const char *ending;
    gboolean taken;
  } cases[] = {
    { "", TRUE },    { ".hea", TRUE }, { ".dat", TRUE }, { ".atr", TRUE },   { ".csv", FALSE },
    { ".x", FALSE }, { ".", FALSE },   { "2", FALSE },   { "2.hea", FALSE }, { ".none", FALSE },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = g_strconcat (place->path, ".csv", NULL);

  put_all (place);
  test_record_put_text (place->folder, "r.csv", "0.5,1.0,0.25,0\n0.5,1.0,0.25,1\n");
  test_record_put (place->folder, "r.x", "\xff\xff\xff\xff", 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat (place->path, cases[i].ending, NULL);

    g_assert_cmpstr (ectopy_recording_reader_probe (path), ==, cases[i].taken ? "WFDB" : NULL);
  }
  g_assert_null (ectopy_recording_reader_probe (place->folder));
  g_assert_null (ectopy_recording_reader_read (csv, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (ectopy_recording_reader_read (place->folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

static void
test_reader_table (Place *place, gconstpointer data)
{
  const EctopyRecordingOptions options = { .annotator = "" };
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;
  size_t n;

  put_all (place);
  recording = ectopy_recording_reader_read (place->path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* Two files, one of a signal that is no voltage. */
static void
test_files (Place *place, gconstpointer data)
{
  static const char header[] = "r 2 100 2\nr.dat 16 1000/uV\nb.dat 80 10(-100)/mmHg 8 0 0 0 0 ABP";
  g_autoptr (EctopyRecording) recording = NULL;

  test_record_put (place->folder, "b.dat", "\x80\x8a", 2);
  recording = read_made (place, header, dat, 4);
  assert_samples (recording, 0, (double[]){ 100 / 1e6, 200 / 1e6 }, 2);
  assert_samples (recording, 1, (double[]){ 10, 11 }, 2);
  assert_scale (recording, 0, 1e6, 0);
  assert_scale (recording, 1, 10, -100);
  g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 0), ==, "mV");
  g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 1), ==, "mmHg");
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 0), ==, "signal 0");
}

/* A lead of two samples a frame beside one of one, and marks, which are at frames. */
static void
test_frames (Place *place, gconstpointer data)
{
  static const char header[] = "r 2 50 2\nr.dat 16x2 100\nr.dat 16 100\n";
  g_autoptr (EctopyRecording) recording = NULL;
  const EctopyAnnotation *marks;
  size_t n;

  test_record_put (place->folder, "r.atr", atr, sizeof atr);
  recording = read_made (place, header, dat, 12);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 100);
  assert_samples (recording, 0, (double[]){ 1, 2, -1, 0 }, 4);
  assert_samples (recording, 1, (double[]){ 3, 3, 0.5, 0.5 }, 4);
  marks = ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpint (marks[0].sample, ==, 2);
  g_assert_cmpint (marks[2].sample, ==, 6);
}

/* Annotations that count in a rate of their own. */
static void
test_resolution (Place *place, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  static const char text[] = "## time resolution: 250";
  static const guint8 rest[] = { 0, 0xec, 0xff, 0xff, 0xff, 0xff, 1, 0, 5, 4, 8, 4, 0, 0 };
  g_autoptr (EctopyRecording) recording = NULL;
  const EctopyAnnotation *marks;
  size_t n;

  put_all (place);
  test_record_append (bytes, 0x5800, 2);
  test_record_append (bytes, 0xfc00 | strlen (text), 2);
  g_byte_array_append (bytes, (const guint8 *) text, sizeof text);
  g_byte_array_append (bytes, rest, sizeof rest);
  test_record_put (place->folder, "r.atr", bytes->data, bytes->len);
  recording = read_good (place);
  marks = ectopy_recording_get_annotations (recording, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (marks[0].sample, ==, 2);
  g_assert_cmpint (marks[1].sample, ==, 5);
}

/* ---- What is noted ---- */

static void
test_notes (Place *place, gconstpointer data)
{
  static const struct {
    const char *header;
    size_t size;
    size_t n_samples;
    guint n_notes;
    const char *note;
  } cases[] = {
    /* no gain, twice */
    { "r 2 100 4\nr.dat 16 0\nr.dat 16\n", 16, 4, 2, "no gain" },
    /* a checksum, and one that fits */
    { "r 2 100 4\nr.dat 16 1 16 0 100 201\nr.dat 16 1 16 0 200 550\n", 16, 4, 1,
      "checksum is 201" },
    /* as unsigned, and one round further */
    { "r 2 100 4\nr.dat 16 1 16 0 100 65736\nr.dat 16 1 16 0 200 550\n", 16, 4, 0, NULL },
    /* a first sample */
    { "r 2 100 4\nr.dat 16 1 16 0 7\nr.dat 16 1 16 0 200\n", 16, 4, 1, "first sample" },
    /* zeros that stand for nothing */
    { "r 2 100 4\nr.dat 16 1 16 0 0 0\nr.dat 16 1 16 0 0 0 0 V\n", 16, 4, 0, NULL },
    /* nothing to check where the length is not told */
    { "r 2 100\nr.dat 16 1 16 0 7 5\nr.dat 16 1 16 0 8 6\n", 16, 4, 0, NULL },
    { "r 2\nr.dat 16 1\nr.dat 16 1\n", 15, 3, 0, NULL },
    /* shorter: no word on the checksum */
    { "r 2 100 4\nr.dat 16 1 16 0 100 5\nr.dat 16 1 16 0 200 5\n", 11, 2, 1, "2 of the 4" },
    { "r 2 100 9223372036854775808\nr.dat 16 1\nr.dat 16 1\n", 16, 4, 1, "4 of the 922337" },
    { "r 2 100 18446744073709551615\nr.dat 16 1\nr.dat 16 1\n", 16, 4, 1, "4 of the 1844674" },
    /* longer */
    { "r 2 100 3\nr.dat 16 1\nr.dat 16 1\n", 16, 3, 1, "longer" },
    /* no time of day */
    { "r 2 100 4 late\nr.dat 16 1\nr.dat 16 1\n", 16, 4, 1, "time of day" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopyRecording) recording = read_made (place, cases[i].header, dat, cases[i].size);

    g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, cases[i].n_samples);
    assert_notes (recording, cases[i].n_notes, cases[i].note);
  }
}

/* One file shorter than the other: its lead ends in a gap. */
static void
test_uneven (Place *place, gconstpointer data)
{
  g_autoptr (EctopyRecording) recording = NULL;

  test_record_put (place->folder, "b.dat", "\x81", 1);
  recording = read_made (place, "r 2 100 3\nr.dat 16 1\nb.dat 80 1\n", dat, 6);
  assert_samples (recording, 0, (double[]){ 100, 200, 300 }, 3);
  assert_samples (recording, 1, (double[]){ 1, NAN, NAN }, 3);
  assert_notes (recording, 1, "“b.dat” holds 1 of the 3");
}

/* A mark for "no sample" may be in a sum as it stands, or as -32768. */
static void
test_checksum_of_marks (Place *place, gconstpointer data)
{
  static const guint8 packed[] = { 1, 0xf0, 0xff, 0xff, 0x87, 0 }; /* 1 -1 2047 -2048 */

  for (guint i = 0; i < 3; i++) {
    g_autofree char *header = g_strdup_printf ("r 1 100 4\nr.dat 212 1 12 0 1 %d\n",
                                               (int[]){ -1, 2047 - 32768, 5 }[i]);
    g_autoptr (EctopyRecording) recording = read_made (place, header, packed, sizeof packed);

    assert_samples (recording, 0, (double[]){ 1, -1, 2047, NAN }, 4);
    assert_notes (recording, i < 2 ? 0 : 1, "checksum");
  }
}

static void
test_many_notes (Place *place, gconstpointer data)
{
  GString *header = g_string_new ("r 200 100\n");
  guint8 zeros[400] = { 0 };
  g_autoptr (EctopyRecording) recording = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (header, "r.dat 16 0 0 0 0 0 0 lead %u\n", i);
  recording = read_made (place, header->str, zeros, sizeof zeros);
  g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 200);
  assert_notes (recording, 51, "no gain");
  g_assert_nonnull (strstr (ectopy_recording_get_notes (recording)[50], "150 more"));
  g_string_free (header, TRUE);
}

/* ---- Segments ---- */

static void
put_segments (const Place *place)
{
  test_record_put_text (place->folder, "s1.hea",
                        "s1 2 100 2\ns1.dat 80 1 8 0 1 3 0 I\ns1.dat 80 1 8 0 10 21 0 II\n");
  test_record_put (place->folder, "s1.dat", "\x81\x8a\x82\x8b", 4);
  test_record_put_text (
      place->folder, "s2.hea",
      "s2 2 100 1\ns2.dat 16 10 8 0 20 20 0 I\ns2.dat 16 2 8 0 6 6 0 II\n# own\n");
  test_record_put (place->folder, "s2.dat", "\x14\0\6\0", 4);
}

static void
test_fixed_layout (Place *place, gconstpointer data)
{
  g_autoptr (EctopyRecording) recording = NULL;

  put_segments (place);
  test_record_put_text (place->folder, "r.hea",
                        "r/4 2 100 6 1:2:3\ns1 2\n~ 1\ns2 1\ns1 2\n# all\n");
  recording = read_good (place);
  assert_samples (recording, 0, (double[]){ 1, 2, NAN, 2, 1, 2 }, 6);
  assert_samples (recording, 1, (double[]){ 10, 11, NAN, 3, 10, 11 }, 6);
  assert_scale (recording, 0, 0, 0); /* the segments differ */
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 1), ==, "II");
  g_assert_cmpstr (ectopy_recording_get_start (recording), ==, "01:02:03");
  g_assert_cmpstr (ectopy_recording_get_comment (recording), ==, "all");
  assert_notes (recording, 0, NULL);
}

/* Leads come and go, in any order, at other gains. */
static void
test_variable_layout (Place *place, gconstpointer data)
{
  g_autoptr (EctopyRecording) recording = NULL;

  put_segments (place);
  test_record_put_text (place->folder, "lay.hea",
                        "lay 3 100 0\n~ 0 200/mV 8 0 0 0 0 V\n~ 0 200/mV 8 0 0 0 0 II\n"
                        "~ 0 5/mmHg 8 0 0 0 0 ABP\n");
  test_record_put_text (place->folder, "s3.hea",
                        "s3 2 100 2\ns3.dat 80 2/mmHg 8 0 0 0 0 ABP\ns3.dat 80 4 8 0 0 0 0 V\n");
  test_record_put (place->folder, "s3.dat", "\x82\x84\x84\x88", 4);
  test_record_put_text (place->folder, "r.hea", "r/4 3 100 6\nlay 0\ns3 2\n~ 2\ns1 2\n");
  recording = read_good (place);
  g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 3);
  assert_samples (recording, 0, (double[]){ 1, 2, NAN, NAN, NAN, NAN }, 6);
  assert_samples (recording, 1, (double[]){ NAN, NAN, NAN, NAN, 10, 11 }, 6);
  assert_samples (recording, 2, (double[]){ 1, 2, NAN, NAN, NAN, NAN }, 6);
  g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 2), ==, "mmHg");
  assert_notes (recording, 1, "“I” is not in the layout");
}

static void
test_segment_faults (Place *place, gconstpointer data)
{
  static const struct {
    const char *header;
    EctopyError code;
  } cases[] = {
    { "r/1 2 100\nr 2\n", ECTOPY_ERROR_MISMATCH },        /* a segment of itself */
    { "r/1 2 200\ns1 2\n", ECTOPY_ERROR_MISMATCH },       /* another rate */
    { "r/1 3 100\ns1 2\n", ECTOPY_ERROR_MISMATCH },       /* another number of signals */
    { "r/1 2 100\n~ 5\n", ECTOPY_ERROR_EMPTY },           /* nothing but a gap */
    { "r/2 2 100\nlay 0\nu 2\n", ECTOPY_ERROR_MISMATCH }, /* another unit */
    { "r/1 2 100\nlay 0\n", ECTOPY_ERROR_EMPTY },         /* nothing at all */
    { "r/2 2 100\ns1 2\n~ 1099511627776\n", ECTOPY_ERROR_UNSUPPORTED },
    { "r/2 2 100\ns1 2\ns1 18446744073709551615\n", ECTOPY_ERROR_UNSUPPORTED },
    { "r/2 2 100\ns1 2\ns1 18446744073709551613\n", ECTOPY_ERROR_UNSUPPORTED },
    { "r/1 2 100\ns1 4611686018427387904\n", ECTOPY_ERROR_UNSUPPORTED },
  };
  g_autoptr (GError) error = NULL;

  put_segments (place);
  test_record_put_text (place->folder, "lay.hea", "lay 1 100 0\n~ 0 1/mV 8 0 0 0 0 I\n");
  test_record_put_text (place->folder, "u.hea", "u 1 100 2\ns1.dat 80 1/V/s 8 0 0 0 0 I\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    test_record_put_text (place->folder, "r.hea", cases[i].header);
    g_assert_null (read_ending (place, "", NULL, &error));
    g_assert_error (error, ECTOPY_ERROR, (int) cases[i].code);
    g_clear_error (&error);
  }
  test_record_put_text (place->folder, "r.hea", "r/1 1 100\nnone 2\n");
  g_assert_null (read_ending (place, "", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* ---- Hostile ---- */

static void
test_faults (Place *place, gconstpointer data)
{
  static const struct {
    const char *header;
    EctopyError code;
  } cases[] = {
    { "r 1 100 1099511627776\n~ 0\n", ECTOPY_ERROR_UNSUPPORTED }, /* samples of no file */
    { "r 1 100 18446744073709551615\n~ 0\n", ECTOPY_ERROR_UNSUPPORTED },
    { "r 1 100\n~ 0\n", ECTOPY_ERROR_EMPTY },
    { "r 1 100 4\nr.dat 16+16\n", ECTOPY_ERROR_EMPTY },
    { "r 1 100 4\nr.dat 16+9223372036854775807\n", ECTOPY_ERROR_EMPTY },
    { "r 1 100 4\nr.dat 16x9\n", ECTOPY_ERROR_EMPTY }, /* less than a frame */
    { "r 1 100 281474976710656\n~ 0x1048576\n", ECTOPY_ERROR_UNSUPPORTED },
  };
  g_autoptr (GError) error = NULL;

  put_all (place);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    test_record_put_text (place->folder, "r.hea", cases[i].header);
    g_assert_null (read_ending (place, "", "", &error));
    g_assert_error (error, ECTOPY_ERROR, (int) cases[i].code);
    g_clear_error (&error);
  }
  test_record_put_text (place->folder, "r.hea", "r 1 100 4\nnone.dat 16\n");
  g_assert_null (read_ending (place, "", "", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (read_ending (place, "2", "", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "no header beside it"));
}

/* Promises of any size take no memory. */
static void
test_memory (Place *place, gconstpointer data)
{
  struct rusage before;
  struct rusage after;

  getrusage (RUSAGE_SELF, &before);
  for (guint i = 0; i < 64; i++) {
    g_autofree char *header = g_strdup_printf (
        "r 2 100 %" G_GUINT64_FORMAT "\nr.dat 16 1\nr.dat 16 1\n", G_GUINT64_CONSTANT (1) << i);
    g_autoptr (EctopyRecording) recording = read_made (place, header, dat, sizeof dat);

    g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, MIN (4, 1u << MIN (i, 4)));
  }
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 65536); /* KiB */
}

static void
test_no_files (Place *place, gconstpointer data)
{
  g_autofree char *dat_path = g_strconcat (place->path, ".dat", NULL);
  g_autofree char *atr_path = g_strconcat (place->path, ".atr", NULL);
  g_autoptr (GError) error = NULL;

  put_all (place);
  g_assert_cmpint (g_remove (dat_path), ==, 0);
  g_assert_cmpint (mkfifo (dat_path, 0600), ==, 0);
  g_assert_null (read_ending (place, "", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  g_clear_error (&error);
  g_assert_cmpint (g_remove (dat_path), ==, 0);
  g_assert_cmpint (g_mkdir (dat_path, 0700), ==, 0);
  g_assert_null (read_ending (place, "", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);
  g_assert_cmpint (g_rmdir (dat_path), ==, 0);
  g_assert_cmpint (g_remove (atr_path), ==, 0);
  g_assert_cmpint (mkfifo (atr_path, 0600), ==, 0);
  test_record_put (place->folder, "r.dat", dat, sizeof dat);
  g_assert_null (read_ending (place, "", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
}

/* An error, or a recording that is whole. */
static void
try_out (const Place *place, guint *n_read)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyRecording) recording = read_ending (place, "", NULL, &error);
  size_t counts[ECTOPY_N_CLASSES];

  g_assert_true ((recording == NULL) == (error != NULL));
  if (recording == NULL) {
    g_assert_cmpuint (strlen (error->message), >, 0);
    return;
  }
  ++*n_read;
  ectopy_recording_count_classes (recording, counts);
  for (size_t lead = 0; lead < ectopy_recording_get_n_leads (recording); lead++) {
    const float *samples = ectopy_recording_get_samples (recording, lead);

    g_assert_true (g_utf8_validate (ectopy_recording_get_lead_name (recording, lead), -1, NULL));
    for (size_t i = 0; i < ectopy_recording_get_n_samples (recording); i++)
      g_assert_false (isinf (samples[i]));
  }
}

typedef struct {
  const char *name;
  const void *data;
  size_t size;
} File;

static const File files[] = {
  { "r.hea", hea, sizeof hea - 1 },
  { "r.dat", dat, sizeof dat },
  { "r.atr", atr, sizeof atr },
};

static void
test_prefixes (Place *place, gconstpointer data)
{
  const File *file = data;
  guint n_read = 0;

  put_all (place);
  for (size_t size = 0; size <= file->size; size++) {
    test_record_put (place->folder, file->name, file->data, size);
    try_out (place, &n_read);
  }
  g_assert_cmpuint (n_read, >, 0);
}

/* Bytes that mean something in a header come more often than chance has them. */
static void
try_mutations (const Place *place, const File *file)
{
  static const char telling[] = "0123456789 x:+/()-.~#\n\t1689";
  g_autoptr (GRand) rand = g_rand_new_with_seed (1980);
  guint n_read = 0;

  for (guint i = 0; i < 2000; i++) {
    g_autofree guint8 *spoiled = g_memdup2 (file->data, file->size);
    const gboolean is_telling = g_rand_boolean (rand);

    for (gint n = g_rand_int_range (rand, 1, 6); n > 0; n--)
      spoiled[g_rand_int_range (rand, 0, (gint32) file->size)] =
          is_telling ? (guint8) telling[g_rand_int_range (rand, 0, sizeof telling - 1)]
                     : (guint8) g_rand_int (rand);
    test_record_put (place->folder, file->name, spoiled, file->size);
    try_out (place, &n_read);
  }
  g_test_message ("%u of 2000 were read", n_read);
  g_assert_cmpuint (n_read, >, 0);
}

static void
test_mutations (Place *place, gconstpointer data)
{
  put_all (place);
  try_mutations (place, data);
}

/* A record of variable layout: its own header and that of the layout. */
static void
test_mutations_of_segments (Place *place, gconstpointer data)
{
  static const char top[] = "r/5 2 100 7\nlay 0\ns1 2\n~ 2\ns2 1\ns1 2\n# c\n";
  static const char layout[] = "lay 2 100 0\n~ 0 200/mV 8 0 0 0 0 II\n~ 0 5/mV 8 0 0 0 0 I\n";
  static const File headers[] = { { "r.hea", top, sizeof top - 1 },
                                  { "lay.hea", layout, sizeof layout - 1 } };

  put_segments (place);
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    test_record_put_text (place->folder, "r.hea", top);
    test_record_put_text (place->folder, "lay.hea", layout);
    try_mutations (place, &headers[i]);
  }
}

/* ---- On the way ---- */

typedef struct {
  guint n;
  double last;
  GCancellable *cancellable;
} Heard;

static void
heard_cb (const char *stage, double fraction, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_cmpstr (stage, ==, "Reading r.hea");
  g_assert_true (fraction >= heard->last && fraction <= 1);
  heard->last = fraction;
  if (++heard->n == 3 && heard->cancellable != NULL)
    g_cancellable_cancel (heard->cancellable);
}

static void
test_progress (Place *place, gconstpointer data)
{
  const size_t size = 8 * 1024 * 1024;
  g_autofree guint8 *zeros = g_malloc0 (size);
  Heard heard = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;

  test_record_put_text (place->folder, "r.hea", "r 1 100\nr.dat 16 1\n");
  test_record_put (place->folder, "r.dat", zeros, size);
  recording = ectopy_wfdb_reader_read (place->path, NULL, heard_cb, &heard, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (heard.n, >=, 4);
  g_assert_cmpfloat (heard.last, >, 0.5);

  heard = (Heard){ .cancellable = cancellable };
  g_assert_null (
      ectopy_wfdb_reader_read (place->path, NULL, heard_cb, &heard, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (heard.n, ==, 3);
}

/* What Ectopy writes, it reads. */
static void
test_round_trip (Place *place, gconstpointer data)
{
  const size_t n = 30000;
  const EctopyLead leads[] = {
    { g_strdup ("MLII"), g_new (float, n) },
    { g_strdup ("a lead"), g_new (float, n) },
  };
  const EctopyAnnotation mark = { .sample = 70000,
                                  .code = ECTOPY_CODE_NOTE,
                                  .subtype = -3,
                                  .channel = 1,
                                  .number = 7,
                                  .text = g_strdup ("note") };
  GArray *given = g_array_new (FALSE, FALSE, sizeof mark);
  g_autoptr (EctopyRecording) written = NULL;
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (GError) error = NULL;
  const EctopyAnnotation *marks;
  size_t n_marks;

  for (size_t i = 0; i < n; i++) {
    leads[0].samples[i] = i % 1000 == 0 ? NAN : (float) (i % 4000) / 200 - 10;
    leads[1].samples[i] = (float) sin ((double) i * 0.01);
  }
  g_array_append_val (given, mark);
  written = ectopy_recording_new_take (257.5, n, leads, 2, given, "one\ntwo");
  g_assert_true (ectopy_wfdb_write (written, place->path, NULL, NULL, NULL, &error));
  recording = read_good (place);
  assert_notes (recording, 0, NULL);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 257.5);
  g_assert_cmpstr (ectopy_recording_get_comment (recording), ==, "one\ntwo");
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 1), ==, "a lead");
  for (size_t lead = 0; lead < 2; lead++) {
    const float *expected = ectopy_recording_get_samples (written, lead);
    const float *samples = ectopy_recording_get_samples (recording, lead);

    for (size_t i = 0; i < n; i++)
      if (isnan (expected[i]))
        g_assert_true (isnan (samples[i]));
      else
        g_assert_cmpfloat_with_epsilon (samples[i], expected[i], 0.0025001f);
  }
  marks = ectopy_recording_get_annotations (recording, &n_marks);
  g_assert_cmpuint (n_marks, ==, 1);
  g_assert_cmpint (marks[0].sample, ==, 70000);
  g_assert_cmpint (marks[0].subtype, ==, -3);
  g_assert_cmpint (marks[0].channel, ==, 1);
  g_assert_cmpint (marks[0].number, ==, 7);
  g_assert_cmpstr (marks[0].text, ==, "note");
}

/* A lead that is no voltage, and the start. */
static void
test_round_trip_details (Place *place, gconstpointer data)
{
  static const float values[] = { 80, 200, -1, 0.5f };
  static const char *const units[] = { NULL, "mmHg" };
  static const char *const starts[] = { "1989-04-25 13:05:00", "13:05:09", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    const EctopyLead leads[] = {
      { g_strdup ("II"), g_memdup2 (values, sizeof values) },
      { g_strdup ("ABP"), g_memdup2 (values, sizeof values) },
    };
    const EctopyRecordingDetails details = { .units = units, .start = starts[i] };
    g_autoptr (EctopyRecording)
        written = ectopy_recording_new_detailed_take (100, 4, leads, 2, NULL, &details);
    g_autoptr (EctopyRecording) recording = NULL;

    g_assert_true (ectopy_wfdb_write (written, place->path, NULL, NULL, NULL, NULL));
    recording = read_good (place);
    assert_notes (recording, 0, NULL);
    g_assert_cmpstr (ectopy_recording_get_start (recording), ==, starts[i]);
    g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 0), ==, "mV");
    g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 1), ==, "mmHg");
    for (guint j = 0; j < 4; j++)
      g_assert_cmpfloat_with_epsilon (ectopy_recording_get_samples (recording, 1)[j], values[j],
                                      0.0051f);
  }
}

#define ADD(path, function) g_test_add (path, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/io/wfdb-reader/whole", test_whole);
  ADD ("/io/wfdb-reader/paths", test_paths);
  ADD ("/io/wfdb-reader/probe", test_probe);
  ADD ("/io/wfdb-reader/reader-table", test_reader_table);
  ADD ("/io/wfdb-reader/files", test_files);
  ADD ("/io/wfdb-reader/frames", test_frames);
  ADD ("/io/wfdb-reader/resolution", test_resolution);
  ADD ("/io/wfdb-reader/notes", test_notes);
  ADD ("/io/wfdb-reader/uneven", test_uneven);
  ADD ("/io/wfdb-reader/checksum-of-marks", test_checksum_of_marks);
  ADD ("/io/wfdb-reader/many-notes", test_many_notes);
  ADD ("/io/wfdb-reader/fixed-layout", test_fixed_layout);
  ADD ("/io/wfdb-reader/variable-layout", test_variable_layout);
  ADD ("/io/wfdb-reader/segment-faults", test_segment_faults);
  ADD ("/io/wfdb-reader/faults", test_faults);
  ADD ("/io/wfdb-reader/memory", test_memory);
  ADD ("/io/wfdb-reader/no-files", test_no_files);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *prefixes = g_strconcat ("/io/wfdb-reader/prefixes/", files[i].name, NULL);
    g_autofree char *mutations = g_strconcat ("/io/wfdb-reader/mutations/", files[i].name, NULL);

    g_test_add (prefixes, Place, &files[i], set_up, test_prefixes, tear_down);
    g_test_add (mutations, Place, &files[i], set_up, test_mutations, tear_down);
  }
  ADD ("/io/wfdb-reader/mutations-of-segments", test_mutations_of_segments);
  ADD ("/io/wfdb-reader/progress", test_progress);
  ADD ("/io/wfdb-reader/round-trip", test_round_trip);
  ADD ("/io/wfdb-reader/round-trip-details", test_round_trip_details);
  return g_test_run ();
}
