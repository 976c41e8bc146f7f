/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

/* (transfer full): "N 120 S 3 V 8 F 0 Q 0", the same in every language. */
char *ectopy_cli_class_counts (const size_t counts[ECTOPY_N_CLASSES]);

G_END_DECLS
