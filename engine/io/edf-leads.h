/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"
#include "engine/io/edf-header.h"

G_BEGIN_DECLS

/**
 * EctopyEdfLead:
 * @signal: the signal it is
 * @name: without the type of signal before it: "II" for "ECG II"
 * @unit: (nullable): of its samples: NULL for mV
 * @scale: what its integers are
 *
 * A signal that becomes a lead.
 */
typedef struct {
  const EctopyEdfSignal *signal;
  char *name;
  char *unit;
  EctopyLeadScale scale;
} EctopyEdfLead;

/**
 * ectopy_edf_leads_choose:
 * @header: a header, which must outlive the result
 * @name: of the file, for messages
 * @notes: (element-type utf8): gets sentences on signals that were left out
 * @error: return location
 *
 * A file may hold signals of many kinds and rates, a recording of ours has one rate. It is that of
 * the most leads which are called an ECG; without any, of the most signals in volts; without any
 * such, of the most signals. All signals of that rate become leads; beside leads that are called an
 * ECG, signals that are called an EEG, EMG or the like are left out.
 *
 * Returns: (transfer full) (nullable) (element-type EctopyEdfLead): in order of the header; NULL
 *   with %ECTOPY_ERROR_EMPTY (no signal), %ECTOPY_ERROR_PARSE (none that has a scale)
 */
GArray *ectopy_edf_leads_choose (const EctopyEdfHeader *header,
                                 const char *name,
                                 GPtrArray *notes,
                                 GError **error);

/**
 * ectopy_edf_leads_scale:
 * @signal: a signal whose extremes are apart
 * @times: the unit wanted is that of @signal times this,
 * @over: over this
 *
 * The format tells two points of a line in eight characters each. Its slope and zero are taken for
 * the nearest numbers of ten digits, which are what the writer had before it rounded, if the text
 * leaves room for them.
 *
 * Returns: what its integers are
 */
EctopyLeadScale ectopy_edf_leads_scale (const EctopyEdfSignal *signal, double times, double over);

G_END_DECLS
