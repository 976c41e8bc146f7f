/* SPDX-License-Identifier: MIT */
#pragma once

/* What the two files of the session share: "session.c" does the work in the background, and
 * "session-beats.c" answers and changes what is seen of the beats. */
#include "engine/core/known-file.h"
#include "ui/session/predictions.h"
#include "ui/session/session.h"

G_BEGIN_DECLS

struct _EctopySession {
  GObject parent_instance;

  guint n_threads;
  EctopyJob *reading;
  EctopyJob *loading; /* a model */
  EctopyJob *classifying;
  EctopyJob *judging;
  guint judging_id; /* timeout */

  EctopyDataset *dataset;
  char *path;
  EctopyCorrections *corrections;
  EctopyKnownFile *beside; /* where these lie */
  EctopyModel *model;
  EctopyPredictions *predictions;
  gboolean loaded_once;     /* a model is there, or on its way */
  gboolean loading_bundled; /* the one on its way is the one that comes with Ectopy */
  gboolean has_shapes;      /* the worker has done with the predictions */
  gboolean spares_file;     /* corrections beside the file could not be read: they stay */

  EctopyBeatFilter filter;
  guint32 *order;
  size_t n_order;
  guint32 *places; /* [n_rows]: place in the order plus one, 0 for rows that are not in it */
  size_t selected;

  gboolean tallied; /* the following are as of now */
  size_t shown_counts[ECTOPY_N_CLASSES + 1];
  size_t n_disagreements;
  gboolean has_truth;
  EctopyConfusion confusion;

  EctopyProtocol protocol;
  EctopyEvaluation *evaluation;
};

/* Counts anew what follows from the facts, if they have changed. */
void ectopy_session_tally (EctopySession *self);

/* Finds anew which rows are shown, and says so. */
void ectopy_session_make_order (EctopySession *self);

G_END_DECLS
