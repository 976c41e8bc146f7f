/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/annotation.h"

#include <stddef.h>

G_BEGIN_DECLS

/* Between the texts of an annotation, and before a duration. */
#define ECTOPY_EDF_TEXT_END '\x14'
#define ECTOPY_EDF_DURATION '\x15'

/* What EDF+ writes where a recording stops within its last record. */
#define ECTOPY_EDF_ENDS "Recording ends"

/* One of several annotations at a time. */
typedef void (*EctopyEdfAnnotationFunc) (double onset_s, const char *text, gpointer user_data);

/**
 * ectopy_edf_annotation_parse:
 * @data: `[size]`: what a record has of an annotation signal
 * @size: in bytes
 * @record_onset_s: (out) (optional): when the record begins: the time of a first annotation without
 *   text; not-a-number where there is none
 * @func: (nullable): called for each text that is not empty, in UTF-8, without duration
 * @user_data: for @func
 *
 * Reads time-stamped annotations lists. Times are seconds from the start of the file. What is no
 * such list is passed over up to the next NUL.
 *
 * Source: Kemp and Olivan (2003), section 2.2.
 *
 * Returns: whether nothing had to be passed over
 */
gboolean ectopy_edf_annotation_parse (const char *data,
                                      size_t size,
                                      double *record_onset_s,
                                      EctopyEdfAnnotationFunc func,
                                      gpointer user_data);

/**
 * ectopy_edf_annotation_from_text:
 * @text: of an annotation
 *
 * What a text means: the symbol of a beat alone ("N", "V", "/") or its name ("premature ventricular
 * contraction") is that beat; the name of any mark may be followed by a colon and a text of its own
 * ("change of rhythm: (AFIB"). Anything else is a %ECTOPY_CODE_NOTE. Texts of more than
 * %ECTOPY_ANNOTATION_MAX_TEXT bytes are cut between two characters.
 *
 * Returns: a mark without a place; whoever gets it holds its text
 */
EctopyAnnotation ectopy_edf_annotation_from_text (const char *text);

/**
 * ectopy_edf_annotation_to_text:
 * @annotation: a mark
 *
 * Returns: (transfer full): what ectopy_edf_annotation_from_text() takes for it; subtype, channel
 *   and number have no place
 */
char *ectopy_edf_annotation_to_text (const EctopyAnnotation *annotation);

G_END_DECLS
