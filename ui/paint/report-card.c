/* SPDX-License-Identifier: MIT */
#include "engine/learn/stored-text.h"
#include "ui/paint/report-parts.h"

#include <glib/gi18n.h>
#include <string.h>

#define FONT       8.5 /* points */
#define LINE       (1.4 * FONT)
#define KEY_WIDTH  120.0 /* points */
#define N_CELLS    3     /* columns of short lines, at most */
#define MANY_LINES 6     /* a value of so many short ones goes into columns */

/* A card may come from anywhere: what is printed of it, in bytes. */
#define MAX_VALUE 8000
#define MAX_KEY   200
#define MAX_CARD  60000

enum { NETWORK, DATA, SETTINGS, LIMITS, TRAINING, JUDGED, OTHER, N_SECTIONS };

static const char *const headings[N_SECTIONS] = {
  N_ ("Network"),
  N_ ("Data it learned from"),
  N_ ("Settings"),
  N_ ("Protocol and limits"),
  N_ ("What came of the training"),
  N_ ("What came of judging it"),
  N_ ("Further lines"),
};

/* A thing that is painted as one, but for values that run over a page's end. */
typedef struct {
  gboolean heading;
  guint n_cells; /* beside each other; 0 for text over the whole width */
  char *key;     /* NULL for the second and later lines of one */
  char *cells[N_CELLS];
} Unit;

static void
unit_clear (gpointer data)
{
  Unit *unit = data;

  g_free (unit->key);
  for (guint i = 0; i < N_CELLS; i++)
    g_free (unit->cells[i]);
}

/* A line of an evaluation begins with the name of its test set. Source: ectopy_evaluation_write_card(). */
static gboolean
is_judged (const char *key)
{
  static const char *const lines[] = { "data",
                                       "digest",
                                       "protocol",
                                       "beats",
                                       "accuracy",
                                       "macro-f1",
                                       "recall",
                                       "precision",
                                       "confusion",
                                       "calibration-error",
                                       "records",
                                       "how",
                                       "veb",
                                       "sveb",
                                       "effective-records",
                                       "worst-calibration",
                                       "ec57-gross",
                                       NULL };
  const char *dash = strchr (key, '-');

  return dash != NULL && g_strv_contains (lines, dash + 1);
}

/* The first that fits counts. */
static guint
section_of (const char *key)
{
  static const struct {
    const char *start;
    guint section;
  } keys[] = {
    { "program", NETWORK },
    { "date", NETWORK },
    { "network", NETWORK },
    { "parameters", NETWORK },
    { "blas", NETWORK },
    { "size", NETWORK },
    { "training-loss", TRAINING },
    { "training", DATA },
    { "validation-loss", TRAINING },
    { "validation-acc", TRAINING },
    { "validation-macro", TRAINING },
    { "validation-figures", JUDGED },
    { "validation", DATA },
    { "seed", SETTINGS },
    { "settings", SETTINGS },
    { "protocol", LIMITS },
    { "note", LIMITS },
    { "epochs-run", TRAINING },
    { "best-epoch", TRAINING },
    { "stop-reason", TRAINING },
    { "folds", JUDGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_has_prefix (key, keys[i].start))
      return keys[i].section;
  return is_judged (key) ? JUDGED : OTHER;
}

/* "training-data" as "Training data". */
static char *
name_of (const char *key)
{
  char *name = g_utf8_make_valid (key, (gssize) strnlen (key, MAX_KEY));

  g_strdelimit (name, "-", ' ');
  name[0] = g_ascii_toupper (name[0]);
  return name;
}

/* (transfer full): the value, mended, and cut where it has more than @max bytes. */
static char *
text_of (const char *value, size_t max)
{
  g_autofree char *text = g_utf8_make_valid (value != NULL ? value : "", -1);

  g_strchomp (text);
  if (strlen (text) <= max)
    return g_steal_pointer (&text);
  *g_utf8_find_prev_char (text, text + max + 1) = '\0';
  /* Translators: %s is the beginning of a long text. */
  return g_strdup_printf (_ ("%s … (the rest is left out)"), text);
}

static void
add_heading (GArray *units, const char *text)
{
  const Unit unit = { .heading = TRUE, .key = g_strdup (text) };

  g_array_append_val (units, unit);
}

/* How many columns the lines go into: 1 for few, or a long one. */
static guint
columns_for (char **lines)
{
  guint n = 0;
  long longest = 0;

  for (; lines[n] != NULL; n++)
    longest = MAX (longest, g_utf8_strlen (lines[n], -1));
  if (n < MANY_LINES || longest > 32)
    return 1;
  return longest > 20 ? 2 : N_CELLS;
}

/* Many short lines, such as settings, go down one column after the other. */
static gboolean
add_columns (GArray *units, const char *key, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const guint n = g_strv_length (lines), n_columns = columns_for (lines);
  const guint n_rows = (n + n_columns - 1) / n_columns;

  if (n_columns == 1)
    return FALSE;
  for (guint row = 0; row < n_rows; row++) {
    Unit unit = { .key = row == 0 ? name_of (key) : NULL, .n_cells = n_columns };

    for (guint c = 0; c < n_columns && c * n_rows + row < n; c++)
      unit.cells[c] = g_strdup (lines[c * n_rows + row]);
    g_array_append_val (units, unit);
  }
  return TRUE;
}

static void
add_line (GArray *units, const EctopyReportLine *line, size_t max)
{
  g_autofree char *shown = line->value != NULL ? ectopy_stored_text_shown (line->value) : NULL;
  g_autofree char *text = text_of (shown, max);
  Unit unit = { 0 };

  if (add_columns (units, line->key, text))
    return;
  unit.key = name_of (line->key);
  unit.cells[0] = g_steal_pointer (&text);
  g_array_append_val (units, unit);
}

/* (transfer full) (element-type Unit): the card, sorted into sections. */
static GArray *
make_units (const EctopyReport *report)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (Unit));
  size_t left = MAX_CARD;

  g_array_set_clear_func (units, unit_clear);
  for (guint section = 0; section < N_SECTIONS; section++) {
    gboolean first = TRUE;

    for (guint i = 0; i < report->n_card && left > 0; i++) {
      const EctopyReportLine *line = &report->card[i];

      /* The notice stands on every page. */
      if (section_of (report->card[i].key) != section ||
          g_str_equal (report->card[i].key, "notice"))
        continue;
      if (first)
        add_heading (units, gettext (headings[section]));
      first = FALSE;
      add_line (units, line, MIN (left, MAX_VALUE));
      left -= MIN (left, 40 + (line->value != NULL ? strlen (line->value) : 0));
    }
  }
  return units;
}

/* A card being laid out; pages but the wanted one are only measured. */
typedef struct {
  EctopyReportPage *page;
  guint wanted;
  guint number;
} Flow;

static gboolean
paints (const Flow *flow)
{
  return flow->number == flow->wanted;
}

static void
start_page (Flow *flow)
{
  if (paints (flow))
    ectopy_report_page_title (flow->page, flow->number == 0 ? _ ("The model’s card")
                                                            : _ ("The model’s card, continued"));
  flow->page->y = ECTOPY_REPORT_TOP;
}

static void
turn_page (Flow *flow)
{
  flow->number++;
  start_page (flow);
}

static double
room (const Flow *flow)
{
  return flow->page->bottom - flow->page->y;
}

static EctopyTextStyle
value_style (const Flow *flow)
{
  EctopyTextStyle style = ectopy_report_page_style (flow->page, FONT, FALSE);

  style.wrap = TRUE;
  style.max_width = flow->page->width - KEY_WIDTH;
  return style;
}

static void
flow_heading (Flow *flow, const Unit *unit)
{
  if (room (flow) < ECTOPY_REPORT_GAP + 1.6 * ECTOPY_REPORT_HEADING + 2 * LINE)
    turn_page (flow);
  if (paints (flow))
    ectopy_report_page_heading (flow->page, unit->key);
  else
    flow->page->y += ECTOPY_REPORT_GAP + 1.6 * ECTOPY_REPORT_HEADING;
}

static void
paint_key (const Flow *flow, const char *key)
{
  EctopyTextStyle style = ectopy_report_page_style (flow->page, FONT, TRUE);

  style.max_width = KEY_WIDTH - 8;
  ectopy_text_paint (flow->page->cr, &style, flow->page->left, flow->page->y + FONT, key);
}

/* Short cells beside each other. */
static void
flow_cells (Flow *flow, const Unit *unit)
{
  EctopyReportPage *page = flow->page;
  EctopyTextStyle style = value_style (flow);

  style.wrap = FALSE;
  style.max_width = (page->width - KEY_WIDTH) / unit->n_cells - 6;
  if (room (flow) < LINE)
    turn_page (flow);
  if (paints (flow)) {
    cairo_tag_begin (page->cr, "P", NULL);
    if (unit->key != NULL)
      paint_key (flow, unit->key);
    for (guint c = 0; c < unit->n_cells && unit->cells[c] != NULL; c++)
      ectopy_text_paint (page->cr, &style,
                         page->left + KEY_WIDTH + c * (page->width - KEY_WIDTH) / unit->n_cells,
                         page->y + FONT, unit->cells[c]);
    cairo_tag_end (page->cr, "P");
  }
  page->y += LINE;
}

/* Wrapped text, going on over the page as long as there is some. */
static void
flow_value (Flow *flow, const Unit *unit)
{
  EctopyReportPage *page = flow->page;
  const EctopyTextStyle style = value_style (flow);
  const char *rest = unit->cells[0];

  do {
    g_autofree char *part = NULL;
    size_t n;

    /* One of a few lines stays together. */
    if (room (flow) < LINE || (room (flow) < 6 * LINE && rest == unit->cells[0] &&
                               ectopy_text_height (page->cr, &style, rest) > room (flow)))
      turn_page (flow);
    n = ectopy_text_fit (page->cr, &style, room (flow), rest);
    part = g_strndup (rest, n);
    if (paints (flow)) {
      cairo_tag_begin (page->cr, "P", NULL);
      if (rest == unit->cells[0])
        paint_key (flow, unit->key);
      ectopy_text_paint (page->cr, &style, page->left + KEY_WIDTH, page->y + FONT, part);
      cairo_tag_end (page->cr, "P");
    }
    page->y += ectopy_text_height (page->cr, &style, part) + 0.3 * FONT;
    rest += n;
    if (*rest != '\0')
      turn_page (flow);
  } while (*rest != '\0');
}

/* Returns: pages. */
static guint
flow_card (EctopyReportPage *page, const EctopyReport *report, guint wanted)
{
  g_autoptr (GArray) units = make_units (report);
  Flow flow = { .page = page, .wanted = wanted };

  if (units->len == 0)
    return 0;
  start_page (&flow);
  for (guint i = 0; i < units->len; i++) {
    const Unit *unit = &g_array_index (units, Unit, i);

    if (unit->heading)
      flow_heading (&flow, unit);
    else if (unit->n_cells > 0)
      flow_cells (&flow, unit);
    else
      flow_value (&flow, unit);
  }
  return flow.number + 1;
}

guint
ectopy_report_card_count_pages (const EctopyReportPage *page, const EctopyReport *report)
{
  EctopyReportPage measured = *page;

  return flow_card (&measured, report, G_MAXUINT);
}

void
ectopy_report_card_paint (EctopyReportPage *page, const EctopyReport *report, guint number)
{
  flow_card (page, report, number);
}
