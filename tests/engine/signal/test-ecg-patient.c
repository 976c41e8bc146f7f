/* SPDX-License-Identifier: MIT */
#include "engine/signal/ecg-patient.h"

#include <math.h>

static double
gain (const EctopyEcgPatient *patient, guint beat_class, guint kind)
{
  return patient->shapes[beat_class].events[kind].gain_mv[0];
}

static double
width (const EctopyEcgPatient *patient, guint beat_class)
{
  const EctopyEcgEvent *r = &patient->shapes[beat_class].events[ECTOPY_ECG_R];

  return r->rise_ms + r->fall_ms;
}

/* What makes a beat of each kind, of whomever. */
static void
assert_plausible (const EctopyEcgPatient *patient)
{
  static const guint with_r[] = { ECTOPY_CLASS_N, ECTOPY_CLASS_S, ECTOPY_CLASS_V, ECTOPY_CLASS_Q };

  for (guint i = 0; i < G_N_ELEMENTS (with_r); i++)
    for (guint kind = 0; kind < ECTOPY_ECG_SPIKE; kind++)
      g_assert_cmpfloat (fabs (gain (patient, with_r[i], kind)), <=,
                         fabs (gain (patient, with_r[i], ECTOPY_ECG_R)));

  g_assert_cmpfloat (gain (patient, ECTOPY_CLASS_N, ECTOPY_ECG_P), >, 0);
  g_assert_cmpfloat (gain (patient, ECTOPY_CLASS_V, ECTOPY_ECG_P), ==, 0);
  g_assert_cmpfloat (gain (patient, ECTOPY_CLASS_Q, ECTOPY_ECG_P), ==, 0);
  g_assert_cmpfloat (gain (patient, ECTOPY_CLASS_S, ECTOPY_ECG_P), !=,
                     gain (patient, ECTOPY_CLASS_N, ECTOPY_ECG_P));

  g_assert_cmpfloat (gain (patient, ECTOPY_CLASS_N, ECTOPY_ECG_SPIKE), ==, 0);
  g_assert_cmpfloat (fabs (gain (patient, ECTOPY_CLASS_Q, ECTOPY_ECG_SPIKE)), >, 0.2);

  g_assert_cmpfloat (width (patient, ECTOPY_CLASS_S), ==, width (patient, ECTOPY_CLASS_N));
  g_assert_cmpfloat (width (patient, ECTOPY_CLASS_V), >, 1.5 * width (patient, ECTOPY_CLASS_N));
  g_assert_cmpfloat (width (patient, ECTOPY_CLASS_Q), >, 1.3 * width (patient, ECTOPY_CLASS_N));

  g_assert_cmpfloat (gain (patient, ECTOPY_CLASS_V, ECTOPY_ECG_R) *
                         gain (patient, ECTOPY_CLASS_V, ECTOPY_ECG_T),
                     <, 0);
  g_assert_cmpfloat (gain (patient, ECTOPY_CLASS_Q, ECTOPY_ECG_R) *
                         gain (patient, ECTOPY_CLASS_Q, ECTOPY_ECG_T),
                     <, 0);
}

static void
test_typical (void)
{
  EctopyEcgPatient patient;

  ectopy_ecg_patient_init (&patient);
  assert_plausible (&patient);
}

static void
test_drawn (void)
{
  guint n_down = 0, n_paced_down = 0, n_without_p = 0;

  for (guint seed = 0; seed < 500; seed++) {
    EctopyEcgPatient patient;
    EctopyRng rng;

    ectopy_rng_init (&rng, seed, 0);
    ectopy_ecg_patient_draw (&patient, &rng);
    assert_plausible (&patient);
    n_down += gain (&patient, ECTOPY_CLASS_V, ECTOPY_ECG_R) < 0;
    n_paced_down += gain (&patient, ECTOPY_CLASS_Q, ECTOPY_ECG_R) < 0;
    n_without_p += fabs (gain (&patient, ECTOPY_CLASS_S, ECTOPY_ECG_P)) <= 0;
  }
  g_assert_true (n_down > 150 && n_down < 250);
  g_assert_true (n_paced_down > 250 && n_paced_down < 350);
  g_assert_true (n_without_p > 120 && n_without_p < 215);
}

static void
test_seed (void)
{
  EctopyEcgPatient a, b, other;
  EctopyRng rng;

  ectopy_rng_init (&rng, 9, 0);
  ectopy_ecg_patient_draw (&a, &rng);
  ectopy_ecg_patient_draw (&other, &rng);
  ectopy_rng_init (&rng, 9, 0);
  ectopy_ecg_patient_draw (&b, &rng);
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
  g_assert_cmpfloat (a.rate_bpm, !=, other.rate_bpm);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/ecg-patient/typical", test_typical);
  g_test_add_func ("/signal/ecg-patient/drawn", test_drawn);
  g_test_add_func ("/signal/ecg-patient/seed", test_seed);
  return g_test_run ();
}
