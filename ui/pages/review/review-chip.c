/* SPDX-License-Identifier: MIT */
#include "ui/pages/review/review-chip.h"

#include "engine/evaluate/figure-text.h"
#include "ui/resource.h"

#include <glib/gi18n.h>

struct _EctopyReviewChip {
  AdwBin parent_instance;

  EctopyRecordingSession *session;
  GtkWidget *next;
  GtkWidget *menu;
  GtkWidget *popover;
  GtkWidget *confidence;
  GtkWidget *scale;
  GtkAdjustment *percent;
  GtkWidget *effect;
  GtkWidget *accept;
};

static guint done_signal;

G_DEFINE_FINAL_TYPE (EctopyReviewChip, ectopy_review_chip, ADW_TYPE_BIN)

static double
get_confidence (EctopyReviewChip *self)
{
  return gtk_adjustment_get_value (self->percent) / 100;
}

static void
update_next (EctopyReviewChip *self)
{
  const EctopyReviewQueue *queue = ectopy_recording_session_get_review (self->session);
  g_autofree char *due = ectopy_text_count (queue->n_due);
  g_autofree char *unlooked = ectopy_text_count (queue->n);
  /* Translators: the number of beats that should be looked at. */
  g_autofree char *text = g_strdup_printf (_ ("To review %s"), due);
  /* Translators: the number of beats that should be looked at, and of those that nobody has. */
  g_autofree char *tip = g_strdup_printf (_ ("%s of %s beats not yet looked at could be a mistake "
                                             "that matters: go to the next (U), the "
                                             "dearest mistake first"),
                                          due, unlooked);

  gtk_button_set_label (GTK_BUTTON (self->next), text);
  gtk_widget_set_tooltip_text (self->next, tip);
}

/* Only while the menu is seen. */
static void
update_menu (EctopyReviewChip *self)
{
  g_autofree char *count = NULL;
  g_autofree char *due = NULL;
  g_autofree char *label = NULL;
  g_autofree char *effect = NULL;
  size_t n, n_due;

  if (self->session == NULL || !gtk_widget_get_visible (self->popover))
    return;
  n = ectopy_recording_session_count_above (self->session, get_confidence (self), &n_due);
  count = ectopy_text_count (n);
  due = ectopy_text_count (n_due);
  /* Translators: the number of beats that would be accepted. */
  label = g_strdup_printf (ngettext ("Accept %s Beat", "Accept %s Beats", (gulong) n), count);
  effect = n == 0 ? g_strdup (_ ("No beat that nobody has looked at is that sure."))
           : n_due == 0
               ? g_strdup (_ ("None of them is due to be reviewed."))
               /* Translators: the number of beats that should be looked at. */
               : g_strdup_printf (ngettext ("%s of them is due to be reviewed.",
                                            "%s of them are due to be reviewed.", (gulong) n_due),
                                  due);
  gtk_button_set_label (GTK_BUTTON (self->accept), label);
  gtk_label_set_text (GTK_LABEL (self->effect), effect);
  gtk_widget_set_sensitive (self->accept, n > 0);
}

static void
study_changed_cb (EctopyReviewChip *self)
{
  if (ectopy_recording_session_get_study (self->session) == NULL)
    return;
  update_next (self);
  update_menu (self);
}

static void
accept_cb (EctopyReviewChip *self)
{
  size_t n_due;
  const size_t n = ectopy_recording_session_count_above (self->session, get_confidence (self),
                                                         &n_due);
  g_autofree char *count = ectopy_text_count (n);
  g_autofree char *percent = ectopy_text_percent (get_confidence (self));
  /* Translators: a number of beats, and a percentage with its sign. */
  g_autofree char *text = g_strdup_printf (
      ngettext ("Accepted %s beat above %s", "Accepted %s beats above %s", (gulong) n), count,
      percent);

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (n == 0)
    return;
  ectopy_recording_session_accept_above (self->session, get_confidence (self));
  g_signal_emit (self, done_signal, 0, text);
}

/* ---- Widget ---- */

static void
ectopy_review_chip_dispose (GObject *object)
{
  ectopy_review_chip_set_session (ECTOPY_REVIEW_CHIP (object), NULL);
  G_OBJECT_CLASS (ectopy_review_chip_parent_class)->dispose (object);
}

static void
ectopy_review_chip_class_init (EctopyReviewChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ectopy_review_chip_dispose;
  done_signal = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, ECTOPY_UI ("review-chip.ui"));
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EctopyReviewChip, name)
  BIND (next);
  BIND (menu);
  BIND (popover);
  BIND (confidence);
  BIND (scale);
  BIND (percent);
  BIND (effect);
  BIND (accept);
#undef BIND
}

static void
ectopy_review_chip_init (EctopyReviewChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->percent, "value-changed", G_CALLBACK (update_menu), self);
  g_signal_connect_swapped (self->popover, "map", G_CALLBACK (update_menu), self);
  g_signal_connect_swapped (self->accept, "clicked", G_CALLBACK (accept_cb), self);
}

void
ectopy_review_chip_set_session (EctopyReviewChip *self, EctopyRecordingSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "recording-changed", G_CALLBACK (study_changed_cb), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (study_changed_cb), self);
  study_changed_cb (self);
}

void
ectopy_review_chip_popup (EctopyReviewChip *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu));
  gtk_widget_grab_focus (self->confidence);
}
