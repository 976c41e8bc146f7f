/* SPDX-License-Identifier: MIT */
#include "engine/run/restart.h"

#include "engine/nn/gemm.h"

#include <string.h>
#include <unistd.h>

static gboolean
is_watched_by_tool (void)
{
  g_autofree char *status = NULL;
  const char *tracer;
  const char *preload = g_getenv ("LD_PRELOAD");

  if (preload != NULL && strstr (preload, "vgpreload") != NULL)
    return TRUE;
  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return TRUE;
  tracer = strstr (status, "TracerPid:");
  return tracer == NULL || g_ascii_strtoll (tracer + strlen ("TracerPid:"), NULL, 10) != 0;
}

void
ectopy_restart_for_blas (char **argv)
{
  const char *core = ectopy_blas_better_core ();

  if (core == NULL || g_getenv ("ECTOPY_KEEP_BLAS") != NULL || is_watched_by_tool ())
    return;
  g_setenv ("OPENBLAS_CORETYPE", core, TRUE);
  execv ("/proc/self/exe", argv);
}
