/* SPDX-License-Identifier: MIT */
#include "engine/nn/conv1d.h"

#include "engine/nn/row-product.h"

#include <string.h>

/* Rows of a run of items, the rows between them included but not those behind the last. */
static size_t
run_rows (size_t n_items, size_t step, size_t length)
{
  return (n_items - 1) * step + length;
}

/* With a dilation the taps are not next to each other: each is a product of its own. */
static size_t
taps_together (const EctopyConv1d *conv)
{
  return conv->dilation == 1 ? conv->kernel : 1;
}

size_t
ectopy_conv1d_packed_len (const EctopyConv1d *conv)
{
  const size_t together = taps_together (conv);

  return conv->kernel / together *
         ectopy_row_product_packed_len (together * conv->in_channels, conv->out_channels);
}

void
ectopy_conv1d_pack (const EctopyConv1d *conv, const float *weight, float *packed)
{
  const size_t inner = taps_together (conv) * conv->in_channels;
  const size_t n_parts = conv->kernel / taps_together (conv);

  for (size_t i = 0; i < n_parts; i++)
    ectopy_row_product_pack (weight + i * inner * conv->out_channels, inner, conv->out_channels,
                             packed +
                                 i * ectopy_row_product_packed_len (inner, conv->out_channels));
}

/* Output channels [first, first + n), where @first begins a panel. */
static void
forward_channels (const EctopyConv1d *conv,
                  size_t first,
                  size_t n,
                  const float *input,
                  size_t n_items,
                  const float *packed,
                  float *output)
{
  const size_t inner = taps_together (conv) * conv->in_channels;
  const size_t rows = run_rows (n_items, conv->in_step / conv->stride, conv->out_length);
  const float *from = input - conv->pad_left * conv->in_channels;

  for (size_t tap = 0; tap < conv->kernel; tap += taps_together (conv)) {
    ectopy_row_product (rows, n, inner, from + tap * conv->dilation * conv->in_channels,
                        conv->stride * conv->in_channels, packed + first * inner, tap > 0,
                        output + first, conv->out_channels);
    packed += ectopy_row_product_packed_len (inner, conv->out_channels);
  }
}

void
ectopy_conv1d_forward (const EctopyConv1d *conv,
                       const float *input,
                       size_t n_items,
                       const float *packed,
                       float *output)
{
  forward_channels (conv, 0, conv->out_channels, input, n_items, packed, output);
}

size_t
ectopy_conv1d_n_forward_parts (const EctopyConv1d *conv)
{
  return (conv->out_channels + ECTOPY_PANEL - 1) / ECTOPY_PANEL;
}

void
ectopy_conv1d_forward_part (const EctopyConv1d *conv,
                            size_t part,
                            const float *input,
                            size_t n_items,
                            const float *packed,
                            float *output)
{
  const size_t first = part * ECTOPY_PANEL;

  forward_channels (conv, first, MIN (ECTOPY_PANEL, conv->out_channels - first), input, n_items,
                    packed, output);
}

void
ectopy_conv1d_backward_weight (const EctopyConv1d *conv,
                               const float *input,
                               const float *d_output,
                               size_t n_items,
                               gboolean add,
                               float *d_weight)
{
  const size_t inner = taps_together (conv) * conv->in_channels;
  const size_t rows = run_rows (n_items, conv->in_step / conv->stride, conv->out_length);
  const float *first = input - conv->pad_left * conv->in_channels;

  for (size_t tap = 0; tap < conv->kernel; tap += taps_together (conv))
    ectopy_row_product_outer (rows, inner, conv->out_channels,
                              first + tap * conv->dilation * conv->in_channels,
                              conv->stride * conv->in_channels, d_output, conv->out_channels, add,
                              d_weight + tap * conv->in_channels * conv->out_channels);
}

/* Backward, input row q takes from output row r through tap t where q = r stride + t dilation -
 * pad_left. All rows q with the same remainder by the stride take from the same taps: for them the
 * gradient of the output is convolved with those taps in reverse, one output row to the next, again
 * without unrolling. With a dilation (and so no stride) each tap is a phase of its own. */
typedef struct {
  size_t first_row; /* the first input row of the phase */
  size_t n_taps;    /* how many taps it takes from */
  size_t first_tap; /* the first of them; the others follow `stride` apart */
  gssize from;      /* output row that the last tap meets for the first input row */
} Phase;

static size_t
n_phases (const EctopyConv1d *conv)
{
  return conv->dilation == 1 ? conv->stride : conv->kernel;
}

static Phase
phase (const EctopyConv1d *conv, size_t index)
{
  Phase p = { 0 };

  if (conv->dilation > 1) {
    p.n_taps = 1;
    p.first_tap = index;
    p.from = (gssize) conv->pad_left - (gssize) (index * conv->dilation);
    return p;
  }
  p.first_row = index;
  p.first_tap = (index + conv->pad_left) % conv->stride;
  if (p.first_tap < conv->kernel)
    p.n_taps = (conv->kernel - p.first_tap - 1) / conv->stride + 1;
  p.from = (gssize) ((index + conv->pad_left - p.first_tap) / conv->stride) -
           (gssize) (p.n_taps > 0 ? p.n_taps - 1 : 0);
  return p;
}

size_t
ectopy_conv1d_packed_backward_len (const EctopyConv1d *conv)
{
  size_t len = 0;

  for (size_t i = 0; i < n_phases (conv); i++)
    len += ectopy_row_product_packed_len (phase (conv, i).n_taps * conv->out_channels,
                                          conv->in_channels);
  return len;
}

void
ectopy_conv1d_pack_backward (const EctopyConv1d *conv,
                             const float *weight,
                             float *scratch,
                             float *packed)
{
  const size_t n_in = conv->in_channels;
  const size_t n_out = conv->out_channels;

  for (size_t i = 0; i < n_phases (conv); i++) {
    const Phase p = phase (conv, i);

    for (size_t j = 0; j < p.n_taps; j++) {
      const size_t tap = p.first_tap + conv->stride * (p.n_taps - 1 - j);
      const float *from = weight + tap * n_in * n_out;
      float *to = scratch + j * n_out * n_in;

      for (size_t a = 0; a < n_in; a++)
        for (size_t b = 0; b < n_out; b++)
          to[b * n_in + a] = from[a * n_out + b];
    }
    ectopy_row_product_pack (scratch, p.n_taps * n_out, n_in, packed);
    packed += ectopy_row_product_packed_len (p.n_taps * n_out, n_in);
  }
}

static void
clear_rows (const EctopyConv1d *conv, size_t first, size_t rows, float *d_input)
{
  for (size_t r = 0; r < rows; r++)
    memset (d_input + (first + r * conv->stride) * conv->in_channels, 0,
            conv->in_channels * sizeof *d_input);
}

void
ectopy_conv1d_backward_input (const EctopyConv1d *conv,
                              const float *d_output,
                              size_t n_items,
                              const float *packed,
                              gboolean add,
                              float *d_input)
{
  const size_t out_step = conv->in_step / conv->stride;

  for (size_t i = 0; i < n_phases (conv); i++) {
    const Phase p = phase (conv, i);
    const size_t inner = p.n_taps * conv->out_channels;
    size_t rows;

    if (p.first_row >= conv->in_length)
      continue;
    rows = run_rows (n_items, out_step, (conv->in_length - p.first_row - 1) / conv->stride + 1);
    if (p.n_taps > 0)
      ectopy_row_product (
          rows, conv->in_channels, inner, d_output + p.from * (gssize) conv->out_channels,
          conv->out_channels, packed, add || (conv->dilation > 1 && i > 0),
          d_input + p.first_row * conv->in_channels, conv->stride * conv->in_channels);
    else if (!add)
      clear_rows (conv, p.first_row, rows, d_input);
    packed += ectopy_row_product_packed_len (inner, conv->in_channels);
  }
}
