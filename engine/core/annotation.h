/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"

G_BEGIN_DECLS

/**
 * EctopyCode:
 *
 * What a mark says, as numbered by the MIT-BIH databases and the WFDB library. Numbers from 42 to
 * 49 are for the user's own; 15 and 17 were never given away.
 *
 * Source: Moody, WFDB Programmer's Guide, "Annotation Codes".
 */
typedef enum {
  ECTOPY_CODE_NONE = 0,                     /* no annotation */
  ECTOPY_CODE_NORMAL = 1,                   /* N */
  ECTOPY_CODE_LEFT_BUNDLE_BRANCH = 2,       /* L */
  ECTOPY_CODE_RIGHT_BUNDLE_BRANCH = 3,      /* R */
  ECTOPY_CODE_ABERRATED = 4,                /* a: aberrated atrial premature beat */
  ECTOPY_CODE_VENTRICULAR = 5,              /* V: premature ventricular contraction */
  ECTOPY_CODE_FUSION = 6,                   /* F: of ventricular and normal beat */
  ECTOPY_CODE_JUNCTIONAL = 7,               /* J: nodal (junctional) premature beat */
  ECTOPY_CODE_ATRIAL = 8,                   /* A: atrial premature contraction */
  ECTOPY_CODE_SUPRAVENTRICULAR = 9,         /* S: premature or ectopic */
  ECTOPY_CODE_VENTRICULAR_ESCAPE = 10,      /* E */
  ECTOPY_CODE_JUNCTIONAL_ESCAPE = 11,       /* j */
  ECTOPY_CODE_PACED = 12,                   /* / */
  ECTOPY_CODE_UNKNOWN = 13,                 /* Q: unclassifiable beat */
  ECTOPY_CODE_NOISE = 14,                   /* ~: signal quality changes */
  ECTOPY_CODE_ARTIFACT = 16,                /* |: looks like a beat and is none */
  ECTOPY_CODE_ST_CHANGE = 18,               /* s */
  ECTOPY_CODE_T_CHANGE = 19,                /* T */
  ECTOPY_CODE_SYSTOLE = 20,                 /* * */
  ECTOPY_CODE_DIASTOLE = 21,                /* D */
  ECTOPY_CODE_NOTE = 22,                    /* ": a comment, in its text */
  ECTOPY_CODE_MEASUREMENT = 23,             /* = */
  ECTOPY_CODE_P_WAVE = 24,                  /* p */
  ECTOPY_CODE_BUNDLE_BRANCH = 25,           /* B: left or right bundle branch block */
  ECTOPY_CODE_PACER_SPIKE = 26,             /* ^ */
  ECTOPY_CODE_T_WAVE = 27,                  /* t */
  ECTOPY_CODE_RHYTHM = 28,                  /* +: rhythm changes, to that in its text */
  ECTOPY_CODE_U_WAVE = 29,                  /* u */
  ECTOPY_CODE_LEARNING = 30,                /* ?: beat met while a detector learns */
  ECTOPY_CODE_FLUTTER_WAVE = 31,            /* !: ventricular flutter wave */
  ECTOPY_CODE_FLUTTER_START = 32,           /* [ */
  ECTOPY_CODE_FLUTTER_END = 33,             /* ] */
  ECTOPY_CODE_ATRIAL_ESCAPE = 34,           /* e */
  ECTOPY_CODE_SUPRAVENTRICULAR_ESCAPE = 35, /* n */
  ECTOPY_CODE_LINK = 36,                    /* @: to external data, in its text */
  ECTOPY_CODE_BLOCKED_ATRIAL = 37,          /* x: P wave that is not conducted */
  ECTOPY_CODE_PACED_FUSION = 38,            /* f: of paced and normal beat */
  ECTOPY_CODE_WAVE_START = 39,              /* ( */
  ECTOPY_CODE_WAVE_END = 40,                /* ) */
  ECTOPY_CODE_R_ON_T = 41,                  /* r */
} EctopyCode;

/* Codes run from 0 to ECTOPY_N_CODES - 1. */
#define ECTOPY_N_CODES 50

/* The longest text of a mark, in bytes. */
#define ECTOPY_ANNOTATION_MAX_TEXT 255

/**
 * EctopyAnnotation:
 * @sample: where, counted from the recording's first sample
 * @code: what: an #EctopyCode
 * @subtype: finer kind; its meaning is the code's
 * @channel: which lead, or which of several annotators
 * @number: the annotator's own; its meaning is the file's
 * @text: (nullable): in UTF-8 where the file is: a rhythm such as "(VT", or a note
 * @text_size: bytes of @text as a file counts them, where they go on after its first NUL (many files
 *   count the NUL itself); 0 where they do not
 *
 * One mark in a recording. Whoever holds the mark holds @text, which ends in a NUL in any case.
 */
typedef struct {
  gint64 sample;
  guint8 code;
  gint8 subtype;
  guint8 channel;
  gint8 number;
  guint8 text_size;
  char *text;
} EctopyAnnotation;

/* Frees the text of @annotation: an element's clear function of a #GArray. */
void ectopy_annotation_clear (EctopyAnnotation *annotation);

/**
 * ectopy_annotation_code_symbol:
 * @code: a code, or any other number
 *
 * Returns: the one-letter symbol; a space where the code has none
 */
char ectopy_annotation_code_symbol (guint code);

/**
 * ectopy_annotation_code_from_symbol:
 * @symbol: a symbol such as 'N' or '+'
 *
 * Returns: its code, or %ECTOPY_CODE_NONE
 */
guint ectopy_annotation_code_from_symbol (char symbol);

/**
 * ectopy_annotation_code_name:
 * @code: a code, or any other number
 *
 * Returns: (transfer none): what it means, in English, such as "atrial premature beat";
 *   gettext() translates it
 */
const char *ectopy_annotation_code_name (guint code);

/* Whether @code marks a beat (a QRS complex), as the WFDB library has it: "!" and "x" do not. */
gboolean ectopy_annotation_code_is_beat (guint code);

/**
 * ectopy_annotation_code_class:
 * @code: a code, or any other number
 *
 * The class of a beat in the map that the literature and the published beat CSVs use: N L R e j
 * are N; A a J S are S; V E are V; F is F; / f Q are Q. The beats B, n, r and ? are in none.
 *
 * Source: ANSI/AAMI EC57:1998; de Chazal, O'Dwyer and Reilly (2004).
 *
 * Returns: a class, or %ECTOPY_CLASS_NONE
 */
guint ectopy_annotation_code_class (guint code);

/**
 * ectopy_annotation_class_code:
 * @beat_class: a class, or any other number
 *
 * Returns: the code that stands for a class as a whole: N, A, V, F or /; else %ECTOPY_CODE_NONE
 */
guint ectopy_annotation_class_code (guint beat_class);

G_END_DECLS
