/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/study.h"

G_BEGIN_DECLS

/**
 * ectopy_review_cost:
 * @given: the class a beat is shown with
 * @truth: the class it may be of
 *
 * What it costs to leave a beat with another class than its own, in units of one normal beat called
 * supraventricular. Rows are the class given, columns the truth:
 *
 * |   | N | S | V | F | Q |
 * |---|---|---|---|---|---|
 * | N | 0 | 3 | 5 | 3 | 1 |
 * | S | 1 | 0 | 4 | 3 | 1 |
 * | V | 2 | 2 | 0 | 1 | 1 |
 * | F | 2 | 2 | 1 | 0 | 1 |
 * | Q | 1 | 3 | 5 | 3 | 0 |
 *
 * - A V beat that is missed (5) is worst: burden, couplets and runs rest on it, and nobody looks for what
 *   is not marked. Taken for S (4) it is at least seen as ectopic.
 * - An S beat that is missed (3) hides runs of S beats, but decides less.
 * - A fusion beat is partly ventricular: missed it counts as an S beat (3), between V and F the error is
 *   one of degree (1).
 * - A normal beat called V or F (2), or S (1), is an alarm that is there to be seen and dismissed.
 * - A beat called Q is in no count: what it hides costs as much as under N.
 * - A paced or unclassifiable beat decides nothing here (1).
 *
 * Returns: 0 where both are the same
 */
double ectopy_review_cost (guint given, guint truth);

/* Expected costs from which a beat is due to be looked at: those of a normal beat that is a ventricular
 * one in one of ten such cases. */
#define ECTOPY_REVIEW_DUE 0.5

/* How much more a beat counts: its class makes or breaks a couplet or run (it is in one, or a neighbour is
 * ectopic); a pause ends at it; the detector could not analyse the stretch, where probabilities promise
 * more than they keep. They multiply. */
#define ECTOPY_REVIEW_RUN    2.0
#define ECTOPY_REVIEW_PAUSE  1.5
#define ECTOPY_REVIEW_UNSURE 1.5

/* A beat that nobody has looked at. */
typedef struct {
  guint32 beat;
  float cost; /* expected */
} EctopyReviewItem;

/**
 * EctopyReviewQueue:
 * @items: `[n]`: the dearest first; of equal ones the earlier in the recording
 * @n: beats that count and that nobody has looked at
 * @n_due: the first of them, whose cost is %ECTOPY_REVIEW_DUE or more
 * @places: `[n_numbers]`: place of each beat of the study in @items; G_MAXUINT32 for those not in it
 * @n_numbers: beats of the study
 *
 * In which order a person should look at the beats of a study.
 */
typedef struct {
  EctopyReviewItem *items;
  size_t n;
  size_t n_due;
  guint32 *places;
  size_t n_numbers;
} EctopyReviewQueue;

/**
 * ectopy_review_queue_new:
 * @study: a study
 *
 * Orders the beats by expected cost: the sum over the classes other than the one given of the
 * probability of each times ectopy_review_cost(), times what a beat counts more where it is. Sorts: some
 * 30 ms for 100,000 beats. The thread of @study.
 *
 * Returns: (transfer full): the queue of what stands now
 */
EctopyReviewQueue *ectopy_review_queue_new (EctopyStudy *study);

void ectopy_review_queue_free (EctopyReviewQueue *queue);

/* The expected cost of a beat; not-a-number for one that is not in the queue. */
double ectopy_review_queue_get_cost (const EctopyReviewQueue *queue, guint32 beat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyReviewQueue, ectopy_review_queue_free)

G_END_DECLS
