/* SPDX-License-Identifier: MIT */
#include "engine/run/record-groups.h"

#include "engine/core/rng.h"

#include <string.h>

/* One person: which leads, and what of the whole they have. */
typedef struct {
  const char *name;
  double share; /* of beats, S and V, summed */
  size_t place; /* by chance */
  guint group;
} Patient;

static Patient *
find_patient (GArray *patients, const char *name)
{
  for (guint i = 0; i < patients->len; i++)
    if (g_str_equal (g_array_index (patients, Patient, i).name, name))
      return &g_array_index (patients, Patient, i);
  return NULL;
}

static const EctopyContextPart *
get_part (const EctopyContextSet *set, guint index)
{
  return g_ptr_array_index (set->parts, index);
}

/* Returns: (element-type Patient): in the order of their first record, their places drawn */
static GArray *
list_patients (const EctopyContextSet *set, const guint8 *takes_part, guint64 seed)
{
  GArray *patients = g_array_new (FALSE, TRUE, sizeof (Patient));
  g_autofree size_t *places = NULL;
  EctopyRng rng;

  for (guint p = 0; p < set->parts->len; p++)
    if ((takes_part == NULL || takes_part[p]) &&
        find_patient (patients, get_part (set, p)->patient) == NULL)
      g_array_append_vals (patients, &(Patient){ .name = get_part (set, p)->patient }, 1);
  places = g_new (size_t, patients->len + 1);
  for (guint i = 0; i < patients->len; i++)
    places[i] = i;
  ectopy_rng_init (&rng, seed, 0);
  ectopy_rng_shuffle (&rng, places, patients->len);
  for (guint i = 0; i < patients->len; i++)
    g_array_index (patients, Patient, i).place = places[i];
  return patients;
}

static void
weigh (const EctopyContextSet *set, const guint8 *takes_part, GArray *patients)
{
  double all[3] = { 1e-9, 1e-9, 1e-9 };

  for (guint pass = 0; pass < 2; pass++)
    for (guint p = 0; p < set->parts->len; p++) {
      const EctopyContextPart *part = get_part (set, p);
      double n[3] = { 0 };

      if (part->is_made_up || (takes_part != NULL && !takes_part[p]))
        continue;
      for (size_t i = part->first; i < part->first + part->context->n; i++) {
        n[0]++;
        n[1] += set->labels[i] == ECTOPY_CLASS_S ? 1 : 0;
        n[2] += set->labels[i] == ECTOPY_CLASS_V ? 1 : 0;
      }
      for (guint k = 0; k < 3; k++)
        if (pass == 0)
          all[k] += n[k];
        else
          find_patient (patients, part->patient)->share += n[k] / all[k];
    }
}

/* Those with most first; of equals, as they were drawn. */
static int
compare_shares (gconstpointer a, gconstpointer b)
{
  const Patient *x = a, *y = b;

  if (x->share < y->share || x->share > y->share)
    return x->share < y->share ? 1 : -1;
  return (x->place > y->place) - (x->place < y->place);
}

guint
ectopy_record_groups (const EctopyContextSet *set,
                      const guint8 *takes_part,
                      guint n_groups,
                      guint64 seed,
                      guint *groups)
{
  g_autoptr (GArray) patients = list_patients (set, takes_part, seed);
  const guint n = MIN (n_groups, patients->len);
  g_autofree double *sums = g_new0 (double, n + 1);

  weigh (set, takes_part, patients);
  g_array_sort (patients, compare_shares);
  for (guint i = 0; i < patients->len; i++) {
    Patient *patient = &g_array_index (patients, Patient, i);

    for (guint g = 1; g < n; g++)
      if (sums[g] < sums[patient->group])
        patient->group = g;
    sums[patient->group] += patient->share;
  }
  for (guint p = 0; p < set->parts->len; p++)
    groups[p] = takes_part == NULL || takes_part[p]
                    ? find_patient (patients, get_part (set, p)->patient)->group
                    : G_MAXUINT;
  return n;
}

gboolean
ectopy_record_choose_share (const EctopyContextSet *set,
                            double share,
                            guint64 seed,
                            guint8 *is_chosen)
{
  g_autoptr (GArray) patients = list_patients (set, NULL, seed);
  const size_t n = (size_t) (share * patients->len + 0.5);

  if (patients->len < 2)
    return FALSE;
  for (guint p = 0; p < set->parts->len; p++)
    is_chosen[p] = find_patient (patients, get_part (set, p)->patient)->place <
                           CLAMP (n, 1, patients->len - 1)
                       ? 1
                       : 0;
  return TRUE;
}
