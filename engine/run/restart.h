/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ectopy_restart_for_blas:
 * @argv: of main()
 *
 * The BLAS chooses its kernels while it is loaded, and makes threads, which do harm where address space is
 * limited. A better choice needs a new start of the program: once, never under a debugger, and not with
 * ECTOPY_KEEP_BLAS set. To be called first of all; does not return when it restarts.
 */
void ectopy_restart_for_blas (char **argv);

/* The same, and what else libraries choose while they are loaded: of a program with windows, which are opened
 * and closed all day, an old GLib is to give back the memory. */
void ectopy_restart_for_window (char **argv);

G_END_DECLS
