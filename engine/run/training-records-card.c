/* SPDX-License-Identifier: MIT */
#include "config.h"
#include "engine/learn/card.h"
#include "engine/learn/file-language.h"
#include "engine/run/training-records-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Records that a card names as those that went worst. */
#define N_FAILURES 5

typedef EctopyRecordsRun Run;

static const EctopyContextPart *
get_part (const Run *run, guint index)
{
  return g_ptr_array_index (run->set->parts, index);
}

static char *
describe_records (const Run *run, const guint8 *is_chosen)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *last = NULL;
  guint n = 0;

  for (guint p = 0; p < run->set->parts->len; p++) {
    const EctopyContextPart *part = get_part (run, p);

    if (!is_chosen[p] || g_strcmp0 (last, part->record) == 0)
      continue;
    last = part->record;
    g_string_append_printf (names, " %s", part->record);
    n++;
  }
  return g_strdup_printf ("%u records:%s", n, names->str);
}

/* Beats of the records chosen, each counted once. */
void
ectopy_records_run_count (const Run *run, const guint8 *is_chosen, size_t counts[ECTOPY_N_CLASSES])
{
  const char *last = NULL;

  memset (counts, 0, ECTOPY_N_CLASSES * sizeof *counts);
  for (guint p = 0; p < run->set->parts->len; p++) {
    const EctopyContextPart *part = get_part (run, p);

    if (!is_chosen[p] || part->is_made_up || g_strcmp0 (last, part->record) == 0)
      continue;
    last = part->record;
    for (size_t i = part->first; i < part->first + part->context->n; i++)
      if (run->set->labels[i] < ECTOPY_N_CLASSES)
        counts[run->set->labels[i]]++;
  }
}

/* V and S beats missed or given to others. */
static guint64
count_mistakes (const EctopyRecordFigures *record)
{
  static const guint ectopic[2] = { ECTOPY_CLASS_V, ECTOPY_CLASS_S };
  guint64 n = 0;

  for (guint k = 0; k < G_N_ELEMENTS (ectopic); k++)
    n += ectopy_confusion_row_total (&record->confusion, ectopic[k]) +
         ectopy_confusion_column_total (&record->confusion, ectopic[k]) -
         2 * record->confusion.counts[ectopic[k]][ectopic[k]];
  return n;
}

static int
compare_mistakes (gconstpointer a, gconstpointer b)
{
  const guint64 x = count_mistakes (*(const EctopyRecordFigures *const *) a);
  const guint64 y = count_mistakes (*(const EctopyRecordFigures *const *) b);

  return (x < y) - (x > y);
}

/* The records of the folds that went worst: what a user of the model is to know. */
static void
write_failures (const EctopyRecordsFigures *folds, EctopyModel *model)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new ("most V and S missed or given to others, in folds:");

  for (guint i = 0; i < folds->records->len; i++)
    g_ptr_array_add (records, &g_array_index (folds->records, EctopyRecordFigures, i));
  g_ptr_array_sort (records, compare_mistakes);
  for (guint i = 0; i < MIN (records->len, N_FAILURES); i++) {
    const EctopyRecordFigures *record = g_ptr_array_index (records, i);

    g_string_append_printf (
        text, "%s record %s %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " beats", i > 0 ? "," : "",
        record->name, count_mistakes (record), ectopy_confusion_total (&record->confusion));
  }
  g_string_append (text,
                   ". Fusion beats are hardly told: nearly all of the data's are of two people. "
                   "Rhythms and pacemakers that were not learned from are guesses.");
  ectopy_model_set_card (model, "known-failures", text->str);
}

static void
write_folds (const Run *run, EctopyModel *model, const char *key)
{
  const EctopyRecordsFigures *folds = run->folds;
  const EctopyRecordFigures *worst = &g_array_index (folds->records, EctopyRecordFigures,
                                                     folds->worst);
  g_autofree char *text = g_strdup_printf (
      "VEB: sensitivity %.4f, precision %.4f, F1 %.4f (95 %% interval by patients %.4f to %.4f); "
      "SVEB: sensitivity %.4f, precision %.4f, F1 %.4f (%.4f to %.4f); %u records of %u patients",
      folds->gross[0].sensitivity, folds->gross[0].precision, folds->gross[0].f1, folds->f1[0].low,
      folds->f1[0].high, folds->gross[1].sensitivity, folds->gross[1].precision, folds->gross[1].f1,
      folds->f1[1].low, folds->f1[1].high, folds->records->len, folds->n_patients);
  g_autofree char *worst_key = g_strconcat (key, "-worst-calibration", NULL);
  g_autofree char *worst_text = g_strdup_printf ("record %s: calibration error %.4f", worst->name,
                                                 worst->calibration_error);

  ectopy_model_set_card (model, key, text);
  ectopy_model_set_card (model, worst_key, worst_text);
  write_failures (folds, model);
}

void
ectopy_records_run_write_card (const Run *run,
                               EctopyModel *model,
                               const EctopyTrainingLog *log,
                               const GPtrArray *notes)
{
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();
  g_autofree char *learned = describe_records (run, run->is_training);
  g_autofree char *judged = describe_records (run, run->is_validation);
  EctopyCardPart training = { .data = learned, .digest = run->set->digest };
  EctopyCardPart validation = { .data = judged };

  ectopy_records_run_count (run, run->is_training, training.counts);
  ectopy_records_run_count (run, run->is_validation, validation.counts);
  ectopy_card_write_parts (model, &training, run->has_validation ? &validation : NULL,
                           N_ ("Recordings with reference annotations, map of the literature (e "
                               "and j are N), every lead in millivolts; aberrated atrial beats (a) "
                               "are not learned from. Patients, not beats, are set aside. The "
                               "digest is that of samples and annotations of all recordings read."),
                           run->settings, log, notes, ECTOPY_VERSION);
  if (run->folds != NULL)
    write_folds (run, model,
                 run->settings->folds >= ECTOPY_FEWEST_FOLDS ? "folds" : "validation-figures");
}
