/* SPDX-License-Identifier: MIT */
#include "ui/pages/train/train-text.h"

#include "engine/evaluate/figure-text.h"

#include <glib/gi18n.h>
#include <math.h>

char *
ectopy_train_text_left (double seconds)
{
  const guint whole = isfinite (seconds) ? (guint) CLAMP (seconds + 0.5, 0, 1e9) : 0;
  const guint minutes = (whole + 30) / 60;

  if (!isfinite (seconds))
    return NULL;
  if (whole < 90)
    /* Translators: time that a run still takes, in seconds. */
    return g_strdup_printf (ngettext ("%u s left", "%u s left", whole), whole);
  if (minutes < 90)
    /* Translators: time that a run still takes, in minutes. */
    return g_strdup_printf (ngettext ("%u min left", "%u min left", minutes), minutes);
  /* Translators: time that a run still takes, in hours and minutes. */
  return g_strdup_printf (_ ("%u h %u min left"), minutes / 60, minutes % 60);
}

char *
ectopy_train_text_progress (const EctopyFitMoment *moment, double seconds_left)
{
  g_autofree char *left = ectopy_train_text_left (seconds_left);
  g_autofree char *speed = ectopy_text_count ((guint64) MAX (moment->beats_per_second, 0));

  if (left == NULL)
    /* Translators: number of an epoch, how many there are, per cent of it done, beats a second, and
     * the learning rate such as 0.001. */
    return g_strdup_printf (_ ("Epoch %u of %u (%.0f %%) · %s beats/s · rate %.3g"), moment->epoch,
                            moment->n_epochs, 100 * moment->fraction, speed, moment->learning_rate);
  /* Translators: number of an epoch, how many there are, per cent of it done, beats a second, a text
   * such as "2 min left", and the learning rate such as 0.001. */
  return g_strdup_printf (_ ("Epoch %u of %u (%.0f %%) · %s beats/s · %s · rate %.3g"),
                          moment->epoch, moment->n_epochs, 100 * moment->fraction, speed, left,
                          moment->learning_rate);
}

char *
ectopy_train_text_status (const EctopyFitMoment *moment, gboolean paused)
{
  /* Translators: number of an epoch, and how many there are. */
  return g_strdup_printf (paused ? _ ("Training paused: epoch %u of %u")
                                 : _ ("Training: epoch %u of %u"),
                          moment->epoch, moment->n_epochs);
}

double
ectopy_train_text_fraction (const EctopyFitMoment *moment)
{
  if (moment->n_epochs == 0)
    return 0;
  return CLAMP (((double) moment->epoch - 1 + moment->fraction) / moment->n_epochs, 0, 1);
}
