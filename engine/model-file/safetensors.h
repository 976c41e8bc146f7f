/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ECTOPY_TENSOR_MAX_DIMS 4

/* What the numbers of an array are, in the order of their names. */
typedef enum {
  ECTOPY_DTYPE_F32,
  ECTOPY_DTYPE_F64,
  ECTOPY_DTYPE_I64,
  ECTOPY_DTYPE_U64,
  ECTOPY_DTYPE_U8,
} EctopyDtype;

/**
 * EctopyTensorView:
 * @dtype: what the numbers are
 * @n_dims: 0 (one number) to %ECTOPY_TENSOR_MAX_DIMS
 * @dims: the first @n_dims count, the last varies fastest; 0 makes an empty array
 * @data: the numbers, aligned for @dtype, in the byte order of this machine
 * @size: bytes of @data
 *
 * An array that belongs to somebody else: a plain value, it owns nothing.
 */
typedef struct {
  EctopyDtype dtype;
  guint n_dims;
  size_t dims[ECTOPY_TENSOR_MAX_DIMS];
  gconstpointer data;
  size_t size;
} EctopyTensorView;

/* Bytes of one number. */
size_t ectopy_dtype_size (EctopyDtype dtype);

/* The name in the file: F32, F64, I64, U64 or U8. */
const char *ectopy_dtype_name (EctopyDtype dtype);

/* Named arrays and strings on their way into a file. One thread at a time. */
typedef struct _EctopySafetensorsBuilder EctopySafetensorsBuilder;

EctopySafetensorsBuilder *ectopy_safetensors_builder_new (void);
void ectopy_safetensors_builder_free (EctopySafetensorsBuilder *builder);

/**
 * ectopy_safetensors_builder_set_metadata:
 * @builder: a builder
 * @key: the name, UTF-8; not given before
 * @value: the text; bytes that are not UTF-8 are replaced
 *
 * Adds a string to `__metadata__`, behind those already there. Both are copied.
 */
void ectopy_safetensors_builder_set_metadata (EctopySafetensorsBuilder *builder,
                                              const char *key,
                                              const char *value);

/**
 * ectopy_safetensors_builder_add:
 * @builder: a builder
 * @name: the name, UTF-8; not given before, and not `__metadata__`
 * @view: the array; its `size` must be that of its shape. `data` is lent until the builder is freed
 *
 * Adds an array behind those already there. Arrays of wide numbers go first, so that all of them
 * are aligned in the file, which other readers may want.
 */
void ectopy_safetensors_builder_add (EctopySafetensorsBuilder *builder,
                                     const char *name,
                                     const EctopyTensorView *view);

/**
 * ectopy_safetensors_builder_add_floats:
 * @builder: a builder
 * @name: as for ectopy_safetensors_builder_add()
 * @n_dims: 0 to %ECTOPY_TENSOR_MAX_DIMS
 * @dims: `[n_dims]`
 * @data: as many floats as @dims say, lent until the builder is freed
 */
void ectopy_safetensors_builder_add_floats (EctopySafetensorsBuilder *builder,
                                            const char *name,
                                            guint n_dims,
                                            const size_t *dims,
                                            const float *data);

/**
 * ectopy_safetensors_builder_to_bytes:
 * @builder: a builder
 *
 * The whole file: the same arrays and strings in the same order give the same bytes. The header is
 * padded with spaces to 8 bytes.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *ectopy_safetensors_builder_to_bytes (EctopySafetensorsBuilder *builder);

/**
 * ectopy_safetensors_builder_write:
 * @builder: a builder
 * @path: where to
 * @error: return location, %G_FILE_ERROR or %G_IO_ERROR
 *
 * Writes the file so that at @path there is the old one or the whole new one, never a part.
 *
 * Returns: whether it is on disk
 */
gboolean ectopy_safetensors_builder_write (EctopySafetensorsBuilder *builder,
                                           const char *path,
                                           GError **error);

/* Named arrays and strings out of a file. Never changes: may be read from any thread. */
typedef struct _EctopySafetensors EctopySafetensors;

/**
 * ectopy_safetensors_read:
 * @path: a file
 * @error: return location
 *
 * Reads a file that nobody vouches for: no length in it is believed before it is checked. The
 * arrays must cover the data without gap or overlap, as the format demands.
 *
 * Errors: %G_FILE_ERROR for one that cannot be opened or read or is no regular file,
 * %ECTOPY_ERROR_PARSE for one that breaks the format, %ECTOPY_ERROR_UNSUPPORTED for kinds of
 * numbers and shapes that Ectopy does not use, %ECTOPY_ERROR_MEMORY.
 *
 * Source: the format's description, github.com/huggingface/safetensors.
 *
 * Returns: (transfer full) (nullable): the arrays and strings
 */
EctopySafetensors *ectopy_safetensors_read (const char *path, GError **error);

/**
 * ectopy_safetensors_parse:
 * @data: a whole file, copied
 * @size: bytes of @data
 * @name: its base name, for messages
 * @error: as for ectopy_safetensors_read()
 *
 * Returns: (transfer full) (nullable): the arrays and strings
 */
EctopySafetensors *
ectopy_safetensors_parse (gconstpointer data, size_t size, const char *name, GError **error);

void ectopy_safetensors_free (EctopySafetensors *self);

/* (transfer none): names of the arrays as the data has them in order, ended by NULL. */
const char *const *ectopy_safetensors_get_names (const EctopySafetensors *self);

/**
 * ectopy_safetensors_lookup:
 * @self: what was read
 * @name: an array's name
 *
 * Returns: (transfer none) (nullable): the array, which lives as long as @self; NULL if there is
 *   none of that name
 */
const EctopyTensorView *ectopy_safetensors_lookup (const EctopySafetensors *self, const char *name);

/**
 * ectopy_safetensors_lookup_floats:
 * @self: what was read
 * @name: an array's name
 * @n_dims: how many dimensions it must have
 * @dims: `[n_dims]`: the shape it must have
 * @error: return location, %ECTOPY_ERROR_MISMATCH with both shapes
 *
 * Returns: (transfer none) (nullable): the numbers, which live as long as @self
 */
const float *ectopy_safetensors_lookup_floats (const EctopySafetensors *self,
                                               const char *name,
                                               guint n_dims,
                                               const size_t *dims,
                                               GError **error);

/* (transfer none) (nullable): the string of that key in `__metadata__`. */
const char *ectopy_safetensors_get_metadata (const EctopySafetensors *self, const char *key);

/* (transfer none): the keys of `__metadata__` in the order of the file, ended by NULL. */
const char *const *ectopy_safetensors_get_metadata_keys (const EctopySafetensors *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopySafetensorsBuilder, ectopy_safetensors_builder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopySafetensors, ectopy_safetensors_free)

G_END_DECLS
