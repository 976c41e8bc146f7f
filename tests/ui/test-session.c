/* SPDX-License-Identifier: MIT */
#include "ui/session/session.h"

#include "engine/core/error.h"
#include "engine/io/beat-csv.h"
#include "engine/learn/classify.h"
#include "engine/review/corrections-file.h"
#include "engine/run/bundled.h"
#include "tests/support/test-folder.h"
#include "tests/ui/loop.h"

#include <string.h>

#define N_BEATS 600

static char *folder;

/* A session, and what it has said. */
typedef struct {
  EctopySession *session;
  guint n_beats_changed;
  guint n_facts_changed;
  guint n_order_changed;
  guint n_matrix_changed;
  guint n_evaluations;
  guint n_selected;
  guint n_failed;
  guint64 first;
  guint64 n;
  char *title;
  char *details;
} Bed;

static void
count_cb (guint *count)
{
  ++*count;
}

static void
facts_changed_cb (EctopySession *session, guint64 first, guint64 n, Bed *bed)
{
  bed->n_facts_changed++;
  bed->first = first;
  bed->n = n;
}

static void
failed_cb (EctopySession *session, const char *title, const char *details, Bed *bed)
{
  bed->n_failed++;
  g_free (bed->title);
  g_free (bed->details);
  bed->title = g_strdup (title);
  bed->details = g_strdup (details);
}

static void
bed_init (Bed *bed)
{
  *bed = (Bed){ .session = ectopy_session_new () };
  ectopy_session_set_n_threads (bed->session, 1);
  g_signal_connect_swapped (bed->session, "beats-changed", G_CALLBACK (count_cb),
                            &bed->n_beats_changed);
  g_signal_connect (bed->session, "facts-changed", G_CALLBACK (facts_changed_cb), bed);
  g_signal_connect_swapped (bed->session, "order-changed", G_CALLBACK (count_cb),
                            &bed->n_order_changed);
  g_signal_connect_swapped (bed->session, "matrix-changed", G_CALLBACK (count_cb),
                            &bed->n_matrix_changed);
  g_signal_connect_swapped (bed->session, "notify::evaluation", G_CALLBACK (count_cb),
                            &bed->n_evaluations);
  g_signal_connect_swapped (bed->session, "notify::selected", G_CALLBACK (count_cb),
                            &bed->n_selected);
  g_signal_connect (bed->session, "failed", G_CALLBACK (failed_cb), bed);
}

static void
bed_clear (Bed *bed)
{
  g_object_add_weak_pointer (G_OBJECT (bed->session), (gpointer *) &bed->session);
  g_object_unref (bed->session);
  g_assert_null (bed->session);
  g_free (bed->title);
  g_free (bed->details);
}

/* (transfer full): a path in the folder of the tests. */
static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* (transfer full): the bundled beats, @times over, as a file of that name. */
static char *
copy_beats (const char *name, guint times)
{
  g_autofree char *from = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_autofree char *contents = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  char *path = path_of (name);
  gsize size;

  g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
  for (guint i = 0; i < times; i++)
    g_string_append_len (text, contents, (gssize) size);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  return path;
}

static void
remove_file (const char *path)
{
  g_assert_cmpint (g_remove (path), ==, 0);
}

static gboolean
is_judged (Bed *bed)
{
  return ectopy_session_get_state (bed->session) == ECTOPY_SESSION_READY &&
         ectopy_session_get_evaluation (bed->session) != NULL;
}

/* Opens a file and waits until all is known of it. */
static void
open_and_wait (Bed *bed, const char *path)
{
  const guint n = bed->n_beats_changed;

  ectopy_session_open (bed->session, path);
  WAIT_FOR (bed->n_beats_changed > n && is_judged (bed));
}

static void
set_filter (Bed *bed, EctopyBeatFilter filter)
{
  ectopy_session_set_filter (bed->session, &filter);
}

/* A row whose predicted class is the true one, or is not. */
static size_t
find_row (Bed *bed, gboolean disagrees)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (bed->session);

  for (size_t row = 0; row < facts.n_rows; row++)
    if (ectopy_beat_facts_disagrees (&facts, row) == disagrees)
      return row;
  g_assert_not_reached ();
}

/* ---- Opening ---- */

static void
test_example (void)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_autofree char *model_path = ectopy_bundled_path ("models", ECTOPY_BUNDLED_MODEL);
  g_autoptr (EctopyModel) model = ectopy_model_load (model_path, NULL);
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (model, workers, NULL);
  g_autofree float *expected = g_new (float, N_BEATS *ECTOPY_N_CLASSES);
  g_autofree char *progress = NULL;
  g_autofree guint8 *truth = NULL;
  size_t counts[ECTOPY_N_CLASSES + 1], sum = 0, n;
  EctopyDataset *beats;
  EctopyEvaluation *evaluation;
  EctopyBeatFacts facts;
  Bed bed;

  bed_init (&bed);
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_EMPTY);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, ECTOPY_NO_ROW);
  g_assert_null (ectopy_session_dup_progress_text (bed.session));
  ectopy_session_open (bed.session, path);
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_READING);
  progress = ectopy_session_dup_progress_text (bed.session);
  g_assert_nonnull (progress);
  g_assert_null (ectopy_session_get_dataset (bed.session));
  WAIT_FOR (bed.n_beats_changed > 0);
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_CLASSIFYING);
  WAIT_FOR (is_judged (&bed));

  g_assert_cmpuint (bed.n_failed, ==, 0);
  g_assert_cmpuint (bed.n_beats_changed, ==, 1);
  g_assert_cmpstr (ectopy_session_get_path (bed.session), ==, path);
  beats = ectopy_session_get_dataset (bed.session);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (beats), ==, N_BEATS);
  ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, N_BEATS);
  for (size_t row = 0; row < n; row++)
    g_assert_cmpuint (ectopy_session_get_order (bed.session, &n)[row], ==, row);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 0);
  g_assert_nonnull (ectopy_session_get_shapes (bed.session));
  g_assert_null (ectopy_session_dup_progress_text (bed.session));

  /* The same as by the engine at once. */
  g_assert_true (ectopy_classifier_run (classifier, ectopy_dataset_get_samples (beats), N_BEATS,
                                        expected, NULL, NULL, NULL, NULL));
  facts = ectopy_session_get_facts (bed.session);
  truth = ectopy_session_dup_truth (bed.session);
  for (size_t row = 0; row < N_BEATS; row++) {
    const float *p = expected + row * ECTOPY_N_CLASSES;
    const guint given = ectopy_classify_most_probable (p);

    g_assert_cmpmem (ectopy_session_get_probabilities (bed.session, row), 5 * sizeof (float), p,
                     5 * sizeof (float));
    g_assert_cmpuint (facts.predicted[row], ==, given);
    g_assert_cmpfloat (facts.confidence[row], ==, p[given]);
    g_assert_cmpuint (truth[row], ==, ectopy_dataset_get_labels (beats)[row]);
  }
  g_assert_null (ectopy_session_get_probabilities (bed.session, N_BEATS));
  ectopy_session_count_shown (bed.session, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    sum += counts[c];
  g_assert_cmpuint (sum, ==, N_BEATS);
  g_assert_cmpuint (counts[ECTOPY_N_CLASSES], ==, 0);

  evaluation = ectopy_session_get_evaluation (bed.session);
  g_assert_cmpmem (ectopy_evaluation_get_confusion (evaluation), sizeof (EctopyConfusion),
                   ectopy_session_get_confusion (bed.session), sizeof (EctopyConfusion));
  g_assert_cmpuint (ectopy_session_count_disagreements (bed.session), ==,
                    N_BEATS -
                        ectopy_confusion_correct (ectopy_session_get_confusion (bed.session)));
  g_assert_cmpstr (ectopy_evaluation_get_provenance (evaluation)->model_digest, ==,
                   ectopy_model_get_digest (model));
  g_assert_nonnull (ectopy_evaluation_get_provenance (evaluation)->data_digest);
  bed_clear (&bed);
}

/* The file may go once it has been read. */
static void
test_file_that_vanishes (void)
{
  g_autofree char *path = copy_beats ("vanishes.csv", 1);
  g_autofree char *missing = path_of ("missing.csv");
  Bed bed;

  bed_init (&bed);
  ectopy_session_open (bed.session, missing);
  WAIT_FOR (bed.n_failed > 0);
  g_assert_nonnull (strstr (bed.details, "missing.csv"));
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_EMPTY);
  g_assert_cmpuint (bed.n_beats_changed, ==, 0);

  ectopy_session_open (bed.session, path);
  WAIT_FOR (bed.n_beats_changed > 0);
  remove_file (path);
  WAIT_FOR (is_judged (&bed));
  g_assert_cmpuint (bed.n_failed, ==, 1);
  g_assert_cmpuint (ectopy_evaluation_get_n_rows (ectopy_session_get_evaluation (bed.session)), ==,
                    N_BEATS);
  bed_clear (&bed);
}

/* What is open stays if the next file is no good. */
static void
test_damaged_file (void)
{
  g_autofree char *path = copy_beats ("sound.csv", 1);
  g_autofree char *damaged = path_of ("damaged.csv");
  EctopyDataset *beats;
  EctopyEvaluation *evaluation;
  Bed bed;

  bed_init (&bed);
  open_and_wait (&bed, path);
  ectopy_session_select (bed.session, 7);
  ectopy_session_relabel (bed.session, ECTOPY_N_CLASSES - 1);
  bed.n_evaluations = 0;
  WAIT_FOR (bed.n_evaluations > 0);
  beats = ectopy_session_get_dataset (bed.session);
  evaluation = ectopy_session_get_evaluation (bed.session);
  g_assert_true (g_file_set_contents (damaged, "0.5,0.25,0\n0.5,oh,0\n", -1, NULL));
  ectopy_session_open (bed.session, damaged);
  WAIT_FOR (bed.n_failed > 0);
  g_assert_nonnull (strstr (bed.details, "damaged.csv"));
  g_assert_nonnull (strstr (bed.details, "2"));
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_READY);
  g_assert_true (ectopy_session_get_dataset (bed.session) == beats);
  g_assert_true (ectopy_session_get_evaluation (bed.session) == evaluation);
  g_assert_cmpstr (ectopy_session_get_path (bed.session), ==, path);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 7);
  g_assert_cmpuint (
      ectopy_corrections_get_n_verdicts (ectopy_session_get_corrections (bed.session)), ==, 1);
  g_assert_true (ectopy_session_has_unsaved (bed.session));
  bed_clear (&bed);
  remove_file (path);
  remove_file (damaged);
}

/* Beats that the model cannot read are open all the same. */
static void
test_other_length (void)
{
  g_autofree char *path = path_of ("short.csv");
  g_autofree char *example = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  float *samples = g_new (float, 12 * 64);
  guint8 *labels = g_new0 (guint8, 12);
  g_autoptr (EctopyDataset) beats = NULL;
  Bed bed;

  for (size_t i = 0; i < 12 * 64; i++)
    samples[i] = (float) (i % 64) / 64;
  beats = ectopy_dataset_new_take (12, 64, samples, labels);
  g_assert_true (ectopy_beat_csv_write (beats, path, NULL));
  bed_init (&bed);
  ectopy_session_open (bed.session, path);
  WAIT_FOR (bed.n_failed > 0);
  g_assert_nonnull (strstr (bed.details, "64"));
  g_assert_nonnull (strstr (bed.details, "187"));
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_READY);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (ectopy_session_get_dataset (bed.session)), ==, 12);
  g_assert_null (ectopy_session_get_evaluation (bed.session));
  g_assert_null (ectopy_session_get_probabilities (bed.session, 0));
  g_assert_null (ectopy_session_get_shapes (bed.session));
  g_assert_cmpuint (ectopy_session_count_disagreements (bed.session), ==, 0);
  ectopy_session_move (bed.session, 11);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 11);

  open_and_wait (&bed, example);
  g_assert_cmpuint (bed.n_failed, ==, 1);
  bed_clear (&bed);
  remove_file (path);
}

/* Who is asked for another file while one is read reads the other only. */
static void
test_other_file_meanwhile (void)
{
  g_autofree char *first = copy_beats ("first.csv", 5);
  g_autofree char *second = copy_beats ("second.csv", 1);
  g_autofree char *third = copy_beats ("third.csv", 2);
  Bed bed;
  size_t n;

  bed_init (&bed);
  ectopy_session_open (bed.session, first);
  open_and_wait (&bed, second);
  g_assert_cmpuint (bed.n_beats_changed, ==, 1);
  g_assert_cmpstr (ectopy_session_get_path (bed.session), ==, second);

  /* While one is classified: then the larger one, and all of it. */
  ectopy_session_open (bed.session, first);
  WAIT_FOR (bed.n_beats_changed == 2);
  open_and_wait (&bed, third);
  g_assert_cmpuint (bed.n_beats_changed, ==, 3);
  ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, 2 * N_BEATS);
  g_assert_cmpuint (ectopy_evaluation_get_n_rows (ectopy_session_get_evaluation (bed.session)), ==,
                    2 * N_BEATS);
  g_assert_cmpuint (bed.n_failed, ==, 0);
  bed_clear (&bed);
  remove_file (first);
  remove_file (second);
  remove_file (third);
}

/* ---- Order and choice ---- */

/* Whoever hears of other beats may ask at once where one of them stands. */
static void
find_last_cb (EctopySession *session, gpointer user_data)
{
  const size_t n_rows = ectopy_dataset_get_n_rows (ectopy_session_get_dataset (session));
  const size_t place = ectopy_session_find (session, n_rows - 1);
  size_t n;

  ectopy_session_get_order (session, &n);
  g_assert_true (place == G_MAXSIZE || place < n);
  g_assert_cmpuint (n, <=, n_rows);
}

static void
test_order_while_opening (void)
{
  g_autofree char *small = copy_beats ("small.csv", 1);
  g_autofree char *large = copy_beats ("large.csv", 3);
  Bed bed;

  bed_init (&bed);
  g_signal_connect (bed.session, "beats-changed", G_CALLBACK (find_last_cb), NULL);
  open_and_wait (&bed, small);
  open_and_wait (&bed, large);
  open_and_wait (&bed, small);
  g_assert_cmpuint (bed.n_beats_changed, ==, 3);
  bed_clear (&bed);
  remove_file (small);
  remove_file (large);
}

static void
test_filter (void)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  EctopyBeatFilter filter = ECTOPY_BEAT_FILTER_ALL;
  size_t counts[ECTOPY_N_CLASSES + 1], n;
  EctopyBeatFacts facts;
  const guint32 *order;
  guint n_classes = 0;
  Bed bed;

  bed_init (&bed);
  open_and_wait (&bed, path);
  ectopy_session_count_shown (bed.session, counts);
  facts = ectopy_session_get_facts (bed.session);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const guint n_order_changed = bed.n_order_changed;

    filter.classes = 1u << c;
    set_filter (&bed, filter);
    g_assert_cmpuint (bed.n_order_changed, ==, n_order_changed + 1);
    order = ectopy_session_get_order (bed.session, &n);
    g_assert_cmpuint (n, ==, counts[c]);
    n_classes += n > 0;
    for (size_t i = 0; i < n; i++) {
      g_assert_cmpuint (ectopy_beat_facts_shown (&facts, order[i]), ==, c);
      g_assert_cmpuint (ectopy_session_find (bed.session, order[i]), ==, i);
    }
    /* The chosen beat is among those shown. */
    if (n > 0)
      g_assert_cmpuint (
          ectopy_session_find (bed.session, ectopy_session_get_selected (bed.session)), <, n);
  }
  g_assert_cmpuint (n_classes, >, 2);

  filter = ECTOPY_BEAT_FILTER_ALL;
  filter.sort = ECTOPY_SORT_LEAST_CONFIDENT;
  set_filter (&bed, filter);
  order = ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, N_BEATS);
  for (size_t i = 1; i < n; i++)
    g_assert_cmpfloat (facts.confidence[order[i - 1]], <=, facts.confidence[order[i]]);

  filter = ECTOPY_BEAT_FILTER_ALL;
  filter.agreement = ECTOPY_AGREEMENT_NO;
  set_filter (&bed, filter);
  ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, ectopy_session_count_disagreements (bed.session));

  /* None passes: nothing to move to, and the choice stays where it was. */
  ectopy_session_select (bed.session, 3);
  filter = ECTOPY_BEAT_FILTER_ALL;
  filter.reviewed = 1;
  set_filter (&bed, filter);
  ectopy_session_get_order (bed.session, &n);
  g_assert_cmpuint (n, ==, 0);
  ectopy_session_move (bed.session, 1);
  g_assert_false (ectopy_session_move_to_disagreement (bed.session, 1));
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 3);
  g_assert_cmpuint (ectopy_session_find (bed.session, 3), ==, G_MAXSIZE);
  bed_clear (&bed);
}

static void
test_moves (void)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  EctopyBeatFilter filter = ECTOPY_BEAT_FILTER_ALL;
  EctopyBeatFacts facts;
  const guint32 *order;
  size_t n, n_found = 0;
  Bed bed;

  bed_init (&bed);
  open_and_wait (&bed, path);
  bed.n_selected = 0;
  ectopy_session_select (bed.session, 0); /* is chosen */
  ectopy_session_select (bed.session, N_BEATS);
  ectopy_session_move (bed.session, -1);
  g_assert_cmpuint (bed.n_selected, ==, 0);
  ectopy_session_move (bed.session, 5);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 5);
  ectopy_session_move (bed.session, 1000000);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, N_BEATS - 1);
  g_assert_cmpuint (bed.n_selected, ==, 2);

  /* In another order the next is the next of that order. */
  filter.sort = ECTOPY_SORT_MOST_CONFIDENT;
  set_filter (&bed, filter);
  order = ectopy_session_get_order (bed.session, &n);
  ectopy_session_select (bed.session, order[10]);
  ectopy_session_move (bed.session, 1);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, order[11]);

  set_filter (&bed, ECTOPY_BEAT_FILTER_ALL);
  facts = ectopy_session_get_facts (bed.session);
  ectopy_session_select (bed.session, 0);
  for (size_t row = 1; row < N_BEATS; row++)
    if (ectopy_beat_facts_disagrees (&facts, row)) {
      g_assert_true (ectopy_session_move_to_disagreement (bed.session, 1));
      g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, row);
      n_found++;
    }
  g_assert_cmpuint (n_found, >, 2);
  g_assert_false (ectopy_session_move_to_disagreement (bed.session, 1));
  while (ectopy_session_move_to_disagreement (bed.session, -1))
    n_found--;
  g_assert_cmpuint (n_found, ==, ectopy_beat_facts_disagrees (&facts, 0) ? 0 : 1);
  bed_clear (&bed);
}

/* ---- Verdicts ---- */

static void
test_relabel (void)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  EctopyCorrections *corrections;
  EctopyEvaluation *before;
  EctopyConfusion counts;
  size_t row, other;
  guint truth, predicted;
  Bed bed;

  bed_init (&bed);
  open_and_wait (&bed, path);
  corrections = ectopy_session_get_corrections (bed.session);
  row = find_row (&bed, TRUE);
  other = find_row (&bed, FALSE);
  truth = ectopy_dataset_get_labels (ectopy_session_get_dataset (bed.session))[row];
  predicted = ectopy_session_get_facts (bed.session).predicted[row];
  counts = *ectopy_session_get_confusion (bed.session);
  before = g_object_ref (ectopy_session_get_evaluation (bed.session));
  bed.n_facts_changed = bed.n_matrix_changed = bed.n_evaluations = 0;
  g_assert_false (ectopy_session_has_unsaved (bed.session));

  /* The reader sides with the model: the counts know at once, the figures in a moment. */
  ectopy_session_select (bed.session, row);
  ectopy_session_relabel (bed.session, predicted);
  g_assert_cmpuint (ectopy_corrections_get (corrections, row).kind, ==, ECTOPY_VERDICT_ACCEPTED);
  g_assert_cmpuint (bed.n_facts_changed, ==, 1);
  g_assert_cmpuint (bed.first, ==, row);
  g_assert_cmpuint (bed.n, ==, 1);
  g_assert_cmpuint (bed.n_matrix_changed, ==, 1);
  g_assert_true (ectopy_session_has_unsaved (bed.session));
  g_assert_cmpuint (ectopy_session_get_confusion (bed.session)->counts[predicted][predicted], ==,
                    counts.counts[predicted][predicted] + 1);
  g_assert_cmpuint (ectopy_session_get_confusion (bed.session)->counts[truth][predicted], ==,
                    counts.counts[truth][predicted] - 1);
  g_assert_true (ectopy_session_get_evaluation (bed.session) == before);
  WAIT_FOR (bed.n_evaluations > 0);
  g_assert_true (ectopy_session_get_evaluation (bed.session) != before);
  g_assert_cmpmem (ectopy_evaluation_get_confusion (ectopy_session_get_evaluation (bed.session)),
                   sizeof counts, ectopy_session_get_confusion (bed.session), sizeof counts);

  /* Several within a moment are judged once. */
  ectopy_session_select (bed.session, other);
  predicted = ectopy_session_get_facts (bed.session).predicted[other];
  bed.n_evaluations = 0;
  ectopy_session_relabel (bed.session, (predicted + 1) % ECTOPY_N_CLASSES);
  g_assert_cmpuint (ectopy_corrections_get (corrections, other).kind, ==, ECTOPY_VERDICT_CORRECTED);
  ectopy_session_accept (bed.session); /* the class shown: that of the correction */
  g_assert_cmpuint (ectopy_corrections_get (corrections, other).beat_class, ==,
                    (predicted + 1) % ECTOPY_N_CLASSES);
  ectopy_session_forget_verdict (bed.session);
  g_assert_cmpuint (ectopy_corrections_get (corrections, other).kind, ==, ECTOPY_VERDICT_NONE);
  ectopy_session_accept (bed.session);
  g_assert_cmpuint (ectopy_corrections_get (corrections, other).kind, ==, ECTOPY_VERDICT_ACCEPTED);
  g_assert_cmpuint (ectopy_corrections_get (corrections, other).beat_class, ==, predicted);
  WAIT_FOR (bed.n_evaluations > 0);
  loop_settle (600);
  g_assert_cmpuint (bed.n_evaluations, ==, 1);

  /* Undo and redo go to the beat they are about. */
  ectopy_session_select (bed.session, 300);
  for (guint i = 0; i < 3; i++)
    ectopy_session_undo (bed.session);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, other);
  ectopy_session_undo (bed.session);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, row);
  g_assert_cmpmem (ectopy_session_get_confusion (bed.session), sizeof counts, &counts,
                   sizeof counts);
  ectopy_session_undo (bed.session); /* nothing left */
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, row);
  g_assert_false (ectopy_session_has_unsaved (bed.session));
  ectopy_session_select (bed.session, 300);
  ectopy_session_redo (bed.session);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, row);
  g_assert_cmpuint (ectopy_corrections_get_n_verdicts (corrections), ==, 1);
  g_object_unref (before);
  bed_clear (&bed);
}

/* Beats without labels are judged as soon as a person has said what one of them is. */
static void
test_without_labels (void)
{
  g_autofree char *example = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_autofree char *path = path_of ("bare.csv");
  g_autoptr (EctopyDataset)
      all = ectopy_beat_csv_read (example, NULL, NULL, NULL, NULL, NULL, NULL);
  g_autoptr (EctopyDataset) bare = NULL;
  const size_t n = 40, length = ectopy_dataset_get_length (all);
  Bed bed;

  bare = ectopy_dataset_new_take (
      n, length, g_memdup2 (ectopy_dataset_get_samples (all), n * length * sizeof (float)), NULL);
  g_assert_true (ectopy_beat_csv_write (bare, path, NULL));
  bed_init (&bed);
  ectopy_session_open (bed.session, path);
  WAIT_FOR (bed.n_beats_changed > 0 &&
            ectopy_session_get_state (bed.session) == ECTOPY_SESSION_READY);
  loop_settle (100);
  g_assert_null (ectopy_session_get_confusion (bed.session));
  g_assert_null (ectopy_session_get_evaluation (bed.session));
  ectopy_session_accept (bed.session);
  g_assert_cmpuint (ectopy_confusion_total (ectopy_session_get_confusion (bed.session)), ==, 1);
  WAIT_FOR (ectopy_session_get_evaluation (bed.session) != NULL);
  ectopy_session_undo (bed.session);
  WAIT_FOR (ectopy_session_get_evaluation (bed.session) == NULL);
  bed_clear (&bed);
  remove_file (path);
}

static void
test_protocol (void)
{
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  Bed bed;

  bed_init (&bed);
  open_and_wait (&bed, path);
  bed.n_evaluations = 0;
  ectopy_session_set_protocol (bed.session, ECTOPY_PROTOCOL_PATIENT_WISE);
  WAIT_FOR (bed.n_evaluations > 0);
  g_assert_cmpuint (
      ectopy_evaluation_get_provenance (ectopy_session_get_evaluation (bed.session))->protocol, ==,
      ECTOPY_PROTOCOL_PATIENT_WISE);
  bed_clear (&bed);
}

/* ---- Corrections on disk ---- */

static void
test_save_and_reopen (void)
{
  g_autofree char *path = copy_beats ("saved.csv", 1);
  g_autofree char *beside = ectopy_corrections_file_path (path);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "folder.json", NULL);
  g_autoptr (GError) error = NULL;
  EctopyCorrections *corrections;
  Bed bed;

  bed_init (&bed);
  open_and_wait (&bed, path);
  ectopy_session_select (bed.session, 41);
  ectopy_session_relabel (bed.session,
                          (ectopy_session_get_facts (bed.session).predicted[41] + 1u) % 5);
  g_assert_false (ectopy_session_save_corrections (bed.session, nowhere, &error));
  g_assert_nonnull (error);
  g_assert_true (ectopy_session_has_unsaved (bed.session));
  g_assert_true (ectopy_session_save_corrections (bed.session, NULL, NULL));
  g_assert_false (ectopy_session_has_unsaved (bed.session));
  g_assert_true (g_file_test (beside, G_FILE_TEST_IS_REGULAR));
  bed_clear (&bed);

  bed_init (&bed);
  open_and_wait (&bed, path);
  g_assert_cmpuint (bed.n_failed, ==, 0);
  corrections = ectopy_session_get_corrections (bed.session);
  g_assert_cmpuint (ectopy_corrections_get_n_verdicts (corrections), ==, 1);
  g_assert_cmpuint (ectopy_corrections_get (corrections, 41).kind, ==, ECTOPY_VERDICT_CORRECTED);
  g_assert_false (ectopy_session_has_unsaved (bed.session));
  g_assert_cmpuint (ectopy_evaluation_get_confusion (ectopy_session_get_evaluation (bed.session))
                        ->counts[ectopy_corrections_get (corrections, 41).beat_class]
                                [ectopy_session_get_facts (bed.session).predicted[41]],
                    >, 0);
  ectopy_session_undo (bed.session);
  g_assert_cmpuint (ectopy_session_get_selected (bed.session), ==, 41);
  g_assert_true (ectopy_session_has_unsaved (bed.session));
  bed_clear (&bed);
  remove_file (beside);
  remove_file (path);
}

/* Corrections that cannot be read, or are those of other beats, are told of and left alone. */
static void
test_bad_corrections (void)
{
  g_autofree char *path = copy_beats ("bad.csv", 1);
  g_autofree char *twice = copy_beats ("twice.csv", 2);
  g_autofree char *beside = ectopy_corrections_file_path (path);
  g_autofree char *beside_twice = ectopy_corrections_file_path (twice);
  g_autofree char *found = NULL;
  Bed bed;

  g_assert_true (g_file_set_contents (beside, "{ \"edits\": [", -1, NULL));
  bed_init (&bed);
  open_and_wait (&bed, path);
  g_assert_cmpuint (bed.n_failed, ==, 1);
  g_assert_nonnull (strstr (bed.details, "bad.csv.corrections.json"));
  g_assert_cmpuint (
      ectopy_corrections_get_n_verdicts (ectopy_session_get_corrections (bed.session)), ==, 0);
  g_assert_false (ectopy_session_has_unsaved (bed.session));
  g_assert_true (g_file_get_contents (beside, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, "{ \"edits\": [");
  remove_file (beside);

  /* Of twice as many beats. */
  open_and_wait (&bed, twice);
  ectopy_session_relabel (bed.session, 4);
  g_assert_true (ectopy_session_save_corrections (bed.session, NULL, NULL));
  g_assert_cmpint (g_rename (beside_twice, beside), ==, 0);
  open_and_wait (&bed, path);
  g_assert_cmpuint (bed.n_failed, ==, 2);
  g_assert_cmpuint (
      ectopy_corrections_get_n_verdicts (ectopy_session_get_corrections (bed.session)), ==, 0);
  bed_clear (&bed);
  remove_file (beside);
  remove_file (path);
  remove_file (twice);
}

/* Two windows with the same beats: the second to save is told, and nothing is lost. */
static void
test_overtaken (void)
{
  g_autofree char *path = copy_beats ("both.csv", 1);
  g_autofree char *beside = ectopy_corrections_file_path (path);
  g_autofree char *spare = g_strconcat (beside, ".backup-1", NULL);
  g_autofree char *second = g_strconcat (beside, ".backup-2", NULL);
  g_autofree char *theirs = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  Bed one, other;

  bed_init (&one);
  bed_init (&other);
  open_and_wait (&one, path);
  open_and_wait (&other, path);
  ectopy_session_select (one.session, 3);
  ectopy_session_relabel (one.session, 4);
  ectopy_session_select (other.session, 5);
  ectopy_session_relabel (other.session, 4);
  g_assert_true (ectopy_session_save_corrections (one.session, NULL, NULL));
  g_assert_true (g_file_get_contents (beside, &theirs, NULL, NULL));
  g_assert_false (ectopy_session_save_corrections (other.session, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  g_assert_true (ectopy_session_has_unsaved (other.session));
  g_assert_true (ectopy_session_replace_corrections (other.session, NULL));
  g_assert_false (ectopy_session_has_unsaved (other.session));
  g_assert_true (g_file_get_contents (spare, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, theirs);

  g_assert_false (ectopy_session_save_corrections (one.session, NULL, NULL));
  g_assert_true (ectopy_session_set_corrections_aside (one.session, NULL));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_REGULAR));
  open_and_wait (&one, path);
  g_assert_cmpuint (ectopy_corrections_get (ectopy_session_get_corrections (one.session), 5).kind,
                    !=, ECTOPY_VERDICT_NONE);
  bed_clear (&one);
  bed_clear (&other);
  remove_file (second);
  remove_file (spare);
  remove_file (beside);
  remove_file (path);
}

/* The file is cut short, then goes: what was read stays, and its corrections can be saved. */
static void
test_file_goes (void)
{
  g_autofree char *path = copy_beats ("goes.csv", 1);
  g_autofree char *beside = ectopy_corrections_file_path (path);
  Bed bed;

  bed_init (&bed);
  open_and_wait (&bed, path);
  ectopy_session_relabel (bed.session, 4);
  g_assert_true (g_file_set_contents (path, "0.5,0.25\n1", -1, NULL));
  ectopy_session_open (bed.session, path);
  WAIT_FOR (bed.n_failed == 1);
  remove_file (path);
  ectopy_session_open (bed.session, path);
  WAIT_FOR (bed.n_failed == 2);
  g_assert_nonnull (strstr (bed.details, "goes.csv"));
  g_assert_cmpuint (ectopy_dataset_get_n_rows (ectopy_session_get_dataset (bed.session)), ==,
                    N_BEATS);
  g_assert_true (ectopy_session_has_unsaved (bed.session));
  g_assert_true (ectopy_session_save_corrections (bed.session, NULL, NULL));
  bed_clear (&bed);
  remove_file (beside);
}

/* ---- Cancelling, models, ends ---- */

static void
cancel_cb (EctopySession *session, guint64 first, guint64 n, guint *n_left)
{
  if (*n_left > 0 && --*n_left == 0)
    ectopy_session_cancel (session);
}

/* @n_left 1: as it begins; 2: when the first beats have their class. */
static void
test_cancel (gconstpointer data)
{
  guint n_left = GPOINTER_TO_UINT (data);
  g_autofree char *path = copy_beats ("cancel.csv", 8);
  size_t counts[ECTOPY_N_CLASSES + 1], n_done;
  Bed bed;

  bed_init (&bed);
  g_signal_connect (bed.session, "facts-changed", G_CALLBACK (cancel_cb), &n_left);
  ectopy_session_open (bed.session, path);
  WAIT_FOR (n_left == 0);
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_READY);
  ectopy_session_count_shown (bed.session, counts);
  n_done = 8 * N_BEATS - counts[ECTOPY_N_CLASSES];
  if (GPOINTER_TO_UINT (data) == 1)
    g_assert_cmpuint (n_done, ==, 0);
  else
    g_assert_cmpuint (n_done, >, 0);
  for (size_t row = 0; row < 8 * N_BEATS; row++)
    g_assert_true ((ectopy_session_get_probabilities (bed.session, row) != NULL) == (row < n_done));
  bed.n_facts_changed = 0;
  loop_settle (500);
  g_assert_cmpuint (bed.n_facts_changed, ==, 0);
  g_assert_null (ectopy_session_get_evaluation (bed.session));
  g_assert_cmpuint (bed.n_failed, ==, 0);
  g_assert_nonnull (ectopy_session_get_dataset (bed.session));

  /* Reading can be stopped too. */
  bed.n_beats_changed = 0;
  ectopy_session_open (bed.session, path);
  ectopy_session_cancel (bed.session);
  loop_settle (300);
  g_assert_cmpuint (bed.n_beats_changed, ==, 0);
  g_assert_cmpuint (bed.n_failed, ==, 0);
  bed_clear (&bed);
  remove_file (path);
}

/* A model whose reading was stopped, or that there is not, is not the end of all classifying. */
static void
test_model_that_never_came (gconstpointer data)
{
  const gboolean is_missing = GPOINTER_TO_INT (data);
  g_autofree char *path = ectopy_bundled_path ("example", ECTOPY_BUNDLED_BEATS);
  g_autofree char *missing = path_of ("missing.safetensors");
  Bed bed;

  bed_init (&bed);
  ectopy_session_load_model (bed.session, is_missing ? missing : NULL);
  if (is_missing) {
    WAIT_FOR (bed.n_failed > 0);
    g_assert_nonnull (strstr (bed.details, "missing.safetensors"));
  } else {
    ectopy_session_cancel (bed.session);
  }
  open_and_wait (&bed, path);
  g_assert_nonnull (ectopy_session_get_model (bed.session));

  /* With a model, the next that cannot be read changes nothing. */
  bed.n_failed = bed.n_evaluations = 0;
  ectopy_session_load_model (bed.session, missing);
  WAIT_FOR (bed.n_failed > 0);
  g_assert_nonnull (ectopy_session_get_model (bed.session));
  g_assert_nonnull (ectopy_session_get_evaluation (bed.session));
  g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_READY);
  bed_clear (&bed);
}

/* A model that finds every beat ventricular. */
static EctopyModel *
model_of_one_mind (void)
{
  EctopyNetworkSpec *spec = ectopy_network_spec_parse (
      "network one-mind\ninput 187\nflatten\ndense 5\nsoftmax\n", "test", NULL);
  EctopyNetwork *network = ectopy_network_new (spec, NULL);
  g_autoptr (GArray) tensors = ectopy_network_list_tensors (network);
  EctopyScaler scaler;
  EctopyModel *model;

  for (guint i = 0; i < tensors->len; i++) {
    const EctopyNetworkTensor *tensor = &g_array_index (tensors, EctopyNetworkTensor, i);

    if (g_str_has_suffix (tensor->name, "bias"))
      tensor->data[2] = 3;
  }
  ectopy_scaler_init_identity (&scaler, 187);
  model = ectopy_model_new (network, ECTOPY_SCALING_STANDARD, &scaler);
  ectopy_scaler_clear (&scaler);
  return model;
}

static void
set_model_cb (EctopySession *session, guint64 first, guint64 n, EctopyModel **model)
{
  g_autoptr (EctopyModel) taken = g_steal_pointer (model);

  if (taken != NULL)
    ectopy_session_set_model (session, taken);
}

/* Another model in the midst of classifying: all beats are classified by it. */
static void
test_other_model_meanwhile (void)
{
  g_autofree char *path = copy_beats ("models.csv", 4);
  EctopyModel *model = model_of_one_mind ();
  Bed bed;

  bed_init (&bed);
  g_signal_connect (bed.session, "facts-changed", G_CALLBACK (set_model_cb), &model);
  open_and_wait (&bed, path);
  g_assert_null (model);
  for (size_t row = 0; row < 4 * N_BEATS; row++)
    g_assert_cmpuint (ectopy_session_get_facts (bed.session).predicted[row], ==, 2);
  g_assert_cmpuint (ectopy_confusion_column_total (ectopy_session_get_confusion (bed.session), 2),
                    ==, 4 * N_BEATS);
  g_assert_cmpuint (bed.n_failed, ==, 0);

  /* Back again, from READY, while a filter depends on the classes. */
  {
    EctopyBeatFilter filter = ECTOPY_BEAT_FILTER_ALL;
    size_t n, counts[ECTOPY_N_CLASSES + 1];

    filter.classes = 1;
    set_filter (&bed, filter);
    ectopy_session_get_order (bed.session, &n);
    g_assert_cmpuint (n, ==, 0);
    ectopy_session_load_model (bed.session, NULL);
    g_assert_cmpuint (ectopy_session_get_state (bed.session), ==, ECTOPY_SESSION_CLASSIFYING);
    bed.n_evaluations = 0;
    WAIT_FOR (bed.n_evaluations >= 2); /* the old one went, the new one came */
    ectopy_session_get_order (bed.session, &n);
    ectopy_session_count_shown (bed.session, counts);
    g_assert_cmpuint (n, ==, counts[0]);
    g_assert_cmpuint (n, >, 0);
  }
  bed_clear (&bed);
  remove_file (path);
}

/* What a session is about when it goes. */
typedef enum { READING, LOADING, CLASSIFYING, JUDGING, ABOUT_TO_JUDGE, N_STAGES } Stage;

static void
go_to (Bed *bed, Stage stage, const char *path)
{
  switch (stage) {
  case READING:
    ectopy_session_open (bed->session, path);
    break;
  case LOADING:
    ectopy_session_load_model (bed->session, NULL);
    break;
  case CLASSIFYING:
    ectopy_session_open (bed->session, path);
    WAIT_FOR (bed->n_facts_changed > 0);
    break;
  case JUDGING:
    open_and_wait (bed, path);
    ectopy_session_set_protocol (bed->session, ECTOPY_PROTOCOL_RANDOM_BEATS);
    break;
  case ABOUT_TO_JUDGE:
    open_and_wait (bed, path);
    ectopy_session_accept (bed->session);
    break;
  default:
    g_assert_not_reached ();
  }
}

/* The session goes at once; what its worker holds goes when that is done. */
static void
test_goes_while_busy (gconstpointer data)
{
  g_autofree char *path = copy_beats ("busy.csv", 2);
  EctopyDataset *beats;
  Bed bed;

  bed_init (&bed);
  go_to (&bed, (Stage) GPOINTER_TO_UINT (data), path);
  beats = ectopy_session_get_dataset (bed.session);
  if (beats != NULL)
    g_object_add_weak_pointer (G_OBJECT (beats), (gpointer *) &beats);
  bed_clear (&bed);
  while (beats != NULL) {
    /* Dropped by a worker, perhaps, which wakes nobody. */
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  }
  loop_settle (150);
  remove_file (path);
}

int
main (int argc, char *argv[])
{
  static const char *const stages[] = { "reading", "loading-a-model", "classifying", "judging",
                                        "about-to-judge" };
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = test_folder_new ();
  g_test_add_func ("/ui/session/example-is-classified-and-judged", test_example);
  g_test_add_func ("/ui/session/file-that-vanishes", test_file_that_vanishes);
  g_test_add_func ("/ui/session/damaged-file-changes-nothing", test_damaged_file);
  g_test_add_func ("/ui/session/beats-of-another-length", test_other_length);
  g_test_add_func ("/ui/session/another-file-meanwhile", test_other_file_meanwhile);
  g_test_add_func ("/ui/session/order-is-never-of-other-beats", test_order_while_opening);
  g_test_add_func ("/ui/session/filter-and-order", test_filter);
  g_test_add_func ("/ui/session/moves", test_moves);
  g_test_add_func ("/ui/session/verdicts-undo-and-redo", test_relabel);
  g_test_add_func ("/ui/session/beats-without-labels", test_without_labels);
  g_test_add_func ("/ui/session/protocol", test_protocol);
  g_test_add_func ("/ui/session/corrections-saved-and-taken-up", test_save_and_reopen);
  g_test_add_func ("/ui/session/bad-corrections-are-left-alone", test_bad_corrections);
  g_test_add_func ("/ui/session/overtaken", test_overtaken);
  g_test_add_func ("/ui/session/file-goes", test_file_goes);
  g_test_add_data_func ("/ui/session/cancel/as-it-begins", GUINT_TO_POINTER (1), test_cancel);
  g_test_add_data_func ("/ui/session/cancel/half-way", GUINT_TO_POINTER (2), test_cancel);
  g_test_add_data_func ("/ui/session/model/stopped", GINT_TO_POINTER (FALSE),
                        test_model_that_never_came);
  g_test_add_data_func ("/ui/session/model/missing", GINT_TO_POINTER (TRUE),
                        test_model_that_never_came);
  g_test_add_func ("/ui/session/model/another-meanwhile", test_other_model_meanwhile);
  for (guint stage = 0; stage < N_STAGES; stage++) {
    g_autofree char *test = g_strconcat ("/ui/session/goes-while/", stages[stage], NULL);

    g_test_add_data_func (test, GUINT_TO_POINTER (stage), test_goes_while_busy);
  }
  status = g_test_run ();
  test_folder_remove (folder);
  return status;
}
