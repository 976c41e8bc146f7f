/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-number.h"

#include <math.h>
#include <string.h>

double
ectopy_edf_number_format (double value, char text[ECTOPY_EDF_NUMBER + 1])
{
  char digits[64];

  for (int places = ECTOPY_EDF_NUMBER - 2; places >= 0 && fabs (value) < 1e8; places--) {
    const char format[] = { '%', '.', (char) ('0' + places), 'f', '\0' };
    size_t n;

    g_ascii_formatd (digits, sizeof digits, format, value);
    n = strlen (digits);
    while (strchr (digits, '.') != NULL && (digits[n - 1] == '0' || digits[n - 1] == '.')) {
      const gboolean was_point = digits[n - 1] == '.';

      digits[--n] = '\0';
      if (was_point)
        break;
    }
    if (n <= ECTOPY_EDF_NUMBER) {
      g_strlcpy (text, g_str_equal (digits, "-0") ? "0" : digits, ECTOPY_EDF_NUMBER + 1);
      return g_ascii_strtod (text, NULL);
    }
  }
  text[0] = '\0';
  return (double) NAN;
}
