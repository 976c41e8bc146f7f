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
 * The hidden file is locked while its writer lives. The first time in a folder, what dead writers
 * left there is removed, as by ectopy_atomic_file_sweep().
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

/**
 * ectopy_atomic_file_commit_all:
 * @files: (transfer full): open files, `[n]`, of one thing
 * @n: how many
 * @error: return location
 *
 * As ectopy_atomic_file_commit(), but no file takes its name before the bytes of all are on the disk;
 * they take them in this order, and if one cannot, those before it get their old files back. A
 * program that dies just there leaves some new and some old, each whole.
 *
 * Returns: FALSE with %G_FILE_ERROR
 */
gboolean ectopy_atomic_file_commit_all (EctopyAtomicFile *const *files, size_t n, GError **error);

/* Removes and frees @file (nullable); nothing has happened to its path. */
void ectopy_atomic_file_abort (EctopyAtomicFile *file);

/* Open, write and commit in one: @data, `[size]` bytes, becomes the file at @path. */
gboolean ectopy_atomic_write (const char *path, const void *data, size_t size, GError **error);

/**
 * ectopy_atomic_file_sweep:
 * @folder: may be missing
 *
 * Removes what writers that died left in @folder: hidden files of ectopy_atomic_file_open() that
 * nobody has locked. Where files cannot be locked nothing is removed. Any thread.
 */
void ectopy_atomic_file_sweep (const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyAtomicFile, ectopy_atomic_file_abort)

G_END_DECLS
