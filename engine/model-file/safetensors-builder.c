/* SPDX-License-Identifier: MIT */
/* The writing half of safetensors.h: the header is built as a JSON tree, whose members keep the
 * order they were added in, and the data follow in the same order. */
#include "engine/model-file/safetensors.h"

#include "engine/core/atomic-file.h"

#include <json-glib/json-glib.h>
#include <string.h>

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "The arrays of a safetensors file are little-endian, and are copied as they are."
#endif

#define HEADER_ALIGNMENT 8

typedef struct {
  char *name;
  EctopyTensorView view;
} Entry;

struct _EctopySafetensorsBuilder {
  GArray *entries; /* Entry */
  JsonObject *metadata;
};

static void
clear_entry_cb (gpointer data)
{
  g_free (((Entry *) data)->name);
}

size_t
ectopy_dtype_size (EctopyDtype dtype)
{
  switch (dtype) {
  case ECTOPY_DTYPE_F32:
    return sizeof (float);
  case ECTOPY_DTYPE_F64:
    return sizeof (double);
  case ECTOPY_DTYPE_I64:
  case ECTOPY_DTYPE_U64:
    return sizeof (guint64);
  case ECTOPY_DTYPE_U8:
    return 1;
  }
  g_assert_not_reached ();
}

const char *
ectopy_dtype_name (EctopyDtype dtype)
{
  static const char *const names[] = { "F32", "F64", "I64", "U64", "U8" };

  g_assert (dtype <= ECTOPY_DTYPE_U8);
  return names[dtype];
}

EctopySafetensorsBuilder *
ectopy_safetensors_builder_new (void)
{
  EctopySafetensorsBuilder *builder = g_new0 (EctopySafetensorsBuilder, 1);

  builder->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (builder->entries, clear_entry_cb);
  builder->metadata = json_object_new ();
  return builder;
}

void
ectopy_safetensors_builder_free (EctopySafetensorsBuilder *builder)
{
  g_array_unref (builder->entries);
  json_object_unref (builder->metadata);
  g_free (builder);
}

void
ectopy_safetensors_builder_set_metadata (EctopySafetensorsBuilder *builder,
                                         const char *key,
                                         const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_return_if_fail (g_utf8_validate (key, -1, NULL));
  g_return_if_fail (!json_object_has_member (builder->metadata, key));

  json_object_set_string_member (builder->metadata, key, valid);
}

void
ectopy_safetensors_builder_add (EctopySafetensorsBuilder *builder,
                                const char *name,
                                const EctopyTensorView *view)
{
  const Entry entry = { g_strdup (name), *view };
  size_t n = 1;

  g_assert (g_utf8_validate (name, -1, NULL) && strcmp (name, "__metadata__") != 0);
  g_assert (view->n_dims <= ECTOPY_TENSOR_MAX_DIMS);
  for (guint d = 0; d < view->n_dims; d++)
    n *= view->dims[d];
  g_assert (view->size == n * ectopy_dtype_size (view->dtype));
  for (guint i = 0; i < builder->entries->len; i++)
    g_assert (strcmp (g_array_index (builder->entries, Entry, i).name, name) != 0);

  g_array_append_val (builder->entries, entry);
}

void
ectopy_safetensors_builder_add_floats (EctopySafetensorsBuilder *builder,
                                       const char *name,
                                       guint n_dims,
                                       const size_t *dims,
                                       const float *data)
{
  EctopyTensorView view = { .dtype = ECTOPY_DTYPE_F32, .n_dims = n_dims, .data = data };

  g_assert (n_dims <= ECTOPY_TENSOR_MAX_DIMS);
  view.size = sizeof (float);
  for (guint d = 0; d < n_dims; d++) {
    view.dims[d] = dims[d];
    view.size *= dims[d];
  }
  ectopy_safetensors_builder_add (builder, name, &view);
}

/* One array's line of the header; @begin is where its data start. */
static JsonObject *
describe (const EctopyTensorView *view, size_t begin)
{
  JsonObject *object = json_object_new ();
  JsonArray *shape = json_array_new ();
  JsonArray *offsets = json_array_new ();

  for (guint d = 0; d < view->n_dims; d++)
    json_array_add_int_element (shape, (gint64) view->dims[d]);
  json_array_add_int_element (offsets, (gint64) begin);
  json_array_add_int_element (offsets, (gint64) (begin + view->size));
  json_object_set_string_member (object, "dtype", ectopy_dtype_name (view->dtype));
  json_object_set_array_member (object, "shape", shape);
  json_object_set_array_member (object, "data_offsets", offsets);
  return object;
}

/* The header's text, and in @data_size the bytes of all arrays. */
static char *
build_header (EctopySafetensorsBuilder *builder, size_t *data_size)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *header = json_object_new ();

  *data_size = 0;
  if (json_object_get_size (builder->metadata) > 0)
    json_object_set_object_member (header, "__metadata__", json_object_ref (builder->metadata));
  for (guint i = 0; i < builder->entries->len; i++) {
    const Entry *entry = &g_array_index (builder->entries, Entry, i);

    json_object_set_object_member (header, entry->name, describe (&entry->view, *data_size));
    *data_size += entry->view.size;
  }
  json_node_take_object (root, header);
  return json_to_string (root, FALSE);
}

GBytes *
ectopy_safetensors_builder_to_bytes (EctopySafetensorsBuilder *builder)
{
  size_t data_size;
  g_autofree char *header = build_header (builder, &data_size);
  const size_t text_size = strlen (header);
  const size_t header_size = (text_size + HEADER_ALIGNMENT - 1) / HEADER_ALIGNMENT *
                             HEADER_ALIGNMENT;
  const guint64 length = GUINT64_TO_LE ((guint64) header_size);
  const size_t total = sizeof length + header_size + data_size;
  guint8 *bytes = g_malloc (total);
  guint8 *at = bytes + sizeof length;

  memcpy (bytes, &length, sizeof length);
  memcpy (at, header, text_size);
  memset (at + text_size, ' ', header_size - text_size);
  at += header_size;
  for (guint i = 0; i < builder->entries->len; i++) {
    const EctopyTensorView *view = &g_array_index (builder->entries, Entry, i).view;

    if (view->size > 0)
      memcpy (at, view->data, view->size);
    at += view->size;
  }
  return g_bytes_new_take (bytes, total);
}

gboolean
ectopy_safetensors_builder_write (EctopySafetensorsBuilder *builder,
                                  const char *path,
                                  GError **error)
{
  g_autoptr (GBytes) bytes = ectopy_safetensors_builder_to_bytes (builder);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return ectopy_atomic_write (path, data, size, error);
}
