/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file being written aside, which takes its name only when it is whole. */
typedef struct _EctopyAtomicFile EctopyAtomicFile;

/**
 * ectopy_atomic_file_open:
 * @path: the file to make or to replace
 * @error: return location
 *
 * Opens a hidden file in the folder of @path. Until ectopy_atomic_file_commit() succeeds, whatever
 * stands at @path is untouched, also if the program dies. A link is followed, so that the file it
 * names is replaced; the new file has the old one's permissions. A folder, pipe or device at @path
 * is an error. Any thread; one file is used by one thread at a time.
 *
 * Returns: (transfer full) (nullable): for ectopy_atomic_file_commit() or
 *   ectopy_atomic_file_abort(), either of which frees it; NULL with %G_FILE_ERROR
 */
EctopyAtomicFile *ectopy_atomic_file_open (const char *path, GError **error);

/**
 * ectopy_atomic_file_write:
 * @file: an open file
 * @data: `[size]` bytes
 * @size: how many
 * @error: return location
 *
 * Appends; small pieces are collected. After one failure all later writes, and the commit, fail
 * with the same reason, so a caller that writes many pieces may leave the looking to the commit.
 *
 * Returns: FALSE with %G_FILE_ERROR
 */
gboolean
ectopy_atomic_file_write (EctopyAtomicFile *file, const void *data, size_t size, GError **error);

/* Appends formatted text, numbers in the process's locale: ectopy_atomic_file_write() otherwise. */
gboolean ectopy_atomic_file_printf (EctopyAtomicFile *file, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/**
 * ectopy_atomic_file_commit:
 * @file: (transfer full): an open file
 * @error: return location
 *
 * Brings the bytes to the disk, gives the file its name, and has the folder remember it. On
 * failure the file is removed, as by ectopy_atomic_file_abort().
 *
 * Returns: FALSE with %G_FILE_ERROR
 */
gboolean ectopy_atomic_file_commit (EctopyAtomicFile *file, GError **error);

/* Removes and frees @file (nullable); nothing has happened to its path. */
void ectopy_atomic_file_abort (EctopyAtomicFile *file);

/* Open, write and commit in one: @data, `[size]` bytes, becomes the file at @path. */
gboolean ectopy_atomic_write (const char *path, const void *data, size_t size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyAtomicFile, ectopy_atomic_file_abort)

G_END_DECLS
