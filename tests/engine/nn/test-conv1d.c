/* SPDX-License-Identifier: MIT */
#include "engine/nn/conv1d.h"

#include "engine/nn/plan.h"
#include "engine/nn/row-product.h"
#include "tests/engine/nn/made-up-numbers.h"

#include <string.h>

#define MAX_ITEMS 5

typedef struct {
  size_t length;
  size_t in;
  size_t out;
  size_t kernel;
  size_t stride;
  size_t dilation;
  const char *padding;
} Case;

/* A run of items as a pass lays it out; what does not belong to an item is zero. */
typedef struct {
  float *block;
  float *items;
  size_t length;
  size_t step;
  size_t channels;
} Signal;

static Signal
signal_new (const EctopyPlanBuffer *buffer, size_t length, size_t channels)
{
  const size_t margin = buffer->margin * channels;
  Signal signal = {
    .block = g_new0 (float, MAX_ITEMS * buffer->step * channels + 2 * margin + ECTOPY_ROW_SLACK),
    .length = length,
    .step = buffer->step,
    .channels = channels,
  };

  signal.items = signal.block + margin;
  return signal;
}

static float *
row (const Signal *signal, size_t item, size_t t)
{
  return signal->items + (item * signal->step + t) * signal->channels;
}

static void
signal_fill (Signal *signal, EctopyRng *rng)
{
  for (size_t i = 0; i < MAX_ITEMS; i++)
    fill_random (rng, row (signal, i, 0), signal->length * signal->channels);
}

/* The geometry as a network's plan settles it; NULL for a window that does not fit. */
static EctopyPlan *
plan_of (const Case *c, EctopyConv1d *conv)
{
  g_autofree char *text = g_strdup_printf (
      "input %zu %zu\nconv %zu kernel=%zu stride=%zu dilation=%zu padding=%s\n"
      "flatten\ndense 2\nsoftmax\n",
      c->length, c->in, c->out, c->kernel, c->stride, c->dilation, c->padding);
  g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_parse (text, "test", NULL);
  EctopyPlan *plan;

  if (spec == NULL)
    return NULL;
  plan = ectopy_plan_new (spec);
  *conv = (EctopyConv1d){
    .in_length = c->length,
    .in_channels = c->in,
    .in_step = plan->buffers[0].step,
    .out_length = spec->layers[0].out_length,
    .out_channels = c->out,
    .kernel = c->kernel,
    .stride = c->stride,
    .dilation = c->dilation,
    .pad_left = spec->layers[0].pad_left,
  };
  return plan;
}

/* Calls for each term of the definition: output row @t takes input row @q through @tap. */
#define FOR_TERMS(conv, t, tap, q)                                                                 \
  for (size_t t = 0; t < (conv)->out_length; t++)                                                  \
    for (size_t tap = 0, q; tap < (conv)->kernel; tap++)                                           \
      if ((q = t * (conv)->stride + tap * (conv)->dilation) >= (conv)->pad_left &&                 \
          (q -= (conv)->pad_left) < (conv)->in_length)

static void
check_forward (const EctopyConv1d *conv,
               const Signal *in,
               const Signal *out,
               size_t n_items,
               const float *weight,
               const float *packed)
{
  const size_t n_out = conv->out_length * conv->out_channels;
  g_autofree float *expected = g_new (float, n_out);

  ectopy_conv1d_forward (conv, in->items, n_items, packed, out->items);
  for (size_t item = 0; item < n_items; item++) {
    memset (expected, 0, n_out * sizeof *expected);
    FOR_TERMS (conv, t, tap, q)
    for (size_t a = 0; a < conv->in_channels; a++)
      for (size_t b = 0; b < conv->out_channels; b++)
        expected[t * conv->out_channels + b] +=
            row (in, item, q)[a] * weight[(tap * conv->in_channels + a) * conv->out_channels + b];
    g_assert_cmpfloat (relative_error (row (out, item, 0), expected, n_out), <, 2e-5);
  }
}

static void
check_forward_parts (const EctopyConv1d *conv,
                     const Signal *in,
                     const Signal *out,
                     size_t n_items,
                     const float *packed)
{
  const size_t n = ((n_items - 1) * out->step + out->length) * out->channels;
  g_autofree float *whole = g_memdup2 (out->items, n * sizeof (float));

  memset (out->items, 0, n * sizeof (float));
  for (size_t part = 0; part < ectopy_conv1d_n_forward_parts (conv); part++)
    ectopy_conv1d_forward_part (conv, part, in->items, n_items, packed, out->items);
  g_assert_cmpmem (out->items, n * sizeof (float), whole, n * sizeof (float));
}

static void
check_backward_weight (const EctopyConv1d *conv,
                       const Signal *in,
                       const Signal *d_out,
                       size_t n_items,
                       EctopyRng *rng)
{
  const size_t n = conv->kernel * conv->in_channels * conv->out_channels;
  g_autofree float *found = g_new (float, n + ECTOPY_ROW_SLACK);
  g_autofree float *expected = g_new (float, n);

  for (int add = 0; add < 2; add++) {
    fill_random (rng, found, n);
    for (size_t i = 0; i < n; i++)
      expected[i] = add ? found[i] : 0;
    for (size_t item = 0; item < n_items; item++)
      FOR_TERMS (conv, t, tap, q)
    for (size_t a = 0; a < conv->in_channels; a++)
      for (size_t b = 0; b < conv->out_channels; b++)
        expected[(tap * conv->in_channels + a) * conv->out_channels + b] += row (in, item, q)[a] *
                                                                            row (d_out, item, t)[b];
    ectopy_conv1d_backward_weight (conv, in->items, d_out->items, n_items, add, found);
    g_assert_cmpfloat (relative_error (found, expected, n), <, 2e-5);
  }
}

static void
check_backward_input (const EctopyConv1d *conv,
                      const Signal *d_in,
                      const Signal *d_out,
                      size_t n_items,
                      const float *weight,
                      EctopyRng *rng)
{
  const size_t n_in = conv->in_length * conv->in_channels;
  const size_t n = conv->kernel * conv->in_channels * conv->out_channels;
  g_autofree float *packed = g_new (float, ectopy_conv1d_packed_backward_len (conv) + 32);
  g_autofree float *scratch = g_new (float, n);
  g_autofree float *expected = g_new (float, n_in *n_items);

  ectopy_conv1d_pack_backward (conv, weight, scratch, packed);
  for (int add = 0; add < 2; add++) {
    for (size_t item = 0; item < n_items; item++) {
      float *e = expected + item * n_in;

      fill_random (rng, row (d_in, item, 0), n_in);
      for (size_t i = 0; i < n_in; i++)
        e[i] = add ? row (d_in, item, 0)[i] : 0;
      FOR_TERMS (conv, t, tap, q)
      for (size_t a = 0; a < conv->in_channels; a++)
        for (size_t b = 0; b < conv->out_channels; b++)
          e[q * conv->in_channels + a] +=
              row (d_out, item, t)[b] *
              weight[(tap * conv->in_channels + a) * conv->out_channels + b];
    }
    ectopy_conv1d_backward_input (conv, d_out->items, n_items, packed, add, d_in->items);
    for (size_t item = 0; item < n_items; item++)
      g_assert_cmpfloat (relative_error (row (d_in, item, 0), expected + item * n_in, n_in), <,
                         2e-5);
  }
}

/* Returns: whether the window fits. */
static gboolean
check_case (const Case *c, EctopyRng *rng)
{
  EctopyConv1d conv;
  g_autoptr (EctopyPlan) plan = plan_of (c, &conv);
  const size_t n = c->kernel * c->in * c->out;
  g_autofree float *weight = g_new (float, n);
  g_autofree float *packed = NULL;
  Signal in, out, d_in, d_out;

  if (plan == NULL)
    return FALSE;
  packed = g_new (float, ectopy_conv1d_packed_len (&conv) + ECTOPY_ROW_SLACK);
  in = signal_new (&plan->buffers[0], c->length, c->in);
  d_in = signal_new (&plan->buffers[0], c->length, c->in);
  out = signal_new (&plan->buffers[1], conv.out_length, c->out);
  d_out = signal_new (&plan->buffers[1], conv.out_length, c->out);
  fill_random (rng, weight, n);
  signal_fill (&in, rng);
  signal_fill (&d_out, rng);
  ectopy_conv1d_pack (&conv, weight, packed);
  for (size_t n_items = 1; n_items <= MAX_ITEMS; n_items += 2) {
    check_forward (&conv, &in, &out, n_items, weight, packed);
    check_forward_parts (&conv, &in, &out, n_items, packed);
    check_backward_weight (&conv, &in, &d_out, n_items, rng);
    check_backward_input (&conv, &d_in, &d_out, n_items, weight, rng);
  }
  g_free (in.block);
  g_free (d_in.block);
  g_free (out.block);
  g_free (d_out.block);
  return TRUE;
}

static void
test_case (gconstpointer data)
{
  EctopyRng rng;

  ectopy_rng_init (&rng, 2, 0);
  g_assert_true (check_case (data, &rng));
}

static void
test_random_cases (void)
{
  static const char *const paddings[] = { "same", "valid", "0", "1", "2", "5" };
  guint n_checked = 0;
  EctopyRng rng;

  ectopy_rng_init (&rng, 3, 0);
  while (n_checked < 300) {
    Case c = {
      .length = 1 + ectopy_rng_below (&rng, 30),
      .in = 1 + ectopy_rng_below (&rng, 6),
      .out = 1 + ectopy_rng_below (&rng, 40),
      .kernel = 1 + ectopy_rng_below (&rng, 9),
      .stride = 1 + ectopy_rng_below (&rng, 5),
      .dilation = 1,
      .padding = paddings[ectopy_rng_below (&rng, G_N_ELEMENTS (paddings))],
    };

    if (ectopy_rng_below (&rng, 3) == 0) {
      c.stride = 1;
      c.dilation = 1 + ectopy_rng_below (&rng, 5);
    }
    n_checked += check_case (&c, &rng) ? 1 : 0;
  }
}

/* Taps 1 2 3 over 1 2 3 4 with a zero at each end, by hand; not reversed. */
static void
test_by_hand (void)
{
  static const float weight[] = { 1, 2, 3 };
  static const float expected[] = { 8, 14, 20, 11 };
  const EctopyConv1d conv = { .in_length = 4,
                              .in_channels = 1,
                              .in_step = 5,
                              .out_length = 4,
                              .out_channels = 1,
                              .kernel = 3,
                              .stride = 1,
                              .dilation = 1,
                              .pad_left = 1 };
  float in[6 + ECTOPY_ROW_SLACK] = { 0, 1, 2, 3, 4, 0 };
  float out[4 + ECTOPY_ROW_SLACK];
  float packed[3 * ECTOPY_PANEL + ECTOPY_ROW_SLACK];

  g_assert_cmpuint (ectopy_conv1d_packed_len (&conv), ==, 3 * ECTOPY_PANEL);
  ectopy_conv1d_pack (&conv, weight, packed);
  ectopy_conv1d_forward (&conv, in + 1, 1, packed, out);
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat (out[i], ==, expected[i]);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    Case c;
  } cases[] = {
    { "/nn/conv1d/one-tap", { 9, 3, 4, 1, 1, 1, "same" } },
    { "/nn/conv1d/first-layer", { 187, 1, 64, 5, 1, 1, "same" } },
    { "/nn/conv1d/even-kernel", { 20, 3, 33, 4, 1, 1, "same" } },
    { "/nn/conv1d/stride-2", { 19, 5, 7, 5, 2, 1, "same" } },
    { "/nn/conv1d/stride-3", { 20, 5, 7, 7, 3, 1, "same" } },
    { "/nn/conv1d/stride-beyond-kernel", { 23, 4, 2, 3, 5, 1, "valid" } },
    { "/nn/conv1d/stride-beyond-signal", { 3, 4, 2, 1, 7, 1, "same" } },
    { "/nn/conv1d/kernel-beyond-signal", { 1, 1, 2, 41, 1, 1, "20" } },
    { "/nn/conv1d/dilation", { 31, 4, 6, 3, 1, 4, "same" } },
    { "/nn/conv1d/dilation-beyond-signal", { 5, 2, 6, 3, 1, 9, "same" } },
    { "/nn/conv1d/valid", { 31, 4, 6, 5, 1, 1, "valid" } },
    { "/nn/conv1d/wide-padding", { 11, 2, 3, 5, 2, 1, "4" } },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/conv1d/by-hand", test_by_hand);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i].c, test_case);
  g_test_add_func ("/nn/conv1d/random-cases", test_random_cases);
  return g_test_run ();
}
