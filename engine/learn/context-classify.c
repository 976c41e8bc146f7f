/* SPDX-License-Identifier: MIT */
#include "engine/learn/context-classify.h"

#include "engine/core/beat-class.h"
#include "engine/core/memory.h"

#include <math.h>
#include <string.h>

/* Beats whose rows are made at a time: some megabytes. */
#define BLOCK 4096

/* No lead alone rules a class out. */
#define LEAST_PROBABILITY 1e-4

typedef struct {
  EctopyClassifier *classifier;
  const EctopyContext *const *leads;
  guint n_leads;
  size_t n_hidden;
  const size_t *beats; /* (nullable): which, in place of all */
  size_t n_floats;     /* of a row */
  size_t first;        /* of the block */
  size_t n;
  float *rows;           /* [BLOCK, n_floats] */
  float *of_lead;        /* [BLOCK, 5] */
  float *hidden_of_lead; /* [BLOCK, n_hidden], or NULL */
  double *logarithms;    /* [BLOCK, 5] */
} Job;

static gboolean
run_lead (Job *job, guint lead, float *hidden, GCancellable *cancellable, GError **error)
{
  for (size_t i = 0; i < job->n; i++)
    ectopy_context_row (job->leads[lead],
                        job->beats != NULL ? job->beats[job->first + i] : job->first + i,
                        job->n_floats, job->rows + i * job->n_floats);
  ectopy_classifier_set_hidden (job->classifier, job->hidden_of_lead);
  if (!ectopy_classifier_run (job->classifier, job->rows, job->n, job->of_lead, NULL, NULL,
                              cancellable, error))
    return FALSE;
  for (size_t i = 0; i < job->n * ECTOPY_N_CLASSES; i++)
    job->logarithms[i] = (lead > 0 ? job->logarithms[i] : 0) +
                         log ((double) job->of_lead[i] + LEAST_PROBABILITY);
  for (size_t i = 0; hidden != NULL && i < job->n * job->n_hidden; i++)
    hidden[i] = (lead > 0 ? hidden[i] : 0) + job->hidden_of_lead[i] / (float) job->n_leads;
  return TRUE;
}

static void
take_means (const Job *job, float *probabilities)
{
  for (size_t i = 0; i < job->n; i++) {
    const double *logarithms = job->logarithms + i * ECTOPY_N_CLASSES;
    float *p = probabilities + i * ECTOPY_N_CLASSES;
    double means[ECTOPY_N_CLASSES], sum = 0;

    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      sum += means[c] = exp (logarithms[c] / job->n_leads);
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      p[c] = (float) (means[c] / sum);
  }
}

static gboolean
run_block (Job *job, float *probabilities, float *hidden, GCancellable *cancellable, GError **error)
{
  for (guint lead = 0; lead < job->n_leads; lead++)
    if (!run_lead (job, lead, hidden, cancellable, error))
      return FALSE;
  if (job->n_leads > 1)
    take_means (job, probabilities);
  else
    memcpy (probabilities, job->of_lead, job->n * ECTOPY_N_CLASSES * sizeof (float));
  return TRUE;
}

/* @n beats, those of @beats where it is given. */
static gboolean
classify (EctopyClassifier *classifier,
          const EctopyContext *const *leads,
          guint n_leads,
          const size_t *beats,
          size_t n,
          float *probabilities,
          float *hidden,
          EctopyProgressFunc progress,
          gpointer progress_data,
          GCancellable *cancellable,
          GError **error)
{
  const size_t n_hidden = ectopy_classifier_get_n_hidden (classifier);
  const size_t n_floats = ectopy_classifier_get_length (classifier);
  const size_t block = MIN (n, BLOCK);
  g_autofree float *rows = g_try_new (float, block *n_floats);
  g_autofree float *of_lead = g_try_new (float, block *ECTOPY_N_CLASSES);
  g_autofree float *hidden_of_lead = hidden != NULL ? g_try_new (float, block *n_hidden) : NULL;
  g_autofree double *logarithms = g_try_new (double, block *ECTOPY_N_CLASSES);
  Job job = {
    .classifier = classifier,
    .leads = leads,
    .n_leads = n_leads,
    .n_hidden = n_hidden,
    .beats = beats,
    .n_floats = n_floats,
    .rows = rows,
    .of_lead = of_lead,
    .hidden_of_lead = hidden_of_lead,
    .logarithms = logarithms,
  };
  gboolean done = TRUE;

  g_assert (n_leads > 0);
  if (rows == NULL || of_lead == NULL || (hidden != NULL && hidden_of_lead == NULL) ||
      logarithms == NULL)
    return ectopy_memory_fail_beats (block, error);
  for (; job.first < n && done; job.first += BLOCK) {
    job.n = MIN (BLOCK, n - job.first);
    done = run_block (&job, probabilities + job.first * ECTOPY_N_CLASSES,
                      hidden != NULL ? hidden + job.first * n_hidden : NULL, cancellable, error);
    if (done && progress != NULL)
      progress ("Classifying", (double) (job.first + job.n) / (double) n, progress_data);
  }
  ectopy_classifier_set_hidden (classifier, NULL);
  return done;
}

gboolean
ectopy_context_classify (EctopyClassifier *classifier,
                         const EctopyContext *const *leads,
                         guint n_leads,
                         float *probabilities,
                         float *hidden,
                         EctopyProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  return classify (classifier, leads, n_leads, NULL, leads[0]->n, probabilities, hidden, progress,
                   progress_data, cancellable, error);
}

gboolean
ectopy_context_classify_some (EctopyClassifier *classifier,
                              const EctopyContext *const *leads,
                              guint n_leads,
                              const size_t *beats,
                              size_t n,
                              float *probabilities,
                              GCancellable *cancellable,
                              GError **error)
{
  return classify (classifier, leads, n_leads, beats, n, probabilities, NULL, NULL, NULL,
                   cancellable, error);
}
