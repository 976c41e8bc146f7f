/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"

G_BEGIN_DECLS

/* Adds name, rate, samples and annotations of a recording to a digest of several: the same for the same
 * recordings in the same order, whatever files they are in. */
void ectopy_record_digest_add (GChecksum *checksum, const char *name, EctopyRecording *recording);

G_END_DECLS
