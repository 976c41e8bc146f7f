/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57.h"

G_BEGIN_DECLS

/* Later than any sample: where there is no further beat, and the end of what never ends. Small
 * enough for differences of two places never to overflow. */
#define ECTOPY_EC57_NEVER (G_GINT64_CONSTANT (1) << 60)

/* No recording is longer, in samples; marks beyond are a damaged file's and are passed over. */
#define ECTOPY_EC57_LONGEST (ECTOPY_EC57_NEVER / 4)

/**
 * EctopyEc57Beat:
 * @sample: where
 * @rr: samples since the beat before; 0 where flutter or a shutdown began between them, and where
 *   there is none before
 * @mark: which of the marks it is, as an index
 * @label: its class
 */
typedef struct {
  gint64 sample;
  gint64 rr;
  size_t mark;
  EctopyEc57Label label;
} EctopyEc57Beat;

/* Both ends belong to it. */
typedef struct {
  gint64 begin;
  gint64 end;
} EctopyEc57Stretch;

/**
 * EctopyEc57Track:
 * @beats: (element-type EctopyEc57Beat): in order
 * @flutters: (element-type EctopyEc57Stretch): ventricular flutter or fibrillation, from [ to ]
 * @shutdowns: (element-type EctopyEc57Stretch): where no lead was readable
 *
 * What one side says of a recording, as far as the standard looks at it.
 */
typedef struct {
  GArray *beats;
  GArray *flutters;
  GArray *shutdowns;
} EctopyEc57Track;

/**
 * ectopy_ec57_track_new:
 * @marks: `[n_marks]`, in order of their samples
 * @n_marks: how many
 * @map: which mark is of which class
 * @window: how far apart two marks of one beat may be, in samples
 *
 * Reads marks as `bxb` does. From [ to ] all marks are passed over; without a ] that goes on to the
 * end. A shutdown begins with a mark ~ whose subtype has both of the bits 16 and 32, and ends with
 * the next mark where that is another ~. In files that have only one ~ in the middle of each
 * shutdown it reaches from @window after the last beat, or the last ], to @window before the next
 * mark. Any thread.
 *
 * Returns: (transfer full): beats and stretches
 */
EctopyEc57Track *ectopy_ec57_track_new (const EctopyAnnotation *marks,
                                        size_t n_marks,
                                        EctopyEc57Map map,
                                        gint64 window);

void ectopy_ec57_track_free (EctopyEc57Track *track);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyEc57Track, ectopy_ec57_track_free)

/* Seconds as samples, the nearest; from 0 to %ECTOPY_EC57_LONGEST. */
gint64 ectopy_ec57_samples (double seconds, double rate_hz);

/* The sample of beat @i, or %ECTOPY_EC57_NEVER past the last. */
gint64 ectopy_ec57_track_at (const EctopyEc57Track *track, size_t i);

/* The first beat at @sample or later; their number where there is none. */
size_t ectopy_ec57_track_find (const EctopyEc57Track *track, gint64 sample);

/* Whether @sample lies in one of @stretches, which are in order. */
gboolean ectopy_ec57_stretches_hold (const GArray *stretches, gint64 sample);

G_END_DECLS
