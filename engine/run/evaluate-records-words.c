/* SPDX-License-Identifier: MIT */
/* What evaluate-records.h says of how figures came about. */
#include "engine/evaluate/figure-text.h"
#include "engine/run/evaluate-records-private.h"
#include "engine/run/record-set.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Counting ---- */

void
ectopy_judging_tally_init (EctopyJudgingTally *tally)
{
  *tally = (EctopyJudgingTally){
    .annotators = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .leads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .paced = g_ptr_array_new_with_free_func (g_free),
  };
}

void
ectopy_judging_tally_clear (EctopyJudgingTally *tally)
{
  g_hash_table_unref (tally->annotators);
  g_hash_table_unref (tally->leads);
  g_ptr_array_unref (tally->paced);
}

void
ectopy_judging_tally_count (GHashTable *table, const char *text)
{
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (table, text));

  g_hash_table_replace (table, g_strdup (text), GUINT_TO_POINTER (n + 1));
}

/* (transfer full): the names between commas, those of several kinds with how many records. */
static char *
list_kinds (GHashTable *table)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) strcmp);
  GString *text = g_string_new (NULL);

  for (const GList *key = keys; key != NULL; key = key->next) {
    const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (table, key->data));

    const char *name =
        g_strcmp0 (key->data, ECTOPY_JUDGING_OF_THE_FILE) == 0
            /* Translators: stands in place of the name of annotations: those of the file. */
            ? _ ("of the file")
            : key->data;

    if (text->len > 0)
      g_string_append (text, ", ");
    if (keys->next == NULL)
      g_string_append (text, name);
    else
      /* Translators: a name, and how many records it is of. */
      g_string_append_printf (text, ngettext ("%s (%u record)", "%s (%u records)", n), name, n);
  }
  return g_string_free (text, FALSE);
}

static char *
join_names (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (names, i));
  return g_string_free (text, FALSE);
}

/* ---- How it was done ---- */

static void
tell_positions (EctopyJudgedRecords *judged, const EctopyJudgingTally *tally)
{
  g_autofree char *annotators = list_kinds (tally->annotators);
  g_autofree char *missed = ectopy_text_count (tally->n_missed);
  g_autofree char *extra = ectopy_text_count (tally->n_extra);

  if (judged->positions == ECTOPY_POSITIONS_REFERENCE) {
    ectopy_judged_records_say (
        judged,
        _ ("Positions: those of the reference annotations (%s), so no beat is "
           "missed or invented."),
        annotators);
    return;
  }
  ectopy_judged_records_say (judged,
                             _ ("Positions: found by Ectopy's detector, matched with the reference "
                                "annotations (%s) within %.0f ms after EC57."),
                             annotators, 1000 * judged->options.window_s);
  ectopy_judged_records_say (
      judged,
      _ ("Beats missed: %s; found where there is none: %s. These are in the comparison after EC57, "
         "not in the matrix nor in the figures by record."),
      missed, extra);
}

static void
tell_left_out (EctopyJudgedRecords *judged, const EctopyJudgingTally *tally)
{
  g_autofree char *early = ectopy_text_count (tally->n_early);
  g_autofree char *no_class = ectopy_text_count (tally->n_no_class);
  g_autofree char *flutter = ectopy_text_count (tally->n_flutter);
  const int from = (int) round (judged->options.from_s);

  if (from > 0)
    ectopy_judged_records_say (
        judged,
        /* Translators: minutes and seconds, and how many beats that were. */
        ngettext ("Learning period: the first %d:%02d of each record are left out (%s beat).",
                  "Learning period: the first %d:%02d of each record are left out (%s beats).",
                  tally->n_early),
        from / 60, from % 60, early);
  else
    ectopy_judged_records_say (judged, _ ("Learning period: none is left out."));
  if (tally->n_no_class > 0)
    ectopy_judged_records_say (
        judged,
        ngettext ("Left out besides: %s beat whose mark is of none of the five classes.",
                  "Left out besides: %s beats whose mark is of none of the five classes.",
                  tally->n_no_class),
        no_class);
  if (tally->n_flutter > 0)
    ectopy_judged_records_say (
        judged,
        ngettext ("Left out besides: %s beat found where the reference has ventricular flutter.",
                  "Left out besides: %s beats found where the reference has ventricular flutter.",
                  tally->n_flutter),
        flutter);
}

void
ectopy_judging_tell (EctopyJudgedRecords *judged, const EctopyJudgingTally *tally)
{
  g_autofree char *leads = list_kinds (tally->leads);
  g_autofree char *paced = join_names (tally->paced);

  tell_positions (judged, tally);
  ectopy_judged_records_say (
      judged,
      judged->options.map == ECTOPY_EC57_MAP_BXB
          ? _ ("Map: bxb; escape beats e, j and n are %c.")
          /* Translators: which marks are of which class is as the literature has it. */
          : _ ("Map: literature; escape beats e, j and n are %c."),
      ectopy_ec57_letter (ectopy_ec57_label (judged->options.map, ECTOPY_CODE_JUNCTIONAL_ESCAPE)));
  ectopy_judged_records_say (judged, _ ("Leads: %s."), leads);
  tell_left_out (judged, tally);
  if (tally->paced->len > 0)
    ectopy_judged_records_say (judged, _ ("Records with paced beats are in it: %s."), paced);
  else
    ectopy_judged_records_say (judged, _ ("Records with paced beats: none is in it."));
}

/* ---- Whose records they are ---- */

/* Returns: (transfer full) (nullable): the names in a line of a model's card such as
 * "22 records: 101 106 ..."; NULL where it is none of records. */
static char **
names_in_card (EctopyModel *model, const char *key)
{
  const char *line = ectopy_model_get_card (model, key);
  char *end = NULL;
  g_autofree char *rest = NULL;

  if (line == NULL || !g_ascii_isdigit (line[0]))
    return NULL;
  strtoul (line, &end, 10);
  if (!g_str_has_prefix (end, " records:"))
    return NULL;
  rest = g_strstrip (g_strdup (end + strlen (" records:")));
  return g_strsplit (rest, " ", -1);
}

/* Sorts the records judged into those among @names and those of a patient of theirs. */
static void
find_known (const EctopyRecordsToJudge *what,
            char **names,
            GHashTable *patients,
            GPtrArray *same,
            GPtrArray *of_patient)
{
  for (guint i = 0; i < what->records->len; i++) {
    const EctopyRecordEntry *entry = g_ptr_array_index (what->records, i);
    gboolean is_of_patient = FALSE;

    if (g_strv_contains ((const char *const *) names, entry->name)) {
      g_ptr_array_add (same, g_strdup (entry->name));
      continue;
    }
    for (char **name = names; *name != NULL && !is_of_patient; name++)
      is_of_patient = g_str_equal (ectopy_record_patients_find (patients, *name), entry->patient);
    if (is_of_patient)
      g_ptr_array_add (of_patient, g_strdup (entry->name));
  }
}

static gboolean
are_201_and_202 (const EctopyRecordsToJudge *what, char **names)
{
  static const char *const pair[] = { "201", "202" };

  for (guint i = 0; i < what->records->len; i++) {
    const EctopyRecordEntry *entry = g_ptr_array_index (what->records, i);

    for (guint k = 0; k < 2; k++)
      if (g_str_equal (entry->name, pair[k]) && g_str_equal (entry->patient, "201") &&
          g_strv_contains ((const char *const *) names, pair[1 - k]))
        return TRUE;
  }
  return FALSE;
}

/* Says which are known, in a sentence for one or for several. Returns: how many. */
static guint
tell_known (EctopyJudgedRecords *judged, GPtrArray *names, const char *one, const char *several)
{
  g_autofree char *text = join_names (names);

  if (names->len > 0)
    ectopy_judged_records_say (judged, names->len == 1 ? one : several, text);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (judged->learned, g_strdup (g_ptr_array_index (names, i)));
  return names->len;
}

static EctopyProtocol
tell_learned (EctopyJudgedRecords *judged,
              const EctopyRecordsToJudge *what,
              char **names,
              GHashTable *patients)
{
  g_autoptr (GPtrArray) same = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) of_patient = g_ptr_array_new_with_free_func (g_free);
  guint n_known;

  find_known (what, names, patients, same, of_patient);
  n_known = tell_known (judged, same, _ ("Record %s was learned from."),
                        _ ("Records that were learned from: %s."));
  n_known += tell_known (judged, of_patient, _ ("Record %s is of a patient who was learned from."),
                         _ ("Records of patients who were learned from: %s."));
  if (are_201_and_202 (what, names))
    ectopy_judged_records_say (
        judged, _ ("Records 201 (in ds1) and 202 (in ds2) are of the same patient."));
  if (n_known > 0)
    return ECTOPY_PROTOCOL_MIXED;
  ectopy_judged_records_say (
      judged,
      ngettext ("The model learned from %u record, none of a patient judged here.",
                "The model learned from %u records, none of a patient judged here.",
                g_strv_length (names)),
      g_strv_length (names));
  return ECTOPY_PROTOCOL_PATIENT_WISE;
}

/* Validation records chose the epoch and the temperature: they are not new either. */
static EctopyProtocol
tell_validation (EctopyJudgedRecords *judged,
                 const EctopyRecordsToJudge *what,
                 char **names,
                 GHashTable *patients)
{
  g_autoptr (GPtrArray) same = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) of_patient = g_ptr_array_new_with_free_func (g_free);
  guint n_known;

  find_known (what, names, patients, same, of_patient);
  n_known = tell_known (judged, same, _ ("Record %s was validated by while learning."),
                        _ ("Records that were validated by while learning: %s."));
  n_known += tell_known (judged, of_patient,
                         _ ("Record %s is of a patient who was validated by while learning."),
                         _ ("Records of patients who were validated by while learning: %s."));
  return n_known > 0 ? ECTOPY_PROTOCOL_MIXED : ECTOPY_PROTOCOL_PATIENT_WISE;
}

gboolean
ectopy_judging_tell_patients (EctopyJudgedRecords *judged,
                              const EctopyRecordsToJudge *what,
                              EctopyModel *model,
                              EctopyProtocol *protocol,
                              GError **error)
{
  const gboolean is_adapted = ectopy_model_get_card (model, "adapted-on") != NULL;
  const char *data_key = is_adapted ? "original-training-data" : "training-data";
  g_auto (GStrv) learned = names_in_card (model, data_key);
  g_auto (GStrv) validated = names_in_card (model, is_adapted ? "original-validation-data"
                                                              : "validation-data");
  g_autoptr (GHashTable) patients = NULL;

  if (is_adapted)
    ectopy_judged_records_say (
        judged,
        _ ("The model was adapted to one recording by beats that a person looked at in it: on "
           "that patient its figures are never patient-wise ones."));
  *protocol = is_adapted ? ECTOPY_PROTOCOL_UNKNOWN : what->protocol;
  if (learned == NULL) {
    const char *data = ectopy_model_get_card (model, data_key);

    if (data != NULL)
      ectopy_judged_records_say (
          judged,
          /* Translators: what the model's card says of the data it was trained on. */
          _ ("The model learned from “%s”: its card names no records, so that these patients may "
             "be among those it learned from."),
          data);
    else
      ectopy_judged_records_say (
          judged, _ ("The model learned from data it does not name: its card names no records, so "
                     "that these patients may be among those it learned from."));
    return TRUE;
  }
  if (what->patients_path != NULL) {
    patients = ectopy_record_patients_read (what->patients_path, error);
    if (patients == NULL)
      return FALSE;
  }
  *protocol = tell_learned (judged, what, learned, patients);
  if (validated != NULL &&
      tell_validation (judged, what, validated, patients) == ECTOPY_PROTOCOL_MIXED)
    *protocol = ECTOPY_PROTOCOL_MIXED;
  /* Its card does not say which recording it was adapted to. */
  if (is_adapted && *protocol == ECTOPY_PROTOCOL_PATIENT_WISE)
    *protocol = ECTOPY_PROTOCOL_UNKNOWN;
  return TRUE;
}
