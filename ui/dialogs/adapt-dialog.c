/* SPDX-License-Identifier: MIT */
#include "ui/dialogs/adapt-dialog.h"

#include "config.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/figure-text.h"
#include "ui/asking.h"
#include "ui/compat.h"
#include "ui/dialogs/adapt-result.h"
#include "ui/session/job.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SEED 42

typedef struct {
  EctopyAdaptUseFunc use;
  gpointer user_data;
  GFile *folder;
  EctopyJob *job;
  EctopyAdaptation *adaptation;
  GtkWidget *window;
  GtkWidget *close;
  GtkWidget *save;
  GtkWidget *use_button;
  GtkWidget *body;
  GtkWidget *stage;
  GtkWidget *bar;
  GtkWidget *saved;
} Dialog;

static void
dialog_free (gpointer data)
{
  Dialog *self = data;

  g_clear_pointer (&self->job, ectopy_job_drop);
  ectopy_adaptation_free (self->adaptation);
  g_clear_object (&self->folder);
  g_free (self);
}

/* ---- The work ---- */

typedef struct {
  EctopyAdaptInput *input;
  EctopyModel *model;
  guint n_threads;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  ectopy_adapt_input_free (work->input);
  g_object_unref (work->model);
  g_free (work);
}

static gpointer
work (EctopyJob *job, gpointer data, GError **error)
{
  const Work *input = data;
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (input->n_threads);

  return ectopy_adapt (&(EctopyAdaptJob){ .input = input->input,
                                          .model = input->model,
                                          .seed = SEED,
                                          .version = ECTOPY_VERSION,
                                          .workers = workers,
                                          .progress = ectopy_job_tell,
                                          .progress_data = job },
                       ectopy_job_get_cancellable (job), error);
}

static void
step_cb (EctopyJob *job, gpointer user_data)
{
  Dialog *self = user_data;
  g_autofree char *stage = ectopy_job_dup_stage (job);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), ectopy_job_get_fraction (job));
  if (stage != NULL)
    gtk_label_set_text (GTK_LABEL (self->stage), stage);
}

/* ---- What came of it ---- */

static void
set_body (Dialog *self, GtkWidget *body)
{
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (self->body)) != NULL)
    gtk_box_remove (GTK_BOX (self->body), old);
  gtk_box_append (GTK_BOX (self->body), body);
}

static void
show_failure (Dialog *self, const GError *error)
{
  GtkWidget *page = adw_status_page_new ();
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-information-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Nothing Was Adapted"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  gtk_widget_set_vexpand (page, TRUE);
  set_body (self, page);
  gtk_button_set_label (GTK_BUTTON (self->close), _ ("_Close"));
}

static void
done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  Dialog *self = user_data;

  g_clear_pointer (&self->job, ectopy_job_drop);
  if (result == NULL) {
    show_failure (self, error);
    return;
  }
  self->adaptation = result;
  set_body (self, ectopy_adapt_result_new (self->adaptation));
  self->saved = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->saved, "notice");
  gtk_label_set_wrap (GTK_LABEL (self->saved), TRUE);
  gtk_widget_set_visible (self->saved, FALSE);
  gtk_box_append (GTK_BOX (self->body), self->saved);
  gtk_button_set_label (GTK_BUTTON (self->close), _ ("_Discard"));
  gtk_widget_set_visible (self->save, TRUE);
  gtk_widget_set_visible (self->use_button, TRUE);
  gtk_widget_set_sensitive (self->use_button, self->adaptation->n_moved > 0);
  gtk_widget_grab_focus (self->adaptation->n_moved > 0 ? self->use_button : self->close);
  ectopy_announce (self->body, _ ("The model has been adapted"));
}

static void
start (Dialog *self, EctopyAdaptInput *input, EctopyModel *model, guint n_threads)
{
  static const EctopyJobKind kind = {
    .work = work,
    .step = step_cb,
    .done = done_cb,
    .free_input = work_free,
    .free_result = (GDestroyNotify) ectopy_adaptation_free,
  };
  Work *what = g_new (Work, 1);

  *what = (Work){ input, g_object_ref (model), n_threads };
  self->job = ectopy_job_start (&kind, what, self);
}

/* ---- Choices ---- */

static void
use_cb (Dialog *self)
{
  self->use (self->adaptation, self->user_data);
  gtk_window_destroy (GTK_WINDOW (self->window));
}

static void
save_chosen_cb (GFile *file, gpointer user_data)
{
  Dialog *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (path == NULL)
    return;
  if (ectopy_model_save (self->adaptation->model, path, &error))
    /* Translators: the name of a file. */
    text = g_strdup_printf (_ ("Saved as %s"), name);
  gtk_label_set_text (GTK_LABEL (self->saved), text != NULL ? text : error->message);
  gtk_widget_set_visible (self->saved, TRUE);
}

static void
save_cb (Dialog *self)
{
  const EctopyFileKind kinds[] = { { _ ("Models"), "*.safetensors" } };
  g_autofree char *name = g_strconcat (ectopy_model_get_name (self->adaptation->model),
                                       ".safetensors", NULL);

  ectopy_choose_file (self->window, _ ("Save the Adapted Model"), kinds, G_N_ELEMENTS (kinds), name,
                      self->folder, save_chosen_cb, self);
}

/* ---- The window ---- */

static GtkWidget *
make_progress (Dialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *note = gtk_label_new (
      _ ("A copy of the model learns from the beats you looked at. It takes a minute at most, and "
         "nothing changes before you say so."));

  self->stage = gtk_label_new (_ ("Looking at rhythm and shapes"));
  self->bar = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress of adapting"), -1);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_justify (GTK_LABEL (note), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (note), 48);
  gtk_widget_add_css_class (self->stage, "heading");
  gtk_widget_add_css_class (box, "evaluate");
  gtk_widget_set_vexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->stage);
  gtk_box_append (GTK_BOX (box), self->bar);
  gtk_box_append (GTK_BOX (box), note);
  return box;
}

static GtkWidget *
make_header (Dialog *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->close = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  self->save = gtk_button_new_with_mnemonic (_ ("_Save Model…"));
  self->use_button = gtk_button_new_with_mnemonic (_ ("_Use for This Recording"));
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_widget_set_name (self->close, "adapt-close");
  gtk_widget_set_name (self->save, "adapt-save");
  gtk_widget_set_name (self->use_button, "adapt-use");
  gtk_widget_add_css_class (self->use_button, "suggested-action");
  gtk_widget_set_visible (self->save, FALSE);
  gtk_widget_set_visible (self->use_button, FALSE);
  g_signal_connect_swapped (self->close, "clicked", G_CALLBACK (gtk_window_close), self->window);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (self->use_button, "clicked", G_CALLBACK (use_cb), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->close);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->use_button);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  return header;
}

GtkWidget *
ectopy_adapt_dialog_show (GtkWidget *parent,
                          EctopyAdaptInput *input,
                          EctopyModel *model,
                          guint n_threads,
                          GFile *folder,
                          EctopyAdaptUseFunc use,
                          gpointer user_data)
{
  Dialog *self = g_new0 (Dialog, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *notice = gtk_label_new (_ ("For research and education, not for diagnosis."));

  *self = (Dialog){ .use = use, .user_data = user_data };
  self->folder = folder != NULL ? g_object_ref (folder) : NULL;
  self->window = adw_window_new ();
  g_object_set_data_full (G_OBJECT (self->window), "adapt", self, dialog_free);
  gtk_window_set_title (GTK_WINDOW (self->window), _ ("Adapt Model"));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 620, 560);
  ectopy_stand_over (self->window, parent);
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (self->body, TRUE);
  gtk_box_append (GTK_BOX (self->body), make_progress (self));
  gtk_widget_add_css_class (notice, "notice");
  gtk_widget_add_css_class (notice, "caption");
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), self->body);
  gtk_box_append (GTK_BOX (box), notice);
  adw_window_set_content (ADW_WINDOW (self->window), box);
  start (self, input, model, n_threads);
  gtk_window_present (GTK_WINDOW (self->window));
  return self->window;
}
