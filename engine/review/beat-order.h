/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/corrections.h"

G_BEGIN_DECLS

typedef enum {
  ECTOPY_SORT_ROW,
  ECTOPY_SORT_LEAST_CONFIDENT,
  ECTOPY_SORT_MOST_CONFIDENT,
  ECTOPY_SORT_CLASS, /* by shown class, then row */
} EctopyBeatSort;

typedef enum {
  ECTOPY_AGREEMENT_ANY,
  ECTOPY_AGREEMENT_YES, /* the class given is the true one */
  ECTOPY_AGREEMENT_NO,
} EctopyAgreement;

/**
 * EctopyBeatFilter:
 * @classes: which shown classes; bit 5 for beats that have none yet
 * @agreement: of the class predicted and the true one; beats without either pass only ANY
 * @least_confidence: 0 to 1
 * @most_confidence: 0 to 1; beats not yet classified pass only the full range
 * @truth: only beats of this true class, %ECTOPY_CLASS_NONE for all
 * @predicted: only beats given this class, %ECTOPY_CLASS_NONE for all
 * @reviewed: 0 for all, 1 for beats with a verdict, 2 for those without
 * @sort: in which order
 *
 * Which beats are shown, and how: a plain value.
 */
typedef struct {
  guint classes;
  EctopyAgreement agreement;
  double least_confidence;
  double most_confidence;
  guint truth;
  guint predicted;
  guint reviewed;
  EctopyBeatSort sort;
} EctopyBeatFilter;

/* All beats by row. */
#define ECTOPY_BEAT_FILTER_ALL                                                                     \
  ((EctopyBeatFilter){ .classes = 0x3f,                                                            \
                       .most_confidence = 1,                                                       \
                       .truth = ECTOPY_CLASS_NONE,                                                 \
                       .predicted = ECTOPY_CLASS_NONE })

/**
 * EctopyBeatFacts:
 * @n_rows: beats
 * @labels: (nullable): `[n_rows]`, as in the file
 * @predicted: `[n_rows]`, %ECTOPY_CLASS_NONE for those not yet classified
 * @confidence: `[n_rows]`, 0 to 1
 * @corrections: (nullable): what a person has said
 *
 * What is known of the beats of a file; all lent. The shown class is a verdict's, else the predicted
 * one; the true class is a verdict's, else the label.
 */
typedef struct {
  size_t n_rows;
  const guint8 *labels;
  const guint8 *predicted;
  const float *confidence;
  EctopyCorrections *corrections;
} EctopyBeatFacts;

/* %ECTOPY_CLASS_NONE where there is none. */
guint ectopy_beat_facts_shown (const EctopyBeatFacts *facts, size_t row);
guint ectopy_beat_facts_truth (const EctopyBeatFacts *facts, size_t row);

/* Whether predicted and true class are both known and differ. */
gboolean ectopy_beat_facts_disagrees (const EctopyBeatFacts *facts, size_t row);

/* Whether @row passes @filter. */
gboolean
ectopy_beat_facts_passes (const EctopyBeatFacts *facts, const EctopyBeatFilter *filter, size_t row);

/**
 * ectopy_beat_order_new:
 * @facts: what is known
 * @filter: which, and how
 * @n_rows: (out): how many pass
 *
 * Takes time in proportion to the rows, whatever the order (1 to 5 ms for 90,000).
 *
 * Returns: (transfer full): `[n_rows]`, for g_free(): the rows that pass, in order; equals by row
 */
guint32 *ectopy_beat_order_new (const EctopyBeatFacts *facts,
                                const EctopyBeatFilter *filter,
                                size_t *n_rows);

G_END_DECLS
