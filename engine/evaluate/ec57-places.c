/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-places.h"

gboolean
ectopy_ec57_cell_is_mismatches (EctopyEc57Cell cell)
{
  return cell.reference >= ECTOPY_N_EC57_LABELS || cell.test >= ECTOPY_N_EC57_LABELS;
}

static gboolean
is_in (const EctopyEc57Pair *pair, EctopyEc57Cell cell)
{
  if (ectopy_ec57_cell_is_mismatches (cell))
    return pair->reference_label != pair->test_label;
  return pair->reference_label == cell.reference && pair->test_label == cell.test;
}

/* Those at one sample by what the reference has there, so that the order is always the same. */
static int
compare_places (gconstpointer a, gconstpointer b)
{
  const EctopyEc57Pair *first = a, *second = b;

  if (first->sample != second->sample)
    return first->sample < second->sample ? -1 : 1;
  if (first->reference != second->reference)
    return first->reference < second->reference ? -1 : 1;
  return (first->test > second->test) - (first->test < second->test);
}

GArray *
ectopy_ec57_places (const EctopyEc57Result *result, EctopyEc57Cell cell)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (EctopyEc57Pair));
  gboolean is_in_order = TRUE;

  for (guint i = 0; i < result->pairs->len; i++) {
    const EctopyEc57Pair *pair = &g_array_index (result->pairs, EctopyEc57Pair, i);

    if (!is_in (pair, cell))
      continue;
    is_in_order = is_in_order &&
                  (places->len == 0 ||
                   compare_places (&g_array_index (places, EctopyEc57Pair, places->len - 1),
                                   pair) <= 0);
    g_array_append_vals (places, pair, 1);
  }
  /* As a rule they are: those of a day are many. */
  if (!is_in_order)
    g_array_sort (places, compare_places);
  return places;
}

size_t
ectopy_ec57_places_after (const GArray *places, gint64 sample, int by)
{
  size_t low = 0, high = places->len;

  if (places->len == 0)
    return ECTOPY_EC57_NO_MARK;
  /* The first one after @sample, or the first one not before it. */
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const gint64 at = g_array_index (places, EctopyEc57Pair, middle).sample;

    if (by > 0 ? at <= sample : at < sample)
      low = middle + 1;
    else
      high = middle;
  }
  if (by > 0)
    return low < places->len ? low : 0;
  return low > 0 ? low - 1 : places->len - 1;
}
