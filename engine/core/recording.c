/* SPDX-License-Identifier: MIT */
#include "engine/core/recording.h"

#include <math.h>
#include <string.h>

struct _EctopyRecording {
  GObject parent_instance;

  double rate_hz;
  size_t n_samples;
  EctopyLead *leads; /* [n_leads] */
  size_t n_leads;
  GArray *annotations; /* of EctopyAnnotation, in order, or NULL */
  char *comment;
};

G_DEFINE_FINAL_TYPE (EctopyRecording, ectopy_recording, G_TYPE_OBJECT)

static gint
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const gint64 sample_a = ((const EctopyAnnotation *) a)->sample;
  const gint64 sample_b = ((const EctopyAnnotation *) b)->sample;

  return (sample_a > sample_b) - (sample_a < sample_b);
}

/* Files are nearly always in order already, so look before sorting. */
static void
put_in_order (GArray *annotations)
{
  const EctopyAnnotation *marks = (const EctopyAnnotation *) (gpointer) annotations->data;
  gboolean in_order = TRUE;

  for (guint i = 0; i < annotations->len; i++) {
    g_assert (marks[i].code < ECTOPY_N_CODES);
    in_order = in_order && (i == 0 || marks[i - 1].sample <= marks[i].sample);
  }
  if (!in_order) /* this sort is stable, that of GArray need not be */
    g_qsort_with_data (annotations->data, (gint) annotations->len, sizeof (EctopyAnnotation),
                       compare_places, NULL);
}

static void
ectopy_recording_finalize (GObject *object)
{
  EctopyRecording *self = ECTOPY_RECORDING (object);

  for (size_t i = 0; i < self->n_leads; i++) {
    g_free (self->leads[i].name);
    g_free (self->leads[i].samples);
  }
  g_free (self->leads);
  g_clear_pointer (&self->annotations, g_array_unref);
  g_free (self->comment);
  G_OBJECT_CLASS (ectopy_recording_parent_class)->finalize (object);
}

static void
ectopy_recording_class_init (EctopyRecordingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ectopy_recording_finalize;
}

static void
ectopy_recording_init (EctopyRecording *self)
{
}

EctopyRecording *
ectopy_recording_new_take (double rate_hz,
                           size_t n_samples,
                           const EctopyLead *leads,
                           size_t n_leads,
                           GArray *annotations,
                           const char *comment)
{
  EctopyRecording *self;

  g_return_val_if_fail (rate_hz > 0 && isfinite (rate_hz), NULL);
  g_return_val_if_fail (n_samples > 0 && leads != NULL && n_leads > 0, NULL);

  self = g_object_new (ECTOPY_TYPE_RECORDING, NULL);
  self->rate_hz = rate_hz;
  self->n_samples = n_samples;
  self->leads = g_new (EctopyLead, n_leads);
  self->n_leads = n_leads;
  memcpy (self->leads, leads, n_leads * sizeof *leads);
  for (size_t i = 0; i < n_leads; i++)
    g_assert (leads[i].name != NULL && leads[i].samples != NULL);
  self->annotations = annotations;
  if (annotations != NULL) {
    g_assert (g_array_get_element_size (annotations) == sizeof (EctopyAnnotation));
    g_array_set_clear_func (annotations, (GDestroyNotify) ectopy_annotation_clear);
    put_in_order (annotations);
  }
  self->comment = g_strdup (comment);
  return self;
}

double
ectopy_recording_get_rate_hz (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), 0);

  return self->rate_hz;
}

size_t
ectopy_recording_get_n_samples (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), 0);

  return self->n_samples;
}

double
ectopy_recording_get_duration_s (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), 0);

  return (double) self->n_samples / self->rate_hz;
}

size_t
ectopy_recording_get_n_leads (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), 0);

  return self->n_leads;
}

const char *
ectopy_recording_get_lead_name (EctopyRecording *self, size_t lead)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);
  g_return_val_if_fail (lead < self->n_leads, NULL);

  return self->leads[lead].name;
}

const float *
ectopy_recording_get_samples (EctopyRecording *self, size_t lead)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);
  g_return_val_if_fail (lead < self->n_leads, NULL);

  return self->leads[lead].samples;
}

const EctopyAnnotation *
ectopy_recording_get_annotations (EctopyRecording *self, size_t *n_annotations)
{
  *n_annotations = 0;
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);

  if (self->annotations == NULL || self->annotations->len == 0)
    return NULL;
  *n_annotations = self->annotations->len;
  return (const EctopyAnnotation *) (gpointer) self->annotations->data;
}

void
ectopy_recording_count_classes (EctopyRecording *self, size_t counts[ECTOPY_N_CLASSES])
{
  size_t n_marks;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (self, &n_marks);

  memset (counts, 0, ECTOPY_N_CLASSES * sizeof *counts);
  for (size_t i = 0; i < n_marks; i++) {
    const guint beat_class = ectopy_annotation_code_class (marks[i].code);

    if (beat_class < ECTOPY_N_CLASSES)
      counts[beat_class]++;
  }
}

const char *
ectopy_recording_get_comment (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);

  return self->comment;
}
