/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-signal.h"

#include "engine/core/error.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-record.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define NONE G_MININT64 /* in tables: not-a-number is expected */

/* Two leads of three samples each, in turn: a b a b a b. */
typedef struct {
  guint format;
  guint8 bytes[24];
  guint size;
  gint64 a[3];
  gint64 b[3];
} Known;

static const Known known[] = {
  { 8, { 0, 0xff, 5, 0x7f, 0xfd, 0x80 }, 6, { 100, 105, 102 }, { 99, 226, 98 } },
  { 16,
    { 1, 0, 1, 0x80, 0xff, 0xff, 0, 0x80, 0xff, 0x7f, 2, 1 },
    12,
    { 1, -1, 32767 },
    { -32767, NONE, 258 } },
  { 24,
    { 1, 0, 0, 0, 0, 0x80, 0xff, 0xff, 0xff, 3, 2, 1, 0xff, 0xff, 0x7f, 0xfe, 0xff, 0xff },
    18,
    { 1, -1, 8388607 },
    { NONE, 66051, -2 } },
  { 32,
    { 1, 0, 0, 0,    0, 0, 0, 0x80, 0xff, 0xff, 0xff, 0xff,
      0, 2, 1, 0xff, 4, 3, 2, 1,    0xfe, 0xff, 0xff, 0xff },
    24,
    { 1, -1, 16909060 },
    { NONE, -16711168, -2 } },
  { 61,
    { 0, 1, 0x80, 1, 0xff, 0xff, 0x80, 0, 0x7f, 0xff, 1, 2 },
    12,
    { 1, -1, 32767 },
    { -32767, NONE, 258 } },
  { 80, { 128, 0, 255, 129, 1, 127 }, 6, { 0, 127, -127 }, { NONE, 1, -1 } },
  { 160,
    { 0, 0x80, 0, 0, 0xff, 0xff, 1, 0x80, 1, 0, 0xff, 0x7f },
    12,
    { 0, 32767, -32767 },
    { NONE, 1, -1 } },
  { 212,
    { 1, 0xf0, 0xff, 0xff, 0x87, 0, 1, 0x18, 0x2c },
    9,
    { 1, 2047, -2047 },
    { -1, NONE, 300 } },
  { 310, { 2, 0x28, 0xfe, 7, 0xfe, 0xeb, 0, 0xfc }, 8, { 1, 5, NONE }, { -1, 511, -3 } },
  { 311, { 1, 0xfc, 0x5f, 0, 0xff, 1, 0xd8, 0x3f }, 8, { 1, 5, NONE }, { -1, 511, -3 } },
};

static const EctopyWfdbWatch nobody = { .stage = "" };

static EctopyWfdbHeader *
make_header (const char *text)
{
  g_autoptr (GError) error = NULL;
  EctopyWfdbHeader *header = ectopy_wfdb_header_parse (text, strlen (text), "a.hea", &error);

  g_assert_no_error (error);
  return header;
}

static EctopyInputFile *
put_and_open (const char *folder, const void *data, size_t size)
{
  g_autofree char *path = g_build_filename (folder, "a.dat", NULL);
  g_autoptr (GError) error = NULL;
  EctopyInputFile *file;

  test_record_put (folder, "a.dat", data, size);
  file = ectopy_input_file_open (path, &error);
  g_assert_no_error (error);
  return file;
}

static void
assert_samples (const float *samples, const gint64 *expected, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (expected[i] == NONE)
      g_assert_true (isnan (samples[i]));
    else
      g_assert_cmpfloat (samples[i], ==, (float) expected[i]);
}

/* Bytes written down by hand; any fewer give that many frames less. */
static void
test_known (gconstpointer data)
{
  const Known *format = data;
  char *folder = test_folder_new ();
  g_autofree char *text = g_strdup_printf ("a 2 100 3\na.dat %u 1 0 0 100\na.dat %u 1 0 0 100\n",
                                           format->format, format->format);
  g_autoptr (EctopyWfdbHeader) header = make_header (text);
  const EctopyWfdbGroup group = ectopy_wfdb_signal_group (header, 0);

  g_assert_cmpuint (group.n_signals, ==, 2);
  g_assert_cmpuint (ectopy_wfdb_signal_file_size (&group, 3), ==, format->size);
  for (guint size = 0; size <= format->size; size++) {
    g_autoptr (EctopyInputFile) file = put_and_open (folder, format->bytes, size);
    const guint64 n_frames = ectopy_wfdb_signal_count_frames (&group, size);
    gint64 expected_a[3] = { NONE, NONE, NONE };
    gint64 expected_b[3] = { NONE, NONE, NONE };
    float a[3];
    float b[3];
    float *const samples[] = { a, b };
    EctopyWfdbTally tallies[2];
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (n_frames, <=, 3);
    g_assert_true ((size == format->size) == (n_frames == 3));
    memcpy (expected_a, format->a, (size_t) n_frames * sizeof *expected_a);
    memcpy (expected_b, format->b, (size_t) n_frames * sizeof *expected_b);
    g_assert_true (
        ectopy_wfdb_signal_read (&group, file, 3, 3, 1, samples, tallies, &nobody, &error));
    g_assert_no_error (error);
    assert_samples (a, expected_a, 3);
    assert_samples (b, expected_b, 3);
    g_assert_cmpuint (tallies[0].n_frames, ==, n_frames);
  }
  test_folder_remove (folder);
}

/* How many samples there are in a file that ends within a block. */
static void
test_partial_blocks (void)
{
  static const struct {
    guint format;
    guint counts[10]; /* [bytes] */
  } cases[] = {
    { 16, { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4 } },  { 24, { 0, 0, 0, 1, 1, 1, 2, 2, 2, 3 } },
    { 212, { 0, 0, 1, 2, 2, 3, 4, 4, 5, 6 } }, { 310, { 0, 0, 1, 1, 3, 3, 4, 4, 6, 6 } },
    { 311, { 0, 0, 1, 2, 3, 3, 4, 5, 6, 6 } }, { 8, { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("a 1\na.dat %u+5\n", cases[i].format);
    g_autoptr (EctopyWfdbHeader) header = make_header (text);
    const EctopyWfdbGroup group = ectopy_wfdb_signal_group (header, 0);

    for (guint size = 0; size < 10; size++)
      g_assert_cmpuint (ectopy_wfdb_signal_count_frames (&group, size + 5), ==,
                        cases[i].counts[size]);
    g_assert_cmpuint (ectopy_wfdb_signal_count_frames (&group, 4), ==, 0);
    g_assert_cmpuint (ectopy_wfdb_signal_file_size (&group, G_MAXUINT64), ==, G_MAXUINT64);
  }
}

/* Range of steps of a format, its mark for none left out. */
static gint32
draw (GRand *rand, guint format)
{
  switch (format) {
  case 8:
  case 80:
    return g_rand_int_range (rand, -127, 128);
  case 212:
    return g_rand_int_range (rand, -2047, 2048);
  case 310:
  case 311:
    return g_rand_int_range (rand, -511, 512);
  default:
    return g_rand_int_range (rand, -32767, 32768);
  }
}

/* Three signals of 1, 3 and 2 samples a frame, the second 5 frames early, after a preamble of 7
 * bytes, over many pieces. At 3 samples a frame, the first is held for 3 and the last for 2 and 1:
 * sample j of a frame is that at floor (2 j / 3). */
static void
test_long (gconstpointer data)
{
  enum { N_FRAMES = 20011, FRAME = 6, SKEW = 5, FACTOR = 3 };
  const guint format = GPOINTER_TO_UINT (data);
  char *folder = test_folder_new ();
  g_autofree char *text = g_strdup_printf (
      "a 3 100 %d\na.dat %ux1+7 1\na.dat %ux3:%d 2(10)/mV\na.dat %ux2 -1/uV\n", N_FRAMES, format,
      format, SKEW, format);
  g_autoptr (EctopyWfdbHeader) header = make_header (text);
  const EctopyWfdbGroup group = ectopy_wfdb_signal_group (header, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (format);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree gint32 *stored = g_new (gint32, N_FRAMES * FRAME);
  g_autofree gint32 *steps = g_new (gint32, N_FRAMES * FRAME);
  g_autofree float *first = g_new (float, N_FRAMES *FACTOR);
  g_autofree float *second = g_new (float, N_FRAMES *FACTOR);
  g_autofree float *third = g_new (float, N_FRAMES *FACTOR);
  float *const samples[] = { first, second, third };
  static const guint signal_of[FRAME] = { 0, 1, 1, 1, 2, 2 };
  gint32 running[3] = { 0 };
  guint16 sums[3] = { 0 };
  EctopyWfdbTally tallies[3];
  g_autoptr (EctopyInputFile) file = NULL;
  g_autoptr (GError) error = NULL;

  for (size_t i = 0; i < N_FRAMES * FRAME; i++) {
    const guint signal = signal_of[i % FRAME];

    stored[i] = draw (rand, format);
    running[signal] = format == 8 ? running[signal] + stored[i] : stored[i];
    steps[i] = running[signal];
    sums[signal] = (guint16) (sums[signal] + (guint32) steps[i]);
  }
  test_record_append (bytes, 0x55555555555555, 7);
  test_record_encode (bytes, format, stored, N_FRAMES * FRAME);
  g_assert_cmpuint (ectopy_wfdb_signal_file_size (&group, N_FRAMES), ==, bytes->len);
  g_assert_cmpuint (ectopy_wfdb_signal_count_frames (&group, bytes->len), ==, N_FRAMES);

  file = put_and_open (folder, bytes->data, bytes->len);
  g_assert_true (ectopy_wfdb_signal_read (&group, file, N_FRAMES, N_FRAMES, FACTOR, samples,
                                          tallies, &nobody, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpuint (tallies[i].n_frames, ==, N_FRAMES);
    g_assert_cmpuint (tallies[i].sum, ==, sums[i]);
    g_assert_cmpuint (tallies[i].sum_of_marks, ==, sums[i]);
  }
  g_assert_cmpint (tallies[1].first, ==, steps[1]);
  for (size_t f = 0; f < N_FRAMES; f++)
    for (size_t j = 0; j < FACTOR; j++) {
      const size_t at = f * FACTOR + j;

      g_assert_cmpfloat (first[at], ==, (float) steps[f * FRAME]);
      g_assert_cmpfloat (third[at], ==, (float) (steps[f * FRAME + 4 + 2 * j / 3] / -1000.0));
      if (f + SKEW < N_FRAMES)
        g_assert_cmpfloat (second[at], ==,
                           (float) ((steps[(f + SKEW) * FRAME + 1 + j] - 10) / 2.0));
      else
        g_assert_true (isnan (second[at]));
    }
  test_folder_remove (folder);
}

/* Fewer frames than there are, and a signal that is not wanted. */
static void
test_part (void)
{
  static const guint8 data[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  char *folder = test_folder_new ();
  g_autoptr (EctopyWfdbHeader) header = make_header ("a 2 100 4\na.dat 80:1 1\na.dat 80 1\n");
  const EctopyWfdbGroup group = ectopy_wfdb_signal_group (header, 0);
  g_autoptr (EctopyInputFile) file = put_and_open (folder, data, sizeof data);
  float first[2] = { 0 };
  float *const samples[] = { first, NULL };
  EctopyWfdbTally tallies[2];

  g_assert_true (ectopy_wfdb_signal_read (&group, file, 2, 4, 1, samples, tallies, &nobody, NULL));
  g_assert_cmpfloat (first[0], ==, 3 - 128);
  g_assert_cmpfloat (first[1], ==, 5 - 128);
  g_assert_cmpint ((gint16) tallies[0].sum, ==, 1 + 3 + 5 + 7 - 4 * 128);
  g_assert_cmpint ((gint16) tallies[1].sum, ==, 2 + 4 + 6 + 8 - 4 * 128);
  test_folder_remove (folder);
}

/* A sum may count a mark for none as it stands, or as -32768. */
static void
test_marks (void)
{
  static const guint8 data[] = { 1, 0xf0, 0xff, 0xff, 0x87, 0 }; /* 1 -1 2047 -2048 */
  char *folder = test_folder_new ();
  g_autoptr (EctopyWfdbHeader) header = make_header ("a 1 100 4\na.dat 212 1\n");
  const EctopyWfdbGroup group = ectopy_wfdb_signal_group (header, 0);
  g_autoptr (EctopyInputFile) file = put_and_open (folder, data, sizeof data);
  float first[4];
  float *const samples[] = { first };
  EctopyWfdbTally tally;

  g_assert_true (ectopy_wfdb_signal_read (&group, file, 4, 4, 1, samples, &tally, &nobody, NULL));
  g_assert_cmpint ((gint16) tally.sum, ==, -1);
  g_assert_cmpint ((gint16) tally.sum_of_marks, ==, 2047 - 32768);
  test_folder_remove (folder);
}

static void
test_units (void)
{
  static const struct {
    const char *gain;
    const char *unit;
    double steps;
  } cases[] = {
    { "200", NULL, 200 },          { "0", NULL, 200 },
    { "5/uV", NULL, 5000 },        { "5/\302\265V", NULL, 5000 },
    { "5/\316\274V", NULL, 5000 }, { "2/nV", NULL, 2e6 },
    { "200000/V", NULL, 200 },     { "100/mv", NULL, 100 },
    { "0/mmHg", "mmHg", 200 },     { "12.5/mmHg", "mmHg", 12.5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("a 1\na.dat 16 %s\n", cases[i].gain);
    g_autoptr (EctopyWfdbHeader) header = make_header (text);
    double steps;

    g_assert_cmpstr (ectopy_wfdb_signal_unit (ectopy_wfdb_header_signal (header, 0), &steps), ==,
                     cases[i].unit);
    g_assert_cmpfloat (steps, ==, cases[i].steps);
  }
}

static void
test_cancelled (void)
{
  static const guint8 data[] = { 1, 2 };
  char *folder = test_folder_new ();
  g_autoptr (EctopyWfdbHeader) header = make_header ("a 1\na.dat 80 1\n");
  const EctopyWfdbGroup group = ectopy_wfdb_signal_group (header, 0);
  g_autoptr (EctopyInputFile) file = put_and_open (folder, data, sizeof data);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const EctopyWfdbWatch watch = { .stage = "", .cancellable = cancellable };
  float first[2];
  float *const samples[] = { first };
  EctopyWfdbTally tally;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (ectopy_wfdb_signal_read (&group, file, 2, 2, 1, samples, &tally, &watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_folder_remove (folder);
}

/* A file that is cut while it is open. */
static void
test_shrunk (void)
{
  static const guint8 data[] = { 1, 2, 3, 4 };
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.dat", NULL);
  g_autoptr (EctopyWfdbHeader) header = make_header ("a 1\na.dat 80 1\n");
  const EctopyWfdbGroup group = ectopy_wfdb_signal_group (header, 0);
  g_autoptr (EctopyInputFile) file = put_and_open (folder, data, sizeof data);
  float first[4];
  float *const samples[] = { first };
  EctopyWfdbTally tally;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (path, 2), ==, 0);
  g_assert_false (
      ectopy_wfdb_signal_read (&group, file, 4, 4, 1, samples, &tally, &nobody, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autofree char *path = g_strdup_printf ("/io/wfdb-signal/known/%u", known[i].format);
    g_autofree char *long_path = g_strdup_printf ("/io/wfdb-signal/long/%u", known[i].format);

    g_test_add_data_func (path, &known[i], test_known);
    g_test_add_data_func (long_path, GUINT_TO_POINTER (known[i].format), test_long);
  }
  g_test_add_func ("/io/wfdb-signal/partial-blocks", test_partial_blocks);
  g_test_add_func ("/io/wfdb-signal/part", test_part);
  g_test_add_func ("/io/wfdb-signal/marks", test_marks);
  g_test_add_func ("/io/wfdb-signal/units", test_units);
  g_test_add_func ("/io/wfdb-signal/cancelled", test_cancelled);
  g_test_add_func ("/io/wfdb-signal/shrunk", test_shrunk);
  return g_test_run ();
}
