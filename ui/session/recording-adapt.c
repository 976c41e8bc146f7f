/* SPDX-License-Identifier: MIT */
#include "ui/session/recording-session-private.h"

EctopyModel *
ectopy_recording_session_get_model (EctopyRecordingSession *self)
{
  return self->model;
}

guint
ectopy_recording_session_get_n_threads (EctopyRecordingSession *self)
{
  return self->n_threads;
}

EctopyAdaptInput *
ectopy_recording_session_begin_adapting (EctopyRecordingSession *self)
{
  return self->study != NULL && self->model != NULL ? ectopy_adapt_input_new (self->study) : NULL;
}

gboolean
ectopy_recording_session_adapt (EctopyRecordingSession *self, EctopyAdaptation *adaptation)
{
  if (self->study == NULL || adaptation->given == NULL)
    return FALSE;
  g_set_object (&self->adapted, adaptation->model);
  return ectopy_study_adapt (self->study, g_steal_pointer (&adaptation->given));
}

EctopyModel *
ectopy_recording_session_present_model (EctopyRecordingSession *self)
{
  const EctopyAdapted *adapted = ectopy_study_get_adapted (self->study);

  return adapted != NULL && self->adapted != NULL &&
                 g_strcmp0 (adapted->digest, ectopy_model_get_digest (self->adapted)) == 0
             ? self->adapted
             : self->model;
}
