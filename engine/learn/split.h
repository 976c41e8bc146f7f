/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_split_stratified:
 * @labels: (nullable): `[n]`, the class of each row; NULL for rows of one kind
 * @n: rows
 * @fraction: share of each class that is set aside, between 0 and 1
 * @seed: of the choice
 * @train: (out) (transfer full): `[n_train]`, rows in rising order, for g_free()
 * @n_train: (out): how many
 * @validation: (out) (transfer full): `[n_validation]`, the other rows in rising order, for g_free()
 * @n_validation: (out): how many
 *
 * Divides rows in two at random, each class in the same proportion, rounded to whole rows. A class
 * of two rows or more has one on either side at least; a class of one row stays in @train. Rows
 * without a class count as a class. Any thread.
 */
void ectopy_split_stratified (const guint8 *labels,
                              size_t n,
                              double fraction,
                              guint64 seed,
                              size_t **train,
                              size_t *n_train,
                              size_t **validation,
                              size_t *n_validation);

/**
 * ectopy_split_folds:
 * @labels: (nullable): `[n]`, the class of each row
 * @n: rows
 * @n_folds: at least 2
 * @seed: of the choice
 *
 * Deals the rows of each class to the folds in turn, in random order, so that the folds' counts of
 * any class differ by one at most, and so do their sizes. A class of fewer rows than folds is
 * missing from some. Any thread.
 *
 * Returns: (transfer full): `[n]`, 0 to `n_folds - 1`: the fold of each row, for g_free()
 */
guint *ectopy_split_folds (const guint8 *labels, size_t n, guint n_folds, guint64 seed);

/**
 * ectopy_split_by_fold:
 * @folds: `[n]`, from ectopy_split_folds()
 * @n: rows
 * @fold: which one is set aside
 * @train: (out) (transfer full): `[n_train]`, rows of the other folds in rising order
 * @n_train: (out): how many
 * @validation: (out) (transfer full): `[n_validation]`, rows of @fold in rising order
 * @n_validation: (out): how many
 *
 * One turn of a cross-validation.
 */
void ectopy_split_by_fold (const guint *folds,
                           size_t n,
                           guint fold,
                           size_t **train,
                           size_t *n_train,
                           size_t **validation,
                           size_t *n_validation);

G_END_DECLS
