/* SPDX-License-Identifier: MIT */
#include "engine/review/study-file.h"
#include "ui/compat.h"
#include "ui/pages/evaluate/comparison-page-private.h"
#include "ui/paint/confusion-paint.h"
#include "ui/paint/time-axis.h"

#include <glib/gi18n.h>
#include <string.h>

static void
say (EctopyComparisonPage *self, const char *text)
{
  g_signal_emit_by_name (self, "toast", text);
}

/* (transfer full): where the recording is, with the names of its annotations. */
static GFile *
get_folder (EctopyComparisonPage *self)
{
  const char *path = ectopy_recording_session_get_path (self->session);
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  return file != NULL ? g_file_get_parent (file) : NULL;
}

/* ---- What is compared ---- */

static void
choose_annotations (EctopyComparisonPage *self, const char *title, EctopyFileChosenFunc func)
{
  const EctopyFileKind kinds[] = {
    { _ ("WFDB annotations"), "*.atr *.ecy *.qrs *.tst *.ann *.ari *.xws" },
  };
  g_autoptr (GFile) folder = get_folder (self);

  ectopy_choose_file (GTK_WIDGET (self), title, kinds, G_N_ELEMENTS (kinds), NULL, folder, func,
                      self);
}

static void
reference_chosen_cb (GFile *file, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_comparison_set_reference (self->comparison, path);
}

static void
reference_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;

  if (g_str_equal (g_variant_get_string (parameter, NULL), "file"))
    choose_annotations (self, _ ("Choose the Reference"), reference_chosen_cb);
  else
    ectopy_comparison_set_reference (self->comparison, NULL);
}

static void
test_chosen_cb (GFile *file, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ectopy_comparison_set_test (self->comparison, ECTOPY_TEST_FILE, path);
}

static void
test_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  const char *test = g_variant_get_string (parameter, NULL);

  if (g_str_equal (test, "file"))
    choose_annotations (self, _ ("Choose What Is Judged"), test_chosen_cb);
  else
    ectopy_comparison_set_test (self->comparison,
                                g_str_equal (test, "model") ? ECTOPY_TEST_MODEL : ECTOPY_TEST_STUDY,
                                NULL);
}

static void
map_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  EctopyEc57Options options = ectopy_comparison_get_options (self->comparison);

  options.map = g_str_equal (g_variant_get_string (parameter, NULL), "bxb")
                    ? ECTOPY_EC57_MAP_BXB
                    : ECTOPY_EC57_MAP_LITERATURE;
  ectopy_comparison_set_options (self->comparison, &options);
}

static void
from_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  EctopyEc57Options options = ectopy_comparison_get_options (self->comparison);

  options.from_s = g_str_equal (g_variant_get_string (parameter, NULL), "start")
                       ? 0
                       : ECTOPY_EC57_FROM_S;
  ectopy_comparison_set_options (self->comparison, &options);
}

/* Away from files that could not be read. */
static void
own_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;

  ectopy_comparison_set_test (self->comparison, ECTOPY_TEST_STUDY, NULL);
  if (ectopy_comparison_has_own_marks (self->comparison))
    ectopy_comparison_set_reference (self->comparison, NULL);
}

static void
walk_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;

  ectopy_comparison_choose (self->comparison, ECTOPY_EC57_MISMATCHES);
  ectopy_comparison_step (self->comparison, 1);
}

/* ---- What is written ---- */

/* Beside the recording, under its name with another ending. */
static void
ask_where (EctopyComparisonPage *self,
           const char *title,
           const char *kind_name,
           const char *patterns,
           const char *ending,
           EctopyFileChosenFunc func)
{
  const EctopyFileKind kinds[] = { { kind_name, patterns } };
  g_autofree char *study = ectopy_study_file_path (
      ectopy_recording_session_get_path (self->session));
  g_autofree char *stem = g_path_get_basename (study);
  g_autoptr (GFile) folder = get_folder (self);
  g_autofree char *name = NULL;

  *strstr (stem, ".study.json") = '\0';
  name = g_strconcat (stem, ending, NULL);
  ectopy_choose_file (GTK_WIDGET (self), title, kinds, G_N_ELEMENTS (kinds), name, folder, func,
                      self);
}

static void
tell_written (EctopyComparisonPage *self, const char *path, gboolean done, const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = NULL;

  if (!done) {
    ectopy_error_bar_show (self->error_bar, _ ("The file could not be written"), error->message);
    return;
  }
  ectopy_error_bar_clear (self->error_bar);
  /* Translators: the name of a file. */
  text = g_strdup_printf (_ ("Saved as %s"), name);
  say (self, text);
}

/* (transfer full) (nullable): where to, if there is still something to write. */
static char *
get_path (EctopyComparisonPage *self, GFile *file)
{
  if (file == NULL || ectopy_comparison_get_record (self->comparison) == NULL)
    return NULL;
  return g_file_get_path (file);
}

static void
mismatches_chosen_cb (GFile *file, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  g_autofree char *path = get_path (self, file);
  g_autoptr (GError) error = NULL;

  if (path != NULL)
    tell_written (self, path, ectopy_comparison_write_mismatches (self->comparison, path, &error),
                  error);
}

static void
save_mismatches_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* Not ".atr": that is the name of the reference beside many records. */
  ask_where (user_data, _ ("Save the Mismatches"), _ ("WFDB annotations"), "*.ec57 *.atr", ".ec57",
             mismatches_chosen_cb);
}

static void
table_chosen_cb (GFile *file, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  g_autofree char *path = get_path (self, file);
  g_autoptr (GError) error = NULL;

  if (path != NULL)
    tell_written (self, path, ectopy_comparison_write_table (self->comparison, path, &error),
                  error);
}

static void
save_table_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *suffix = g_variant_get_string (parameter, NULL);
  g_autofree char *ending = g_strconcat ("-ec57.", suffix, NULL);
  g_autofree char *pattern = g_strconcat ("*.", suffix, NULL);
  g_autofree char *upper = g_ascii_strup (suffix, -1);

  ask_where (user_data, _ ("Save the Table"), upper, pattern, ending, table_chosen_cb);
}

static void
matrix_chosen_cb (GFile *file, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  g_autofree char *path = get_path (self, file);
  g_autoptr (GError) error = NULL;

  if (path != NULL)
    tell_written (
        self, path,
        ectopy_confusion_write_ec57 (
            &ectopy_comparison_get_record (self->comparison)->result->counts, path, &error),
        error);
}

static void
save_matrix_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask_where (user_data, _ ("Save the Matrix"), _ ("Pictures"), "*.png *.svg *.pdf",
             "-ec57-matrix.png", matrix_chosen_cb);
}

static void
copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EctopyComparisonPage *self = user_data;
  g_autofree char *text = ectopy_comparison_dup_text (self->comparison);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _ ("Copied as text"));
}

/* ---- Set-up ---- */

static const GActionEntry entries[] = {
  { .name = "reference", .activate = reference_action, .parameter_type = "s", .state = "'own'" },
  { .name = "test", .activate = test_action, .parameter_type = "s", .state = "'study'" },
  { .name = "map", .activate = map_action, .parameter_type = "s", .state = "'literature'" },
  { .name = "from", .activate = from_action, .parameter_type = "s", .state = "'learned'" },
  { .name = "own", .activate = own_action },
  { .name = "walk", .activate = walk_action },
  { .name = "save-mismatches", .activate = save_mismatches_action },
  { .name = "save-table", .activate = save_table_action, .parameter_type = "s" },
  { .name = "save-matrix", .activate = save_matrix_action },
  { .name = "copy", .activate = copy_action },
};

/* The first few are choices; the others need a result. */
#define N_CHOICES 5

void
ectopy_comparison_page_add_actions (EctopyComparisonPage *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "comparison", G_ACTION_GROUP (self->actions));
}

static void
set_choice (EctopyComparisonPage *self, const char *name, const char *value)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (value));
}

static void
set_text (GtkWidget *button, GtkWidget *label, const char *what, const char *value)
{
  /* Translators: what can be chosen, and what is. */
  g_autofree char *text = g_strdup_printf (_ ("%s: %s"), what, value);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
ectopy_comparison_page_update_choices (EctopyComparisonPage *self)
{
  static const char *const tests[] = { "study", "model", "file" };
  EctopyComparison *comparison = self->comparison;
  const EctopyEc57Options options = ectopy_comparison_get_options (comparison);
  const gboolean has_result = ectopy_comparison_get_record (comparison) != NULL;
  g_autofree char *reference = ectopy_comparison_dup_reference_name (comparison);
  g_autofree char *test = ectopy_comparison_dup_test_name (comparison);
  g_autofree char *from = ectopy_time_text (options.from_s, 0);

  set_choice (self, "reference",
              ectopy_comparison_get_reference (comparison) != NULL ? "file" : "own");
  set_choice (self, "test", tests[ectopy_comparison_get_test (comparison)]);
  set_choice (self, "map", ectopy_ec57_map_name (options.map));
  set_choice (self, "from", options.from_s > 0 ? "learned" : "start");
  set_text (self->reference_button, self->reference_label, _ ("Reference"), reference);
  set_text (self->test_button, self->test_label, _ ("Test"), test);
  set_text (self->map_button, self->map_label, _ ("Map of the escape beats"),
            options.map == ECTOPY_EC57_MAP_BXB ? _ ("bxb") : _ ("literature"));
  set_text (self->from_button, self->from_label, _ ("Counted from"), from);
  for (guint i = N_CHOICES; i < G_N_ELEMENTS (entries); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), entries[i].name);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), has_result);
  }
}
