/* SPDX-License-Identifier: MIT */
#include "engine/signal/made-up-lead.h"

#include "engine/core/beat-class.h"
#include "engine/core/memory.h"
#include "engine/signal/context-signal.h"

#include <math.h>
#include <string.h>

/* Samples of 250 a second. */
enum {
  RATE = ECTOPY_CONTEXT_RATE,
  BEFORE_NORMAL = 18,      /* where a piece begins: behind the P wave */
  BEFORE_VENTRICULAR = 35, /* where the complex begins */
  LAST_PIECE = 175,
  LEAST_BLEND = 30, /* over which a piece is led to the next */
  P_FROM = -62,
  P_TO = -17,
  P_LATEST = 7,
};

#define FEWEST_NORMAL      20
#define FEWEST_VENTRICULAR 3
#define LEAST_RR_S         0.4 /* around a normal beat that is taken */

typedef struct {
  const EctopyContext *from;
  EctopyRng *rng;
  EctopyMadeUpKind kind;
  size_t n;
  const guint8 *classes;
  const double *rr;
  size_t *donors; /* [n]: beats of @from */
  gint64 *at;     /* [n] */
  float *signal;
  size_t n_signal;
  double p_gain; /* of P waves in front of premature beats */
  gint64 p_shift;
} Maker;

static double
between (EctopyRng *rng, double low, double high)
{
  return low + (high - low) * ectopy_rng_uniform (rng);
}

static float
sample (const EctopyContext *from, gint64 at)
{
  return from->signal[CLAMP (at, 0, (gint64) from->n_signal - 1)];
}

/* ---- Which beats ---- */

static double
rr_before (const EctopyContext *from, size_t beat)
{
  return beat > 0 ? (double) (from->at[beat] - from->at[beat - 1]) / RATE : 1;
}

static double
rr_after (const EctopyContext *from, size_t beat)
{
  return beat + 1 < from->n ? rr_before (from, beat + 1) : 1;
}

/* Normal beats between normal beats, and ventricular ones, away from the ends. */
static gboolean
is_donor (const EctopyContext *from, const guint8 *labels, size_t beat, guint beat_class)
{
  if (labels[beat] != beat_class || from->at[beat] <= RATE ||
      from->at[beat] >= (gint64) from->n_signal - 2 * RATE)
    return FALSE;
  if (beat_class == ECTOPY_CLASS_V)
    return TRUE;
  return beat > 0 && beat + 1 < from->n && labels[beat - 1] == ECTOPY_CLASS_N &&
         labels[beat + 1] == ECTOPY_CLASS_N && rr_before (from, beat) > LEAST_RR_S &&
         rr_after (from, beat) > LEAST_RR_S;
}

static size_t
list_donors (const EctopyContext *from, const guint8 *labels, guint beat_class, size_t *donors)
{
  size_t n = 0;

  for (size_t i = 0; i < from->n; i++)
    if (is_donor (from, labels, i, beat_class))
      donors[n++] = i;
  return n;
}

/* A stretch of normal beats, as they came, and any ventricular ones. @normal, @ventricular:
 * scratch. Returns: whether there are enough. */
static gboolean
choose_donors (Maker *m, const guint8 *labels, size_t *normal, size_t *ventricular, guint8 *classes)
{
  const size_t n_normal = list_donors (m->from, labels, ECTOPY_CLASS_N, normal);
  const size_t n_ventricular = list_donors (m->from, labels, ECTOPY_CLASS_V, ventricular);
  size_t first = 0, n = n_normal;

  if (n_normal < FEWEST_NORMAL)
    return FALSE;
  if (n_normal > m->n) {
    first = (size_t) ectopy_rng_below (m->rng, n_normal - m->n);
    n = m->n;
  }
  for (size_t k = 0; k < m->n; k++) {
    if (classes[k] == ECTOPY_CLASS_V && n_ventricular < FEWEST_VENTRICULAR)
      classes[k] = ECTOPY_CLASS_N;
    m->donors[k] = classes[k] == ECTOPY_CLASS_V
                       ? ventricular[ectopy_rng_below (m->rng, n_ventricular)]
                       : normal[first + k % n];
  }
  return TRUE;
}

/* ---- The signal ---- */

static gint64
begins_before (const Maker *m, size_t beat)
{
  return m->classes[beat] == ECTOPY_CLASS_V ? BEFORE_VENTRICULAR : BEFORE_NORMAL;
}

/* Samples from the beginning of a piece to the end of its T wave. */
static gint64
active_len (const Maker *m, size_t beat)
{
  const double after = rr_after (m->from, m->donors[beat]) - 0.26;

  return (gint64) (CLAMP (after, 0.3, 0.55) * RATE) + begins_before (m, beat);
}

static void
lay_piece (Maker *m, size_t beat)
{
  const gint64 begin = m->at[beat] - begins_before (m, beat);
  const gboolean is_last = beat + 1 == m->n;
  const gint64 end = is_last ? begin + LAST_PIECE : m->at[beat + 1] - begins_before (m, beat + 1);
  const gint64 source = m->from->at[m->donors[beat]] - begins_before (m, beat);
  const gint64 active = active_len (m, beat), length = end - begin;
  const gint64 blend = MIN (length, MAX (LEAST_BLEND, length - active));
  float off = 0;

  if (length <= 0 || begin < 0 || end > (gint64) m->n_signal)
    return;
  if (!is_last)
    off = sample (m->from, m->from->at[m->donors[beat + 1]] - begins_before (m, beat + 1) - 1) -
          sample (m->from, source + MIN (length - 1, active));
  for (gint64 k = 0; k < length; k++) {
    const gint64 into = k - (length - blend);
    const float lead = into > 0 && blend > 1 ? off * (float) into / (float) (blend - 1) : 0;

    m->signal[begin + k] += sample (m->from, source + MIN (k, active)) + lead;
  }
}

/* What a P wave adds to the line through its ends. */
static void
lay_p_wave (Maker *m, size_t beat)
{
  const gint64 source = m->from->at[m->donors[beat]] + P_FROM;
  const gboolean is_ectopic = m->classes[beat] == ECTOPY_CLASS_S;
  const float gain = is_ectopic ? (float) m->p_gain : 1;
  const gint64 to = m->at[beat] + P_FROM + (is_ectopic ? m->p_shift : 0);
  const float first = sample (m->from, source), last = sample (m->from, source + P_TO - P_FROM - 1);

  for (gint64 k = 0; k < P_TO - P_FROM; k++) {
    const float line = first + (last - first) * (float) k / (float) (P_TO - P_FROM - 1);

    if (to + k > 0 && to + k < (gint64) m->n_signal)
      m->signal[to + k] += gain * (sample (m->from, source + k) - line);
  }
}

static void
add_fibrillatory_waves (Maker *m)
{
  const double height = between (m->rng, 0, 0.08) * (double) m->from->scale;
  const double hz = between (m->rng, 4, 9);

  for (size_t k = 0; k < m->n_signal; k++) {
    const double s = (double) k / RATE;

    m->signal[k] += (float) (height * sin (2 * G_PI * hz * s + 2 * sin (2 * G_PI * 0.7 * s)));
  }
}

/* Waves that go on through the beats, a whole number from beat to beat: of saw teeth, or of a sine. */
static void
add_flutter_waves (Maker *m)
{
  const double height = between (m->rng, 0, 0.2) * (double) m->from->scale;
  const double period = between (m->rng, 0.18, 0.26) * RATE, phase = ectopy_rng_uniform (m->rng);
  const gboolean is_saw = ectopy_rng_uniform (m->rng) < 0.6;
  gint64 begin = 0;

  for (size_t k = 0; k <= m->n; k++) {
    const gint64 end = k < m->n ? m->at[k] : (gint64) m->n_signal;
    const double waves = MAX (1, rint ((double) (end - begin) / period));

    for (gint64 i = begin; i < end; i++) {
      const double at = phase + waves * (double) (i - begin) / (double) (end - begin);
      const double u = at - floor (at);
      const double saw = u < 0.7 ? (0.7 - u) / 0.7 : (u - 0.7) / 0.3;

      m->signal[i] += (float) (height * (is_saw ? saw - 0.5 : 0.5 * sin (2 * G_PI * u)));
    }
    begin = end;
  }
}

static gboolean
has_p_waves (const Maker *m)
{
  return m->kind != ECTOPY_MADE_UP_FIBRILLATION && m->kind != ECTOPY_MADE_UP_FLUTTER;
}

static gboolean
lay_signal (Maker *m)
{
  double s = 1;

  for (size_t k = 0; k < m->n; k++) {
    s += m->rr[k];
    m->at[k] = (gint64) rint (s * RATE);
  }
  m->n_signal = (size_t) m->at[m->n - 1] + 2 * RATE;
  m->signal = g_try_new0 (float, m->n_signal);
  if (m->signal == NULL)
    return FALSE;
  for (size_t k = 0; k < m->n; k++) {
    lay_piece (m, k);
    if (m->classes[k] != ECTOPY_CLASS_V && has_p_waves (m))
      lay_p_wave (m, k);
  }
  if (m->kind == ECTOPY_MADE_UP_FIBRILLATION)
    add_fibrillatory_waves (m);
  else if (m->kind == ECTOPY_MADE_UP_FLUTTER)
    add_flutter_waves (m);
  return TRUE;
}

EctopyContext *
ectopy_made_up_lead (const EctopyContext *from,
                     const guint8 *labels,
                     EctopyMadeUpKind kind,
                     EctopyRng *rng,
                     size_t n,
                     guint8 *classes,
                     GError **error)
{
  g_autofree double *rr = g_new (double, n);
  g_autofree size_t *donors = g_new (size_t, n);
  g_autofree gint64 *at = g_new (gint64, n);
  g_autofree size_t *normal = g_try_new (size_t, from->n);
  g_autofree size_t *ventricular = g_try_new (size_t, from->n);
  Maker m = {
    .from = from,
    .rng = rng,
    .kind = kind,
    .n = n,
    .classes = classes,
    .rr = rr,
    .donors = donors,
    .at = at,
  };

  if (normal == NULL || ventricular == NULL) {
    ectopy_memory_fail_beats (from->n, error);
    return NULL;
  }
  ectopy_made_up_rhythm (kind, rng, n, rr, classes);
  if (!choose_donors (&m, labels, normal, ventricular, classes))
    return NULL;
  m.p_gain = between (rng, -1, 0.9);
  m.p_shift = (gint64) (between (rng, -0.03, 0.05) * RATE);
  m.p_shift = MIN (m.p_shift, P_LATEST);
  if (ectopy_rng_uniform (rng) < 0.3) {
    m.p_gain = 1; /* from near the sinus node: as any other */
    m.p_shift = 0;
  }
  if (!lay_signal (&m)) {
    ectopy_memory_fail_beats (n, error);
    return NULL;
  }
  return ectopy_context_new_take (m.signal, m.n_signal, at, n, NULL, error);
}
