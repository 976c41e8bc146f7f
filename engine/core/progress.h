/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyProgressFunc:
 * @stage: what is being done, translated, such as "Reading mitbih_train.csv"
 * @fraction: 0 to 1 of this stage
 * @user_data: the caller's
 *
 * Called now and then by a working function, on the thread it runs on (which may be one of several
 * at once only where that function says so).
 */
typedef void (*EctopyProgressFunc) (const char *stage, double fraction, gpointer user_data);

G_END_DECLS
