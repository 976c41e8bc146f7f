/* SPDX-License-Identifier: MIT */
#include "tests/engine/nn/small-networks.h"
#include "tests/engine/nn/textbook-network.h"

/* Loss and gradients of whole networks against the layers' definitions, computed in double: there a
 * step can be so small that it meets no kink of a ReLU or a maximum and yet does not drown in
 * rounding. Gradients are compared with central differences, a tensor at a time. */

#define N_ITEMS 7
#define STEP    1e-6
#define LIMIT   2e-5

typedef struct {
  const char *name;
  const char *text;
} Case;

typedef struct {
  EctopyNetwork *network;
  EctopyPass *pass;
  EctopyWorkers *workers;
  Inputs inputs;
  EctopyTrainStep step;
  float *targets;
  GArray *tensors;
  double *parameters;
} Bed;

/* Any targets: class weights and label smoothing are but these. */
static void
bed_init (Bed *bed, const char *text)
{
  EctopyRng rng;
  size_t n_targets, n_parameters;

  bed->network = network_from_text (text, 11);
  bed->workers = ectopy_workers_new (1);
  bed->pass = ectopy_pass_new (bed->network, N_ITEMS, 1, TRUE, NULL);
  bed->inputs = inputs_new (bed->network, N_ITEMS, 12);
  bed->tensors = ectopy_network_list_tensors (bed->network);
  n_targets = N_ITEMS * ectopy_network_spec_get_n_classes (bed->network->spec);
  n_parameters = bed->network->plan->n_parameters;
  bed->targets = g_new (float, n_targets);
  ectopy_rng_init (&rng, 13, 0);
  for (size_t i = 0; i < n_targets; i++)
    bed->targets[i] = (float) ectopy_rng_uniform (&rng);
  bed->parameters = g_new (double, n_parameters);
  for (size_t i = 0; i < n_parameters; i++)
    bed->parameters[i] = (double) bed->network->parameters[i];
  bed->step = (EctopyTrainStep){
    .n_items = N_ITEMS,
    .fill = fill_input_cb,
    .user_data = &bed->inputs,
    .targets = bed->targets,
    .key = 14,
    .network = bed->network,
    .gradients = g_new0 (float, n_parameters),
  };
}

static void
bed_clear (Bed *bed)
{
  ectopy_pass_free (bed->pass);
  ectopy_network_free (bed->network);
  ectopy_workers_free (bed->workers);
  g_array_unref (bed->tensors);
  g_free (bed->inputs.values);
  g_free (bed->targets);
  g_free (bed->parameters);
  g_free (bed->step.gradients);
}

static double
expected_loss (const Bed *bed)
{
  return textbook_loss (bed->network, bed->tensors, bed->parameters, bed->inputs.values, N_ITEMS,
                        bed->targets);
}

static double
expected_slope (const Bed *bed, size_t index)
{
  const double kept = bed->parameters[index];
  double more, less;

  bed->parameters[index] = kept + STEP;
  more = expected_loss (bed);
  bed->parameters[index] = kept - STEP;
  less = expected_loss (bed);
  bed->parameters[index] = kept;
  return (more - less) / (2 * STEP);
}

static double
found_loss (Bed *bed)
{
  ectopy_pass_train (bed->pass, bed->workers, &bed->step);
  return bed->step.loss / N_ITEMS;
}

/* Of a large tensor, some values of all over it. */
static void
check_tensor (Bed *bed, const EctopyNetworkTensor *t, double (*slope) (Bed *bed, size_t index))
{
  const size_t n = t->dims[0] * t->dims[1] * t->dims[2];
  const size_t apart = MAX (n / 97, 1);
  const size_t first = (size_t) (t->data - bed->network->parameters);
  const float *gradients = bed->step.gradients;
  double difference = 0, norm = 0;

  for (size_t i = first; i < first + n; i += apart) {
    const double gradient = (double) gradients[i];
    const double expected = slope != NULL ? slope (bed, i) : expected_slope (bed, i);

    difference += (gradient - expected) * (gradient - expected);
    norm += expected * expected;
  }
  if (g_test_verbose ())
    g_test_message ("%s: gradient %g, relative error %g", t->name, sqrt (norm),
                    sqrt (difference / norm));
  if (norm < 1e-16) { /* a shift that a later batch-norm takes away again */
    g_assert_true (g_str_has_suffix (t->name, ".bias") || g_str_has_suffix (t->name, ".beta"));
    g_assert_cmpfloat (sqrt (difference), <, 1e-6);
    return;
  }
  g_assert_cmpfloat (sqrt (norm), >, 1e-3);
  g_assert_cmpfloat (sqrt (difference / norm), <, slope != NULL ? 1e-3 : LIMIT);
}

static void
check_tensors (Bed *bed, double (*slope) (Bed *bed, size_t index))
{
  for (guint i = 0; i < bed->tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (bed->tensors, EctopyNetworkTensor, i);

    if (!g_str_has_suffix (t->name, ".norm.mean") && !g_str_has_suffix (t->name, ".norm.variance"))
      check_tensor (bed, t, slope);
  }
}

static void
test_equals_definition (gconstpointer data)
{
  Bed bed;

  bed_init (&bed, ((const Case *) data)->text);
  /* Twice, so that what the first step left behind is seen not to matter. */
  found_loss (&bed);
  g_assert_cmpfloat_with_epsilon (found_loss (&bed), expected_loss (&bed),
                                  3e-6 * expected_loss (&bed));
  check_tensors (&bed, NULL);
  bed_clear (&bed);
}

/* With dropout, whose choice is the pass's own, the differences are those of the pass: in floats, so
 * with larger steps, of which Richardson's extrapolation makes the best. */
static double
found_slope (Bed *bed, size_t index)
{
  float *parameter = &bed->network->parameters[index];
  const float kept = *parameter;
  g_autofree float *gradients = bed->step.gradients;
  double slopes[2];

  bed->step.gradients = g_new (float, bed->network->plan->n_parameters);
  for (int i = 0; i < 2; i++) {
    const float more = kept + (i == 0 ? 0x1p-4f : 0x1p-5f);
    const float less = kept - (i == 0 ? 0x1p-4f : 0x1p-5f);
    double up;

    *parameter = more;
    up = found_loss (bed);
    *parameter = less;
    slopes[i] = (up - found_loss (bed)) / ((double) more - (double) less);
  }
  *parameter = kept;
  g_free (bed->step.gradients);
  bed->step.gradients = g_steal_pointer (&gradients);
  return (4 * slopes[1] - slopes[0]) / 3;
}

/* Shifts are so large that no ReLU is at its kink. */
static void
test_dropout (gconstpointer data)
{
  const Case *c = data;
  Bed bed;
  double with_this_key;

  bed_init (&bed, c->text);
  for (guint i = 0; i < bed.tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (bed.tensors, EctopyNetworkTensor, i);

    for (size_t j = 0; g_str_has_suffix (t->name, "beta") && j < t->dims[0]; j++)
      t->data[j] += 6;
  }
  with_this_key = found_loss (&bed);
  check_tensors (&bed, found_slope);
  g_assert_cmpfloat (found_loss (&bed), ==, with_this_key);
  bed.step.key++;
  g_assert_cmpfloat (fabs (found_loss (&bed) / with_this_key - 1), >, 1e-3);
  bed_clear (&bed);
}

#define END "flatten\ndense 4\nsoftmax\n"

static const Case cases[] = {
  { "dense", "input 1 6\ndense 7\nrelu\ndense 4\nsoftmax\n" },
  { "dense-without-bias", "input 1 6\ndense 7 bias=no\nrelu\ndense 4 bias=no\nsoftmax\n" },
  { "dense-of-many-units", "input 1 300\ndense 70\nbatch-norm\nrelu\ndense 4\nsoftmax\n" },
  { "conv", "input 9 2\nconv 3 kernel=3\nrelu\nconv 4 kernel=3\n" END },
  { "conv-even-kernel", "input 9 2\nconv 3 kernel=4\nrelu\nconv 4 kernel=2\n" END },
  { "conv-without-bias",
    "input 9 2\nconv 3 kernel=3 bias=no\nrelu\nconv 4 kernel=3 bias=no\n" END },
  { "conv-stride-2", "input 13 2\nconv 3 kernel=3 stride=2\nrelu\nconv 4 kernel=5 stride=2\n" END },
  { "conv-stride-3", "input 20 2\nconv 3 kernel=5 stride=3\nrelu\nconv 4 kernel=2 stride=3\n" END },
  { "conv-stride-beyond-kernel",
    "input 17 2\nconv 3 kernel=3\nrelu\nconv 4 kernel=2 stride=5 padding=valid\n" END },
  { "conv-dilation",
    "input 17\nconv 3 kernel=3 dilation=2\nrelu\nconv 4 kernel=3 dilation=4\n" END },
  { "conv-padding", "input 11\nconv 3 kernel=5 padding=1\nrelu\nconv 4 kernel=3 padding=2\n" END },
  { "conv-valid",
    "input 12\nconv 3 kernel=5 padding=valid\nrelu\nconv 4 kernel=3 padding=valid\n" END },
  { "batch-norm", "input 9 2\nconv 3 kernel=3\nbatch-norm\nconv 4 kernel=3\nbatch-norm\n" END },
  { "batch-norm-epsilon", "input 9\nconv 3 kernel=3\nbatch-norm epsilon=0.5 momentum=0.1\n" END },
  { "batch-norm-relu", "input 9 2\nconv 5 kernel=3\nbatch-norm\nrelu\nconv 4 kernel=3\n" END },
  { "batch-norm-first", "input 9 2\nbatch-norm\nconv 3 kernel=3\n" END },
  { "batch-norm-before-conv",
    "input 9 2\nconv 3 kernel=3\nbatch-norm\nrelu\nbatch-norm\nconv 4 kernel=3\n" END },
  { "batch-norm-after-relu", "input 9 2\nconv 5 kernel=3\nrelu\nbatch-norm\n" END },
  { "batch-norm-flat",
    "input 9 2\nconv 3 kernel=3\nflatten\nbatch-norm\nrelu\ndense 4\nsoftmax\n" },
  { "max-pool-2",
    "input 10 2\nconv 3 kernel=3\nbatch-norm\nrelu\nmax-pool 2\nconv 4 kernel=3\n" END },
  { "max-pool-2-odd",
    "input 11 2\nconv 3 kernel=3\nbatch-norm\nrelu\nmax-pool 2\nconv 4 kernel=3\n" END },
  { "max-pool-3", "input 14 2\nconv 3 kernel=3\nmax-pool 3\nconv 4 kernel=3\n" END },
  { "max-pool-left-padding", "input 13 2\nconv 3 kernel=3\nmax-pool 4\n" END },
  { "max-pool-gaps", "input 15 2\nconv 3 kernel=3\nrelu\nmax-pool 2 stride=4 padding=valid\n" END },
  { "max-pool-of-input", "input 15 2\nmax-pool 3\nconv 3 kernel=3\n" END },
  { "max-pool-then-relu", "input 14 2\nconv 3 kernel=3\nmax-pool 2\nrelu\nconv 4 kernel=3\n" END },
  { "average-pool", "input 14 2\nconv 3 kernel=3\naverage-pool 3\nconv 4 kernel=3\n" END },
  { "average-pool-relu",
    "input 13 2\nconv 3 kernel=3\nbatch-norm\nrelu\naverage-pool 4\nconv 4 kernel=3\n" END },
  { "average-pool-gaps", "input 15 2\nconv 3 kernel=3\nrelu\naverage-pool 2 stride=3\n" END },
  { "global-average-pool",
    "input 12 2\nconv 9 kernel=3\nbatch-norm\nrelu\nglobal-average-pool\ndense 4\nsoftmax\n" },
  { "residual", "input 9 2\nconv 3 kernel=3\nresidual\nconv 3 kernel=3\nend\nrelu\n" END },
  { "residual-of-input", "input 9 2\nresidual\nconv 2 kernel=3\nend\nconv 3 kernel=3\n" END },
  { "residual-batch-norm",
    "input 9 2\nconv 3 kernel=3\nbatch-norm\nrelu\nresidual\nconv 4 kernel=3\nbatch-norm\nrelu\n"
    "conv 3 kernel=3\nbatch-norm\nend\nrelu\n" END },
  { "residual-pool", "input 12 2\nconv 3 kernel=3\nresidual\nconv 3 "
                     "kernel=3\nbatch-norm\nend\nrelu\nmax-pool 2\n" END },
  { "residual-average",
    "input 12 2\nconv 3 kernel=3\nresidual\nconv 3 kernel=3\nend\nrelu\naverage-pool 3\n" END },
  { "projection",
    "input 9 2\nconv 3 kernel=3\nresidual shortcut=projection\nconv 5 kernel=3\nbatch-norm\nend\n"
    "relu\n" END },
  { "projection-stride-2",
    "input 13 2\nconv 3 kernel=3\nrelu\nresidual shortcut=projection stride=2\n"
    "conv 5 kernel=3 stride=2\nbatch-norm\nrelu\nconv 5 kernel=3\nbatch-norm\nend\nrelu\n" END },
  { "projection-of-dense",
    "input 1 6\nresidual shortcut=projection stride=2\ndense 5\nrelu\ndense 7\nend\nrelu\ndense 4\n"
    "softmax\n" },
  { "projections-of-one-buffer",
    "input 13 2\nconv 3 kernel=3\nresidual shortcut=projection stride=3\n"
    "residual shortcut=projection stride=2\nconv 4 kernel=3 stride=2\nend\nrelu\n"
    "conv 5 kernel=3 padding=valid\nend\n" END },
  { "nested",
    "input 9 2\nconv 3 kernel=3\nresidual\nconv 3 kernel=3\nresidual\nconv 3 kernel=3\nend\nrelu\n"
    "end\nrelu\n" END },
  { "nested-begin-together", "input 9 2\nconv 3 kernel=3\nresidual\nresidual\nconv 3 "
                             "kernel=3\nbatch-norm\nend\nrelu\nend\n" END },
  { "pre-activation",
    "input 9 2\nconv 4 kernel=3\nresidual\nbatch-norm\nrelu\nconv 4 kernel=3\nbatch-norm\nrelu\n"
    "conv 4 kernel=3\nend\nbatch-norm\nrelu\n" END },
  { "pre-activation-projection",
    "input 9 2\nconv 4 kernel=3\nresidual shortcut=projection stride=2\nbatch-norm\nrelu\n"
    "conv 6 kernel=3 stride=2\nend\nbatch-norm\nrelu\n" END },
  { "side",
    "input 9 2 side=6\nconv 3 kernel=3\nrelu\nflatten\ndense 5\nside\ndense 8\nrelu\ndense 5\n"
    "end\nrelu\ndense 4\nsoftmax\n" },
  { "side-of-one-channel", "input 1 side=3\ndense 5\nbatch-norm\nside\nbatch-norm\ndense "
                           "5\nbatch-norm\nend\nrelu\ndense 4\n"
                           "softmax\n" },
  { "side-of-input", "input 1 5 side=4\nside\ndense 5\nend\nrelu\ndense 4\nsoftmax\n" },
  { "side-relu-first",
    "input 9 side=6\nconv 6 kernel=3\nglobal-average-pool\nside\nrelu\nend\ndense 4\nsoftmax\n" },
  { "side-in-residual", "input 9 2 side=3\nflatten\ndense 6\nresidual\ndense 7\nrelu\nside\ndense "
                        "7\nend\nrelu\ndense 6\n"
                        "end\nrelu\ndense 4\nsoftmax\n" },
  { "two-sides", "input 9 2 side=3\nflatten\ndense 6\nside\ndense 6\nend\nrelu\ndense "
                 "5\nside\ndense 5\nrelu\nend\n"
                 "dense 4\nsoftmax\n" },
  { "relu-inside-residual", "input 9 2\nconv 4 kernel=3\nresidual\nrelu\nend\n" END },
  { "many-channels-pool",
    "input 4 1\nconv 600 kernel=1\nbatch-norm\nrelu\nmax-pool 3\nflatten\ndense 4\nsoftmax\n" },
  { "many-channels-average",
    "input 4 1\nconv 600 kernel=1\nbatch-norm\nrelu\naverage-pool 3\nflatten\ndense 4\nsoftmax\n" },
};

static const Case dropouts[] = {
  { "alone", "input 9 2\nconv 5 kernel=3\ndropout 0.3\nconv 6 kernel=3\n" END },
  { "relu", "input 9 2\nconv 5 kernel=3\nbatch-norm\nrelu\ndropout 0.5\nconv 6 kernel=3\n" END },
  { "relu-average-pool",
    "input 12 2\nconv 6 kernel=3\nbatch-norm\nrelu\naverage-pool 2\ndropout 0.4\n" END },
  { "twice", "input 12 2\nconv 6 kernel=3\nbatch-norm\ndropout 0.4\nflatten\ndropout 0.2\ndense 4\n"
             "softmax\n" },
  { "residual", "input 12 2\nconv 5 kernel=3\nresidual\nconv 5 kernel=3\nbatch-norm\nend\nrelu\n"
                "dropout 0.3\n" END },
};

/* The share that is dropped, and that the others make up for it. */
static void
test_dropout_rate (void)
{
  static const char text[] = "input 1 4\ndropout 0.3\ndense 2 bias=no\nsoftmax\n";
  double sum = 0;
  guint n_dropped = 0, n_seen = 0;
  Bed bed;

  bed_init (&bed, text);
  for (size_t i = 0; i < bed.network->plan->n_parameters; i++)
    bed.network->parameters[i] = i == 0 ? 1 : 0; /* the first logit is the first input */
  for (size_t i = 0; i < N_ITEMS * 4; i++)
    bed.inputs.values[i] = 1;
  for (bed.step.key = 0; bed.step.key < 2000; bed.step.key++) {
    found_loss (&bed);
    for (guint i = 0; i < N_ITEMS; i++, n_seen++) {
      const double p = (double) bed.step.probabilities[2 * i];
      const double input = log (p / (1 - p));

      n_dropped += fabs (input) < 0.5 ? 1 : 0;
      sum += input;
    }
  }
  g_assert_cmpfloat_with_epsilon ((double) n_dropped / n_seen, 0.3, 0.015);
  g_assert_cmpfloat_with_epsilon (sum / n_seen, 1, 0.02);
  bed_clear (&bed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/nn/gradients/equal-definition/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_equals_definition);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (dropouts); i++) {
    g_autofree char *path = g_strdup_printf ("/nn/gradients/dropout/%s", dropouts[i].name);

    g_test_add_data_func (path, &dropouts[i], test_dropout);
  }
  g_test_add_func ("/nn/gradients/dropout/rate", test_dropout_rate);
  return g_test_run ();
}
