/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_stored_text_shown:
 * @stored: a text of a model's card or of a training's notes, or why a run ended: as files keep it, in English
 *
 * Returns: (transfer full): the same in the reader's language, where it is a text that Ectopy writes; else
 *   @stored as it is
 */
char *ectopy_stored_text_shown (const char *stored);

/* Whether it is one of the sentences with numbers or names in them that can be told in other languages. */
gboolean ectopy_stored_text_is_known (const char *stored);

G_END_DECLS
