/* SPDX-License-Identifier: MIT */
#include "engine/signal/cut.h"

#include "engine/core/error.h"

#include <math.h>

/* 0, 1, 2 ... so that a row shows which samples it took. */
static float *
make_ramp (size_t n)
{
  float *ramp = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    ramp[i] = (float) i;
  return ramp;
}

static void
assert_ramp (const float *row, size_t n)
{
  for (size_t i = 0; i < ECTOPY_CUT_LENGTH; i++)
    g_assert_cmpfloat_with_epsilon ((double) row[i], i < n ? (double) i / (double) (n - 1) : 0,
                                    1e-6);
}

static void
test_bounds (void)
{
  static const struct {
    gint64 start, next, after_next;
    size_t n; /* samples in the piece */
  } cases[] = {
    { 0, 20, 30, 8 },       /* to 22, exclusive: 0, 3 ... 21 */
    { 1, 20, 30, 7 },       /* 1, 4 ... 19 */
    { 10, 200, 555, 87 },   /* to 271: 0.2 * 355 is exact */
    { 10, 200, 554, 87 },   /* to 270.8, so 270 */
    { 990, 2000, 3000, 4 }, /* to the lead's end: 990 ... 999 */
    { 998, 999, 1000, 1 },
  };
  g_autofree float *ramp = make_ramp (1000);
  float row[ECTOPY_CUT_LENGTH];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_true (ectopy_cut_row (ramp, 1000, NULL, 360, cases[i].start, cases[i].next,
                                   cases[i].after_next, row));
    if (cases[i].n > 1)
      assert_ramp (row, cases[i].n);
    else
      g_assert_cmpfloat (row[0], ==, 0);
  }
}

/* The scale is that of the piece, not of the part that fits into the row. */
static void
test_long_piece (void)
{
  g_autofree float *ramp = make_ramp (2000);
  float row[ECTOPY_CUT_LENGTH];

  g_assert_true (ectopy_cut_row (ramp, 2000, NULL, 360, 0, 1200, 1200, row));
  for (size_t i = 0; i < ECTOPY_CUT_LENGTH; i++)
    g_assert_cmpfloat_with_epsilon ((double) row[i], (double) i / 399, 1e-6);
}

static void
test_nothing (void)
{
  static const gint64 cases[][3] = { { 50, 50, 50 },
                                     { 60, 50, 55 },
                                     { -1, 50, 60 },
                                     { 100, 200, 300 },
                                     { 5000, 6000, 7000 } };
  g_autofree float *ramp = make_ramp (100);
  float row[ECTOPY_CUT_LENGTH];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    row[0] = 7;
    g_assert_false (
        ectopy_cut_row (ramp, 100, NULL, 360, cases[i][0], cases[i][1], cases[i][2], row));
    g_assert_cmpfloat (row[0], ==, 0);
  }
}

static void
test_values (void)
{
  static const float x[] = { 2, 9, 9, -2, 9, 9, NAN, 9, 9, 0, 9, 9 };
  static const float flat[] = { 3, 3, 3, 3, 3, 3 };
  float row[ECTOPY_CUT_LENGTH];

  g_assert_true (ectopy_cut_row (x, G_N_ELEMENTS (x), NULL, 360, 0, 12, 12, row));
  g_assert_cmpfloat (row[0], ==, 1);
  g_assert_cmpfloat (row[1], ==, 0);
  g_assert_cmpfloat (row[2], ==, 0);
  g_assert_cmpfloat (row[3], ==, 0.5);
  g_assert_true (ectopy_cut_row (flat, G_N_ELEMENTS (flat), NULL, 360, 0, 6, 6, row));
  g_assert_cmpfloat (row[0], ==, 0);
  g_assert_cmpfloat (row[1], ==, 0);
}

/* Where the recorder's integers are known the row is made of them, bit by bit; a recorder that counts
 * downwards does not turn the row over. */
static void
test_integers (void)
{
  static const int steps[] = { 1015, 0, 0, 987, 0, 0, 1200, 0, 0, 1014, 0, 0 };
  static const EctopyLeadScale scales[] = { { 200, 1024 }, { -200, 1024 }, { 333.3, -7.5 } };
  float x[G_N_ELEMENTS (steps)];
  float row[ECTOPY_CUT_LENGTH];

  for (guint s = 0; s < G_N_ELEMENTS (scales); s++) {
    const gboolean down = scales[s].steps_per_unit < 0;
    const int low = down ? -1200 : 987, high = down ? -987 : 1200;

    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      x[i] = (float) ((steps[i] - scales[s].zero) * (1 / scales[s].steps_per_unit));
    g_assert_true (ectopy_cut_row (x, G_N_ELEMENTS (x), &scales[s], 360, 0, 12, 12, row));
    for (guint i = 0; i < 4; i++)
      g_assert_cmpfloat (row[i], ==,
                         (float) ((down ? -1 : 1) * steps[3 * i] - low) / (float) (high - low));
  }
}

/* A ramp stays one at any rate: as many samples as lie before the end at 120 Hz. */
static void
test_rates (void)
{
  static const double rates_hz[] = { 100, 120, 125, 128, 250, 257.3, 500, 1000 };
  g_autofree float *ramp = make_ramp (2000);
  float row[ECTOPY_CUT_LENGTH];

  for (guint i = 0; i < G_N_ELEMENTS (rates_hz); i++) {
    const double end = 10 + 100;
    const size_t n = (size_t) ceil ((end - 10) / (rates_hz[i] / 120));

    g_assert_true (ectopy_cut_row (ramp, 2000, NULL, rates_hz[i], 10, 110, 110, row));
    assert_ramp (row, n);
  }
}

static EctopyRecording *
make_recording (const char *symbols, const gint64 *places)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  const EctopyLead leads[] = { { g_strdup ("V1"), g_new0 (float, 1000) },
                               { g_strdup ("MLII"), make_ramp (1000) } };

  for (guint i = 0; symbols[i] != '\0'; i++) {
    const EctopyAnnotation mark = { .sample = places[i],
                                    .code = (guint8) ectopy_annotation_code_from_symbol (
                                        symbols[i]) };

    g_array_append_val (marks, mark);
  }
  return ectopy_recording_new_take (360, 1000, leads, 2, marks, NULL);
}

/* Marks that are no beats bound a row but give none, nor does the last mark; for the last row the
 * recording's end stands in. */
static void
test_recording (void)
{
  static const gint64 places[] = { 5, 100, 250, 300, 600, 900 };
  g_autoptr (EctopyRecording) recording = make_recording ("+NV~FN", places);
  g_autoptr (EctopyDataset) dataset = NULL;
  g_autoptr (GArray) marks = NULL;
  g_autoptr (GError) error = NULL;

  dataset = ectopy_cut_recording (recording, 1, &marks, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (dataset), ==, 3);
  g_assert_cmpuint (marks->len, ==, 3);
  g_assert_cmpuint (g_array_index (marks, gsize, 0), ==, 1);
  g_assert_cmpuint (g_array_index (marks, gsize, 1), ==, 2);
  g_assert_cmpuint (g_array_index (marks, gsize, 2), ==, 4);
  g_assert_cmpuint (ectopy_dataset_get_labels (dataset)[0], ==, ECTOPY_CLASS_N);
  g_assert_cmpuint (ectopy_dataset_get_labels (dataset)[1], ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (ectopy_dataset_get_labels (dataset)[2], ==, ECTOPY_CLASS_F);
  assert_ramp (ectopy_dataset_get_row (dataset, 0), 54);  /* 100 to 260 */
  assert_ramp (ectopy_dataset_get_row (dataset, 1), 37);  /* 250 to 360 */
  assert_ramp (ectopy_dataset_get_row (dataset, 2), 107); /* 600 to 920 */
}

static void
test_errors (void)
{
  static const gint64 places[] = { 5, 100, 5000, 6000 };
  g_autoptr (EctopyRecording) without = make_recording ("+~N", places);
  g_autoptr (EctopyRecording) outside = make_recording ("+~NN", places);
  g_autoptr (EctopyRecording) good = make_recording ("NN", places);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError *error = NULL;

  g_assert_null (ectopy_cut_recording (without, 0, NULL, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (ectopy_cut_recording (outside, 0, NULL, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (ectopy_cut_recording (good, 2, NULL, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_cut_recording (good, 0, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/cut/bounds", test_bounds);
  g_test_add_func ("/signal/cut/long-piece", test_long_piece);
  g_test_add_func ("/signal/cut/nothing", test_nothing);
  g_test_add_func ("/signal/cut/values", test_values);
  g_test_add_func ("/signal/cut/integers", test_integers);
  g_test_add_func ("/signal/cut/rates", test_rates);
  g_test_add_func ("/signal/cut/recording", test_recording);
  g_test_add_func ("/signal/cut/errors", test_errors);
  return g_test_run ();
}
