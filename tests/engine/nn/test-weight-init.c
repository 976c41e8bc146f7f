/* SPDX-License-Identifier: MIT */
#include "engine/nn/network.h"

#include <math.h>
#include <string.h>

static const char text[] = "network wide\n"
                           "init %s\n"
                           "input 40 2\n"
                           "conv 64 kernel=5\n"
                           "batch-norm gamma=0.25\n"
                           "relu\n"
                           "conv 48 kernel=3\n"
                           "relu\n"
                           "flatten\n"
                           "dense 100\n"
                           "dense 5\n"
                           "softmax\n";

static EctopyNetwork *
network_new (const char *init, guint64 seed)
{
  g_autofree char *made = g_strdup_printf (text, init);
  g_autoptr (GError) error = NULL;
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (made, "test", &error);
  EctopyNetwork *network;
  EctopyRng rng;

  g_assert_no_error (error);
  network = ectopy_network_new (spec, &error);
  g_assert_no_error (error);
  ectopy_rng_init (&rng, seed, 0);
  ectopy_network_init_weights (network, &rng);
  return network;
}

static EctopyNetworkTensor *
find (GArray *tensors, const char *name)
{
  for (guint i = 0; i < tensors->len; i++)
    if (g_str_equal (g_array_index (tensors, EctopyNetworkTensor, i).name, name))
      return &g_array_index (tensors, EctopyNetworkTensor, i);
  g_assert_not_reached ();
}

static void
check_uniform (const EctopyNetworkTensor *t, double fan_in, double fan_out)
{
  const size_t n = t->dims[0] * t->dims[1] * t->dims[2];
  const double limit = sqrt (6 / (fan_in + fan_out));
  double sum = 0, squares = 0, largest = 0;

  for (size_t i = 0; i < n; i++) {
    sum += (double) t->data[i];
    squares += (double) t->data[i] * (double) t->data[i];
    largest = MAX (largest, fabs ((double) t->data[i]));
  }
  g_assert_cmpfloat (largest, <=, limit * 1.000001);
  g_assert_cmpfloat (largest, >, limit * 0.95);
  g_assert_cmpfloat (fabs (sum) / (double) n, <, 4 * limit / sqrt (3 * (double) n));
  g_assert_cmpfloat_with_epsilon (squares / (double) n / (limit * limit / 3), 1,
                                  4 / sqrt ((double) n));
}

static void
check_normal (const EctopyNetworkTensor *t, double fan_in)
{
  const size_t n = t->dims[0] * t->dims[1] * t->dims[2];
  const double std = sqrt (2 / fan_in);
  double sum = 0, squares = 0;
  size_t n_beyond = 0;

  for (size_t i = 0; i < n; i++) {
    sum += (double) t->data[i];
    squares += (double) t->data[i] * (double) t->data[i];
    n_beyond += fabs ((double) t->data[i]) > 2 * std ? 1 : 0;
  }
  g_assert_cmpfloat (fabs (sum) / (double) n, <, 4 * std / sqrt ((double) n));
  g_assert_cmpfloat_with_epsilon (squares / (double) n / (std * std), 1, 6 / sqrt ((double) n));
  g_assert_cmpfloat_with_epsilon ((double) n_beyond / (double) n, 0.0455, 1 / sqrt ((double) n));
}

static void
test_glorot (void)
{
  g_autoptr (EctopyNetwork) network = network_new ("glorot", 1);
  g_autoptr (GArray) tensors = ectopy_network_list_tensors (network);

  check_uniform (find (tensors, "conv1.weight"), 5 * 2, 5 * 64);
  check_uniform (find (tensors, "conv2.weight"), 3 * 64, 3 * 48);
  check_uniform (find (tensors, "dense1.weight"), 40 * 48, 100);
  check_uniform (find (tensors, "dense2.weight"), 100, 5);
}

static void
test_he (void)
{
  g_autoptr (EctopyNetwork) network = network_new ("he", 1);
  g_autoptr (GArray) tensors = ectopy_network_list_tensors (network);

  check_normal (find (tensors, "conv1.weight"), 5 * 2);
  check_normal (find (tensors, "conv2.weight"), 3 * 64);
  check_normal (find (tensors, "dense1.weight"), 40 * 48);
  check_uniform (find (tensors, "dense2.weight"), 100, 5); /* the last layer */
}

static void
check_all (GArray *tensors, const char *name, float value)
{
  const EctopyNetworkTensor *t = find (tensors, name);

  for (size_t i = 0; i < t->dims[0]; i++)
    g_assert_cmpfloat (t->data[i], ==, value);
}

static void
test_others (void)
{
  g_autoptr (EctopyNetwork) network = network_new ("glorot", 1);
  g_autoptr (GArray) tensors = ectopy_network_list_tensors (network);

  check_all (tensors, "conv1.norm.gamma", 0.25f);
  check_all (tensors, "conv1.norm.beta", 0);
  check_all (tensors, "conv1.norm.mean", 0);
  check_all (tensors, "conv1.norm.variance", 1);
  check_all (tensors, "conv2.bias", 0);
  check_all (tensors, "dense2.bias", 0);
}

static void
test_begins_anew (void)
{
  g_autoptr (EctopyNetwork) one = network_new ("he", 7);
  g_autoptr (EctopyNetwork) two = network_new ("he", 7);
  g_autoptr (EctopyNetwork) other = network_new ("he", 8);
  const size_t size = one->plan->n_parameters * sizeof (float);
  EctopyRng rng;

  g_assert_cmpmem (one->parameters, size, two->parameters, size);
  g_assert_true (memcmp (one->parameters, other->parameters, size) != 0);
  /* whatever it held before */
  ectopy_rng_init (&rng, 7, 0);
  for (size_t i = 0; i < other->plan->n_states; i++)
    other->states[i] = 9;
  ectopy_network_init_weights (other, &rng);
  g_assert_cmpmem (one->parameters, size, other->parameters, size);
  g_assert_cmpmem (one->states, one->plan->n_states * sizeof (float), other->states,
                   one->plan->n_states * sizeof (float));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/weight-init/glorot", test_glorot);
  g_test_add_func ("/nn/weight-init/he", test_he);
  g_test_add_func ("/nn/weight-init/scales-shifts-and-statistics", test_others);
  g_test_add_func ("/nn/weight-init/begins-anew", test_begins_anew);
  return g_test_run ();
}
