/* SPDX-License-Identifier: MIT */
#include "engine/review/corrections-file.h"

#include "engine/core/atomic-file.h"
#include "engine/core/digest.h"
#include "engine/core/error.h"
#include "engine/core/input-file.h"
#include "engine/core/memory.h"
#include "engine/model-file/json-guard.h"
#include "engine/review/corrections-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define FORMAT  "ectopy-corrections"
#define VERSION 1

/* An edit takes some 100 bytes: room for two million. */
#define MAX_BYTES (256 * 1024 * 1024)

static const char *const verdict_names[] = { "none", "accepted", "corrected" };

char *
ectopy_corrections_file_path (const char *path)
{
  return g_strconcat (path, ".corrections.json", NULL);
}

/* (transfer full): of the samples of all rows. */
static char *
digest_samples (EctopyDataset *dataset)
{
  const float *samples = ectopy_dataset_get_samples (dataset);

  return ectopy_digest_floats (
      &samples, 1, ectopy_dataset_get_n_rows (dataset) * ectopy_dataset_get_length (dataset));
}

/* (transfer full): a time as ISO 8601 in UTC. */
static char *
time_text (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

/* ---- Writing ---- */

static void
add_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_count (JsonBuilder *json, const char *name, guint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) value);
}

static void
add_edit (JsonBuilder *json, const EctopyEdit *edit)
{
  json_builder_begin_object (json);
  add_count (json, "row", edit->row);
  add_string (json, "verdict", verdict_names[edit->after.kind]);
  if (edit->after.kind != ECTOPY_VERDICT_NONE) {
    const char letter[2] = { ectopy_beat_class_letter (edit->after.beat_class), '\0' };
    g_autofree char *time = time_text (edit->after.time);

    add_string (json, "class", letter);
    add_string (json, "time", time);
  }
  add_count (json, "step", edit->step);
  json_builder_end_object (json);
}

static char *
corrections_to_json (EctopyCorrections *self, EctopyDataset *dataset, gsize *length)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *digest = digest_samples (dataset);
  const char *source = ectopy_dataset_get_source (dataset);
  g_autofree char *name = source != NULL ? g_path_get_basename (source) : g_strdup ("");
  g_autofree char *shown = g_filename_display_name (name);
  size_t n_edits;
  const EctopyEdit *edits = ectopy_corrections_get_edits (self, &n_edits);

  json_builder_begin_object (json);
  add_string (json, "format", FORMAT);
  add_count (json, "version", VERSION);
  add_string (json, "file", shown);
  add_count (json, "rows", ectopy_dataset_get_n_rows (dataset));
  add_count (json, "length", ectopy_dataset_get_length (dataset));
  add_string (json, "digest", digest);
  json_builder_set_member_name (json, "edits");
  json_builder_begin_array (json);
  for (size_t i = 0; i < n_edits; i++)
    add_edit (json, &edits[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 1);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, length);
}

gboolean
ectopy_corrections_save (EctopyCorrections *self,
                         EctopyDataset *dataset,
                         const char *path,
                         GError **error)
{
  gsize length;
  g_autofree char *text = corrections_to_json (self, dataset, &length);

  if (!ectopy_atomic_write (path, text, length, error))
    return FALSE;
  ectopy_corrections_set_saved (self);
  return TRUE;
}

/* ---- Reading ---- */

/* A whole number of at least 0, or -1. */
static gint64
get_count (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return -1;
  return MAX (json_node_get_int (node), -1);
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

static gboolean
read_edit (JsonNode *node, size_t n_rows, EctopyEdit *edit)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *verdict = object != NULL ? get_string (object, "verdict") : "";
  g_autoptr (GDateTime) time = NULL;
  gint64 row, step;
  const char *letter;
  guint kind = 0;

  while (kind < G_N_ELEMENTS (verdict_names) && !g_str_equal (verdict_names[kind], verdict))
    kind++;
  if (kind == G_N_ELEMENTS (verdict_names))
    return FALSE;
  row = get_count (object, "row");
  step = get_count (object, "step");
  if (row < 0 || (guint64) row >= n_rows || step < 0)
    return FALSE;
  *edit = (EctopyEdit){ .row = (size_t) row, .step = (guint64) step };
  edit->after.kind = (EctopyVerdictKind) kind;
  edit->after.beat_class = ECTOPY_CLASS_NONE;
  if (kind == ECTOPY_VERDICT_NONE)
    return TRUE;
  letter = get_string (object, "class");
  time = g_date_time_new_from_iso8601 (get_string (object, "time"), NULL);
  edit->after.beat_class = strlen (letter) == 1 ? ectopy_beat_class_from_letter (letter[0])
                                                : ECTOPY_CLASS_NONE;
  if (edit->after.beat_class == ECTOPY_CLASS_NONE || time == NULL)
    return FALSE;
  edit->after.time = g_date_time_to_unix (time);
  return TRUE;
}

/* Whether the file speaks of these beats. */
static gboolean
check_beats (JsonObject *object, EctopyDataset *dataset, const char *shown, GError **error)
{
  g_autofree char *digest = digest_samples (dataset);

  if (!g_str_equal (get_string (object, "format"), FORMAT) ||
      get_count (object, "version") != VERSION) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("%s: expected corrections of format “%s”, version %d."), shown, FORMAT,
                 VERSION);
    return FALSE;
  }
  if (get_count (object, "rows") == (gint64) ectopy_dataset_get_n_rows (dataset) &&
      get_count (object, "length") == (gint64) ectopy_dataset_get_length (dataset) &&
      g_str_equal (get_string (object, "digest"), digest))
    return TRUE;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
               _ ("%s: these corrections are about other beats: %" PRId64
                  " rows of another file or of another state of it, not these %zu."),
               shown, get_count (object, "rows"), ectopy_dataset_get_n_rows (dataset));
  return FALSE;
}

static EctopyCorrections *
parse (JsonNode *root, EctopyDataset *dataset, const char *shown, GError **error)
{
  JsonObject *object = json_node_get_object (root);
  const size_t n_rows = ectopy_dataset_get_n_rows (dataset);
  g_autoptr (EctopyCorrections) self = ectopy_corrections_new (n_rows);
  JsonNode *node = json_object_get_member (object, "edits");
  JsonArray *edits;
  guint n;

  if (!check_beats (object, dataset, shown, error))
    return NULL;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("%s: expected a list “edits”."),
                 shown);
    return NULL;
  }
  edits = json_node_get_array (node);
  n = json_array_get_length (edits);
  for (guint i = 0; i < n; i++) {
    EctopyEdit edit;

    if (!read_edit (json_array_get_element (edits, i), n_rows, &edit)) {
      g_set_error (
          error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
          _ ("%s: edit %u: expected a row below %zu, a verdict, a class of N, S, V, F, Q and "
             "a time."),
          shown, i + 1, n_rows);
      return NULL;
    }
    ectopy_corrections_replay (self, &edit);
  }
  ectopy_corrections_set_saved (self);
  return g_steal_pointer (&self);
}

EctopyCorrections *
ectopy_corrections_load (EctopyDataset *dataset, const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_basename (path);
  g_autoptr (JsonNode) root = NULL;
  gsize length;
  g_autofree char *text = ectopy_input_file_read_all (path, MAX_BYTES, &length, error);

  if (text == NULL)
    return NULL;
  root = ectopy_json_guard_parse (text, length, 0, 4, shown, error);
  return root != NULL ? parse (root, dataset, shown, error) : NULL;
}

/* ---- For others ---- */

/* The letter of a row's class; nothing where there is none. */
static void
append_class (GString *text, const guint8 *classes, size_t row)
{
  if (classes != NULL && classes[row] != ECTOPY_CLASS_NONE)
    g_string_append_c (text, ectopy_beat_class_letter (classes[row]));
  g_string_append_c (text, ',');
}

gboolean
ectopy_corrections_export_csv (EctopyCorrections *self,
                               EctopyDataset *dataset,
                               const guint8 *predicted,
                               const char *path,
                               GError **error)
{
  g_autoptr (GString) text = g_string_new ("row,label,predicted,verdict,class,time\n");
  const guint8 *labels = ectopy_dataset_get_labels (dataset);
  const size_t n_rows = ectopy_corrections_get_n_rows (self);

  for (size_t row = 0; row < n_rows; row++) {
    const EctopyVerdict verdict = ectopy_corrections_get (self, row);
    g_autofree char *time = NULL;

    if (verdict.kind == ECTOPY_VERDICT_NONE)
      continue;
    time = time_text (verdict.time);
    g_string_append_printf (text, "%zu,", row);
    append_class (text, labels, row);
    append_class (text, predicted, row);
    g_string_append_printf (text, "%s,%c,%s\n", verdict_names[verdict.kind],
                            ectopy_beat_class_letter (verdict.beat_class), time);
  }
  return ectopy_atomic_write (path, text->str, text->len, error);
}

EctopyDataset *
ectopy_corrections_apply_to_dataset (EctopyCorrections *self,
                                     EctopyDataset *dataset,
                                     GError **error)
{
  const size_t n_rows = ectopy_dataset_get_n_rows (dataset);
  const size_t length = ectopy_dataset_get_length (dataset);
  const guint8 *old = ectopy_dataset_get_labels (dataset);
  g_autofree guint8 *labels = g_try_malloc (n_rows);
  g_autofree float *samples = NULL;
  EctopyDataset *result;

  if (labels == NULL) {
    ectopy_memory_fail_beats (n_rows, error);
    return NULL;
  }
  if (old != NULL)
    memcpy (labels, old, n_rows);
  else
    memset (labels, ECTOPY_CLASS_NONE, n_rows);
  ectopy_corrections_apply (self, labels);
  for (size_t row = 0; row < n_rows; row++)
    if (labels[row] == ECTOPY_CLASS_NONE) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                   _ ("Row %zu has neither a label nor a correction: every beat needs one."), row);
      return NULL;
    }
  samples = g_try_malloc_n (n_rows, length * sizeof *samples);
  if (samples == NULL) {
    ectopy_memory_fail_beats (n_rows, error);
    return NULL;
  }
  memcpy (samples, ectopy_dataset_get_samples (dataset), n_rows * length * sizeof *samples);
  result = ectopy_dataset_new_take (n_rows, length, g_steal_pointer (&samples),
                                    g_steal_pointer (&labels));
  if (ectopy_dataset_get_source (dataset) != NULL)
    ectopy_dataset_set_source (result, ectopy_dataset_get_source (dataset));
  return result;
}
