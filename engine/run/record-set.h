/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopyRecordEntry:
 * @name: of the record: its file's base name without ending
 * @path: what a recording reader reads
 * @patient: whose it is: records of one patient are never parted; the record's own name where nothing is
 *   known
 *
 * One annotated recording of several.
 */
typedef struct {
  char *name;
  char *path;
  char *patient;
} EctopyRecordEntry;

void ectopy_record_entry_free (EctopyRecordEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyRecordEntry, ectopy_record_entry_free)

/**
 * ectopy_record_patients_read:
 * @path: a table of lines `record,patient`
 * @error: return location; %ECTOPY_ERROR_PARSE, %G_FILE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): patients by records
 */
GHashTable *ectopy_record_patients_read (const char *path, GError **error);

/* (transfer none): whose the record is; its own name where nothing is known. @patients: (nullable). */
const char *ectopy_record_patients_find (GHashTable *patients, const char *name);

/**
 * ectopy_record_set_find:
 * @paths: (array zero-terminated=1): recordings, or folders for all recordings in them
 * @list: (nullable): which of those in folders: see ectopy_record_list_matches(); NULL for all. Recordings
 *   named by themselves are always taken
 * @patients: (nullable): a table of lines `record,patient`, for records that are of one person
 * @error: return location; %ECTOPY_ERROR_EMPTY where nothing is left, %ECTOPY_ERROR_ARGUMENT for a list
 *   that makes no sense or a record that is named twice, %ECTOPY_ERROR_PARSE for @patients, and those of
 *   reading folders
 *
 * Returns: (transfer full) (nullable) (element-type EctopyRecordEntry): the recordings, in the order of
 *   @paths and of their names
 */
GPtrArray *
ectopy_record_set_find (char **paths, const char *list, const char *patients, GError **error);

/**
 * ectopy_record_list_matches:
 * @list: names of records between commas or spaces, each one of: a record's name, a pattern such as
 *   `8??` or `1*`, a list that Ectopy knows (`ds1`, `ds2`, `paced`: see ectopy_record_list_named()), `all`,
 *   or `@FILE` for a text file of such names; one with `!` before it takes out again what those before it
 *   took in, and a list that begins with one begins with all
 * @name: of a record
 * @matches: (out): whether the record is in the list
 * @error: return location; that of a file that cannot be read
 *
 * Returns: FALSE on failure
 */
gboolean
ectopy_record_list_matches (const char *list, const char *name, gboolean *matches, GError **error);

/**
 * ectopy_record_list_named:
 * @name: `ds1`, `ds2` or `paced`
 *
 * The records of the MIT-BIH Arrhythmia Database that the literature learns from (ds1) and judges by (ds2):
 * 22 each; the four of paced patients are in neither.
 *
 * Source: de Chazal, O'Dwyer and Reilly (2004).
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): names of records
 */
const char *const *ectopy_record_list_named (const char *name);

/* Whether a patient has records in both, as the lists ds1 and ds2 have one. */
gboolean ectopy_record_sets_share_patient (const GPtrArray *one, const GPtrArray *other);

/* (transfer full): their names between spaces. */
char *ectopy_record_set_names (const GPtrArray *records);

G_END_DECLS
