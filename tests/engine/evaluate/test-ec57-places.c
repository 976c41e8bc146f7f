/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-places.h"
#include "tests/support/test-marks.h"

/* At 100 samples a second: mismatches at 300 (Vn), 400 (Nv), 550 (Ov), 600 (No), 800 (Vn). */
#define REFERENCE "N100 V300 N400 N600 N700 V800"
#define TEST      "N100 N300 V404 V550 N700 N798"

static EctopyEc57Result *
match (void)
{
  const EctopyEc57Options options = { .window_s = ECTOPY_EC57_WINDOW_S };
  g_autoptr (GArray) truth = test_marks_new (REFERENCE);
  g_autoptr (GArray) marks = test_marks_new (TEST);
  g_autoptr (EctopyEc57Track) truth_track = ectopy_ec57_track_new (
      (EctopyAnnotation *) (gpointer) truth->data, truth->len, options.map, 15);
  g_autoptr (EctopyEc57Track) test_track = ectopy_ec57_track_new (
      (EctopyAnnotation *) (gpointer) marks->data, marks->len, options.map, 15);

  return ectopy_ec57_match (truth_track, test_track, 100, 1000, &options);
}

static gint64
sample_at (const GArray *places, size_t i)
{
  return g_array_index (places, EctopyEc57Pair, i).sample;
}

/* Every pair is in one cell, and the mismatches are all that is off the diagonal. */
static void
test_cells (void)
{
  g_autoptr (EctopyEc57Result) result = match ();
  g_autoptr (GArray) mismatches = ectopy_ec57_places (result, ECTOPY_EC57_MISMATCHES);
  guint n_off = 0;

  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++) {
      g_autoptr (GArray) places = ectopy_ec57_places (result, (EctopyEc57Cell){ r, t });

      g_assert_cmpuint (places->len, ==, result->counts.cells[r][t]);
      for (guint i = 1; i < places->len; i++)
        g_assert_cmpint (sample_at (places, i - 1), <=, sample_at (places, i));
      n_off += r != t ? places->len : 0;
    }
  g_assert_cmpuint (mismatches->len, ==, n_off);
  g_assert_cmpuint (n_off, ==, 5);
  g_assert_true (ectopy_ec57_cell_is_mismatches (ECTOPY_EC57_MISMATCHES));
  g_assert_false (ectopy_ec57_cell_is_mismatches ((EctopyEc57Cell){ 0, 6 }));
}

/* Where the test has its beat, else where the reference has: in order of time. */
static void
test_order (void)
{
  static const gint64 expected[] = { 300, 404, 550, 600, 798 };
  g_autoptr (EctopyEc57Result) result = match ();
  g_autoptr (GArray) places = ectopy_ec57_places (result, ECTOPY_EC57_MISMATCHES);

  g_assert_cmpuint (places->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < places->len; i++)
    g_assert_cmpint (sample_at (places, i), ==, expected[i]);
}

static void
test_after (void)
{
  static const struct {
    gint64 sample;
    size_t next;
    size_t previous;
  } cases[] = {
    { 0, 0, 4 },   { 299, 0, 4 }, { 300, 1, 4 }, { 301, 1, 0 },
    { 600, 4, 2 }, { 797, 4, 3 }, { 798, 0, 3 }, { 9999, 0, 4 },
  };
  g_autoptr (EctopyEc57Result) result = match ();
  g_autoptr (GArray) places = ectopy_ec57_places (result, ECTOPY_EC57_MISMATCHES);
  g_autoptr (GArray)
      none = ectopy_ec57_places (result, (EctopyEc57Cell){ ECTOPY_EC57_Q, ECTOPY_EC57_X });

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpuint (ectopy_ec57_places_after (places, cases[i].sample, 1), ==, cases[i].next);
    g_assert_cmpuint (ectopy_ec57_places_after (places, cases[i].sample, -1), ==,
                      cases[i].previous);
  }
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (ectopy_ec57_places_after (none, 0, 1), ==, ECTOPY_EC57_NO_MARK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/ec57-places/cells", test_cells);
  g_test_add_func ("/evaluate/ec57-places/order", test_order);
  g_test_add_func ("/evaluate/ec57-places/after", test_after);
  return g_test_run ();
}
