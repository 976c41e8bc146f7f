/* SPDX-License-Identifier: MIT */
#include "ui/pages/train/records-settings.h"

#include "engine/evaluate/figure-text.h"
#include "engine/run/record-counts.h"
#include "engine/run/record-set.h"
#include "ui/compat.h"
#include "ui/resource.h"
#include "ui/session/job.h"
#include "ui/widgets/class-bars.h"
#include "ui/widgets/number-row.h"

#include <glib/gi18n.h>

struct _EctopyRecordsSettings {
  AdwBin parent_instance;

  AdwActionRow *folder_row;
  GtkWidget *counts_row;
  EctopyClassBars *bars;
  GtkLabel *counts_label;
  AdwActionRow *patients_row;
  GtkWidget *validation_split;
  GtkWidget *folds;
  GtkWidget *epoch_beats;
  GtkWidget *made_up;
  GtkEditable *records;
  GtkEditable *validation_records;
  GtkEditable *class_shares;

  EctopyJob *job; /* counts the beats */
  char *folder;
  char *patients;
  GArray *counts;     /* (nullable) EctopyRecordCounts: of all recordings in the folder */
  guint n_learned;    /* of them, to be learned from */
  gboolean has_wrong; /* one of those to be read cannot be */
};

enum { CHANGED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyRecordsSettings, ectopy_records_settings, ADW_TYPE_BIN)

/* The entries and the setting that each is. */
static const struct {
  const char *setting;
  gsize offset;
} texts[] = {
  { "records", G_STRUCT_OFFSET (EctopyRecordsSettings, records) },
  { "validation-records", G_STRUCT_OFFSET (EctopyRecordsSettings, validation_records) },
  { "class-shares", G_STRUCT_OFFSET (EctopyRecordsSettings, class_shares) },
};

static const gsize numbers[] = {
  G_STRUCT_OFFSET (EctopyRecordsSettings, validation_split),
  G_STRUCT_OFFSET (EctopyRecordsSettings, folds),
  G_STRUCT_OFFSET (EctopyRecordsSettings, epoch_beats),
  G_STRUCT_OFFSET (EctopyRecordsSettings, made_up),
};

static GtkEditable *
get_text (EctopyRecordsSettings *self, guint i)
{
  return G_STRUCT_MEMBER (GtkEditable *, self, texts[i].offset);
}

static EctopyNumberRow *
get_number (EctopyRecordsSettings *self, guint i)
{
  return ECTOPY_NUMBER_ROW (G_STRUCT_MEMBER (GtkWidget *, self, numbers[i]));
}

/* ---- What there is to learn from ---- */

typedef struct {
  size_t counts[ECTOPY_N_CLASSES];
  size_t n_beats;
  guint n_aside;
  const char *problem; /* nullable */
} Sum;

/* Returns: FALSE where a list makes no sense. */
static gboolean
sum_up (EctopyRecordsSettings *self, Sum *sum)
{
  const char *records = gtk_editable_get_text (self->records);
  const char *validation = gtk_editable_get_text (self->validation_records);
  const gboolean has_validation = !g_str_equal (validation, "none");

  self->n_learned = 0;
  for (guint i = 0; i < self->counts->len; i++) {
    const EctopyRecordCounts *record = &g_array_index (self->counts, EctopyRecordCounts, i);
    gboolean is_taken, is_aside = FALSE;

    if (!ectopy_record_list_matches (records, record->name, &is_taken, NULL) ||
        (has_validation && !ectopy_record_list_matches (validation, record->name, &is_aside, NULL)))
      return FALSE;
    if ((is_taken || is_aside) && record->problem != NULL && sum->problem == NULL)
      sum->problem = record->problem;
    sum->n_aside += is_aside ? 1 : 0;
    if (!is_taken || is_aside)
      continue;
    self->n_learned++;
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      sum->counts[c] += record->counts[c];
      sum->n_beats += record->counts[c];
    }
  }
  return TRUE;
}

static void
update_counts (EctopyRecordsSettings *self)
{
  Sum sum = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *beats = NULL;

  gtk_widget_set_visible (self->counts_row, self->counts != NULL);
  self->has_wrong = FALSE;
  if (self->counts == NULL)
    return;
  if (!sum_up (self, &sum)) {
    self->n_learned = 0;
    g_string_append (text, _ ("A list of records names a file that cannot be read."));
  } else {
    beats = ectopy_text_count (sum.n_beats);
    g_string_append_printf (
        text, /* Translators: a number of recordings, and a count of beats in them. */
        ngettext ("%u record with %s beats to learn from.",
                  "%u records with %s beats to learn from.", self->n_learned),
        self->n_learned, beats);
    if (sum.n_aside > 0) {
      g_string_append_c (text, ' ');
      /* Translators: a number of recordings. */
      g_string_append_printf (text, ngettext ("%u is set aside.", "%u are set aside.", sum.n_aside),
                              sum.n_aside);
    }
    if (sum.problem != NULL)
      /* Translators: why a recording cannot be used; the exclamation mark is typed as it is. */
      g_string_append_printf (text, _ ("\nLeave it out with “!” before its name: %s"), sum.problem);
    self->has_wrong = sum.problem != NULL;
  }
  gtk_label_set_text (self->counts_label, text->str);
  ectopy_class_bars_set_counts (self->bars, sum.counts);
}

static void
emit_changed (EctopyRecordsSettings *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_path (AdwActionRow *row, const char *path, const char *otherwise)
{
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  adw_action_row_set_subtitle (row, name != NULL ? name : otherwise);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), path);
}

static void
show_folder (EctopyRecordsSettings *self)
{
  show_path (self->folder_row, self->folder, _ ("Choose a folder of annotated recordings."));
}

/* ---- Counting ---- */

static gpointer
count_work (EctopyJob *job, gpointer input, GError **error)
{
  char *folder[] = { input, NULL };
  g_autoptr (GPtrArray) records = ectopy_record_set_find (folder, NULL, NULL, error);

  return records != NULL ? ectopy_record_counts_read (records, ectopy_job_tell, job,
                                                      ectopy_job_get_cancellable (job), error)
                         : NULL;
}

static void
count_step_cb (EctopyJob *job, gpointer user_data)
{
  EctopyRecordsSettings *self = user_data;
  g_autofree char *name = g_filename_display_basename (self->folder);
  /* Translators: name of a folder, then per cent of it that have been read. */
  g_autofree char *text = g_strdup_printf (_ ("Reading %s: %.0f %%"), name,
                                           100 * ectopy_job_get_fraction (job));

  adw_action_row_set_subtitle (self->folder_row, text);
}

static void
count_done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyRecordsSettings *self = user_data;

  self->job = NULL;
  ectopy_job_drop (job);
  if (result == NULL)
    g_clear_pointer (&self->folder, g_free);
  self->counts = result;
  show_folder (self);
  update_counts (self);
  if (result == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, _ ("The recordings cannot be used."), error->message);
  emit_changed (self);
}

static const EctopyJobKind count_kind = {
  .work = count_work,
  .step = count_step_cb,
  .done = count_done_cb,
  .free_input = g_free,
  .free_result = (GDestroyNotify) g_array_unref,
};

/* ---- Choosing ---- */

static void
folder_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_records_settings_set_folder (user_data, path);
}

static void
choose_folder_cb (EctopyRecordsSettings *self)
{
  g_autoptr (GFile) at = self->folder != NULL ? g_file_new_for_path (self->folder) : NULL;

  ectopy_choose_folder (GTK_WIDGET (self), _ ("Choose Recordings to Learn From"), at,
                        folder_chosen_cb, self);
}

static void
patients_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_records_settings_set_patients (user_data, path);
}

static void
choose_patients_cb (EctopyRecordsSettings *self)
{
  const EctopyFileKind kind = { _ ("Tables of record and patient"), "*.csv *.txt" };
  g_autoptr (GFile) at = self->folder != NULL ? g_file_new_for_path (self->folder) : NULL;

  ectopy_choose_file (GTK_WIDGET (self), _ ("Choose a Table of Patients"), &kind, 1, NULL, at,
                      patients_chosen_cb, self);
}

/* A text that cannot be set is marked while it is typed. */
static void
text_cb (EctopyRecordsSettings *self)
{
  EctopyFitSettings probe;

  ectopy_fit_settings_init (&probe);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    GtkWidget *row = GTK_WIDGET (get_text (self, i));

    if (ectopy_fit_settings_set (&probe, texts[i].setting,
                                 gtk_editable_get_text (get_text (self, i)), NULL))
      gtk_widget_remove_css_class (row, "error");
    else
      gtk_widget_add_css_class (row, "error");
  }
  ectopy_fit_settings_clear (&probe);
  update_counts (self);
  emit_changed (self);
}

/* ---- Object ---- */

static void
ectopy_records_settings_dispose (GObject *object)
{
  EctopyRecordsSettings *self = ECTOPY_RECORDS_SETTINGS (object);

  g_clear_pointer (&self->job, ectopy_job_drop);
  G_OBJECT_CLASS (ectopy_records_settings_parent_class)->dispose (object);
}

static void
ectopy_records_settings_finalize (GObject *object)
{
  EctopyRecordsSettings *self = ECTOPY_RECORDS_SETTINGS (object);

  g_free (self->folder);
  g_free (self->patients);
  g_clear_pointer (&self->counts, g_array_unref);
  G_OBJECT_CLASS (ectopy_records_settings_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyRecordsSettings, name)

static void
ectopy_records_settings_class_init (EctopyRecordsSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = ectopy_records_settings_dispose;
  object_class->finalize = ectopy_records_settings_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (ECTOPY_TYPE_CLASS_BARS);
  g_type_ensure (ECTOPY_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("records-settings.ui"));
  BIND (folder_row);
  BIND (counts_row);
  BIND (bars);
  BIND (counts_label);
  BIND (patients_row);
  BIND (validation_split);
  BIND (folds);
  BIND (epoch_beats);
  BIND (made_up);
  BIND (records);
  BIND (validation_records);
  BIND (class_shares);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_patients_cb);
}

static void
ectopy_records_settings_init (EctopyRecordsSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_signal_connect_swapped (get_text (self, i), "changed", G_CALLBACK (text_cb), self);
}

/* ---- Settings ---- */

gboolean
ectopy_records_settings_get (EctopyRecordsSettings *self,
                             EctopyFitSettings *settings,
                             GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *text = ectopy_number_row_dup_text (get_number (self, i));

    if (!ectopy_fit_settings_set (settings, ectopy_number_row_get_setting (get_number (self, i)),
                                  text, error))
      return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!ectopy_fit_settings_set (settings, texts[i].setting,
                                  gtk_editable_get_text (get_text (self, i)), error))
      return FALSE;
  return TRUE;
}

void
ectopy_records_settings_set (EctopyRecordsSettings *self, const EctopyFitSettings *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *text = ectopy_fit_settings_get (
        settings, ectopy_number_row_get_setting (get_number (self, i)));

    ectopy_number_row_set_text (get_number (self, i), text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = ectopy_fit_settings_get (settings, texts[i].setting);

    gtk_editable_set_text (get_text (self, i), text);
  }
}

/* ---- Data ---- */

void
ectopy_records_settings_set_folder (EctopyRecordsSettings *self, const char *path)
{
  char *copy = g_strdup (path);

  g_clear_pointer (&self->job, ectopy_job_drop);
  g_clear_pointer (&self->counts, g_array_unref);
  g_free (self->folder);
  self->folder = copy;
  show_folder (self);
  update_counts (self);
  self->job = ectopy_job_start (&count_kind, g_strdup (path), self);
  emit_changed (self);
}

const char *
ectopy_records_settings_get_folder (EctopyRecordsSettings *self)
{
  return self->folder;
}

void
ectopy_records_settings_set_patients (EctopyRecordsSettings *self, const char *path)
{
  char *copy = g_strdup (path);

  g_free (self->patients);
  self->patients = copy;
  show_path (self->patients_row, path,
             _ ("Each record is of a patient of its own, but for 201 and 202."));
}

const char *
ectopy_records_settings_get_patients (EctopyRecordsSettings *self)
{
  return self->patients;
}

gboolean
ectopy_records_settings_is_complete (EctopyRecordsSettings *self)
{
  return self->counts != NULL && self->n_learned > 0 && !self->has_wrong;
}
