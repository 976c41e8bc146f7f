/* SPDX-License-Identifier: MIT */
#include "engine/signal/cut.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* How far a piece goes into the interval after the next mark. */
#define EXTRA 0.2

/* A product such as 0.2 * 355 may fall just short of its whole number. */
#define ROUNDING 1e-9

#define ROWS_PER_CHECK 4096

/* One lead, as it stands or as the recorder's integers. */
typedef struct {
  const float *samples;
  size_t n_samples;
  double steps_per_unit; /* 0: as it stands */
  double zero;
} Source;

static Source
make_source (const float *samples, size_t n_samples, const EctopyLeadScale *scale)
{
  Source source = { .samples = samples, .n_samples = n_samples };

  /* Integers need only a scale that is one; a lead upside down stays as it is shown. */
  if (scale != NULL && isfinite (scale->steps_per_unit) && isfinite (scale->zero)) {
    source.steps_per_unit = fabs (scale->steps_per_unit);
    source.zero = scale->steps_per_unit < 0 ? -scale->zero : scale->zero;
  }
  return source;
}

static double
value_at (const Source *source, size_t i)
{
  const double value = (double) source->samples[i];

  return source->steps_per_unit > 0 ? rint (value * source->steps_per_unit + source->zero) : value;
}

static float
sample_at (const Source *source, double place)
{
  const size_t before = (size_t) place;
  const double part = place - (double) before;

  if (part <= 0 || before + 1 >= source->n_samples)
    return (float) value_at (source, before);
  return (float) ((1 - part) * value_at (source, before) + part * value_at (source, before + 1));
}

gboolean
ectopy_cut_row (const float *samples,
                size_t n_samples,
                const EctopyLeadScale *scale,
                double rate_hz,
                gint64 start,
                gint64 next,
                gint64 after_next,
                float *row)
{
  const Source source = make_source (samples, n_samples, scale);
  const double step = rate_hz / ECTOPY_CUT_RATE_HZ;
  const double wanted = (double) next + EXTRA * ((double) after_next - (double) next) + ROUNDING;
  const double end = MIN (floor (wanted), (double) n_samples);
  float low = INFINITY, high = -INFINITY;
  size_t n = 0;

  memset (row, 0, ECTOPY_CUT_LENGTH * sizeof *row);
  if (start < 0 || (double) start >= end)
    return FALSE;

  /* The scale is that of the whole piece, also where it is longer than a row. */
  for (double place = (double) start; place < end; place = (double) start + (double) n * step) {
    const float value = sample_at (&source, place);

    if (n < ECTOPY_CUT_LENGTH)
      row[n] = value;
    low = value < low ? value : low;
    high = value > high ? value : high;
    n++;
  }
  for (size_t i = 0; i < MIN (n, ECTOPY_CUT_LENGTH); i++)
    row[i] = high > low && isfinite (row[i]) ? (row[i] - low) / (high - low) : 0;
  return TRUE;
}

/* The beats that have a class and a mark after them. */
static size_t
count_rows (const EctopyAnnotation *marks, size_t n_marks)
{
  size_t n_rows = 0;

  for (size_t i = 0; i + 1 < n_marks; i++)
    n_rows += ectopy_annotation_code_class (marks[i].code) < ECTOPY_N_CLASSES;
  return n_rows;
}

/* Cuts into @samples, `[count_rows (), ECTOPY_CUT_LENGTH]`; returns how many there were. */
static size_t
cut_rows (EctopyRecording *recording,
          size_t lead,
          float *samples,
          guint8 *labels,
          GArray *places,
          GCancellable *cancellable)
{
  const size_t n_samples = ectopy_recording_get_n_samples (recording);
  const double rate_hz = ectopy_recording_get_rate_hz (recording);
  const float *source = ectopy_recording_get_samples (recording, lead);
  const EctopyLeadScale scale = ectopy_recording_get_lead_scale (recording, lead);
  size_t n_marks, n_rows = 0;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n_marks);

  for (size_t i = 0; i + 1 < n_marks; i++) {
    const guint beat_class = ectopy_annotation_code_class (marks[i].code);
    const gint64 after_next = i + 2 < n_marks ? marks[i + 2].sample : (gint64) n_samples;

    if (i % ROWS_PER_CHECK == 0 && g_cancellable_is_cancelled (cancellable))
      return 0;
    if (beat_class >= ECTOPY_N_CLASSES ||
        !ectopy_cut_row (source, n_samples, &scale, rate_hz, marks[i].sample, marks[i + 1].sample,
                         after_next, samples + n_rows * ECTOPY_CUT_LENGTH))
      continue;
    labels[n_rows++] = (guint8) beat_class;
    g_array_append_val (places, i);
  }
  return n_rows;
}

EctopyDataset *
ectopy_cut_recording (EctopyRecording *recording,
                      size_t lead,
                      GArray **marks,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree float *samples = NULL;
  g_autofree guint8 *labels = NULL;
  size_t n_marks, n_rows;
  const EctopyAnnotation *all;

  g_return_val_if_fail (ECTOPY_IS_RECORDING (recording), NULL);

  if (lead >= ectopy_recording_get_n_leads (recording)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("Lead %zu was asked for, but the recording has %zu."), lead + 1,
                 ectopy_recording_get_n_leads (recording));
    return NULL;
  }
  all = ectopy_recording_get_annotations (recording, &n_marks);
  n_rows = count_rows (all, n_marks);
  samples = g_try_malloc_n (MAX (n_rows, 1), ECTOPY_CUT_LENGTH * sizeof (float));
  labels = g_try_malloc (MAX (n_rows, 1));
  if (samples == NULL || labels == NULL) {
    ectopy_memory_fail_beats (n_rows, error);
    return NULL;
  }
  n_rows = cut_rows (recording, lead, samples, labels, places, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (n_rows == 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("The recording has no marked beats that could be cut."));
    return NULL;
  }
  if (marks != NULL)
    *marks = g_steal_pointer (&places);
  return ectopy_dataset_new_take (n_rows, ECTOPY_CUT_LENGTH, g_steal_pointer (&samples),
                                  g_steal_pointer (&labels));
}
