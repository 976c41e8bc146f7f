/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/figure-text.h"
#include "engine/run/recording-families.h"

#include <math.h>

double
ectopy_family_mean_rr_s (const EctopyFamilySource *source,
                         const EctopyFamilies *families,
                         guint family)
{
  const double rate = ectopy_recording_get_rate_hz (source->recording);
  double sum = 0;
  size_t n = 0;

  for (size_t i = 1; i < source->n; i++)
    if (families->family[i] == family) {
      sum += (double) (source->samples[i] - source->samples[i - 1]) / rate;
      n++;
    }
  return n > 0 ? sum / (double) n : (double) NAN;
}

static void
append_family (GString *text,
               const EctopyFamilySource *source,
               const EctopyFamilies *families,
               guint number)
{
  const EctopyFamily *family = &families->families[number];
  const double rate = ectopy_recording_get_rate_hz (source->recording);
  const double rr = ectopy_family_mean_rr_s (source, families, number);
  const guint s = (guint) ((double) source->samples[family->medoid] / rate);
  g_autofree char *ms = isfinite (rr) ? ectopy_text_decimals (1000 * rr, 0) : g_strdup ("-");

  g_string_append_printf (text, "%6u %8zu  %c    ", number + 1, family->n_beats,
                          ectopy_beat_class_letter (family->beat_class));
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *share = ectopy_text_decimals (
        100 * (double) family->counts[c] / (double) family->n_beats, 1);

    g_string_append_printf (text, " %6s", share);
  }
  g_string_append_printf (text, " %8s  %u:%02u:%02u\n", ms, s / 3600, s / 60 % 60, s % 60);
}

char *
ectopy_recording_families_text (const EctopyFamilySource *source, const EctopyFamilies *families)
{
  GString *text = g_string_new (
      "family    beats  class     N %    S %    V %    F %    Q %    RR ms  typical\n");

  for (guint k = 0; k < families->n_families; k++)
    append_family (text, source, families, k);
  return g_string_free (text, FALSE);
}
