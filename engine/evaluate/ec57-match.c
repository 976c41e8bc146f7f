/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-match.h"

#include <math.h>

/* Two cursors that go through the beats of both sides; each step counts one pair and moves the
 * cursors of those that have a beat in it. */
typedef struct {
  const EctopyEc57Track *reference;
  const EctopyEc57Track *test;
  size_t r;
  size_t t;
  gint64 start;
  gint64 end; /* in samples; 0 for the last beat of the reference */
  gint64 window;
  EctopyEc57Result *result;
} Match;

static gint64
reference_at (const Match *match, size_t ahead)
{
  return ectopy_ec57_track_at (match->reference, match->r + ahead);
}

static gint64
test_at (const Match *match, size_t ahead)
{
  return ectopy_ec57_track_at (match->test, match->t + ahead);
}

static const EctopyEc57Beat *
beat_of (const EctopyEc57Track *track, size_t i)
{
  return i < track->beats->len ? &g_array_index (track->beats, EctopyEc57Beat, i) : NULL;
}

/* The RR intervals up to both cursors, whether their beats are partners or not. */
static void
count_rr (Match *match)
{
  const EctopyEc57Beat *reference = beat_of (match->reference, match->r);
  const EctopyEc57Beat *test = beat_of (match->test, match->t);

  if (reference != NULL && test != NULL && reference->rr > 0 && test->rr > 0) {
    const double difference = (double) (reference->rr - test->rr);

    match->result->rr_squares += difference * difference;
    match->result->n_rr++;
  }
}

static void
count (Match *match, const EctopyEc57Pair *pair)
{
  match->result->counts.cells[pair->reference_label][pair->test_label]++;
  g_array_append_vals (match->result->pairs, pair, 1);
}

static void
count_partners (Match *match)
{
  const EctopyEc57Beat *reference = beat_of (match->reference, match->r);
  const EctopyEc57Beat *test = beat_of (match->test, match->t);

  count_rr (match);
  count (match, &(EctopyEc57Pair){ test->sample, reference->mark, test->mark, reference->label,
                                   test->label });
  match->r++;
  match->t++;
}

static void
count_missed (Match *match)
{
  const EctopyEc57Beat *beat = beat_of (match->reference, match->r);
  const gboolean is_shut = ectopy_ec57_stretches_hold (match->test->shutdowns, beat->sample);

  count_rr (match);
  count (match, &(EctopyEc57Pair){ beat->sample, beat->mark, ECTOPY_EC57_NO_MARK, beat->label,
                                   is_shut ? ECTOPY_EC57_X : ECTOPY_EC57_O });
  match->r++;
}

static void
count_extra (Match *match)
{
  const EctopyEc57Beat *beat = beat_of (match->test, match->t);
  const gboolean is_shut = ectopy_ec57_stretches_hold (match->reference->shutdowns, beat->sample);

  count_rr (match);
  if (!ectopy_ec57_stretches_hold (match->reference->flutters, beat->sample))
    count (match, &(EctopyEc57Pair){ beat->sample, ECTOPY_EC57_NO_MARK, beat->mark,
                                     is_shut ? ECTOPY_EC57_X : ECTOPY_EC57_O, beat->label });
  match->t++;
}

/* Whether the earlier of two beats gets the later one: each with the next beat of its own side. */
static gboolean
is_partner (gint64 early, gint64 early_next, gint64 late, gint64 late_next, gint64 window)
{
  const gint64 rival = ABS (late - early_next);

  return late - early <= window && (late - early < rival || ABS (late_next - early_next) < rival);
}

static void
step (Match *match)
{
  const gint64 reference = reference_at (match, 0), test = test_at (match, 0);

  if (test < reference) {
    if (is_partner (test, test_at (match, 1), reference, reference_at (match, 1), match->window))
      count_partners (match);
    else
      count_extra (match);
  } else if (is_partner (reference, reference_at (match, 1), test, test_at (match, 1),
                         match->window))
    count_partners (match);
  else
    count_missed (match);
}

/* The beats around the start: see the header. */
static void
begin (Match *match)
{
  gint64 reference, test;

  match->r = ectopy_ec57_track_find (match->reference, match->start);
  match->t = ectopy_ec57_track_find (match->test, match->start);
  if (match->start <= 0)
    return;
  reference = reference_at (match, 0);
  test = test_at (match, 0);
  if (match->t > 0) {
    const gint64 apart = reference - ectopy_ec57_track_at (match->test, match->t - 1);

    if (apart <= match->window && apart < ABS (reference - test)) {
      match->t--;
      count_partners (match);
      return;
    }
  }
  if (test - match->start <= match->window &&
      ABS (reference - test_at (match, 1)) < ABS (reference - test))
    match->t++;
}

static gboolean
is_open (const Match *match)
{
  const gint64 reference = reference_at (match, 0);

  if (match->end > 0)
    return reference <= match->end || test_at (match, 0) <= match->end;
  return reference != ECTOPY_EC57_NEVER;
}

/* A shutdown that never ends does so with the recording, where that has an end. */
static double
shutdown_s (const Match *match, double rate_hz)
{
  gint64 sum = 0;

  for (guint i = 0; i < match->test->shutdowns->len; i++) {
    const EctopyEc57Stretch *stretch = &g_array_index (match->test->shutdowns, EctopyEc57Stretch,
                                                       i);

    if (stretch->end != ECTOPY_EC57_NEVER)
      sum += stretch->end - stretch->begin;
    else if (match->end > stretch->begin)
      sum += match->end - stretch->begin;
  }
  return (double) sum / rate_hz;
}

EctopyEc57Result *
ectopy_ec57_match (const EctopyEc57Track *reference,
                   const EctopyEc57Track *test,
                   double rate_hz,
                   gint64 n_samples,
                   const EctopyEc57Options *options)
{
  EctopyEc57Result *result = g_new0 (EctopyEc57Result, 1);
  Match match = {
    .reference = reference,
    .test = test,
    .start = ectopy_ec57_samples (options->from_s, rate_hz),
    .end = options->to_s > 0 ? ectopy_ec57_samples (options->to_s, rate_hz)
                             : MIN (n_samples, ECTOPY_EC57_LONGEST),
    .window = ectopy_ec57_samples (options->window_s, rate_hz),
    .result = result,
  };

  result->pairs = g_array_new (FALSE, FALSE, sizeof (EctopyEc57Pair));
  result->rate_hz = rate_hz;
  begin (&match);
  while (is_open (&match))
    step (&match);
  result->shutdown_s = shutdown_s (&match, rate_hz);
  return result;
}

double
ectopy_ec57_result_rr_error_ms (const EctopyEc57Result *result)
{
  return result->n_rr > 0
             ? sqrt (result->rr_squares / (double) result->n_rr) * 1000 / result->rate_hz
             : (double) NAN;
}

void
ectopy_ec57_result_free (EctopyEc57Result *result)
{
  g_array_unref (result->pairs);
  g_free (result);
}
