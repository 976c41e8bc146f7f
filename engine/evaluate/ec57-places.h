/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-match.h"

G_BEGIN_DECLS

/**
 * EctopyEc57Cell:
 * @reference: what the reference says
 * @test: what the test says
 *
 * A cell of the matrix, or, if either is %ECTOPY_N_EC57_LABELS, all in which the two differ: a plain
 * value.
 */
typedef struct {
  guint reference;
  guint test;
} EctopyEc57Cell;

/* All in which reference and test differ. */
#define ECTOPY_EC57_MISMATCHES ((EctopyEc57Cell){ ECTOPY_N_EC57_LABELS, ECTOPY_N_EC57_LABELS })

gboolean ectopy_ec57_cell_is_mismatches (EctopyEc57Cell cell);

/**
 * ectopy_ec57_places:
 * @result: what a comparison found
 * @cell: of which
 *
 * Returns: (transfer full) (element-type EctopyEc57Pair): its pairs in order of where they are
 */
GArray *ectopy_ec57_places (const EctopyEc57Result *result, EctopyEc57Cell cell);

/**
 * ectopy_ec57_places_after:
 * @places: pairs in order
 * @sample: where one is
 * @by: 1 for the first one after it, -1 for the last one before it
 *
 * Beyond the last the first is due again, and the other way about.
 *
 * Returns: its index; %ECTOPY_EC57_NO_MARK where there are no places
 */
size_t ectopy_ec57_places_after (const GArray *places, gint64 sample, int by);

G_END_DECLS
