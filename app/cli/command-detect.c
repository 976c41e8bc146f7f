/* SPDX-License-Identifier: MIT */
#include "app/cli/recording-arg.h"
#include "engine/core/error.h"
#include "engine/run/detect.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  EctopyCli *cli;
  char *output;
  char *lead;
  EctopyCliRecording recording;
} Detect;

static size_t
count_unsure (const EctopyQrsResult *result)
{
  size_t n = 0;

  for (size_t k = 0; k < result->n_seconds; k++)
    n += result->is_unsure[k];
  return n;
}

static void
append_number (GString *text, const char *format, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

static char *
to_json (const EctopyQrsResult *result, const char *record, EctopyRecording *recording)
{
  GString *text = g_string_new ("{\"record\": ");
  g_autofree char *escaped = g_strescape (record, NULL);

  g_string_append_printf (text, "\"%s\", \"rate_hz\": ", escaped);
  append_number (text, "%.9g", ectopy_recording_get_rate_hz (recording));
  g_string_append_printf (text, ", \"n_beats\": %zu, \"unsure_s\": %zu, \"beats\": [",
                          result->n_beats, count_unsure (result));
  for (size_t i = 0; i < result->n_beats; i++) {
    g_string_append_printf (text, "%s{\"sample\": %zu, \"score\": ", i > 0 ? ",\n" : "",
                            result->beats[i].sample);
    append_number (text, "%.3f", (double) result->beats[i].score);
    g_string_append_printf (text, ", \"unsure\": %s}",
                            result->beats[i].is_unsure ? "true" : "false");
  }
  g_string_append (text, "]}\n");
  return g_string_free (text, FALSE);
}

/* For people: unlike in JSON, numbers are those of the locale. */
static char *
to_text (const EctopyQrsResult *result, const char *record, EctopyRecording *recording)
{
  const double rate = ectopy_recording_get_rate_hz (recording);
  const double minutes = (double) ectopy_recording_get_n_samples (recording) / rate / 60;
  const double per_minute = (double) result->n_beats / minutes;
  const size_t n_unsure = count_unsure (result);
  g_autofree char *line = NULL;

  if (n_unsure > 0)
    line = g_strdup_printf (
        /* Translators: %s is the name of a recording. */
        ngettext ("%s: %zu beats in %.1f min, %.0f a minute; %zu s cannot be analysed",
                  "%s: %zu beats in %.1f min, %.0f a minute; %zu s cannot be analysed",
                  result->n_beats),
        record, result->n_beats, minutes, per_minute, n_unsure);
  else
    line = g_strdup_printf (
        /* Translators: %s is the name of a recording. */
        ngettext ("%s: %zu beats in %.1f min, %.0f a minute",
                  "%s: %zu beats in %.1f min, %.0f a minute", result->n_beats),
        record, result->n_beats, minutes, per_minute);
  return g_strconcat (line, "\n", NULL);
}

static gboolean
run (const Detect *args, char **text, GError **error)
{
  EctopyCli *cli = args->cli;
  g_autoptr (EctopyRecording)
      recording = ectopy_cli_recording_read (cli, cli->files[0], &args->recording, "", error);
  g_autoptr (EctopyWorkers) workers = NULL;
  g_autoptr (EctopyQrsResult) result = NULL;
  g_autofree char *name = g_filename_display_basename (cli->files[0]);

  if (recording == NULL)
    return FALSE;
  for (const char *const *note = ectopy_recording_get_notes (recording); *note != NULL; note++)
    ectopy_cli_say (cli, "%s", *note);
  workers = ectopy_cli_workers (cli);
  result = ectopy_detect (recording, args->lead, workers, ectopy_cli_progress, cli,
                          cli->cancellable, error);
  if (result == NULL) {
    g_prefix_error (error, "%s: ", name);
    return FALSE;
  }
  if (args->output != NULL && !ectopy_detect_write (result, recording, args->output, error))
    return FALSE;
  *text = cli->json ? to_json (result, name, recording) : to_text (result, name, recording);
  return TRUE;
}

int
ectopy_command_detect (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("detect");
  Detect args = { .cli = cli };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &args.output,
      N_ ("Writes the beats: a table (.csv), EDF+ (.edf), or WFDB annotations (any other ending, "
          "such as "
          ".qrs)"),
      N_ ("FILE") },
    { "lead", 0, 0, G_OPTION_ARG_STRING, &args.lead,
      N_ ("Looks at this lead only, by name or by number from 0"), N_ ("LEAD") },
    ECTOPY_CLI_RECORDING_OPTIONS (args.recording),
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 1, 1, &status) &&
      ectopy_cli_recording_check (&args.recording, command, &status))
    status = run (&args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  ectopy_cli_status (cli, NULL);
  g_free (args.output);
  g_free (args.lead);
  ectopy_cli_recording_clear (&args.recording);
  return status;
}
