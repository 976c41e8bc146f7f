/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_CLASSES ECTOPY_N_CLASSES

double
ectopy_ec57_share (EctopyEc57Share share)
{
  return share.of > 0 ? (double) share.n / (double) share.of : (double) NAN;
}

const char *
ectopy_ec57_map_name (EctopyEc57Map map)
{
  return map == ECTOPY_EC57_MAP_BXB ? "bxb" : "literature";
}

const char *
ectopy_ec57_map_sentence (EctopyEc57Map map)
{
  if (map == ECTOPY_EC57_MAP_BXB)
    /* Translators: which marks of an annotation file are of which class. One line break, near the middle. */
    return _ ("Map “bxb”: N L R B are N, A a J S are S, V E r are V, F is F, / f Q ? are Q; escape "
              "beats\ne j n are S, as WFDB's bxb has them (the literature: N).");
  /* Translators: which marks of an annotation file are of which class. One line break, near the middle. */
  return _ ("Map “literature”: N L R B are N, A a J S are S, V E r are V, F is F, / f Q ? are Q; "
            "escape beats\ne j n are N, as in the literature (WFDB's bxb: S).");
}

EctopyEc57Label
ectopy_ec57_label (EctopyEc57Map map, guint code)
{
  const guint beat_class = ectopy_annotation_code_class (code);

  switch (code) {
  case ECTOPY_CODE_ATRIAL_ESCAPE:
  case ECTOPY_CODE_JUNCTIONAL_ESCAPE:
  case ECTOPY_CODE_SUPRAVENTRICULAR_ESCAPE:
    return map == ECTOPY_EC57_MAP_BXB ? ECTOPY_EC57_S : ECTOPY_EC57_N;
  case ECTOPY_CODE_BUNDLE_BRANCH:
    return ECTOPY_EC57_N;
  case ECTOPY_CODE_R_ON_T:
    return ECTOPY_EC57_V;
  case ECTOPY_CODE_LEARNING:
    return ECTOPY_EC57_Q;
  default:
    return beat_class < N_CLASSES ? (EctopyEc57Label) beat_class : ECTOPY_EC57_O;
  }
}

char
ectopy_ec57_letter (EctopyEc57Label label)
{
  return "NSVFQOX"[label];
}

gboolean
ectopy_ec57_is_cell (EctopyEc57Label reference, EctopyEc57Label test)
{
  return reference < ECTOPY_EC57_O || test < ECTOPY_EC57_O;
}

void
ectopy_ec57_counts_add (EctopyEc57Counts *counts, const EctopyEc57Counts *other)
{
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
      counts->cells[r][t] += other->cells[r][t];
}

/* Of the rows and columns whose bits are set. */
static guint64
sum_cells (const EctopyEc57Counts *counts, guint rows, guint columns)
{
  guint64 sum = 0;

  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
      if ((rows >> r & 1) != 0 && (columns >> t & 1) != 0)
        sum += counts->cells[r][t];
  return sum;
}

#define BIT(label) (1u << ECTOPY_EC57_##label)
#define BEATS      (BIT (N) | BIT (S) | BIT (V) | BIT (F) | BIT (Q))
#define NO_BEATS   (BIT (O) | BIT (X))
#define ALL        (BEATS | NO_BEATS)

guint64
ectopy_ec57_counts_reference (const EctopyEc57Counts *counts, EctopyEc57Label label)
{
  return sum_cells (counts, label < ECTOPY_EC57_O ? 1u << label : BEATS, ALL);
}

/* The figures of one class against the rest; beats of @spared are no false positives of it. */
static EctopyEc57Share
class_share (const EctopyEc57Counts *counts, EctopyEc57Label label, guint spared, guint figure)
{
  const guint own = 1u << label;
  const guint64 hits = counts->cells[label][label];
  const guint64 n_false = sum_cells (counts, ALL & ~own & ~spared, own);

  if (figure == ECTOPY_EC57_VEB_SE)
    return (EctopyEc57Share){ hits, sum_cells (counts, own, ALL) };
  if (figure == ECTOPY_EC57_VEB_PPV)
    return (EctopyEc57Share){ hits, hits + n_false };
  return (EctopyEc57Share){ n_false, n_false + sum_cells (counts, ALL & ~own, BEATS & ~own) };
}

EctopyEc57Share
ectopy_ec57_rate (const EctopyEc57Counts *counts, EctopyEc57Rate rate)
{
  const guint64 found = sum_cells (counts, BEATS, BEATS);

  switch (rate) {
  case ECTOPY_EC57_QRS_SE:
    return (EctopyEc57Share){ found, sum_cells (counts, BEATS, ALL) };
  case ECTOPY_EC57_QRS_PPV:
    return (EctopyEc57Share){ found, sum_cells (counts, ALL, BEATS) };
  case ECTOPY_EC57_VEB_SE:
  case ECTOPY_EC57_VEB_PPV:
  case ECTOPY_EC57_VEB_FPR:
    return class_share (counts, ECTOPY_EC57_V, BIT (F) | BIT (Q), rate);
  default:
    return class_share (counts, ECTOPY_EC57_S, BIT (Q),
                        rate - ECTOPY_EC57_SVEB_SE + ECTOPY_EC57_VEB_SE);
  }
}

EctopyEc57Share
ectopy_ec57_recall (const EctopyEc57Counts *counts, EctopyEc57Label label)
{
  return (EctopyEc57Share){ counts->cells[label][label], sum_cells (counts, 1u << label, ALL) };
}

EctopyEc57Share
ectopy_ec57_precision (const EctopyEc57Counts *counts, EctopyEc57Label label)
{
  return (EctopyEc57Share){ counts->cells[label][label], sum_cells (counts, ALL, 1u << label) };
}

double
ectopy_ec57_f1 (const EctopyEc57Counts *counts, EctopyEc57Label label)
{
  const guint64 either = ectopy_ec57_recall (counts, label).of +
                         ectopy_ec57_precision (counts, label).of;

  return either > 0 ? 2 * (double) counts->cells[label][label] / (double) either : NAN;
}

const char *
ectopy_ec57_rate_name (EctopyEc57Rate rate)
{
  static const char *const names[ECTOPY_N_EC57_RATES] = {
    "qrs_se", "qrs_ppv", "veb_se", "veb_ppv", "veb_fpr", "sveb_se", "sveb_ppv", "sveb_fpr",
  };

  return names[rate];
}

gboolean
ectopy_ec57_is_standard (const EctopyEc57Options *options)
{
  return options->from_s == ECTOPY_EC57_FROM_S && options->to_s == 0 &&
         options->window_s == ECTOPY_EC57_WINDOW_S;
}
