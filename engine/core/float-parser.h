/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_float_parser_read:
 * @text: the first byte of a number
 * @end: past the last byte that may be read
 * @value: (out): the number
 *
 * Reads a decimal number: a sign, digits with or without a point, an exponent. The result is the
 * nearest double, bit for bit that of g_ascii_strtod(), in a tenth of the time. Spaces, "inf",
 * "nan" and hexadecimal are no numbers here; one too large for a double is infinite. Any thread.
 *
 * Source: Lemire (2021), number parsing at a gigabyte per second; Clinger (1990).
 *
 * Returns: (nullable): past the number, NULL where none begins
 */
const char *ectopy_float_parser_read (const char *text, const char *end, double *value);

G_END_DECLS
