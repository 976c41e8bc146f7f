/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/family-beats.h"

#include "ui/paint/family-paint.h"
#include "ui/paint/time-axis.h"
#include "ui/session/beat-list.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/paint-area.h"

#include <glib/gi18n.h>

struct _EctopyFamilyBeatsView {
  GtkGridView *grid;
  EctopyRecordingSession *session;
  GListStore *store;
  GtkSingleSelection *selection;
  GPtrArray *cells; /* Cell (lent): those that are seen */
  float *mean;
  size_t length;
  double low_mv;
  double high_mv;
  gboolean updating; /* the grid follows the session, not the other way round */
};

/* One place of the grid; the beat in it changes. */
typedef struct {
  EctopyFamilyBeatsView *view;
  GtkWidget *picture;
  GtkWidget *time;
  guint32 beat;
} Cell;

static EctopyStudy *
get_study (EctopyFamilyBeatsView *view)
{
  return view->session != NULL ? ectopy_recording_session_get_study (view->session) : NULL;
}

/* ---- Cells ---- */

static void
paint_cb (cairo_t *cr,
          const EctopyPalette *palette,
          double width,
          double height,
          gpointer user_data)
{
  const Cell *cell = user_data;
  EctopyStudy *study = get_study (cell->view);
  EctopyFamilyScene scene = { .n_pieces = 1 };
  g_autofree float *piece = NULL;
  EctopyRecording *recording;
  EctopyBeatState state;
  size_t lead;

  if (study == NULL || cell->beat >= ectopy_study_get_n_numbers (study))
    return;
  state = ectopy_study_get_beat (study, cell->beat);
  recording = ectopy_study_get_recording (study);
  lead = ectopy_recording_find_lead (recording, ectopy_study_get_findings (study)->lead, NULL);
  lead = lead == G_MAXSIZE ? 0 : lead;
  piece = ectopy_family_cut (
      ectopy_recording_get_samples (recording, lead), ectopy_recording_get_n_samples (recording),
      ectopy_recording_get_rate_hz (recording), &state.sample, 1, &scene.length);
  scene.pieces = piece;
  scene.mean = cell->view->length == scene.length ? cell->view->mean : NULL;
  scene.low_mv = cell->view->low_mv;
  scene.high_mv = cell->view->high_mv;
  scene.beat_class = state.beat_class;
  ectopy_family_paint (cr, palette, &scene, width, height);
}

static void
fill_cell (Cell *cell)
{
  EctopyStudy *study = get_study (cell->view);
  EctopyBeatState state;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  if (study == NULL || cell->beat >= ectopy_study_get_n_numbers (study))
    return;
  state = ectopy_study_get_beat (study, cell->beat);
  time = ectopy_time_text (
      (double) state.sample / ectopy_recording_get_rate_hz (ectopy_study_get_recording (study)), 1);
  /* Translators: a time, and the name of a class. */
  text = g_strdup_printf (_ ("Beat at %s, %s"), time, ectopy_class_label_name (state.beat_class));
  gtk_label_set_text (GTK_LABEL (cell->time), time);
  ectopy_paint_area_describe (ECTOPY_PAINT_AREA (cell->picture), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  ectopy_paint_area_invalidate (ECTOPY_PAINT_AREA (cell->picture));
}

static void
setup_cb (EctopyFamilyBeatsView *view, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Cell *cell = g_new0 (Cell, 1);

  cell->view = view;
  cell->beat = ECTOPY_NO_BEAT;
  cell->picture = g_object_new (ECTOPY_TYPE_PAINT_AREA, NULL);
  ectopy_paint_area_set_content_size (ECTOPY_PAINT_AREA (cell->picture), 84, 52, 100, 60);
  ectopy_paint_area_set_func (ECTOPY_PAINT_AREA (cell->picture), paint_cb, cell);
  cell->time = gtk_label_new (NULL);
  gtk_widget_add_css_class (cell->time, "caption");
  gtk_widget_add_css_class (cell->time, "numeric");
  gtk_box_append (GTK_BOX (box), cell->picture);
  gtk_box_append (GTK_BOX (box), cell->time);
  gtk_list_item_set_child (item, box);
  g_object_set_data_full (G_OBJECT (item), "cell", cell, g_free);
}

static void
bind_cb (EctopyFamilyBeatsView *view, GtkListItem *item)
{
  Cell *cell = g_object_get_data (G_OBJECT (item), "cell");

  cell->beat = ectopy_beat_item_get_beat (gtk_list_item_get_item (item));
  g_ptr_array_add (view->cells, cell);
  fill_cell (cell);
}

static void
unbind_cb (EctopyFamilyBeatsView *view, GtkListItem *item)
{
  Cell *cell = g_object_get_data (G_OBJECT (item), "cell");

  cell->beat = ECTOPY_NO_BEAT;
  g_ptr_array_remove_fast (view->cells, cell);
}

/* ---- Choice ---- */

static void
chosen_cb (EctopyFamilyBeatsView *view)
{
  EctopyBeatItem *item = gtk_single_selection_get_selected_item (view->selection);

  if (view->updating || item == NULL || view->session == NULL)
    return;
  view->updating = TRUE;
  ectopy_recording_session_select (view->session, ectopy_beat_item_get_beat (item));
  view->updating = FALSE;
}

static void
session_selection_cb (EctopyFamilyBeatsView *view)
{
  const guint32 beat = ectopy_recording_session_get_selected (view->session);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (view->store));
  guint place = GTK_INVALID_LIST_POSITION;

  if (view->updating)
    return;
  for (guint i = 0; i < n && place == GTK_INVALID_LIST_POSITION; i++) {
    g_autoptr (EctopyBeatItem) item = g_list_model_get_item (G_LIST_MODEL (view->store), i);

    if (ectopy_beat_item_get_beat (item) == beat)
      place = i;
  }
  view->updating = TRUE;
  gtk_single_selection_set_selected (view->selection, place);
  if (place != GTK_INVALID_LIST_POSITION && gtk_widget_get_mapped (GTK_WIDGET (view->grid)))
    gtk_widget_activate_action (GTK_WIDGET (view->grid), "list.scroll-to-item", "u", place);
  view->updating = FALSE;
}

/* ---- The whole ---- */

EctopyFamilyBeatsView *
ectopy_family_beats_view_new (GtkGridView *grid)
{
  EctopyFamilyBeatsView *view = g_new0 (EctopyFamilyBeatsView, 1);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  view->grid = g_object_ref (grid);
  view->cells = g_ptr_array_new ();
  view->store = g_list_store_new (ECTOPY_TYPE_BEAT_ITEM);
  view->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (view->store)));
  gtk_single_selection_set_autoselect (view->selection, FALSE);
  gtk_single_selection_set_can_unselect (view->selection, TRUE);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), view);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), view);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), view);
  g_signal_connect_swapped (view->selection, "notify::selected-item", G_CALLBACK (chosen_cb), view);
  gtk_grid_view_set_factory (grid, factory);
  gtk_grid_view_set_model (grid, GTK_SELECTION_MODEL (view->selection));
  g_object_unref (factory);
  return view;
}

void
ectopy_family_beats_view_free (EctopyFamilyBeatsView *view)
{
  ectopy_family_beats_view_set_session (view, NULL);
  g_signal_handlers_disconnect_by_data (view->selection, view);
  gtk_grid_view_set_model (view->grid, NULL);
  gtk_grid_view_set_factory (view->grid, NULL);
  g_object_unref (view->selection);
  g_object_unref (view->store);
  g_object_unref (view->grid);
  g_ptr_array_unref (view->cells);
  g_free (view->mean);
  g_free (view);
}

void
ectopy_family_beats_view_set_session (EctopyFamilyBeatsView *view, EctopyRecordingSession *session)
{
  if (view->session != NULL)
    g_signal_handlers_disconnect_by_data (view->session, view);
  g_set_object (&view->session, session);
  ectopy_family_beats_view_set_beats (view, NULL, 0, NULL, 0);
  if (session != NULL)
    g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (session_selection_cb),
                              view);
}

void
ectopy_family_beats_view_set_beats (EctopyFamilyBeatsView *view,
                                    const guint32 *beats,
                                    size_t n,
                                    const float *mean,
                                    size_t length)
{
  const size_t n_shown = MIN (n, ECTOPY_FAMILY_BEATS_SHOWN);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_free (view->mean);
  view->mean = mean != NULL ? g_memdup2 (mean, length * sizeof *mean) : NULL;
  view->length = length;
  for (size_t i = 0; i < n_shown; i++)
    g_ptr_array_add (items, ectopy_beat_item_new (beats[i]));
  view->updating = TRUE;
  g_list_store_splice (view->store, 0, g_list_model_get_n_items (G_LIST_MODEL (view->store)),
                       items->pdata, items->len);
  view->updating = FALSE;
  if (view->session != NULL && n_shown > 0)
    session_selection_cb (view);
}

void
ectopy_family_beats_view_set_range (EctopyFamilyBeatsView *view, double low_mv, double high_mv)
{
  view->low_mv = low_mv;
  view->high_mv = high_mv;
}

void
ectopy_family_beats_view_refresh (EctopyFamilyBeatsView *view)
{
  for (guint i = 0; i < view->cells->len; i++)
    fill_cell (g_ptr_array_index (view->cells, i));
}
