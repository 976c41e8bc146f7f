/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyRng:
 * @state: the generator's whole state; may be copied and saved
 *
 * xoshiro256** of Blackman and Vigna (2021): a plain value, seeded through splitmix64. The same
 * seed gives the same numbers on every machine. Not for secrets.
 */
typedef struct {
  guint64 state[4];
} EctopyRng;

/* Sets @rng from @seed; different @stream values give independent sequences of one seed. */
void ectopy_rng_init (EctopyRng *rng, guint64 seed, guint64 stream);

/* The next 64 bits. */
guint64 ectopy_rng_next (EctopyRng *rng);

/* Uniform in [0, 1), 53 bits. */
double ectopy_rng_uniform (EctopyRng *rng);

/* Uniform whole number in [0, @n), without bias. @n > 0. */
guint64 ectopy_rng_below (EctopyRng *rng, guint64 n);

/* Standard normal, by the polar method without a kept second value. */
double ectopy_rng_normal (EctopyRng *rng);

/* Shuffles @n_items indices in place (Fisher and Yates). */
void ectopy_rng_shuffle (EctopyRng *rng, size_t *items, size_t n_items);

G_END_DECLS
