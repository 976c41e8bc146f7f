/* SPDX-License-Identifier: MIT */
#include "ui/session/recording-session-private.h"

const EctopyReviewQueue *
ectopy_recording_session_get_review (EctopyRecordingSession *self)
{
  if (self->review == NULL && self->study != NULL)
    self->review = ectopy_review_queue_new (self->study);
  return self->review;
}

void
ectopy_recording_session_drop_review (EctopyRecordingSession *self, gboolean begins_anew)
{
  g_clear_pointer (&self->review, ectopy_review_queue_free);
  if (begins_anew)
    self->reviewed = (EctopyReviewItem){ ECTOPY_NO_BEAT, 0 };
}

static gboolean
comes_after (EctopyRecordingSession *self, const EctopyReviewItem *item)
{
  const EctopyReviewItem *last = &self->reviewed;

  if (last->beat == ECTOPY_NO_BEAT || item->cost != last->cost)
    return last->beat == ECTOPY_NO_BEAT || item->cost < last->cost;
  return ectopy_study_get_beat (self->study, item->beat).sample >
         ectopy_study_get_beat (self->study, last->beat).sample;
}

/* From the beat that was last gone to this way, not from the chosen one: where giving a class goes on to
 * the next beat, that is anywhere in the queue. Those that are due come round again before the others. */
guint32
ectopy_recording_session_seek_review (EctopyRecordingSession *self, int by)
{
  const EctopyReviewQueue *queue = ectopy_recording_session_get_review (self);
  const size_t end = queue->n_due > 0 ? queue->n_due : queue->n;
  size_t low = 0, high = queue->n;

  while (low < high) {
    const size_t middle = low + (high - low) / 2;

    if (comes_after (self, &queue->items[middle]))
      high = middle;
    else
      low = middle + 1;
  }
  if (by < 0) {
    /* Before the place stands the last one itself, unless it has been looked at since. */
    if (low > 0 && queue->items[low - 1].beat == self->reviewed.beat)
      low--;
    if (low == 0)
      return ECTOPY_NO_BEAT;
    low--;
  } else if (low >= end) {
    low = 0;
  }
  if (low >= queue->n)
    return ECTOPY_NO_BEAT;
  self->reviewed = queue->items[low];
  return self->reviewed.beat;
}

size_t
ectopy_recording_session_count_above (EctopyRecordingSession *self,
                                      double confidence,
                                      size_t *n_due)
{
  const EctopyReviewQueue *queue = ectopy_recording_session_get_review (self);
  g_autoptr (GArray) beats = NULL;

  *n_due = 0;
  if (queue == NULL)
    return 0;
  beats = ectopy_study_list_above (self->study, confidence);
  for (guint i = 0; i < beats->len; i++)
    if (queue->places[g_array_index (beats, guint32, i)] < queue->n_due)
      (*n_due)++;
  return beats->len;
}

void
ectopy_recording_session_accept_above (EctopyRecordingSession *self, double confidence)
{
  if (self->study != NULL)
    ectopy_study_accept_above (self->study, confidence);
}
