/* SPDX-License-Identifier: MIT */
#include "engine/run/record-digest.h"

void
ectopy_record_digest_add (GChecksum *checksum, const char *name, EctopyRecording *recording)
{
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);
  char rate[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *head = g_strdup_printf (
      "%s %s %zu\n", name,
      g_ascii_formatd (rate, sizeof rate, "%g", ectopy_recording_get_rate_hz (recording)),
      ectopy_recording_get_n_samples (recording));

  g_checksum_update (checksum, (const guchar *) head, -1);
  for (size_t lead = 0; lead < ectopy_recording_get_n_leads (recording); lead++)
    g_checksum_update (checksum, (const guchar *) ectopy_recording_get_samples (recording, lead),
                       (gssize) (ectopy_recording_get_n_samples (recording) * sizeof (float)));
  for (size_t i = 0; i < n; i++) {
    const gint64 mark[2] = { marks[i].sample, marks[i].code };

    g_checksum_update (checksum, (const guchar *) mark, sizeof mark);
  }
}
