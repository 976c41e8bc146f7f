/* SPDX-License-Identifier: MIT */
#include "engine/signal/ecg-patient.h"

#include <math.h>
#include <string.h>

/* Times in ms at 60 beats a minute, heights in mV. The paper's values describe one textbook beat;
 * these start there and follow what the leads MLII and V1 of an ambulatory recorder show. */
static const EctopyEcgShape normal_shape = { {
    [ECTOPY_ECG_P] = { { -165, -160 }, 22, 22, { 0.16, 0.07 } },
    [ECTOPY_ECG_Q] = { { -27, -26 }, 7, 7, { -0.11, 0.02 } },
    [ECTOPY_ECG_R] = { { 0, -6 }, 10, 10, { 1.25, 0.30 } },
    [ECTOPY_ECG_S] = { { 26, 20 }, 9, 10, { -0.27, -0.95 } },
    [ECTOPY_ECG_T] = { { 285, 280 }, 55, 36, { 0.30, 0.14 } },
} };

/* From the right ventricle's outflow: down and leftwards, so upright in II, negative in V1. */
static const EctopyEcgShape ventricular_up = { {
    [ECTOPY_ECG_Q] = { { -68, -60 }, 16, 16, { -0.08, 0.12 } },
    [ECTOPY_ECG_R] = { { 0, 4 }, 30, 27, { 1.85, -1.45 } },
    [ECTOPY_ECG_S] = { { 82, 80 }, 24, 60, { -0.28, 0.14 } },
    [ECTOPY_ECG_T] = { { 300, 305 }, 70, 46, { -0.58, 0.48 } },
} };

/* From the left ventricle's lower wall: upwards and to the right. */
static const EctopyEcgShape ventricular_down = { {
    [ECTOPY_ECG_Q] = { { -62, -64 }, 15, 15, { 0.32, 0.10 } },
    [ECTOPY_ECG_R] = { { 0, -2 }, 29, 32, { -1.70, 1.20 } },
    [ECTOPY_ECG_S] = { { 80, 80 }, 24, 60, { 0.20, -0.16 } },
    [ECTOPY_ECG_T] = { { 305, 300 }, 72, 48, { 0.62, -0.42 } },
} };

/* From an electrode at the right ventricle's apex, a spike before each complex. */
static const EctopyEcgShape paced_down = { {
    [ECTOPY_ECG_SPIKE] = { { -78, -78 }, 1.3, 1.3, { 0.70, -0.55 } },
    [ECTOPY_ECG_Q] = { { -46, -44 }, 12, 12, { 0.10, 0.06 } },
    [ECTOPY_ECG_R] = { { 0, 2 }, 24, 28, { -1.25, -1.05 } },
    [ECTOPY_ECG_S] = { { 66, 64 }, 18, 24, { -0.30, -0.20 } },
    [ECTOPY_ECG_T] = { { 315, 310 }, 74, 50, { 0.52, 0.42 } },
} };

static const EctopyEcgShape paced_up = { {
    [ECTOPY_ECG_SPIKE] = { { -76, -76 }, 1.3, 1.3, { -0.65, 0.50 } },
    [ECTOPY_ECG_Q] = { { -44, -42 }, 12, 12, { -0.08, 0.05 } },
    [ECTOPY_ECG_R] = { { 0, 2 }, 26, 27, { 1.35, -1.10 } },
    [ECTOPY_ECG_S] = { { 58, 62 }, 16, 24, { 0.38, -0.25 } },
    [ECTOPY_ECG_T] = { { 312, 310 }, 72, 48, { -0.48, 0.44 } },
} };

/* The most of the main deflection that any other event of lead 0 may reach. */
#define LARGEST_SHARE 0.6

static double
between (EctopyRng *rng, double low, double high)
{
  return low + (high - low) * ectopy_rng_uniform (rng);
}

/* A factor around 1; at most two deviations away, so that nobody is a freak. */
static double
factor (EctopyRng *rng, double deviation)
{
  const double normal = ectopy_rng_normal (rng);

  return exp (deviation * CLAMP (normal, -2, 2));
}

/* Events at a distance from R move more than those beside it. */
static void
vary_shape (EctopyEcgShape *shape, EctopyRng *rng)
{
  const double wide = factor (rng, 0.10);
  const double high = factor (rng, 0.18);

  for (size_t kind = 0; kind < ECTOPY_ECG_N_EVENTS; kind++) {
    EctopyEcgEvent *event = &shape->events[kind];
    const double place = factor (rng, 0.07);
    const double width = kind == ECTOPY_ECG_SPIKE ? 1 : wide * factor (rng, 0.06);

    event->rise_ms *= width;
    event->fall_ms *= width;
    for (size_t lead = 0; lead < ECTOPY_ECG_N_LEADS; lead++) {
      event->angle_ms[lead] *= place;
      event->gain_mv[lead] *= high * factor (rng, kind == ECTOPY_ECG_R ? 0.08 : 0.22);
    }
  }
}

static void
keep_r_main (EctopyEcgShape *shape)
{
  const double most = LARGEST_SHARE * fabs (shape->events[ECTOPY_ECG_R].gain_mv[0]);

  for (size_t kind = 0; kind < ECTOPY_ECG_N_EVENTS; kind++)
    if (kind != ECTOPY_ECG_R && kind != ECTOPY_ECG_SPIKE) {
      double *gain_mv = &shape->events[kind].gain_mv[0];

      *gain_mv = CLAMP (*gain_mv, -most, most);
    }
}

/* The normal beat with a P wave from elsewhere in the atria. The ventricles are reached by the
 * usual way, though not quite as rested as usual. */
static void
make_supraventricular (EctopyEcgShape *shape, const EctopyEcgShape *normal, guint p_kind)
{
  static const struct {
    double gain;
    double angle;
    double width;
  } p_waves[] = {
    { -0.85, 0.72, 0.85 }, /* from low in the atrium: inverted, and near the QRS */
    { 1.50, 0.90, 0.65 },  /* peaked */
    { 0, 1, 1 },           /* inside the QRS: from the junction */
  };
  EctopyEcgEvent *p = &shape->events[ECTOPY_ECG_P];

  *shape = *normal;
  p->rise_ms *= p_waves[p_kind].width;
  p->fall_ms *= p_waves[p_kind].width;
  for (size_t lead = 0; lead < ECTOPY_ECG_N_LEADS; lead++) {
    p->angle_ms[lead] *= p_waves[p_kind].angle;
    p->gain_mv[lead] *= p_waves[p_kind].gain;
    shape->events[ECTOPY_ECG_R].gain_mv[lead] *= 0.96;
    shape->events[ECTOPY_ECG_T].gain_mv[lead] *= 0.85;
  }
}

void
ectopy_ecg_patient_init (EctopyEcgPatient *patient)
{
  memset (patient, 0, sizeof *patient);
  patient->shapes[ECTOPY_CLASS_N] = normal_shape;
  make_supraventricular (&patient->shapes[ECTOPY_CLASS_S], &normal_shape, 0);
  patient->shapes[ECTOPY_CLASS_V] = ventricular_up;
  patient->shapes[ECTOPY_CLASS_Q] = paced_down;
  patient->rate_bpm = 72;
  patient->rate_sd_bpm = 2.5;
  patient->lf_hf_ratio = 0.5;
  patient->s_coupling = 0.68;
  patient->s_run = 0.60;
  patient->v_coupling = 0.60;
  patient->v_run = 0.54;
  patient->paced_interval = 1.08;
}

void
ectopy_ecg_patient_draw (EctopyEcgPatient *patient, EctopyRng *rng)
{
  EctopyEcgShape *shapes = patient->shapes;

  ectopy_ecg_patient_init (patient);
  patient->rate_bpm = between (rng, 56, 92);
  patient->rate_sd_bpm = patient->rate_bpm * between (rng, 0.015, 0.05);
  patient->lf_hf_ratio = between (rng, 0.4, 2);
  patient->s_coupling = between (rng, 0.58, 0.78);
  patient->s_run = between (rng, 0.54, 0.68);
  patient->v_coupling = between (rng, 0.52, 0.70);
  patient->v_run = between (rng, 0.48, 0.62);
  patient->paced_interval = between (rng, 1.03, 1.15);

  vary_shape (&shapes[ECTOPY_CLASS_N], rng);
  make_supraventricular (&shapes[ECTOPY_CLASS_S], &shapes[ECTOPY_CLASS_N],
                         (guint) ectopy_rng_below (rng, 3));
  if (ectopy_rng_uniform (rng) < 0.4)
    shapes[ECTOPY_CLASS_V] = ventricular_down;
  vary_shape (&shapes[ECTOPY_CLASS_V], rng);
  if (ectopy_rng_uniform (rng) < 0.4)
    shapes[ECTOPY_CLASS_Q] = paced_up;
  vary_shape (&shapes[ECTOPY_CLASS_Q], rng);
  for (size_t i = 0; i < ECTOPY_N_CLASSES; i++)
    keep_r_main (&shapes[i]);
}
