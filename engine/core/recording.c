/* SPDX-License-Identifier: MIT */
#include "engine/core/recording.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

struct _EctopyRecording {
  GObject parent_instance;

  double rate_hz;
  size_t n_samples;
  EctopyLead *leads; /* [n_leads] */
  size_t n_leads;
  GArray *annotations;     /* of EctopyAnnotation, in order, or NULL */
  char **units;            /* [n_leads], NULL for mV */
  EctopyLeadScale *scales; /* [n_leads] */
  char *source;
  char *comment;
  char *start;
  char *annotator;
  char **notes; /* ends in NULL */
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
    g_free (self->units[i]);
  }
  g_free (self->leads);
  g_free (self->units);
  g_free (self->scales);
  g_clear_pointer (&self->annotations, g_array_unref);
  g_free (self->source);
  g_free (self->comment);
  g_free (self->start);
  g_free (self->annotator);
  g_strfreev (self->notes);
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

static void
copy_details (EctopyRecording *self, const EctopyRecordingDetails *details)
{
  const guint n_notes = details->notes != NULL ? details->notes->len : 0;

  self->source = g_strdup (details->source);
  self->comment = g_strdup (details->comment);
  self->start = g_strdup (details->start);
  self->annotator = g_strdup (details->annotator);
  self->units = g_new0 (char *, self->n_leads);
  for (size_t i = 0; details->units != NULL && i < self->n_leads; i++)
    self->units[i] = g_strdup (details->units[i]);
  self->scales = g_new0 (EctopyLeadScale, self->n_leads);
  if (details->scales != NULL)
    memcpy (self->scales, details->scales, self->n_leads * sizeof *self->scales);
  self->notes = g_new0 (char *, n_notes + 1);
  for (guint i = 0; i < n_notes; i++)
    self->notes[i] = g_strdup (g_ptr_array_index (details->notes, i));
}

EctopyRecording *
ectopy_recording_new_take (double rate_hz,
                           size_t n_samples,
                           const EctopyLead *leads,
                           size_t n_leads,
                           GArray *annotations,
                           const char *comment)
{
  const EctopyRecordingDetails details = { .comment = comment };

  return ectopy_recording_new_detailed_take (rate_hz, n_samples, leads, n_leads, annotations,
                                             &details);
}

EctopyRecording *
ectopy_recording_new_detailed_take (double rate_hz,
                                    size_t n_samples,
                                    const EctopyLead *leads,
                                    size_t n_leads,
                                    GArray *annotations,
                                    const EctopyRecordingDetails *details)
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
  copy_details (self, details);
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

size_t
ectopy_recording_find_lead (EctopyRecording *self, const char *lead, GError **error)
{
  const size_t n = ectopy_recording_get_n_leads (self);
  guint64 number;

  for (size_t i = 0; i < n; i++)
    if (g_strcmp0 (ectopy_recording_get_lead_name (self, i), lead) == 0)
      return i;
  if (g_ascii_string_to_unsigned (lead, 10, 0, n - 1, &number, NULL))
    return (size_t) number;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
               _ ("there is no lead “%s”: expected a name, or a number from 0 to %zu"), lead,
               n - 1);
  return G_MAXSIZE;
}

const char *
ectopy_recording_get_lead_unit (EctopyRecording *self, size_t lead)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);
  g_return_val_if_fail (lead < self->n_leads, NULL);

  return self->units[lead] != NULL ? self->units[lead] : "mV";
}

EctopyLeadScale
ectopy_recording_get_lead_scale (EctopyRecording *self, size_t lead)
{
  const EctopyLeadScale unknown = { 0 };

  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), unknown);
  g_return_val_if_fail (lead < self->n_leads, unknown);

  return self->scales[lead];
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

const char *
ectopy_recording_get_source (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);

  return self->source;
}

const char *
ectopy_recording_get_start (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);

  return self->start;
}

const char *
ectopy_recording_get_annotator (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);

  return self->annotator;
}

const char *const *
ectopy_recording_get_notes (EctopyRecording *self)
{
  g_return_val_if_fail (ECTOPY_IS_RECORDING (self), NULL);

  return (const char *const *) self->notes;
}
