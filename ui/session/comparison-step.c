/* SPDX-License-Identifier: MIT */
#include "ui/session/comparison-private.h"

#include "engine/evaluate/figure-text.h"

#include <glib/gi18n.h>
#include <math.h>

static const EctopyEc57Pair *
pair_at (EctopyComparison *self, size_t place)
{
  return &g_array_index (self->places, EctopyEc57Pair, place);
}

static void
find_places (EctopyComparison *self)
{
  if (self->places == NULL)
    self->places = ectopy_ec57_places (self->record.result, self->cell);
}

void
ectopy_comparison_forget_places (EctopyComparison *self)
{
  const gboolean had_place = self->places != NULL && self->place < self->places->len;
  const gint64 sample = had_place ? pair_at (self, self->place)->sample : 0;

  g_clear_pointer (&self->places, g_array_unref);
  self->place = G_MAXSIZE;
  if (!had_place || !self->has_result)
    return;
  find_places (self);
  for (guint i = 0; i < self->places->len; i++)
    if (pair_at (self, i)->sample == sample)
      self->place = i;
}

/* ---- The cursor ---- */

static gint64
get_cursor (EctopyComparison *self)
{
  EctopyRecordingSession *session = self->session;
  const double rate = ectopy_recording_get_rate_hz (
      ectopy_recording_session_get_recording (session));
  const guint32 beat = ectopy_recording_session_get_selected (session);
  double from, to;

  if (beat != ECTOPY_NO_BEAT)
    return ectopy_study_get_beat (ectopy_recording_session_get_study (session), beat).sample;
  ectopy_recording_session_get_range (session, &from, &to);
  if (isnan (from)) /* so that a place at the left edge is found */
    return (gint64) floor (ectopy_recording_session_get_view (session).start_s * rate) - 1;
  return llround (from * rate);
}

/* The study's beat that is exactly there, else the cursor alone. */
static void
put_cursor (EctopyComparison *self, gint64 sample)
{
  EctopyRecordingSession *session = self->session;
  EctopyStudy *study = ectopy_recording_session_get_study (session);
  const double rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  const double s = (double) sample / rate;
  const guint32 beat = ectopy_study_find_nearest (study, sample, 0);

  if (beat != ECTOPY_NO_BEAT) {
    ectopy_recording_session_select (session, beat);
  } else {
    ectopy_recording_session_set_range (session, s, s);
  }
  ectopy_recording_session_center_on (session, s);
  self->cursor = get_cursor (self);
}

static gboolean
is_at_place (EctopyComparison *self)
{
  return self->session != NULL && self->has_result && self->places != NULL &&
         self->place < self->places->len &&
         ectopy_recording_session_get_study (self->session) != NULL &&
         get_cursor (self) == self->cursor;
}

/* ---- Steps ---- */

EctopyEc57Cell
ectopy_comparison_get_cell (EctopyComparison *self)
{
  return self->cell;
}

void
ectopy_comparison_choose (EctopyComparison *self, EctopyEc57Cell cell)
{
  if (cell.reference == self->cell.reference && cell.test == self->cell.test)
    return;
  self->cell = cell;
  g_clear_pointer (&self->places, g_array_unref);
  self->place = G_MAXSIZE;
  self->last = G_MININT64;
}

/* From where the next place is looked for: the cursor. Where that has gone on by itself to the next beat,
 * after a class was given at the last place, that beat is still to be looked at. */
static gint64
get_origin (EctopyComparison *self, int by)
{
  EctopyStudy *study = ectopy_recording_session_get_study (self->session);
  const guint32 beat = ectopy_recording_session_get_selected (self->session);

  if (by > 0 && self->last != G_MININT64 && beat != ECTOPY_NO_BEAT &&
      ectopy_study_find_place (study, self->last + 1) == ectopy_study_get_place (study, beat))
    return self->last;
  return get_cursor (self);
}

/* Several places may be at one sample, and marks may lie outside the recording, where no cursor can be:
 * from a place the next is the next, whatever the cursor says. */
static void
step (EctopyComparison *self, int by)
{
  size_t n, last;

  find_places (self);
  n = self->places->len;
  if (n == 0) {
    self->place = G_MAXSIZE;
    ectopy_comparison_emit_stepped (self, FALSE);
    return;
  }
  last = by > 0 ? n - 1 : 0;
  if (is_at_place (self)) {
    self->has_wrapped = self->place == last;
    self->place = (self->place + (by > 0 ? 1 : n - 1)) % n;
  } else {
    const gint64 origin = get_origin (self, by);

    self->place = ectopy_ec57_places_after (self->places, origin, by);
    self->has_wrapped = by > 0 ? pair_at (self, self->place)->sample <= origin
                               : pair_at (self, self->place)->sample >= origin;
  }
  self->last = pair_at (self, self->place)->sample;
  put_cursor (self, self->last);
  ectopy_comparison_emit_stepped (self, TRUE);
}

void
ectopy_comparison_take_pending (EctopyComparison *self)
{
  const int by = self->pending;

  self->pending = 0;
  if (by == 0)
    return;
  if (self->has_result)
    step (self, by);
  else
    ectopy_comparison_emit_stepped (self, FALSE);
}

void
ectopy_comparison_step (EctopyComparison *self, int by)
{
  if (self->session == NULL || ectopy_recording_session_get_study (self->session) == NULL)
    return;
  if (self->has_result && !self->is_stale) {
    step (self, by);
    return;
  }
  self->pending = by;
  if (self->job == NULL || self->wait_id != 0)
    ectopy_comparison_refresh (self);
}

size_t
ectopy_comparison_get_place (EctopyComparison *self, size_t *n)
{
  if (self->has_result)
    find_places (self);
  *n = self->places != NULL ? self->places->len : 0;
  return is_at_place (self) ? self->place : G_MAXSIZE;
}

/* ---- Words ---- */

/* (transfer full): "N taken for V". */
static char *
describe_cell (guint reference, guint test)
{
  const char r = ectopy_ec57_letter (reference), t = ectopy_ec57_letter (test);

  if (reference == ECTOPY_EC57_O)
    /* Translators: the letter of a class. */
    return g_strdup_printf (_ ("%c where the reference has no beat"), t);
  if (reference == ECTOPY_EC57_X)
    /* Translators: the letter of a class. */
    return g_strdup_printf (_ ("%c where the reference had shut down"), t);
  if (test == ECTOPY_EC57_O)
    /* Translators: the letter of a class. */
    return g_strdup_printf (_ ("%c not found"), r);
  if (test == ECTOPY_EC57_X)
    /* Translators: the letter of a class. */
    return g_strdup_printf (_ ("%c where the test had shut down"), r);
  if (reference == test)
    /* Translators: the letter of a class. */
    return g_strdup_printf (_ ("%c as in the reference"), r);
  /* Translators: the letters of two classes: the true one, and the one given. */
  return g_strdup_printf (_ ("%c taken for %c"), r, t);
}

char *
ectopy_comparison_dup_place_text (EctopyComparison *self)
{
  const gboolean is_any = ectopy_ec57_cell_is_mismatches (self->cell);
  size_t n;
  const size_t place = ectopy_comparison_get_place (self, &n);
  g_autofree char *cell = NULL;
  g_autofree char *number = NULL;
  g_autofree char *count = ectopy_text_count (n);
  g_autofree char *text = NULL;

  if (!self->has_result)
    return g_strdup (self->failure != NULL ? self->failure
                                           : _ ("There is no reference to compare with"));
  if (place == G_MAXSIZE) {
    if (n == 0 && is_any)
      return g_strdup (_ ("There is no mismatch"));
    if (is_any)
      /* Translators: a number of places. */
      return g_strdup_printf (ngettext ("%s mismatch", "%s mismatches", (gulong) n), count);
    cell = describe_cell (self->cell.reference, self->cell.test);
    /* Translators: what a cell of the matrix is about, and how many places. */
    return n == 0 ? g_strdup_printf (_ ("%s: there is no such place"), cell)
                  : g_strdup_printf (ngettext ("%s: %s place", "%s: %s places", (gulong) n), cell,
                                     count);
  }
  cell = describe_cell (pair_at (self, place)->reference_label, pair_at (self, place)->test_label);
  number = ectopy_text_count (place + 1);
  /* Translators: what reference and test say, which place it is, of how many. */
  text = g_strdup_printf (is_any ? _ ("%s: mismatch %s of %s") : _ ("%s: %s of %s"), cell, number,
                          count);
  if (!self->has_wrapped || n == 1)
    return g_steal_pointer (&text);
  /* Translators: "N taken for V: 1 of 12", after the last place. */
  return g_strdup_printf (
      place == 0 ? _ ("%s, from the start again") : _ ("%s, from the end again"), text);
}

char *
ectopy_comparison_dup_hint (EctopyComparison *self, double *time_s)
{
  const EctopyEc57Pair *pair;
  char said[2][2] = { "", "" };

  if (!is_at_place (self))
    return NULL;
  pair = pair_at (self, self->place);
  said[0][0] = ectopy_ec57_letter (pair->reference_label);
  said[1][0] = ectopy_ec57_letter (pair->test_label);
  *time_s = (double) pair->sample /
            ectopy_recording_get_rate_hz (ectopy_recording_session_get_recording (self->session));
  /* Translators: the letters of two classes, or "no beat". */
  return g_strdup_printf (_ ("reference: %s · test: %s"),
                          pair->reference_label < ECTOPY_EC57_O ? said[0] : _ ("no beat"),
                          pair->test_label < ECTOPY_EC57_O ? said[1] : _ ("no beat"));
}
