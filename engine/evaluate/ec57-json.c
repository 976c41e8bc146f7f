/* SPDX-License-Identifier: MIT */
/* ectopy_ec57_report_json() of ec57-report.h. */
#include "engine/evaluate/ec57-report.h"
#include "engine/evaluate/evaluation.h"
#include "engine/learn/file-language.h"

#include <json-glib/json-glib.h>
#include <math.h>

static void
add_value (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
begin_member (JsonBuilder *json, const char *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
}

static void
add_counts (JsonBuilder *json, const EctopyEc57Counts *counts)
{
  begin_member (json, "counts");
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS && ectopy_ec57_is_cell (r, t); t++) {
      const char name[] = { ectopy_ec57_letter (r), g_ascii_tolower (ectopy_ec57_letter (t)),
                            '\0' };

      json_builder_set_member_name (json, name);
      json_builder_add_int_value (json, (gint64) counts->cells[r][t]);
    }
  json_builder_end_object (json);
}

static void
add_rates (JsonBuilder *json, const EctopyEc57Counts *counts)
{
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    add_value (json, ectopy_ec57_rate_name (rate),
               100 * ectopy_ec57_share (ectopy_ec57_rate (counts, rate)));
}

/* Of one kind of beat: a matrix each way, and what follows from them. */
static void
add_matrix (JsonBuilder *json,
            const char *name,
            const guint64 matrix[ECTOPY_N_EC57_RUNS][ECTOPY_N_EC57_RUNS])
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint r = 0; r < ECTOPY_N_EC57_RUNS; r++) {
    json_builder_begin_array (json);
    for (guint t = 0; t < ECTOPY_N_EC57_RUNS; t++)
      json_builder_add_int_value (json, (gint64) matrix[r][t]);
    json_builder_end_array (json);
  }
  json_builder_end_array (json);
}

static void
add_runs (JsonBuilder *json, const char *name, const EctopyEc57Runs *runs)
{
  begin_member (json, name);
  for (guint kind = 0; kind < ECTOPY_N_EC57_RUN_KINDS; kind++) {
    g_autofree char *se = g_strconcat (ectopy_ec57_run_kind_name (kind), "_se", NULL);
    g_autofree char *ppv = g_strconcat (ectopy_ec57_run_kind_name (kind), "_ppv", NULL);

    add_value (json, se, 100 * ectopy_ec57_share (ectopy_ec57_runs_sensitivity (runs, kind)));
    add_value (json, ppv, 100 * ectopy_ec57_share (ectopy_ec57_runs_predictivity (runs, kind)));
  }
  add_matrix (json, "found", runs->found);
  add_matrix (json, "claimed", runs->claimed);
  json_builder_end_object (json);
}

static void
add_both_runs (JsonBuilder *json, const EctopyEc57Runs *v, const EctopyEc57Runs *s)
{
  begin_member (json, "runs");
  add_runs (json, "V", v);
  add_runs (json, "S", s);
  json_builder_end_object (json);
}

static void
add_record (JsonBuilder *json, const EctopyEc57Record *record)
{
  json_builder_begin_object (json);
  add_text (json, "record", record->name);
  add_counts (json, &record->result->counts);
  add_rates (json, &record->result->counts);
  add_value (json, "rr_error_ms", ectopy_ec57_result_rr_error_ms (record->result));
  add_value (json, "shutdown_s", record->result->shutdown_s);
  add_both_runs (json, &record->ventricular, &record->supraventricular);
  json_builder_end_object (json);
}

static void
add_summary (JsonBuilder *json, const EctopyEc57Summary *summary)
{
  begin_member (json, "gross");
  add_counts (json, &summary->counts);
  add_rates (json, &summary->counts);
  add_value (json, "sumstats_sveb_ppv", 100 * summary->sumstats_sveb_ppv);
  add_value (json, "shutdown_s", summary->shutdown_s);
  add_both_runs (json, &summary->ventricular, &summary->supraventricular);
  json_builder_end_object (json);
  begin_member (json, "average");
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++)
    add_value (json, ectopy_ec57_rate_name (rate), 100 * summary->average[rate]);
  add_value (json, "sumstats_sveb_ppv", 100 * summary->sumstats_average_sveb_ppv);
  add_value (json, "rr_error_ms", summary->average_rr_error_ms);
  json_builder_end_object (json);
}

static void
add_options (JsonBuilder *json, const EctopyEc57Options *options)
{
  g_autofree char *protocol = ectopy_ec57_report_protocol (options);

  add_text (json, "map", ectopy_ec57_map_name (options->map));
  add_value (json, "from_s", options->from_s);
  add_value (json, "to_s", options->to_s > 0 ? options->to_s : (double) NAN);
  add_value (json, "window_ms", 1000 * options->window_s);
  json_builder_set_member_name (json, "standard");
  json_builder_add_boolean_value (json, ectopy_ec57_is_standard (options));
  add_text (json, "protocol", g_strchomp (g_strdelimit (protocol, "\n", ' ')));
}

char *
ectopy_ec57_report_json (const EctopyEc57Record *records,
                         size_t n,
                         const EctopyEc57Options *options)
{
  g_auto (EctopyFileLanguage) plain G_GNUC_UNUSED = ectopy_file_language_begin ();
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  EctopyEc57Summary summary;

  ectopy_ec57_summary_compute (&summary, records, n);
  json_builder_begin_object (json);
  add_options (json, options);
  json_builder_set_member_name (json, "records");
  json_builder_begin_array (json);
  for (size_t i = 0; i < n; i++)
    add_record (json, &records[i]);
  json_builder_end_array (json);
  add_summary (json, &summary);
  add_text (json, "notice", ECTOPY_NOTICE);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);
  return g_strconcat (text, "\n", NULL);
}
