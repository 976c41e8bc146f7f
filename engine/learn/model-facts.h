/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/model.h"

G_BEGIN_DECLS

/**
 * EctopyModelFact:
 * @key: such as "members", or of the card "protocol"
 * @value: for people, may have several lines; of the card, what @key stands for there
 *
 * A line of what is to be known of a model.
 */
typedef struct {
  char *key;
  char *value;
} EctopyModelFact;

/**
 * ectopy_model_facts:
 * @model: a model
 *
 * What it is (name, digest, size, networks, temperature, familiarity), then its card.
 *
 * Returns: (transfer full) (element-type EctopyModelFact): the lines
 */
GPtrArray *ectopy_model_facts (EctopyModel *model);

/* (transfer full): all lines as text. */
char *ectopy_model_facts_text (const GPtrArray *facts);

G_END_DECLS
