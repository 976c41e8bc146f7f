/* SPDX-License-Identifier: MIT */
#include "ui/paint/text-paint.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* A text half as large is not half as long: places of letters are rounded. */
#define NEARLY    0.99
#define MAX_TURNS 5

/* Of a font's size, from one to half of it. */
#define STEPS 12

/* (transfer full): for measuring only. */
static PangoLayout *
layout_of_nothing (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = pango_layout_new (context);

  g_object_unref (context);
  return layout;
}

static PangoLayout *
make_layout (cairo_t *cr, const EctopyTextStyle *style, const char *text)
{
  PangoLayout *layout = cr != NULL ? pango_cairo_create_layout (cr) : layout_of_nothing ();
  PangoFontDescription *font = pango_font_description_new ();
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Metrics that follow the pixel grid would lay text out differently at each scale. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (pango_layout_get_context (layout), options);
  cairo_font_options_destroy (options);
  pango_font_description_set_family_static (font, "Sans");
  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, !style->wrap);
  if (style->max_width > 0) {
    /* Pango takes left for the start, which is right of words that are read from there. That is well
     * for a paragraph; all else stands where the painter has its symbol or its cell. */
    const gboolean turned = (!style->wrap || style->align == ECTOPY_ALIGN_END) &&
                            pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;
    const PangoAlignment start = turned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    const PangoAlignment end = turned ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;

    pango_layout_set_width (layout, (int) (MIN (style->max_width, 1e5) * PANGO_SCALE));
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    if (!style->wrap)
      pango_layout_set_ellipsize (layout,
                                  style->cut_middle ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment (layout, style->align == ECTOPY_ALIGN_START    ? start
                                        : style->align == ECTOPY_ALIGN_CENTER ? PANGO_ALIGN_CENTER
                                                                              : end);
  }
  return layout;
}

double
ectopy_text_paint (cairo_t *cr, const EctopyTextStyle *style, double x, double y, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, style, text);
  const double baseline = (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
  PangoRectangle logical;
  double width;

  pango_layout_get_extents (layout, NULL, &logical);
  width = style->max_width > 0 ? style->max_width : (double) logical.width / PANGO_SCALE;
  if (style->align != ECTOPY_ALIGN_START)
    x -= style->align == ECTOPY_ALIGN_CENTER ? width / 2 : width;
  ectopy_color_set (cr, style->color);
  cairo_move_to (cr, x, y - baseline);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
  return (double) logical.height / PANGO_SCALE;
}

double
ectopy_text_width (cairo_t *cr, const EctopyTextStyle *style, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, style, text);
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

double
ectopy_text_height (cairo_t *cr, const EctopyTextStyle *style, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, style, text);
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.height / PANGO_SCALE;
}

double
ectopy_text_size (double full, double most)
{
  if (!(most < full))
    return full;
  return most > 0 ? full * exp2 (-ceil (STEPS * log2 (full / most)) / STEPS) : most;
}

EctopyTextStyle
ectopy_text_fitted (cairo_t *cr,
                    const EctopyTextStyle *style,
                    double width,
                    double least,
                    const char *text)
{
  const double smallest = least * style->size;
  EctopyTextStyle fitted = *style;

  fitted.wrap = FALSE;
  fitted.max_width = 0;
  for (guint i = 0; i < MAX_TURNS; i++) {
    const double needed = ectopy_text_width (cr, &fitted, text);

    if (!(needed > width))
      return fitted;
    if (fitted.size <= smallest)
      break;
    fitted.size = ectopy_text_size (style->size, NEARLY * width / needed * fitted.size);
    fitted.size = MAX (fitted.size, smallest);
  }
  fitted.max_width = width;
  return fitted;
}

size_t
ectopy_text_fit (cairo_t *cr, const EctopyTextStyle *style, double height, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, style, text);
  const int n_lines = pango_layout_get_line_count (layout);
  double used = 0;

  for (int i = 0; i < n_lines; i++) {
    PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
    PangoRectangle logical;

    pango_layout_line_get_extents (line, NULL, &logical);
    used += (double) logical.height / PANGO_SCALE;
    if (i > 0 && used > height)
      return (size_t) line->start_index;
  }
  return strlen (text);
}

void
ectopy_text_paint_upwards (cairo_t *cr,
                           const EctopyTextStyle *style,
                           double x,
                           double y,
                           const char *text)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, -G_PI_2);
  ectopy_text_paint (cr, style, 0, 0, text);
  cairo_restore (cr);
}
