/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/session/family-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyFamilyCard:
 *
 * A family of beats in a #GtkFlowBox: its beats over one another with their mean, how many there are, which
 * share has which class, how many have been looked at.
 */
#define ECTOPY_TYPE_FAMILY_CARD (ectopy_family_card_get_type ())
G_DECLARE_FINAL_TYPE (EctopyFamilyCard, ectopy_family_card, ECTOPY, FAMILY_CARD, GtkFlowBoxChild)

GtkWidget *ectopy_family_card_new (guint family);

guint ectopy_family_card_get_family (EctopyFamilyCard *self);

/**
 * ectopy_family_card_set_pieces:
 * @self: a card
 * @pieces: (transfer full): `[n, length]`: as of ectopy_family_cut()
 * @mean: (transfer full): `[length]`
 * @n: how many
 * @length: samples of each
 */
void ectopy_family_card_set_pieces (EctopyFamilyCard *self,
                                    float *pieces,
                                    float *mean,
                                    size_t n,
                                    size_t length);

/* (transfer none): `[length]`: the mean that was set. */
const float *ectopy_family_card_get_mean (EctopyFamilyCard *self, size_t *length);

/* What has to be seen, millivolts: the same for all cards. */
void ectopy_family_card_set_range (EctopyFamilyCard *self, double low_mv, double high_mv);

void ectopy_family_card_set_facts (EctopyFamilyCard *self, const EctopyFamilyFacts *facts);

G_END_DECLS
