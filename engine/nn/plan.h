/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/nn/network-spec.h"

#include <stdint.h>

G_BEGIN_DECLS

#define ECTOPY_PLAN_NONE SIZE_MAX

/**
 * EctopyPlanBuffer:
 * @length: samples of an item
 * @channels: floats of a sample
 * @step: rows from one item to the next; those beyond @length are zero where a convolution reads
 *   them (of an activation) or is run backwards over them (of a product's gradient)
 * @item_step: floats from one item to the next: @step x @channels, and more where a dense layer reads
 *   the items: at a multiple of a page all of them would want the same lines of the cache
 * @margin: zero rows before the first item and after the last
 * @is_product: holds what a product gave, and later its gradient in the same place; otherwise an
 *   activation, with a gradient of its own
 * @wants_gradient: false for the input
 *
 * `[item, step, channels]`: channels last, a whole batch one long signal.
 */
typedef struct {
  size_t length;
  size_t channels;
  size_t step;
  size_t item_step;
  size_t margin;
  gboolean is_product;
  gboolean wants_gradient;
} EctopyPlanBuffer;

typedef enum { ECTOPY_OP_CONV, ECTOPY_OP_DENSE, ECTOPY_OP_POINTWISE } EctopyOpKind;

typedef enum {
  ECTOPY_POOL_NONE,
  ECTOPY_POOL_MAX,
  ECTOPY_POOL_AVERAGE,
} EctopyPool;

/**
 * EctopyOp:
 *
 * What is done in one go. Weights and the like are offsets into the parameter block (or into the
 * state block: running mean and variance), %ECTOPY_PLAN_NONE where there is none.
 *
 * A convolution or dense layer is a bare product. All that happens to a value between two products
 * is one pointwise op, in this order: batch-norm (or bias), sum with the shortcut, ReLU, pool,
 * dropout; layers in another order become several ops.
 */
typedef struct {
  EctopyOpKind kind;
  size_t layer; /* the spec's, for names */
  gboolean is_shortcut;
  size_t in;
  size_t out;
  size_t out_length;    /* rows it writes: the buffer behind a flatten has another shape */
  gboolean first_to_in; /* backward: overwrites the gradient of @in rather than adding to it */

  /* products */
  size_t kernel;
  size_t stride;
  size_t dilation;
  size_t pad_left;
  size_t weight; /* [kernel, in channels, out channels] or [in, out] */

  /* pointwise */
  size_t bias;
  size_t gamma;
  size_t beta;
  size_t running; /* mean, then variance */
  double momentum;
  double epsilon;
  double gamma_init;
  size_t shortcut; /* buffer */
  gboolean first_to_shortcut;
  gboolean relu;
  EctopyPool pool;
  size_t pool_size;
  size_t pool_stride;
  size_t pool_left;
  double drop;
} EctopyOp;

/**
 * EctopyPlan:
 *
 * @side: the buffer of the side values, or %ECTOPY_PLAN_NONE
 * @hidden: the buffer that the last dense layer reads
 *
 * A network's ops in order, with the buffers between them. Buffer 0 is the input, the last op's
 * output are the logits. The first @n_decayed parameters are weights, the rest biases and the like.
 */
typedef struct {
  size_t n_ops;
  EctopyOp *ops;
  size_t n_buffers;
  EctopyPlanBuffer *buffers;
  size_t side;
  size_t hidden;
  size_t n_parameters;
  size_t n_decayed;
  size_t n_states;
} EctopyPlan;

/* Returns: (transfer full): the plan of a parsed network. */
EctopyPlan *ectopy_plan_new (const EctopyNetworkSpec *spec);

void ectopy_plan_free (EctopyPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyPlan, ectopy_plan_free)

G_END_DECLS
