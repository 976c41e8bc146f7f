/* SPDX-License-Identifier: MIT */
#include "engine/learn/model.h"

#include "engine/core/beat-class.h"
#include "engine/core/error.h"
#include "engine/model-file/safetensors.h"

#include <math.h>
#include <string.h>

#define FORMAT      "ectopy-model-1"
#define CLASSES     "N S V F Q"
#define CARD_PREFIX "card."

struct _EctopyModel {
  GObject parent_instance;

  EctopyNetwork *network;
  EctopyScalingKind scaling;
  EctopyScaler scaler;
  GPtrArray *card_keys;
  GHashTable *card; /* key -> value */
  char *name;
  char *digest;
};

G_DEFINE_TYPE (EctopyModel, ectopy_model, G_TYPE_OBJECT)

static void
ectopy_model_finalize (GObject *object)
{
  EctopyModel *self = ECTOPY_MODEL (object);

  ectopy_network_free (self->network);
  ectopy_scaler_clear (&self->scaler);
  g_ptr_array_unref (self->card_keys);
  g_hash_table_unref (self->card);
  g_free (self->name);
  g_free (self->digest);

  G_OBJECT_CLASS (ectopy_model_parent_class)->finalize (object);
}

static void
ectopy_model_class_init (EctopyModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ectopy_model_finalize;
}

static void
ectopy_model_init (EctopyModel *self)
{
  self->card_keys = g_ptr_array_new_with_free_func (g_free);
  self->card = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

EctopyModel *
ectopy_model_new (EctopyNetwork *network, EctopyScalingKind scaling, const EctopyScaler *scaler)
{
  EctopyModel *self = g_object_new (ECTOPY_TYPE_MODEL, NULL);

  g_assert (network->spec->in_channels == 1);
  g_assert (scaler->length == network->spec->in_length);
  self->network = network;
  self->scaling = scaling;
  ectopy_scaler_init_copy (&self->scaler, scaler);
  return self;
}

/* ---- Saving ---- */

gboolean
ectopy_model_save (EctopyModel *self, const char *path, GError **error)
{
  g_autoptr (EctopySafetensorsBuilder) builder = ectopy_safetensors_builder_new ();
  g_autoptr (GArray) tensors = ectopy_network_list_tensors (self->network);
  g_autoptr (GBytes) bytes = NULL;

  ectopy_safetensors_builder_set_metadata (builder, "format", FORMAT);
  ectopy_safetensors_builder_set_metadata (builder, "network", self->network->spec->text);
  ectopy_safetensors_builder_set_metadata (builder, "scaling",
                                           ectopy_scaling_kind_name (self->scaling));
  ectopy_safetensors_builder_set_metadata (builder, "classes", CLASSES);
  for (guint i = 0; i < self->card_keys->len; i++) {
    const char *key = g_ptr_array_index (self->card_keys, i);
    g_autofree char *full = g_strconcat (CARD_PREFIX, key, NULL);

    ectopy_safetensors_builder_set_metadata (builder, full, g_hash_table_lookup (self->card, key));
  }
  ectopy_safetensors_builder_add_floats (builder, "scaler.mean", 1, &self->scaler.length,
                                         self->scaler.mean);
  ectopy_safetensors_builder_add_floats (builder, "scaler.scale", 1, &self->scaler.length,
                                         self->scaler.scale);
  for (guint i = 0; i < tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (tensors, EctopyNetworkTensor, i);

    ectopy_safetensors_builder_add_floats (builder, t->name, t->n_dims, t->dims, t->data);
  }
  if (!ectopy_safetensors_builder_write (builder, path, error))
    return FALSE;

  bytes = ectopy_safetensors_builder_to_bytes (builder);
  g_free (self->digest);
  self->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_free (self->name);
  self->name = g_path_get_basename (path);
  return TRUE;
}

/* ---- Loading ---- */

G_GNUC_PRINTF (4, 5)
static gboolean
fail (GError **error, EctopyError code, const char *name, const char *format, ...)
{
  va_list args;
  g_autofree char *what = NULL;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, ECTOPY_ERROR, code, "%s: %s", name, what);
  return FALSE;
}

static gboolean
check_finite (const float *values, size_t n, const char *name, const char *array, GError **error)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return fail (error, ECTOPY_ERROR_PARSE, name, "value %zu of “%s” is not a finite number", i,
                   array);
  return TRUE;
}

static const char *
metadata (const EctopySafetensors *file, const char *key, const char *name, GError **error)
{
  const char *value = ectopy_safetensors_get_metadata (file, key);

  if (value == NULL)
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name, "not a model of Ectopy: there is no “%s” in it",
          key);
  return value;
}

static EctopyNetwork *
load_network (const EctopySafetensors *file, const char *name, GError **error)
{
  g_autoptr (EctopyNetwork) network = NULL;
  g_autoptr (GArray) tensors = NULL;
  g_autofree char *source = g_strdup_printf ("%s (its network)", name);
  const char *text = metadata (file, "network", name, error);
  EctopyNetworkSpec *spec;

  if (text == NULL)
    return NULL;
  spec = ectopy_network_spec_parse (text, source, error);
  if (spec == NULL)
    return NULL;
  if (spec->in_channels != 1 || ectopy_network_spec_get_n_classes (spec) != ECTOPY_N_CLASSES) {
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name,
          "expected a network of 1 channel and %d classes, found %zu and %zu", ECTOPY_N_CLASSES,
          spec->in_channels, ectopy_network_spec_get_n_classes (spec));
    ectopy_network_spec_free (spec);
    return NULL;
  }
  network = ectopy_network_new (spec, error);
  if (network == NULL)
    return NULL;

  tensors = ectopy_network_list_tensors (network);
  for (guint i = 0; i < tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (tensors, EctopyNetworkTensor, i);
    const size_t n = t->dims[0] * t->dims[1] * t->dims[2];
    const float *data = ectopy_safetensors_lookup_floats (file, t->name, t->n_dims, t->dims, error);

    if (data == NULL || !check_finite (data, n, name, t->name, error))
      return NULL;
    if (g_str_has_suffix (t->name, ".norm.variance"))
      for (size_t j = 0; j < n; j++)
        if (data[j] < 0) {
          fail (error, ECTOPY_ERROR_PARSE, name, "value %zu of “%s” is a negative variance", j,
                t->name);
          return NULL;
        }
    memcpy (t->data, data, n * sizeof *data);
  }
  return g_steal_pointer (&network);
}

static gboolean
load_scaler (const EctopySafetensors *file,
             const char *name,
             size_t length,
             EctopyScaler *scaler,
             GError **error)
{
  const float *mean, *scale;

  mean = ectopy_safetensors_lookup_floats (file, "scaler.mean", 1, &length, error);
  if (mean == NULL || !check_finite (mean, length, name, "scaler.mean", error))
    return FALSE;
  scale = ectopy_safetensors_lookup_floats (file, "scaler.scale", 1, &length, error);
  if (scale == NULL || !check_finite (scale, length, name, "scaler.scale", error))
    return FALSE;
  for (size_t i = 0; i < length; i++)
    if (scale[i] == 0)
      return fail (error, ECTOPY_ERROR_PARSE, name, "value %zu of “scaler.scale” is 0", i);
  memcpy (scaler->mean, mean, length * sizeof *mean);
  memcpy (scaler->scale, scale, length * sizeof *scale);
  return TRUE;
}

static void
load_card (EctopyModel *self, const EctopySafetensors *file)
{
  const char *const *keys = ectopy_safetensors_get_metadata_keys (file);

  for (; *keys != NULL; keys++)
    if (g_str_has_prefix (*keys, CARD_PREFIX))
      ectopy_model_set_card (self, *keys + strlen (CARD_PREFIX),
                             ectopy_safetensors_get_metadata (file, *keys));
}

EctopyModel *
ectopy_model_load (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *contents = NULL;
  g_autoptr (EctopySafetensors) file = NULL;
  g_autoptr (EctopyModel) self = NULL;
  EctopyNetwork *network;
  EctopyScaler scaler = { 0 };
  EctopyScalingKind scaling;
  const char *value;
  gsize size;
  gboolean loaded;

  file = ectopy_safetensors_read (path, error);
  if (file == NULL)
    return NULL;
  value = metadata (file, "format", name, error);
  if (value == NULL)
    return NULL;
  if (!g_str_equal (value, FORMAT)) {
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name, "expected the format “%s”, found “%s”", FORMAT,
          value);
    return NULL;
  }
  value = metadata (file, "scaling", name, error);
  if (value == NULL)
    return NULL;
  if (!ectopy_scaling_kind_parse (value, &scaling)) {
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name, "the scaling “%s” is not known", value);
    return NULL;
  }
  network = load_network (file, name, error);
  if (network == NULL)
    return NULL;

  ectopy_scaler_init_identity (&scaler, network->spec->in_length);
  loaded = load_scaler (file, name, scaler.length, &scaler, error);
  self = ectopy_model_new (network, scaling, &scaler);
  ectopy_scaler_clear (&scaler);
  if (!loaded || !g_file_get_contents (path, &contents, &size, error))
    return NULL;
  load_card (self, file);
  self->name = g_strdup (name);
  self->digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, size);
  return g_steal_pointer (&self);
}

/* ---- What it holds ---- */

const EctopyNetwork *
ectopy_model_get_network (EctopyModel *self)
{
  return self->network;
}

EctopyScalingKind
ectopy_model_get_scaling (EctopyModel *self)
{
  return self->scaling;
}

const EctopyScaler *
ectopy_model_get_scaler (EctopyModel *self)
{
  return &self->scaler;
}

size_t
ectopy_model_get_length (EctopyModel *self)
{
  return self->network->spec->in_length;
}

const char *
ectopy_model_get_name (EctopyModel *self)
{
  return self->name;
}

const char *
ectopy_model_get_digest (EctopyModel *self)
{
  return self->digest;
}

void
ectopy_model_set_card (EctopyModel *self, const char *key, const char *value)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (self->card_keys, key, g_str_equal, &index)) {
    if (value == NULL)
      return;
    g_ptr_array_add (self->card_keys, g_strdup (key));
    index = self->card_keys->len - 1;
  }
  if (value != NULL) {
    g_hash_table_replace (self->card, g_ptr_array_index (self->card_keys, index), g_strdup (value));
  } else {
    g_hash_table_remove (self->card, key);
    g_ptr_array_remove_index (self->card_keys, index);
  }
}

const char *
ectopy_model_get_card (EctopyModel *self, const char *key)
{
  return g_hash_table_lookup (self->card, key);
}

GPtrArray *
ectopy_model_list_card (EctopyModel *self)
{
  GPtrArray *keys = g_ptr_array_new ();

  for (guint i = 0; i < self->card_keys->len; i++)
    g_ptr_array_add (keys, g_ptr_array_index (self->card_keys, i));
  return keys;
}
