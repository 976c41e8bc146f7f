/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"
#include "config.h"
#include "engine/evaluate/evaluation.h"
#include "engine/run/locale.h"
#include "engine/run/restart.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const EctopyCommand commands[] = {
  { "train", N_ ("TRAIN.csv|RECORDING... --output MODEL"),
    N_ ("Trains a network on beats with labels."), ectopy_command_train },
  { "evaluate", N_ ("--model MODEL TEST.csv|RECORDING..."),
    N_ ("Judges a model by beats with labels."), ectopy_command_evaluate },
  { "predict", N_ ("--model MODEL FILE.csv"), N_ ("Gives each beat its class."),
    ectopy_command_predict },
  { "info", N_ ("FILE"),
    N_ ("Tells what a beat CSV, a recording, a model or a built-in network holds."),
    ectopy_command_info },
  { "detect", N_ ("RECORDING"), N_ ("Finds the beats of a recording."), ectopy_command_detect },
  { "classify", N_ ("RECORDING"), N_ ("Gives each beat of a recording its class."),
    ectopy_command_classify },
  { "cut", N_ ("RECORDING... --output FILE.csv"), N_ ("Cuts annotated recordings into beats."),
    ectopy_command_cut },
  { "compare", N_ ("REFERENCE TEST"), N_ ("Compares two sets of annotations, beat by beat."),
    ectopy_command_compare },
  { "synthesize", N_ ("--output FILE"), N_ ("Makes up beats or a recording, with their classes."),
    ectopy_command_synthesize },
  { "bench", N_ ("[NAME [FILE]]"), N_ ("Measures the engine on this machine."),
    ectopy_command_bench },
  { NULL, NULL, NULL, NULL },
};

const EctopyCommand *
ectopy_commands (void)
{
  return commands;
}

const EctopyCommand *
ectopy_command_named (const char *name)
{
  const EctopyCommand *command = commands;

  while (!g_str_equal (command->name, name))
    command++;
  return command;
}

static int signal_pipe[2];

/* May run on any thread, also one that the BLAS made before main(). */
static void
signal_cb (int number)
{
  const char byte = 0;

  if (write (signal_pipe[1], &byte, 1) != 1)
    _exit (ECTOPY_EXIT_INTERRUPTED);
}

/* Ctrl-C cancels what runs, so that it ends cleanly; a second one ends the program at once. The
 * handler only wakes this thread, where anything may be called. */
static gpointer
signal_main (gpointer cancellable)
{
  char byte;

  while (read (signal_pipe[0], &byte, 1) == 1) {
    if (g_cancellable_is_cancelled (cancellable))
      _exit (ECTOPY_EXIT_INTERRUPTED);
    g_cancellable_cancel (cancellable);
  }
  return NULL;
}

/* Set whatever the caller had us ignore: a shell does so for what it starts in the background. */
static void
watch_signals (GCancellable *cancellable)
{
  struct sigaction action = { .sa_handler = signal_cb, .sa_flags = SA_RESTART };
  GThread *thread;

  signal (SIGPIPE, SIG_IGN);
  if (pipe (signal_pipe) != 0)
    return;
  thread = g_thread_try_new ("ectopy-signals", signal_main, cancellable, NULL);
  if (thread == NULL)
    return; /* then the system ends the program as it does others */
  g_thread_unref (thread);
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

static int
print_help (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: COMMAND, OPTIONS and FILES stand for what is written in their place. */
  g_string_append_printf (text, "%s\n\n", _ ("Usage: ectopy-cli COMMAND [OPTIONS] FILES"));
  g_string_append_printf (text, "%s\n\n",
                          _ ("Heartbeats: train, judge and use networks that tell their classes "
                             "N S V F Q."));
  g_string_append_printf (text, "%s\n", _ ("Commands:"));
  for (const EctopyCommand *c = commands; c->name != NULL; c++)
    g_string_append_printf (text, "  %-11s %s\n", c->name, _ (c->summary));
  g_string_append_printf (text, "\n%s\n",
                          _ ("“ectopy-cli COMMAND --help” tells a command's options."));
  g_string_append_printf (text, "%s\n", ectopy_notice ());
  return ectopy_cli_print (text->str);
}

static int
wrong_usage (const char *what)
{
  fprintf (stderr, "ectopy-cli: %s\n", what);
  fprintf (stderr, "%s\n", _ ("Try: ectopy-cli --help"));
  return ECTOPY_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = NULL;
  g_autofree char *what = NULL;
  EctopyCli cli = { .seed = 42 };

  ectopy_restart_for_blas (argv);
  ectopy_locale_begin ();
  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help")) {
    if (argc >= 2)
      return print_help ();
    return wrong_usage (_ ("expected a command"));
  }
  if (g_str_equal (argv[1], "--version"))
    return ectopy_cli_print ("Ectopy " ECTOPY_VERSION "\n");

  cancellable = g_cancellable_new ();
  cli.cancellable = cancellable;
  watch_signals (cancellable);
  for (const EctopyCommand *c = commands; c->name != NULL; c++)
    if (g_str_equal (c->name, argv[1])) {
      const int status = c->run (&cli, argc - 1, argv + 1);

      g_strfreev (cli.files);
      return status;
    }
  what = g_strdup_printf (_ ("there is no command “%s”"), argv[1]);
  return wrong_usage (what);
}
