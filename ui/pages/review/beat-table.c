/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/beat-table.h"

#include "engine/evaluate/figure-text.h"
#include "ui/paint/beat-paint.h"
#include "ui/paint/class-mark.h"
#include "ui/paint/time-axis.h"
#include "ui/session/beat-list.h"
#include "ui/widgets/class-label.h"

#include <glib/gi18n.h>
#include <math.h>

typedef enum { TIME, CLASS, CONFIDENCE, INTERVAL, RATE, STATUS, N_COLUMNS } Column;

struct _EctopyBeatTable {
  AdwBin parent_instance;

  EctopyRecordingSession *session;
  EctopyBeatList *list;
  GtkMultiSelection *selection;
  GtkWidget *view;
  GtkWidget *kinds;
  GtkWidget *count_label;
  GHashTable *bound; /* GtkListItem to column: what is seen just now */
  gboolean updating; /* the table follows the session, not the other way round */
};

G_DEFINE_FINAL_TYPE (EctopyBeatTable, ectopy_beat_table, ADW_TYPE_BIN)

const char *
ectopy_beat_table_status_name (guint status)
{
  switch (status) {
  case ECTOPY_BEAT_PREDICTED:
    return _ ("predicted");
  case ECTOPY_BEAT_ACCEPTED:
    return _ ("accepted");
  case ECTOPY_BEAT_CORRECTED:
    return _ ("corrected");
  case ECTOPY_BEAT_ADDED:
    return _ ("added");
  case ECTOPY_BEAT_REJECTED:
    return _ ("rejected");
  default:
    return "";
  }
}

/* ---- Cells ---- */

static char *
class_text (EctopyStudy *study, guint32 beat)
{
  const guint beat_class = ectopy_study_get_beat (study, beat).beat_class;

  /* Translators: the letter of a class, and its name. */
  return g_strdup_printf (_ ("%c  %s"), ectopy_beat_class_letter (beat_class),
                          ectopy_class_label_name (beat_class));
}

static char *
confidence_text (EctopyStudy *study, guint32 beat)
{
  const EctopyFoundBeat *found = ectopy_study_get_found (study, beat);

  if (found == NULL || found->beat_class >= ECTOPY_N_CLASSES)
    return g_strdup ("–");
  return ectopy_beat_confidence_text ((double) found->probabilities[found->beat_class]);
}

static char *
cell_text (EctopyBeatTable *self, Column column, guint32 beat)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  const EctopyBeatState state = ectopy_study_get_beat (study, beat);
  const double rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  const double rr = ectopy_study_get_rr_before (study, beat);

  switch (column) {
  case TIME:
    return ectopy_time_text ((double) state.sample / rate, 2);
  case CLASS:
    return class_text (study, beat);
  case CONFIDENCE:
    return confidence_text (study, beat);
  case INTERVAL:
    return isfinite (rr) ? g_strdup_printf ("%.0f", 1000 * rr) : g_strdup ("–");
  case RATE:
    return isfinite (rr) ? g_strdup_printf ("%.0f", 60 / rr) : g_strdup ("–");
  default:
    return g_strdup (!ectopy_study_counts (study, beat) && state.status != ECTOPY_BEAT_REJECTED
                         ? _ ("not analysable")
                     : ectopy_study_is_moved (study, beat)
                         ? _ ("moved")
                         : ectopy_beat_table_status_name (state.status));
  }
}

static void
fill_cell (EctopyBeatTable *self, GtkListItem *cell, Column column)
{
  EctopyBeatItem *item = gtk_list_item_get_item (cell);
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  GtkWidget *label = gtk_list_item_get_child (cell);
  g_autofree char *text = NULL;
  guint32 beat;

  if (item == NULL || study == NULL)
    return;
  beat = ectopy_beat_item_get_beat (item);
  if (beat >= ectopy_study_get_n_numbers (study))
    return;
  text = cell_text (self, column, beat);
  gtk_label_set_text (GTK_LABEL (label), text);
  if (ectopy_study_counts (study, beat))
    gtk_widget_remove_css_class (label, "dim-label");
  else
    gtk_widget_add_css_class (label, "dim-label");
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  const Column column = (Column) GPOINTER_TO_UINT (user_data);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column == CLASS || column == STATUS ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (cell, label);
  /* The row chooses itself: GTK 4.8 has row and cell both heed a click, and Ctrl would choose and let go. */
  gtk_list_item_set_selectable (cell, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  EctopyBeatTable *self = g_object_get_data (G_OBJECT (factory), "table");

  g_hash_table_insert (self->bound, cell, user_data);
  fill_cell (self, cell, (Column) GPOINTER_TO_UINT (user_data));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  EctopyBeatTable *self = g_object_get_data (G_OBJECT (factory), "table");

  if (self != NULL && self->bound != NULL)
    g_hash_table_remove (self->bound, cell);
}

static void
refill_cells (EctopyBeatTable *self)
{
  GHashTableIter iter;
  gpointer cell, column;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, &column))
    fill_cell (self, cell, (Column) GPOINTER_TO_UINT (column));
}

/* ---- Session and table ---- */

static void
update_count (EctopyBeatTable *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *count = ectopy_text_count (n);
  /* Translators: a number of beats. */
  g_autofree char *text = g_strdup_printf (ngettext ("%s beat", "%s beats", n), count);

  gtk_label_set_text (GTK_LABEL (self->count_label), text);
}

/* The rows are inside the view's list, which alone knows how to scroll. */
static void
scroll_to (EctopyBeatTable *self, guint place)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_activate_action (child, "list.scroll-to-item", "u", place))
      return;
}

static void
selection_changed_cb (EctopyBeatTable *self)
{
  size_t n;
  const guint32 *chosen;
  const guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) mask = gtk_bitset_new_range (0, n_items);
  guint place;

  if (self->updating)
    return;
  self->updating = TRUE;
  chosen = ectopy_recording_session_get_selection (self->session, &n);
  for (size_t i = 0; i < n; i++)
    if ((place = ectopy_beat_list_find (self->list, chosen[i])) != G_MAXUINT)
      gtk_bitset_add (selected, place);
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, mask);
  place = ectopy_beat_list_find (self->list, ectopy_recording_session_get_selected (self->session));
  if (place != G_MAXUINT && gtk_widget_get_mapped (self->view))
    scroll_to (self, place);
  self->updating = FALSE;
}

static void
chosen_cb (EctopyBeatTable *self)
{
  g_autoptr (GtkBitset) selected = NULL;
  g_autoptr (GArray) beats = g_array_new (FALSE, FALSE, sizeof (guint32));
  GtkBitsetIter iter;
  guint place;

  if (self->updating)
    return;
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_iter_init_first (&iter, selected, &place))
    do {
      const guint32 beat = ectopy_beat_list_get_beat (self->list, place);

      if (beat != ECTOPY_NO_BEAT)
        g_array_append_val (beats, beat);
    } while (gtk_bitset_iter_next (&iter, &place));
  if (beats->len == 0)
    return;
  self->updating = TRUE;
  if (beats->len == 1)
    ectopy_recording_session_select (self->session, g_array_index (beats, guint32, 0));
  else
    ectopy_recording_session_select_beats (self->session, (const guint32 *) beats->data, beats->len,
                                           g_array_index (beats, guint32, beats->len - 1));
  self->updating = FALSE;
}

static void
kind_cb (EctopyBeatTable *self)
{
  if (self->list == NULL)
    return;
  ectopy_beat_list_set_kind (
      self->list, (EctopyBeatListKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kinds)));
  selection_changed_cb (self);
}

/* ---- Widget ---- */

static void
add_column (EctopyBeatTable *self, Column column, const char *title, gboolean expands)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column;

  g_object_set_data (G_OBJECT (factory), "table", self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), GUINT_TO_POINTER (column));
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (view_column, expands);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), view_column);
  g_object_unref (view_column);
}

static void
add_columns (EctopyBeatTable *self)
{
  add_column (self, TIME, _ ("Time"), FALSE);
  add_column (self, CLASS, _ ("Class"), TRUE);
  add_column (self, CONFIDENCE, _ ("Sure"), FALSE);
  /* Translators: the interval from the beat before, milliseconds. */
  add_column (self, INTERVAL, _ ("RR ms"), FALSE);
  /* Translators: beats a minute. */
  add_column (self, RATE, _ ("bpm"), FALSE);
  add_column (self, STATUS, _ ("Status"), FALSE);
}

static void
ectopy_beat_table_dispose (GObject *object)
{
  EctopyBeatTable *self = ECTOPY_BEAT_TABLE (object);

  ectopy_beat_table_set_session (self, NULL);
  G_OBJECT_CLASS (ectopy_beat_table_parent_class)->dispose (object);
}

static void
ectopy_beat_table_finalize (GObject *object)
{
  EctopyBeatTable *self = ECTOPY_BEAT_TABLE (object);

  g_clear_pointer (&self->bound, g_hash_table_unref);
  G_OBJECT_CLASS (ectopy_beat_table_parent_class)->finalize (object);
}

static void
ectopy_beat_table_class_init (EctopyBeatTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ectopy_beat_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = ectopy_beat_table_finalize;
}

static GtkWidget *
make_head (EctopyBeatTable *self)
{
  const char *const kinds[] = {
    _ ("All beats"),        _ ("Normal"),
    _ ("Supraventricular"), _ ("Ventricular"),
    _ ("Fusion"),           _ ("Paced or unclassifiable"),
    _ ("Ectopic"),          _ ("To review, dearest mistake first"),
    _ ("Not looked at"),    _ ("Changed by hand"),
    _ ("Not counted"),      NULL,
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->kinds = gtk_drop_down_new_from_strings (kinds);
  gtk_widget_set_tooltip_text (self->kinds, _ ("Which beats are listed"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->kinds), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Beats listed"), -1);
  g_signal_connect_swapped (self->kinds, "notify::selected", G_CALLBACK (kind_cb), self);
  self->count_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count_label), 1);
  gtk_widget_set_hexpand (self->count_label, TRUE);
  gtk_widget_add_css_class (self->count_label, "dim-label");
  gtk_widget_add_css_class (self->count_label, "numeric");
  gtk_box_append (GTK_BOX (box), self->kinds);
  gtk_box_append (GTK_BOX (box), self->count_label);
  gtk_widget_add_css_class (box, "table-head");
  return box;
}

static void
ectopy_beat_table_init (EctopyBeatTable *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  self->view = gtk_column_view_new (NULL);
  gtk_widget_add_css_class (self->view, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Beats"), -1);
  add_columns (self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 110);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (self->view, "map", G_CALLBACK (selection_changed_cb), self);
}

void
ectopy_beat_table_set_session (EctopyBeatTable *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL) {
    g_signal_handlers_disconnect_by_data (self->session, self);
    g_signal_handlers_disconnect_by_data (self->list, self);
    g_signal_handlers_disconnect_by_data (self->selection, self);
    self->updating = TRUE;
    gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), NULL);
    self->updating = FALSE;
    g_clear_object (&self->selection);
    self->list = NULL;
  }
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  self->list = ectopy_beat_list_new (session);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (self->list));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (update_count), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (refill_cells), self);
  update_count (self);
}
