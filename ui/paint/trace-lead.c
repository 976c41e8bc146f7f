/* SPDX-License-Identifier: MIT */
#include "ui/paint/ecg-paper.h"
#include "ui/paint/trace-private.h"

#include <math.h>

#define LINE      1.2 /* user units */
#define MASS_INK  0.7
#define THIN      0.5 /* of the hairline across a gap */
#define CHUNK     64  /* samples a stroke: its cost grows faster than its length */
#define ONSET_S   0.1 /* before the mark of a beat */
#define T_END_S   0.45
#define T_END_RR  0.6  /* of the interval to the next beat, if that is less */
#define LEAST_GAP 3.0  /* user units that are seen as a gap */
#define SHIFT     2.0  /* heights of its room by which a line may leave it */
#define WIDEST    0.55 /* seconds that a tint takes: those of less than a unit are left out */
#define BEYOND    2.0  /* user units beside the clip in which a line goes on */

/* ---- Colours ---- */

gboolean
ectopy_trace_has_tints (double per_second)
{
  return WIDEST * per_second >= 1;
}

GArray *
ectopy_trace_tints (const EctopyTraceScene *scene, double per_second)
{
  GArray *tints = g_array_new (FALSE, FALSE, sizeof (EctopyTraceTint));

  if (!ectopy_trace_has_tints (per_second))
    return tints;
  for (size_t i = 0; i < scene->n_beats; i++) {
    const EctopyTraceBeat *beat = &scene->beats[i];
    const double rr = i + 1 < scene->n_beats ? beat[1].time_s - beat->time_s : T_END_S / T_END_RR;
    EctopyTraceTint tint = { beat->time_s - ONSET_S, beat->time_s + MIN (T_END_S, T_END_RR * rr),
                             beat->beat_class };

    if (beat->is_rejected || beat->beat_class == ECTOPY_CLASS_N ||
        beat->beat_class >= ECTOPY_N_CLASSES)
      continue;
    if (tints->len > 0)
      tint.from_s = MAX (tint.from_s, g_array_index (tints, EctopyTraceTint, tints->len - 1).to_s);
    if (tint.to_s > tint.from_s)
      g_array_append_val (tints, tint);
  }
  return tints;
}

static EctopyColor
ink_of (const EctopyTraceStrip *strip, guint beat_class)
{
  return beat_class < ECTOPY_N_CLASSES && beat_class != ECTOPY_CLASS_N
             ? strip->palette->classes[beat_class]
             : strip->palette->trace;
}

/* ---- Few samples: a line from one to the next ---- */

/* Where a lead is, for samples scaled to twice its room: lines are cut off beyond that. */
typedef struct {
  const EctopyTraceLead *of;
  float *scaled;
  EctopyTracePlace place;
} Line;

static Line
make_line (const EctopyTraceStrip *strip, size_t lead)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const EctopyTraceLead *of = &strip->scene->leads[lead];
  const double middle = layout->top + ((double) lead + 0.5) * layout->room;
  const double low = middle + SHIFT * layout->room / 2, high = middle - SHIFT * layout->room / 2;
  const double zero = ectopy_trace_layout_zero (layout, strip->scene, lead);
  const float offset = (float) ((zero - low) / (high - low));
  const float slope = (float) (-of->gain_mm * strip->scene->mm / (high - low));
  Line line = {
    .of = of,
    .scaled = g_new (float, MAX (of->n_samples, 1)),
    .place = { .x = ectopy_trace_layout_x (layout, strip->scene, of->first_s),
               .step = layout->width / strip->scene->length_s / of->rate_hz,
               .y_low = low,
               .y_high = high },
  };

  for (size_t i = 0; i < of->n_samples; i++)
    line.scaled[i] = offset + slope * of->samples[i];
  return line;
}

/* Samples from @i to where the next stroke begins: at multiples in the recording, so that the line is the
 * same wherever the view begins. */
static size_t
left_in_chunk (const EctopyTraceLead *of, size_t i)
{
  return CHUNK - ((size_t) llround (of->first_s * of->rate_hz) + i) % CHUNK;
}

/* Strokes the samples from @from to @to, that one too, so that one stroke goes on where another ends. */
static void
stroke_samples (const EctopyTraceStrip *strip, const Line *line, size_t from, size_t to)
{
  for (size_t i = from; i <= to && i < line->of->n_samples; i += left_in_chunk (line->of, i)) {
    const size_t end = MIN (MIN (i + left_in_chunk (line->of, i), to) + 1, line->of->n_samples);
    EctopyTracePlace place = line->place;

    if (end - i < 2 && i > from)
      break;
    place.x += (double) i * place.step;
    ectopy_ecg_trace_path (strip->cr, line->scaled + i, end - i, &place);
    cairo_stroke (strip->cr);
  }
}

/* A time that is that of a sample is it, wherever the lead is counted from. */
static size_t
sample_at (const EctopyTraceLead *of, double time_s)
{
  return (size_t) CLAMP ((time_s - of->first_s) * of->rate_hz + 1e-6, 0, (double) of->n_samples);
}

static size_t
sample_at_x (const EctopyTraceStrip *strip, const EctopyTraceLead *of, double x)
{
  return sample_at (of, ectopy_trace_layout_time_at (&strip->layout, strip->scene, x));
}

static void
paint_line (const EctopyTraceStrip *strip, size_t lead, const GArray *tints)
{
  Line line = make_line (strip, lead);
  size_t first = sample_at_x (strip, line.of, strip->left - BEYOND);
  size_t last = sample_at_x (strip, line.of, strip->right + BEYOND);
  size_t from;

  /* Whole strokes. */
  first -= MIN (first, CHUNK - left_in_chunk (line.of, first));
  last = MIN (last + left_in_chunk (line.of, last), line.of->n_samples);
  from = first;
  for (guint i = 0; i <= tints->len && from < last; i++) {
    const EctopyTraceTint *tint = i < tints->len ? &g_array_index (tints, EctopyTraceTint, i)
                                                 : NULL;
    const size_t start = tint != NULL ? MIN (sample_at (line.of, tint->from_s), last) : last;

    if (start > from) {
      ectopy_color_set (strip->cr, strip->palette->trace);
      stroke_samples (strip, &line, from, start);
    }
    if (tint != NULL) {
      const size_t end = MIN (sample_at (line.of, tint->to_s), last);

      ectopy_color_set (strip->cr, ink_of (strip, tint->beat_class));
      if (end > MAX (start, first))
        stroke_samples (strip, &line, MAX (start, first), end);
      from = MAX (end, from);
    }
  }
  g_free (line.scaled);
}

/* ---- Many: a bar from the smallest to the largest of each column ---- */

static guint
class_at (const GArray *tints, double time_s, guint *next)
{
  while (*next < tints->len && g_array_index (tints, EctopyTraceTint, *next).to_s <= time_s)
    ++*next;
  return *next < tints->len && g_array_index (tints, EctopyTraceTint, *next).from_s <= time_s
             ? g_array_index (tints, EctopyTraceTint, *next).beat_class
             : ECTOPY_CLASS_N;
}

/* The columns that the clip lets through. */
static size_t
first_column (const EctopyTraceStrip *strip, const EctopyTraceLead *of)
{
  const double k = (strip->left - strip->layout.x) / strip->layout.width * (double) of->n_columns;

  return (size_t) CLAMP (floor (k) - 1, 0, (double) of->n_columns);
}

static size_t
end_column (const EctopyTraceStrip *strip, const EctopyTraceLead *of)
{
  const double k = (strip->right - strip->layout.x) / strip->layout.width * (double) of->n_columns;

  return (size_t) CLAMP (ceil (k) + 1, 0, (double) of->n_columns);
}

/* Bars of one class, all in one path, each as high as to meet the one before. */
static void
add_bars (const EctopyTraceStrip *strip, size_t lead, const guint8 *classes, guint beat_class)
{
  const EctopyTraceLead *of = &strip->scene->leads[lead];
  const double step = strip->layout.width / (double) of->n_columns;
  const double zero = ectopy_trace_layout_zero (&strip->layout, strip->scene, lead);
  const double scale = of->gain_mm * strip->scene->mm;
  const double middle = strip->layout.top + ((double) lead + 0.5) * strip->layout.room;
  const double reach = SHIFT * strip->layout.room;
  const double scale_px = ectopy_ecg_paper_scale (strip->cr);

  for (size_t k = first_column (strip, of); k < end_column (strip, of); k++) {
    double low = (double) of->low[k], high = (double) of->high[k], top, bottom;

    if (classes[k] != beat_class || !(low <= high))
      continue;
    if (k > 0 && of->low[k - 1] <= of->high[k - 1]) {
      low = MIN (low, (double) of->high[k - 1]);
      high = MAX (high, (double) of->low[k - 1]);
    }
    top = MAX (zero - high * scale, middle - reach);
    bottom = MIN (zero - low * scale, middle + reach);
    top -= LINE / 2;
    bottom += LINE / 2;
    if (scale_px > 0) { /* whole pixels: cairo then fills boxes, without coverage */
      top = round (top * scale_px) / scale_px;
      bottom = round (bottom * scale_px) / scale_px;
    }
    if (bottom > top)
      cairo_rectangle (strip->cr, strip->layout.x + (double) k * step, top, step, bottom - top);
  }
}

/* Where beats are no longer told apart, a lead is a mass; lighter, or nothing else would be seen. */
static EctopyColor
mass_ink (const EctopyTraceStrip *strip)
{
  return ectopy_color_mix (strip->palette->paper, strip->palette->trace, MASS_INK);
}

static void
paint_bars (const EctopyTraceStrip *strip, size_t lead, const GArray *tints)
{
  const EctopyTraceLead *of = &strip->scene->leads[lead];
  g_autofree guint8 *classes = g_new (guint8, MAX (of->n_columns, 1));
  const gboolean is_mass = !ectopy_trace_has_tints (strip->layout.width / strip->scene->length_s);
  gboolean is_there[ECTOPY_N_CLASSES] = { FALSE };
  guint next = 0;

  for (size_t k = 0; k < of->n_columns; k++) {
    const double time_s = strip->scene->start_s +
                          ((double) k + 0.5) / (double) of->n_columns * strip->scene->length_s;

    classes[k] = (guint8) class_at (tints, time_s, &next);
    is_there[classes[k]] = TRUE;
  }
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    if (!is_there[c])
      continue;
    cairo_new_path (strip->cr);
    add_bars (strip, lead, classes, c);
    ectopy_color_set (strip->cr, is_mass ? mass_ink (strip) : ink_of (strip, c));
    cairo_fill (strip->cr);
  }
}

/* ---- Gaps ---- */

static void
add_gap (const EctopyTraceStrip *strip, size_t lead, double from_s, double to_s)
{
  const EctopyTraceLayout *layout = &strip->layout;
  const double x = MAX (ectopy_trace_layout_x (layout, strip->scene, from_s), layout->x);
  const double end = MIN (ectopy_trace_layout_x (layout, strip->scene, to_s),
                          layout->x + layout->width);

  if (end - x < LEAST_GAP)
    return;
  cairo_rectangle (strip->cr, x, layout->top + ((double) lead + 0.5) * layout->room - THIN / 2,
                   end - x, THIN);
}

/* A hairline where there is no signal, so that nobody takes blank paper for the end. */
static void
paint_gaps (const EctopyTraceStrip *strip, size_t lead)
{
  const EctopyTraceLead *of = &strip->scene->leads[lead];
  const gboolean by_columns = of->samples == NULL;
  const float *values = by_columns ? of->low : of->samples;
  const size_t n = by_columns ? of->n_columns : of->n_samples;
  const double first_s = by_columns ? strip->scene->start_s : of->first_s;
  const double step_s = by_columns ? strip->scene->length_s / (double) MAX (n, 1) : 1 / of->rate_hz;

  cairo_new_path (strip->cr);
  for (size_t i = 0; i < n; i++) {
    const size_t start = i;

    while (i < n && !isfinite (values[i]))
      i++;
    if (i > start)
      add_gap (strip, lead, first_s + (double) start * step_s, first_s + (double) i * step_s);
  }
  ectopy_color_set (strip->cr, strip->palette->muted);
  cairo_fill (strip->cr);
}

void
ectopy_trace_paint_lead (const EctopyTraceStrip *strip, size_t lead, const GArray *tints)
{
  const EctopyTraceLead *of = &strip->scene->leads[lead];
  cairo_t *cr = strip->cr;

  paint_gaps (strip, lead);
  cairo_save (cr);
  cairo_set_line_width (cr, LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (ectopy_ecg_paper_scale (cr) > 0)
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  if (of->samples != NULL && of->n_samples > 0)
    paint_line (strip, lead, tints);
  else if (of->low != NULL)
    paint_bars (strip, lead, tints);
  cairo_restore (cr);
}
