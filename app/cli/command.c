/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "config.h"
#include "engine/core/error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gboolean
seed_cb (const char *option, const char *value, gpointer data, GError **error)
{
  EctopyCli *cli = data;

  cli->has_seed = TRUE;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &cli->seed, NULL))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--seed: expected a whole number, not negative, found “%s”"), value);
  return FALSE;
}

/* The arguments of a command, which is shown as part of the program's name. */
static gboolean
parse (GOptionContext *context, const EctopyCommand *command, int *argc, char ***argv, int *status)
{
  g_autofree char *name = g_strdup_printf ("ectopy-cli %s", command->name);
  g_autoptr (GError) error = NULL;

  g_set_prgname (name);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  *status = ectopy_cli_usage (command, "%s", error->message);
  return FALSE;
}

/* Whether what was asked for goes together; else @status. */
static gboolean
check (const EctopyCli *cli,
       const EctopyCommand *command,
       guint n_files,
       guint min_files,
       guint max_files,
       int *status)
{
  if (n_files < min_files || n_files > max_files) {
    *status = ectopy_cli_usage (command,
                                /* Translators: %s are the arguments of a command, such as FILE. */
                                n_files < min_files ? _ ("expected %s")
                                                    : _ ("too many files: expected %s"),
                                _ (command->arguments));
    return FALSE;
  }
  if (cli->threads < 0 || cli->threads > 1024) {
    *status = ectopy_cli_usage (command, _ ("--threads: expected 0 to 1024, found %d"),
                                cli->threads);
    return FALSE;
  }
  return TRUE;
}

gboolean
ectopy_cli_parse (EctopyCli *cli,
                  const EctopyCommand *command,
                  int argc,
                  char **argv,
                  const GOptionEntry *entries,
                  gpointer group_data,
                  guint min_files,
                  guint max_files,
                  int *status)
{
  g_auto (GStrv) files = NULL;
  gboolean help = FALSE;
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("One JSON object instead of text"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &cli->quiet, N_ ("No progress"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &cli->threads, N_ ("Threads (default: all processors)"),
      "N" },
    { "seed", 0, 0, G_OPTION_ARG_CALLBACK, seed_cb, N_ ("Where chance begins (default: 42)"), "N" },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Shows this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, command->arguments },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *main_group = g_option_group_new (NULL, NULL, NULL, cli, NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_group_set_translation_domain (main_group, GETTEXT_PACKAGE);
  g_option_group_add_entries (main_group, common);
  g_option_context_set_main_group (context, main_group);
  if (entries != NULL) {
    GOptionGroup *group = g_option_group_new ("command", _ ("Options of this command:"),
                                              _ ("Options of this command"), group_data, NULL);

    g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
    g_option_group_add_entries (group, entries);
    g_option_context_add_group (context, group);
  }
  if (!parse (context, command, &argc, &argv, status))
    return FALSE;
  if (help) {
    g_autofree char *text = g_option_context_get_help (context, FALSE, NULL);

    *status = ectopy_cli_print (text);
    return FALSE;
  }
  if (!check (cli, command, files != NULL ? g_strv_length (files) : 0, min_files, max_files,
              status))
    return FALSE;
  cli->files = files != NULL ? g_steal_pointer (&files) : g_new0 (char *, 1);
  return TRUE;
}

EctopyWorkers *
ectopy_cli_workers (const EctopyCli *cli)
{
  return ectopy_workers_new ((guint) cli->threads);
}

int
ectopy_cli_fail (GError *error)
{
  const gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!cancelled)
    fprintf (stderr, "ectopy-cli: %s\n", error->message);
  g_error_free (error);
  return cancelled ? ECTOPY_EXIT_INTERRUPTED : ECTOPY_EXIT_FAILED;
}

int
ectopy_cli_usage (const EctopyCommand *command, const char *format, ...)
{
  va_list args;
  g_autofree char *what = NULL;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "ectopy-cli: %s: %s\n", command->name, what);
  /* Translators: %s is the name of a command. */
  fprintf (stderr, _ ("Try: ectopy-cli %s --help"), command->name);
  fputc ('\n', stderr);
  return ECTOPY_EXIT_USAGE;
}

void
ectopy_cli_status (const EctopyCli *cli, const char *text)
{
  static gboolean shown = FALSE;

  if (cli->quiet || !isatty (STDERR_FILENO) || (text == NULL && !shown))
    return;
  fprintf (stderr, "\r\033[K%s", text != NULL ? text : "");
  fflush (stderr);
  shown = text != NULL;
}

void
ectopy_cli_say (const EctopyCli *cli, const char *format, ...)
{
  va_list args;
  g_autofree char *line = NULL;

  if (cli->quiet)
    return;
  ectopy_cli_status (cli, NULL);
  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "%s\n", line);
}

void
ectopy_cli_progress (const char *stage, double fraction, gpointer user_data)
{
  const EctopyCli *cli = user_data;
  /* Translators: what is being done, and how much of it is. */
  g_autofree char *text = g_strdup_printf (_ ("%s  %3.0f %%"), _ (stage), 100 * fraction);

  ectopy_cli_status (cli, fraction < 1 ? text : NULL);
}

char *
ectopy_cli_duration (double seconds)
{
  const guint whole = (guint) (seconds + 0.5);

  if (whole >= 3600)
    return g_strdup_printf (_ ("%u h %u min"), whole / 3600, whole / 60 % 60);
  if (whole >= 60)
    return g_strdup_printf (_ ("%u min %u s"), whole / 60, whole % 60);
  return g_strdup_printf (_ ("%u s"), whole);
}

gboolean
ectopy_cli_parse_time (const char *text, double *seconds)
{
  g_auto (GStrv) fields = g_strsplit (text, ":", -1);
  const guint n = g_strv_length (fields);

  *seconds = 0;
  for (guint i = 0; i < n; i++) {
    char *end;
    const double value = g_ascii_strtod (fields[i], &end);

    if (!g_ascii_isdigit (fields[i][0]) || *end != '\0' || !(value >= 0 && value < 1e9) ||
        (i > 0 && value >= 60))
      return FALSE;
    *seconds = *seconds * 60 + value;
  }
  return n >= 1 && n <= 3;
}

int
ectopy_cli_print (const char *text)
{
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return ECTOPY_EXIT_DONE;
  const int code = errno;

  fprintf (stderr, "ectopy-cli: ");
  fprintf (stderr, _ ("standard output: %s"), g_strerror (code));
  fputc ('\n', stderr);
  return ECTOPY_EXIT_FAILED;
}
