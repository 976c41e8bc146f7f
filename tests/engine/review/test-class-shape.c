/* SPDX-License-Identifier: MIT */
#include "engine/review/class-shape.h"

#include <math.h>

#define LENGTH 8

/* Three N beats, of which one is short, one V beat, one left out. */
static EctopyDataset *
make_beats (void)
{
  static const float rows[5][LENGTH] = {
    { 1.0f, 0.5f, 0.25f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f },
    { 0.0f, 0.5f, 0.75f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f },
    { 0.5f, 0.5f, 0.5f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f },
    { 0.0f, 1.0f, 0.0f, 1.0f, 0.0f, 1.0f, 0.0f, 1.0f },
    { 9.0f, 9.0f, 9.0f, 9.0f, 9.0f, 9.0f, 9.0f, 9.0f },
  };

  return ectopy_dataset_new_take (5, LENGTH, g_memdup2 (rows, sizeof rows), NULL);
}

static const guint8 classes[5] = { 0, 0, 0, 2, ECTOPY_CLASS_NONE };

static void
test_mean (void)
{
  g_autoptr (EctopyDataset) beats = make_beats ();
  g_autoptr (EctopyClassShapes) shapes = ectopy_class_shapes_new (beats, classes, NULL);
  const EctopyClassShape *n = &shapes->classes[ECTOPY_CLASS_N];
  const EctopyClassShape *v = &shapes->classes[ECTOPY_CLASS_V];
  const EctopyClassShape *q = &shapes->classes[ECTOPY_CLASS_Q];

  g_assert_cmpuint (n->n_beats, ==, 3);
  g_assert_cmpuint (n->n[0], ==, 3);
  g_assert_cmpuint (n->n[3], ==, 2); /* the short beat has ended */
  g_assert_cmpfloat_with_epsilon (n->mean[0], 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (n->deviation[0], 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (n->mean[3], 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (n->deviation[1], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (v->mean[1], 1, 1e-6);
  g_assert_cmpfloat (v->deviation[1], ==, 0);
  g_assert_cmpuint (q->n_beats, ==, 0);
  g_assert_true (isnan (q->mean[0]));
  g_assert_true (isnan (q->deviation[0]));
}

/* A line from 0 to 1 crosses every level once. */
static void
test_density (void)
{
  g_autoptr (EctopyDataset) beats = make_beats ();
  g_autoptr (EctopyClassShapes) shapes = ectopy_class_shapes_new (beats, classes, NULL);
  const EctopyClassShape *v = &shapes->classes[ECTOPY_CLASS_V];
  guint32 sum = 0;

  g_assert_cmpuint (v->density[0], ==, 1);
  for (guint l = 1; l < ECTOPY_SHAPE_LEVELS; l++) {
    g_assert_cmpuint (v->density[l], ==, 0);
    sum += v->density[ECTOPY_SHAPE_LEVELS + l];
  }
  g_assert_cmpuint (sum, ==, ECTOPY_SHAPE_LEVELS - 1);
  g_assert_cmpuint (v->densest, ==, 1);
}

static void
test_cancelled (void)
{
  g_autoptr (EctopyDataset) beats = make_beats ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_class_shapes_new (beats, classes, cancellable));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/class-shape/mean", test_mean);
  g_test_add_func ("/review/class-shape/density", test_density);
  g_test_add_func ("/review/class-shape/cancelled", test_cancelled);
  return g_test_run ();
}
