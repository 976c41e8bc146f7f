/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_locale_begin:
 *
 * Takes language and formats from the environment, and finds the translations: those installed beside
 * the program wherever it lies, or those made in its build folder. To be called once, first in main(),
 * before any thread and any text.
 */
void ectopy_locale_begin (void);

/**
 * ectopy_locale_folder:
 *
 * Returns: (transfer full): where the translations lie, `LANGUAGE/LC_MESSAGES/ectopy.mo` in it
 */
char *ectopy_locale_folder (void);

G_END_DECLS
