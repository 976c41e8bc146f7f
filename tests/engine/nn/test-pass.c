/* SPDX-License-Identifier: MIT */
#include "tests/engine/nn/small-networks.h"

#include <math.h>
#include <stdlib.h>

#define MAX_ITEMS 130

/* Every kind of op, in the order of a network's text. */
static const char text[] = "input 30 2 side=4\n"
                           "conv 6 kernel=3 stride=2\n"
                           "batch-norm\n"
                           "relu\n"
                           "residual\n"
                           "conv 6 kernel=3 dilation=2\n"
                           "batch-norm\n"
                           "relu\n"
                           "dropout 0.2\n"
                           "conv 6 kernel=3\n"
                           "end\n"
                           "relu\n"
                           "max-pool 2\n"
                           "residual shortcut=projection stride=2\n"
                           "conv 40 kernel=5 stride=2\n"
                           "end\n"
                           "average-pool 2\n"
                           "flatten\n"
                           "dense 33\n"
                           "side\n"
                           "dense 12\n"
                           "relu\n"
                           "dense 33\n"
                           "end\n"
                           "batch-norm\n"
                           "relu\n"
                           "dropout 0.4\n"
                           "dense 5\n"
                           "softmax\n";

/* ---- The allocator, counted ---- */

/* The sanitizers bring an allocator of their own, which is not to be stood in for. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && defined(__GLIBC__)
#define COUNTS_ALLOCATIONS

static guint n_allocations;

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *old, size_t size);

void *
malloc (size_t size)
{
  __atomic_fetch_add (&n_allocations, 1, __ATOMIC_RELAXED);
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  __atomic_fetch_add (&n_allocations, 1, __ATOMIC_RELAXED);
  return __libc_calloc (n, size);
}

void *
realloc (void *old, size_t size)
{
  __atomic_fetch_add (&n_allocations, 1, __ATOMIC_RELAXED);
  return __libc_realloc (old, size);
}
#endif

/* ---- Training ---- */

typedef struct {
  EctopyNetwork *network;
  EctopyPass *pass;
  EctopyWorkers *workers;
  Inputs inputs;
  float *targets;
  EctopyTrainStep step;
} Bed;

/* @n_threads 0 for no workers. */
static void
bed_init (Bed *bed, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  EctopyRng rng;

  *bed = (Bed){ .network = network_from_text (text, 21) };
  bed->workers = n_threads > 0 ? ectopy_workers_new (n_threads) : NULL;
  bed->pass = ectopy_pass_new (bed->network, MAX_ITEMS, MAX (n_threads, 1), TRUE, &error);
  g_assert_no_error (error);
  bed->inputs = inputs_new (bed->network, MAX_ITEMS, 22);
  bed->targets = g_new0 (float, MAX_ITEMS * 5);
  ectopy_rng_init (&rng, 23, 0);
  for (size_t i = 0; i < MAX_ITEMS; i++)
    bed->targets[i * 5 + ectopy_rng_below (&rng, 5)] = 1;
  bed->step = (EctopyTrainStep){
    .fill = fill_input_cb,
    .user_data = &bed->inputs,
    .targets = bed->targets,
    .network = bed->network,
    .gradients = g_new (float, bed->network->plan->n_parameters),
  };
}

static void
bed_clear (Bed *bed)
{
  ectopy_pass_free (bed->pass);
  ectopy_network_free (bed->network);
  ectopy_workers_free (bed->workers);
  g_free (bed->inputs.values);
  g_free (bed->targets);
  g_free (bed->step.gradients);
}

static void
train (Bed *bed, size_t n_items, guint64 key)
{
  /* all of it is to be overwritten */
  memset (bed->step.gradients, 0x7f, bed->network->plan->n_parameters * sizeof (float));
  bed->step.n_items = n_items;
  bed->step.key = key;
  ectopy_pass_train (bed->pass, bed->workers, &bed->step);
}

static void
assert_same_step (const Bed *a, const Bed *b)
{
  g_assert_cmpfloat (a->step.loss, ==, b->step.loss);
  g_assert_cmpmem (a->step.gradients, a->network->plan->n_parameters * sizeof (float),
                   b->step.gradients, b->network->plan->n_parameters * sizeof (float));
  g_assert_cmpmem (a->network->states, a->network->plan->n_states * sizeof (float),
                   b->network->states, b->network->plan->n_states * sizeof (float));
  g_assert_cmpmem (a->step.probabilities, a->step.n_items * 5 * sizeof (float),
                   b->step.probabilities, b->step.n_items * 5 * sizeof (float));
}

static const size_t batches[] = { 2, 3, 16, 17, 31, 64, 65, 127, 128, 130, 2, 127 };

static void
test_training_same_on_any_threads (void)
{
  static const guint threads[] = { 1, 2, 3, 7 };
  Bed alone;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++) {
    Bed team;

    bed_init (&alone, 0);
    bed_init (&team, threads[i]);
    for (gsize j = 0; j < G_N_ELEMENTS (batches); j++) {
      train (&alone, batches[j], j);
      train (&team, batches[j], j);
      g_assert_true (isfinite (alone.step.loss));
      assert_same_step (&alone, &team);
    }
    bed_clear (&alone);
    bed_clear (&team);
  }
}

/* A step knows nothing of those before it, whatever their size, nor of the capacity. */
static void
test_training_leaves_nothing_behind (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (batches); i++) {
    Bed used, fresh;

    bed_init (&used, 2);
    bed_init (&fresh, 2);
    for (gsize j = 0; j < G_N_ELEMENTS (batches); j++)
      train (&used, batches[j], j);
    memcpy (used.network->states, fresh.network->states,
            used.network->plan->n_states * sizeof (float));
    ectopy_pass_free (fresh.pass);
    fresh.pass = ectopy_pass_new (fresh.network, batches[i], 2, TRUE, NULL);
    train (&used, batches[i], 99);
    train (&fresh, batches[i], 99);
    assert_same_step (&used, &fresh);
    bed_clear (&used);
    bed_clear (&fresh);
  }
}

/* The running mean and variance move by 1 - momentum towards those of the batch: here the input's. */
static void
test_running_statistics (void)
{
  static const char norm[] = "input 3 1\nbatch-norm momentum=0.75\nflatten\ndense 2\nsoftmax\n";
  const float targets[4] = { 1, 0, 0, 1 };
  float values[6] = { 1, 2, 3, 5, 7, 12 }; /* mean 5, variance (of 6) 41 / 3 */
  float gradients[16];
  g_autoptr (EctopyNetwork) network = network_from_text (norm, 1);
  g_autoptr (EctopyPass) pass = ectopy_pass_new (network, 2, 1, TRUE, NULL);
  Inputs inputs = { 3, values };
  EctopyTrainStep step = { .n_items = 2,
                           .fill = fill_input_cb,
                           .user_data = &inputs,
                           .targets = targets,
                           .network = network,
                           .gradients = gradients };

  g_assert_cmpuint (network->plan->n_parameters, <=, G_N_ELEMENTS (gradients));
  network->states[0] = -3;
  network->states[1] = 7;
  ectopy_pass_train (pass, NULL, &step);
  g_assert_cmpfloat_with_epsilon (network->states[0], 0.75 * -3 + 0.25 * 5, 1e-6);
  g_assert_cmpfloat_with_epsilon (network->states[1], 0.75 * 7 + 0.25 * 41 / 3, 1e-5);
}

static void
test_training_allocates_nothing (void)
{
#ifdef COUNTS_ALLOCATIONS
  for (guint n_threads = 0; n_threads <= 3; n_threads++) {
    Bed bed;
    guint before;

    bed_init (&bed, n_threads);
    train (&bed, 128, 1); /* the BLAS takes its buffer at its first call */
    train (&bed, 128, 2);
    before = __atomic_load_n (&n_allocations, __ATOMIC_RELAXED);
    g_assert_cmpuint (before, >, 0); /* they are counted */
    for (gsize i = 0; i < G_N_ELEMENTS (batches); i++)
      train (&bed, batches[i], 3 + i);
    g_assert_cmpuint (__atomic_load_n (&n_allocations, __ATOMIC_RELAXED), ==, before);
    bed_clear (&bed);
  }
#else
  g_test_skip ("allocations are not counted under a sanitizer");
#endif
}

/* ---- Use ---- */

static float *
predict (const EctopyNetwork *network,
         const EctopyPass *like,
         guint n_threads,
         size_t first,
         size_t n_items)
{
  g_autoptr (EctopyWorkers) workers = n_threads > 0 ? ectopy_workers_new (n_threads) : NULL;
  g_autoptr (EctopyPass)
      pass = like != NULL ? ectopy_pass_new_like (like, 130, MAX (n_threads, 1), NULL)
                          : ectopy_pass_new (network, 130, MAX (n_threads, 1), FALSE, NULL);
  g_autofree float *all = inputs_new (network, MAX_ITEMS, 22).values;
  const size_t floats = ectopy_network_spec_count_inputs (network->spec);
  Inputs inputs = { floats, all + first * floats };

  ectopy_pass_prepare (pass);
  return g_memdup2 (ectopy_pass_predict (pass, workers, n_items, fill_input_cb, &inputs),
                    n_items * 5 * sizeof (float));
}

static void
test_prediction_stands_alone (void)
{
  static const size_t sizes[] = { 1, 2, 3, 5, 17, 37, 127, 130 };
  g_autoptr (EctopyNetwork) network = network_from_text (text, 21);
  g_autofree float *all = predict (network, NULL, 0, 0, MAX_ITEMS);

  for (size_t i = 0; i < MAX_ITEMS; i++) {
    double sum = 0;

    for (guint c = 0; c < 5; c++)
      sum += (double) all[i * 5 + c];
    g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint n_threads = 0; n_threads <= 7; n_threads = n_threads * 2 + 1)
      for (size_t first = 0; first + sizes[i] <= MAX_ITEMS; first += 31) {
        g_autofree float *some = predict (network, NULL, n_threads, first, sizes[i]);

        g_assert_cmpmem (some, sizes[i] * 5 * sizeof (float), all + first * 5,
                         sizes[i] * 5 * sizeof (float));
      }
}

static void
test_shared_weights (void)
{
  g_autoptr (EctopyNetwork) network = network_from_text (text, 21);
  g_autoptr (EctopyPass) like = ectopy_pass_new (network, 1, 1, FALSE, NULL);
  g_autofree float *own = predict (network, NULL, 1, 0, 20);
  g_autofree float *shared = NULL;

  ectopy_pass_prepare (like);
  shared = predict (network, like, 1, 0, 20);
  g_assert_cmpmem (own, 100 * sizeof (float), shared, 100 * sizeof (float));
}

/* With the statistics of a batch as the running ones, and without dropout, use does what training
 * does. */
static void
test_use_equals_training (void)
{
  static const char plain[] = "input 30 2\nconv 6 kernel=3\nbatch-norm momentum=0\nrelu\n"
                              "max-pool 2\nresidual\nconv 6 kernel=5\nbatch-norm momentum=0\nend\n"
                              "relu\nflatten\ndense 9\nbatch-norm momentum=0\nrelu\ndense 5\n"
                              "softmax\n";
  g_autoptr (EctopyNetwork) network = network_from_text (plain, 21);
  g_autoptr (EctopyPass) pass = ectopy_pass_new (network, 33, 1, TRUE, NULL);
  g_autofree float *gradients = g_new (float, network->plan->n_parameters);
  g_autofree float *targets = g_new0 (float, 33 * 5);
  g_autofree float *used = NULL;
  Inputs inputs = inputs_new (network, MAX_ITEMS, 22);
  EctopyTrainStep step = { .n_items = 33,
                           .fill = fill_input_cb,
                           .user_data = &inputs,
                           .targets = targets,
                           .network = network,
                           .gradients = gradients };

  ectopy_pass_train (pass, NULL, &step);
  used = predict (network, NULL, 1, 0, 33);
  g_assert_cmpfloat (relative_error (used, step.probabilities, 33 * 5), <, 1e-5);
  g_free (inputs.values);
}

/* The last dense layer makes of the hidden layer what the softmax makes the probabilities of. */
static void
test_hidden (void)
{
  g_autoptr (EctopyNetwork) network = network_from_text (text, 21);
  g_autoptr (EctopyPass) pass = ectopy_pass_new (network, MAX_ITEMS, 1, FALSE, NULL);
  g_autoptr (GArray) tensors = ectopy_network_list_tensors (network);
  const EctopyNetworkTensor *weight = &g_array_index (tensors, EctopyNetworkTensor,
                                                      tensors->len - 2);
  const EctopyNetworkTensor *bias = weight + 1;
  Inputs inputs = inputs_new (network, MAX_ITEMS, 22);
  const float *p;

  g_assert_cmpuint (ectopy_pass_get_n_hidden (pass), ==, 33);
  g_assert_cmpuint (weight->dims[0], ==, 33);
  ectopy_pass_prepare (pass);
  p = ectopy_pass_predict (pass, NULL, MAX_ITEMS, fill_input_cb, &inputs);
  for (size_t i = 0; i < MAX_ITEMS; i++) {
    const float *hidden = ectopy_pass_get_hidden (pass, i);
    double logits[5];

    for (guint c = 0; c < 5; c++) {
      logits[c] = (double) bias->data[c];
      for (size_t j = 0; j < 33; j++)
        logits[c] += (double) hidden[j] * (double) weight->data[j * 5 + c];
    }
    for (guint c = 1; c < 5; c++)
      g_assert_cmpfloat_with_epsilon (log ((double) p[i * 5 + c] / (double) p[i * 5]),
                                      logits[c] - logits[0], 1e-4);
  }
  g_free (inputs.values);
}

static void
test_prediction_allocates_nothing (void)
{
#ifdef COUNTS_ALLOCATIONS
  g_autoptr (EctopyNetwork) network = network_from_text (text, 21);
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (3);
  g_autoptr (EctopyPass) pass = ectopy_pass_new (network, 100, 3, FALSE, NULL);
  Inputs inputs = inputs_new (network, 100, 22);
  guint before;

  ectopy_pass_prepare (pass);
  before = __atomic_load_n (&n_allocations, __ATOMIC_RELAXED);
  for (size_t n = 1; n <= 100; n += 9)
    ectopy_pass_predict (pass, workers, n, fill_input_cb, &inputs);
  g_assert_cmpuint (__atomic_load_n (&n_allocations, __ATOMIC_RELAXED), ==, before);
  g_free (inputs.values);
#else
  g_test_skip ("allocations are not counted under a sanitizer");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/pass/train/same-on-any-number-of-threads",
                   test_training_same_on_any_threads);
  g_test_add_func ("/nn/pass/train/leaves-nothing-behind", test_training_leaves_nothing_behind);
  g_test_add_func ("/nn/pass/train/running-statistics", test_running_statistics);
  g_test_add_func ("/nn/pass/train/allocates-nothing", test_training_allocates_nothing);
  g_test_add_func ("/nn/pass/predict/row-stands-alone", test_prediction_stands_alone);
  g_test_add_func ("/nn/pass/predict/shared-weights", test_shared_weights);
  g_test_add_func ("/nn/pass/predict/hidden", test_hidden);
  g_test_add_func ("/nn/pass/predict/equals-training", test_use_equals_training);
  g_test_add_func ("/nn/pass/predict/allocates-nothing", test_prediction_allocates_nothing);
  return g_test_run ();
}
