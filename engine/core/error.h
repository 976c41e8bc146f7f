/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyError:
 * @ECTOPY_ERROR_PARSE: a file does not say what its format demands
 * @ECTOPY_ERROR_UNSUPPORTED: a file or a setting is of a kind Ectopy does not know
 * @ECTOPY_ERROR_EMPTY: there is nothing to work on
 * @ECTOPY_ERROR_ARGUMENT: a setting is out of its range, or two do not go together
 * @ECTOPY_ERROR_MISMATCH: two things that must fit do not (a model and its data, say)
 * @ECTOPY_ERROR_DIVERGED: a value of the training is no longer finite
 * @ECTOPY_ERROR_MEMORY: a large buffer could not be had
 * @ECTOPY_ERROR_NEEDS_RATE: a file does not tell its rate: whoever asked must
 * @ECTOPY_ERROR_NEEDS_UNIT: a file does not tell the unit of its samples, or what its integers stand
 *   for: likewise
 *
 * What can be wrong with the world. Faults of opening, reading and writing are %G_FILE_ERROR or
 * %G_IO_ERROR; a cancelled run is %G_IO_ERROR_CANCELLED. Messages are for people and translated:
 * programs compare the domain and the code.
 */
typedef enum {
  ECTOPY_ERROR_PARSE,
  ECTOPY_ERROR_UNSUPPORTED,
  ECTOPY_ERROR_EMPTY,
  ECTOPY_ERROR_ARGUMENT,
  ECTOPY_ERROR_MISMATCH,
  ECTOPY_ERROR_DIVERGED,
  ECTOPY_ERROR_MEMORY,
  ECTOPY_ERROR_NEEDS_RATE,
  ECTOPY_ERROR_NEEDS_UNIT,
} EctopyError;

#define ECTOPY_ERROR (ectopy_error_quark ())
GQuark ectopy_error_quark (void);

/* (transfer full): @text, which a file may have made, fit for a message: UTF-8, and where it is long without
 * its middle. */
char *ectopy_error_quote (const char *text);

G_END_DECLS
