/* SPDX-License-Identifier: MIT */
/* Which strips a report of a recording has, and of which leads. */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/recording-report-private.h"
#include "ui/paint/trace-layout.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_STRIPS 8
#define MAX_CHOSEN 200 /* pieces of what a person chose */
#define GAIN_MM    10.0
#define LEAST_MM   24.0 /* room of a lead */
#define MOST_MM    60.0
#define ALL_MM     120.0 /* room of all leads: if they do not fit, the classified one stands alone */
#define SPARE_MM   1.0

/* ---- Titles ---- */

static char *
pause_title (const EctopyHighlight *highlight)
{
  g_autofree char *length = ectopy_text_decimals (highlight->to_s - highlight->from_s, 2);

  /* Translators: seconds. */
  return g_strdup_printf (_ ("Longest pause: %s s"), length);
}

static char *
run_title (const EctopyHighlight *highlight)
{
  g_autofree char *rate = ectopy_text_decimals (highlight->rate, 0);
  g_autofree char *n = ectopy_text_count (highlight->n_beats);
  const char *name = gettext (ectopy_beat_class_name (highlight->beat_class));

  if (highlight->kind == ECTOPY_HIGHLIGHT_FASTEST_RUN)
    return g_strdup_printf (
        /* Translators: the name of a class, “ventricular” say; beats, three or more; beats a minute. */
        _ ("Fastest run of %s beats: %s beats, %s a minute"), name, n, rate);
  return g_strdup_printf (
      /* Translators: the name of a class, “ventricular” say; beats, three or more; beats a minute. */
      _ ("Longest run of %s beats: %s beats, %s a minute"), name, n, rate);
}

static char *
rate_title (const EctopyHighlight *highlight)
{
  g_autofree char *rate = ectopy_text_decimals (highlight->rate, 0);

  return g_strdup_printf (highlight->kind == ECTOPY_HIGHLIGHT_HIGHEST_RATE
                              ? _ ("Highest heart rate: %s a minute over %d intervals")
                              : _ ("Lowest heart rate: %s a minute over %d intervals"),
                          rate, ECTOPY_RATE_INTERVALS);
}

static char *
beat_title (const EctopyHighlight *highlight)
{
  g_autofree char *confidence = ectopy_beat_confidence_text (highlight->confidence);
  const char *name = gettext (ectopy_beat_class_name (highlight->beat_class));

  if (highlight->kind == ECTOPY_HIGHLIGHT_LEAST_SURE)
    /* Translators: the name of a class, “ventricular” say, and how sure the model is, “62 %”. */
    return g_strdup_printf (_ ("In doubt: %s, %s sure"), name, confidence);
  if (isnan (highlight->confidence))
    /* Translators: the name of a class, “ventricular” say. */
    return g_strdup_printf (_ ("Example: %s, confirmed or given by a person"), name);
  /* Translators: the name of a class, “ventricular” say, and how sure the model is, “99 %”. */
  return g_strdup_printf (_ ("Example: %s, %s sure"), name, confidence);
}

static char *
title_of (const EctopyHighlight *highlight)
{
  switch (highlight->kind) {
  case ECTOPY_HIGHLIGHT_PAUSE:
    return pause_title (highlight);
  case ECTOPY_HIGHLIGHT_LONGEST_RUN:
  case ECTOPY_HIGHLIGHT_FASTEST_RUN:
    return run_title (highlight);
  case ECTOPY_HIGHLIGHT_HIGHEST_RATE:
  case ECTOPY_HIGHLIGHT_LOWEST_RATE:
    return rate_title (highlight);
  case ECTOPY_HIGHLIGHT_EXAMPLE:
  case ECTOPY_HIGHLIGHT_LEAST_SURE:
    return beat_title (highlight);
  case ECTOPY_HIGHLIGHT_START:
  default:
    return g_strdup (_ ("The beginning of the recording"));
  }
}

/* ---- Leads ---- */

static gboolean
is_ecg (const EctopyRecordingReport *report, size_t lead)
{
  return g_str_equal (ectopy_recording_get_lead_unit (report->recording, lead), "mV");
}

/* Adds a lead to the strip. Returns: millimetres that it wants. */
static double
add_lead (const EctopyRecordingReport *report, EctopyReportStrip *strip, size_t lead, double view_s)
{
  size_t first;
  const size_t n = ectopy_recording_report_place (report, strip->start_s, strip->start_s + view_s,
                                                  &first);
  g_autofree float *samples = ectopy_recording_report_samples (report, lead, first, n);
  const size_t i = strip->n_leads++;
  double low = INFINITY, high = -INFINITY;

  for (size_t k = 0; k < n; k++)
    if (isfinite (samples[k])) {
      low = MIN (low, (double) samples[k]);
      high = MAX (high, (double) samples[k]);
    }
  if (!(low <= high))
    low = high = 0;
  strip->leads[i] = lead;
  strip->middles[i] = (low + high) / 2;
  strip->gains_mm[i] = is_ecg (report, lead) ? GAIN_MM
                                             : ectopy_trace_fit_gain (low, high, LEAST_MM);
  return ceil ((high - low) * strip->gains_mm[i] + SPARE_MM);
}

/* All leads of the ECG where they fit, else the classified one. */
static void
choose_leads (const EctopyRecordingReport *report, EctopyReportStrip *strip, double view_s)
{
  const size_t n = ectopy_recording_get_n_leads (report->recording);
  double room = LEAST_MM;

  for (size_t i = 0; i < n && strip->n_leads < ECTOPY_STRIP_MAX_LEADS; i++)
    if (is_ecg (report, i)) {
      const double wanted = add_lead (report, strip, i, view_s);

      room = MAX (room, wanted);
    }
  if (strip->n_leads == 0 || strip->n_leads == ECTOPY_STRIP_MAX_LEADS ||
      room * (double) strip->n_leads > ALL_MM) {
    strip->n_leads = 0;
    room = add_lead (report, strip, report->lead, view_s);
  }
  strip->room_mm = CLAMP (room, LEAST_MM, MOST_MM);
}

/* ---- Strips ---- */

static void
add_strip (EctopyRecordingReport *report, char *title, double start_s, EctopyTimeSpan event)
{
  EctopyReportStrip strip = { .title = title, .start_s = start_s, .event = event };

  choose_leads (report, &strip, ectopy_recording_strips_view_s (report->paper));
  g_array_append_val (report->strips, strip);
}

/* A short one in the middle of a strip, a long one in several. */
static void
add_chosen (EctopyRecordingReport *report, const EctopyTimeSpan *span, size_t number)
{
  const EctopyTimeSpan none = { (double) NAN, (double) NAN };
  const double view_s = ectopy_recording_strips_view_s (report->paper);
  const double latest = MAX (report->duration_s - view_s, 0);
  const double from = CLAMP (MIN (span->from_s, span->to_s), 0, report->duration_s);
  const double to = CLAMP (MAX (span->from_s, span->to_s), 0, report->duration_s);
  const double n = MAX (ceil ((to - from) / view_s - 1e-6), 1);

  if (!isfinite (span->from_s) || !isfinite (span->to_s))
    return;
  for (double i = 0; i < n && report->strips->len < MAX_CHOSEN; i++) {
    const double start = n > 1 ? from + i * view_s : (from + to - view_s) / 2;
    char *title = n > 1 ? g_strdup_printf (_ ("Chosen stretch %zu, part %.0f of %.0f"), number,
                                           i + 1, n)
                        : g_strdup_printf (_ ("Chosen stretch %zu"), number);

    add_strip (report, title, CLAMP (start, 0, latest),
               n > 1 || to - from < 0.1 ? none : (EctopyTimeSpan){ from, to });
  }
}

void
ectopy_recording_strips_init (EctopyRecordingReport *report,
                              const EctopyRecordingReportOptions *options)
{
  const double view_s = ectopy_recording_strips_view_s (report->paper);
  g_autoptr (GArray) highlights = NULL;

  report->is_chosen = options->n_strips > 0;
  for (size_t i = 0; i < options->n_strips; i++)
    add_chosen (report, &options->strips[i], i + 1);
  if (report->is_chosen)
    return;
  highlights = ectopy_study_highlights (options->study, report->summary, view_s, MAX_STRIPS);
  for (guint i = 0; i < highlights->len; i++) {
    const EctopyHighlight *one = &g_array_index (highlights, EctopyHighlight, i);
    const gboolean is_event = one->kind != ECTOPY_HIGHLIGHT_START;

    add_strip (report, title_of (one), one->start_s,
               is_event ? (EctopyTimeSpan){ one->from_s, one->to_s }
                        : (EctopyTimeSpan){ (double) NAN, (double) NAN });
  }
}
