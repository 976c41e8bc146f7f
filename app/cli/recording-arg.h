/* SPDX-License-Identifier: MIT */
#pragma once

#include "app/cli/command.h"
#include "engine/io/recording-reader.h"

#include <glib/gi18n.h>

G_BEGIN_DECLS

/* What a recording may not tell itself: options that commands on recordings have in common. */
typedef struct {
  double rate_hz;
  char *unit;
  double adu_per_mv;
} EctopyCliRecording;

/* Those options, among the entries of a command; @args is an EctopyCliRecording. */
#define ECTOPY_CLI_RECORDING_OPTIONS(args)                                                         \
  { "rate",                                                                                        \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_DOUBLE,                                                                           \
    &(args).rate_hz,                                                                               \
    N_ ("Samples a second, for a table that does not tell them"),                                  \
    "HZ" },                                                                                        \
      { "unit",                                                                                    \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_STRING,                                                                       \
        &(args).unit,                                                                              \
        N_ ("Unit of the samples, for a table that does not tell it"),                             \
        "mV|uV|V|adu" },                                                                           \
  {                                                                                                \
    "gain", 0, 0, G_OPTION_ARG_DOUBLE, &(args).adu_per_mv,                                         \
        N_ ("Integers a millivolt, for a table of integers (adu)"), "STEPS_PER_MV"                 \
  }

/* Whether the options can be; @status: what to exit with where they cannot. */
gboolean ectopy_cli_recording_check (const EctopyCliRecording *args,
                                     const EctopyCommand *command,
                                     int *status);

void ectopy_cli_recording_clear (EctopyCliRecording *args);

/* The options for a reader; they borrow from @args and @annotator (nullable). */
EctopyRecordingOptions ectopy_cli_recording_options (const EctopyCliRecording *args,
                                                     const char *annotator);

/* Reads @path with progress. Errors name the option that tells what the file does not. */
EctopyRecording *ectopy_cli_recording_read (EctopyCli *cli,
                                            const char *path,
                                            const EctopyCliRecording *args,
                                            const char *annotator,
                                            GError **error);

/* Has @error name the option that tells what a file does not. */
void ectopy_cli_recording_name_option (GError **error);

G_END_DECLS
