/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/fit.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): "2 min left"; NULL for what is not finite. */
char *ectopy_train_text_left (double seconds);

/* (transfer full): "Epoch 7 of 30 (45 %) · 5,310 beats/s · 2 min left · rate 0.001". */
char *ectopy_train_text_progress (const EctopyFitMoment *moment, double seconds_left);

/* (transfer full): "Training: epoch 7 of 30". */
char *ectopy_train_text_status (const EctopyFitMoment *moment, gboolean paused);

/* How far the whole run is, 0 to 1. */
double ectopy_train_text_fraction (const EctopyFitMoment *moment);

G_END_DECLS
