/* SPDX-License-Identifier: MIT */
#include "ui/paint/ecg-paper.h"

#include <math.h>

#define FINE_LINE   0.6 /* user units; on pixels rounded to whole ones */
#define COARSE_LINE 0.9
#define SAME_COLOR  1.4  /* of a coarse line where only its width tells it from a fine one */
#define CLOSEST     3.0  /* user units between lines on pixels; elsewhere a third of it */
#define TOLERANCE   0.2  /* pixels that a drawn trace may pass beside a sample */
#define BEYOND      0.25 /* how far a trace may leave the range of 0 to 1 */

/* Paper laid out. */
typedef struct {
  cairo_t *cr;
  double x;
  double y;
  double width;
  double height;
  double base;
  double mm;
  double scale;  /* pixels a user unit; 0 where there are none */
  double device; /* pixels a unit of what cairo calls device space */
} Paper;

/* A width in whole pixels, so that lines are equally strong wherever they fall. */
static double
line_width (const Paper *paper, double width)
{
  return paper->scale > 0 ? MAX (round (width * paper->scale), 1) / paper->scale : width * 0.5;
}

/* The place nearest to @at for a line of @line: then its edges are those of pixels. */
static double
snap (const Paper *paper, double at, double line, gboolean across)
{
  double x = across ? at : 0, y = across ? 0 : at;
  double *moved = across ? &x : &y;
  const double middle = fmod (round (line * paper->scale), 2) / 2;

  if (!(paper->scale > 0))
    return at;
  cairo_user_to_device (paper->cr, &x, &y);
  *moved = (round (*moved * paper->device - middle) + middle) / paper->device;
  cairo_device_to_user (paper->cr, &x, &y);
  return *moved;
}

/* Strokes the lines whose number is a multiple of 5, or the others. */
static void
paint_lines (const Paper *paper, EctopyColor color, double width, gboolean coarse)
{
  const double line = line_width (paper, width);
  const int n_columns = (int) floor (paper->width / paper->mm + 1e-6);
  const int first = (int) ceil ((paper->y - paper->base) / paper->mm - 1e-6);
  const int last = (int) floor ((paper->y + paper->height - paper->base) / paper->mm + 1e-6);

  for (int i = 0; i <= n_columns; i++)
    if ((i % 5 == 0) == coarse) {
      cairo_move_to (paper->cr, snap (paper, paper->x + i * paper->mm, line, TRUE), paper->y);
      cairo_rel_line_to (paper->cr, 0, paper->height);
    }
  for (int i = first; i <= last; i++)
    if ((i % 5 == 0) == coarse) {
      cairo_move_to (paper->cr, paper->x, snap (paper, paper->base + i * paper->mm, line, FALSE));
      cairo_rel_line_to (paper->cr, paper->width, 0);
    }
  ectopy_color_set (paper->cr, color);
  cairo_set_line_width (paper->cr, line);
  cairo_stroke (paper->cr);
}

static double
device_scale (cairo_t *cr)
{
  double x = 1, y = 1;

  cairo_surface_get_device_scale (cairo_get_target (cr), &x, &y);
  return x > 0 ? x : 1;
}

double
ectopy_ecg_paper_scale (cairo_t *cr)
{
  double across = 1, down = 0;

  switch (cairo_surface_get_type (cairo_get_target (cr))) {
  case CAIRO_SURFACE_TYPE_PDF:
  case CAIRO_SURFACE_TYPE_SVG:
    return 0;
  default:
    cairo_user_to_device_distance (cr, &across, &down);
    return hypot (across, down) * device_scale (cr);
  }
}

void
ectopy_ecg_paper_paint (cairo_t *cr,
                        const EctopyPalette *palette,
                        double x,
                        double y,
                        double width,
                        double height,
                        double base,
                        double mm)
{
  const Paper paper = {
    cr, x, y, width, height, base, mm, ectopy_ecg_paper_scale (cr), device_scale (cr),
  };
  const double closest = paper.scale > 0 ? CLOSEST : CLOSEST / 3;
  const double dot = line_width (&paper, FINE_LINE), dots[] = { dot, 2 * dot };
  const gboolean same = ectopy_color_contrast (palette->paper_fine, palette->paper_coarse) < 1.05;

  cairo_save (cr);
  cairo_new_path (cr);
  ectopy_color_set (cr, palette->paper);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  /* Where both are of one grey, dots keep the fine lines behind the trace. */
  if (same)
    cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  if (mm >= closest)
    paint_lines (&paper, palette->paper_fine, FINE_LINE, FALSE);
  cairo_set_dash (cr, NULL, 0, 0);
  if (5 * mm >= closest)
    paint_lines (&paper, palette->paper_coarse, same ? SAME_COLOR : COARSE_LINE, TRUE);
  cairo_restore (cr);
}

static double
y_of (const EctopyTracePlace *place, float sample)
{
  const double value = CLAMP ((double) sample, -BEYOND, 1 + BEYOND);

  return place->y_low + value * (place->y_high - place->y_low);
}

/* The line from one end to samples that it passes no further than @tolerance from: the rest of a
 * trace is mostly straight, and strokes cost by the corner. */
typedef struct {
  cairo_t *cr;
  double tolerance;
  double x0; /* where the line starts */
  double y0;
  double x; /* where it leads so far */
  double y;
  double lowest; /* slopes that pass near all samples so far */
  double highest;
} Pencil;

static void
pencil_start (Pencil *pencil, double x, double y)
{
  pencil->x0 = pencil->x = x;
  pencil->y0 = pencil->y = y;
  pencil->lowest = -INFINITY;
  pencil->highest = INFINITY;
}

static void
pencil_go_to (Pencil *pencil, double x, double y)
{
  double slope = (y - pencil->y0) / (x - pencil->x0);

  if (!(slope >= pencil->lowest && slope <= pencil->highest)) {
    cairo_line_to (pencil->cr, pencil->x, pencil->y);
    pencil_start (pencil, pencil->x, pencil->y);
    slope = (y - pencil->y0) / (x - pencil->x0);
  }
  pencil->lowest = MAX (pencil->lowest, slope - pencil->tolerance / (x - pencil->x0));
  pencil->highest = MIN (pencil->highest, slope + pencil->tolerance / (x - pencil->x0));
  pencil->x = x;
  pencil->y = y;
}

/* A lone sample between gaps becomes a dot, given round caps. */
static void
add_all (cairo_t *cr,
         const float *samples,
         size_t n,
         const EctopyTracePlace *place,
         double tolerance)
{
  Pencil pencil = { .cr = cr, .tolerance = tolerance };
  gboolean down = FALSE;

  for (size_t i = 0; i < n; i++) {
    const double x = place->x + (double) i * place->step;

    if (isfinite (samples[i]) && !down) {
      pencil_start (&pencil, x, y_of (place, samples[i]));
      cairo_move_to (cr, pencil.x, pencil.y);
    } else if (isfinite (samples[i])) {
      pencil_go_to (&pencil, x, y_of (place, samples[i]));
    } else if (down) {
      cairo_line_to (cr, pencil.x, pencil.y);
    }
    down = isfinite (samples[i]);
  }
  if (down)
    cairo_line_to (cr, pencil.x, pencil.y);
}

/* The smallest and the largest of each @n_group samples, in the order they come. */
static void
add_extremes (cairo_t *cr,
              const float *samples,
              size_t n,
              const EctopyTracePlace *place,
              size_t n_group)
{
  for (size_t start = 0; start < n; start += n_group) {
    const size_t end = MIN (start + n_group, n);
    size_t low = n, high = n;

    for (size_t i = start; i < end; i++) {
      if (!isfinite (samples[i]))
        continue;
      if (low == n || samples[i] < samples[low])
        low = i;
      if (high == n || samples[i] > samples[high])
        high = i;
    }
    if (low == n) {
      cairo_new_sub_path (cr);
      continue;
    }
    cairo_line_to (cr, place->x + (double) MIN (low, high) * place->step,
                   y_of (place, samples[MIN (low, high)]));
    if (low != high)
      cairo_line_to (cr, place->x + (double) MAX (low, high) * place->step,
                     y_of (place, samples[MAX (low, high)]));
  }
}

void
ectopy_ecg_trace_path (cairo_t *cr, const float *samples, size_t n, const EctopyTracePlace *place)
{
  const double pixels = place->step * ectopy_ecg_paper_scale (cr);

  cairo_new_sub_path (cr);
  if (pixels >= 0.5 || !(pixels > 0))
    add_all (cr, samples, n, place, pixels > 0 ? TOLERANCE / pixels * place->step : 0);
  else
    add_extremes (cr, samples, n, place, (size_t) MIN (ceil (2 / pixels), 1e6));
}

void
ectopy_ecg_trace_path_near (cairo_t *cr,
                            const float *samples,
                            size_t n,
                            const EctopyTracePlace *place,
                            double tolerance)
{
  cairo_new_sub_path (cr);
  add_all (cr, samples, n, place, tolerance);
}
