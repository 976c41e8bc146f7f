/* SPDX-License-Identifier: MIT */
#include "engine/signal/synthesize.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/signal/cut.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BEAT_RATE_HZ      360.0
#define BEATS_PER_PATIENT 200
#define MIN_PATIENTS      5
#define MAX_PATIENTS      100

/* Independent sequences of one seed; a patient of the beats is his own. */
#define STREAM_RECORDING 0
#define STREAM_ORDER     1
#define STREAM_PATIENTS  2

/* A schedule is drawn longer than the recording by this, so that it does not end first. */
#define SPARE 1.5

/* Rows being made up. */
typedef struct {
  const EctopySynthesizeSettings *settings;
  size_t counts[ECTOPY_N_CLASSES];
  size_t n_patients;
  size_t *order; /* [n_beats]: where the next row goes */
  size_t n_done;
  float *samples; /* [n_beats, ECTOPY_CUT_LENGTH] */
  guint8 *labels; /* [n_beats] */
  GCancellable *cancellable;
} Making;

static gboolean
check_proportions (const EctopySynthesizeSettings *settings, GError **error)
{
  double sum = 0;

  for (guint i = 0; i < ECTOPY_N_CLASSES; i++) {
    const double proportion = settings->proportions[i];

    if (!(proportion >= 0 && proportion <= 1e6)) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                   _ ("The proportion of class %c must be 0 or more, but %g was given."),
                   ectopy_beat_class_letter (i), proportion);
      return FALSE;
    }
    sum += proportion;
  }
  if (sum <= 0) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("The proportions of all classes are 0: at least one must be more."));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_noise (const EctopyEcgNoise *noise, GError **error)
{
  const double values[] = { noise->breathing_mv, noise->wander_mv, noise->muscle_mv,
                            noise->white_mv,     noise->mains_mv,  noise->mains_hz };

  for (size_t i = 0; i < G_N_ELEMENTS (values); i++)
    if (!(values[i] >= 0 && values[i] <= 1000)) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                   _ ("Noise must be from 0 to 1000 (mV or Hz), but %g was given."), values[i]);
      return FALSE;
    }
  return TRUE;
}

/* Shares @n out by largest remainder, and lets no class that is wanted go empty. */
static void
share_out (const double proportions[ECTOPY_N_CLASSES], size_t n, size_t counts[ECTOPY_N_CLASSES])
{
  double remainders[ECTOPY_N_CLASSES];
  double sum = 0;
  size_t given = 0;

  for (size_t i = 0; i < ECTOPY_N_CLASSES; i++)
    sum += proportions[i];
  for (size_t i = 0; i < ECTOPY_N_CLASSES; i++) {
    const double exact = proportions[i] / sum * (double) n;

    counts[i] = (size_t) exact;
    remainders[i] = proportions[i] > 0 ? exact - (double) counts[i] : -1;
    given += counts[i];
  }
  for (; given < n; given++) {
    size_t best = 0;

    for (size_t i = 1; i < ECTOPY_N_CLASSES; i++)
      if (remainders[i] > remainders[best])
        best = i;
    counts[best]++;
    remainders[best] -= 1;
  }
  for (size_t i = 0; i < ECTOPY_N_CLASSES; i++) {
    size_t most = 0;

    for (size_t k = 1; k < ECTOPY_N_CLASSES; k++)
      if (counts[k] > counts[most])
        most = k;
    if (counts[i] == 0 && proportions[i] > 0 && counts[most] > 1) {
      counts[i]++;
      counts[most]--;
    }
  }
}

/* A patient's ECG after a schedule of these counts; @duration_s as of ectopy_rhythm_plan_beats(). */
static EctopyRecording *
record_patient (const EctopySynthesizeSettings *settings,
                const size_t counts[ECTOPY_N_CLASSES],
                const EctopyEcgPatient *patient,
                EctopyEcgModelSettings *model,
                EctopyRng *rng,
                EctopyProgressFunc progress,
                gpointer progress_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GArray) episodes = ectopy_rhythm_plan_draw (counts, rng);
  g_autoptr (GArray) beats = ectopy_rhythm_plan_beats (
      patient, (const EctopyPlannedEpisode *) (gpointer) episodes->data, episodes->len,
      model->duration_s > 0 ? model->duration_s + 1 : 0, rng);
  const EctopyPlannedBeat *planned = (const EctopyPlannedBeat *) (gpointer) beats->data;

  model->noise = settings->noise;
  if (model->duration_s <= 0)
    model->duration_s = planned[beats->len - 1].time_s + 1;
  return ectopy_ecg_model_record (patient, planned, beats->len, model, rng, progress, progress_data,
                                  cancellable, error);
}

/* A quota is spread over the patients so that each has his share, to one beat. */
static size_t
quota (size_t total, size_t patient, size_t n_patients)
{
  return total / n_patients + (patient < total % n_patients);
}

/* Takes a random @counts of each class from @cut into their places among all rows. */
static void
take_rows (Making *making,
           EctopyDataset *cut,
           const size_t counts[ECTOPY_N_CLASSES],
           EctopyRng *rng)
{
  const size_t n_rows = ectopy_dataset_get_n_rows (cut);
  const guint8 *labels = ectopy_dataset_get_labels (cut);
  g_autofree size_t *order = g_new (size_t, n_rows);
  size_t left[ECTOPY_N_CLASSES];

  memcpy (left, counts, sizeof left);
  for (size_t i = 0; i < n_rows; i++)
    order[i] = i;
  ectopy_rng_shuffle (rng, order, n_rows);
  for (size_t i = 0; i < n_rows; i++) {
    const guint8 label = labels[order[i]];
    size_t place;

    if (left[label] == 0)
      continue;
    left[label]--;
    place = making->order[making->n_done++];
    making->labels[place] = label;
    memcpy (making->samples + place * ECTOPY_CUT_LENGTH, ectopy_dataset_get_row (cut, order[i]),
            ECTOPY_CUT_LENGTH * sizeof (float));
  }
  for (size_t i = 0; i < ECTOPY_N_CLASSES; i++)
    g_assert (left[i] == 0);
}

static gboolean
make_patient (Making *making, size_t patient, GError **error)
{
  EctopyEcgModelSettings model = { .rate_hz = BEAT_RATE_HZ };
  size_t counts[ECTOPY_N_CLASSES];
  EctopyEcgPatient person;
  EctopyRng rng;
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (EctopyDataset) cut = NULL;

  for (size_t i = 0; i < ECTOPY_N_CLASSES; i++)
    counts[i] = quota (making->counts[i], patient, making->n_patients);
  ectopy_rng_init (&rng, making->settings->seed, STREAM_PATIENTS + patient);
  ectopy_ecg_patient_draw (&person, &rng);
  recording = record_patient (making->settings, counts, &person, &model, &rng, NULL, NULL,
                              making->cancellable, error);
  if (recording == NULL)
    return FALSE;
  cut = ectopy_cut_recording (recording, 0, NULL, making->cancellable, error);
  if (cut == NULL)
    return FALSE;
  take_rows (making, cut, counts, &rng);
  return TRUE;
}

void
ectopy_synthesize_settings_init (EctopySynthesizeSettings *settings)
{
  *settings = (EctopySynthesizeSettings){
    .seed = 1,
    .rate_hz = 360,
    .duration_s = 1800,
    .proportions = { 0.60, 0.10, 0.12, 0.06, 0.12 },
  };
  ectopy_ecg_noise_init (&settings->noise);
}

EctopyRecording *
ectopy_synthesize_recording (const EctopySynthesizeSettings *settings,
                             EctopyProgressFunc progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autofree char *comment = g_strdup_printf (
      "Made up, of nobody: the model of McSharry et al. (2003), seed %" G_GUINT64_FORMAT,
      settings->seed);
  EctopyEcgModelSettings model = {
    .rate_hz = settings->rate_hz,
    .duration_s = settings->duration_s,
    .rhythm_marks = TRUE,
    .comment = comment,
  };
  size_t counts[ECTOPY_N_CLASSES];
  EctopyEcgPatient patient;
  EctopyRng rng;

  if (!check_proportions (settings, error) || !check_noise (&settings->noise, error) ||
      !ectopy_ecg_model_check (&model, error))
    return NULL;
  ectopy_rng_init (&rng, settings->seed, STREAM_RECORDING);
  ectopy_ecg_patient_draw (&patient, &rng);
  share_out (settings->proportions,
             (size_t) (settings->duration_s * patient.rate_bpm / 60 * SPARE) + ECTOPY_N_CLASSES,
             counts);
  return record_patient (settings, counts, &patient, &model, &rng, progress, progress_data,
                         cancellable, error);
}

EctopyDataset *
ectopy_synthesize_beats (const EctopySynthesizeSettings *settings,
                         size_t n_beats,
                         EctopyProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree float *samples = NULL;
  g_autofree guint8 *labels = NULL;
  g_autofree size_t *order = NULL;
  Making making = { .settings = settings, .cancellable = cancellable };
  EctopyRng rng;

  g_return_val_if_fail (n_beats > 0, NULL);

  if (!check_proportions (settings, error) || !check_noise (&settings->noise, error))
    return NULL;
  making.samples = samples = g_try_malloc_n (n_beats, ECTOPY_CUT_LENGTH * sizeof (float));
  making.labels = labels = g_try_malloc (n_beats);
  making.order = order = g_try_new (size_t, n_beats);
  if (samples == NULL || labels == NULL || order == NULL) {
    ectopy_memory_fail_beats (n_beats, error);
    return NULL;
  }
  for (size_t i = 0; i < n_beats; i++)
    order[i] = i;
  ectopy_rng_init (&rng, settings->seed, STREAM_ORDER);
  ectopy_rng_shuffle (&rng, order, n_beats);
  share_out (settings->proportions, n_beats, making.counts);
  making.n_patients = MAX (n_beats / BEATS_PER_PATIENT, MIN_PATIENTS);

  for (size_t i = 0; i < making.n_patients; i++) {
    if (progress != NULL)
      progress (_ ("Making up heartbeats"), (double) i / (double) making.n_patients, progress_data);
    if (!make_patient (&making, i, error))
      return NULL;
  }
  g_assert (making.n_done == n_beats);
  return ectopy_dataset_new_take (n_beats, ECTOPY_CUT_LENGTH, g_steal_pointer (&samples),
                                  g_steal_pointer (&labels));
}
