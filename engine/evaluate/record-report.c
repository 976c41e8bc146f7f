/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/record-report.h"

#include "engine/evaluate/figure-text.h"
#include "engine/evaluate/text-columns.h"

#include <glib/gi18n.h>
#include <math.h>

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

#define NAME_WIDTH   16
#define RECORD_WIDTH 10

typedef struct {
  guint width;
  const char *heading;
} Column;

/* A line of a table: a cell of each column, which is freed, or the headings. */
static void
append_cells (GString *text, const Column *columns, guint n, char *const *cells)
{
  for (guint i = 0; i < n; i++) {
    const char *heading = gettext (columns[i].heading);

    ectopy_text_append_right (text, ectopy_text_column_width (columns[i].width, heading),
                              cells != NULL ? cells[i] : g_strdup (heading));
  }
}

/* In the order of the gross figures and the averages. */
static const char *const summary_names[] = {
  /* Translators: VEB are ventricular, SVEB supraventricular ectopic beats; gross: of all records as one. */
  N_ ("VEB gross"),
  /* Translators: VEB are ventricular, SVEB supraventricular ectopic beats; average: of the records' figures. */
  N_ ("VEB average"),
  N_ ("SVEB gross"),
  N_ ("SVEB average"),
};

static const Column summary_columns[] = {
  /* Translators: abbreviation of sensitivity */
  { 10, N_ ("Se") },
  /* Translators: abbreviation of positive predictivity, as the standard EC57 counts it */
  { 10, N_ ("+P (EC57)") },
  /* Translators: abbreviation of false positive rate */
  { 10, N_ ("FPR") },
  { 11, N_ ("precision") },
  { 8, N_ ("F1") },
};

static void
append_summary_name (GString *text, const char *name)
{
  guint width = NAME_WIDTH;

  for (guint i = 0; i < G_N_ELEMENTS (summary_names); i++)
    width = ectopy_text_column_width (width, gettext (summary_names[i]));
  ectopy_text_append_left (text, width, name);
}

static void
append_ectopic (GString *text,
                const char *name,
                const EctopyEctopicFigures *figures,
                const EctopyInterval *f1)
{
  append_summary_name (text, name);
  append_cells (text, summary_columns, G_N_ELEMENTS (summary_columns),
                (char *[]){ ectopy_text_percent (figures->sensitivity),
                            ectopy_text_percent (figures->ppv),
                            ectopy_text_percent (figures->false_positive_rate),
                            ectopy_text_percent (figures->precision),
                            ectopy_text_decimals (figures->f1, 3) });
  if (f1 != NULL && !isnan (f1->low)) {
    g_autofree char *interval = ectopy_text_interval (*f1, 3);

    g_string_append_printf (text, "  (%s)", interval);
  }
  g_string_append_c (text, '\n');
}

static void
append_spread (GString *text, const EctopyRecordsFigures *figures)
{
  g_autoptr (GString) spread = g_string_new (NULL);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *n = ectopy_text_decimals (figures->effective_records[c], 2);

    g_string_append_printf (spread, "%s%c %s", c > 0 ? " " : "", ectopy_beat_class_letter (c), n);
  }
  /* Translators: letters of the classes follow, each with a number. */
  g_string_append_printf (
      text, _ ("Records that each class is spread over (inverse Simpson index): %s"), spread->str);
  g_string_append_c (text, '\n');
}

static void
append_summary (GString *text, const EctopyRecordsFigures *figures)
{
  /* Translators: intervals of confidence that were found by drawing patients again and again. */
  g_string_append_printf (
      text,
      ngettext ("%u record of %u patient; intervals (95 %%) by drawing patients",
                "%u records of %u patients; intervals (95 %%) by drawing patients",
                figures->records->len),
      figures->records->len, figures->n_patients);
  g_string_append_c (text, '\n');
  append_summary_name (text, "");
  append_cells (text, summary_columns, G_N_ELEMENTS (summary_columns), NULL);
  g_string_append_c (text, '\n');
  for (guint k = 0; k < 2; k++) {
    append_ectopic (text, gettext (summary_names[2 * k]), &figures->gross[k], &figures->f1[k]);
    append_ectopic (text, gettext (summary_names[2 * k + 1]), &figures->average[k], NULL);
  }
  append_spread (text, figures);
}

static const Column record_columns[] = {
  { 8, N_ ("beats") },
  /* Translators: heading of a column: the share of beats that are right */
  { 10, N_ ("right") },
  /* Translators: heading of a column: how sure the model was, the mean of its probabilities */
  { 9, N_ ("sure") },
  /* Translators: abbreviation of expected calibration error */
  { 9, N_ ("ECE") },
  /* Translators: heading of a column: beats that are of class V */
  { 8, N_ ("V") },
  /* Translators: heading of a column: of the beats of class V, how many were found */
  { 8, N_ ("V found") },
  /* Translators: heading of a column: how many beats were called V and are not */
  { 8, N_ ("V false") },
  /* Translators: heading of a column: beats that are of class S */
  { 8, N_ ("S") },
  /* Translators: heading of a column: of the beats of class S, how many were found */
  { 8, N_ ("S found") },
  /* Translators: heading of a column: how many beats were called S and are not */
  { 8, N_ ("S false") },
  /* Translators: heading of a column: how unlike those that the model has learned from the record is */
  { 8, N_ ("unlike") },
};

static void
append_record (GString *text, const EctopyRecordFigures *record)
{
  guint64 rows[2], hits[2], given[2];

  for (guint k = 0; k < 2; k++) {
    const guint c = ectopic_classes[k];

    rows[k] = ectopy_confusion_row_total (&record->confusion, c);
    hits[k] = record->confusion.counts[c][c];
    given[k] = ectopy_confusion_column_total (&record->confusion, c);
  }
  append_cells (text, record_columns, G_N_ELEMENTS (record_columns),
                (char *[]){ ectopy_text_count (ectopy_confusion_total (&record->confusion)),
                            ectopy_text_percent (record->accuracy),
                            ectopy_text_percent (record->confidence),
                            ectopy_text_percent (record->calibration_error),
                            ectopy_text_count (rows[0]), ectopy_text_count (hits[0]),
                            ectopy_text_count (given[0] - hits[0]), ectopy_text_count (rows[1]),
                            ectopy_text_count (hits[1]), ectopy_text_count (given[1] - hits[1]),
                            ectopy_text_decimals (record->unlike, 2) });
  g_string_append_c (text, '\n');
}

char *
ectopy_records_figures_text (const EctopyRecordsFigures *figures)
{
  const EctopyRecordFigures *worst = get_record (figures, figures->worst);
  const char *heading = _ ("record");
  const guint width = ectopy_text_column_width (RECORD_WIDTH, heading);
  g_autofree char *error = ectopy_text_percent (worst->calibration_error);
  GString *text = g_string_new (NULL);

  append_summary (text, figures);
  g_string_append_c (text, '\n');
  ectopy_text_append_left (text, width, heading);
  append_cells (text, record_columns, G_N_ELEMENTS (record_columns), NULL);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < figures->records->len; i++) {
    const EctopyRecordFigures *record = get_record (figures, i);

    ectopy_text_append_left (text, width, record->name);
    append_record (text, record);
  }
  /* Translators: ECE is the expected calibration error. */
  g_string_append_printf (text, _ ("Calibrated worst: record %s, ECE %s"), worst->name, error);
  g_string_append_c (text, '\n');
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
