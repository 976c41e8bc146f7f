/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/review/class-shape.h"
#include "engine/review/verdict.h"
#include "ui/paint/palette.h"

G_BEGIN_DECLS

/**
 * EctopyBeatScene:
 * @samples: (nullable): `[length]`, 0 to 1 within the beat; zeros at the end are padding and not
 *   drawn
 * @length: samples of a row
 * @row: in the file, counted from 0
 * @predicted: the class given, %ECTOPY_CLASS_NONE while there is none
 * @confidence: its probability; NaN while there is none
 * @label: the class in the file, or %ECTOPY_CLASS_NONE
 * @verdict: what a person has said
 * @selected: whether it is the chosen one
 * @focused: whether the keyboard is there
 *
 * A beat to be painted: a plain value, all lent.
 */
typedef struct {
  const float *samples;
  size_t length;
  guint64 row;
  guint predicted;
  double confidence;
  guint label;
  EctopyVerdict verdict;
  gboolean selected;
  gboolean focused;
} EctopyBeatScene;

/* The class a beat is shown with: the verdict's if there is one, else the one given. */
guint ectopy_beat_scene_class (const EctopyBeatScene *scene);

/* Whether the label in the file is another than the class shown; not when either is missing. */
gboolean ectopy_beat_scene_disagrees (const EctopyBeatScene *scene);

/* Samples up to the last that is not zero. */
size_t ectopy_beat_end (const float *samples, size_t length);

/* The colour of the whole length of a bar, of which a class colour fills a part. */
EctopyColor ectopy_beat_track_color (const EctopyPalette *palette, EctopyColor ground);

/**
 * ectopy_beat_confidence_text:
 * @confidence: a probability, 0 to 1
 *
 * Returns: (transfer full): in whole per cent, such as "97 %"; never 0 or 100, of which no network
 *   can speak, but "<1 %" and ">99 %". An en dash for NaN
 */
char *ectopy_beat_confidence_text (double confidence);

/**
 * ectopy_beat_cell_paint:
 * @cr: where to; its origin is the cell's upper left corner. Not cleared first
 * @scene: what
 * @palette: in which colours
 * @width: user units; 120 to 260 are meant
 * @height: user units; 84 to 120 are meant
 * @font_size: of the texts, user units; 0 for 11
 *
 * A beat among many: its trace, one scale of time for all rows of a file; mark and letter of its
 * class; under it row number and confidence; in the corner the label of the file, loud where it is
 * another class. Nothing is painted outside the cell; too little room leaves texts out.
 *
 * Made for hundreds a frame. Glyphs are kept by thread, so any thread may paint.
 */
void ectopy_beat_cell_paint (cairo_t *cr,
                             const EctopyBeatScene *scene,
                             const EctopyPalette *palette,
                             double width,
                             double height,
                             double font_size);

/**
 * EctopyBeatSheet:
 * @beat: (nullable): the chosen beat; without one @empty_text is shown
 * @rate_hz: samples a second, 1 to 100,000; 0 for the 120 of the published beat CSVs
 * @shape: (nullable): what the beats of @shape_class have in common
 * @shape_class: whose shape that is
 * @shows_mean: whether the mean of @shape, and 1 SD to both sides, are drawn behind the beat
 * @shows_density: whether all beats of @shape are drawn over one another behind the beat
 * @empty_text: (nullable): a sentence; NULL for one that says that no beat is chosen
 *
 * One beat on ECG paper: a plain value, all lent.
 */
typedef struct {
  const EctopyBeatScene *beat;
  double rate_hz;
  const EctopyClassShape *shape;
  guint shape_class;
  gboolean shows_mean;
  gboolean shows_density;
  const char *empty_text;
} EctopyBeatSheet;

/**
 * ectopy_beat_sheet_paint:
 * @cr: where to; its origin is the sheet's upper left corner. Not cleared first
 * @sheet: what
 * @palette: in which colours
 * @width: user units
 * @height: user units
 * @font_size: of the texts, user units; 0 for 11
 *
 * Squares of 1 mm are 0.04 s wide (25 mm/s). Amplitudes of beat CSVs are scaled within the beat, so
 * that they have an axis from 0 to 1 and no millivolts.
 */
void ectopy_beat_sheet_paint (cairo_t *cr,
                              const EctopyBeatSheet *sheet,
                              const EctopyPalette *palette,
                              double width,
                              double height,
                              double font_size);

/**
 * ectopy_probability_bars_paint:
 * @cr: where to; its origin is the upper left corner. Not cleared first
 * @probabilities: (nullable) (array fixed-size=5): in the order N S V F Q; NULL leaves all bars empty
 * @shown_class: the class to be set off, or %ECTOPY_CLASS_NONE
 * @palette: in which colours
 * @width: user units
 * @height: user units; about 8 times the font size is comfortable
 * @font_size: of the texts, user units; 0 for 11
 *
 * Five bars from 0 to 1, each with mark, letter and per cent.
 */
void ectopy_probability_bars_paint (cairo_t *cr,
                                    const float *probabilities,
                                    guint shown_class,
                                    const EctopyPalette *palette,
                                    double width,
                                    double height,
                                    double font_size);

G_END_DECLS
