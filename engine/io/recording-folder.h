/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More recordings than this are not listed. */
#define ECTOPY_FOLDER_MAX_RECORDINGS 10000

/**
 * ectopy_recording_folder_list:
 * @path: a folder
 * @error: return location
 *
 * The recordings in a folder: WFDB headers, EDF and BDF files, by their names; folders in it are not
 * looked into. Any thread.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): paths, in the order of their names,
 *   numbers by their size; NULL with %G_FILE_ERROR, or with %ECTOPY_ERROR_EMPTY where there is none
 */
char **ectopy_recording_folder_list (const char *path, GError **error);

G_END_DECLS
