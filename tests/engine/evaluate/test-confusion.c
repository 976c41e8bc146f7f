/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/confusion.h"

static void
test_add (void)
{
  const guint8 truth[] = { 0, 0, 1, 4, ECTOPY_CLASS_NONE, 2 };
  const guint8 given[] = { 0, 1, 1, 0, 0, ECTOPY_CLASS_NONE };
  EctopyConfusion confusion = { 0 };

  g_assert_cmpuint (ectopy_confusion_add_labels (&confusion, truth, given, 6), ==, 4);
  g_assert_cmpuint (confusion.counts[0][0], ==, 1);
  g_assert_cmpuint (confusion.counts[0][1], ==, 1);
  g_assert_cmpuint (confusion.counts[1][1], ==, 1);
  g_assert_cmpuint (confusion.counts[4][0], ==, 1);
  g_assert_false (ectopy_confusion_add (&confusion, 5, 0));
  g_assert_cmpuint (ectopy_confusion_total (&confusion), ==, 4);
  g_assert_cmpuint (ectopy_confusion_correct (&confusion), ==, 2);
  g_assert_cmpuint (ectopy_confusion_row_total (&confusion, 0), ==, 2);
  g_assert_cmpuint (ectopy_confusion_column_total (&confusion, 0), ==, 2);
}

static void
test_merge (void)
{
  EctopyConfusion one = { .counts[1][2] = 3 }, other = { .counts = { [1][2] = 4, [0][0] = 1 } };

  ectopy_confusion_merge (&one, &other);
  g_assert_cmpuint (one.counts[1][2], ==, 7);
  g_assert_cmpuint (ectopy_confusion_total (&one), ==, 8);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/confusion/add-leaves-out-beats-without-class", test_add);
  g_test_add_func ("/evaluate/confusion/merge", test_merge);
  return g_test_run ();
}
