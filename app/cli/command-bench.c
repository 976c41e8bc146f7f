/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"
#include "app/cli/model-arg.h"
#include "engine/evaluate/text-columns.h"
#include "engine/io/beat-csv.h"
#include "engine/io/recording-reader.h"
#include "engine/learn/classify.h"
#include "engine/learn/smote.h"
#include "engine/nn/adam.h"
#include "engine/nn/floats.h"
#include "engine/nn/gemm.h"
#include "engine/nn/pass.h"
#include "engine/run/classify-recording.h"
#include "engine/run/detect.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>

/* Each measurement is repeated for so long, after a few turns that do not count. */
#define SECONDS 1.0
#define WARM_UP 3

#define CUBE          2048
#define TRAIN_BATCH   128
#define PREDICT_BATCH 1024

/* What is measured: name and unit of each figure, in the order they are taken. */
typedef struct {
  const char *bench;
  const char *figure;
  const char *unit;
  double value;
} Figure;

typedef struct {
  EctopyCli *cli;
  EctopyWorkers *workers;
  const char *file;
  GArray *figures; /* Figure */
} Bench;

static void
add (Bench *bench, const char *name, const char *figure, const char *unit, double value)
{
  const Figure added = { name, figure, unit, value };

  g_array_append_val (bench->figures, added);
}

static double
seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) * 1e-6;
}

static gboolean
is_cancelled (const Bench *bench, GError **error)
{
  return g_cancellable_set_error_if_cancelled (bench->cli->cancellable, error);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y ? 1 : 0;
}

/* The median of the seconds that a turn of @turn takes; NAN when cancelled. */
static double
time_turns (const Bench *bench, void (*turn) (gpointer data), gpointer data, GError **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 begin;

  for (int i = 0; i < WARM_UP; i++)
    turn (data);
  begin = g_get_monotonic_time ();
  do {
    const gint64 before = g_get_monotonic_time ();
    double time;

    turn (data);
    time = seconds_since (before);
    g_array_append_val (times, time);
    if (is_cancelled (bench, error))
      return NAN;
  } while (seconds_since (begin) < SECONDS);
  g_array_sort (times, compare_doubles);
  return MAX (g_array_index (times, double, times->len / 2), 1e-6);
}

static void
fill_noise (EctopyRng *rng, float *values, size_t n)
{
  for (size_t i = 0; i < n; i++)
    values[i] = (float) ectopy_rng_uniform (rng);
}

/* Made-up beats: the engine's time does not depend on what is in them. */
static EctopyDataset *
noise_beats (const size_t counts[ECTOPY_N_CLASSES], size_t length, guint64 seed)
{
  size_t n_rows = 0, row = 0;
  float *samples;
  guint8 *labels;
  EctopyRng rng;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n_rows += counts[c];
  samples = g_new (float, n_rows *length);
  labels = g_new (guint8, n_rows);
  ectopy_rng_init (&rng, seed, 0);
  fill_noise (&rng, samples, n_rows * length);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    for (size_t i = 0; i < counts[c]; i++)
      labels[row++] = (guint8) c;
  return ectopy_dataset_new_take (n_rows, length, samples, labels);
}

/* ---- The BLAS: what the processor can do ---- */

typedef struct {
  EctopyWorkers *workers;
  float *a;
  float *b;
  float *c;
} Cube;

static void
multiply_part (size_t part, guint thread, gpointer user_data)
{
  const Cube *cube = user_data;
  const size_t n_parts = ectopy_workers_get_n_threads (cube->workers);
  const size_t first = part * CUBE / n_parts;
  const size_t rows = (part + 1) * CUBE / n_parts - first;

  ectopy_gemm (FALSE, FALSE, rows, CUBE, CUBE, 1, cube->a + first * CUBE, CUBE, cube->b, CUBE, 0,
               cube->c + first * CUBE, CUBE);
}

static void
multiply (gpointer data)
{
  Cube *cube = data;

  ectopy_workers_run (cube->workers, ectopy_workers_get_n_threads (cube->workers), multiply_part,
                      cube);
}

static gboolean
bench_sgemm (Bench *bench, GError **error)
{
  const size_t n = (size_t) CUBE * CUBE;
  float *block = ectopy_floats_new (3 * n, error);
  Cube cube = { bench->workers, block, block + n, block + 2 * n };
  double seconds;
  EctopyRng rng;

  if (block == NULL)
    return FALSE;
  if (!ectopy_blas_set_up (error)) {
    ectopy_floats_free (block);
    return FALSE;
  }
  ectopy_rng_init (&rng, bench->cli->seed, 0);
  fill_noise (&rng, block, 2 * n);
  seconds = time_turns (bench, multiply, &cube, error);
  ectopy_floats_free (block);
  add (bench, "sgemm", NC_ ("bench", "rate"), "GFLOP/s", 2 * pow (CUBE, 3) / seconds * 1e-9);
  return !isnan (seconds);
}

/* ---- Training ---- */

typedef struct {
  EctopyWorkers *workers;
  EctopyNetwork *network;
  EctopyPass *pass;
  float *inputs;
  float *targets;
  float *gradients;
  float *moments;
  guint64 n_steps;
} Training;

static void
fill_row (size_t item, float *input, guint thread, gpointer user_data)
{
  const Training *training = user_data;
  const size_t length = training->network->spec->in_length;

  memcpy (input, training->inputs + item * length, length * sizeof *input);
}

static void
train_step (gpointer data)
{
  static const EctopyAdam adam = { .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-7 };
  Training *training = data;
  const EctopyPlan *plan = training->network->plan;
  EctopyTrainStep step = {
    .n_items = TRAIN_BATCH,
    .fill = fill_row,
    .user_data = training,
    .targets = training->targets,
    .key = training->n_steps,
    .network = training->network,
    .gradients = training->gradients,
  };

  ectopy_pass_train (training->pass, training->workers, &step);
  ectopy_adam_step (&adam, training->workers, ++training->n_steps, 1e-3, plan->n_parameters,
                    plan->n_decayed, training->gradients, training->network->parameters,
                    training->moments, NULL);
}

static EctopyNetwork *
reference_network (guint64 seed, GError **error)
{
  EctopyNetworkSpec *spec = ectopy_network_spec_named ("reference", error);
  EctopyNetwork *network = spec != NULL ? ectopy_network_new (spec, error) : NULL;
  EctopyRng rng;

  if (network == NULL)
    return NULL;
  ectopy_rng_init (&rng, seed, 1);
  ectopy_network_init_weights (network, &rng);
  return network;
}

static gboolean
prepare_training (Training *t, guint64 seed, GError **error)
{
  EctopyRng rng;

  t->network = reference_network (seed, error);
  if (t->network == NULL)
    return FALSE;
  t->pass = ectopy_pass_new (t->network, TRAIN_BATCH, ectopy_workers_get_n_threads (t->workers),
                             TRUE, error);
  t->gradients = ectopy_floats_new (t->network->plan->n_parameters, error);
  t->moments = ectopy_floats_new (2 * t->network->plan->n_parameters, error);
  if (t->pass == NULL || t->gradients == NULL || t->moments == NULL)
    return FALSE;
  t->inputs = g_new (float, TRAIN_BATCH * t->network->spec->in_length);
  t->targets = g_new0 (float, TRAIN_BATCH *ECTOPY_N_CLASSES);
  ectopy_rng_init (&rng, seed, 2);
  fill_noise (&rng, t->inputs, TRAIN_BATCH * t->network->spec->in_length);
  for (size_t i = 0; i < TRAIN_BATCH; i++)
    t->targets[i * ECTOPY_N_CLASSES + ectopy_rng_below (&rng, ECTOPY_N_CLASSES)] = 1;
  return TRUE;
}

static gboolean
bench_train (Bench *bench, GError **error)
{
  Training t = { .workers = bench->workers };
  double seconds = NAN;

  if (prepare_training (&t, bench->cli->seed, error)) {
    const double flop = 3 * ectopy_network_spec_count_flop (t.network->spec);

    seconds = time_turns (bench, train_step, &t, error);
    add (bench, "train", NC_ ("bench", "beats"), "1/s", TRAIN_BATCH / seconds);
    add (bench, "train", NC_ ("bench", "rate"), "GFLOP/s", TRAIN_BATCH * flop / seconds * 1e-9);
  }
  ectopy_pass_free (t.pass);
  ectopy_network_free (t.network);
  ectopy_floats_free (t.gradients);
  ectopy_floats_free (t.moments);
  g_free (t.inputs);
  g_free (t.targets);
  return !isnan (seconds);
}

/* ---- Use ---- */

typedef struct {
  EctopyClassifier *classifier;
  EctopyDataset *beats;
  float *probabilities;
} Use;

static void
classify (gpointer data)
{
  Use *use = data;

  ectopy_classifier_run (use->classifier, ectopy_dataset_get_samples (use->beats),
                         ectopy_dataset_get_n_rows (use->beats), use->probabilities, NULL, NULL,
                         NULL, NULL);
}

/* Returns: the seconds for @n_beats at once; NAN with @error. */
static double
time_use (Bench *bench, size_t n_beats, GError **error)
{
  const size_t counts[ECTOPY_N_CLASSES] = { n_beats };
  EctopyNetwork *network = reference_network (bench->cli->seed, error);
  g_autoptr (EctopyModel) model = NULL;
  g_autoptr (EctopyClassifier) classifier = NULL;
  g_autoptr (EctopyDataset) beats = NULL;
  g_autofree float *probabilities = g_new (float, n_beats *ECTOPY_N_CLASSES);
  EctopyScaler scaler;
  Use use;

  if (network == NULL)
    return NAN;
  beats = noise_beats (counts, network->spec->in_length, bench->cli->seed);
  ectopy_scaler_init_fit (&scaler, ectopy_dataset_get_samples (beats), n_beats,
                          network->spec->in_length);
  model = ectopy_model_new (network, ECTOPY_SCALING_STANDARD, &scaler);
  ectopy_scaler_clear (&scaler);
  classifier = ectopy_classifier_new (model, bench->workers, error);
  if (classifier == NULL)
    return NAN;
  use = (Use){ classifier, beats, probabilities };
  return time_turns (bench, classify, &use, error);
}

static gboolean
bench_predict (Bench *bench, GError **error)
{
  const double seconds = time_use (bench, PREDICT_BATCH, error);

  add (bench, "predict", NC_ ("bench", "beats"), "1/s", PREDICT_BATCH / seconds);
  return !isnan (seconds);
}

static gboolean
bench_predict_one (Bench *bench, GError **error)
{
  const double seconds = time_use (bench, 1, error);

  add (bench, "predict-one", NC_ ("bench", "time"), "ms", seconds * 1e3);
  return !isnan (seconds);
}

/* ---- Data ---- */

/* What this process has had in memory at most, in MB. */
static double
peak_memory (void)
{
  struct rusage usage;

  return getrusage (RUSAGE_SELF, &usage) == 0 ? (double) usage.ru_maxrss * 1024e-6 : NAN;
}

static gboolean
bench_csv (Bench *bench, GError **error)
{
  const gint64 begin = g_get_monotonic_time ();
  g_autoptr (EctopyDataset) beats = ectopy_beat_csv_read (bench->file, NULL, bench->workers, NULL,
                                                          NULL, bench->cli->cancellable, error);
  const double seconds = seconds_since (begin);

  if (beats == NULL)
    return FALSE;
  add (bench, "csv", NC_ ("bench", "time"), "s", seconds);
  add (bench, "csv", NC_ ("bench", "rows"), "1", (double) ectopy_dataset_get_n_rows (beats));
  add (bench, "csv", NC_ ("bench", "peak memory"), "MB", peak_memory ());
  return TRUE;
}

/* As many beats of each class as the published training file has. */
static gboolean
bench_smote (Bench *bench, GError **error)
{
  static const size_t counts[ECTOPY_N_CLASSES] = { 72471, 2223, 5788, 641, 6431 };
  g_autoptr (EctopyDataset) beats = noise_beats (counts, 187, bench->cli->seed);
  g_autoptr (EctopyDataset) balanced = NULL;
  const gint64 begin = g_get_monotonic_time ();

  balanced = ectopy_smote (beats, ECTOPY_SMOTE_NEIGHBOURS, bench->cli->seed, bench->workers, NULL,
                           NULL, bench->cli->cancellable, NULL, error);
  if (balanced == NULL)
    return FALSE;
  add (bench, "smote", NC_ ("bench", "time"), "s", seconds_since (begin));
  add (bench, "smote", NC_ ("bench", "peak memory"), "MB", peak_memory ());
  return TRUE;
}

/* What opening a recording takes: reading, finding the beats, giving them their classes. */
static gboolean
bench_recording (Bench *bench, GError **error)
{
  GCancellable *cancellable = bench->cli->cancellable;
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (EctopyModel) model = ectopy_cli_load_recordings_model (NULL, error);
  g_autoptr (EctopyRecording)
      recording = model != NULL ? ectopy_recording_reader_read (bench->file, NULL, NULL, NULL,
                                                                cancellable, error)
                                : NULL;
  g_autoptr (EctopyQrsResult) found = NULL;
  g_autoptr (EctopyRecordingClasses) classes = NULL;

  if (recording == NULL)
    return FALSE;
  add (bench, "recording", NC_ ("bench", "read"), "s", seconds_since (begin));
  begin = g_get_monotonic_time ();
  found = ectopy_detect (recording, NULL, bench->workers, NULL, NULL, cancellable, error);
  if (found == NULL)
    return FALSE;
  add (bench, "recording", NC_ ("bench", "detect"), "s", seconds_since (begin));
  begin = g_get_monotonic_time ();
  classes = ectopy_classify_recording (recording, model, NULL, FALSE, bench->workers, NULL, NULL,
                                       cancellable, error);
  if (classes == NULL)
    return FALSE;
  add (bench, "recording", NC_ ("bench", "detect and classify"), "s", seconds_since (begin));
  add (bench, "recording", NC_ ("bench", "hours"), "1",
       ectopy_recording_get_duration_s (recording) / 3600);
  add (bench, "recording", NC_ ("bench", "beats"), "1", (double) found->n_beats);
  add (bench, "recording", NC_ ("bench", "peak memory"), "MB", peak_memory ());
  return TRUE;
}

/* ---- The command ---- */

static const struct {
  const char *name;
  gboolean (*run) (Bench *bench, GError **error);
  gboolean wants_file;
} benches[] = {
  { "sgemm", bench_sgemm, FALSE },
  { "train", bench_train, FALSE },
  { "predict", bench_predict, FALSE },
  { "predict-one", bench_predict_one, FALSE },
  { "csv", bench_csv, TRUE },
  { "smote", bench_smote, FALSE },
  { "recording", bench_recording, TRUE },
};

static char *
figures_text (const Bench *bench)
{
  const guint n_threads = ectopy_workers_get_n_threads (bench->workers);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          /* Translators: the name of a BLAS, and how many threads it has. */
                          ngettext ("%s, %u threads", "%s, %u threads", n_threads),
                          ectopy_blas_describe (), n_threads);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < bench->figures->len; i++) {
    const Figure *f = &g_array_index (bench->figures, Figure, i);

    g_string_append_printf (text, "%-12s ", f->bench);
    ectopy_text_append_left (text, 13, g_dpgettext2 (NULL, "bench", f->figure));
    g_string_append_printf (text, "%12.5g %s\n", f->value,
                            g_str_equal (f->unit, "1") ? "" : f->unit);
  }
  return g_strdup (text->str);
}

static char *
figures_json (const Bench *bench)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "blas");
  json_builder_add_string_value (builder, ectopy_blas_describe ());
  json_builder_set_member_name (builder, "threads");
  json_builder_add_int_value (builder, ectopy_workers_get_n_threads (bench->workers));
  json_builder_set_member_name (builder, "figures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bench->figures->len; i++) {
    const Figure *f = &g_array_index (bench->figures, Figure, i);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "bench");
    json_builder_add_string_value (builder, f->bench);
    json_builder_set_member_name (builder, "figure");
    json_builder_add_string_value (builder, f->figure);
    json_builder_set_member_name (builder, "unit");
    json_builder_add_string_value (builder, f->unit);
    json_builder_set_member_name (builder, "value");
    json_builder_add_double_value (builder, f->value);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_strconcat (text, "\n", NULL);
}

static int
run (Bench *bench, const char *name)
{
  GError *error = NULL;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (benches); i++) {
    if (name == NULL ? benches[i].wants_file : !g_str_equal (name, benches[i].name))
      continue;
    ectopy_cli_status (bench->cli, benches[i].name);
    if (!benches[i].run (bench, &error))
      return ectopy_cli_fail (error);
  }
  ectopy_cli_status (bench->cli, NULL);
  text = bench->cli->json ? figures_json (bench) : figures_text (bench);
  return ectopy_cli_print (text);
}

/* Returns: whether @files are a name, and a file where that wants one. */
static gboolean
check_files (char **files)
{
  if (files[0] == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (benches); i++)
    if (g_str_equal (files[0], benches[i].name))
      return (files[1] != NULL) == benches[i].wants_file;
  return FALSE;
}

int
ectopy_command_bench (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("bench");
  g_autoptr (EctopyWorkers) workers = NULL;
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (Figure));
  Bench bench = { .cli = cli, .figures = figures };
  int status;

  while (command->run != ectopy_command_bench)
    command++;
  if (!ectopy_cli_parse (cli, command, argc, argv, NULL, NULL, 0, 2, &status))
    return status;
  if (!check_files (cli->files))
    return ectopy_cli_usage (
        command, _ ("expected nothing, or sgemm, train, predict, predict-one, smote, csv FILE or "
                    "recording FILE"));
  workers = ectopy_cli_workers (cli);
  bench.workers = workers;
  bench.file = cli->files[0] != NULL ? cli->files[1] : NULL;
  status = run (&bench, cli->files[0]);
  ectopy_cli_status (cli, NULL);
  return status;
}
