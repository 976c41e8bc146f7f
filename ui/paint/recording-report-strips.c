/* SPDX-License-Identifier: MIT */
/* Strips at true scale: their places, and their pages. */
#include "ui/paint/beat-paint.h"
#include "ui/paint/ecg-paper.h"
#include "ui/paint/recording-report-private.h"
#include "ui/paint/time-axis.h"
#include "ui/paint/trace-layout.h"

#include <glib/gi18n.h>
#include <math.h>

#define MM         ECTOPY_REPORT_MM
#define UNIT       0.7  /* points: the trace is painted for a screen, whose units are smaller */
#define LETTER     11.0 /* units: with it the width of A4 holds 6.8 s */
#define INTRO      (4.8 * ECTOPY_REPORT_BODY) /* sentence and ruler above the first strip, at least */
#define RULER      (3.3 * ECTOPY_REPORT_BODY)
#define EVENT_INK  0.6 /* of grey, for what a strip is about */
#define TITLE      (1.5 * ECTOPY_REPORT_BODY)
#define CAPTION    (1.4 * ECTOPY_REPORT_SMALL)
#define STRIP_GAP  15.0
#define LEAST_SIZE 0.7 /* of a font, for a line that has little room */
#define CONTEXT    4   /* beats to either side whose tint or interval may reach in */

/* The scene of a strip of nothing, for the places of its parts. */
static EctopyTraceScene
empty_scene (size_t n_leads)
{
  return (EctopyTraceScene){
    .length_s = 1,
    .mm = MM / UNIT,
    .font_size = LETTER,
    .n_leads = n_leads,
    .range = { (double) NAN, (double) NAN },
  };
}

/* Units of what the strip takes above and below its leads. */
static double
around_leads (void)
{
  const EctopyTraceScene scene = empty_scene (1);
  EctopyTraceLayout layout;

  ectopy_trace_layout_init (&layout, &scene, 1000, 1000);
  return 1000 - (layout.bottom - layout.top);
}

/* Units: the width of the view is a multiple of 5 mm, so that it ends on a line. */
static double
width_of (EctopyPaper paper)
{
  const EctopyTraceScene scene = empty_scene (1);
  EctopyTraceLayout layout;
  double width, height;

  ectopy_paper_size (paper, &width, &height);
  width = (width - 2 * ECTOPY_REPORT_MARGIN) / UNIT;
  ectopy_trace_layout_init (&layout, &scene, width, 1000);
  return layout.x + 5 * scene.mm * floor (layout.width / (5 * scene.mm) + 1e-6);
}

static double
view_mm (EctopyPaper paper)
{
  const EctopyTraceScene scene = empty_scene (1);
  EctopyTraceLayout layout;

  ectopy_trace_layout_init (&layout, &scene, width_of (paper), 1000);
  return layout.width / scene.mm;
}

double
ectopy_recording_strips_view_s (EctopyPaper paper)
{
  return view_mm (paper) / ECTOPY_PAPER_SPEED;
}

/* Points, from the title to the caption. */
static double
height_of (const EctopyReportStrip *strip)
{
  return TITLE + UNIT * around_leads () + strip->room_mm * (double) strip->n_leads * MM + CAPTION;
}

static const char *
intro_text (const EctopyRecordingReport *report)
{
  return report->is_chosen
             ? _ ("Stretches that a person chose, in true scale.")
             : _ ("The places that stand out, in true scale: a stretch is shaded, a beat framed.");
}

void
ectopy_recording_strips_lay_out (EctopyRecordingReport *report)
{
  const EctopyReportPage page = ectopy_report_page_new (NULL, report->paper, NULL, NULL);
  const double intro = MAX (INTRO, ectopy_report_page_measure (&page, ECTOPY_REPORT_BODY,
                                                               page.width, intro_text (report)) +
                                       RULER);
  double y = ECTOPY_REPORT_TOP + intro;
  guint number = 0;

  for (guint i = 0; i < report->strips->len; i++) {
    EctopyReportStrip *strip = &g_array_index (report->strips, EctopyReportStrip, i);
    const double height = height_of (strip);

    if (y + height > page.bottom && y > ECTOPY_REPORT_TOP + intro) {
      number++;
      y = ECTOPY_REPORT_TOP;
    }
    strip->page = number;
    strip->y = y;
    y += height + STRIP_GAP;
  }
}

guint
ectopy_recording_strips_count_pages (const EctopyRecordingReport *report)
{
  return report->strips->len > 0
             ? g_array_index (report->strips, EctopyReportStrip, report->strips->len - 1).page + 1
             : 0;
}

/* ---- A strip ---- */

/* Lends the samples to @lead; they are to be freed. */
static float *
fill_lead (const EctopyRecordingReport *report,
           const EctopyReportStrip *strip,
           size_t i,
           EctopyTraceLead *lead)
{
  const double rate = ectopy_recording_get_rate_hz (report->recording);
  size_t first;
  const size_t n = ectopy_recording_report_place (
      report, strip->start_s, strip->start_s + ectopy_recording_strips_view_s (report->paper),
      &first);
  float *samples = ectopy_recording_report_samples (report, strip->leads[i], first, n);

  *lead = (EctopyTraceLead){
    .name = ectopy_recording_get_lead_name (report->recording, strip->leads[i]),
    .unit = ectopy_recording_get_lead_unit (report->recording, strip->leads[i]),
    .gain_mm = strip->gains_mm[i],
    .middle = strip->middles[i],
    .samples = samples,
    .n_samples = n,
    .first_s = (double) first / rate,
    .rate_hz = rate,
  };
  return samples;
}

/* (transfer full) (element-type EctopyTraceBeat): those in view and a few to either side; that which the
 * strip is about is the current one. */
static GArray *
beats_of (const EctopyRecordingReport *report, const EctopyReportStrip *strip, double length_s)
{
  const size_t first = ectopy_recording_report_find (report, strip->start_s);
  const size_t end = ectopy_recording_report_find (report, strip->start_s + length_s);
  const size_t from = first - MIN (first, CONTEXT);
  const size_t to = MIN (end + CONTEXT, report->beats->len);
  GArray *beats = g_array_new (FALSE, FALSE, sizeof (EctopyTraceBeat));

  if (to > from)
    g_array_append_vals (beats, &g_array_index (report->beats, EctopyTraceBeat, from),
                         (guint) (to - from));
  for (guint i = 0; i < beats->len; i++) {
    EctopyTraceBeat *beat = &g_array_index (beats, EctopyTraceBeat, i);

    beat->is_current = strip->event.from_s == strip->event.to_s &&
                       fabs (beat->time_s - strip->event.from_s) < 1e-6;
  }
  return beats;
}

static void
paint_trace (const EctopyReportPage *page,
             const EctopyRecordingReport *report,
             const EctopyReportStrip *strip)
{
  const double length = ectopy_recording_strips_view_s (report->paper);
  const double width = width_of (report->paper);
  const double height = around_leads () + strip->room_mm * (double) strip->n_leads * MM / UNIT;
  EctopyTraceScene scene = empty_scene (strip->n_leads);
  EctopyPalette palette = page->palette;
  EctopyTraceLead leads[ECTOPY_STRIP_MAX_LEADS];
  float *samples[ECTOPY_STRIP_MAX_LEADS];
  g_autoptr (GArray) beats = beats_of (report, strip, length);

  for (size_t i = 0; i < strip->n_leads; i++)
    samples[i] = fill_lead (report, strip, i, &leads[i]);
  /* Grey for structure. */
  palette.accent = ectopy_color_mix (palette.background, palette.muted, EVENT_INK);
  scene.start_s = strip->start_s;
  scene.length_s = length;
  scene.leads = leads;
  scene.beats = (const EctopyTraceBeat *) beats->data;
  scene.n_beats = beats->len;
  scene.n_in_view = beats->len;
  scene.excluded = (const EctopyTimeSpan *) report->excluded->data;
  scene.n_excluded = report->excluded->len;
  if (strip->event.to_s > strip->event.from_s)
    scene.range = strip->event;
  cairo_save (page->cr);
  cairo_translate (page->cr, page->left, page->y);
  cairo_scale (page->cr, UNIT, UNIT);
  ectopy_trace_paint (page->cr, &scene, &palette, width, height);
  cairo_restore (page->cr);
  for (size_t i = 0; i < strip->n_leads; i++)
    g_free (samples[i]);
}

/* (transfer full): "MLII, V1 · 12:31.4 to 12:38.2 · 25 mm/s · 10 mm/mV · no filter". */
static char *
caption_of (const EctopyRecordingReport *report, const EctopyReportStrip *strip)
{
  const double view_s = ectopy_recording_strips_view_s (report->paper);
  g_autofree char *from = ectopy_time_text (strip->start_s, 1);
  g_autofree char *to = ectopy_time_text (MIN (strip->start_s + view_s, report->duration_s), 1);
  g_autofree char *filter = ectopy_display_filter_text (&report->filter);
  g_autoptr (GString) leads = g_string_new (NULL);

  for (size_t i = 0; i < strip->n_leads; i++)
    g_string_append_printf (leads, "%s%s", i > 0 ? ", " : "",
                            ectopy_recording_get_lead_name (report->recording, strip->leads[i]));
  /* Translators: names of leads; two times; the speed of the paper; its scale, millimetres a unit such as
   * mV; a filter. */
  return g_strdup_printf (_ ("%s · %s to %s · %g mm/s · %g mm/%s · %s"), leads->str, from, to,
                          ECTOPY_PAPER_SPEED, strip->gains_mm[0],
                          ectopy_recording_get_lead_unit (report->recording, strip->leads[0]),
                          filter);
}

static void
paint_strip (EctopyReportPage *page,
             const EctopyRecordingReport *report,
             const EctopyReportStrip *strip)
{
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, FALSE);
  EctopyTextStyle small = ectopy_report_page_style (page, ECTOPY_REPORT_SMALL, TRUE);
  g_autofree char *caption = caption_of (report, strip);

  style.bold = TRUE;
  style = ectopy_text_fitted (page->cr, &style, page->width, LEAST_SIZE, strip->title);
  small = ectopy_text_fitted (page->cr, &small, page->width, LEAST_SIZE, caption);
  small.cut_middle = TRUE;
  cairo_tag_begin (page->cr, "H2", NULL);
  ectopy_text_paint (page->cr, &style, page->left, strip->y + ECTOPY_REPORT_BODY, strip->title);
  cairo_tag_end (page->cr, "H2");
  page->y = strip->y + TITLE;
  cairo_tag_begin (page->cr, "Figure", NULL);
  paint_trace (page, report, strip);
  cairo_tag_end (page->cr, "Figure");
  page->y = strip->y + height_of (strip);
  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_text_paint (page->cr, &small, page->left, page->y - 0.2 * ECTOPY_REPORT_SMALL, caption);
  cairo_tag_end (page->cr, "P");
}

void
ectopy_recording_strips_paint (EctopyReportPage *page,
                               const EctopyRecordingReport *report,
                               guint number)
{
  ectopy_report_page_title (page, number == 0 ? _ ("Strips") : _ ("Strips, continued"));
  if (number == 0) {
    ectopy_report_page_paragraph (page, ECTOPY_REPORT_BODY, FALSE, intro_text (report));
    page->y += 0.5 * ECTOPY_REPORT_BODY;
    ectopy_report_page_ruler (page);
  }
  for (guint i = 0; i < report->strips->len; i++) {
    const EctopyReportStrip *strip = &g_array_index (report->strips, EctopyReportStrip, i);

    if (strip->page == number)
      paint_strip (page, report, strip);
  }
}
