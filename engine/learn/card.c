/* SPDX-License-Identifier: MIT */
#include "engine/learn/card.h"

#include "engine/nn/gemm.h"

#include <glib/gi18n.h>
#include <math.h>

G_GNUC_PRINTF (3, 4)
static void
set (EctopyModel *model, const char *key, const char *format, ...)
{
  va_list args;
  g_autofree char *value = NULL;

  va_start (args, format);
  value = g_strdup_vprintf (format, args);
  va_end (args);
  ectopy_model_set_card (model, key, value);
}

static void
set_figure (EctopyModel *model, const char *key, double figure)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (figure))
    ectopy_model_set_card (model, key, g_ascii_formatd (text, sizeof text, "%.6f", figure));
}

char *
ectopy_card_date (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  gint64 seconds = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GDateTime) date = NULL;

  if (epoch != NULL)
    g_ascii_string_to_signed (epoch, 10, 0, G_MAXINT32, &seconds, NULL);
  date = g_date_time_new_from_unix_utc (seconds);
  return g_date_time_format (date, "%Y-%m-%d");
}

static void
set_part (EctopyModel *model, const char *name, const EctopyCardPart *part)
{
  g_autofree char *data_key = g_strconcat (name, "-data", NULL);
  g_autofree char *digest_key = g_strconcat (name, "-digest", NULL);
  g_autofree char *beats_key = g_strconcat (name, "-beats", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  size_t n = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    n += part->counts[c];
    g_string_append_printf (text, " %c %zu", ectopy_beat_class_letter (c), part->counts[c]);
  }
  if (part->data != NULL)
    ectopy_model_set_card (model, data_key, part->data);
  if (part->digest != NULL)
    set (model, digest_key, "sha256:%s", part->digest);
  set (model, beats_key, "%zu beats:%s", n, text->str);
}

static void
set_figures (EctopyModel *model, const EctopyTrainingLog *log)
{
  const EctopyEpoch *best = ectopy_training_log_find (log, log->best_epoch);

  set (model, "epochs-run", "%zu", log->n_epochs);
  set (model, "best-epoch", "%u", log->best_epoch);
  if (log->stop_reason != NULL)
    ectopy_model_set_card (model, "stop-reason", log->stop_reason);
  if (best == NULL)
    return;
  set_figure (model, "training-loss", best->loss);
  set_figure (model, "validation-loss", best->val_loss);
  set_figure (model, "validation-accuracy", best->val_accuracy);
  set_figure (model, "validation-macro-f1", best->val_macro_f1);
}

void
ectopy_card_write_parts (EctopyModel *model,
                         const EctopyCardPart *training,
                         const EctopyCardPart *validation,
                         const char *protocol,
                         const EctopyFitSettings *settings,
                         const EctopyTrainingLog *log,
                         const GPtrArray *notes,
                         const char *version)
{
  const EctopyNetwork *network = ectopy_model_get_network (model);
  g_autofree char *date = ectopy_card_date ();
  g_autofree char *text = ectopy_fit_settings_to_text (settings);

  set (model, "program", "Ectopy %s", version);
  ectopy_model_set_card (model, "date", date);
  ectopy_model_set_card (model, "network", network->spec->name);
  set (model, "parameters", "%zu", network->plan->n_parameters);
  set_part (model, "training", training);
  if (validation != NULL)
    set_part (model, "validation", validation);
  ectopy_model_set_card (model, "protocol", protocol);
  set (model, "seed", "%" G_GUINT64_FORMAT, settings->seed);
  ectopy_model_set_card (model, "settings", text);
  ectopy_model_set_card (model, "blas", ectopy_blas_describe ());
  set_figures (model, log);
  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    g_autofree char *key = g_strdup_printf ("note-%u", i + 1);

    ectopy_model_set_card (model, key, g_ptr_array_index (notes, i));
  }
  ectopy_model_set_card (model, "notice", "For research and education, not for diagnosis.");
}

/* Name and digest of the file that beats were taken from, if they were; for g_free(). */
static gboolean
describe_source (EctopyDataset *dataset,
                 char **name,
                 char **digest,
                 GCancellable *cancellable,
                 GError **error)
{
  const char *source = ectopy_dataset_get_source (dataset);

  if (source == NULL)
    return TRUE;
  *digest = ectopy_dataset_digest_source (dataset, cancellable, error);
  *name = g_path_get_basename (source);
  return *digest != NULL;
}

gboolean
ectopy_card_write (EctopyModel *model,
                   const EctopyCardSources *sources,
                   const EctopyFitSettings *settings,
                   const EctopyTrainingLog *log,
                   const GPtrArray *notes,
                   const char *version,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *first_name = NULL;
  g_autofree char *first_digest = NULL;
  g_autofree char *second_name = NULL;
  g_autofree char *second_digest = NULL;
  EctopyCardPart training = { 0 }, validation = { 0 };

  if (!describe_source (sources->training_file, &first_name, &first_digest, cancellable, error) ||
      (sources->validation_file != NULL && !describe_source (sources->validation_file, &second_name,
                                                             &second_digest, cancellable, error)))
    return FALSE;
  training.data = first_name;
  training.digest = first_digest;
  ectopy_dataset_count_classes (sources->training, training.counts);
  if (sources->validation != NULL)
    ectopy_dataset_count_classes (sources->validation, validation.counts);
  validation.data = sources->validation_file != NULL
                        ? second_name
                        : N_ ("a part of the training file, drawn at random within each class");
  validation.digest = second_digest;
  ectopy_card_write_parts (
      model, &training, sources->validation != NULL ? &validation : NULL,
      N_ ("Beats cut from recordings, without knowledge of the patients: figures on "
          "such beats say nothing about new patients."),
      settings, log, notes, version);
  return TRUE;
}
