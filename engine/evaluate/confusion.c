/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/confusion.h"

gboolean
ectopy_confusion_add (EctopyConfusion *confusion, guint truth, guint predicted)
{
  if (truth >= ECTOPY_N_CLASSES || predicted >= ECTOPY_N_CLASSES)
    return FALSE;
  confusion->counts[truth][predicted]++;
  return TRUE;
}

size_t
ectopy_confusion_add_labels (EctopyConfusion *confusion,
                             const guint8 *truth,
                             const guint8 *predicted,
                             size_t n)
{
  size_t n_counted = 0;

  for (size_t i = 0; i < n; i++)
    n_counted += ectopy_confusion_add (confusion, truth[i], predicted[i]) ? 1 : 0;
  return n_counted;
}

void
ectopy_confusion_merge (EctopyConfusion *confusion, const EctopyConfusion *other)
{
  for (guint t = 0; t < ECTOPY_N_CLASSES; t++)
    for (guint p = 0; p < ECTOPY_N_CLASSES; p++)
      confusion->counts[t][p] += other->counts[t][p];
}

guint64
ectopy_confusion_total (const EctopyConfusion *confusion)
{
  guint64 sum = 0;

  for (guint t = 0; t < ECTOPY_N_CLASSES; t++)
    sum += ectopy_confusion_row_total (confusion, t);
  return sum;
}

guint64
ectopy_confusion_correct (const EctopyConfusion *confusion)
{
  guint64 sum = 0;

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    sum += confusion->counts[c][c];
  return sum;
}

guint64
ectopy_confusion_row_total (const EctopyConfusion *confusion, guint truth)
{
  guint64 sum = 0;

  g_assert (truth < ECTOPY_N_CLASSES);
  for (guint p = 0; p < ECTOPY_N_CLASSES; p++)
    sum += confusion->counts[truth][p];
  return sum;
}

guint64
ectopy_confusion_column_total (const EctopyConfusion *confusion, guint predicted)
{
  guint64 sum = 0;

  g_assert (predicted < ECTOPY_N_CLASSES);
  for (guint t = 0; t < ECTOPY_N_CLASSES; t++)
    sum += confusion->counts[t][predicted];
  return sum;
}
