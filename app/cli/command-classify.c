/* SPDX-License-Identifier: MIT */
#include "app/cli/adapt-arg.h"
#include "app/cli/model-arg.h"
#include "app/cli/recording-arg.h"
#include "config.h"
#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/learn/card.h"
#include "engine/review/review-queue.h"
#include "engine/review/study-file.h"
#include "engine/run/classify-recording.h"
#include "engine/run/recording-families.h"
#include "engine/run/study-export.h"
#include "engine/run/study-results.h"
#include "ui/paint/recording-report.h"
#include "ui/paint/surface.h"

#include "engine/core/memory.h"
#include <glib/gi18n.h>
#include <string.h>

/* Bytes for a beat in a study, with its summary and as text. */
#define ROOM_A_BEAT 768

#define STUDY ".study.json"

typedef struct {
  EctopyCli *cli;
  char *model_path;
  char *beats;
  char *lead;
  char *study_path;
  EctopyCliAdapt adapt;
  char *output;
  char *report;
  char *paper_name;
  char *disclosure_name;
  char *families_name;
  double accept_above; /* per cent; below 0: nothing is accepted */
  EctopyCliRecording recording;
} Classify;

/* ---- Where the study is from ---- */

/* Returns: (transfer full) (nullable): the beats found and classified; @classes: (out): the same. */
static EctopyStudy *
find (const Classify *args,
      EctopyRecording *recording,
      EctopyRecordingClasses **classes,
      GError **error)
{
  const gboolean uses_marks = args->beats != NULL;
  g_autoptr (EctopyModel) model = ectopy_cli_load_recordings_model (args->model_path, error);
  g_autoptr (EctopyWorkers) workers = NULL;

  if (model == NULL)
    return NULL;
  workers = ectopy_cli_workers (args->cli);
  *classes = ectopy_classify_recording (recording, model, args->lead, uses_marks, workers,
                                        ectopy_cli_progress, args->cli, args->cli->cancellable,
                                        error);
  if (*classes == NULL) {
    g_autofree char *name = g_filename_display_basename (args->cli->files[0]);

    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  if (!ectopy_memory_has_room ((*classes)->beats->len, ROOM_A_BEAT, error)) {
    g_clear_pointer (classes, ectopy_recording_classes_free);
    return NULL;
  }
  return ectopy_study_new_take (
      recording, ectopy_recording_classes_to_findings (*classes, recording, model, uses_marks));
}

/* Returns: (transfer full) (nullable): the beats as a person left them. */
static EctopyStudy *
load (const Classify *args, EctopyRecording *recording, GError **error)
{
  g_autofree char *digest = ectopy_study_digest (recording);
  g_autofree char *name = g_filename_display_basename (args->study_path);
  g_autoptr (EctopyStudy)
      study = ectopy_study_file_read (args->study_path, recording, digest, error);
  const char *origin;

  if (study == NULL)
    return NULL;
  /* The file's other marks are written with the beats: they must be those of the same annotator. */
  origin = ectopy_study_get_findings (study)->origin;
  if (g_strcmp0 (origin, "detector") != 0 &&
      g_strcmp0 (origin, ectopy_recording_get_annotator (recording)) != 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
                 _ ("%s: its beats are those of annotator “%s”. Tell it by --beats."), name,
                 origin != NULL ? origin : "");
    return NULL;
  }
  return g_steal_pointer (&study);
}

/* Groups the beats if that is wanted. Returns: whether nothing went wrong. */
static gboolean
group (const Classify *args,
       EctopyStudy *study,
       EctopyFamilySource **source,
       EctopyFamilies **families,
       GError **error)
{
  g_autoptr (EctopyModel) model = NULL;
  g_autoptr (EctopyWorkers) workers = NULL;

  if (args->families_name == NULL || g_str_equal (args->families_name, "no"))
    return TRUE;
  model = ectopy_cli_load_recordings_model (args->model_path, error);
  if (model == NULL)
    return FALSE;
  workers = ectopy_cli_workers (args->cli);
  *source = ectopy_family_source_new (study);
  *families = ectopy_recording_families (*source, model, workers, ectopy_cli_progress, args->cli,
                                         args->cli->cancellable, error);
  return *families != NULL;
}

/* ---- Files ---- */

/* A study that is there may hold a person's work. */
static gboolean
check_study (const char *path, GError **error)
{
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  if (path == NULL || !g_str_has_suffix (path, STUDY) || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
               _ ("%s: there is such a study already; it is not replaced"), name);
  return FALSE;
}

/* For the window. */
static gboolean
write_study (const char *path, EctopyStudy *study, GError **error)
{
  g_autofree char *digest = ectopy_study_digest (ectopy_study_get_recording (study));
  g_autoptr (EctopyStudySnapshot) snapshot = ectopy_study_snapshot_new (study, digest);

  return ectopy_study_snapshot_write (snapshot, path, error);
}

static gboolean
write_output (const Classify *args,
              EctopyStudy *study,
              const EctopyRecordingClasses *classes,
              const char *json,
              GError **error)
{
  g_autoptr (EctopyStudyExport) export = NULL;
  g_autoptr (EctopyReviewQueue) review = NULL;

  if (args->output == NULL)
    return TRUE;
  if (g_str_has_suffix (args->output, STUDY))
    return write_study (args->output, study, error);
  if (g_str_has_suffix (args->output, ".json"))
    return ectopy_atomic_write (args->output, json, strlen (json), error);
  /* A person's word has a place only among what stands. */
  if (classes != NULL && args->accept_above < 0) {
    review = ectopy_review_queue_new (study);
    return ectopy_recording_classes_write (classes, ectopy_study_get_recording (study), review,
                                           args->output, error);
  }
  export = ectopy_study_export_new (study);
  return ectopy_study_export_write (export, args->output, error);
}

static gboolean
write_report (const Classify *args, EctopyStudy *study, GError **error)
{
  const double duration_s = ectopy_recording_get_duration_s (ectopy_study_get_recording (study));
  g_autofree char *date = ectopy_card_date ();
  const EctopyRecordingReportOptions options = {
    .study = study,
    .paper = g_strcmp0 (args->paper_name, "letter") == 0 ? ECTOPY_PAPER_LETTER : ECTOPY_PAPER_A4,
    .date = date,
    .version = ECTOPY_VERSION,
    .full_disclosure = args->disclosure_name != NULL ? g_str_equal (args->disclosure_name, "yes")
                                                     : duration_s <= ECTOPY_FULL_DISCLOSURE_S,
  };
  g_autoptr (EctopyRecordingReport) report = NULL;

  if (args->report == NULL)
    return TRUE;
  if (!ectopy_surface_has_letters (error))
    return FALSE;
  ectopy_cli_status (args->cli, _ ("Writing the report"));
  report = ectopy_recording_report_new (&options);
  return ectopy_recording_report_write_pdf (report, args->report, args->cli->cancellable, error);
}

static char *
make_text (EctopyStudy *study,
           const EctopyStudySummary *summary,
           const EctopyFamilySource *source,
           const EctopyFamilies *families,
           const char *name)
{
  g_autofree char *results = ectopy_study_results_text (study, summary, name);
  g_autofree char *table = families != NULL ? ectopy_recording_families_text (source, families)
                                            : NULL;

  return table != NULL ? g_strconcat (table, "\n", results, NULL) : g_steal_pointer (&results);
}

static gboolean
run (const Classify *args, char **text, GError **error)
{
  EctopyCli *cli = args->cli;
  const char *annotator = args->beats == NULL && args->study_path == NULL ? "" : args->beats;
  g_autofree char *name = g_filename_display_basename (cli->files[0]);
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (EctopyRecordingClasses) classes = NULL;
  g_autoptr (EctopyStudy) study = NULL;
  g_autoptr (EctopyStudySummary) summary = NULL;
  g_autoptr (EctopyFamilySource) source = NULL;
  g_autoptr (EctopyFamilies) families = NULL;
  g_autoptr (EctopyAdaptation) adaptation = NULL;
  g_autofree char *json = NULL;

  if (!check_study (args->output, error))
    return FALSE;
  recording = ectopy_cli_recording_read (cli, cli->files[0], &args->recording, annotator, error);
  if (recording == NULL)
    return FALSE;
  for (const char *const *note = ectopy_recording_get_notes (recording); *note != NULL; note++)
    ectopy_cli_say (cli, "%s", *note);
  study = args->study_path != NULL ? load (args, recording, error)
                                   : find (args, recording, &classes, error);
  if (study == NULL)
    return FALSE;
  if (ectopy_cli_adapts (&args->adapt) &&
      (adaptation = ectopy_cli_adapt (args->cli, &args->adapt, study, args->model_path, error)) ==
          NULL)
    return FALSE;
  if (args->accept_above >= 0)
    ectopy_study_accept_above (study, args->accept_above / 100);
  if (!group (args, study, &source, &families, error))
    return FALSE;
  summary = ectopy_study_summary_new (study);
  json = ectopy_study_results_json (study, summary, source, families, name);
  if (!write_output (args, study, classes, json, error) || !write_report (args, study, error))
    return FALSE;
  *text = cli->json ? g_steal_pointer (&json) : make_text (study, summary, source, families, name);
  ectopy_cli_adapt_tell (args->cli, adaptation, text);
  return TRUE;
}

/* ---- Arguments ---- */

/* Finds out before the work whether the report can be written. */
static gboolean
check (Classify *args, const EctopyCommand *command, int *status)
{
  const char *paper = args->paper_name, *disclosure = args->disclosure_name;

  if (args->report != NULL && !g_str_has_suffix (args->report, ".pdf"))
    *status = ectopy_cli_usage (
        command, _ ("--report: expected a name that ends in .pdf, found “%s”"), args->report);
  else if (paper != NULL && !g_str_equal (paper, "a4") && !g_str_equal (paper, "letter"))
    *status = ectopy_cli_usage (command, _ ("--paper: expected a4 or letter, found “%s”"), paper);
  else if (disclosure != NULL && !g_str_equal (disclosure, "yes") &&
           !g_str_equal (disclosure, "no"))
    *status = ectopy_cli_usage (command, _ ("--full-disclosure: expected yes or no, found “%s”"),
                                disclosure);
  else if (args->families_name != NULL && !g_str_equal (args->families_name, "yes") &&
           !g_str_equal (args->families_name, "no"))
    *status = ectopy_cli_usage (command, _ ("--families: expected yes or no, found “%s”"),
                                args->families_name);
  else if (args->accept_above != -1 && !(args->accept_above >= 50 && args->accept_above <= 100))
    *status = ectopy_cli_usage (command,
                                _ ("--accept-above: expected a percentage from 50 to 100"));
  else if (!ectopy_cli_adapt_check (&args->adapt, args->study_path, command, status))
    return FALSE;
  else if (args->study_path != NULL &&
           ((args->model_path != NULL && !ectopy_cli_adapts (&args->adapt)) || args->lead != NULL))
    *status = ectopy_cli_usage (command,
                                _ ("--study: its beats have their classes already; --model and "
                                   "--lead do not go with it"));
  else
    return ectopy_cli_recording_check (&args->recording, command, status);
  return FALSE;
}

static void
clear (Classify *args)
{
  g_free (args->model_path);
  g_free (args->beats);
  g_free (args->lead);
  g_free (args->study_path);
  ectopy_cli_adapt_clear (&args->adapt);
  g_free (args->output);
  g_free (args->report);
  g_free (args->paper_name);
  g_free (args->disclosure_name);
  g_free (args->families_name);
  ectopy_cli_recording_clear (&args->recording);
}

int
ectopy_command_classify (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("classify");
  Classify args = { .cli = cli, .accept_above = -1 };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &args.model_path,
      N_ ("The model (default: the one that comes with Ectopy for recordings)"), N_ ("MODEL") },
    { "beats", 0, 0, G_OPTION_ARG_STRING, &args.beats,
      N_ ("Takes the beats of this annotator, such as atr, instead of finding them"), N_ ("NAME") },
    { "lead", 0, 0, G_OPTION_ARG_STRING, &args.lead,
      N_ ("The lead to cut, by name or by number from 0 (default: MLII or II, else the first)"),
      N_ ("LEAD") },
    { "study", 0, 0, G_OPTION_ARG_FILENAME, &args.study_path,
      N_ ("Takes the beats as a person left them in this file, such as 208.study.json"),
      N_ ("FILE") },
    ECTOPY_CLI_ADAPT_OPTIONS (args.adapt),
    { "accept-above", 0, 0, G_OPTION_ARG_DOUBLE, &args.accept_above,
      N_ ("Accepts all beats that nobody has looked at and that are at least that sure, as a "
          "person would"),
      N_ ("PERCENT") },
    { "families", 0, 0, G_OPTION_ARG_STRING, &args.families_name,
      N_ ("Whether to group the beats by what the model sees in them and by rhythm (default: no)"),
      "yes|no" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &args.output,
      N_ ("Writes the beats: .csv, .json, .study.json, .edf (EDF+ with the recording), or WFDB "
          "annotations (any other ending)"),
      N_ ("FILE") },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &args.report, N_ ("Writes a report with strips: .pdf"),
      N_ ("FILE") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &args.paper_name,
      N_ ("The paper of the report: a4 (default) or letter"), N_ ("SIZE") },
    { "full-disclosure", 0, 0, G_OPTION_ARG_STRING, &args.disclosure_name,
      N_ ("Whether the report shows the whole lead, a minute a line (default: up to 2 hours)"),
      "yes|no" },
    ECTOPY_CLI_RECORDING_OPTIONS (args.recording),
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 1, 1, &status) &&
      check (&args, command, &status))
    status = run (&args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  ectopy_cli_status (cli, NULL);
  clear (&args);
  return status;
}
