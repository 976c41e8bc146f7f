/* SPDX-License-Identifier: MIT */
/* ectopy_report_json() of report.h. */
#include "engine/evaluate/ec57-report.h"
#include "engine/evaluate/record-report.h"
#include "engine/evaluate/report.h"
#include "engine/learn/file-language.h"

#include <json-glib/json-glib.h>
#include <math.h>

static void
add_value (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_count (JsonBuilder *json, const char *name, guint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) MIN (value, (guint64) G_MAXINT64));
}

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_interval (JsonBuilder *json, const char *name, EctopyInterval interval)
{
  const double ends[2] = { interval.low, interval.high };

  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; i < 2; i++) {
    if (isfinite (ends[i]))
      json_builder_add_double_value (json, ends[i]);
    else
      json_builder_add_null_value (json);
  }
  json_builder_end_array (json);
}

static void
add_classes (JsonBuilder *json, EctopyEvaluation *evaluation)
{
  json_builder_set_member_name (json, "classes");
  json_builder_begin_array (json);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyClassMetrics *one = &ectopy_evaluation_get_metrics (evaluation)->classes[c];
    const EctopyRoc *roc = ectopy_evaluation_get_roc (evaluation, c);
    const char letter[2] = { ectopy_beat_class_letter (c), '\0' };

    json_builder_begin_object (json);
    add_text (json, "name", letter);
    add_value (json, "precision", one->precision);
    add_value (json, "recall", one->recall);
    add_value (json, "f1", one->f1);
    add_count (json, "support", one->support);
    add_text (json, "full_name", ectopy_beat_class_name (c));
    add_count (json, "given", one->predicted);
    add_value (json, "specificity", one->specificity);
    add_interval (json, "precision_interval", one->precision_interval);
    add_interval (json, "recall_interval", one->recall_interval);
    add_value (json, "roc_area", roc->area);
    add_value (json, "average_precision", roc->average_precision);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_confusion (JsonBuilder *json, const EctopyConfusion *confusion)
{
  json_builder_set_member_name (json, "confusion");
  json_builder_begin_array (json);
  for (guint t = 0; t < ECTOPY_N_CLASSES; t++) {
    json_builder_begin_array (json);
    for (guint p = 0; p < ECTOPY_N_CLASSES; p++)
      json_builder_add_int_value (json, (gint64) confusion->counts[t][p]);
    json_builder_end_array (json);
  }
  json_builder_end_array (json);
}

static void
add_means (JsonBuilder *json, const char *name, const EctopyMeanMetrics *means)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  add_value (json, "precision", means->precision);
  add_value (json, "recall", means->recall);
  add_value (json, "f1", means->f1);
  json_builder_end_object (json);
}

static void
add_calibration (JsonBuilder *json, const EctopyCalibration *calibration)
{
  json_builder_set_member_name (json, "calibration");
  json_builder_begin_object (json);
  add_value (json, "expected_error", calibration->expected_error);
  add_value (json, "largest_error", calibration->largest_error);
  add_value (json, "brier", calibration->brier);
  add_value (json, "log_loss", calibration->log_loss);
  json_builder_set_member_name (json, "bins");
  json_builder_begin_array (json);
  for (guint b = 0; b < ECTOPY_CALIBRATION_BINS; b++) {
    json_builder_begin_object (json);
    add_count (json, "n", calibration->bins[b].n);
    add_value (json, "confidence", calibration->bins[b].confidence);
    add_value (json, "accuracy", calibration->bins[b].accuracy);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
add_provenance (JsonBuilder *json, const EctopyProvenance *source)
{
  add_text (json, "protocol", ectopy_protocol_name (source->protocol));
  add_text (json, "protocol_sentence", ectopy_protocol_sentence (source->protocol));
  json_builder_set_member_name (json, "model");
  json_builder_begin_object (json);
  add_text (json, "digest", source->model_digest);
  add_text (json, "name", source->model_name);
  add_text (json, "network", source->network_name);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "data");
  json_builder_begin_object (json);
  add_text (json, "name", source->data_name);
  add_text (json, "digest", source->data_digest);
  json_builder_end_object (json);
  add_text (json, "date", source->date);
  add_text (json, "version", source->version);
  add_value (json, "seconds", source->seconds > 0 ? source->seconds : (double) NAN);
  add_value (json, "beats_per_second",
             source->beats_per_second > 0 ? source->beats_per_second : (double) NAN);
}

static void
add_list (JsonBuilder *json, const char *name, const GPtrArray *texts)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (json, g_ptr_array_index (texts, i));
  json_builder_end_array (json);
}

static void
add_records (JsonBuilder *json, const EctopyJudgedRecords *records)
{
  add_text (json, "positions", ectopy_positions_name (records->positions));
  add_text (json, "map", ectopy_ec57_map_name (records->options.map));
  add_value (json, "from_s", records->options.from_s);
  add_list (json, "statements", records->stored);
  add_list (json, "learned_from", records->learned);
  ectopy_records_figures_add_json (records->figures, json);
  if (records->compared != NULL) {
    g_autofree char *text = ectopy_ec57_report_json (
        (const EctopyEc57Record *) (gpointer) records->compared->data, records->compared->len,
        &records->options);

    json_builder_set_member_name (json, "ec57");
    json_builder_add_value (json, json_from_string (text, NULL));
  }
}

static void
add_metrics (JsonBuilder *json, const EctopyMetrics *metrics)
{
  add_interval (json, "accuracy_interval", metrics->accuracy_interval);
  add_interval (json, "macro_f1_interval", metrics->macro_f1_interval);
  add_means (json, "macro", &metrics->macro);
  add_means (json, "weighted", &metrics->weighted);
  add_value (json, "balanced_accuracy", metrics->balanced_accuracy);
  add_value (json, "kappa", metrics->kappa);
  add_value (json, "mcc", metrics->mcc);
}

char *
ectopy_report_json (EctopyEvaluation *evaluation)
{
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (evaluation);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (json);
  add_count (json, "n", metrics->n);
  add_value (json, "accuracy", metrics->accuracy);
  add_value (json, "macro_f1", metrics->macro.f1);
  add_value (json, "weighted_f1", metrics->weighted.f1);
  add_classes (json, evaluation);
  add_confusion (json, ectopy_evaluation_get_confusion (evaluation));
  add_provenance (json, ectopy_evaluation_get_provenance (evaluation));
  add_count (json, "skipped", ectopy_evaluation_get_n_skipped (evaluation));
  add_metrics (json, metrics);
  add_calibration (json, ectopy_evaluation_get_calibration (evaluation));
  if (ectopy_evaluation_get_records (evaluation) != NULL)
    add_records (json, ectopy_evaluation_get_records (evaluation));
  add_text (json, "notice", ECTOPY_NOTICE);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
