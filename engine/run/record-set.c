/* SPDX-License-Identifier: MIT */
#include "engine/run/record-set.h"

#include "engine/core/error.h"
#include "engine/core/input-file.h"
#include "engine/io/recording-folder.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PATIENTS 16777216 /* bytes */

void
ectopy_record_entry_free (EctopyRecordEntry *entry)
{
  g_free (entry->name);
  g_free (entry->path);
  g_free (entry->patient);
  g_free (entry);
}

/* ---- Patients ---- */

/* Records of one person, by name of the database's directory. Source: Moody and Mark, MIT-BIH
 * Arrhythmia Database Directory: records 201 and 202. */
static const char *
known_patient (const char *name)
{
  return g_str_equal (name, "202") ? "201" : name;
}

GHashTable *
ectopy_record_patients_read (const char *path, GError **error)
{
  g_autoptr (GHashTable) patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *shown = g_filename_display_basename (path);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  text = ectopy_input_file_read_text (path, MAX_PATIENTS, error);
  if (text == NULL)
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) fields = g_strsplit (g_strstrip (lines[i]), ",", -1);

    if (lines[i][0] == '\0' || lines[i][0] == '#' || (i == 0 && g_str_equal (fields[0], "record")))
      continue;
    if (g_strv_length (fields) != 2 || g_strstrip (fields[0])[0] == '\0' ||
        g_strstrip (fields[1])[0] == '\0') {
      g_autofree char *found = ectopy_error_quote (lines[i]);

      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                   _ ("%s: line %u: expected “record,patient”, found “%s”"), shown, i + 1, found);
      return NULL;
    }
    g_hash_table_replace (patients, g_strdup (fields[0]), g_strdup (fields[1]));
  }
  return g_steal_pointer (&patients);
}

const char *
ectopy_record_patients_find (GHashTable *patients, const char *name)
{
  const char *patient = patients != NULL ? g_hash_table_lookup (patients, name) : NULL;

  return patient != NULL ? patient : known_patient (name);
}

/* ---- Which records ---- */

typedef struct {
  GPtrArray *entries;
  GHashTable *names; /* of those taken; lent */
  GHashTable *patients;
} Finder;

static gboolean
take (Finder *finder, const char *path, GError **error)
{
  g_autoptr (EctopyRecordEntry) entry = g_new0 (EctopyRecordEntry, 1);
  char *dot;

  entry->path = g_strdup (path);
  entry->name = g_filename_display_basename (path);
  dot = strrchr (entry->name, '.');
  if (dot != NULL && dot != entry->name)
    *dot = '\0';
  if (g_hash_table_contains (finder->names, entry->name)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("the record “%s” is there twice: records are told apart by their names"),
                 entry->name);
    return FALSE;
  }
  entry->patient = g_strdup (ectopy_record_patients_find (finder->patients, entry->name));
  g_hash_table_add (finder->names, entry->name);
  g_ptr_array_add (finder->entries, g_steal_pointer (&entry));
  return TRUE;
}

static gboolean
take_folder (Finder *finder, const char *path, const char *list, GError **error)
{
  g_auto (GStrv) paths = ectopy_recording_folder_list (path, error);

  if (paths == NULL)
    return FALSE;
  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *name = g_filename_display_basename (paths[i]);
    char *dot = strrchr (name, '.');
    gboolean matches = TRUE;

    if (dot != NULL && dot != name)
      *dot = '\0';
    if (list != NULL && !ectopy_record_list_matches (list, name, &matches, error))
      return FALSE;
    if (matches && !take (finder, paths[i], error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
ectopy_record_set_find (char **paths, const char *list, const char *patients, GError **error)
{
  g_autoptr (GPtrArray)
      entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ectopy_record_entry_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) of_table = NULL;
  Finder finder = { .entries = entries, .names = names };

  if (patients != NULL) {
    of_table = finder.patients = ectopy_record_patients_read (patients, error);
    if (of_table == NULL)
      return NULL;
  }
  for (guint i = 0; paths[i] != NULL; i++) {
    const gboolean is_folder = g_file_test (paths[i], G_FILE_TEST_IS_DIR);

    if (is_folder ? !take_folder (&finder, paths[i], list, error)
                  : !take (&finder, paths[i], error))
      return NULL;
  }
  if (entries->len == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY, _ ("no record is in the list “%s”"),
                 list != NULL ? list : "");
    return NULL;
  }
  return g_steal_pointer (&entries);
}

/* ---- What is said of them ---- */

gboolean
ectopy_record_sets_share_patient (const GPtrArray *one, const GPtrArray *other)
{
  for (guint i = 0; i < one->len; i++) {
    const EctopyRecordEntry *a = g_ptr_array_index (one, i);

    for (guint k = 0; k < other->len; k++) {
      const EctopyRecordEntry *b = g_ptr_array_index (other, k);

      if (g_str_equal (a->patient, b->patient))
        return TRUE;
    }
  }
  return FALSE;
}

char *
ectopy_record_set_names (const GPtrArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++) {
    const EctopyRecordEntry *entry = g_ptr_array_index (records, i);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", entry->name);
  }
  return g_string_free (text, FALSE);
}
