/* SPDX-License-Identifier: MIT */
#include "ui/widgets/beat-gallery.h"

#include "engine/evaluate/figure-text.h"
#include "ui/widgets/beat-scene.h"
#include "ui/widgets/canvas.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/paint-area.h"
#include "ui/widgets/theme.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

/* A cell in multiples of the font's size, and the gaps between cells in pixels. */
#define CELL_WIDTH  13.0
#define CELL_HEIGHT 7.2
#define GAP         6

/* Microseconds of painting new cells in one frame; the others follow in the next. */
#define PAINT_BUDGET 1000

/* Pictures kept; those out of sight are dropped when there are more. */
#define MAX_PICTURES 1500

/* Every cell is painted once, into a picture of its own; scrolling moves pictures. */
struct _EctopyBeatGallery {
  GtkWidget parent_instance;

  EctopySession *session;
  guint32 *own_rows; /* or NULL for the session's order */
  size_t n_own_rows;
  gboolean strip;

  GtkAdjustment *adjustments[2]; /* by orientation */
  GtkScrollablePolicy policies[2];

  size_t n_columns;
  double cell_width;
  double cell_height;
  double font;

  GHashTable *pictures; /* row → GskRenderNode */
  guint refill_id;
};

enum {
  PROP_0,
  PROP_SESSION,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (EctopyBeatGallery,
                               ectopy_beat_gallery,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* ---- Which beats ---- */

static const guint32 *
get_rows (EctopyBeatGallery *self, size_t *n)
{
  *n = self->n_own_rows;
  if (self->own_rows != NULL)
    return self->own_rows;
  *n = 0;
  return self->session != NULL ? ectopy_session_get_order (self->session, n) : NULL;
}

/* Place of the chosen beat, G_MAXSIZE if it is not here. */
static size_t
find_selected (EctopyBeatGallery *self)
{
  const size_t selected = self->session != NULL ? ectopy_session_get_selected (self->session)
                                                : ECTOPY_NO_ROW;

  if (selected == ECTOPY_NO_ROW)
    return G_MAXSIZE;
  if (self->own_rows == NULL)
    return ectopy_session_find (self->session, selected);
  for (size_t i = 0; i < self->n_own_rows; i++)
    if (self->own_rows[i] == selected)
      return i;
  return G_MAXSIZE;
}

/* ---- Where they are ---- */

static gboolean
is_mirrored (EctopyBeatGallery *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Adjustments count from the left, beats from where one begins to read: a strip that begins at the
 * right is measured from there. Turns either into the other. */
static double
turn (EctopyBeatGallery *self, GtkOrientation orientation, double value)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (!self->strip || orientation != GTK_ORIENTATION_HORIZONTAL || !is_mirrored (self))
    return value;
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) - value;
}

/* How far it has been scrolled from where it begins. */
static double
scroll_value (EctopyBeatGallery *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL
             ? floor (turn (self, orientation, gtk_adjustment_get_value (adjustment)))
             : 0;
}

static void
lay_out (EctopyBeatGallery *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  size_t n;

  get_rows (self, &n);
  self->font = ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.8;
  self->cell_height = round (CELL_HEIGHT * self->font / 0.8);
  self->cell_width = round (CELL_WIDTH * self->font / 0.8);
  self->n_columns = MAX (n, 1);
  if (self->strip)
    return;
  self->n_columns = MAX ((size_t) ((width - GAP) / (self->cell_width + GAP)), 1);
  self->cell_width = floor ((double) (width - GAP) / (double) self->n_columns) - GAP;
}

static graphene_rect_t
cell_area (EctopyBeatGallery *self, size_t place)
{
  const double x = GAP + (double) (place % self->n_columns) * (self->cell_width + GAP) -
                   scroll_value (self, GTK_ORIENTATION_HORIZONTAL);
  const double y = GAP + (double) (place / self->n_columns) * (self->cell_height + GAP);
  const int width = gtk_widget_get_width (GTK_WIDGET (self));

  return GRAPHENE_RECT_INIT ((float) (is_mirrored (self) ? width - x - self->cell_width : x),
                             (float) (y - scroll_value (self, GTK_ORIENTATION_VERTICAL)),
                             (float) self->cell_width, (float) self->cell_height);
}

/* The places in sight: from @first up to before @last. */
static void
visible_range (EctopyBeatGallery *self, size_t *first, size_t *last)
{
  const double pitch = self->strip ? self->cell_width + GAP : self->cell_height + GAP;
  const GtkOrientation along = self->strip ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  const double from = scroll_value (self, along);
  const int length = self->strip ? gtk_widget_get_width (GTK_WIDGET (self))
                                 : gtk_widget_get_height (GTK_WIDGET (self));
  const size_t per_line = self->strip ? 1 : self->n_columns;
  size_t n;

  get_rows (self, &n);
  *first = (size_t) MAX ((from - GAP) / pitch, 0) * per_line;
  *last = MIN (n, ((size_t) ((from + length) / pitch) + 1) * per_line);
  *first = MIN (*first, *last);
}

static void
set_adjustment_range (EctopyBeatGallery *self, GtkOrientation orientation, double upper, int page)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  const double step = orientation == GTK_ORIENTATION_HORIZONTAL ? self->cell_width + GAP
                                                                : self->cell_height + GAP;

  double scrolled;

  if (adjustment == NULL)
    return;
  scrolled = turn (self, orientation, gtk_adjustment_get_value (adjustment));
  upper = MAX (upper, page);
  /* First the range, by which the value is turned back. */
  gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0, upper, step,
                            MAX (page - step, step), page);
  gtk_adjustment_set_value (adjustment,
                            turn (self, orientation, CLAMP (scrolled, 0, upper - page)));
}

static void
update_adjustments (EctopyBeatGallery *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  size_t n, n_lines;

  if (width < 1)
    return;
  lay_out (self);
  get_rows (self, &n);
  n_lines = (n + self->n_columns - 1) / self->n_columns;
  set_adjustment_range (self, GTK_ORIENTATION_HORIZONTAL,
                        self->strip ? GAP + (double) n * (self->cell_width + GAP) : width, width);
  set_adjustment_range (self, GTK_ORIENTATION_VERTICAL,
                        self->strip ? height : GAP + (double) n_lines * (self->cell_height + GAP),
                        height);
}

/* ---- Pictures ---- */

static GskRenderNode *
paint_cell (EctopyBeatGallery *self, size_t row, const EctopyPalette *palette)
{
  const EctopyBeatScene scene = ectopy_beat_scene_of (self->session, row);
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const int width = (int) self->cell_width;
  const int height = (int) self->cell_height;
  cairo_t *cr = ectopy_canvas_begin (width, height, scale);

  ectopy_beat_cell_paint (cr, &scene, palette, width, height, self->font);
  return ectopy_canvas_end (cr, width, height, scale);
}

static gboolean
refill_cb (gpointer data)
{
  EctopyBeatGallery *self = data;

  self->refill_id = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
forget_pictures (EctopyBeatGallery *self)
{
  g_hash_table_remove_all (self->pictures);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
append_frame (GtkSnapshot *snapshot, const graphene_rect_t *area, EctopyColor color, float width)
{
  const GdkRGBA rgba = { (float) color.red, (float) color.green, (float) color.blue, 1 };
  const float widths[4] = { width, width, width, width };
  const GdkRGBA colors[4] = { rgba, rgba, rgba, rgba };
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, area, 4);
  gtk_snapshot_append_border (snapshot, &rounded, widths, colors);
}

static void
ectopy_beat_gallery_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (widget);
  const EctopyPalette palette = ectopy_theme_palette (widget);
  const gint64 begin = g_get_monotonic_time ();
  const size_t selected = find_selected (self);
  size_t n, first, last;
  const guint32 *rows = get_rows (self, &n);
  gboolean is_late = FALSE;

  if (n == 0)
    return;
  visible_range (self, &first, &last);
  if (g_hash_table_size (self->pictures) > MAX_PICTURES)
    g_hash_table_remove_all (self->pictures);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget)));
  for (size_t place = first; place < last; place++) {
    const graphene_rect_t area = cell_area (self, place);
    GskRenderNode *picture = g_hash_table_lookup (self->pictures, GUINT_TO_POINTER (rows[place]));

    if (picture == NULL && !is_late) {
      picture = paint_cell (self, rows[place], &palette);
      g_hash_table_insert (self->pictures, GUINT_TO_POINTER (rows[place]), picture);
      is_late = g_get_monotonic_time () - begin > PAINT_BUDGET;
    }
    if (picture != NULL) {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &area.origin);
      gtk_snapshot_append_node (snapshot, picture);
      gtk_snapshot_restore (snapshot);
    } else if (self->refill_id == 0) {
      self->refill_id = g_idle_add (refill_cb, self);
    }
    if (place == selected)
      append_frame (snapshot, &area, palette.accent, gtk_widget_has_focus (widget) ? 3 : 2);
  }
  gtk_snapshot_pop (snapshot);
}

/* ---- What it says ---- */

static void
describe (EctopyBeatGallery *self)
{
  g_autofree char *text = NULL;
  g_autofree char *beats = NULL;
  const size_t place = find_selected (self);
  size_t n;

  get_rows (self, &n);
  beats = ectopy_text_count (n);
  if (place == G_MAXSIZE) {
    /* Translators: the number of beats in the gallery. */
    text = g_strdup_printf (ngettext ("%s beat", "%s beats", (gulong) n), beats);
  } else {
    const size_t row = ectopy_session_get_selected (self->session);
    const EctopyBeatFacts facts = ectopy_session_get_facts (self->session);
    const guint shown = ectopy_beat_facts_shown (&facts, row);
    const guint truth = ectopy_beat_facts_truth (&facts, row);
    g_autofree char *confidence = ectopy_beat_confidence_text ((double) facts.confidence[row]);

    const guint predicted = facts.predicted[row];

    if (shown != predicted && predicted != ECTOPY_CLASS_NONE)
      /* Translators: place, number of beats, row in the file, class by a person, class by the model,
       * confidence of that. */
      text = g_strdup_printf (_ ("Beat %zu of %s: row %zu, corrected to %s from %s, %s sure."),
                              place + 1, beats, row, ectopy_class_label_name (shown),
                              ectopy_class_label_name (predicted), confidence);
    else if (shown == ECTOPY_CLASS_NONE)
      /* Translators: the place of a beat in the gallery, how many there are, its row in the file. */
      text = g_strdup_printf (_ ("Beat %zu of %s: row %zu, not classified yet"), place + 1, beats,
                              row);
    else
      /* Translators: place, number of beats, row in the file, class, confidence, and a sentence on
       * whether the class agrees with the true one. */
      text = g_strdup_printf (_ ("Beat %zu of %s: row %zu, %s, %s sure. %s"), place + 1, beats, row,
                              ectopy_class_label_name (shown), confidence,
                              truth == ECTOPY_CLASS_NONE ? _ ("No label.")
                              : ectopy_beat_facts_disagrees (&facts, row)
                                  ? _ ("Its true class is another.")
                                  : _ ("Its true class is the same."));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

/* ---- Changes ---- */

static void
order_changed_cb (EctopyBeatGallery *self)
{
  if (self->own_rows != NULL)
    return;
  update_adjustments (self);
  ectopy_beat_gallery_show_selected (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
beats_changed_cb (EctopyBeatGallery *self)
{
  g_clear_pointer (&self->own_rows, g_free);
  self->n_own_rows = 0;
  for (guint i = 0; i < 2; i++)
    if (self->adjustments[i] != NULL)
      gtk_adjustment_set_value (self->adjustments[i], turn (self, (GtkOrientation) i, 0));
  forget_pictures (self);
}

static void
facts_changed_cb (EctopyBeatGallery *self, guint64 first, guint64 n)
{
  if (n > g_hash_table_size (self->pictures)) {
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init (&iter, self->pictures);
    while (g_hash_table_iter_next (&iter, &row, NULL))
      if (GPOINTER_TO_UINT (row) >= first && GPOINTER_TO_UINT (row) < first + n)
        g_hash_table_iter_remove (&iter);
  } else {
    for (guint64 row = first; row < first + n; row++)
      g_hash_table_remove (self->pictures, GUINT_TO_POINTER ((guint) row));
  }
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
selected_cb (EctopyBeatGallery *self)
{
  ectopy_beat_gallery_show_selected (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ectopy_beat_gallery_show_selected (EctopyBeatGallery *self)
{
  const GtkOrientation along = self->strip ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  const double pitch = self->strip ? self->cell_width + GAP : self->cell_height + GAP;
  const size_t place = find_selected (self);
  double from;

  if (place == G_MAXSIZE || self->n_columns == 0 || self->adjustments[along] == NULL)
    return;
  from = (double) (self->strip ? place : place / self->n_columns) * pitch;
  if (turn (self, along, 0) != 0)
    from = gtk_adjustment_get_upper (self->adjustments[along]) - from - pitch - GAP;
  gtk_adjustment_clamp_page (self->adjustments[along], from, from + pitch + GAP);
}

/* ---- Input ---- */

static void
select_place (EctopyBeatGallery *self, gint64 place)
{
  size_t n;
  const guint32 *rows = get_rows (self, &n);

  if (n > 0)
    ectopy_session_select (self->session, rows[CLAMP (place, 0, (gint64) n - 1)]);
}

static gboolean
key_cb (EctopyBeatGallery *self, guint key, guint code, GdkModifierType modifiers)
{
  const size_t found = find_selected (self);
  const gint64 place = found == G_MAXSIZE ? -1 : (gint64) found;
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const gint64 columns = self->strip ? 1 : (gint64) self->n_columns;
  const gint64 page = self->strip
                          ? MAX ((gint64) (width / (self->cell_width + GAP)), 1)
                          : columns * MAX ((gint64) (height / (self->cell_height + GAP)), 1);
  const gboolean rtl = is_mirrored (self);
  size_t n;

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  get_rows (self, &n);
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    select_place (self, place + (rtl ? 1 : -1));
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    select_place (self, place + (rtl ? -1 : 1));
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    select_place (self, place - columns >= 0 ? place - columns : place);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    select_place (self, place + columns);
    return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
    select_place (self, place - page);
    return TRUE;
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    select_place (self, place + page);
    return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    select_place (self, 0);
    return TRUE;
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    select_place (self, (gint64) n - 1);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    /* In a gallery of its own the key says that the class is right; in a strip it opens. */
    if (!self->strip)
      return FALSE;
    g_signal_emit (self, signals[ACTIVATED], 0);
    return TRUE;
  default:
    return FALSE;
  }
}

/* What keys do, for those who cannot press them. */
static void
move_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (widget);
  const size_t found = find_selected (self);
  const gint64 place = found == G_MAXSIZE ? -1 : (gint64) found;
  size_t n;

  get_rows (self, &n);
  if (g_str_equal (name, "gallery.previous"))
    select_place (self, place - 1);
  else if (g_str_equal (name, "gallery.next"))
    select_place (self, place + 1);
  else if (g_str_equal (name, "gallery.first"))
    select_place (self, 0);
  else
    select_place (self, (gint64) n - 1);
}

static void
activate_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[ACTIVATED], 0);
}

static void
pressed_cb (EctopyBeatGallery *self, int n_press, double x, double y)
{
  size_t first, last, n;
  const guint32 *rows = get_rows (self, &n);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (n == 0)
    return;
  visible_range (self, &first, &last);
  for (size_t place = first; place < last; place++) {
    const graphene_rect_t area = cell_area (self, place);

    if (graphene_rect_contains_point (&area, &GRAPHENE_POINT_INIT ((float) x, (float) y))) {
      ectopy_session_select (self->session, rows[place]);
      if (n_press == 2)
        g_signal_emit (self, signals[ACTIVATED], 0);
      return;
    }
  }
}

/* ---- Widget ---- */

static void
ectopy_beat_gallery_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (widget);
  const double font = ectopy_paint_area_font_size (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = (int) (CELL_WIDTH * font) + 2 * GAP;
    *natural = 4 * *minimum;
  } else {
    *minimum = (int) (CELL_HEIGHT * font) + 2 * GAP;
    *natural = self->strip ? *minimum : 4 * *minimum;
  }
}

static void
ectopy_beat_gallery_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (widget);
  const double cell_width = self->cell_width;
  const double cell_height = self->cell_height;

  update_adjustments (self);
  if (cell_width != self->cell_width || cell_height != self->cell_height) {
    g_hash_table_remove_all (self->pictures);
    ectopy_beat_gallery_show_selected (self);
  }
}

static void
ectopy_beat_gallery_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ectopy_beat_gallery_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
  forget_pictures (ECTOPY_BEAT_GALLERY (widget));
}

static void
set_adjustment (EctopyBeatGallery *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  g_set_object (&self->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw),
                              self);
  update_adjustments (self);
}

static void
ectopy_beat_gallery_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (object);

  switch (id) {
  case PROP_SESSION:
    ectopy_beat_gallery_set_session (self, g_value_get_object (value));
    break;
  case PROP_HADJUSTMENT:
    set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
    break;
  case PROP_VADJUSTMENT:
    set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
    break;
  case PROP_HSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_HORIZONTAL] = (GtkScrollablePolicy) g_value_get_enum (value);
    break;
  case PROP_VSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_VERTICAL] = (GtkScrollablePolicy) g_value_get_enum (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_beat_gallery_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (object);

  switch (id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, (int) self->policies[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, (int) self->policies[GTK_ORIENTATION_VERTICAL]);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_beat_gallery_dispose (GObject *object)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (object);

  g_clear_handle_id (&self->refill_id, g_source_remove);
  ectopy_beat_gallery_set_session (self, NULL);
  for (guint i = 0; i < 2; i++)
    if (self->adjustments[i] != NULL) {
      g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
  G_OBJECT_CLASS (ectopy_beat_gallery_parent_class)->dispose (object);
}

static void
ectopy_beat_gallery_finalize (GObject *object)
{
  EctopyBeatGallery *self = ECTOPY_BEAT_GALLERY (object);

  g_free (self->own_rows);
  g_hash_table_unref (self->pictures);
  G_OBJECT_CLASS (ectopy_beat_gallery_parent_class)->finalize (object);
}

static void
ectopy_beat_gallery_class_init (EctopyBeatGalleryClass *klass)
{
  static const char *const moves[] = { "gallery.previous", "gallery.next", "gallery.first",
                                       "gallery.last" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ectopy_beat_gallery_set_property;
  object_class->get_property = ectopy_beat_gallery_get_property;
  object_class->dispose = ectopy_beat_gallery_dispose;
  object_class->finalize = ectopy_beat_gallery_finalize;
  widget_class->measure = ectopy_beat_gallery_measure;
  widget_class->size_allocate = ectopy_beat_gallery_size_allocate;
  widget_class->snapshot = ectopy_beat_gallery_snapshot;
  widget_class->css_changed = ectopy_beat_gallery_css_changed;
  g_object_class_install_property (
      object_class, PROP_SESSION,
      g_param_spec_object ("session", NULL, NULL, ECTOPY_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_install_action (widget_class, moves[i], NULL, move_action_cb);
  gtk_widget_class_install_action (widget_class, "gallery.activate", NULL, activate_action_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_css_name (widget_class, "beatgallery");
}

static void
ectopy_beat_gallery_init (EctopyBeatGallery *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->pictures = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) gsk_render_node_unref);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Beats"),
                                  -1);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (forget_pictures), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (forget_pictures), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_pictures), NULL);
}

GtkWidget *
ectopy_beat_gallery_new (void)
{
  return g_object_new (ECTOPY_TYPE_BEAT_GALLERY, NULL);
}

void
ectopy_beat_gallery_set_session (EctopyBeatGallery *self, EctopySession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  beats_changed_cb (self);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "beats-changed", G_CALLBACK (beats_changed_cb), self);
  g_signal_connect_swapped (session, "order-changed", G_CALLBACK (order_changed_cb), self);
  g_signal_connect_swapped (session, "facts-changed", G_CALLBACK (facts_changed_cb), self);
  g_signal_connect_swapped (session, "notify::selected", G_CALLBACK (selected_cb), self);
  order_changed_cb (self);
}

void
ectopy_beat_gallery_set_rows (EctopyBeatGallery *self, const size_t *rows, size_t n)
{
  g_clear_pointer (&self->own_rows, g_free);
  self->n_own_rows = n;
  if (rows != NULL) {
    self->own_rows = g_new (guint32, MAX (n, 1));
    for (size_t i = 0; i < n; i++)
      self->own_rows[i] = (guint32) rows[i];
  }
  update_adjustments (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ectopy_beat_gallery_set_strip (EctopyBeatGallery *self, gboolean strip)
{
  self->strip = strip;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
