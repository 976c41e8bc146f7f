/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/beat-panel.h"

#include "engine/evaluate/figure-text.h"
#include "ui/resource.h"
#include "ui/settings.h"
#include "ui/widgets/beat-scene.h"
#include "ui/widgets/class-buttons.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/give-way.h"
#include "ui/widgets/paint-area.h"

#include <glib/gi18n.h>

/* Of the published beat CSVs. */
#define RATE_HZ 120

#define BUTTON_CHARS 16 /* that the words on a button ask for */

struct _EctopyBeatPanel {
  AdwBin parent_instance;

  EctopySession *session;

  GtkWidget *title;
  GtkWidget *subtitle;
  EctopyPaintArea *sheet;
  EctopyPaintArea *bars;
  GtkWidget *class_buttons;
};

G_DEFINE_FINAL_TYPE (EctopyBeatPanel, ectopy_beat_panel, ADW_TYPE_BIN)

static size_t
get_row (EctopyBeatPanel *self)
{
  return self->session != NULL ? ectopy_session_get_selected (self->session) : ECTOPY_NO_ROW;
}

/* ---- Pictures ---- */

static void
paint_sheet (cairo_t *cr, const EctopyPalette *palette, double width, double height, gpointer data)
{
  EctopyBeatPanel *self = data;
  const size_t row = get_row (self);
  EctopyBeatSheet sheet = { .rate_hz = RATE_HZ };
  EctopyBeatScene scene;

  if (row != ECTOPY_NO_ROW) {
    const EctopyClassShapes *shapes = ectopy_session_get_shapes (self->session);

    scene = ectopy_beat_scene_of (self->session, row);
    sheet.beat = &scene;
    sheet.shape_class = ectopy_beat_scene_class (&scene);
    if (shapes != NULL && sheet.shape_class < ECTOPY_N_CLASSES)
      sheet.shape = &shapes->classes[sheet.shape_class];
    sheet.shows_mean = g_settings_get_boolean (ectopy_settings (), "show-mean");
    sheet.shows_density = g_settings_get_boolean (ectopy_settings (), "show-density");
  }
  ectopy_beat_sheet_paint (cr, &sheet, palette, width, height,
                           ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.8);
}

static void
paint_bars (cairo_t *cr, const EctopyPalette *palette, double width, double height, gpointer data)
{
  EctopyBeatPanel *self = data;
  const size_t row = get_row (self);
  const float *probabilities = row != ECTOPY_NO_ROW
                                   ? ectopy_session_get_probabilities (self->session, row)
                                   : NULL;
  const EctopyBeatFacts facts = self->session != NULL ? ectopy_session_get_facts (self->session)
                                                      : (EctopyBeatFacts){ 0 };

  ectopy_probability_bars_paint (
      cr, probabilities, row != ECTOPY_NO_ROW ? facts.predicted[row] : ECTOPY_CLASS_NONE, palette,
      width, height, ectopy_paint_area_font_size (GTK_WIDGET (self)) * 0.85);
}

/* ---- Words ---- */

static char *
describe_probabilities (const float *probabilities)
{
  GString *text = g_string_new (NULL);

  if (probabilities == NULL)
    g_string_append (text, _ ("Not classified yet."));
  for (guint c = 0; probabilities != NULL && c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *percent = ectopy_beat_confidence_text ((double) probabilities[c]);

    g_string_append_printf (text, "%s%s %s", c > 0 ? ", " : "", ectopy_class_label_name (c),
                            percent);
  }
  return g_string_free (text, FALSE);
}

/* What is known of the beat, in one sentence for eye and ear. */
static char *
describe_beat (const EctopyBeatScene *scene)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *confidence = ectopy_beat_confidence_text (scene->confidence);

  if (scene->predicted == ECTOPY_CLASS_NONE)
    g_string_append (text, _ ("Not classified yet."));
  else
    /* Translators: a class such as "ventricular", and how sure: "97 %". */
    g_string_append_printf (text, _ ("Predicted: %s, %s sure."),
                            ectopy_class_label_name (scene->predicted), confidence);
  if (scene->label != ECTOPY_CLASS_NONE) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text, _ ("Label in the file: %s."),
                            ectopy_class_label_name (scene->label));
  }
  if (scene->verdict.kind != ECTOPY_VERDICT_NONE) {
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (scene->verdict.time);
    g_autofree char *when = NULL;

    time = g_date_time_to_local (utc);
    when = g_date_time_format (time, "%x %X");
    g_string_append_c (text, ' ');
    /* Translators: a class, then date and time. */
    g_string_append_printf (text,
                            scene->verdict.kind == ECTOPY_VERDICT_ACCEPTED
                                ? _ ("Accepted as %s, %s.")
                                : _ ("Corrected to %s, %s."),
                            ectopy_class_label_name (scene->verdict.beat_class), when);
  }
  return g_string_free (text, FALSE);
}

static void
update_words (EctopyBeatPanel *self)
{
  const size_t row = get_row (self);
  g_autofree char *count = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *probabilities = NULL;

  if (row == ECTOPY_NO_ROW) {
    gtk_label_set_text (GTK_LABEL (self->title), _ ("No beat chosen"));
    gtk_label_set_text (GTK_LABEL (self->subtitle), "");
    return;
  }
  const EctopyBeatScene scene = ectopy_beat_scene_of (self->session, row);
  const guint shown = ectopy_beat_scene_class (&scene);

  count = ectopy_text_count (row);
  if (shown == ECTOPY_CLASS_NONE)
    /* Translators: the number of a row in the file, from 0. */
    title = g_strdup_printf (_ ("Row %s"), count);
  else
    /* Translators: the number of a row in the file, and its class. */
    title = g_strdup_printf (_ ("Row %s: %s"), count, ectopy_class_label_name (shown));
  subtitle = describe_beat (&scene);
  probabilities = describe_probabilities (ectopy_session_get_probabilities (self->session, row));
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
  ectopy_paint_area_describe (self->sheet, subtitle);
  ectopy_paint_area_describe (self->bars, probabilities);
}

static void
update (EctopyBeatPanel *self)
{
  update_words (self);
  ectopy_paint_area_invalidate (self->sheet);
  ectopy_paint_area_invalidate (self->bars);
}

static void
facts_changed_cb (EctopyBeatPanel *self, guint64 first, guint64 n)
{
  const size_t row = get_row (self);

  if (row != ECTOPY_NO_ROW && row >= first && row - first < n)
    update (self);
}

/* ---- Widget ---- */

static void
ectopy_beat_panel_dispose (GObject *object)
{
  ectopy_beat_panel_set_session (ECTOPY_BEAT_PANEL (object), NULL);
  G_OBJECT_CLASS (ectopy_beat_panel_parent_class)->dispose (object);
}

static void
ectopy_beat_panel_class_init (EctopyBeatPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_beat_panel_dispose;
  g_type_ensure (ECTOPY_TYPE_PAINT_AREA);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("beat-panel.ui"));
  gtk_widget_class_bind_template_child (widget_class, EctopyBeatPanel, title);
  gtk_widget_class_bind_template_child (widget_class, EctopyBeatPanel, subtitle);
  gtk_widget_class_bind_template_child (widget_class, EctopyBeatPanel, sheet);
  gtk_widget_class_bind_template_child (widget_class, EctopyBeatPanel, bars);
  gtk_widget_class_bind_template_child (widget_class, EctopyBeatPanel, class_buttons);
}

static void
ectopy_beat_panel_init (EctopyBeatPanel *self)
{
  GSettings *settings = ectopy_settings ();

  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_give_way (GTK_WIDGET (self), BUTTON_CHARS);
  ectopy_class_buttons_fill (GTK_BOX (self->class_buttons));
  ectopy_paint_area_set_content_size (self->sheet, 280, 190, 380, 230);
  ectopy_paint_area_set_content_size (self->bars, 200, 112, 380, 124);
  ectopy_paint_area_grow_with_text (self->sheet);
  ectopy_paint_area_grow_with_text (self->bars);
  ectopy_paint_area_set_func (self->sheet, paint_sheet, self);
  ectopy_paint_area_set_func (self->bars, paint_bars, self);
  g_signal_connect_object (settings, "changed::show-mean",
                           G_CALLBACK (ectopy_paint_area_invalidate), self->sheet,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::show-density",
                           G_CALLBACK (ectopy_paint_area_invalidate), self->sheet,
                           G_CONNECT_SWAPPED);
  update_words (self);
}

void
ectopy_beat_panel_set_session (EctopyBeatPanel *self, EctopySession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "beats-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "facts-changed", G_CALLBACK (facts_changed_cb), self);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (update), self);
  update (self);
}
