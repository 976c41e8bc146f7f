/* SPDX-License-Identifier: MIT */
#include "engine/learn/model.h"

#include "engine/core/beat-class.h"
#include "engine/core/error.h"
#include "engine/model-file/safetensors.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FORMAT      "ectopy-model-1"
#define CLASSES     "N S V F Q"
#define CARD_PREFIX "card."

struct _EctopyModel {
  GObject parent_instance;

  GPtrArray *members; /* EctopyNetwork; at least one */
  double temperature;
  EctopyFamiliarity *familiarity;
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

  g_ptr_array_unref (self->members);
  ectopy_familiarity_free (self->familiarity);
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
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) ectopy_network_free);
  self->temperature = 1;
  self->card_keys = g_ptr_array_new_with_free_func (g_free);
  self->card = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

/* Values that a scaler has for a network. */
static size_t
scaler_length (const EctopyNetworkSpec *spec, EctopyScalingKind scaling)
{
  return scaling == ECTOPY_SCALING_CONTEXT ? spec->n_side : spec->in_length;
}

EctopyModel *
ectopy_model_new (EctopyNetwork *network, EctopyScalingKind scaling, const EctopyScaler *scaler)
{
  EctopyModel *self = g_object_new (ECTOPY_TYPE_MODEL, NULL);

  g_assert (scaling == ECTOPY_SCALING_CONTEXT ||
            (network->spec->in_channels == 1 && network->spec->n_side == 0));
  g_assert (scaler->length == scaler_length (network->spec, scaling));
  g_ptr_array_add (self->members, network);
  self->scaling = scaling;
  ectopy_scaler_init_copy (&self->scaler, scaler);
  return self;
}

/* ---- Saving ---- */

/* The name of an array in the file: those of the first network as they are. */
static char *
tensor_name (guint member, const char *name)
{
  return member == 0 ? g_strdup (name) : g_strdup_printf ("member%u.%s", member + 1, name);
}

static void
add_member_arrays (EctopyModel *self, guint member, EctopySafetensorsBuilder *builder)
{
  g_autoptr (GArray) tensors = ectopy_network_list_tensors (ectopy_model_get_member (self, member));

  for (guint i = 0; i < tensors->len; i++) {
    const EctopyNetworkTensor *t = &g_array_index (tensors, EctopyNetworkTensor, i);
    g_autofree char *name = tensor_name (member, t->name);

    ectopy_safetensors_builder_add_floats (builder, name, t->n_dims, t->dims, t->data);
  }
}

/* The builder borrows what it writes: the limits lie beside each other in the struct. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (EctopyFamiliarity, rhythm_limit) ==
                 G_STRUCT_OFFSET (EctopyFamiliarity, shape_limit) + sizeof (float));

static void
add_familiarity (const EctopyFamiliarity *familiarity, EctopySafetensorsBuilder *builder)
{
  const size_t shapes[2] = { familiarity->n_leads, ECTOPY_FAMILIAR_SHAPE };
  const size_t rhythms[2] = { familiarity->n_leads, ECTOPY_FAMILIAR_RHYTHM };
  const size_t n_limits = 2;

  ectopy_safetensors_builder_add_floats (builder, "familiarity.shapes", 2, shapes,
                                         familiarity->shapes);
  ectopy_safetensors_builder_add_floats (builder, "familiarity.rhythms", 2, rhythms,
                                         familiarity->rhythms);
  ectopy_safetensors_builder_add_floats (builder, "familiarity.scale", 1, &rhythms[1],
                                         familiarity->scale);
  ectopy_safetensors_builder_add_floats (builder, "familiarity.limits", 1, &n_limits,
                                         &familiarity->shape_limit);
}

/* What is written only where it is not the usual, so that files of simple models stay simple. */
static void
add_extras (EctopyModel *self, EctopySafetensorsBuilder *builder)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->members->len > 1) {
    g_snprintf (text, sizeof text, "%u", self->members->len);
    ectopy_safetensors_builder_set_metadata (builder, "members", text);
  }
  if (self->temperature != 1)
    ectopy_safetensors_builder_set_metadata (builder, "temperature",
                                             g_ascii_dtostr (text, sizeof text, self->temperature));
}

/* (transfer full): the file. */
static EctopySafetensorsBuilder *
build (EctopyModel *self)
{
  g_autoptr (EctopySafetensorsBuilder) builder = ectopy_safetensors_builder_new ();
  const EctopyNetwork *network = ectopy_model_get_network (self);

  ectopy_safetensors_builder_set_metadata (builder, "format", FORMAT);
  ectopy_safetensors_builder_set_metadata (builder, "network", network->spec->text);
  ectopy_safetensors_builder_set_metadata (builder, "scaling",
                                           ectopy_scaling_kind_name (self->scaling));
  ectopy_safetensors_builder_set_metadata (builder, "classes", CLASSES);
  add_extras (self, builder);
  for (guint i = 0; i < self->card_keys->len; i++) {
    const char *key = g_ptr_array_index (self->card_keys, i);
    g_autofree char *full = g_strconcat (CARD_PREFIX, key, NULL);

    ectopy_safetensors_builder_set_metadata (builder, full, g_hash_table_lookup (self->card, key));
  }
  ectopy_safetensors_builder_add_floats (builder, "scaler.mean", 1, &self->scaler.length,
                                         self->scaler.mean);
  ectopy_safetensors_builder_add_floats (builder, "scaler.scale", 1, &self->scaler.length,
                                         self->scaler.scale);
  for (guint m = 0; m < self->members->len; m++)
    add_member_arrays (self, m, builder);
  if (self->familiarity != NULL)
    add_familiarity (self->familiarity, builder);
  return g_steal_pointer (&builder);
}

static void
take_identity (EctopyModel *self, EctopySafetensorsBuilder *builder, char *name)
{
  g_autoptr (GBytes) bytes = ectopy_safetensors_builder_to_bytes (builder);

  g_free (self->digest);
  self->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_free (self->name);
  self->name = name;
}

gboolean
ectopy_model_save (EctopyModel *self, const char *path, GError **error)
{
  g_autoptr (EctopySafetensorsBuilder) builder = build (self);

  if (!ectopy_safetensors_builder_write (builder, path, error))
    return FALSE;
  take_identity (self, builder, g_path_get_basename (path));
  return TRUE;
}

void
ectopy_model_set_name (EctopyModel *self, const char *name)
{
  g_autoptr (EctopySafetensorsBuilder) builder = build (self);

  take_identity (self, builder, g_strdup (name));
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
      return fail (error, ECTOPY_ERROR_PARSE, name, _ ("value %zu of “%s” is not a finite number"),
                   i, array);
  return TRUE;
}

static const char *
metadata (const EctopySafetensors *file, const char *key, const char *name, GError **error)
{
  const char *value = ectopy_safetensors_get_metadata (file, key);

  if (value == NULL)
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name,
          _ ("not a model of Ectopy: there is no “%s” in it"), key);
  return value;
}

/* The layers, if they suit what rows are made into. */
static EctopyNetworkSpec *
load_spec (const EctopySafetensors *file,
           const char *name,
           EctopyScalingKind scaling,
           GError **error)
{
  /* Translators: a model file, of which the description of its network is read. */
  g_autofree char *source = g_strdup_printf (_ ("%s (its network)"), name);
  const char *text = metadata (file, "network", name, error);
  g_autoptr (EctopyNetworkSpec) spec = NULL;
  const gboolean has_context = scaling == ECTOPY_SCALING_CONTEXT;

  if (text == NULL)
    return NULL;
  spec = ectopy_network_spec_parse (text, source, error);
  if (spec == NULL)
    return NULL;
  if (ectopy_network_spec_get_n_classes (spec) != ECTOPY_N_CLASSES ||
      (!has_context && (spec->in_channels != 1 || spec->n_side > 0)) ||
      (has_context && spec->n_side == 0)) {
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name,
          has_context
              ? _ ("expected a network of side values and %d classes, found one of %zu "
                   "channels, %zu classes and %zu side values")
              : _ ("expected a network of 1 channel, %d classes and no side values, found one of "
                   "%zu channels, %zu classes and %zu side values"),
          ECTOPY_N_CLASSES, spec->in_channels, ectopy_network_spec_get_n_classes (spec),
          spec->n_side);
    return NULL;
  }
  return g_steal_pointer (&spec);
}

static gboolean
load_tensor (const EctopySafetensors *file,
             const char *name,
             guint member,
             const EctopyNetworkTensor *t,
             GError **error)
{
  const size_t n = t->dims[0] * t->dims[1] * t->dims[2];
  g_autofree char *array = tensor_name (member, t->name);
  const float *data = ectopy_safetensors_lookup_floats (file, array, t->n_dims, t->dims, error);

  if (data == NULL || !check_finite (data, n, name, array, error))
    return FALSE;
  if (g_str_has_suffix (t->name, ".norm.variance"))
    for (size_t j = 0; j < n; j++)
      if (data[j] < 0)
        return fail (error, ECTOPY_ERROR_PARSE, name,
                     _ ("value %zu of “%s” is a negative variance"), j, array);
  memcpy (t->data, data, n * sizeof *data);
  return TRUE;
}

static EctopyNetwork *
load_network (const EctopySafetensors *file,
              const char *name,
              EctopyScalingKind scaling,
              guint member,
              GError **error)
{
  g_autoptr (EctopyNetwork) network = NULL;
  g_autoptr (GArray) tensors = NULL;
  EctopyNetworkSpec *spec = load_spec (file, name, scaling, error);

  if (spec == NULL)
    return NULL;
  network = ectopy_network_new (spec, error);
  if (network == NULL)
    return NULL;
  tensors = ectopy_network_list_tensors (network);
  for (guint i = 0; i < tensors->len; i++)
    if (!load_tensor (file, name, member, &g_array_index (tensors, EctopyNetworkTensor, i), error))
      return NULL;
  return g_steal_pointer (&network);
}

static gboolean
load_array (const EctopySafetensors *file,
            const char *name,
            const char *array,
            guint n_dims,
            const size_t *dims,
            float *to,
            GError **error)
{
  const float *data = ectopy_safetensors_lookup_floats (file, array, n_dims, dims, error);
  const size_t n = dims[0] * (n_dims > 1 ? dims[1] : 1);

  if (data == NULL || !check_finite (data, n, name, array, error))
    return FALSE;
  memcpy (to, data, n * sizeof *to);
  return TRUE;
}

/* What the records learned from look like, if the file tells. */
static gboolean
load_familiarity (EctopyModel *self,
                  const EctopySafetensors *file,
                  const char *name,
                  GError **error)
{
  const EctopyTensorView *view = ectopy_safetensors_lookup (file, "familiarity.shapes");
  g_autoptr (EctopyFamiliarity) familiarity = NULL;
  size_t shapes[2] = { 0, ECTOPY_FAMILIAR_SHAPE }, rhythms[2] = { 0, ECTOPY_FAMILIAR_RHYTHM };
  const size_t n_limits = 2;
  float limits[2];

  if (view == NULL)
    return TRUE;
  if (view->n_dims != 2 || view->dims[0] == 0 || view->dims[1] != ECTOPY_FAMILIAR_SHAPE)
    return fail (error, ECTOPY_ERROR_MISMATCH, name,
                 _ ("expected “familiarity.shapes” to be of some rows of %d"),
                 ECTOPY_FAMILIAR_SHAPE);
  shapes[0] = rhythms[0] = view->dims[0];
  familiarity = ectopy_familiarity_new (shapes[0]);
  if (!load_array (file, name, "familiarity.shapes", 2, shapes, familiarity->shapes, error) ||
      !load_array (file, name, "familiarity.rhythms", 2, rhythms, familiarity->rhythms, error) ||
      !load_array (file, name, "familiarity.scale", 1, &rhythms[1], familiarity->scale, error) ||
      !load_array (file, name, "familiarity.limits", 1, &n_limits, limits, error))
    return FALSE;
  for (guint k = 0; k < ECTOPY_FAMILIAR_RHYTHM; k++)
    if (!(familiarity->scale[k] > 0) || !(limits[k % 2] > 0))
      return fail (error, ECTOPY_ERROR_PARSE, name,
                   _ ("expected scale and limits of the familiarity to be above 0"));
  familiarity->shape_limit = limits[0];
  familiarity->rhythm_limit = limits[1];
  self->familiarity = g_steal_pointer (&familiarity);
  return TRUE;
}

/* Members beyond the first, and the temperature. */
static gboolean
load_extras (EctopyModel *self, const EctopySafetensors *file, const char *name, GError **error)
{
  const char *members = ectopy_safetensors_get_metadata (file, "members");
  const char *temperature = ectopy_safetensors_get_metadata (file, "temperature");
  guint64 n_members = 1;

  if (members != NULL &&
      !g_ascii_string_to_unsigned (members, 10, 1, ECTOPY_MODEL_MAX_MEMBERS, &n_members, NULL))
    return fail (error, ECTOPY_ERROR_PARSE, name,
                 _ ("expected “members” to be a whole number from 1 to %d, found “%s”"),
                 ECTOPY_MODEL_MAX_MEMBERS, members);
  for (guint m = 1; m < n_members; m++) {
    EctopyNetwork *network = load_network (file, name, self->scaling, m, error);

    if (network == NULL)
      return FALSE;
    ectopy_model_add_member (self, network);
  }
  if (temperature != NULL) {
    char *end;

    self->temperature = g_ascii_strtod (temperature, &end);
    if (end == temperature || *end != '\0' ||
        !(self->temperature >= 0.01 && self->temperature <= 100))
      return fail (error, ECTOPY_ERROR_PARSE, name,
                   _ ("expected “temperature” to be a number from 0.01 to 100, found “%s”"),
                   temperature);
  }
  return TRUE;
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
      return fail (error, ECTOPY_ERROR_PARSE, name, _ ("value %zu of “scaler.scale” is 0"), i);
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
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name, _ ("expected the format “%s”, found “%s”"), FORMAT,
          value);
    return NULL;
  }
  value = metadata (file, "scaling", name, error);
  if (value == NULL)
    return NULL;
  if (!ectopy_scaling_kind_parse (value, &scaling)) {
    fail (error, ECTOPY_ERROR_UNSUPPORTED, name, _ ("the scaling “%s” is not known"), value);
    return NULL;
  }
  network = load_network (file, name, scaling, 0, error);
  if (network == NULL)
    return NULL;

  ectopy_scaler_init_identity (&scaler, scaler_length (network->spec, scaling));
  loaded = load_scaler (file, name, scaler.length, &scaler, error);
  self = ectopy_model_new (network, scaling, &scaler);
  ectopy_scaler_clear (&scaler);
  if (!loaded || !load_extras (self, file, name, error) ||
      !load_familiarity (self, file, name, error) ||
      !g_file_get_contents (path, &contents, &size, error))
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
  return ectopy_model_get_member (self, 0);
}

guint
ectopy_model_get_n_members (EctopyModel *self)
{
  return self->members->len;
}

const EctopyNetwork *
ectopy_model_get_member (EctopyModel *self, guint member)
{
  return g_ptr_array_index (self->members, member);
}

void
ectopy_model_add_member (EctopyModel *self, EctopyNetwork *network)
{
  g_assert (self->members->len < ECTOPY_MODEL_MAX_MEMBERS);
  g_assert (g_str_equal (network->spec->text, ectopy_model_get_network (self)->spec->text));

  g_ptr_array_add (self->members, network);
}

const EctopyFamiliarity *
ectopy_model_get_familiarity (EctopyModel *self)
{
  return self->familiarity;
}

void
ectopy_model_take_familiarity (EctopyModel *self, EctopyFamiliarity *familiarity)
{
  ectopy_familiarity_free (self->familiarity);
  self->familiarity = familiarity;
}

double
ectopy_model_get_temperature (EctopyModel *self)
{
  return self->temperature;
}

void
ectopy_model_set_temperature (EctopyModel *self, double temperature)
{
  g_assert (temperature > 0);

  self->temperature = temperature;
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
  return ectopy_network_spec_count_inputs (ectopy_model_get_network (self)->spec);
}

const char *
ectopy_model_get_name (EctopyModel *self)
{
  return self->name;
}

char *
ectopy_model_dup_title (EctopyModel *self)
{
  const gboolean says_so = self->name != NULL && strstr (self->name, "(adapted)") != NULL;

  if (self->name == NULL || says_so || ectopy_model_get_card (self, "adapted-from") == NULL)
    return g_strdup (self->name);
  return g_strconcat (self->name, " (adapted)", NULL);
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
