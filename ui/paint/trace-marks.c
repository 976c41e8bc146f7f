/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "ui/paint/short-text.h"
#include "ui/paint/trace-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEAST_SIZE  0.6  /* of a font, for words that have little room */
#define MARK        0.85 /* font sizes */
#define SMALL       0.9  /* of letters that recede and of intervals */
#define RR_ROOM     40.0 /* user units between beats that leave room for their interval */
#define LETTER_ROOM 1.3  /* font sizes from letter to letter */
#define OVERLAP     0.8  /* of a mark: those of one class that are closer are one */
#define STRIKE      1.3  /* user units */
#define REACH       3.0  /* font sizes to either side that mark and letters take at most */

static double
x_of (const EctopyTraceStrip *strip, const EctopyTraceBeat *beat)
{
  return ectopy_trace_layout_x (&strip->layout, strip->scene, beat->time_s);
}

static gboolean
is_in_view (const EctopyTraceStrip *strip, double x)
{
  return x >= strip->layout.x && x <= strip->layout.x + strip->layout.width;
}

/* Whether anything that belongs to a beat there is let through by the clip. */
static gboolean
is_in_clip (const EctopyTraceStrip *strip, double x)
{
  const double reach = REACH * strip->layout.font;

  return x >= strip->left - reach && x <= strip->right + reach;
}

static gboolean
disagrees (const EctopyTraceBeat *beat)
{
  return beat->reference < ECTOPY_N_CLASSES && beat->beat_class < ECTOPY_N_CLASSES &&
         beat->reference != beat->beat_class;
}

/* ---- Marks ---- */

static void
paint_strike (const EctopyTraceStrip *strip, double x, double y, double size)
{
  cairo_t *cr = strip->cr;

  ectopy_color_set (cr, strip->palette->text);
  cairo_set_line_width (cr, STRIKE);
  cairo_move_to (cr, x - 0.65 * size, y + 0.45 * size);
  cairo_line_to (cr, x + 0.65 * size, y - 0.45 * size);
  cairo_stroke (cr);
}

/* Where many beats are marked, there are no letters, and ventricular ones have a row of their own. */
static double
y_of (const EctopyTraceStrip *strip, const EctopyTraceBeat *beat)
{
  const gboolean is_crowded = strip->scene->n_in_view > ECTOPY_TRACE_MANY_BEATS;

  return is_crowded && beat->beat_class != ECTOPY_CLASS_V
             ? strip->layout.letter_baseline - 0.4 * strip->layout.font
             : strip->layout.mark_y;
}

static void
paint_mark (const EctopyTraceStrip *strip, const EctopyTraceBeat *beat, double x)
{
  const double y = y_of (strip, beat);
  const double size = MARK * strip->layout.font;
  const EctopyColor color = beat->beat_class < ECTOPY_N_CLASSES
                                ? strip->palette->classes[beat->beat_class]
                                : strip->palette->muted;

  ectopy_class_mark_paint (strip->cr, beat->beat_class,
                           beat->is_rejected ? ECTOPY_MARK_HOLLOW : beat->mark, x, y, size, color);
  if (beat->is_rejected)
    paint_strike (strip, x, y, size);
}

static gboolean
is_marked (const EctopyTraceStrip *strip, const EctopyTraceBeat *beat)
{
  return beat->beat_class != ECTOPY_CLASS_N || beat->mark == ECTOPY_MARK_RINGED ||
         beat->is_rejected || beat->is_current ||
         strip->scene->n_in_view <= ECTOPY_TRACE_MANY_BEATS;
}

/* Marks of one class that share a cell are one. Cells are fixed in time, so that none comes or goes while
 * the strip is scrolled. */
static void
paint_all_marks (const EctopyTraceStrip *strip)
{
  const double cell = OVERLAP * MARK * strip->layout.font * strip->scene->length_s /
                      strip->layout.width;
  double last[ECTOPY_N_CLASSES + 1];

  for (guint c = 0; c <= ECTOPY_N_CLASSES; c++)
    last[c] = -INFINITY;
  for (size_t i = 0; i < strip->scene->n_beats; i++) {
    const EctopyTraceBeat *beat = &strip->scene->beats[i];
    const guint c = MIN (beat->beat_class, ECTOPY_N_CLASSES);
    const double at = floor (beat->time_s / cell), x = x_of (strip, beat);
    const gboolean is_repeated = at == last[c];

    last[c] = at;
    if (!is_in_clip (strip, x) || !is_in_view (strip, x) || !is_marked (strip, beat))
      continue;
    if (!is_repeated || beat->mark == ECTOPY_MARK_RINGED || beat->is_rejected || beat->is_current)
      paint_mark (strip, beat, x);
  }
}

/* ---- Letters ---- */

static gboolean
recedes (const EctopyTraceBeat *beat)
{
  return beat->beat_class == ECTOPY_CLASS_N && !disagrees (beat);
}

static EctopyTextStyle
letter_style (const EctopyTraceStrip *strip, const EctopyTraceBeat *beat)
{
  const gboolean is_quiet = recedes (beat);

  return (EctopyTextStyle){
    .size = (is_quiet ? SMALL : 1) * strip->layout.font,
    .bold = !is_quiet && !beat->is_rejected,
    .align = ECTOPY_ALIGN_CENTER,
    .color = is_quiet || beat->is_rejected ? strip->palette->muted : strip->palette->text,
  };
}

/* From letter to letter; with NULL the most there could be. */
static double
room_between (const EctopyTraceStrip *strip, const EctopyTraceBeat *a, const EctopyTraceBeat *b)
{
  const gboolean is_long = b == NULL || disagrees (a) || disagrees (b);

  return LETTER_ROOM * strip->layout.font * (is_long ? 2 : 1);
}

/* Room is taken by letters that say more or, of one kind, come before; whether those are themselves
 * painted is not asked, so that it does not depend on where the view begins. */
static gboolean
has_room (const EctopyTraceStrip *strip, size_t i)
{
  const EctopyTraceBeat *beats = strip->scene->beats;
  const double x = x_of (strip, &beats[i]);
  const double most = room_between (strip, &beats[i], NULL);

  for (size_t k = i; k > 0 && x - x_of (strip, &beats[k - 1]) < most; k--)
    if (x - x_of (strip, &beats[k - 1]) < room_between (strip, &beats[i], &beats[k - 1]) &&
        (recedes (&beats[i]) || !recedes (&beats[k - 1])))
      return FALSE;
  for (size_t k = i + 1; k < strip->scene->n_beats && x_of (strip, &beats[k]) - x < most; k++)
    if (x_of (strip, &beats[k]) - x < room_between (strip, &beats[i], &beats[k]) &&
        recedes (&beats[i]) && !recedes (&beats[k]))
      return FALSE;
  return TRUE;
}

static void
paint_letters (const EctopyTraceStrip *strip)
{
  if (strip->scene->n_in_view > ECTOPY_TRACE_MANY_BEATS)
    return;
  for (size_t i = 0; i < strip->scene->n_beats; i++) {
    const EctopyTraceBeat *beat = &strip->scene->beats[i];
    const EctopyTextStyle style = letter_style (strip, beat);
    const double x = x_of (strip, beat);
    char text[16] = { ectopy_beat_class_letter (beat->beat_class), '\0' };

    if (!is_in_clip (strip, x) || !is_in_view (strip, x) || !has_room (strip, i))
      continue;
    if (recedes (beat) && strip->scene->n_in_view > ECTOPY_TRACE_FEW_BEATS && !beat->is_current)
      continue;
    if (disagrees (beat))
      g_snprintf (text, sizeof text, "%c≠%c", ectopy_beat_class_letter (beat->beat_class),
                  ectopy_beat_class_letter (beat->reference));
    ectopy_short_text_paint (strip->cr, &style, x, strip->layout.letter_baseline, text);
  }
}

/* ---- Intervals ---- */

static void
paint_rr_title (const EctopyTraceStrip *strip, const EctopyTextStyle *style)
{
  const double font = strip->layout.font;
  /* Translators: intervals between beats, in milliseconds. */
  const char *text = _ ("RR ms");
  const EctopyTextStyle fitted = ectopy_text_fitted (strip->cr, style, strip->layout.x - 0.5 * font,
                                                     LEAST_SIZE, text);

  ectopy_text_paint (strip->cr, &fitted, 0.4 * font, strip->layout.rr_baseline, text);
}

static void
paint_intervals (const EctopyTraceStrip *strip)
{
  const EctopyTextStyle style = { .size = SMALL * strip->layout.font,
                                  .align = ECTOPY_ALIGN_CENTER,
                                  .color = strip->palette->text };
  const EctopyTextStyle title = { .size = 0.8 * strip->layout.font,
                                  .color = strip->palette->muted };
  const double per_second = strip->layout.width / strip->scene->length_s;
  gboolean is_written = FALSE;

  for (size_t i = 0; i < strip->scene->n_beats; i++) {
    const EctopyTraceBeat *beat = &strip->scene->beats[i];
    const double room = beat->rr_before_s * per_second;
    g_autofree char *text = NULL;
    double x, half;

    if (!(room >= RR_ROOM) || !is_in_clip (strip, x_of (strip, beat) - room / 2))
      continue;
    text = ectopy_text_count ((guint64) llround (1e3 * beat->rr_before_s));
    x = x_of (strip, beat) - room / 2;
    half = ectopy_short_text_width (&style, text) / 2;
    if (is_in_view (strip, x - half) && is_in_view (strip, x + half)) {
      ectopy_short_text_paint (strip->cr, &style, x, strip->layout.rr_baseline, text);
      is_written = TRUE;
    }
  }
  if (is_written && strip->left < strip->layout.x)
    paint_rr_title (strip, &title);
}

void
ectopy_trace_paint_marks (const EctopyTraceStrip *strip)
{
  paint_all_marks (strip);
  paint_letters (strip);
  paint_intervals (strip);
}
