/* SPDX-License-Identifier: MIT */
#include "ui/window/key-table.h"

#include <glib/gi18n.h>

static const EctopyKey keys[] = {
  { N_ ("General"), N_ ("Open a file"), "win.open", "<Control>o", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Open a folder of recordings"), "win.open-folder", "<Control><Alt>o",
    ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Open the example recording"), "win.open-example-recording",
    "<Control><Shift>r", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Open the example beats"), "win.open-example", "<Control><Shift>o",
    ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("New window"), "app.new-window", "<Control>n", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Save what was said"), "win.save", "<Control>s", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Save it for other programs"), "win.export-corrections",
    "<Control><Shift>s", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Export the report"), "win.export-report", "<Control>e", ECTOPY_ANYWHERE,
    TRUE },
  { N_ ("General"), N_ ("Print the report"), "win.print", "<Control>p", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Preferences"), "app.preferences", "<Control>comma", ECTOPY_ANYWHERE,
    TRUE },
  { N_ ("General"), N_ ("Keyboard shortcuts"), "win.show-help-overlay", "<Control>question",
    ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Guide, at the page about what is shown"), "win.help", "F1",
    ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Main menu"), "win.menu", "F10", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Close the window"), "win.close", "<Control>w", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("Quit"), "app.quit", "<Control>q", ECTOPY_ANYWHERE, TRUE },
  { N_ ("General"), N_ ("About the model"), "win.about-model", "<Control>i", ECTOPY_ANYWHERE,
    TRUE },
  { N_ ("Pages"), N_ ("Review"), "win.show-review", "<Alt>1", ECTOPY_ANYWHERE, TRUE },
  { N_ ("Pages"), N_ ("Train"), "win.show-train", "<Alt>2", ECTOPY_ANYWHERE, TRUE },
  { N_ ("Pages"), N_ ("Evaluate"), "win.show-evaluate", "<Alt>3", ECTOPY_ANYWHERE, TRUE },
  { N_ ("Recording"), N_ ("Previous beat"), "win.step::-1", "Left", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Next beat"), "win.step::+1", "Right", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("A window back"), "win.scroll::-1", "<Shift>Left Page_Up",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("A window on"), "win.scroll::+1", "<Shift>Right Page_Down",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("To the start"), "win.scroll::start", "Home", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("To the end"), "win.scroll::end", "End", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Go to a time"), "win.go-to-time", "g <Control>f", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("Next of the chosen kind"), "win.seek-next", "e", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("Previous of the chosen kind"), "win.seek-previous", "<Shift>e",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Next beat to review"), "win.seek::+unlooked", "u", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("Accept all above a confidence"), "win.accept-above", "<Shift>u",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Next difference from the file"), "win.seek::+differs", "d",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Previous difference from the file"), "win.seek::-differs", "<Shift>d",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Next mismatch of the chosen cell"), "win.next-mismatch", "j",
    ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Recording"), N_ ("Previous mismatch of the chosen cell"), "win.previous-mismatch",
    "<Shift>j", ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Recording"), N_ ("Show less time"), "win.zoom::in", "plus equal KP_Add",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Show more time"), "win.zoom::out", "minus KP_Subtract",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Paper at 25 mm/s"), "win.zoom::paper", "r", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("The whole recording"), "win.zoom::all", "w", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("Larger gain"), "win.gain::+1", "<Alt>plus <Alt>equal",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Smaller gain"), "win.gain::-1", "<Alt>minus", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("Calipers"), "win.calipers", "c", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Filter on or off"), "win.filter", "<Shift>f", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("Add a beat at the cursor"), "win.add-beat", "Insert KP_Insert i",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Move the beat to the peak nearby"), "win.move-beat::peak", "m",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Move the beat a little back"), "win.move-beat::-1", "<Alt>Left",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Move the beat a little on"), "win.move-beat::+1", "<Alt>Right",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Choose all beats of this shape"), "win.select-alike", "a",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Families of beats; on one, the keys below are about all its beats"),
    "win.show-families", "<Shift>a", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Next beat of the family, the least typical first"),
    "win.family-step::+1", "period", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Previous beat of the family"), "win.family-step::-1", "comma",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Choose all beats up to the next"), "win.extend::+1",
    "<Control><Shift>Right", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Choose all beats from the previous on"), "win.extend::-1",
    "<Control><Shift>Left", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Move an end of the stretch; with calipers, of these"), NULL,
    "<Control>Left <Control>Right <Control>Up <Control>Down", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Move the other end of it"), NULL, "<Control>space", ECTOPY_ON_RECORDING,
    FALSE },
  { N_ ("Recording"), N_ ("The stretch is not analysable, or is again"), "win.exclude", "x",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Keep the stretch for the report"), "win.keep-strip", "k",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Keep no stretch for the report"), "win.drop-strips", "<Shift>k",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Adapt the model to this recording"), "win.adapt", "<Control><Shift>a",
    ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Recording"), N_ ("Stop opening"), "win.cancel", "Escape", ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Beats"), N_ ("Previous and next beat"), NULL, "Left Right",
    ECTOPY_ON_REVIEW | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Beats"), N_ ("A line up and down"), NULL, "Up Down", ECTOPY_ON_REVIEW, FALSE },
  { N_ ("Beats"), N_ ("A page up and down"), NULL, "Page_Up Page_Down", ECTOPY_ON_REVIEW, FALSE },
  { N_ ("Beats"), N_ ("First and last beat"), NULL, "Home End", ECTOPY_ON_REVIEW, FALSE },
  { N_ ("Beats"), N_ ("Next disagreement"), "win.next-disagreement", "d", ECTOPY_ON_REVIEW, FALSE },
  { N_ ("Beats"), N_ ("Previous disagreement"), "win.previous-disagreement", "<Shift>d",
    ECTOPY_ON_REVIEW, FALSE },
  { N_ ("Beats"), N_ ("Disagreements only"), "win.toggle-disagreements", "<Control>d",
    ECTOPY_ON_REVIEW, TRUE },
  { N_ ("Beats"), N_ ("Go to a row"), "win.go-to-row", "g <Control>f", ECTOPY_ON_REVIEW, FALSE },
  { N_ ("Beats"), N_ ("Show all beats"), "win.reset-filter", "<Control>r", ECTOPY_ON_REVIEW, TRUE },
  { N_ ("Beats"), N_ ("Mean beat of the class"), "win.show-mean", "t",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Beats"), N_ ("All beats of the class"), "win.show-density", "o", ECTOPY_ON_REVIEW, FALSE },
  { N_ ("Beats"), N_ ("Stop reading or classifying"), "win.cancel", "Escape", ECTOPY_ON_REVIEW,
    FALSE },
  { N_ ("Corrections"), N_ ("The beat is normal"), "win.relabel::N", "n 1",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Corrections"), N_ ("The beat is supraventricular"), "win.relabel::S", "s 2",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Corrections"), N_ ("The beat is ventricular"), "win.relabel::V", "v 3",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Corrections"), N_ ("The beat is a fusion"), "win.relabel::F", "f 4",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Corrections"), N_ ("The beat is paced or unclassifiable"), "win.relabel::Q", "q 5",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Corrections"), N_ ("The class shown is right"), "win.accept", "Return KP_Enter",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING, FALSE },
  { N_ ("Corrections"), N_ ("Take back what was said"), "win.forget-verdict", "BackSpace",
    ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Corrections"), N_ ("There is no beat; of cut beats: take back"), "win.reject",
    "Delete KP_Delete", ECTOPY_ON_REVIEW | ECTOPY_ON_RECORDING | ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Corrections"), N_ ("Undo"), "win.undo", "<Control>z", ECTOPY_ANYWHERE, FALSE },
  { N_ ("Corrections"), N_ ("Redo"), "win.redo", "<Control><Shift>z <Control>y", ECTOPY_ANYWHERE,
    FALSE },
  { N_ ("Training"), N_ ("Start training"), "train.start", "<Control>Return", ECTOPY_ON_TRAIN,
    FALSE },
  { N_ ("Training"), N_ ("Pause or go on"), "train.pause", "<Control>space", ECTOPY_ON_TRAIN,
    FALSE },
  { N_ ("Training"), N_ ("Stop, keeping the best model"), "train.stop", "<Control>period",
    ECTOPY_ON_TRAIN, FALSE },
  { N_ ("Evaluation"), N_ ("Judge the model by recordings"), "win.judge-recordings",
    "<Control><Shift>j", ECTOPY_ANYWHERE, TRUE },
  { N_ ("Evaluation"), N_ ("Another cell of the matrix"), NULL, "Left Right Up Down",
    ECTOPY_ON_EVALUATE, FALSE },
  { N_ ("Evaluation"), N_ ("Show the beats of the cell; of a recording: its next place"), NULL,
    "Return", ECTOPY_ON_EVALUATE, FALSE },
};

const EctopyKey *
ectopy_key_table (guint *n_keys)
{
  *n_keys = G_N_ELEMENTS (keys);
  return keys;
}

void
ectopy_key_table_set_accels (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].is_global && keys[i].action != NULL) {
      g_auto (GStrv) accels = g_strsplit (keys[i].accels, " ", -1);

      gtk_application_set_accels_for_action (application, keys[i].action,
                                             (const char *const *) accels);
    }
}

/* ---- Keys of a window ---- */

typedef struct {
  EctopyPageFunc page;
  gpointer user_data;
} Where;

typedef struct {
  const EctopyKey *key;
  Where where;
} Binding;

/* Not done where the page has no use for the key, so that others may have it. */
static gboolean
activate_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  const Binding *binding = user_data;
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if ((binding->where.page (binding->where.user_data) & binding->key->pages) == 0)
    return FALSE;
  if (!g_action_parse_detailed_name (binding->key->action, &name, &target, NULL))
    return FALSE;
  if (g_str_has_prefix (name, "train.")) {
    /* The actions of a page are found from inside it. */
    GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

    if (focus != NULL && gtk_widget_activate_action_variant (focus, name, target))
      return TRUE;
  }
  return gtk_widget_activate_action_variant (widget, name, target);
}

GtkEventController *
ectopy_key_table_controller (EctopyPageFunc page, gpointer user_data)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_auto (GStrv) accels = g_strsplit (keys[i].accels, " ", -1);

    if (keys[i].is_global || keys[i].action == NULL)
      continue;
    for (char **accel = accels; *accel != NULL; accel++) {
      Binding *binding = g_new (Binding, 1);

      *binding = (Binding){ &keys[i], { page, user_data } };
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (*accel),
                            gtk_callback_action_new (activate_cb, binding, g_free)));
    }
  }
  return controller;
}
