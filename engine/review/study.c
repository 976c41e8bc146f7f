/* SPDX-License-Identifier: MIT */
#include "engine/review/study.h"

#include "engine/core/error.h"
#include "engine/review/study-private.h"

#include <glib/gi18n.h>

/* More changes at once than this have the order made anew instead of beat by beat. */
#define MANY_CHANGES 64

enum { PROP_CAN_UNDO = 1, PROP_CAN_REDO, PROP_IS_SAVED, N_PROPS };

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (EctopyStudy, ectopy_study, G_TYPE_OBJECT)

/* ---- The order ---- */

size_t
ectopy_study_search (EctopyStudy *self, const GArray *numbers, gint64 sample, guint32 beat)
{
  size_t low = 0, high = numbers->len;

  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const guint32 number = g_array_index (numbers, guint32, middle);
    const gint64 at = g_array_index (self->beats, EctopyBeatState, number).sample;

    if (at < sample || (at == sample && number < beat))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  EctopyStudy *self = user_data;
  const guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  const gint64 at = g_array_index (self->beats, EctopyBeatState, i).sample;
  const gint64 other = g_array_index (self->beats, EctopyBeatState, j).sample;

  if (at != other)
    return at < other ? -1 : 1;
  return i < j ? -1 : i > j;
}

static void
make_order (EctopyStudy *self)
{
  g_array_set_size (self->order, 0);
  for (guint32 i = 0; i < self->beats->len; i++)
    if (g_array_index (self->beats, EctopyBeatState, i).status != ECTOPY_BEAT_ABSENT)
      g_array_append_val (self->order, i);
  g_array_sort_with_data (self->order, compare_places, self);
}

/* A beat goes to its new place: out of the order as it was, into it as it is. */
static void
set_beat (EctopyStudy *self, guint32 beat, EctopyBeatState state)
{
  EctopyBeatState *now = &g_array_index (self->beats, EctopyBeatState, beat);
  const gboolean was_seen = now->status != ECTOPY_BEAT_ABSENT;
  const gboolean is_seen = state.status != ECTOPY_BEAT_ABSENT;

  if (was_seen == is_seen && now->sample == state.sample) {
    *now = state;
    return;
  }
  if (was_seen)
    g_array_remove_index (self->order,
                          (guint) ectopy_study_search (self, self->order, now->sample, beat));
  *now = state;
  if (is_seen)
    g_array_insert_val (self->order,
                        (guint) ectopy_study_search (self, self->order, state.sample, beat), beat);
}

/* ---- Making entries stand ---- */

static void
make_stand (EctopyStudy *self, const EctopyStudyEntry *edit, gboolean forth)
{
  const GArray *changes = edit->changes;
  GArray *spans = forth ? edit->spans_after : edit->spans_before;

  for (guint i = 0; i < changes->len; i++) {
    const EctopyBeatChange *change = &g_array_index (changes, EctopyBeatChange, i);

    /* An added beat is known from here on, though absent. */
    if (change->beat == self->beats->len)
      g_array_append_val (self->beats, change->before);
  }
  for (guint i = 0; i < changes->len; i++) {
    const EctopyBeatChange *change = &g_array_index (changes, EctopyBeatChange, i);
    const EctopyBeatState state = forth ? change->after : change->before;

    if (changes->len <= MANY_CHANGES)
      set_beat (self, change->beat, state);
    else
      g_array_index (self->beats, EctopyBeatState, change->beat) = state;
  }
  if (changes->len > MANY_CHANGES)
    make_order (self);
  if (spans != NULL) {
    g_array_unref (self->spans);
    self->spans = g_array_ref (spans);
  }
}

/* The findings with what the adapted models say that stand, one after another. */
static void
make_given (EctopyStudy *self)
{
  const GArray *found = self->findings->beats;

  g_clear_pointer (&self->given, g_array_unref);
  self->adapted = NULL;
  for (guint i = 0; i < self->done->len; i++) {
    const EctopyStudyEntry *edit = g_ptr_array_index (self->done, i);

    if (edit->adapted == NULL)
      continue;
    self->adapted = edit->adapted;
    if (self->given == NULL) {
      self->given = g_array_sized_new (FALSE, FALSE, sizeof (EctopyFoundBeat), found->len);
      g_array_append_vals (self->given, found->data, found->len);
    }
    for (guint k = 0; k < edit->adapted->beats->len; k++) {
      const EctopyGivenBeat *says = &g_array_index (edit->adapted->beats, EctopyGivenBeat, k);
      EctopyFoundBeat *beat = &g_array_index (self->given, EctopyFoundBeat, says->beat);

      beat->beat_class = says->beat_class;
      for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
        beat->probabilities[c] = (float) says->probabilities[c] / 10000.0f;
    }
  }
}

void
ectopy_study_take_entry (EctopyStudy *self, EctopyStudyEntry *entry)
{
  EctopyStudyEntry *edit = entry;

  g_ptr_array_add (self->log, ectopy_study_entry_ref (entry));
  if (entry->kind == ECTOPY_STUDY_EDIT) {
    g_ptr_array_set_size (self->undone, 0);
    g_ptr_array_add (self->done, edit);
  } else {
    GPtrArray *from = entry->kind == ECTOPY_STUDY_UNDO ? self->done : self->undone;
    GPtrArray *to = entry->kind == ECTOPY_STUDY_UNDO ? self->undone : self->done;

    edit = g_ptr_array_steal_index (from, from->len - 1);
    g_ptr_array_add (to, edit);
  }
  make_stand (self, edit, entry->kind != ECTOPY_STUDY_UNDO);
  if (edit->adapted != NULL)
    make_given (self);
  self->has_facts = FALSE;
  g_signal_emit (self, changed_signal, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SAVED]);
}

EctopyStudyEntry *
ectopy_study_entry_new (EctopyStudyEntryKind kind, const char *act)
{
  EctopyStudyEntry *entry = g_new0 (EctopyStudyEntry, 1);

  g_atomic_ref_count_init (&entry->references);
  entry->kind = kind;
  entry->time = g_get_real_time () / G_USEC_PER_SEC;
  entry->act = g_strdup (act);
  if (kind == ECTOPY_STUDY_EDIT)
    entry->changes = g_array_new (FALSE, FALSE, sizeof (EctopyBeatChange));
  return entry;
}

/* ---- Looking at entries of files ---- */

static gboolean
is_sound_state (EctopyStudy *self, const EctopyBeatState *state)
{
  const size_t n_samples = ectopy_recording_get_n_samples (self->recording);

  return state->sample >= 0 && (guint64) state->sample < n_samples &&
         state->status < ECTOPY_N_BEAT_STATUSES &&
         (state->beat_class < ECTOPY_N_CLASSES || state->beat_class == ECTOPY_CLASS_NONE);
}

static gboolean
is_same_state (const EctopyBeatState *a, const EctopyBeatState *b)
{
  return a->sample == b->sample && a->beat_class == b->beat_class && a->status == b->status;
}

static gboolean
fits_changes (EctopyStudy *self, const GArray *changes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint32 n = self->beats->len;

  for (guint i = 0; i < changes->len; i++) {
    const EctopyBeatChange *change = &g_array_index (changes, EctopyBeatChange, i);

    if (change->beat > n || !is_sound_state (self, &change->before) ||
        !is_sound_state (self, &change->after) ||
        !g_hash_table_add (seen, GUINT_TO_POINTER (change->beat)))
      return FALSE;
    if (change->beat == n) {
      if (change->before.status != ECTOPY_BEAT_ABSENT || n == ECTOPY_NO_BEAT - 1)
        return FALSE;
      n++;
    } else if (!is_same_state (&change->before,
                               &g_array_index (self->beats, EctopyBeatState, change->beat))) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
fits_spans (EctopyStudy *self, const GArray *before, const GArray *after)
{
  const gint64 end = (gint64) ectopy_recording_get_n_samples (self->recording);
  gint64 last = -1;

  if (before == NULL || after == NULL)
    return before == after;
  if (before->len != self->spans->len)
    return FALSE;
  for (guint i = 0; i < before->len; i++) {
    const EctopySpan *a = &g_array_index (before, EctopySpan, i);
    const EctopySpan *b = &g_array_index (self->spans, EctopySpan, i);

    if (a->from != b->from || a->to != b->to)
      return FALSE;
  }
  for (guint i = 0; i < after->len; i++) {
    const EctopySpan *span = &g_array_index (after, EctopySpan, i);

    if (span->from <= last || span->to <= span->from || span->to > end)
      return FALSE;
    last = span->to;
  }
  return TRUE;
}

/* An adapted model speaks of beats that were found and that nobody has looked at. */
static gboolean
fits_adapted (EctopyStudy *self, const EctopyAdapted *adapted)
{
  if (adapted == NULL)
    return TRUE;
  for (guint i = 0; i < adapted->beats->len; i++) {
    const EctopyGivenBeat *says = &g_array_index (adapted->beats, EctopyGivenBeat, i);

    if (says->beat >= self->findings->beats->len || says->beat_class >= ECTOPY_N_CLASSES ||
        g_array_index (self->beats, EctopyBeatState, says->beat).status != ECTOPY_BEAT_PREDICTED)
      return FALSE;
  }
  return TRUE;
}

gboolean
ectopy_study_replay (EctopyStudy *self, EctopyStudyEntry *entry, GError **error)
{
  gboolean fits = FALSE;

  switch (entry->kind) {
  case ECTOPY_STUDY_EDIT:
    fits = entry->changes != NULL && fits_changes (self, entry->changes) &&
           fits_spans (self, entry->spans_before, entry->spans_after) &&
           fits_adapted (self, entry->adapted);
    break;
  case ECTOPY_STUDY_UNDO:
    fits = self->done->len > 0;
    break;
  case ECTOPY_STUDY_REDO:
    fits = self->undone->len > 0;
    break;
  default:
    break;
  }
  if (!fits) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
        _ ("entry %u of the log does not fit the beats as the entries before it leave them"),
        self->log->len + 1);
    return FALSE;
  }
  ectopy_study_take_entry (self, entry);
  return TRUE;
}

/* ---- Undo ---- */

static gboolean
step_back_or_forth (EctopyStudy *self, EctopyStudyEntryKind kind, guint32 *beat)
{
  GPtrArray *from = kind == ECTOPY_STUDY_UNDO ? self->done : self->undone;
  g_autoptr (EctopyStudyEntry) entry = NULL;
  const EctopyStudyEntry *edit;

  if (beat != NULL)
    *beat = ECTOPY_NO_BEAT;
  if (from->len == 0)
    return FALSE;
  edit = g_ptr_array_index (from, from->len - 1);
  if (beat != NULL && edit->changes->len > 0)
    *beat = g_array_index (edit->changes, EctopyBeatChange, 0).beat;
  entry = ectopy_study_entry_new (kind, NULL);
  ectopy_study_take_entry (self, entry);
  return TRUE;
}

gboolean
ectopy_study_undo (EctopyStudy *self, guint32 *beat)
{
  return step_back_or_forth (self, ECTOPY_STUDY_UNDO, beat);
}

gboolean
ectopy_study_redo (EctopyStudy *self, guint32 *beat)
{
  return step_back_or_forth (self, ECTOPY_STUDY_REDO, beat);
}

gboolean
ectopy_study_can_undo (EctopyStudy *self)
{
  return self->done->len > 0;
}

gboolean
ectopy_study_can_redo (EctopyStudy *self)
{
  return self->undone->len > 0;
}

/* ---- Object ---- */

static void
ectopy_study_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopyStudy *self = ECTOPY_STUDY (object);

  switch (id) {
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, ectopy_study_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, ectopy_study_can_redo (self));
    break;
  case PROP_IS_SAVED:
    g_value_set_boolean (value, ectopy_study_is_saved (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_study_finalize (GObject *object)
{
  EctopyStudy *self = ECTOPY_STUDY (object);

  g_clear_object (&self->recording);
  g_clear_pointer (&self->findings, ectopy_findings_unref);
  g_array_unref (self->beats);
  g_array_unref (self->order);
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->given, g_array_unref);
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);
  g_ptr_array_unref (self->log);
  g_array_unref (self->counted);
  g_clear_pointer (&self->episodes, g_array_unref);
  G_OBJECT_CLASS (ectopy_study_parent_class)->finalize (object);
}

static void
ectopy_study_class_init (EctopyStudyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[N_PROPS] = { NULL, "can-undo", "can-redo", "is-saved" };

  object_class->get_property = ectopy_study_get_property;
  object_class->finalize = ectopy_study_finalize;
  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ectopy_study_init (EctopyStudy *self)
{
  self->beats = g_array_new (FALSE, FALSE, sizeof (EctopyBeatState));
  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->counted = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->log = g_ptr_array_new_with_free_func ((GDestroyNotify) ectopy_study_entry_unref);
  self->done = g_ptr_array_new ();
  self->undone = g_ptr_array_new ();
}

EctopyStudy *
ectopy_study_new_take (EctopyRecording *recording, EctopyFindings *findings)
{
  EctopyStudy *self = g_object_new (ECTOPY_TYPE_STUDY, NULL);

  self->recording = g_object_ref (recording);
  self->findings = findings;
  self->spans = g_array_ref (findings->spans);
  g_array_set_size (self->beats, findings->beats->len);
  for (guint i = 0; i < findings->beats->len; i++) {
    const EctopyFoundBeat *found = &g_array_index (findings->beats, EctopyFoundBeat, i);

    g_array_index (self->beats, EctopyBeatState, i) = (EctopyBeatState){
      .sample = found->sample,
      .beat_class = found->beat_class,
      .status = ECTOPY_BEAT_PREDICTED,
    };
  }
  make_order (self);
  return self;
}

EctopyRecording *
ectopy_study_get_recording (EctopyStudy *self)
{
  return self->recording;
}

EctopyFindings *
ectopy_study_get_findings (EctopyStudy *self)
{
  return self->findings;
}

const GPtrArray *
ectopy_study_get_log (EctopyStudy *self)
{
  return self->log;
}

gboolean
ectopy_study_is_saved (EctopyStudy *self)
{
  return self->n_saved == self->log->len;
}

size_t
ectopy_study_get_n_saved (EctopyStudy *self)
{
  return self->n_saved;
}

void
ectopy_study_set_saved (EctopyStudy *self, size_t n_entries)
{
  self->n_saved = n_entries;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SAVED]);
}
