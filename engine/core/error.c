/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"

/* Dashes, not differences. */
/* clang-format off */
G_DEFINE_QUARK (ectopy-error-quark, ectopy_error)
/* clang-format on */
