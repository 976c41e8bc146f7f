/* SPDX-License-Identifier: MIT */
#include "ui/paint/trace-layout.h"

#include <math.h>

#define DEFAULT_FONT 11.0

/* Rooms, in font sizes. */
#define GUTTER     3.6 /* at the left, for names and pulses; */
#define GUTTER_MM  9.0 /* at least these millimetres */
#define MARKS_ROOM 2.7
#define RR_ROOM    1.5
#define TIME_ROOM  1.5

void
ectopy_trace_layout_init (EctopyTraceLayout *layout,
                          const EctopyTraceScene *scene,
                          double width,
                          double height)
{
  const double font = scene->font_size > 0 ? scene->font_size : DEFAULT_FONT;
  const double gutter = round (MAX (GUTTER * font, GUTTER_MM * scene->mm));
  const double top = MARKS_ROOM * font;
  const double bottom = MAX (height - (RR_ROOM + TIME_ROOM) * font, top + 1);
  const double room = (bottom - top) / (double) MAX (scene->n_leads, 1);

  *layout = (EctopyTraceLayout){
    .font = font,
    .x = gutter,
    .width = MAX (width - gutter, 1),
    .mark_y = 0.95 * font,
    .letter_baseline = 2.45 * font,
    .top = top,
    .bottom = bottom,
    .room = room,
    .base = round (top),
    .rr_baseline = bottom + 1.05 * font,
    .time_baseline = bottom + (RR_ROOM + 1.05) * font,
  };
}

double
ectopy_trace_layout_x (const EctopyTraceLayout *layout,
                       const EctopyTraceScene *scene,
                       double time_s)
{
  return layout->x + (time_s - scene->start_s) * layout->width / scene->length_s;
}

double
ectopy_trace_layout_time_at (const EctopyTraceLayout *layout,
                             const EctopyTraceScene *scene,
                             double x)
{
  return scene->start_s + (x - layout->x) * scene->length_s / layout->width;
}

double
ectopy_trace_layout_zero (const EctopyTraceLayout *layout,
                          const EctopyTraceScene *scene,
                          size_t lead)
{
  const EctopyTraceLead *of = &scene->leads[lead];
  const double middle = layout->top + ((double) lead + 0.5) * layout->room;
  const double zero = middle + of->middle * of->gain_mm * scene->mm;

  return layout->base + round ((zero - layout->base) / scene->mm) * scene->mm;
}

double
ectopy_trace_layout_y (const EctopyTraceLayout *layout,
                       const EctopyTraceScene *scene,
                       size_t lead,
                       double value)
{
  return ectopy_trace_layout_zero (layout, scene, lead) -
         value * scene->leads[lead].gain_mm * scene->mm;
}

double
ectopy_trace_layout_value_at (const EctopyTraceLayout *layout,
                              const EctopyTraceScene *scene,
                              size_t lead,
                              double y)
{
  return (ectopy_trace_layout_zero (layout, scene, lead) - y) /
         (scene->leads[lead].gain_mm * scene->mm);
}

size_t
ectopy_trace_layout_lead_at (const EctopyTraceLayout *layout,
                             const EctopyTraceScene *scene,
                             double y)
{
  const double lead = floor ((y - layout->top) / layout->room);

  return (size_t) CLAMP (lead, 0, (double) MAX (scene->n_leads, 1) - 1);
}

double
ectopy_trace_fit_gain (double low, double high, double room_mm)
{
  static const double gains[] = { 20, 10, 5, 2.5 };

  for (gsize i = 0; i < G_N_ELEMENTS (gains); i++)
    if ((high - low) * gains[i] <= room_mm)
      return gains[i];
  return gains[G_N_ELEMENTS (gains) - 1];
}
