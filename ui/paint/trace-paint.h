/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/paint/class-mark.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/**
 * EctopyTraceLead:
 * @name: such as "MLII"
 * @unit: (nullable): of the samples; NULL or "mV" for an ECG
 * @gain_mm: millimetres of the paper a unit
 * @middle: the value that belongs in the middle of the lead's room; moved to the next line of the paper
 * @samples: (nullable): `[n_samples]`: where there are few; not-a-number where there is none
 * @n_samples: how many
 * @first_s: when the first is, seconds from the recording's start
 * @rate_hz: samples a second
 * @low: (nullable): `[n_columns]`: where there are many: smallest of each column of the view, in which
 *   columns are equally wide; not-a-number where there is none
 * @high: (nullable): `[n_columns]`: largest
 * @n_columns: how many; best as many as the view has pixels
 *
 * A lead of a strip, by its samples or by their extremes: a plain value, all lent.
 */
typedef struct {
  const char *name;
  const char *unit;
  double gain_mm;
  double middle;
  const float *samples;
  size_t n_samples;
  double first_s;
  double rate_hz;
  const float *low;
  const float *high;
  size_t n_columns;
} EctopyTraceLead;

/**
 * EctopyTraceBeat:
 * @time_s: seconds from the recording's start
 * @rr_before_s: from the beat before; not-a-number where there is none
 * @beat_class: the class shown, or %ECTOPY_CLASS_NONE
 * @reference: the class in the file, %ECTOPY_CLASS_NONE for none
 * @mark: hollow for a suggestion nobody has looked at, ringed for one that a person changed
 * @is_rejected: whether a person says it is none: hollow and struck through
 * @is_selected: whether it is among the chosen
 * @is_current: whether it is the chosen one
 *
 * A beat of a strip: a plain value.
 */
typedef struct {
  double time_s;
  double rr_before_s;
  guint8 beat_class;
  guint8 reference;
  EctopyMarkState mark;
  gboolean is_rejected;
  gboolean is_selected;
  gboolean is_current;
} EctopyTraceBeat;

/* A stretch of time, seconds from the recording's start. */
typedef struct {
  double from_s;
  double to_s;
} EctopyTimeSpan;

/**
 * EctopyTraceScene:
 * @start_s: the left edge, seconds from the recording's start
 * @length_s: what the width shows, above 0
 * @mm: user units a millimetre of the paper
 * @font_size: user units; 0 for the usual
 * @leads: `[n_leads]`, from the top
 * @n_leads: how many
 * @beats: `[n_beats]`: in order; those in view and a few to either side, of which only a tint or a
 *   figure reaches in. Where many are in view, normal ones may be left out
 * @n_beats: how many
 * @n_in_view: beats in view, with those left out: says how much is written
 * @excluded: `[n_excluded]`: stretches that are not analysable
 * @n_excluded: how many
 * @range: the chosen stretch; of no length for the cursor, not-a-number for none
 *
 * A strip of one or more leads: a plain value, all lent.
 */
typedef struct {
  double start_s;
  double length_s;
  double mm;
  double font_size;
  const EctopyTraceLead *leads;
  size_t n_leads;
  const EctopyTraceBeat *beats;
  size_t n_beats;
  size_t n_in_view;
  const EctopyTimeSpan *excluded;
  size_t n_excluded;
  EctopyTimeSpan range;
} EctopyTraceScene;

/* Beats in view above which normal ones go without a letter, and without a mark. */
#define ECTOPY_TRACE_FEW_BEATS  60
#define ECTOPY_TRACE_MANY_BEATS 400

/* Samples a pixel above which a strip is drawn from extremes. */
#define ECTOPY_TRACE_DENSE 4.0

/* A strip has three layers, of which each is painted alone and seldom again: its paper, what is chosen,
 * and the signal with its marks. All of them in this order are ectopy_trace_paint(). */

void ectopy_trace_paint_paper (cairo_t *cr,
                               const EctopyTraceScene *scene,
                               const EctopyPalette *palette,
                               double width,
                               double height);

void ectopy_trace_paint_choice (cairo_t *cr,
                                const EctopyTraceScene *scene,
                                const EctopyPalette *palette,
                                double width,
                                double height);

/**
 * ectopy_trace_paint_signal:
 * @cr: where to; nothing is painted between the lines
 * @scene: what
 * @palette: in which colours
 * @width: of the strip, user units
 * @height: of the strip
 *
 * Paints names and 1 mV pulses at the left; the leads, around each beat that is not normal in the
 * colour of its class; above them the beats' marks and letters, under them the intervals between in
 * milliseconds, and the time.
 */
void ectopy_trace_paint_signal (cairo_t *cr,
                                const EctopyTraceScene *scene,
                                const EctopyPalette *palette,
                                double width,
                                double height);

void ectopy_trace_paint (cairo_t *cr,
                         const EctopyTraceScene *scene,
                         const EctopyPalette *palette,
                         double width,
                         double height);

G_END_DECLS
