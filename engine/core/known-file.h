/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyKnownFile:
 *
 * A place on the disk and what lay there when it was last read or written here, so that saving does not
 * silently take the place of what someone else has written since. Any thread.
 */
typedef struct _EctopyKnownFile EctopyKnownFile;

/* Writes to @path. Returns: FALSE with @error. */
typedef gboolean (*EctopyKnownFileFunc) (const char *path, gpointer user_data, GError **error);

/* What lies at @path now, or that nothing does. Goes through all of it. */
EctopyKnownFile *ectopy_known_file_new (const char *path);

EctopyKnownFile *ectopy_known_file_ref (EctopyKnownFile *self);
void ectopy_known_file_unref (EctopyKnownFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyKnownFile, ectopy_known_file_unref)

const char *ectopy_known_file_get_path (EctopyKnownFile *self);

/* Whether something else lies there now. What has been removed is not missed: it can be written again. */
gboolean ectopy_known_file_is_changed (EctopyKnownFile *self);

/**
 * ectopy_known_file_write:
 * @self: a file
 * @keep_other: whether what someone else has written is kept aside and replaced
 * @func: what writes
 * @user_data: for @func
 * @error: return location
 *
 * Afterwards what was written is what is known. Without @keep_other a file that has changed stays as it
 * is. With it, it is found beside itself under the name that ectopy_known_file_spare_path() gives.
 *
 * Returns: FALSE with %G_FILE_ERROR_EXIST where it has changed, other %G_FILE_ERROR, or those of @func
 */
gboolean ectopy_known_file_write (EctopyKnownFile *self,
                                  gboolean keep_other,
                                  EctopyKnownFileFunc func,
                                  gpointer user_data,
                                  GError **error);

/* (transfer full): a name beside @path that nothing has yet: "NAME.backup-1" and so on. */
char *ectopy_known_file_spare_path (const char *path);

G_END_DECLS
