/* SPDX-License-Identifier: MIT */
#include "engine/learn/fit.h"

#include "engine/core/error.h"
#include "engine/learn/classify.h"
#include "engine/learn/stored-text.h"
#include "tests/engine/learn/toy-problem.h"

#include <glib/gstdio.h>
#include <string.h>

/* A job with all it lends, and what came of it. */
typedef struct {
  EctopyDataset *training;
  EctopyDataset *validation;
  EctopyNetworkSpec *spec;
  EctopyFitSettings settings;
  char *folder;
  char *checkpoint;
  EctopyFitJob job;
  EctopyTrainingLog *log;
  GPtrArray *notes;
  GCancellable *cancellable;
  EctopyFitEnd end;
  GError *error;
  guint n_done;       /* epochs told */
  guint cancel_after; /* of them; 0 for never */
} Bed;

static void
epoch_done_cb (const EctopyEpoch *epoch, gpointer user_data)
{
  Bed *bed = user_data;

  g_assert_cmpuint (epoch->epoch, ==, bed->job.resume != NULL ? epoch->epoch : bed->n_done + 1);
  bed->n_done++;
  if (epoch->epoch == bed->cancel_after)
    g_cancellable_cancel (bed->cancellable);
}

static void
set (Bed *bed, const char *name, const char *value)
{
  g_assert_true (ectopy_fit_settings_set (&bed->settings, name, value, NULL));
}

static void
bed_init (Bed *bed, guint n_threads)
{
  *bed = (Bed){
    .training = toy_beats (400, 1),
    .validation = toy_beats (120, 2),
    .spec = toy_network (),
    .folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL),
    .cancellable = g_cancellable_new (),
    .notes = g_ptr_array_new_with_free_func (g_free),
  };
  bed->checkpoint = g_build_filename (bed->folder, "run.checkpoint", NULL);
  ectopy_fit_settings_init (&bed->settings);
  set (bed, "epochs", "6");
  set (bed, "batch-size", "32");
  set (bed, "learning-rate", "0.003");
  bed->job = (EctopyFitJob){
    .training = bed->training,
    .validation = bed->validation,
    .spec = bed->spec,
    .settings = &bed->settings,
    .workers = ectopy_workers_new (n_threads),
    .epoch_done = epoch_done_cb,
    .user_data = bed,
  };
}

static void
bed_clear (Bed *bed)
{
  g_clear_error (&bed->error);
  g_remove (bed->checkpoint);
  g_assert_cmpint (g_rmdir (bed->folder), ==, 0); /* nothing else was left there */
  g_clear_pointer (&bed->log, ectopy_training_log_free);
  g_ptr_array_unref (bed->notes);
  g_object_unref (bed->training);
  g_clear_object (&bed->validation);
  g_object_unref (bed->cancellable);
  ectopy_network_spec_free (bed->spec);
  ectopy_fit_settings_clear (&bed->settings);
  ectopy_workers_free (bed->job.workers);
  g_free (bed->folder);
  g_free (bed->checkpoint);
}

/* Returns: (nullable): the model; the bed can run again. */
static EctopyModel *
fit (Bed *bed)
{
  EctopyModel *model;

  g_clear_error (&bed->error);
  g_clear_pointer (&bed->log, ectopy_training_log_free);
  bed->log = ectopy_training_log_new ();
  bed->n_done = 0;
  bed->end = (EctopyFitEnd) 99;
  g_cancellable_reset (bed->cancellable);
  model = ectopy_fit (&bed->job, bed->log, bed->notes, &bed->end, bed->cancellable, &bed->error);
  g_assert_true ((model == NULL) == (bed->error != NULL));
  return model;
}

static void
assert_same_model (EctopyModel *one, EctopyModel *two)
{
  g_assert_cmpuint (ectopy_model_get_n_members (one), ==, ectopy_model_get_n_members (two));
  for (guint m = 0; m < ectopy_model_get_n_members (one); m++) {
    const EctopyNetwork *a = ectopy_model_get_member (one, m);
    const EctopyNetwork *b = ectopy_model_get_member (two, m);

    g_assert_cmpmem (a->parameters, a->plan->n_parameters * sizeof (float), b->parameters,
                     b->plan->n_parameters * sizeof (float));
    g_assert_cmpmem (a->states, a->plan->n_states * sizeof (float), b->states,
                     b->plan->n_states * sizeof (float));
  }
}

static double
accuracy (EctopyModel *model, EctopyDataset *beats)
{
  const size_t n = ectopy_dataset_get_n_rows (beats);
  g_autofree float *p = g_new (float, n *ECTOPY_N_CLASSES);
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (model, workers, NULL);
  size_t n_right = 0;

  ectopy_classifier_run (classifier, ectopy_dataset_get_samples (beats), n, p, NULL, NULL, NULL,
                         NULL);
  for (size_t i = 0; i < n; i++)
    n_right += ectopy_classify_most_probable (p + i * ECTOPY_N_CLASSES) ==
                       ectopy_dataset_get_labels (beats)[i]
                   ? 1
                   : 0;
  return (double) n_right / (double) n;
}

static void
test_learns (void)
{
  g_autoptr (EctopyModel) model = NULL;
  g_autoptr (EctopyDataset) others = toy_beats (500, 3);
  const EctopyEpoch *best;
  Bed bed;

  bed_init (&bed, 2);
  set (&bed, "epochs", "12");
  model = fit (&bed);
  g_assert_no_error (bed.error);
  g_assert_cmpint (bed.end, ==, ECTOPY_FIT_FINISHED);
  g_assert_cmpuint (bed.n_done, ==, 12);
  g_assert_cmpuint (bed.log->n_epochs, ==, 12);
  g_assert_cmpfloat (accuracy (model, others), >, 0.95);
  best = ectopy_training_log_find (bed.log, bed.log->best_epoch);
  g_assert_cmpfloat (best->val_accuracy, >, 0.95);
  g_assert_cmpfloat (best->accuracy, >, 0.9);
  g_assert_cmpfloat (bed.log->epochs[11].loss, <, bed.log->epochs[0].loss / 3);
  /* the model is that of the best epoch, and judges as it was judged */
  g_assert_cmpfloat_with_epsilon (accuracy (model, bed.validation), best->val_accuracy, 1e-9);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpfloat (bed.log->epochs[i].val_accuracy, <=, best->val_accuracy);
  bed_clear (&bed);
}

/* ---- The same bits ---- */

typedef struct {
  const char *name;
  const char *settings[12]; /* name, value, ... */
} Variant;

static const Variant variants[] = {
  { "plain", { NULL } },
  { "average", { "average", "0.9", NULL } },
  { "easy-rows", { "easy-above", "0.6", "easy-share", "0.3", NULL } },
  { "augmented", { "augment", "0.7", NULL } },
  { "smote", { "smote", "yes", NULL } },
  { "plateau",
    { "schedule", "plateau", "plateau-patience", "1", "learning-rate", "0.05", "plateau-factor",
      "0.5", NULL } },
  { "cosine", { "schedule", "cosine", "warm-up", "1.5", "clip-norm", "1", NULL } },
  { "weights",
    { "class-weights", "balanced", "label-smoothing", "0.1", "weight-decay", "0.05", "scaling",
      "beat", NULL } },
  { "members", { "members", "3", "epochs", "2", "average", "0.9", "easy-share", "0.5", NULL } },
  { "everything",
    { "average", "0.95", "easy-above", "0.7", "easy-share", "0.5", "augment", "0.5", "smote", "yes",
      "schedule", "plateau" } },
};

static void
apply (Bed *bed, const Variant *variant)
{
  for (gsize i = 0; i < G_N_ELEMENTS (variant->settings) && variant->settings[i] != NULL; i += 2)
    set (bed, variant->settings[i], variant->settings[i + 1]);
}

static void
test_same_on_any_threads (gconstpointer data)
{
  g_autoptr (EctopyModel) one = NULL;
  g_autoptr (EctopyModel) three = NULL;
  Bed a, b;

  bed_init (&a, 1);
  bed_init (&b, 3);
  apply (&a, data);
  apply (&b, data);
  set (&a, "epochs", "3");
  set (&b, "epochs", "3");
  one = fit (&a);
  three = fit (&b);
  g_assert_no_error (a.error);
  assert_same_model (one, three);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpfloat (a.log->epochs[i].loss, ==, b.log->epochs[i].loss);
    g_assert_cmpfloat (a.log->epochs[i].val_loss, ==, b.log->epochs[i].val_loss);
  }
  bed_clear (&a);
  bed_clear (&b);
}

static void
assert_same_epochs (const EctopyTrainingLog *a, const EctopyTrainingLog *b)
{
  g_assert_cmpuint (a->n_epochs, ==, b->n_epochs);
  g_assert_cmpuint (a->best_epoch, ==, b->best_epoch);
  g_assert_cmpstr (a->stop_reason, ==, b->stop_reason);
  for (size_t i = 0; i < a->n_epochs; i++) {
    g_assert_cmpuint (a->epochs[i].epoch, ==, i + 1);
    g_assert_cmpuint (b->epochs[i].epoch, ==, i + 1);
    g_assert_cmpfloat (a->epochs[i].loss, ==, b->epochs[i].loss);
    g_assert_cmpfloat (a->epochs[i].val_macro_f1, ==, b->epochs[i].val_macro_f1);
    g_assert_cmpfloat (a->epochs[i].learning_rate, ==, b->epochs[i].learning_rate);
  }
}

/* Stopped in the epoch behind each, and resumed: as if nothing had been. */
static void
test_resumes (gconstpointer data)
{
  g_autoptr (EctopyModel) undisturbed = NULL;
  Bed whole;

  bed_init (&whole, 1);
  apply (&whole, data);
  undisturbed = fit (&whole);
  g_assert_no_error (whole.error);
  for (guint stop = 1; stop < 6; stop++) {
    g_autoptr (EctopyModel) part = NULL;
    g_autoptr (EctopyModel) resumed = NULL;
    Bed bed;

    bed_init (&bed, stop % 2 + 1);
    apply (&bed, data);
    bed.job.checkpoint = bed.checkpoint;
    bed.cancel_after = stop;
    part = fit (&bed);
    g_assert_no_error (bed.error); /* what was best so far */
    g_assert_cmpint (bed.end, ==, ECTOPY_FIT_INTERRUPTED);
    g_assert_cmpuint (bed.log->n_epochs, ==, stop);
    g_assert_true (ectopy_stored_text_is_known (bed.log->stop_reason));
    bed.cancel_after = 0;
    bed.job.resume = bed.checkpoint;
    resumed = fit (&bed);
    g_assert_no_error (bed.error);
    g_assert_cmpuint (bed.n_done, ==, 6 - stop);
    assert_same_model (undisturbed, resumed);
    assert_same_epochs (whole.log, bed.log);
    bed_clear (&bed);
  }
  bed_clear (&whole);
}

/* Networks of one model differ, and the model is as good as they are together. */
static void
test_members (void)
{
  g_autoptr (EctopyModel) model = NULL;
  g_autoptr (EctopyModel) half = NULL;
  const EctopyNetwork *first;
  Bed bed;

  bed_init (&bed, 1);
  set (&bed, "members", "3");
  set (&bed, "epochs", "4");
  set (&bed, "best-by", "last");
  g_assert_cmpuint (ectopy_fit_settings_count_epochs (bed.job.settings), ==, 12);
  model = fit (&bed);
  g_assert_no_error (bed.error);
  g_assert_cmpuint (bed.log->n_epochs, ==, 12);
  g_assert_cmpuint (ectopy_model_get_n_members (model), ==, 3);
  first = ectopy_model_get_member (model, 0);
  for (guint m = 1; m < 3; m++)
    g_assert_true (memcmp (first->parameters, ectopy_model_get_member (model, m)->parameters,
                           first->plan->n_parameters * sizeof (float)) != 0);
  /* Each begins anew. */
  g_assert_cmpfloat (bed.log->epochs[4].loss, >, 1.2 * bed.log->epochs[3].loss);
  g_assert_cmpfloat (bed.log->epochs[8].loss, >, 1.2 * bed.log->epochs[7].loss);
  g_assert_cmpfloat (accuracy (model, bed.validation), >=, bed.log->epochs[11].val_accuracy - 0.05);

  /* Stopped in the second: the first and what there is of the second. */
  bed.cancel_after = 6;
  half = fit (&bed);
  g_assert_cmpuint (ectopy_model_get_n_members (half), ==, 2);
  g_assert_cmpmem (ectopy_model_get_member (half, 0)->parameters,
                   first->plan->n_parameters * sizeof (float), first->parameters,
                   first->plan->n_parameters * sizeof (float));
  bed_clear (&bed);
}

static void
test_seed_matters (void)
{
  g_autoptr (EctopyModel) one = NULL;
  g_autoptr (EctopyModel) two = NULL;
  const EctopyNetwork *network;
  Bed bed;

  bed_init (&bed, 1);
  set (&bed, "epochs", "1");
  one = fit (&bed);
  set (&bed, "seed", "43");
  two = fit (&bed);
  network = ectopy_model_get_network (one);
  g_assert_true (memcmp (network->parameters, ectopy_model_get_network (two)->parameters,
                         network->plan->n_parameters * sizeof (float)) != 0);
  bed_clear (&bed);
}

/* ---- How runs end ---- */

static void
test_best_by (void)
{
  static const char *const measures[] = { "accuracy", "macro-f1", "loss", "last" };
  Bed bed;

  bed_init (&bed, 1);
  set (&bed, "learning-rate", "0.03");
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++) {
    g_autoptr (EctopyModel) model = NULL;
    guint best = 0;

    set (&bed, "best-by", measures[i]);
    model = fit (&bed);
    for (guint e = 0; e < 6; e++) {
      const EctopyEpoch *now = &bed.log->epochs[e], *then = &bed.log->epochs[best];

      if (i == 3 || (i == 0 && now->val_accuracy > then->val_accuracy) ||
          (i == 1 && now->val_macro_f1 > then->val_macro_f1) ||
          (i == 2 && now->val_loss < then->val_loss))
        best = e;
    }
    g_assert_cmpuint (bed.log->best_epoch, ==, best + 1);
  }
  bed_clear (&bed);
}

static void
test_stops_early (void)
{
  g_autoptr (EctopyModel) model = NULL;
  guint least = 0;
  Bed bed;

  bed_init (&bed, 1);
  set (&bed, "epochs", "500");
  set (&bed, "learning-rate", "0.02");
  set (&bed, "early-stop", "3");
  model = fit (&bed);
  g_assert_nonnull (model);
  g_assert_cmpint (bed.end, ==, ECTOPY_FIT_STOPPED);
  g_assert_cmpuint (bed.log->n_epochs, <, 500);
  for (guint e = 0; e < bed.log->n_epochs; e++)
    if (bed.log->epochs[e].val_loss < bed.log->epochs[least].val_loss)
      least = e;
  g_assert_cmpuint (bed.log->n_epochs, ==, least + 1 + 3);
  bed_clear (&bed);
}

/* The rate falls behind epochs without a better loss, to its floor. */
static void
test_plateau (void)
{
  g_autoptr (EctopyModel) model = NULL;
  double factor = 1, least = INFINITY;
  guint waited = 0;
  Bed bed;

  bed_init (&bed, 1);
  set (&bed, "epochs", "25");
  set (&bed, "early-stop", "0");
  set (&bed, "learning-rate", "0.03");
  set (&bed, "plateau-patience", "2");
  set (&bed, "smallest-rate", "0.001");
  model = fit (&bed);
  g_assert_nonnull (model);
  for (guint e = 0; e < 25; e++) {
    g_assert_cmpfloat_with_epsilon (bed.log->epochs[e].learning_rate, MAX (0.03 * factor, 0.001),
                                    1e-12);
    if (bed.log->epochs[e].val_loss < least) {
      least = bed.log->epochs[e].val_loss;
      waited = 0;
    } else if (++waited == 2) {
      factor *= 0.2;
      waited = 0;
    }
  }
  g_assert_cmpfloat (factor, <, 1); /* it did fall */
  bed_clear (&bed);
}

static void
test_without_validation (void)
{
  g_autoptr (EctopyModel) model = NULL;
  Bed bed;

  bed_init (&bed, 1);
  bed.job.validation = NULL;
  set (&bed, "early-stop", "1");
  model = fit (&bed);
  g_assert_cmpint (bed.end, ==, ECTOPY_FIT_FINISHED);
  g_assert_cmpuint (bed.log->best_epoch, ==, 6); /* the last */
  g_assert_true (isnan (bed.log->epochs[0].val_loss));
  bed_clear (&bed);
}

static void
test_cancelled_at_once (void)
{
  Bed bed;

  bed_init (&bed, 1);
  bed.log = ectopy_training_log_new ();
  g_cancellable_cancel (bed.cancellable);
  g_assert_null (ectopy_fit (&bed.job, bed.log, bed.notes, &bed.end, bed.cancellable, &bed.error));
  g_assert_error (bed.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (bed.end, ==, ECTOPY_FIT_INTERRUPTED);
  bed_clear (&bed);
}

/* Samples so large that their squares overflow in the first layer. */
static void
test_diverges_at_once (void)
{
  float *samples = g_new (float, 60 * TOY_LENGTH);
  guint8 *labels = g_new (guint8, 60);
  Bed bed;

  for (size_t i = 0; i < 60 * TOY_LENGTH; i++)
    samples[i] = i % 7 == 0 ? 3e38f : -3e38f;
  for (size_t i = 0; i < 60; i++)
    labels[i] = (guint8) (i % 5);
  bed_init (&bed, 1);
  g_object_unref (bed.training);
  bed.job.training = bed.training = ectopy_dataset_new_take (60, TOY_LENGTH, samples, labels);
  set (&bed, "scaling", "beat");
  set (&bed, "clip-norm", "0");
  g_assert_null (fit (&bed));
  g_assert_error (bed.error, ECTOPY_ERROR, ECTOPY_ERROR_DIVERGED);
  g_assert_cmpint (bed.end, ==, ECTOPY_FIT_DIVERGED);
  g_assert_nonnull (strstr (bed.error->message, "epoch 1, step 1"));
  bed_clear (&bed);
}

static gboolean
all_finite (const float *values, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}

/* A decay by which the weights grow a hundredfold each step: some steps go well. The variance of the
 * batch-norm is the first to overflow, which no loss tells, as the batch's own is taken out of it. */
static void
test_diverges_later (void)
{
  static const char text[] = "input 32\nconv 8 kernel=5\nbatch-norm\nrelu\nflatten\ndense 5\n"
                             "softmax\n";
  g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_parse (text, "test", NULL);
  Bed bed;
  gboolean had_model = FALSE;

  bed_init (&bed, 1);
  bed.job.spec = spec;
  set (&bed, "learning-rate", "10");
  set (&bed, "clip-norm", "0");
  set (&bed, "weight-decay", "10");
  set (&bed, "best-by", "last");
  /* fewer and fewer steps an epoch, so that the end is met in an epoch and between two */
  for (guint batch = 20; batch <= 400; batch += 42) {
    g_autoptr (EctopyModel) model = NULL;
    g_autofree char *size = g_strdup_printf ("%u", batch);
    g_autofree char *where = NULL;

    set (&bed, "batch-size", size);
    set (&bed, "epochs", "40");
    model = fit (&bed);
    g_assert_cmpint (bed.end, ==, ECTOPY_FIT_DIVERGED);
    where = g_strdup_printf ("epoch %zu, step ", bed.log->n_epochs + 1);
    g_assert_nonnull (strstr (bed.log->stop_reason, where));
    g_assert_true (ectopy_stored_text_is_known (bed.log->stop_reason));
    if (model == NULL) {
      g_assert_error (bed.error, ECTOPY_ERROR, ECTOPY_ERROR_DIVERGED);
      g_assert_cmpuint (bed.log->n_epochs, ==, 0);
    } else {
      const EctopyNetwork *network = ectopy_model_get_network (model);

      had_model = TRUE;
      g_assert_true (all_finite (network->parameters, network->plan->n_parameters));
      g_assert_true (all_finite (network->states, network->plan->n_states));
    }
  }
  g_assert_true (had_model);
  bed_clear (&bed);
}

/* ---- What is refused ---- */

static void
test_other_job (void)
{
  static const char *const changes[][2] = { { "seed", "1" },
                                            { "learning-rate", "0.004" },
                                            { "average", "0.5" },
                                            { "batch-size", "31" } };
  g_autoptr (EctopyModel) model = NULL;
  Bed bed;

  bed_init (&bed, 1);
  set (&bed, "epochs", "2");
  bed.job.checkpoint = bed.checkpoint;
  model = fit (&bed);
  g_assert_no_error (bed.error);
  bed.job.checkpoint = NULL;
  bed.job.resume = bed.checkpoint;
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *before = ectopy_fit_settings_get (&bed.settings, changes[i][0]);

    set (&bed, changes[i][0], changes[i][1]);
    g_assert_null (fit (&bed));
    g_assert_error (bed.error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
    set (&bed, changes[i][0], before);
  }
  bed.job.training = bed.validation; /* other data */
  g_assert_null (fit (&bed));
  g_assert_error (bed.error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  bed.job.training = bed.training;
  bed.job.validation = NULL;
  g_assert_null (fit (&bed));
  g_assert_error (bed.error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  bed_clear (&bed);
}

/* Every prefix of a checkpoint, and others in its place. */
static void
test_spoiled_checkpoint (void)
{
  g_autoptr (EctopyModel) model = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  Bed bed;

  bed_init (&bed, 1);
  set (&bed, "epochs", "1");
  bed.job.checkpoint = bed.checkpoint;
  model = fit (&bed);
  g_assert_true (g_file_get_contents (bed.checkpoint, &contents, &length, NULL));
  bed.job.checkpoint = NULL;
  bed.job.resume = bed.checkpoint;
  for (gsize n = 0; n < length; n += n < 3000 ? 61 : 4999) {
    g_assert_true (g_file_set_contents (bed.checkpoint, contents, (gssize) n, NULL));
    g_assert_null (fit (&bed));
  }
  g_assert_true (ectopy_model_save (model, bed.checkpoint, NULL));
  g_assert_null (fit (&bed));
  g_assert_error (bed.error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
  g_remove (bed.checkpoint);
  g_assert_null (fit (&bed));
  g_assert_error (bed.error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  bed_clear (&bed);
}

static void
test_refuses (void)
{
  g_autoptr (EctopyDataset)
      unlabelled = ectopy_dataset_new_take (3, TOY_LENGTH, g_new0 (float, 3 * TOY_LENGTH), NULL);
  g_autoptr (EctopyDataset) none = ectopy_dataset_new_take (
      3, TOY_LENGTH, g_new0 (float, 3 * TOY_LENGTH), g_memdup2 ("\0\377\1", 3));
  g_autoptr (EctopyDataset)
      one = ectopy_dataset_new_take (1, TOY_LENGTH, g_new0 (float, TOY_LENGTH), g_new0 (guint8, 1));
  g_autoptr (EctopyDataset)
      longer = ectopy_dataset_new_take (2, 33, g_new0 (float, 66), g_new0 (guint8, 2));
  const struct {
    EctopyDataset *training;
    EctopyDataset *validation;
    const char *network;
    EctopyError code;
  } cases[] = {
    { unlabelled, NULL, TOY_NETWORK, ECTOPY_ERROR_ARGUMENT },
    { none, NULL, TOY_NETWORK, ECTOPY_ERROR_ARGUMENT },
    { one, NULL, TOY_NETWORK, ECTOPY_ERROR_ARGUMENT },
    { longer, NULL, TOY_NETWORK, ECTOPY_ERROR_MISMATCH },
    { NULL, unlabelled, TOY_NETWORK, ECTOPY_ERROR_ARGUMENT },
    { NULL, longer, TOY_NETWORK, ECTOPY_ERROR_MISMATCH },
    { NULL, NULL, "input 32\nflatten\ndense 4\nsoftmax\n", ECTOPY_ERROR_MISMATCH },
    { NULL, NULL, "input 32 2\nflatten\ndense 5\nsoftmax\n", ECTOPY_ERROR_MISMATCH },
  };
  Bed bed;

  bed_init (&bed, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_parse (cases[i].network, "t", NULL);

    bed.job.training = cases[i].training != NULL ? cases[i].training : bed.training;
    bed.job.validation = cases[i].validation;
    bed.job.spec = spec;
    g_assert_null (fit (&bed));
    g_assert_error (bed.error, ECTOPY_ERROR, (int) cases[i].code);
  }
  bed_clear (&bed);
}

static void
test_checkpoint_that_cannot_be (void)
{
  Bed bed;

  bed_init (&bed, 1);
  bed.job.checkpoint = "/nowhere/at/all/run.checkpoint";
  g_assert_null (fit (&bed));
  g_assert_true (bed.error->domain == G_FILE_ERROR || bed.error->domain == G_IO_ERROR);
  bed_clear (&bed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/fit/learns", test_learns);
  for (gsize i = 0; i < G_N_ELEMENTS (variants); i++) {
    g_autofree char *threads = g_strdup_printf ("/learn/fit/same-on-any-threads/%s",
                                                variants[i].name);
    g_autofree char *resumes = g_strdup_printf ("/learn/fit/resumes/%s", variants[i].name);

    g_test_add_data_func (threads, &variants[i], test_same_on_any_threads);
    g_test_add_data_func (resumes, &variants[i], test_resumes);
  }
  g_test_add_func ("/learn/fit/members", test_members);
  g_test_add_func ("/learn/fit/seed-matters", test_seed_matters);
  g_test_add_func ("/learn/fit/best-by", test_best_by);
  g_test_add_func ("/learn/fit/stops-early", test_stops_early);
  g_test_add_func ("/learn/fit/plateau", test_plateau);
  g_test_add_func ("/learn/fit/without-validation", test_without_validation);
  g_test_add_func ("/learn/fit/cancelled-at-once", test_cancelled_at_once);
  g_test_add_func ("/learn/fit/diverges-at-once", test_diverges_at_once);
  g_test_add_func ("/learn/fit/diverges-later", test_diverges_later);
  g_test_add_func ("/learn/fit/other-job", test_other_job);
  g_test_add_func ("/learn/fit/spoiled-checkpoint", test_spoiled_checkpoint);
  g_test_add_func ("/learn/fit/refuses", test_refuses);
  g_test_add_func ("/learn/fit/checkpoint-that-cannot-be", test_checkpoint_that_cannot_be);
  return g_test_run ();
}
