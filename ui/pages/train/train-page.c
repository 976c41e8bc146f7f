/* SPDX-License-Identifier: MIT */
#include "engine/run/classify-marks.h"
#include "ui/pages/train/train-page-private.h"
#include "ui/resource.h"
#include "ui/widgets/menus.h"
#include "ui/widgets/records-table.h"

#include <glib/gi18n.h>

enum { PROP_0, PROP_SESSION, N_PROPS };
enum { STATUS, TOAST, N_SIGNALS };
static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyTrainPage, ectopy_train_page, ADW_TYPE_BIN)

void
ectopy_train_page_toast (EctopyTrainPage *self, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_signal_emit (self, signals[TOAST], 0, text);
}

void
ectopy_train_page_tell_status (EctopyTrainPage *self, const char *text, double fraction)
{
  g_signal_emit (self, signals[STATUS], 0, text, fraction);
}

gboolean
ectopy_train_page_has_model (EctopyTrainPage *self)
{
  return self->shown != NULL && ectopy_run_get_model (self->shown) != NULL;
}

void
ectopy_train_page_update_actions (EctopyTrainPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean running = self->trainer != NULL;
  const gboolean shown = self->shown != NULL && ectopy_run_get_log (self->shown)->n_epochs > 0;
  const guint n_ended = g_list_model_get_n_items (G_LIST_MODEL (self->runs)) - (running ? 1 : 0);

  gtk_widget_action_set_enabled (widget, "train.start",
                                 !running && ectopy_train_settings_is_complete (self->settings));
  gtk_widget_action_set_enabled (widget, "train.pause", running);
  gtk_widget_action_set_enabled (widget, "train.stop", running);
  gtk_widget_action_set_enabled (widget, "train.save-model", ectopy_train_page_has_model (self));
  gtk_widget_action_set_enabled (widget, "train.use-model", ectopy_train_page_has_model (self));
  gtk_widget_action_set_enabled (widget, "train.evaluate", ectopy_train_page_has_model (self));
  gtk_widget_action_set_enabled (widget, "train.export-chart", shown);
  gtk_widget_action_set_enabled (widget, "train.clear-history", n_ended > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->start_button, !running);
}

/* ---- What is shown ---- */

void
ectopy_train_page_update_curves (EctopyTrainPage *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  ectopy_curves_view_clear_others (self->curves);
  for (guint i = 0; i < n; i++) {
    g_autoptr (EctopyRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

    if (run != self->shown && ectopy_run_get_compared (run) &&
        ectopy_run_get_log (run)->n_epochs > 0)
      ectopy_curves_view_add_other (self->curves, ectopy_run_get_name (run),
                                    ectopy_run_get_log (run));
  }
  if (self->shown != NULL)
    ectopy_curves_view_set_log (
        self->curves, ectopy_run_get_log (self->shown),
        ectopy_run_is_running (self->shown)
            ? ectopy_fit_settings_count_epochs (ectopy_run_get_settings (self->shown))
            : 0);
  else
    ectopy_curves_view_set_log (self->curves, NULL, 0);
}

/* The sentence about the run shown, and what can be done with its model. */
void
ectopy_train_page_update_result (EctopyTrainPage *self)
{
  const gboolean ended = self->shown != NULL && !ectopy_run_is_running (self->shown);
  g_autofree char *result = ended ? ectopy_run_describe_result (self->shown) : NULL;
  g_autofree char *notes = ended ? ectopy_run_describe_notes (self->shown) : NULL;

  gtk_widget_set_visible (self->result_box, ended);
  gtk_widget_set_visible (GTK_WIDGET (self->run_list),
                          g_list_model_get_n_items (G_LIST_MODEL (self->runs)) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_label), notes != NULL);
  gtk_widget_set_visible (self->result_buttons, ectopy_train_page_has_model (self));
  gtk_widget_set_visible (self->records_button,
                          self->shown != NULL && ectopy_run_get_figures (self->shown) != NULL);
  if (!ended)
    return;
  gtk_label_set_text (self->result_label, result);
  gtk_label_set_text (self->notes_label, notes != NULL ? notes : "");
}

void
ectopy_train_page_show_run (EctopyTrainPage *self, EctopyRun *run)
{
  g_set_object (&self->shown, run);
  ectopy_run_list_choose (self->run_list, run);
  ectopy_train_page_update_curves (self);
  ectopy_train_page_update_result (self);
  ectopy_train_page_update_actions (self);
}

/* What the line at the bottom says while nothing runs. */
void
ectopy_train_page_update_hint (EctopyTrainPage *self)
{
  const char *hint = _ ("Choose beats or recordings with classes to train on.");

  if (self->trainer != NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), FALSE);
  if (ectopy_train_settings_is_complete (self->settings))
    hint = _ ("Ready to train.");
  else if (ectopy_train_settings_get_training (self->settings) != NULL)
    hint = _ ("Choose the file to judge by.");
  gtk_label_set_text (self->progress_label, hint);
}

/* ---- Actions ---- */

static void
start_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ectopy_train_page_start_run (ECTOPY_TRAIN_PAGE (widget));
}

static void
pause_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ectopy_train_page_toggle_pause (ECTOPY_TRAIN_PAGE (widget));
}

static void
stop_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EctopyTrainPage *self = ECTOPY_TRAIN_PAGE (widget);

  if (self->trainer != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
use_model_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EctopyTrainPage *self = ECTOPY_TRAIN_PAGE (widget);

  if (!ectopy_train_page_has_model (self) || self->session == NULL)
    return;
  ectopy_session_set_model (self->session, ectopy_run_get_model (self->shown));
  if (ectopy_session_get_model (self->session) != ectopy_run_get_model (self->shown))
    return;
  /* A recording that is open gets its classes anew, after a question where something was said of it. */
  if (ectopy_model_suits_recordings (ectopy_run_get_model (self->shown), NULL) &&
      ectopy_session_get_dataset (self->session) == NULL)
    gtk_widget_activate_action (widget, "win.analyse", NULL);
  if (g_str_equal (action, "train.evaluate"))
    gtk_widget_activate_action (widget, "win.show-evaluate", NULL);
  else
    /* Translators: %s is a run, such as "Run 2". */
    ectopy_train_page_toast (self, _ ("The model of %s is in use."),
                             ectopy_run_get_name (self->shown));
}

static void
show_records_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EctopyTrainPage *self = ECTOPY_TRAIN_PAGE (widget);

  if (self->shown != NULL && ectopy_run_get_figures (self->shown) != NULL)
    ectopy_records_table_show (widget, ectopy_run_get_name (self->shown),
                               ectopy_run_get_figures (self->shown));
}

static void
clear_history_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EctopyTrainPage *self = ECTOPY_TRAIN_PAGE (widget);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i > 0; i--) {
    g_autoptr (EctopyRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i - 1);

    if (run != self->running)
      g_list_store_remove (self->runs, i - 1);
  }
  ectopy_train_page_show_run (self, self->running);
}

/* ---- Other callbacks ---- */

static void
discard_cb (EctopyTrainPage *self)
{
  ectopy_train_page_discard (self);
}

static void
resume_cb (EctopyTrainPage *self)
{
  ectopy_train_page_resume (self);
}

static void
settings_changed_cb (EctopyTrainPage *self)
{
  /* The form is being made. */
  if (self->runs == NULL)
    return;
  ectopy_train_page_update_hint (self);
  ectopy_train_page_update_actions (self);
}

static void
settings_failed_cb (EctopyTrainPage *self, const char *title, const char *details)
{
  ectopy_error_bar_show (self->error_bar, title, details);
}

static void
run_chosen_cb (EctopyTrainPage *self, EctopyRun *run)
{
  ectopy_train_page_show_run (self, run);
}

static void
settings_wanted_cb (EctopyTrainPage *self, EctopyRun *run)
{
  ectopy_train_settings_set (self->settings, ectopy_run_get_settings (run));
  /* Translators: %s is a run, such as "Run 2". */
  ectopy_train_page_toast (self, _ ("The settings are those of %s."), ectopy_run_get_name (run));
}

static void
stacked_cb (EctopyTrainPage *self)
{
  /* Above the charts the form is as tall as it is, and the page scrolls. */
  gtk_scrolled_window_set_policy (
      self->settings_scroller, GTK_POLICY_NEVER,
      ectopy_train_layout_get_stacked (self->layout) ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
}

/* ---- Object ---- */

static void
set_session (EctopyTrainPage *self, EctopySession *session)
{
  if (g_set_object (&self->session, session))
    ectopy_train_settings_set_session (self->settings, session);
}

static void
ectopy_train_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    set_session (ECTOPY_TRAIN_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_train_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, ECTOPY_TRAIN_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_train_page_dispose (GObject *object)
{
  EctopyTrainPage *self = ECTOPY_TRAIN_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  ectopy_train_page_let_go (self, TRUE);
  g_clear_pointer (&self->interrupted, ectopy_unfinished_free);
  g_clear_object (&self->shown);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ectopy_train_page_parent_class)->dispose (object);
}

static void
ectopy_train_page_finalize (GObject *object)
{
  g_object_unref (ECTOPY_TRAIN_PAGE (object)->runs);
  G_OBJECT_CLASS (ectopy_train_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyTrainPage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (ECTOPY_TYPE_ERROR_BAR);
  g_type_ensure (ECTOPY_TYPE_TRAIN_LAYOUT);
  g_type_ensure (ECTOPY_TYPE_TRAIN_SETTINGS);
  g_type_ensure (ECTOPY_TYPE_CURVES_VIEW);
  g_type_ensure (ECTOPY_TYPE_RUN_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("train-page.ui"));
  BIND (error_bar);
  BIND (resume_revealer);
  BIND (resume_label);
  BIND (scroller);
  BIND (layout);
  BIND (settings_scroller);
  BIND (settings);
  BIND (curves);
  BIND (result_box);
  BIND (result_label);
  BIND (notes_label);
  BIND (result_buttons);
  BIND (result_menu);
  BIND (records_button);
  BIND (run_list);
  BIND (progress_label);
  BIND (progress_bar);
  BIND (pause_button);
  BIND (stop_button);
  BIND (start_button);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, settings_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, settings_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, settings_wanted_cb);
}

static void
ectopy_train_page_class_init (EctopyTrainPageClass *klass)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
    guint key; /* with Control */
  } actions[] = {
    { "train.start", start_cb, GDK_KEY_Return },
    { "train.pause", pause_cb, GDK_KEY_space },
    { "train.stop", stop_cb, GDK_KEY_period },
    { "train.save-model", ectopy_train_page_choose_save_model, 0 },
    { "train.save-settings", ectopy_train_page_choose_save_settings, 0 },
    { "train.load-settings", ectopy_train_page_choose_load_settings, 0 },
    { "train.export-chart", ectopy_train_page_choose_export_chart, 0 },
    { "train.use-model", use_model_cb, 0 },
    { "train.evaluate", use_model_cb, 0 },
    { "train.show-records", show_records_cb, 0 },
    { "train.clear-history", clear_history_cb, 0 },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->set_property = ectopy_train_page_set_property;
  object_class->get_property = ectopy_train_page_get_property;
  object_class->dispose = ectopy_train_page_dispose;
  object_class->finalize = ectopy_train_page_finalize;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, ECTOPY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[STATUS] = g_signal_new ("status", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
  signals[TOAST] = g_signal_new ("toast", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  bind_template (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
    if (actions[i].key != 0)
      gtk_widget_class_add_binding_action (widget_class, actions[i].key, GDK_CONTROL_MASK,
                                           actions[i].name, NULL);
  }
}

static void
ectopy_train_page_init (EctopyTrainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_menu_button_fill (self->result_menu, "save");
  self->runs = g_list_store_new (ECTOPY_TYPE_RUN);
  ectopy_run_list_set_runs (self->run_list, G_LIST_MODEL (self->runs));
  g_signal_connect_swapped (self->layout, "notify::stacked", G_CALLBACK (stacked_cb), self);
  ectopy_train_page_show_run (self, NULL);
  ectopy_train_page_update_hint (self);
}

GtkWidget *
ectopy_train_page_new (void)
{
  return g_object_new (ECTOPY_TYPE_TRAIN_PAGE, NULL);
}

gboolean
ectopy_train_page_is_running (EctopyTrainPage *self)
{
  g_return_val_if_fail (ECTOPY_IS_TRAIN_PAGE (self), FALSE);

  return self->trainer != NULL;
}

void
ectopy_train_page_stop (EctopyTrainPage *self)
{
  g_return_if_fail (ECTOPY_IS_TRAIN_PAGE (self));

  if (self->trainer == NULL)
    return;
  self->keeps_checkpoint = TRUE;
  g_cancellable_cancel (self->cancellable);
}

EctopyTrainSettings *
ectopy_train_page_get_settings (EctopyTrainPage *self)
{
  return self->settings;
}
