/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/* While one lives, its thread makes texts as files keep them, the same wherever they are made: English, and
 * numbers with a point. It ends with its scope: g_auto (EctopyFileLanguage), G_GNUC_UNUSED. */
typedef struct {
  locale_t files;
  locale_t before;
} EctopyFileLanguage;

EctopyFileLanguage ectopy_file_language_begin (void) G_GNUC_WARN_UNUSED_RESULT;
void ectopy_file_language_end (EctopyFileLanguage *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EctopyFileLanguage, ectopy_file_language_end)

G_END_DECLS
