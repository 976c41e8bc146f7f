/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"
#include "app/cli/judge-records.h"
#include "app/cli/model-arg.h"
#include "config.h"
#include "engine/core/error.h"
#include "engine/evaluate/evaluation-card.h"
#include "engine/evaluate/report.h"
#include "engine/learn/card.h"
#include "engine/learn/classify.h"
#include "engine/review/corrections-file.h"
#include "ui/paint/confusion-paint.h"
#include "ui/paint/report-paint.h"

#include "engine/core/memory.h"
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct {
  EctopyCli *cli;
  char *model_path;
  char *report;
  char *confusion;
  char *protocol_name;
  char *paper_name;
  char *corrections_path;
  EctopyCorrections *corrections;
  guint8 *truth; /* [n_rows]: labels, or what the reader said */
  EctopyProtocol protocol;
  EctopyPaper paper;
  gboolean write_card;
  char *card_name;
  EctopyCliJudging judging; /* of recordings */
} Evaluate;

/* A file of beats does not say how it was split: only its maker knows. */
static gboolean
parse_protocol (Evaluate *args)
{
  static const EctopyProtocol protocols[] = { ECTOPY_PROTOCOL_UNKNOWN, ECTOPY_PROTOCOL_RANDOM_BEATS,
                                              ECTOPY_PROTOCOL_PATIENT_WISE };

  for (guint i = 0; args->protocol_name != NULL && i < G_N_ELEMENTS (protocols); i++)
    if (g_str_equal (args->protocol_name, ectopy_protocol_name (protocols[i]))) {
      args->protocol = protocols[i];
      return TRUE;
    }
  return args->protocol_name == NULL;
}

static gboolean
parse_paper (Evaluate *args)
{
  static const char *const names[] = { [ECTOPY_PAPER_A4] = "a4", [ECTOPY_PAPER_LETTER] = "letter" };

  for (guint i = 0; args->paper_name != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (args->paper_name, names[i])) {
      args->paper = i;
      return TRUE;
    }
  return args->paper_name == NULL;
}

/* Returns: (transfer full) (nullable): the classified beats' figures. */
static EctopyEvaluation *
judge (Evaluate *args,
       EctopyModel *model,
       EctopyDataset *dataset,
       EctopyWorkers *workers,
       GError **error)
{
  const size_t n = ectopy_dataset_get_n_rows (dataset);
  g_autofree float *probabilities = g_try_new (float, n *ECTOPY_N_CLASSES);
  g_autoptr (EctopyClassifier) classifier = NULL;
  g_autoptr (EctopyEvaluation) evaluation = NULL;
  g_autofree char *date = ectopy_card_date ();
  g_autofree char *name = g_path_get_basename (ectopy_dataset_get_source (dataset));
  g_autofree char *digest = NULL;
  gint64 begin;
  double seconds;

  if (probabilities == NULL) {
    ectopy_memory_fail_beats (n, error);
    return NULL;
  }
  begin = g_get_monotonic_time ();
  classifier = ectopy_classifier_new (model, workers, error);
  if (classifier == NULL ||
      !ectopy_classifier_run (classifier, ectopy_dataset_get_samples (dataset), n, probabilities,
                              ectopy_cli_progress, args->cli, args->cli->cancellable, error))
    return NULL;
  seconds = (double) (g_get_monotonic_time () - begin) * 1e-6;
  digest = ectopy_dataset_digest_source (dataset, args->cli->cancellable, error);
  if (digest == NULL)
    return NULL;

  evaluation = ectopy_evaluation_new (args->truth, probabilities, n);
  if (evaluation == NULL) {
    ectopy_memory_fail_beats (n, error);
    return NULL;
  }
  ectopy_evaluation_set_provenance (
      evaluation, &(EctopyProvenance){
                      .model_name = ectopy_model_get_name (model),
                      .model_digest = ectopy_model_get_digest (model),
                      .network_name = ectopy_model_get_network (model)->spec->name,
                      .data_name = name,
                      .data_digest = digest,
                      .date = date,
                      .version = ECTOPY_VERSION,
                      .protocol = args->protocol,
                      .seconds = seconds,
                      .beats_per_second = (double) n / MAX (seconds, 1e-6),
                  });
  return g_steal_pointer (&evaluation);
}

/* The report with pages: the mistakes and the model's card, too. */
static gboolean
write_pdf (const Evaluate *args,
           EctopyModel *model,
           EctopyDataset *dataset,
           EctopyEvaluation *evaluation,
           GError **error)
{
  g_autoptr (GPtrArray) keys = ectopy_model_list_card (model);
  g_autofree EctopyReportLine *card = g_new0 (EctopyReportLine, keys->len + 1);
  g_autofree char *note = args->corrections != NULL
                              ? ectopy_corrections_dup_note (args->corrections)
                              : NULL;
  const EctopyReport report = {
    .evaluation = evaluation,
    .dataset = dataset,
    .truth = args->truth,
    .corrections_note = note,
    .card = card,
    .n_card = keys->len,
    .paper = args->paper,
  };

  for (guint i = 0; i < keys->len; i++) {
    card[i].key = g_ptr_array_index (keys, i);
    card[i].value = ectopy_model_get_card (model, card[i].key);
  }
  return ectopy_report_write_pdf (&report, args->report, error);
}

static gboolean
write_files (const Evaluate *args,
             EctopyModel *model,
             EctopyDataset *dataset,
             EctopyEvaluation *evaluation,
             GError **error)
{
  if (args->write_card) {
    ectopy_evaluation_write_card (evaluation, model, args->card_name);
    if (!ectopy_model_save (model, args->model_path, error))
      return FALSE;
  }
  if (args->report != NULL && g_str_has_suffix (args->report, ".pdf")) {
    if (!write_pdf (args, model, dataset, evaluation, error))
      return FALSE;
  } else if (args->report != NULL && !ectopy_report_write (evaluation, args->report, error)) {
    return FALSE;
  }
  return args->confusion == NULL ||
         ectopy_confusion_write (ectopy_evaluation_get_confusion (evaluation), args->confusion,
                                 error);
}

/* Finds out before the work whether @path can be written: its suffix says how. */
static gboolean
check_suffix (const char *path, gboolean is_report, const char *const *suffixes, GError **error)
{
  g_autofree char *list = g_strjoinv (", ", (char **) suffixes);

  for (guint i = 0; path != NULL && suffixes[i] != NULL; i++)
    if (g_str_has_suffix (path, suffixes[i]))
      return TRUE;
  if (path == NULL)
    return TRUE;
  /* Translators: the name of a file, and endings of names, such as ".pdf, .json". */
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
               is_report ? _ ("%s: a report is written as %s")
                         : _ ("%s: a picture is written as %s"),
               path, list);
  return FALSE;
}

/* The true classes: labels, and in their place what a person has said. */
static gboolean
load_truth (Evaluate *args, EctopyDataset *dataset, GError **error)
{
  const size_t n = ectopy_dataset_get_n_rows (dataset);
  const guint8 *labels = ectopy_dataset_get_labels (dataset);

  args->truth = g_try_malloc (n);
  if (args->truth == NULL)
    return ectopy_memory_fail_beats (n, error);
  memset (args->truth, ECTOPY_CLASS_NONE, n);
  if (labels != NULL)
    memcpy (args->truth, labels, n);
  if (args->corrections_path == NULL)
    return TRUE;
  args->corrections = ectopy_corrections_load (dataset, args->corrections_path, error);
  if (args->corrections == NULL)
    return FALSE;
  ectopy_corrections_apply (args->corrections, args->truth);
  return TRUE;
}

static EctopyEvaluation *
judge_beats (Evaluate *args,
             EctopyWorkers *workers,
             EctopyModel **model,
             EctopyDataset **dataset,
             GError **error)
{
  *model = ectopy_cli_load_model (args->model_path, error);
  if (*model == NULL)
    return NULL;
  *dataset = ectopy_cli_load_beats (
      args->cli, args->corrections_path != NULL ? ECTOPY_BEAT_CSV_AUTO : ECTOPY_BEAT_CSV_LABELLED,
      *model, workers, error);
  if (*dataset == NULL || !load_truth (args, *dataset, error))
    return NULL;
  return judge (args, *model, *dataset, workers, error);
}

static EctopyEvaluation *
judge_recordings (Evaluate *args, EctopyWorkers *workers, EctopyModel **model, GError **error)
{
  *model = ectopy_cli_load_recordings_model (args->model_path, error);
  if (*model == NULL)
    return NULL;
  return ectopy_cli_judge_records (&args->judging, args->cli, args->protocol, *model, workers,
                                   error);
}

static gboolean
run (Evaluate *args, char **text, GError **error)
{
  static const char *const reports[] = { ".pdf", ".json", ".csv", ".txt", NULL };
  static const char *const pictures[] = { ".png", ".svg", ".pdf", NULL };
  g_autoptr (EctopyWorkers) workers = NULL;
  g_autoptr (EctopyModel) model = NULL;
  g_autoptr (EctopyDataset) dataset = NULL;
  g_autoptr (EctopyEvaluation) evaluation = NULL;

  if (!check_suffix (args->report, TRUE, reports, error) ||
      !check_suffix (args->confusion, FALSE, pictures, error))
    return FALSE;
  workers = ectopy_cli_workers (args->cli);
  evaluation = ectopy_cli_are_recordings (args->cli->files)
                   ? judge_recordings (args, workers, &model, error)
                   : judge_beats (args, workers, &model, &dataset, error);
  if (evaluation == NULL || !write_files (args, model, dataset, evaluation, error))
    return FALSE;
  *text = args->cli->json ? ectopy_report_json (evaluation) : ectopy_report_text (evaluation);
  return TRUE;
}

/* Whether the options and files go together. */
static gboolean
check (Evaluate *args, const EctopyCommand *command, int *status)
{
  const gboolean are_recordings = ectopy_cli_are_recordings (args->cli->files);
  g_autoptr (GError) error = NULL;

  if (!ectopy_cli_judging_check (&args->judging, are_recordings, command, status))
    return FALSE;
  if (!are_recordings && args->cli->files[1] != NULL)
    *status = ectopy_cli_usage (command,
                                _ ("expected one file of beats, or recordings and folders"));
  else if (are_recordings && args->corrections_path != NULL)
    *status = ectopy_cli_usage (command,
                                _ ("--corrections: expected a file of beats, found recordings"));
  else if (!parse_protocol (args))
    *status = ectopy_cli_usage (
        command, _ ("--protocol: expected unknown, random or patient-wise, found “%s”"),
        args->protocol_name);
  else if (!parse_paper (args))
    *status = ectopy_cli_usage (command, _ ("--paper: expected a4 or letter, found “%s”"),
                                args->paper_name);
  else if (args->write_card && args->model_path == NULL)
    *status = ectopy_cli_usage (command, _ ("--write-card: expected --model MODEL"));
  else if (args->card_name != NULL && !args->write_card)
    *status = ectopy_cli_usage (command, _ ("--card-name: expected --write-card too"));
  else if (args->card_name != NULL && !ectopy_evaluation_check_card_name (args->card_name, &error))
    *status = ectopy_cli_usage (command, "--card-name: %s", error->message);
  else
    return TRUE;
  return FALSE;
}

int
ectopy_command_evaluate (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("evaluate");
  Evaluate args = { .cli = cli };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &args.model_path,
      N_ ("The model (default: the one that comes with Ectopy)"), N_ ("MODEL") },
    { "corrections", 0, 0, G_OPTION_ARG_FILENAME, &args.corrections_path,
      N_ ("What a reader said about these beats, in place of their labels"), N_ ("FILE") },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &args.report,
      N_ ("Writes a report: .pdf, .json, .csv or .txt"), N_ ("FILE") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &args.paper_name,
      N_ ("The paper of a .pdf report: a4 (default) or letter"), N_ ("SIZE") },
    { "confusion", 0, 0, G_OPTION_ARG_FILENAME, &args.confusion,
      N_ ("Writes a picture of the confusion matrix: .png, .svg or .pdf"), N_ ("FILE") },
    { "protocol", 0, 0, G_OPTION_ARG_STRING, &args.protocol_name,
      N_ ("How these beats were set apart from those learned from, for the report: unknown, random "
          "or patient-wise"),
      N_ ("HOW") },
    { "write-card", 0, 0, G_OPTION_ARG_NONE, &args.write_card,
      N_ ("Writes the figures into the card of the model given by --model"), NULL },
    { "card-name", 0, 0, G_OPTION_ARG_STRING, &args.card_name,
      N_ ("What their lines begin with, to keep several test sets apart (default: test)"),
      N_ ("NAME") },
    ECTOPY_CLI_JUDGING_OPTIONS (args.judging),
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 1, G_MAXUINT, &status) &&
      check (&args, command, &status))
    status = run (&args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  ectopy_cli_status (cli, NULL);
  g_free (args.model_path);
  g_free (args.report);
  g_free (args.corrections_path);
  g_clear_object (&args.corrections);
  g_free (args.truth);
  g_free (args.confusion);
  g_free (args.protocol_name);
  g_free (args.card_name);
  ectopy_cli_judging_clear (&args.judging);
  g_free (args.paper_name);
  return status;
}
