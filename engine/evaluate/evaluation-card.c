/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/evaluation-card.h"

#include <math.h>

static void
append_number (GString *text, const char *format, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (number))
    g_string_append (text, "-");
  else
    g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

static void
set_figure (EctopyModel *model, const char *key, double figure, EctopyInterval interval)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_number (text, "%.6f", figure);
  g_string_append (text, " (95 % interval ");
  append_number (text, "%.4f", interval.low);
  g_string_append (text, " to ");
  append_number (text, "%.4f", interval.high);
  g_string_append (text, ", beats taken as independent)");
  ectopy_model_set_card (model, key, text->str);
}

static void
set_classes (EctopyModel *model, const EctopyMetrics *metrics)
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
  ectopy_model_set_card (model, "test-recall", recall->str);
  ectopy_model_set_card (model, "test-precision", precision->str);
}

static void
set_confusion (EctopyModel *model, const EctopyConfusion *confusion)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint truth = 0; truth < ECTOPY_N_CLASSES; truth++) {
    g_string_append_printf (text, "%s%c:", truth > 0 ? "; " : "", ectopy_beat_class_letter (truth));
    for (guint given = 0; given < ECTOPY_N_CLASSES; given++)
      g_string_append_printf (text, " %" G_GUINT64_FORMAT, confusion->counts[truth][given]);
  }
  ectopy_model_set_card (model, "test-confusion", text->str);
}

void
ectopy_evaluation_write_card (EctopyEvaluation *self, EctopyModel *model)
{
  const EctopyProvenance *provenance = ectopy_evaluation_get_provenance (self);
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (self);
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (self);
  g_autoptr (GString) ece = g_string_new (NULL);
  g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, metrics->n);

  ectopy_model_set_card (model, "test-data", provenance->data_name);
  ectopy_model_set_card (model, "test-digest", provenance->data_digest);
  ectopy_model_set_card (model, "test-protocol", ectopy_protocol_sentence (provenance->protocol));
  ectopy_model_set_card (model, "test-beats", n);
  set_figure (model, "test-accuracy", metrics->accuracy, metrics->accuracy_interval);
  set_figure (model, "test-macro-f1", metrics->macro.f1, metrics->macro_f1_interval);
  set_classes (model, metrics);
  set_confusion (model, ectopy_evaluation_get_confusion (self));
  append_number (ece, "%.4f", calibration->expected_error);
  ectopy_model_set_card (model, "test-calibration-error", ece->str);
}
