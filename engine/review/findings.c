/* SPDX-License-Identifier: MIT */
#include "engine/review/findings.h"

#include <glib/gi18n.h>
#include <math.h>

const char *
ectopy_beat_status_name (guint status)
{
  static const char *const names[ECTOPY_N_BEAT_STATUSES] = {
    "predicted", "accepted", "corrected", "added", "rejected", "absent",
  };

  return status < ECTOPY_N_BEAT_STATUSES ? names[status] : "unknown";
}

EctopyAdapted *
ectopy_adapted_new (const char *model, const char *digest)
{
  EctopyAdapted *adapted = g_new0 (EctopyAdapted, 1);

  adapted->model = g_strdup (model != NULL ? model : "");
  adapted->digest = g_strdup (digest);
  adapted->beats = g_array_new (FALSE, FALSE, sizeof (EctopyGivenBeat));
  return adapted;
}

void
ectopy_adapted_free (EctopyAdapted *adapted)
{
  g_free (adapted->model);
  g_free (adapted->digest);
  g_array_unref (adapted->beats);
  g_free (adapted);
}

static void
free_entry (EctopyStudyEntry *entry)
{
  g_clear_pointer (&entry->changes, g_array_unref);
  g_clear_pointer (&entry->spans_before, g_array_unref);
  g_clear_pointer (&entry->spans_after, g_array_unref);
  g_clear_pointer (&entry->adapted, ectopy_adapted_free);
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
  findings->unlike_shape = findings->unlike_rhythm = NAN;
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

gboolean
ectopy_findings_are_unlike (const EctopyFindings *findings)
{
  return findings->unlike_shape > 1 || findings->unlike_rhythm > 1;
}

char *
ectopy_findings_dup_unlike_text (const EctopyFindings *findings)
{
  const gboolean shape = findings->unlike_shape > 1, rhythm = findings->unlike_rhythm > 1;

  if (shape && rhythm)
    return g_strdup_printf (
        _ ("This recording looks unlike those that the model has learned from: the shape of its "
           "beats is %.1f times and its rhythm is %.1f times as far from theirs as that of 95 %% "
           "of its own recordings is at most. Look at the beats."),
        findings->unlike_shape, findings->unlike_rhythm);
  if (shape)
    return g_strdup_printf (_ ("This recording looks unlike those that the model has learned from: "
                               "the shape of its beats is %.1f times as far from theirs as that of "
                               "95 %% of its own recordings is at most. Look at the beats."),
                            findings->unlike_shape);
  if (rhythm)
    return g_strdup_printf (_ ("This recording looks unlike those that the model has learned from: "
                               "its rhythm is %.1f times as far from theirs as that of 95 %% of "
                               "its own recordings is at most. Look at the beats."),
                            findings->unlike_rhythm);
  return NULL;
}
