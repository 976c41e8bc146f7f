/* SPDX-License-Identifier: MIT */
#pragma once

/* What reading and writing studies share. */
#include "engine/model-file/json-guard.h"
#include "engine/review/study-file.h"

G_BEGIN_DECLS

#define ECTOPY_STUDY_FORMAT  "ectopy-study"
#define ECTOPY_STUDY_VERSION 1

/* Bytes: a beat found takes some 40, an act on one beat 130: room for a day and a million acts. */
#define ECTOPY_STUDY_MAX_BYTES (256 * 1024 * 1024)

/* By #EctopyStudyEntryKind. */
extern const char *const ectopy_study_kind_names[3];

/* With the first @n_entries of the log only. */
EctopyStudySnapshot *
ectopy_study_snapshot_new_up_to (EctopyStudy *study, const char *digest, guint n_entries);

/* A whole number of at least 0, or -1 where @object has none of that name. */
gint64 ectopy_study_json_count (JsonObject *object, const char *name);

/* (transfer none): a text; "" where @object has none of that name. */
const char *ectopy_study_json_string (JsonObject *object, const char *name);

G_END_DECLS
