/* SPDX-License-Identifier: MIT */
#include "engine/run/study-export.h"

#include "engine/core/atomic-file.h"
#include "engine/io/edf-write.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/review/review-queue.h"

#include <math.h>
#include <string.h>

struct _EctopyStudyExport {
  EctopyRecording *recording;
  GArray *marks;
  char *table;
};

static void
append_number (GString *text, const char *format, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (number))
    g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

static void
append_row (GString *text, EctopyStudy *study, const EctopyReviewQueue *review, guint32 beat)
{
  const double rate = ectopy_recording_get_rate_hz (ectopy_study_get_recording (study));
  const EctopyBeatState state = ectopy_study_get_beat (study, beat);
  const EctopyFoundBeat *found = ectopy_study_get_found (study, beat);

  g_string_append_printf (text, "%" G_GINT64_FORMAT ",", state.sample);
  append_number (text, "%.6f", (double) state.sample / rate);
  g_string_append_printf (text, ",%c,%s,", ectopy_beat_class_letter (state.beat_class),
                          ectopy_beat_status_name (state.status));
  append_number (text, "%.6f", ectopy_study_get_rr_before (study, beat));
  g_string_append_c (text, ',');
  if (found != NULL && found->beat_class < ECTOPY_N_CLASSES) {
    g_string_append_printf (text, "%c,", ectopy_beat_class_letter (found->beat_class));
    append_number (text, "%.4f", (double) found->probabilities[found->beat_class]);
  } else {
    g_string_append_c (text, ',');
  }
  g_string_append (text, ectopy_study_counts (study, beat) ? ",1," : ",0,");
  append_number (text, "%.4f", ectopy_review_queue_get_cost (review, beat));
  g_string_append_c (text, '\n');
}

static char *
make_table (EctopyStudy *study)
{
  g_autoptr (EctopyReviewQueue) review = ectopy_review_queue_new (study);
  GString *text = g_string_new (
      "sample,seconds,class,status,rr,predicted,confidence,counted,review\n");
  size_t n;
  const guint32 *order = ectopy_study_get_order (study, &n);

  for (size_t i = 0; i < n; i++)
    append_row (text, study, review, order[i]);
  return g_string_free (text, FALSE);
}

EctopyStudyExport *
ectopy_study_export_new (EctopyStudy *study)
{
  EctopyStudyExport *export = g_new0 (EctopyStudyExport, 1);

  export->recording = g_object_ref (ectopy_study_get_recording (study));
  export->marks = ectopy_study_dup_annotations (study);
  export->table = make_table (study);
  return export;
}

gboolean
ectopy_study_export_write (const EctopyStudyExport *export, const char *path, GError **error)
{
  if (g_str_has_suffix (path, ".csv"))
    return ectopy_atomic_write (path, export->table, strlen (export->table), error);
  if (g_str_has_suffix (path, ".edf"))
    return ectopy_edf_write (export->recording, (const EctopyAnnotation *) export->marks->data,
                             export->marks->len, path, error);
  return ectopy_wfdb_annotation_write (path, (const EctopyAnnotation *) export->marks->data,
                                       export->marks->len, error);
}

void
ectopy_study_export_free (EctopyStudyExport *export)
{
  g_object_unref (export->recording);
  g_array_unref (export->marks);
  g_free (export->table);
  g_free (export);
}
