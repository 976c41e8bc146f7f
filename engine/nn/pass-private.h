/* SPDX-License-Identifier: MIT */
#pragma once

/* What the parts of pass.c share. */
#include "engine/nn/conv1d.h"
#include "engine/nn/dense.h"
#include "engine/nn/pass.h"
#include "engine/nn/pointwise.h"

#include <string.h>

G_BEGIN_DECLS

/* What an op keeps besides its plan. */
typedef struct {
  EctopyConv1d conv;
  EctopyDense dense;
  EctopyPointwise form;
  float *packed;          /* weights for the forward product */
  float *packed_backward; /* weights for the backward product */
  float *transposed;      /* scratch of their packing */
  float *d_weight;        /* [shards, weights] */
  float *scale;           /* [7, channels]: scale, shift, mean, grad_z, grad_y, grad_1, 1 / std */
  double *sums;           /* [shards, 2, channels] */
} OpState;

typedef struct {
  EctopyPass *pass;
  size_t op;
  size_t first; /* items [first, end) */
  size_t end;
  size_t shard;
  gboolean is_first_block;
  guint thread;
} Piece;

typedef void (*PieceFunc) (const Piece *piece);
typedef void (*SerialFunc) (EctopyPass *pass, size_t op);
typedef size_t (*CountFunc) (const EctopyPass *pass, size_t op);
typedef void (*PartFunc) (EctopyPass *pass, size_t op, size_t part);

/* One step: for pieces of the batch, or once, or for parts of something else. */
typedef struct {
  size_t op;
  PieceFunc piece;
  PieceFunc whole;
  SerialFunc serial;
  CountFunc count;
  PartFunc part;
} Step;

struct _EctopyPass {
  const EctopyNetwork *network;
  const EctopyPass *like; /* whose packed weights are shared, or NULL */
  const EctopyPlan *plan;
  gboolean training;
  size_t capacity;
  size_t n_classes;
  guint n_threads;

  float *block;      /* all activations and gradients */
  float **values;    /* [n_buffers]: item 0 of each */
  float **gradients; /* [n_buffers]: item 0 of each; a product's is its value */
  float *scratch;    /* [threads, scratch_len] */
  size_t scratch_len;
  float *probabilities; /* [capacity, n_classes] */
  double *losses;       /* [capacity] */
  float *packs;         /* all packed weights */
  float *coefficients;
  float *partials;
  double *sums;
  OpState *states;

  GArray *forward;     /* Step */
  GArray *forward_few; /* Step: for fewer items than workers, who then share each product */
  GArray *backward;    /* Step */

  /* of the batch at hand */
  size_t n_items;
  size_t shard_items;
  EctopyTrainStep *step;
  EctopyFillFunc fill;
  gpointer user_data;
  const Step *group; /* steps [group, group + n_group) run piece by piece */
  size_t n_group;
};

static inline float *
item_value (const EctopyPass *pass, size_t buffer, size_t item)
{
  const EctopyPlanBuffer *b = &pass->plan->buffers[buffer];

  return pass->values[buffer] + item * b->item_step;
}

static inline float *
item_gradient (const EctopyPass *pass, size_t buffer, size_t item)
{
  const EctopyPlanBuffer *b = &pass->plan->buffers[buffer];

  return pass->gradients[buffer] + item * b->item_step;
}

static inline float *
thread_scratch (const EctopyPass *pass, guint thread)
{
  return pass->scratch + thread * pass->scratch_len;
}

static inline size_t
in_channels (const EctopyPass *pass, const EctopyOp *op)
{
  return pass->plan->buffers[op->in].channels;
}

static inline size_t
n_weights (const EctopyPass *pass, const EctopyOp *op)
{
  return op->kernel * in_channels (pass, op) * pass->plan->buffers[op->out].channels;
}

static inline gboolean
has_norm (const EctopyOp *op)
{
  return op->gamma != ECTOPY_PLAN_NONE;
}

static inline size_t
n_shards (const EctopyPass *pass)
{
  return (pass->n_items + pass->shard_items - 1) / pass->shard_items;
}

static inline const float *
shortcut_value (const EctopyPass *pass, const EctopyOp *op, size_t item)
{
  return op->shortcut != ECTOPY_PLAN_NONE ? item_value (pass, op->shortcut, item) : NULL;
}

/* Adds up the shards' sums, in order, into the first's. */
static inline void
add_shards (EctopyPass *pass, size_t index)
{
  double *sums = pass->states[index].sums;
  const size_t n = 2 * in_channels (pass, &pass->plan->ops[index]);

  for (size_t s = 1; s < n_shards (pass); s++)
    for (size_t c = 0; c < n; c++)
      sums[c] += sums[s * n + c];
}

/* ---- Lists of steps ---- */

static inline void
add_pieces (GArray *steps, size_t op, PieceFunc func)
{
  const Step step = { .op = op, .piece = func };

  g_array_append_val (steps, step);
}

/* @func once, for the whole batch as one piece. */
static inline void
add_whole (GArray *steps, size_t op, PieceFunc func)
{
  const Step step = { .op = op, .whole = func };

  g_array_append_val (steps, step);
}

static inline void
add_serial (GArray *steps, size_t op, SerialFunc func)
{
  const Step step = { .op = op, .serial = func };

  g_array_append_val (steps, step);
}

static inline void
add_parts (GArray *steps, size_t op, CountFunc count, PartFunc part)
{
  const Step step = { .op = op, .count = count, .part = part };

  g_array_append_val (steps, step);
}

/* pass-forward.c: fills the lists of the forward steps. */
void ectopy_pass_plan_forward (EctopyPass *pass);
void ectopy_pass_plan_forward_few (EctopyPass *pass);

/* pass-forward.c: lays out the weights of op @index as its products want them. */
void ectopy_pass_pack (EctopyPass *pass, size_t index);

/* pass-forward.c: the coefficients of ops without batch-norm, and of all ops in use: what does not
 * change from batch to batch. */
void ectopy_pass_set_fixed_coefficients (EctopyPass *pass);

/* pass-backward.c: fills the list of the backward steps. */
void ectopy_pass_plan_backward (EctopyPass *pass);

/* pass-memory.c: allocates all that a pass needs. */
gboolean ectopy_pass_allocate (EctopyPass *pass, GError **error);

G_END_DECLS
