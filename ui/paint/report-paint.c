/* SPDX-License-Identifier: MIT */
#include "ui/paint/report-paint.h"

#include "ui/paint/report-page.h"
#include "ui/paint/surface.h"

#define SHORT_DIGEST 12   /* digits in the footer */
#define FOOTER       30.0 /* points above the lower margin that are the footer's */

/* The parts in their order. The first two are a page each. */
enum { SUMMARY, FIGURES, MISTAKES, CARD, N_SECTIONS };

static const char *const section_names[N_SECTIONS] = {
  "Summary",
  "Figures in full",
  "The most confident mistakes",
  "The model’s card",
};

void
ectopy_paper_size (EctopyPaper paper, double *width, double *height)
{
  *width = paper == ECTOPY_PAPER_LETTER ? 612 : 210 * ECTOPY_REPORT_MM;
  *height = paper == ECTOPY_PAPER_LETTER ? 792 : 297 * ECTOPY_REPORT_MM;
}

static EctopyReportPage
make_page (cairo_t *cr, const EctopyReport *report)
{
  EctopyReportPage page = {
    .cr = cr,
    .report = report,
    .palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT),
    .left = ECTOPY_REPORT_MARGIN,
  };
  double width, height;

  ectopy_paper_size (report->paper, &width, &height);
  page.width = width - 2 * ECTOPY_REPORT_MARGIN;
  page.bottom = height - ECTOPY_REPORT_MARGIN - FOOTER;
  return page;
}

/* Sets @n_pages to how many each part has. Returns: their sum. */
static guint
count_sections (const EctopyReportPage *page, guint n_pages[N_SECTIONS])
{
  n_pages[SUMMARY] = n_pages[FIGURES] = 1;
  n_pages[MISTAKES] = ectopy_report_mistakes_count_pages (page);
  n_pages[CARD] = ectopy_report_card_count_pages (page);
  return n_pages[SUMMARY] + n_pages[FIGURES] + n_pages[MISTAKES] + n_pages[CARD];
}

/* Text has sizes only on something that could be painted on. */
static guint
count_unpainted (const EctopyReport *report, guint n_pages[N_SECTIONS])
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  const EctopyReportPage page = make_page (cr, report);
  const guint n = count_sections (&page, n_pages);

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

static void
paint_footer (const EctopyReportPage *page, guint number, guint n_pages)
{
  const double size = ECTOPY_REPORT_SMALL, y = page->bottom + FOOTER;
  const char *digest = ectopy_evaluation_get_provenance (page->report->evaluation)->model_digest;
  g_autofree char *place = g_strdup_printf ("Page %u of %u", number + 1, n_pages);
  g_autofree char *model = digest != NULL ? g_strdup_printf ("model %.*s", SHORT_DIGEST, digest)
                                          : NULL;
  EctopyTextStyle style = ectopy_report_page_style (page, size, TRUE);

  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_color_set (page->cr, page->palette.rule);
  cairo_set_line_width (page->cr, 0.5);
  cairo_move_to (page->cr, page->left, y - 1.6 * size);
  cairo_rel_line_to (page->cr, page->width, 0);
  cairo_stroke (page->cr);
  ectopy_text_paint (page->cr, &style, page->left, y, ECTOPY_NOTICE);
  style.align = ECTOPY_ALIGN_END;
  if (model != NULL && g_utf8_validate (model, -1, NULL))
    ectopy_text_paint (page->cr, &style, page->left + page->width - 80, y, model);
  ectopy_text_paint (page->cr, &style, page->left + page->width, y, place);
  cairo_tag_end (page->cr, "P");
}

void
ectopy_report_paint_page (cairo_t *cr, const EctopyReport *report, guint page)
{
  EctopyReportPage state = make_page (cr, report);
  guint n_pages[N_SECTIONS];
  const guint n_all = count_sections (&state, n_pages);
  guint section = 0, number = page;

  g_assert (page < n_all);
  while (number >= n_pages[section])
    number -= n_pages[section++];
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_tag_begin (cr, "Sect", NULL);
  switch (section) {
  case SUMMARY:
    ectopy_report_summary_paint (&state);
    break;
  case FIGURES:
    ectopy_report_figures_paint (&state);
    break;
  case MISTAKES:
    ectopy_report_mistakes_paint (&state, number);
    break;
  default:
    ectopy_report_card_paint (&state, number);
    break;
  }
  paint_footer (&state, page, n_all);
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
  const char *data_name = source->data_name != NULL ? source->data_name : "beats";
  g_autofree char *title = g_strdup_printf ("Evaluation: %s", data_name);
  g_autofree char *subject = g_strdup_printf (
      "How a heartbeat classifier does on %s. " ECTOPY_NOTICE, data_name);
  g_autofree char *creator = source->version != NULL
                                 ? g_strconcat ("Ectopy ", source->version, NULL)
                                 : NULL;
  EctopyOutlineEntry outline[N_SECTIONS];
  guint n_pages[N_SECTIONS];
  EctopyPicture picture = {
    .n_pages = count_unpainted (report, n_pages),
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

  for (guint i = 0; i < N_SECTIONS; page += n_pages[i++])
    if (n_pages[i] > 0)
      outline[picture.n_outline++] = (EctopyOutlineEntry){ section_names[i], page };
  ectopy_paper_size (report->paper, &picture.width, &picture.height);
  return ectopy_surface_write (&picture, path, error);
}
