/* SPDX-License-Identifier: MIT */
#pragma once

/* What a session has done in the background: functions of the worker, with their input and result. */
#include "engine/core/known-file.h"
#include "engine/evaluate/evaluation.h"
#include "engine/review/corrections.h"
#include "ui/session/predictions.h"

G_BEGIN_DECLS

/* Reading a file of beats, and the corrections beside it. */
typedef struct {
  char *path;
  guint n_threads;
} EctopyReadInput;

typedef struct {
  char *path;
  EctopyDataset *dataset;
  EctopyCorrections *corrections; /* empty ones where there is no file of them */
  GError *corrections_error;      /* why such a file could not be read; it stays as it is */
  EctopyKnownFile *beside;        /* where corrections lie, as it was before they were read */
} EctopyOpened;

gpointer ectopy_session_read (EctopyJob *job, gpointer input, GError **error);
void ectopy_session_read_input_free (gpointer input);
void ectopy_opened_free (gpointer opened);

/* Reading a model: the input is its path. */
gpointer ectopy_session_load (EctopyJob *job, gpointer path, GError **error);

/* Classifying. The result is the input. */
typedef struct {
  EctopyDataset *dataset;
  EctopyModel *model;
  EctopyPredictions *predictions;
  guint n_threads;
} EctopyClassifyInput;

gpointer ectopy_session_classify (EctopyJob *job, gpointer input, GError **error);
void ectopy_session_classify_input_free (gpointer input);

/* (transfer full): "Classifying: 2,048 of 87,554 beats · 5,310 beats/s · 16 s left". */
char *ectopy_session_describe_classifying (size_t n_done, size_t n_rows, double seconds);

/* Judging: predictions that are complete against the truth. The result is an evaluation. */
typedef struct {
  EctopyDataset *dataset;
  EctopyModel *model;
  EctopyPredictions *predictions;
  guint8 *truth;
  EctopyProtocol protocol;
} EctopyJudgeInput;

gpointer ectopy_session_judge (EctopyJob *job, gpointer input, GError **error);
void ectopy_session_judge_input_free (gpointer input);

G_END_DECLS
