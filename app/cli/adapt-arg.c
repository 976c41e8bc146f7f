/* SPDX-License-Identifier: MIT */
#include "app/cli/adapt-arg.h"

#include "app/cli/model-arg.h"
#include "config.h"

#include <glib/gi18n.h>

gboolean
ectopy_cli_adapts (const EctopyCliAdapt *args)
{
  return g_strcmp0 (args->choice, "yes") == 0;
}

gboolean
ectopy_cli_adapt_check (const EctopyCliAdapt *args,
                        const char *study_path,
                        const EctopyCommand *command,
                        int *status)
{
  if (args->choice != NULL && !ectopy_cli_adapts (args) && !g_str_equal (args->choice, "no"))
    *status = ectopy_cli_usage (command, _ ("--adapt: expected yes or no, found “%s”"),
                                args->choice);
  else if (ectopy_cli_adapts (args) && study_path == NULL)
    *status = ectopy_cli_usage (command, _ ("--adapt: the beats that a person looked at are in a "
                                            "study: name it by --study"));
  else if (args->model_path != NULL && !ectopy_cli_adapts (args))
    *status = ectopy_cli_usage (command, _ ("--adapted-model goes with --adapt yes"));
  else
    return TRUE;
  return FALSE;
}

EctopyAdaptation *
ectopy_cli_adapt (EctopyCli *cli,
                  const EctopyCliAdapt *args,
                  EctopyStudy *study,
                  const char *model_path,
                  GError **error)
{
  g_autoptr (EctopyModel) model = ectopy_cli_load_recordings_model (model_path, error);
  g_autoptr (EctopyAdaptInput) input = ectopy_adapt_input_new (study);
  g_autoptr (EctopyWorkers) workers = ectopy_cli_workers (cli);
  g_autoptr (EctopyAdaptation) adaptation = NULL;
  const EctopyAdaptJob job = {
    .input = input,
    .model = model,
    .seed = cli->seed,
    .version = ECTOPY_VERSION,
    .workers = workers,
    .progress = ectopy_cli_progress,
    .progress_data = cli,
  };

  if (model == NULL)
    return NULL;
  adaptation = ectopy_adapt (&job, cli->cancellable, error);
  if (adaptation == NULL ||
      (args->model_path != NULL && !ectopy_model_save (adaptation->model, args->model_path, error)))
    return NULL;
  ectopy_study_adapt (study, g_steal_pointer (&adaptation->given));
  return g_steal_pointer (&adaptation);
}

void
ectopy_cli_adapt_tell (const EctopyCli *cli, const EctopyAdaptation *adaptation, char **text)
{
  g_autofree char *results = NULL;
  g_autofree char *head = NULL;

  if (adaptation == NULL)
    return;
  results = g_steal_pointer (text);
  head = cli->json ? ectopy_adaptation_to_json (adaptation)
                   : ectopy_adaptation_to_text (adaptation);
  *text = cli->json ? g_strdup_printf ("{\"adaptation\":%s,%s", head, results + 1)
                    : g_strconcat (head, "\n", results, NULL);
}

void
ectopy_cli_adapt_clear (EctopyCliAdapt *args)
{
  g_free (args->choice);
  g_free (args->model_path);
}
