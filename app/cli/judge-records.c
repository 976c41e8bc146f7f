/* SPDX-License-Identifier: MIT */
#include "app/cli/judge-records.h"

#include "engine/run/evaluate-records.h"
#include "engine/run/record-set.h"

#include <glib/gi18n.h>

gboolean
ectopy_cli_are_recordings (char **files)
{
  return g_file_test (files[0], G_FILE_TEST_IS_DIR) ||
         (ectopy_recording_reader_probe (files[0]) != NULL && !g_str_has_suffix (files[0], ".csv"));
}

/* The first option of recordings that was given; NULL if none was. */
static const char *
first_given (const EctopyCliJudging *args)
{
  const struct {
    const char *value;
    const char *name;
  } options[] = {
    { args->list, "--records" },        { args->patients, "--patients" },
    { args->annotator, "--annotator" }, { args->positions_name, "--positions" },
    { args->map_name, "--map" },        { args->from, "--from" },
    { args->lead, "--lead" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].value != NULL)
      return options[i].name;
  return NULL;
}

gboolean
ectopy_cli_judging_check (EctopyCliJudging *args,
                          gboolean are_recordings,
                          const EctopyCommand *command,
                          int *status)
{
  const char *positions = args->positions_name != NULL ? args->positions_name : "reference";
  const char *map = args->map_name != NULL ? args->map_name : "literature";

  args->compare = ECTOPY_EC57_STANDARD;
  if (!are_recordings && first_given (args) != NULL) {
    /* Translators: %s is an option, such as --records. */
    *status = ectopy_cli_usage (command,
                                _ ("%s: expected annotated recordings, found a file of beats"),
                                first_given (args));
    return FALSE;
  }
  if (!g_str_equal (positions, "reference") && !g_str_equal (positions, "detected")) {
    *status = ectopy_cli_usage (
        command, _ ("--positions: expected reference or detected, found “%s”"), positions);
    return FALSE;
  }
  if (!g_str_equal (map, "literature") && !g_str_equal (map, "bxb")) {
    *status = ectopy_cli_usage (command, _ ("--map: expected literature or bxb, found “%s”"), map);
    return FALSE;
  }
  if (g_str_equal (positions, "detected"))
    args->positions = ECTOPY_POSITIONS_DETECTED;
  else
    args->compare.from_s = 0;
  if (g_str_equal (map, "bxb"))
    args->compare.map = ECTOPY_EC57_MAP_BXB;
  if (args->from != NULL && !ectopy_cli_parse_time (args->from, &args->compare.from_s)) {
    *status = ectopy_cli_usage (command, _ ("--from: expected a time such as 5:00, found “%s”"),
                                args->from);
    return FALSE;
  }
  return TRUE;
}

/* (transfer full): "22 records of mitdb (ds2)". In English everywhere: it goes into JSON and into the
 * card of the model. */
static char *
name_data (const EctopyCliJudging *args, char **files, const GPtrArray *records)
{
  const EctopyRecordEntry *first = g_ptr_array_index (records, 0);
  g_autofree char *absolute = g_canonicalize_filename (files[0], NULL);
  g_autofree char *folder = g_filename_display_basename (absolute);
  GString *name;

  if (records->len == 1)
    return g_strdup (first->name);
  name = g_string_new (NULL);
  g_string_printf (name, "%u records", records->len);
  if (files[1] == NULL)
    g_string_append_printf (name, " of %s", folder);
  if (args->list != NULL)
    g_string_append_printf (name, " (%s)", args->list);
  return g_string_free (name, FALSE);
}

EctopyEvaluation *
ectopy_cli_judge_records (const EctopyCliJudging *args,
                          EctopyCli *cli,
                          EctopyProtocol protocol,
                          EctopyModel *model,
                          EctopyWorkers *workers,
                          GError **error)
{
  const EctopyRecordingOptions options = { .annotator = args->annotator };
  g_autoptr (GPtrArray)
      records = ectopy_record_set_find (cli->files, args->list, args->patients, error);
  g_autoptr (EctopyRecordsResult) result = NULL;
  g_autofree char *name = NULL;
  EctopyRecordsToJudge what = {
    .records = records,
    .options = &options,
    .lead = args->lead,
    .positions = args->positions,
    .compare = args->compare,
    .patients_path = args->patients,
    .protocol = protocol,
  };

  if (records == NULL)
    return NULL;
  what.data_name = name = name_data (args, cli->files, records);
  result = ectopy_evaluate_records (&what, model, workers, ectopy_cli_progress, cli,
                                    cli->cancellable, error);
  return result != NULL ? g_object_ref (result->evaluation) : NULL;
}

void
ectopy_cli_judging_clear (EctopyCliJudging *args)
{
  g_free (args->list);
  g_free (args->patients);
  g_free (args->annotator);
  g_free (args->positions_name);
  g_free (args->map_name);
  g_free (args->from);
  g_free (args->lead);
}
