/* SPDX-License-Identifier: MIT */
#include "app/cli/class-counts.h"
#include "app/cli/recording-arg.h"
#include "engine/core/atomic-file.h"
#include "engine/io/beat-csv.h"
#include "engine/run/cut-records.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  EctopyCli *cli;
  char *output;
  char *annotator;
  char *lead;
  EctopyCliRecording recording;
} Cut;

/* (transfer full): "beats_index.csv" for "beats.csv". */
static char *
index_path (const char *output)
{
  const size_t length = strlen (output) - (g_str_has_suffix (output, ".csv") ? 4 : 0);

  return g_strdup_printf ("%.*s_index.csv", (int) length, output);
}

static char *
describe (const Cut *args, EctopyDataset *dataset, const char *index)
{
  const guint n_records = g_strv_length (args->cli->files);
  g_autofree char *classes = NULL;
  GString *text = g_string_new (NULL);
  size_t counts[ECTOPY_N_CLASSES];

  ectopy_dataset_count_classes (dataset, counts);
  if (args->cli->json) {
    g_string_append_printf (text, "{\"beats\": %zu, \"classes\": {",
                            ectopy_dataset_get_n_rows (dataset));
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      g_string_append_printf (text, "%s\"%c\": %zu", c > 0 ? ", " : "",
                              ectopy_beat_class_letter (c), counts[c]);
    g_string_append (text, "}}\n");
    return g_string_free (text, FALSE);
  }
  classes = ectopy_cli_class_counts (counts);
  /* Translators: %s are classes with their counts, "N 120 S 3 V 8 F 0 Q 0". */
  g_string_append_printf (
      text, ngettext ("%zu beats of %u records: %s", "%zu beats of %u records: %s", n_records),
      ectopy_dataset_get_n_rows (dataset), n_records, classes);
  g_string_append_printf (text, "\n%s\n%s\n", args->output, index);
  return g_string_free (text, FALSE);
}

/* The index takes its name first: where there are beats there is their index. */
static gboolean
write_files (const Cut *args,
             EctopyDataset *dataset,
             const char *index,
             const char *table,
             GError **error)
{
  g_autoptr (EctopyAtomicFile) rows = ectopy_atomic_file_open (index, error);
  EctopyAtomicFile *beats;

  if (rows == NULL || !ectopy_atomic_file_write (rows, table, strlen (table), error) ||
      (beats = ectopy_beat_csv_write_aside (dataset, args->output, error)) == NULL)
    return FALSE;
  return ectopy_atomic_file_commit_all ((EctopyAtomicFile *[]){ g_steal_pointer (&rows), beats }, 2,
                                        error);
}

static gboolean
run (const Cut *args, char **text, GError **error)
{
  EctopyCli *cli = args->cli;
  const EctopyRecordingOptions options = ectopy_cli_recording_options (&args->recording,
                                                                       args->annotator);
  g_autoptr (GArray) rows = NULL;
  g_autoptr (EctopyDataset) dataset = ectopy_cut_records (
      cli->files, &options, args->lead, &rows, ectopy_cli_progress, cli, cli->cancellable, error);
  g_autofree char *index = NULL;
  g_autofree char *table = NULL;

  if (dataset == NULL) {
    ectopy_cli_recording_name_option (error);
    return FALSE;
  }
  index = index_path (args->output);
  table = ectopy_cut_records_index (cli->files, rows);
  if (!write_files (args, dataset, index, table, error))
    return FALSE;
  *text = describe (args, dataset, index);
  return TRUE;
}

int
ectopy_command_cut (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("cut");
  Cut args = { .cli = cli };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &args.output,
      N_ ("The beats to write; their index is written beside it"), N_ ("FILE.csv") },
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &args.annotator,
      N_ ("Whose annotations (default: atr)"), N_ ("NAME") },
    { "lead", 0, 0, G_OPTION_ARG_STRING, &args.lead,
      N_ ("Which lead of each record, by name or by number from 0 (default: the first)"),
      N_ ("LEAD") },
    ECTOPY_CLI_RECORDING_OPTIONS (args.recording),
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 1, G_MAXUINT, &status) &&
      ectopy_cli_recording_check (&args.recording, command, &status)) {
    if (args.output == NULL)
      status = ectopy_cli_usage (command, _ ("expected --output FILE.csv"));
    else
      status = run (&args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  }
  ectopy_cli_status (cli, NULL);
  g_free (args.output);
  g_free (args.annotator);
  g_free (args.lead);
  ectopy_cli_recording_clear (&args.recording);
  return status;
}
