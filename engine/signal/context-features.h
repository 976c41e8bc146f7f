/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyContextFeature:
 *
 * What is told of a beat besides its samples. L is the natural logarithm of an interval in seconds (see
 * #EctopyRhythm), before the beat where nothing else is said; "long" is the 80 % point of L over the beats
 * around, "usual" the beat that comes late in its surroundings, which is sinus rhythm even where most beats
 * are ectopic. Intervals of time are of the window, in seconds from the beat.
 *
 * P waves are coherent where the stretches before the beats around that come later than 65 % of them, each less
 * its mean and by its norm, add up: 1 where all are the same, near 0 in fibrillation, which has none.
 */
typedef enum {
  ECTOPY_CONTEXT_RR,          /* L */
  ECTOPY_CONTEXT_RR_STEP,     /* L less that after the beat */
  ECTOPY_CONTEXT_RR_RECORD,   /* L less its 90 % point of the record */
  ECTOPY_CONTEXT_NEXT_RECORD, /* that after the beat, likewise */
  ECTOPY_CONTEXT_RR_LONG,     /* L less the long one */
  ECTOPY_CONTEXT_NEXT_LONG,   /* that after the beat */
  ECTOPY_CONTEXT_LAST_LONG,   /* that before the beat before */
  ECTOPY_CONTEXT_NEXT2_LONG,  /* that after the next */
  ECTOPY_CONTEXT_LONG_LOCAL,  /* the long one less the median around */
  ECTOPY_CONTEXT_QRS_LIKE,    /* correlation with the usual beat, -0.10 to 0.12 s */
  ECTOPY_CONTEXT_QRS_OFF,     /* logarithm of the squared difference from it by its own square */
  ECTOPY_CONTEXT_WIDTH, /* seconds between 5 % and 95 % of the squared slope, -0.15 to 0.17 s */
  ECTOPY_CONTEXT_WIDER, /* that less the median of late beats */
  ECTOPY_CONTEXT_P_LIKE, /* largest correlation with the usual beat, -0.25 to -0.08 s, moved by 24 ms */
  ECTOPY_CONTEXT_P_COHERENT,  /* how alike the P waves of the later beats around are: see below */
  ECTOPY_CONTEXT_T_LIKE,      /* correlation, 0.15 to 0.45 s */
  ECTOPY_CONTEXT_HEIGHT,      /* logarithm of the height of the complex */
  ECTOPY_CONTEXT_UPWARD,      /* share of it that is above the level, less that of the usual beat */
  ECTOPY_CONTEXT_GROUP_SHARE, /* logarithm of the share of beats of its shape in the record */
  ECTOPY_CONTEXT_GROUP_EARLIES, /* share of these that come early by more than exp (0.15) */
  ECTOPY_N_CONTEXT_FEATURES,

  /* Not for networks: what tells a recording from others. */
  ECTOPY_CONTEXT_IRREGULAR =
      ECTOPY_N_CONTEXT_FEATURES, /* the median step from beat to beat around */
  ECTOPY_CONTEXT_EARLY,          /* share of early beats around */
  ECTOPY_N_CONTEXT_ALL
} EctopyContextFeature;

/* (transfer none): a name for tables, such as "rr-long". */
const char *ectopy_context_feature_name (guint feature);

G_END_DECLS
