/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_lead_unit_is_volts:
 * @unit: a unit as a file spells it, such as "uV"; upper and lower case are one
 * @times: (out): millivolts are such units times this,
 * @over: (out): over this; one of the two is 1, so that neither rounds
 *
 * Returns: whether @unit is volts of any size
 */
gboolean ectopy_lead_unit_is_volts (const char *unit, double *times, double *over);

G_END_DECLS
