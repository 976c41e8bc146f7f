/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/core/workers.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ECTOPY_QRS_MAX_LEADS 64

/**
 * EctopyQrsInput:
 * @leads: `[n_leads]` of `[n_samples]`, mV; values that are not finite are gaps
 * @n_leads: 1 to %ECTOPY_QRS_MAX_LEADS
 * @n_samples: of each lead
 * @rate_hz: %ECTOPY_BEATS_MIN_RATE_HZ to %ECTOPY_BEATS_MAX_RATE_HZ
 * @mark_lead: the lead on whose R peaks the marks are put, where it has any
 * @workers: (nullable): a team to share the work; the result does not depend on it
 *
 * A recording, all lent.
 */
typedef struct {
  const float *const *leads;
  guint n_leads;
  size_t n_samples;
  double rate_hz;
  guint mark_lead;
  EctopyWorkers *workers;
} EctopyQrsInput;

/**
 * EctopyQrs:
 * @sample: of the R peak, in the recording
 * @score: how much speaks for it; around 0 is doubtful, above 0.5 clear
 * @is_unsure: whether it lies in a stretch that cannot be analysed
 *
 * One beat found.
 */
typedef struct {
  size_t sample;
  float score;
  gboolean is_unsure;
} EctopyQrs;

/* What is wrong with a second of a lead. */
typedef enum {
  ECTOPY_LEAD_OFF = 1 << 0,   /* no signal, or no beats where other leads have them */
  ECTOPY_LEAD_NOISY = 1 << 1, /* background of half the height of a QRS complex or more */
} EctopyLeadFlags;

/**
 * EctopyQrsResult:
 * @beats: `[n_beats]`, rising
 * @n_beats: how many
 * @n_seconds: whole seconds, the last may be cut
 * @n_leads: as in the input
 * @lead_flags: `[n_leads, n_seconds]` of #EctopyLeadFlags
 * @is_unsure: `[n_seconds]`: 1 where nothing can be said: every lead off or noisy, or no quiet line
 *   between beats (flutter, fibrillation, heavy noise), in stretches of 3 s or more
 */
typedef struct {
  EctopyQrs *beats;
  size_t n_beats;
  size_t n_seconds;
  guint n_leads;
  guint8 *lead_flags;
  guint8 *is_unsure;
} EctopyQrsResult;

/**
 * ectopy_qrs_detect:
 * @input: a recording
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Finds the beats of a whole recording, looking ahead as well as back. The leads are brought to
 * 120 Hz; an envelope of the energy around 15 Hz, which does not depend on polarity, is measured
 * against the level that QRS complexes have thereabouts; leads are weighted by how far these stand
 * out; and from the maxima the sequence with the best sum of scores is chosen, in which T waves, too
 * short intervals and too long ones have their cost. The marks are put on the R peak at the
 * recording's own rate.
 *
 * Memory: two floats for each lead and one more, every 1/120 s. The result does not depend on the amplitude's
 * unit above 0.001. Any thread.
 *
 * Sources of the principles: Pan and Tompkins (1985); Hamilton (2002); Elgendi (2013); Viterbi (1967).
 *
 * Returns: (transfer full) (nullable): the beats, perhaps none; NULL with %ECTOPY_ERROR_EMPTY for
 *   less than 2 s, %ECTOPY_ERROR_ARGUMENT, %ECTOPY_ERROR_MEMORY or %G_IO_ERROR_CANCELLED
 */
EctopyQrsResult *ectopy_qrs_detect (const EctopyQrsInput *input,
                                    EctopyProgressFunc progress,
                                    gpointer progress_data,
                                    GCancellable *cancellable,
                                    GError **error);

void ectopy_qrs_result_free (EctopyQrsResult *result);

/* The lead to mark on: the one called MLII or II, else the first. @names: `[n]`, may hold NULL. */
guint ectopy_qrs_choose_lead (const char *const *names, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyQrsResult, ectopy_qrs_result_free)

G_END_DECLS
