/* SPDX-License-Identifier: MIT */
#include "engine/signal/sliding-median.h"

#include <math.h>
#include <string.h>

/* The first place whose value is not smaller. */
static guint
find (const EctopySliding *sliding, float value)
{
  guint low = 0, high = sliding->n;

  while (low < high) {
    const guint middle = (low + high) / 2;

    if (sliding->sorted[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void
ectopy_sliding_add (EctopySliding *sliding, float value)
{
  const guint at = find (sliding, value);

  g_assert (sliding->n < ECTOPY_SLIDING_MAX);
  memmove (sliding->sorted + at + 1, sliding->sorted + at, (sliding->n - at) * sizeof (float));
  sliding->sorted[at] = value;
  sliding->n++;
}

void
ectopy_sliding_remove (EctopySliding *sliding, float value)
{
  const guint at = find (sliding, value);

  g_assert (at < sliding->n);
  sliding->n--;
  memmove (sliding->sorted + at, sliding->sorted + at + 1, (sliding->n - at) * sizeof (float));
}

float
ectopy_sliding_median (const EctopySliding *sliding, float otherwise)
{
  return sliding->n > 0 ? sliding->sorted[sliding->n / 2] : otherwise;
}

void
ectopy_sliding_medians (const float *values,
                        size_t n,
                        guint reach,
                        gboolean inwards,
                        float otherwise,
                        float *medians)
{
  EctopySliding window = { 0 };
  const size_t size = 2 * (size_t) reach + 1;
  size_t first = 0, last = 0; /* values taken in: from first up to before last */

  g_assert (size <= ECTOPY_SLIDING_MAX);
  for (size_t i = 0; i < n; i++) {
    size_t from = i > reach ? i - reach : 0;
    size_t to = MIN (i + reach + 1, n);

    if (inwards && n <= size) {
      from = 0;
      to = n;
    } else if (inwards) {
      from = MIN (from, n - size);
      to = MAX (to, size);
    }
    for (; last < to; last++)
      if (isfinite (values[last]))
        ectopy_sliding_add (&window, values[last]);
    for (; first < from; first++)
      if (isfinite (values[first]))
        ectopy_sliding_remove (&window, values[first]);
    medians[i] = ectopy_sliding_median (&window, otherwise);
  }
}
