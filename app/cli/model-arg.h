/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/model.h"

G_BEGIN_DECLS

/**
 * ectopy_cli_load_model:
 * @path: (nullable): a model file; NULL for the one that Ectopy brings for beat CSVs
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the model
 */
EctopyModel *ectopy_cli_load_model (const char *path, GError **error);

G_END_DECLS
