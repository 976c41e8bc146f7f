/* SPDX-License-Identifier: MIT */
/* On real records: which ones a model calls unlike those it has learned from, and what adapting to one does. */
#include "config.h"
#include "engine/io/recording-reader.h"
#include "engine/run/adapt.h"
#include "engine/run/classify-recording.h"
#include "engine/run/training.h"
#include "tests/support/real-data.h"

#define N_CORRECTED 30

static EctopyWorkers *workers;

/* Trained for a moment on the first of the usual two halves; what is familiar does not depend on how long. */
static EctopyModel *
get_model (void)
{
  static EctopyModel *model;
  static const char *const names[][2] = { { "network", "context" },
                                          { "epochs", "4" },
                                          { "epoch-beats", "5120" },
                                          { "learning-rate", "3e-3" },
                                          { "records", "ds1" },
                                          { "validation-split", "0" },
                                          { "best-by", "last" },
                                          { "early-stop", "0" },
                                          { "class-shares", "5,1,1.5,0.15,0" },
                                          { "seed", "1" },
                                          { "schedule", "cosine" } };
  g_autofree char *folder = real_data_folder ("mitdb");
  g_autoptr (EctopyTrainingLog) log = ectopy_training_log_new ();
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  EctopyFitSettings settings;
  const EctopyTraining training = {
    .training_path = folder,
    .settings = &settings,
    .workers = workers,
  };

  if (model != NULL)
    return model;
  ectopy_fit_settings_init (&settings);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (ectopy_fit_settings_set (&settings, names[i][0], names[i][1], NULL));
  model = ectopy_training_run (&training, log, notes, NULL, NULL, &error);
  g_assert_no_error (error);
  ectopy_fit_settings_clear (&settings);
  ectopy_model_set_name (model, "small");
  return model;
}

/* The study of a record, with its own marks. */
static EctopyStudy *
open_record (const char *name)
{
  const EctopyRecordingOptions options = { .annotator = "atr" };
  g_autofree char *folder = real_data_folder ("mitdb");
  g_autofree char *file = g_strconcat (name, ".hea", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyRecording)
      recording = ectopy_recording_reader_read (path, &options, NULL, NULL, NULL, &error);
  g_autoptr (EctopyRecordingClasses) classes = NULL;

  g_assert_no_error (error);
  classes = ectopy_classify_recording (recording, get_model (), NULL, TRUE, workers, NULL, NULL,
                                       NULL, &error);
  g_assert_no_error (error);
  return ectopy_study_new_take (
      recording, ectopy_recording_classes_to_findings (classes, recording, get_model (), TRUE));
}

static void
test_unlike (void)
{
  static const char *const paced[] = { "102", "104", "107", "217" };
  static const char *const usual[] = { "100", "103", "123", "219" };

  if (!real_data_is_there ("mitdb"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (paced); i++) {
    g_autoptr (EctopyStudy) strange = open_record (paced[i]);
    g_autoptr (EctopyStudy) familiar = open_record (usual[i]);
    g_autofree char *text = NULL;

    text = ectopy_findings_dup_unlike_text (ectopy_study_get_findings (strange));
    g_test_message ("%s: %.2f %.2f; %s: %.2f %.2f", paced[i],
                    ectopy_study_get_findings (strange)->unlike_shape,
                    ectopy_study_get_findings (strange)->unlike_rhythm, usual[i],
                    ectopy_study_get_findings (familiar)->unlike_shape,
                    ectopy_study_get_findings (familiar)->unlike_rhythm);
    g_assert_nonnull (text);
    g_assert_cmpfloat (ectopy_study_get_findings (strange)->unlike_shape, >, 1);
    g_assert_false (ectopy_findings_are_unlike (ectopy_study_get_findings (familiar)));
  }
}

/* Every so many of the beats that the model has wrong are corrected, and as many that it has right accepted. */
static void
look_at (EctopyStudy *study)
{
  const guint32 n = ectopy_study_get_n_numbers (study);
  size_t n_different = ectopy_study_count_differences (study, NULL), n_wrong = 0, n_right = 0;
  const size_t wrong_step = MAX (n_different / N_CORRECTED, 1);
  const size_t right_step = (n - n_different) / N_CORRECTED;

  for (guint32 i = 0; i < n; i++) {
    const EctopyFoundBeat *found = ectopy_study_get_found (study, i);
    const guint truth = ectopy_annotation_code_class (found->code);

    if (truth >= ECTOPY_N_CLASSES)
      continue;
    if (truth == found->beat_class && n_right++ % right_step == 0)
      ectopy_study_accept (study, &i, 1);
    else if (truth != found->beat_class && n_wrong++ % wrong_step == 0)
      ectopy_study_relabel (study, &i, 1, truth);
  }
}

static void
test_adapt (void)
{
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (EctopyAdaptInput) input = NULL;
  g_autoptr (EctopyAdaptation) adaptation = NULL;
  g_autoptr (GError) error = NULL;
  size_t n_before, n_after, n_right_before, n_right_after;

  if (!real_data_is_there ("mitdb"))
    return;
  study = open_record ("203");
  look_at (study);
  input = ectopy_adapt_input_new (study);
  adaptation = ectopy_adapt (&(EctopyAdaptJob){ .input = input,
                                                .model = get_model (),
                                                .seed = 1,
                                                .version = ECTOPY_VERSION,
                                                .workers = workers },
                             NULL, &error);
  g_assert_no_error (error);
  n_right_before = ectopy_adapt_count_right (adaptation->before);
  n_right_after = ectopy_adapt_count_right (adaptation->after);
  n_before = ectopy_study_count_differences (study, NULL);
  ectopy_study_adapt (study, g_steal_pointer (&adaptation->given));
  n_after = ectopy_study_count_differences (study, NULL);
  g_test_message ("of %zu looked at, right before %zu, after %zu; others differ: %zu, then %zu",
                  adaptation->n_said, n_right_before, n_right_after, n_before, n_after);
  g_assert_cmpuint (n_right_after, >=, n_right_before + N_CORRECTED / 3);
  g_assert_cmpuint (n_after, <, n_before);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  workers = ectopy_workers_new (0);
  g_test_add_func ("/run/data-adapt/unlike", test_unlike);
  g_test_add_func ("/run/data-adapt/improves", test_adapt);
  result = g_test_run ();
  ectopy_workers_free (workers);
  return result;
}
