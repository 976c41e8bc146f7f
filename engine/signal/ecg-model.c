/* SPDX-License-Identifier: MIT */
#include "engine/signal/ecg-model.h"

#include "engine/core/error.h"
#include "engine/signal/rr-model.h"

#include <glib/gi18n.h>
#include <math.h>

/* The model is a point that is drawn to a circle and runs round it once a beat, and a height that
 * is pushed by each event it passes and falls back with a time constant of 1 s:
 *
 *   dz/dt = dg/dt - (z - z0),   g = sum of a Gaussian for each event,   z0 = the breathing baseline
 *
 * A Runge-Kutta integration of this is slow, and its R peaks lie between steps. But on the circle
 * the angle is known: it grows by 2 pi in an RR interval, so g is known in closed form; and with
 * z = g - w the rest is linear, dw/dt = g - z0 - w, which an exponential step solves exactly for
 * what is constant over a sample. So: Gaussians stamped at the beats, then one pass of that filter.
 *
 * In the paper an event's place and width shrink with the RR interval, as a whole. A heart's QRS
 * does not, its PR little and its QT with the root: so place and width scale with a power of RR,
 * given by event below (the paper's program ECGSYN does likewise with the mean rate). */
static const double rr_exponents[ECTOPY_ECG_N_EVENTS] = {
  [ECTOPY_ECG_P] = 0.25,
  [ECTOPY_ECG_T] = 0.5,
};

/* The time constant of the fall to the baseline; the paper's factor is 1. */
#define RELAXATION_S 1.0

/* A Gaussian ends here: e^-10 of its height. */
#define TAIL_SD 4.5

/* Beat to beat: heights and widths differ a little, and heights breathe with the chest. */
#define HEIGHT_JITTER   0.02
#define WIDTH_JITTER    0.015
#define BREATHING_DEPTH 0.04

/* What is said at stamp_fusion (). */
#define OPPOSED_PART    0.75
#define OPPOSED_DELAY_S 0.036

/* The main deflection lies this near to the R event. */
#define SEARCH_S 0.04

#define BLOCK           8192
#define BEATS_PER_CHECK 4096

typedef struct {
  const EctopyEcgPatient *patient;
  const EctopyPlannedBeat *beats;
  size_t n_beats;
  const EctopyEcgModelSettings *settings;
  EctopyRng *rng;
  size_t n_samples;
  float *leads[ECTOPY_ECG_N_LEADS]; /* [n_samples] */
  EctopyProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Run;

/* Half a Gaussian, from @first on in steps of @step while it is inside. Each value is the one
 * before times a ratio that itself shrinks by a constant factor: two products a sample, no
 * exponential. @distance and @sd are in samples, the first from the peak to @first. */
static void
stamp_half (float *lead,
            size_t n_samples,
            gint64 first,
            int step,
            double distance,
            double sd,
            double gain)
{
  const double d = 1 / sd;
  const double x = distance * d;
  const double shrink = exp (-d * d);
  const gint64 n = (gint64) (TAIL_SD * sd - distance) + 1;
  double value = gain * exp (-0.5 * x * x);
  double ratio = exp (-d * (x + 0.5 * d));

  for (gint64 i = 0, at = first; i < n; i++, at += step) {
    if (at >= 0 && at < (gint64) n_samples)
      lead[at] += (float) value;
    value *= ratio;
    ratio *= shrink;
  }
}

/* @weight scales all events but the P wave, which @p_weight does. */
static void
stamp_shape (const Run *run,
             const EctopyEcgShape *shape,
             const EctopyPlannedBeat *beat,
             double weight,
             double p_weight)
{
  const double rate_hz = run->settings->rate_hz;

  for (size_t kind = 0; kind < ECTOPY_ECG_N_EVENTS; kind++) {
    const EctopyEcgEvent *event = &shape->events[kind];
    const double stretch = pow ((double) beat->rr_s, rr_exponents[kind]);
    const double width = stretch * rate_hz / 1000 *
                         (1 + WIDTH_JITTER * ectopy_rng_normal (run->rng));
    const double height = (kind == ECTOPY_ECG_P ? p_weight : weight) *
                          (1 + HEIGHT_JITTER * ectopy_rng_normal (run->rng));

    if (event->rise_ms <= 0)
      continue;
    for (size_t lead = 0; lead < ECTOPY_ECG_N_LEADS; lead++) {
      const double peak = (beat->time_s + event->angle_ms[lead] / 1000 * stretch) * rate_hz;
      const double gain = height * event->gain_mv[lead];
      const gint64 after = (gint64) ceil (peak);

      stamp_half (run->leads[lead], run->n_samples, after, 1, (double) after - peak,
                  event->fall_ms * width, gain);
      stamp_half (run->leads[lead], run->n_samples, after - 1, -1, peak - (double) (after - 1),
                  event->rise_ms * width, gain);
    }
  }
}

/* A fusion beat is both beats at once, each having part of the heart; the atria do as usual. Where
 * the two point opposite ways the ventricular part is later and less: an RS complex, not a W. */
static void
stamp_fusion (const Run *run, const EctopyPlannedBeat *beat, double height)
{
  const EctopyEcgShape *shapes = run->patient->shapes;
  const double normal_mv = shapes[ECTOPY_CLASS_N].events[ECTOPY_ECG_R].gain_mv[0];
  const double ventricular_mv = shapes[ECTOPY_CLASS_V].events[ECTOPY_ECG_R].gain_mv[0];
  const gboolean opposed = normal_mv * ventricular_mv < 0;
  const double part = (double) beat->fusion * (opposed ? OPPOSED_PART : 1);
  EctopyPlannedBeat later = *beat;

  later.time_s += opposed ? OPPOSED_DELAY_S : 0;
  stamp_shape (run, &shapes[ECTOPY_CLASS_N], beat, height * (1 - part), height);
  stamp_shape (run, &shapes[ECTOPY_CLASS_V], &later, height * part, height);
}

static void
stamp_beat (const Run *run, const EctopyPlannedBeat *beat, double breathing_phase)
{
  const double breathing = 1 +
                           BREATHING_DEPTH * sin (2 * G_PI * ECTOPY_RR_MODEL_HF_HZ * beat->time_s +
                                                  breathing_phase);

  if (beat->beat_class == ECTOPY_CLASS_F)
    stamp_fusion (run, beat, breathing);
  else
    stamp_shape (run, &run->patient->shapes[beat->beat_class], beat, breathing, breathing);
}

static gboolean
stamp_beats (const Run *run, GError **error)
{
  const double breathing_phase = 2 * G_PI * ectopy_rng_uniform (run->rng);

  for (size_t i = 0; i < run->n_beats; i++) {
    if (i % BEATS_PER_CHECK == 0 && g_cancellable_set_error_if_cancelled (run->cancellable, error))
      return FALSE;
    stamp_beat (run, &run->beats[i], breathing_phase);
  }
  return TRUE;
}

/* Where the first lead is farthest from zero beside a beat. */
static gint64
find_deflection (const Run *run, const EctopyPlannedBeat *beat)
{
  const double rate_hz = run->settings->rate_hz;
  const gint64 reach = (gint64) (SEARCH_S * rate_hz);
  const gint64 centre = llround (beat->time_s * rate_hz);
  const gint64 first = MAX (centre - reach, 0);
  const gint64 last = MIN (centre + reach, (gint64) run->n_samples - 1);
  gint64 found = MIN (centre, last);

  for (gint64 at = first; at <= last; at++)
    if (fabsf (run->leads[0][at]) > fabsf (run->leads[0][found]))
      found = at;
  return found;
}

static void
append_mark (GArray *marks, gint64 sample, guint code, const char *text)
{
  const EctopyAnnotation mark = {
    .sample = sample,
    .code = (guint8) code,
    .text = g_strdup (text),
  };

  g_array_append_val (marks, mark);
}

static GArray *
mark_beats (const Run *run)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  gint64 before = 0;

  for (size_t i = 0; i < run->n_beats; i++) {
    const EctopyPlannedBeat *beat = &run->beats[i];
    gint64 sample;

    if (beat->time_s * run->settings->rate_hz >= (double) run->n_samples)
      break;
    sample = find_deflection (run, beat);
    if (run->settings->rhythm_marks && (i == 0 || beat->rhythm != beat[-1].rhythm))
      append_mark (marks, before + (sample - before) / 2, ECTOPY_CODE_RHYTHM,
                   ectopy_rhythm_plan_text (beat->rhythm));
    append_mark (marks, sample, ectopy_annotation_class_code (beat->beat_class), NULL);
    before = sample;
  }
  return marks;
}

/* Turns g into z, in place, and adds noise. */
static gboolean
finish_lead (const Run *run, size_t lead, GError **error)
{
  const double rate_hz = run->settings->rate_hz;
  const float step = (float) -expm1 (-1 / (RELAXATION_S * rate_hz));
  float baseline[BLOCK], fast[BLOCK];
  EctopyEcgNoiseSource source;
  float w = 0;

  ectopy_ecg_noise_source_init (&source, &run->settings->noise, rate_hz, run->rng);
  for (size_t start = 0; start < run->n_samples; start += BLOCK) {
    const size_t n = MIN (BLOCK, run->n_samples - start);
    float *samples = run->leads[lead] + start;

    if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
      return FALSE;
    if (run->progress != NULL && start / BLOCK % 64 == 0)
      run->progress (_ ("Simulating an ECG"),
                     ((double) lead + (double) start / (double) run->n_samples) /
                         ECTOPY_ECG_N_LEADS,
                     run->progress_data);
    ectopy_ecg_noise_source_fill (&source, n, baseline, fast);
    for (size_t i = 0; i < n; i++) {
      w += step * (samples[i] - baseline[i] - w);
      samples[i] += fast[i] - w;
    }
  }
  return TRUE;
}

static gboolean
allocate_leads (Run *run, GError **error)
{
  for (size_t i = 0; i < ECTOPY_ECG_N_LEADS; i++) {
    run->leads[i] = g_try_malloc0_n (run->n_samples, sizeof (float));
    if (run->leads[i] == NULL) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                   _ ("There is not enough memory for %.1f hours of ECG."),
                   run->settings->duration_s / 3600);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
ectopy_ecg_model_check (const EctopyEcgModelSettings *settings, GError **error)
{
  if (!(settings->rate_hz >= ECTOPY_ECG_MODEL_MIN_RATE_HZ &&
        settings->rate_hz <= ECTOPY_ECG_MODEL_MAX_RATE_HZ)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("A sampling rate from %d to %d Hz was expected, but %g was given."),
                 ECTOPY_ECG_MODEL_MIN_RATE_HZ, ECTOPY_ECG_MODEL_MAX_RATE_HZ, settings->rate_hz);
    return FALSE;
  }
  if (!(settings->duration_s >= 1 && settings->duration_s <= ECTOPY_ECG_MODEL_MAX_DURATION_S)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("A duration from 1 s to %d hours was expected, but %g s was given."),
                 ECTOPY_ECG_MODEL_MAX_DURATION_S / 3600, settings->duration_s);
    return FALSE;
  }
  return TRUE;
}

EctopyRecording *
ectopy_ecg_model_record (const EctopyEcgPatient *patient,
                         const EctopyPlannedBeat *beats,
                         size_t n_beats,
                         const EctopyEcgModelSettings *settings,
                         EctopyRng *rng,
                         EctopyProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  static const char *const names[ECTOPY_ECG_N_LEADS] = { "MLII", "V1" };
  Run run = { .patient = patient,
              .beats = beats,
              .n_beats = n_beats,
              .settings = settings,
              .rng = rng,
              .progress = progress,
              .progress_data = progress_data,
              .cancellable = cancellable };
  EctopyLead leads[ECTOPY_ECG_N_LEADS];
  GArray *marks = NULL;
  gboolean good;

  if (!ectopy_ecg_model_check (settings, error))
    return NULL;
  run.n_samples = (size_t) llround (settings->duration_s * settings->rate_hz);
  good = allocate_leads (&run, error) && stamp_beats (&run, error);
  if (good)
    marks = mark_beats (&run);
  for (size_t i = 0; i < ECTOPY_ECG_N_LEADS && good; i++)
    good = finish_lead (&run, i, error);
  if (!good) {
    for (size_t i = 0; i < ECTOPY_ECG_N_LEADS; i++)
      g_free (run.leads[i]);
    if (marks != NULL)
      g_array_set_clear_func (marks, (GDestroyNotify) ectopy_annotation_clear);
    g_clear_pointer (&marks, g_array_unref);
    return NULL;
  }
  for (size_t i = 0; i < ECTOPY_ECG_N_LEADS; i++)
    leads[i] = (EctopyLead){ g_strdup (names[i]), run.leads[i] };
  return ectopy_recording_new_take (settings->rate_hz, run.n_samples, leads, ECTOPY_ECG_N_LEADS,
                                    marks, settings->comment);
}
