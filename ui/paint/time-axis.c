/* SPDX-License-Identifier: MIT */
#include "ui/paint/time-axis.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/short-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define LABEL_ROOM 8.5 /* from label to label, font sizes */
#define TICK_LINE  1.0

static const double steps[] = {
  0.02, 0.05, 0.1, 0.2, 0.5,  1,    2,    5,     10,    15,    30,    60,
  120,  300,  600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
};

char *
ectopy_time_text (double seconds, guint decimals)
{
  static const guint units[] = { 1, 10, 100, 1000 };
  const guint unit = units[MIN (decimals, 3)];
  const double shown = isfinite (seconds) ? CLAMP (seconds, 0, 1e9) : 0;
  const guint64 total = (guint64) floor (shown * unit + 1e-6);
  const guint64 whole = total / unit;
  GString *text = g_string_new (NULL);

  if (whole >= 3600)
    g_string_append_printf (text, "%" G_GUINT64_FORMAT ":%02u:%02u", whole / 3600,
                            (guint) (whole / 60 % 60), (guint) (whole % 60));
  else
    g_string_append_printf (text, "%u:%02u", (guint) (whole / 60), (guint) (whole % 60));
  if (decimals > 0) {
    g_autofree char *fraction = ectopy_text_decimals ((double) (total % unit) / unit,
                                                      MIN (decimals, 3));

    g_string_append (text, fraction + 1); /* without its 0 */
  }
  return g_string_free (text, FALSE);
}

char *
ectopy_time_length_text (double seconds)
{
  const guint whole = (guint) CLAMP (round (seconds), 0, 1e9);

  if (seconds < 9.95)
    return g_strdup_printf (_ ("%.2g s"), seconds);
  if (whole < 120)
    return g_strdup_printf (_ ("%u s"), whole);
  if (whole < 3600)
    return whole % 60 == 0 ? g_strdup_printf (_ ("%u min"), whole / 60)
                           : g_strdup_printf (_ ("%u min %u s"), whole / 60, whole % 60);
  return whole / 60 % 60 == 0 ? g_strdup_printf (_ ("%u h"), whole / 3600)
                              : g_strdup_printf (_ ("%u h %u min"), whole / 3600, whole / 60 % 60);
}

double
ectopy_time_step (double seconds)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] >= seconds * (1 - 1e-9))
      return steps[i];
  return steps[G_N_ELEMENTS (steps) - 1] * ceil (seconds / steps[G_N_ELEMENTS (steps) - 1]);
}

/* (transfer full): no finer than its step needs. */
static char *
label_text (double seconds, double step)
{
  const guint minutes = (guint) llround (seconds / 60);

  if (step < 60)
    return ectopy_time_text (seconds + 1e-4, step < 0.1 ? 2 : step < 1 ? 1 : 0);
  if (minutes < 60)
    return minutes == 0 ? g_strdup ("0") : g_strdup_printf (_ ("%u min"), minutes);
  return minutes % 60 == 0
             ? g_strdup_printf (_ ("%u h"), minutes / 60)
             /* Translators: hours and minutes at a tick of an axis, where there is little room. */
             : g_strdup_printf (_ ("%u h %02u"), minutes / 60, minutes % 60);
}

void
ectopy_time_axis_paint (cairo_t *cr, const EctopyTimeAxis *axis, const EctopyPalette *palette)
{
  const EctopyTextStyle style = { .size = axis->font_size,
                                  .align = ECTOPY_ALIGN_CENTER,
                                  .color = palette->muted };
  const double per_second = axis->width / axis->length_s;
  const double step = ectopy_time_step (LABEL_ROOM * axis->font_size / per_second);
  const double first = ceil (axis->start_s / step - 1e-6);

  if (!(axis->width > 0 && axis->length_s > 0 && isfinite (per_second)))
    return;
  cairo_new_path (cr);
  for (double i = first; i * step <= axis->start_s + axis->length_s; i++) {
    const double x = axis->x + (i * step - axis->start_s) * per_second;
    g_autofree char *text = label_text (i * step, step);
    const double half = ectopy_short_text_width (&style, text) / 2;

    if (axis->tick_bottom > axis->tick_top) {
      ectopy_color_set (cr, palette->rule);
      cairo_rectangle (cr, floor (x + 1e-6), axis->tick_top, TICK_LINE,
                       axis->tick_bottom - axis->tick_top);
      cairo_fill (cr);
    }
    if (x - half >= axis->x && x + half <= axis->x + axis->width)
      ectopy_short_text_paint (cr, &style, x, axis->baseline, text);
  }
}
