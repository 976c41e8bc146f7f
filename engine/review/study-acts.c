/* SPDX-License-Identifier: MIT */
#include "engine/review/study-private.h"

/* What an act makes of one beat. */
typedef EctopyBeatState (*Act) (EctopyStudy *self, guint32 beat, guint beat_class);

static EctopyBeatState
relabelled (EctopyStudy *self, guint32 beat, guint beat_class)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (self, beat);
  EctopyBeatState state = ectopy_study_get_beat (self, beat);

  state.beat_class = (guint8) beat_class;
  if (found == NULL)
    state.status = ECTOPY_BEAT_ADDED;
  else
    state.status = beat_class == found->beat_class ? ECTOPY_BEAT_ACCEPTED : ECTOPY_BEAT_CORRECTED;
  return state;
}

static EctopyBeatState
accepted (EctopyStudy *self, guint32 beat, guint beat_class)
{
  return relabelled (self, beat, ectopy_study_get_beat (self, beat).beat_class);
}

static EctopyBeatState
rejected (EctopyStudy *self, guint32 beat, guint beat_class)
{
  EctopyBeatState state = ectopy_study_get_beat (self, beat);

  state.status = ectopy_study_get_found (self, beat) != NULL ? ECTOPY_BEAT_REJECTED
                                                             : ECTOPY_BEAT_ABSENT;
  return state;
}

static EctopyBeatState
restored (EctopyStudy *self, guint32 beat, guint beat_class)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (self, beat);

  if (found == NULL)
    return ectopy_study_get_beat (self, beat);
  return (EctopyBeatState){ found->sample, found->beat_class, ECTOPY_BEAT_PREDICTED };
}

static gboolean
act_on (EctopyStudy *self,
        const char *name,
        const guint32 *beats,
        size_t n_beats,
        Act act,
        guint beat_class)
{
  g_autoptr (EctopyStudyEntry) entry = ectopy_study_entry_new (ECTOPY_STUDY_EDIT, name);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (size_t i = 0; i < n_beats; i++) {
    EctopyBeatChange change = { .beat = beats[i] };

    g_return_val_if_fail (beats[i] < self->beats->len, FALSE);
    change.before = ectopy_study_get_beat (self, beats[i]);
    if (change.before.status == ECTOPY_BEAT_ABSENT ||
        !g_hash_table_add (seen, GUINT_TO_POINTER (beats[i])))
      continue;
    change.after = act (self, beats[i], beat_class);
    if (change.before.sample != change.after.sample ||
        change.before.beat_class != change.after.beat_class ||
        change.before.status != change.after.status)
      g_array_append_val (entry->changes, change);
  }
  if (entry->changes->len == 0)
    return FALSE;
  ectopy_study_take_entry (self, entry);
  return TRUE;
}

gboolean
ectopy_study_relabel (EctopyStudy *self, const guint32 *beats, size_t n_beats, guint beat_class)
{
  g_return_val_if_fail (beat_class < ECTOPY_N_CLASSES, FALSE);

  return act_on (self, "relabel", beats, n_beats, relabelled, beat_class);
}

gboolean
ectopy_study_accept (EctopyStudy *self, const guint32 *beats, size_t n_beats)
{
  return act_on (self, "accept", beats, n_beats, accepted, ECTOPY_CLASS_NONE);
}

GArray *
ectopy_study_list_above (EctopyStudy *self, double confidence)
{
  GArray *beats = g_array_new (FALSE, FALSE, sizeof (guint32));
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (self, &n);

  for (size_t i = 0; i < n; i++) {
    const EctopyFoundBeat *found = ectopy_study_get_found (self, counted[i]);

    if (ectopy_study_get_beat (self, counted[i]).status == ECTOPY_BEAT_PREDICTED && found != NULL &&
        found->beat_class < ECTOPY_N_CLASSES &&
        (double) found->probabilities[found->beat_class] >= confidence)
      g_array_append_val (beats, counted[i]);
  }
  return beats;
}

gboolean
ectopy_study_accept_above (EctopyStudy *self, double confidence)
{
  g_autoptr (GArray) beats = ectopy_study_list_above (self, confidence);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *name = g_strdup_printf (
      "accept all above %s %%", g_ascii_formatd (digits, sizeof digits, "%.4g", 100 * confidence));

  return act_on (self, name, (const guint32 *) beats->data, beats->len, accepted,
                 ECTOPY_CLASS_NONE);
}

gboolean
ectopy_study_reject (EctopyStudy *self, const guint32 *beats, size_t n_beats)
{
  return act_on (self, "reject", beats, n_beats, rejected, ECTOPY_CLASS_NONE);
}

gboolean
ectopy_study_restore (EctopyStudy *self, const guint32 *beats, size_t n_beats)
{
  return act_on (self, "restore", beats, n_beats, restored, ECTOPY_CLASS_NONE);
}

/* A beat's class, where the adapted model gives it another. */
static void
take_given (EctopyStudy *self, const EctopyGivenBeat *says, GArray *changes)
{
  EctopyBeatChange change = { .beat = says->beat };

  change.before = change.after = ectopy_study_get_beat (self, says->beat);
  change.after.beat_class = says->beat_class;
  if (change.before.beat_class != change.after.beat_class)
    g_array_append_val (changes, change);
}

gboolean
ectopy_study_adapt (EctopyStudy *self, EctopyAdapted *adapted)
{
  g_autoptr (EctopyStudyEntry) entry = ectopy_study_entry_new (ECTOPY_STUDY_EDIT, "adapted model");
  guint n = 0;

  entry->adapted = adapted;
  for (guint i = 0; i < adapted->beats->len; i++) {
    const EctopyGivenBeat says = g_array_index (adapted->beats, EctopyGivenBeat, i);

    if (says.beat >= self->findings->beats->len ||
        ectopy_study_get_beat (self, says.beat).status != ECTOPY_BEAT_PREDICTED)
      continue;
    g_array_index (adapted->beats, EctopyGivenBeat, n++) = says;
    take_given (self, &says, entry->changes);
  }
  g_array_set_size (adapted->beats, n);
  if (entry->changes->len == 0)
    return FALSE;
  ectopy_study_take_entry (self, entry);
  return TRUE;
}

static gboolean
is_inside (EctopyStudy *self, gint64 sample)
{
  return sample >= 0 && (guint64) sample < ectopy_recording_get_n_samples (self->recording);
}

guint32
ectopy_study_add (EctopyStudy *self, gint64 sample, guint beat_class)
{
  g_autoptr (EctopyStudyEntry) entry = NULL;
  EctopyBeatChange change = {
    .beat = self->beats->len,
    .before = { sample, (guint8) beat_class, ECTOPY_BEAT_ABSENT },
    .after = { sample, (guint8) beat_class, ECTOPY_BEAT_ADDED },
  };

  g_return_val_if_fail (beat_class < ECTOPY_N_CLASSES, ECTOPY_NO_BEAT);
  if (!is_inside (self, sample) || change.beat >= ECTOPY_NO_BEAT - 1 ||
      ectopy_study_find_nearest (self, sample, 0) != ECTOPY_NO_BEAT)
    return ECTOPY_NO_BEAT;
  entry = ectopy_study_entry_new (ECTOPY_STUDY_EDIT, "add");
  g_array_append_val (entry->changes, change);
  ectopy_study_take_entry (self, entry);
  return change.beat;
}

gboolean
ectopy_study_move (EctopyStudy *self, guint32 beat, gint64 sample)
{
  g_autoptr (EctopyStudyEntry) entry = NULL;
  EctopyBeatChange change = { .beat = beat };

  g_return_val_if_fail (beat < self->beats->len, FALSE);
  change.before = change.after = ectopy_study_get_beat (self, beat);
  change.after.sample = sample;
  if (change.before.status == ECTOPY_BEAT_ABSENT || !is_inside (self, sample) ||
      ectopy_study_find_nearest (self, sample, 0) != ECTOPY_NO_BEAT)
    return FALSE;
  entry = ectopy_study_entry_new (ECTOPY_STUDY_EDIT, "move");
  g_array_append_val (entry->changes, change);
  ectopy_study_take_entry (self, entry);
  return TRUE;
}

/* ---- Stretches ---- */

static gboolean
take_spans (EctopyStudy *self, const char *name, GArray *after)
{
  g_autoptr (EctopyStudyEntry) entry = NULL;
  gboolean is_same = after->len == self->spans->len;

  for (guint i = 0; i < after->len && is_same; i++) {
    const EctopySpan *a = &g_array_index (after, EctopySpan, i);
    const EctopySpan *b = &g_array_index (self->spans, EctopySpan, i);

    is_same = a->from == b->from && a->to == b->to;
  }
  if (is_same)
    return FALSE;
  entry = ectopy_study_entry_new (ECTOPY_STUDY_EDIT, name);
  entry->spans_before = g_array_ref (self->spans);
  entry->spans_after = g_array_ref (after);
  ectopy_study_take_entry (self, entry);
  return TRUE;
}

/* Stretches that touch or overlap become one. */
gboolean
ectopy_study_exclude (EctopyStudy *self, gint64 from, gint64 to)
{
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (EctopySpan));
  EctopySpan mine = {
    MAX (from, 0),
    MIN (to, (gint64) ectopy_recording_get_n_samples (self->recording)),
  };
  gboolean is_in = FALSE;

  if (mine.to <= mine.from)
    return FALSE;
  for (guint i = 0; i < self->spans->len; i++) {
    const EctopySpan span = g_array_index (self->spans, EctopySpan, i);

    if (span.to < mine.from) {
      g_array_append_val (after, span);
    } else if (span.from > mine.to) {
      if (!is_in)
        g_array_append_val (after, mine);
      is_in = TRUE;
      g_array_append_val (after, span);
    } else {
      mine.from = MIN (mine.from, span.from);
      mine.to = MAX (mine.to, span.to);
    }
  }
  if (!is_in)
    g_array_append_val (after, mine);
  return take_spans (self, "set aside", after);
}

gboolean
ectopy_study_include (EctopyStudy *self, gint64 from, gint64 to)
{
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (EctopySpan));

  if (to <= from)
    return FALSE;
  for (guint i = 0; i < self->spans->len; i++) {
    const EctopySpan span = g_array_index (self->spans, EctopySpan, i);
    const EctopySpan parts[] = { { span.from, MIN (span.to, from) },
                                 { MAX (span.from, to), span.to } };

    for (guint k = 0; k < G_N_ELEMENTS (parts); k++)
      if (parts[k].to > parts[k].from)
        g_array_append_val (after, parts[k]);
  }
  return take_spans (self, "take in", after);
}
