/* SPDX-License-Identifier: MIT */
#include "engine/signal/made-up-rhythm.h"

#include "engine/core/beat-class.h"

#include <math.h>
#include <string.h>

#define SHORTEST_S 0.26
#define LONGEST_S  3.0

/* Mean intervals of sinus rhythm, and of the slow one of a sick sinus node. */
#define FASTEST_S      0.5
#define SLOWEST_S      1.25
#define SLOW_FASTEST_S 0.8
#define SLOW_SLOWEST_S 2.0

typedef struct {
  EctopyRng *rng;
  size_t n;
  const double *base; /* sinus rhythm */
  double *rr;
  guint8 *classes;
} Rhythm;

static double
between (EctopyRng *rng, double low, double high)
{
  return low + (high - low) * ectopy_rng_uniform (rng);
}

/* Even by its logarithm. */
static double
between_by_ratio (EctopyRng *rng, double low, double high)
{
  return exp (between (rng, log (low), log (high)));
}

static double
spread (EctopyRng *rng, double deviation)
{
  return exp (deviation * ectopy_rng_normal (rng));
}

/* Trials up to and with the first success. */
static size_t
waiting (EctopyRng *rng, double chance)
{
  return 1 + (size_t) (log (1 - ectopy_rng_uniform (rng)) / log (1 - chance));
}

/* Sinus rhythm: it drifts, breathes and jitters. */
static void
make_sinus (EctopyRng *rng, double fastest_s, double slowest_s, size_t n, double *base)
{
  const double mean = between (rng, fastest_s, slowest_s), drift = between (rng, 0.005, 0.06);
  const double breath = between (rng, 0, 0.06), period = between (rng, 3, 7);
  const double jitter = between (rng, 0.004, 0.02);
  double slow = 0;

  for (size_t k = 0; k < n; k++) {
    slow = 0.95 * slow + 0.31 * ectopy_rng_normal (rng);
    base[k] = mean * exp (drift * slow + breath * sin (2 * G_PI * (double) k / period) +
                          jitter * ectopy_rng_normal (rng));
  }
}

/* ---- Atrial ectopy ---- */

enum { SINGLE, BIGEMINY, TRIGEMINY, RUN, N_MODES };

typedef struct {
  double early;          /* of the sinus interval */
  double pause;          /* of the one after */
  double jitter;         /* of both */
  double run_rate;       /* of the intervals in a run */
  double run_mean;       /* beats */
  double modes[N_MODES]; /* running sums of their chances */
} Atrial;

/* Chances of the modes: of a Dirichlet distribution of 1, 1, 1/2 and 1/2. */
static void
draw_modes (EctopyRng *rng, double modes[N_MODES])
{
  double sum = 0;

  for (guint m = 0; m < N_MODES; m++) {
    const double normal = ectopy_rng_normal (rng);

    sum += m < TRIGEMINY ? -log (1 - ectopy_rng_uniform (rng)) : normal * normal / 2;
    modes[m] = sum;
  }
  for (guint m = 0; m < N_MODES; m++)
    modes[m] /= sum;
}

static void
place_atrial (Rhythm *r, const Atrial *a, guint mode, gboolean is_first, size_t at)
{
  const double fraction = (mode == RUN && !is_first ? a->run_rate : a->early) *
                          spread (r->rng, mode == RUN ? 0.3 * a->jitter : a->jitter);

  r->classes[at] = ECTOPY_CLASS_S;
  r->rr[at] = r->base[at] * MIN (fraction, 0.93);
  r->rr[at + 1] = r->base[at + 1] * a->pause * spread (r->rng, 0.02);
}

static void
add_atrial (Rhythm *r)
{
  EctopyRng *rng = r->rng;
  Atrial a = {
    .early = between (rng, 0.5, 0.88),
    .pause = between (rng, 0.97, 1.3),
    .jitter = between (rng, 0.01, 0.1),
    .run_rate = between (rng, 0.5, 0.85),
    .run_mean = between_by_ratio (rng, 2, 30),
  };
  const double density = between_by_ratio (rng, 0.02, 0.5);
  const size_t end = r->n - 2;

  draw_modes (rng, a.modes);
  for (size_t i = 1; i < end;) {
    const double u = ectopy_rng_uniform (rng);
    guint mode = 0;
    size_t step, to, last = i;

    if (ectopy_rng_uniform (rng) >= density) {
      i++;
      continue;
    }
    while (mode + 1 < N_MODES && u >= a.modes[mode])
      mode++;
    step = mode == BIGEMINY ? 2 : mode == TRIGEMINY ? 3 : 1;
    to = mode == SINGLE ? i + 1
         : mode == RUN  ? i + 1 + waiting (rng, 1 / a.run_mean)
                        : i + step * (1 + waiting (rng, 0.08));
    for (size_t at = i; at < MIN (to, end); at += step) {
      place_atrial (r, &a, mode, at == i, at);
      last = at;
    }
    i = last + 2;
  }
}

/* Runs of sinus and of atrial beats in turn; a pause is before each run of sinus beats. */
static void
add_sick_sinus (Rhythm *r)
{
  EctopyRng *rng = r->rng;
  const double early = between (rng, 0.4, 0.8), pause = between (rng, 1, 1.7);
  const double run = between_by_ratio (rng, 1.2, 30), share = between (rng, 0.3, 0.92);
  const double sinus_run = MAX (1.05, run * (1 - share) / share);
  const double jitter = between (rng, 0.02, 0.1);

  for (size_t i = 1; i < r->n;) {
    const size_t sinus_end = i + waiting (rng, 1 / sinus_run);
    const size_t run_end = sinus_end + waiting (rng, 1 / run);

    r->rr[i] *= pause * spread (rng, jitter);
    for (i = sinus_end; i < MIN (run_end, r->n); i++) {
      const double fraction = early * spread (rng, jitter);

      r->classes[i] = ECTOPY_CLASS_S;
      r->rr[i] = r->base[i] * MIN (fraction, 0.93);
    }
  }
}

/* ---- The others ---- */

static void
add_fibrillation (Rhythm *r)
{
  const double deviation = between (r->rng, 0.1, 0.3), mean = between (r->rng, 0.45, 1.1);

  for (size_t k = 0; k < r->n; k++)
    r->rr[k] = mean * spread (r->rng, deviation);
}

/* Every second to fifth wave is conducted; in half of the rhythms mostly as the last one was. */
static void
add_flutter (Rhythm *r)
{
  static const double mean_shares[4] = { 2, 1, 2, 0.5 };
  const double wave = between (r->rng, 0.18, 0.26);
  const double least = wave > 0.2 ? 2 : 3;
  const gboolean lingers = ectopy_rng_uniform (r->rng) < 0.5;
  double sums[4], sum = 0, multiple = 2;

  for (guint m = 0; m < 4; m++)
    sums[m] = sum += -mean_shares[m] * log (1 - ectopy_rng_uniform (r->rng));
  for (size_t k = 0; k < r->n; k++) {
    const double u = sum * ectopy_rng_uniform (r->rng);
    guint m = 0;

    while (m < 3 && u >= sums[m])
      m++;
    if (k == 0 || !lingers || ectopy_rng_uniform (r->rng) >= 0.8)
      multiple = 2 + m;
    r->rr[k] = MAX (multiple, least) * wave * (1 + 0.01 * ectopy_rng_normal (r->rng));
  }
}

static void
add_dropped (Rhythm *r)
{
  const double chance = between (r->rng, 0.02, 0.3);
  const gboolean is_before_shorter = ectopy_rng_uniform (r->rng) < 0.5;

  for (size_t i = 5; i < r->n - 6;) {
    if (ectopy_rng_uniform (r->rng) >= chance) {
      i++;
      continue;
    }
    r->rr[i] = r->base[i] * between (r->rng, 1.5, 2.05);
    if (is_before_shorter)
      r->rr[i - 1] *= 0.93;
    i += 2 + (size_t) ectopy_rng_below (r->rng, 4);
  }
}

/* Ventricular beats among the others, most with a full pause. */
static void
add_ventricular (Rhythm *r, gboolean is_irregular)
{
  const double chance = between (r->rng, 0.01, 0.2), early = between (r->rng, 0.45, 0.85);

  for (size_t i = 2; i < r->n - 2; i++) {
    if (ectopy_rng_uniform (r->rng) >= chance || r->classes[i - 1] != ECTOPY_CLASS_N ||
        r->classes[i] != ECTOPY_CLASS_N || r->classes[i + 1] != ECTOPY_CLASS_N)
      continue;
    r->classes[i] = ECTOPY_CLASS_V;
    if (is_irregular) {
      r->rr[i] *= 0.8;
      continue;
    }
    r->rr[i] = r->base[i] * early * spread (r->rng, 0.05);
    if (ectopy_rng_uniform (r->rng) < 0.8)
      r->rr[i + 1] = MAX (2 * r->base[i] - r->rr[i], 0.5 * r->base[i]);
  }
}

void
ectopy_made_up_rhythm (EctopyMadeUpKind kind,
                       EctopyRng *rng,
                       size_t n,
                       double *rr_s,
                       guint8 *classes)
{
  g_autofree double *base = g_new (double, n);
  Rhythm r = { rng, n, base, rr_s, classes };

  g_assert (n >= 16);
  if (kind == ECTOPY_MADE_UP_SICK_SINUS)
    make_sinus (rng, SLOW_FASTEST_S, SLOW_SLOWEST_S, n, base);
  else
    make_sinus (rng, FASTEST_S, SLOWEST_S, n, base);
  memcpy (rr_s, base, n * sizeof *base);
  memset (classes, ECTOPY_CLASS_N, n);
  if (kind == ECTOPY_MADE_UP_ATRIAL)
    add_atrial (&r);
  else if (kind == ECTOPY_MADE_UP_SICK_SINUS)
    add_sick_sinus (&r);
  else if (kind == ECTOPY_MADE_UP_FIBRILLATION)
    add_fibrillation (&r);
  else if (kind == ECTOPY_MADE_UP_FLUTTER)
    add_flutter (&r);
  else
    add_dropped (&r);
  if (ectopy_rng_uniform (rng) < 0.5)
    add_ventricular (&r, kind == ECTOPY_MADE_UP_FIBRILLATION || kind == ECTOPY_MADE_UP_FLUTTER);
  for (size_t k = 0; k < n; k++)
    rr_s[k] = CLAMP (rr_s[k], SHORTEST_S, LONGEST_S);
}
