/* SPDX-License-Identifier: MIT */
#include "ui/session/family-list.h"

#include "ui/session/recording-session-private.h"

#include <string.h>

struct _EctopyFamilyList {
  GObject parent_instance;

  EctopyRecordingSession *session;
  EctopyJob *job;
  EctopyFamilySource *source; /* (nullable) */
  EctopyFamilies *families;   /* (nullable) */
  guint32 **beats;            /* [n_families]: numbers in the study, the furthest first */
  EctopyFamilyFacts *facts;   /* [n_families] */
  gboolean is_stale;
};

enum { FAMILIES_CHANGED, FACTS_CHANGED, PROGRESS_CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyFamilyList, ectopy_family_list, G_TYPE_OBJECT)

/* ---- In the background ---- */

typedef struct {
  EctopyFamilySource *source;
  EctopyModel *model;
  guint n_threads;
} Input;

typedef struct {
  EctopyFamilySource *source;
  EctopyFamilies *families;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->source, ectopy_family_source_free);
  g_clear_pointer (&found->families, ectopy_families_free);
  g_free (found);
}

static void
input_free (gpointer data)
{
  Input *input = data;

  g_clear_pointer (&input->source, ectopy_family_source_free);
  g_object_unref (input->model);
  g_free (input);
}

static gpointer
work (EctopyJob *job, gpointer data, GError **error)
{
  Input *input = data;
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (input->n_threads);
  EctopyFamilies *families = ectopy_recording_families (input->source, input->model, workers,
                                                        ectopy_job_tell, job,
                                                        ectopy_job_get_cancellable (job), error);
  Found *found;

  if (families == NULL)
    return NULL;
  found = g_new0 (Found, 1);
  found->source = g_steal_pointer (&input->source);
  found->families = families;
  return found;
}

static void
step_cb (EctopyJob *job, gpointer user_data)
{
  g_signal_emit (user_data, signals[PROGRESS_CHANGED], 0);
}

/* ---- What there is ---- */

static void
drop_families (EctopyFamilyList *self)
{
  for (guint k = 0; self->families != NULL && k < self->families->n_families; k++)
    g_free (self->beats[k]);
  g_clear_pointer (&self->beats, g_free);
  g_clear_pointer (&self->facts, g_free);
  g_clear_pointer (&self->families, ectopy_families_free);
  g_clear_pointer (&self->source, ectopy_family_source_free);
}

static gboolean
has_moved_on (EctopyFamilyList *self, EctopyStudy *study)
{
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (study, &n);

  if (self->source == NULL || n != self->source->n ||
      memcmp (counted, self->source->beats, n * sizeof *counted) != 0)
    return TRUE;
  for (size_t i = 0; i < n; i++)
    if (ectopy_study_get_beat (study, counted[i]).sample != self->source->samples[i])
      return TRUE;
  return FALSE;
}

static void
count_facts (EctopyFamilyList *self, EctopyStudy *study)
{
  const guint n = self->families->n_families;

  memset (self->facts, 0, n * sizeof *self->facts);
  for (size_t i = 0; i < self->source->n; i++) {
    EctopyFamilyFacts *facts = &self->facts[self->families->family[i]];
    const guint32 beat = self->source->beats[i];
    const EctopyBeatState state = ectopy_study_get_beat (study, beat);

    if (!ectopy_study_counts (study, beat))
      continue;
    facts->n_beats++;
    facts->n_looked_at += state.status != ECTOPY_BEAT_PREDICTED ? 1 : 0;
    if (state.beat_class < ECTOPY_N_CLASSES)
      facts->counts[state.beat_class]++;
  }
  for (guint k = 0; k < n; k++) {
    size_t most = 0;

    self->facts[k].beat_class = ECTOPY_CLASS_NONE;
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      if (self->facts[k].counts[c] > most) {
        most = self->facts[k].counts[c];
        self->facts[k].beat_class = c;
      }
  }
}

static void
study_changed_cb (EctopyFamilyList *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);

  if (study == NULL)
    return;
  self->is_stale = has_moved_on (self, study);
  if (self->families != NULL)
    count_facts (self, study);
  g_signal_emit (self, signals[FACTS_CHANGED], 0);
}

static void
recording_changed_cb (EctopyFamilyList *self)
{
  ectopy_family_list_cancel (self);
  drop_families (self);
  self->is_stale = TRUE;
  g_signal_emit (self, signals[FAMILIES_CHANGED], 0);
}

static void
take_found (EctopyFamilyList *self, Found *found)
{
  drop_families (self);
  self->families = g_steal_pointer (&found->families);
  self->source = g_steal_pointer (&found->source);
  self->beats = g_new0 (guint32 *, self->families->n_families + 1);
  self->facts = g_new0 (EctopyFamilyFacts, self->families->n_families + 1);
  for (guint k = 0; k < self->families->n_families; k++) {
    size_t n;

    self->beats[k] = ectopy_families_list (self->families, k, &n);
    for (size_t i = 0; i < n; i++)
      self->beats[k][i] = self->source->beats[self->beats[k][i]];
  }
  g_signal_emit (self, signals[FAMILIES_CHANGED], 0);
  study_changed_cb (self);
}

static void
done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyFamilyList *self = user_data;

  g_clear_pointer (&self->job, ectopy_job_drop);
  if (result != NULL) {
    take_found (self, result);
    found_free (result);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_signal_emit (self, signals[FAILED], 0, error->message);
  }
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
}

void
ectopy_family_list_update (EctopyFamilyList *self)
{
  static const EctopyJobKind kind = {
    .work = work,
    .step = step_cb,
    .done = done_cb,
    .free_input = input_free,
    .free_result = found_free,
  };
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  Input *input;

  if (study == NULL || self->session->model == NULL)
    return;
  g_clear_pointer (&self->job, ectopy_job_drop);
  input = g_new0 (Input, 1);
  input->source = ectopy_family_source_new (study);
  input->model = g_object_ref (self->session->model);
  input->n_threads = self->session->n_threads;
  self->job = ectopy_job_start (&kind, input, self);
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
}

void
ectopy_family_list_cancel (EctopyFamilyList *self)
{
  if (self->job == NULL)
    return;
  g_clear_pointer (&self->job, ectopy_job_drop);
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
}

/* ---- Object ---- */

static void
ectopy_family_list_finalize (GObject *object)
{
  EctopyFamilyList *self = ECTOPY_FAMILY_LIST (object);

  g_clear_pointer (&self->job, ectopy_job_drop);
  g_signal_handlers_disconnect_by_data (self->session, self);
  drop_families (self);
  g_object_unref (self->session);
  G_OBJECT_CLASS (ectopy_family_list_parent_class)->finalize (object);
}

static void
ectopy_family_list_class_init (EctopyFamilyListClass *klass)
{
  static const char *const plain[] = { "families-changed", "facts-changed", "progress-changed" };
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ectopy_family_list_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    signals[i] = g_signal_new (plain[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ectopy_family_list_init (EctopyFamilyList *self)
{
  self->is_stale = TRUE;
}

EctopyFamilyList *
ectopy_family_list_new (EctopyRecordingSession *session)
{
  EctopyFamilyList *self = g_object_new (ECTOPY_TYPE_FAMILY_LIST, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "recording-changed", G_CALLBACK (recording_changed_cb), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (study_changed_cb), self);
  return self;
}

double
ectopy_family_list_get_progress (EctopyFamilyList *self)
{
  return self->job != NULL ? ectopy_job_get_fraction (self->job) : -1;
}

gboolean
ectopy_family_list_is_stale (EctopyFamilyList *self)
{
  return self->is_stale;
}

guint
ectopy_family_list_get_n_families (EctopyFamilyList *self)
{
  return self->families != NULL ? self->families->n_families : 0;
}

EctopyFamilyFacts
ectopy_family_list_get_facts (EctopyFamilyList *self, guint family)
{
  g_assert (family < ectopy_family_list_get_n_families (self));
  return self->facts[family];
}

const guint32 *
ectopy_family_list_get_beats (EctopyFamilyList *self, guint family, size_t *n)
{
  g_assert (family < ectopy_family_list_get_n_families (self));
  *n = self->families->families[family].n_beats;
  return self->beats[family];
}

guint
ectopy_family_list_find (EctopyFamilyList *self, guint32 beat)
{
  for (size_t i = 0; self->source != NULL && i < self->source->n; i++)
    if (self->source->beats[i] == beat)
      return self->families->family[i];
  return G_MAXUINT;
}

/* ---- Acts ---- */

/* (transfer full) (element-type guint32): those that still count. */
static GArray *
dup_counted (EctopyFamilyList *self, guint family)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  GArray *beats = g_array_new (FALSE, FALSE, sizeof (guint32));
  size_t n;
  const guint32 *listed = ectopy_family_list_get_beats (self, family, &n);

  for (size_t i = 0; i < n; i++)
    if (ectopy_study_counts (study, listed[i]))
      g_array_append_val (beats, listed[i]);
  return beats;
}

size_t
ectopy_family_list_relabel (EctopyFamilyList *self, guint family, guint beat_class)
{
  g_autoptr (GArray) beats = dup_counted (self, family);

  return ectopy_study_relabel (ectopy_recording_session_get_study (self->session),
                               (const guint32 *) beats->data, beats->len, beat_class)
             ? beats->len
             : 0;
}

size_t
ectopy_family_list_accept (EctopyFamilyList *self, guint family)
{
  g_autoptr (GArray) beats = dup_counted (self, family);

  return ectopy_study_accept (ectopy_recording_session_get_study (self->session),
                              (const guint32 *) beats->data, beats->len)
             ? beats->len
             : 0;
}
