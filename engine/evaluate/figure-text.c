/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"

#include <math.h>
#include <string.h>

#define DASH "–"

char *
ectopy_text_count (guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  const size_t n_digits = strlen (digits);
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < n_digits; i++) {
    if (i > 0 && (n_digits - i) % 3 == 0)
      g_string_append_c (text, ',');
    g_string_append_c (text, digits[i]);
  }
  return g_string_free (text, FALSE);
}

char *
ectopy_text_decimals (double value, guint decimals)
{
  char format[] = "%.0f", buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_assert (decimals <= 9);
  if (!isfinite (value) || fabs (value) >= 1e20)
    return g_strdup (DASH);
  format[2] = (char) ('0' + decimals);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, value));
}

char *
ectopy_text_area (double area, guint decimals)
{
  const double unit = pow (10, -(double) decimals);
  g_autofree char *largest = NULL;

  if (!(area < 1 && area >= 1 - unit / 2))
    return ectopy_text_decimals (area, decimals);
  largest = ectopy_text_decimals (1 - unit, decimals);
  return g_strconcat (">", largest, NULL);
}

char *
ectopy_text_percent (double share)
{
  g_autofree char *number = NULL;

  if (!isfinite (share))
    return g_strdup (DASH);
  if (share < 1 && share >= 0.9995)
    return g_strdup (">99.9 %");
  if (share > 0 && share < 0.0005)
    return g_strdup ("<0.1 %");
  number = ectopy_text_decimals (100 * share, 1);
  return g_strconcat (number, " %", NULL);
}

char *
ectopy_text_interval (EctopyInterval interval, guint decimals)
{
  g_autofree char *low = ectopy_text_decimals (interval.low, decimals);
  g_autofree char *high = ectopy_text_decimals (interval.high, decimals);

  if (!isfinite (interval.low) || !isfinite (interval.high))
    return g_strdup (DASH);
  return g_strconcat (low, DASH, high, NULL);
}

char *
ectopy_text_percent_interval (EctopyInterval interval)
{
  return ectopy_text_interval ((EctopyInterval){ 100 * interval.low, 100 * interval.high }, 1);
}
