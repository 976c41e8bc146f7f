/* SPDX-License-Identifier: MIT */
#include "engine/learn/context-set.h"

#include <string.h>

static void
free_part (gpointer data)
{
  EctopyContextPart *part = data;

  ectopy_context_free (part->context);
  g_free (part->record);
  g_free (part->patient);
  g_free (part->lead);
  g_free (part);
}

EctopyContextSet *
ectopy_context_set_new (void)
{
  EctopyContextSet *set = g_atomic_rc_box_new0 (EctopyContextSet);

  set->parts = g_ptr_array_new_with_free_func (free_part);
  return set;
}

void
ectopy_context_set_add_take (EctopyContextSet *set,
                             const EctopyContextPart *part,
                             const guint8 *labels,
                             const guint8 *is_left_out)
{
  EctopyContextPart *copy = g_memdup2 (part, sizeof *part);
  const size_t n = part->context->n;

  copy->first = set->n_rows;
  set->labels = g_renew (guint8, set->labels, set->n_rows + n);
  set->is_left_out = g_renew (guint8, set->is_left_out, set->n_rows + n);
  set->part_of = g_renew (guint32, set->part_of, set->n_rows + n);
  memcpy (set->labels + set->n_rows, labels, n);
  for (size_t i = 0; i < n; i++) {
    set->is_left_out[set->n_rows + i] = is_left_out != NULL ? is_left_out[i] : 0;
    set->part_of[set->n_rows + i] = set->parts->len;
  }
  set->n_rows += n;
  g_ptr_array_add (set->parts, copy);
}

EctopyContextSet *
ectopy_context_set_ref (EctopyContextSet *set)
{
  return g_atomic_rc_box_acquire (set);
}

static void
clear_set (gpointer data)
{
  EctopyContextSet *set = data;

  g_ptr_array_unref (set->parts);
  g_free (set->labels);
  g_free (set->is_left_out);
  g_free (set->part_of);
  g_free (set->digest);
}

void
ectopy_context_set_unref (EctopyContextSet *set)
{
  g_atomic_rc_box_release_full (set, clear_set);
}

const EctopyContextPart *
ectopy_context_set_get_part (const EctopyContextSet *set, size_t row)
{
  return g_ptr_array_index (set->parts, set->part_of[row]);
}

void
ectopy_context_set_count (const EctopyContextSet *set,
                          gboolean is_once,
                          size_t counts[ECTOPY_N_CLASSES])
{
  const char *last = NULL;

  memset (counts, 0, ECTOPY_N_CLASSES * sizeof *counts);
  for (guint p = 0; p < set->parts->len; p++) {
    const EctopyContextPart *part = g_ptr_array_index (set->parts, p);
    const gboolean is_again = is_once && g_strcmp0 (part->record, last) == 0;

    last = part->record;
    for (size_t i = 0; !part->is_made_up && !is_again && i < part->context->n; i++)
      if (set->labels[part->first + i] < ECTOPY_N_CLASSES)
        counts[set->labels[part->first + i]]++;
  }
}
