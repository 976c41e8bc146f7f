/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/progress.h"
#include "engine/signal/pyramid.h"

G_BEGIN_DECLS

/**
 * EctopyDisplayFilter:
 * @high_pass_hz: takes the wander of the baseline away, such as 0.5; 0 for none
 * @notch_hz: the mains, 50 or 60; 0 for none
 * @low_pass_hz: takes the noise of muscles away, such as 40; 0 for none
 *
 * What is taken from a trace before it is shown; never from the data. A plain value. A step that the
 * rate has no room for (a notch at or above half of it) is left out.
 */
typedef struct {
  double high_pass_hz;
  double notch_hz;
  double low_pass_hz;
} EctopyDisplayFilter;

gboolean ectopy_display_filter_is_none (const EctopyDisplayFilter *filter);

/**
 * ectopy_display_filter_apply:
 * @filter: which
 * @rate_hz: samples a second
 * @samples: `[n_samples]`: a lead; not-a-number where there is none
 * @n_samples: its length
 * @first: the first sample wanted
 * @n: how many; @first + @n is at most @n_samples
 * @output: (out): `[n]`; not-a-number where @samples are
 *
 * Second-order Butterworth sections run forwards and backwards, so that nothing is shifted in time.
 * Enough is read on both sides that any stretch comes out as when the whole lead is filtered, within
 * a thousandth of a millivolt. Any thread.
 */
void ectopy_display_filter_apply (const EctopyDisplayFilter *filter,
                                  double rate_hz,
                                  const float *samples,
                                  size_t n_samples,
                                  size_t first,
                                  size_t n,
                                  float *output);

/* (transfer full) (nullable): the pyramid of a whole lead, filtered; NULL with %ECTOPY_ERROR_MEMORY or
 * %G_IO_ERROR_CANCELLED. Memory: the pyramid. Any thread. */
EctopyPyramid *ectopy_display_filter_pyramid (const EctopyDisplayFilter *filter,
                                              double rate_hz,
                                              const float *samples,
                                              size_t n_samples,
                                              EctopyProgressFunc progress,
                                              gpointer progress_data,
                                              GCancellable *cancellable,
                                              GError **error);

/* (transfer full): as printed under a strip: "0.5–40 Hz, 50 Hz notch", or "no filter". */
char *ectopy_display_filter_text (const EctopyDisplayFilter *filter);

G_END_DECLS
