/* SPDX-License-Identifier: MIT */
/* The text; the JSON is ec57-json.c. */
#include "engine/evaluate/ec57-report.h"

#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"
#include "engine/evaluate/text-columns.h"
#include "engine/learn/file-language.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define NAME_WIDTH  10
#define COUNT_WIDTH 9
#define RATE_WIDTH  9
#define SHARE_WIDTH 24

/* (transfer full): "96.75". Never "100.00" for less than all, nor "0.00" for more than none. */
static char *
rate_text (double share)
{
  const gboolean is_nearly_all = share < 1 && share >= 0.99995;
  const gboolean is_hardly_any = share > 0 && share < 0.00005;
  g_autofree char *number = ectopy_text_decimals (is_nearly_all   ? 99.99
                                                  : is_hardly_any ? 0.01
                                                                  : 100 * share,
                                                  2);

  return g_strconcat (is_nearly_all ? ">" : is_hardly_any ? "<" : "", number, NULL);
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

/* (transfer full): how beats are matched and which are counted, a sentence. */
static char *
matching_text (const EctopyEc57Options *options)
{
  g_autofree char *window = ectopy_text_decimals (1000 * options->window_s, 0);
  g_autofree char *from = time_text (options->from_s);
  g_autofree char *to = time_text (options->to_s);

  if (options->from_s > 0 && options->to_s > 0)
    /* Translators: milliseconds, then two times such as 5:00. */
    return g_strdup_printf (
        _ ("Beat by beat after ANSI/AAMI EC57: marks match within %s ms, beats before %s are not "
           "counted, nor are those after %s."),
        window, from, to);
  if (options->from_s > 0)
    /* Translators: milliseconds, then a time such as 5:00. */
    return g_strdup_printf (
        _ ("Beat by beat after ANSI/AAMI EC57: marks match within %s ms, beats before %s are not "
           "counted."),
        window, from);
  if (options->to_s > 0)
    /* Translators: milliseconds, then a time such as 5:00. */
    return g_strdup_printf (
        _ ("Beat by beat after ANSI/AAMI EC57: marks match within %s ms, beats after %s are not "
           "counted."),
        window, to);
  return g_strdup_printf (
      _ ("Beat by beat after ANSI/AAMI EC57: marks match within %s ms, beats are counted from the "
         "beginning."),
      window);
}

char *
ectopy_ec57_report_protocol (const EctopyEc57Options *options)
{
  g_autofree char *matching = matching_text (options);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n", matching);
  if (!ectopy_ec57_is_standard (options))
    g_string_append_printf (text, "%s\n",
                            _ ("This is not the standard's comparison, which matches within 150 ms "
                               "and counts from 5:00 to the end."));
  g_string_append_printf (text, "%s\n", ectopy_ec57_map_sentence (options->map));
  return g_string_free (text, FALSE);
}

/* A line of the table of records: name, beats and rates, which are freed, or the headings. */
static void
append_line (GString *report, const char *name, char *beats, char *const *rates)
{
  static const char *const headings[ECTOPY_N_EC57_RATES] = {
    /* Translators: in headings Se is sensitivity, +P positive predictivity, FPR the false positive rate;
     * QRS are all beats, VEB ventricular, SVEB supraventricular ectopic ones. */
    N_ ("QRS Se"),  N_ ("QRS +P"),  N_ ("VEB Se"),  N_ ("VEB +P"),
    N_ ("VEB FPR"), N_ ("SVEB Se"), N_ ("SVEB +P"), N_ ("SVEB FPR"),
  };
  /* Translators: gross figures are those of all records as one; average ones the mean of the records'. */
  static const char *const names[] = { N_ ("record"), N_ ("gross"), N_ ("average") };
  guint width = NAME_WIDTH;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    width = ectopy_text_column_width (width, gettext (names[i]));
  ectopy_text_append_left (report, width, name);
  ectopy_text_append_right (report, ectopy_text_column_width (COUNT_WIDTH, _ ("beats")), beats);
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++) {
    const char *heading = gettext (headings[rate]);

    ectopy_text_append_right (report, ectopy_text_column_width (RATE_WIDTH, heading),
                              rates != NULL ? rates[rate] : g_strdup (heading));
  }
  g_string_append_c (report, '\n');
}

static void
append_counted (GString *report, const char *name, const EctopyEc57Counts *counts)
{
  char *rates[ECTOPY_N_EC57_RATES];

  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    rates[rate] = rate_text (ectopy_ec57_share (ectopy_ec57_rate (counts, rate)));
  append_line (report, name,
               ectopy_text_count (ectopy_ec57_counts_reference (counts, ECTOPY_EC57_O)), rates);
}

static void
append_means (GString *report, const EctopyEc57Summary *summary)
{
  char *rates[ECTOPY_N_EC57_RATES];

  append_counted (report, _ ("gross"), &summary->counts);
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    rates[rate] = rate_text (summary->average[rate]);
  append_line (report, _ ("average"), g_strdup (""), rates);
}

/* What `sumstats` prints otherwise, where it does. */
static void
append_sumstats (GString *report, const EctopyEc57Summary *summary)
{
  g_autofree char *gross = rate_text (summary->sumstats_sveb_ppv);
  g_autofree char *average = rate_text (summary->sumstats_average_sveb_ppv);

  if (summary->counts.cells[ECTOPY_EC57_F][ECTOPY_EC57_S] > 0)
    /* Translators: sumstats is a program of the WFDB package; Fs are beats of class F that were called s. */
    g_string_append_printf (
        report, _ ("(WFDB's sumstats leaves Fs out of the SVEB +P: gross %s, average %s.)\n"),
        gross, average);
}

static void
append_counts (GString *report, const EctopyEc57Counts *counts)
{
  g_string_append_printf (
      report, "%s\n",
      /* Translators: “shut down” is said of stretches in which the test made no annotations. */
      _ ("Beats by reference (rows) and test (columns); O: no beat, X: shut down"));
  ectopy_text_append_left (report, NAME_WIDTH, "");
  for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
    ectopy_text_append_right (report, COUNT_WIDTH,
                              g_strdup_printf ("%c", g_ascii_tolower (ectopy_ec57_letter (t))));
  g_string_append_c (report, '\n');
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++) {
    ectopy_text_append_left (report, NAME_WIDTH, (char[]){ ectopy_ec57_letter (r), '\0' });
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS && ectopy_ec57_is_cell (r, t); t++)
      ectopy_text_append_right (report, COUNT_WIDTH, ectopy_text_count (counts->cells[r][t]));
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

  if (share.of == 0)
    return g_strdup (rate);
  /* Translators: a rate in per cent, and so many of so many: 96.47 (82 of 85). */
  return g_strdup_printf (_ ("%s (%s of %s)"), rate, n, of);
}

static void
append_runs (GString *report, const EctopyEc57Summary *summary)
{
  /* Translators: runs of ectopic beats, by class and by how many beats they have. */
  static const char *const names[2][ECTOPY_N_EC57_RUN_KINDS] = {
    { N_ ("V couplets"), N_ ("V runs, 3 to 5"), N_ ("V runs, 6 or more") },
    { N_ ("S couplets"), N_ ("S runs, 3 to 5"), N_ ("S runs, 6 or more") },
  };
  const EctopyEc57Runs *runs[2] = { &summary->ventricular, &summary->supraventricular };
  guint width = ectopy_text_column_width (2 * NAME_WIDTH, _ ("runs"));

  for (guint i = 0; i < 2; i++)
    for (guint kind = 0; kind < ECTOPY_N_EC57_RUN_KINDS; kind++)
      width = ectopy_text_column_width (width, gettext (names[i][kind]));
  ectopy_text_append_left (report, width, _ ("runs"));
  ectopy_text_append_right (report, SHARE_WIDTH, g_strdup (_ ("Se")));
  ectopy_text_append_right (report, SHARE_WIDTH, g_strdup (_ ("+P")));
  g_string_append_c (report, '\n');
  for (guint i = 0; i < 2; i++)
    for (guint kind = 0; kind < ECTOPY_N_EC57_RUN_KINDS; kind++) {
      ectopy_text_append_left (report, width, gettext (names[i][kind]));
      ectopy_text_append_right (report, SHARE_WIDTH,
                                share_text (ectopy_ec57_runs_sensitivity (runs[i], kind)));
      ectopy_text_append_right (report, SHARE_WIDTH,
                                share_text (ectopy_ec57_runs_predictivity (runs[i], kind)));
      g_string_append_c (report, '\n');
    }
}

static void
append_rest (GString *report, const EctopyEc57Summary *summary)
{
  g_autofree char *rr_error = ectopy_text_decimals (summary->average_rr_error_ms, 2);
  g_autofree char *shutdown = ectopy_text_decimals (summary->shutdown_s, 0);

  if (isfinite (summary->average_rr_error_ms)) {
    g_string_append_printf (report,
                            summary->n_records > 1
                                ? _ ("RR intervals differ by %s ms (root mean square, average).")
                                : _ ("RR intervals differ by %s ms (root mean square)."),
                            rr_error);
    g_string_append_c (report, '\n');
  }
  if (summary->shutdown_s > 0) {
    /* Translators: the test are the annotations that are compared with those of the reference; shut down: none
     * were made for so many seconds. */
    g_string_append_printf (report, _ ("The test had shut down for %s s."), shutdown);
    g_string_append_c (report, '\n');
  }
  g_string_append_printf (report, "%s\n", ectopy_notice ());
}

/* ---- A sentence ---- */

/* Returns: the class of the reference of which the fewest are right, ECTOPY_N_CLASSES where all are. */
static guint
find_worst (const EctopyEc57Counts *counts, EctopyEc57Share *worst)
{
  guint worst_class = ECTOPY_N_CLASSES;

  *worst = (EctopyEc57Share){ 1, 1 };
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const EctopyEc57Share recall = ectopy_ec57_recall (counts, c);

    if (recall.of > 0 && ectopy_ec57_share (recall) < ectopy_ec57_share (*worst)) {
      *worst = recall;
      worst_class = c;
    }
  }
  return worst_class;
}

/* (transfer full): how many beats have their class, and of which class the fewest do. */
static char *
right_text (const EctopyEc57Counts *counts, guint64 n_all)
{
  guint64 n_right = 0;
  EctopyEc57Share worst;
  const guint worst_class = find_worst (counts, &worst);
  g_autofree char *right = NULL;
  g_autofree char *all = ectopy_text_count (n_all);
  g_autofree char *n = ectopy_text_count (worst.n);
  g_autofree char *of = ectopy_text_count (worst.of);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n_right += counts->cells[c][c];
  right = ectopy_text_count (n_right);
  if (worst_class == ECTOPY_N_CLASSES)
    return g_strdup_printf (ngettext ("%s of %s beat has the class of the reference.",
                                      "%s of %s beats have the class of the reference.",
                                      (gulong) n_all),
                            right, all);
  /* Translators: so many of so many beats; then the class of which the fewest are right, such as “fusion”, and
   * so many of so many of it. */
  return g_strdup_printf (
      ngettext ("%s of %s beat has the class of the reference; worst: %s, %s of %s.",
                "%s of %s beats have the class of the reference; worst: %s, %s of %s.",
                (gulong) n_all),
      right, all, gettext (ectopy_beat_class_name (worst_class)), n, of);
}

/* (transfer full): how many beats were missed and invented. */
static char *
missed_text (guint64 n_missed, guint64 n_invented)
{
  g_autofree char *missed = ectopy_text_count (n_missed);
  g_autofree char *invented = ectopy_text_count (n_invented);

  if (n_invented == 1)
    return g_strdup_printf (
        /* Translators: the second number is always 1; the plural is that of the first. */
        ngettext ("%s was not found, %s is where the reference has none.",
                  "%s were not found, %s is where the reference has none.", (gulong) n_missed),
        missed, invented);
  return g_strdup_printf (
      /* Translators: the second number is never 1; the plural is that of the first. */
      ngettext ("%s was not found, %s are where the reference has none.",
                "%s were not found, %s are where the reference has none.", (gulong) n_missed),
      missed, invented);
}

char *
ectopy_ec57_report_summary (const EctopyEc57Counts *counts)
{
  const EctopyEc57Share sensitivity = ectopy_ec57_rate (counts, ECTOPY_EC57_QRS_SE);
  const EctopyEc57Share predictivity = ectopy_ec57_rate (counts, ECTOPY_EC57_QRS_PPV);
  g_autofree char *right = right_text (counts, sensitivity.of);
  g_autofree char *missed = missed_text (sensitivity.of - sensitivity.n,
                                         predictivity.of - predictivity.n);

  /* Translators: two sentences: how many beats are right, and how many are missed and invented. */
  return g_strdup_printf (_ ("%s %s"), right, missed);
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
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();
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
  g_string_append_printf (report, "%s\n\n", _ ("Figures are in per cent."));
  append_line (report, _ ("record"), g_strdup (_ ("beats")), NULL);
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
