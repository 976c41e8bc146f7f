/* SPDX-License-Identifier: MIT */
#include "engine/review/study-private.h"

#include <math.h>
#include <string.h>

/* ---- Stretches ---- */

/* Place of the first stretch that ends after @sample. */
static guint
search_span (const GArray *spans, gint64 sample)
{
  guint low = 0, high = spans->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (g_array_index (spans, EctopySpan, middle).to <= sample)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gboolean
ectopy_spans_hold (const GArray *spans, gint64 sample)
{
  const guint place = search_span (spans, sample);

  return place < spans->len && g_array_index (spans, EctopySpan, place).from <= sample;
}

gboolean
ectopy_spans_cut (const GArray *spans, gint64 from, gint64 to)
{
  const guint place = search_span (spans, from);

  return place < spans->len && g_array_index (spans, EctopySpan, place).from < to;
}

const GArray *
ectopy_study_get_spans (EctopyStudy *self)
{
  return self->spans;
}

/* ---- Beats ---- */

guint32
ectopy_study_get_n_numbers (EctopyStudy *self)
{
  return self->beats->len;
}

EctopyBeatState
ectopy_study_get_beat (EctopyStudy *self, guint32 beat)
{
  g_assert (beat < self->beats->len);
  return g_array_index (self->beats, EctopyBeatState, beat);
}

const EctopyFoundBeat *
ectopy_study_get_found (EctopyStudy *self, guint32 beat)
{
  const GArray *beats = self->given != NULL ? self->given : self->findings->beats;

  return beat < beats->len ? &g_array_index (beats, EctopyFoundBeat, beat) : NULL;
}

const EctopyAdapted *
ectopy_study_get_adapted (EctopyStudy *self)
{
  return self->adapted;
}

size_t
ectopy_study_count_adapted (EctopyStudy *self)
{
  size_t n = 0;

  for (guint i = 0; self->adapted != NULL && i < self->adapted->beats->len; i++) {
    const guint32 beat = g_array_index (self->adapted->beats, EctopyGivenBeat, i).beat;

    n += ectopy_study_get_beat (self, beat).status == ECTOPY_BEAT_PREDICTED ? 1 : 0;
  }
  return n;
}

gboolean
ectopy_study_is_moved (EctopyStudy *self, guint32 beat)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (self, beat);

  return found != NULL && found->sample != ectopy_study_get_beat (self, beat).sample;
}

gboolean
ectopy_study_is_changed (EctopyStudy *self, guint32 beat)
{
  const guint8 status = ectopy_study_get_beat (self, beat).status;

  return (status != ECTOPY_BEAT_PREDICTED && status != ECTOPY_BEAT_ACCEPTED &&
          status != ECTOPY_BEAT_ABSENT) ||
         ectopy_study_is_moved (self, beat);
}

gboolean
ectopy_study_counts (EctopyStudy *self, guint32 beat)
{
  const EctopyBeatState state = ectopy_study_get_beat (self, beat);

  return state.status != ECTOPY_BEAT_REJECTED && state.status != ECTOPY_BEAT_ABSENT &&
         !ectopy_spans_hold (self->spans, state.sample);
}

static guint
class_in_file (EctopyStudy *self, guint32 beat)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (self, beat);

  return found != NULL ? ectopy_annotation_code_class (found->code) : ECTOPY_CLASS_NONE;
}

gboolean
ectopy_study_differs (EctopyStudy *self, guint32 beat)
{
  const guint in_file = class_in_file (self, beat);
  const guint beat_class = ectopy_study_get_beat (self, beat).beat_class;

  return in_file != ECTOPY_CLASS_NONE && beat_class != ECTOPY_CLASS_NONE && in_file != beat_class &&
         ectopy_study_counts (self, beat);
}

const guint32 *
ectopy_study_get_order (EctopyStudy *self, size_t *n)
{
  *n = self->order->len;
  return (const guint32 *) self->order->data;
}

size_t
ectopy_study_find_place (EctopyStudy *self, gint64 sample)
{
  return ectopy_study_search (self, self->order, sample, 0);
}

static size_t
place_in (EctopyStudy *self, const GArray *numbers, guint32 beat)
{
  const size_t place = ectopy_study_search (self, numbers,
                                            ectopy_study_get_beat (self, beat).sample, beat);

  return place < numbers->len && g_array_index (numbers, guint32, place) == beat ? place
                                                                                 : G_MAXSIZE;
}

size_t
ectopy_study_get_place (EctopyStudy *self, guint32 beat)
{
  return beat < self->beats->len ? place_in (self, self->order, beat) : G_MAXSIZE;
}

guint32
ectopy_study_find_nearest (EctopyStudy *self, gint64 sample, gint64 within)
{
  const size_t place = ectopy_study_find_place (self, sample);
  guint32 nearest = ECTOPY_NO_BEAT;
  gint64 least = within;

  for (size_t k = place > 0 ? place - 1 : 0; k <= place && k < self->order->len; k++) {
    const guint32 beat = g_array_index (self->order, guint32, k);
    const gint64 away = ABS (ectopy_study_get_beat (self, beat).sample - sample);

    if (away <= least) {
      nearest = beat;
      least = away;
    }
  }
  return nearest;
}

/* ---- What follows from all of them ---- */

/* Each stretch stands among the beats as one that nothing can be said of, so that no pair, run or pause
 * is found across it; then the indices are those of the beats alone again. */
static void
find_episodes (EctopyStudy *self)
{
  const double rate = ectopy_recording_get_rate_hz (self->recording);
  const guint n = self->counted->len + self->spans->len;
  g_autofree double *times = g_new (double, n + 1);
  g_autofree guint8 *classes = g_new (guint8, n + 1);
  g_autofree guint8 *is_unsure = g_new0 (guint8, n + 1);
  g_autofree guint *indices = g_new (guint, n + 1);
  guint span = 0, beat = 0;

  for (guint i = 0; i < n; i++) {
    const gint64 at =
        beat < self->counted->len
            ? ectopy_study_get_beat (self, g_array_index (self->counted, guint32, beat)).sample
            : G_MAXINT64;

    indices[i] = beat;
    if (span < self->spans->len && g_array_index (self->spans, EctopySpan, span).from <= at) {
      times[i] = (double) g_array_index (self->spans, EctopySpan, span++).from / rate;
      classes[i] = ECTOPY_CLASS_NONE;
      is_unsure[i] = 1;
    } else {
      times[i] = (double) at / rate;
      classes[i] =
          ectopy_study_get_beat (self, g_array_index (self->counted, guint32, beat++)).beat_class;
    }
  }
  self->episodes = ectopy_episodes_find (times, classes, is_unsure, n);
  for (guint k = 0; k < self->episodes->len; k++) {
    EctopyEpisode *episode = &g_array_index (self->episodes, EctopyEpisode, k);

    episode->first = indices[episode->first];
  }
}

static void
find_facts (EctopyStudy *self)
{
  if (self->has_facts)
    return;
  memset (self->counts, 0, sizeof self->counts);
  memset (self->statuses, 0, sizeof self->statuses);
  g_array_set_size (self->counted, 0);
  self->n_compared = self->n_different = 0;
  for (guint k = 0; k < self->order->len; k++) {
    const guint32 beat = g_array_index (self->order, guint32, k);
    const EctopyBeatState state = ectopy_study_get_beat (self, beat);

    self->statuses[state.status]++;
    if (!ectopy_study_counts (self, beat))
      continue;
    g_array_append_val (self->counted, beat);
    self->n_compared += class_in_file (self, beat) != ECTOPY_CLASS_NONE;
    self->n_different += ectopy_study_differs (self, beat);
    if (state.beat_class < ECTOPY_N_CLASSES)
      self->counts[state.beat_class]++;
  }
  g_clear_pointer (&self->episodes, g_array_unref);
  find_episodes (self);
  self->has_facts = TRUE;
}

const guint32 *
ectopy_study_get_counted (EctopyStudy *self, size_t *n)
{
  find_facts (self);
  *n = self->counted->len;
  return (const guint32 *) self->counted->data;
}

const GArray *
ectopy_study_get_episodes (EctopyStudy *self)
{
  find_facts (self);
  return self->episodes;
}

void
ectopy_study_count (EctopyStudy *self, size_t counts[ECTOPY_N_CLASSES])
{
  find_facts (self);
  memcpy (counts, self->counts, sizeof self->counts);
}

void
ectopy_study_count_statuses (EctopyStudy *self, size_t counts[ECTOPY_N_BEAT_STATUSES])
{
  find_facts (self);
  memcpy (counts, self->statuses, sizeof self->statuses);
}

size_t
ectopy_study_count_differences (EctopyStudy *self, size_t *n_compared)
{
  find_facts (self);
  if (n_compared != NULL)
    *n_compared = self->n_compared;
  return self->n_different;
}

static double
interval (EctopyStudy *self, size_t place, size_t next)
{
  gint64 from, to;

  if (place >= self->counted->len || next >= self->counted->len)
    return NAN;
  from = ectopy_study_get_beat (self, g_array_index (self->counted, guint32, place)).sample;
  to = ectopy_study_get_beat (self, g_array_index (self->counted, guint32, next)).sample;
  if (ectopy_spans_cut (self->spans, from, to))
    return NAN;
  return (double) (to - from) / ectopy_recording_get_rate_hz (self->recording);
}

double
ectopy_study_get_rr_before (EctopyStudy *self, guint32 beat)
{
  size_t place;

  find_facts (self);
  place = place_in (self, self->counted, beat);
  return place != G_MAXSIZE && place > 0 ? interval (self, place - 1, place) : NAN;
}

double
ectopy_study_get_rr_after (EctopyStudy *self, guint32 beat)
{
  size_t place;

  find_facts (self);
  place = place_in (self, self->counted, beat);
  return place != G_MAXSIZE ? interval (self, place, place + 1) : NAN;
}

/* ---- For other programs ---- */

static gboolean
is_from_file (EctopyStudy *self)
{
  return g_strcmp0 (self->findings->origin, "detector") != 0;
}

static guint8
code_of (EctopyStudy *self, guint32 beat)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (self, beat);
  const EctopyBeatState state = ectopy_study_get_beat (self, beat);

  if (found != NULL && found->code != 0 && is_from_file (self) &&
      (ectopy_annotation_code_class (found->code) == state.beat_class ||
       /* A kind of beat that is in no class stays as it is until a person says otherwise. */
       (ectopy_annotation_code_class (found->code) == ECTOPY_CLASS_NONE &&
        state.status == ECTOPY_BEAT_PREDICTED)))
    return found->code;
  if (state.beat_class == ECTOPY_CLASS_NONE)
    return ECTOPY_CODE_UNKNOWN;
  return (guint8) ectopy_annotation_class_code (state.beat_class);
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const EctopyAnnotation *one = a, *other = b;

  if (one->sample != other->sample)
    return one->sample < other->sample ? -1 : 1;
  return (one->code > other->code) - (one->code < other->code);
}

static void
add_mark (GArray *marks, gint64 sample, guint8 code)
{
  g_array_append_vals (marks, &(EctopyAnnotation){ .sample = sample, .code = code }, 1);
}

/* (transfer full): stretches, and what else is marked in the file the beats are from, in order. */
static GArray *
other_marks (EctopyStudy *self, const GArray *spans)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  size_t n_own;
  const EctopyAnnotation *own = ectopy_recording_get_annotations (self->recording, &n_own);

  for (guint i = 0; i < spans->len; i++) {
    const EctopySpan *span = &g_array_index (spans, EctopySpan, i);

    g_array_append_vals (
        marks,
        &(EctopyAnnotation){ .sample = span->from, .code = ECTOPY_CODE_NOISE, .subtype = -1 }, 1);
    add_mark (marks, span->to, ECTOPY_CODE_NOISE);
  }
  if (is_from_file (self))
    for (size_t i = 0; i < n_own; i++)
      if (!ectopy_annotation_code_is_beat (own[i].code)) {
        EctopyAnnotation mark = own[i];

        mark.text = own[i].text_size > 0 ? g_memdup2 (own[i].text, (gsize) own[i].text_size + 1)
                                         : g_strdup (own[i].text);
        g_array_append_val (marks, mark);
      }
  g_array_sort (marks, compare_samples);
  return marks;
}

/* (transfer full): @beats, which are in order and go, with the others among them. To sort a day of beats
 * that are in order takes longer than a frame. */
static GArray *
finish_marks (EctopyStudy *self, GArray *beats, const GArray *spans)
{
  g_autoptr (GArray) others = other_marks (self, spans);
  GArray *marks = g_array_sized_new (FALSE, FALSE, sizeof (EctopyAnnotation),
                                     beats->len + others->len);
  guint k = 0;

  for (guint i = 0; i < beats->len; i++) {
    const EctopyAnnotation *beat = &g_array_index (beats, EctopyAnnotation, i);

    for (; k < others->len &&
           compare_samples (&g_array_index (others, EctopyAnnotation, k), beat) < 0;
         k++)
      g_array_append_val (marks, g_array_index (others, EctopyAnnotation, k));
    g_array_append_vals (marks, beat, 1);
  }
  if (k < others->len)
    g_array_append_vals (marks, &g_array_index (others, EctopyAnnotation, k), others->len - k);
  g_array_unref (beats);
  g_array_set_clear_func (marks, (GDestroyNotify) ectopy_annotation_clear);
  return marks;
}

GArray *
ectopy_study_dup_annotations (EctopyStudy *self)
{
  size_t n_counted;
  const guint32 *counted = ectopy_study_get_counted (self, &n_counted);
  GArray *marks = g_array_sized_new (FALSE, FALSE, sizeof (EctopyAnnotation), (guint) n_counted);

  for (size_t i = 0; i < n_counted; i++)
    add_mark (marks, ectopy_study_get_beat (self, counted[i]).sample, code_of (self, counted[i]));
  return finish_marks (self, marks, self->spans);
}

GArray *
ectopy_study_dup_found_annotations (EctopyStudy *self)
{
  const GArray *beats = self->findings->beats, *spans = self->findings->spans;
  GArray *marks = g_array_sized_new (FALSE, FALSE, sizeof (EctopyAnnotation), beats->len);
  guint k = 0;

  for (guint i = 0; i < beats->len; i++) {
    const EctopyFoundBeat *beat = &g_array_index (beats, EctopyFoundBeat, i);

    /* Both are in order. */
    while (k < spans->len && g_array_index (spans, EctopySpan, k).to <= beat->sample)
      k++;
    if (k < spans->len && g_array_index (spans, EctopySpan, k).from <= beat->sample)
      continue;
    add_mark (marks, beat->sample,
              beat->beat_class < ECTOPY_N_CLASSES
                  ? (guint8) ectopy_annotation_class_code (beat->beat_class)
                  : ECTOPY_CODE_UNKNOWN);
  }
  return finish_marks (self, marks, spans);
}
