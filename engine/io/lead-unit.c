/* SPDX-License-Identifier: MIT */
#include "engine/io/lead-unit.h"

gboolean
ectopy_lead_unit_is_volts (const char *unit, double *times, double *over)
{
  static const struct {
    const char *unit;
    double times, over;
  } volts[] = {
    { "mV", 1, 1 },        { "uV", 1, 1e3 },   { "\u00b5V", 1, 1e3 }, /* the micro sign */
    { "\u03bcV", 1, 1e3 },                                            /* the letter mu */
    { "nV", 1, 1e6 },      { "V", 1e3, 1 },    { "microvolt", 1, 1e3 },
    { "millivolt", 1, 1 }, { "volt", 1e3, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (volts); i++)
    if (g_ascii_strcasecmp (unit, volts[i].unit) == 0) {
      *times = volts[i].times;
      *over = volts[i].over;
      return TRUE;
    }
  return FALSE;
}
