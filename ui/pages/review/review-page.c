/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/review-page.h"

#include "engine/evaluate/figure-text.h"
#include "ui/pages/review/beat-panel.h"
#include "ui/resource.h"
#include "ui/widgets/beat-gallery.h"
#include "ui/widgets/class-label.h"
#include "ui/widgets/give-way.h"
#include "ui/widgets/split-box.h"

#include <glib/gi18n.h>
#include <string.h>

struct _EctopyReviewPage {
  AdwBin parent_instance;

  EctopySession *session;
  EctopyRecordingSession *recording;
  gboolean shows_recording;
  gboolean updating; /* controls follow the session, not the other way round */

  GtkWidget *progress_revealer;
  GtkWidget *progress_label;
  GtkWidget *progress_bar;
  GtkWidget *stack;
  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *chips;
  GtkWidget *class_chips[ECTOPY_N_CLASSES];
  GtkWidget *disagreement_chip;
  GtkWidget *sort;
  GtkWidget *filter_button;
  GtkWidget *least;
  GtkWidget *most;
  GtkWidget *reviewed;
  GtkWidget *reset_button;
  GtkWidget *shown_label;
  GtkWidget *search;
  GtkWidget *gallery_stack;
  EctopyBeatGallery *gallery;
  EctopyBeatPanel *panel;
  EctopyRecordingPage *recording_page;
};

enum { PROP_0, PROP_SESSION };

G_DEFINE_FINAL_TYPE (EctopyReviewPage, ectopy_review_page, ADW_TYPE_BIN)

/* ---- Words and figures ---- */

static void
update_file (EctopyReviewPage *self)
{
  EctopyDataset *dataset = ectopy_session_get_dataset (self->session);
  EctopyModel *model = ectopy_session_get_model (self->session);
  g_autofree char *name = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *text = NULL;
  const char *model_name = model != NULL ? ectopy_model_get_name (model) : NULL;

  if (dataset == NULL)
    return;
  name = g_filename_display_basename (ectopy_session_get_path (self->session));
  rows = ectopy_text_count (ectopy_dataset_get_n_rows (dataset));
  gtk_label_set_text (GTK_LABEL (self->title), name);
  gtk_widget_set_tooltip_text (self->title, ectopy_session_get_path (self->session));
  /* Translators: number of beats, samples of each, name of the model. */
  text = g_strdup_printf (_ ("%s beats of %zu samples · model: %s"), rows,
                          ectopy_dataset_get_length (dataset),
                          model == NULL        ? _ ("none")
                          : model_name != NULL ? model_name
                                               : _ ("just trained, not saved"));
  gtk_label_set_text (GTK_LABEL (self->subtitle), text);
  gtk_widget_set_tooltip_text (self->subtitle, text);
}

static void
update_counts (EctopyReviewPage *self)
{
  size_t counts[ECTOPY_N_CLASSES + 1];
  const size_t n_disagreements = ectopy_session_count_disagreements (self->session);
  g_autofree char *disagreements = ectopy_text_count (n_disagreements);
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;

  ectopy_session_count_shown (self->session, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *count = ectopy_text_count (counts[c]);
    /* Translators: a number of beats, and their class. */
    g_autofree char *name = g_strdup_printf (ngettext ("%s %s beat: show or hide it",
                                                       "%s %s beats: show or hide them",
                                                       (gulong) counts[c]),
                                             count, ectopy_class_label_name (c));

    ectopy_class_label_set_text (gtk_button_get_child (GTK_BUTTON (self->class_chips[c])), count);
    gtk_widget_set_tooltip_text (self->class_chips[c], name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->class_chips[c]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  }
  /* Translators: the number of beats whose class differs from their label. */
  text = g_strdup_printf (_ ("≠ %s"), disagreements);
  gtk_button_set_label (GTK_BUTTON (self->disagreement_chip), text);
  /* Translators: the number of beats whose class differs from their label. */
  title = g_strdup_printf (ngettext ("%s disagreement: show only that",
                                     "%s disagreements: show only these", (gulong) n_disagreements),
                           disagreements);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->disagreement_chip),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (self->disagreement_chip,
                          ectopy_session_get_confusion (self->session) != NULL);
}

static void
update_shown (EctopyReviewPage *self)
{
  EctopyDataset *dataset = ectopy_session_get_dataset (self->session);
  g_autofree char *shown = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;
  size_t n;

  if (dataset == NULL)
    return;
  ectopy_session_get_order (self->session, &n);
  shown = ectopy_text_count (n);
  all = ectopy_text_count (ectopy_dataset_get_n_rows (dataset));
  /* Translators: beats that pass the filter, and all. */
  text = g_strdup_printf (_ ("%s of %s beats"), shown, all);
  gtk_label_set_text (GTK_LABEL (self->shown_label), text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->gallery_stack), n > 0 ? "gallery" : "none");
}

/* Of what is reviewed; else of what goes on besides. */
static char *
dup_progress (EctopyReviewPage *self, double *fraction)
{
  char *text = ectopy_recording_session_dup_progress_text (self->recording);

  if (text != NULL) {
    g_object_get (self->recording, "progress", fraction, NULL);
    return text;
  }
  g_object_get (self->session, "progress", fraction, NULL);
  return self->shows_recording ? NULL : ectopy_session_dup_progress_text (self->session);
}

static void
update_progress (EctopyReviewPage *self)
{
  double fraction = 0;
  g_autofree char *text = NULL;

  if (self->session == NULL || self->recording == NULL)
    return;
  text = dup_progress (self, &fraction);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->progress_revealer), text != NULL);
  gtk_widget_set_visible (self->progress_revealer, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->progress_label), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), fraction);
}

/* ---- The filter ---- */

static void
show_filter (EctopyReviewPage *self)
{
  const EctopyBeatFilter filter = ectopy_session_get_filter (self->session);
  const EctopyBeatFilter all = ECTOPY_BEAT_FILTER_ALL;
  const gboolean is_all = memcmp (&filter, &all, sizeof all) == 0;

  self->updating = TRUE;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->class_chips[c]),
                                  (filter.classes & 1u << c) != 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->disagreement_chip),
                                filter.agreement == ECTOPY_AGREEMENT_NO);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sort), filter.sort);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->reviewed), filter.reviewed);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->least), 100 * filter.least_confidence);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->most), 100 * filter.most_confidence);
  gtk_widget_set_visible (self->reset_button, !is_all);
  self->updating = FALSE;
}

static void
apply_filter (EctopyReviewPage *self)
{
  EctopyBeatFilter filter;

  if (self->updating || self->session == NULL)
    return;
  filter = ectopy_session_get_filter (self->session);
  filter.classes = 1u << ECTOPY_N_CLASSES;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->class_chips[c])))
      filter.classes |= 1u << c;
  /* Beats without a class yet are shown with all, not with some. */
  if (filter.classes != 0x3f)
    filter.classes &= 0x1f;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->disagreement_chip)))
    filter.agreement = ECTOPY_AGREEMENT_NO;
  else if (filter.agreement == ECTOPY_AGREEMENT_NO)
    filter.agreement = ECTOPY_AGREEMENT_ANY;
  filter.sort = (EctopyBeatSort) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sort));
  filter.reviewed = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->reviewed));
  filter.least_confidence = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->least)) / 100;
  filter.most_confidence = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->most)) / 100;
  ectopy_session_set_filter (self->session, &filter);
}

static void
search_cb (EctopyReviewPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  EctopyDataset *dataset = ectopy_session_get_dataset (self->session);
  guint64 row;
  const gboolean is_row = dataset != NULL &&
                          g_ascii_string_to_unsigned (
                              text, 10, 0, ectopy_dataset_get_n_rows (dataset) - 1, &row, NULL);

  if (is_row || text[0] == '\0')
    gtk_widget_remove_css_class (self->search, "error");
  else
    gtk_widget_add_css_class (self->search, "error");
  if (!is_row)
    return;
  if (ectopy_session_find (self->session, (size_t) row) == G_MAXSIZE)
    ectopy_session_set_filter (self->session, &ECTOPY_BEAT_FILTER_ALL);
  ectopy_session_select (self->session, (size_t) row);
}

static void
search_done_cb (EctopyReviewPage *self)
{
  search_cb (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  ectopy_review_page_focus_gallery (self);
}

/* ---- The session ---- */

static void
show_child (EctopyReviewPage *self)
{
  const gboolean has_beats = self->session != NULL &&
                             ectopy_session_get_dataset (self->session) != NULL;
  const gboolean has_recording = self->recording != NULL &&
                                 ectopy_recording_session_get_recording (self->recording) != NULL;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->shows_recording && has_recording
                                                                 ? "recording"
                                                             : has_beats ? "beats"
                                                                         : "empty");
}

static void
state_cb (EctopyReviewPage *self)
{
  show_child (self);
  update_progress (self);
  update_file (self);
  if (ectopy_session_get_dataset (self->session) != NULL)
    update_counts (self);
}

static void
recording_state_cb (EctopyReviewPage *self)
{
  show_child (self);
  update_progress (self);
}

static void
order_changed_cb (EctopyReviewPage *self)
{
  show_filter (self);
  update_shown (self);
}

/* ---- Widget ---- */

static void
ectopy_review_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ectopy_review_page_set_session (ECTOPY_REVIEW_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_review_page_dispose (GObject *object)
{
  EctopyReviewPage *self = ECTOPY_REVIEW_PAGE (object);

  ectopy_review_page_set_session (self, NULL);
  ectopy_review_page_set_recording_session (self, NULL);
  G_OBJECT_CLASS (ectopy_review_page_parent_class)->dispose (object);
}

static void
ectopy_review_page_class_init (EctopyReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ectopy_review_page_set_property;
  object_class->dispose = ectopy_review_page_dispose;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, ECTOPY_TYPE_SESSION,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_type_ensure (ECTOPY_TYPE_SPLIT_BOX);
  g_type_ensure (ECTOPY_TYPE_BEAT_GALLERY);
  g_type_ensure (ECTOPY_TYPE_BEAT_PANEL);
  g_type_ensure (ECTOPY_TYPE_RECORDING_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("review-page.ui"));
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyReviewPage, name)
  BIND (progress_revealer);
  BIND (progress_label);
  BIND (progress_bar);
  BIND (stack);
  BIND (title);
  BIND (subtitle);
  BIND (chips);
  BIND (sort);
  BIND (filter_button);
  BIND (least);
  BIND (most);
  BIND (reviewed);
  BIND (reset_button);
  BIND (shown_label);
  BIND (search);
  BIND (gallery_stack);
  BIND (gallery);
  BIND (panel);
  BIND (recording_page);
#undef BIND
}

static void
ectopy_review_page_init (EctopyReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ectopy_give_way (self->sort, -1);
  ectopy_give_way (self->filter_button, -1);
  ectopy_give_way (self->reset_button, -1);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    self->class_chips[c] = gtk_toggle_button_new ();
    gtk_button_set_child (GTK_BUTTON (self->class_chips[c]), ectopy_class_label_new (c));
    gtk_widget_add_css_class (self->class_chips[c], "chip");
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->class_chips[c]), TRUE);
    g_signal_connect_swapped (self->class_chips[c], "toggled", G_CALLBACK (apply_filter), self);
    gtk_box_append (GTK_BOX (self->chips), self->class_chips[c]);
  }
  self->disagreement_chip = gtk_toggle_button_new ();
  gtk_widget_add_css_class (self->disagreement_chip, "chip");
  gtk_widget_add_css_class (self->disagreement_chip, "disagreements");
  gtk_widget_set_tooltip_text (self->disagreement_chip,
                               _ ("Only beats whose class differs from their label (Ctrl+D)"));
  g_signal_connect_swapped (self->disagreement_chip, "toggled", G_CALLBACK (apply_filter), self);
  gtk_box_append (GTK_BOX (self->chips), self->disagreement_chip);
  g_signal_connect_swapped (self->sort, "notify::selected", G_CALLBACK (apply_filter), self);
  g_signal_connect_swapped (self->reviewed, "notify::selected", G_CALLBACK (apply_filter), self);
  g_signal_connect_swapped (self->least, "value-changed", G_CALLBACK (apply_filter), self);
  g_signal_connect_swapped (self->most, "value-changed", G_CALLBACK (apply_filter), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_done_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (search_done_cb), self);
}

void
ectopy_review_page_set_session (EctopyReviewPage *self, EctopySession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (self->gallery != NULL)
    ectopy_beat_gallery_set_session (self->gallery, session);
  if (self->panel != NULL)
    ectopy_beat_panel_set_session (self->panel, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (update_progress), self);
  g_signal_connect_swapped (session, "notify::model", G_CALLBACK (update_file), self);
  g_signal_connect_swapped (session, "beats-changed", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (session, "facts-changed", G_CALLBACK (update_counts), self);
  g_signal_connect_swapped (session, "order-changed", G_CALLBACK (order_changed_cb), self);
  state_cb (self);
}

void
ectopy_review_page_set_recording_session (EctopyReviewPage *self, EctopyRecordingSession *session)
{
  if (self->recording == session)
    return;
  if (self->recording != NULL)
    g_signal_handlers_disconnect_by_data (self->recording, self);
  g_set_object (&self->recording, session);
  if (self->recording_page != NULL)
    ectopy_recording_page_set_session (self->recording_page, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (recording_state_cb), self);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (update_progress), self);
  /* What it shows has been told by then. */
  g_signal_connect_data (session, "recording-changed", G_CALLBACK (recording_state_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

EctopyRecordingPage *
ectopy_review_page_get_recording_page (EctopyReviewPage *self)
{
  return self->recording_page;
}

void
ectopy_review_page_show_recording (EctopyReviewPage *self, gboolean shown)
{
  self->shows_recording = shown;
  recording_state_cb (self);
}

gboolean
ectopy_review_page_shows_recording (EctopyReviewPage *self)
{
  return self->shows_recording;
}

void
ectopy_review_page_focus_gallery (EctopyReviewPage *self)
{
  if (self->shows_recording)
    ectopy_recording_page_focus_trace (self->recording_page);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->gallery));
}

void
ectopy_review_page_focus_search (EctopyReviewPage *self)
{
  gtk_widget_grab_focus (self->search);
}

void
ectopy_review_page_toggle_disagreements (EctopyReviewPage *self)
{
  GtkToggleButton *chip = GTK_TOGGLE_BUTTON (self->disagreement_chip);

  gtk_toggle_button_set_active (chip, !gtk_toggle_button_get_active (chip));
}
