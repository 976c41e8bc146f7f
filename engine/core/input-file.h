/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyInputFile:
 * @name: for messages: the path's last part, in UTF-8
 * @size: bytes when it was opened
 *
 * A regular file opened for reading. One thread at a time.
 */
typedef struct {
  int fd;
  char *name;
  guint64 size;
} EctopyInputFile;

/**
 * ectopy_input_file_open:
 * @path: a regular file; a link to one will do
 * @error: return location
 *
 * Never waits, as for the other end of a pipe.
 *
 * Returns: (transfer full) (nullable): NULL with %G_FILE_ERROR, also for folders, pipes and devices
 */
EctopyInputFile *ectopy_input_file_open (const char *path, GError **error);

/**
 * ectopy_input_file_read:
 * @file: an open file
 * @offset: where to begin
 * @data: (out caller-allocates): `[size]` bytes
 * @size: how many
 * @error: return location
 *
 * Returns: FALSE with %G_FILE_ERROR, or %ECTOPY_ERROR_MISMATCH where the file has become shorter
 */
gboolean ectopy_input_file_read (const EctopyInputFile *file,
                                 guint64 offset,
                                 void *data,
                                 size_t size,
                                 GError **error);

/**
 * ectopy_input_file_read_up_to:
 * @file: an open file
 * @offset: where to begin
 * @data: (out caller-allocates): `[size]` bytes
 * @size: how many are wanted
 * @n_read: (out): how many there were: less than @size only at the end
 * @error: return location
 *
 * Returns: FALSE with %G_FILE_ERROR
 */
gboolean ectopy_input_file_read_up_to (const EctopyInputFile *file,
                                       guint64 offset,
                                       void *data,
                                       size_t size,
                                       size_t *n_read,
                                       GError **error);

/**
 * ectopy_input_file_read_all:
 * @path: as for ectopy_input_file_open()
 * @limit: largest size in bytes that is plausible
 * @size: (out): bytes read
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the bytes, and a NUL more; NULL with the errors of the above,
 *   %ECTOPY_ERROR_UNSUPPORTED for more than @limit, or %ECTOPY_ERROR_MEMORY
 */
char *ectopy_input_file_read_all (const char *path, size_t limit, size_t *size, GError **error);

/**
 * ectopy_input_file_read_text:
 * @path: as for ectopy_input_file_open()
 * @limit: as for ectopy_input_file_read_all()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): text; NULL with the errors of ectopy_input_file_read_all(), or
 *   %ECTOPY_ERROR_PARSE for bytes that are no UTF-8, NUL among them
 */
char *ectopy_input_file_read_text (const char *path, size_t limit, GError **error);

/* Closes and frees @file. */
void ectopy_input_file_close (EctopyInputFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyInputFile, ectopy_input_file_close)

G_END_DECLS
