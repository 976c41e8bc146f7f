/* SPDX-License-Identifier: MIT */
#include "engine/review/beat-order.h"

#define N_ROWS 4000

typedef struct {
  guint8 labels[N_ROWS];
  guint8 predicted[N_ROWS];
  float confidence[N_ROWS];
  EctopyBeatFacts facts;
} Beats;

/* Made up; one in eight not classified, one in nine reviewed. */
static Beats *
make_beats (void)
{
  Beats *beats = g_new0 (Beats, 1);

  for (guint i = 0; i < N_ROWS; i++) {
    const gboolean is_known = g_test_rand_int_range (0, 8) > 0;

    beats->labels[i] = (guint8) g_test_rand_int_range (0, 5);
    beats->predicted[i] = is_known ? (guint8) g_test_rand_int_range (0, 5) : ECTOPY_CLASS_NONE;
    beats->confidence[i] = is_known ? (float) g_test_rand_int_range (0, 21) / 20 : 0;
  }
  beats->facts = (EctopyBeatFacts){
    .n_rows = N_ROWS,
    .labels = beats->labels,
    .predicted = beats->predicted,
    .confidence = beats->confidence,
    .corrections = ectopy_corrections_new (N_ROWS),
  };
  for (guint i = 0; i < N_ROWS / 9; i++)
    ectopy_corrections_set (beats->facts.corrections, (size_t) g_test_rand_int_range (0, N_ROWS),
                            (EctopyVerdictKind) g_test_rand_int_range (1, 3),
                            (guint) g_test_rand_int_range (0, 5));
  return beats;
}

static void
free_beats (Beats *beats)
{
  g_object_unref (beats->facts.corrections);
  g_free (beats);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Beats, free_beats)

/* The definition, beat by beat. */
static gboolean
passes (const Beats *beats, const EctopyBeatFilter *f, size_t row)
{
  const EctopyVerdict verdict = ectopy_corrections_get (beats->facts.corrections, row);
  const guint predicted = beats->predicted[row];
  const gboolean is_reviewed = verdict.kind != ECTOPY_VERDICT_NONE;
  const guint truth = is_reviewed ? verdict.beat_class : beats->labels[row];
  const guint shown = is_reviewed ? verdict.beat_class : predicted;
  const gboolean is_full = f->least_confidence <= 0 && f->most_confidence >= 1;

  if ((f->classes >> MIN (shown, 5u) & 1) == 0)
    return FALSE;
  if (f->truth != ECTOPY_CLASS_NONE && f->truth != truth)
    return FALSE;
  if (f->predicted != ECTOPY_CLASS_NONE && f->predicted != predicted)
    return FALSE;
  if (f->reviewed == 1 && !is_reviewed)
    return FALSE;
  if (f->reviewed == 2 && is_reviewed)
    return FALSE;
  if (!is_full &&
      (predicted == ECTOPY_CLASS_NONE || (double) beats->confidence[row] < f->least_confidence ||
       (double) beats->confidence[row] > f->most_confidence))
    return FALSE;
  if (f->agreement == ECTOPY_AGREEMENT_ANY)
    return TRUE;
  return predicted != ECTOPY_CLASS_NONE &&
         (truth == predicted) == (f->agreement == ECTOPY_AGREEMENT_YES);
}

static void
assert_in_order (const Beats *beats, EctopyBeatSort sort, guint32 a, guint32 b)
{
  const gboolean known_a = beats->predicted[a] != ECTOPY_CLASS_NONE;
  const gboolean known_b = beats->predicted[b] != ECTOPY_CLASS_NONE;
  double key_a = 0, key_b = 0;

  if (sort == ECTOPY_SORT_CLASS) {
    key_a = MIN (ectopy_beat_facts_shown (&beats->facts, a), 5u);
    key_b = MIN (ectopy_beat_facts_shown (&beats->facts, b), 5u);
  } else if (sort == ECTOPY_SORT_LEAST_CONFIDENT) {
    key_a = known_a ? (double) beats->confidence[a] : 2;
    key_b = known_b ? (double) beats->confidence[b] : 2;
  } else if (sort == ECTOPY_SORT_MOST_CONFIDENT) {
    key_a = known_a ? -(double) beats->confidence[a] : 2;
    key_b = known_b ? -(double) beats->confidence[b] : 2;
  }
  g_assert_true (key_a < key_b || (key_a == key_b && a < b));
}

static void
test_against_definition (void)
{
  g_autoptr (Beats) beats = make_beats ();

  for (guint i = 0; i < 200; i++) {
    const EctopyBeatFilter filter = {
      .classes = (guint) g_test_rand_int_range (0, 64),
      .agreement = (EctopyAgreement) g_test_rand_int_range (0, 3),
      .least_confidence = g_test_rand_bit () ? 0 : g_test_rand_double (),
      .most_confidence = g_test_rand_bit () ? 1 : g_test_rand_double (),
      .truth = g_test_rand_bit () ? ECTOPY_CLASS_NONE : (guint) g_test_rand_int_range (0, 5),
      .predicted = g_test_rand_bit () ? ECTOPY_CLASS_NONE : (guint) g_test_rand_int_range (0, 5),
      .reviewed = (guint) g_test_rand_int_range (0, 3),
      .sort = (EctopyBeatSort) (i % 4),
    };
    size_t n, n_expected = 0;
    g_autofree guint32 *order = ectopy_beat_order_new (&beats->facts, &filter, &n);

    for (size_t row = 0; row < N_ROWS; row++)
      n_expected += passes (beats, &filter, row) ? 1 : 0;
    g_assert_cmpuint (n, ==, n_expected);
    for (size_t k = 0; k < n; k++) {
      g_assert_true (passes (beats, &filter, order[k]));
      if (k > 0)
        assert_in_order (beats, filter.sort, order[k - 1], order[k]);
    }
  }
}

static void
test_all (void)
{
  g_autoptr (Beats) beats = make_beats ();
  size_t n;
  g_autofree guint32 *order = ectopy_beat_order_new (&beats->facts, &ECTOPY_BEAT_FILTER_ALL, &n);

  g_assert_cmpuint (n, ==, N_ROWS);
  for (guint32 i = 0; i < N_ROWS; i++)
    g_assert_cmpuint (order[i], ==, i);
}

static void
test_nothing (void)
{
  const EctopyBeatFacts none = { 0 };
  size_t n = 7;
  g_autofree guint32 *order = ectopy_beat_order_new (&none, &ECTOPY_BEAT_FILTER_ALL, &n);

  g_assert_cmpuint (n, ==, 0);
}

/* Without labels nothing disagrees, until a person says so. */
static void
test_disagreement (void)
{
  const guint8 predicted[2] = { ECTOPY_CLASS_N, ECTOPY_CLASS_V };
  const float confidence[2] = { 0.9f, 0.8f };
  g_autoptr (EctopyCorrections) corrections = ectopy_corrections_new (2);
  const EctopyBeatFacts facts = {
    .n_rows = 2,
    .predicted = predicted,
    .confidence = confidence,
    .corrections = corrections,
  };

  g_assert_false (ectopy_beat_facts_disagrees (&facts, 0));
  ectopy_corrections_set (corrections, 0, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_S);
  ectopy_corrections_set (corrections, 1, ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_V);
  g_assert_true (ectopy_beat_facts_disagrees (&facts, 0));
  g_assert_false (ectopy_beat_facts_disagrees (&facts, 1));
  g_assert_cmpuint (ectopy_beat_facts_shown (&facts, 0), ==, ECTOPY_CLASS_S);
  g_assert_cmpuint (ectopy_beat_facts_truth (&facts, 0), ==, ECTOPY_CLASS_S);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/beat-order/against-definition", test_against_definition);
  g_test_add_func ("/review/beat-order/all", test_all);
  g_test_add_func ("/review/beat-order/nothing", test_nothing);
  g_test_add_func ("/review/beat-order/disagreement", test_disagreement);
  return g_test_run ();
}
