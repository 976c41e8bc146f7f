/* SPDX-License-Identifier: MIT */
#include "ui/widgets/trace-setup.h"

#include "ui/widgets/beat-track.h"

#include <math.h>

#define OWN_ROOM 0.8  /* of a lead's room, for a signal that has no gain of its own */
#define BESIDE   2u   /* beats to either side of the view */
#define MORE     64.0 /* samples likewise */
#define FEWEST   0.02 /* of the unit: a signal that stands still is not blown up beyond this */

static gboolean
is_ecg (const char *unit)
{
  return unit == NULL || g_str_equal (unit, "mV");
}

/* ---- Leads ---- */

static void
take_leads (EctopyTraceSetup *setup, EctopyRecordingSession *session)
{
  EctopyRecording *recording = ectopy_recording_session_get_recording (session);
  const size_t n_leads = ectopy_recording_get_n_leads (recording);
  size_t n = 0;

  setup->leads = g_new0 (EctopyTraceLead, n_leads);
  setup->numbers = g_new (size_t, n_leads);
  for (size_t i = 0; i < n_leads; i++)
    if (ectopy_recording_session_is_lead_shown (session, i)) {
      setup->numbers[n] = i;
      setup->leads[n++] = (EctopyTraceLead){
        .name = ectopy_recording_get_lead_name (recording, i),
        .unit = ectopy_recording_get_lead_unit (recording, i),
      };
    }
  setup->scene.leads = setup->leads;
  setup->scene.n_leads = n;
}

/* One gain for all leads of the ECG: what is higher is higher. Others fill their room. */
static void
choose_gains (EctopyTraceSetup *setup, EctopyTraceSource *source, double asked)
{
  const double room_mm = setup->layout.room / setup->scene.mm;
  double gain = asked > 0 ? asked : INFINITY;

  for (size_t i = 0; i < setup->scene.n_leads; i++) {
    EctopyTraceLead *lead = &setup->leads[i];
    double low, high;

    ectopy_trace_source_get_shown_range (source, setup->numbers[i], &low, &high);
    lead->middle = (low + high) / 2;
    if (!is_ecg (lead->unit))
      lead->gain_mm = OWN_ROOM * room_mm / MAX (high - low, FEWEST);
    else if (!(asked > 0))
      gain = MIN (gain, ectopy_trace_fit_gain (low, high, room_mm));
  }
  setup->gain_mm_mv = 0;
  for (size_t i = 0; i < setup->scene.n_leads; i++)
    if (is_ecg (setup->leads[i].unit))
      setup->gain_mm_mv = setup->leads[i].gain_mm = gain;
}

void
ectopy_trace_setup_init (EctopyTraceSetup *setup,
                         EctopyRecordingSession *session,
                         const EctopyTraceSize *size)
{
  const EctopyRecordingView view = ectopy_recording_session_get_view (session);
  double per_second;

  *setup = (EctopyTraceSetup){
    .scene = { .start_s = view.start_s,
               .length_s = view.length_s,
               .mm = size->mm,
               .font_size = size->font_size },
  };
  take_leads (setup, session);
  ectopy_trace_layout_init (&setup->layout, &setup->scene, size->width, size->height);
  per_second = setup->layout.width * size->scale / view.length_s;
  setup->start_px = round (view.start_s * per_second);
  setup->scene.start_s = setup->start_px / per_second;
  choose_gains (setup, ectopy_recording_session_get_source (session), view.gain_mm_mv);
  ectopy_recording_session_get_range (session, &setup->scene.range.from_s,
                                      &setup->scene.range.to_s);
}

/* ---- Signal ---- */

static void
take_samples (EctopyTraceSetup *setup, EctopyTraceSource *source, size_t i)
{
  EctopyRecording *recording = ectopy_trace_source_get_recording (source);
  const double rate_hz = ectopy_recording_get_rate_hz (recording);
  const double n_samples = (double) ectopy_recording_get_n_samples (recording);
  const double end_s = setup->scene.start_s + setup->scene.length_s;
  const size_t first = (size_t) CLAMP (floor (setup->scene.start_s * rate_hz) - MORE, 0, n_samples);
  const size_t end = (size_t) CLAMP (ceil (end_s * rate_hz) + MORE, (double) first, n_samples);

  setup->leads[i].samples = ectopy_trace_source_get_samples (source, setup->numbers[i], first,
                                                             end - first);
  setup->leads[i].n_samples = end - first;
  setup->leads[i].first_s = (double) first / rate_hz;
  setup->leads[i].rate_hz = rate_hz;
}

static void
take_columns (EctopyTraceSetup *setup, EctopyTraceSource *source, size_t i, double scale)
{
  const double rate_hz = ectopy_recording_get_rate_hz (ectopy_trace_source_get_recording (source));
  const size_t n = (size_t) MAX (round (setup->layout.width * scale), 1);
  float *low = g_new (float, n), *high = g_new (float, n);

  ectopy_trace_source_get_columns (source, setup->numbers[i], setup->scene.start_s * rate_hz,
                                   setup->scene.length_s * rate_hz / (double) n, n, low, high);
  g_ptr_array_add (setup->columns, low);
  g_ptr_array_add (setup->columns, high);
  setup->leads[i].low = low;
  setup->leads[i].high = high;
  setup->leads[i].n_columns = n;
}

/* ---- Beats ---- */

static EctopyMarkState
mark_of (const EctopyBeatTrack *track, size_t i)
{
  if (track->statuses[i] == ECTOPY_BEAT_CORRECTED || track->statuses[i] == ECTOPY_BEAT_ADDED ||
      track->is_moved[i])
    return ECTOPY_MARK_RINGED;
  return track->statuses[i] == ECTOPY_BEAT_PREDICTED ? ECTOPY_MARK_HOLLOW : ECTOPY_MARK_PLAIN;
}

static void
add_beat (EctopyTraceSetup *setup,
          EctopyRecordingSession *session,
          const EctopyBeatTrack *track,
          size_t i,
          gboolean looks_selected)
{
  const gboolean is_current = track->numbers[i] == ectopy_recording_session_get_selected (session);
  const EctopyTraceBeat beat = {
    .time_s = track->times[i],
    .rr_before_s = (double) track->rr_s[i],
    .beat_class = track->classes[i],
    .reference = track->references[i],
    .mark = mark_of (track, i),
    .is_rejected = track->statuses[i] == ECTOPY_BEAT_REJECTED,
    .is_current = is_current,
    .is_selected = is_current || (looks_selected && ectopy_recording_session_is_selected (
                                                        session, track->numbers[i])),
  };

  g_array_append_val (setup->beats, beat);
}

/* Where there are very many: of each class one a pixel, and no normal ones, which are not marked. */
static gboolean
is_left_out (const EctopyTraceSetup *setup,
             const EctopyBeatTrack *track,
             size_t i,
             double last[ECTOPY_N_CLASSES + 1])
{
  const guint c = MIN (track->classes[i], ECTOPY_N_CLASSES);
  double x;

  if (mark_of (track, i) == ECTOPY_MARK_RINGED || track->statuses[i] == ECTOPY_BEAT_REJECTED)
    return FALSE;
  if (c == ECTOPY_CLASS_N)
    return TRUE;
  x = floor (ectopy_trace_layout_x (&setup->layout, &setup->scene, track->times[i]) + 1e-6);
  if (x == last[c])
    return TRUE;
  last[c] = x;
  return FALSE;
}

static void
take_beats (EctopyTraceSetup *setup, EctopyRecordingSession *session)
{
  EctopyStudy *study = ectopy_recording_session_get_study (session);
  const EctopyBeatTrack *track = ectopy_beat_track_of (study);
  const size_t first = ectopy_beat_track_find (track, setup->scene.start_s);
  const size_t end = ectopy_beat_track_find (track, setup->scene.start_s + setup->scene.length_s);
  double last[ECTOPY_N_CLASSES + 1] = { NAN, NAN, NAN, NAN, NAN, NAN };
  const guint32 selected = ectopy_recording_session_get_selected (session);
  size_t n_selected;
  gboolean is_few;

  ectopy_recording_session_get_selection (session, &n_selected);
  setup->scene.n_in_view = end - first;
  is_few = end - first <= ECTOPY_TRACE_MANY_BEATS;
  for (size_t i = first > BESIDE ? first - BESIDE : 0; i < MIN (end + BESIDE, track->n); i++)
    if (is_few || track->numbers[i] == selected || !is_left_out (setup, track, i, last))
      add_beat (setup, session, track, i, is_few && n_selected > 1);
  setup->scene.beats = (const EctopyTraceBeat *) (gpointer) setup->beats->data;
  setup->scene.n_beats = setup->beats->len;
  setup->scene.excluded = (const EctopyTimeSpan *) (gpointer) track->excluded->data;
  setup->scene.n_excluded = track->excluded->len;
}

void
ectopy_trace_setup_take_signal (EctopyTraceSetup *setup,
                                EctopyRecordingSession *session,
                                const EctopyTraceSize *size)
{
  EctopyTraceSource *source = ectopy_recording_session_get_source (session);
  const double rate_hz = ectopy_recording_get_rate_hz (ectopy_trace_source_get_recording (source));
  const double per_pixel = setup->scene.length_s * rate_hz / (setup->layout.width * size->scale);

  setup->beats = g_array_new (FALSE, FALSE, sizeof (EctopyTraceBeat));
  setup->columns = g_ptr_array_new_with_free_func (g_free);
  for (size_t i = 0; i < setup->scene.n_leads; i++)
    if (per_pixel <= ECTOPY_TRACE_DENSE)
      take_samples (setup, source, i);
    else
      take_columns (setup, source, i, size->scale);
  if (ectopy_recording_session_get_study (session) != NULL)
    take_beats (setup, session);
}

void
ectopy_trace_setup_clear (EctopyTraceSetup *setup)
{
  g_free (setup->numbers);
  g_free (setup->leads);
  g_clear_pointer (&setup->beats, g_array_unref);
  g_clear_pointer (&setup->columns, g_ptr_array_unref);
  *setup = (EctopyTraceSetup){ .numbers = NULL };
}

size_t
ectopy_trace_setup_find_lead (const EctopyTraceSetup *setup, size_t number)
{
  for (size_t i = 0; i < setup->scene.n_leads; i++)
    if (setup->numbers[i] == number)
      return i;
  return G_MAXSIZE;
}
