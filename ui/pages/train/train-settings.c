/* SPDX-License-Identifier: MIT */
/* Rows with a number name the setting they are of, so values go in and out as the text of a
 * configuration file would have them; only choices are spelled out. */
#include "ui/pages/train/train-settings.h"

#include "engine/core/error.h"
#include "engine/evaluate/figure-text.h"
#include "engine/io/beat-csv.h"
#include "engine/nn/network.h"
#include "engine/run/training.h"
#include "ui/compat.h"
#include "ui/pages/train/records-settings.h"
#include "ui/resource.h"
#include "ui/session/job.h"
#include "ui/settings.h"
#include "ui/widgets/class-bars.h"
#include "ui/widgets/number-row.h"

#include <glib/gi18n.h>
#include <math.h>

/* The order of the choices in the template. */
enum { SOURCE_FILE, SOURCE_REVIEW, SOURCE_RECORDINGS };
enum { JUDGE_BY_PART, JUDGE_BY_FILE, JUDGE_BY_NOTHING };
static const char *const schedules[] = { "plateau", "cosine", "none" };
static const char *const bests[] = { "accuracy", "macro-f1", "loss", "last" };
static const char *const scalings[] = { "standard", "beat" };

struct _EctopyTrainSettings {
  AdwBin parent_instance;

  AdwComboRow *source;
  AdwActionRow *training_row;
  GtkWidget *counts_row;
  EctopyClassBars *bars;
  GtkLabel *split_label;
  EctopyRecordsSettings *recordings;
  GtkWidget *smote_row;
  AdwComboRow *judge;
  GtkWidget *validation_split;
  AdwActionRow *validation_row;
  AdwComboRow *network;
  AdwComboRow *schedule;
  AdwComboRow *class_weights;
  GtkEditable *own_weights;
  GtkSwitch *smote;
  GtkEditable *seed;
  AdwComboRow *best_by;
  AdwComboRow *scaling;
  GtkWidget *epochs;
  GtkWidget *batch_size;
  GtkWidget *learning_rate;
  GtkWidget *early_stop;
  GtkWidget *augment;
  GtkWidget *threads;
  GtkWidget *warm_up;
  GtkWidget *plateau_patience;
  GtkWidget *plateau_factor;
  GtkWidget *smallest_rate;
  GtkWidget *label_smoothing;
  GtkWidget *weight_decay;
  GtkWidget *clip_norm;
  GtkWidget *average;
  GtkWidget *adam_epsilon;
  GtkWidget *easy_above;
  GtkWidget *easy_share;
  GtkWidget *members;

  GPtrArray *numbers; /* EctopyNumberRow with a setting, lent */
  EctopySession *session;
  EctopyJob *job; /* reads the training file */
  char *training_path;
  EctopyDataset *training;
  char *validation_path;
  char *network_file;
  guint n_networks; /* that Ectopy brings */
  size_t n_counted; /* verdicts when the classes were last counted */
};

enum { CHANGED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyTrainSettings, ectopy_train_settings, ADW_TYPE_BIN)

static void
emit_changed (EctopyTrainSettings *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- What there is to train on ---- */

static gboolean
can_review (EctopyTrainSettings *self)
{
  return self->session != NULL && ectopy_session_get_dataset (self->session) != NULL &&
         ectopy_dataset_get_labels (ectopy_session_get_dataset (self->session)) != NULL;
}

/* Returns: how many beats a person has given another class than their file. */
static size_t
count_classes (EctopyTrainSettings *self, EctopyDataset *dataset, size_t counts[ECTOPY_N_CLASSES])
{
  const guint8 *labels = ectopy_dataset_get_labels (dataset);
  size_t n_corrected = 0;
  EctopyBeatFacts facts;

  ectopy_dataset_count_classes (dataset, counts);
  if (!ectopy_train_settings_uses_review (self))
    return 0;
  facts = ectopy_session_get_facts (self->session);
  memset (counts, 0, ECTOPY_N_CLASSES * sizeof counts[0]);
  for (size_t row = 0; row < facts.n_rows; row++) {
    const guint truth = ectopy_beat_facts_truth (&facts, row);

    if (truth < ECTOPY_N_CLASSES)
      counts[truth]++;
    n_corrected += truth != labels[row] ? 1 : 0;
  }
  return n_corrected;
}

/* Returns: (transfer full): how the beats are divided, and how many are corrected. */
static char *
describe_split (EctopyTrainSettings *self, EctopyDataset *dataset, size_t n_corrected)
{
  const size_t n = ectopy_dataset_get_n_rows (dataset);
  const double share = 0.01 *
                       ectopy_number_row_get_value (ECTOPY_NUMBER_ROW (self->validation_split));
  const size_t aside = adw_combo_row_get_selected (self->judge) == JUDGE_BY_PART
                           ? (size_t) lround (share * (double) n)
                           : 0;
  g_autofree char *trained = ectopy_text_count (n - aside);
  g_autofree char *judged = ectopy_text_count (aside);
  g_autofree char *corrected = NULL;
  GString *text = g_string_new (NULL);

  if (aside > 0)
    /* Translators: both are counts of beats. */
    g_string_append_printf (text, _ ("About %s beats for training, %s to judge by."), trained,
                            judged);
  else
    /* Translators: %s is a count of beats. */
    g_string_append_printf (text, _ ("%s beats for training."), trained);
  if (n_corrected > 0) {
    corrected = ectopy_text_count (n_corrected);
    g_string_append_c (text, ' ');
    g_string_append_printf (
        text, /* Translators: %s is a count of beats. */
        ngettext ("%s is corrected.", "%s are corrected.", (gulong) n_corrected), corrected);
  }
  return g_string_free (text, FALSE);
}

static void
update_counts (EctopyTrainSettings *self)
{
  EctopyDataset *dataset = ectopy_train_settings_get_training (self);
  size_t counts[ECTOPY_N_CLASSES] = { 0 };

  gtk_widget_set_visible (self->counts_row, dataset != NULL);
  if (dataset != NULL) {
    const size_t n_corrected = count_classes (self, dataset, counts);
    g_autofree char *split = describe_split (self, dataset, n_corrected);

    gtk_label_set_text (self->split_label, split);
  }
  ectopy_class_bars_set_counts (self->bars, counts);
}

/* What the row of a file says below its title. */
static void
show_path (AdwActionRow *row, const char *path)
{
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  adw_action_row_set_subtitle (row, name != NULL ? name : _ ("Choose a beat CSV with classes."));
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), path);
}

static void
update_data (EctopyTrainSettings *self)
{
  const guint source = adw_combo_row_get_selected (self->source);
  const gboolean is_of_records = source == SOURCE_RECORDINGS;
  const guint judge = adw_combo_row_get_selected (self->judge);
  const char *what = _ ("What the network learns from.");

  if (source == SOURCE_REVIEW)
    what = can_review (self) ? _ ("With your corrections.")
                             : _ ("No cut beats with classes are open in Review.");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->source), what);
  gtk_widget_set_visible (GTK_WIDGET (self->training_row), source == SOURCE_FILE);
  gtk_widget_set_visible (GTK_WIDGET (self->recordings), is_of_records);
  gtk_widget_set_visible (GTK_WIDGET (self->judge), !is_of_records);
  gtk_widget_set_visible (self->smote_row, !is_of_records);
  gtk_widget_set_visible (GTK_WIDGET (self->scaling), !is_of_records);
  gtk_widget_set_visible (self->validation_split, !is_of_records && judge == JUDGE_BY_PART);
  gtk_widget_set_visible (GTK_WIDGET (self->validation_row),
                          !is_of_records && judge == JUDGE_BY_FILE);
  update_counts (self);
  emit_changed (self);
}

/* ---- Reading the file ---- */

static gpointer
read_work (EctopyJob *job, gpointer input, GError **error)
{
  static const EctopyBeatCsvOptions labelled = { .labelled = ECTOPY_BEAT_CSV_LABELLED };

  return ectopy_beat_csv_read (input, &labelled, NULL, ectopy_job_tell, job,
                               ectopy_job_get_cancellable (job), error);
}

static void
read_step_cb (EctopyJob *job, gpointer user_data)
{
  EctopyTrainSettings *self = user_data;
  g_autofree char *name = g_filename_display_basename (self->training_path);
  /* Translators: name of a file, then per cent of it that have been read. */
  g_autofree char *text = g_strdup_printf (_ ("Reading %s: %.0f %%"), name,
                                           100 * ectopy_job_get_fraction (job));

  adw_action_row_set_subtitle (self->training_row, text);
}

static void
read_done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyTrainSettings *self = user_data;

  self->job = NULL;
  ectopy_job_drop (job);
  show_path (self->training_row, self->training_path);
  if (result == NULL) {
    g_clear_pointer (&self->training_path, g_free);
    show_path (self->training_row, NULL);
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_signal_emit (self, signals[FAILED], 0, _ ("The training file cannot be used."),
                     error->message);
  } else {
    self->training = result;
  }
  update_data (self);
}

static const EctopyJobKind read_kind = {
  .work = read_work,
  .step = read_step_cb,
  .done = read_done_cb,
  .free_input = g_free,
  .free_result = g_object_unref,
};

/* ---- Choosing files ---- */

static void
training_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_train_settings_set_training_path (user_data, path);
}

static void
validation_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_train_settings_set_validation_path (user_data, path);
}

static void set_network (EctopyTrainSettings *self, const char *network);

static void
network_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    set_network (user_data, path);
}

static void
choose (EctopyTrainSettings *self,
        const char *title,
        const EctopyFileKind *kind,
        const char *at,
        EctopyFileChosenFunc func)
{
  g_autofree char *folder = at != NULL ? g_path_get_dirname (at) : NULL;
  g_autoptr (GFile) file = folder != NULL ? g_file_new_for_path (folder) : NULL;

  ectopy_choose_file (GTK_WIDGET (self), title, kind, 1, NULL, file, func, self);
}

static void
choose_training_cb (EctopyTrainSettings *self)
{
  const EctopyFileKind kind = { _ ("Beat CSV"), "*.csv *.txt" };

  choose (self, _ ("Choose the Training File"), &kind, self->training_path, training_chosen_cb);
}

static void
choose_validation_cb (EctopyTrainSettings *self)
{
  const EctopyFileKind kind = { _ ("Beat CSV"), "*.csv *.txt" };

  choose (self, _ ("Choose the Validation File"), &kind,
          self->validation_path != NULL ? self->validation_path : self->training_path,
          validation_chosen_cb);
}

static void
choose_network_cb (EctopyTrainSettings *self)
{
  const EctopyFileKind kind = { _ ("Network description"), "*.network *.txt" };

  choose (self, _ ("Choose a Network"), &kind, self->network_file, network_chosen_cb);
}

/* ---- Network ---- */

static const char *
get_network (EctopyTrainSettings *self)
{
  const guint i = adw_combo_row_get_selected (self->network);

  return i < self->n_networks ? ectopy_network_spec_list ()[i] : self->network_file;
}

/* What a network costs, or what is wrong with it. */
static char *
describe_network (const char *name)
{
  g_autoptr (GError) error = NULL;
  EctopyNetworkSpec *spec = ectopy_training_load_network (name, &error);
  EctopyNetwork *network = spec != NULL ? ectopy_network_new (spec, &error) : NULL;
  g_autofree char *parameters = NULL;
  char *text;

  if (network == NULL)
    return g_strdup (error->message);
  parameters = ectopy_text_count (network->plan->n_parameters);
  /* Translators: number of parameters, cost of a beat in millions of operations, samples a beat. */
  text = g_strdup_printf (_ ("%s parameters, %.1f MFLOP a beat of %zu samples."), parameters,
                          ectopy_network_spec_count_flop (network->spec) * 1e-6,
                          network->spec->in_length);
  ectopy_network_free (network);
  return text;
}

static void
network_cb (EctopyTrainSettings *self)
{
  const char *network = get_network (self);
  g_autofree char *text = network != NULL ? describe_network (network) : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->network), text);
  emit_changed (self);
}

/* The names that Ectopy brings, and the file if one was chosen. */
static void
list_networks (EctopyTrainSettings *self)
{
  const char *const *names = ectopy_network_spec_list ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (names);

  self->n_networks = g_strv_length ((char **) names);
  if (self->network_file != NULL) {
    g_autofree char *name = g_filename_display_basename (self->network_file);

    gtk_string_list_append (list, name);
  }
  adw_combo_row_set_model (self->network, G_LIST_MODEL (list));
}

static void
set_network (EctopyTrainSettings *self, const char *network)
{
  const char *const *names = ectopy_network_spec_list ();
  guint i = 0;

  while (names[i] != NULL && !g_str_equal (names[i], network))
    i++;
  if (names[i] == NULL) {
    char *copy = g_strdup (network);

    g_free (self->network_file);
    self->network_file = copy;
    list_networks (self);
  }
  adw_combo_row_set_selected (self->network, i);
  network_cb (self);
}

/* ---- Choices ---- */

/* Whether the chosen network reads beats with what is around them; also FALSE for one that cannot be read. */
static gboolean
reads_recordings (EctopyTrainSettings *self)
{
  const char *name = get_network (self);
  EctopyNetworkSpec *spec = name != NULL ? ectopy_training_load_network (name, NULL) : NULL;
  const gboolean reads = spec != NULL && spec->n_side > 0;

  ectopy_network_spec_free (spec);
  return reads;
}

/* A network of the other kind of data cannot be trained: the settings become what suits. */
static void
suit_source (EctopyTrainSettings *self)
{
  const gboolean is_of_records = adw_combo_row_get_selected (self->source) == SOURCE_RECORDINGS;
  EctopyFitSettings settings;

  if (is_of_records == reads_recordings (self))
    return;
  if (is_of_records)
    ectopy_fit_settings_init_recordings (&settings);
  else
    ectopy_fit_settings_init (&settings);
  ectopy_train_settings_set (self, &settings);
  ectopy_fit_settings_clear (&settings);
}

static void
source_cb (EctopyTrainSettings *self)
{
  suit_source (self);
  update_data (self);
}

static void
judge_cb (EctopyTrainSettings *self)
{
  update_data (self);
}

static void
recordings_changed_cb (EctopyTrainSettings *self)
{
  emit_changed (self);
}

static void
recordings_failed_cb (EctopyTrainSettings *self, const char *title, const char *details)
{
  g_signal_emit (self, signals[FAILED], 0, title, details);
}

static void
split_cb (EctopyTrainSettings *self)
{
  update_counts (self);
}

static void
choices_cb (EctopyTrainSettings *self)
{
  const gboolean plateau = adw_combo_row_get_selected (self->schedule) == 0;

  gtk_widget_set_sensitive (self->plateau_patience, plateau);
  gtk_widget_set_sensitive (self->plateau_factor, plateau);
  gtk_widget_set_sensitive (self->smallest_rate, plateau);
  gtk_widget_set_visible (GTK_WIDGET (self->own_weights),
                          adw_combo_row_get_selected (self->class_weights) ==
                              ECTOPY_CLASS_WEIGHTS_OWN);
}

/* A text that cannot be set is marked while it is typed. */
static void
check_text (GtkEditable *row, const char *setting)
{
  EctopyFitSettings probe;

  ectopy_fit_settings_init (&probe);
  if (ectopy_fit_settings_set (&probe, setting, gtk_editable_get_text (row), NULL))
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  ectopy_fit_settings_clear (&probe);
}

static void
texts_cb (EctopyTrainSettings *self)
{
  check_text (self->seed, "seed");
  check_text (self->own_weights, "class-weights");
}

static void
select_choice (AdwComboRow *row, const char *const *choices, guint n, const char *value)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (choices[i], value))
      adw_combo_row_set_selected (row, i);
}

/* ---- Session ---- */

/* What is open in Review is what one wants to train on, until another file is chosen. */
static void
beats_changed_cb (EctopyTrainSettings *self)
{
  const guint source = adw_combo_row_get_selected (self->source);
  const gboolean can = can_review (self);

  if (!can && source == SOURCE_REVIEW)
    adw_combo_row_set_selected (self->source, SOURCE_FILE);
  else if (can && source == SOURCE_FILE && self->training_path == NULL)
    adw_combo_row_set_selected (self->source, SOURCE_REVIEW);
  update_data (self);
}

/* Comes with each piece of work in Review; only verdicts matter here. */
static void
facts_changed_cb (EctopyTrainSettings *self)
{
  EctopyCorrections *corrections = ectopy_session_get_corrections (self->session);
  const size_t n = corrections != NULL ? ectopy_corrections_get_n_verdicts (corrections) : 0;

  if (n == self->n_counted || !ectopy_train_settings_uses_review (self))
    return;
  self->n_counted = n;
  update_counts (self);
}

/* ---- Object ---- */

static void
ectopy_train_settings_dispose (GObject *object)
{
  EctopyTrainSettings *self = ECTOPY_TRAIN_SETTINGS (object);

  g_clear_pointer (&self->job, ectopy_job_drop);
  ectopy_train_settings_set_session (self, NULL);
  g_clear_object (&self->training);
  G_OBJECT_CLASS (ectopy_train_settings_parent_class)->dispose (object);
}

static void
ectopy_train_settings_finalize (GObject *object)
{
  EctopyTrainSettings *self = ECTOPY_TRAIN_SETTINGS (object);

  g_ptr_array_unref (self->numbers);
  g_free (self->training_path);
  g_free (self->validation_path);
  g_free (self->network_file);
  G_OBJECT_CLASS (ectopy_train_settings_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyTrainSettings, name)

static void
ectopy_train_settings_class_init (EctopyTrainSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ectopy_train_settings_dispose;
  object_class->finalize = ectopy_train_settings_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (ECTOPY_TYPE_CLASS_BARS);
  g_type_ensure (ECTOPY_TYPE_NUMBER_ROW);
  g_type_ensure (ECTOPY_TYPE_RECORDS_SETTINGS);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("train-settings.ui"));
  BIND (source);
  BIND (training_row);
  BIND (counts_row);
  BIND (bars);
  BIND (split_label);
  BIND (recordings);
  BIND (smote_row);
  BIND (judge);
  BIND (validation_split);
  BIND (validation_row);
  BIND (network);
  BIND (schedule);
  BIND (class_weights);
  BIND (own_weights);
  BIND (smote);
  BIND (seed);
  BIND (best_by);
  BIND (scaling);
  BIND (epochs);
  BIND (batch_size);
  BIND (learning_rate);
  BIND (early_stop);
  BIND (augment);
  BIND (threads);
  BIND (warm_up);
  BIND (plateau_patience);
  BIND (plateau_factor);
  BIND (smallest_rate);
  BIND (label_smoothing);
  BIND (weight_decay);
  BIND (clip_norm);
  BIND (average);
  BIND (adam_epsilon);
  BIND (easy_above);
  BIND (easy_share);
  BIND (members);
  gtk_widget_class_bind_template_callback (widget_class, choose_training_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_validation_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_network_cb);
  gtk_widget_class_bind_template_callback (widget_class, recordings_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, recordings_failed_cb);
}

static void
ectopy_train_settings_init (EctopyTrainSettings *self)
{
  EctopyFitSettings defaults;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->numbers = g_ptr_array_new ();
  for (GtkWidget **row = &self->epochs; row <= &self->members; row++)
    if (*row != self->threads)
      g_ptr_array_add (self->numbers, *row);
  g_ptr_array_add (self->numbers, self->validation_split);
  ectopy_number_row_set_value (ECTOPY_NUMBER_ROW (self->threads),
                               g_settings_get_int (ectopy_settings (), "threads"));
  list_networks (self);
  ectopy_fit_settings_init (&defaults);
  ectopy_train_settings_set (self, &defaults);
  ectopy_fit_settings_clear (&defaults);

  g_signal_connect_swapped (self->source, "notify::selected", G_CALLBACK (source_cb), self);
  g_signal_connect_swapped (self->judge, "notify::selected", G_CALLBACK (judge_cb), self);
  g_signal_connect_swapped (self->validation_split, "changed", G_CALLBACK (split_cb), self);
  g_signal_connect_swapped (self->network, "notify::selected", G_CALLBACK (network_cb), self);
  g_signal_connect_swapped (self->schedule, "notify::selected", G_CALLBACK (choices_cb), self);
  g_signal_connect_swapped (self->class_weights, "notify::selected", G_CALLBACK (choices_cb), self);
  g_signal_connect_swapped (self->seed, "changed", G_CALLBACK (texts_cb), self);
  g_signal_connect_swapped (self->own_weights, "changed", G_CALLBACK (texts_cb), self);
  beats_changed_cb (self);
}

void
ectopy_train_settings_set_session (EctopyTrainSettings *self, EctopySession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "beats-changed", G_CALLBACK (beats_changed_cb), self);
  g_signal_connect_swapped (session, "facts-changed", G_CALLBACK (facts_changed_cb), self);
  beats_changed_cb (self);
}

/* ---- Settings ---- */

/* Keeps the first error. */
static void
set_one (EctopyFitSettings *settings, const char *name, const char *value, GError **error)
{
  ectopy_fit_settings_set (settings, name, value, error != NULL && *error == NULL ? error : NULL);
}

gboolean
ectopy_train_settings_get (EctopyTrainSettings *self, EctopyFitSettings *settings, GError **error)
{
  static const char *const weights[] = { "none", "balanced" };
  const guint weight = adw_combo_row_get_selected (self->class_weights);
  const char *network = get_network (self);
  GError *first = NULL;

  ectopy_fit_settings_init (settings);
  ectopy_records_settings_get (self->recordings, settings, &first);
  for (guint i = 0; i < self->numbers->len; i++) {
    EctopyNumberRow *row = g_ptr_array_index (self->numbers, i);
    g_autofree char *text = ectopy_number_row_dup_text (row);

    /* Recordings have a share of their own. */
    if (GTK_WIDGET (row) == self->validation_split && ectopy_train_settings_uses_recordings (self))
      continue;
    set_one (settings, ectopy_number_row_get_setting (row), text, &first);
  }
  if (network != NULL)
    set_one (settings, "network", network, &first);
  set_one (settings, "schedule", schedules[adw_combo_row_get_selected (self->schedule)], &first);
  set_one (settings, "best-by", bests[adw_combo_row_get_selected (self->best_by)], &first);
  set_one (settings, "scaling", scalings[adw_combo_row_get_selected (self->scaling)], &first);
  set_one (settings, "smote", gtk_switch_get_active (self->smote) ? "yes" : "no", &first);
  set_one (settings, "class-weights",
           weight < ECTOPY_CLASS_WEIGHTS_OWN ? weights[weight]
                                             : gtk_editable_get_text (self->own_weights),
           &first);
  set_one (settings, "seed", gtk_editable_get_text (self->seed), &first);
  if (adw_combo_row_get_selected (self->judge) == JUDGE_BY_NOTHING &&
      !ectopy_train_settings_uses_recordings (self))
    settings->validation_split = 0;
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, first);
  return FALSE;
}

static void
set_own_weights (EctopyTrainSettings *self, const EctopyFitSettings *settings)
{
  EctopyFitSettings own = *settings; /* lends what it points to */
  g_autofree char *text = NULL;

  own.class_weights = ECTOPY_CLASS_WEIGHTS_OWN;
  text = ectopy_fit_settings_get (&own, "class-weights");
  gtk_editable_set_text (self->own_weights, text);
}

void
ectopy_train_settings_set (EctopyTrainSettings *self, const EctopyFitSettings *settings)
{
  g_autofree char *seed = ectopy_fit_settings_get (settings, "seed");
  g_autofree char *schedule = ectopy_fit_settings_get (settings, "schedule");
  g_autofree char *best_by = ectopy_fit_settings_get (settings, "best-by");
  g_autofree char *scaling = ectopy_fit_settings_get (settings, "scaling");

  for (guint i = 0; i < self->numbers->len; i++) {
    EctopyNumberRow *row = g_ptr_array_index (self->numbers, i);
    const char *name = ectopy_number_row_get_setting (row);
    g_autofree char *text = ectopy_fit_settings_get (settings, name);

    if (GTK_WIDGET (row) != self->validation_split || settings->validation_split > 0)
      ectopy_number_row_set_text (row, text);
  }
  ectopy_records_settings_set (self->recordings, settings);
  if (adw_combo_row_get_selected (self->judge) != JUDGE_BY_FILE)
    adw_combo_row_set_selected (self->judge,
                                settings->validation_split > 0 ? JUDGE_BY_PART : JUDGE_BY_NOTHING);
  set_network (self, settings->network);
  /* A network is of one kind of data: so is the rest of the form. */
  if (reads_recordings (self) != ectopy_train_settings_uses_recordings (self))
    adw_combo_row_set_selected (self->source,
                                reads_recordings (self) ? SOURCE_RECORDINGS : SOURCE_FILE);
  select_choice (self->schedule, schedules, G_N_ELEMENTS (schedules), schedule);
  select_choice (self->best_by, bests, G_N_ELEMENTS (bests), best_by);
  select_choice (self->scaling, scalings, G_N_ELEMENTS (scalings), scaling);
  gtk_switch_set_active (self->smote, settings->smote);
  adw_combo_row_set_selected (self->class_weights, settings->class_weights);
  set_own_weights (self, settings);
  gtk_editable_set_text (self->seed, seed);
  choices_cb (self);
  texts_cb (self);
  update_data (self);
}

guint
ectopy_train_settings_get_threads (EctopyTrainSettings *self)
{
  return (guint) ectopy_number_row_get_value (ECTOPY_NUMBER_ROW (self->threads));
}

/* ---- Data ---- */

void
ectopy_train_settings_set_training_path (EctopyTrainSettings *self, const char *path)
{
  char *copy = g_strdup (path);

  g_clear_pointer (&self->job, ectopy_job_drop);
  g_clear_object (&self->training);
  g_free (self->training_path);
  self->training_path = copy;
  adw_combo_row_set_selected (self->source, SOURCE_FILE);
  show_path (self->training_row, path);
  self->job = ectopy_job_start (&read_kind, g_strdup (path), self);
  update_data (self);
}

void
ectopy_train_settings_set_validation_path (EctopyTrainSettings *self, const char *path)
{
  char *copy = g_strdup (path);

  g_free (self->validation_path);
  self->validation_path = copy;
  show_path (self->validation_row, path);
  adw_combo_row_set_selected (self->judge, JUDGE_BY_FILE);
  update_data (self);
}

void
ectopy_train_settings_set_recordings (EctopyTrainSettings *self, const char *folder)
{
  adw_combo_row_set_selected (self->source, SOURCE_RECORDINGS);
  ectopy_records_settings_set_folder (self->recordings, folder);
}

gboolean
ectopy_train_settings_uses_recordings (EctopyTrainSettings *self)
{
  return adw_combo_row_get_selected (self->source) == SOURCE_RECORDINGS;
}

const char *
ectopy_train_settings_get_patients_path (EctopyTrainSettings *self)
{
  return ectopy_train_settings_uses_recordings (self)
             ? ectopy_records_settings_get_patients (self->recordings)
             : NULL;
}

gboolean
ectopy_train_settings_uses_review (EctopyTrainSettings *self)
{
  return adw_combo_row_get_selected (self->source) == SOURCE_REVIEW && can_review (self);
}

EctopyDataset *
ectopy_train_settings_get_training (EctopyTrainSettings *self)
{
  if (ectopy_train_settings_uses_review (self))
    return ectopy_session_get_dataset (self->session);
  return adw_combo_row_get_selected (self->source) == SOURCE_FILE ? self->training : NULL;
}

const char *
ectopy_train_settings_get_training_path (EctopyTrainSettings *self)
{
  if (ectopy_train_settings_uses_recordings (self))
    return ectopy_records_settings_get_folder (self->recordings);
  return ectopy_train_settings_uses_review (self) ? ectopy_session_get_path (self->session)
                                                  : self->training_path;
}

const char *
ectopy_train_settings_get_validation_path (EctopyTrainSettings *self)
{
  return adw_combo_row_get_selected (self->judge) == JUDGE_BY_FILE &&
                 !ectopy_train_settings_uses_recordings (self)
             ? self->validation_path
             : NULL;
}

gboolean
ectopy_train_settings_is_complete (EctopyTrainSettings *self)
{
  if (get_network (self) == NULL)
    return FALSE;
  if (ectopy_train_settings_uses_recordings (self))
    return ectopy_records_settings_is_complete (self->recordings);
  return ectopy_train_settings_get_training (self) != NULL &&
         (adw_combo_row_get_selected (self->judge) != JUDGE_BY_FILE ||
          self->validation_path != NULL);
}
