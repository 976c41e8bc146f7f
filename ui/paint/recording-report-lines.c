/* SPDX-License-Identifier: MIT */
/* The whole recording, a minute a line.
 *
 * A line is the smallest and the largest sample of each half point of its width, which is that of its
 * pen, on a grid of eighths of a point, less what a straight line passes by as near: numbers of few
 * digits keep a day within some megabytes. */
#include "ui/paint/ecg-paper.h"
#include "ui/paint/hatch.h"
#include "ui/paint/recording-report-private.h"
#include "ui/paint/short-text.h"
#include "ui/paint/time-axis.h"
#include "ui/paint/trace-layout.h"
#include "ui/paint/trace-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#define LINE_S     60.0
#define N_LINES    32   /* a page: half an hour with what some recorders add to it */
#define GUTTER     34.0 /* points, for the time */
#define INTRO      (3.6 * ECTOPY_REPORT_SMALL + 10)
#define LABELS     14.0  /* points above the lines, for seconds */
#define COLUMN     0.5   /* points */
#define GRID       0.125 /* points: places are multiples of it */
#define TOLERANCE  0.15  /* points */
#define TRACE_LINE 0.45
#define TIME_FONT  6.5
#define LETTER     5.0
#define BEHIND     0.85 /* opacity of the ground behind a letter */
#define HIGH_PASS  0.5  /* Hz: keeps lines in their places */
#define BASELINE   0.64 /* of the height of a line, from its top */
#define REACH      1.5  /* heights of a line that its trace may take */
#define WINDOWS    200  /* seconds that are looked at for the gain */
#define ROOM_MM    11.0 /* which half of them fit */
#define TICK_S     10.0

/* A line being painted. */
typedef struct {
  const EctopyReportPage *page;
  const EctopyRecordingReport *report;
  double start_s;
  double end_s;
  double x; /* points */
  double top;
  double height;
  double per_second;
} Line;

static double
on_grid (double points)
{
  return round (points / GRID) * GRID;
}

/* Sorts them. */
static double
middle_of (float *values, size_t n)
{
  for (size_t i = 1; i < n; i++) /* few, or nearly in order */
    for (size_t k = i; k > 0 && values[k] < values[k - 1]; k--) {
      const float value = values[k];

      values[k] = values[k - 1];
      values[k - 1] = value;
    }
  return n > 0 ? (double) values[n / 2] : 0;
}

/* What is shown through: the filter of the report, and what takes the wander away in any case. */
static EctopyDisplayFilter
filter_of (const EctopyRecordingReport *report)
{
  EctopyDisplayFilter filter = report->filter;

  filter.high_pass_hz = MAX (filter.high_pass_hz, HIGH_PASS);
  return filter;
}

/* (transfer full): `[n]`. */
static float *
samples_of (const EctopyRecordingReport *report, size_t first, size_t n)
{
  const EctopyDisplayFilter filter = filter_of (report);
  float *samples = g_new (float, MAX (n, 1));

  ectopy_display_filter_apply (&filter, ectopy_recording_get_rate_hz (report->recording),
                               ectopy_recording_get_samples (report->recording, report->lead),
                               ectopy_recording_get_n_samples (report->recording), first, n,
                               samples);
  return samples;
}

/* ---- Gain ---- */

/* NaN where there is nothing. */
static double
height_at (const EctopyRecordingReport *report, double time_s)
{
  double low = INFINITY, high = -INFINITY;
  size_t first;
  const size_t n = ectopy_recording_report_place (report, time_s, time_s + 2, &first);
  g_autofree float *samples = samples_of (report, first, n);

  for (size_t i = 0; i < n; i++)
    if (isfinite (samples[i])) {
      low = MIN (low, (double) samples[i]);
      high = MAX (high, (double) samples[i]);
    }
  return low <= high ? high - low : (double) NAN;
}

double
ectopy_recording_lines_gain (const EctopyRecordingReport *report)
{
  float heights[WINDOWS];
  size_t n = 0;

  for (guint i = 0; i < WINDOWS; i++) {
    const double height = height_at (report, (i + 0.5) / WINDOWS * report->duration_s);

    if (isfinite (height))
      heights[n++] = (float) height;
  }
  return ectopy_trace_fit_gain (0, middle_of (heights, n), ROOM_MM);
}

guint
ectopy_recording_lines_count_pages (const EctopyRecordingReport *report)
{
  const double n_lines = MAX (ceil (report->duration_s / LINE_S - 1e-6), 1);

  return report->line_gain_mm > 0 ? (guint) ceil (n_lines / N_LINES) : 0;
}

/* ---- A line ---- */

static double
x_of (const Line *line, double time_s)
{
  return line->x + (time_s - line->start_s) * line->per_second;
}

/* Sets @pair to the smallest and the largest, in the order they come. */
static void
find_extremes (const float *samples, size_t n, float *pair)
{
  size_t low = n, high = n;

  for (size_t i = 0; i < n; i++) {
    if (!isfinite (samples[i]))
      continue;
    if (low == n || samples[i] < samples[low])
      low = i;
    if (high == n || samples[i] > samples[high])
      high = i;
  }
  pair[0] = pair[1] = NAN;
  if (low == n)
    return;
  pair[0] = samples[MIN (low, high)];
  pair[1] = samples[MAX (low, high)];
}

/* (transfer full): `[2 n_columns]`: smallest and largest of each column, in the order they come. */
static float *
columns_of (const Line *line, size_t *n_columns)
{
  const EctopyRecordingReport *report = line->report;
  const double rate = ectopy_recording_get_rate_hz (report->recording);
  const double per_column = COLUMN / line->per_second * rate;
  size_t first;
  const size_t n = ectopy_recording_report_place (report, line->start_s, line->end_s, &first);
  g_autofree float *samples = samples_of (report, first, n);
  float *pairs;

  *n_columns = (size_t) MAX (ceil ((double) n / per_column), 1);
  pairs = g_new (float, 2 * *n_columns);
  for (size_t k = 0; k < *n_columns; k++) {
    const size_t from = MIN ((size_t) floor ((double) k * per_column), n - 1);
    const size_t to = MIN ((size_t) floor ((double) (k + 1) * per_column), n);

    find_extremes (samples + from, MAX (to, from + 1) - from, pairs + 2 * k);
  }
  return pairs;
}

/* The value in the middle of the line: what most of it is near. */
static double
base_of (const float *pairs, size_t n)
{
  enum { MOST = 256 };
  float values[MOST];
  size_t n_values = 0;

  for (size_t i = 0; i < MOST; i++) {
    const float value = pairs[i * n / MOST];

    if (isfinite (value))
      values[n_values++] = value;
  }
  return middle_of (values, n_values);
}

static void
stroke_points (const Line *line,
               const float *pairs,
               size_t from,
               size_t to,
               const EctopyTracePlace *place,
               EctopyColor color)
{
  EctopyTracePlace moved = *place;

  moved.x += (double) from * place->step;
  ectopy_color_set (line->page->cr, color);
  ectopy_ecg_trace_path_near (line->page->cr, pairs + from, to - from, &moved, TOLERANCE);
  cairo_stroke (line->page->cr);
}

/* The trace, in the colours of its ectopic beats. */
static void
paint_trace (const Line *line, const GArray *tints)
{
  const EctopyPalette *palette = &line->page->palette;
  const double reach = REACH * line->height;
  const double mm = line->report->line_gain_mm * ECTOPY_REPORT_MM;
  const double middle = on_grid (line->top + BASELINE * line->height);
  size_t n_columns, from = 0;
  g_autofree float *pairs = columns_of (line, &n_columns);
  const size_t n = 2 * n_columns;
  const double base = base_of (pairs, n);
  const EctopyTracePlace place = { .x = line->x,
                                   .step = COLUMN / 2,
                                   .y_low = middle,
                                   .y_high = middle - reach / 2 };

  for (size_t i = 0; i < n; i++) /* off the line by more than its reach: cut */
    if (isfinite (pairs[i]))
      pairs[i] = (float) (on_grid (CLAMP (((double) pairs[i] - base) * mm, -reach / 2, reach / 2)) /
                          (reach / 2));
  for (guint i = 0; i <= tints->len; i++) {
    const EctopyTraceTint *tint = i < tints->len ? &g_array_index (tints, EctopyTraceTint, i)
                                                 : NULL;
    const double start = tint != NULL ? (x_of (line, tint->from_s) - line->x) / place.step
                                      : (double) n;
    const double end = tint != NULL ? (x_of (line, tint->to_s) - line->x) / place.step : (double) n;
    const size_t first = (size_t) CLAMP (start, (double) from, (double) n);
    const size_t last = (size_t) CLAMP (end, (double) first, (double) n);

    if (first > from)
      stroke_points (line, pairs, from, MIN (first + 1, n), &place, palette->trace);
    if (last > first)
      stroke_points (line, pairs, first, MIN (last + 1, n), &place,
                     palette->classes[tint->beat_class]);
    from = last;
  }
}

/* Has a letter read where a peak reaches into it. */
static void
clear_behind (const Line *line, double x)
{
  EctopyColor color = line->page->palette.background;

  color.alpha = BEHIND;
  ectopy_color_set (line->page->cr, color);
  cairo_rectangle (line->page->cr, x - 0.42 * LETTER, line->top - 0.5 * LETTER, 0.84 * LETTER,
                   1.3 * LETTER);
  cairo_fill (line->page->cr);
}

static void
paint_letters (const Line *line, const EctopyTraceBeat *beats, size_t n)
{
  const EctopyPalette *palette = &line->page->palette;
  EctopyTextStyle style = { .size = LETTER, .bold = TRUE, .align = ECTOPY_ALIGN_CENTER };
  double last = -INFINITY;

  for (size_t i = 0; i < n; i++) {
    const char letter[2] = { ectopy_beat_class_letter (beats[i].beat_class), '\0' };
    const double x = x_of (line, beats[i].time_s);

    if (beats[i].beat_class == ECTOPY_CLASS_N || beats[i].beat_class >= ECTOPY_N_CLASSES ||
        beats[i].is_rejected || beats[i].time_s < line->start_s || beats[i].time_s >= line->end_s ||
        x - last < LETTER)
      continue;
    clear_behind (line, x);
    style.color = ectopy_color_as_text (palette->classes[beats[i].beat_class], palette->background);
    ectopy_short_text_paint (line->page->cr, &style, x, line->top + 0.72 * LETTER, letter);
    last = x;
  }
}

static void
paint_excluded (const Line *line)
{
  const GArray *excluded = line->report->excluded;

  for (guint i = 0; i < excluded->len; i++) {
    const EctopyTimeSpan *span = &g_array_index (excluded, EctopyTimeSpan, i);
    const double from = MAX (span->from_s, line->start_s), to = MIN (span->to_s, line->end_s);

    if (to > from)
      ectopy_hatch_paint (line->page->cr, &line->page->palette, x_of (line, span->from_s),
                          x_of (line, from), line->top, (to - from) * line->per_second,
                          line->height);
  }
}

static void
paint_line (const Line *line)
{
  const EctopyRecordingReport *report = line->report;
  const EctopyTextStyle style = { .size = TIME_FONT,
                                  .align = ECTOPY_ALIGN_END,
                                  .color = line->page->palette.muted };
  const size_t first = ectopy_recording_report_find (report, line->start_s);
  const size_t from = first - MIN (first, 1); /* its tint may reach in */
  const size_t to = MIN (ectopy_recording_report_find (report, line->end_s) + 2,
                         report->beats->len);
  const EctopyTraceScene scene = {
    .beats = &g_array_index (report->beats, EctopyTraceBeat, from),
    .n_beats = to - from,
  };
  g_autoptr (GArray) tints = ectopy_trace_tints (&scene, line->per_second);
  g_autofree char *time = ectopy_time_text (line->start_s, 0);
  cairo_t *cr = line->page->cr;

  ectopy_text_paint (cr, &style, line->x - 6, line->top + line->height / 2 + 0.36 * TIME_FONT,
                     time);
  paint_excluded (line);
  cairo_save (cr);
  cairo_set_line_width (cr, TRACE_LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  paint_trace (line, tints);
  cairo_restore (cr);
  paint_letters (line, scene.beats, scene.n_beats);
}

/* ---- A page ---- */

/* Seconds, and a faint line at each ten. */
static void
paint_grid (const EctopyReportPage *page, double x, double top, double bottom, double per_second)
{
  EctopyTextStyle style = { .size = TIME_FONT, .color = page->palette.muted };

  ectopy_color_set (page->cr, page->palette.grid);
  cairo_set_line_width (page->cr, 0.5);
  for (double s = 0; s <= LINE_S; s += TICK_S) {
    cairo_move_to (page->cr, x + s * per_second, top);
    cairo_line_to (page->cr, x + s * per_second, bottom);
  }
  cairo_stroke (page->cr);
  for (double s = 0; s <= LINE_S; s += TICK_S) {
    g_autofree char *text = s < LINE_S ? g_strdup_printf ("%.0f", s)
                                       /* Translators: seconds. */
                                       : g_strdup_printf (_ ("%.0f s"), s);

    style.align = s < LINE_S ? ECTOPY_ALIGN_CENTER : ECTOPY_ALIGN_END;

    ectopy_text_paint (page->cr, &style, x + s * per_second, top - 3, text);
  }
}

void
ectopy_recording_lines_paint (EctopyReportPage *page,
                              const EctopyRecordingReport *report,
                              guint number)
{
  const EctopyDisplayFilter shown = filter_of (report);
  g_autofree char *filter = ectopy_display_filter_text (&shown);
  g_autofree char *text = g_strdup_printf (
      /* Translators: the name of a lead; its scale, millimetres a unit such as mV; a filter. */
      _ ("Lead %s, a minute a line, %g mm/%s, %s. Ectopic beats are in the colour of their class, "
         "with its letter; what is not analysable is hatched."),
      ectopy_recording_get_lead_name (report->recording, report->lead), report->line_gain_mm,
      ectopy_recording_get_lead_unit (report->recording, report->lead), filter);
  const double intro = ectopy_report_page_measure (page, ECTOPY_REPORT_SMALL, page->width, text);
  const double top = ECTOPY_REPORT_TOP + MAX (INTRO, intro + LABELS);
  const double n_left = ceil (report->duration_s / LINE_S - 1e-6) - number * N_LINES;
  Line line = { .page = page, .report = report, .x = on_grid (page->left + GUTTER) };

  line.height = (page->bottom - top) / N_LINES;
  line.per_second = (page->left + page->width - line.x) / LINE_S;
  ectopy_report_page_title (page, number == 0 ? _ ("The whole recording")
                                              : _ ("The whole recording, continued"));
  ectopy_report_page_paragraph (page, ECTOPY_REPORT_SMALL, TRUE, text);
  cairo_tag_begin (page->cr, "Figure", NULL);
  paint_grid (page, line.x, top, top + MIN (n_left, N_LINES) * line.height, line.per_second);
  for (guint i = 0; i < N_LINES; i++) {
    line.start_s = (number * N_LINES + i) * LINE_S;
    line.end_s = MIN (line.start_s + LINE_S, report->duration_s);
    line.top = top + i * line.height;
    if (line.end_s > line.start_s)
      paint_line (&line);
  }
  cairo_tag_end (page->cr, "Figure");
}
