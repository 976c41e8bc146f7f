/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyLayerKind:
 *
 * The kinds of layer, named in a network's text as in the comments.
 */
typedef enum {
  ECTOPY_LAYER_CONV,         /* conv FILTERS kernel=K stride=1 dilation=1 padding=same bias= */
  ECTOPY_LAYER_BATCH_NORM,   /* batch-norm momentum=0.99 epsilon=0.001 gamma=1 */
  ECTOPY_LAYER_RELU,         /* relu */
  ECTOPY_LAYER_MAX_POOL,     /* max-pool SIZE stride=SIZE padding=same */
  ECTOPY_LAYER_AVERAGE_POOL, /* average-pool SIZE stride=SIZE padding=same */
  ECTOPY_LAYER_GLOBAL_AVERAGE_POOL, /* global-average-pool */
  ECTOPY_LAYER_DROPOUT,             /* dropout RATE */
  ECTOPY_LAYER_FLATTEN,             /* flatten */
  ECTOPY_LAYER_DENSE,               /* dense UNITS bias= */
  ECTOPY_LAYER_RESIDUAL,            /* residual shortcut=identity|projection stride= */
  ECTOPY_LAYER_SIDE,                /* side: what follows reads the side values, see below */
  ECTOPY_LAYER_END,                 /* end (of residual or side) */
  ECTOPY_LAYER_SOFTMAX,             /* softmax: the last layer */
} EctopyLayerKind;

/**
 * EctopyLayerSpec:
 * @kind: what it is
 * @line: its line in the text, from 1
 * @units: filters, units, or the size of a pool
 * @kernel: taps of a convolution
 * @stride: input samples from one output to the next
 * @dilation: samples from one tap to the next
 * @pad_left: zero samples before an item
 * @pad_right: zero samples after an item
 * @bias: whether a bias is added (never where a batch-norm follows: it would take it away again)
 * @projection: of a residual: the shortcut is a convolution of one tap with batch-norm
 * @momentum: of the running statistics, the share of the old value
 * @epsilon: added to the variance
 * @gamma: what the scale of a batch-norm begins with
 * @rate: the share that a dropout drops
 * @partner: index of the end of a residual or side, and back
 *
 * One layer, its shapes worked out. Of a residual, the output shape is that of its end.
 *
 * The layers between a side and its end read the network's side values, `[1, n_side]`; what comes out is
 * added to what stood before the side, which must be of one sample and as many channels.
 */
typedef struct {
  EctopyLayerKind kind;
  guint line;
  size_t units;
  size_t kernel;
  size_t stride;
  size_t dilation;
  size_t pad_left;
  size_t pad_right;
  gboolean bias;
  gboolean projection;
  double momentum;
  double epsilon;
  double gamma;
  double rate;
  size_t partner;

  size_t in_length;
  size_t in_channels;
  size_t out_length;
  size_t out_channels;
} EctopyLayerSpec;

/* How weights begin. */
typedef enum {
  ECTOPY_INIT_GLOROT, /* uniform, Glorot and Bengio (2010), as Keras does */
  ECTOPY_INIT_HE,     /* normal by fan in, He et al. (2015) */
} EctopyInit;

/**
 * EctopyNetworkSpec:
 * @in_length: samples of an input
 * @in_channels: floats of a sample
 * @n_side: floats that come with an input besides its samples; 0 for none
 *
 * A network as data: fixed once parsed.
 */
typedef struct {
  char *name;
  char *text;
  EctopyInit init;
  size_t in_length;
  size_t in_channels;
  size_t n_side;
  size_t n_layers;
  EctopyLayerSpec *layers;
} EctopyNetworkSpec;

/**
 * ectopy_network_spec_parse:
 * @text: a network, one layer a line; `#` begins a comment
 * @source: for messages: where the text comes from
 * @error: return location
 *
 * The first lines are `network NAME`, `init glorot|he` (optional) and `input LENGTH [CHANNELS] [side=N]`;
 * the last is `softmax`. Any text is safe: sizes are bounded.
 *
 * Returns: (transfer full) (nullable): the network; on a mistake NULL and %ECTOPY_ERROR_PARSE, with
 *   the line
 */
EctopyNetworkSpec *ectopy_network_spec_parse (const char *text, const char *source, GError **error);

void ectopy_network_spec_free (EctopyNetworkSpec *spec);

/* How many classes its softmax tells apart. */
size_t ectopy_network_spec_get_n_classes (const EctopyNetworkSpec *spec);

/* Floats of one input: `[in_length, in_channels]`, then the side values. */
size_t ectopy_network_spec_count_inputs (const EctopyNetworkSpec *spec);

/* Multiplications and additions of the products of one beat forward. Training costs three times
 * that. */
double ectopy_network_spec_count_flop (const EctopyNetworkSpec *spec);

/**
 * ectopy_network_spec_named:
 * @name: a network that Ectopy brings with it, such as "reference"
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the network, or NULL and %ECTOPY_ERROR_ARGUMENT, with the
 *   names there are
 */
EctopyNetworkSpec *ectopy_network_spec_named (const char *name, GError **error);

/* (array zero-terminated=1) (transfer none): the names of those networks. */
const char *const *ectopy_network_spec_list (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyNetworkSpec, ectopy_network_spec_free)

G_END_DECLS
