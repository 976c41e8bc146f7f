/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

/**
 * EctopyEpisodeKind:
 * @ECTOPY_EPISODE_COUPLET: two ectopic beats of one class together
 * @ECTOPY_EPISODE_RUN: three or more
 * @ECTOPY_EPISODE_BIGEMINY: every second beat is ventricular, three times or more
 * @ECTOPY_EPISODE_TRIGEMINY: every third
 * @ECTOPY_EPISODE_PAUSE: more than 2 s without a beat
 */
typedef enum {
  ECTOPY_EPISODE_COUPLET,
  ECTOPY_EPISODE_RUN,
  ECTOPY_EPISODE_BIGEMINY,
  ECTOPY_EPISODE_TRIGEMINY,
  ECTOPY_EPISODE_PAUSE,
} EctopyEpisodeKind;

#define ECTOPY_N_EPISODE_KINDS 5

/* Seconds without a beat that make a pause. */
#define ECTOPY_PAUSE_S 2.0

/**
 * EctopyEpisode:
 * @kind: what
 * @beat_class: of the ectopic beats; normal for a pause
 * @first: the first beat, as an index
 * @n_beats: beats, the normal ones between ectopic ones counted; 2 for a pause: those around it
 */
typedef struct {
  EctopyEpisodeKind kind;
  EctopyBeatClass beat_class;
  size_t first;
  size_t n_beats;
} EctopyEpisode;

/* (transfer none): "couplet", "run", "bigeminy", "trigeminy" or "pause". */
const char *ectopy_episode_kind_name (EctopyEpisodeKind kind);

/**
 * ectopy_episodes_find:
 * @times: `[n]`: of the beats, seconds, rising
 * @classes: `[n]`: of #EctopyBeatClass, or %ECTOPY_CLASS_NONE
 * @is_unsure: (nullable): `[n]`: beats in stretches that cannot be analysed; no episode has one
 * @n: beats
 *
 * Finds what happens between beats, in order of the first beat. Couplets and runs are of V or of S
 * beats; beats two pauses apart make no couplet. Any thread.
 *
 * Returns: (transfer full) (element-type EctopyEpisode): episodes
 */
GArray *ectopy_episodes_find (const double *times,
                              const guint8 *classes,
                              const guint8 *is_unsure,
                              size_t n);

G_END_DECLS
