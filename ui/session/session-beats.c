/* SPDX-License-Identifier: MIT */
#include "ui/session/session-private.h"

#include <string.h>

void
ectopy_session_tally (EctopySession *self)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (self);

  if (self->tallied)
    return;
  memset (self->shown_counts, 0, sizeof self->shown_counts);
  memset (&self->confusion, 0, sizeof self->confusion);
  self->n_disagreements = 0;
  self->has_truth = FALSE;
  for (size_t row = 0; row < facts.n_rows; row++) {
    const guint shown = ectopy_beat_facts_shown (&facts, row);
    const guint truth = ectopy_beat_facts_truth (&facts, row);
    const guint predicted = facts.predicted[row];

    self->shown_counts[MIN (shown, (guint) ECTOPY_N_CLASSES)]++;
    self->has_truth = self->has_truth || truth != ECTOPY_CLASS_NONE;
    if (ectopy_confusion_add (&self->confusion, truth, predicted) && truth != predicted)
      self->n_disagreements++;
  }
  self->tallied = TRUE;
}

void
ectopy_session_make_order (EctopySession *self)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (self);

  g_free (self->order);
  g_free (self->places);
  self->order = ectopy_beat_order_new (&facts, &self->filter, &self->n_order);
  self->places = g_new0 (guint32, MAX (facts.n_rows, 1));
  for (size_t i = 0; i < self->n_order; i++)
    self->places[self->order[i]] = (guint32) i + 1;
  g_signal_emit_by_name (self, "order-changed");
}

/* `[n]` of ECTOPY_CLASS_NONE and of 0, for beats that no model has seen. */
static const guint8 *
no_classes (size_t n)
{
  static guint8 *classes;
  static size_t n_classes;

  if (n > n_classes) {
    classes = g_realloc (classes, n);
    memset (classes, ECTOPY_CLASS_NONE, n);
    n_classes = n;
  }
  return classes;
}

static const float *
no_confidence (size_t n)
{
  static float *confidence;
  static size_t n_confidence;

  if (n > n_confidence) {
    g_free (confidence);
    confidence = g_new0 (float, n);
    n_confidence = n;
  }
  return confidence;
}

EctopyBeatFacts
ectopy_session_get_facts (EctopySession *self)
{
  const size_t n = self->dataset != NULL ? ectopy_dataset_get_n_rows (self->dataset) : 0;
  const EctopyPredictions *predictions = self->predictions;

  return (EctopyBeatFacts){
    .n_rows = n,
    .labels = n > 0 ? ectopy_dataset_get_labels (self->dataset) : NULL,
    .predicted = predictions != NULL ? predictions->predicted : no_classes (n),
    .confidence = predictions != NULL ? predictions->confidence : no_confidence (n),
    .corrections = self->corrections,
  };
}

const float *
ectopy_session_get_probabilities (EctopySession *self, size_t row)
{
  return self->predictions != NULL && row < self->predictions->n_done
             ? self->predictions->probabilities + row * ECTOPY_N_CLASSES
             : NULL;
}

void
ectopy_session_count_shown (EctopySession *self, size_t counts[ECTOPY_N_CLASSES + 1])
{
  ectopy_session_tally (self);
  memcpy (counts, self->shown_counts, sizeof self->shown_counts);
}

size_t
ectopy_session_count_disagreements (EctopySession *self)
{
  ectopy_session_tally (self);
  return self->n_disagreements;
}

const EctopyClassShapes *
ectopy_session_get_shapes (EctopySession *self)
{
  return self->has_shapes && self->predictions != NULL ? self->predictions->shapes : NULL;
}

EctopyBeatFilter
ectopy_session_get_filter (EctopySession *self)
{
  return self->filter;
}

void
ectopy_session_set_filter (EctopySession *self, const EctopyBeatFilter *filter)
{
  self->filter = *filter;
  if (self->dataset == NULL)
    return;
  ectopy_session_make_order (self);
  if (self->n_order > 0 && ectopy_session_find (self, self->selected) == G_MAXSIZE)
    ectopy_session_select (self, self->order[0]);
}

const guint32 *
ectopy_session_get_order (EctopySession *self, size_t *n)
{
  *n = self->n_order;
  return self->order;
}

size_t
ectopy_session_find (EctopySession *self, size_t row)
{
  if (self->dataset == NULL || row >= ectopy_dataset_get_n_rows (self->dataset) ||
      self->places == NULL || self->places[row] == 0)
    return G_MAXSIZE;
  return self->places[row] - 1;
}

/* ---- The chosen beat ---- */

size_t
ectopy_session_get_selected (EctopySession *self)
{
  return self->dataset != NULL ? self->selected : ECTOPY_NO_ROW;
}

void
ectopy_session_select (EctopySession *self, size_t row)
{
  if (self->dataset == NULL || row >= ectopy_dataset_get_n_rows (self->dataset) ||
      row == self->selected)
    return;
  self->selected = row;
  g_object_notify (G_OBJECT (self), "selected");
}

void
ectopy_session_move (EctopySession *self, gint64 by)
{
  const size_t place = ectopy_session_find (self, self->selected);
  gint64 to;

  if (self->n_order == 0)
    return;
  to = place == G_MAXSIZE ? 0 : (gint64) place + by;
  ectopy_session_select (self, self->order[CLAMP (to, 0, (gint64) self->n_order - 1)]);
}

gboolean
ectopy_session_move_to_disagreement (EctopySession *self, int by)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (self);
  const size_t place = ectopy_session_find (self, self->selected);
  gint64 at = place == G_MAXSIZE ? -1 : (gint64) place;

  for (at += by; at >= 0 && at < (gint64) self->n_order; at += by)
    if (ectopy_beat_facts_disagrees (&facts, self->order[at])) {
      ectopy_session_select (self, self->order[at]);
      return TRUE;
    }
  return FALSE;
}

static gboolean
has_choice (EctopySession *self)
{
  return self->dataset != NULL && self->selected < ectopy_dataset_get_n_rows (self->dataset);
}

void
ectopy_session_relabel (EctopySession *self, guint beat_class)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (self);

  if (has_choice (self))
    ectopy_corrections_set (self->corrections, self->selected,
                            facts.predicted[self->selected] == beat_class
                                ? ECTOPY_VERDICT_ACCEPTED
                                : ECTOPY_VERDICT_CORRECTED,
                            beat_class);
}

void
ectopy_session_accept (EctopySession *self)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (self);
  const guint shown = has_choice (self) ? ectopy_beat_facts_shown (&facts, self->selected)
                                        : ECTOPY_CLASS_NONE;

  if (shown != ECTOPY_CLASS_NONE)
    ectopy_session_relabel (self, shown);
}

void
ectopy_session_forget_verdict (EctopySession *self)
{
  if (has_choice (self))
    ectopy_corrections_set (self->corrections, self->selected, ECTOPY_VERDICT_NONE,
                            ECTOPY_CLASS_NONE);
}

void
ectopy_session_undo (EctopySession *self)
{
  const size_t row = self->corrections != NULL ? ectopy_corrections_undo (self->corrections)
                                               : G_MAXSIZE;

  if (row != G_MAXSIZE)
    ectopy_session_select (self, row);
}

void
ectopy_session_redo (EctopySession *self)
{
  const size_t row = self->corrections != NULL ? ectopy_corrections_redo (self->corrections)
                                               : G_MAXSIZE;

  if (row != G_MAXSIZE)
    ectopy_session_select (self, row);
}
