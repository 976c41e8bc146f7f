/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Characters of a number in a header of EDF. */
#define ECTOPY_EDF_NUMBER 8

/**
 * ectopy_edf_number_format:
 * @value: a number
 * @text: (out): the nearest to it that eight characters hold, without exponent, and a NUL
 *
 * Returns: what @text says, or not-a-number where @value is too large
 */
double ectopy_edf_number_format (double value, char text[ECTOPY_EDF_NUMBER + 1]);

G_END_DECLS
