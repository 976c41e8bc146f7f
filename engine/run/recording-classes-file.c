/* SPDX-License-Identifier: MIT */
/* What classify-recording.h says of files. */
#include "engine/core/atomic-file.h"
#include "engine/core/memory.h"
#include "engine/io/edf-write.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/run/classify-recording.h"

#include <math.h>

/* Bytes for a line of text while the text grows to twice its size. */
#define ROOM_A_LINE 384

static const EctopyRecordingBeat *
beat_at (const EctopyRecordingClasses *classes, guint i)
{
  return &g_array_index (classes->beats, EctopyRecordingBeat, i);
}

static void
append_number (GString *text, const char *format, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (number))
    g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

/* Seconds since the beat before; not a number for the first. */
static double
interval_before (const EctopyRecordingClasses *classes, guint i, double rate_hz)
{
  if (i == 0)
    return (double) NAN;
  return (double) (beat_at (classes, i)->sample - beat_at (classes, i - 1)->sample) / rate_hz;
}

static gboolean
write_table (const EctopyRecordingClasses *classes,
             double rate_hz,
             const EctopyReviewQueue *review,
             const char *path,
             GError **error)
{
  g_autoptr (GString) text = g_string_new ("sample,seconds,class,rr,N,S,V,F,Q,unsure,review\n");

  if (!ectopy_memory_has_room (classes->beats->len, ROOM_A_LINE, error))
    return FALSE;
  for (guint i = 0; i < classes->beats->len; i++) {
    const EctopyRecordingBeat *beat = beat_at (classes, i);

    g_string_append_printf (text, "%" G_GINT64_FORMAT ",", beat->sample);
    append_number (text, "%.6f", (double) beat->sample / rate_hz);
    g_string_append_printf (text, ",%c,", ectopy_beat_class_letter (beat->beat_class));
    append_number (text, "%.6f", interval_before (classes, i, rate_hz));
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      g_string_append_c (text, ',');
      append_number (text, "%.6f", (double) beat->probabilities[c]);
    }
    g_string_append_printf (text, ",%u,", beat->is_unsure);
    if (review != NULL)
      append_number (text, "%.4f", ectopy_review_queue_get_cost (review, i));
    g_string_append_c (text, '\n');
  }
  return ectopy_atomic_write (path, text->str, text->len, error);
}

gboolean
ectopy_recording_classes_write (const EctopyRecordingClasses *classes,
                                EctopyRecording *recording,
                                const EctopyReviewQueue *review,
                                const char *path,
                                GError **error)
{
  static const guint8 codes[ECTOPY_N_CLASSES] = { ECTOPY_CODE_NORMAL, ECTOPY_CODE_SUPRAVENTRICULAR,
                                                  ECTOPY_CODE_VENTRICULAR, ECTOPY_CODE_FUSION,
                                                  ECTOPY_CODE_UNKNOWN };
  g_autofree EctopyAnnotation *marks = NULL;

  if (g_str_has_suffix (path, ".csv"))
    return write_table (classes, ectopy_recording_get_rate_hz (recording), review, path, error);
  marks = g_try_new0 (EctopyAnnotation, classes->beats->len + 1);
  if (marks == NULL)
    return ectopy_memory_fail_beats (classes->beats->len, error);
  for (guint i = 0; i < classes->beats->len; i++)
    marks[i] = (EctopyAnnotation){
      .sample = beat_at (classes, i)->sample,
      .code = codes[beat_at (classes, i)->beat_class],
    };
  if (g_str_has_suffix (path, ".edf"))
    return ectopy_edf_write (recording, marks, classes->beats->len, path, error);
  return ectopy_wfdb_annotation_write (path, marks, classes->beats->len, error);
}
