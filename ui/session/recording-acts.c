/* SPDX-License-Identifier: MIT */
#include "engine/learn/classify.h"
#include "engine/run/classify-marks.h"
#include "engine/signal/beat-shape.h"
#include "ui/session/recording-session-private.h"

#include <math.h>

/* Two beats are not closer than this. */
#define LEAST_RR_S 0.12

/* ---- Looking for beats ---- */

static gboolean
is_sought (EctopyRecordingSession *self, EctopySeek seek, guint32 beat)
{
  const EctopyBeatState state = ectopy_study_get_beat (self->study, beat);

  if (seek == ECTOPY_SEEK_CHANGED)
    return ectopy_study_is_changed (self->study, beat);
  if (!ectopy_study_counts (self->study, beat))
    return FALSE;
  if (seek == ECTOPY_SEEK_DIFFERS)
    return ectopy_study_differs (self->study, beat);
  if (seek == ECTOPY_SEEK_ECTOPIC)
    return state.beat_class == ECTOPY_CLASS_S || state.beat_class == ECTOPY_CLASS_V ||
           state.beat_class == ECTOPY_CLASS_F;
  return state.beat_class == (guint) seek;
}

/* Where the search begins: between the beats of places @place - 1 and @place, or at one of them. */
static gint64
get_place (EctopyRecordingSession *self, int by)
{
  const double rate = ectopy_recording_get_rate_hz (self->recording);
  const double from = isnan (self->range_from) ? self->view.start_s : self->range_from;

  if (self->selected != ECTOPY_NO_BEAT)
    return (gint64) ectopy_study_get_place (self->study, self->selected) + by;
  return (gint64) ectopy_study_find_place (self->study, (gint64) (from * rate)) - (by < 0);
}

static guint32
seek_beat (EctopyRecordingSession *self, EctopySeek seek, int by)
{
  size_t n;
  const guint32 *order = ectopy_study_get_order (self->study, &n);

  for (gint64 place = get_place (self, by); place >= 0 && place < (gint64) n; place += by)
    if (is_sought (self, seek, order[place]))
      return order[place];
  return ECTOPY_NO_BEAT;
}

/* Episodes are in order of their first beat. */
static guint32
seek_episode (EctopyRecordingSession *self, EctopySeek seek, int by)
{
  const GArray *episodes = ectopy_study_get_episodes (self->study);
  size_t n;
  const guint32 *counted = ectopy_study_get_counted (self->study, &n);
  const double here = self->selected != ECTOPY_NO_BEAT
                          ? ectopy_recording_session_beat_s (self, self->selected)
                          : self->view.start_s;

  for (guint k = 0; k < episodes->len; k++) {
    const guint place = by > 0 ? k : episodes->len - 1 - k;
    const EctopyEpisode *episode = &g_array_index (episodes, EctopyEpisode, place);
    const gboolean is_run = episode->kind == ECTOPY_EPISODE_RUN ||
                            episode->kind == ECTOPY_EPISODE_COUPLET;
    const double s = ectopy_recording_session_beat_s (self, counted[episode->first]);

    if ((seek == ECTOPY_SEEK_RUN ? is_run : episode->kind == ECTOPY_EPISODE_PAUSE) &&
        (by > 0 ? s > here : s < here))
      return counted[episode->first];
  }
  return ECTOPY_NO_BEAT;
}

static gboolean
seek_excluded (EctopyRecordingSession *self, int by)
{
  const GArray *spans = ectopy_study_get_spans (self->study);
  const double rate = ectopy_recording_get_rate_hz (self->recording);
  double here = isnan (self->range_from) ? self->view.start_s : self->range_from;

  if (self->selected != ECTOPY_NO_BEAT && isnan (self->range_from))
    here = ectopy_recording_session_beat_s (self, self->selected);
  for (guint k = 0; k < spans->len; k++) {
    const EctopySpan *span = &g_array_index (spans, EctopySpan, by > 0 ? k : spans->len - 1 - k);
    const double from = (double) span->from / rate, to = (double) span->to / rate;

    if (by > 0 ? from > here + 1e-6 : from < here - 1e-6) {
      ectopy_recording_session_set_range (self, from, to);
      ectopy_recording_session_center_on (self, (from + to) / 2);
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
ectopy_recording_session_seek (EctopyRecordingSession *self, EctopySeek seek, int by)
{
  guint32 beat;

  if (self->study == NULL)
    return FALSE;
  switch (seek) {
  case ECTOPY_SEEK_EXCLUDED:
    return seek_excluded (self, by);
  case ECTOPY_SEEK_RUN:
  case ECTOPY_SEEK_PAUSE:
    beat = seek_episode (self, seek, by);
    break;
  case ECTOPY_SEEK_UNLOOKED:
    beat = ectopy_recording_session_seek_review (self, by);
    break;
  default:
    beat = seek_beat (self, seek, by);
  }
  if (beat == ECTOPY_NO_BEAT)
    return FALSE;
  ectopy_recording_session_select (self, beat);
  return TRUE;
}

/* ---- Acts ---- */

#define CHOSEN(self) (const guint32 *) (self)->selection->data, (self)->selection->len

void
ectopy_recording_session_relabel (EctopyRecordingSession *self, guint beat_class)
{
  if (self->study != NULL)
    ectopy_study_relabel (self->study, CHOSEN (self), beat_class);
}

void
ectopy_recording_session_accept (EctopyRecordingSession *self)
{
  if (self->study != NULL)
    ectopy_study_accept (self->study, CHOSEN (self));
}

/* Added beats are gone then: the one before is chosen. */
void
ectopy_recording_session_reject (EctopyRecordingSession *self)
{
  double s;

  if (self->study == NULL || self->selected == ECTOPY_NO_BEAT)
    return;
  s = ectopy_recording_session_beat_s (self, self->selected);
  ectopy_study_reject (self->study, CHOSEN (self));
  if (self->selected == ECTOPY_NO_BEAT)
    ectopy_recording_session_set_range (self, s, s);
}

void
ectopy_recording_session_restore (EctopyRecordingSession *self)
{
  if (self->study != NULL)
    ectopy_study_restore (self->study, CHOSEN (self));
}

/* Beats on each side that a new one is seen among: enough for what a model wants to know about the rhythm,
 * and soon done. */
#define BEATS_AROUND 150

/* Places @sample among the beats around it. Returns: its place in @samples. */
static size_t
place_among (EctopyRecordingSession *self, gint64 sample, GArray *samples)
{
  size_t n, first, after;
  const guint32 *counted = ectopy_study_get_counted (self->study, &n);

  for (after = 0; after < n; after++)
    if (ectopy_study_get_beat (self->study, counted[after]).sample >= sample)
      break;
  first = after > BEATS_AROUND ? after - BEATS_AROUND : 0;
  for (size_t i = first; i < MIN (n, after + BEATS_AROUND); i++) {
    const gint64 at = ectopy_study_get_beat (self->study, counted[i]).sample;

    if (i == after)
      g_array_append_val (samples, sample);
    if (at != sample)
      g_array_append_val (samples, at);
  }
  if (after == n)
    g_array_append_val (samples, sample);
  return after - first;
}

/* The class that the model gives to a beat at @sample; normal where it gives none. */
static guint
classify_one (EctopyRecordingSession *self, gint64 sample)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (gint64));
  const size_t place = place_among (self, sample, samples);
  g_autofree float *probabilities = g_new (float, (gsize) samples->len *ECTOPY_N_CLASSES);
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  EctopyMarks marks = {
    .recording = self->recording,
    .samples = (const gint64 *) (gpointer) samples->data,
    .n = samples->len,
  };

  ectopy_recording_session_get_lead (self, &marks.lead);
  if (!ectopy_classify_marks (&marks, ectopy_recording_session_present_model (self), workers,
                              probabilities, NULL, NULL, NULL, NULL, NULL))
    return ECTOPY_CLASS_N;
  return ectopy_classify_most_probable (probabilities + place * ECTOPY_N_CLASSES);
}

static gint64
find_peak (EctopyRecordingSession *self, double s)
{
  size_t lead;
  const float *samples = ectopy_recording_session_get_lead (self, &lead);
  const double rate = ectopy_recording_get_rate_hz (self->recording);

  return (gint64) ectopy_find_peak (samples, ectopy_recording_get_n_samples (self->recording), rate,
                                    (gint64) (s * rate + 0.5));
}

gboolean
ectopy_recording_session_add_at (EctopyRecordingSession *self, double s)
{
  gint64 sample, least;
  guint32 beat;

  if (self->study == NULL)
    return FALSE;
  sample = find_peak (self, s);
  least = (gint64) (LEAST_RR_S * ectopy_recording_get_rate_hz (self->recording));
  beat = ectopy_study_find_nearest (self->study, sample, least);
  if (beat != ECTOPY_NO_BEAT) {
    /* One that was rejected is taken back instead. */
    if (ectopy_study_get_beat (self->study, beat).status != ECTOPY_BEAT_REJECTED)
      return FALSE;
    ectopy_study_accept (self->study, &beat, 1);
  } else {
    beat = ectopy_study_add (self->study, sample, classify_one (self, sample));
  }
  if (beat == ECTOPY_NO_BEAT)
    return FALSE;
  ectopy_recording_session_select (self, beat);
  return TRUE;
}

gboolean
ectopy_recording_session_move_to (EctopyRecordingSession *self, double s)
{
  gint64 sample, least;
  guint32 beat;

  if (self->study == NULL || self->selected == ECTOPY_NO_BEAT)
    return FALSE;
  sample = find_peak (self, s);
  least = (gint64) (LEAST_RR_S * ectopy_recording_get_rate_hz (self->recording));
  beat = ectopy_study_find_nearest (self->study, sample, least);
  if (beat != ECTOPY_NO_BEAT && beat != self->selected)
    return FALSE;
  if (!ectopy_study_move (self->study, self->selected, sample))
    return FALSE;
  ectopy_recording_session_select (self, self->selected);
  return TRUE;
}

gboolean
ectopy_recording_session_toggle_excluded (EctopyRecordingSession *self)
{
  const double rate = self->study != NULL ? ectopy_recording_get_rate_hz (self->recording) : 0;
  const GArray *spans;
  gint64 from, to;

  if (self->study == NULL)
    return FALSE;
  spans = ectopy_study_get_spans (self->study);
  if (!isnan (self->range_from)) {
    from = (gint64) (self->range_from * rate);
    to = (gint64) ceil (self->range_to * rate);
  } else if (self->selected != ECTOPY_NO_BEAT) {
    from = to = ectopy_study_get_beat (self->study, self->selected).sample;
  } else {
    return FALSE;
  }
  for (guint i = 0; i < spans->len; i++) {
    const EctopySpan *span = &g_array_index (spans, EctopySpan, i);

    if (from >= span->from && to <= span->to)
      return to > from ? ectopy_study_include (self->study, from, to)
                       : ectopy_study_include (self->study, span->from, span->to);
  }
  return ectopy_study_exclude (self->study, from, to);
}

static void
step (EctopyRecordingSession *self, gboolean (*act) (EctopyStudy *, guint32 *))
{
  guint32 beat;

  if (self->study == NULL || !act (self->study, &beat))
    return;
  if (beat != ECTOPY_NO_BEAT && ectopy_study_get_place (self->study, beat) != G_MAXSIZE)
    ectopy_recording_session_select (self, beat);
  else
    ectopy_recording_session_emit (self, ECTOPY_SELECTION_CHANGED);
}

void
ectopy_recording_session_undo (EctopyRecordingSession *self)
{
  step (self, ectopy_study_undo);
}

void
ectopy_recording_session_redo (EctopyRecordingSession *self)
{
  step (self, ectopy_study_redo);
}
