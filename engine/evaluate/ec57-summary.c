/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-summary.h"

#include <math.h>

/* A mean of what is defined. */
typedef struct {
  double sum;
  size_t n;
} Mean;

static void
add (Mean *mean, double value)
{
  if (isfinite (value)) {
    mean->sum += value;
    mean->n++;
  }
}

static double
value_of (const Mean *mean)
{
  return mean->n > 0 ? mean->sum / (double) mean->n : (double) NAN;
}

/* SVEB +P without Fs. */
static double
sumstats_sveb_ppv (const EctopyEc57Counts *counts)
{
  EctopyEc57Share share = ectopy_ec57_rate (counts, ECTOPY_EC57_SVEB_PPV);

  share.of -= counts->cells[ECTOPY_EC57_F][ECTOPY_EC57_S];
  return ectopy_ec57_share (share);
}

void
ectopy_ec57_record_clear (EctopyEc57Record *record)
{
  g_clear_pointer (&record->name, g_free);
  g_clear_pointer (&record->result, ectopy_ec57_result_free);
}

void
ectopy_ec57_summary_compute (EctopyEc57Summary *summary, const EctopyEc57Record *records, size_t n)
{
  Mean rates[ECTOPY_N_EC57_RATES] = { 0 }, rr_error = { 0 }, sveb_ppv = { 0 };

  *summary = (EctopyEc57Summary){ .n_records = n };
  for (size_t i = 0; i < n; i++) {
    const EctopyEc57Result *result = records[i].result;

    ectopy_ec57_counts_add (&summary->counts, &result->counts);
    ectopy_ec57_runs_add (&summary->ventricular, &records[i].ventricular);
    ectopy_ec57_runs_add (&summary->supraventricular, &records[i].supraventricular);
    summary->shutdown_s += result->shutdown_s;
    for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
      add (&rates[rate], ectopy_ec57_share (ectopy_ec57_rate (&result->counts, rate)));
    add (&sveb_ppv, sumstats_sveb_ppv (&result->counts));
    add (&rr_error, ectopy_ec57_result_rr_error_ms (result));
  }
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    summary->average[rate] = value_of (&rates[rate]);
  summary->sumstats_sveb_ppv = sumstats_sveb_ppv (&summary->counts);
  summary->sumstats_average_sveb_ppv = value_of (&sveb_ppv);
  summary->average_rr_error_ms = value_of (&rr_error);
}
