/* SPDX-License-Identifier: MIT */
/* Adapting a model to a made-up recording: what it learns, and what it refuses. */
#include "engine/core/error.h"
#include "engine/learn/context-examples.h"
#include "engine/learn/fit.h"
#include "engine/run/adapt.h"
#include "engine/run/classify-recording.h"
#include "engine/run/context-records.h"
#include "engine/signal/synthesize.h"

#include <string.h>

#define NETWORK                                                                                    \
  "network tiny\ninput 150 2 side=%d\nconv 4 kernel=7 stride=2\nbatch-norm\nrelu\nmax-pool 4\n"    \
  "flatten\ndense 16\nside\ndense 16\nrelu\nend\nrelu\ndense 5\nsoftmax\n"

#define N_CORRECTED 30

static EctopyWorkers *workers;
static EctopyModel *model; /* of a network; calls ventricular beats normal */
static EctopyRecording *recording;

static EctopyRecording *
make_up (guint64 seed)
{
  EctopySynthesizeSettings settings;
  g_autoptr (GError) error = NULL;
  EctopyRecording *made;

  ectopy_synthesize_settings_init (&settings);
  settings.seed = seed;
  settings.rate_hz = 250;
  settings.duration_s = 300;
  settings.proportions[ECTOPY_CLASS_V] = 0.3;
  settings.proportions[ECTOPY_CLASS_F] = 0;
  settings.proportions[ECTOPY_CLASS_Q] = 0;
  made = ectopy_synthesize_recording (&settings, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return made;
}

/* The classes of the marks, and where they are. */
static void
take_marks (EctopyRecording *of, GArray *samples, GByteArray *classes)
{
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (of, &n);

  for (size_t i = 0; i < n; i++) {
    const guint8 beat_class = (guint8) ectopy_annotation_code_class (marks[i].code);

    if (beat_class >= ECTOPY_N_CLASSES)
      continue;
    g_array_append_val (samples, marks[i].sample);
    g_byte_array_append (classes, &beat_class, 1);
  }
}

/* Of two networks, which have learned that ventricular beats are normal. */
static EctopyModel *
learn_wrongly (void)
{
  static const EctopyContextDraw draw = { .shares = { 2, 1, 0, 0, 0 }, .epoch_rows = 1500 };
  g_autofree char *text = g_strdup_printf (NETWORK, ECTOPY_N_CONTEXT_FEATURES);
  g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_parse (text, "tiny", NULL);
  g_autoptr (EctopyRecording) other = make_up (7);
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GByteArray) classes = g_byte_array_new ();
  g_autoptr (EctopyContextSet) set = ectopy_context_set_new ();
  g_autoptr (EctopyContextExamples) examples = NULL;
  g_autoptr (EctopyTrainingLog) log = ectopy_training_log_new ();
  g_autoptr (GError) error = NULL;
  EctopyFitSettings settings;
  EctopyFitJob job = { .spec = spec, .settings = &settings, .workers = workers };
  EctopyModel *learned;

  take_marks (other, samples, classes);
  for (guint i = 0; i < classes->len; i++)
    if (classes->data[i] == ECTOPY_CLASS_V)
      classes->data[i] = ECTOPY_CLASS_N;
  for (size_t lead = 0; lead < 2; lead++)
    ectopy_context_set_add_take (
        set,
        &(EctopyContextPart){
            .context = ectopy_context_new (
                ectopy_recording_get_samples (other, lead), ectopy_recording_get_n_samples (other),
                250, (const gint64 *) (gpointer) samples->data, samples->len, NULL, NULL) },
        classes->data, NULL);
  examples = ectopy_context_examples_new (set, NULL, ECTOPY_CONTEXT_ROW, &draw, NULL, "none", NULL);
  ectopy_fit_settings_init (&settings);
  settings.epochs = 6;
  settings.members = 2;
  settings.learning_rate = 0.003;
  settings.best_by = ECTOPY_BEST_BY_LAST;
  job.training_examples = ectopy_context_examples_get (examples);
  learned = ectopy_fit (&job, log, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  ectopy_fit_settings_clear (&settings);
  ectopy_model_set_card (learned, "folds", "VEB: F1 0.9");
  ectopy_model_set_temperature (learned, 1.25);
  ectopy_model_set_name (learned, "wrong.safetensors");
  return learned;
}

/* All beats normal, as the model has it; @n_wrong ventricular ones corrected, and @n_right normal accepted. */
static EctopyStudy *
study_new (guint n_wrong, guint n_right)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GByteArray) classes = g_byte_array_new ();
  EctopyFindings *findings = ectopy_findings_new ();
  EctopyStudy *study;

  take_marks (recording, samples, classes);
  findings->lead = g_strdup (ectopy_recording_get_lead_name (recording, 0));
  findings->origin = g_strdup ("detector");
  for (guint i = 0; i < samples->len; i++)
    g_array_append_vals (
        findings->beats,
        &(EctopyFoundBeat){ .sample = g_array_index (samples, gint64, i), .probabilities = { 1 } },
        1);
  study = ectopy_study_new_take (recording, findings);
  for (guint32 i = 0; i < classes->len; i++)
    if (classes->data[i] == ECTOPY_CLASS_V && n_wrong > 0 && n_wrong-- > 0)
      ectopy_study_relabel (study, &i, 1, ECTOPY_CLASS_V);
    else if (classes->data[i] == ECTOPY_CLASS_N && n_right > 0 && n_right-- > 0)
      ectopy_study_accept (study, &i, 1);
  g_assert_cmpuint (n_wrong + n_right, ==, 0);
  return study;
}

static EctopyAdaptation *
adapt (EctopyStudy *study, double limit_s, GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyAdaptInput) input = ectopy_adapt_input_new (study);
  const EctopyAdaptJob job = {
    .input = input,
    .model = model,
    .limit_s = limit_s,
    .seed = 4,
    .version = "1",
    .workers = workers,
  };

  return ectopy_adapt (&job, cancellable, error);
}

static void
test_learns (void)
{
  g_autoptr (EctopyStudy) study = study_new (N_CORRECTED, N_CORRECTED);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyAdaptation) adaptation = adapt (study, 0, NULL, &error);
  g_autofree char *digest = g_strdup (ectopy_model_get_digest (model));
  size_t n_sum = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (adaptation->n_said, ==, 2 * N_CORRECTED);
  /* Of those held out, most are right that were wrong before, and what was right stays so. */
  g_assert_cmpuint (adaptation->before[ECTOPY_CLASS_V][ECTOPY_CLASS_V], <, N_CORRECTED / 3);
  g_assert_cmpuint (adaptation->after[ECTOPY_CLASS_V][ECTOPY_CLASS_V], >, N_CORRECTED / 2);
  g_assert_cmpuint (adaptation->after[ECTOPY_CLASS_N][ECTOPY_CLASS_N], >=, N_CORRECTED * 4 / 5);
  g_assert_false (adaptation->is_cut_short);
  g_assert_cmpuint (adaptation->n_moved, >, 0);
  for (guint from = 0; from <= ECTOPY_N_CLASSES; from++)
    for (guint to = 0; to < ECTOPY_N_CLASSES; to++)
      n_sum += adaptation->moved[from][to];
  g_assert_cmpuint (n_sum, ==, adaptation->n_unlooked);
  g_assert_cmpuint (adaptation->given->beats->len, ==, adaptation->n_unlooked);
  /* The model itself is as it was. */
  ectopy_model_set_name (model, "wrong.safetensors");
  g_assert_cmpstr (ectopy_model_get_digest (model), ==, digest);
}

static void
test_card (void)
{
  g_autoptr (EctopyStudy) study = study_new (12, 12);
  g_autoptr (EctopyAdaptation) adaptation = adapt (study, 0, NULL, NULL);
  EctopyModel *copy = adaptation->model;

  g_assert_cmpstr (ectopy_model_get_name (copy), ==, "wrong (adapted)");
  g_assert_true (g_str_has_suffix (ectopy_model_get_card (copy, "adapted-from"),
                                   ectopy_model_get_digest (model)));
  g_assert_true (g_str_has_prefix (ectopy_model_get_card (copy, "adapted-on"), "24 beats of one"));
  g_assert_nonnull (strstr (ectopy_model_get_card (copy, "protocol"), "never comparable"));
  /* The figures of the model before are told as such. */
  g_assert_null (ectopy_model_get_card (copy, "folds"));
  g_assert_cmpstr (ectopy_model_get_card (copy, "original-folds"), ==, "VEB: F1 0.9");
  g_assert_cmpuint (ectopy_model_get_n_members (copy), ==, 2);
  g_assert_cmpfloat (ectopy_model_get_temperature (copy), ==, 1.25);
  g_assert_cmpmem (ectopy_model_get_scaler (copy)->mean, ECTOPY_N_CONTEXT_FEATURES * sizeof (float),
                   ectopy_model_get_scaler (model)->mean,
                   ECTOPY_N_CONTEXT_FEATURES * sizeof (float));
}

/* The same beats give the same bits, on another number of threads too. */
static void
test_same_twice (void)
{
  g_autoptr (EctopyStudy) study = study_new (12, 12);
  g_autoptr (EctopyAdaptation) one = adapt (study, 0, NULL, NULL);
  g_autoptr (EctopyAdaptation) two = NULL;

  ectopy_workers_free (workers);
  workers = ectopy_workers_new (1);
  two = adapt (study, 0, NULL, NULL);
  g_assert_cmpstr (ectopy_model_get_digest (one->model), ==, ectopy_model_get_digest (two->model));
  g_assert_cmpmem (one->after, sizeof one->after, two->after, sizeof two->after);
}

/* Normal beats that the model calls so. */
static EctopyStudy *
study_of_the_same (void)
{
  g_autoptr (EctopyRecordingClasses) classes = ectopy_classify_recording (
      recording, model, NULL, TRUE, workers, NULL, NULL, NULL, NULL);
  EctopyStudy *study = ectopy_study_new_take (
      recording, ectopy_recording_classes_to_findings (classes, recording, model, TRUE));
  guint n = 0;

  for (guint32 i = 0; i < classes->beats->len && n < 20; i++)
    if (ectopy_study_get_beat (study, i).beat_class == ECTOPY_CLASS_N)
      n += ectopy_study_accept (study, &i, 1) ? 1 : 0;
  g_assert_cmpuint (n, ==, 20);
  return study;
}

static void
test_too_few (void)
{
  g_autoptr (EctopyStudy) few = study_new (5, 4);
  g_autoptr (EctopyStudy) same = study_of_the_same ();
  g_autoptr (GError) error = NULL;

  g_assert_null (adapt (few, 0, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "9 of the beats"));
  g_clear_error (&error);
  g_assert_null (adapt (same, 0, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "nothing to learn"));
}

static gpointer
cancel_later (gpointer cancellable)
{
  g_usleep (150000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (EctopyStudy) study = study_new (12, 12);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);

  g_assert_null (adapt (study, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

/* Some of the time: what is learned is kept. None at all: that is said. */
static void
test_time (void)
{
  g_autoptr (EctopyStudy) study = study_new (N_CORRECTED, N_CORRECTED);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyAdaptation) whole = adapt (study, 0, NULL, NULL);
  g_autoptr (EctopyAdaptation) part = adapt (study, whole->seconds / 2, NULL, &error);
  g_autoptr (EctopyAdaptation) none = NULL;

  g_assert_no_error (error);
  g_assert_true (part->is_cut_short);
  g_assert_cmpfloat (part->seconds, <, 0.85 * whole->seconds);
  g_assert_nonnull (strstr (ectopy_model_get_card (part->model, "adapted-figures"), "cut short"));
  none = adapt (study, 1e-6, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
}

/* Only beats nobody has looked at change; one undo takes it back. */
static void
test_use (void)
{
  g_autoptr (EctopyStudy) study = study_new (12, 12);
  g_autoptr (EctopyAdaptation) adaptation = adapt (study, 0, NULL, NULL);
  const size_t n_log = ectopy_study_get_log (study)->len, n_moved = adaptation->n_moved;
  const guint32 n = ectopy_study_get_n_numbers (study);
  g_autofree EctopyBeatState *before = g_new (EctopyBeatState, n);
  size_t n_changed = 0;

  for (guint32 i = 0; i < n; i++)
    before[i] = ectopy_study_get_beat (study, i);
  g_assert_true (ectopy_study_adapt (study, g_steal_pointer (&adaptation->given)));
  g_assert_cmpuint (ectopy_study_get_log (study)->len, ==, n_log + 1);
  for (guint32 i = 0; i < n; i++) {
    const EctopyBeatState now = ectopy_study_get_beat (study, i);

    g_assert_cmpuint (now.status, ==, before[i].status);
    if (now.beat_class == before[i].beat_class)
      continue;
    g_assert_cmpuint (before[i].status, ==, ECTOPY_BEAT_PREDICTED);
    g_assert_cmpuint (ectopy_study_get_found (study, i)->beat_class, ==, now.beat_class);
    n_changed++;
  }
  g_assert_cmpuint (n_changed, ==, n_moved);
  g_assert_cmpstr (ectopy_study_get_adapted (study)->model, ==, "wrong (adapted)");
  g_assert_true (ectopy_study_undo (study, NULL));
  g_assert_null (ectopy_study_get_adapted (study));
  for (guint32 i = 0; i < n; i++)
    g_assert_cmpuint (ectopy_study_get_beat (study, i).beat_class, ==, before[i].beat_class);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  workers = ectopy_workers_new (2);
  recording = make_up (3);
  model = learn_wrongly ();
  g_test_add_func ("/run/adapt/learns", test_learns);
  g_test_add_func ("/run/adapt/card", test_card);
  g_test_add_func ("/run/adapt/too-few", test_too_few);
  g_test_add_func ("/run/adapt/cancel", test_cancel);
  g_test_add_func ("/run/adapt/time", test_time);
  g_test_add_func ("/run/adapt/use", test_use);
  g_test_add_func ("/run/adapt/same-twice", test_same_twice);
  result = g_test_run ();
  ectopy_workers_free (workers);
  g_object_unref (recording);
  g_object_unref (model);
  return result;
}
