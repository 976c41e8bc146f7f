/* SPDX-License-Identifier: MIT */
#include "app/cli/class-counts.h"
#include "app/cli/command.h"
#include "app/cli/judge-records.h"
#include "engine/core/error.h"
#include "engine/evaluate/record-report.h"
#include "engine/learn/stored-text.h"
#include "engine/run/training.h"
#include "ui/paint/curves-paint.h"
#include "ui/paint/surface.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a bare `--class-weights` or `--augment` stands for. */
static const struct {
  const char *option;
  const char *value;
} bare_values[] = {
  { "smote", "yes" },
  { "class-weights", "balanced" },
  { "augment", "0.7" },
};

typedef struct {
  EctopyCli *cli;
  EctopyFitSettings settings;
  char *output;
  char *config;
  char *validation;
  char *corrections;
  char *curves;
  char *checkpoint;
  char *resume;
  char *patients;
  char *note;

  EctopyWorkers *workers;
  EctopyTrainingLog *log;
  GPtrArray *notes;
  gint64 begin;
} Train;

/* ---- Options ---- */

/* Options that are settings are kept as text until the configuration file has been read, as they
 * win over it. */
static gboolean
setting_cb (const char *option, const char *value, gpointer data, GError **error)
{
  GPtrArray *given = data;

  g_ptr_array_add (given, g_strdup (option + strlen ("--")));
  g_ptr_array_add (given, g_strdup (value));
  return TRUE;
}

static GArray *
make_entries (Train *train)
{
  const GOptionEntry own[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &train->output, N_ ("The model to write"),
      N_ ("MODEL") },
    { "validation", 0, 0, G_OPTION_ARG_FILENAME, &train->validation,
      N_ ("Beats to judge by, instead of a part of the training file"), N_ ("FILE") },
    { "corrections", 0, 0, G_OPTION_ARG_FILENAME, &train->corrections,
      N_ ("What a reader said about the training beats, in place of their labels"), N_ ("FILE") },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &train->config,
      N_ ("Settings, a key file with a group [train]; options win"), N_ ("FILE") },
    { "curves", 0, 0, G_OPTION_ARG_FILENAME, &train->curves,
      N_ ("Writes the curves: .png, .pdf, .svg or .csv"), N_ ("FILE") },
    { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &train->checkpoint,
      N_ ("Written after every epoch, to go on from"), N_ ("FILE") },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &train->resume, N_ ("Goes on from a checkpoint"),
      N_ ("FILE") },
    { "note", 0, 0, G_OPTION_ARG_STRING, &train->note, N_ ("A sentence for the model's card"),
      N_ ("TEXT") },
    { "patients", 0, 0, G_OPTION_ARG_FILENAME, &train->patients,
      N_ ("Which recordings are of one patient: lines of record,patient"), N_ ("FILE") },
  };
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  guint n;
  const EctopyFitSettingInfo *infos = ectopy_fit_settings_list (&n);

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
  for (guint i = 0; i < n; i++) {
    const GOptionEntry entry = { infos[i].name,         0,          0,
                                 G_OPTION_ARG_CALLBACK, setting_cb, infos[i].summary,
                                 infos[i].argument };

    if (!g_str_equal (infos[i].name, "seed")) /* common to all commands */
      g_array_append_val (entries, entry);
  }
  return entries;
}

static gboolean
is_value (const char *setting, const char *text)
{
  EctopyFitSettings probe;
  gboolean is;

  if (text == NULL)
    return FALSE;
  ectopy_fit_settings_init (&probe);
  is = ectopy_fit_settings_set (&probe, setting, text, NULL);
  ectopy_fit_settings_clear (&probe);
  return is;
}

/* Gives bare options their values: `--smote FILE` is `--smote=yes FILE`. */
static GPtrArray *
complete_arguments (int argc, char **argv)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < argc; i++) {
    const char *added = NULL;

    for (guint j = 0; j < G_N_ELEMENTS (bare_values); j++)
      if (g_str_has_prefix (argv[i], "--") && g_str_equal (argv[i] + 2, bare_values[j].option) &&
          !is_value (bare_values[j].option, i + 1 < argc ? argv[i + 1] : NULL))
        added = bare_values[j].value;
    g_ptr_array_add (all,
                     added != NULL ? g_strconcat (argv[i], "=", added, NULL) : g_strdup (argv[i]));
  }
  g_ptr_array_add (all, NULL);
  return all;
}

static gboolean
apply_settings (Train *train, GPtrArray *given, GError **error)
{
  if (train->config != NULL && !ectopy_fit_settings_load (&train->settings, train->config, error))
    return FALSE;
  for (guint i = 0; i < given->len; i += 2)
    if (!ectopy_fit_settings_set (&train->settings, g_ptr_array_index (given, i),
                                  g_ptr_array_index (given, i + 1), error))
      return FALSE;
  if (train->cli->has_seed)
    train->settings.seed = train->cli->seed;
  return TRUE;
}

/* ---- Progress ---- */

static void
begun_cb (const EctopyTrainingParts *parts, gpointer user_data)
{
  Train *train = user_data;
  g_autofree char *classes = ectopy_cli_class_counts (parts->counts);

  /* Translators: %s are classes with their counts, "N 120 S 3 V 8 F 0 Q 0". */
  ectopy_cli_say (train->cli,
                  ngettext ("%zu training beats: %s; %zu validation beats",
                            "%zu training beats: %s; %zu validation beats", parts->n_training),
                  parts->n_training, classes, parts->n_validation);
  /* Translators: %s is the name of a network; MFLOP: millions of floating-point operations. */
  ectopy_cli_say (train->cli, _ ("network %s: %.1f MFLOP a beat"), parts->spec->name,
                  ectopy_network_spec_count_flop (parts->spec) * 1e-6);
  train->begin = g_get_monotonic_time ();
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  const Train *train = user_data;

  ectopy_cli_progress (stage, fraction, train->cli);
}

static void
moment_cb (const EctopyFitMoment *moment, gpointer user_data)
{
  const Train *train = user_data;
  const double elapsed = (double) (g_get_monotonic_time () - train->begin) * 1e-6;
  const size_t n_done = train->log->n_epochs;
  double seconds = 0;
  g_autofree char *left = NULL;
  g_autofree char *text = NULL;

  for (size_t i = 0; i < n_done; i++)
    seconds += train->log->epochs[i].seconds;
  if (n_done > 0)
    seconds = seconds / (double) n_done * (moment->n_epochs - (double) n_done - moment->fraction);
  else
    seconds = elapsed / MAX (moment->fraction, 0.01) * (moment->n_epochs - moment->fraction);
  left = ectopy_cli_duration (MAX (seconds, 0));
  /* Translators: %s is a time such as "2 min 5 s". */
  text = g_strdup_printf (_ ("Epoch %u of %u  %3.0f %%  loss %.4f  %.0f beats/s  %s left"),
                          moment->epoch, moment->n_epochs, 100 * moment->fraction, moment->loss,
                          moment->beats_per_second, left);
  ectopy_cli_status (train->cli, text);
}

static void
epoch_cb (const EctopyEpoch *epoch, gpointer user_data)
{
  const Train *train = user_data;
  const guint n_epochs = ectopy_fit_settings_count_epochs (&train->settings);

  if (isnan (epoch->val_loss))
    ectopy_cli_say (train->cli,
                    /* Translators: rate: the learning rate. */
                    _ ("epoch %u/%u  loss %.4f accuracy %.2f %%  rate %.2g  %.0f beats/s  %.1f s"),
                    epoch->epoch, n_epochs, epoch->loss, 100 * epoch->accuracy,
                    epoch->learning_rate, epoch->beats_per_second, epoch->seconds);
  else
    ectopy_cli_say (train->cli,
                    /* Translators: rate: the learning rate. */
                    _ ("epoch %u/%u  loss %.4f accuracy %.2f %%  validation: loss %.4f accuracy "
                       "%.2f %% macro-F1 %.4f  rate %.2g  %.0f beats/s  %.1f s"),
                    epoch->epoch, n_epochs, epoch->loss, 100 * epoch->accuracy, epoch->val_loss,
                    100 * epoch->val_accuracy, epoch->val_macro_f1, epoch->learning_rate,
                    epoch->beats_per_second, epoch->seconds);
}

/* ---- Results ---- */

static gboolean
write_curves (const Train *train, GError **error)
{
  return train->curves == NULL || train->log->n_epochs == 0 ||
         ectopy_curves_write (train->log, train->curves, error);
}

static int
print_result (const Train *train)
{
  const EctopyTrainingLog *log = train->log;
  const EctopyEpoch *best = ectopy_training_log_find (log, log->best_epoch);
  g_autofree char *reason = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (train->cli->json) {
    g_autofree char *json = ectopy_training_log_to_json (log, train->output);

    return ectopy_cli_print (json);
  }
  reason = ectopy_stored_text_shown (log->stop_reason);
  if (best != NULL && !isnan (best->val_accuracy))
    g_string_append_printf (text,
                            /* Translators: %s is why a training stopped. */
                            _ ("Stopped: %s. Best: epoch %u, validation accuracy %.2f %%, "
                               "macro-F1 %.4f."),
                            reason, log->best_epoch, 100 * best->val_accuracy, best->val_macro_f1);
  else
    /* Translators: %s is why a training stopped. */
    g_string_append_printf (text, _ ("Stopped: %s. Best: epoch %u."), reason, log->best_epoch);
  g_string_append_c (text, '\n');
  /* Translators: %s is the name of a file. */
  g_string_append_printf (text, _ ("Model: %s"), train->output);
  g_string_append_c (text, '\n');
  return ectopy_cli_print (text->str);
}

/* What became of folds or validation records, before the training or after. */
static void
judged_cb (const EctopyRecordsFigures *figures, double temperature, gpointer user_data)
{
  const Train *train = user_data;
  g_autofree char *text = ectopy_records_figures_text (figures);

  ectopy_cli_say (train->cli, _ ("Records that were not learned from; temperature %.3f"),
                  temperature);
  ectopy_cli_say (train->cli, "%s", text);
}

static gboolean
run (Train *train, EctopyFitEnd *end, GError **error)
{
  const EctopyTraining training = {
    .training_path = ectopy_cli_are_recordings (train->cli->files) ? NULL : train->cli->files[0],
    .recordings = ectopy_cli_are_recordings (train->cli->files) ? train->cli->files : NULL,
    .patients_path = train->patients,
    .note = train->note,
    .validation_path = train->validation,
    .corrections_path = train->corrections,
    .settings = &train->settings,
    .workers = train->workers,
    .checkpoint = train->checkpoint,
    .resume = train->resume,
    .begun = begun_cb,
    .epoch_done = epoch_cb,
    .moment = moment_cb,
    .progress = progress_cb,
    .judged = judged_cb,
    .user_data = train,
  };
  g_autoptr (EctopyModel) model = ectopy_training_run (&training, train->log, train->notes, end,
                                                       train->cli->cancellable, error);

  ectopy_cli_status (train->cli, NULL);
  if (model == NULL)
    return FALSE;
  for (guint i = 0; i < train->notes->len; i++) {
    g_autofree char *note = ectopy_stored_text_shown (g_ptr_array_index (train->notes, i));

    ectopy_cli_say (train->cli, "%s", note);
  }
  return ectopy_model_save (model, train->output, error) && write_curves (train, error);
}

/* Finds out before the work whether its results can be written. */
static gboolean
check_outputs (const Train *train, GError **error)
{
  static const char *const suffixes[] = { ".png", ".svg", ".pdf", ".csv" };
  const char *files[] = { train->output, train->curves, train->checkpoint };
  gboolean known = train->curves == NULL;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    known = known || g_str_has_suffix (train->curves, suffixes[i]);
  if (!known) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
                 _ ("%s: curves are written as .png, .svg, .pdf or .csv"), train->curves);
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *folder = files[i] != NULL ? g_path_get_dirname (files[i]) : NULL;

    if (folder != NULL && !g_file_test (folder, G_FILE_TEST_IS_DIR)) {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _ ("%s: there is no folder “%s”"),
                   files[i], folder);
      return FALSE;
    }
  }
  return TRUE;
}

static void
clear (Train *train)
{
  ectopy_fit_settings_clear (&train->settings);
  ectopy_training_log_free (train->log);
  ectopy_workers_free (train->workers);
  g_ptr_array_unref (train->notes);
  g_free (train->output);
  g_free (train->config);
  g_free (train->validation);
  g_free (train->corrections);
  g_free (train->curves);
  g_free (train->checkpoint);
  g_free (train->resume);
  g_free (train->patients);
  g_free (train->note);
}

static int
finish (Train *train)
{
  GError *error = NULL;
  EctopyFitEnd end = ECTOPY_FIT_FINISHED;
  g_autofree char *reason = NULL;
  int status;

  if (!check_outputs (train, &error))
    return ectopy_cli_fail (error);
  train->workers = ectopy_cli_workers (train->cli);
  if (!run (train, &end, &error))
    return ectopy_cli_fail (error);
  status = print_result (train);
  if (end == ECTOPY_FIT_INTERRUPTED)
    return ECTOPY_EXIT_INTERRUPTED;
  if (end != ECTOPY_FIT_DIVERGED)
    return status;
  reason = ectopy_stored_text_shown (train->log->stop_reason);
  error = g_error_new (ECTOPY_ERROR, ECTOPY_ERROR_DIVERGED,
                       /* Translators: %s is why a training stopped. */
                       _ ("training: %s; the model is that of epoch %u"), reason,
                       train->log->best_epoch);
  return ectopy_cli_fail (error);
}

int
ectopy_command_train (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("train");
  Train train = { .cli = cli };
  g_autoptr (GPtrArray) given = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) arguments = complete_arguments (argc, argv);
  g_autoptr (GArray) entries = make_entries (&train);
  g_autoptr (GError) error = NULL;
  int status;

  /* GOption moves what it has read; the copies in @arguments stay ours. */
  g_autofree char **moved = g_memdup2 (arguments->pdata, (argc + 1) * sizeof (char *));

  ectopy_fit_settings_init (&train.settings);
  train.log = ectopy_training_log_new ();
  train.notes = g_ptr_array_new_with_free_func (g_free);
  if (ectopy_cli_parse (cli, command, argc, moved, (const GOptionEntry *) (gpointer) entries->data,
                        given, 1, G_MAXINT, &status)) {
    if (g_strv_length (cli->files) > 1 && !ectopy_cli_are_recordings (cli->files))
      status = ectopy_cli_usage (command,
                                 _ ("expected one file of beats, or recordings and folders"));
    else if (train.output == NULL)
      status = ectopy_cli_usage (command, _ ("expected --output MODEL"));
    else if (!apply_settings (&train, given, &error))
      status = train.config != NULL && error->code == ECTOPY_ERROR_PARSE
                   ? ectopy_cli_fail (g_steal_pointer (&error))
                   : ectopy_cli_usage (command, "%s", error->message);
    else
      status = finish (&train);
  }
  clear (&train);
  return status;
}
