/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* What tests do with the main loop: wait for something, but not for ever. */

static inline gboolean
loop_timeout_cb (gpointer what)
{
  g_error ("it takes too long: %s", (const char *) what);
  return G_SOURCE_REMOVE;
}

/* Iterates until @condition. */
#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const guint loop_timeout = g_timeout_add_seconds (120, loop_timeout_cb,                        \
                                                      (gpointer) #condition);                      \
                                                                                                   \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (loop_timeout);                                                                \
  }                                                                                                \
  G_STMT_END

/* Iterates as long as anything is ready, and for @milliseconds more: for what must not come. */
static inline void
loop_settle (guint milliseconds)
{
  const gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  do {
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  } while (g_get_monotonic_time () < end);
}
