/* SPDX-License-Identifier: MIT */
#include "engine/learn/card.h"

#include "engine/nn/gemm.h"

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

static char *
count_text (EctopyDataset *dataset)
{
  size_t counts[ECTOPY_N_CLASSES];
  GString *text = g_string_new (NULL);

  ectopy_dataset_count_classes (dataset, counts);
  g_string_append_printf (text, "%zu beats:", ectopy_dataset_get_n_rows (dataset));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_string_append_printf (text, " %c %zu", ectopy_beat_class_letter (c), counts[c]);
  return g_string_free (text, FALSE);
}

/* Key is "training" or "validation". */
static gboolean
set_source (EctopyModel *model,
            const char *key,
            EctopyDataset *dataset,
            GCancellable *cancellable,
            GError **error)
{
  const char *source = ectopy_dataset_get_source (dataset);
  g_autofree char *name = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *file_key = g_strconcat (key, "-data", NULL);
  g_autofree char *digest_key = g_strconcat (key, "-digest", NULL);

  if (source == NULL)
    return TRUE;
  digest = ectopy_dataset_digest_source (dataset, cancellable, error);
  if (digest == NULL)
    return FALSE;
  name = g_path_get_basename (source);
  ectopy_model_set_card (model, file_key, name);
  set (model, digest_key, "sha256:%s", digest);
  return TRUE;
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
  const EctopyNetwork *network = ectopy_model_get_network (model);
  g_autofree char *date = ectopy_card_date ();
  g_autofree char *text = ectopy_fit_settings_to_text (settings);
  g_autofree char *training = count_text (sources->training);

  set (model, "program", "Ectopy %s", version);
  ectopy_model_set_card (model, "date", date);
  ectopy_model_set_card (model, "network", network->spec->name);
  set (model, "parameters", "%zu", network->plan->n_parameters);
  if (!set_source (model, "training", sources->training_file, cancellable, error))
    return FALSE;
  ectopy_model_set_card (model, "training-beats", training);
  if (sources->validation != NULL) {
    g_autofree char *validation = count_text (sources->validation);

    if (sources->validation_file == NULL)
      ectopy_model_set_card (model, "validation-data",
                             "a part of the training file, drawn at random within each class");
    else if (!set_source (model, "validation", sources->validation_file, cancellable, error))
      return FALSE;
    ectopy_model_set_card (model, "validation-beats", validation);
  }
  ectopy_model_set_card (model, "protocol",
                         "Beats cut from recordings, without knowledge of the patients: figures on "
                         "such beats say nothing about new patients.");
  set (model, "seed", "%" G_GUINT64_FORMAT, settings->seed);
  ectopy_model_set_card (model, "settings", text);
  ectopy_model_set_card (model, "blas", ectopy_blas_describe ());
  set_figures (model, log);
  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    g_autofree char *key = g_strdup_printf ("note-%u", i + 1);

    ectopy_model_set_card (model, key, g_ptr_array_index (notes, i));
  }
  ectopy_model_set_card (model, "notice", "For research and education, not for diagnosis.");
  return TRUE;
}
