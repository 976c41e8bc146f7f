/* SPDX-License-Identifier: MIT */
/* Text and table; the JSON is report-json.c. */
#include "engine/evaluate/report.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/evaluate/ec57-report.h"
#include "engine/evaluate/figure-text.h"
#include "engine/evaluate/record-report.h"
#include "engine/evaluate/text-columns.h"
#include "engine/learn/file-language.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define NAME_WIDTH  26
#define COUNT_WIDTH 10

/* "99.0 % (98.9–99.1)", or a dash alone. */
static char *
percent_with_interval (double share, EctopyInterval interval)
{
  g_autofree char *percent = ectopy_text_percent (share);
  g_autofree char *ends = ectopy_text_percent_interval (interval);

  return isnan (share) ? g_strdup (percent) : g_strdup_printf ("%s (%s)", percent, ends);
}

/* What stands at the beginning of lines, in the order of the report. */
enum {
  CLASS,
  MACRO_MEAN,
  WEIGHTED_MEAN,
  ACCURACY,
  MACRO_F1,
  BALANCED_ACCURACY,
  KAPPA,
  MATTHEWS,
  CALIBRATION_ERROR,
  LOG_LOSS,
  DATA,
  DATA_DIGEST,
  MODEL,
  MODEL_DIGEST,
  NETWORK,
  DATE,
  PROGRAM,
  TIME,
  LEFT_OUT,
};

static const char *const names[] = {
  [CLASS] = N_ ("class"),
  [MACRO_MEAN] = N_ ("macro mean"),
  [WEIGHTED_MEAN] = N_ ("weighted mean"),
  [ACCURACY] = N_ ("accuracy"),
  [MACRO_F1] = N_ ("macro-F1"),
  [BALANCED_ACCURACY] = N_ ("balanced accuracy"),
  [KAPPA] = N_ ("Cohen's kappa"),
  [MATTHEWS] = N_ ("Matthews correlation"),
  [CALIBRATION_ERROR] = N_ ("calibration error (ECE)"),
  [LOG_LOSS] = N_ ("log loss"),
  [DATA] = N_ ("data"),
  [DATA_DIGEST] = N_ ("data, SHA-256"),
  [MODEL] = N_ ("model"),
  [MODEL_DIGEST] = N_ ("model, SHA-256"),
  [NETWORK] = N_ ("network"),
  [DATE] = N_ ("date"),
  [PROGRAM] = "Ectopy",
  [TIME] = N_ ("time"),
  [LEFT_OUT] = N_ ("beats left out"),
};

static char *
class_text (guint c)
{
  return g_strdup_printf ("%c %s", ectopy_beat_class_letter (c),
                          gettext (ectopy_beat_class_name (c)));
}

static void
append_name (GString *report, const char *name)
{
  guint width = NAME_WIDTH;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    width = ectopy_text_column_width (width, gettext (names[i]));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *text = class_text (c);

    width = ectopy_text_column_width (width, text);
  }
  ectopy_text_append_left (report, width, name);
}

/* A line of the table of classes: as many cells as headings, which are freed. */
static void
append_cells (GString *report, const char *name, char *const *cells)
{
  static const struct {
    guint width;
    const char *heading;
  } columns[] = {
    { 22, N_ ("precision (95 %)") }, { 22, N_ ("recall (95 %)") },  { 7, N_ ("F1") },
    { 13, N_ ("specificity") },      { COUNT_WIDTH, N_ ("beats") },
  };

  append_name (report, name);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    const char *heading = gettext (columns[i].heading);

    ectopy_text_append_right (report, ectopy_text_column_width (columns[i].width, heading),
                              cells != NULL ? cells[i] : g_strdup (heading));
  }
  g_string_append_c (report, '\n');
}

static void
append_class_table (GString *report, const EctopyMetrics *metrics)
{
  const EctopyMeanMetrics *means[2] = { &metrics->macro, &metrics->weighted };

  append_cells (report, gettext (names[CLASS]), NULL);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyClassMetrics *one = &metrics->classes[c];
    g_autofree char *name = class_text (c);

    append_cells (report, name,
                  (char *[]){ percent_with_interval (one->precision, one->precision_interval),
                              percent_with_interval (one->recall, one->recall_interval),
                              ectopy_text_decimals (one->f1, 3),
                              ectopy_text_percent (one->specificity),
                              ectopy_text_count (one->support) });
  }
  for (guint i = 0; i < 2; i++)
    append_cells (report, gettext (names[MACRO_MEAN + i]),
                  (char *[]){ ectopy_text_percent (means[i]->precision),
                              ectopy_text_percent (means[i]->recall),
                              ectopy_text_decimals (means[i]->f1, 3), g_strdup (""),
                              ectopy_text_count (metrics->n) });
}

/* A name and a figure, which is freed, with what is in brackets behind it, freed too. */
static void
append_figure (GString *report, guint name, char *figure, char *interval)
{
  append_name (report, gettext (names[name]));
  ectopy_text_append_right (report, COUNT_WIDTH, figure);
  if (interval != NULL)
    g_string_append_printf (report, "  (%s)", interval);
  g_string_append_c (report, '\n');
  g_free (interval);
}

static void
append_figures (GString *report, EctopyEvaluation *evaluation)
{
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (evaluation);
  const EctopyCalibration *calibration = ectopy_evaluation_get_calibration (evaluation);

  append_figure (report, ACCURACY, ectopy_text_percent (metrics->accuracy),
                 ectopy_text_percent_interval (metrics->accuracy_interval));
  append_figure (report, MACRO_F1, ectopy_text_decimals (metrics->macro.f1, 3),
                 ectopy_text_interval (metrics->macro_f1_interval, 3));
  append_figure (report, BALANCED_ACCURACY, ectopy_text_percent (metrics->balanced_accuracy), NULL);
  append_figure (report, KAPPA, ectopy_text_decimals (metrics->kappa, 3), NULL);
  append_figure (report, MATTHEWS, ectopy_text_decimals (metrics->mcc, 3), NULL);
  append_figure (report, CALIBRATION_ERROR, ectopy_text_percent (calibration->expected_error),
                 NULL);
  append_figure (report, LOG_LOSS, ectopy_text_decimals (calibration->log_loss, 4), NULL);
}

static void
append_confusion (GString *report, const EctopyConfusion *confusion)
{
  g_string_append_printf (report, "%s\n",
                          _ ("Beats by true class (rows) and class given (columns)"));
  append_name (report, "");
  for (guint p = 0; p < ECTOPY_N_CLASSES; p++)
    ectopy_text_append_right (report, COUNT_WIDTH,
                              g_strdup_printf ("%c", ectopy_beat_class_letter (p)));
  g_string_append_c (report, '\n');
  for (guint t = 0; t < ECTOPY_N_CLASSES; t++) {
    g_autofree char *name = class_text (t);

    append_name (report, name);
    for (guint p = 0; p < ECTOPY_N_CLASSES; p++)
      ectopy_text_append_right (report, COUNT_WIDTH, ectopy_text_count (confusion->counts[t][p]));
    g_string_append_c (report, '\n');
  }
}

static void
append_source (GString *report, guint name, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  append_name (report, gettext (names[name]));
  g_string_append_printf (report, "%s\n", value);
}

static void
append_provenance (GString *report, EctopyEvaluation *evaluation)
{
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (evaluation);
  const size_t n_skipped = ectopy_evaluation_get_n_skipped (evaluation);
  g_autofree char *seconds = ectopy_text_decimals (source->seconds, 1);

  append_source (report, DATA, source->data_name);
  append_source (report, DATA_DIGEST, source->data_digest);
  append_source (report, MODEL, source->model_name);
  append_source (report, MODEL_DIGEST, source->model_digest);
  append_source (report, NETWORK, source->network_name);
  append_source (report, DATE, source->date);
  append_source (report, PROGRAM, source->version);
  if (source->beats_per_second > 0) {
    g_autofree char *rate = ectopy_text_count ((guint64) MIN (source->beats_per_second, 1e15));
    /* Translators: how many seconds it took, and how many beats that is a second. */
    g_autofree char *text = g_strdup_printf (_ ("%s s, %s beats/s"), seconds, rate);

    append_source (report, TIME, text);
  }
  if (n_skipped > 0) {
    g_autofree char *text = ectopy_text_count (n_skipped);

    append_source (report, LEFT_OUT, text);
  }
}

/* How the recordings were judged, and what became of each. */
static void
append_records (GString *report, const EctopyJudgedRecords *records)
{
  g_autofree char *figures = ectopy_records_figures_text (records->figures);
  g_autofree char *compared = NULL;

  for (guint i = 0; i < records->statements->len; i++)
    g_string_append_printf (report, "%s\n",
                            (const char *) g_ptr_array_index (records->statements, i));
  g_string_append_printf (report, "\n%s\n", figures);
  if (records->compared == NULL)
    return;
  compared = ectopy_ec57_report_text ((const EctopyEc57Record *) (gpointer) records->compared->data,
                                      records->compared->len, &records->options);
  /* Translators: a table follows; “missed” were not found, “invented” found where there is none. */
  g_string_append_printf (report, "%s\n%s\n", _ ("After EC57, with beats missed and invented:"),
                          compared);
}

char *
ectopy_report_text (EctopyEvaluation *evaluation)
{
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (evaluation);
  const EctopyJudgedRecords *records = ectopy_evaluation_get_records (evaluation);
  GString *report = g_string_new (NULL);
  g_autofree char *summary = ectopy_evaluation_dup_summary (evaluation);

  g_string_append_printf (report, "%s\n%s\n\n", summary,
                          ectopy_protocol_sentence (source->protocol));
  append_class_table (report, ectopy_evaluation_get_metrics (evaluation));
  g_string_append_c (report, '\n');
  append_figures (report, evaluation);
  g_string_append_c (report, '\n');
  append_confusion (report, ectopy_evaluation_get_confusion (evaluation));
  g_string_append_c (report, '\n');
  if (records != NULL)
    append_records (report, records);
  append_provenance (report, evaluation);
  g_string_append_printf (report, "%s\n%s\n",
                          records != NULL && records->figures->n_patients > 1
                              ? _ ("Intervals of classes, accuracy and macro-F1 take beats as "
                                   "independent; those by drawing patients do not.")
                              : _ ("Intervals take beats as independent; between patients they are "
                                   "far wider."),
                          ectopy_notice ());
  return g_string_free (report, FALSE);
}

/* A comma, and the value unless it is undefined. */
static void
append_value (GString *csv, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isfinite (value))
    g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

static void
append_class_line (GString *csv, EctopyEvaluation *evaluation, guint c)
{
  const EctopyClassMetrics *one = &ectopy_evaluation_get_metrics (evaluation)->classes[c];
  const EctopyRoc *roc = ectopy_evaluation_get_roc (evaluation, c);
  const EctopyConfusion *confusion = ectopy_evaluation_get_confusion (evaluation);

  g_string_append_printf (csv, "%c,%s,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT,
                          ectopy_beat_class_letter (c), ectopy_beat_class_name (c), one->support,
                          one->predicted);
  append_value (csv, one->precision);
  append_value (csv, one->precision_interval.low);
  append_value (csv, one->precision_interval.high);
  append_value (csv, one->recall);
  append_value (csv, one->recall_interval.low);
  append_value (csv, one->recall_interval.high);
  append_value (csv, one->f1);
  append_value (csv, one->specificity);
  append_value (csv, roc->area);
  append_value (csv, roc->average_precision);
  for (guint p = 0; p < ECTOPY_N_CLASSES; p++)
    g_string_append_printf (csv, ",%" G_GUINT64_FORMAT, confusion->counts[c][p]);
  g_string_append (csv, "\r\n");
}

static void
append_mean_line (GString *csv,
                  const char *name,
                  guint64 n,
                  const EctopyMeanMetrics *means,
                  EctopyInterval interval)
{
  g_string_append_printf (csv, "%s,,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT, name, n, n);
  append_value (csv, means->precision);
  append_value (csv, interval.low);
  append_value (csv, interval.high);
  append_value (csv, means->recall);
  append_value (csv, interval.low);
  append_value (csv, interval.high);
  append_value (csv, means->f1);
  g_string_append (csv, ",,,,,,,,\r\n");
}

char *
ectopy_report_csv (EctopyEvaluation *evaluation)
{
  const EctopyMetrics *metrics = ectopy_evaluation_get_metrics (evaluation);
  const EctopyJudgedRecords *records = ectopy_evaluation_get_records (evaluation);
  const EctopyMeanMetrics micro = { metrics->accuracy, metrics->accuracy, metrics->accuracy };
  const EctopyInterval none = { NAN, NAN };
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();
  GString *csv;

  if (records != NULL && records->figures->records->len > 1)
    return ectopy_records_figures_csv (records->figures);
  csv = g_string_new ("class,name,support,given,precision,precision_low,precision_high,"
                      "recall,recall_low,recall_high,f1,specificity,roc_area,"
                      "average_precision,given_N,given_S,given_V,given_F,given_Q\r\n");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    append_class_line (csv, evaluation, c);
  append_mean_line (csv, "macro", metrics->n, &metrics->macro, none);
  append_mean_line (csv, "weighted", metrics->n, &metrics->weighted, none);
  append_mean_line (csv, "micro", metrics->n, &micro, metrics->accuracy_interval);
  return g_string_free (csv, FALSE);
}

gboolean
ectopy_report_write (EctopyEvaluation *evaluation, const char *path, GError **error)
{
  static const struct {
    const char *suffix;
    char *(*make) (EctopyEvaluation *evaluation);
  } kinds[] = {
    { ".txt", ectopy_report_text },
    { ".csv", ectopy_report_csv },
    { ".json", ectopy_report_json },
  };
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_has_suffix (lower, kinds[i].suffix)) {
      g_autofree char *text = kinds[i].make (evaluation);

      return ectopy_atomic_write (path, text, strlen (text), error);
    }
  }
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
               _ ("%s: expected a name that ends in .txt, .csv or .json, found another."), shown);
  return FALSE;
}
