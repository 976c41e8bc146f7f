/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/family-pane.h"

#include "engine/evaluate/figure-text.h"
#include "ui/pages/review/family-beats.h"
#include "ui/pages/review/family-card.h"
#include "ui/paint/family-paint.h"
#include "ui/resource.h"
#include "ui/widgets/class-label.h"

#include <glib/gi18n.h>
#include <math.h>

struct _EctopyFamilyPane {
  AdwBin parent_instance;

  EctopyRecordingSession *session;
  EctopyFamilyList *list;
  guint chosen;         /* a family; G_MAXUINT for none */
  gboolean takes_focus; /* when the families are there */

  GtkWidget *status;
  GtkWidget *update;
  GtkWidget *cancel;
  GtkWidget *progress;
  GtkWidget *paned;
  GtkWidget *cards;
  GtkWidget *beats_box;
  GtkWidget *beats_title;
  GtkWidget *grid;
  EctopyFamilyBeatsView *beats;
  char *failure;
};

static guint done_signal;

G_DEFINE_FINAL_TYPE (EctopyFamilyPane, ectopy_family_pane, ADW_TYPE_BIN)

static EctopyFamilyCard *
get_card (EctopyFamilyPane *self, guint family)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->cards),
                                                            (int) family);

  return child != NULL ? ECTOPY_FAMILY_CARD (child) : NULL;
}

/* ---- What is seen ---- */

static void
update_status (EctopyFamilyPane *self)
{
  const double fraction = ectopy_family_list_get_progress (self->list);
  const gulong n = ectopy_family_list_get_n_families (self->list);
  const gboolean is_stale = ectopy_family_list_is_stale (self->list);
  g_autofree char *families = g_strdup_printf (ngettext ("%lu family", "%lu families", n), n);
  g_autofree char *text = NULL;

  if (fraction >= 0)
    text = g_strdup (_ ("Grouping the beats…"));
  else if (self->failure != NULL)
    text = g_strdup (self->failure);
  else if (n == 0)
    text = g_strdup (_ ("Beats that look alike to the model and stand alike in the rhythm"));
  else if (is_stale)
    /* Translators: "9 families". */
    text = g_strdup_printf (_ ("%s, before beats were added or taken away"), families);
  else
    text = g_strdup (families);
  gtk_label_set_text (GTK_LABEL (self->status), text);
  gtk_button_set_label (GTK_BUTTON (self->update), n > 0 ? _ ("Update") : _ ("Group"));
  gtk_widget_set_visible (self->update, fraction < 0 && is_stale);
  gtk_widget_set_visible (self->cancel, fraction >= 0);
  gtk_widget_set_visible (self->progress, fraction >= 0);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
}

static void
update_beats_title (EctopyFamilyPane *self)
{
  EctopyFamilyFacts facts;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (self->chosen >= ectopy_family_list_get_n_families (self->list))
    return;
  facts = ectopy_family_list_get_facts (self->list, self->chosen);
  count = ectopy_text_count (facts.n_beats);
  /* Translators: the number of a family, and of its beats. */
  text = g_strdup_printf (_ ("Family %u · %s · least typical first"), self->chosen + 1, count);
  gtk_label_set_text (GTK_LABEL (self->beats_title), text);
}

static void
facts_changed_cb (EctopyFamilyPane *self)
{
  const guint n = ectopy_family_list_get_n_families (self->list);

  for (guint k = 0; k < n; k++) {
    const EctopyFamilyFacts facts = ectopy_family_list_get_facts (self->list, k);
    EctopyFamilyCard *card = get_card (self, k);

    if (card != NULL)
      ectopy_family_card_set_facts (card, &facts);
  }
  ectopy_family_beats_view_refresh (self->beats);
  update_beats_title (self);
  update_status (self);
}

/* Beats spread over the whole family, from the least to the most typical. */
static void
fill_card (EctopyFamilyPane *self, EctopyFamilyCard *card)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  EctopyRecording *recording = ectopy_study_get_recording (study);
  size_t lead = ectopy_recording_find_lead (recording, ectopy_study_get_findings (study)->lead,
                                            NULL);
  gint64 marks[ECTOPY_FAMILY_PIECES];
  size_t n, n_taken, length;
  const guint32 *beats = ectopy_family_list_get_beats (self->list,
                                                       ectopy_family_card_get_family (card), &n);
  float *pieces;

  lead = lead == G_MAXSIZE ? 0 : lead;
  n_taken = MIN (n, ECTOPY_FAMILY_PIECES);
  for (size_t i = 0; i < n_taken; i++)
    marks[i] = ectopy_study_get_beat (study, beats[i * n / n_taken]).sample;
  pieces = ectopy_family_cut (ectopy_recording_get_samples (recording, lead),
                              ectopy_recording_get_n_samples (recording),
                              ectopy_recording_get_rate_hz (recording), marks, n_taken, &length);
  ectopy_family_card_set_pieces (card, pieces, ectopy_family_mean (pieces, n_taken, length),
                                 n_taken, length);
}

/* All cards in one scale, so that they can be compared. */
static void
set_range (EctopyFamilyPane *self, guint n)
{
  double low = 0, high = 0;

  for (guint k = 0; k < n; k++) {
    size_t length;
    const float *mean = ectopy_family_card_get_mean (get_card (self, k), &length);

    for (size_t i = 0; i < length; i++)
      if (isfinite (mean[i])) {
        low = MIN (low, (double) mean[i]);
        high = MAX (high, (double) mean[i]);
      }
  }
  for (guint k = 0; k < n; k++)
    ectopy_family_card_set_range (get_card (self, k), low, high);
  ectopy_family_beats_view_set_range (self->beats, low, high);
}

static void
choose (EctopyFamilyPane *self, guint family)
{
  EctopyFamilyCard *card = family < ectopy_family_list_get_n_families (self->list)
                               ? get_card (self, family)
                               : NULL;

  self->chosen = card != NULL ? family : G_MAXUINT;
  gtk_widget_set_visible (self->beats_box, card != NULL);
  if (card != NULL) {
    size_t n, length;
    const guint32 *beats = ectopy_family_list_get_beats (self->list, family, &n);
    const float *mean = ectopy_family_card_get_mean (card, &length);

    ectopy_family_beats_view_set_beats (self->beats, beats, n, mean, length);
    update_beats_title (self);
  } else {
    ectopy_family_beats_view_set_beats (self->beats, NULL, 0, NULL, 0);
  }
}

static void
families_changed_cb (EctopyFamilyPane *self)
{
  const guint n = ectopy_family_list_get_n_families (self->list);
  GtkWidget *child;

  choose (self, G_MAXUINT);
  while ((child = gtk_widget_get_first_child (self->cards)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->cards), child);
  for (guint k = 0; k < n; k++) {
    child = ectopy_family_card_new (k);
    gtk_flow_box_append (GTK_FLOW_BOX (self->cards), child);
    fill_card (self, ECTOPY_FAMILY_CARD (child));
  }
  set_range (self, n);
  update_status (self);
  if (n > 0 && self->takes_focus && gtk_widget_get_mapped (self->cards))
    gtk_widget_grab_focus (GTK_WIDGET (get_card (self, 0)));
  self->takes_focus = FALSE;
}

static void
failed_cb (EctopyFamilyPane *self, const char *text)
{
  g_free (self->failure);
  /* Translators: why it did not work. */
  self->failure = g_strdup_printf (_ ("The beats could not be grouped: %s"), text);
  update_status (self);
}

/* ---- What is done ---- */

static void
update_cb (EctopyFamilyPane *self)
{
  g_clear_pointer (&self->failure, g_free);
  ectopy_family_list_update (self->list);
}

static void
cancel_cb (EctopyFamilyPane *self)
{
  ectopy_family_list_cancel (self->list);
}

static void
selected_cb (EctopyFamilyPane *self)
{
  GList *chosen = gtk_flow_box_get_selected_children (GTK_FLOW_BOX (self->cards));

  if (chosen != NULL)
    choose (self, ectopy_family_card_get_family (chosen->data));
  g_list_free (chosen);
}

static void
activated_cb (EctopyFamilyPane *self, GtkFlowBoxChild *child)
{
  choose (self, ectopy_family_card_get_family (ECTOPY_FAMILY_CARD (child)));
  ectopy_family_pane_step (self, 0);
}

static void
say (EctopyFamilyPane *self, const char *text)
{
  g_signal_emit (self, done_signal, 0, text);
}

static void
relabel (EctopyFamilyPane *self, guint family, guint beat_class)
{
  const size_t n = ectopy_family_list_relabel (self->list, family, beat_class);
  g_autofree char *count = ectopy_text_count (n);
  /* Translators: a number of beats, and the name of a class. */
  g_autofree char *text = g_strdup_printf (
      ngettext ("Relabelled %s beat: %s", "Relabelled %s beats: %s", (gulong) n), count,
      ectopy_class_label_name (beat_class));

  if (n > 0)
    say (self, text);
}

static void
accept (EctopyFamilyPane *self, guint family)
{
  const size_t n = ectopy_family_list_accept (self->list, family);
  g_autofree char *count = ectopy_text_count (n);
  /* Translators: a number of beats. */
  g_autofree char *text = g_strdup_printf (
      ngettext ("Accepted %s beat", "Accepted %s beats", (gulong) n), count);

  if (n > 0)
    say (self, text);
}

/* The class of a key; %ECTOPY_CLASS_NONE for another key. */
static guint
class_of_key (guint key)
{
  static const char letters[] = "nsvfq";
  const gunichar c = gdk_keyval_to_unicode (gdk_keyval_to_lower (key));

  for (guint k = 0; k < ECTOPY_N_CLASSES; k++)
    if (c == (gunichar) letters[k] || c == '1' + k)
      return k;
  return ECTOPY_CLASS_NONE;
}

/* Before the window has its way with the chosen beat. */
static gboolean
key_cb (EctopyFamilyPane *self, guint key, guint code, GdkModifierType state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  const guint beat_class = class_of_key (key);
  guint family;

  if (!ECTOPY_IS_FAMILY_CARD (focus) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  family = ectopy_family_card_get_family (ECTOPY_FAMILY_CARD (focus));
  if (beat_class < ECTOPY_N_CLASSES)
    relabel (self, family, beat_class);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    accept (self, family);
  else if (key == GDK_KEY_space)
    gtk_widget_activate (focus);
  else
    return FALSE;
  return TRUE;
}

/* ---- Widget ---- */

static void
ectopy_family_pane_dispose (GObject *object)
{
  EctopyFamilyPane *self = ECTOPY_FAMILY_PANE (object);

  ectopy_family_pane_set_session (self, NULL);
  g_clear_pointer (&self->beats, ectopy_family_beats_view_free);
  g_clear_pointer (&self->failure, g_free);
  G_OBJECT_CLASS (ectopy_family_pane_parent_class)->dispose (object);
}

static void
ectopy_family_pane_class_init (EctopyFamilyPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_family_pane_dispose;
  done_signal = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("family-pane.ui"));
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyFamilyPane, name)
  BIND (status);
  BIND (update);
  BIND (cancel);
  BIND (progress);
  BIND (paned);
  BIND (cards);
  BIND (beats_box);
  BIND (beats_title);
  BIND (grid);
#undef BIND
}

static void
ectopy_family_pane_init (EctopyFamilyPane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->chosen = G_MAXUINT;
  self->beats = ectopy_family_beats_view_new (GTK_GRID_VIEW (self->grid));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->cards, keys);
  g_signal_connect_swapped (self->cards, "selected-children-changed", G_CALLBACK (selected_cb),
                            self);
  g_signal_connect_swapped (self->cards, "child-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->update, "clicked", G_CALLBACK (update_cb), self);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
}

void
ectopy_family_pane_set_session (EctopyFamilyPane *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  ectopy_family_beats_view_set_session (self->beats, session);
  g_clear_object (&self->list);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  self->list = ectopy_family_list_new (session);
  g_signal_connect_swapped (self->list, "families-changed", G_CALLBACK (families_changed_cb), self);
  g_signal_connect_swapped (self->list, "facts-changed", G_CALLBACK (facts_changed_cb), self);
  g_signal_connect_swapped (self->list, "progress-changed", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (self->list, "failed", G_CALLBACK (failed_cb), self);
  families_changed_cb (self);
}

void
ectopy_family_pane_show (EctopyFamilyPane *self)
{
  if (self->list == NULL)
    return;
  if (ectopy_family_list_is_stale (self->list) &&
      ectopy_family_list_get_progress (self->list) < 0) {
    self->takes_focus = TRUE;
    update_cb (self);
  } else if (ectopy_family_list_get_n_families (self->list) > 0) {
    gtk_widget_grab_focus (
        GTK_WIDGET (get_card (self, self->chosen != G_MAXUINT ? self->chosen : 0)));
  }
}

/* 0: the first, the least typical. */
gboolean
ectopy_family_pane_step (EctopyFamilyPane *self, int by)
{
  const guint32 selected = ectopy_recording_session_get_selected (self->session);
  const guint32 *beats;
  size_t n, place = 0;

  if (self->list == NULL)
    return FALSE;
  if (self->chosen == G_MAXUINT)
    choose (self, ectopy_family_list_find (self->list, selected));
  if (self->chosen == G_MAXUINT)
    return FALSE;
  beats = ectopy_family_list_get_beats (self->list, self->chosen, &n);
  while (by != 0 && place < n && beats[place] != selected)
    place++;
  if (place == n)
    place = 0;
  else if (by < 0 ? place == 0 : place + (size_t) by >= n)
    return FALSE;
  else
    place = by < 0 ? place - 1 : place + (size_t) by;
  ectopy_recording_session_select (self->session, beats[place]);
  return TRUE;
}
