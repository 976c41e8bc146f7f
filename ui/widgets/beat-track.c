/* SPDX-License-Identifier: MIT */
#include "ui/widgets/beat-track.h"

#include "ui/paint/rate-paint.h"

#include <math.h>

/* Kept with the study it is of, and made again when it is asked for after a change. */
typedef struct {
  EctopyBeatTrack track;
  gboolean is_stale;
} Kept;

static void
clear (EctopyBeatTrack *track)
{
  g_free (track->numbers);
  g_free (track->times);
  g_free (track->rr_s);
  g_free (track->classes);
  g_free (track->references);
  g_free (track->statuses);
  g_free (track->is_moved);
  g_free (track->counted_times);
  g_free (track->counted_rr_s);
  g_free (track->counted_classes);
  g_clear_pointer (&track->excluded, g_array_unref);
  g_clear_pointer (&track->pauses, g_array_unref);
  *track = (EctopyBeatTrack){ .n = 0 };
}

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  clear (&kept->track);
  g_free (kept);
}

static void
take_beats (EctopyBeatTrack *track, EctopyStudy *study, double rate_hz)
{
  const guint32 *order = ectopy_study_get_order (study, &track->n);
  const size_t n = MAX (track->n, 1);

  track->numbers = g_new (guint32, n);
  track->times = g_new (double, n);
  track->rr_s = g_new (float, n);
  track->classes = g_new (guint8, n);
  track->references = g_new (guint8, n);
  track->statuses = g_new (guint8, n);
  track->is_moved = g_new (guint8, n);
  for (size_t i = 0; i < track->n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, order[i]);
    const EctopyFoundBeat *found = ectopy_study_get_found (study, order[i]);

    track->numbers[i] = order[i];
    track->times[i] = (double) state.sample / rate_hz;
    track->rr_s[i] = NAN;
    track->classes[i] = state.beat_class;
    track->references[i] = found != NULL && found->code != 0
                               ? (guint8) ectopy_annotation_code_class (found->code)
                               : ECTOPY_CLASS_NONE;
    track->statuses[i] = state.status;
    track->is_moved[i] = found != NULL && found->sample != state.sample;
  }
}

/* Those that count are among those seen, in the same order. */
static void
take_counted (EctopyBeatTrack *track, EctopyStudy *study)
{
  const guint32 *counted = ectopy_study_get_counted (study, &track->n_counted);
  const size_t n = MAX (track->n_counted, 1);
  size_t place = 0;

  track->counted_times = g_new (double, n);
  track->counted_rr_s = g_new (float, n);
  track->counted_classes = g_new (guint8, n);
  for (size_t i = 0; i < track->n_counted; i++) {
    while (track->numbers[place] != counted[i])
      place++;
    track->rr_s[place] = (float) ectopy_study_get_rr_before (study, counted[i]);
    track->counted_times[i] = track->times[place];
    track->counted_rr_s[i] = track->rr_s[place];
    track->counted_classes[i] = track->classes[place];
  }
  ectopy_rate_find_range (track->counted_rr_s, track->n_counted, &track->low_s, &track->high_s);
}

static void
take_stretches (EctopyBeatTrack *track, EctopyStudy *study, double rate_hz)
{
  const GArray *spans = ectopy_study_get_spans (study);
  const GArray *episodes = ectopy_study_get_episodes (study);

  track->excluded = g_array_new (FALSE, FALSE, sizeof (EctopyTimeSpan));
  track->pauses = g_array_new (FALSE, FALSE, sizeof (EctopyTimeSpan));
  for (guint i = 0; i < spans->len; i++) {
    const EctopySpan *span = &g_array_index (spans, EctopySpan, i);
    const EctopyTimeSpan stretch = { (double) span->from / rate_hz, (double) span->to / rate_hz };

    g_array_append_val (track->excluded, stretch);
  }
  for (guint i = 0; i < episodes->len; i++) {
    const EctopyEpisode *episode = &g_array_index (episodes, EctopyEpisode, i);

    if (episode->kind == ECTOPY_EPISODE_PAUSE && episode->first + 1 < track->n_counted) {
      const EctopyTimeSpan stretch = { track->counted_times[episode->first],
                                       track->counted_times[episode->first + 1] };

      g_array_append_val (track->pauses, stretch);
    }
  }
}

static void
changed_cb (EctopyStudy *study, Kept *kept)
{
  kept->is_stale = TRUE;
}

const EctopyBeatTrack *
ectopy_beat_track_of (EctopyStudy *study)
{
  static GQuark quark;
  Kept *kept;

  if (quark == 0)
    quark = g_quark_from_static_string ("ectopy-beat-track");
  kept = g_object_get_qdata (G_OBJECT (study), quark);
  if (kept == NULL) {
    kept = g_new0 (Kept, 1);
    kept->is_stale = TRUE;
    g_signal_connect (study, "changed", G_CALLBACK (changed_cb), kept);
    g_object_set_qdata_full (G_OBJECT (study), quark, kept, kept_free);
  }
  if (kept->is_stale) {
    const double rate_hz = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));

    clear (&kept->track);
    take_beats (&kept->track, study, rate_hz);
    take_counted (&kept->track, study);
    take_stretches (&kept->track, study, rate_hz);
    kept->is_stale = FALSE;
  }
  return &kept->track;
}

size_t
ectopy_beat_track_find (const EctopyBeatTrack *track, double time_s)
{
  size_t low = 0, high = track->n;

  while (low < high) {
    const size_t middle = low + (high - low) / 2;

    if (track->times[middle] < time_s)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
