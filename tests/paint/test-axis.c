/* SPDX-License-Identifier: MIT */
#include "ui/paint/axis.h"

#include <math.h>

static void
test_positions (void)
{
  EctopyAxis axis;

  ectopy_axis_init (&axis, 0, 10, 200, 100);
  g_assert_cmpfloat (ectopy_axis_to_position (&axis, 2.5), ==, 175);
  g_assert_cmpfloat (ectopy_axis_to_value (&axis, 175), ==, 2.5);
}

static void
test_steps (void)
{
  static const struct {
    double low, high;
    guint max_ticks;
    gboolean whole;
    double step;
  } cases[] = {
    { 0, 1, 6, FALSE, 0.2 },     { 0, 1, 5, FALSE, 0.5 }, { 0, 100, 6, FALSE, 20 },
    { 1, 30, 7, TRUE, 5 },       { 1, 3, 10, TRUE, 1 },   { 0.031, 0.077, 6, FALSE, 0.01 },
    { 0, 1e-6, 3, FALSE, 5e-7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    double ticks[ECTOPY_AXIS_MAX_TICKS];
    EctopyAxis axis;
    double step;

    ectopy_axis_init (&axis, cases[i].low, cases[i].high, 0, 1);
    step = ectopy_axis_step (&axis, cases[i].max_ticks, cases[i].whole);
    g_assert_cmpfloat_with_epsilon (step / cases[i].step, 1, 1e-9);
    g_assert_cmpuint (ectopy_axis_ticks (&axis, step, ticks), <=, cases[i].max_ticks);
  }
}

static void
test_round_out (void)
{
  double ticks[ECTOPY_AXIS_MAX_TICKS];
  EctopyAxis axis;

  ectopy_axis_init (&axis, 0.031, 0.077, 0, 1);
  ectopy_axis_round_out (&axis, 0.02);
  g_assert_cmpfloat_with_epsilon (axis.low, 0.02, 1e-12);
  g_assert_cmpfloat_with_epsilon (axis.high, 0.08, 1e-12);
  g_assert_cmpuint (ectopy_axis_ticks (&axis, 0.02, ticks), ==, 4);
}

static void
test_degenerate (void)
{
  static const double pairs[][2] = { { 3, 3 },   { 0, 0 }, { NAN, NAN },
                                     { -1, -1 }, { 5, 1 }, { INFINITY, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    double ticks[ECTOPY_AXIS_MAX_TICKS];
    EctopyAxis axis;

    ectopy_axis_init (&axis, pairs[i][0], pairs[i][1], 0, 100);
    g_assert_cmpfloat (axis.low, <, axis.high);
    g_assert_true (isfinite (ectopy_axis_to_position (&axis, 1)));
    g_assert_cmpuint (ectopy_axis_ticks (&axis, ectopy_axis_step (&axis, 5, FALSE), ticks), >=, 1);
  }
}

static void
test_labels (void)
{
  static const struct {
    double value, step;
    const char *text;
  } cases[] = { { 0.25, 0.05, "0.25" }, { 0.4, 0.2, "0.4" }, { 1500, 500, "1,500" },
                { 0, 0.5, "0.0" },      { -2, 1, "-2" },     { 7, 1, "7" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = ectopy_axis_label (cases[i].value, cases[i].step);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/axis/positions", test_positions);
  g_test_add_func ("/paint/axis/steps-of-1-2-5", test_steps);
  g_test_add_func ("/paint/axis/round-out", test_round_out);
  g_test_add_func ("/paint/axis/never-a-point", test_degenerate);
  g_test_add_func ("/paint/axis/labels", test_labels);
  return g_test_run ();
}
