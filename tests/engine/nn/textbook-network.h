/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/nn/network.h"

#include <math.h>
#include <string.h>

/* A network as its layers are defined, one loop each, in double: slow, and knowing nothing of plans,
 * buffers or fused passes. Without dropout. */
typedef struct {
  const EctopyNetworkSpec *spec;
  const double *parameters; /* as in the network's block */
  const EctopyNetwork *network;
  GArray *tensors;
  size_t n_items;
  const double *side; /* [n_items, n_side] */

  /* counted as the layers go by, for names */
  guint n_convs, n_dense, n_shortcuts, n_alone;
  char of[32];
} Textbook;

/* Returns: (nullable): the values of the tensor `of.what`. */
static inline const double *
textbook_values (const Textbook *book, const char *what)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", book->of, what);

  for (guint i = 0; i < book->tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (book->tensors, EctopyNetworkTensor, i);

    if (g_str_equal (t->name, name))
      return book->parameters + (t->data - book->network->parameters);
  }
  return NULL;
}

static inline double *
textbook_conv (Textbook *book,
               const EctopyLayerSpec *l,
               size_t kernel,
               gboolean is_shortcut,
               size_t out_length,
               const double *x)
{
  const size_t n_out = l->out_channels, n_in = l->in_channels;
  double *y = g_new0 (double, book->n_items *out_length *n_out);
  const double *weight, *bias;

  g_snprintf (book->of, sizeof book->of, "%s%u", is_shortcut ? "shortcut" : "conv",
              is_shortcut ? ++book->n_shortcuts : ++book->n_convs);
  weight = textbook_values (book, "weight");
  bias = textbook_values (book, "bias");
  for (size_t i = 0; i < book->n_items; i++)
    for (size_t t = 0; t < out_length; t++)
      for (size_t b = 0; b < n_out; b++) {
        double *sum = &y[(i * out_length + t) * n_out + b];

        *sum = bias != NULL ? bias[b] : 0;
        for (size_t tap = 0; tap < kernel; tap++) {
          const gssize q = (gssize) (t * l->stride + tap * MAX (l->dilation, 1)) -
                           (gssize) l->pad_left;

          for (size_t a = 0; a < n_in && q >= 0 && q < (gssize) l->in_length; a++)
            *sum += x[(i * l->in_length + (size_t) q) * n_in + a] *
                    weight[(tap * n_in + a) * n_out + b];
        }
      }
  return y;
}

static inline double *
textbook_dense (Textbook *book, const EctopyLayerSpec *l, const double *x)
{
  double *y = g_new0 (double, book->n_items * l->out_channels);
  const double *weight, *bias;

  g_snprintf (book->of, sizeof book->of, "dense%u", ++book->n_dense);
  weight = textbook_values (book, "weight");
  bias = textbook_values (book, "bias");
  for (size_t i = 0; i < book->n_items; i++)
    for (size_t b = 0; b < l->out_channels; b++) {
      y[i * l->out_channels + b] = bias != NULL ? bias[b] : 0;
      for (size_t a = 0; a < l->in_channels; a++)
        y[i * l->out_channels + b] += x[i * l->in_channels + a] * weight[a * l->out_channels + b];
    }
  return y;
}

static inline double *
textbook_norm (Textbook *book, double epsilon, size_t length, size_t channels, const double *x)
{
  const size_t n = book->n_items * length;
  const double *gamma = textbook_values (book, "norm.gamma");
  const double *beta = textbook_values (book, "norm.beta");
  double *y = g_new0 (double, n *channels);

  for (size_t c = 0; c < channels; c++) {
    double mean = 0, variance = 0;

    for (size_t r = 0; r < n; r++)
      mean += x[r * channels + c] / (double) n;
    for (size_t r = 0; r < n; r++)
      variance += (x[r * channels + c] - mean) * (x[r * channels + c] - mean) / (double) n;
    for (size_t r = 0; r < n; r++)
      y[r * channels + c] = (x[r * channels + c] - mean) / sqrt (variance + epsilon) * gamma[c] +
                            beta[c];
  }
  return y;
}

static inline double *
textbook_pool (const Textbook *book, const EctopyLayerSpec *l, const double *x)
{
  const size_t n = l->in_channels;
  double *y = g_new0 (double, book->n_items * l->out_length * n);

  for (size_t i = 0; i < book->n_items; i++)
    for (size_t t = 0; t < l->out_length; t++)
      for (size_t c = 0; c < n; c++) {
        double sum = 0, max = -INFINITY;
        size_t count = 0;

        for (size_t j = 0; j < l->units; j++) {
          const gssize q = (gssize) (t * l->stride + j) - (gssize) l->pad_left;

          if (q < 0 || q >= (gssize) l->in_length)
            continue;
          sum += x[(i * l->in_length + (size_t) q) * n + c];
          max = MAX (max, x[(i * l->in_length + (size_t) q) * n + c]);
          count++;
        }
        y[(i * l->out_length + t) * n + c] = l->kind == ECTOPY_LAYER_MAX_POOL
                                                 ? max
                                                 : sum / (double) count;
      }
  return y;
}

static inline double *textbook_layers (Textbook *book, size_t first, size_t end, double *x);

static inline double *
textbook_residual (Textbook *book, size_t index, double *x)
{
  const EctopyLayerSpec *l = &book->spec->layers[index];
  const size_t n_in = book->n_items * l->in_length * l->in_channels;
  const size_t n_out = book->n_items * l->out_length * l->out_channels;
  g_autofree double *way = g_memdup2 (x, n_in * sizeof *x);

  if (l->projection) {
    g_autofree double *y = textbook_conv (book, l, 1, TRUE, l->out_length, x);

    g_free (way);
    way = textbook_norm (book, 1e-3, l->out_length, l->out_channels, y);
  }
  x = textbook_layers (book, index + 1, l->partner, x);
  for (size_t i = 0; i < n_out; i++)
    x[i] += way[i];
  return x;
}

static inline double *
textbook_side (Textbook *book, size_t index, double *x)
{
  const EctopyLayerSpec *l = &book->spec->layers[index];
  double *y = g_memdup2 (book->side, book->n_items * book->spec->n_side * sizeof *y);

  y = textbook_layers (book, index + 1, l->partner, y);
  for (size_t i = 0; i < book->n_items * l->out_channels; i++)
    y[i] += x[i];
  g_free (x);
  return y;
}

/* Runs layers [first, end) on @x, which is taken. */
static inline double *
textbook_layers (Textbook *book, size_t first, size_t end, double *x)
{
  for (size_t i = first; i < end; i++) {
    const EctopyLayerSpec *l = &book->spec->layers[i];
    double *y = NULL;

    switch (l->kind) {
    case ECTOPY_LAYER_CONV:
      y = textbook_conv (book, l, l->kernel, FALSE, l->out_length, x);
      break;
    case ECTOPY_LAYER_DENSE:
      y = textbook_dense (book, l, x);
      break;
    case ECTOPY_LAYER_BATCH_NORM:
      if (i == 0 || (l[-1].kind != ECTOPY_LAYER_CONV && l[-1].kind != ECTOPY_LAYER_DENSE))
        g_snprintf (book->of, sizeof book->of, "alone%u", ++book->n_alone);
      y = textbook_norm (book, l->epsilon, l->in_length, l->in_channels, x);
      break;
    case ECTOPY_LAYER_RELU:
      for (size_t j = 0; j < book->n_items * l->in_length * l->in_channels; j++)
        x[j] = MAX (x[j], 0);
      continue;
    case ECTOPY_LAYER_MAX_POOL:
    case ECTOPY_LAYER_AVERAGE_POOL:
    case ECTOPY_LAYER_GLOBAL_AVERAGE_POOL:
      y = textbook_pool (book, l, x);
      break;
    case ECTOPY_LAYER_RESIDUAL:
      x = textbook_residual (book, i, x);
      i = l->partner;
      continue;
    case ECTOPY_LAYER_SIDE:
      x = textbook_side (book, i, x);
      i = l->partner;
      continue;
    case ECTOPY_LAYER_FLATTEN:
    case ECTOPY_LAYER_SOFTMAX:
      continue;
    case ECTOPY_LAYER_DROPOUT:
    case ECTOPY_LAYER_END:
    default:
      g_assert_not_reached ();
    }
    g_free (x);
    x = y;
  }
  return x;
}

/**
 * textbook_loss:
 * @network: whose layers they are
 * @parameters: as in the network's block
 * @inputs: `[n_items, floats]`: `[length, channels]`, then the side values
 * @n_items: the batch
 * @targets: `[n_items, n_classes]`
 *
 * Returns: the mean loss of a batch in training
 */
static inline double
textbook_loss (const EctopyNetwork *network,
               GArray *tensors,
               const double *parameters,
               const float *inputs,
               size_t n_items,
               const float *targets)
{
  const size_t n_classes = ectopy_network_spec_get_n_classes (network->spec);
  const size_t n_samples = network->spec->in_length * network->spec->in_channels;
  const size_t n_side = network->spec->n_side;
  double *x = g_new (double, n_items *n_samples);
  g_autofree double *side = g_new (double, n_items *n_side + 1);
  double loss = 0;
  Textbook book = {
    .spec = network->spec,
    .parameters = parameters,
    .network = network,
    .tensors = tensors,
    .n_items = n_items,
    .side = side,
  };

  for (size_t i = 0; i < n_items; i++) {
    const float *input = inputs + i * (n_samples + n_side);

    for (size_t j = 0; j < n_samples; j++)
      x[i * n_samples + j] = (double) input[j];
    for (size_t j = 0; j < n_side; j++)
      side[i * n_side + j] = (double) input[n_samples + j];
  }
  x = textbook_layers (&book, 0, network->spec->n_layers, x);
  for (size_t i = 0; i < n_items; i++) {
    double sum = 0;

    for (size_t c = 0; c < n_classes; c++)
      sum += exp (x[i * n_classes + c]);
    for (size_t c = 0; c < n_classes; c++)
      loss -= (double) targets[i * n_classes + c] * (x[i * n_classes + c] - log (sum));
  }
  g_free (x);
  return loss / (double) n_items;
}
