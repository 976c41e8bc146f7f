/* SPDX-License-Identifier: MIT */
#include "engine/nn/plan.h"

/* How far a pointwise op has got in its fixed order. */
typedef enum {
  STAGE_BEGIN,
  STAGE_NORM,
  STAGE_SUM,
  STAGE_RELU,
  STAGE_POOL,
  STAGE_DROP,
} Stage;

typedef struct {
  const EctopyNetworkSpec *spec;
  GArray *ops;
  GArray *buffers;
  size_t side;      /* the buffer of the side values */
  size_t here;      /* the buffer that holds the value so far */
  EctopyOp pending; /* the pointwise op being put together on top of it */
  Stage stage;
  gboolean is_open; /* whether there is such an op: always, after a product */
  size_t n_weights;
  size_t n_others;
  size_t n_states;
  GArray *shortcuts; /* buffers of the open residuals and sides: what is added at their ends */
} Planner;

static EctopyPlanBuffer *
buffer (Planner *p, size_t index)
{
  return &g_array_index (p->buffers, EctopyPlanBuffer, index);
}

static size_t
add_buffer (Planner *p, size_t length, size_t channels, gboolean is_product)
{
  const EctopyPlanBuffer added = {
    .length = length,
    .channels = channels,
    .step = length,
    .is_product = is_product,
    .wants_gradient = p->buffers->len > 0,
  };

  g_array_append_val (p->buffers, added);
  return p->buffers->len - 1;
}

/* Parameters of both kinds are counted apart; finish_offsets() puts the second behind the first. */
static size_t
take (size_t *counter, size_t n)
{
  const size_t offset = *counter;

  *counter += n;
  return offset;
}

static void
open_pointwise (Planner *p, size_t layer)
{
  if (p->is_open)
    return;
  p->pending = (EctopyOp){
    .kind = ECTOPY_OP_POINTWISE,
    .layer = layer,
    .in = p->here,
    .bias = ECTOPY_PLAN_NONE,
    .gamma = ECTOPY_PLAN_NONE,
    .beta = ECTOPY_PLAN_NONE,
    .running = ECTOPY_PLAN_NONE,
    .shortcut = ECTOPY_PLAN_NONE,
    .weight = ECTOPY_PLAN_NONE,
    .pool_size = 1,
    .pool_stride = 1,
  };
  p->stage = STAGE_BEGIN;
  p->is_open = TRUE;
}

/* Ends the pointwise op, so that the value lies in an activation. */
static void
flush (Planner *p)
{
  const EctopyPlanBuffer *in;
  size_t length;

  if (!p->is_open)
    return;
  in = buffer (p, p->here);
  length = in->length;
  if (p->pending.pool != ECTOPY_POOL_NONE)
    length = p->spec->layers[p->pending.layer].out_length;
  p->pending.out_length = length;
  p->pending.out = add_buffer (p, length, in->channels, FALSE);
  g_array_append_val (p->ops, p->pending);
  p->here = p->pending.out;
  p->is_open = FALSE;
}

/* Makes room for a step of @stage: a new op if the one at hand is past it. */
static void
reach (Planner *p, Stage stage, size_t layer)
{
  if (p->is_open && p->stage >= stage)
    flush (p);
  open_pointwise (p, layer);
  p->stage = stage;
}

static void
add_norm (Planner *p, const EctopyLayerSpec *layer)
{
  const size_t n = buffer (p, p->here)->channels;

  p->pending.gamma = take (&p->n_others, n);
  p->pending.beta = take (&p->n_others, n);
  p->pending.running = take (&p->n_states, 2 * n);
  p->pending.momentum = layer->momentum;
  p->pending.epsilon = layer->epsilon;
  p->pending.gamma_init = layer->gamma;
}

static void
add_product (Planner *p, EctopyOpKind kind, size_t index, const EctopyLayerSpec *layer)
{
  const size_t in_channels = buffer (p, p->here)->channels;
  EctopyOp op = {
    .kind = kind,
    .layer = index,
    .in = p->here,
    .kernel = MAX (layer->kernel, 1),
    .stride = MAX (layer->stride, 1),
    .dilation = MAX (layer->dilation, 1),
    .pad_left = layer->pad_left,
    .bias = ECTOPY_PLAN_NONE,
    .gamma = ECTOPY_PLAN_NONE,
    .beta = ECTOPY_PLAN_NONE,
    .running = ECTOPY_PLAN_NONE,
    .shortcut = ECTOPY_PLAN_NONE,
  };

  op.weight = take (&p->n_weights, op.kernel * in_channels * layer->out_channels);
  op.out = add_buffer (p, layer->out_length, layer->out_channels, TRUE);
  op.out_length = layer->out_length;
  g_array_append_val (p->ops, op);
  p->here = op.out;
  open_pointwise (p, index);
  if (layer->bias)
    p->pending.bias = take (&p->n_others, layer->out_channels);
}

static void
begin_residual (Planner *p, size_t index, const EctopyLayerSpec *layer)
{
  static const EctopyLayerSpec norm = { .momentum = 0.99, .epsilon = 1e-3, .gamma = 1 };
  size_t from, shortcut;

  flush (p);
  from = shortcut = p->here;
  if (layer->projection) {
    EctopyLayerSpec one_tap = *layer;

    one_tap.kernel = one_tap.dilation = 1;
    /* Of one sample the stride leaves one: a dense layer may read it too, and wants no gaps. */
    if (layer->in_length == 1)
      one_tap.stride = 1;
    one_tap.bias = FALSE;
    add_product (p, ECTOPY_OP_CONV, index, &one_tap);
    g_array_index (p->ops, EctopyOp, p->ops->len - 1).is_shortcut = TRUE;
    reach (p, STAGE_NORM, index);
    add_norm (p, &norm);
    p->pending.is_shortcut = TRUE;
    flush (p);
    shortcut = p->here;
    p->here = from;
  }
  g_array_append_val (p->shortcuts, shortcut);
}

static void
begin_side (Planner *p)
{
  flush (p);
  g_array_append_val (p->shortcuts, p->here);
  p->here = p->side;
}

static void
end_block (Planner *p, size_t index)
{
  reach (p, STAGE_SUM, index);
  p->pending.shortcut = g_array_index (p->shortcuts, size_t, p->shortcuts->len - 1);
  g_array_set_size (p->shortcuts, p->shortcuts->len - 1);
}

static void
add_pool (Planner *p, size_t index, const EctopyLayerSpec *layer)
{
  reach (p, STAGE_POOL, index);
  p->pending.layer = index;
  p->pending.pool = layer->kind == ECTOPY_LAYER_MAX_POOL ? ECTOPY_POOL_MAX : ECTOPY_POOL_AVERAGE;
  p->pending.pool_size = layer->units;
  p->pending.pool_stride = layer->stride;
  p->pending.pool_left = layer->pad_left;
}

static void
add_layer (Planner *p, size_t index)
{
  const EctopyLayerSpec *layer = &p->spec->layers[index];

  switch (layer->kind) {
  case ECTOPY_LAYER_CONV:
    flush (p);
    add_product (p, ECTOPY_OP_CONV, index, layer);
    break;
  case ECTOPY_LAYER_DENSE:
    flush (p);
    add_product (p, ECTOPY_OP_DENSE, index, layer);
    break;
  case ECTOPY_LAYER_BATCH_NORM:
    reach (p, STAGE_NORM, index);
    add_norm (p, layer);
    break;
  case ECTOPY_LAYER_RELU:
    reach (p, STAGE_RELU, index);
    p->pending.relu = TRUE;
    break;
  case ECTOPY_LAYER_MAX_POOL:
  case ECTOPY_LAYER_AVERAGE_POOL:
  case ECTOPY_LAYER_GLOBAL_AVERAGE_POOL:
    add_pool (p, index, layer);
    break;
  case ECTOPY_LAYER_DROPOUT:
    reach (p, STAGE_DROP, index);
    p->pending.drop = layer->rate;
    break;
  case ECTOPY_LAYER_FLATTEN:
    /* An activation without zero rows between the items is flat as it lies: only its shape changes,
     * by an op that copies. A dropout or pool before it stays in that op. */
    open_pointwise (p, index);
    flush (p);
    buffer (p, p->here)->channels *= buffer (p, p->here)->length;
    buffer (p, p->here)->length = buffer (p, p->here)->step = 1;
    break;
  case ECTOPY_LAYER_RESIDUAL:
    begin_residual (p, index, layer);
    break;
  case ECTOPY_LAYER_SIDE:
    begin_side (p);
    break;
  case ECTOPY_LAYER_END:
    end_block (p, index);
    break;
  case ECTOPY_LAYER_SOFTMAX:
    flush (p);
    break;
  default:
    g_assert_not_reached ();
  }
}

static size_t
ceil_div (size_t a, size_t b)
{
  return (a + b - 1) / b;
}

/* Rows of zeros that a convolution wants between the items it reads, and, in units of its output,
 * between the gradients it is run backwards over. */
static gboolean
step_suits (const EctopyOp *op, const EctopyPlanBuffer *in, const EctopyPlanBuffer *out)
{
  const size_t reach = (op->kernel - 1) * op->dilation;
  const size_t last_read = (out->length - 1) * op->stride + reach;
  const size_t pad_right = last_read + 1 > in->length + op->pad_left
                               ? last_read + 1 - in->length - op->pad_left
                               : 0;
  const size_t gap = in->step - in->length;
  const size_t out_step = in->step / op->stride;
  const size_t back_left = reach > op->pad_left ? ceil_div (reach - op->pad_left, op->stride) : 0;
  const size_t back_last = (in->length - 1 + op->pad_left) / op->stride;
  const size_t back_right = back_last > out->length - 1 ? back_last - (out->length - 1) : 0;

  return in->step % op->stride == 0 && gap >= MAX (op->pad_left, pad_right) &&
         out_step >= out->length + MAX (back_left, back_right);
}

/* Grows the steps of the activations until all convolutions that read them are content; the step of
 * a product follows from that of its input. */
static void
settle_steps (Planner *p)
{
  const EctopyOp *ops = (const EctopyOp *) (gpointer) p->ops->data;
  gboolean changed = TRUE;

  while (changed) {
    changed = FALSE;
    for (guint i = 0; i < p->ops->len; i++)
      while (ops[i].kind == ECTOPY_OP_CONV &&
             !step_suits (&ops[i], buffer (p, ops[i].in), buffer (p, ops[i].out))) {
        buffer (p, ops[i].in)->step++;
        changed = TRUE;
      }
  }
  for (guint i = 0; i < p->ops->len; i++) {
    EctopyPlanBuffer *in = buffer (p, ops[i].in);
    EctopyPlanBuffer *out = buffer (p, ops[i].out);
    const size_t reach = ops[i].kernel * ops[i].dilation;

    if (ops[i].kind != ECTOPY_OP_CONV)
      continue;
    out->step = in->step / ops[i].stride;
    in->margin = MAX (in->margin, reach + ops[i].stride);
    out->margin = MAX (out->margin, reach + 1);
  }
}

/* Steps of items that are read by dense layers only, which need not be next to each other. */
static void
settle_item_steps (Planner *p)
{
  const EctopyOp *ops = (const EctopyOp *) (gpointer) p->ops->data;
  enum { PAGE_FLOATS = 1024, LINE_FLOATS = 16 };

  for (guint i = 0; i < p->buffers->len; i++)
    buffer (p, i)->item_step = buffer (p, i)->step * buffer (p, i)->channels;
  for (guint i = 0; i < p->ops->len; i++)
    if (ops[i].kind == ECTOPY_OP_DENSE && buffer (p, ops[i].in)->margin == 0 &&
        buffer (p, ops[i].in)->item_step % PAGE_FLOATS == 0)
      buffer (p, ops[i].in)->item_step += LINE_FLOATS;
}

/* Backward, in reverse order, the first op to write a gradient overwrites it. */
static void
settle_gradients (Planner *p)
{
  g_autofree gboolean *written = g_new0 (gboolean, p->buffers->len);
  EctopyOp *ops = (EctopyOp *) (gpointer) p->ops->data;

  for (guint i = p->ops->len; i-- > 0;) {
    if (ops[i].shortcut != ECTOPY_PLAN_NONE) {
      ops[i].first_to_shortcut = !written[ops[i].shortcut];
      written[ops[i].shortcut] = TRUE;
    }
    ops[i].first_to_in = !written[ops[i].in];
    written[ops[i].in] = TRUE;
  }
}

static void
shift (size_t *offset, size_t by)
{
  if (*offset != ECTOPY_PLAN_NONE)
    *offset += by;
}

EctopyPlan *
ectopy_plan_new (const EctopyNetworkSpec *spec)
{
  g_autoptr (GArray) shortcuts = g_array_new (FALSE, FALSE, sizeof (size_t));
  EctopyPlan *plan = g_new0 (EctopyPlan, 1);
  Planner p = {
    .spec = spec,
    .ops = g_array_new (FALSE, FALSE, sizeof (EctopyOp)),
    .buffers = g_array_new (FALSE, FALSE, sizeof (EctopyPlanBuffer)),
    .shortcuts = shortcuts,
    .side = ECTOPY_PLAN_NONE,
  };

  add_buffer (&p, spec->in_length, spec->in_channels, FALSE);
  if (spec->n_side > 0) {
    p.side = add_buffer (&p, 1, spec->n_side, FALSE);
    buffer (&p, p.side)->wants_gradient = FALSE;
  }
  for (size_t i = 0; i < spec->n_layers; i++)
    add_layer (&p, i);
  settle_steps (&p);
  settle_item_steps (&p);
  settle_gradients (&p);

  plan->side = p.side;
  plan->n_decayed = p.n_weights;
  plan->n_parameters = p.n_weights + p.n_others;
  plan->n_states = p.n_states;
  plan->n_ops = p.ops->len;
  plan->n_buffers = p.buffers->len;
  plan->ops = (EctopyOp *) (gpointer) g_array_free (p.ops, FALSE);
  plan->buffers = (EctopyPlanBuffer *) (gpointer) g_array_free (p.buffers, FALSE);
  for (size_t i = 0; i < plan->n_ops; i++) {
    shift (&plan->ops[i].bias, p.n_weights);
    shift (&plan->ops[i].gamma, p.n_weights);
    shift (&plan->ops[i].beta, p.n_weights);
    if (plan->ops[i].kind == ECTOPY_OP_DENSE)
      plan->hidden = plan->ops[i].in;
  }
  return plan;
}

void
ectopy_plan_free (EctopyPlan *plan)
{
  if (plan == NULL)
    return;
  g_free (plan->ops);
  g_free (plan->buffers);
  g_free (plan);
}
