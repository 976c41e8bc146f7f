/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/text-columns.h"
#include "engine/run/adapt.h"

#include <glib/gi18n.h>

size_t
ectopy_adapt_count_right (const size_t table[ECTOPY_N_CLASSES][ECTOPY_N_CLASSES])
{
  size_t n = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n += table[c][c];
  return n;
}

static size_t
count_row (const size_t row[ECTOPY_N_CLASSES])
{
  size_t n = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n += row[c];
  return n;
}

static char
letter_of (guint beat_class)
{
  return beat_class < ECTOPY_N_CLASSES ? ectopy_beat_class_letter (beat_class) : '?';
}

/* How long it took, and what became of the beats looked at. */
static void
append_result (GString *text, const EctopyAdaptation *adaptation)
{
  const size_t n = adaptation->n_said;
  const size_t before = ectopy_adapt_count_right (adaptation->before);
  const size_t after = ectopy_adapt_count_right (adaptation->after);

  if (adaptation->is_cut_short)
    /* Translators: seconds; then beats: of all looked at, those with the right class before and after. */
    g_string_append_printf (
        text,
        ngettext ("adapted to this recording in %.1f s (cut short by the time limit): of the %zu "
                  "beat looked at, %zu got its class before, %zu after (each judged by a copy that "
                  "did not learn from it)",
                  "adapted to this recording in %.1f s (cut short by the time limit): of the %zu "
                  "beats looked at, %zu got their class before, %zu after (each judged by a copy "
                  "that did not learn from it)",
                  n),
        adaptation->seconds, n, before, after);
  else
    /* Translators: seconds; then beats: of all looked at, those with the right class before and after. */
    g_string_append_printf (
        text,
        ngettext (
            "adapted to this recording in %.1f s: of the %zu beat looked at, %zu got its class "
            "before, %zu after (each judged by a copy that did not learn from it)",
            "adapted to this recording in %.1f s: of the %zu beats looked at, %zu got their class "
            "before, %zu after (each judged by a copy that did not learn from it)",
            n),
        adaptation->seconds, n, before, after);
  g_string_append_c (text, '\n');
}

/* A line a class of which beats were looked at. */
static void
append_table (GString *text, const EctopyAdaptation *adaptation)
{
  static const struct {
    guint width;
    const char *heading;
  } columns[] = {
    /* Translators: heading of a column: beats that a person has looked at */
    { 11, N_ ("looked at") },
    /* Translators: heading of a column: beats that had the right class before the model was adapted */
    { 14, N_ ("right before") },
    /* Translators: heading of a column: beats that have the right class after the model was adapted */
    { 13, N_ ("right after") },
  };
  const char *name = _ ("class");
  const guint name_width = ectopy_text_columns (name);

  g_string_append (text, name);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    const char *heading = gettext (columns[i].heading);

    ectopy_text_append_right (text, ectopy_text_column_width (columns[i].width, heading),
                              g_strdup (heading));
  }
  g_string_append_c (text, '\n');
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const size_t cells[] = { count_row (adaptation->before[c]), adaptation->before[c][c],
                             adaptation->after[c][c] };

    if (cells[0] == 0)
      continue;
    g_string_append_printf (text, "%c%*s", ectopy_beat_class_letter (c),
                            (int) MAX (name_width, 1) - 1, "");
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
      ectopy_text_append_right (
          text, ectopy_text_column_width (columns[i].width, gettext (columns[i].heading)),
          g_strdup_printf ("%zu", cells[i]));
    g_string_append_c (text, '\n');
  }
}

/* (transfer full): "N to S 3 V to ? 1": which classes change, and of how many beats. */
static char *
list_moved (const EctopyAdaptation *adaptation)
{
  GString *text = g_string_new (NULL);

  for (guint from = 0; from <= ECTOPY_N_CLASSES; from++)
    for (guint to = 0; to < ECTOPY_N_CLASSES; to++)
      if (from != to && adaptation->moved[from][to] > 0) {
        if (text->len > 0)
          g_string_append_c (text, ' ');
        /* Translators: letters of two classes, and how many beats go from the one to the other. */
        g_string_append_printf (text, _ ("%c to %c %zu"), letter_of (from), letter_of (to),
                                adaptation->moved[from][to]);
      }
  return g_string_free (text, FALSE);
}

char *
ectopy_adaptation_to_text (const EctopyAdaptation *adaptation)
{
  g_autofree char *moved = list_moved (adaptation);
  GString *text = g_string_new (NULL);

  append_result (text, adaptation);
  append_table (text, adaptation);
  g_string_append_printf (
      text,
      /* Translators: the last is a list such as “N to S 3 V to N 1”, or “none”. */
      ngettext ("%zu of the %zu beat that nobody looked at changes: %s",
                "%zu of the %zu beats that nobody looked at change: %s", adaptation->n_unlooked),
      adaptation->n_moved, adaptation->n_unlooked,
      /* Translators: no beats. */
      adaptation->n_moved > 0 ? moved : _ ("none"));
  g_string_append_printf (
      text, "\n%s\n", _ ("Figures of an adapted model are never comparable to patient-wise ones."));
  return g_string_free (text, FALSE);
}

/* "N": {"looked_at": 5, "right_before": 4, "right_after": 5}. */
static void
append_classes (GString *text, const EctopyAdaptation *adaptation)
{
  const char *comma = "";

  g_string_append (text, "\"classes\":{");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    const size_t n = count_row (adaptation->before[c]);

    if (n == 0)
      continue;
    g_string_append_printf (
        text, "%s\"%c\":{\"looked_at\":%zu,\"right_before\":%zu,\"right_after\":%zu}", comma,
        ectopy_beat_class_letter (c), n, adaptation->before[c][c], adaptation->after[c][c]);
    comma = ",";
  }
  g_string_append (text, "}");
}

char *
ectopy_adaptation_to_json (const EctopyAdaptation *adaptation)
{
  GString *text = g_string_new (NULL);
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];
  const char *comma = "";

  g_string_append_printf (
      text,
      "{\"looked_at\":%zu,\"right_before\":%zu,\"right_after\":%zu,\"folds\":%d,\"cut_short\":%s,"
      "\"seconds\":%s,",
      adaptation->n_said, ectopy_adapt_count_right (adaptation->before),
      ectopy_adapt_count_right (adaptation->after), ECTOPY_ADAPT_FOLDS,
      adaptation->is_cut_short ? "true" : "false",
      g_ascii_formatd (seconds, sizeof seconds, "%.3f", adaptation->seconds));
  append_classes (text, adaptation);
  g_string_append_printf (text, ",\"not_looked_at\":%zu,\"changed\":[", adaptation->n_unlooked);
  for (guint from = 0; from <= ECTOPY_N_CLASSES; from++)
    for (guint to = 0; to < ECTOPY_N_CLASSES; to++)
      if (from != to && adaptation->moved[from][to] > 0) {
        g_string_append_printf (text, "%s{\"from\":\"%c\",\"to\":\"%c\",\"beats\":%zu}", comma,
                                letter_of (from), letter_of (to), adaptation->moved[from][to]);
        comma = ",";
      }
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}
