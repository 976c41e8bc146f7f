/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/annotation.h"

G_BEGIN_DECLS

/**
 * EctopyEc57Map:
 * @ECTOPY_EC57_MAP_LITERATURE: escape beats e, j and n are N, as in the published work on classes
 *   and in the beat CSVs
 * @ECTOPY_EC57_MAP_BXB: they are S, as WFDB's `bxb` has it when it counts S
 *
 * Which mark is of which class. The two differ in these beats only.
 */
typedef enum {
  ECTOPY_EC57_MAP_LITERATURE,
  ECTOPY_EC57_MAP_BXB,
} EctopyEc57Map;

/**
 * EctopyEc57Label:
 * @ECTOPY_EC57_N: a beat of that class; the first five are those of #EctopyBeatClass
 * @ECTOPY_EC57_O: there is no beat
 * @ECTOPY_EC57_X: there is none because the other side had shut down: its signal was unreadable
 *
 * What one side says of a beat: a letter, upper case for the reference, lower case for the test.
 */
typedef enum {
  ECTOPY_EC57_N,
  ECTOPY_EC57_S,
  ECTOPY_EC57_V,
  ECTOPY_EC57_F,
  ECTOPY_EC57_Q,
  ECTOPY_EC57_O,
  ECTOPY_EC57_X,
} EctopyEc57Label;

#define ECTOPY_N_EC57_LABELS 7

/* The standard's: beats match within 150 ms, and the first five minutes are for learning. */
#define ECTOPY_EC57_WINDOW_S 0.150
#define ECTOPY_EC57_FROM_S   300.0

/**
 * EctopyEc57Options:
 * @map: which mark is of which class
 * @from_s: where the counting begins
 * @to_s: where it ends; 0 for the end of the recording
 * @window_s: how far apart two marks of one beat may be
 *
 * How to compare.
 */
typedef struct {
  EctopyEc57Map map;
  double from_s;
  double to_s;
  double window_s;
} EctopyEc57Options;

/* What the standard asks for, with the map of the literature. */
#define ECTOPY_EC57_STANDARD                                                                       \
  ((EctopyEc57Options){ .from_s = ECTOPY_EC57_FROM_S, .window_s = ECTOPY_EC57_WINDOW_S })

/**
 * EctopyEc57Counts:
 * @cells: beats by what the reference says (row) and what the test says (column), both
 *   #EctopyEc57Label; where the row is O or X the column is a class, and the other way about
 *
 * A plain value; all zero is the empty one. `bxb -l` and `-L` print sums of cells: a column there
 * whose second letter is n holds f and q too (and s, in `-l`), one whose first letter is F holds Q
 * too, one whose first letter is O holds X too, and one whose second letter is o holds x too; in
 * `-l` N holds S too. So of `-L`
 *
 *     Nn' = Nn+Nf+Nq               Sn', Vn' likewise    Fn' = Fn+Ff+Fq + Qn+Qf+Qq
 *     On' = On+Of+Oq + Xn+Xf+Xq    Fs' = Fs+Qs          Os' = Os+Xs
 *     Fv' = Fv+Qv                  Ov' = Ov+Xv          No' = No+Nx and so on
 *     Fo' = Fo+Fx + Qo+Qx          Ns Ss Vs Nv Sv Vv    are cells.
 *
 * What `bxb` prints without S (`-l`, `-s`) is of the same pairs, the rows N and S and the columns n
 * and s added up.
 */
typedef struct {
  guint64 cells[ECTOPY_N_EC57_LABELS][ECTOPY_N_EC57_LABELS];
} EctopyEc57Counts;

/**
 * EctopyEc57Rate:
 * @ECTOPY_EC57_QRS_SE: beats found, of the reference's, whatever their class
 * @ECTOPY_EC57_QRS_PPV: beats that are there, of the test's
 * @ECTOPY_EC57_VEB_SE: `Vv / (Vn+Vs+Vv+Vf+Vq+Vo+Vx)`
 * @ECTOPY_EC57_VEB_PPV: `Vv / (Vv+Nv+Sv+Ov+Xv)`: Fv and Qv are not held against the test
 * @ECTOPY_EC57_VEB_FPR: false v among all that is neither V, Fv nor Qv and has a beat of the test
 * @ECTOPY_EC57_SVEB_SE: `Ss / (Sn+Ss+Sv+Sf+Sq+So+Sx)`
 * @ECTOPY_EC57_SVEB_PPV: `Ss / (Ss+Ns+Vs+Fs+Os+Xs)`: Qs is not held against the test
 * @ECTOPY_EC57_SVEB_FPR: as that of VEB, without Qs; `bxb` does not print it
 *
 * The standard's figures: sensitivity, positive predictivity (+P), false positive rate.
 */
typedef enum {
  ECTOPY_EC57_QRS_SE,
  ECTOPY_EC57_QRS_PPV,
  ECTOPY_EC57_VEB_SE,
  ECTOPY_EC57_VEB_PPV,
  ECTOPY_EC57_VEB_FPR,
  ECTOPY_EC57_SVEB_SE,
  ECTOPY_EC57_SVEB_PPV,
  ECTOPY_EC57_SVEB_FPR,
} EctopyEc57Rate;

#define ECTOPY_N_EC57_RATES 8

/* So many of so many. */
typedef struct {
  guint64 n;
  guint64 of;
} EctopyEc57Share;

/* From 0 to 1; NaN for a share of nothing. */
double ectopy_ec57_share (EctopyEc57Share share);

/* (transfer none): "literature" or "bxb". */
const char *ectopy_ec57_map_name (EctopyEc57Map map);

/* (transfer none): which marks are of which class, a sentence on two lines. */
const char *ectopy_ec57_map_sentence (EctopyEc57Map map);

/**
 * ectopy_ec57_label:
 * @map: the map
 * @code: of a mark
 *
 * Unlike ectopy_annotation_code_class() the map is complete: B is N, n is N or S by @map, r is V and
 * ? is Q.
 *
 * Returns: the class of a beat, or %ECTOPY_EC57_O for a mark that is no beat
 */
EctopyEc57Label ectopy_ec57_label (EctopyEc57Map map, guint code);

/* One of N S V F Q O X. */
char ectopy_ec57_letter (EctopyEc57Label label);

/* Whether a pair can be both: not when neither side has a beat. */
gboolean ectopy_ec57_is_cell (EctopyEc57Label reference, EctopyEc57Label test);

/* Adds the counts of @other. */
void ectopy_ec57_counts_add (EctopyEc57Counts *counts, const EctopyEc57Counts *other);

/* Beats of the reference of that class, or of all with %ECTOPY_EC57_O. */
guint64 ectopy_ec57_counts_reference (const EctopyEc57Counts *counts, EctopyEc57Label label);

/* What the counts say of @rate. */
EctopyEc57Share ectopy_ec57_rate (const EctopyEc57Counts *counts, EctopyEc57Rate rate);

/* Plain figures of a class, of which the standard leaves cells out. Recall: of the reference's beats of
 * that class those that the test gives it, as the standard's sensitivity. Precision: of all beats to
 * which the test gives that class those that have it; none is spared. F1: `2 TP / (2 TP + FP + FN)`,
 * NaN where neither side has the class. @label is a class. */
EctopyEc57Share ectopy_ec57_recall (const EctopyEc57Counts *counts, EctopyEc57Label label);
EctopyEc57Share ectopy_ec57_precision (const EctopyEc57Counts *counts, EctopyEc57Label label);
double ectopy_ec57_f1 (const EctopyEc57Counts *counts, EctopyEc57Label label);

/* (transfer none): as in JSON: "qrs_se", "qrs_ppv", "veb_fpr" and so on. */
const char *ectopy_ec57_rate_name (EctopyEc57Rate rate);

/* Whether start, end and window are the standard's; the map may be either. */
gboolean ectopy_ec57_is_standard (const EctopyEc57Options *options);

G_END_DECLS
