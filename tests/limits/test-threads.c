/* SPDX-License-Identifier: MIT */
/* Threads that are stopped at any moment, and work that goes on beside other work. 80 stops, or 1,000 with
 * ECTOPY_THOROUGH=1. Meant also for the sanitizers of addresses and of threads; for the latter:
 *
 *   meson setup DIR -Db_sanitize=thread -Db_lundef=false && ninja -C DIR tests/limits/test-threads
 *   G_SLICE=always-malloc OPENBLAS_NUM_THREADS=1 TSAN_OPTIONS=suppressions=tests/limits/threads.supp \
 *     DIR/tests/limits/test-threads
 *
 * GLib is as the distribution builds it: the sanitizer does not see its mutexes, so its allocator of slices,
 * which gives memory of one thread to another under one, is turned off. */
#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "engine/evaluate/evaluation.h"
#include "engine/io/beat-csv.h"
#include "engine/learn/classify.h"
#include "engine/run/bundled.h"
#include "engine/run/classify-recording.h"
#include "engine/run/detect.h"
#include "engine/run/training.h"
#include "engine/signal/synthesize.h"
#include "tests/support/test-folder.h"

#include <stdlib.h>
#include <string.h>

#define N_STOPS       80
#define N_STOPS_WHOLE 1000
#define N_THREADS     3
#define N_BEATS       1500

/* A stop is heard within this, on a machine that has much else to do, too. */
#define SOON_US (20 * G_USEC_PER_SEC)

static const char network_text[] =
    "network tiny\ninput 187\nconv 4 kernel=7 stride=2\nbatch-norm\nrelu\nmax-pool 4\nflatten\n"
    "dense 5\nsoftmax\n";

/* What all work on. */
static struct {
  EctopyDataset *beats;
  EctopyRecording *recording;
  EctopyModel *model; /* of beats */
  EctopyModel *recordings_model;
  char *beats_path;
} made;

/* ---- The works ---- */

static EctopyModel *
train (guint64 seed, guint n_threads, guint epochs, GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
  g_autoptr (EctopyTrainingLog) log = ectopy_training_log_new ();
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_parse (network_text, "tiny", NULL);
  EctopyFitSettings settings;
  EctopyFitJob job = { .spec = spec,
                       .training = made.beats,
                       .settings = &settings,
                       .workers = workers };
  EctopyModel *model;

  ectopy_fit_settings_init (&settings);
  settings.seed = seed;
  settings.epochs = epochs;
  settings.smote = TRUE;
  model = ectopy_fit (&job, log, notes, NULL, cancellable, error);
  ectopy_fit_settings_clear (&settings);
  return model;
}

static gboolean
do_train (GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyModel) model = train (1, N_THREADS, 2, cancellable, error);

  return model != NULL;
}

static float *
predict (guint n_threads, GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (n_threads);
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (made.model, workers, error);
  const size_t n = ectopy_dataset_get_n_rows (made.beats);
  g_autofree float *p = g_new (float, n *ECTOPY_N_CLASSES);

  g_assert_nonnull (classifier);
  if (!ectopy_classifier_run (classifier, ectopy_dataset_get_samples (made.beats), n, p, NULL, NULL,
                              cancellable, error))
    return NULL;
  return g_steal_pointer (&p);
}

static gboolean
do_predict (GCancellable *cancellable, GError **error)
{
  g_autofree float *p = predict (N_THREADS, cancellable, error);

  return p != NULL;
}

static gboolean
do_detect (GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (N_THREADS);
  g_autoptr (EctopyQrsResult)
      found = ectopy_detect (made.recording, NULL, workers, NULL, NULL, cancellable, error);

  return found != NULL;
}

static gboolean
do_classify (GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (N_THREADS);
  g_autoptr (EctopyRecordingClasses) classes = ectopy_classify_recording (
      made.recording, made.recordings_model, NULL, FALSE, workers, NULL, NULL, cancellable, error);

  return classes != NULL;
}

static gboolean
do_read (GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (N_THREADS);
  g_autoptr (EctopyDataset)
      beats = ectopy_beat_csv_read (made.beats_path, NULL, workers, NULL, NULL, cancellable, error);

  return beats != NULL;
}

/* ---- Stops ---- */

typedef struct {
  gboolean (*work) (GCancellable *cancellable, GError **error);
  GCancellable *cancellable;
  GError *error;
  gboolean done;
} Run;

static gpointer
run_cb (gpointer data)
{
  Run *run = data;

  run->done = run->work (run->cancellable, &run->error);
  return NULL;
}

static void
test_stops (gconstpointer data)
{
  const guint n = (g_getenv ("ECTOPY_THOROUGH") != NULL ? N_STOPS_WHOLE : N_STOPS) / 5;
  gboolean (*work) (GCancellable *, GError **) = data;
  gint64 length = G_MAXINT64;
  guint n_stopped = 0;
  EctopyRng rng;

  for (guint i = 0; i < 3; i++) {
    const gint64 begin = g_get_monotonic_time ();

    g_assert_true (work (NULL, NULL));
    length = MIN (length, g_get_monotonic_time () - begin);
  }
  ectopy_rng_init (&rng, 20, 1);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    Run run = { .work = work, .cancellable = cancellable };
    GThread *thread = g_thread_new ("stopped", run_cb, &run);
    gint64 asked;

    g_usleep (ectopy_rng_below (&rng, (guint64) length + 1));
    asked = g_get_monotonic_time ();
    g_cancellable_cancel (cancellable);
    g_thread_join (thread);
    g_assert_cmpint (g_get_monotonic_time () - asked, <, SOON_US);
    if (run.done) {
      g_assert_no_error (run.error);
    } else {
      g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&run.error);
      n_stopped++;
    }
  }
  g_test_message ("%u of %u ended before their result", n_stopped, n);
}

/* ---- Work beside work ---- */

static gpointer
train_cb (gpointer seed)
{
  return train (GPOINTER_TO_UINT (seed), N_THREADS, 3, NULL, NULL);
}

static gpointer
judge_cb (gpointer data)
{
  g_autofree float *p = predict (N_THREADS, NULL, NULL);

  return ectopy_evaluation_new (ectopy_dataset_get_labels (made.beats), p,
                                ectopy_dataset_get_n_rows (made.beats));
}

static void
assert_same_models (EctopyModel *one, EctopyModel *two)
{
  const EctopyNetwork *a = ectopy_model_get_network (one), *b = ectopy_model_get_network (two);

  g_assert_cmpmem (a->parameters, a->plan->n_parameters * sizeof (float), b->parameters,
                   b->plan->n_parameters * sizeof (float));
}

static void
test_beside (void)
{
  g_autoptr (EctopyModel) first = train (7, 1, 3, NULL, NULL);
  g_autoptr (EctopyModel) second = train (8, 1, 3, NULL, NULL);
  g_autoptr (EctopyEvaluation) alone = judge_cb (NULL);
  const size_t n = ectopy_evaluation_get_n_rows (alone);

  for (guint i = 0; i < 3; i++) {
    GThread *threads[] = {
      g_thread_new ("first", train_cb, GUINT_TO_POINTER (7)),
      g_thread_new ("second", train_cb, GUINT_TO_POINTER (8)),
      g_thread_new ("judge", judge_cb, NULL),
    };
    g_autoptr (EctopyModel) again = g_thread_join (threads[0]);
    g_autoptr (EctopyModel) other = g_thread_join (threads[1]);
    g_autoptr (EctopyEvaluation) judged = g_thread_join (threads[2]);

    assert_same_models (first, again);
    assert_same_models (second, other);
    g_assert_cmpmem (ectopy_evaluation_get_predicted (alone), n,
                     ectopy_evaluation_get_predicted (judged), n);
    g_assert_cmpmem (ectopy_evaluation_get_confidence (alone), n * sizeof (float),
                     ectopy_evaluation_get_confidence (judged), n * sizeof (float));
  }
}

static void
make (const char *folder)
{
  EctopySynthesizeSettings settings;
  g_autofree char *model_path = ectopy_bundled_recordings_model ();

  ectopy_synthesize_settings_init (&settings);
  settings.duration_s = 120;
  made.recording = ectopy_synthesize_recording (&settings, NULL, NULL, NULL, NULL);
  made.beats = ectopy_synthesize_beats (&settings, N_BEATS, NULL, NULL, NULL, NULL);
  made.beats_path = g_build_filename (folder, "beats.csv", NULL);
  g_assert_true (ectopy_beat_csv_write (made.beats, made.beats_path, NULL));
  made.model = train (1, 1, 1, NULL, NULL);
  made.recordings_model = ectopy_model_load (model_path, NULL);
  g_assert_true (made.model != NULL && made.recordings_model != NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("ectopy-threads-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  make (folder);
  g_test_add_data_func ("/threads/stops/train", do_train, test_stops);
  g_test_add_data_func ("/threads/stops/predict", do_predict, test_stops);
  g_test_add_data_func ("/threads/stops/detect", do_detect, test_stops);
  g_test_add_data_func ("/threads/stops/classify", do_classify, test_stops);
  g_test_add_data_func ("/threads/stops/read", do_read, test_stops);
  g_test_add_func ("/threads/beside", test_beside);
  status = g_test_run ();
  g_object_unref (made.recording);
  g_object_unref (made.beats);
  g_object_unref (made.model);
  g_object_unref (made.recordings_model);
  remove (made.beats_path);
  remove (folder);
  g_free (made.beats_path);
  return status;
}
