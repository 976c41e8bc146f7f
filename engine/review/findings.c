/* SPDX-License-Identifier: MIT */
#include "engine/review/findings.h"

const char *
ectopy_beat_status_name (guint status)
{
  static const char *const names[ECTOPY_N_BEAT_STATUSES] = {
    "predicted", "accepted", "corrected", "added", "rejected", "absent",
  };

  return status < ECTOPY_N_BEAT_STATUSES ? names[status] : "unknown";
}

static void
free_entry (EctopyStudyEntry *entry)
{
  g_clear_pointer (&entry->changes, g_array_unref);
  g_clear_pointer (&entry->spans_before, g_array_unref);
  g_clear_pointer (&entry->spans_after, g_array_unref);
  g_free (entry->act);
  g_free (entry);
}

EctopyStudyEntry *
ectopy_study_entry_ref (EctopyStudyEntry *entry)
{
  g_atomic_ref_count_inc (&entry->references);
  return entry;
}

void
ectopy_study_entry_unref (EctopyStudyEntry *entry)
{
  if (g_atomic_ref_count_dec (&entry->references))
    free_entry (entry);
}

EctopyFindings *
ectopy_findings_new (void)
{
  EctopyFindings *findings = g_atomic_rc_box_new0 (EctopyFindings);

  findings->beats = g_array_new (FALSE, FALSE, sizeof (EctopyFoundBeat));
  findings->spans = g_array_new (FALSE, FALSE, sizeof (EctopySpan));
  return findings;
}

EctopyFindings *
ectopy_findings_ref (EctopyFindings *findings)
{
  return g_atomic_rc_box_acquire (findings);
}

static void
clear_findings (gpointer data)
{
  EctopyFindings *findings = data;

  g_array_unref (findings->beats);
  g_array_unref (findings->spans);
  g_free (findings->lead);
  g_free (findings->origin);
  g_free (findings->model);
  g_free (findings->model_digest);
}

void
ectopy_findings_unref (EctopyFindings *findings)
{
  g_atomic_rc_box_release_full (findings, clear_findings);
}
