/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/recording.h"
#include "engine/signal/display-filter.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopyTraceSource:
 *
 * The samples of a recording as they are to be drawn: any stretch, at any width, filtered or not, fast
 * enough to be asked for in every frame. Main thread, but for ectopy_trace_source_new().
 *
 * Signals: `changed` when what was drawn is void (another filter, or a filtered overview is ready);
 * `failed` with a GError when no further filtered overview can be made: the leads without one are shown
 * unfiltered where they are wide.
 *
 * Properties: `is-filtering`: whether a filtered overview is still being made in the background; what
 * is wide is meanwhile shown unfiltered.
 */
#define ECTOPY_TYPE_TRACE_SOURCE (ectopy_trace_source_get_type ())
G_DECLARE_FINAL_TYPE (EctopyTraceSource, ectopy_trace_source, ECTOPY, TRACE_SOURCE, GObject)

/* (transfer full) (nullable): builds a pyramid of each lead; NULL with an error of
 * ectopy_pyramid_new(). Any thread; the object then goes to the main thread. */
EctopyTraceSource *
ectopy_trace_source_new (EctopyRecording *recording, GCancellable *cancellable, GError **error);

EctopyRecording *ectopy_trace_source_get_recording (EctopyTraceSource *self);

EctopyDisplayFilter ectopy_trace_source_get_filter (EctopyTraceSource *self);
void ectopy_trace_source_set_filter (EctopyTraceSource *self, const EctopyDisplayFilter *filter);

/**
 * ectopy_trace_source_get_samples:
 * @self: a source
 * @lead: which lead
 * @first: the first sample
 * @n: how many, within the recording; up to a few hundred thousand
 *
 * Returns: (transfer none): `[n]`, filtered; lent until the next call for the same lead
 */
const float *
ectopy_trace_source_get_samples (EctopyTraceSource *self, size_t lead, size_t first, size_t n);

/* The smallest and largest of each column, as ectopy_pyramid_columns(). */
void ectopy_trace_source_get_columns (EctopyTraceSource *self,
                                      size_t lead,
                                      double first,
                                      double per_column,
                                      size_t n_columns,
                                      float *low,
                                      float *high);

/* Millivolts that most of the signal of @lead stays within: 1st and 99th per cent of its seconds'
 * extremes, of the signal as it is. For an automatic gain. */
void
ectopy_trace_source_get_range (EctopyTraceSource *self, size_t lead, double *low, double *high);

/* The same of what the filter leaves, from stretches along the recording: where to draw the lead. */
void ectopy_trace_source_get_shown_range (EctopyTraceSource *self,
                                          size_t lead,
                                          double *low,
                                          double *high);

G_END_DECLS
