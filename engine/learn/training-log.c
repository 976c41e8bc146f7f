/* SPDX-License-Identifier: MIT */
#include "engine/learn/training-log.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stddef.h>

/* The measured columns, in the order of both formats. */
static const struct {
  const char *name;
  size_t offset;
} columns[] = {
  { "loss", offsetof (EctopyEpoch, loss) },
  { "accuracy", offsetof (EctopyEpoch, accuracy) },
  { "val_loss", offsetof (EctopyEpoch, val_loss) },
  { "val_accuracy", offsetof (EctopyEpoch, val_accuracy) },
  { "val_macro_f1", offsetof (EctopyEpoch, val_macro_f1) },
  { "learning_rate", offsetof (EctopyEpoch, learning_rate) },
  { "seconds", offsetof (EctopyEpoch, seconds) },
  { "beats_per_second", offsetof (EctopyEpoch, beats_per_second) },
};

static double
value_of (const EctopyEpoch *epoch, gsize column)
{
  return *(const double *) ((const char *) epoch + columns[column].offset);
}

EctopyTrainingLog *
ectopy_training_log_new (void)
{
  return g_new0 (EctopyTrainingLog, 1);
}

EctopyTrainingLog *
ectopy_training_log_copy (const EctopyTrainingLog *log)
{
  EctopyTrainingLog *copy = ectopy_training_log_new ();

  for (size_t i = 0; i < log->n_epochs; i++)
    ectopy_training_log_append (copy, &log->epochs[i]);
  copy->best_epoch = log->best_epoch;
  copy->stop_reason = g_strdup (log->stop_reason);
  return copy;
}

void
ectopy_training_log_free (EctopyTrainingLog *log)
{
  g_free (log->epochs);
  g_free (log->stop_reason);
  g_free (log);
}

void
ectopy_training_log_append (EctopyTrainingLog *log, const EctopyEpoch *epoch)
{
  if (log->n_epochs == log->capacity) {
    log->capacity = MAX (2 * log->capacity, 32);
    log->epochs = g_renew (EctopyEpoch, log->epochs, log->capacity);
  }
  log->epochs[log->n_epochs++] = *epoch;
}

void
ectopy_training_log_set_best (EctopyTrainingLog *log, guint epoch)
{
  log->best_epoch = epoch;
}

void
ectopy_training_log_set_stop_reason (EctopyTrainingLog *log, const char *reason)
{
  char *copy = g_strdup (reason);

  g_free (log->stop_reason);
  log->stop_reason = copy;
}

const EctopyEpoch *
ectopy_training_log_find (const EctopyTrainingLog *log, guint epoch)
{
  for (size_t i = 0; i < log->n_epochs; i++)
    if (log->epochs[i].epoch == epoch)
      return &log->epochs[i];
  return NULL;
}

char *
ectopy_training_log_to_csv (const EctopyTrainingLog *log)
{
  GString *csv = g_string_new ("epoch");
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize k = 0; k < G_N_ELEMENTS (columns); k++)
    g_string_append_printf (csv, ",%s", columns[k].name);
  g_string_append (csv, ",best\r\n");
  for (size_t i = 0; i < log->n_epochs; i++) {
    const EctopyEpoch *epoch = &log->epochs[i];

    g_string_append_printf (csv, "%u", epoch->epoch);
    for (gsize k = 0; k < G_N_ELEMENTS (columns); k++) {
      const double value = value_of (epoch, k);

      g_string_append_c (csv, ',');
      if (isfinite (value))
        g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
    }
    g_string_append_printf (csv, ",%d\r\n", epoch->epoch == log->best_epoch ? 1 : 0);
  }
  return g_string_free (csv, FALSE);
}

static void
add_epoch (JsonBuilder *json, const EctopyEpoch *epoch)
{
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "epoch");
  json_builder_add_int_value (json, epoch->epoch);
  for (gsize k = 0; k < G_N_ELEMENTS (columns); k++) {
    const double value = value_of (epoch, k);

    json_builder_set_member_name (json, columns[k].name);
    if (isfinite (value))
      json_builder_add_double_value (json, value);
    else
      json_builder_add_null_value (json);
  }
  json_builder_end_object (json);
}

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL) {
    g_autofree char *valid = g_utf8_make_valid (value, -1);

    json_builder_add_string_value (json, valid);
  } else {
    json_builder_add_null_value (json);
  }
}

char *
ectopy_training_log_to_json (const EctopyTrainingLog *log, const char *model)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "epochs");
  json_builder_begin_array (json);
  for (size_t i = 0; i < log->n_epochs; i++)
    add_epoch (json, &log->epochs[i]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "best_epoch");
  if (log->best_epoch > 0)
    json_builder_add_int_value (json, log->best_epoch);
  else
    json_builder_add_null_value (json);
  add_text (json, "stop_reason", log->stop_reason);
  add_text (json, "model", model);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
