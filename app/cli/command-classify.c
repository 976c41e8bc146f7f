/* SPDX-License-Identifier: MIT */
#include "app/cli/model-arg.h"
#include "app/cli/recording-arg.h"
#include "engine/core/atomic-file.h"
#include "engine/run/classify-recording.h"

#include <string.h>

typedef struct {
  EctopyCli *cli;
  char *model_path;
  char *beats;
  char *lead;
  char *output;
  EctopyCliRecording recording;
} Classify;

static gboolean
run (const Classify *args, char **text, GError **error)
{
  EctopyCli *cli = args->cli;
  g_autofree char *name = g_filename_display_basename (cli->files[0]);
  g_autoptr (EctopyModel) model = ectopy_cli_load_model (args->model_path, error);
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (EctopyWorkers) workers = NULL;
  g_autoptr (EctopyRecordingClasses) classes = NULL;

  if (model == NULL)
    return FALSE;
  recording = ectopy_cli_recording_read (cli, cli->files[0], &args->recording,
                                         args->beats != NULL ? args->beats : "", error);
  if (recording == NULL)
    return FALSE;
  for (const char *const *note = ectopy_recording_get_notes (recording); *note != NULL; note++)
    ectopy_cli_say (cli, "%s", *note);
  workers = ectopy_cli_workers (cli);
  classes = ectopy_classify_recording (recording, model, args->lead, args->beats != NULL, workers,
                                       ectopy_cli_progress, cli, cli->cancellable, error);
  if (classes == NULL) {
    g_prefix_error (error, "%s: ", name);
    return FALSE;
  }
  if (args->output != NULL && g_str_has_suffix (args->output, ".json")) {
    g_autofree char *json = ectopy_recording_classes_to_json (classes, recording, model, name);

    if (!ectopy_atomic_write (args->output, json, strlen (json), error))
      return FALSE;
  } else if (args->output != NULL &&
             !ectopy_recording_classes_write (classes, recording, args->output, error)) {
    return FALSE;
  }
  *text = cli->json ? ectopy_recording_classes_to_json (classes, recording, model, name)
                    : ectopy_recording_classes_to_text (classes, recording, model, name);
  return TRUE;
}

int
ectopy_command_classify (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("classify");
  Classify args = { .cli = cli };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &args.model_path,
      "The model (default: the one that comes with Ectopy)", "MODEL" },
    { "beats", 0, 0, G_OPTION_ARG_STRING, &args.beats,
      "Takes the beats of this annotator, such as atr, instead of finding them", "NAME" },
    { "lead", 0, 0, G_OPTION_ARG_STRING, &args.lead,
      "The lead to cut, by name or by number from 0 (default: MLII or II, else the first)",
      "LEAD" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &args.output,
      "Writes the beats: .csv, .json, .edf (EDF+ with the recording), or WFDB annotations (any "
      "other "
      "ending)",
      "FILE" },
    ECTOPY_CLI_RECORDING_OPTIONS (args.recording),
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 1, 1, &status) &&
      ectopy_cli_recording_check (&args.recording, command, &status))
    status = run (&args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  ectopy_cli_status (cli, NULL);
  g_free (args.model_path);
  g_free (args.beats);
  g_free (args.lead);
  g_free (args.output);
  ectopy_cli_recording_clear (&args.recording);
  return status;
}
