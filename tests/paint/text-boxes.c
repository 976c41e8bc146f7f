/* SPDX-License-Identifier: MIT */
#include "tests/paint/text-boxes.h"

#include "ui/paint/short-text.h"

#include <libintl.h>
#include <math.h>
#include <string.h>

#define SLACK 0.75 /* points by which rounded boxes may meet */

typedef struct {
  char *text;
  double x0, y0, x1, y1;
  gboolean is_cut;
} Box;

static GArray *boxes;        /* of Box; NULL outside of a test */
static GHashTable *longer;   /* of English to what stands for a translation */
static double length_factor; /* of that */

/* ---- Longer texts ---- */

/* Without what printf() would take for a placeholder. */
static char *
plain_words (const char *text)
{
  g_autoptr (GRegex)
      placeholder = g_regex_new ("%([-+ 0-9.*$]*(hh|h|ll|l|z|j|t)?[a-zA-Z]|%)", 0, 0, NULL);

  return g_regex_replace_literal (placeholder, text, -1, 0, "", 0, NULL);
}

static const char *
lengthen (const char *text)
{
  char *made;

  if (boxes == NULL || text[0] == '\0')
    return text;
  made = g_hash_table_lookup (longer, text);
  if (made == NULL) {
    g_autofree char *words = plain_words (text);
    const glong n = (glong) ceil ((length_factor - 1) * (double) g_utf8_strlen (words, -1));
    g_autofree char *added = g_utf8_substring (words, 0, MIN (n, g_utf8_strlen (words, -1)));

    made = n > 0 ? g_strconcat (text, " ", added, NULL) : g_strdup (text);
    g_hash_table_insert (longer, g_strdup (text), made);
  }
  return made;
}

/* What gettext.h calls, optimised or not. */
char *__wrap_dcgettext (const char *domain, const char *text, int category);
char *__wrap_gettext (const char *text);
char *
__wrap_dcngettext (const char *domain, const char *one, const char *more, gulong n, int category);
char *__wrap_ngettext (const char *one, const char *more, gulong n);
const char *__wrap_g_dpgettext2 (const char *domain, const char *context, const char *text);
const char *__wrap_g_dpgettext (const char *domain, const char *both, gsize offset);

char *
__wrap_dcgettext (const char *domain, const char *text, int category)
{
  return (char *) lengthen (text);
}

char *
__wrap_gettext (const char *text)
{
  return (char *) lengthen (text);
}

char *
__wrap_dcngettext (const char *domain, const char *one, const char *more, gulong n, int category)
{
  return (char *) lengthen (n == 1 ? one : more);
}

char *
__wrap_ngettext (const char *one, const char *more, gulong n)
{
  return (char *) lengthen (n == 1 ? one : more);
}

const char *
__wrap_g_dpgettext2 (const char *domain, const char *context, const char *text)
{
  return strlen (text) > 1 ? lengthen (text) : text;
}

const char *
__wrap_g_dpgettext (const char *domain, const char *both, gsize offset)
{
  return lengthen (both + offset);
}

/* ---- Boxes ---- */

static void
keep_within_clip (cairo_t *cr, Box *box)
{
  double x0, y0, x1, y1;

  cairo_clip_extents (cr, &x0, &y0, &x1, &y1);
  cairo_user_to_device (cr, &x0, &y0);
  cairo_user_to_device (cr, &x1, &y1);
  box->x0 = MAX (box->x0, MIN (x0, x1));
  box->y0 = MAX (box->y0, MIN (y0, y1));
  box->x1 = MIN (box->x1, MAX (x0, x1));
  box->y1 = MIN (box->y1, MAX (y0, y1));
}

/* The ink of lines, from the top of capitals to the foot of descenders. */
static void
note (cairo_t *cr, const EctopyTextStyle *style, double x, double y, const char *text, double width)
{
  const double height = ectopy_text_height (cr, style, text);
  const EctopyTextStyle line = { .size = style->size, .bold = style->bold };
  const double below = height - ectopy_text_height (cr, &line, "N");
  Box box = { g_strdup (text), INFINITY, INFINITY, -INFINITY, -INFINITY, FALSE };

  if (style->align != ECTOPY_ALIGN_START)
    x -= style->align == ECTOPY_ALIGN_CENTER ? width / 2 : width;
  for (guint i = 0; i < 4; i++) {
    double corner_x = x + (i % 2) * width;
    double corner_y = i < 2 ? y - 0.7 * style->size : y + MAX (below, 0) + 0.15 * style->size;

    cairo_user_to_device (cr, &corner_x, &corner_y);
    box.x0 = MIN (box.x0, corner_x);
    box.y0 = MIN (box.y0, corner_y);
    box.x1 = MAX (box.x1, corner_x);
    box.y1 = MAX (box.y1, corner_y);
  }
  keep_within_clip (cr, &box);
  if (style->max_width > 0 && !style->wrap) {
    EctopyTextStyle whole = *style;

    whole.max_width = 0;
    box.is_cut = ectopy_text_width (cr, &whole, text) > style->max_width + 0.05;
  }
  g_array_append_val (boxes, box);
}

double __real_ectopy_text_paint (cairo_t *cr,
                                 const EctopyTextStyle *style,
                                 double x,
                                 double y,
                                 const char *text);
double __wrap_ectopy_text_paint (cairo_t *cr,
                                 const EctopyTextStyle *style,
                                 double x,
                                 double y,
                                 const char *text);
void __real_ectopy_text_paint_upwards (cairo_t *cr,
                                       const EctopyTextStyle *style,
                                       double x,
                                       double y,
                                       const char *text);
void __wrap_ectopy_text_paint_upwards (cairo_t *cr,
                                       const EctopyTextStyle *style,
                                       double x,
                                       double y,
                                       const char *text);
double __real_ectopy_short_text_paint (cairo_t *cr,
                                       const EctopyTextStyle *style,
                                       double x,
                                       double y,
                                       const char *text);
double __wrap_ectopy_short_text_paint (cairo_t *cr,
                                       const EctopyTextStyle *style,
                                       double x,
                                       double y,
                                       const char *text);

double
__wrap_ectopy_text_paint (cairo_t *cr,
                          const EctopyTextStyle *style,
                          double x,
                          double y,
                          const char *text)
{
  if (boxes != NULL && text[0] != '\0')
    note (cr, style, x, y, text, ectopy_text_width (cr, style, text));
  return __real_ectopy_text_paint (cr, style, x, y, text);
}

void
__wrap_ectopy_text_paint_upwards (cairo_t *cr,
                                  const EctopyTextStyle *style,
                                  double x,
                                  double y,
                                  const char *text)
{
  if (boxes != NULL) {
    cairo_save (cr);
    cairo_translate (cr, x, y);
    cairo_rotate (cr, -G_PI_2);
    note (cr, style, 0, 0, text, ectopy_text_width (cr, style, text));
    cairo_restore (cr);
  }
  __real_ectopy_text_paint_upwards (cr, style, x, y, text);
}

double
__wrap_ectopy_short_text_paint (cairo_t *cr,
                                const EctopyTextStyle *style,
                                double x,
                                double y,
                                const char *text)
{
  if (boxes != NULL) {
    EctopyTextStyle plain = *style;

    plain.max_width = 0; /* not looked at */
    note (cr, &plain, x, y, text, ectopy_short_text_width (style, text));
  }
  return __real_ectopy_short_text_paint (cr, style, x, y, text);
}

/* ---- Tests ---- */

static void
box_clear (gpointer box)
{
  g_free (((Box *) box)->text);
}

void
text_boxes_begin (double length)
{
  g_assert_null (boxes);
  boxes = g_array_new (FALSE, FALSE, sizeof (Box));
  g_array_set_clear_func (boxes, box_clear);
  longer = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  length_factor = length;
}

static gboolean
meet (const Box *a, const Box *b)
{
  return MIN (a->x1, b->x1) - MAX (a->x0, b->x0) > SLACK &&
         MIN (a->y1, b->y1) - MAX (a->y0, b->y0) > SLACK;
}

void
text_boxes_check (const char *what, double width, double height, double margin, guint cut)
{
  guint n_wrong = 0, n_cut = 0;

  g_assert_cmpuint (boxes->len, >, 0);
  for (guint i = 0; i < boxes->len; i++) {
    const Box *box = &g_array_index (boxes, Box, i);

    if (box->is_cut && ++n_cut > cut)
      g_test_message ("%s: “%s” is cut", what, box->text);
    if (box->x0 < margin - SLACK || box->y0 < margin - SLACK || box->x1 > width - margin + SLACK ||
        box->y1 > height - margin + 4) {
      g_test_message ("%s: “%s” leaves the page: %.1f %.1f %.1f %.1f", what, box->text, box->x0,
                      box->y0, box->x1, box->y1);
      n_wrong++;
    }
    for (guint k = 0; k < i; k++)
      if (meet (box, &g_array_index (boxes, Box, k))) {
        g_test_message ("%s: “%s” stands on “%s”", what, box->text,
                        g_array_index (boxes, Box, k).text);
        n_wrong++;
      }
  }
  g_assert_cmpuint (n_wrong, ==, 0);
  g_assert_cmpuint (n_cut, <=, cut);
  g_array_set_size (boxes, 0);
}

void
text_boxes_end (void)
{
  g_clear_pointer (&boxes, g_array_unref);
  g_clear_pointer (&longer, g_hash_table_unref);
}
