/* SPDX-License-Identifier: MIT */
#include "engine/core/atomic-file.h"
#include "ui/compat.h"
#include "ui/pages/train/train-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Says what came of writing a file. Returns: @ok. */
static gboolean
tell_saved (EctopyTrainPage *self, gboolean ok, const char *path, const char *title, GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (ok)
    /* Translators: %s is the name of a file. */
    ectopy_train_page_toast (self, _ ("Saved as %s."), name);
  else
    ectopy_error_bar_show (self->error_bar, title, error->message);
  return ok;
}

gboolean
ectopy_train_page_save_settings (EctopyTrainPage *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  EctopyFitSettings settings;
  gboolean ok = ectopy_train_settings_get (self->settings, &settings, &error);
  g_autofree char *text = ectopy_fit_settings_to_text (&settings);

  ectopy_fit_settings_clear (&settings);
  ok = ok && ectopy_atomic_write (path, text, strlen (text), &error);
  return tell_saved (self, ok, path, _ ("The settings could not be saved."), error);
}

gboolean
ectopy_train_page_load_settings (EctopyTrainPage *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  EctopyFitSettings settings;
  gboolean ok;

  /* What the file does not name stays as it is on the form. */
  ectopy_train_settings_get (self->settings, &settings, NULL);
  ok = ectopy_fit_settings_load (&settings, path, &error);
  if (ok)
    ectopy_train_settings_set (self->settings, &settings);
  else
    ectopy_error_bar_show (self->error_bar, _ ("The settings could not be loaded."),
                           error->message);
  ectopy_fit_settings_clear (&settings);
  return ok;
}

gboolean
ectopy_train_page_save_model (EctopyTrainPage *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  EctopyModel *model;
  gboolean ok;

  g_return_val_if_fail (ectopy_train_page_has_model (self), FALSE);
  model = ectopy_run_get_model (self->shown);
  ok = ectopy_model_save (model, path, &error);
  /* It has a name now. */
  if (ok && self->session != NULL && ectopy_session_get_model (self->session) == model)
    g_object_notify (G_OBJECT (self->session), "model");
  return tell_saved (self, ok, path, _ ("The model could not be saved."), error);
}

gboolean
ectopy_train_page_export_chart (EctopyTrainPage *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_return_val_if_fail (self->shown != NULL, FALSE);
  ok = ectopy_curves_view_write (self->curves, path, &error);
  return tell_saved (self, ok, path, _ ("The chart could not be exported."), error);
}

/* One function for a chosen file. */
typedef gboolean (*FileFunc) (EctopyTrainPage *self, const char *path);

typedef struct {
  EctopyTrainPage *page; /* lent: the chooser does not come back after it */
  FileFunc func;
} Choice;

static void
chosen_cb (GFile *file, gpointer user_data)
{
  Choice *choice = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    choice->func (choice->page, path);
}

static void
choose (EctopyTrainPage *self,
        const char *title,
        const EctopyFileKind *kind,
        const char *save_name,
        FileFunc func)
{
  Choice *choice = g_new (Choice, 1);

  *choice = (Choice){ self, func };
  /* Kept by the page, as the chooser may never come back; only the last one asked for counts. */
  g_object_set_data_full (G_OBJECT (self), "ectopy-choice", choice, g_free);
  ectopy_choose_file (GTK_WIDGET (self), title, kind, 1, save_name, NULL, chosen_cb, choice);
}

void
ectopy_train_page_choose_save_settings (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const EctopyFileKind kind = { _ ("Training settings"), "*.conf *.ini" };

  choose (ECTOPY_TRAIN_PAGE (widget), _ ("Save the Settings"), &kind, "training.conf",
          ectopy_train_page_save_settings);
}

void
ectopy_train_page_choose_load_settings (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const EctopyFileKind kind = { _ ("Training settings"), "*.conf *.ini" };

  choose (ECTOPY_TRAIN_PAGE (widget), _ ("Load Settings"), &kind, NULL,
          ectopy_train_page_load_settings);
}

void
ectopy_train_page_choose_save_model (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const EctopyFileKind kind = { _ ("Model"), "*.safetensors" };

  if (ectopy_train_page_has_model (ECTOPY_TRAIN_PAGE (widget)))
    choose (ECTOPY_TRAIN_PAGE (widget), _ ("Save the Model"), &kind, "model.safetensors",
            ectopy_train_page_save_model);
}

void
ectopy_train_page_choose_export_chart (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const EctopyFileKind kind = { _ ("Chart, or table of its values"), "*.png *.svg *.pdf *.csv" };

  if (ECTOPY_TRAIN_PAGE (widget)->shown != NULL)
    choose (ECTOPY_TRAIN_PAGE (widget), _ ("Export the Chart"), &kind, "curves.png",
            ectopy_train_page_export_chart);
}
