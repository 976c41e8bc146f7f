/* SPDX-License-Identifier: MIT */
#include "app/cli/recording-arg.h"
#include "engine/core/error.h"
#include "engine/core/input-file.h"
#include "engine/evaluate/text-columns.h"
#include "engine/io/beat-csv.h"
#include "engine/learn/model-facts.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define KEY_COLUMNS 21

/* A safetensors file begins with the length of its header, little-endian, and a brace. */
static gboolean
looks_like_model (const char *path)
{
  char head[9] = { 0 };
  g_autoptr (EctopyInputFile) file = ectopy_input_file_open (path, NULL);

  return file != NULL && file->size >= sizeof head &&
         ectopy_input_file_read (file, 0, head, sizeof head, NULL) && head[8] == '{';
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

/* An object, or null. */
static void
add_familiarity (JsonBuilder *builder, const EctopyFamiliarity *familiarity)
{
  json_builder_set_member_name (builder, "familiarity");
  if (familiarity == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  set_count (builder, "leads", familiarity->n_leads);
  json_builder_set_member_name (builder, "shape_limit");
  json_builder_add_double_value (builder, (double) familiarity->shape_limit);
  json_builder_set_member_name (builder, "rhythm_limit");
  json_builder_add_double_value (builder, (double) familiarity->rhythm_limit);
  json_builder_end_object (builder);
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
  set_count (builder, "members", ectopy_model_get_n_members (model));
  json_builder_set_member_name (builder, "temperature");
  json_builder_add_double_value (builder, ectopy_model_get_temperature (model));
  add_familiarity (builder, ectopy_model_get_familiarity (model));
  json_builder_set_member_name (builder, "card");
  json_builder_begin_object (builder);
  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);

    set_string (builder, key, ectopy_model_get_card (model, key));
  }
  json_builder_end_object (builder);
  return json_text (builder);
}

static void
append_key (GString *text, const char *key)
{
  ectopy_text_append_left (text, KEY_COLUMNS, key);
}

static void
append_value (GString *text, const char *key, const char *value)
{
  append_key (text, key);
  g_string_append_printf (text, "%s\n", value);
}

/* Lines after the first of a value stand under its beginning. */
static void
append_line (GString *text, const char *key, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (i == 0 || lines[i][0] != '\0')
      append_value (text, i == 0 ? key : "", lines[i]);
}

static char *
model_text (EctopyModel *model)
{
  g_autoptr (GPtrArray) facts = ectopy_model_facts (model);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++) {
    const EctopyModelFact *fact = g_ptr_array_index (facts, i);

    append_line (text, fact->key, fact->value);
  }
  return g_string_free (text, FALSE);
}

/* Of a class: its beats among @n, and its name. */
static void
append_share (GString *text, size_t count, size_t n, guint beat_class)
{
  g_string_append_printf (text, "%zu (%.1f %%)  %s\n", count, 100.0 * (double) count / (double) n,
                          _ (ectopy_beat_class_name (beat_class)));
}

static char *
beats_text (const EctopyCli *cli, EctopyDataset *dataset)
{
  g_autofree char *name = g_path_get_basename (ectopy_dataset_get_source (dataset));
  const gboolean labelled = ectopy_dataset_get_labels (dataset) != NULL;
  const size_t n = ectopy_dataset_get_n_rows (dataset);
  g_autofree char *rows = NULL;
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
  append_line (text, _ ("beats"), name);
  /* Translators: how many rows, and how long each is. */
  rows = g_strdup_printf (labelled ? ngettext ("%zu of %zu samples", "%zu of %zu samples", n)
                                   : ngettext ("%zu of %zu samples, without labels",
                                               "%zu of %zu samples, without labels", n),
                          n, ectopy_dataset_get_length (dataset));
  append_value (text, _ ("rows"), rows);
  for (guint c = 0; labelled && c < ECTOPY_N_CLASSES; c++) {
    append_key (text, (char[2]){ ectopy_beat_class_letter (c), '\0' });
    append_share (text, counts[c], n, c);
  }
  return g_string_free (text, FALSE);
}

/* ---- Recordings ---- */

static size_t
count_missing (EctopyRecording *recording, size_t lead)
{
  const float *samples = ectopy_recording_get_samples (recording, lead);
  const size_t n = ectopy_recording_get_n_samples (recording);
  size_t n_missing = 0;

  for (size_t i = 0; i < n; i++)
    n_missing += isnan (samples[i]) != 0;
  return n_missing;
}

static void
count_codes (EctopyRecording *recording, size_t counts[ECTOPY_N_CODES])
{
  size_t n_marks;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n_marks);

  memset (counts, 0, ECTOPY_N_CODES * sizeof *counts);
  for (size_t i = 0; i < n_marks; i++)
    counts[marks[i].code]++;
}

/* A symbol, or the number of a code that has none. */
static void
name_code (guint code, char name[4])
{
  const char symbol = ectopy_annotation_code_symbol (code);

  if (symbol != ' ')
    g_snprintf (name, 4, "%c", symbol);
  else
    g_snprintf (name, 4, "%u", code % 100);
}

static void
add_strings (JsonBuilder *builder, const char *name, const char *const *strings)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
}

static void
add_leads (JsonBuilder *builder, EctopyRecording *recording)
{
  json_builder_set_member_name (builder, "leads");
  json_builder_begin_array (builder);
  for (size_t i = 0; i < ectopy_recording_get_n_leads (recording); i++) {
    json_builder_begin_object (builder);
    set_string (builder, "name", ectopy_recording_get_lead_name (recording, i));
    set_string (builder, "unit", ectopy_recording_get_lead_unit (recording, i));
    set_count (builder, "missing", count_missing (recording, i));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_annotations (JsonBuilder *builder, EctopyRecording *recording)
{
  const char *annotator = ectopy_recording_get_annotator (recording);
  size_t codes[ECTOPY_N_CODES];
  size_t classes[ECTOPY_N_CLASSES];
  size_t n_marks;

  ectopy_recording_get_annotations (recording, &n_marks);
  json_builder_set_member_name (builder, "annotator");
  if (annotator != NULL)
    json_builder_add_string_value (builder, annotator);
  else
    json_builder_add_null_value (builder);
  set_count (builder, "annotations", n_marks);
  count_codes (recording, codes);
  json_builder_set_member_name (builder, "codes");
  json_builder_begin_object (builder);
  for (guint code = 0; code < ECTOPY_N_CODES; code++) {
    char name[4];

    name_code (code, name);
    if (codes[code] > 0)
      set_count (builder, name, codes[code]);
  }
  json_builder_end_object (builder);
  ectopy_recording_count_classes (recording, classes);
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_object (builder);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    set_count (builder, (char[2]){ ectopy_beat_class_letter (c), '\0' }, classes[c]);
  json_builder_end_object (builder);
}

static char *
recording_json (EctopyRecording *recording, const char *name, const char *format)
{
  const char *comment = ectopy_recording_get_comment (recording);
  const char *start = ectopy_recording_get_start (recording);
  g_auto (GStrv) comments = g_strsplit (comment != NULL ? comment : "", "\n", -1);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  set_string (builder, "kind", "recording");
  set_string (builder, "name", name);
  set_string (builder, "format", format);
  json_builder_set_member_name (builder, "rate_hz");
  json_builder_add_double_value (builder, ectopy_recording_get_rate_hz (recording));
  set_count (builder, "samples", ectopy_recording_get_n_samples (recording));
  json_builder_set_member_name (builder, "duration_s");
  json_builder_add_double_value (builder, ectopy_recording_get_duration_s (recording));
  json_builder_set_member_name (builder, "start");
  if (start != NULL)
    json_builder_add_string_value (builder, start);
  else
    json_builder_add_null_value (builder);
  add_leads (builder, recording);
  add_annotations (builder, recording);
  add_strings (builder, "comments", (const char *const *) comments);
  add_strings (builder, "notes", ectopy_recording_get_notes (recording));
  return json_text (builder);
}

static void
append_annotations (GString *text, EctopyRecording *recording)
{
  const char *annotator = ectopy_recording_get_annotator (recording);
  size_t codes[ECTOPY_N_CODES];
  size_t classes[ECTOPY_N_CLASSES];
  size_t n_marks;
  size_t n_beats = 0;

  ectopy_recording_get_annotations (recording, &n_marks);
  if (annotator == NULL) {
    append_line (text, _ ("annotations"), _ ("none"));
    return;
  }
  append_key (text, _ ("annotations"));
  g_string_append_printf (text, "%zu (%s)\n", n_marks, annotator);
  ectopy_recording_count_classes (recording, classes);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    n_beats += classes[c];
  for (guint c = 0; n_beats > 0 && c < ECTOPY_N_CLASSES; c++) {
    /* Translators: %c is the letter of a class of beats. */
    g_autofree char *key = g_strdup_printf (_ ("class %c"), ectopy_beat_class_letter (c));

    append_key (text, key);
    append_share (text, classes[c], n_beats, c);
  }
  count_codes (recording, codes);
  for (guint code = 0; code < ECTOPY_N_CODES; code++) {
    g_autofree char *key = NULL;
    char name[4];

    if (codes[code] == 0)
      continue;
    name_code (code, name);
    /* Translators: %s is the symbol of a kind of annotation. */
    key = g_strdup_printf (_ ("code %s"), name);
    append_key (text, key);
    g_string_append_printf (text, "%zu  %s\n", codes[code], _ (ectopy_annotation_code_name (code)));
  }
}

static void
append_lead (GString *text, EctopyRecording *recording, size_t lead)
{
  const char *name = ectopy_recording_get_lead_name (recording, lead);
  const char *unit = ectopy_recording_get_lead_unit (recording, lead);
  const size_t n_missing = count_missing (recording, lead);

  append_key (text, lead == 0 ? _ ("leads") : "");
  if (n_missing > 0)
    /* Translators: the name of a lead, its unit, and what it lacks. */
    g_string_append_printf (
        text, ngettext ("%s (%s), %zu samples missing", "%s (%s), %zu samples missing", n_missing),
        name, unit, n_missing);
  else
    g_string_append_printf (text, "%s (%s)", name, unit);
  g_string_append_c (text, '\n');
}

static char *
recording_text (EctopyRecording *recording, const char *name, const char *format)
{
  const char *const *notes = ectopy_recording_get_notes (recording);
  const char *comment = ectopy_recording_get_comment (recording);
  const char *start = ectopy_recording_get_start (recording);
  g_autofree char *duration = ectopy_cli_duration (ectopy_recording_get_duration_s (recording));
  const size_t n_samples = ectopy_recording_get_n_samples (recording);
  /* Translators: how long a recording is, "30 min 6 s", and its samples. */
  g_autofree char *length = g_strdup_printf (
      ngettext ("%s, %zu samples a lead", "%s, %zu samples a lead", n_samples), duration,
      n_samples);
  GString *text = g_string_new (NULL);

  append_key (text, _ ("recording"));
  g_string_append_printf (text, "%s (%s)\n", name, format);
  append_value (text, _ ("duration"), length);
  append_key (text, _ ("rate"));
  g_string_append_printf (text, "%g Hz\n", ectopy_recording_get_rate_hz (recording));
  if (start != NULL)
    append_line (text, _ ("start"), start);
  for (size_t i = 0; i < ectopy_recording_get_n_leads (recording); i++)
    append_lead (text, recording, i);
  append_annotations (text, recording);
  if (comment != NULL)
    append_line (text, _ ("comment"), comment);
  for (guint i = 0; notes[i] != NULL; i++)
    append_line (text, _ ("note"), notes[i]);
  return g_string_free (text, FALSE);
}

static char *
describe_recording (EctopyCli *cli,
                    const EctopyCliRecording *args,
                    const char *path,
                    const char *format,
                    GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (EctopyRecording) recording = ectopy_cli_recording_read (cli, path, args, NULL, error);

  if (recording == NULL)
    return NULL;
  return cli->json ? recording_json (recording, name, format)
                   : recording_text (recording, name, format);
}

/* ---- Which it is ---- */

static gboolean
run (EctopyCli *cli, const EctopyCliRecording *args, char **text, GError **error)
{
  const char *path = cli->files[0];
  const char *format;

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
    *text = cli->json ? model_json (model, keys) : model_text (model);
  } else if ((format = ectopy_recording_reader_probe (path)) != NULL) {
    *text = describe_recording (cli, args, path, format, error);
    return *text != NULL;
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
  const EctopyCommand *command = ectopy_command_named ("info");
  EctopyCliRecording args = { 0 };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    ECTOPY_CLI_RECORDING_OPTIONS (args),
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 1, 1, &status) &&
      ectopy_cli_recording_check (&args, command, &status))
    status = run (cli, &args, &text, &error) ? ectopy_cli_print (text) : ectopy_cli_fail (error);
  ectopy_cli_status (cli, NULL);
  ectopy_cli_recording_clear (&args);
  return status;
}
