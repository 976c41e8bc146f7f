/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/evaluation.h"

#include "engine/evaluate/bootstrap.h"
#include "engine/evaluate/figure-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BOOTSTRAP_REPLICATES 1000
#define BOOTSTRAP_SEED       42

struct _EctopyEvaluation {
  GObject parent_instance;
  size_t n_rows;
  guint8 *labels;    /* [n_rows] */
  guint8 *predicted; /* [n_rows] */
  float *confidence; /* [n_rows] */
  EctopyConfusion confusion;
  EctopyMetrics metrics;
  EctopyCalibration calibration;
  EctopyRoc *rocs; /* [5] */
  EctopyProvenance provenance;
  EctopyJudgedRecords *records; /* nullable */
};

G_DEFINE_TYPE (EctopyEvaluation, ectopy_evaluation, G_TYPE_OBJECT)

const char *
ectopy_notice (void)
{
  return _ ("For research and education, not for diagnosis.");
}

const char *
ectopy_protocol_name (EctopyProtocol protocol)
{
  switch (protocol) {
  case ECTOPY_PROTOCOL_RANDOM_BEATS:
    return "random";
  case ECTOPY_PROTOCOL_PATIENT_WISE:
    return "patient-wise";
  case ECTOPY_PROTOCOL_MIXED:
    return "mixed";
  case ECTOPY_PROTOCOL_UNKNOWN:
    break;
  }
  return "unknown";
}

const char *
ectopy_protocol_sentence (EctopyProtocol protocol)
{
  switch (protocol) {
  case ECTOPY_PROTOCOL_RANDOM_BEATS:
    return _ ("Beats were split at random: this says nothing about new patients.");
  case ECTOPY_PROTOCOL_PATIENT_WISE:
    return _ ("Patients were split: none of those judged here was learned from.");
  case ECTOPY_PROTOCOL_MIXED:
    return _ ("Patients judged here were also learned from: expect less of new patients.");
  case ECTOPY_PROTOCOL_UNKNOWN:
    break;
  }
  return _ (
      "How the beats were split is not known: beats without patients support no claim about new "
      "patients.");
}

/* Sets the class given and its probability for a row. */
static void
judge (const float *probabilities, guint8 *predicted, float *confidence)
{
  guint8 best = 0;

  *predicted = ECTOPY_CLASS_NONE;
  *confidence = NAN;
  for (guint8 c = 0; c < ECTOPY_N_CLASSES; c++) {
    if (!isfinite (probabilities[c]))
      return;
    if (probabilities[c] > probabilities[best])
      best = c;
  }
  *predicted = best;
  *confidence = probabilities[best];
}

/* Where the strings of @provenance are. */
static void
provenance_strings (EctopyProvenance *provenance, const char **strings[7])
{
  strings[0] = &provenance->model_name;
  strings[1] = &provenance->model_digest;
  strings[2] = &provenance->network_name;
  strings[3] = &provenance->data_name;
  strings[4] = &provenance->data_digest;
  strings[5] = &provenance->date;
  strings[6] = &provenance->version;
}

static void
clear_provenance (EctopyProvenance *provenance)
{
  const char **strings[7];

  provenance_strings (provenance, strings);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
    g_free ((char *) *strings[i]);
    *strings[i] = NULL;
  }
}

static void
ectopy_evaluation_finalize (GObject *object)
{
  EctopyEvaluation *self = ECTOPY_EVALUATION (object);

  g_free (self->labels);
  g_free (self->predicted);
  g_free (self->confidence);
  g_free (self->rocs);
  clear_provenance (&self->provenance);
  g_clear_pointer (&self->records, ectopy_judged_records_unref);
  G_OBJECT_CLASS (ectopy_evaluation_parent_class)->finalize (object);
}

static void
ectopy_evaluation_class_init (EctopyEvaluationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ectopy_evaluation_finalize;
}

static void
ectopy_evaluation_init (EctopyEvaluation *self)
{
}

EctopyEvaluation *
ectopy_evaluation_new (const guint8 *labels, const float *probabilities, size_t n)
{
  g_autoptr (EctopyEvaluation) self = g_object_new (ECTOPY_TYPE_EVALUATION, NULL);
  EctopyInterval accuracy;

  self->n_rows = n;
  self->labels = g_try_new (guint8, n + 1);
  self->predicted = g_try_new (guint8, n + 1);
  self->confidence = g_try_new (float, n + 1);
  if (self->labels == NULL || self->predicted == NULL || self->confidence == NULL)
    return NULL;
  if (n > 0)
    memcpy (self->labels, labels, n);
  self->rocs = g_new (EctopyRoc, ECTOPY_N_CLASSES);
  for (size_t i = 0; i < n; i++)
    judge (probabilities + i * ECTOPY_N_CLASSES, &self->predicted[i], &self->confidence[i]);
  ectopy_confusion_add_labels (&self->confusion, labels, self->predicted, n);
  ectopy_metrics_compute (&self->metrics, &self->confusion);
  ectopy_bootstrap_confusion (&self->confusion, BOOTSTRAP_REPLICATES, BOOTSTRAP_SEED, &accuracy,
                              &self->metrics.macro_f1_interval);
  ectopy_calibration_compute (&self->calibration, labels, probabilities, n);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (!ectopy_roc_compute (&self->rocs[c], labels, probabilities, n, c))
      return NULL;
  return g_steal_pointer (&self);
}

void
ectopy_evaluation_set_provenance (EctopyEvaluation *self, const EctopyProvenance *provenance)
{
  EctopyProvenance copy = *provenance;
  const char **strings[7];

  g_return_if_fail (ECTOPY_IS_EVALUATION (self));

  provenance_strings (&copy, strings);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    *strings[i] = *strings[i] != NULL ? g_utf8_make_valid (*strings[i], -1) : NULL;
  clear_provenance (&self->provenance);
  self->provenance = copy;
}

const EctopyProvenance *
ectopy_evaluation_get_provenance (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  return &self->provenance;
}

void
ectopy_evaluation_set_records (EctopyEvaluation *self, EctopyJudgedRecords *records)
{
  g_return_if_fail (ECTOPY_IS_EVALUATION (self));
  g_return_if_fail (records != NULL);

  ectopy_judged_records_ref (records);
  g_clear_pointer (&self->records, ectopy_judged_records_unref);
  self->records = records;
}

EctopyJudgedRecords *
ectopy_evaluation_get_records (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  return self->records;
}

const EctopyConfusion *
ectopy_evaluation_get_confusion (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  return &self->confusion;
}

const EctopyMetrics *
ectopy_evaluation_get_metrics (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  return &self->metrics;
}

const EctopyCalibration *
ectopy_evaluation_get_calibration (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  return &self->calibration;
}

const EctopyRoc *
ectopy_evaluation_get_roc (EctopyEvaluation *self, guint beat_class)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  g_return_val_if_fail (beat_class < ECTOPY_N_CLASSES, NULL);
  return &self->rocs[beat_class];
}

size_t
ectopy_evaluation_get_n_rows (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), 0);
  return self->n_rows;
}

size_t
ectopy_evaluation_get_n_skipped (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), 0);
  return self->n_rows - self->metrics.n;
}

const guint8 *
ectopy_evaluation_get_predicted (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  return self->predicted;
}

const float *
ectopy_evaluation_get_confidence (EctopyEvaluation *self)
{
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  return self->confidence;
}

/* Falling confidence; rows of one confidence in the order of the file. */
static int
compare_rows_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const float *confidence = user_data;
  const size_t x = *(const size_t *) a, y = *(const size_t *) b;

  if (confidence[x] < confidence[y] || confidence[x] > confidence[y])
    return confidence[x] < confidence[y] ? 1 : -1;
  return (x > y) - (x < y);
}

size_t *
ectopy_evaluation_dup_cell (EctopyEvaluation *self, guint truth, guint predicted, size_t *n_rows)
{
  size_t *rows;

  *n_rows = 0;
  g_return_val_if_fail (ECTOPY_IS_EVALUATION (self), NULL);
  g_return_val_if_fail (truth < ECTOPY_N_CLASSES && predicted < ECTOPY_N_CLASSES, NULL);

  rows = g_new (size_t, self->confusion.counts[truth][predicted] + 1);
  for (size_t i = 0; i < self->n_rows; i++)
    if (self->labels[i] == truth && self->predicted[i] == predicted)
      rows[(*n_rows)++] = i;
  g_qsort_with_data (rows, (int) *n_rows, sizeof *rows, compare_rows_cb, self->confidence);
  return rows;
}

/* The class of which the smallest share was found. There must be beats. */
static guint
worst_class (const EctopyMetrics *metrics)
{
  guint worst = ECTOPY_CLASS_NONE;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (metrics->classes[c].support > 0 &&
        (worst == ECTOPY_CLASS_NONE || metrics->classes[c].recall < metrics->classes[worst].recall))
      worst = c;
  return worst;
}

char *
ectopy_evaluation_dup_summary (EctopyEvaluation *self)
{
  const EctopyMetrics *metrics = &self->metrics;
  g_autofree char *share = ectopy_text_percent (metrics->accuracy);
  g_autofree char *n = ectopy_text_count (metrics->n);
  g_autofree char *found = NULL;
  g_autofree char *support = NULL;
  guint worst;

  if (metrics->n == 0)
    return g_strdup (_ ("No beat has a known class: there is nothing to compare."));
  if (metrics->n_correct == metrics->n && metrics->n == 1)
    return g_strdup (_ ("The one beat is right."));
  if (metrics->n_correct == metrics->n)
    /* Translators: the number is more than one. */
    return g_strdup_printf (_ ("All %s beats right."), n);
  worst = worst_class (metrics);
  found = ectopy_text_count (self->confusion.counts[worst][worst]);
  support = ectopy_text_count (metrics->classes[worst].support);
  /* Translators: a share such as “97.5 %”, of all beats; then the class of which the fewest are right, such as
   * “fusion”, and how many of how many of it. */
  return g_strdup_printf (_ ("%s of %s beats right; worst: %s, %s of %s found."), share, n,
                          gettext (ectopy_beat_class_name (worst)), found, support);
}
