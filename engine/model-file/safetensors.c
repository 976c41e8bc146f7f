/* SPDX-License-Identifier: MIT */
/* The parsing of safetensors.h (the writing is safetensors-builder.c, the way from the disk
 * safetensors-read.c). The header is turned into a list of places first; only when these cover the
 * data exactly is memory laid out and filled, each array at a place that suits any kind of number. */
#include "engine/model-file/safetensors.h"

#include "engine/core/error.h"
#include "engine/model-file/json-guard.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define LENGTH_SIZE     8
#define MAX_HEADER      ((size_t) 16 << 20) /* bytes; ours have a few thousand */
#define MAX_DEPTH       3                   /* header, array, shape */
#define MAX_NAME        512                 /* bytes; names go into messages */
#define PLACE_ALIGNMENT 16                  /* bytes, in memory */

/* An array as the header has it: offsets count from the end of the header. */
typedef struct {
  const char *name; /* the header's */
  EctopyTensorView view;
  size_t begin;
  size_t end;
} Place;

struct _EctopySafetensors {
  guint8 *data;
  EctopyTensorView *views; /* in the order of names */
  GHashTable *by_name;     /* name of names -> view of views */
  GHashTable *metadata;    /* key of keys -> own string */
  char **names;
  char **keys;
};

G_GNUC_PRINTF (4, 5)
static gboolean
fail (GError **error, EctopyError code, const char *file, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  shown = ectopy_error_quote (text);
  /* Translators: a file, and what is wrong with it. */
  g_set_error (error, ECTOPY_ERROR, code, _ ("%s: %s"), file, shown);
  return FALSE;
}

/* Member @index of @array as a size; FALSE when it is no whole number from 0. */
static gboolean
get_size (JsonArray *array, guint index, size_t *size)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    return FALSE;
  *size = (size_t) json_node_get_int (node);
  return TRUE;
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
read_dtype (JsonObject *object, const char *file, Place *place, GError **error)
{
  const char *dtype = get_string (object, "dtype");

  if (dtype == NULL)
    return fail (error, ECTOPY_ERROR_PARSE, file, _ ("array “%s”: expected a dtype, found none."),
                 place->name);
  for (EctopyDtype known = 0; known <= ECTOPY_DTYPE_U8; known++) {
    if (strcmp (dtype, ectopy_dtype_name (known)) == 0) {
      place->view.dtype = known;
      return TRUE;
    }
  }
  return fail (error, ECTOPY_ERROR_UNSUPPORTED, file,
               _ ("array “%s”: expected numbers of kind F32, F64, I64, U64 or U8, found another."),
               place->name);
}

/* Sets the view's shape, and its size in bytes without running over. */
static gboolean
read_shape (JsonObject *object, const char *file, Place *place, GError **error)
{
  JsonArray *shape = get_array (object, "shape");
  EctopyTensorView *view = &place->view;

  if (shape == NULL)
    return fail (error, ECTOPY_ERROR_PARSE, file, _ ("array “%s”: expected a shape, found none."),
                 place->name);
  view->n_dims = json_array_get_length (shape);
  if (view->n_dims > ECTOPY_TENSOR_MAX_DIMS)
    return fail (error, ECTOPY_ERROR_UNSUPPORTED, file,
                 _ ("array “%s”: expected up to %d dimensions, found %u."), place->name,
                 ECTOPY_TENSOR_MAX_DIMS, view->n_dims);
  view->size = ectopy_dtype_size (view->dtype);
  for (guint d = 0; d < view->n_dims; d++) {
    if (!get_size (shape, d, &view->dims[d]) ||
        __builtin_mul_overflow (view->size, view->dims[d], &view->size))
      return fail (error, ECTOPY_ERROR_PARSE, file,
                   _ ("array “%s”, dimension %u: expected a size that fits, found another."),
                   place->name, d + 1);
  }
  return TRUE;
}

static gboolean
read_offsets (JsonObject *object, size_t data_size, const char *file, Place *place, GError **error)
{
  JsonArray *offsets = get_array (object, "data_offsets");

  if (offsets == NULL || json_array_get_length (offsets) != 2 ||
      !get_size (offsets, 0, &place->begin) || !get_size (offsets, 1, &place->end))
    return fail (error, ECTOPY_ERROR_PARSE, file,
                 _ ("array “%s”: expected two data_offsets, found something else."), place->name);
  if (place->begin > place->end || place->end > data_size)
    return fail (error, ECTOPY_ERROR_PARSE, file,
                 _ ("array “%s”: expected offsets within %zu bytes of data, found %zu to %zu."),
                 place->name, data_size, place->begin, place->end);
  if (place->end - place->begin != place->view.size)
    return fail (error, ECTOPY_ERROR_PARSE, file,
                 ngettext ("array “%s”: expected %zu byte for its shape, found %zu.",
                           "array “%s”: expected %zu bytes for its shape, found %zu.",
                           place->view.size),
                 place->name, place->view.size, place->end - place->begin);
  return TRUE;
}

static gboolean
read_metadata (EctopySafetensors *self, JsonNode *node, const char *file, GError **error)
{
  g_autoptr (GList) keys = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, ECTOPY_ERROR_PARSE, file,
                 _ ("__metadata__: expected an object, found something else."));
  object = json_node_get_object (node);
  keys = json_object_get_members (object);
  for (GList *l = keys; l != NULL; l = l->next) {
    if (get_string (object, l->data) == NULL)
      return fail (error, ECTOPY_ERROR_PARSE, file,
                   _ ("__metadata__: expected strings only, found something else."));
    g_strv_builder_add (builder, l->data);
  }
  g_strfreev (self->keys);
  self->keys = g_strv_builder_end (builder);
  for (char **key = self->keys; *key != NULL; key++)
    g_hash_table_insert (self->metadata, *key, g_strdup (get_string (object, *key)));
  return TRUE;
}

static int
compare_places_cb (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;
  return strcmp (x->name, y->name);
}

/* The header's arrays as places, in the order of the data, each checked for itself. */
static GArray *
read_places (EctopySafetensors *self,
             JsonObject *header,
             size_t data_size,
             const char *file,
             GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, TRUE, sizeof (Place));
  g_autoptr (GList) members = json_object_get_members (header);

  for (GList *l = members; l != NULL; l = l->next) {
    JsonNode *node = json_object_get_member (header, l->data);
    Place place = { .name = l->data };

    if (strcmp (place.name, "__metadata__") == 0) {
      if (!read_metadata (self, node, file, error))
        return NULL;
      continue;
    }
    if (strlen (place.name) > MAX_NAME) {
      fail (error, ECTOPY_ERROR_PARSE, file,
            _ ("array %u: expected a name of at most %d bytes, found a longer one."),
            places->len + 1, MAX_NAME);
      return NULL;
    }
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      fail (error, ECTOPY_ERROR_PARSE, file,
            _ ("array “%s”: expected an object, found another value."), place.name);
      return NULL;
    }
    if (!read_dtype (json_node_get_object (node), file, &place, error) ||
        !read_shape (json_node_get_object (node), file, &place, error) ||
        !read_offsets (json_node_get_object (node), data_size, file, &place, error))
      return NULL;
    g_array_append_val (places, place);
  }
  g_array_sort (places, compare_places_cb);
  return g_steal_pointer (&places);
}

/* Whether the places follow one another from the first byte to the last. */
static gboolean
check_cover (GArray *places, size_t data_size, const char *file, GError **error)
{
  size_t at = 0;

  for (guint i = 0; i < places->len; i++) {
    const Place *place = &g_array_index (places, Place, i);

    if (place->begin != at)
      return fail (
          error, ECTOPY_ERROR_PARSE, file,
          place->begin < at
              ? _ ("array “%s”: expected data from byte %zu, found an overlap at byte %zu.")
              : _ ("array “%s”: expected data from byte %zu, found a gap at byte %zu."),
          place->name, at, place->begin);
    at = place->end;
  }
  if (at != data_size)
    return fail (error, ECTOPY_ERROR_PARSE, file,
                 ngettext ("expected %zu byte of data, found %zu.",
                           "expected %zu bytes of data, found %zu.", at),
                 at, data_size);
  return TRUE;
}

/* Copies the arrays out of @data, each to an aligned place of one block. */
static gboolean
take_data (EctopySafetensors *self,
           GArray *places,
           const guint8 *data,
           const char *file,
           GError **error)
{
  size_t size = 0;

  self->names = g_new0 (char *, places->len + 1);
  self->views = g_new (EctopyTensorView, places->len + 1);
  for (guint i = 0; i < places->len; i++)
    size += (g_array_index (places, Place, i).view.size + PLACE_ALIGNMENT - 1) / PLACE_ALIGNMENT *
            PLACE_ALIGNMENT;
  self->data = g_try_malloc (MAX (size, 1));
  if (self->data == NULL)
    return fail (error, ECTOPY_ERROR_MEMORY, file,
                 ngettext ("expected %zu byte of memory, found less.",
                           "expected %zu bytes of memory, found less.", size),
                 size);
  size = 0;
  for (guint i = 0; i < places->len; i++) {
    const Place *place = &g_array_index (places, Place, i);

    self->names[i] = g_strdup (place->name);
    self->views[i] = place->view;
    self->views[i].data = self->data + size;
    memcpy (self->data + size, data + place->begin, place->view.size);
    g_hash_table_insert (self->by_name, self->names[i], &self->views[i]);
    size += (place->view.size + PLACE_ALIGNMENT - 1) / PLACE_ALIGNMENT * PLACE_ALIGNMENT;
  }
  return TRUE;
}

EctopySafetensors *
ectopy_safetensors_parse (gconstpointer data, size_t size, const char *name, GError **error)
{
  g_autoptr (EctopySafetensors) self = g_new0 (EctopySafetensors, 1);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GArray) places = NULL;
  const guint8 *bytes = data;
  guint64 length = 0;
  size_t data_size;

  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->keys = g_new0 (char *, 1);
  if (size >= LENGTH_SIZE)
    memcpy (&length, bytes, sizeof length);
  length = GUINT64_FROM_LE (length);
  if (size < LENGTH_SIZE || length > MAX_HEADER || length > size - LENGTH_SIZE || length < 2) {
    fail (error, ECTOPY_ERROR_PARSE, name,
          _ ("expected a header of 2 to %zu bytes in a file of %zu, found %" PRIu64 "."),
          MAX_HEADER, size, length);
    return NULL;
  }
  data_size = size - LENGTH_SIZE - (size_t) length;
  root = ectopy_json_guard_parse ((const char *) bytes + LENGTH_SIZE, (size_t) length, LENGTH_SIZE,
                                  MAX_DEPTH, name, error);
  if (root == NULL)
    return NULL;
  places = read_places (self, json_node_get_object (root), data_size, name, error);
  if (places == NULL || !check_cover (places, data_size, name, error) ||
      !take_data (self, places, bytes + LENGTH_SIZE + length, name, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ectopy_safetensors_free (EctopySafetensors *self)
{
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->metadata, g_hash_table_unref);
  g_strfreev (self->names);
  g_strfreev (self->keys);
  g_free (self->views);
  g_free (self->data);
  g_free (self);
}

const char *const *
ectopy_safetensors_get_names (const EctopySafetensors *self)
{
  return (const char *const *) self->names;
}

const EctopyTensorView *
ectopy_safetensors_lookup (const EctopySafetensors *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

/* "[32, 5, 1]" */
static char *
shape_text (guint n_dims, const size_t *dims)
{
  GString *text = g_string_new ("[");

  for (guint d = 0; d < n_dims; d++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, d > 0 ? ", " : "", dims[d]);
  return g_string_free (g_string_append_c (text, ']'), FALSE);
}

const float *
ectopy_safetensors_lookup_floats (const EctopySafetensors *self,
                                  const char *name,
                                  guint n_dims,
                                  const size_t *dims,
                                  GError **error)
{
  const EctopyTensorView *view = ectopy_safetensors_lookup (self, name);
  g_autofree char *expected = shape_text (n_dims, dims);
  g_autofree char *found = NULL;

  if (view == NULL) {
    fail (error, ECTOPY_ERROR_MISMATCH, name, _ ("expected F32 %s, found no such array."),
          expected);
    return NULL;
  }
  if (view->dtype == ECTOPY_DTYPE_F32 && view->n_dims == n_dims &&
      (n_dims == 0 || memcmp (view->dims, dims, n_dims * sizeof *dims) == 0))
    return view->data;
  found = shape_text (view->n_dims, view->dims);
  fail (error, ECTOPY_ERROR_MISMATCH, name, _ ("expected F32 %s, found %s %s."), expected,
        ectopy_dtype_name (view->dtype), found);
  return NULL;
}

const char *
ectopy_safetensors_get_metadata (const EctopySafetensors *self, const char *key)
{
  return g_hash_table_lookup (self->metadata, key);
}

const char *const *
ectopy_safetensors_get_metadata_keys (const EctopySafetensors *self)
{
  return (const char *const *) self->keys;
}
