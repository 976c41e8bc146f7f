/* SPDX-License-Identifier: MIT */
/* The text; the JSON is ec57-json.c. */
#include "engine/evaluate/ec57-report.h"

#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"

#include <math.h>
#include <string.h>

#define NAME_WIDTH  10
#define COUNT_WIDTH 9
#define RATE_WIDTH  9
#define SHARE_WIDTH 24

/* Appends @text, which is freed, at the right end of @width characters. */
static void
append_right (GString *report, guint width, char *text)
{
  const glong length = g_utf8_strlen (text, -1);

  g_string_append_printf (report, "%*s%s", MAX ((int) width - (int) length, 1), "", text);
  g_free (text);
}

static void
append_left (GString *report, guint width, const char *text)
{
  const glong length = g_utf8_strlen (text, -1);

  g_string_append_printf (report, "%s%*s", text, MAX ((int) width - (int) length, 1), "");
}

/* (transfer full): "96.75". Never "100.00" for less than all, nor "0.00" for more than none. */
static char *
rate_text (double share)
{
  if (share < 1 && share >= 0.99995)
    return g_strdup (">99.99");
  if (share > 0 && share < 0.00005)
    return g_strdup ("<0.01");
  return ectopy_text_decimals (100 * share, 2);
}

/* (transfer full): "5:00", "0:07" or "1:02:03"; parts of a second as decimals. */
static char *
time_text (double seconds)
{
  const guint hours = (guint) (seconds / 3600), minutes = (guint) (fmod (seconds, 3600) / 60);
  const double rest = fmod (seconds, 60);
  g_autofree char *decimals = ectopy_text_decimals (rest, rest == floor (rest) ? 0 : 3);
  const char *zero = rest < 10 ? "0" : "";

  return hours > 0 ? g_strdup_printf ("%u:%02u:%s%s", hours, minutes, zero, decimals)
                   : g_strdup_printf ("%u:%s%s", minutes, zero, decimals);
}

char *
ectopy_ec57_report_protocol (const EctopyEc57Options *options)
{
  GString *text = g_string_new ("Beat by beat after ANSI/AAMI EC57: marks match within ");
  g_autofree char *window = ectopy_text_decimals (1000 * options->window_s, 0);
  g_autofree char *from = time_text (options->from_s);
  g_autofree char *to = time_text (options->to_s);

  g_string_append_printf (text, "%s ms, ", window);
  if (options->from_s > 0)
    g_string_append_printf (text, "beats before %s are not counted", from);
  else
    g_string_append (text, "beats are counted from the beginning");
  if (options->to_s > 0)
    g_string_append_printf (text, ", nor are those after %s", to);
  g_string_append (text, ".\n");
  if (!ectopy_ec57_is_standard (options))
    g_string_append (text, "This is not the standard's comparison, which matches within 150 ms and "
                           "counts from 5:00 to the end.\n");
  g_string_append_printf (text, "%s\n", ectopy_ec57_map_sentence (options->map));
  return g_string_free (text, FALSE);
}

static void
append_heading (GString *report)
{
  static const char *const headings[ECTOPY_N_EC57_RATES] = {
    "QRS Se", "QRS +P", "VEB Se", "VEB +P", "VEB FPR", "SVEB Se", "SVEB +P", "SVEB FPR",
  };

  append_left (report, NAME_WIDTH, "record");
  append_right (report, COUNT_WIDTH, g_strdup ("beats"));
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    append_right (report, RATE_WIDTH, g_strdup (headings[rate]));
  g_string_append_c (report, '\n');
}

static void
append_counted (GString *report, const char *name, const EctopyEc57Counts *counts)
{
  append_left (report, NAME_WIDTH, name);
  append_right (report, COUNT_WIDTH,
                ectopy_text_count (ectopy_ec57_counts_reference (counts, ECTOPY_EC57_O)));
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    append_right (report, RATE_WIDTH,
                  rate_text (ectopy_ec57_share (ectopy_ec57_rate (counts, rate))));
  g_string_append_c (report, '\n');
}

static void
append_means (GString *report, const EctopyEc57Summary *summary)
{
  append_counted (report, "gross", &summary->counts);
  append_left (report, NAME_WIDTH, "average");
  append_right (report, COUNT_WIDTH, g_strdup (""));
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    append_right (report, RATE_WIDTH, rate_text (summary->average[rate]));
  g_string_append_c (report, '\n');
}

/* What `sumstats` prints otherwise, where it does. */
static void
append_sumstats (GString *report, const EctopyEc57Summary *summary)
{
  g_autofree char *gross = rate_text (summary->sumstats_sveb_ppv);
  g_autofree char *average = rate_text (summary->sumstats_average_sveb_ppv);

  if (summary->counts.cells[ECTOPY_EC57_F][ECTOPY_EC57_S] > 0)
    g_string_append_printf (report,
                            "(WFDB's sumstats leaves Fs out of the SVEB +P: gross %s, average "
                            "%s.)\n",
                            gross, average);
}

static void
append_counts (GString *report, const EctopyEc57Counts *counts)
{
  g_string_append (report, "Beats by reference (rows) and test (columns); O: no beat, X: shut "
                           "down\n");
  append_left (report, NAME_WIDTH, "");
  for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
    append_right (report, COUNT_WIDTH,
                  g_strdup_printf ("%c", g_ascii_tolower (ectopy_ec57_letter (t))));
  g_string_append_c (report, '\n');
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++) {
    append_left (report, NAME_WIDTH, (char[]){ ectopy_ec57_letter (r), '\0' });
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS && ectopy_ec57_is_cell (r, t); t++)
      append_right (report, COUNT_WIDTH, ectopy_text_count (counts->cells[r][t]));
    g_string_append_c (report, '\n');
  }
}

/* (transfer full): "96.47 (82 of 85)". */
static char *
share_text (EctopyEc57Share share)
{
  g_autofree char *rate = rate_text (ectopy_ec57_share (share));
  g_autofree char *n = ectopy_text_count (share.n);
  g_autofree char *of = ectopy_text_count (share.of);

  return share.of > 0 ? g_strdup_printf ("%s (%s of %s)", rate, n, of) : g_strdup (rate);
}

static void
append_runs (GString *report, const EctopyEc57Summary *summary)
{
  static const char *const names[2][ECTOPY_N_EC57_RUN_KINDS] = {
    { "V couplets", "V runs, 3 to 5", "V runs, 6 or more" },
    { "S couplets", "S runs, 3 to 5", "S runs, 6 or more" },
  };
  const EctopyEc57Runs *runs[2] = { &summary->ventricular, &summary->supraventricular };

  append_left (report, 2 * NAME_WIDTH, "runs");
  append_right (report, SHARE_WIDTH, g_strdup ("Se"));
  append_right (report, SHARE_WIDTH, g_strdup ("+P"));
  g_string_append_c (report, '\n');
  for (guint i = 0; i < 2; i++)
    for (guint kind = 0; kind < ECTOPY_N_EC57_RUN_KINDS; kind++) {
      append_left (report, 2 * NAME_WIDTH, names[i][kind]);
      append_right (report, SHARE_WIDTH, share_text (ectopy_ec57_runs_sensitivity (runs[i], kind)));
      append_right (report, SHARE_WIDTH,
                    share_text (ectopy_ec57_runs_predictivity (runs[i], kind)));
      g_string_append_c (report, '\n');
    }
}

static void
append_rest (GString *report, const EctopyEc57Summary *summary)
{
  g_autofree char *rr_error = ectopy_text_decimals (summary->average_rr_error_ms, 2);
  g_autofree char *shutdown = ectopy_text_decimals (summary->shutdown_s, 0);

  if (isfinite (summary->average_rr_error_ms))
    g_string_append_printf (report, "RR intervals differ by %s ms (root mean square%s).\n",
                            rr_error, summary->n_records > 1 ? ", average" : "");
  if (summary->shutdown_s > 0)
    g_string_append_printf (report, "The test had shut down for %s s.\n", shutdown);
  g_string_append (report, ECTOPY_NOTICE "\n");
}

/* ---- A sentence ---- */

/* Appends "; worst: fusion, 301 of 373": of the classes in the reference, where any beat is wrong. */
static void
append_worst (GString *text, const EctopyEc57Counts *counts)
{
  EctopyEc57Share worst = { 1, 1 };
  guint worst_class = ECTOPY_N_CLASSES;
  g_autofree char *n = NULL;
  g_autofree char *of = NULL;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyEc57Share recall = ectopy_ec57_recall (counts, c);

    if (recall.of > 0 && ectopy_ec57_share (recall) < ectopy_ec57_share (worst)) {
      worst = recall;
      worst_class = c;
    }
  }
  if (worst_class == ECTOPY_N_CLASSES)
    return;
  n = ectopy_text_count (worst.n);
  of = ectopy_text_count (worst.of);
  g_string_append_printf (text, "; worst: %s, %s of %s", ectopy_beat_class_name (worst_class), n,
                          of);
}

char *
ectopy_ec57_report_summary (const EctopyEc57Counts *counts)
{
  const EctopyEc57Share sensitivity = ectopy_ec57_rate (counts, ECTOPY_EC57_QRS_SE);
  const EctopyEc57Share predictivity = ectopy_ec57_rate (counts, ECTOPY_EC57_QRS_PPV);
  guint64 n_right = 0;
  g_autofree char *right = NULL;
  g_autofree char *all = ectopy_text_count (sensitivity.of);
  g_autofree char *missed = ectopy_text_count (sensitivity.of - sensitivity.n);
  g_autofree char *false_ones = ectopy_text_count (predictivity.of - predictivity.n);
  GString *text = g_string_new (NULL);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n_right += counts->cells[c][c];
  right = ectopy_text_count (n_right);
  g_string_append_printf (text, "%s of %s %s the class of the reference", right, all,
                          sensitivity.of == 1 ? "beat has" : "beats have");
  append_worst (text, counts);
  g_string_append_printf (text, ". %s %s not found, %s %s where the reference has none.", missed,
                          sensitivity.of - sensitivity.n == 1 ? "was" : "were", false_ones,
                          predictivity.of - predictivity.n == 1 ? "is" : "are");
  return g_string_free (text, FALSE);
}

/* ---- A table ---- */

static void
append_number (GString *report, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (report, ',');
  if (isfinite (number))
    g_string_append (report, g_ascii_formatd (digits, sizeof digits, "%.10g", number));
}

/* A name may hold anything. */
static void
append_quoted (GString *report, const char *name)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (strpbrk (name, ",\"\r\n") == NULL) {
    g_string_append (report, name);
    return;
  }
  parts = g_strsplit (name, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (report, "\"%s\"", doubled);
}

char *
ectopy_ec57_report_csv (const EctopyEc57Record *records, size_t n, const EctopyEc57Options *options)
{
  GString *report = g_string_new ("record,map,from_s,window_ms,beats");

  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    g_string_append_printf (report, ",%s", ectopy_ec57_rate_name (rate));
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS && ectopy_ec57_is_cell (r, t); t++)
      g_string_append_printf (report, ",%c%c", ectopy_ec57_letter (r),
                              g_ascii_tolower (ectopy_ec57_letter (t)));
  g_string_append_c (report, '\n');
  for (size_t i = 0; i < n; i++) {
    const EctopyEc57Counts *counts = &records[i].result->counts;

    append_quoted (report, records[i].name);
    g_string_append_printf (report, ",%s", ectopy_ec57_map_name (options->map));
    append_number (report, options->from_s);
    append_number (report, 1000 * options->window_s);
    append_number (report, (double) ectopy_ec57_counts_reference (counts, ECTOPY_EC57_O));
    for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
      append_number (report, 100 * ectopy_ec57_share (ectopy_ec57_rate (counts, rate)));
    for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
      for (guint t = 0; t < ECTOPY_N_EC57_LABELS && ectopy_ec57_is_cell (r, t); t++)
        append_number (report, (double) counts->cells[r][t]);
    g_string_append_c (report, '\n');
  }
  return g_string_free (report, FALSE);
}

/* ---- Text ---- */

char *
ectopy_ec57_report_text (const EctopyEc57Record *records,
                         size_t n,
                         const EctopyEc57Options *options)
{
  g_autofree char *protocol = ectopy_ec57_report_protocol (options);
  GString *report = g_string_new (protocol);
  EctopyEc57Summary summary;

  ectopy_ec57_summary_compute (&summary, records, n);
  g_string_append (report, "Figures are in per cent.\n\n");
  append_heading (report);
  for (size_t i = 0; i < n; i++)
    append_counted (report, records[i].name, &records[i].result->counts);
  if (n > 1) {
    append_means (report, &summary);
    append_sumstats (report, &summary);
  }
  g_string_append_c (report, '\n');
  append_counts (report, &summary.counts);
  g_string_append_c (report, '\n');
  append_runs (report, &summary);
  g_string_append_c (report, '\n');
  append_rest (report, &summary);
  return g_string_free (report, FALSE);
}
