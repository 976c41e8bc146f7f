/* SPDX-License-Identifier: MIT */
#include "engine/review/corrections.h"

static guint n_changes;
static guint64 last_row;

static void
changed_cb (EctopyCorrections *corrections, guint64 row, gpointer user_data)
{
  n_changes++;
  last_row = row;
}

static EctopyCorrections *
make (void)
{
  EctopyCorrections *self = ectopy_corrections_new (10);

  n_changes = 0;
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  return self;
}

static void
assert_verdict (EctopyCorrections *self, size_t row, EctopyVerdictKind kind, guint beat_class)
{
  const EctopyVerdict verdict = ectopy_corrections_get (self, row);

  g_assert_cmpint (verdict.kind, ==, kind);
  g_assert_cmpuint (verdict.beat_class, ==, beat_class);
  g_assert_cmpint (verdict.time != 0, ==, kind != ECTOPY_VERDICT_NONE);
}

static void
test_set (void)
{
  g_autoptr (EctopyCorrections) self = make ();
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  assert_verdict (self, 3, ECTOPY_VERDICT_NONE, ECTOPY_CLASS_NONE);
  g_assert_true (ectopy_corrections_set (self, 3, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_V));
  assert_verdict (self, 3, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_V);
  g_assert_cmpint (ectopy_corrections_get (self, 3).time - now, <, 10);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (last_row, ==, 3);
  g_assert_false (ectopy_corrections_set (self, 3, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_V));
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (ectopy_corrections_set (self, 4, ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_N));
  g_assert_cmpuint (ectopy_corrections_get_n_verdicts (self), ==, 2);
  g_assert_cmpuint (ectopy_corrections_get_n_corrected (self), ==, 1);
  g_assert_true (ectopy_corrections_set (self, 3, ECTOPY_VERDICT_NONE, ECTOPY_CLASS_NONE));
  assert_verdict (self, 3, ECTOPY_VERDICT_NONE, ECTOPY_CLASS_NONE);
  g_assert_cmpuint (ectopy_corrections_get_n_verdicts (self), ==, 1);
  g_assert_cmpuint (ectopy_corrections_get_n_corrected (self), ==, 0);
}

/* Whatever is done can be undone to the first state and redone to the last. */
static void
test_undo_all (void)
{
  g_autoptr (EctopyCorrections) self = make ();
  EctopyVerdict end[10];
  guint n_steps = 0;

  for (guint i = 0; i < 5000; i++) {
    const size_t row = (size_t) g_test_rand_int_range (0, 10);
    const EctopyVerdictKind kind = (EctopyVerdictKind) g_test_rand_int_range (0, 3);

    n_steps += ectopy_corrections_set (self, row, kind, (guint) g_test_rand_int_range (0, 5)) ? 1
                                                                                              : 0;
  }
  for (size_t row = 0; row < 10; row++)
    end[row] = ectopy_corrections_get (self, row);
  for (guint i = 0; i < n_steps; i++) {
    g_assert_true (ectopy_corrections_can_undo (self));
    g_assert_cmpuint (ectopy_corrections_undo (self), <, 10);
  }
  g_assert_false (ectopy_corrections_can_undo (self));
  g_assert_cmpuint (ectopy_corrections_undo (self), ==, G_MAXSIZE);
  for (size_t row = 0; row < 10; row++)
    assert_verdict (self, row, ECTOPY_VERDICT_NONE, ECTOPY_CLASS_NONE);
  while (ectopy_corrections_can_redo (self))
    ectopy_corrections_redo (self);
  for (size_t row = 0; row < 10; row++)
    assert_verdict (self, row, end[row].kind, end[row].beat_class);
}

static void
test_new_act_ends_redo (void)
{
  g_autoptr (EctopyCorrections) self = make ();

  ectopy_corrections_set (self, 1, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_S);
  ectopy_corrections_undo (self);
  g_assert_true (ectopy_corrections_can_redo (self));
  ectopy_corrections_set (self, 2, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_F);
  g_assert_false (ectopy_corrections_can_redo (self));
  g_assert_cmpuint (ectopy_corrections_redo (self), ==, G_MAXSIZE);
  assert_verdict (self, 1, ECTOPY_VERDICT_NONE, ECTOPY_CLASS_NONE);
  assert_verdict (self, 2, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_F);
}

static void
test_group (void)
{
  g_autoptr (EctopyCorrections) self = make ();

  ectopy_corrections_set (self, 0, ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_N);
  ectopy_corrections_begin_group (self);
  for (size_t row = 2; row < 6; row++)
    ectopy_corrections_set (self, row, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_V);
  ectopy_corrections_end_group (self);
  ectopy_corrections_set (self, 9, ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_N);
  g_assert_cmpuint (ectopy_corrections_undo (self), ==, 9);
  g_assert_cmpuint (ectopy_corrections_undo (self), ==, 2);
  g_assert_cmpuint (ectopy_corrections_get_n_verdicts (self), ==, 1);
  g_assert_cmpuint (ectopy_corrections_redo (self), ==, 2);
  g_assert_cmpuint (ectopy_corrections_get_n_corrected (self), ==, 4);
}

static void
test_apply (void)
{
  g_autoptr (EctopyCorrections) self = make ();
  guint8 labels[10] = { 0, 1, 2, 3, 4, 0, 1, 2, 3, 4 };

  ectopy_corrections_set (self, 1, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_V);
  ectopy_corrections_set (self, 2, ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_V);
  g_assert_cmpuint (ectopy_corrections_apply (self, labels), ==, 1);
  g_assert_cmpuint (labels[1], ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (labels[2], ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (labels[9], ==, ECTOPY_CLASS_Q);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/corrections/set", test_set);
  g_test_add_func ("/review/corrections/undo-all", test_undo_all);
  g_test_add_func ("/review/corrections/new-act-ends-redo", test_new_act_ends_redo);
  g_test_add_func ("/review/corrections/group", test_group);
  g_test_add_func ("/review/corrections/apply", test_apply);
  return g_test_run ();
}
