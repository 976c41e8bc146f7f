/* SPDX-License-Identifier: MIT */
#include "engine/nn/network-spec.h"

#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "engine/nn/network.h"

#include <string.h>

#define HEAD "input 187\n"
#define TAIL "flatten\ndense 5\nsoftmax\n"

static EctopyNetworkSpec *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (text, "test", &error);

  g_assert_no_error (error);
  return spec;
}

static void
test_reference (void)
{
  g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_named ("reference", NULL);
  g_autoptr (EctopyNetwork) network = NULL;

  g_assert_cmpstr (spec->name, ==, "reference");
  g_assert_cmpuint (ectopy_network_spec_get_n_classes (spec), ==, 5);
  /* 2 x (187 x 5 x 64 + 94 x 320 x 128 + 47 x 384 x 256 + 6144 x 256 + 256 x 5) */
  g_assert_cmpfloat (ectopy_network_spec_count_flop (spec), ==,
                     2.0 * (187 * 5 * 64 + 94 * 320 * 128 + 47 * 384 * 256 + 6144 * 256 + 256 * 5));
  g_assert_cmpfloat_with_epsilon (ectopy_network_spec_count_flop (spec), 20.2e6, 0.05e6);
  network = ectopy_network_new (g_steal_pointer (&spec), NULL);
  g_assert_cmpuint (network->plan->n_parameters, ==, 1715141);
  g_assert_cmpuint (network->plan->n_states, ==, 2 * (64 + 128 + 256 + 256));
  g_assert_cmpuint (network->plan->n_decayed, ==,
                    5 * 64 + 320 * 128 + 384 * 256 + 6144 * 256 + 256 * 5);
}

static void
test_named (void)
{
  const char *const *names = ectopy_network_spec_list ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (names[0]);
  for (; *names != NULL; names++) {
    g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_named (*names, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (spec->name, ==, *names);
    g_assert_cmpuint (spec->in_length, ==,
                      g_str_equal (*names, "context") ? 150
                      : spec->n_side > 0              ? 1
                                                      : 187);
    g_assert_cmpuint (ectopy_network_spec_get_n_classes (spec), ==, 5);
  }
  g_assert_null (ectopy_network_spec_named ("none", &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "reference"));
}

static void
test_says_what_it_reads (void)
{
  g_autoptr (EctopyNetworkSpec) spec = parse ("# a comment\n"
                                              "network mine\r\n"
                                              "\tinit  he # normal\n"
                                              "\n"
                                              "input 40 3\n"
                                              "conv 8 kernel=5 stride=2 padding=valid bias=no\n"
                                              "conv 8 kernel=3 dilation=4 padding=2\n"
                                              "batch-norm momentum=0.5 epsilon=0.25 gamma=0\n"
                                              "dropout 0.125\n"
                                              "average-pool 3 stride=4 padding=1\n"
                                              "global-average-pool\n"
                                              "dense 2\n"
                                              "softmax");
  const EctopyLayerSpec *l = spec->layers;

  g_assert_cmpstr (spec->name, ==, "mine");
  g_assert_cmpint (spec->init, ==, ECTOPY_INIT_HE);
  g_assert_cmpuint (spec->in_channels, ==, 3);
  g_assert_cmpuint (spec->n_layers, ==, 8);
  g_assert_cmpint (l[0].kind, ==, ECTOPY_LAYER_CONV);
  g_assert_cmpuint (l[0].line, ==, 6);
  g_assert_cmpuint (l[0].stride, ==, 2);
  g_assert_false (l[0].bias);
  g_assert_cmpuint (l[0].out_length, ==, 18);
  g_assert_cmpuint (l[0].pad_left, ==, 0);
  g_assert_cmpuint (l[1].dilation, ==, 4);
  g_assert_false (l[1].bias); /* a batch-norm follows */
  g_assert_cmpuint (l[1].pad_left, ==, 2);
  g_assert_cmpuint (l[1].out_length, ==, 18 + 4 - 8);
  g_assert_cmpfloat (l[2].momentum, ==, 0.5);
  g_assert_cmpfloat (l[2].epsilon, ==, 0.25);
  g_assert_cmpfloat (l[2].gamma, ==, 0);
  g_assert_cmpfloat (l[3].rate, ==, 0.125);
  g_assert_cmpuint (l[4].units, ==, 3);
  g_assert_cmpuint (l[4].stride, ==, 4);
  g_assert_cmpuint (l[4].out_length, ==, (14 + 2 - 3) / 4 + 1);
  g_assert_cmpuint (l[5].out_length, ==, 1);
  g_assert_true (l[6].bias);
  g_assert_cmpuint (l[7].out_channels, ==, 2);
}

static void
test_defaults (void)
{
  g_autoptr (EctopyNetworkSpec)
      spec = parse (HEAD "conv 4 kernel=3\nbatch-norm\nmax-pool 2\nconv 4 kernel=3\nrelu\n" TAIL);

  g_assert_cmpint (spec->init, ==, ECTOPY_INIT_GLOROT);
  g_assert_cmpuint (spec->in_channels, ==, 1);
  g_assert_cmpuint (spec->layers[0].stride, ==, 1);
  g_assert_cmpuint (spec->layers[0].dilation, ==, 1);
  g_assert_cmpfloat (spec->layers[1].momentum, ==, 0.99);
  g_assert_cmpfloat (spec->layers[1].epsilon, ==, 0.001);
  g_assert_cmpfloat (spec->layers[1].gamma, ==, 1);
  g_assert_cmpuint (spec->layers[2].stride, ==, 2);
  g_assert_true (spec->layers[3].bias);
}

/* Lengths and zeros as Keras has them: tf.nn's SAME. */
static void
test_same_padding (void)
{
  static const struct {
    size_t length, kernel, stride, dilation, left, right, out;
  } cases[] = {
    { 187, 5, 1, 1, 2, 2, 187 }, { 187, 4, 1, 1, 1, 2, 187 }, { 187, 5, 2, 1, 2, 2, 94 },
    { 188, 5, 2, 1, 1, 2, 94 },  { 10, 3, 4, 1, 0, 1, 3 },    { 9, 2, 4, 1, 0, 1, 3 },
    { 20, 3, 1, 4, 4, 4, 20 },   { 4, 1, 3, 1, 0, 0, 2 },     { 1, 7, 1, 1, 3, 3, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (
        "input %zu\nconv 1 kernel=%zu stride=%zu dilation=%zu padding=same\n" TAIL, cases[i].length,
        cases[i].kernel, cases[i].stride, cases[i].dilation);
    g_autoptr (EctopyNetworkSpec) spec = parse (text);

    g_assert_cmpuint (spec->layers[0].pad_left, ==, cases[i].left);
    g_assert_cmpuint (spec->layers[0].pad_right, ==, cases[i].right);
    g_assert_cmpuint (spec->layers[0].out_length, ==, cases[i].out);
  }
}

static void
test_residual (void)
{
  g_autoptr (EctopyNetworkSpec) spec = parse (HEAD "residual shortcut=projection stride=2\n"
                                                   "conv 6 kernel=3 stride=2\n"
                                                   "residual\n"
                                                   "relu\n"
                                                   "end\n"
                                                   "end\n" TAIL);
  const EctopyLayerSpec *l = spec->layers;

  g_assert_cmpuint (l[0].partner, ==, 5);
  g_assert_cmpuint (l[5].partner, ==, 0);
  g_assert_cmpuint (l[2].partner, ==, 4);
  g_assert_cmpuint (l[0].out_length, ==, 94);
  g_assert_cmpuint (l[0].out_channels, ==, 6);
  g_assert_cmpuint (l[6].in_length, ==, 94);
  g_assert_cmpfloat (ectopy_network_spec_count_flop (spec), ==,
                     2.0 * (94 * 3 * 6 + 94 * 6 + 94 * 6 * 5));
}

static void
test_mistakes (void)
{
  static const struct {
    const char *text;
    guint line;
    const char *says;
  } cases[] = {
    { "", 1, "softmax" },
    { HEAD, 2, "softmax" },
    { HEAD TAIL "relu", 5, "after" },
    { HEAD "flatten\nsoftmax\n", 4, "dense" },
    { HEAD "flatten\ndense 5\nrelu\nsoftmax\n", 6, "dense" },
    { HEAD "magic\n" TAIL, 2, "magic" },
    { "conv 3 kernel=3\n" HEAD TAIL, 1, "input" },
    { HEAD "input 3\n" TAIL, 2, "input" },
    { "input\n" TAIL, 1, "LENGTH" },
    { "input 0\n" TAIL, 1, "LENGTH" },
    { "input -1\n" TAIL, 1, "LENGTH" },
    { "input 1000001\n" TAIL, 1, "LENGTH" },
    { "input 10 0\n" TAIL, 1, "LENGTH" },
    { "input 10 1 1\n" TAIL, 1, "LENGTH" },
    { "init best\n" HEAD TAIL, 1, "best" },
    { HEAD "conv\n" TAIL, 2, "nothing" },
    { HEAD "conv kernel=3\n" TAIL, 2, "kernel=3" },
    { HEAD "conv 0 kernel=3\n" TAIL, 2, "“0”" },
    { HEAD "conv 65537 kernel=1\n" TAIL, 2, "65536" },
    { HEAD "conv 4\n" TAIL, 2, "kernel=" },
    { HEAD "conv 4 kernel=0\n" TAIL, 2, "1023" },
    { HEAD "conv 4 kernel=1024\n" TAIL, 2, "1023" },
    { HEAD "conv 4 kernel=3x\n" TAIL, 2, "3x" },
    { HEAD "conv 4 kernel=3 stride=65\n" TAIL, 2, "64" },
    { HEAD "conv 4 kernel=3 dilation=513\n" TAIL, 2, "512" },
    { HEAD "conv 4 kernel=3 stride=2 dilation=2\n" TAIL, 2, "not both" },
    { HEAD "conv 4 kernel=3 bias=maybe\n" TAIL, 2, "maybe" },
    { HEAD "conv 4 kernel=3 padding=3\n" TAIL, 2, "padding=" },
    { HEAD "conv 4 kernel=3 padding=some\n" TAIL, 2, "some" },
    { HEAD "conv 4 kernel=188 padding=valid\n" TAIL, 2, "188" },
    { HEAD "conv 4 kernel=3 colour=red\n" TAIL, 2, "colour=red" },
    { HEAD "conv 4 5 kernel=3\n" TAIL, 2, "“5”" },
    { HEAD "batch-norm momentum=2\n" TAIL, 2, "momentum" },
    { HEAD "batch-norm epsilon=0\n" TAIL, 2, "epsilon" },
    { HEAD "batch-norm gamma=nan\n" TAIL, 2, "gamma" },
    { HEAD "max-pool\n" TAIL, 2, "pool" },
    { HEAD "max-pool 4097\n" TAIL, 2, "4096" },
    { HEAD "max-pool 3 stride=2\n" TAIL, 2, "stride" },
    { HEAD "dropout\n" TAIL, 2, "drop" },
    { HEAD "dropout 1\n" TAIL, 2, "0.99" },
    { HEAD "dropout -0.1\n" TAIL, 2, "0.99" },
    { HEAD "dropout nan\n" TAIL, 2, "nan" },
    { HEAD "relu fast\n" TAIL, 2, "fast" },
    { HEAD "dense 5\nsoftmax\n", 2, "flatten" },
    { HEAD "end\n" TAIL, 2, "residual" },
    { HEAD "side\nrelu\nend\n" TAIL, 2, "side=N" },
    { "input 9 side=0\n" TAIL, 1, "side=N" },
    { "input 9 side=3 2\n" TAIL, 1, "side=N" },
    { "input 9 side=3\nside\nrelu\nend\n" TAIL, 2, "flatten" },
    { "input 9 side=3\nflatten\ndense 3\nside\nend\n" TAIL, 4, "nothing inside this side" },
    { "input 9 side=3\nflatten\ndense 4\nside\nrelu\nend\n" TAIL, 6, "1 x 4" },
    { "input 9 side=3\nflatten\ndense 4\nside\ndense 4\n" TAIL, 4, "this side has no “end”" },
    { "input 9 side=3\n" TAIL, 4, "no “side”" },
    { HEAD "\n\nresidual\nrelu\n" TAIL, 4, "no “end”" },
    { HEAD "residual\nend\n" TAIL, 2, "nothing inside" },
    { HEAD "residual\nconv 2 kernel=1\nend\n" TAIL, 4, "projection" },
    { HEAD "residual\nmax-pool 2\nend\n" TAIL, 4, "samples" },
    { HEAD "residual shortcut=projection stride=2\nrelu\nend\n" TAIL, 4, "samples" },
    { HEAD "residual shortcut=none\nrelu\nend\n" TAIL, 2, "none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *where = g_strdup_printf ("mine.txt: line %u: ", cases[i].line);

    g_assert_null (ectopy_network_spec_parse (cases[i].text, "mine.txt", &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
    if (!g_str_has_prefix (error->message, where) || !strstr (error->message, cases[i].says))
      g_error ("%s…%s: %s", where, cases[i].says, error->message);
  }
}

/* A short text that would take a machine's memory, or all day, is refused. */
static void
test_bounded (void)
{
  static const char *const texts[] = {
    "input 1000000 65536\n" TAIL,
    "input 1000000\nconv 65536 kernel=1\n" TAIL,
    "input 1 65536\nconv 65536 kernel=1\n" TAIL,
    "input 1 65536\nconv 1 kernel=1023 dilation=512\n" TAIL,
    "input 100000 100\nflatten\ndense 65536\ndense 5\nsoftmax\n",
    "input 1\ndense 8192\ndense 8192\ndense 8192\ndense 5\nsoftmax\n",
    "input 1 65536\nresidual shortcut=projection\nconv 1 kernel=1\nconv 65536 kernel=1\nend\n" TAIL,
    "input 2\nresidual shortcut=projection stride=64\nresidual shortcut=projection stride=63\n"
    "residual shortcut=projection stride=61\nconv 1 kernel=2 padding=valid\nend\nend\nend\n" TAIL,
  };
  g_autoptr (GString) many = g_string_new (HEAD);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_null (ectopy_network_spec_parse (texts[i], "test", &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
    g_clear_error (&error);
  }
  for (guint i = 0; i < 1001; i++)
    g_string_append (many, "relu\n");
  g_assert_null (ectopy_network_spec_parse (many->str, "test", &error));
  g_assert_nonnull (strstr (error->message, "line 1002"));
}

/* Returns: whether it is a network; if so, it can also be planned. */
static gboolean
try (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_parse (text, "test", &error);
  g_autoptr (EctopyPlan) plan = NULL;

  g_assert_true ((spec == NULL) == (error != NULL));
  if (spec != NULL)
    plan = ectopy_plan_new (spec);
  return plan != NULL;
}

static void
test_prefixes (void)
{
  for (const char *const *names = ectopy_network_spec_list (); *names != NULL; names++) {
    g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_named (*names, NULL);
    const size_t length = strlen (spec->text);

    for (size_t n = 0; n < length; n++) {
      g_autofree char *prefix = g_strndup (spec->text, n);

      /* but for the last newline, nothing can be missed */
      g_assert_true (try (prefix) == (n == length - 1));
    }
  }
}

static void
test_garbage (void)
{
  static const char *const words[] = {
    "network",
    "init",
    "he",
    "input",
    "conv",
    "batch-norm",
    "relu",
    "max-pool",
    "dropout",
    "flatten",
    "dense",
    "residual",
    "end",
    "softmax",
    "kernel=3",
    "stride=2",
    "padding=1",
    "1",
    "2",
    "5",
    "187",
    "65536",
    "0.5",
    "-1",
    "nan",
    "bias=no",
    "\xff\xfe",
    "=",
    "dilation=",
    "kernel=",
    "#",
    "average-pool",
    "shortcut=projection",
  };
  guint n_good = 0;
  EctopyRng rng;

  ectopy_rng_init (&rng, 9, 0);
  for (guint turn = 0; turn < 20000; turn++) {
    g_autoptr (GString) text = g_string_new (turn % 2 == 0 ? "input 20\n" : "");
    const guint n = (guint) ectopy_rng_below (&rng, 25);

    for (guint i = 0; i < n; i++) {
      g_string_append (text, words[ectopy_rng_below (&rng, G_N_ELEMENTS (words))]);
      g_string_append_c (text, ectopy_rng_below (&rng, 3) == 0 ? ' ' : '\n');
    }
    if (turn % 4 == 0)
      g_string_append (text, "\n" TAIL);
    n_good += try (text->str) ? 1 : 0;
  }
  g_assert_cmpuint (n_good, >, 20); /* not all of it is garbage */
  for (guint turn = 0; turn < 5000; turn++) {
    char bytes[64];

    for (guint i = 0; i < sizeof bytes; i++)
      bytes[i] = (char) ectopy_rng_below (&rng, 256);
    bytes[sizeof bytes - 1] = '\0';
    try (bytes);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/network-spec/reference", test_reference);
  g_test_add_func ("/nn/network-spec/named", test_named);
  g_test_add_func ("/nn/network-spec/says-what-it-reads", test_says_what_it_reads);
  g_test_add_func ("/nn/network-spec/defaults", test_defaults);
  g_test_add_func ("/nn/network-spec/same-padding", test_same_padding);
  g_test_add_func ("/nn/network-spec/residual", test_residual);
  g_test_add_func ("/nn/network-spec/mistakes-name-their-line", test_mistakes);
  g_test_add_func ("/nn/network-spec/bounded", test_bounded);
  g_test_add_func ("/nn/network-spec/every-prefix", test_prefixes);
  g_test_add_func ("/nn/network-spec/garbage", test_garbage);
  return g_test_run ();
}
