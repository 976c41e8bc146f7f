/* SPDX-License-Identifier: MIT */
#include "ui/compat.h"

#include "config.h"
#include "ui/asking.h"
#include "ui/popovers.h"

#include <glib/gi18n.h>

/* ---- Files ---- */

typedef struct {
  GtkWidget *parent; /* weak */
  GtkWindow *window; /* weak: that is asked over */
  EctopyFileChosenFunc func;
  gpointer user_data;
} Choice;

/* NULL where something else is asked, after it has been answered that nothing was chosen. */
static Choice *
choice_new (GtkWidget *parent, EctopyFileChosenFunc func, gpointer user_data)
{
  Choice *choice;

  if (ectopy_asking_present (parent)) {
    func (NULL, user_data);
    return NULL;
  }
  choice = g_new0 (Choice, 1);
  *choice = (Choice){ .parent = parent, .func = func, .user_data = user_data };
  ectopy_asking_begin (parent, &choice->window);
  g_object_add_weak_pointer (G_OBJECT (parent), (gpointer *) &choice->parent);
  return choice;
}

static void
finish_choice (Choice *choice, GFile *file)
{
  ectopy_asking_end (&choice->window);
  if (choice->parent != NULL) {
    g_object_remove_weak_pointer (G_OBJECT (choice->parent), (gpointer *) &choice->parent);
    choice->func (file, choice->user_data);
  }
  g_free (choice);
}

static GtkFileFilter *
make_filter (const char *name, const char *patterns)
{
  GtkFileFilter *filter = gtk_file_filter_new ();
  g_auto (GStrv) parts = g_strsplit (patterns, " ", -1);

  gtk_file_filter_set_name (filter, name);
  for (char **part = parts; *part != NULL; part++)
    gtk_file_filter_add_pattern (filter, *part);
  return filter;
}

/* Without @filters a folder is asked for. */
#if GTK_CHECK_VERSION(4, 10, 0)
static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  finish_choice (user_data, file);
}

static void
folder_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile)
      file = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  finish_choice (user_data, file);
}

static void
save_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  finish_choice (user_data, file);
}

static void
show_chooser (Choice *choice,
              const char *title,
              GListModel *filters,
              const char *save_name,
              GFile *folder)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  if (filters != NULL)
    gtk_file_dialog_set_filters (dialog, filters);
  if (folder != NULL)
    gtk_file_dialog_set_initial_folder (dialog, folder);
  if (save_name != NULL)
    gtk_file_dialog_set_initial_name (dialog, save_name);
  if (filters == NULL)
    gtk_file_dialog_select_folder (dialog, ectopy_window_of (choice->parent), NULL, folder_cb,
                                   choice);
  else if (save_name != NULL)
    gtk_file_dialog_save (dialog, ectopy_window_of (choice->parent), NULL, save_cb, choice);
  else
    gtk_file_dialog_open (dialog, ectopy_window_of (choice->parent), NULL, open_cb, choice);
}
#else
/* GTK 4.8's own dialog: after files have been dragged in it, the list of a folder can outlive it, which then
 * goes on being told of changes in that folder and looks into the dialog that has been freed. So each list is
 * looked after from here, and what is left of them is stopped. */
static void
forget_list (gpointer lists, GObject *list)
{
  g_ptr_array_remove_fast (lists, list);
  g_ptr_array_unref (lists);
}

static void
list_cb (GtkTreeView *view, GParamSpec *pspec, gpointer lists)
{
  GtkTreeModel *list = gtk_tree_view_get_model (view);

  if (list == NULL || g_ptr_array_find (lists, list, NULL))
    return;
  g_ptr_array_add (lists, list);
  g_object_weak_ref (G_OBJECT (list), forget_list, g_ptr_array_ref (lists));
}

static void
unref_lists (gpointer lists, GClosure *closure)
{
  g_ptr_array_unref (lists);
}

static void
watch_lists (GtkWidget *widget, GPtrArray *lists)
{
  if (GTK_IS_TREE_VIEW (widget)) {
    g_signal_connect_data (widget, "notify::model", G_CALLBACK (list_cb), g_ptr_array_ref (lists),
                           unref_lists, 0);
    list_cb (GTK_TREE_VIEW (widget), NULL, lists);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch_lists (child, lists);
}

/* Of the dialog that was made for @window. */
static GPtrArray *
watch_dialog (GtkWindow *window)
{
  GPtrArray *lists = g_ptr_array_new ();
  GListModel *windows = gtk_window_get_toplevels ();
  const guint n = g_list_model_get_n_items (windows);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GtkWindow) one = g_list_model_get_item (windows, i);

    if (GTK_IS_FILE_CHOOSER_DIALOG (one) && gtk_window_get_transient_for (one) == window)
      watch_lists (GTK_WIDGET (one), lists);
  }
  return lists;
}

static gboolean
stop_lists_cb (gpointer user_data)
{
  GPtrArray *lists = user_data;

  while (lists->len > 0) {
    g_autoptr (GObject) list = g_object_ref (g_ptr_array_index (lists, 0));

    g_object_run_dispose (list); /* forgets it */
  }
  g_ptr_array_unref (lists);
  return G_SOURCE_REMOVE;
}

/* When the dialog is gone, and before anything else is told. */
static void
end_dialog (GtkNativeDialog *dialog)
{
  GPtrArray *lists = g_object_steal_data (G_OBJECT (dialog), "lists");

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  if (lists != NULL)
    g_idle_add_full (G_PRIORITY_HIGH, stop_lists_cb, lists, NULL);
}

static void
chooser_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  end_dialog (dialog);
  finish_choice (user_data, file);
}

/* It is no widget, and would stay when its window goes. */
static void
chooser_parent_gone_cb (GtkNativeDialog *dialog)
{
  Choice *choice = g_object_get_data (G_OBJECT (dialog), "choice");

  ectopy_asking_end (&choice->window);
  g_clear_weak_pointer (&choice->parent);
  g_free (choice);
  end_dialog (dialog);
}

static void
show_chooser (Choice *choice,
              const char *title,
              GListModel *filters,
              const char *save_name,
              GFile *folder)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, ectopy_window_of (choice->parent),
      filters == NULL     ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
      : save_name != NULL ? GTK_FILE_CHOOSER_ACTION_SAVE
                          : GTK_FILE_CHOOSER_ACTION_OPEN,
      NULL, NULL);
  const guint n = filters != NULL ? g_list_model_get_n_items (filters) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  }
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  if (save_name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), save_name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chooser_response_cb), choice);
  g_object_set_data (G_OBJECT (dialog), "choice", choice);
  if (choice->window != NULL)
    g_signal_connect_object (choice->window, "destroy", G_CALLBACK (chooser_parent_gone_cb), dialog,
                             G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  g_object_set_data (G_OBJECT (dialog), "lists", watch_dialog (choice->window));
}
#endif

void
ectopy_choose_file (GtkWidget *parent,
                    const char *title,
                    const EctopyFileKind *kinds,
                    guint n_kinds,
                    const char *save_name,
                    GFile *folder,
                    EctopyFileChosenFunc func,
                    gpointer user_data)
{
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  Choice *choice = choice_new (parent, func, user_data);

  if (choice == NULL)
    return;
  for (guint i = 0; i <= n_kinds; i++) {
    g_autoptr (GtkFileFilter) filter = i < n_kinds ? make_filter (kinds[i].name, kinds[i].patterns)
                                                   : make_filter (_ ("All files"), "*");

    g_list_store_append (filters, filter);
  }
  show_chooser (choice, title, G_LIST_MODEL (filters), save_name, folder);
}

void
ectopy_choose_folder (GtkWidget *parent,
                      const char *title,
                      GFile *folder,
                      EctopyFileChosenFunc func,
                      gpointer user_data)
{
  Choice *choice = choice_new (parent, func, user_data);

  if (choice != NULL)
    show_chooser (choice, title, NULL, NULL, folder);
}

/* ---- Questions ---- */

typedef struct {
  GtkWidget *parent; /* weak */
  GtkWindow *window; /* weak: that is asked over */
  EctopyAnswerFunc func;
  gpointer user_data;
  char *answer; /* on its way */
} Question;

static void
finish_question (Question *question, const char *answer)
{
  ectopy_asking_end (&question->window);
  if (question->parent != NULL) {
    g_object_remove_weak_pointer (G_OBJECT (question->parent), (gpointer *) &question->parent);
    if (question->func != NULL)
      question->func (answer, question->user_data);
  }
  g_free (question);
}

#if ADW_CHECK_VERSION(1, 5, 0)
static void
answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  finish_question (user_data, adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result));
}
#else
static gboolean
answer_later_cb (gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *answer = g_steal_pointer (&question->answer);

  finish_question (question, answer);
  return G_SOURCE_REMOVE;
}

/* The dialog goes with its window. */
static void
unanswered_cb (AdwMessageDialog *dialog, Question *question)
{
  ectopy_asking_end (&question->window);
  g_clear_weak_pointer (&question->parent);
  g_free (question);
}

/* When the dialog is gone: the answer may close the window that it stands on. */
static void
answer_cb (AdwMessageDialog *dialog, const char *answer, gpointer user_data)
{
  Question *question = user_data;

  g_signal_handlers_disconnect_by_func (dialog, unanswered_cb, question);
  question->answer = g_strdup (answer);
  g_idle_add_full (G_PRIORITY_DEFAULT, answer_later_cb, question, NULL);
}
#endif

void
ectopy_ask (GtkWidget *parent,
            const char *heading,
            const char *body,
            const EctopyAnswer *answers,
            guint n_answers,
            EctopyAnswerFunc func,
            gpointer user_data)
{
  Question *question;

  if (ectopy_asking_present (parent)) {
    if (func != NULL)
      func ("cancel", user_data);
    return;
  }
  question = g_new0 (Question, 1);
  *question = (Question){ .parent = parent, .func = func, .user_data = user_data };
  ectopy_asking_begin (parent, &question->window);
  g_object_add_weak_pointer (G_OBJECT (parent), (gpointer *) &question->parent);
#if ADW_CHECK_VERSION(1, 5, 0)
  {
    AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

    for (guint i = 0; i < n_answers; i++) {
      adw_alert_dialog_add_response (dialog, answers[i].id, answers[i].label);
      adw_alert_dialog_set_response_appearance (dialog, answers[i].id, answers[i].look);
    }
    adw_alert_dialog_set_close_response (dialog, "cancel");
    if (n_answers > 0)
      adw_alert_dialog_set_default_response (dialog, answers[n_answers - 1].id);
    adw_alert_dialog_choose (dialog, parent, NULL, answer_cb, question);
  }
#else
  {
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
        adw_message_dialog_new (ectopy_window_of (parent), heading, body));

    for (guint i = 0; i < n_answers; i++) {
      adw_message_dialog_add_response (dialog, answers[i].id, answers[i].label);
      adw_message_dialog_set_response_appearance (dialog, answers[i].id, answers[i].look);
    }
    adw_message_dialog_set_close_response (dialog, "cancel");
    if (n_answers > 0)
      adw_message_dialog_set_default_response (dialog, answers[n_answers - 1].id);
    g_signal_connect (dialog, "response", G_CALLBACK (answer_cb), question);
    g_signal_connect (dialog, "destroy", G_CALLBACK (unanswered_cb), question);
    gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
    ectopy_asking_mark (GTK_WINDOW (dialog));
    ectopy_popovers_go_with (GTK_WIDGET (dialog));
    gtk_window_present (GTK_WINDOW (dialog));
  }
#endif
}

/* ---- The rest ---- */

static void
printed_cb (GtkWidget *widget, GtkPrintOperationResult result, GtkPrintOperation *operation)
{
  EctopyPrintFailedFunc failed = g_object_get_data (G_OBJECT (operation), "failed");
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  failed (widget, error != NULL ? error->message : "");
}

void
ectopy_print (GtkPrintOperation *operation, GtkWidget *widget, EctopyPrintFailedFunc failed)
{
  g_object_set_data (G_OBJECT (operation), "failed", failed);
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), widget, G_CONNECT_SWAPPED);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           ectopy_window_of (widget), NULL);
}

void
ectopy_show_uri (GtkWidget *parent, const char *uri)
{
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, ectopy_window_of (parent), NULL, NULL, NULL);
#else
  gtk_show_uri (ectopy_window_of (parent), uri, GDK_CURRENT_TIME);
#endif
}

GdkRGBA
ectopy_widget_color (GtkWidget *widget)
{
  GdkRGBA color;

#if GTK_CHECK_VERSION(4, 10, 0)
  gtk_widget_get_color (widget, &color);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
#endif
  return color;
}

void
ectopy_announce (GtkWidget *widget, const char *text)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#endif
}

void
ectopy_show_about (GtkWidget *parent)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwDialog *about = adw_about_dialog_new ();
#else
  GtkWidget *about = adw_about_window_new ();
#endif
  g_object_set (
      about, "application-name", "Ectopy", "application-icon", ECTOPY_APP_ID, "version",
      ECTOPY_VERSION, "developer-name", _ ("The Ectopy developers"), "license-type",
      GTK_LICENSE_MIT_X11, "comments",
      _ ("Classifies the heartbeats of an ECG by the AAMI classes, trains the network on "
         "your own beats, and judges it.\n\nFor research and education, not for diagnosis."),
      NULL);
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_dialog_present (about, parent);
#else
  gtk_window_set_transient_for (GTK_WINDOW (about), ectopy_window_of (parent));
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  ectopy_popovers_go_with (about);
  gtk_window_present (GTK_WINDOW (about));
#endif
}
