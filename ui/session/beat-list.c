/* SPDX-License-Identifier: MIT */
#include "ui/session/beat-list.h"

#include <string.h>

/* ---- Items ---- */

struct _EctopyBeatItem {
  GObject parent_instance;

  guint32 beat;
};

G_DEFINE_FINAL_TYPE (EctopyBeatItem, ectopy_beat_item, G_TYPE_OBJECT)

static void
ectopy_beat_item_class_init (EctopyBeatItemClass *klass)
{
}

static void
ectopy_beat_item_init (EctopyBeatItem *self)
{
}

EctopyBeatItem *
ectopy_beat_item_new (guint32 beat)
{
  EctopyBeatItem *item = g_object_new (ECTOPY_TYPE_BEAT_ITEM, NULL);

  item->beat = beat;
  return item;
}

guint32
ectopy_beat_item_get_beat (EctopyBeatItem *self)
{
  return self->beat;
}

/* ---- The list ---- */

struct _EctopyBeatList {
  GObject parent_instance;

  EctopyRecordingSession *session;
  EctopyBeatListKind kind;
  GArray *beats;      /* guint32 */
  EctopyStudy *study; /* whose beats they are */
};

static GType
get_item_type (GListModel *model)
{
  return ECTOPY_TYPE_BEAT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return ECTOPY_BEAT_LIST (model)->beats->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  EctopyBeatList *self = ECTOPY_BEAT_LIST (model);

  if (position >= self->beats->len)
    return NULL;
  return ectopy_beat_item_new (g_array_index (self->beats, guint32, position));
}

static void
model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (EctopyBeatList,
                               ectopy_beat_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_init))

static void
list_review (EctopyBeatList *self)
{
  const EctopyReviewQueue *queue = ectopy_recording_session_get_review (self->session);

  for (size_t i = 0; queue != NULL && i < queue->n_due; i++)
    g_array_append_val (self->beats, queue->items[i].beat);
}

static gboolean
is_listed (EctopyBeatListKind kind, EctopyStudy *study, guint32 beat)
{
  const EctopyBeatState state = ectopy_study_get_beat (study, beat);
  const gboolean counts = ectopy_study_counts (study, beat);

  switch (kind) {
  case ECTOPY_LIST_ALL:
    return TRUE;
  case ECTOPY_LIST_ECTOPIC:
    return counts && (state.beat_class == ECTOPY_CLASS_S || state.beat_class == ECTOPY_CLASS_V ||
                      state.beat_class == ECTOPY_CLASS_F);
  case ECTOPY_LIST_UNLOOKED:
    return counts && state.status == ECTOPY_BEAT_PREDICTED;
  case ECTOPY_LIST_CHANGED:
    return ectopy_study_is_changed (study, beat);
  case ECTOPY_LIST_LEFT_OUT:
    return !counts;
  default:
    return counts && state.beat_class == kind - ECTOPY_LIST_N;
  }
}

/* What stays at both ends is not told as changed, so that a list that is looked at keeps its place. */
static void
refill (EctopyBeatList *self)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  g_autoptr (GArray) old = g_steal_pointer (&self->beats);
  guint same_first = 0, same_last = 0, shorter;
  size_t n = 0;
  const guint32 *order = study != NULL ? ectopy_study_get_order (study, &n) : NULL;

  self->beats = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) n);
  if (self->kind == ECTOPY_LIST_REVIEW)
    list_review (self);
  for (size_t i = 0; i < n && self->kind != ECTOPY_LIST_REVIEW; i++)
    if (is_listed (self->kind, study, order[i]))
      g_array_append_val (self->beats, order[i]);
  g_set_object (&self->study, study);
  shorter = MIN (old->len, self->beats->len);
#define SAME(i, k) (g_array_index (old, guint32, i) == g_array_index (self->beats, guint32, k))
  while (same_first < shorter && SAME (same_first, same_first))
    same_first++;
  while (same_last < shorter - same_first &&
         SAME (old->len - 1 - same_last, self->beats->len - 1 - same_last))
    same_last++;
#undef SAME
  if (old->len != self->beats->len || same_first < shorter)
    g_list_model_items_changed (G_LIST_MODEL (self), same_first, old->len - same_first - same_last,
                                self->beats->len - same_first - same_last);
}

/* Another recording's beats have the same numbers and are others. */
static void
recording_changed_cb (EctopyBeatList *self)
{
  const guint n = self->beats->len;

  g_array_set_size (self->beats, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  refill (self);
}

static void
ectopy_beat_list_finalize (GObject *object)
{
  EctopyBeatList *self = ECTOPY_BEAT_LIST (object);

  g_signal_handlers_disconnect_by_data (self->session, self);
  g_object_unref (self->session);
  g_array_unref (self->beats);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (ectopy_beat_list_parent_class)->finalize (object);
}

static void
ectopy_beat_list_class_init (EctopyBeatListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ectopy_beat_list_finalize;
}

static void
ectopy_beat_list_init (EctopyBeatList *self)
{
  self->beats = g_array_new (FALSE, FALSE, sizeof (guint32));
}

EctopyBeatList *
ectopy_beat_list_new (EctopyRecordingSession *session)
{
  EctopyBeatList *self = g_object_new (ECTOPY_TYPE_BEAT_LIST, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "recording-changed", G_CALLBACK (recording_changed_cb), self);
  g_signal_connect_swapped (session, "study-changed", G_CALLBACK (refill), self);
  refill (self);
  return self;
}

void
ectopy_beat_list_set_kind (EctopyBeatList *self, EctopyBeatListKind kind)
{
  if (self->kind == kind)
    return;
  self->kind = kind;
  refill (self);
}

EctopyBeatListKind
ectopy_beat_list_get_kind (EctopyBeatList *self)
{
  return self->kind;
}

guint
ectopy_beat_list_find (EctopyBeatList *self, guint32 beat)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  guint low = 0, high = self->beats->len;
  gint64 sample;

  /* Of another recording nothing is found until the list has been told of it, too. */
  if (study == NULL || study != self->study || beat >= ectopy_study_get_n_numbers (study))
    return G_MAXUINT;
  if (self->kind == ECTOPY_LIST_REVIEW) {
    for (guint i = 0; i < self->beats->len; i++)
      if (g_array_index (self->beats, guint32, i) == beat)
        return i;
    return G_MAXUINT;
  }
  sample = ectopy_study_get_beat (study, beat).sample;
  while (low < high) {
    const guint middle = low + (high - low) / 2;
    const guint32 number = g_array_index (self->beats, guint32, middle);
    const gint64 at = ectopy_study_get_beat (study, number).sample;

    if (at < sample || (at == sample && number < beat))
      low = middle + 1;
    else
      high = middle;
  }
  return low < self->beats->len && g_array_index (self->beats, guint32, low) == beat ? low
                                                                                     : G_MAXUINT;
}

guint32
ectopy_beat_list_get_beat (EctopyBeatList *self, guint place)
{
  return place < self->beats->len ? g_array_index (self->beats, guint32, place) : ECTOPY_NO_BEAT;
}
