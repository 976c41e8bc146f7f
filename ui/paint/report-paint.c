/* SPDX-License-Identifier: MIT */
#include "ui/paint/report-paint.h"

#include "ui/paint/report-parts.h"
#include "ui/paint/surface.h"

#include <glib/gi18n.h>

/* The parts in their order. The first two are a page each. */
enum { SUMMARY, FIGURES, RECORDS, MISTAKES, CARD, N_SECTIONS };

static const char *const section_names[N_SECTIONS] = {
  N_ ("Summary"),
  N_ ("Figures in full"),
  N_ ("By record and patient"),
  N_ ("The most confident mistakes"),
  N_ ("The model’s card"),
};

static EctopyReportPage
make_page (cairo_t *cr, const EctopyReport *report)
{
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (report->evaluation);

  return ectopy_report_page_new (cr, report->paper, source->date, source->model_digest);
}

/* Sets @n_pages to how many each part has. Returns: their sum. */
static guint
count_sections (const EctopyReportPage *page, const EctopyReport *report, guint n_pages[N_SECTIONS])
{
  n_pages[SUMMARY] = n_pages[FIGURES] = 1;
  n_pages[RECORDS] = ectopy_report_records_count_pages (page, report);
  n_pages[MISTAKES] = ectopy_report_mistakes_count_pages (page, report);
  n_pages[CARD] = ectopy_report_card_count_pages (page, report);
  return n_pages[SUMMARY] + n_pages[FIGURES] + n_pages[RECORDS] + n_pages[MISTAKES] + n_pages[CARD];
}

/* Text has sizes only on something that could be painted on. */
static guint
count_unpainted (const EctopyReport *report, guint n_pages[N_SECTIONS])
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  const EctopyReportPage page = make_page (cr, report);
  const guint n = count_sections (&page, report, n_pages);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n;
}

guint
ectopy_report_count_pages (const EctopyReport *report)
{
  guint n_pages[N_SECTIONS];

  return count_unpainted (report, n_pages);
}

void
ectopy_report_paint_page (cairo_t *cr, const EctopyReport *report, guint page)
{
  EctopyReportPage state = make_page (cr, report);
  guint n_pages[N_SECTIONS];
  const guint n_all = count_sections (&state, report, n_pages);
  guint section = 0, number = page;

  g_assert (page < n_all);
  while (number >= n_pages[section])
    number -= n_pages[section++];
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_tag_begin (cr, "Sect", NULL);
  switch (section) {
  case SUMMARY:
    ectopy_report_summary_paint (&state, report);
    break;
  case FIGURES:
    ectopy_report_figures_paint (&state, report);
    break;
  case RECORDS:
    ectopy_report_records_paint (&state, report, number);
    break;
  case MISTAKES:
    ectopy_report_mistakes_paint (&state, report, number);
    break;
  default:
    ectopy_report_card_paint (&state, report, number);
    break;
  }
  ectopy_report_page_footer (&state, page, n_all);
  cairo_tag_end (cr, "Sect");
  cairo_restore (cr);
}

static void
paint_page_cb (cairo_t *cr, guint page, gpointer user_data)
{
  ectopy_report_paint_page (cr, user_data, page);
}

gboolean
ectopy_report_write_pdf (const EctopyReport *report, const char *path, GError **error)
{
  const EctopyProvenance *source = ectopy_evaluation_get_provenance (report->evaluation);
  const char *data_name = source->data_name != NULL ? source->data_name : _ ("beats");
  /* Translators: %s is the name of a file, or the word “beats”. */
  g_autofree char *title = g_strdup_printf (_ ("Evaluation: %s"), data_name);
  /* Translators: %s is the name of a file, or the word “beats”. */
  g_autofree char *what = g_strdup_printf (_ ("How a heartbeat classifier does on %s."), data_name);
  g_autofree char *subject = g_strjoin (" ", what, ectopy_notice (), NULL);
  g_autofree char *creator = source->version != NULL
                                 ? g_strconcat ("Ectopy ", source->version, NULL)
                                 : NULL;
  EctopyOutlineEntry outline[N_SECTIONS];
  guint n_pages[N_SECTIONS];
  EctopyPicture picture = {
    .title = title,
    .subject = subject,
    .creator = creator,
    .date = source->date,
    .outline = outline,
    .tagged = TRUE,
    .paint = paint_page_cb,
    .user_data = (gpointer) report,
  };
  guint page = 0;

  if (!ectopy_surface_has_letters (error))
    return FALSE;
  picture.n_pages = count_unpainted (report, n_pages);
  for (guint i = 0; i < N_SECTIONS; page += n_pages[i++])
    if (n_pages[i] > 0)
      outline[picture.n_outline++] = (EctopyOutlineEntry){ gettext (section_names[i]), page };
  ectopy_paper_size (report->paper, &picture.width, &picture.height);
  return ectopy_surface_write (&picture, path, error);
}
