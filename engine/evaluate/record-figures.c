/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/record-figures.h"

#include "engine/evaluate/bootstrap.h"

#include <math.h>

#define REPLICATES 1000
#define SEED       42

enum { VENTRICULAR, SUPRAVENTRICULAR, N_ECTOPIC };

static const guint ectopic[N_ECTOPIC] = { ECTOPY_CLASS_V, ECTOPY_CLASS_S };

static double
share (double part, double whole)
{
  return whole > 0 ? part / whole : NAN;
}

EctopyEctopicFigures
ectopy_ectopic_figures (const EctopyConfusion *confusion, guint beat_class)
{
  const double hits = (double) confusion->counts[beat_class][beat_class];
  const double support = (double) ectopy_confusion_row_total (confusion, beat_class);
  const double given = (double) ectopy_confusion_column_total (confusion, beat_class);
  const double total = (double) ectopy_confusion_total (confusion);
  double forgiven = (double) confusion->counts[ECTOPY_CLASS_Q][beat_class];
  double false_positives;

  if (beat_class == ECTOPY_CLASS_V)
    forgiven += (double) confusion->counts[ECTOPY_CLASS_F][beat_class];
  false_positives = given - hits - forgiven;
  return (EctopyEctopicFigures){
    .sensitivity = share (hits, support),
    .ppv = share (hits, hits + false_positives),
    .false_positive_rate = share (false_positives, total - support - forgiven),
    .precision = share (hits, given),
    .f1 = share (2 * hits, support + given),
  };
}

/* ---- One record ---- */

static void
clear_record (gpointer data)
{
  EctopyRecordFigures *record = data;

  g_free (record->name);
  g_free (record->patient);
}

static guint
most_probable (const float *p)
{
  guint best = 0;

  for (guint c = 1; c < ECTOPY_N_CLASSES; c++)
    if (p[c] > p[best])
      best = c;
  return best;
}

static EctopyRecordFigures
judge_record (const EctopyRecordBeats *beats, const guint8 *labels, const float *probabilities)
{
  EctopyRecordFigures record = {
    .name = g_strdup (beats->name),
    .patient = g_strdup (beats->patient),
    .unlike = beats->unlike,
  };
  EctopyCalibration calibration;
  double sum = 0;

  for (size_t i = beats->first; i < beats->first + beats->n; i++) {
    const float *p = probabilities + i * ECTOPY_N_CLASSES;
    const guint given = most_probable (p);

    if (ectopy_confusion_add (&record.confusion, labels[i], given))
      sum += (double) p[given];
  }
  ectopy_calibration_compute (&calibration, labels + beats->first,
                              probabilities + beats->first * ECTOPY_N_CLASSES, beats->n);
  record.calibration_error = calibration.expected_error;
  record.accuracy = share ((double) ectopy_confusion_correct (&record.confusion),
                           (double) ectopy_confusion_total (&record.confusion));
  record.confidence = share (sum, (double) ectopy_confusion_total (&record.confusion));
  record.ventricular = ectopy_ectopic_figures (&record.confusion, ECTOPY_CLASS_V);
  record.supraventricular = ectopy_ectopic_figures (&record.confusion, ECTOPY_CLASS_S);
  return record;
}

/* ---- All of them ---- */

static const EctopyRecordFigures *
get_record (const EctopyRecordsFigures *self, guint index)
{
  return &g_array_index (self->records, EctopyRecordFigures, index);
}

static void
average_one (double *mean, guint *n, double value)
{
  if (isnan (value))
    return;
  *mean += (value - *mean) / ++*n;
}

static void
average (EctopyRecordsFigures *self, guint which)
{
  EctopyEctopicFigures sum = { 0 };
  guint n[5] = { 0 };

  for (guint i = 0; i < self->records->len; i++) {
    const EctopyRecordFigures *record = get_record (self, i);
    const EctopyEctopicFigures *one = which == VENTRICULAR ? &record->ventricular
                                                           : &record->supraventricular;

    average_one (&sum.sensitivity, &n[0], one->sensitivity);
    average_one (&sum.ppv, &n[1], one->ppv);
    average_one (&sum.false_positive_rate, &n[2], one->false_positive_rate);
    average_one (&sum.precision, &n[3], one->precision);
    average_one (&sum.f1, &n[4], one->f1);
  }
  self->average[which] = (EctopyEctopicFigures){
    .sensitivity = n[0] > 0 ? sum.sensitivity : NAN,
    .ppv = n[1] > 0 ? sum.ppv : NAN,
    .false_positive_rate = n[2] > 0 ? sum.false_positive_rate : NAN,
    .precision = n[3] > 0 ? sum.precision : NAN,
    .f1 = n[4] > 0 ? sum.f1 : NAN,
  };
}

static void
count_effective (EctopyRecordsFigures *self)
{
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    double sum = 0, squares = 0;

    for (guint i = 0; i < self->records->len; i++) {
      const double n = (double) ectopy_confusion_row_total (&get_record (self, i)->confusion, c);

      sum += n;
      squares += n * n;
    }
    self->effective_records[c] = sum > 0 ? sum * sum / squares : 0;
  }
}

/* ---- Intervals by patients ---- */

/* Returns: (element-type EctopyConfusion): of each patient, in order of the first record. */
static GArray *
pool_patients (const EctopyRecordsFigures *self)
{
  GArray *pooled = g_array_new (FALSE, TRUE, sizeof (EctopyConfusion));
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->records->len; i++) {
    const EctopyRecordFigures *record = get_record (self, i);
    gpointer place;

    if (!g_hash_table_lookup_extended (places, record->patient, NULL, &place)) {
      place = GUINT_TO_POINTER (pooled->len);
      g_hash_table_insert (places, record->patient, place);
      g_array_set_size (pooled, pooled->len + 1);
    }
    ectopy_confusion_merge (&g_array_index (pooled, EctopyConfusion, GPOINTER_TO_UINT (place)),
                            &record->confusion);
  }
  return pooled;
}

static void
draw_intervals (EctopyRecordsFigures *self)
{
  g_autoptr (GArray) patients = pool_patients (self);
  g_autofree double *values = g_new (double, 4 * REPLICATES);
  EctopyInterval *intervals[4] = { &self->accuracy, &self->macro_f1, &self->f1[VENTRICULAR],
                                   &self->f1[SUPRAVENTRICULAR] };
  guint n[4] = { 0 };
  EctopyRng rng;

  self->n_patients = patients->len;
  ectopy_rng_init (&rng, SEED, 0);
  for (guint r = 0; patients->len > 1 && r < REPLICATES; r++) {
    EctopyConfusion drawn = { 0 };
    EctopyMetrics metrics;

    for (guint i = 0; i < patients->len; i++)
      ectopy_confusion_merge (&drawn,
                              &g_array_index (patients, EctopyConfusion,
                                              (guint) ectopy_rng_below (&rng, patients->len)));
    ectopy_metrics_compute (&metrics, &drawn);
    const double figures[4] = {
      metrics.accuracy,
      metrics.macro.f1,
      metrics.classes[ECTOPY_CLASS_V].f1,
      metrics.classes[ECTOPY_CLASS_S].f1,
    };

    for (guint f = 0; f < 4; f++)
      if (!isnan (figures[f]))
        values[f * REPLICATES + n[f]++] = figures[f];
  }
  for (guint f = 0; f < 4; f++)
    *intervals[f] = n[f] > 0 ? ectopy_bootstrap_percentiles (values + f * REPLICATES, n[f])
                             : (EctopyInterval){ NAN, NAN };
}

EctopyRecordsFigures *
ectopy_records_figures_new (const EctopyRecordBeats *records,
                            guint n_records,
                            const guint8 *labels,
                            const float *probabilities)
{
  EctopyRecordsFigures *self = g_atomic_rc_box_new0 (EctopyRecordsFigures);

  g_assert (n_records > 0);
  self->records = g_array_sized_new (FALSE, FALSE, sizeof (EctopyRecordFigures), n_records);
  g_array_set_clear_func (self->records, clear_record);
  for (guint i = 0; i < n_records; i++) {
    const EctopyRecordFigures record = judge_record (&records[i], labels, probabilities);

    g_array_append_val (self->records, record);
    ectopy_confusion_merge (&self->confusion, &record.confusion);
    if (record.calibration_error > get_record (self, self->worst)->calibration_error)
      self->worst = i;
  }
  for (guint k = 0; k < N_ECTOPIC; k++) {
    self->gross[k] = ectopy_ectopic_figures (&self->confusion, ectopic[k]);
    average (self, k);
  }
  count_effective (self);
  draw_intervals (self);
  return self;
}

EctopyRecordsFigures *
ectopy_records_figures_ref (EctopyRecordsFigures *figures)
{
  return g_atomic_rc_box_acquire (figures);
}

static void
clear_figures (gpointer data)
{
  g_array_unref (((EctopyRecordsFigures *) data)->records);
}

void
ectopy_records_figures_unref (EctopyRecordsFigures *figures)
{
  g_atomic_rc_box_release_full (figures, clear_figures);
}
