/* SPDX-License-Identifier: MIT */
#include "engine/run/evaluate-records.h"

#include "engine/core/error.h"
#include "engine/evaluate/evaluation-card.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/io/wfdb-write.h"
#include "engine/run/record-set.h"
#include "engine/run/training.h"
#include "tests/engine/run/made-up-run.h"
#include "tests/support/made-up-language.h"

#include <math.h>
#include <string.h>

static const char *const names[] = { "one", "two", "202" };

/* Three made-up records, and a model that knows none of them. */
typedef struct {
  char *folder;
  EctopyModel *model;
  EctopyWorkers *workers;
  GPtrArray *records;
} Fixture;

static EctopyModel *
train (EctopyWorkers *workers)
{
  MadeUpRun made;
  g_autoptr (EctopyTrainingLog) log = ectopy_training_log_new ();
  EctopyTraining training = { .workers = workers };
  EctopyModel *model;

  made_up_run_init (&made, "2");
  training.training_path = made.beats_path;
  training.settings = &made.settings;
  model = ectopy_training_run (&training, log, NULL, NULL, NULL, NULL);
  made_up_run_clear (&made);
  g_assert_nonnull (model);
  return model;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  char *folders[] = { NULL, NULL };
  EctopySynthesizeSettings how;

  f->folder = test_folder_new ();
  f->workers = ectopy_workers_new (1);
  f->model = train (f->workers);
  ectopy_synthesize_settings_init (&how);
  how.duration_s = 90;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (f->folder, names[i], NULL);
    g_autoptr (EctopyRecording) recording = NULL;

    how.seed = i + 1;
    recording = ectopy_synthesize_recording (&how, NULL, NULL, NULL, NULL);
    g_assert_true (ectopy_wfdb_write (recording, path, NULL, NULL, NULL, NULL));
  }
  folders[0] = f->folder;
  f->records = ectopy_record_set_find (folders, NULL, NULL, NULL);
  g_assert_cmpuint (f->records->len, ==, 3);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_ptr_array_unref (f->records);
  g_object_unref (f->model);
  ectopy_workers_free (f->workers);
  test_folder_remove (f->folder);
}

static EctopyRecordsResult *
judge (const Fixture *f, EctopyPositions positions, EctopyEc57Map map, double from_s)
{
  g_autoptr (GError) error = NULL;
  const EctopyRecordsToJudge what = {
    .records = f->records,
    .positions = positions,
    .compare = { .map = map, .from_s = from_s, .window_s = ECTOPY_EC57_WINDOW_S },
    .data_name = "made-up records",
  };
  EctopyRecordsResult *result = ectopy_evaluate_records (&what, f->model, f->workers, NULL, NULL,
                                                         NULL, &error);

  g_assert_no_error (error);
  return result;
}

static gboolean
says (const EctopyRecordsResult *result, const char *text)
{
  const EctopyJudgedRecords *judged = ectopy_evaluation_get_records (result->evaluation);

  for (guint i = 0; i < judged->statements->len; i++)
    if (strstr (g_ptr_array_index (judged->statements, i), text) != NULL)
      return TRUE;
  return FALSE;
}

static GArray *
read_marks (const Fixture *f, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".atr", NULL);
  g_autofree char *path = g_build_filename (f->folder, file, NULL);

  return ectopy_wfdb_annotation_read (path, NULL, NULL);
}

/* Each beat of the reference is a row, in its place, with its class. */
static void
test_reference (Fixture *f, gconstpointer unused)
{
  g_autoptr (EctopyRecordsResult)
      result = judge (f, ECTOPY_POSITIONS_REFERENCE, ECTOPY_EC57_MAP_LITERATURE, 0);
  const EctopyJudgedRecords *judged = ectopy_evaluation_get_records (result->evaluation);
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (result->evaluation);
  size_t row = 0;

  for (guint r = 0; r < f->records->len; r++) {
    const EctopyRecordEntry *entry = g_ptr_array_index (f->records, r);
    const EctopyJudgedPlace *place = &g_array_index (result->places, EctopyJudgedPlace, r);
    g_autoptr (GArray) marks = read_marks (f, entry->name);

    g_assert_cmpstr (place->name, ==, entry->name);
    g_assert_cmpuint (place->first, ==, row);
    for (guint i = 0; i < marks->len; i++) {
      const EctopyAnnotation *mark = &g_array_index (marks, EctopyAnnotation, i);

      if (!ectopy_annotation_code_is_beat (mark->code))
        continue;
      g_assert_cmpint (g_array_index (result->samples, gint64, row), ==, mark->sample);
      g_assert_cmpuint (result->labels->data[row], ==, ectopy_annotation_code_class (mark->code));
      row++;
    }
    g_assert_cmpuint (place->first + place->n, ==, row);
  }
  g_assert_cmpuint (row, ==, result->labels->len);
  g_assert_cmpuint (row * ECTOPY_N_CLASSES, ==, result->probabilities->len);
  g_assert_cmpuint (ectopy_evaluation_get_metrics (result->evaluation)->n, ==, row);
  g_assert_cmpuint (ectopy_confusion_total (&judged->figures->confusion), ==, row);
  g_assert_cmpuint (judged->figures->records->len, ==, 3);
  g_assert_null (judged->compared);
  g_assert_cmpint (source->protocol, ==, ECTOPY_PROTOCOL_UNKNOWN);
  g_assert_cmpuint (strlen (source->data_digest), ==, 64);
  g_assert_true (says (result, "reference annotations (atr)"));
  g_assert_true (says (result, "“beats.csv”"));
}

/* What the model learned from decides the protocol, record by record. */
static void
test_patients (Fixture *f, gconstpointer unused)
{
  static const struct {
    const char *training;
    const char *validation;
    EctopyProtocol protocol;
    const char *learned;
    const char *says;
  } cases[] = {
    { "2 records: x y", NULL, ECTOPY_PROTOCOL_PATIENT_WISE, NULL, "from 2 records, none" },
    { "2 records: x two", NULL, ECTOPY_PROTOCOL_MIXED, "two", "Record two was learned from." },
    { "2 records: 201 y", NULL, ECTOPY_PROTOCOL_MIXED, "202",
      "Record 202 is of a patient who was learned from." },
    { "1 records: 201", NULL, ECTOPY_PROTOCOL_MIXED, "202",
      "Records 201 (in ds1) and 202 (in ds2) are of the same patient." },
    { "1 records: x", "1 records: one", ECTOPY_PROTOCOL_MIXED, "one", "validated by" },
    { "1 records: x", "1 records: y", ECTOPY_PROTOCOL_PATIENT_WISE, NULL, "none of a patient" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopyRecordsResult) result = NULL;
    const EctopyJudgedRecords *judged;

    ectopy_model_set_card (f->model, "training-data", cases[i].training);
    ectopy_model_set_card (f->model, "validation-data", cases[i].validation);
    result = judge (f, ECTOPY_POSITIONS_REFERENCE, ECTOPY_EC57_MAP_LITERATURE, 0);
    judged = ectopy_evaluation_get_records (result->evaluation);
    g_assert_cmpint (ectopy_evaluation_get_provenance (result->evaluation)->protocol, ==,
                     cases[i].protocol);
    g_assert_cmpuint (judged->learned->len, ==, cases[i].learned != NULL ? 1 : 0);
    if (cases[i].learned != NULL)
      g_assert_cmpstr (g_ptr_array_index (judged->learned, 0), ==, cases[i].learned);
    g_assert_true (says (result, cases[i].says));
  }
}

/* A model adapted to a recording that its card does not name cannot claim new patients, whatever is said. */
static void
test_adapted (Fixture *f, gconstpointer unused)
{
  const EctopyRecordsToJudge what = { .records = f->records,
                                      .compare = { .window_s = ECTOPY_EC57_WINDOW_S },
                                      .protocol = ECTOPY_PROTOCOL_PATIENT_WISE };
  static const struct {
    const char *training;
    EctopyProtocol protocol;
  } cases[] = {
    { NULL, ECTOPY_PROTOCOL_UNKNOWN },
    { "2 records: x y", ECTOPY_PROTOCOL_UNKNOWN },
    { "2 records: x two", ECTOPY_PROTOCOL_MIXED },
  };

  ectopy_model_set_card (f->model, "training-data", NULL);
  ectopy_model_set_card (f->model, "adapted-on", "12 beats of one recording");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopyRecordsResult) result = NULL;

    ectopy_model_set_card (f->model, "original-training-data", cases[i].training);
    result = ectopy_evaluate_records (&what, f->model, f->workers, NULL, NULL, NULL, NULL);
    g_assert_cmpint (ectopy_evaluation_get_provenance (result->evaluation)->protocol, ==,
                     cases[i].protocol);
    g_assert_true (says (result, "adapted to one recording"));
  }
}

/* Beats found have the class of their partner; those without one are in the comparison. */
static void
test_detected (Fixture *f, gconstpointer unused)
{
  g_autoptr (EctopyRecordsResult)
      result = judge (f, ECTOPY_POSITIONS_DETECTED, ECTOPY_EC57_MAP_LITERATURE, 30);
  const EctopyJudgedRecords *judged = ectopy_evaluation_get_records (result->evaluation);
  EctopyEc57Summary summary;
  guint64 n_paired = 0;

  g_assert_nonnull (judged->compared);
  g_assert_cmpuint (judged->compared->len, ==, 3);
  ectopy_ec57_summary_compute (&summary,
                               (const EctopyEc57Record *) (gpointer) judged->compared->data, 3);
  for (guint r = 0; r < ECTOPY_N_CLASSES; r++)
    for (guint t = 0; t < ECTOPY_N_CLASSES; t++) {
      n_paired += summary.counts.cells[r][t];
      g_assert_cmpuint (summary.counts.cells[r][t], ==, judged->figures->confusion.counts[r][t]);
    }
  g_assert_cmpuint (n_paired, >, 100);
  g_assert_cmpuint (ectopy_evaluation_get_metrics (result->evaluation)->n, ==, n_paired);
  for (guint i = 0; i < result->labels->len; i++)
    if (g_array_index (result->samples, gint64, i) < 29 * 360)
      g_assert_cmpuint (result->labels->data[i], ==, ECTOPY_CLASS_NONE);
  g_assert_true (says (result, "the first 0:30 of each record"));
  g_assert_true (says (result, "Ectopy's detector"));
}

/* Escape beats are N or S, as the map says. */
static void
test_map (Fixture *f, gconstpointer unused)
{
  g_autoptr (GArray) marks = read_marks (f, "one");
  g_autofree char *path = g_build_filename (f->folder, "one.atr", NULL);
  guint64 n_supraventricular[2];
  guint n_escape = 0;

  for (guint i = 0; i < marks->len && n_escape < 5; i++) {
    EctopyAnnotation *mark = &g_array_index (marks, EctopyAnnotation, i);

    if (mark->code == ECTOPY_CODE_NORMAL) {
      mark->code = ECTOPY_CODE_JUNCTIONAL_ESCAPE;
      n_escape++;
    }
  }
  g_assert_cmpuint (n_escape, ==, 5);
  g_assert_true (ectopy_wfdb_annotation_write (path, (EctopyAnnotation *) (gpointer) marks->data,
                                               marks->len, NULL));
  for (guint map = 0; map < 2; map++) {
    g_autoptr (EctopyRecordsResult) result = judge (f, ECTOPY_POSITIONS_REFERENCE, map, 0);

    n_supraventricular[map] = ectopy_confusion_row_total (
        ectopy_evaluation_get_confusion (result->evaluation), ECTOPY_CLASS_S);
    g_assert_true (says (result, map == 0 ? "Map: literature; escape beats e, j and n are N."
                                          : "Map: bxb; escape beats e, j and n are S."));
  }
  g_assert_cmpuint (n_supraventricular[1], ==, n_supraventricular[0] + 5);
}

static void
test_failures (Fixture *f, gconstpointer unused)
{
  EctopyRecordsToJudge what = { .records = f->records, .compare = ECTOPY_EC57_STANDARD };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GError) lead = NULL;

  g_assert_null (ectopy_evaluate_records (&what, f->model, f->workers, NULL, NULL, NULL, &empty));
  g_assert_error (empty, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  what.compare.from_s = 0;
  what.lead = "no such lead";
  g_assert_null (ectopy_evaluate_records (&what, f->model, f->workers, NULL, NULL, NULL, &lead));
  g_assert_error (lead, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_assert_true (g_str_has_prefix (lead->message, "202: "));
  g_cancellable_cancel (cancellable);
  what.lead = NULL;
  g_assert_null (
      ectopy_evaluate_records (&what, f->model, f->workers, NULL, NULL, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Several test sets are in one card; a later evaluation of a name leaves nothing of the earlier one. */
static void
test_card (Fixture *f, gconstpointer unused)
{
  g_autoptr (EctopyRecordsResult)
      result = judge (f, ECTOPY_POSITIONS_DETECTED, ECTOPY_EC57_MAP_LITERATURE, 0);
  g_autoptr (EctopyRecordsResult)
      second = judge (f, ECTOPY_POSITIONS_REFERENCE, ECTOPY_EC57_MAP_LITERATURE, 0);

  ectopy_evaluation_write_card (result->evaluation, f->model, "ds2");
  ectopy_evaluation_write_card (second->evaluation, f->model, NULL);
  g_assert_nonnull (ectopy_model_get_card (f->model, "ds2-ec57-gross"));
  g_assert_nonnull (strstr (ectopy_model_get_card (f->model, "ds2-veb"), "by drawing patients"));
  g_assert_cmpstr (ectopy_model_get_card (f->model, "test-records"), ==,
                   "3 records of 3 patients: 202 one two");
  g_assert_null (ectopy_model_get_card (f->model, "test-ec57-gross"));
  ectopy_evaluation_write_card (second->evaluation, f->model, "ds2");
  g_assert_null (ectopy_model_get_card (f->model, "ds2-ec57-gross"));
  g_assert_true (ectopy_evaluation_check_card_name ("ds2", NULL));
  g_assert_false (ectopy_evaluation_check_card_name ("training", NULL));
  g_assert_false (ectopy_evaluation_check_card_name ("my-set", NULL));
  g_assert_false (ectopy_evaluation_check_card_name ("", NULL));
}

/* What files keep is English, with numbers of its own, wherever it was judged; people read their language. */
static void
test_language (Fixture *f, gconstpointer unused)
{
  static const MadeUpMessage messages[] = {
    MADE_UP ("Leads: %s.", "Ableitungen: %s."),
    MADE_UP (
        "The model learned from data it does not name: its card names no records, so that these "
        "patients may be among those it learned from.",
        "Woraus das Modell gelernt hat, sagt es nicht."),
  };
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autoptr (EctopyRecordsResult)
      english = judge (f, ECTOPY_POSITIONS_DETECTED, ECTOPY_EC57_MAP_LITERATURE, 0);

  if (made_up_language_begin ("de_DE.UTF-8")) {
    g_autoptr (EctopyRecordsResult) german = NULL;
    const EctopyJudgedRecords *one = ectopy_evaluation_get_records (english->evaluation);
    const EctopyJudgedRecords *other;

    made_up_language_write (folder, messages, G_N_ELEMENTS (messages));
    german = judge (f, ECTOPY_POSITIONS_DETECTED, ECTOPY_EC57_MAP_LITERATURE, 0);
    other = ectopy_evaluation_get_records (german->evaluation);
    g_assert_cmpuint (one->stored->len, ==, one->statements->len);
    g_assert_cmpuint (one->stored->len, ==, other->stored->len);
    for (guint i = 0; i < one->stored->len; i++) {
      g_assert_cmpstr (g_ptr_array_index (one->stored, i), ==,
                       g_ptr_array_index (one->statements, i));
      g_assert_cmpstr (g_ptr_array_index (one->stored, i), ==,
                       g_ptr_array_index (other->stored, i));
    }
    g_assert_true (says (english, "Leads: "));
    g_assert_true (says (german, "Ableitungen: "));
    g_assert_cmpuint (one->learned->len, ==, other->learned->len);
    made_up_language_remove (folder);
  }
  setlocale (LC_ALL, "C");
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*run) (Fixture *f, gconstpointer unused);
  } tests[] = {
    { "/run/evaluate-records/a-row-for-each-beat-of-the-reference", test_reference },
    { "/run/evaluate-records/protocol-by-what-was-learned-from", test_patients },
    { "/run/evaluate-records/adapted-model", test_adapted },
    { "/run/evaluate-records/detected-beats-are-compared", test_detected },
    { "/run/evaluate-records/map-of-escape-beats", test_map },
    { "/run/evaluate-records/failures-and-cancelling", test_failures },
    { "/run/evaluate-records/card-of-several-test-sets", test_card },
    { "/run/evaluate-records/files-keep-english", test_language },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
