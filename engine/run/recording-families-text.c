/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "engine/evaluate/text-columns.h"
#include "engine/run/recording-families.h"

#include <glib/gi18n.h>
#include <math.h>

double
ectopy_family_mean_rr_s (const EctopyFamilySource *source,
                         const EctopyFamilies *families,
                         guint family)
{
  const double rate = ectopy_recording_get_rate_hz (source->recording);
  double sum = 0;
  size_t n = 0;

  for (size_t i = 1; i < source->n; i++)
    if (families->family[i] == family) {
      sum += (double) (source->samples[i] - source->samples[i - 1]) / rate;
      n++;
    }
  return n > 0 ? sum / (double) n : (double) NAN;
}

/* Cells stand at the right end of their columns, but the letter of the class. */
static const struct {
  guint width;
  const char *heading;
  gboolean is_left;
} columns[] = {
  { 6, N_ ("family"), FALSE },
  { 9, N_ ("beats"), FALSE },
  { 8, N_ ("class"), TRUE },
  /* Translators: heading of a column: per cent of the family's beats that are of class N; likewise below */
  { 6, N_ ("N %"), FALSE },
  { 7, N_ ("S %"), FALSE },
  { 7, N_ ("V %"), FALSE },
  { 7, N_ ("F %"), FALSE },
  { 7, N_ ("Q %"), FALSE },
  /* Translators: heading of a column: mean interval from the beat before, in milliseconds */
  { 9, N_ ("RR ms"), FALSE },
  /* Translators: heading of a column: when the beat is that stands for its family */
  { 9, N_ ("typical"), FALSE },
};

/* Appends the cells, which are freed, or the headings. */
static void
append_cells (GString *text, char *const *cells)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    const char *heading = gettext (columns[i].heading);
    g_autofree char *cell = cells != NULL ? cells[i] : g_strdup (heading);
    const guint width = MAX (columns[i].width, ectopy_text_columns (heading) + (i > 0 ? 2 : 0));

    if (columns[i].is_left) {
      g_string_append (text, "  ");
      ectopy_text_append_left (text, width - 2, cell);
    } else if (ectopy_text_columns (cell) < width) {
      ectopy_text_append_right (text, width, g_steal_pointer (&cell));
    } else {
      g_string_append (text, cell);
    }
  }
  g_string_append_c (text, '\n');
}

static void
append_family (GString *text,
               const EctopyFamilySource *source,
               const EctopyFamilies *families,
               guint number)
{
  const EctopyFamily *family = &families->families[number];
  const double rate = ectopy_recording_get_rate_hz (source->recording);
  const double rr = ectopy_family_mean_rr_s (source, families, number);
  const guint s = (guint) ((double) source->samples[family->medoid] / rate);
  char *cells[G_N_ELEMENTS (columns)] = {
    g_strdup_printf ("%u", number + 1),
    g_strdup_printf ("%zu", family->n_beats),
    g_strdup_printf ("%c", ectopy_beat_class_letter (family->beat_class)),
  };
  guint n = 3;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    cells[n++] = ectopy_text_decimals (100 * (double) family->counts[c] / (double) family->n_beats,
                                       1);
  cells[n++] = isfinite (rr) ? ectopy_text_decimals (1000 * rr, 0) : g_strdup ("-");
  cells[n++] = g_strdup_printf ("%u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
  append_cells (text, cells);
}

char *
ectopy_recording_families_text (const EctopyFamilySource *source, const EctopyFamilies *families)
{
  GString *text = g_string_new (NULL);

  append_cells (text, NULL);
  for (guint k = 0; k < families->n_families; k++)
    append_family (text, source, families, k);
  return g_string_free (text, FALSE);
}
