/* SPDX-License-Identifier: MIT */
#include "engine/run/restart.h"

#include "engine/nn/gemm.h"

#include <string.h>
#include <sys/resource.h>
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

/* Of these, each returns whether a new start is wanted, as of the next. */
static gboolean
choose_kernels (void)
{
  const char *core = ectopy_blas_better_core ();

  return core != NULL && g_setenv ("OPENBLAS_CORETYPE", core, TRUE);
}

/* Whether memory may be refused before it is used. */
static gboolean
has_limited_space (void)
{
  g_autofree char *overcommit = NULL;
  struct rlimit space, data;

  return getrlimit (RLIMIT_AS, &space) != 0 || space.rlim_cur != RLIM_INFINITY ||
         getrlimit (RLIMIT_DATA, &data) != 0 || data.rlim_cur != RLIM_INFINITY ||
         !g_file_get_contents ("/proc/sys/vm/overcommit_memory", &overcommit, NULL, NULL) ||
         overcommit[0] == '2'; /* never more than there is */
}

/* There its threads would take all of it, and keep the program from ending. Elsewhere they only sleep. */
static gboolean
choose_no_threads (void)
{
  return has_limited_space () && ectopy_blas_has_threads () &&
         g_strcmp0 (g_getenv ("OPENBLAS_NUM_THREADS"), "1") != 0 &&
         g_setenv ("OPENBLAS_NUM_THREADS", "1", TRUE);
}

static gboolean
choose_blas (void)
{
  gboolean wants;

  if (g_getenv ("ECTOPY_KEEP_BLAS") != NULL)
    return FALSE;
  wants = choose_kernels ();
  return choose_no_threads () || wants;
}

/* GLib had an allocator of its own before 2.76, which keeps for itself what was freed. */
static gboolean
choose_allocator (void)
{
  return g_getenv ("G_SLICE") == NULL && glib_check_version (2, 76, 0) != NULL &&
         g_setenv ("G_SLICE", "always-malloc", TRUE);
}

static void
restart (char **argv)
{
  execv ("/proc/self/exe", argv);
}

void
ectopy_restart_for_blas (char **argv)
{
  if (!is_watched_by_tool () && choose_blas ())
    restart (argv);
}

void
ectopy_restart_for_window (char **argv)
{
  gboolean wants;

  if (is_watched_by_tool ())
    return;
  wants = choose_blas ();
  if (choose_allocator () || wants)
    restart (argv);
}
