/* SPDX-License-Identifier: MIT */
#include "engine/review/beat-order.h"

#include <string.h>

/* The bit of `classes` for beats without a class. */
#define NO_CLASS_BIT (1u << ECTOPY_N_CLASSES)

/* Digits of the radix sort: three of 11 bits hold any key. */
#define DIGIT_BITS 11
#define N_DIGITS   3
#define N_VALUES   (1u << DIGIT_BITS)

static EctopyVerdict
verdict_of (const EctopyBeatFacts *facts, size_t row)
{
  if (facts->corrections == NULL)
    return (EctopyVerdict){ .beat_class = ECTOPY_CLASS_NONE };
  return ectopy_corrections_get (facts->corrections, row);
}

guint
ectopy_beat_facts_shown (const EctopyBeatFacts *facts, size_t row)
{
  const EctopyVerdict verdict = verdict_of (facts, row);

  return verdict.kind != ECTOPY_VERDICT_NONE ? verdict.beat_class : facts->predicted[row];
}

guint
ectopy_beat_facts_truth (const EctopyBeatFacts *facts, size_t row)
{
  const EctopyVerdict verdict = verdict_of (facts, row);

  if (verdict.kind != ECTOPY_VERDICT_NONE)
    return verdict.beat_class;
  return facts->labels != NULL ? facts->labels[row] : ECTOPY_CLASS_NONE;
}

gboolean
ectopy_beat_facts_disagrees (const EctopyBeatFacts *facts, size_t row)
{
  const guint truth = ectopy_beat_facts_truth (facts, row);
  const guint predicted = facts->predicted[row];

  return truth != ECTOPY_CLASS_NONE && predicted != ECTOPY_CLASS_NONE && truth != predicted;
}

static gboolean
passes_agreement (const EctopyBeatFacts *facts, const EctopyBeatFilter *filter, size_t row)
{
  const guint predicted = facts->predicted[row];
  guint truth;

  if (filter->agreement == ECTOPY_AGREEMENT_ANY && filter->truth == ECTOPY_CLASS_NONE)
    return TRUE;
  truth = ectopy_beat_facts_truth (facts, row);
  if (filter->truth != ECTOPY_CLASS_NONE && truth != filter->truth)
    return FALSE;
  if (filter->agreement == ECTOPY_AGREEMENT_ANY)
    return TRUE;
  if (truth == ECTOPY_CLASS_NONE || predicted == ECTOPY_CLASS_NONE)
    return FALSE;
  return (truth == predicted) == (filter->agreement == ECTOPY_AGREEMENT_YES);
}

static gboolean
passes_confidence (const EctopyBeatFacts *facts, const EctopyBeatFilter *filter, size_t row)
{
  const double confidence = (double) facts->confidence[row];

  if (filter->least_confidence <= 0 && filter->most_confidence >= 1)
    return TRUE;
  return facts->predicted[row] != ECTOPY_CLASS_NONE && confidence >= filter->least_confidence &&
         confidence <= filter->most_confidence;
}

gboolean
ectopy_beat_facts_passes (const EctopyBeatFacts *facts, const EctopyBeatFilter *filter, size_t row)
{
  const guint shown = ectopy_beat_facts_shown (facts, row);
  const guint bit = shown < ECTOPY_N_CLASSES ? 1u << shown : NO_CLASS_BIT;

  if ((filter->classes & bit) == 0)
    return FALSE;
  if (filter->predicted != ECTOPY_CLASS_NONE && facts->predicted[row] != filter->predicted)
    return FALSE;
  if (filter->reviewed != 0 &&
      (verdict_of (facts, row).kind != ECTOPY_VERDICT_NONE) != (filter->reviewed == 1))
    return FALSE;
  return passes_confidence (facts, filter, row) && passes_agreement (facts, filter, row);
}

/* The smaller the earlier. Bits of a float that is not negative rise with it. */
static guint32
sort_key (const EctopyBeatFacts *facts, EctopyBeatSort sort, size_t row)
{
  guint32 bits;

  if (sort == ECTOPY_SORT_CLASS)
    return MIN (ectopy_beat_facts_shown (facts, row), (guint) ECTOPY_N_CLASSES);
  if (facts->predicted[row] == ECTOPY_CLASS_NONE)
    return G_MAXUINT32; /* what is not known comes last in either order */
  memcpy (&bits, &facts->confidence[row], sizeof bits);
  return sort == ECTOPY_SORT_LEAST_CONFIDENT ? bits : ~bits & G_MAXINT32;
}

/* One stable pass of counting. */
static void
sort_by_digit (const guint32 *keys, const guint32 *from, guint32 *to, size_t n, guint shift)
{
  size_t starts[N_VALUES] = { 0 };
  size_t sum = 0;

  for (size_t i = 0; i < n; i++)
    starts[(keys[from[i]] >> shift) % N_VALUES]++;
  for (guint v = 0; v < N_VALUES; v++) {
    const size_t count = starts[v];

    starts[v] = sum;
    sum += count;
  }
  for (size_t i = 0; i < n; i++)
    to[starts[(keys[from[i]] >> shift) % N_VALUES]++] = from[i];
}

guint32 *
ectopy_beat_order_new (const EctopyBeatFacts *facts, const EctopyBeatFilter *filter, size_t *n_rows)
{
  g_autofree guint32 *order = g_new (guint32, MAX (facts->n_rows, 1));
  g_autofree guint32 *other = NULL;
  g_autofree guint32 *keys = NULL;
  size_t n = 0;

  for (size_t row = 0; row < facts->n_rows; row++)
    if (ectopy_beat_facts_passes (facts, filter, row))
      order[n++] = (guint32) row;
  *n_rows = n;
  if (filter->sort == ECTOPY_SORT_ROW || n < 2)
    return g_steal_pointer (&order);
  keys = g_new (guint32, facts->n_rows);
  other = g_new (guint32, n);
  for (size_t i = 0; i < n; i++)
    keys[order[i]] = sort_key (facts, filter->sort, order[i]);
  for (guint digit = 0; digit < N_DIGITS; digit++) {
    guint32 *sorted = other;

    sort_by_digit (keys, order, other, n, digit * DIGIT_BITS);
    other = order;
    order = sorted;
  }
  return g_steal_pointer (&order);
}
