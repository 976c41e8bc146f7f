/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dataset.h"
#include "engine/learn/fit-settings.h"
#include "engine/learn/model.h"
#include "engine/learn/training-log.h"

G_BEGIN_DECLS

/**
 * EctopyCardSources:
 * @training: the training part
 * @training_file: what it was taken from
 * @validation: (nullable): the validation part
 * @validation_file: (nullable): a file of its own; NULL for a part of @training_file
 *
 * The data of a run, as its card tells them; all lent.
 */
typedef struct {
  EctopyDataset *training;
  EctopyDataset *training_file;
  EctopyDataset *validation;
  EctopyDataset *validation_file;
} EctopyCardSources;

/**
 * EctopyCardPart:
 * @data: (nullable): what it was, in words
 * @digest: (nullable): SHA-256 of it, hexadecimal
 * @counts: beats of each class
 *
 * A part of the data of a run, as a card tells it; lent.
 */
typedef struct {
  const char *data;
  const char *digest;
  size_t counts[ECTOPY_N_CLASSES];
} EctopyCardPart;

/**
 * ectopy_card_write_parts:
 * @model: a model whose card is written
 * @training: what it was trained on
 * @validation: (nullable): what it was judged by
 * @protocol: a sentence: how they were split, and what that allows to say
 * @settings: how it was trained
 * @log: what came of it
 * @notes: (nullable) (element-type utf8): sentences to keep
 * @version: of the program
 *
 * As ectopy_card_write(), with the data in words.
 */
void ectopy_card_write_parts (EctopyModel *model,
                              const EctopyCardPart *training,
                              const EctopyCardPart *validation,
                              const char *protocol,
                              const EctopyFitSettings *settings,
                              const EctopyTrainingLog *log,
                              const GPtrArray *notes,
                              const char *version);

/**
 * ectopy_card_write:
 * @model: a model whose card is written
 * @sources: the data
 * @settings: how it was trained
 * @log: what came of it
 * @notes: (nullable) (element-type utf8): sentences to keep
 * @version: of the program
 * @cancellable: (nullable): a way to stop
 * @error: return location
 *
 * Writes what a later reader must know: data with their digests, how they were split, seed and
 * settings, figures of the chosen epoch, date and version. The date is that of `SOURCE_DATE_EPOCH`
 * where this is set, so that a model can be made again to the byte. Durations are left out likewise.
 *
 * Returns: FALSE where a file can no longer be read or has changed
 */
gboolean ectopy_card_write (EctopyModel *model,
                            const EctopyCardSources *sources,
                            const EctopyFitSettings *settings,
                            const EctopyTrainingLog *log,
                            const GPtrArray *notes,
                            const char *version,
                            GCancellable *cancellable,
                            GError **error);

/* (transfer full): today, or the day of `SOURCE_DATE_EPOCH`, as 2026-01-31. */
char *ectopy_card_date (void);

G_END_DECLS
