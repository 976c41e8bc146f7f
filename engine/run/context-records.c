/* SPDX-License-Identifier: MIT */
#include "engine/run/context-records.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/run/record-digest.h"
#include "engine/run/record-set.h"
#include "engine/signal/made-up-lead.h"
#include "engine/signal/qrs.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Rhythms made of each lead: those that are hardest to tell apart the most often. */
static const EctopyMadeUpKind kinds[] = {
  ECTOPY_MADE_UP_ATRIAL,       ECTOPY_MADE_UP_ATRIAL,       ECTOPY_MADE_UP_ATRIAL,
  ECTOPY_MADE_UP_SICK_SINUS,   ECTOPY_MADE_UP_FIBRILLATION, ECTOPY_MADE_UP_FIBRILLATION,
  ECTOPY_MADE_UP_FIBRILLATION, ECTOPY_MADE_UP_FLUTTER,      ECTOPY_MADE_UP_DROPPED,
};

#define MADE_UP_BEATS 400

/* A lead of which fewer beats than this share fit its usual complex gives no pieces. */
#define LEAST_GOOD 0.6

/* ---- Leads ---- */

static gboolean
is_flat (EctopyRecording *recording, size_t lead)
{
  const float *samples = ectopy_recording_get_samples (recording, lead);
  const size_t n = ectopy_recording_get_n_samples (recording);
  float first = NAN;

  for (size_t i = 0; i < n; i++)
    if (isfinite (samples[i])) {
      if (isnan (first))
        first = samples[i];
      else if (samples[i] != first)
        return FALSE;
    }
  return TRUE;
}

guint
ectopy_context_choose_leads (EctopyRecording *recording, size_t leads[ECTOPY_CONTEXT_MAX_LEADS])
{
  const size_t n = ectopy_recording_get_n_leads (recording);
  const char *names[ECTOPY_QRS_MAX_LEADS];
  size_t ecg[ECTOPY_QRS_MAX_LEADS];
  guint n_ecg = 0, n_chosen = 0, usual;

  for (size_t i = 0; i < n && n_ecg < ECTOPY_QRS_MAX_LEADS; i++)
    if (g_str_equal (ectopy_recording_get_lead_unit (recording, i), "mV")) {
      names[n_ecg] = ectopy_recording_get_lead_name (recording, i);
      ecg[n_ecg++] = i;
    }
  if (n_ecg == 0)
    return 0;
  usual = (guint) ectopy_qrs_choose_lead (names, n_ecg);
  leads[n_chosen++] = ecg[usual];
  for (guint i = 0; i < n_ecg && n_chosen < ECTOPY_CONTEXT_MAX_LEADS; i++)
    if (i != usual && !is_flat (recording, ecg[i]))
      leads[n_chosen++] = ecg[i];
  return n_chosen;
}

/* ---- One record ---- */

typedef struct {
  const EctopyContextRecords *what;
  EctopyWorkers *workers;
  EctopyContextSet *set;
  GChecksum *checksum;
} Loader;

/* Beats of a record. */
typedef struct {
  size_t n;
  gint64 *samples;
  guint8 *labels;
  guint8 *is_left_out;
  guint8 *usable; /* labels for made-up rhythms: none of those left out */
} Marks;

static void
marks_clear (Marks *marks)
{
  g_free (marks->samples);
  g_free (marks->labels);
  g_free (marks->is_left_out);
  g_free (marks->usable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Marks, marks_clear)

static gboolean
take_marks (EctopyRecording *recording, Marks *marks, GError **error)
{
  size_t n;
  const EctopyAnnotation *all = ectopy_recording_get_annotations (recording, &n);
  const size_t n_samples = ectopy_recording_get_n_samples (recording);

  marks->samples = g_try_new (gint64, n + 1);
  marks->labels = g_try_new (guint8, n + 1);
  marks->is_left_out = g_try_new (guint8, n + 1);
  marks->usable = g_try_new (guint8, n + 1);
  if (marks->samples == NULL || marks->labels == NULL || marks->is_left_out == NULL ||
      marks->usable == NULL)
    return ectopy_memory_fail_beats (n, error);
  for (size_t i = 0; i < n; i++) {
    const gboolean is_aberrated = all[i].code == ECTOPY_CODE_ABERRATED;

    if (!ectopy_annotation_code_is_beat (all[i].code) || all[i].sample < 0 ||
        (guint64) all[i].sample >= n_samples)
      continue;
    marks->samples[marks->n] = all[i].sample;
    marks->labels[marks->n] = (guint8) ectopy_annotation_code_class (all[i].code);
    marks->is_left_out[marks->n] = is_aberrated ? 1 : 0;
    marks->usable[marks->n] = is_aberrated ? ECTOPY_CLASS_NONE : marks->labels[marks->n];
    marks->n++;
  }
  return TRUE;
}

/* ---- Made-up rhythms ---- */

typedef struct {
  const EctopyContext *from;
  const guint8 *labels;
  guint64 seed;
  guint64 stream;
  EctopyContext *made[G_N_ELEMENTS (kinds)];
  guint8 classes[G_N_ELEMENTS (kinds)][MADE_UP_BEATS];
  GError *errors[G_N_ELEMENTS (kinds)];
} MakeUp;

static void
make_one (size_t index, guint thread, gpointer user_data)
{
  MakeUp *job = user_data;
  EctopyRng rng;

  ectopy_rng_init (&rng, job->seed, job->stream + index);
  job->made[index] = ectopy_made_up_lead (job->from, job->labels, kinds[index], &rng, MADE_UP_BEATS,
                                          job->classes[index], &job->errors[index]);
}

static gboolean
add_made_up (Loader *loader,
             const EctopyContextPart *part,
             const Marks *marks,
             size_t lead,
             GError **error)
{
  g_autofree MakeUp *job = g_new0 (MakeUp, 1);
  size_t n_good = 0;
  gboolean done = TRUE;

  for (size_t i = 0; i < part->context->n; i++)
    n_good += part->context->is_good[i];
  if ((double) n_good < LEAST_GOOD * (double) part->context->n)
    return TRUE;
  job->from = part->context;
  job->labels = marks->usable;
  job->seed = loader->what->seed;
  job->stream = ((guint64) g_str_hash (part->record) << 16) + lead * G_N_ELEMENTS (kinds);
  ectopy_workers_run (loader->workers, G_N_ELEMENTS (kinds), make_one, job);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    if (job->made[k] != NULL)
      ectopy_context_set_add_take (loader->set,
                                   &(EctopyContextPart){
                                       .context = job->made[k],
                                       .record = g_strdup (part->record),
                                       .patient = g_strdup (part->patient),
                                       .lead = g_strdup (part->lead),
                                       .is_made_up = TRUE,
                                   },
                                   job->classes[k], NULL);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    if (job->errors[k] != NULL && done) {
      g_propagate_error (error, g_steal_pointer (&job->errors[k]));
      done = FALSE;
    } else {
      g_clear_error (&job->errors[k]);
    }
  return done;
}

static gboolean
add_lead (Loader *loader,
          const EctopyRecordEntry *entry,
          EctopyRecording *recording,
          size_t lead,
          const Marks *marks,
          GError **error)
{
  EctopyContext *context = ectopy_context_new (
      ectopy_recording_get_samples (recording, lead), ectopy_recording_get_n_samples (recording),
      ectopy_recording_get_rate_hz (recording), marks->samples, marks->n, loader->workers, error);
  EctopyContextPart part;

  if (context == NULL)
    return FALSE;
  part = (EctopyContextPart){
    .context = context,
    .record = g_strdup (entry->name),
    .patient = g_strdup (entry->patient),
    .lead = g_strdup (ectopy_recording_get_lead_name (recording, lead)),
  };

  ectopy_context_set_add_take (loader->set, &part, marks->labels, marks->is_left_out);
  if (loader->what->makes_up)
    return add_made_up (loader, &part, marks, lead, error);
  return TRUE;
}

static gboolean
load_record (Loader *loader,
             const EctopyRecordEntry *entry,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (EctopyRecording) recording = ectopy_recording_reader_read (
      entry->path, loader->what->options, NULL, NULL, cancellable, error);
  g_autofree char *shown = g_filename_display_basename (entry->path);
  g_auto (Marks) marks = { 0 };
  size_t leads[ECTOPY_CONTEXT_MAX_LEADS];
  guint n_leads;

  if (recording == NULL)
    return FALSE;
  if (!take_marks (recording, &marks, error))
    return FALSE;
  n_leads = ectopy_context_choose_leads (recording, leads);
  if (marks.n == 0 || n_leads == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 marks.n == 0 ? _ ("%s: no beat is marked in it: expected reference annotations")
                              : _ ("%s: none of its signals is in millivolts"),
                 shown);
    return FALSE;
  }
  ectopy_record_digest_add (loader->checksum, entry->name, recording);
  for (guint i = 0; i < n_leads; i++)
    if (!add_lead (loader, entry, recording, leads[i], &marks, error))
      return FALSE;
  return TRUE;
}

EctopyContextSet *
ectopy_context_records_load (const EctopyContextRecords *what,
                             EctopyWorkers *workers,
                             EctopyProgressFunc progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (EctopyContextSet) set = ectopy_context_set_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Loader loader = { what, workers, set, checksum };

  for (guint i = 0; i < what->records->len; i++) {
    if (progress != NULL)
      progress (_ ("Reading recordings"), (double) i / what->records->len, progress_data);
    if (!load_record (&loader, g_ptr_array_index (what->records, i), cancellable, error))
      return NULL;
  }
  set->digest = g_strdup (g_checksum_get_string (checksum));
  return g_steal_pointer (&set);
}
