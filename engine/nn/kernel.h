/* SPDX-License-Identifier: MIT */
#pragma once

/* ECTOPY_KERNEL before a function that loops over floats: compiled once for each level of x86-64,
 * chosen at the program's start. Nothing elsewhere, and nothing under the sanitizers, which are not
 * yet set up when the choice is made. Such functions keep the order of every sum, so levels differ
 * by the rounding of fused multiply-adds at most. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) &&   \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ECTOPY_KERNEL                                                                              \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default"), optimize ("O3")))
#else
#define ECTOPY_KERNEL
#endif
