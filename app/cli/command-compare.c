/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"
#include "engine/core/error.h"
#include "engine/evaluate/ec57-report.h"
#include "engine/run/compare-records.h"

#include <glib/gi18n.h>
#include <string.h>

#define LONGEST_WINDOW_MS 2000

typedef struct {
  EctopyCli *cli;
  const EctopyCommand *command;
  char *reference;
  char *test;
  char *test_folder;
  char *map;
  char *from;
  double window_ms;
  double rate_hz;
  char *mismatches;
  EctopyEc57Options options;
} Compare;

static void
clear (Compare *args)
{
  g_free (args->reference);
  g_free (args->test);
  g_free (args->test_folder);
  g_free (args->map);
  g_free (args->from);
  g_free (args->mismatches);
}

static gboolean
check_options (Compare *args, int *status)
{
  const char *map = args->map;

  if (map != NULL && !g_str_equal (map, "literature") && !g_str_equal (map, "bxb"))
    *status = ectopy_cli_usage (args->command, _ ("--map: expected literature or bxb, found “%s”"),
                                map);
  else if (args->from != NULL && !ectopy_cli_parse_time (args->from, &args->options.from_s))
    *status = ectopy_cli_usage (args->command,
                                _ ("--from: expected a time such as 5:00, found “%s”"), args->from);
  else if (!(args->window_ms >= 0 && args->window_ms <= LONGEST_WINDOW_MS))
    *status = ectopy_cli_usage (args->command,
                                _ ("--window: expected 0 to %d milliseconds, found %g"),
                                LONGEST_WINDOW_MS, args->window_ms);
  else if (!(args->rate_hz >= 0 && args->rate_hz <= 1e9))
    *status = ectopy_cli_usage (args->command, _ ("--rate: expected samples a second, found %g"),
                                args->rate_hz);
  else {
    if (g_strcmp0 (map, "bxb") == 0)
      args->options.map = ECTOPY_EC57_MAP_BXB;
    /* 150 of them are the standard's, to the bit. */
    args->options.window_s = args->window_ms / 1000;
    return TRUE;
  }
  return FALSE;
}

/* Either two files, or records with the names of their annotators. */
static gboolean
check_files (Compare *args, int *status)
{
  char **files = args->cli->files;

  if (args->test != NULL)
    return TRUE;
  if (args->reference != NULL || args->test_folder != NULL)
    *status = ectopy_cli_usage (args->command,
                                _ ("--reference and --test-folder: expected --test ANNOTATOR too"));
  else if (g_strv_length (files) != 2)
    *status = ectopy_cli_usage (args->command,
                                _ ("expected REFERENCE TEST, or --test ANNOTATOR RECORD..."));
  else if (g_file_test (files[0], G_FILE_TEST_IS_DIR) || g_file_test (files[1], G_FILE_TEST_IS_DIR))
    *status = ectopy_cli_usage (
        args->command, _ ("with a folder, expected --test ANNOTATOR, and --test-folder FOLDER "
                          "where it is another"));
  else if (g_str_has_suffix (files[0], ".hea") || g_str_has_suffix (files[1], ".hea"))
    *status = ectopy_cli_usage (args->command, _ ("expected annotation files, found a header; of "
                                                  "records, say --test ANNOTATOR"));
  else
    return TRUE;
  return FALSE;
}

static GPtrArray *
list_pairs (const Compare *args, GError **error)
{
  char **files = args->cli->files;
  GPtrArray *pairs;

  if (args->test != NULL)
    return ectopy_compare_list (files, args->reference != NULL ? args->reference : "atr",
                                args->test, args->test_folder, error);
  pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) ectopy_compare_pair_free);
  g_ptr_array_add (pairs, ectopy_compare_pair_new (files[0], files[1]));
  return pairs;
}

/* (transfer full): of one record the file itself, of several NAME.ec57 in a folder. */
static char *
mismatches_path (const Compare *args, const EctopyComparePair *pair)
{
  g_autofree char *name = g_strconcat (pair->name, ".ec57", NULL);

  if (args->mismatches == NULL)
    return NULL;
  return g_file_test (args->mismatches, G_FILE_TEST_IS_DIR)
             ? g_build_filename (args->mismatches, name, NULL)
             : g_strdup (args->mismatches);
}

static gboolean
compare_one (const Compare *args, const EctopyComparePair *pair, GArray *records, GError **error)
{
  g_autofree char *mismatches = mismatches_path (args, pair);
  EctopyEc57Record record;

  if (g_cancellable_set_error_if_cancelled (args->cli->cancellable, error))
    return FALSE;
  if (!ectopy_compare_files (pair, &args->options, args->rate_hz, mismatches, &record, error)) {
    if (g_error_matches (*error, ECTOPY_ERROR, ECTOPY_ERROR_NEEDS_RATE)) {
      /* Translators: %s is a sentence that says what is not known. */
      char *message = g_strdup_printf (_ ("%s Tell it by --rate HZ."), (*error)->message);

      g_free ((*error)->message);
      (*error)->message = message;
    }
    return FALSE;
  }
  g_array_append_val (records, record);
  return TRUE;
}

static gboolean
run (const Compare *args, char **text, GError **error)
{
  g_autoptr (GPtrArray) pairs = list_pairs (args, error);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (EctopyEc57Record));
  const EctopyEc57Record *found;

  if (pairs == NULL)
    return FALSE;
  g_array_set_clear_func (records, (GDestroyNotify) ectopy_ec57_record_clear);
  if (pairs->len > 1 && args->mismatches != NULL &&
      !g_file_test (args->mismatches, G_FILE_TEST_IS_DIR)) {
    g_autofree char *name = g_filename_display_name (args->mismatches);

    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR,
                 _ ("%s: a folder was expected for the mismatches of several records."), name);
    return FALSE;
  }
  for (guint i = 0; i < pairs->len; i++) {
    ectopy_cli_progress (_ ("Comparing"), (double) i / pairs->len, args->cli);
    if (!compare_one (args, g_ptr_array_index (pairs, i), records, error))
      return FALSE;
  }
  found = (const EctopyEc57Record *) (gpointer) records->data;
  *text = args->cli->json ? ectopy_ec57_report_json (found, records->len, &args->options)
                          : ectopy_ec57_report_text (found, records->len, &args->options);
  return TRUE;
}

int
ectopy_command_compare (EctopyCli *cli, int argc, char **argv)
{
  Compare args = {
    .cli = cli,
    .command = ectopy_command_named ("compare"),
    .window_ms = 1000 * ECTOPY_EC57_WINDOW_S,
    .options = ECTOPY_EC57_STANDARD,
  };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "test", 0, 0, G_OPTION_ARG_STRING, &args.test,
      N_ ("The files are records, or folders of records; this annotator's annotations are judged"),
      N_ ("ANNOTATOR") },
    { "reference", 0, 0, G_OPTION_ARG_STRING, &args.reference,
      N_ ("Then, whose annotations are taken for true (default: atr)"), N_ ("ANNOTATOR") },
    { "test-folder", 0, 0, G_OPTION_ARG_FILENAME, &args.test_folder,
      N_ ("Then, where those that are judged are, if not beside the records"), N_ ("FOLDER") },
    { "map", 0, 0, G_OPTION_ARG_STRING, &args.map,
      N_ ("Class of the escape beats e, j and n: N as in the literature (the default), or S as bxb "
          "has it"),
      "literature|bxb" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &args.from, N_ ("Where counting begins (default: 5:00)"),
      N_ ("TIME") },
    { "window", 0, 0, G_OPTION_ARG_DOUBLE, &args.window_ms,
      N_ ("How far apart two marks of one beat may be (default: 150)"), "MS" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &args.rate_hz,
      N_ ("Samples a second, where there is no header that tells them"), "HZ" },
    { "mismatches", 0, 0, G_OPTION_ARG_FILENAME, &args.mismatches,
      N_ ("Writes annotations: a note such as Nv for each beat on which the two disagree; of "
          "several records into a folder"),
      N_ ("FILE.atr") },
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, args.command, argc, argv, entries, NULL, 1, G_MAXUINT, &status) &&
      check_options (&args, &status) && check_files (&args, &status))
    status = run (&args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  ectopy_cli_status (cli, NULL);
  clear (&args);
  return status;
}
