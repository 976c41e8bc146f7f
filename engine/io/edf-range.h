/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"
#include "engine/io/edf-number.h"

G_BEGIN_DECLS

/**
 * EctopyEdfRange:
 * @physical_min: the value of @digital_min, as a header has it
 * @physical_max: likewise
 * @digital_min: an integer of 16 bits; no sample has it where @has_gaps
 * @digital_max: likewise, larger
 * @has_gaps: whether @digital_min stands for no sample
 * @scale: what the integers are
 *
 * How the samples of a lead become integers of EDF.
 */
typedef struct {
  char physical_min[ECTOPY_EDF_NUMBER + 1];
  char physical_max[ECTOPY_EDF_NUMBER + 1];
  int digital_min;
  int digital_max;
  gboolean has_gaps;
  EctopyLeadScale scale;
} EctopyEdfRange;

/**
 * ectopy_edf_range_choose:
 * @range: (out): the range
 * @recording: a recording
 * @lead: one of its leads
 *
 * Where the recorder's integers are known and have 16 bits, they are those of the file. The two
 * points that a header tells of the scale are then sought so that eight characters hold each
 * exactly: the samples that come of the file are the same to the bit. Otherwise the steps are the
 * finest of 1, 2 or 5 times a power of ten that hold all samples.
 *
 * Returns: FALSE where the samples are too large for a header to tell
 */
gboolean ectopy_edf_range_choose (EctopyEdfRange *range, EctopyRecording *recording, size_t lead);

/* The integer for @sample: the lowest one for what is not finite. */
gint16 ectopy_edf_range_to_digital (const EctopyEdfRange *range, float sample);

G_END_DECLS
