/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

/* What a person has said about a beat. */
typedef enum {
  ECTOPY_VERDICT_NONE,      /* nothing yet */
  ECTOPY_VERDICT_ACCEPTED,  /* the class given is right */
  ECTOPY_VERDICT_CORRECTED, /* it is another */
} EctopyVerdictKind;

/**
 * EctopyVerdict:
 * @kind: whether there is one
 * @beat_class: the class it gives, %ECTOPY_CLASS_NONE without verdict
 * @time: when, seconds since 1970 in UTC; 0 without verdict
 *
 * A person's word on one beat: a plain value; all of it lies apart from what a model predicted and
 * from the label in the file.
 */
typedef struct {
  EctopyVerdictKind kind;
  guint beat_class;
  gint64 time;
} EctopyVerdict;

G_END_DECLS
