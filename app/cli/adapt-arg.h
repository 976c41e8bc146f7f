/* SPDX-License-Identifier: MIT */
#pragma once

#include "app/cli/command.h"
#include "engine/run/adapt.h"

#include <glib/gi18n.h>

G_BEGIN_DECLS

/* Whether to adapt the model to the recording: "yes" or "no"; where to put the copy. */
typedef struct {
  char *choice;
  char *model_path;
} EctopyCliAdapt;

/* Their options, for a command's table. */
#define ECTOPY_CLI_ADAPT_OPTIONS(args)                                                             \
  { "adapt",                                                                                       \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_STRING,                                                                           \
    &(args).choice,                                                                                \
    N_ ("Whether a copy of the model learns from the beats looked at in the study, and tells the " \
        "classes of the others (default: no)"),                                                    \
    "yes|no" },                                                                                    \
  {                                                                                                \
    "adapted-model", 0, 0, G_OPTION_ARG_FILENAME, &(args).model_path,                              \
        N_ ("Writes that copy: .safetensors"), N_ ("FILE")                                         \
  }

/* Whether they make sense with --study, which is @study_path; otherwise sets @status. */
gboolean ectopy_cli_adapt_check (const EctopyCliAdapt *args,
                                 const char *study_path,
                                 const EctopyCommand *command,
                                 int *status);

gboolean ectopy_cli_adapts (const EctopyCliAdapt *args);

/**
 * ectopy_cli_adapt:
 * @cli: the command's
 * @args: as given
 * @study: in which a person looked at beats; those that nobody looked at get the class of the copy
 * @model_path: (nullable): as for ectopy_cli_load_recordings_model()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what came of it
 */
EctopyAdaptation *ectopy_cli_adapt (EctopyCli *cli,
                                    const EctopyCliAdapt *args,
                                    EctopyStudy *study,
                                    const char *model_path,
                                    GError **error);

/* Puts what came of it (nullable: nothing) before the results, in JSON as a member of theirs. */
void ectopy_cli_adapt_tell (const EctopyCli *cli, const EctopyAdaptation *adaptation, char **text);

void ectopy_cli_adapt_clear (EctopyCliAdapt *args);

G_END_DECLS
