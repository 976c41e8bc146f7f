/* SPDX-License-Identifier: MIT */
#include "engine/learn/split.h"

#include "engine/core/rng.h"

#include <math.h>

#define N_LABELS 256 /* all that a byte can say */

/* Returns: (transfer full): the rows of @label in random order, which depends on no other class. */
static size_t *
shuffled_rows (const guint8 *labels, size_t n, guint label, guint64 seed, size_t *n_rows)
{
  size_t *rows = g_new (size_t, n);
  EctopyRng rng;

  *n_rows = 0;
  for (size_t i = 0; i < n; i++)
    if ((labels != NULL ? labels[i] : 0) == label)
      rows[(*n_rows)++] = i;
  ectopy_rng_init (&rng, seed, label);
  ectopy_rng_shuffle (&rng, rows, *n_rows);
  return rows;
}

static void
find_labels (const guint8 *labels, size_t n, gboolean present[N_LABELS])
{
  for (guint label = 0; label < N_LABELS; label++)
    present[label] = FALSE;
  for (size_t i = 0; i < n; i++)
    present[labels != NULL ? labels[i] : 0] = TRUE;
}

void
ectopy_split_stratified (const guint8 *labels,
                         size_t n,
                         double fraction,
                         guint64 seed,
                         size_t **train,
                         size_t *n_train,
                         size_t **validation,
                         size_t *n_validation)
{
  g_autofree guint *sides = g_new0 (guint, n);
  gboolean present[N_LABELS];

  g_return_if_fail (fraction > 0 && fraction < 1);

  find_labels (labels, n, present);
  for (guint label = 0; label < N_LABELS; label++) {
    g_autofree size_t *rows = NULL;
    size_t n_rows, n_aside;

    if (!present[label])
      continue;
    rows = shuffled_rows (labels, n, label, seed, &n_rows);
    n_aside = (size_t) round ((double) n_rows * fraction);
    n_aside = n_rows < 2 ? 0 : CLAMP (n_aside, 1, n_rows - 1);
    for (size_t i = 0; i < n_aside; i++)
      sides[rows[i]] = 1;
  }
  ectopy_split_by_fold (sides, n, 1, train, n_train, validation, n_validation);
}

guint *
ectopy_split_folds (const guint8 *labels, size_t n, guint n_folds, guint64 seed)
{
  guint *folds;
  gboolean present[N_LABELS];
  guint next = 0; /* goes on from class to class, which keeps the sizes even */

  g_return_val_if_fail (n_folds >= 2, NULL);

  folds = g_new0 (guint, n);
  find_labels (labels, n, present);
  for (guint label = 0; label < N_LABELS; label++) {
    g_autofree size_t *rows = NULL;
    size_t n_rows;

    if (!present[label])
      continue;
    rows = shuffled_rows (labels, n, label, seed, &n_rows);
    for (size_t i = 0; i < n_rows; i++) {
      folds[rows[i]] = next;
      next = (next + 1) % n_folds;
    }
  }
  return folds;
}

void
ectopy_split_by_fold (const guint *folds,
                      size_t n,
                      guint fold,
                      size_t **train,
                      size_t *n_train,
                      size_t **validation,
                      size_t *n_validation)
{
  *train = g_new (size_t, n);
  *validation = g_new (size_t, n);
  *n_train = 0;
  *n_validation = 0;
  for (size_t i = 0; i < n; i++)
    if (folds[i] == fold)
      (*validation)[(*n_validation)++] = i;
    else
      (*train)[(*n_train)++] = i;
}
