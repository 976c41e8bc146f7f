/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/evaluation-card.h"

#include "engine/core/error.h"
#include "engine/learn/file-language.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static void
append_number (GString *text, const char *format, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (number))
    g_string_append (text, "-");
  else
    g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

/* Which model's card, and what its lines begin with. */
typedef struct {
  EctopyModel *model;
  const char *name;
} Card;

static void
set (const Card *card, const char *key, const char *value)
{
  g_autofree char *whole = g_strdup_printf ("%s-%s", card->name, key);

  ectopy_model_set_card (card->model, whole, value);
}

static void
append_interval (GString *text, EctopyInterval interval, const char *how)
{
  g_string_append (text, " (95 % interval ");
  append_number (text, "%.4f", interval.low);
  g_string_append (text, " to ");
  append_number (text, "%.4f", interval.high);
  g_string_append_printf (text, ", %s)", how);
}

#define BY_BEATS    "beats taken as independent"
#define BY_PATIENTS "by drawing patients"

static void
set_figure (const Card *card,
            const char *key,
            double figure,
            EctopyInterval interval,
            const char *how)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_number (text, "%.6f", figure);
  append_interval (text, interval, how);
  set (card, key, text->str);
}

static void
set_classes (const Card *card, const EctopyMetrics *metrics)
{
  g_autoptr (GString) recall = g_string_new (NULL);
  g_autoptr (GString) precision = g_string_new (NULL);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const char *gap = c > 0 ? " " : "";

    g_string_append_printf (recall, "%s%c ", gap, ectopy_beat_class_letter (c));
    append_number (recall, "%.4f", metrics->classes[c].recall);
    g_string_append_printf (precision, "%s%c ", gap, ectopy_beat_class_letter (c));
    append_number (precision, "%.4f", metrics->classes[c].precision);
  }
  set (card, "recall", recall->str);
  set (card, "precision", precision->str);
}

static void
set_confusion (const Card *card, const EctopyConfusion *confusion)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint truth = 0; truth < ECTOPY_N_CLASSES; truth++) {
    g_string_append_printf (text, "%s%c:", truth > 0 ? "; " : "", ectopy_beat_class_letter (truth));
    for (guint given = 0; given < ECTOPY_N_CLASSES; given++)
      g_string_append_printf (text, " %" G_GUINT64_FORMAT, confusion->counts[truth][given]);
  }
  set (card, "confusion", text->str);
}

/* ---- Of recordings ---- */

static void
append_named (GString *text, const char *name, double number)
{
  g_string_append_printf (text, "%s%s ", text->len > 0 ? ", " : "", name);
  append_number (text, "%.4f", number);
}

static void
set_ectopic (const Card *card,
             const char *key,
             const EctopyEctopicFigures *figures,
             EctopyInterval f1)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_named (text, "sensitivity", figures->sensitivity);
  append_named (text, "+P after EC57", figures->ppv);
  append_named (text, "false positive rate", figures->false_positive_rate);
  append_named (text, "precision", figures->precision);
  append_named (text, "F1", figures->f1);
  append_interval (text, f1, BY_PATIENTS);
  set (card, key, text->str);
}

static void
set_compared (const Card *card, const EctopyJudgedRecords *records)
{
  EctopyEc57Summary summary;
  g_autoptr (GString) text = g_string_new (NULL);

  ectopy_ec57_summary_compute (&summary,
                               (const EctopyEc57Record *) (gpointer) records->compared->data,
                               records->compared->len);
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    append_named (text, ectopy_ec57_rate_name (rate),
                  ectopy_ec57_share (ectopy_ec57_rate (&summary.counts, rate)));
  set (card, "ec57-gross", text->str);
}

static void
set_records (const Card *card, const EctopyJudgedRecords *records)
{
  const EctopyRecordsFigures *figures = records->figures;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) how = g_string_new (NULL);
  g_autoptr (GString) spread = g_string_new (NULL);
  g_autoptr (GString) worst = g_string_new (NULL);
  const EctopyRecordFigures *last = &g_array_index (figures->records, EctopyRecordFigures,
                                                    figures->worst);

  g_string_printf (names, "%u records of %u patients:", figures->records->len, figures->n_patients);
  for (guint i = 0; i < figures->records->len; i++)
    g_string_append_printf (names, " %s",
                            g_array_index (figures->records, EctopyRecordFigures, i).name);
  for (guint i = 0; i < records->stored->len; i++)
    g_string_append_printf (how, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (records->stored, i));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const char name[2] = { ectopy_beat_class_letter (c), '\0' };

    append_named (spread, name, figures->effective_records[c]);
  }
  g_string_printf (worst, "record %s: ", last->name);
  append_number (worst, "%.4f", last->calibration_error);
  set (card, "records", names->str);
  set (card, "how", how->str);
  set_ectopic (card, "veb", &figures->gross[0], figures->f1[0]);
  set_ectopic (card, "sveb", &figures->gross[1], figures->f1[1]);
  set (card, "effective-records", spread->str);
  set (card, "worst-calibration", worst->str);
  if (records->compared != NULL)
    set_compared (card, records);
}

/* ---- The whole ---- */

/* Other lines of a card begin with these. */
static const char *const taken[] = { "program", "date",  "network",  "parameters", "blas",
                                     "size",    "seed",  "settings", "protocol",   "note",
                                     "notice",  "folds", "training", "validation", "epochs",
                                     "best",    "stop",  NULL };

gboolean
ectopy_evaluation_check_card_name (const char *name, GError **error)
{
  gboolean is_good = g_ascii_islower (name[0]) && !g_strv_contains (taken, name);

  for (const char *c = name; *c != '\0'; c++)
    is_good = is_good && (g_ascii_islower (*c) || g_ascii_isdigit (*c));
  if (!is_good)
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
        g_strv_contains (taken, name)
            ? _ ("expected a name for a test set, found “%s”, which other lines of the card "
                 "begin with")
            : _ ("expected a name of small letters and digits, such as ds2, found “%s”"),
        name);
  return is_good;
}

/* What an earlier evaluation of this name left must not stand among the new figures. */
static void
remove_lines (const Card *card)
{
  g_autoptr (GPtrArray) keys = ectopy_model_list_card (card->model);
  g_autofree char *start = g_strconcat (card->name, "-", NULL);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < keys->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (keys, i), start))
      g_ptr_array_add (old, g_strdup (g_ptr_array_index (keys, i)));
  for (guint i = 0; i < old->len; i++)
    ectopy_model_set_card (card->model, g_ptr_array_index (old, i), NULL);
}

void
ectopy_evaluation_write_card (EctopyEvaluation *self, EctopyModel *model, const char *name)
{
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();
  const EctopyProvenance *provenance = ectopy_evaluation_get_provenance (self);
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (self);
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (self);
  const EctopyJudgedRecords *records = ectopy_evaluation_get_records (self);
  const Card card = { model, name != NULL ? name : "test" };
  const gboolean by_patients = records != NULL && records->figures->n_patients > 1;
  const char *how = by_patients ? BY_PATIENTS : BY_BEATS;
  g_autoptr (GString) ece = g_string_new (NULL);
  g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, metrics->n);

  remove_lines (&card);
  set (&card, "data", provenance->data_name);
  set (&card, "digest", provenance->data_digest);
  set (&card, "protocol", ectopy_protocol_sentence (provenance->protocol));
  set (&card, "beats", n);
  set_figure (&card, "accuracy", metrics->accuracy,
              by_patients ? records->figures->accuracy : metrics->accuracy_interval, how);
  set_figure (&card, "macro-f1", metrics->macro.f1,
              by_patients ? records->figures->macro_f1 : metrics->macro_f1_interval, how);
  set_classes (&card, metrics);
  set_confusion (&card, ectopy_evaluation_get_confusion (self));
  append_number (ece, "%.4f", calibration->expected_error);
  set (&card, "calibration-error", ece->str);
  if (records != NULL)
    set_records (&card, records);
}
