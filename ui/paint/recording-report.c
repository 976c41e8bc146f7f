/* SPDX-License-Identifier: MIT */
#include "ui/paint/recording-report.h"

#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"
#include "ui/paint/recording-report-private.h"
#include "ui/paint/surface.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The parts in their order. The first is one page. */
enum { SUMMARY, STRIPS, HOURS, LINES, N_SECTIONS };

static const char *const section_names[N_SECTIONS] = {
  N_ ("Summary"),
  N_ ("Strips"),
  N_ ("By the hour"),
  N_ ("The whole recording"),
};

/* ---- What stands ---- */

static EctopyMarkState
mark_of (EctopyStudy *study, guint32 beat)
{
  const guint status = ectopy_study_get_beat (study, beat).status;

  if (status == ECTOPY_BEAT_CORRECTED || status == ECTOPY_BEAT_ADDED ||
      ectopy_study_is_moved (study, beat))
    return ECTOPY_MARK_RINGED;
  return status == ECTOPY_BEAT_PREDICTED ? ECTOPY_MARK_HOLLOW : ECTOPY_MARK_PLAIN;
}

static void
take_beats (EctopyRecordingReport *report, EctopyStudy *study)
{
  const double rate = ectopy_recording_get_rate_hz (report->recording);
  size_t n;
  const guint32 *order = ectopy_study_get_order (study, &n);

  report->beats = g_array_sized_new (FALSE, FALSE, sizeof (EctopyTraceBeat), (guint) n);
  for (size_t i = 0; i < n; i++) {
    const EctopyBeatState state = ectopy_study_get_beat (study, order[i]);
    const EctopyFoundBeat *found = ectopy_study_get_found (study, order[i]);
    const EctopyTraceBeat beat = {
      .time_s = (double) state.sample / rate,
      .rr_before_s = ectopy_study_get_rr_before (study, order[i]),
      .beat_class = state.beat_class,
      .reference = found != NULL && found->code != 0
                       ? (guint8) ectopy_annotation_code_class (found->code)
                       : ECTOPY_CLASS_NONE,
      .mark = mark_of (study, order[i]),
      .is_rejected = state.status == ECTOPY_BEAT_REJECTED,
    };

    g_array_append_val (report->beats, beat);
  }
}

static void
take_spans (EctopyRecordingReport *report, EctopyStudy *study)
{
  const double rate = ectopy_recording_get_rate_hz (report->recording);
  const GArray *spans = ectopy_study_get_spans (study);

  report->excluded = g_array_new (FALSE, FALSE, sizeof (EctopyTimeSpan));
  for (guint i = 0; i < spans->len; i++) {
    const EctopySpan *span = &g_array_index (spans, EctopySpan, i);

    g_array_append_vals (report->excluded,
                         &(EctopyTimeSpan){ (double) span->from / rate, (double) span->to / rate },
                         1);
  }
}

/* (transfer full): UTF-8. */
static char *
name_of (EctopyRecording *recording)
{
  const char *source = ectopy_recording_get_source (recording);

  return source != NULL ? g_filename_display_basename (source) : g_strdup (_ ("not named"));
}

/* (transfer full) (nullable): which adapted model gave classes, and to how many beats. */
static char *
adapted_text (EctopyStudy *study)
{
  const EctopyAdapted *adapted = ectopy_study_get_adapted (study);
  const size_t n_beats = ectopy_study_count_adapted (study);
  g_autofree char *n = ectopy_text_count (n_beats);

  return adapted != NULL
             ? g_strdup_printf (
                   /* Translators: after “Adapted”: a number, and the name of a model. */
                   ngettext ("to this recording: %s beats have the class that “%s” gave",
                             "to this recording: %s beats have the class that “%s” gave", n_beats),
                   n, adapted->model)
             : NULL;
}

static size_t
lead_of (const EctopyRecordingReport *report)
{
  const size_t n = ectopy_recording_get_n_leads (report->recording);

  for (size_t i = 0; i < n; i++)
    if (g_strcmp0 (ectopy_recording_get_lead_name (report->recording, i), report->findings->lead) ==
        0)
      return i;
  return 0;
}

static void
strip_clear (gpointer strip)
{
  g_free (((EctopyReportStrip *) strip)->title);
}

EctopyRecordingReport *
ectopy_recording_report_new (const EctopyRecordingReportOptions *options)
{
  EctopyRecordingReport *report = g_new0 (EctopyRecordingReport, 1);

  report->recording = g_object_ref (ectopy_study_get_recording (options->study));
  report->findings = ectopy_findings_ref (ectopy_study_get_findings (options->study));
  report->summary = ectopy_study_summary_new (options->study);
  if (options->filter != NULL)
    report->filter = *options->filter;
  report->paper = options->paper;
  report->name = name_of (report->recording);
  report->date = g_strdup (options->date);
  report->version = g_strdup (options->version);
  report->adapted = adapted_text (options->study);
  report->lead = lead_of (report);
  report->duration_s = ectopy_recording_get_duration_s (report->recording);
  take_beats (report, options->study);
  take_spans (report, options->study);
  report->strips = g_array_new (FALSE, FALSE, sizeof (EctopyReportStrip));
  g_array_set_clear_func (report->strips, strip_clear);
  ectopy_recording_strips_init (report, options);
  ectopy_recording_strips_lay_out (report);
  if (options->full_disclosure)
    report->line_gain_mm = ectopy_recording_lines_gain (report);
  return report;
}

void
ectopy_recording_report_free (EctopyRecordingReport *report)
{
  g_object_unref (report->recording);
  ectopy_findings_unref (report->findings);
  ectopy_study_summary_free (report->summary);
  g_array_unref (report->beats);
  g_array_unref (report->excluded);
  g_array_unref (report->strips);
  g_free (report->name);
  g_free (report->date);
  g_free (report->version);
  g_free (report->adapted);
  g_free (report);
}

/* ---- For the parts ---- */

size_t
ectopy_recording_report_find (const EctopyRecordingReport *report, double time_s)
{
  size_t low = 0, high = report->beats->len;

  while (low < high) {
    const size_t middle = low + (high - low) / 2;

    if (g_array_index (report->beats, EctopyTraceBeat, middle).time_s < time_s)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

size_t
ectopy_recording_report_place (const EctopyRecordingReport *report,
                               double from_s,
                               double to_s,
                               size_t *first)
{
  const double rate = ectopy_recording_get_rate_hz (report->recording);
  const size_t n = ectopy_recording_get_n_samples (report->recording);
  const size_t end = (size_t) CLAMP (ceil (to_s * rate) + 1, 0, (double) n);

  *first = (size_t) CLAMP (floor (from_s * rate), 0, (double) (n - 1));
  return MAX (end, *first + 1) - *first;
}

float *
ectopy_recording_report_samples (const EctopyRecordingReport *report,
                                 size_t lead,
                                 size_t first,
                                 size_t n)
{
  float *samples = g_new (float, MAX (n, 1));

  ectopy_display_filter_apply (&report->filter, ectopy_recording_get_rate_hz (report->recording),
                               ectopy_recording_get_samples (report->recording, lead),
                               ectopy_recording_get_n_samples (report->recording), first, n,
                               samples);
  return samples;
}

/* ---- Pages ---- */

static EctopyReportPage
make_page (cairo_t *cr, const EctopyRecordingReport *report)
{
  return ectopy_report_page_new (cr, report->paper, report->date, report->findings->model_digest);
}

/* Sets @n_pages to how many each part has. Returns: their sum. */
static guint
count_sections (const EctopyRecordingReport *report, guint n_pages[N_SECTIONS])
{
  const EctopyReportPage page = make_page (NULL, report);

  n_pages[SUMMARY] = 1;
  n_pages[STRIPS] = ectopy_recording_strips_count_pages (report);
  n_pages[HOURS] = ectopy_recording_hours_count_pages (&page, report);
  n_pages[LINES] = ectopy_recording_lines_count_pages (report);
  return n_pages[SUMMARY] + n_pages[STRIPS] + n_pages[HOURS] + n_pages[LINES];
}

guint
ectopy_recording_report_count_pages (const EctopyRecordingReport *report)
{
  guint n_pages[N_SECTIONS];

  return count_sections (report, n_pages);
}

void
ectopy_recording_report_paint_page (cairo_t *cr, const EctopyRecordingReport *report, guint page)
{
  EctopyReportPage state = make_page (cr, report);
  guint n_pages[N_SECTIONS];
  const guint n_all = count_sections (report, n_pages);
  guint section = 0, number = page;

  g_assert (page < n_all);
  while (number >= n_pages[section])
    number -= n_pages[section++];
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_tag_begin (cr, "Sect", NULL);
  switch (section) {
  case SUMMARY:
    ectopy_recording_summary_paint (&state, report);
    break;
  case STRIPS:
    ectopy_recording_strips_paint (&state, report, number);
    break;
  case HOURS:
    ectopy_recording_hours_paint (&state, report, number);
    break;
  default:
    ectopy_recording_lines_paint (&state, report, number);
    break;
  }
  ectopy_report_page_footer (&state, page, n_all);
  cairo_tag_end (cr, "Sect");
  cairo_restore (cr);
}

/* ---- The file ---- */

static void
paint_page_cb (cairo_t *cr, guint page, gpointer user_data)
{
  ectopy_recording_report_paint_page (cr, user_data, page);
}

gboolean
ectopy_recording_report_write_pdf (const EctopyRecordingReport *report,
                                   const char *path,
                                   GCancellable *cancellable,
                                   GError **error)
{
  /* Translators: %s is the name of a file. */
  g_autofree char *title = g_strdup_printf (_ ("Recording: %s"), report->name);
  /* Translators: %s is the name of a file. */
  g_autofree char *what = g_strdup_printf (_ ("The heartbeats of %s by class."), report->name);
  g_autofree char *subject = g_strjoin (" ", what, ectopy_notice (), NULL);
  g_autofree char *creator = report->version != NULL
                                 ? g_strconcat ("Ectopy ", report->version, NULL)
                                 : NULL;
  EctopyOutlineEntry outline[N_SECTIONS];
  guint n_pages[N_SECTIONS];
  EctopyPicture picture = {
    .n_pages = count_sections (report, n_pages),
    .title = title,
    .subject = subject,
    .creator = creator,
    .date = report->date,
    .outline = outline,
    .tagged = TRUE,
    .cancellable = cancellable,
    .paint = paint_page_cb,
    .user_data = (gpointer) report,
  };
  guint page = 0;

  for (guint i = 0; i < N_SECTIONS; page += n_pages[i++])
    if (n_pages[i] > 0)
      outline[picture.n_outline++] = (EctopyOutlineEntry){ gettext (section_names[i]), page };
  ectopy_paper_size (report->paper, &picture.width, &picture.height);
  return ectopy_surface_write (&picture, path, error);
}
