/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/signal/context.h"

G_BEGIN_DECLS

/* Samples of a usual beat that are compared, from 96 ms before to 448 ms after, at 125 a second. */
#define ECTOPY_FAMILIAR_SHAPE 69

/* Figures of a rhythm that are compared. */
#define ECTOPY_FAMILIAR_RHYTHM 8

/**
 * EctopyFamiliarity:
 * @n_leads: leads that were learned from
 * @shapes: `[n_leads, 69]`: the usual beat of each, less its mean
 * @rhythms: `[n_leads, 8]`: means of six rhythm features, spread of two, by @scale
 * @scale: `[8]`: the spread of each figure over the leads
 * @shape_limit: distance from the nearest that 95 % of the records learned from do not exceed when they are
 *   compared with those of other patients
 * @rhythm_limit: likewise
 *
 * What the records that a model has learned from look like, so that one that looks otherwise can be told. Beats
 * with what is around them are beside what is usual in their record, so a network sees little of what is
 * unusual about a record as a whole: this does.
 */
typedef struct {
  size_t n_leads;
  float *shapes;
  float *rhythms;
  float scale[ECTOPY_FAMILIAR_RHYTHM];
  float shape_limit;
  float rhythm_limit;
} EctopyFamiliarity;

/**
 * EctopyUnlike:
 * @shape: how far the usual beats are from the nearest that were learned from, by the limit
 * @rhythm: the rhythm, likewise
 *
 * Above 1: a recording unlike those learned from. NaN where it was not measured.
 */
typedef struct {
  double shape;
  double rhythm;
} EctopyUnlike;

/* The larger of both; NaN where neither was measured. */
double ectopy_unlike_most (const EctopyUnlike *unlike);

/* (transfer full): with arrays for so many leads, all zero. */
EctopyFamiliarity *ectopy_familiarity_new (size_t n_leads);

/**
 * ectopy_familiarity_learn:
 * @leads: `[n_leads]`: leads that were learned from; those of a record one after another
 * @patients: `[n_leads]`: whose each is
 * @records: `[n_leads]`: the record of each
 * @n_leads: at least 1
 *
 * Returns: (transfer full) (nullable): NULL with fewer than five patients: too few to tell what is unusual
 */
EctopyFamiliarity *ectopy_familiarity_learn (const EctopyContext *const *leads,
                                             const char *const *patients,
                                             const char *const *records,
                                             size_t n_leads);

/* (transfer full) (nullable): of NULL NULL. */
EctopyFamiliarity *ectopy_familiarity_copy (const EctopyFamiliarity *familiarity);

void ectopy_familiarity_free (EctopyFamiliarity *familiarity);

/**
 * ectopy_familiarity_measure:
 * @familiarity: of a model
 * @leads: `[n_leads]`: those of a recording
 * @n_leads: at least 1
 *
 * A lead's distance is the mean of those to its three nearest: of shapes the root of the mean squared difference
 * after the best shift of up to 48 ms, upright or upside down; of rhythms the same of the figures. A recording's
 * is the mean of its leads. Any thread.
 *
 * Returns: the distances by their limits
 */
EctopyUnlike ectopy_familiarity_measure (const EctopyFamiliarity *familiarity,
                                         const EctopyContext *const *leads,
                                         guint n_leads);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyFamiliarity, ectopy_familiarity_free)

G_END_DECLS
