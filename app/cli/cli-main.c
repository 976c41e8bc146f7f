/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"
#include "config.h"
#include "engine/run/locale.h"
#include "engine/run/restart.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const EctopyCommand commands[] = {
  { "train", "TRAIN.csv|RECORDING... --output MODEL", "Trains a network on beats with labels.",
    ectopy_command_train },
  { "evaluate", "--model MODEL TEST.csv|RECORDING...", "Judges a model by beats with labels.",
    ectopy_command_evaluate },
  { "predict", "--model MODEL FILE.csv", "Gives each beat its class.", ectopy_command_predict },
  { "info", "FILE", "Tells what a beat CSV, a recording, a model or a built-in network holds.",
    ectopy_command_info },
  { "detect", "RECORDING", "Finds the beats of a recording.", ectopy_command_detect },
  { "classify", "RECORDING", "Gives each beat of a recording its class.", ectopy_command_classify },
  { "cut", "RECORDING... --output FILE.csv", "Cuts annotated recordings into beats.",
    ectopy_command_cut },
  { "compare", "REFERENCE TEST", "Compares two sets of annotations, beat by beat.",
    ectopy_command_compare },
  { "synthesize", "--output FILE", "Makes up beats or a recording, with their classes.",
    ectopy_command_synthesize },
  { "bench", "[NAME [FILE]]", "Measures the engine on this machine.", ectopy_command_bench },
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

  signal (SIGPIPE, SIG_IGN);
  if (pipe (signal_pipe) != 0)
    return;
  g_thread_unref (g_thread_new ("ectopy-signals", signal_main, cancellable));
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

static int
print_help (void)
{
  g_autoptr (GString) text = g_string_new ("Usage: ectopy-cli COMMAND [OPTIONS] FILES\n\n"
                                           "Heartbeats: train, judge and use networks that tell "
                                           "their classes N S V F Q.\n\nCommands:\n");

  for (const EctopyCommand *c = commands; c->name != NULL; c++)
    g_string_append_printf (text, "  %-11s %s\n", c->name, c->summary);
  g_string_append (text, "\n“ectopy-cli COMMAND --help” tells a command's options.\n"
                         "For research and education, not for diagnosis.\n");
  return ectopy_cli_print (text->str);
}

int
main (int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = NULL;
  EctopyCli cli = { .seed = 42 };

  ectopy_restart_for_blas (argv);
  ectopy_locale_begin ();
  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help")) {
    if (argc >= 2)
      return print_help ();
    fprintf (stderr, "ectopy-cli: expected a command\nTry: ectopy-cli --help\n");
    return ECTOPY_EXIT_USAGE;
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
  fprintf (stderr, "ectopy-cli: there is no command “%s”\nTry: ectopy-cli --help\n", argv[1]);
  return ECTOPY_EXIT_USAGE;
}
