/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/judged-records.h"

const char *
ectopy_positions_name (EctopyPositions positions)
{
  return positions == ECTOPY_POSITIONS_DETECTED ? "detected" : "reference";
}

EctopyJudgedRecords *
ectopy_judged_records_new (EctopyPositions positions, const EctopyEc57Options *options)
{
  EctopyJudgedRecords *self = g_atomic_rc_box_new0 (EctopyJudgedRecords);

  self->positions = positions;
  self->options = *options;
  self->learned = g_ptr_array_new_with_free_func (g_free);
  self->statements = g_ptr_array_new_with_free_func (g_free);
  self->stored = g_ptr_array_new_with_free_func (g_free);
  if (positions == ECTOPY_POSITIONS_DETECTED) {
    self->compared = g_array_new (FALSE, FALSE, sizeof (EctopyEc57Record));
    g_array_set_clear_func (self->compared, (GDestroyNotify) ectopy_ec57_record_clear);
  }
  return self;
}

void
ectopy_judged_records_say (EctopyJudgedRecords *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->statements, g_strdup_vprintf (format, args));
  va_end (args);
}

EctopyJudgedRecords *
ectopy_judged_records_ref (EctopyJudgedRecords *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  EctopyJudgedRecords *self = data;

  g_clear_pointer (&self->figures, ectopy_records_figures_unref);
  g_clear_pointer (&self->compared, g_array_unref);
  g_ptr_array_unref (self->learned);
  g_ptr_array_unref (self->statements);
  g_ptr_array_unref (self->stored);
}

void
ectopy_judged_records_unref (EctopyJudgedRecords *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
