/* SPDX-License-Identifier: MIT */
#include "engine/core/annotation.h"

#include <glib/gi18n.h>

typedef struct {
  char symbol; /* 0 for a code that has none */
  guint8 is_beat;
  guint8 beat_class;
  const char *name;
} Code;

#define BEAT(symbol, beat_class, name)                                                             \
  {                                                                                                \
    symbol, TRUE, ECTOPY_CLASS_##beat_class, name                                                  \
  }
#define MARK(symbol, name)                                                                         \
  {                                                                                                \
    symbol, FALSE, ECTOPY_CLASS_NONE, name                                                         \
  }

/* EDF+ files hold these words too: they are translated where they are shown. */
static const Code codes[ECTOPY_N_CODES] = {
  [ECTOPY_CODE_NONE] = MARK (0, N_ ("no annotation")),
  [ECTOPY_CODE_NORMAL] = BEAT ('N', N, N_ ("normal beat")),
  [ECTOPY_CODE_LEFT_BUNDLE_BRANCH] = BEAT ('L', N, N_ ("left bundle branch block beat")),
  [ECTOPY_CODE_RIGHT_BUNDLE_BRANCH] = BEAT ('R', N, N_ ("right bundle branch block beat")),
  [ECTOPY_CODE_ABERRATED] = BEAT ('a', S, N_ ("aberrated atrial premature beat")),
  [ECTOPY_CODE_VENTRICULAR] = BEAT ('V', V, N_ ("premature ventricular contraction")),
  [ECTOPY_CODE_FUSION] = BEAT ('F', F, N_ ("fusion of ventricular and normal beat")),
  [ECTOPY_CODE_JUNCTIONAL] = BEAT ('J', S, N_ ("junctional premature beat")),
  [ECTOPY_CODE_ATRIAL] = BEAT ('A', S, N_ ("atrial premature beat")),
  [ECTOPY_CODE_SUPRAVENTRICULAR] = BEAT ('S', S, N_ ("supraventricular premature beat")),
  [ECTOPY_CODE_VENTRICULAR_ESCAPE] = BEAT ('E', V, N_ ("ventricular escape beat")),
  [ECTOPY_CODE_JUNCTIONAL_ESCAPE] = BEAT ('j', N, N_ ("junctional escape beat")),
  [ECTOPY_CODE_PACED] = BEAT ('/', Q, N_ ("paced beat")),
  [ECTOPY_CODE_UNKNOWN] = BEAT ('Q', Q, N_ ("unclassifiable beat")),
  [ECTOPY_CODE_NOISE] = MARK ('~', N_ ("change of signal quality")),
  [ECTOPY_CODE_ARTIFACT] = MARK ('|', N_ ("artifact that resembles a beat")),
  [ECTOPY_CODE_ST_CHANGE] = MARK ('s', N_ ("change of the ST segment")),
  [ECTOPY_CODE_T_CHANGE] = MARK ('T', N_ ("change of the T wave")),
  [ECTOPY_CODE_SYSTOLE] = MARK ('*', N_ ("systole")),
  [ECTOPY_CODE_DIASTOLE] = MARK ('D', N_ ("diastole")),
  [ECTOPY_CODE_NOTE] = MARK ('"', N_ ("comment")),
  [ECTOPY_CODE_MEASUREMENT] = MARK ('=', N_ ("measurement")),
  [ECTOPY_CODE_P_WAVE] = MARK ('p', N_ ("peak of the P wave")),
  [ECTOPY_CODE_BUNDLE_BRANCH] = { 'B', TRUE, ECTOPY_CLASS_NONE, N_ ("bundle branch block beat") },
  [ECTOPY_CODE_PACER_SPIKE] = MARK ('^', N_ ("pacemaker spike without capture")),
  [ECTOPY_CODE_T_WAVE] = MARK ('t', N_ ("peak of the T wave")),
  [ECTOPY_CODE_RHYTHM] = MARK ('+', N_ ("change of rhythm")),
  [ECTOPY_CODE_U_WAVE] = MARK ('u', N_ ("peak of the U wave")),
  [ECTOPY_CODE_LEARNING] = { '?', TRUE, ECTOPY_CLASS_NONE, N_ ("beat met while learning") },
  [ECTOPY_CODE_FLUTTER_WAVE] = MARK ('!', N_ ("ventricular flutter wave")),
  [ECTOPY_CODE_FLUTTER_START] = MARK ('[', N_ ("start of ventricular flutter or fibrillation")),
  [ECTOPY_CODE_FLUTTER_END] = MARK (']', N_ ("end of ventricular flutter or fibrillation")),
  [ECTOPY_CODE_ATRIAL_ESCAPE] = BEAT ('e', N, N_ ("atrial escape beat")),
  [ECTOPY_CODE_SUPRAVENTRICULAR_ESCAPE] = { 'n', TRUE, ECTOPY_CLASS_NONE,
                                            N_ ("supraventricular escape beat") },
  [ECTOPY_CODE_LINK] = MARK ('@', N_ ("link to external data")),
  [ECTOPY_CODE_BLOCKED_ATRIAL] = MARK ('x', N_ ("P wave that is not conducted")),
  [ECTOPY_CODE_PACED_FUSION] = BEAT ('f', Q, N_ ("fusion of paced and normal beat")),
  [ECTOPY_CODE_WAVE_START] = MARK ('(', N_ ("start of a wave")),
  [ECTOPY_CODE_WAVE_END] = MARK (')', N_ ("end of a wave")),
  [ECTOPY_CODE_R_ON_T] = { 'r', TRUE, ECTOPY_CLASS_NONE,
                           N_ ("R-on-T premature ventricular contraction") },
};

/* NULL for numbers that mean nothing. */
static const Code *
look_up (guint code)
{
  return code < ECTOPY_N_CODES && codes[code].name != NULL ? &codes[code] : NULL;
}

void
ectopy_annotation_clear (EctopyAnnotation *annotation)
{
  g_clear_pointer (&annotation->text, g_free);
}

char
ectopy_annotation_code_symbol (guint code)
{
  const Code *found = look_up (code);

  return found != NULL && found->symbol != 0 ? found->symbol : ' ';
}

guint
ectopy_annotation_code_from_symbol (char symbol)
{
  for (guint code = 1; symbol != 0 && code < ECTOPY_N_CODES; code++)
    if (codes[code].symbol == symbol)
      return code;
  return ECTOPY_CODE_NONE;
}

const char *
ectopy_annotation_code_name (guint code)
{
  const Code *found = look_up (code);

  if (found != NULL)
    return found->name;
  return code < ECTOPY_N_CODES ? N_ ("mark of no common meaning") : N_ ("not an annotation code");
}

gboolean
ectopy_annotation_code_is_beat (guint code)
{
  const Code *found = look_up (code);

  return found != NULL && found->is_beat;
}

guint
ectopy_annotation_code_class (guint code)
{
  const Code *found = look_up (code);

  return found != NULL ? found->beat_class : ECTOPY_CLASS_NONE;
}

guint
ectopy_annotation_class_code (guint beat_class)
{
  static const guint8 class_codes[ECTOPY_N_CLASSES] = {
    [ECTOPY_CLASS_N] = ECTOPY_CODE_NORMAL,      [ECTOPY_CLASS_S] = ECTOPY_CODE_ATRIAL,
    [ECTOPY_CLASS_V] = ECTOPY_CODE_VENTRICULAR, [ECTOPY_CLASS_F] = ECTOPY_CODE_FUSION,
    [ECTOPY_CLASS_Q] = ECTOPY_CODE_PACED,
  };

  return beat_class < ECTOPY_N_CLASSES ? class_codes[beat_class] : ECTOPY_CODE_NONE;
}
