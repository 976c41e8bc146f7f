/* SPDX-License-Identifier: MIT */
#include "engine/io/sample-table-layout.h"

#include "engine/core/beat-class.h"
#include "engine/io/sample-table-names.h"

#include <math.h>
#include <string.h>

/* Of the beginning, looked at; and of that, lines before the rows, and rows. */
#define HEAD_SIZE      131072
#define MOST_PREAMBLE  100
#define MOST_ROWS      2000
#define ROWS_THAT_TELL 3

/* Rows from which on a first column that grows evenly is the time, though nothing says so. */
#define LEAST_TIMES 8

/* Steps of a column of time without unit: below, seconds; above one, up to the other, milliseconds. */
#define LONGEST_STEP_S  0.5
#define LONGEST_STEP_MS 50

#define EVEN 0.05

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  const char *text;
  size_t size;
  guint64 offset;
  guint64 number;
} Line;

/* The beginning of a file in lines, those that are empty left out. */
typedef struct {
  char *text;
  GArray *lines; /* of Line */
  char line_end;
} Head;

static const Line *
line_at (const Head *head, guint i)
{
  return &g_array_index (head->lines, Line, i);
}

static void
head_clear (Head *head)
{
  g_free (head->text);
  g_clear_pointer (&head->lines, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

/* Returns: FALSE for what is no text. */
static gboolean
read_head (Head *head, const EctopyInputFile *file)
{
  size_t size = (size_t) MIN (file->size, HEAD_SIZE);
  const char *p, *end;
  guint64 number = 1;
  gboolean has_digits = FALSE; /* what follows is remarks, not headings */

  head->text = g_malloc0 (size + 1);
  head->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  if (!ectopy_input_file_read (file, 0, head->text, size, NULL) ||
      memchr (head->text, '\0', size) != NULL)
    return FALSE;
  head->line_end = memchr (head->text, '\n', size) != NULL ? '\n' : '\r';
  p = head->text + (size >= 3 && memcmp (head->text, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0);
  end = head->text + size;
  while (p < end && head->lines->len < MOST_PREAMBLE + MOST_ROWS) {
    const char *stop = memchr (p, head->line_end, (size_t) (end - p));
    Line line = { .text = p, .offset = (guint64) (p - head->text), .number = number++ };

    if (stop == NULL && size < file->size) /* the rest is further on */
      break;
    stop = stop != NULL ? stop : end;
    line.size = (size_t) (stop - p);
    while (line.size > 0 && g_ascii_isspace (p[line.size - 1]) && p[line.size - 1] != '\t')
      line.size--;
    has_digits = has_digits || (line.size > 0 && g_ascii_isdigit (p[strspn (p, " +-.'\"")]));
    if (line.size > 0 && !(has_digits && (*p == '#' || *p == '%')))
      g_array_append_val (head->lines, line);
    p = stop + 1;
  }
  return head->lines->len > 0;
}

/* ---- Rows ---- */

typedef struct {
  EctopyTableField fields[ECTOPY_TABLE_MAX_COLUMNS + 1];
  guint n; /* one more than that many for too many */
} Fields;

static void
split (const Line *line, char separator, Fields *fields)
{
  const char *end = line->text + line->size;

  fields->n = 0;
  for (const char *p = line->text; p != NULL && fields->n <= ECTOPY_TABLE_MAX_COLUMNS;)
    p = ectopy_table_field_next (p, end, separator, &fields->fields[fields->n++]);
}

/* Whether the line ends in a separator. */
static gboolean
ends_in_nothing (const Fields *fields)
{
  return fields->n > 1 && fields->n <= ECTOPY_TABLE_MAX_COLUMNS &&
         fields->fields[fields->n - 1].size == 0;
}

static gboolean
is_time_text (const EctopyTableField *field)
{
  double seconds;
  gboolean has_date;

  return ectopy_table_field_clock (field, &seconds, &has_date);
}

/* A row holds a number, and nothing but numbers and times; where there are headings (@allows_text)
 * a word may stand in a column behind a number. Returns: its columns, 0 for no row; @is_open: the last
 * of them is empty. */
static guint
count_columns (const Line *line,
               char separator,
               char decimal,
               gboolean allows_text,
               gboolean *is_open)
{
  Fields fields;
  guint n_numbers = 0;

  split (line, separator, &fields);
  *is_open = ends_in_nothing (&fields);
  if (fields.n > ECTOPY_TABLE_MAX_COLUMNS)
    return 0;
  for (guint i = 0; i < fields.n; i++) {
    double value;

    if (ectopy_table_field_number (&fields.fields[i], decimal, &value))
      n_numbers += !isnan (value);
    else if (!is_time_text (&fields.fields[i]) && !(allows_text && n_numbers > 0))
      return 0;
  }
  return n_numbers > 0 ? fields.n : 0;
}

/* Takes how fields are divided. Returns: the line of the first row, or G_MAXUINT for none. */
static guint
find_rows (EctopyTableLayout *layout, const Head *head)
{
  static const struct {
    char separator, decimal;
  } ways[] = { { ';', '.' }, { ';', ',' }, { '\t', '.' }, { '\t', ',' },
               { ',', '.' }, { ' ', '.' }, { ' ', ',' } };
  const guint most = MIN (head->lines->len, MOST_PREAMBLE);

  for (guint first = 0; first < most; first++)
    for (guint least = 2; least >= 1; least--)
      for (guint w = 0; w < G_N_ELEMENTS (ways); w++) {
        const guint n_told = MIN (ROWS_THAT_TELL, head->lines->len - first);
        guint n = 0, same = 0, n_open = 0;

        for (; same < n_told; same++) {
          gboolean is_open;
          const guint count = count_columns (line_at (head, first + same), ways[w].separator,
                                             ways[w].decimal, first > 0, &is_open);

          if (count < least || (same > 0 && count != n))
            break;
          n = count;
          n_open += is_open;
        }
        n -= n_open == n_told; /* no column, but a separator at the end of each line */
        if (same < n_told || n_told < 2 || n < least)
          continue;
        layout->separator = ways[w].separator;
        layout->decimal = ways[w].decimal;
        layout->n_columns = n;
        layout->offset = line_at (head, first)->offset;
        layout->line = line_at (head, first)->number;
        return first;
      }
  return G_MAXUINT;
}

/* ---- Headings ---- */

/* The fields of a heading of @n_columns: blanks may divide "Elapsed time" and "sample #" too, and stand
 * where the rows have tabs. */
static gboolean
split_heading (const EctopyTableLayout *layout, const Line *line, Fields *fields)
{
  Line own = *line;

  while (own.size > 0 && (*own.text == '#' || *own.text == '%')) {
    own.text++;
    own.size--;
  }
  split (&own, layout->separator, fields);
  if (layout->separator == '\t' && fields->n == 1)
    split (&own, ' ', fields);
  if (fields->n == layout->n_columns + 1 &&
      (layout->separator == ' ' || layout->separator == '\t')) {
    EctopyTableField *f = fields->fields;

    f[0].size = (size_t) (f[1].text + f[1].size - f[0].text);
    memmove (f + 1, f + 2, (fields->n - 2) * sizeof *f);
    fields->n--;
  }
  return fields->n == layout->n_columns ||
         (fields->n == layout->n_columns + 1 && ends_in_nothing (fields));
}

/* Takes names and units from the lines before @first. Returns: whether there are names. */
static gboolean
take_headings (EctopyTableLayout *layout, const Head *head, guint first)
{
  Fields names, units;
  gboolean has_units = FALSE;

  for (guint i = 0; i < first && layout->rate_hz == 0; i++)
    layout->rate_hz = ectopy_table_names_rate (line_at (head, i)->text, line_at (head, i)->size);
  if (first == 0 || !split_heading (layout, line_at (head, first - 1), &names))
    return FALSE;
  if (first >= 2 && ectopy_table_names_are_units (names.fields, layout->n_columns) &&
      split_heading (layout, line_at (head, first - 2), &units)) {
    const Fields swapped = units;

    units = names;
    names = swapped;
    has_units = TRUE;
  }
  for (guint i = 0; i < layout->n_columns; i++) {
    ectopy_table_names_take (&layout->columns[i], &names.fields[i]);
    if (has_units)
      ectopy_table_names_take_unit (&layout->columns[i], &units.fields[i]);
  }
  return TRUE;
}

/* ---- Columns ---- */

/* `[n]`: the values of a column in the rows of the head, a time of day as seconds. */
static double *
take_values (const EctopyTableLayout *layout,
             const Head *head,
             guint first,
             guint column,
             gboolean *is_clock,
             guint *n_places)
{
  const guint n = head->lines->len - first;
  double *values = g_new (double, n);

  *is_clock = FALSE;
  *n_places = 0;
  for (guint i = 0; i < n; i++) {
    Fields fields;
    gboolean has_date;

    values[i] = (double) NAN;
    split (line_at (head, first + i), layout->separator, &fields);
    if (column >= fields.n)
      continue;
    if (!ectopy_table_field_number (&fields.fields[column], layout->decimal, &values[i]) &&
        ectopy_table_field_clock (&fields.fields[column], &values[i], &has_date))
      *is_clock = TRUE;
    *n_places = MAX (*n_places,
                     ectopy_table_field_count_places (&fields.fields[column], layout->decimal));
  }
  return values;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The usual step of @values: first that from row to row, then, as times are rounded to @quantum, that
 * over all rows which have just about that. 0 where there is none. */
static double
find_step (const double *values, guint n, double quantum)
{
  g_autofree double *steps = g_new (double, MAX (n, 2));
  double median, sum = 0;
  guint n_steps = 0, n_near = 0;

  for (guint i = 1; i < n; i++)
    if (values[i] > values[i - 1] && isfinite (values[i] - values[i - 1]))
      steps[n_steps++] = values[i] - values[i - 1];
  if (n_steps == 0)
    return 0;
  qsort (steps, n_steps, sizeof *steps, compare_doubles);
  median = steps[(n_steps - 1) / 2];
  for (guint i = 0; i < n_steps; i++)
    if (fabs (steps[i] - median) <= EVEN * median + 1.01 * quantum) {
      sum += steps[i];
      n_near++;
    }
  return n_near > 0 ? sum / n_near : median;
}

static gboolean
grows_evenly (const double *values, guint n, double step, double quantum)
{
  if (n < LEAST_TIMES || !(step > 0))
    return FALSE;
  for (guint i = 1; i < n; i++)
    if (!(values[i] > values[i - 1]) ||
        fabs (values[i] - values[i - 1] - step) > EVEN * step + 1.01 * quantum)
      return FALSE;
  return TRUE;
}

/* What @column tells of the time, if anything; what the headings say of it is in @layout. */
static void
look_at_times (EctopyTableLayout *layout, const Head *head, guint first, guint column)
{
  gboolean is_clock;
  guint n_places;
  g_autofree double *values = take_values (layout, head, first, column, &is_clock, &n_places);
  const guint n = head->lines->len - first;
  const double quantum = layout->time == ECTOPY_TABLE_TIME_SAMPLES ? 0
                                                                   : pow (10, -(double) n_places);
  const double step = find_step (values, n, quantum);

  if (is_clock) {
    layout->time = ECTOPY_TABLE_TIME_CLOCK;
    layout->unit_s = 1;
  } else if (layout->time == ECTOPY_TABLE_TIME_NONE) {
    if (!grows_evenly (values, n, step, quantum))
      return;
    layout->time = ECTOPY_TABLE_TIME_NUMBER;
  }
  layout->time_column = column;
  layout->step = step;
  layout->quantum = quantum;
  if (layout->time == ECTOPY_TABLE_TIME_NUMBER && layout->unit_s == 0 && step > 0) {
    if (step < LONGEST_STEP_S)
      layout->unit_s = 1;
    else if (n_places == 0 && step == 1)
      layout->time = ECTOPY_TABLE_TIME_SAMPLES;
    else if (step > 1 && step <= LONGEST_STEP_MS)
      layout->unit_s = 1e-3;
  }
  if (layout->time == ECTOPY_TABLE_TIME_SAMPLES)
    layout->quantum = 0;
}

static void
find_time (EctopyTableLayout *layout, const Head *head, guint first, gboolean has_names)
{
  guint best = G_MAXUINT;

  /* Seconds rather than the numbers of samples, where both are there. */
  for (guint i = 0; has_names && i < layout->n_columns; i++) {
    double unit_s;
    const EctopyTableTime time = ectopy_table_names_time (&layout->columns[i], &unit_s);

    if (time == ECTOPY_TABLE_TIME_NONE ||
        (best != G_MAXUINT &&
         (time == ECTOPY_TABLE_TIME_SAMPLES || layout->time != ECTOPY_TABLE_TIME_SAMPLES)))
      continue;
    best = i;
    layout->time = time;
    layout->unit_s = unit_s;
  }
  if (best == G_MAXUINT && (layout->n_columns < 2 || layout->columns[0].name != NULL))
    return;
  look_at_times (layout, head, first, best != G_MAXUINT ? best : 0);
}

/* Columns of words, such as annotations, are left out. */
static void
find_texts (EctopyTableLayout *layout, const Head *head, guint first)
{
  for (guint row = first; row < MIN (first + ROWS_THAT_TELL, head->lines->len); row++) {
    Fields fields;

    split (line_at (head, row), layout->separator, &fields);
    for (guint i = 0; i < MIN (fields.n, layout->n_columns); i++) {
      double value;

      if (!ectopy_table_field_number (&fields.fields[i], layout->decimal, &value) &&
          !(layout->time != ECTOPY_TABLE_TIME_NONE && i == layout->time_column))
        layout->columns[i].is_text = TRUE;
    }
  }
}

/* Cut beats end in a class (most lines do, lest one with a fault makes them samples); nothing else
 * tells them from samples. */
static gboolean
look_like_beats (const EctopyTableLayout *layout, const Head *head, guint first)
{
  gboolean is_clock;
  guint n_places;
  g_autofree double *last = take_values (layout, head, first, layout->n_columns - 1, &is_clock,
                                         &n_places);
  const guint n = head->lines->len - first;
  guint n_classes = 0;

  for (guint i = 0; i < layout->n_columns; i++)
    if (layout->columns[i].unit != NULL)
      return FALSE;
  if (layout->time != ECTOPY_TABLE_TIME_NONE || layout->n_columns < 2)
    return FALSE;
  for (guint i = 0; i < n; i++)
    n_classes += last[i] >= 0 && last[i] < ECTOPY_N_CLASSES && last[i] == rint (last[i]);
  return 2 * n_classes > n;
}

EctopyTableLayout *
ectopy_table_layout_find (const EctopyInputFile *file)
{
  g_autoptr (EctopyTableLayout) layout = g_new0 (EctopyTableLayout, 1);
  g_auto (Head) head = { 0 };
  guint first, n_leads = 0;
  gboolean has_names;

  if (!read_head (&head, file))
    return NULL;
  layout->line_end = head.line_end;
  first = find_rows (layout, &head);
  if (first == G_MAXUINT)
    return NULL;
  layout->columns = g_new0 (EctopyTableColumn, layout->n_columns);
  has_names = take_headings (layout, &head, first);
  find_time (layout, &head, first, has_names);
  find_texts (layout, &head, first);
  if (look_like_beats (layout, &head, first))
    return NULL;
  for (guint i = 0; i < layout->n_columns; i++)
    n_leads += !layout->columns[i].is_text &&
               !(layout->time != ECTOPY_TABLE_TIME_NONE && i == layout->time_column);
  return n_leads > 0 ? g_steal_pointer (&layout) : NULL;
}

void
ectopy_table_layout_free (EctopyTableLayout *layout)
{
  for (guint i = 0; layout->columns != NULL && i < layout->n_columns; i++) {
    g_free (layout->columns[i].name);
    g_free (layout->columns[i].unit);
  }
  g_free (layout->columns);
  g_free (layout);
}
