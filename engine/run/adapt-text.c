/* SPDX-License-Identifier: MIT */
#include "engine/run/adapt.h"

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

char *
ectopy_adaptation_to_text (const EctopyAdaptation *adaptation)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "adapted to this recording in %.1f s%s: of the %zu beats looked at, %zu "
                          "got their class before, %zu after (each judged by a copy that did not "
                          "learn from it)\n",
                          adaptation->seconds,
                          adaptation->is_cut_short ? " (cut short by the time limit)" : "",
                          adaptation->n_said, ectopy_adapt_count_right (adaptation->before),
                          ectopy_adapt_count_right (adaptation->after));
  g_string_append (text, "class  looked at  right before  right after\n");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (count_row (adaptation->before[c]) > 0)
      g_string_append_printf (text, "%c      %9zu  %12zu  %11zu\n", ectopy_beat_class_letter (c),
                              count_row (adaptation->before[c]), adaptation->before[c][c],
                              adaptation->after[c][c]);
  g_string_append_printf (text,
                          "%zu of the %zu beats that nobody looked at change:", adaptation->n_moved,
                          adaptation->n_unlooked);
  for (guint from = 0; from <= ECTOPY_N_CLASSES; from++)
    for (guint to = 0; to < ECTOPY_N_CLASSES; to++)
      if (from != to && adaptation->moved[from][to] > 0)
        g_string_append_printf (text, " %c to %c %zu", letter_of (from), letter_of (to),
                                adaptation->moved[from][to]);
  g_string_append (text, adaptation->n_moved > 0 ? "\n" : " none\n");
  g_string_append (text,
                   "Figures of an adapted model are never comparable to patient-wise ones.\n");
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
