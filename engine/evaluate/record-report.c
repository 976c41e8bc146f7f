/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/record-report.h"

#include "engine/evaluate/figure-text.h"

#include <math.h>

static const char *const ectopic_names[2] = { "VEB", "SVEB" };
static const guint ectopic_classes[2] = { ECTOPY_CLASS_V, ECTOPY_CLASS_S };

static const EctopyRecordFigures *
get_record (const EctopyRecordsFigures *figures, guint index)
{
  return &g_array_index (figures->records, EctopyRecordFigures, index);
}

static const EctopyEctopicFigures *
ectopic_of (const EctopyRecordFigures *record, guint which)
{
  return which == 0 ? &record->ventricular : &record->supraventricular;
}

/* ---- Text ---- */

/* Appends @text, which is freed, at the right end of @width characters. */
static void
append_right (GString *text, guint width, char *part)
{
  const glong length = g_utf8_strlen (part, -1);

  g_string_append_printf (text, "%*s%s", MAX ((int) width - (int) length, 1), "", part);
  g_free (part);
}

static void
append_left (GString *text, guint width, const char *part)
{
  const glong length = g_utf8_strlen (part, -1);

  g_string_append_printf (text, "%s%*s", part, MAX ((int) width - (int) length, 1), "");
}

static void
append_ectopic (GString *text,
                const char *name,
                const EctopyEctopicFigures *figures,
                const EctopyInterval *f1)
{
  append_left (text, 16, name);
  append_right (text, 10, ectopy_text_percent (figures->sensitivity));
  append_right (text, 10, ectopy_text_percent (figures->ppv));
  append_right (text, 10, ectopy_text_percent (figures->false_positive_rate));
  append_right (text, 11, ectopy_text_percent (figures->precision));
  append_right (text, 8, ectopy_text_decimals (figures->f1, 3));
  if (f1 != NULL && !isnan (f1->low)) {
    g_autofree char *interval = ectopy_text_interval (*f1, 3);

    g_string_append_printf (text, "  (%s)", interval);
  }
  g_string_append_c (text, '\n');
}

static void
append_summary (GString *text, const EctopyRecordsFigures *figures)
{
  g_string_append_printf (text,
                          "%u records of %u patients; intervals (95 %%) by drawing patients\n",
                          figures->records->len, figures->n_patients);
  append_left (text, 16, "");
  append_right (text, 10, g_strdup ("Se"));
  append_right (text, 10, g_strdup ("+P (EC57)"));
  append_right (text, 10, g_strdup ("FPR"));
  append_right (text, 11, g_strdup ("precision"));
  append_right (text, 8, g_strdup ("F1"));
  g_string_append_c (text, '\n');
  for (guint k = 0; k < 2; k++) {
    g_autofree char *gross = g_strdup_printf ("%s gross", ectopic_names[k]);
    g_autofree char *average = g_strdup_printf ("%s average", ectopic_names[k]);

    append_ectopic (text, gross, &figures->gross[k], &figures->f1[k]);
    append_ectopic (text, average, &figures->average[k], NULL);
  }
  g_string_append (text, "Records that each class is spread over (inverse Simpson index):");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *n = ectopy_text_decimals (figures->effective_records[c], 2);

    g_string_append_printf (text, " %c %s", ectopy_beat_class_letter (c), n);
  }
  g_string_append_c (text, '\n');
}

static void
append_record (GString *text, const EctopyRecordFigures *record)
{
  append_left (text, 10, record->name);
  append_right (text, 8, ectopy_text_count (ectopy_confusion_total (&record->confusion)));
  append_right (text, 10, ectopy_text_percent (record->accuracy));
  append_right (text, 9, ectopy_text_percent (record->confidence));
  append_right (text, 9, ectopy_text_percent (record->calibration_error));
  for (guint k = 0; k < 2; k++) {
    const guint c = ectopic_classes[k];
    const guint64 hits = record->confusion.counts[c][c];

    append_right (text, 8, ectopy_text_count (ectopy_confusion_row_total (&record->confusion, c)));
    append_right (text, 8, ectopy_text_count (hits));
    append_right (text, 8,
                  ectopy_text_count (ectopy_confusion_column_total (&record->confusion, c) - hits));
  }
  append_right (text, 8,
                isnan (record->unlike) ? g_strdup ("–") : ectopy_text_decimals (record->unlike, 2));
  g_string_append_c (text, '\n');
}

char *
ectopy_records_figures_text (const EctopyRecordsFigures *figures)
{
  static const char *const heads[] = { "beats",   "right", "sure",    "ECE",     "V",     "V found",
                                       "V false", "S",     "S found", "S false", "unlike" };
  static const guint widths[] = { 8, 10, 9, 9, 8, 8, 8, 8, 8, 8, 8 };
  const EctopyRecordFigures *worst = get_record (figures, figures->worst);
  g_autofree char *error = ectopy_text_percent (worst->calibration_error);
  GString *text = g_string_new (NULL);

  append_summary (text, figures);
  g_string_append_c (text, '\n');
  append_left (text, 10, "record");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    append_right (text, widths[i], g_strdup (heads[i]));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < figures->records->len; i++)
    append_record (text, get_record (figures, i));
  g_string_append_printf (text, "Calibrated worst: record %s, ECE %s\n", worst->name, error);
  return g_string_free (text, FALSE);
}

/* ---- JSON ---- */

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
add_interval (JsonBuilder *json, const char *name, EctopyInterval interval)
{
  const double ends[2] = { interval.low, interval.high };

  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; i < 2; i++)
    if (isfinite (ends[i]))
      json_builder_add_double_value (json, ends[i]);
    else
      json_builder_add_null_value (json);
  json_builder_end_array (json);
}

/* The members "veb_se" to "sveb_f1". */
static void
add_ectopic (JsonBuilder *json, const EctopyEctopicFigures *v, const EctopyEctopicFigures *s)
{
  const EctopyEctopicFigures *both[2] = { v, s };

  for (guint k = 0; k < 2; k++) {
    const struct {
      const char *name;
      double value;
    } values[] = {
      { "se", both[k]->sensitivity },
      { "ppv", both[k]->ppv },
      { "fpr", both[k]->false_positive_rate },
      { "precision", both[k]->precision },
      { "f1", both[k]->f1 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
      g_autofree char *name = g_strdup_printf ("%s_%s", k == 0 ? "veb" : "sveb", values[i].name);

      add_value (json, name, values[i].value);
    }
  }
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
add_record (JsonBuilder *json, const EctopyRecordFigures *record)
{
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "record");
  json_builder_add_string_value (json, record->name);
  json_builder_set_member_name (json, "patient");
  json_builder_add_string_value (json, record->patient);
  add_confusion (json, &record->confusion);
  add_value (json, "accuracy", record->accuracy);
  add_value (json, "confidence", record->confidence);
  add_value (json, "ece", record->calibration_error);
  add_value (json, "unlike", record->unlike);
  add_ectopic (json, &record->ventricular, &record->supraventricular);
  json_builder_end_object (json);
}

void
ectopy_records_figures_add_json (const EctopyRecordsFigures *figures, JsonBuilder *json)
{
  json_builder_set_member_name (json, "patients");
  json_builder_add_int_value (json, figures->n_patients);
  json_builder_set_member_name (json, "gross");
  json_builder_begin_object (json);
  add_ectopic (json, &figures->gross[0], &figures->gross[1]);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "average");
  json_builder_begin_object (json);
  add_ectopic (json, &figures->average[0], &figures->average[1]);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "intervals");
  json_builder_begin_object (json);
  add_interval (json, "accuracy", figures->accuracy);
  add_interval (json, "macro_f1", figures->macro_f1);
  add_interval (json, "veb_f1", figures->f1[0]);
  add_interval (json, "sveb_f1", figures->f1[1]);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "effective_records");
  json_builder_begin_object (json);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const char letter[2] = { ectopy_beat_class_letter (c), '\0' };

    add_value (json, letter, figures->effective_records[c]);
  }
  json_builder_end_object (json);
  json_builder_set_member_name (json, "worst_calibrated");
  json_builder_add_string_value (json, get_record (figures, figures->worst)->name);
  json_builder_set_member_name (json, "records");
  json_builder_begin_array (json);
  for (guint i = 0; i < figures->records->len; i++)
    add_record (json, get_record (figures, i));
  json_builder_end_array (json);
}

/* ---- CSV ---- */

static void
append_value (GString *csv, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isfinite (value))
    g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

static void
append_ectopic_values (GString *csv, const EctopyEctopicFigures *figures)
{
  append_value (csv, figures->sensitivity);
  append_value (csv, figures->ppv);
  append_value (csv, figures->false_positive_rate);
  append_value (csv, figures->precision);
  append_value (csv, figures->f1);
}

/* A name between quotes, those in it doubled. */
static void
append_name (GString *csv, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (csv, "\"%s\"", doubled);
}

char *
ectopy_records_figures_csv (const EctopyRecordsFigures *figures)
{
  GString *csv = g_string_new (
      "record,patient,beats,accuracy,confidence,ece,unlike,veb_se,veb_ppv,veb_fpr,"
      "veb_precision,veb_f1,sveb_se,sveb_ppv,sveb_fpr,sveb_precision,sveb_f1\r\n");

  for (guint i = 0; i < figures->records->len; i++) {
    const EctopyRecordFigures *record = get_record (figures, i);

    append_name (csv, record->name);
    g_string_append_c (csv, ',');
    append_name (csv, record->patient);
    g_string_append_printf (csv, ",%" G_GUINT64_FORMAT,
                            ectopy_confusion_total (&record->confusion));
    append_value (csv, record->accuracy);
    append_value (csv, record->confidence);
    append_value (csv, record->calibration_error);
    append_value (csv, record->unlike);
    append_ectopic_values (csv, ectopic_of (record, 0));
    append_ectopic_values (csv, ectopic_of (record, 1));
    g_string_append (csv, "\r\n");
  }
  for (guint k = 0; k < 2; k++) {
    const EctopyEctopicFigures *both = k == 0 ? figures->gross : figures->average;

    g_string_append_printf (csv, "%s,,%" G_GUINT64_FORMAT ",,,,", k == 0 ? "gross" : "average",
                            ectopy_confusion_total (&figures->confusion));
    append_ectopic_values (csv, &both[0]);
    append_ectopic_values (csv, &both[1]);
    g_string_append (csv, "\r\n");
  }
  return g_string_free (csv, FALSE);
}
