/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/workers.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Exit statuses, a contract with scripts. */
typedef enum {
  ECTOPY_EXIT_DONE = 0,
  ECTOPY_EXIT_FAILED = 1,
  ECTOPY_EXIT_USAGE = 2,
  ECTOPY_EXIT_INTERRUPTED = 130,
} EctopyExit;

/**
 * EctopyCli:
 * @json: one JSON object instead of text
 * @quiet: no progress
 * @threads: 0 for one a processor
 * @seed: of everything random
 * @has_seed: whether it was given
 * @cancellable: cancelled by Ctrl-C
 * @files: (array zero-terminated=1): what is left of the arguments
 *
 * What all commands have in common.
 */
typedef struct {
  gboolean json;
  gboolean quiet;
  int threads;
  guint64 seed;
  gboolean has_seed;
  GCancellable *cancellable;
  char **files;
} EctopyCli;

/* One command of `ectopy-cli`. */
typedef struct {
  const char *name;
  const char *arguments; /* for its help */
  const char *summary;
  int (*run) (EctopyCli *cli, int argc, char **argv);
} EctopyCommand;

/* (array zero-terminated=1): all commands, in the order of the help. */
const EctopyCommand *ectopy_commands (void);

/* The command of that name, which there must be. */
const EctopyCommand *ectopy_command_named (const char *name);

/**
 * ectopy_cli_parse:
 * @cli: gets the common options and the files
 * @command: whose arguments they are
 * @argc: of @argv
 * @argv: the command's name and its arguments
 * @entries: (nullable) (array zero-terminated=1): options of this command
 * @group_data: for callbacks among @entries
 * @min_files: least number of files
 * @max_files: largest
 * @status: (out): what to exit with
 *
 * Returns: FALSE when the command is done: a mistake, or help was asked for
 */
gboolean ectopy_cli_parse (EctopyCli *cli,
                           const EctopyCommand *command,
                           int argc,
                           char **argv,
                           const GOptionEntry *entries,
                           gpointer group_data,
                           guint min_files,
                           guint max_files,
                           int *status);

/* Returns: (transfer full): a team of as many threads as asked for. */
EctopyWorkers *ectopy_cli_workers (const EctopyCli *cli);

/* Writes `ectopy-cli: WHAT` to standard error. Returns: the exit status of @error, which is freed. */
int ectopy_cli_fail (GError *error);

/* As ectopy_cli_fail(), for wrong usage. */
int ectopy_cli_usage (const EctopyCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A line to standard error that replaces the last such line on a terminal; elsewhere, and with
 * `--quiet`, nothing. @text NULL removes the line. */
void ectopy_cli_status (const EctopyCli *cli, const char *text);

/* A line to standard error that stays; nothing with `--quiet`. */
void ectopy_cli_say (const EctopyCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* An EctopyProgressFunc: shows stage and share; @cli is the user data. */
void ectopy_cli_progress (const char *stage, double fraction, gpointer cli);

/* Returns: (transfer full): "2 min 5 s" and the like. */
char *ectopy_cli_duration (double seconds);

/* Reads "300", "5:00" or "0:05:00" as @seconds. */
gboolean ectopy_cli_parse_time (const char *text, double *seconds);

/* Prints @text to standard output. Returns: the exit status: failed where it cannot be written. */
int ectopy_cli_print (const char *text);

int ectopy_command_train (EctopyCli *cli, int argc, char **argv);
int ectopy_command_evaluate (EctopyCli *cli, int argc, char **argv);
int ectopy_command_predict (EctopyCli *cli, int argc, char **argv);
int ectopy_command_info (EctopyCli *cli, int argc, char **argv);
int ectopy_command_classify (EctopyCli *cli, int argc, char **argv);
int ectopy_command_compare (EctopyCli *cli, int argc, char **argv);
int ectopy_command_cut (EctopyCli *cli, int argc, char **argv);
int ectopy_command_detect (EctopyCli *cli, int argc, char **argv);
int ectopy_command_synthesize (EctopyCli *cli, int argc, char **argv);
int ectopy_command_bench (EctopyCli *cli, int argc, char **argv);

G_END_DECLS
