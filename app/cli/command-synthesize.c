/* SPDX-License-Identifier: MIT */
#include "app/cli/class-counts.h"
#include "app/cli/command.h"
#include "engine/core/error.h"
#include "engine/io/beat-csv.h"
#include "engine/io/wfdb-write.h"
#include "engine/signal/synthesize.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define DEFAULT_BEATS 1000

/* The files of a record. */
static const char *const suffixes[] = { ".hea", ".dat", ".atr" };

typedef struct {
  EctopyCli *cli;
  char *output;
  char *beats;
  double hours;
  double minutes;
  double rate_hz;

  size_t n_beats;
  gboolean is_csv;
  EctopySynthesizeSettings settings;
} Synthesize;

/* ---- What was made ---- */

typedef struct {
  const char *kind; /* "beats" or "recording" */
  size_t counts[ECTOPY_N_CLASSES];
  char *line; /* for people */
  GPtrArray *files;
} Made;

static void
made_clear (Made *made)
{
  g_free (made->line);
  g_clear_pointer (&made->files, g_ptr_array_unref);
}

static char *
made_json (const Made *made, const Synthesize *args)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, made->kind);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < made->files->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (made->files, i));
  json_builder_end_array (builder);
  if (!args->is_csv) {
    json_builder_set_member_name (builder, "rate_hz");
    json_builder_add_double_value (builder, args->settings.rate_hz);
    json_builder_set_member_name (builder, "duration_s");
    json_builder_add_double_value (builder, args->settings.duration_s);
  }
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_object (builder);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    json_builder_set_member_name (builder, (char[2]){ ectopy_beat_class_letter (c), '\0' });
    json_builder_add_int_value (builder, (gint64) made->counts[c]);
  }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_strconcat (text, "\n", NULL);
}

static char *
made_text (const Made *made)
{
  GString *text = g_string_new (made->line);

  for (guint i = 0; i < made->files->len; i++)
    g_string_append_printf (text, "\n%s", (const char *) g_ptr_array_index (made->files, i));
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

/* ---- Making it ---- */

static gboolean
make_beats (const Synthesize *args, Made *made, GError **error)
{
  g_autoptr (EctopyDataset)
      dataset = ectopy_synthesize_beats (&args->settings, args->n_beats, ectopy_cli_progress,
                                         args->cli, args->cli->cancellable, error);
  g_autofree char *classes = NULL;
  size_t n;

  if (dataset == NULL || !ectopy_beat_csv_write (dataset, args->output, error))
    return FALSE;
  made->kind = "beats";
  ectopy_dataset_count_classes (dataset, made->counts);
  classes = ectopy_cli_class_counts (made->counts);
  n = ectopy_dataset_get_n_rows (dataset);
  /* Translators: %s are classes with their counts, "N 120 S 3 V 8 F 0 Q 0". */
  made->line = g_strdup_printf (
      ngettext ("%zu made-up beats of %zu samples: %s", "%zu made-up beats of %zu samples: %s", n),
      n, ectopy_dataset_get_length (dataset), classes);
  g_ptr_array_add (made->files, g_strdup (args->output));
  return TRUE;
}

/* The record's name: the output without the suffix of one of its files. */
static char *
record_path (const char *output)
{

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (output, suffixes[i]))
      return g_strndup (output, strlen (output) - strlen (suffixes[i]));
  return g_strdup (output);
}

static gboolean
make_recording (const Synthesize *args, Made *made, GError **error)
{
  g_autofree char *record = record_path (args->output);
  g_autoptr (EctopyRecording) recording = ectopy_synthesize_recording (
      &args->settings, ectopy_cli_progress, args->cli, args->cli->cancellable, error);
  g_autofree char *duration = ectopy_cli_duration (args->settings.duration_s);
  g_autofree char *classes = NULL;

  if (recording == NULL || !ectopy_wfdb_write (recording, record, ectopy_cli_progress, args->cli,
                                               args->cli->cancellable, error))
    return FALSE;
  made->kind = "recording";
  ectopy_recording_count_classes (recording, made->counts);
  classes = ectopy_cli_class_counts (made->counts);
  /* Translators: how long, "30 min 0 s", and classes with their counts, "N 120 S 3 V 8 F 0 Q 0". */
  made->line = g_strdup_printf (_ ("%s made up at %g Hz, beats: %s"), duration,
                                args->settings.rate_hz, classes);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    g_ptr_array_add (made->files, g_strconcat (record, suffixes[i], NULL));
  return TRUE;
}

static gboolean
run (const Synthesize *args, char **text, GError **error)
{
  Made made = { .files = g_ptr_array_new_with_free_func (g_free) };
  g_autofree char *folder = g_path_get_dirname (args->output);
  gboolean is_made = FALSE;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _ ("%s: there is no folder “%s”"),
                 args->output, folder);
  else
    is_made = args->is_csv ? make_beats (args, &made, error) : make_recording (args, &made, error);
  if (is_made)
    *text = args->cli->json ? made_json (&made, args) : made_text (&made);
  made_clear (&made);
  return is_made;
}

/* ---- What is asked for ---- */

/* Returns: (nullable): what is wrong with the options. */
static const char *
settle (Synthesize *args)
{
  guint64 n_beats = DEFAULT_BEATS;

  if (args->output == NULL)
    return _ ("expected --output FILE");
  args->is_csv = g_str_has_suffix (args->output, ".csv");
  if (args->is_csv && (!isnan (args->hours) || !isnan (args->minutes) || !isnan (args->rate_hz)))
    return _ ("--hours, --minutes and --rate are for recordings; a .csv takes --beats");
  if (!args->is_csv && args->beats != NULL)
    return _ ("--beats is for a .csv; recordings take --hours or --minutes");
  if (!isnan (args->hours) && !isnan (args->minutes))
    return _ ("--hours or --minutes, not both");
  if (args->beats != NULL &&
      !g_ascii_string_to_unsigned (args->beats, 10, 1, 10000000, &n_beats, NULL))
    return _ ("--beats: expected a whole number from 1 to 10000000");

  ectopy_synthesize_settings_init (&args->settings);
  args->n_beats = (size_t) n_beats;
  args->settings.seed = args->cli->seed;
  if (!isnan (args->hours))
    args->settings.duration_s = 3600 * args->hours;
  if (!isnan (args->minutes))
    args->settings.duration_s = 60 * args->minutes;
  if (!isnan (args->rate_hz))
    args->settings.rate_hz = args->rate_hz;
  if (!(args->settings.duration_s > 0 && args->settings.rate_hz > 0))
    return _ ("--hours, --minutes and --rate: expected numbers above 0");
  return NULL;
}

int
ectopy_command_synthesize (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("synthesize");
  Synthesize args = { .cli = cli, .hours = NAN, .minutes = NAN, .rate_hz = NAN };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &args.output,
      N_ ("What to write: beats (.csv), or a WFDB record of that name"), N_ ("FILE") },
    { "beats", 0, 0, G_OPTION_ARG_STRING, &args.beats, N_ ("Beats of a .csv (default: 1000)"),
      "N" },
    { "hours", 0, 0, G_OPTION_ARG_DOUBLE, &args.hours, N_ ("Length of a recording"), "H" },
    { "minutes", 0, 0, G_OPTION_ARG_DOUBLE, &args.minutes,
      N_ ("Length of a recording (default: 30 minutes)"), "M" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &args.rate_hz,
      N_ ("Samples a second of a recording (default: 360)"), "HZ" },
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 0, 0, &status)) {
    const char *wrong = settle (&args);

    if (wrong != NULL)
      status = ectopy_cli_usage (command, "%s", wrong);
    else
      status = run (&args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  }
  ectopy_cli_status (cli, NULL);
  g_free (args.output);
  g_free (args.beats);
  return status;
}
