/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/annotation.h"

G_BEGIN_DECLS

/**
 * ectopy_wfdb_pack_annotations:
 * @annotations: `[n_annotations]`, as a rule in order of their samples
 * @n_annotations: how many, may be 0
 * @error: return location
 *
 * Annotations as the bytes of a file in MIT format: a 16-bit word of 6 bits code and 10 bits
 * distance from the one before, with SKIP before longer distances (and backward ones), and SUB, CHN,
 * NUM and AUX after it where there is something to say. Channel and number hold on until they
 * change. What ectopy_wfdb_annotation_parse() reads of a file that the WFDB library wrote becomes
 * the same bytes. Any thread.
 *
 * Source: Moody, WFDB Applications Guide, annot(5).
 *
 * Returns: (transfer full) (nullable): the bytes; NULL with %ECTOPY_ERROR_ARGUMENT if a code is
 *   above 49, a sample below 0 or beyond 32 bits, or a text longer than 255 bytes
 */
GByteArray *ectopy_wfdb_pack_annotations (const EctopyAnnotation *annotations,
                                          size_t n_annotations,
                                          GError **error);

G_END_DECLS
