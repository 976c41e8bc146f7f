/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EctopyApplication:
 *
 * The program: one window per study, files from the command line and from other programs, the
 * actions `app.*`.
 */
#define ECTOPY_TYPE_APPLICATION (ectopy_application_get_type ())
G_DECLARE_FINAL_TYPE (EctopyApplication, ectopy_application, ECTOPY, APPLICATION, AdwApplication)

EctopyApplication *ectopy_application_new (void);

G_END_DECLS
