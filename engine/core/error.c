/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"

G_DEFINE_QUARK (ectopy-error-quark, ectopy_error)
