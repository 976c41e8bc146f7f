/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/recording-session.h"

G_BEGIN_DECLS

#define ECTOPY_TYPE_BEAT_ITEM (ectopy_beat_item_get_type ())
G_DECLARE_FINAL_TYPE (EctopyBeatItem, ectopy_beat_item, ECTOPY, BEAT_ITEM, GObject)

/* (transfer full) */
EctopyBeatItem *ectopy_beat_item_new (guint32 beat);

/* The number of the beat in its study. */
guint32 ectopy_beat_item_get_beat (EctopyBeatItem *self);

/* Which beats of a study a list has. */
typedef enum {
  ECTOPY_LIST_ALL,
  ECTOPY_LIST_N, /* by class, in the order of #EctopyBeatClass: those that count */
  ECTOPY_LIST_S,
  ECTOPY_LIST_V,
  ECTOPY_LIST_F,
  ECTOPY_LIST_Q,
  ECTOPY_LIST_ECTOPIC,  /* S, V and F */
  ECTOPY_LIST_REVIEW,   /* those that are due to be reviewed, in that order */
  ECTOPY_LIST_UNLOOKED, /* those that count and nobody has said anything about */
  ECTOPY_LIST_CHANGED,  /* corrected, added, moved, rejected */
  ECTOPY_LIST_LEFT_OUT, /* those that do not count */
  ECTOPY_N_LISTS,
} EctopyBeatListKind;

/**
 * EctopyBeatList:
 *
 * The beats of a recording as a #GListModel of #EctopyBeatItem, made when they are asked for, in the
 * order of the recording but for those to be reviewed. Main thread.
 */
#define ECTOPY_TYPE_BEAT_LIST (ectopy_beat_list_get_type ())
G_DECLARE_FINAL_TYPE (EctopyBeatList, ectopy_beat_list, ECTOPY, BEAT_LIST, GObject)

EctopyBeatList *ectopy_beat_list_new (EctopyRecordingSession *session);

void ectopy_beat_list_set_kind (EctopyBeatList *self, EctopyBeatListKind kind);
EctopyBeatListKind ectopy_beat_list_get_kind (EctopyBeatList *self);

/* Place of @beat in the list, GTK_INVALID_LIST_POSITION (G_MAXUINT) if it is not in it. */
guint ectopy_beat_list_find (EctopyBeatList *self, guint32 beat);

/* The beat at a place of the list. */
guint32 ectopy_beat_list_get_beat (EctopyBeatList *self, guint place);

G_END_DECLS
