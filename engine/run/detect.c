/* SPDX-License-Identifier: MIT */
#include "engine/run/detect.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/io/edf-write.h"
#include "engine/io/wfdb-annotation.h"

#include <glib/gi18n.h>

/* Bytes for a line of text while the text grows to twice its size. */
#define ROOM_A_LINE 128

static gboolean
is_ecg (EctopyRecording *recording, size_t lead)
{
  return g_str_equal (ectopy_recording_get_lead_unit (recording, lead), "mV");
}

/* Takes the leads to look at. Returns: how many, 0 with an error. */
static guint
choose_leads (EctopyRecording *recording,
              const char *lead,
              const float **leads,
              const char **names,
              GError **error)
{
  const size_t n = ectopy_recording_get_n_leads (recording);
  const size_t only = lead != NULL ? ectopy_recording_find_lead (recording, lead, error) : 0;
  guint n_taken = 0;

  if (only == G_MAXSIZE)
    return 0;
  for (size_t i = 0; i < n && n_taken < ECTOPY_QRS_MAX_LEADS; i++)
    if (lead != NULL ? i == only : is_ecg (recording, i)) {
      leads[n_taken] = ectopy_recording_get_samples (recording, i);
      names[n_taken++] = ectopy_recording_get_lead_name (recording, i);
    }
  if (n_taken == 0)
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("none of the %zu signals is in millivolts: there is no ECG in it"), n);
  return n_taken;
}

EctopyQrsResult *
ectopy_detect (EctopyRecording *recording,
               const char *lead,
               EctopyWorkers *workers,
               EctopyProgressFunc progress,
               gpointer progress_data,
               GCancellable *cancellable,
               GError **error)
{
  const float *leads[ECTOPY_QRS_MAX_LEADS];
  const char *names[ECTOPY_QRS_MAX_LEADS];
  const guint n = choose_leads (recording, lead, leads, names, error);
  EctopyQrsInput input = {
    .leads = leads,
    .n_leads = n,
    .n_samples = ectopy_recording_get_n_samples (recording),
    .rate_hz = ectopy_recording_get_rate_hz (recording),
    .workers = workers,
  };

  if (n == 0)
    return NULL;
  input.mark_lead = ectopy_qrs_choose_lead (names, n);
  return ectopy_qrs_detect (&input, progress, progress_data, cancellable, error);
}

static gboolean
write_table (const EctopyQrsResult *result, double rate_hz, const char *path, GError **error)
{
  g_autoptr (GString) text = g_string_new ("sample,seconds,score,unsure\n");
  char seconds[G_ASCII_DTOSTR_BUF_SIZE], score[G_ASCII_DTOSTR_BUF_SIZE];

  if (!ectopy_memory_has_room (result->n_beats, ROOM_A_LINE, error))
    return FALSE;
  for (size_t i = 0; i < result->n_beats; i++) {
    const EctopyQrs *beat = &result->beats[i];

    g_string_append_printf (
        text, "%zu,%s,%s,%d\n", beat->sample,
        g_ascii_formatd (seconds, sizeof seconds, "%.6f", (double) beat->sample / rate_hz),
        g_ascii_formatd (score, sizeof score, "%.3f", (double) beat->score), beat->is_unsure);
  }
  return ectopy_atomic_write (path, text->str, text->len, error);
}

gboolean
ectopy_detect_write (const EctopyQrsResult *result,
                     EctopyRecording *recording,
                     const char *path,
                     GError **error)
{
  g_autofree EctopyAnnotation *marks = NULL;

  if (g_str_has_suffix (path, ".csv"))
    return write_table (result, ectopy_recording_get_rate_hz (recording), path, error);
  marks = g_try_new0 (EctopyAnnotation, result->n_beats + 1);
  if (marks == NULL)
    return ectopy_memory_fail_beats (result->n_beats, error);
  for (size_t i = 0; i < result->n_beats; i++)
    marks[i] = (EctopyAnnotation){
      .sample = (gint64) result->beats[i].sample,
      .code = ECTOPY_CODE_NORMAL,
    };
  if (g_str_has_suffix (path, ".edf"))
    return ectopy_edf_write (recording, marks, result->n_beats, path, error);
  return ectopy_wfdb_annotation_write (path, marks, result->n_beats, error);
}
