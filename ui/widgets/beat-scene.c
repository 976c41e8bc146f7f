/* SPDX-License-Identifier: MIT */
#include "ui/widgets/beat-scene.h"

#include <math.h>

EctopyBeatScene
ectopy_beat_scene_of (EctopySession *session, size_t row)
{
  const EctopyBeatFacts facts = ectopy_session_get_facts (session);
  EctopyDataset *dataset = ectopy_session_get_dataset (session);
  const gboolean is_known = facts.predicted[row] != ECTOPY_CLASS_NONE;

  return (EctopyBeatScene){
    .samples = ectopy_dataset_get_row (dataset, row),
    .length = ectopy_dataset_get_length (dataset),
    .row = row,
    .predicted = facts.predicted[row],
    .confidence = is_known ? (double) facts.confidence[row] : (double) NAN,
    .label = facts.labels != NULL ? facts.labels[row] : ECTOPY_CLASS_NONE,
    .verdict = ectopy_corrections_get (facts.corrections, row),
  };
}
