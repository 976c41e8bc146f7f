/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/annotation.h"

G_BEGIN_DECLS

/* Bytes of the largest annotation file that is plausible: some thirty million beats. */
#define ECTOPY_WFDB_MAX_ANNOTATIONS 67108864

/**
 * ectopy_wfdb_annotation_parse:
 * @data: `[size]`: the contents of an annotation file
 * @size: in bytes
 * @name: of the file, for messages
 * @notes: (nullable) (element-type utf8) (transfer none): gets sentences on what is odd and no
 *   error: no end mark, bytes after it, texts that are too long
 * @error: return location
 *
 * Reads annotations in MIT format, in the order of the file, with texts as they are, byte for byte:
 * see ectopy_wfdb_pack_annotations(), which is the way back. The first marks of some files tell
 * their own rate; see ectopy_wfdb_annotation_take_rate(). Any thread.
 *
 * Source: Moody, WFDB Applications Guide, annot(5).
 *
 * Returns: (transfer full) (nullable) (element-type EctopyAnnotation): marks that clear themselves;
 *   NULL with %ECTOPY_ERROR_PARSE (a code above 49, a field cut short or without a mark) or
 *   %ECTOPY_ERROR_UNSUPPORTED (AHA format)
 */
GArray *ectopy_wfdb_annotation_parse (const guint8 *data,
                                      size_t size,
                                      const char *name,
                                      GPtrArray *notes,
                                      GError **error);

/* As ectopy_wfdb_annotation_parse(), of the file at @path: its errors and those of
 * ectopy_input_file_read_all(). */
GArray *ectopy_wfdb_annotation_read (const char *path, GPtrArray *notes, GError **error);

/**
 * ectopy_wfdb_annotation_write:
 * @path: the file to make or to replace
 * @annotations: `[n_annotations]`
 * @n_annotations: how many, may be 0
 * @error: return location
 *
 * Writes annotations in MIT format; the file takes its name when it is whole. Any thread.
 *
 * Returns: FALSE with the errors of ectopy_wfdb_pack_annotations(), or %G_FILE_ERROR
 */
gboolean ectopy_wfdb_annotation_write (const char *path,
                                       const EctopyAnnotation *annotations,
                                       size_t n_annotations,
                                       GError **error);

/**
 * ectopy_wfdb_annotation_take_rate:
 * @annotations: (element-type EctopyAnnotation): marks as they were read
 *
 * Some files begin with a note "## time resolution: 128": their marks count that many places a
 * second, whatever the record's rate. Removes the note, and the mark of code 0 after it, which
 * only ends such a preamble.
 *
 * Returns: that rate in Hz, or 0 where there is no such note
 */
double ectopy_wfdb_annotation_take_rate (GArray *annotations);

G_END_DECLS
