/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyNumberRow:
 *
 * A row of a boxed list with a number to set. Properties: `lower`, `upper`, `step`, `value`; `whole`
 * for numbers that count; `setting`, a name for whoever collects the values; `factor`, what the number
 * shown is multiplied by in the text of ectopy_number_row_dup_text() (0.01 for per cents).
 *
 * Signals: `changed` when the value is another.
 */
#define ECTOPY_TYPE_NUMBER_ROW (ectopy_number_row_get_type ())
G_DECLARE_FINAL_TYPE (EctopyNumberRow, ectopy_number_row, ECTOPY, NUMBER_ROW, AdwActionRow)

double ectopy_number_row_get_value (EctopyNumberRow *self);
void ectopy_number_row_set_value (EctopyNumberRow *self, double value);

/* (nullable) (transfer none) */
const char *ectopy_number_row_get_setting (EctopyNumberRow *self);

/* The value as text in the C locale, multiplied by the factor; and back. */
char *ectopy_number_row_dup_text (EctopyNumberRow *self);
void ectopy_number_row_set_text (EctopyNumberRow *self, const char *text);

G_END_DECLS
