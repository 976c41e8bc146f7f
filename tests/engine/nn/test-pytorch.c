/* SPDX-License-Identifier: MIT */
/* The reference network against another implementation of it: tests/fixtures holds what PyTorch makes
 * of the same weights and inputs, and the script that asked it. */
#include "engine/nn/adam.h"
#include "tests/engine/nn/small-networks.h"

#define LIMIT 1e-4

/* The layers of “reference” without dropout. */
static const char text[] = "network reference-without-dropout\n"
                           "input 187\n"
                           "conv 64 kernel=5\nbatch-norm\nrelu\nmax-pool 2\n"
                           "conv 128 kernel=5\nbatch-norm\nrelu\nmax-pool 2\n"
                           "conv 256 kernel=3\nbatch-norm\nrelu\nmax-pool 2\n"
                           "flatten\n"
                           "dense 256\nbatch-norm\nrelu\n"
                           "dense 5\n"
                           "softmax\n";

typedef struct {
  EctopyNetwork *network;
  EctopyWorkers *workers;
  EctopyPass *pass;
  GArray *tensors;
  Inputs inputs;
  EctopyTrainStep step;
  float *targets;
  float *gradients;
  float *first_gradients;
  float *moments;
  EctopyAdam adam;
  double rate;
  guint64 n_steps;
} Run;

/* As in the script. */
static double
uniform (guint32 stream, guint32 i)
{
  guint32 x = i + stream * 0x9e3779b9u;

  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;
  return (double) (x >> 8) * 0x1p-23 - 1;
}

static void
set_parameters (Run *run)
{
  guint32 stream = 0;

  for (guint i = 0; i < run->tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (run->tensors, EctopyNetworkTensor, i);
    const size_t n = t->dims[0] * t->dims[1] * t->dims[2];
    double centre = 0, width = 0.25;

    if (g_str_has_suffix (t->name, ".mean") || g_str_has_suffix (t->name, ".variance"))
      continue;
    if (g_str_has_suffix (t->name, ".gamma"))
      centre = 1;
    else if (t->n_dims == 3)
      width = sqrt (6.0 / (double) (t->dims[0] * (t->dims[1] + t->dims[2])));
    else if (t->n_dims == 2)
      width = sqrt (6.0 / (double) (t->dims[0] + t->dims[1]));
    for (size_t j = 0; j < n; j++)
      t->data[j] = (float) (centre + width * uniform (stream, (guint32) j));
    stream++;
  }
}

static void
run_init (Run *run, guint batch, guint32 inputs)
{
  g_autoptr (GError) error = NULL;
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (text, "test", &error);

  g_assert_no_error (error);
  run->network = ectopy_network_new (spec, &error);
  run->workers = ectopy_workers_new (2);
  run->pass = ectopy_pass_new (run->network, batch, 2, TRUE, &error);
  run->tensors = ectopy_network_list_tensors (run->network);
  set_parameters (run);
  run->inputs = (Inputs){ 187, g_new (float, batch * 187) };
  for (guint i = 0; i < batch * 187; i++)
    run->inputs.values[i] = (float) uniform (inputs, i);
  run->targets = g_new0 (float, batch * 5);
  for (guint i = 0; i < batch; i++)
    run->targets[i * 5 + (guint) ((uniform (inputs + 1, i) + 1) * 2.5)] = 1;
  run->gradients = g_new0 (float, run->network->plan->n_parameters);
  run->moments = g_new0 (float, 2 * run->network->plan->n_parameters);
  run->step = (EctopyTrainStep){
    .n_items = batch,
    .fill = fill_input_cb,
    .user_data = &run->inputs,
    .targets = run->targets,
    .network = run->network,
    .gradients = run->gradients,
  };
}

static void
run_clear (Run *run)
{
  ectopy_pass_free (run->pass);
  ectopy_network_free (run->network);
  ectopy_workers_free (run->workers);
  g_array_unref (run->tensors);
  g_free (run->inputs.values);
  g_free (run->targets);
  g_free (run->gradients);
  g_free (run->first_gradients);
  g_free (run->moments);
}

static void
take_step (Run *run)
{
  ectopy_pass_train (run->pass, run->workers, &run->step);
  if (run->first_gradients == NULL)
    run->first_gradients = g_memdup2 (run->gradients,
                                      run->network->plan->n_parameters * sizeof (float));
  ectopy_adam_step (&run->adam, run->workers, ++run->n_steps, run->rate,
                    run->network->plan->n_parameters, run->network->plan->n_decayed, run->gradients,
                    run->network->parameters, run->moments, NULL);
}

/* @words: kind, name, norm of all, some of the values from the first to the last. */
static void
check_values (char **words, const float *found, size_t n)
{
  const guint n_samples = g_strv_length (words) - 3;
  const double norm = g_ascii_strtod (words[2], NULL);
  double squares = 0, difference = 0, size = 0;

  g_assert_cmpuint (n_samples, ==, MIN (24, n));
  for (size_t i = 0; i < n; i++)
    squares += (double) found[i] * (double) found[i];
  for (guint i = 0; i < n_samples; i++) {
    const double expected = g_ascii_strtod (words[3 + i], NULL);
    const double d = (double) found[i * (n - 1) / MAX (n_samples - 1, 1)] - expected;

    difference += d * d;
    size += expected * expected;
  }
  g_test_message ("%s %s: norm %g, values %g", words[0], words[1], fabs (sqrt (squares) / norm - 1),
                  sqrt (difference / size));
  g_assert_cmpfloat (fabs (sqrt (squares) / norm - 1), <, LIMIT);
  g_assert_cmpfloat (sqrt (difference / size), <, LIMIT);
}

static void
check_tensor (const Run *run, char **words)
{
  for (guint i = 0; i < run->tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (run->tensors, EctopyNetworkTensor, i);
    const float *values = t->data;

    if (!g_str_equal (t->name, words[1]))
      continue;
    if (g_str_equal (words[0], "gradient"))
      values = run->first_gradients + (t->data - run->network->parameters);
    check_values (words, values, t->dims[0] * t->dims[1] * t->dims[2]);
    return;
  }
  g_error ("there is no tensor “%s”", words[1]);
}

static void
check_line (Run *run, char **words, guint *n_checked)
{
  if (words[0] == NULL || words[0][0] == '#')
    return;
  (*n_checked)++;
  if (g_str_equal (words[0], "setup")) {
    run_init (run, (guint) g_ascii_strtoull (words[1] + strlen ("batch="), NULL, 10),
              (guint32) g_ascii_strtoull (words[4] + strlen ("inputs="), NULL, 10));
    run->rate = g_ascii_strtod (words[2] + strlen ("rate="), NULL);
    run->adam = (EctopyAdam){ .beta1 = 0.9,
                              .beta2 = 0.999,
                              .epsilon = g_ascii_strtod (words[3] + strlen ("epsilon="), NULL) };
  } else if (g_str_equal (words[0], "loss")) {
    const double expected = g_ascii_strtod (words[2], NULL);

    take_step (run);
    g_assert_cmpuint (run->n_steps, ==, g_ascii_strtoull (words[1], NULL, 10));
    g_test_message ("loss %g: %g", expected,
                    run->step.loss / (double) run->step.n_items / expected - 1);
    g_assert_cmpfloat_with_epsilon (run->step.loss / (double) run->step.n_items, expected,
                                    LIMIT * expected);
  } else if (g_str_equal (words[0], "forward")) {
    check_values (words, run->step.probabilities, run->step.n_items * 5);
  } else {
    check_tensor (run, words);
  }
}

static void
test_pytorch (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "pytorch-reference.txt",
                                                 NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_checked = 0;
  Run run = { 0 };

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

    check_line (&run, words, &n_checked);
  }
  g_assert_cmpuint (n_checked, ==, 1 + 10 + 1 + 14 + 14 + 8);
  run_clear (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/pytorch/ten-steps-of-reference", test_pytorch);
  return g_test_run ();
}
