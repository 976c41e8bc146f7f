/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-track.h"

#include <math.h>

/* Both leads unreadable, in the subtype of a mark ~. */
#define UNREADABLE 0x30

/* A walk through the marks. */
typedef struct {
  const EctopyAnnotation *marks;
  size_t n_marks;
  size_t i; /* the next one */
  gint64 window;
  gint64 last_flutter_end;
} Walk;

static gboolean
begins_shutdown (const EctopyAnnotation *mark)
{
  return mark->code == ECTOPY_CODE_NOISE && (mark->subtype & UNREADABLE) == UNREADABLE;
}

static gint64
last_beat (const EctopyEc57Track *track)
{
  return track->beats->len > 0
             ? g_array_index (track->beats, EctopyEc57Beat, track->beats->len - 1).sample
             : 0;
}

/* Whether one of @stretches, all of which began before now, does so in [@from, @to). */
static gboolean
begins_between (const GArray *stretches, gint64 from, gint64 to)
{
  for (guint i = stretches->len; i > 0; i--) {
    const gint64 begin = g_array_index (stretches, EctopyEc57Stretch, i - 1).begin;

    if (begin < from)
      return FALSE;
    if (begin < to)
      return TRUE;
  }
  return FALSE;
}

static void
add_beat (EctopyEc57Track *track, const EctopyAnnotation *mark, size_t i, EctopyEc57Label label)
{
  const gint64 before = last_beat (track);
  const gboolean is_interval = before != 0 &&
                               !begins_between (track->flutters, before, mark->sample) &&
                               !begins_between (track->shutdowns, before, mark->sample);
  const EctopyEc57Beat beat = {
    .sample = mark->sample,
    .rr = is_interval ? mark->sample - before : 0,
    .mark = i,
    .label = label,
  };

  g_array_append_val (track->beats, beat);
}

/* From [ on. */
static void
add_flutter (EctopyEc57Track *track, Walk *walk, gint64 begin)
{
  EctopyEc57Stretch stretch = { begin, ECTOPY_EC57_NEVER };

  while (walk->i < walk->n_marks && stretch.end == ECTOPY_EC57_NEVER) {
    const EctopyAnnotation *mark = &walk->marks[walk->i++];

    if (mark->code == ECTOPY_CODE_FLUTTER_END)
      stretch.end = mark->sample;
  }
  walk->last_flutter_end = stretch.end;
  g_array_append_val (track->flutters, stretch);
}

/* From a ~ on. */
static void
add_shutdown (EctopyEc57Track *track, Walk *walk, gint64 begin)
{
  const EctopyAnnotation *next = &walk->marks[walk->i];
  EctopyEc57Stretch stretch = { begin, ECTOPY_EC57_NEVER };

  if (walk->i < walk->n_marks) {
    if (next->code == ECTOPY_CODE_NOISE && !begins_shutdown (next)) {
      stretch.end = next->sample;
      walk->i++;
    } else {
      stretch.end = next->sample - walk->window;
      stretch.begin = MIN (MAX (walk->last_flutter_end, last_beat (track)) + walk->window,
                           stretch.end);
    }
  }
  g_array_append_val (track->shutdowns, stretch);
}

EctopyEc57Track *
ectopy_ec57_track_new (const EctopyAnnotation *marks,
                       size_t n_marks,
                       EctopyEc57Map map,
                       gint64 window)
{
  EctopyEc57Track *track = g_new (EctopyEc57Track, 1);
  Walk walk = { .marks = marks, .n_marks = n_marks, .window = window };

  track->beats = g_array_new (FALSE, FALSE, sizeof (EctopyEc57Beat));
  track->flutters = g_array_new (FALSE, FALSE, sizeof (EctopyEc57Stretch));
  track->shutdowns = g_array_new (FALSE, FALSE, sizeof (EctopyEc57Stretch));
  while (walk.i < n_marks) {
    const size_t i = walk.i++;
    const EctopyEc57Label label = ectopy_ec57_label (map, marks[i].code);

    if (ABS (marks[i].sample) > ECTOPY_EC57_LONGEST)
      continue;
    if (label < ECTOPY_EC57_O)
      add_beat (track, &marks[i], i, label);
    else if (marks[i].code == ECTOPY_CODE_FLUTTER_START)
      add_flutter (track, &walk, marks[i].sample);
    else if (begins_shutdown (&marks[i]))
      add_shutdown (track, &walk, marks[i].sample);
  }
  return track;
}

void
ectopy_ec57_track_free (EctopyEc57Track *track)
{
  g_array_unref (track->beats);
  g_array_unref (track->flutters);
  g_array_unref (track->shutdowns);
  g_free (track);
}

gint64
ectopy_ec57_samples (double seconds, double rate_hz)
{
  const double samples = floor (seconds * rate_hz + 0.5);

  if (!(samples > 0))
    return 0;
  return samples < (double) ECTOPY_EC57_LONGEST ? (gint64) samples : ECTOPY_EC57_LONGEST;
}

gint64
ectopy_ec57_track_at (const EctopyEc57Track *track, size_t i)
{
  return i < track->beats->len ? g_array_index (track->beats, EctopyEc57Beat, i).sample
                               : ECTOPY_EC57_NEVER;
}

size_t
ectopy_ec57_track_find (const EctopyEc57Track *track, gint64 sample)
{
  size_t low = 0, high = track->beats->len;

  while (low < high) {
    const size_t middle = low + (high - low) / 2;

    if (ectopy_ec57_track_at (track, middle) < sample)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gboolean
ectopy_ec57_stretches_hold (const GArray *stretches, gint64 sample)
{
  guint low = 0, high = stretches->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (g_array_index (stretches, EctopyEc57Stretch, middle).begin <= sample)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 && sample <= g_array_index (stretches, EctopyEc57Stretch, low - 1).end;
}
