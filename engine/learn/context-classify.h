/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/classify.h"
#include "engine/signal/context.h"

G_BEGIN_DECLS

/**
 * ectopy_context_classify:
 * @classifier: of a model that reads beats with what is around them
 * @leads: `[n_leads]`: the same beats in several leads
 * @n_leads: at least 1
 * @probabilities: (out caller-allocates): `[n, 5]`, in the order N S V F Q
 * @hidden: (out caller-allocates) (optional): `[n, n_hidden]`: the last hidden layer, the mean of the leads
 * @progress: (nullable): called on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * The model looks at each lead by itself; of the leads' probabilities the geometric mean is taken.
 *
 * Returns: FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean ectopy_context_classify (EctopyClassifier *classifier,
                                  const EctopyContext *const *leads,
                                  guint n_leads,
                                  float *probabilities,
                                  float *hidden,
                                  EctopyProgressFunc progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GError **error);

/**
 * ectopy_context_classify_some:
 * @classifier: as above
 * @leads: `[n_leads]`: likewise
 * @n_leads: likewise
 * @beats: `[n]`: which of their beats
 * @n: how many; may be 0
 * @probabilities: (out caller-allocates): `[n, 5]`
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * As ectopy_context_classify(), of some beats.
 *
 * Returns: FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean ectopy_context_classify_some (EctopyClassifier *classifier,
                                       const EctopyContext *const *leads,
                                       guint n_leads,
                                       const size_t *beats,
                                       size_t n,
                                       float *probabilities,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
