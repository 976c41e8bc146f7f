/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"
#include "engine/core/error.h"
#include "engine/io/beat-csv.h"
#include "engine/learn/model.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

/* A safetensors file begins with the length of its header, little-endian, and a brace. */
static gboolean
looks_like_model (const char *path)
{
  char head[9] = { 0 };
  FILE *file = fopen (path, "rb");
  size_t n;

  if (file == NULL)
    return FALSE;
  n = fread (head, 1, sizeof head, file);
  fclose (file);
  return n == sizeof head && head[8] == '{';
}

static void
set_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
set_count (JsonBuilder *builder, const char *name, size_t value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static char *
json_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_strconcat (text, "\n", NULL);
}

static char *
network_json (const EctopyNetworkSpec *spec)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  set_string (builder, "kind", "network");
  set_string (builder, "name", spec->name);
  set_string (builder, "text", spec->text);
  return json_text (builder);
}

static char *
model_json (EctopyModel *model, GPtrArray *keys)
{
  const EctopyNetwork *network = ectopy_model_get_network (model);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  set_string (builder, "kind", "model");
  set_string (builder, "name", ectopy_model_get_name (model));
  set_string (builder, "digest", ectopy_model_get_digest (model));
  set_string (builder, "network", network->spec->name);
  set_count (builder, "parameters", network->plan->n_parameters);
  set_count (builder, "length", ectopy_model_get_length (model));
  json_builder_set_member_name (builder, "card");
  json_builder_begin_object (builder);
  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);

    set_string (builder, key, ectopy_model_get_card (model, key));
  }
  json_builder_end_object (builder);
  return json_text (builder);
}

/* Lines after the first of a value stand under its beginning. */
static void
append_line (GString *text, const char *key, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (i == 0 || lines[i][0] != '\0')
      g_string_append_printf (text, "%-20s %s\n", i == 0 ? key : "", lines[i]);
}

static char *
model_text (EctopyModel *model, GPtrArray *keys)
{
  const EctopyNetwork *network = ectopy_model_get_network (model);
  GString *text = g_string_new (NULL);
  g_autofree char *size = g_strdup_printf (
      "%zu parameters, %.1f MFLOP a beat, beats of %zu samples", network->plan->n_parameters,
      ectopy_network_spec_count_flop (network->spec) * 1e-6, ectopy_model_get_length (model));

  append_line (text, "model", ectopy_model_get_name (model));
  append_line (text, "digest", ectopy_model_get_digest (model));
  append_line (text, "size", size);
  for (guint i = 0; i < keys->len; i++)
    append_line (text, g_ptr_array_index (keys, i),
                 ectopy_model_get_card (model, g_ptr_array_index (keys, i)));
  return g_string_free (text, FALSE);
}

static char *
beats_text (const EctopyCli *cli, EctopyDataset *dataset)
{
  g_autofree char *name = g_path_get_basename (ectopy_dataset_get_source (dataset));
  const gboolean labelled = ectopy_dataset_get_labels (dataset) != NULL;
  const size_t n = ectopy_dataset_get_n_rows (dataset);
  size_t counts[ECTOPY_N_CLASSES];
  GString *text;

  ectopy_dataset_count_classes (dataset, counts);
  if (cli->json) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    json_builder_begin_object (builder);
    set_string (builder, "kind", "beats");
    set_string (builder, "name", name);
    set_count (builder, "rows", n);
    set_count (builder, "length", ectopy_dataset_get_length (dataset));
    json_builder_set_member_name (builder, "labelled");
    json_builder_add_boolean_value (builder, labelled);
    json_builder_set_member_name (builder, "classes");
    json_builder_begin_object (builder);
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      const char letter[2] = { ectopy_beat_class_letter (c), '\0' };

      set_count (builder, letter, counts[c]);
    }
    json_builder_end_object (builder);
    return json_text (builder);
  }
  text = g_string_new (NULL);
  append_line (text, "beats", name);
  g_string_append_printf (text, "%-20s %zu of %zu samples%s\n", "rows", n,
                          ectopy_dataset_get_length (dataset), labelled ? "" : ", without labels");
  for (guint c = 0; labelled && c < ECTOPY_N_CLASSES; c++)
    g_string_append_printf (text, "%-20s %zu (%.1f %%)  %s\n",
                            (char[2]){ ectopy_beat_class_letter (c), '\0' }, counts[c],
                            100.0 * (double) counts[c] / (double) n, ectopy_beat_class_name (c));
  return g_string_free (text, FALSE);
}

static gboolean
run (EctopyCli *cli, char **text, GError **error)
{
  const char *path = cli->files[0];

  if (!g_file_test (path, G_FILE_TEST_EXISTS) &&
      g_strv_contains (ectopy_network_spec_list (), path)) {
    g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_named (path, error);

    if (spec == NULL)
      return FALSE;
    *text = cli->json ? network_json (spec) : g_strdup (spec->text);
    return TRUE;
  }
  if (looks_like_model (path)) {
    g_autoptr (EctopyModel) model = ectopy_model_load (path, error);
    g_autoptr (GPtrArray) keys = NULL;

    if (model == NULL)
      return FALSE;
    keys = ectopy_model_list_card (model);
    *text = cli->json ? model_json (model, keys) : model_text (model, keys);
  } else {
    g_autoptr (EctopyWorkers) workers = ectopy_cli_workers (cli);
    g_autoptr (EctopyDataset) dataset = ectopy_beat_csv_read (
        path, NULL, workers, ectopy_cli_progress, cli, cli->cancellable, error);

    if (dataset == NULL)
      return FALSE;
    *text = beats_text (cli, dataset);
  }
  return TRUE;
}

int
ectopy_command_info (EctopyCli *cli, int argc, char **argv)
{
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;

  if (ectopy_cli_parse (cli, &ectopy_commands ()[3], argc, argv, NULL, NULL, 1, 1, &status))
    status = run (cli, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  ectopy_cli_status (cli, NULL);
  return status;
}
