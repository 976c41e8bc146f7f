/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/fit-settings.h"
#include "ui/session/session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyTrainSettings:
 *
 * The form of a run: data, network, and how to train. A chosen file is read at once, so that its
 * classes can be counted and its faults are known before the run.
 *
 * Signals: `changed`, when a run could be another one or possible; `failed (const char *title,
 * const char *details)`, when a file could not be read.
 */
#define ECTOPY_TYPE_TRAIN_SETTINGS (ectopy_train_settings_get_type ())
G_DECLARE_FINAL_TYPE (EctopyTrainSettings, ectopy_train_settings, ECTOPY, TRAIN_SETTINGS, AdwBin)

/* @session (nullable) is where beats open in Review come from. */
void ectopy_train_settings_set_session (EctopyTrainSettings *self, EctopySession *session);

/**
 * ectopy_train_settings_get:
 * @self: a form
 * @settings: (out): what it says, for ectopy_fit_settings_clear()
 * @error: return location; %ECTOPY_ERROR_ARGUMENT for a text that is no setting
 *
 * Returns: whether all of it can be set; @settings is filled in any case
 */
gboolean
ectopy_train_settings_get (EctopyTrainSettings *self, EctopyFitSettings *settings, GError **error);

void ectopy_train_settings_set (EctopyTrainSettings *self, const EctopyFitSettings *settings);

guint ectopy_train_settings_get_threads (EctopyTrainSettings *self);

/* ---- Data ---- */

/* Takes a file and reads it. */
void ectopy_train_settings_set_training_path (EctopyTrainSettings *self, const char *path);
void ectopy_train_settings_set_validation_path (EctopyTrainSettings *self, const char *path);

/* Takes a folder of annotated recordings and counts their beats. */
void ectopy_train_settings_set_recordings (EctopyTrainSettings *self, const char *folder);

/* Whether the beats are those of recordings. */
gboolean ectopy_train_settings_uses_recordings (EctopyTrainSettings *self);

/* (nullable) (transfer none): of recordings: which are of one patient. */
const char *ectopy_train_settings_get_patients_path (EctopyTrainSettings *self);

/* Whether the beats are those open in Review. */
gboolean ectopy_train_settings_uses_review (EctopyTrainSettings *self);

/* (nullable) (transfer none): the beats, as they are in the file; NULL while there are none, and for
 * recordings. */
EctopyDataset *ectopy_train_settings_get_training (EctopyTrainSettings *self);

/* (nullable) (transfer none): the file they are from, or the folder of recordings. */
const char *ectopy_train_settings_get_training_path (EctopyTrainSettings *self);

/* (nullable) (transfer none): NULL where a part of the beats, or nothing, is to judge by. */
const char *ectopy_train_settings_get_validation_path (EctopyTrainSettings *self);

/* Whether all that a run needs has been chosen. */
gboolean ectopy_train_settings_is_complete (EctopyTrainSettings *self);

G_END_DECLS
