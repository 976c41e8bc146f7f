/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <math.h>
#include <string.h>

#define DASH "–"

/* What the thread's locale has, as UTF-8; "" where it has none. */
static char *
locale_text (nl_item item)
{
  char *text = g_locale_to_utf8 (nl_langinfo (item), -1, NULL, NULL, NULL);

  return text != NULL ? text : g_strdup ("");
}

/* Of numbers with a point; a locale with a comma and no separator of thousands writes them without. */
static char *
thousands_separator (void)
{
  g_autofree char *separator = locale_text (THOUSEP);

  if (separator[0] == '\0' && g_str_equal (nl_langinfo (RADIXCHAR), "."))
    return g_strdup (",");
  return g_steal_pointer (&separator);
}

char *
ectopy_text_count (guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  g_autofree char *separator = thousands_separator ();
  const size_t n_digits = strlen (digits);
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < n_digits; i++) {
    if (i > 0 && (n_digits - i) % 3 == 0)
      g_string_append (text, separator);
    g_string_append_c (text, digits[i]);
  }
  return g_string_free (text, FALSE);
}

char *
ectopy_text_decimals (double value, guint decimals)
{
  char format[] = "%.0f", buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *point = NULL;
  char *at;

  g_assert (decimals <= 9);
  if (!isfinite (value) || fabs (value) >= 1e20)
    return g_strdup (DASH);
  format[2] = (char) ('0' + decimals);
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  at = strchr (buffer, '.');
  if (at == NULL)
    return g_strdup (buffer);
  *at = '\0';
  point = locale_text (RADIXCHAR);
  return g_strconcat (buffer, point[0] != '\0' ? point : ".", at + 1, NULL);
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
  const gboolean is_nearly_all = share < 1 && share >= 0.9995;
  const gboolean is_hardly_any = share > 0 && share < 0.0005;
  g_autofree char *number = NULL;
  g_autofree char *percent = NULL;

  if (!isfinite (share))
    return g_strdup (DASH);
  number = ectopy_text_decimals (is_nearly_all ? 99.9 : is_hardly_any ? 0.1 : 100 * share, 1);
  /* Translators: a share, such as “98.5 %”, with the space that the language has before the sign. */
  percent = g_strdup_printf (_ ("%s %%"), number);
  return g_strconcat (is_nearly_all ? ">" : is_hardly_any ? "<" : "", percent, NULL);
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
