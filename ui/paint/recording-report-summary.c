/* SPDX-License-Identifier: MIT */
/* The first page of the report of a recording: what was looked at, what was found, how sure that is. */
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/chart-paint.h"
#include "ui/paint/class-mark.h"
#include "ui/paint/recording-report-private.h"
#include "ui/paint/time-axis.h"

#include <glib/gi18n.h>
#include <math.h>

#define FONT         (ECTOPY_REPORT_SMALL + 0.5)
#define MARK_ROOM    11.0 /* points, left of a class */
#define LEFT_SHARE   0.4  /* of the width, for the classes */
#define COLUMN_GAP   24.0
#define CHART_HEIGHT 200.0
#define LEAST_CHART  50.0
#define NOTES        42.0 /* what stands below the chart, at least */
#define MARKED       90   /* points of the trend up to which each is marked */

/* ---- What was looked at ---- */

/* (transfer full): "MLII, V1; classes are read from MLII". */
static char *
leads_text (const EctopyRecordingReport *report)
{
  const size_t n = ectopy_recording_get_n_leads (report->recording);
  g_autoptr (GString) leads = g_string_new (NULL);

  for (size_t i = 0; i < n; i++)
    g_string_append_printf (leads, "%s%s", i > 0 ? ", " : "",
                            ectopy_recording_get_lead_name (report->recording, i));
  if (n <= 1)
    return g_strdup (leads->str);
  /* Translators: names of leads, and the name of one of them. */
  return g_strdup_printf (_ ("%s; classes are read from %s"), leads->str,
                          ectopy_recording_get_lead_name (report->recording, report->lead));
}

/* (transfer full): "30 min 6 s at 360 Hz, 29 min 50 s of it analysable". */
static char *
length_text (const EctopyRecordingReport *report)
{
  const EctopyStudySummary *summary = report->summary;
  g_autofree char *length = ectopy_time_length_text (summary->duration_s);
  g_autofree char *left = ectopy_time_length_text (summary->duration_s - summary->left_out_s);
  const double rate = ectopy_recording_get_rate_hz (report->recording);

  return summary->left_out_s > 0
             /* Translators: a length such as “30 min 6 s”, samples a second, and a length again. */
             ? g_strdup_printf (_ ("%s at %.6g Hz, %s of it analysable"), length, rate, left)
             /* Translators: a length such as “30 min 6 s”, and samples a second. */
             : g_strdup_printf (_ ("%s at %.6g Hz, all of it analysable"), length, rate);
}

/* Beats that are neither rejected nor counted. */
static size_t
count_left_out (const EctopyRecordingReport *report)
{
  size_t n = 0;

  for (guint i = 0; i < report->beats->len; i++)
    n += g_array_index (report->beats, EctopyTraceBeat, i).is_rejected ? 0 : 1;
  return n - MIN (n, report->summary->n_beats);
}

/* (transfer full): "2,942, found by the detector". */
static char *
origin_text (const EctopyRecordingReport *report)
{
  const char *origin = report->findings->origin;
  const size_t n_left_out = count_left_out (report);
  g_autofree char *n = ectopy_text_count (report->summary->n_beats);
  g_autofree char *left_out = ectopy_text_count (n_left_out);
  g_autofree char *text = NULL;

  if (g_strcmp0 (origin, "detector") == 0)
    /* Translators: after “Beats”: how many. */
    text = g_strdup_printf (_ ("%s, found by the detector"), n);
  else
    /* Translators: after “Beats”: how many, and the name of an annotator such as “atr”. */
    text = g_strdup_printf (_ ("%s, at the marks of annotator “%s” in the file"), n,
                            origin != NULL ? origin : "?");
  if (n_left_out == 0)
    return g_steal_pointer (&text);
  /* Translators: “2,942, found by the detector”, and a number of beats. */
  return g_strdup_printf (ngettext ("%s; %s more where nothing is analysable",
                                    "%s; %s more where nothing is analysable", n_left_out),
                          text, left_out);
}

static char *
review_text (const EctopyRecordingReport *report)
{
  const EctopyStudySummary *summary = report->summary;
  g_autofree char *looked_at = ectopy_text_count (summary->n_looked_at);
  g_autofree char *by_hand = ectopy_text_count (summary->n_by_hand);

  if (summary->n_looked_at == 0)
    return g_strdup (_ ("by nobody yet: all classes are those of the model"));
  if (summary->n_by_hand == 0)
    /* Translators: after “Reviewed”. */
    return g_strdup_printf (ngettext ("%s beat was looked at and left as it was",
                                      "%s beats were looked at and left as they were",
                                      summary->n_looked_at),
                            looked_at);
  return g_strdup_printf (
      /* Translators: after “Reviewed”: how many beats, and how many of them. */
      ngettext ("%s beat was looked at; %s changed, added, moved or rejected by hand",
                "%s beats were looked at; %s changed, added, moved or rejected by hand",
                summary->n_looked_at),
      looked_at, by_hand);
}

static void
paint_facts (EctopyReportPage *page, const EctopyRecordingReport *report)
{
  const EctopyFindings *findings = report->findings;
  g_autofree char *leads = leads_text (report);
  g_autofree char *length = length_text (report);
  g_autofree char *origin = origin_text (report);
  g_autofree char *review = review_text (report);
  g_autofree char *program = report->version != NULL
                                 ? g_strconcat ("Ectopy ", report->version, NULL)
                                 : NULL;

  const EctopyReportFact facts[] = {
    { _ ("Recording"), report->name, TRUE },
    { _ ("Leads"), leads, FALSE },
    { _ ("Length"), length, FALSE },
    { _ ("Beats"), origin, FALSE },
    { _ ("Model"), findings->model != NULL ? findings->model : _ ("not named"), TRUE },
    { "SHA-256", findings->model_digest, TRUE },
    { _ ("Adapted"), report->adapted, FALSE },
    { _ ("Reviewed"), review, FALSE },
    { _ ("Program"), program, TRUE },
  };

  ectopy_report_page_facts (page, facts, G_N_ELEMENTS (facts));
}

/* ---- What was found ---- */

static double
share_of (const EctopyStudySummary *summary, guint beat_class)
{
  return summary->n_beats > 0 ? (double) summary->counts[beat_class] / (double) summary->n_beats
                              : (double) NAN;
}

/* (transfer full): the sentence that matters. */
static char *
found_text (const EctopyStudySummary *summary)
{
  g_autofree char *n = ectopy_text_count (summary->n_beats);
  g_autofree char *v = ectopy_text_percent (share_of (summary, ECTOPY_CLASS_V));
  g_autofree char *s = ectopy_text_percent (share_of (summary, ECTOPY_CLASS_S));
  g_autofree char *least = ectopy_text_decimals (summary->rate.least, 0);
  g_autofree char *most = ectopy_text_decimals (summary->rate.most, 0);
  g_autofree char *mean = ectopy_text_decimals (summary->rate.mean, 0);
  g_autofree char *pause = ectopy_text_decimals (summary->longest_pause_s, 1);
  g_autofree char *shares = NULL, *rate = NULL, *pauses = NULL;

  if (summary->n_beats == 0)
    return g_strdup (_ ("No beat was found that counts."));
  /* Translators: a share such as “1.2 %”, how many beats there are, another share. */
  shares = g_strdup_printf (ngettext ("%s of %s beat ventricular, %s supraventricular.",
                                      "%s of %s beats ventricular, %s supraventricular.",
                                      summary->n_beats),
                            v, n, s);
  if (isfinite (summary->rate.least))
    rate = g_strdup_printf (_ ("Heart rate %s to %s a minute, on average %s."), least, most, mean);
  else if (isfinite (summary->rate.mean))
    rate = g_strdup_printf (_ ("Heart rate %s a minute on average."), mean);
  if (summary->n_pauses > 0)
    /* Translators: how many pauses, and how long the longest is. */
    pauses = g_strdup_printf (ngettext ("%zu pause of more than 2 s, of %s s.",
                                        "%zu pauses of more than 2 s, the longest of %s s.",
                                        summary->n_pauses),
                              summary->n_pauses, pause);
  else
    pauses = g_strdup (_ ("No pause of more than 2 s."));
  return rate != NULL ? g_strjoin (" ", shares, rate, pauses, NULL)
                      : g_strjoin (" ", shares, pauses, NULL);
}

/* The mark of a class beside a row of a table whose head ends at @top. */
static void
paint_mark (const EctopyReportPage *page, guint beat_class, double top, guint row)
{
  const double baseline = top + row * ECTOPY_TABLE_ROW * FONT - 0.5 * FONT;

  ectopy_class_mark_paint (page->cr, beat_class, ECTOPY_MARK_PLAIN, page->left + 0.4 * FONT,
                           baseline - 0.36 * FONT, 0.85 * FONT, page->palette.classes[beat_class]);
}

static void
paint_classes (EctopyReportPage *page, const EctopyStudySummary *summary)
{
  enum { N_COLUMNS = 3, N_ROWS = ECTOPY_N_CLASSES + 2 };
  static const double widths[N_COLUMNS] = { 2.6, 1, 1 };
  static const char *const head[N_COLUMNS] = { NC_ ("table", "class"), NC_ ("table", "beats"),
                                               NC_ ("table", "share") };
  const double width = LEFT_SHARE * page->width - MARK_ROOM;
  EctopyTable table = { .n_rows = N_ROWS,
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .rule_before = N_ROWS - 1,
                        .font_size = FONT };
  char *cells[N_ROWS * N_COLUMNS] = { NULL };
  double top;
  char **all = cells + (N_ROWS - 1) * N_COLUMNS;

  ectopy_report_page_head (cells, head, N_COLUMNS);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    char **row = cells + (c + 1) * N_COLUMNS;

    row[0] = ectopy_report_class_name (c);
    row[1] = ectopy_text_count (summary->counts[c]);
    row[2] = ectopy_text_percent (share_of (summary, c));
  }
  all[0] = g_strdup (_ ("all that count"));
  all[1] = ectopy_text_count (summary->n_beats);
  table.cells = (const char *const *) cells;
  top = page->y + ectopy_table_head_height (page->cr, &table, width);
  ectopy_report_page_table (page, &table, cells, page->left + MARK_ROOM, width);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    paint_mark (page, c, top, c + 1);
}

/* (transfer full): a figure with its unit, as @format has them; an en dash without one where there is
 * none. */
G_GNUC_FORMAT (3) static char *with_unit (double value, guint decimals, const char *format)
{
  g_autofree char *number = decimals == 0 && value >= 0 && value < 1e15
                                ? ectopy_text_count ((guint64) llround (value))
                                : ectopy_text_decimals (value, decimals);

  return isfinite (value) ? g_strdup_printf (format, number) : g_steal_pointer (&number);
}

static char *
time_of (double value, double time_s)
{
  return isfinite (value) ? ectopy_time_text (time_s, 0) : NULL;
}

static void
paint_rhythm (EctopyReportPage *page, const EctopyStudySummary *summary, double x, double width)
{
  static const double widths[] = { 2.2, 1, 0.9 };
  const EctopyRateRange *rate = &summary->rate;
  const double pause = summary->n_pauses > 0 ? summary->longest_pause_s : (double) NAN;
  /* Translators: of these, “%s /min” is a rate, “%s ms” and “%s s” are times. */
  const char *per_minute = _ ("%s /min"), *ms = _ ("%s ms"), *seconds = _ ("%s s");
  char *cells[] = {
    g_strdup (_ ("rate and rhythm")),
    NULL,
    /* Translators: heads a column of times. */
    g_strdup (C_ ("table", "at")),
    g_strdup (_ ("lowest heart rate")),
    with_unit (rate->least, 0, per_minute),
    time_of (rate->least, rate->least_s),
    /* Translators: below “lowest heart rate”: the mean one. */
    g_strdup (C_ ("heart rate", "mean")),
    with_unit (rate->mean, 0, per_minute),
    NULL,
    g_strdup (C_ ("heart rate", "highest")),
    with_unit (rate->most, 0, per_minute),
    time_of (rate->most, rate->most_s),
    g_strdup ("SDNN"),
    with_unit (summary->sdnn_ms, 0, ms),
    NULL,
    g_strdup ("RMSSD"),
    with_unit (summary->rmssd_ms, 0, ms),
    NULL,
    g_strdup (_ ("pauses of more than 2 s")),
    ectopy_text_count (summary->n_pauses),
    NULL,
    g_strdup (_ ("longest pause")),
    with_unit (pause, 2, seconds),
    time_of (pause, summary->longest_pause_at_s),
    g_strdup (_ ("stretches of bigeminy")),
    ectopy_text_count (summary->n_bigeminy),
    NULL,
    g_strdup (_ ("stretches of trigeminy")),
    ectopy_text_count (summary->n_trigeminy),
    NULL,
  };
  EctopyTable table = { .n_rows = G_N_ELEMENTS (cells) / 3,
                        .n_columns = 3,
                        .widths = widths,
                        .font_size = FONT };

  ectopy_report_page_table (page, &table, cells, x, width);
}

static void
paint_runs (EctopyReportPage *page, const EctopyStudySummary *summary)
{
  enum { N_COLUMNS = 7, N_ROWS = 3 };
  static const char *const head[N_COLUMNS] = {
    NC_ ("table", "beats in a row"),
    NC_ ("table", "two"),
    NC_ ("table", "three or more"),
    NC_ ("table", "longest"),
    NC_ ("table", "at"),
    NC_ ("table", "fastest"),
    NC_ ("table", "at"),
  };
  static const double widths[N_COLUMNS] = { 2.2, 0.8, 1.3, 1.1, 0.9, 1.1, 0.9 };
  static const guint classes[] = { ECTOPY_CLASS_S, ECTOPY_CLASS_V };
  const double width = page->width - MARK_ROOM;
  EctopyTable table = { .n_rows = N_ROWS,
                        .n_columns = N_COLUMNS,
                        .widths = widths,
                        .font_size = FONT };
  char *cells[N_ROWS * N_COLUMNS] = { NULL };
  double top;

  ectopy_report_page_head (cells, head, N_COLUMNS);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    const EctopyRunFigures *runs = &summary->runs[classes[i]];
    const double longest = runs->n_runs > 0 ? (double) runs->longest : (double) NAN;
    char **row = cells + (i + 1) * N_COLUMNS;

    row[0] = ectopy_report_class_name (classes[i]);
    row[1] = ectopy_text_count (runs->n_couplets);
    row[2] = ectopy_text_count (runs->n_runs);
    row[3] = with_unit (longest, 0, ngettext ("%s beat", "%s beats", runs->longest));
    row[4] = time_of (longest, runs->longest_s);
    row[5] = with_unit (runs->fastest, 0, _ ("%s /min"));
    row[6] = time_of (runs->fastest, runs->fastest_s);
  }
  table.cells = (const char *const *) cells;
  top = page->y + ectopy_table_head_height (page->cr, &table, width);
  ectopy_report_page_table (page, &table, cells, page->left + MARK_ROOM, width);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    paint_mark (page, classes[i], top, i + 1);
}

/* ---- How sure ---- */

/* (transfer full) */
static char *
sureness_text (const EctopyStudySummary *summary)
{
  const double share = (double) summary->n_doubtful / (double) MAX (summary->n_by_model, 1);
  g_autofree char *mean = ectopy_beat_confidence_text (summary->mean_confidence);
  g_autofree char *n = ectopy_text_count (summary->n_by_model);
  g_autofree char *doubtful = ectopy_text_count (summary->n_doubtful);
  g_autofree char *percent = ectopy_text_percent (share);
  g_autofree char *text = NULL;

  if (summary->n_by_model == 0)
    return g_strdup (_ ("No class is that of the model alone."));
  if (summary->n_doubtful > 0)
    text = g_strdup_printf (
        /* Translators: how many beats, a share such as “97 %”, how many beats, their share. */
        ngettext ("%s beat has the class that the model gave, with a mean confidence of %s; in %s "
                  "(%s) it is below 70 %%.",
                  "%s beats have the class that the model gave, with a mean confidence of %s; in "
                  "%s (%s) it is below 70 %%.",
                  summary->n_by_model),
        n, mean, doubtful, percent);
  else
    text = g_strdup_printf (
        /* Translators: how many beats, and a share such as “97 %”. */
        ngettext ("%s beat has the class that the model gave, with a mean confidence of %s; in "
                  "none is it below 70 %%.",
                  "%s beats have the class that the model gave, with a mean confidence of %s; in "
                  "none is it below 70 %%.",
                  summary->n_by_model),
        n, mean);
  return g_strjoin (" ", text,
                    _ ("A model has learned from the patients and recorders it was shown: on "
                       "others it may be sure and wrong. Look at the strips."),
                    NULL);
}

static void
paint_sureness (EctopyReportPage *page, const EctopyRecordingReport *report)
{
  g_autofree char *unlike = ectopy_findings_dup_unlike_text (report->findings);
  g_autofree char *text = sureness_text (report->summary);

  ectopy_report_page_heading (page, _ ("How sure"));
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, text);
  if (unlike != NULL)
    ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, unlike);
}

static const char *
notes_text (void)
{
  return _ ("Lowest and highest heart rate: over 8 intervals in a row. SDNN and RMSSD: of "
            "intervals between two normal beats. Stretches that are not analysable, and beats that "
            "were rejected, count nowhere.");
}

/* What stands below the chart, with the notice or without. */
static double
notes_height (const EctopyReportPage *page, gboolean has_notice)
{
  const double notes = ectopy_report_page_measure (page, ECTOPY_REPORT_SMALL, page->width,
                                                   notes_text ());
  const double notice = ectopy_report_page_measure (page, ECTOPY_REPORT_BODY, page->width,
                                                    ectopy_notice ());

  return has_notice ? MAX (NOTES, notes + notice + 6) : notes + 6;
}

/* Hours where there are several, else minutes. Returns: whether there is room for the notice, too, which stands at
 * the foot in any case. */
static gboolean
paint_trend (EctopyReportPage *page, const EctopyRecordingReport *report)
{
  const GArray *trend = report->summary->trend;
  const gboolean in_hours = report->duration_s > 3 * 3600;
  const double unit_s = in_hours ? 3600 : 60;

  g_autofree double *x = g_new (double, trend->len);
  EctopySeries series = { .x = x,
                          .y = (const double *) trend->data,
                          .n = trend->len,
                          .color = page->palette.trace,
                          .markers = trend->len <= MARKED,
                          .thin = trend->len > MARKED };
  const EctopyChart chart = {
    .x_title = in_hours ? _ ("hours from the beginning") : _ ("minutes from the beginning"),
    .y_title = _ ("beats a minute"),
    .series = &series,
    .n_series = 1,
    .legend = ECTOPY_LEGEND_NONE,
    .fixed_x = TRUE,
    .x_high = MAX (report->duration_s, 60) / unit_s,
    .empty_text = _ ("There are too few beats for a heart rate."),
    .font_size = ECTOPY_REPORT_SMALL,
  };
  double room, height;
  gboolean has_notice;

  for (guint i = 0; i < trend->len; i++) {
    const double start = i * ECTOPY_TREND_S;

    x[i] = (start + MIN (start + ECTOPY_TREND_S, MAX (report->duration_s, 1))) / 2 / unit_s;
  }
  ectopy_report_page_heading (page, _ ("Heart rate, mean of each minute"));
  room = page->bottom - page->y;
  has_notice = room >= LEAST_CHART + notes_height (page, TRUE);
  height = CLAMP (room - notes_height (page, has_notice), LEAST_CHART, CHART_HEIGHT);
  cairo_save (page->cr);
  cairo_tag_begin (page->cr, "Figure", NULL);
  cairo_translate (page->cr, page->left, page->y);
  ectopy_chart_paint (page->cr, &chart, &page->palette, page->width, height);
  cairo_tag_end (page->cr, "Figure");
  cairo_restore (page->cr);
  page->y += height + 6;
  return has_notice;
}

void
ectopy_recording_summary_paint (EctopyReportPage *page, const EctopyRecordingReport *report)
{
  const EctopyStudySummary *summary = report->summary;
  const double left = LEFT_SHARE * page->width;
  g_autofree char *found = found_text (summary);
  gboolean has_notice;
  double top;

  ectopy_report_page_title (page, _ ("The heartbeats of a recording"));
  paint_facts (page, report);
  ectopy_report_page_heading (page, _ ("What was found"));
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_HEADING, FALSE, found);
  page->y += ECTOPY_REPORT_GAP / 2;
  top = page->y;
  paint_classes (page, summary);
  page->y = top;
  paint_rhythm (page, summary, page->left + left + COLUMN_GAP, page->width - left - COLUMN_GAP);
  page->y += ECTOPY_REPORT_GAP / 2;
  paint_runs (page, summary);
  paint_sureness (page, report);
  has_notice = paint_trend (page, report);
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_SMALL, TRUE, notes_text ());
  if (has_notice)
    ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, ectopy_notice ());
}
