/* SPDX-License-Identifier: MIT */
#include "ui/paint/report-page.h"

#include "engine/evaluate/evaluation.h"

#include <glib/gi18n.h>
#include <string.h>

#define FOOTER_PART  68.0 /* points that a part of the footer takes at least */
#define FOOTER_SHARE 0.25 /* of the page, at most */
#define SHORT_DIGEST 12   /* digits in the footer */
#define FOOTER       30.0 /* points above the lower margin that are the footer's */
#define LABEL_WIDTH  62.0 /* of a fact, at least */
#define LABEL_GAP    8.0
#define LABEL_SHARE  0.4  /* of the page, at most */
#define GAP          12.0 /* between the parts of a footer */
#define LEAST_SIZE   0.6  /* of a font, for a line that has little room */
#define RULER_MM     50

EctopyReportPage
ectopy_report_page_new (cairo_t *cr, EctopyPaper paper, const char *date, const char *digest)
{
  double width, height;

  ectopy_paper_size (paper, &width, &height);
  return (EctopyReportPage){
    .cr = cr,
    .date = date,
    .digest = digest,
    .palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT),
    .left = ECTOPY_REPORT_MARGIN,
    .width = width - 2 * ECTOPY_REPORT_MARGIN,
    .bottom = height - ECTOPY_REPORT_MARGIN - FOOTER,
  };
}

EctopyTextStyle
ectopy_report_page_style (const EctopyReportPage *page, double size, gboolean muted)
{
  return (EctopyTextStyle){
    .size = size,
    .color = muted ? page->palette.muted : page->palette.text,
  };
}

/* (transfer full) (nullable): "model 0123456789ab". */
static char *
model_text (const EctopyReportPage *page)
{
  g_autofree char *digits = page->digest != NULL ? g_strndup (page->digest, SHORT_DIGEST) : NULL;

  if (digits == NULL || !g_utf8_validate (digits, -1, NULL))
    return NULL;
  /* Translators: the first digits of the checksum of a model. */
  return g_strdup_printf (_ ("model %s"), digits);
}

/* Returns: where what stands before it is to end. */
static double
paint_at_end (const EctopyReportPage *page,
              const EctopyTextStyle *style,
              double right,
              double y,
              const char *text)
{
  EctopyTextStyle at_end = ectopy_text_fitted (page->cr, style, FOOTER_SHARE * page->width,
                                               LEAST_SIZE, text);
  const double width = ectopy_text_width (page->cr, &at_end, text);

  at_end.align = ECTOPY_ALIGN_END;
  ectopy_text_paint (page->cr, &at_end, right, y, text);
  return right - MAX (width, FOOTER_PART) - GAP;
}

void
ectopy_report_page_footer (const EctopyReportPage *page, guint number, guint n_pages)
{
  const double size = ECTOPY_REPORT_SMALL, y = page->bottom + FOOTER;
  g_autofree char *place = g_strdup_printf (_ ("Page %u of %u"), number + 1, n_pages);
  g_autofree char *model = model_text (page);
  const EctopyTextStyle style = ectopy_report_page_style (page, size, TRUE);
  double right = page->left + page->width;
  EctopyTextStyle fitted;

  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_color_set (page->cr, page->palette.rule);
  cairo_set_line_width (page->cr, 0.5);
  cairo_move_to (page->cr, page->left, y - 1.6 * size);
  cairo_rel_line_to (page->cr, page->width, 0);
  cairo_stroke (page->cr);
  right = paint_at_end (page, &style, right, y, place);
  if (model != NULL)
    right = paint_at_end (page, &style, right, y, model);
  fitted = ectopy_text_fitted (page->cr, &style, right - page->left, LEAST_SIZE, ectopy_notice ());
  ectopy_text_paint (page->cr, &fitted, page->left, y, ectopy_notice ());
  cairo_tag_end (page->cr, "P");
}

/* Paints text as a structure element of its own. */
static double
paint_tagged_at (const EctopyReportPage *page,
                 const char *tag,
                 const EctopyTextStyle *style,
                 double x,
                 double baseline,
                 const char *text)
{
  double height;

  cairo_tag_begin (page->cr, tag, NULL);
  height = ectopy_text_paint (page->cr, style, x, baseline, text);
  cairo_tag_end (page->cr, tag);
  return height;
}

static double
paint_tagged (const EctopyReportPage *page,
              const char *tag,
              const EctopyTextStyle *style,
              double x,
              const char *text)
{
  return paint_tagged_at (page, tag, style, x, page->y + style->size, text);
}

/* (nullable): "2024-01-02T10:00:00Z" as "2024-01-02 10:00 UTC", and "2024-01-02", or as the language has them;
 * other dates as they are. */
static char *
date_text (const char *date)
{
  const gboolean has_time = date != NULL && strlen (date) == 20 && date[10] == 'T' &&
                            date[19] == 'Z';
  g_autofree char *whole = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (!has_time && (date == NULL || strlen (date) != 10))
    return g_strdup (date);
  whole = has_time ? g_strdup (date) : g_strconcat (date, "T00:00:00Z", NULL);
  time = g_date_time_new_from_iso8601 (whole, NULL);
  if (time == NULL)
    return g_strdup (date);
  if (!has_time)
    /* Translators: how a date is written, by the letters of strftime(): %d.%m.%Y, say.
     * xgettext:no-c-format */
    return g_date_time_format (time, _ ("%Y-%m-%d"));
  /* Translators: how a date with a time is written, by the letters of strftime(): %d.%m.%Y %H:%M UTC, say.
   * xgettext:no-c-format */
  return g_date_time_format (time, _ ("%Y-%m-%d %H:%M UTC"));
}

void
ectopy_report_page_title (EctopyReportPage *page, const char *title)
{
  const double size = ECTOPY_REPORT_TITLE;
  g_autofree char *date = date_text (page->date);
  EctopyTextStyle title_style = ectopy_report_page_style (page, size, FALSE);
  EctopyTextStyle date_style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, TRUE);

  title_style.bold = TRUE;
  title_style = ectopy_text_fitted (page->cr, &title_style, 0.7 * page->width, LEAST_SIZE, title);
  date_style = ectopy_text_fitted (page->cr, &date_style, 0.28 * page->width, LEAST_SIZE,
                                   date != NULL ? date : "");
  date_style.align = ECTOPY_ALIGN_END;
  page->y = ECTOPY_REPORT_MARGIN;
  paint_tagged_at (page, "H1", &title_style, page->left, page->y + size, title);
  if (date != NULL) /* on one baseline */
    paint_tagged_at (page, "P", &date_style, page->left + page->width, page->y + size, date);
  page->y += 1.9 * size;
}

void
ectopy_report_page_heading (EctopyReportPage *page, const char *text)
{
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_HEADING, FALSE);

  style.bold = TRUE;
  style = ectopy_text_fitted (page->cr, &style, page->width, LEAST_SIZE, text);
  page->y += ECTOPY_REPORT_GAP;
  paint_tagged_at (page, "H2", &style, page->left, page->y + ECTOPY_REPORT_HEADING, text);
  page->y += 1.6 * ECTOPY_REPORT_HEADING;
}

void
ectopy_report_page_paragraph (EctopyReportPage *page, double size, gboolean muted, const char *text)
{
  EctopyTextStyle style = ectopy_report_page_style (page, size, muted);

  style.wrap = TRUE;
  style.max_width = page->width;
  page->y += paint_tagged (page, "P", &style, page->left, text) + 0.25 * size;
}

double
ectopy_report_page_measure (const EctopyReportPage *page,
                            double size,
                            double width,
                            const char *text)
{
  EctopyTextStyle style = ectopy_report_page_style (page, size, FALSE);

  style.wrap = TRUE;
  style.max_width = width;
  return ectopy_text_height (page->cr, &style, text) + 0.25 * size;
}

static void
paint_fact (EctopyReportPage *page, const EctopyReportFact *fact, double label_width)
{
  EctopyTextStyle label_style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, TRUE);
  EctopyTextStyle value_style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, FALSE);
  const double baseline = page->y + ECTOPY_REPORT_BODY;

  label_style = ectopy_text_fitted (page->cr, &label_style, label_width - LABEL_GAP, LEAST_SIZE,
                                    fact->label);
  if (!fact->is_name)
    value_style = ectopy_text_fitted (page->cr, &value_style, page->width - label_width, LEAST_SIZE,
                                      fact->value);
  value_style.max_width = page->width - label_width;
  value_style.cut_middle = TRUE;
  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_text_paint (page->cr, &label_style, page->left, baseline, fact->label);
  ectopy_text_paint (page->cr, &value_style, page->left + label_width, baseline, fact->value);
  cairo_tag_end (page->cr, "P");
  page->y += ECTOPY_REPORT_LINE;
}

void
ectopy_report_page_facts (EctopyReportPage *page, const EctopyReportFact *facts, guint n)
{
  const EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_BODY, TRUE);
  double label_width = LABEL_WIDTH;

  for (guint i = 0; i < n; i++) {
    const double width = ectopy_text_width (page->cr, &style, facts[i].label) + LABEL_GAP;

    label_width = MAX (label_width, MIN (width, LABEL_SHARE * page->width));
  }
  for (guint i = 0; i < n; i++)
    if (facts[i].value != NULL && facts[i].value[0] != '\0')
      paint_fact (page, &facts[i], label_width);
}

void
ectopy_report_page_ruler (const EctopyReportPage *page)
{
  const char *text = _ ("50 mm, or 2 s, where the page is printed in its own size");
  const double y = page->y + 0.9 * ECTOPY_REPORT_BODY;
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_SMALL, TRUE);

  cairo_tag_begin (page->cr, "P", NULL);
  ectopy_color_set (page->cr, page->palette.text);
  cairo_set_line_width (page->cr, 0.6);
  cairo_set_line_cap (page->cr, CAIRO_LINE_CAP_BUTT);
  cairo_move_to (page->cr, page->left, y);
  cairo_rel_line_to (page->cr, RULER_MM * ECTOPY_REPORT_MM, 0);
  for (guint mm = 0; mm <= RULER_MM; mm += 5) {
    cairo_move_to (page->cr, page->left + mm * ECTOPY_REPORT_MM, y);
    cairo_rel_line_to (page->cr, 0, mm % 25 == 0 ? -5 : -3);
  }
  cairo_stroke (page->cr);
  style = ectopy_text_fitted (page->cr, &style, page->width - (RULER_MM * ECTOPY_REPORT_MM + 8),
                              LEAST_SIZE, text);
  ectopy_text_paint (page->cr, &style, page->left + RULER_MM * ECTOPY_REPORT_MM + 8, y, text);
  cairo_tag_end (page->cr, "P");
}

void
ectopy_report_page_caption (EctopyReportPage *page, double x, double width, const char *text)
{
  EctopyTextStyle style = ectopy_report_page_style (page, ECTOPY_REPORT_SMALL, TRUE);

  style.wrap = TRUE;
  style.max_width = width;
  page->y += paint_tagged (page, "P", &style, x, text) + 0.25 * ECTOPY_REPORT_SMALL;
}

void
ectopy_report_page_table (EctopyReportPage *page,
                          EctopyTable *table,
                          char **cells,
                          double x,
                          double width)
{
  cairo_save (page->cr);
  cairo_translate (page->cr, x, page->y);
  table->cells = (const char *const *) cells;
  page->y += ectopy_table_paint (page->cr, table, &page->palette, width);
  cairo_restore (page->cr);
  for (guint i = 0; i < table->n_rows * table->n_columns; i++)
    g_free (cells[i]);
}

void
ectopy_report_page_head (char **cells, const char *const *headings, guint n)
{
  for (guint i = 0; i < n; i++)
    cells[i] = headings[i] != NULL ? g_strdup (g_dpgettext2 (NULL, "table", headings[i])) : NULL;
}

char *
ectopy_report_class_name (guint c)
{
  return g_strdup_printf ("%c  %s", ectopy_beat_class_letter (c),
                          gettext (ectopy_beat_class_name (c)));
}
