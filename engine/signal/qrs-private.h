/* SPDX-License-Identifier: MIT */
#pragma once

/* What the stages of the detector share; for "engine/signal/qrs*.c" only. */
#include "engine/signal/qrs.h"

G_BEGIN_DECLS

#define ECTOPY_QRS_RATE  120 /* Hz, of the working copy */
#define ECTOPY_QRS_BLOCK 12  /* working samples: 0.1 s */
#define ECTOPY_QRS_PAD   16  /* held values before and behind the working copy */

/**
 * EctopyQrsLead:
 * @copy: `[n]` at 120 Hz, mV, with ECTOPY_QRS_PAD held values at either side
 * @envelope: `[n]`, mV
 * @lost: `[n_blocks]`: 1 for gaps and their neighbours
 * @top: `[n_blocks]`: largest envelope; NaN for lost blocks
 * @level: `[n_blocks]`: what QRS complexes have thereabouts
 * @background: `[n_blocks]`: what lies between them
 * @presence: `[n_blocks]`: largest envelope around
 * @share: `[n_blocks]`: the lead's part in the sum, 0 to 1
 *
 * A lead at work.
 */
typedef struct {
  float *memory; /* of copy */
  float *copy;
  float *envelope;
  guint8 *lost;
  float *top;
  float *level;
  float *background;
  float *presence;
  float *share;
} EctopyQrsLead;

/* A maximum that may be a beat. */
typedef struct {
  size_t at; /* working sample */
  float score;
  float sharpness;
} EctopyQrsCandidate;

/**
 * EctopyQrsWork:
 * @fused: `[n]`: the sum of the leads, about 1 at a QRS complex
 * @quiet: `[n_halves]`: median of the fused maxima, each half second
 * @gap_blocks: `[n_blocks + 1]`: blocks before that are lost in every lead
 *
 * A recording at work.
 */
typedef struct {
  const EctopyQrsInput *input;
  double ratio; /* samples of the recording to a working sample */
  size_t n;
  size_t n_blocks;
  size_t n_seconds;
  size_t n_halves;
  EctopyQrsLead *leads;
  float *fused;
  float *quiet;
  guint32 *gap_blocks;
  EctopyQrsCandidate *candidates;
  size_t n_candidates;
} EctopyQrsWork;

/* Working copy and envelope of a lead. */
void ectopy_qrs_make_envelope (const EctopyQrsWork *work, guint lead);

/* Levels of a lead, then the shares of all. Returns: FALSE if there is not enough memory. */
gboolean ectopy_qrs_measure_levels (const EctopyQrsWork *work, guint lead);
void ectopy_qrs_share_out (const EctopyQrsWork *work);

/* The sum of the leads, and the maxima in it. FALSE and %ECTOPY_ERROR_MEMORY. */
void ectopy_qrs_fuse (EctopyQrsWork *work);
gboolean ectopy_qrs_find_candidates (EctopyQrsWork *work, GError **error);

/* (transfer full): `[n_chosen]`, places of candidates, rising. NULL and %ECTOPY_ERROR_MEMORY. */
guint32 *ectopy_qrs_choose (const EctopyQrsWork *work, size_t *n_chosen, GError **error);

/* The sample of the R peak of a candidate. */
size_t ectopy_qrs_mark (const EctopyQrsWork *work, const EctopyQrsCandidate *candidate);

G_END_DECLS
