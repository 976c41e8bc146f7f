/* SPDX-License-Identifier: MIT */
#include "app/cli/recording-arg.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <string.h>

gboolean
ectopy_cli_recording_check (const EctopyCliRecording *args,
                            const EctopyCommand *command,
                            int *status)
{
  static const char *const units[] = { "mV", "uV", "V", N_ ("adu"), NULL };

  if (!(args->rate_hz >= 0 && args->rate_hz <= 1e9)) {
    *status = ectopy_cli_usage (command, _ ("--rate: expected samples a second, found %g"),
                                args->rate_hz);
    return FALSE;
  }
  if (args->unit != NULL && !g_strv_contains (units, args->unit)) {
    *status = ectopy_cli_usage (command, _ ("--unit: expected mV, uV, V or adu, found “%s”"),
                                args->unit);
    return FALSE;
  }
  if (!(args->adu_per_mv >= 0 && args->adu_per_mv <= 1e9)) {
    *status = ectopy_cli_usage (command, _ ("--gain: expected integers a millivolt, found %g"),
                                args->adu_per_mv);
    return FALSE;
  }
  return TRUE;
}

void
ectopy_cli_recording_clear (EctopyCliRecording *args)
{
  g_clear_pointer (&args->unit, g_free);
}

EctopyRecordingOptions
ectopy_cli_recording_options (const EctopyCliRecording *args, const char *annotator)
{
  return (EctopyRecordingOptions){ .annotator = annotator,
                                   .rate_hz = args->rate_hz,
                                   .unit = args->unit,
                                   .adu_per_mv = args->adu_per_mv };
}

void
ectopy_cli_recording_name_option (GError **error)
{
  char *message = NULL;

  if (error == NULL || *error == NULL)
    return;
  if (g_error_matches (*error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_RATE))
    /* Translators: %s is a sentence that says what is not known. */
    message = g_strdup_printf (_ ("%s Tell it by --rate HZ."), (*error)->message);
  else if (g_error_matches (*error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_UNIT))
    /* Translators: %s is a sentence that says what is not known. */
    message = g_strdup_printf (
        _ ("%s Tell it by --unit mV|uV|V|adu, with adu also --gain STEPS_PER_MV."),
        (*error)->message);
  if (message != NULL) {
    g_free ((*error)->message);
    (*error)->message = message;
  }
}

EctopyRecording *
ectopy_cli_recording_read (EctopyCli *cli,
                           const char *path,
                           const EctopyCliRecording *args,
                           const char *annotator,
                           GError **error)
{
  const EctopyRecordingOptions options = ectopy_cli_recording_options (args, annotator);
  EctopyRecording *recording = ectopy_recording_reader_read (path, &options, ectopy_cli_progress,
                                                             cli, cli->cancellable, error);

  if (recording == NULL)
    ectopy_cli_recording_name_option (error);
  return recording;
}
