/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_bundled_path:
 * @folder: of the bundled data: "models" or "example"
 * @name: of the file in it
 *
 * Where a file that comes with Ectopy lies: wherever the program lies, its data lie at the same
 * place relative to it; a program in its build folder takes those of the source. ECTOPY_MODELS names
 * another folder of models. Whether the file is there is for the caller to find out.
 *
 * Returns: (transfer full): a path
 */
char *ectopy_bundled_path (const char *folder, const char *name);

/**
 * ectopy_bundled_recordings_model:
 *
 * The model for the beats of recordings: a day has a hundred thousand of them, so it is a lighter one
 * than that for files of cut beats, which it falls back to.
 *
 * Returns: (transfer full): a path
 */
char *ectopy_bundled_recordings_model (void);

#define ECTOPY_BUNDLED_MODEL      "beats.safetensors"
#define ECTOPY_BUNDLED_RECORDINGS "recordings.safetensors"
#define ECTOPY_BUNDLED_BEATS      "beats.csv"
#define ECTOPY_BUNDLED_RECORDING  "recording.hea"

G_END_DECLS
