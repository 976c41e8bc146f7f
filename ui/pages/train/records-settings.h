/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/fit-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyRecordsSettings:
 *
 * The part of the training form that is about annotated recordings: which, whose, and how beats are drawn from
 * them. The beats are counted in the background.
 *
 * Signals: `changed`; `failed (const char *title, const char *details)` when the folder could not be read.
 */
#define ECTOPY_TYPE_RECORDS_SETTINGS (ectopy_records_settings_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRecordsSettings,
                      ectopy_records_settings,
                      ECTOPY,
                      RECORDS_SETTINGS,
                      AdwBin)

/* Sets those of @settings that are about recordings. Returns: FALSE with %ECTOPY_ERROR_ARGUMENT. */
gboolean ectopy_records_settings_get (EctopyRecordsSettings *self,
                                      EctopyFitSettings *settings,
                                      GError **error);

void ectopy_records_settings_set (EctopyRecordsSettings *self, const EctopyFitSettings *settings);

/* Takes a folder and counts the beats of the recordings in it. */
void ectopy_records_settings_set_folder (EctopyRecordsSettings *self, const char *path);

/* (nullable) (transfer none) */
const char *ectopy_records_settings_get_folder (EctopyRecordsSettings *self);

/* A table of lines `record,patient`; NULL for none. */
void ectopy_records_settings_set_patients (EctopyRecordsSettings *self, const char *path);
const char *ectopy_records_settings_get_patients (EctopyRecordsSettings *self);

/* Whether there are recordings to learn from. */
gboolean ectopy_records_settings_is_complete (EctopyRecordsSettings *self);

G_END_DECLS
