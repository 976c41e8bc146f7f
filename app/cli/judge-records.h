/* SPDX-License-Identifier: MIT */
#pragma once

#include "app/cli/command.h"
#include "engine/evaluate/evaluation.h"
#include "engine/learn/model.h"

#include <glib/gi18n.h>

G_BEGIN_DECLS

/* What `evaluate` is told of recordings: options as text, and what they mean. */
typedef struct {
  char *list;
  char *patients;
  char *annotator;
  char *positions_name;
  char *map_name;
  char *from;
  char *lead;
  EctopyPositions positions;
  EctopyEc57Options compare;
} EctopyCliJudging;

/* Those options, among the entries of a command; @args is an EctopyCliJudging. */
#define ECTOPY_CLI_JUDGING_OPTIONS(args)                                                           \
  { "records",                                                                                     \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_STRING,                                                                           \
    &(args).list,                                                                                  \
    N_ ("Recordings: which of the folder: names, patterns, ds1, ds2, paced, all, @FILE, !out"),    \
    N_ ("LIST") },                                                                                 \
      { "patients",                                                                                \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_FILENAME,                                                                     \
        &(args).patients,                                                                          \
        N_ ("Recordings: which are of one patient: lines of record,patient"),                      \
        N_ ("FILE") },                                                                             \
      { "annotator",                                                                               \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_STRING,                                                                       \
        &(args).annotator,                                                                         \
        N_ ("Recordings: whose annotations are the reference (default: the recording's own, "      \
            "atr)"),                                                                               \
        N_ ("NAME") },                                                                             \
      { "positions",                                                                               \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_STRING,                                                                       \
        &(args).positions_name,                                                                    \
        N_ ("Recordings: where the beats are: as the reference has them (default), or as found"),  \
        "reference|detected" },                                                                    \
      { "map",                                                                                     \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_STRING,                                                                       \
        &(args).map_name,                                                                          \
        N_ ("Recordings: class of the escape beats e, j and n: N (literature, the default) or S "  \
            "(bxb)"),                                                                              \
        "literature|bxb" },                                                                        \
      { "from",                                                                                    \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_STRING,                                                                       \
        &(args).from,                                                                              \
        N_ ("Recordings: where counting begins (default: 0:00; 5:00 with --positions=detected)"),  \
        N_ ("TIME") },                                                                             \
  {                                                                                                \
    "lead", 0, 0, G_OPTION_ARG_STRING, &(args).lead,                                               \
        N_ ("Recordings: the only lead to classify by, by name or by number from 0"), N_ ("LEAD")  \
  }

/* Whether @files are recordings or folders of such, rather than a beat CSV: the first one tells. */
gboolean ectopy_cli_are_recordings (char **files);

/* Whether the options can be, of recordings or not; @status: what to exit with where they cannot. */
gboolean ectopy_cli_judging_check (EctopyCliJudging *args,
                                   gboolean are_recordings,
                                   const EctopyCommand *command,
                                   int *status);

/* (transfer full) (nullable): what becomes of the model on the recordings among the files. @protocol is
 * heeded where the model's card does not tell what it learned from. */
EctopyEvaluation *ectopy_cli_judge_records (const EctopyCliJudging *args,
                                            EctopyCli *cli,
                                            EctopyProtocol protocol,
                                            EctopyModel *model,
                                            EctopyWorkers *workers,
                                            GError **error);

void ectopy_cli_judging_clear (EctopyCliJudging *args);

G_END_DECLS
