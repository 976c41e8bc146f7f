/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"
#include "engine/signal/context.h"

G_BEGIN_DECLS

/**
 * EctopyContextPart:
 * @context: the beats of one lead of one record
 * @record: its name
 * @patient: whose it is
 * @lead: name of the lead
 * @is_made_up: whether it was made of pieces of that lead, in another rhythm
 * @first: row of its first beat
 *
 * A lead of a record in a set.
 */
typedef struct {
  EctopyContext *context;
  char *record;
  char *patient;
  char *lead;
  gboolean is_made_up;
  size_t first;
} EctopyContextPart;

/**
 * EctopyContextSet:
 * @parts: (element-type EctopyContextPart): the leads, those of a record one after another
 * @n_rows: beats of all of them
 * @labels: `[n_rows]`: classes; %ECTOPY_CLASS_NONE for beats that are neither learned from nor judged
 * @is_left_out: `[n_rows]`: 1 for beats that are judged and not learned from
 * @part_of: `[n_rows]`: the part of each
 * @digest: (nullable): of what was read, SHA-256
 *
 * Beats of records with what is around them, to learn from. Held by reference; fixed once it is built.
 */
typedef struct {
  GPtrArray *parts;
  size_t n_rows;
  guint8 *labels;
  guint8 *is_left_out;
  guint32 *part_of;
  char *digest;
} EctopyContextSet;

/* (transfer full): an empty one. */
EctopyContextSet *ectopy_context_set_new (void);

/**
 * ectopy_context_set_add_take:
 * @set: a set that nobody else uses yet
 * @part: (transfer full): its context and names; the array of names and numbers stays the caller's
 * @labels: `[part->context->n]`: copied
 * @is_left_out: (nullable): `[part->context->n]`: copied; NULL for none
 */
void ectopy_context_set_add_take (EctopyContextSet *set,
                                  const EctopyContextPart *part,
                                  const guint8 *labels,
                                  const guint8 *is_left_out);

EctopyContextSet *ectopy_context_set_ref (EctopyContextSet *set);
void ectopy_context_set_unref (EctopyContextSet *set);

const EctopyContextPart *ectopy_context_set_get_part (const EctopyContextSet *set, size_t row);

/* How many beats of each class: of the first lead of each record alone if @is_once, made-up ones never. */
void ectopy_context_set_count (const EctopyContextSet *set,
                               gboolean is_once,
                               size_t counts[ECTOPY_N_CLASSES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyContextSet, ectopy_context_set_unref)

G_END_DECLS
