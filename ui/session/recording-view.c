/* SPDX-License-Identifier: MIT */
#include "ui/session/recording-session-private.h"

#include "engine/signal/beat-shape.h"

#include <math.h>
#include <string.h>

/* ---- The stretch in view ---- */

double
ectopy_recording_session_get_duration_s (EctopyRecordingSession *self)
{
  return self->recording != NULL ? ectopy_recording_get_duration_s (self->recording) : 0;
}

EctopyRecordingView
ectopy_recording_session_get_view (EctopyRecordingSession *self)
{
  return self->view;
}

void
ectopy_recording_session_set_view (EctopyRecordingSession *self, const EctopyRecordingView *view)
{
  const double duration = ectopy_recording_session_get_duration_s (self);
  EctopyRecordingView wanted = *view;

  wanted.length_s = CLAMP (wanted.length_s, ECTOPY_VIEW_MIN_S, ECTOPY_VIEW_MAX_S);
  /* Paper may be longer than the recording; a free zoom has no use for that. */
  if (wanted.speed_mm_s <= 0)
    wanted.length_s = MIN (wanted.length_s, MAX (duration, ECTOPY_VIEW_MIN_S));
  wanted.start_s = MAX (MIN (wanted.start_s, duration - wanted.length_s), 0);
  if (memcmp (&wanted, &self->view, sizeof wanted) == 0)
    return;
  self->view = wanted;
  ectopy_recording_session_emit (self, ECTOPY_VIEW_CHANGED);
}

void
ectopy_recording_session_scroll_to (EctopyRecordingSession *self, double start_s)
{
  EctopyRecordingView view = self->view;

  view.start_s = start_s;
  ectopy_recording_session_set_view (self, &view);
}

void
ectopy_recording_session_center_on (EctopyRecordingSession *self, double s)
{
  ectopy_recording_session_scroll_to (self, s - self->view.length_s / 2);
}

void
ectopy_recording_session_zoom (EctopyRecordingSession *self, double factor, double at_s)
{
  EctopyRecordingView view = self->view;
  const double longest = MAX (ectopy_recording_session_get_duration_s (self), ECTOPY_VIEW_MIN_S);
  double share;

  share = CLAMP ((at_s - view.start_s) / view.length_s, 0, 1);
  view.length_s = CLAMP (view.length_s * factor, ECTOPY_VIEW_MIN_S,
                         MIN (longest, ECTOPY_VIEW_MAX_S));
  view.start_s = at_s - share * view.length_s;
  view.speed_mm_s = 0;
  ectopy_recording_session_set_view (self, &view);
}

void
ectopy_recording_session_step_gain (EctopyRecordingSession *self, int by)
{
  static const double gains[] = { 2.5, 5, 10, 20, 40 };
  EctopyRecordingView view = self->view;
  int place = 2;

  if (view.gain_mm_mv > 0) {
    place = 0;
    while (place < (int) G_N_ELEMENTS (gains) - 1 && gains[place] < view.gain_mm_mv)
      place++;
    place = CLAMP (place + by, 0, (int) G_N_ELEMENTS (gains) - 1);
  }
  view.gain_mm_mv = gains[place];
  ectopy_recording_session_set_view (self, &view);
}

gboolean
ectopy_recording_session_is_lead_shown (EctopyRecordingSession *self, size_t lead)
{
  return lead >= 64 || (self->hidden_leads & G_GUINT64_CONSTANT (1) << lead) == 0;
}

void
ectopy_recording_session_show_lead (EctopyRecordingSession *self, size_t lead, gboolean shown)
{
  const guint64 bit = lead < 64 ? G_GUINT64_CONSTANT (1) << lead : 0;

  if (bit == 0 || ectopy_recording_session_is_lead_shown (self, lead) == (shown != FALSE))
    return;
  self->hidden_leads ^= bit;
  ectopy_recording_session_emit (self, ECTOPY_VIEW_CHANGED);
}

void
ectopy_recording_session_reset_view (EctopyRecordingSession *self)
{
  size_t n = 0;
  const guint32 *order = self->study != NULL ? ectopy_study_get_order (self->study, &n) : NULL;

  self->view.start_s = 0;
  self->hidden_leads = 0;
  g_array_set_size (self->selection, 0);
  self->selected = n > 0 ? order[0] : ECTOPY_NO_BEAT;
  if (n > 0)
    g_array_append_val (self->selection, self->selected);
  self->range_from = self->range_to = (double) NAN;
  self->calipers = (EctopyCalipers){ .is_on = FALSE };
  g_array_set_size (self->strips, 0);
}

/* ---- The chosen beats ---- */

double
ectopy_recording_session_beat_s (EctopyRecordingSession *self, guint32 beat)
{
  return (double) ectopy_study_get_beat (self->study, beat).sample /
         ectopy_recording_get_rate_hz (self->recording);
}

guint32
ectopy_recording_session_get_selected (EctopyRecordingSession *self)
{
  return self->selected;
}

const guint32 *
ectopy_recording_session_get_selection (EctopyRecordingSession *self, size_t *n)
{
  *n = self->selection->len;
  return (const guint32 *) self->selection->data;
}

gboolean
ectopy_recording_session_is_selected (EctopyRecordingSession *self, guint32 beat)
{
  const gint64 sample = ectopy_study_get_beat (self->study, beat).sample;
  size_t low = 0, high = self->selection->len;

  /* In order of their samples, then numbers. */
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const guint32 number = g_array_index (self->selection, guint32, middle);
    const gint64 at = ectopy_study_get_beat (self->study, number).sample;

    if (number == beat)
      return TRUE;
    if (at < sample || (at == sample && number < beat))
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

static void
show_beat (EctopyRecordingSession *self, guint32 beat)
{
  const double s = ectopy_recording_session_beat_s (self, beat);

  if (s < self->view.start_s || s > self->view.start_s + self->view.length_s)
    ectopy_recording_session_center_on (self, s);
}

void
ectopy_recording_session_select (EctopyRecordingSession *self, guint32 beat)
{
  if (self->study == NULL)
    return;
  self->range_from = self->range_to = (double) NAN;
  g_array_set_size (self->selection, 0);
  self->selected = beat;
  if (beat != ECTOPY_NO_BEAT) {
    g_array_append_val (self->selection, beat);
    show_beat (self, beat);
  }
  ectopy_recording_session_emit (self, ECTOPY_SELECTION_CHANGED);
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  EctopyStudy *study = user_data;
  const guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  const gint64 at = ectopy_study_get_beat (study, i).sample;
  const gint64 other = ectopy_study_get_beat (study, j).sample;

  if (at != other)
    return at < other ? -1 : 1;
  return i < j ? -1 : i > j;
}

void
ectopy_recording_session_select_beats (EctopyRecordingSession *self,
                                       const guint32 *beats,
                                       size_t n,
                                       guint32 current)
{
  g_array_set_size (self->selection, 0);
  g_array_append_vals (self->selection, beats, (guint) n);
  g_array_sort_with_data (self->selection, compare_places, self->study);
  self->selected = current;
  ectopy_recording_session_emit (self, ECTOPY_SELECTION_CHANGED);
}

void
ectopy_recording_session_extend_to (EctopyRecordingSession *self, guint32 beat)
{
  size_t n, from, to;
  const guint32 *order;

  if (self->study == NULL || beat == ECTOPY_NO_BEAT)
    return;
  order = ectopy_study_get_order (self->study, &n);
  to = ectopy_study_get_place (self->study, beat);
  from = self->selected != ECTOPY_NO_BEAT ? ectopy_study_get_place (self->study, self->selected)
                                          : to;
  if (from == G_MAXSIZE || to == G_MAXSIZE)
    return;
  self->range_from = self->range_to = (double) NAN;
  ectopy_recording_session_select_beats (self, order + MIN (from, to),
                                         MAX (from, to) - MIN (from, to) + 1, self->selected);
}

const float *
ectopy_recording_session_get_lead (EctopyRecordingSession *self, size_t *lead)
{
  *lead = ectopy_recording_find_lead (self->recording,
                                      ectopy_study_get_findings (self->study)->lead, NULL);
  if (*lead == G_MAXSIZE)
    *lead = 0;
  return ectopy_recording_get_samples (self->recording, *lead);
}

size_t
ectopy_recording_session_select_alike (EctopyRecordingSession *self)
{
  const guint32 like = self->selected;
  size_t lead, n, n_alike = 0;
  const float *samples;
  const guint32 *order;
  g_autofree gint64 *marks = NULL;
  g_autofree guint8 *is_alike = NULL;
  g_autofree guint32 *alike = NULL;

  if (like == ECTOPY_NO_BEAT)
    return 0;
  samples = ectopy_recording_session_get_lead (self, &lead);
  order = ectopy_study_get_order (self->study, &n);
  marks = g_new (gint64, n);
  is_alike = g_new (guint8, n);
  alike = g_new (guint32, n);
  for (size_t i = 0; i < n; i++)
    marks[i] = ectopy_study_get_beat (self->study, order[i]).sample;
  ectopy_beats_alike (samples, ectopy_recording_get_n_samples (self->recording),
                      ectopy_recording_get_rate_hz (self->recording),
                      ectopy_study_get_beat (self->study, like).sample, marks, n, is_alike);
  for (size_t i = 0; i < n; i++)
    if (order[i] == like || (is_alike[i] && ectopy_study_counts (self->study, order[i])))
      alike[n_alike++] = order[i];
  ectopy_recording_session_select_beats (self, alike, n_alike, like);
  return n_alike;
}

void
ectopy_recording_session_move (EctopyRecordingSession *self, int by)
{
  size_t n, place;
  const guint32 *order;

  if (self->study == NULL)
    return;
  order = ectopy_study_get_order (self->study, &n);
  if (n == 0)
    return;
  if (self->selected == ECTOPY_NO_BEAT) {
    const double rate = ectopy_recording_get_rate_hz (self->recording);
    const double from = isnan (self->range_from) ? self->view.start_s : self->range_from;

    place = ectopy_study_find_place (self->study, (gint64) (from * rate));
    if (by < 0 && place > 0)
      place--;
  } else {
    place = ectopy_study_get_place (self->study, self->selected);
    if (by < 0 ? place < (size_t) -by : place + (size_t) by >= n)
      place = by < 0 ? 0 : n - 1;
    else
      place += (size_t) by;
  }
  ectopy_recording_session_select (self, order[MIN (place, n - 1)]);
}

void
ectopy_recording_session_check_selection (EctopyRecordingSession *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->selection->len; i++) {
    const guint32 beat = g_array_index (self->selection, guint32, i);

    if (ectopy_study_get_place (self->study, beat) != G_MAXSIZE)
      g_array_index (self->selection, guint32, kept++) = beat;
  }
  g_array_set_size (self->selection, kept);
  g_array_sort_with_data (self->selection, compare_places, self->study);
  if (self->selected != ECTOPY_NO_BEAT &&
      ectopy_study_get_place (self->study, self->selected) == G_MAXSIZE)
    self->selected = kept > 0 ? g_array_index (self->selection, guint32, 0) : ECTOPY_NO_BEAT;
}

/* ---- The chosen stretch, and calipers ---- */

void
ectopy_recording_session_get_range (EctopyRecordingSession *self, double *from_s, double *to_s)
{
  *from_s = self->range_from;
  *to_s = self->range_to;
}

/* A stretch chooses the beats in it; a cursor none. */
void
ectopy_recording_session_set_range (EctopyRecordingSession *self, double from_s, double to_s)
{
  const double duration = ectopy_recording_session_get_duration_s (self);
  const double rate = self->recording != NULL ? ectopy_recording_get_rate_hz (self->recording) : 0;
  size_t n, first, end;
  const guint32 *order;

  if (self->study == NULL)
    return;
  self->range_from = CLAMP (MIN (from_s, to_s), 0, duration);
  self->range_to = CLAMP (MAX (from_s, to_s), 0, duration);
  order = ectopy_study_get_order (self->study, &n);
  first = ectopy_study_find_place (self->study, (gint64) ceil (self->range_from * rate));
  end = ectopy_study_find_place (self->study, (gint64) floor (self->range_to * rate) + 1);
  if (self->range_to <= self->range_from)
    end = first;
  ectopy_recording_session_select_beats (self, order + first, end - first,
                                         end > first ? order[first] : ECTOPY_NO_BEAT);
}

EctopyCalipers
ectopy_recording_session_get_calipers (EctopyRecordingSession *self)
{
  return self->calipers;
}

void
ectopy_recording_session_set_calipers (EctopyRecordingSession *self, const EctopyCalipers *calipers)
{
  self->calipers = *calipers;
  ectopy_recording_session_emit (self, ECTOPY_CALIPERS_CHANGED);
}

/* ---- Strips for the report ---- */

guint
ectopy_recording_session_keep_strip (EctopyRecordingSession *self)
{
  const gboolean has_range = self->range_to > self->range_from;
  const EctopyTimeSpan strip = {
    has_range ? self->range_from : self->view.start_s,
    has_range ? self->range_to
              : MIN (self->view.start_s + self->view.length_s,
                     ectopy_recording_session_get_duration_s (self)),
  };

  g_array_append_val (self->strips, strip);
  return self->strips->len;
}

void
ectopy_recording_session_drop_strips (EctopyRecordingSession *self)
{
  g_array_set_size (self->strips, 0);
}

const EctopyTimeSpan *
ectopy_recording_session_get_strips (EctopyRecordingSession *self, size_t *n)
{
  *n = self->strips->len;
  return (const EctopyTimeSpan *) self->strips->data;
}
