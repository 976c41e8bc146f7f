/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "engine/model-file/safetensors.h"

#include <glib/gstdio.h>
#include <string.h>

static const float weight[6] = { 1, -2.5F, 3e-20F, 4, 5, 6 };
static const guint64 state[2] = { 1, G_MAXUINT64 };
static const guint8 labels[3] = { 0, 4, 255 };

static EctopySafetensorsBuilder *
good_builder (void)
{
  EctopySafetensorsBuilder *builder = ectopy_safetensors_builder_new ();
  const size_t dims[2] = { 2, 3 };
  const size_t empty[1] = { 0 };
  const EctopyTensorView words = { ECTOPY_DTYPE_U64, 1, { 2 }, state, sizeof state };
  const EctopyTensorView bytes = { ECTOPY_DTYPE_U8, 1, { 3 }, labels, sizeof labels };

  ectopy_safetensors_builder_set_metadata (builder, "network", "conv 5×32 \"quoted\"\n");
  ectopy_safetensors_builder_set_metadata (builder, "seed", "42");
  ectopy_safetensors_builder_add (builder, "rng", &words);
  ectopy_safetensors_builder_add_floats (builder, "conv.weight", 2, dims, weight);
  ectopy_safetensors_builder_add_floats (builder, "nothing", 1, empty, NULL);
  ectopy_safetensors_builder_add_floats (builder, "one", 0, NULL, weight + 1);
  ectopy_safetensors_builder_add (builder, "labels", &bytes);
  return builder;
}

static GBytes *
good_bytes (void)
{
  g_autoptr (EctopySafetensorsBuilder) builder = good_builder ();

  return ectopy_safetensors_builder_to_bytes (builder);
}

/* A file with that header, unpadded, and @n_data bytes of zeros. */
static EctopySafetensors *
parse_header (const char *header, size_t n_data, GError **error)
{
  const guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  const size_t size = sizeof length + strlen (header) + n_data;
  g_autofree guint8 *bytes = g_malloc0 (size);

  memcpy (bytes, &length, sizeof length);
  memcpy (bytes + sizeof length, header, strlen (header));
  return ectopy_safetensors_parse (bytes, size, "made-up", error);
}

static void
assert_good (const EctopySafetensors *read)
{
  const char *const names[] = { "rng", "conv.weight", "nothing", "one", "labels", NULL };
  const char *const keys[] = { "network", "seed", NULL };
  const size_t dims[2] = { 2, 3 };
  g_autoptr (GError) error = NULL;
  const EctopyTensorView *view = ectopy_safetensors_lookup (read, "labels");

  g_assert_cmpstrv (ectopy_safetensors_get_names (read), names);
  g_assert_cmpstrv (ectopy_safetensors_get_metadata_keys (read), keys);
  g_assert_cmpstr (ectopy_safetensors_get_metadata (read, "network"), ==, "conv 5×32 \"quoted\"\n");
  g_assert_null (ectopy_safetensors_get_metadata (read, "no"));
  g_assert_cmpmem (view->data, view->size, labels, sizeof labels);
  view = ectopy_safetensors_lookup (read, "rng");
  g_assert_cmpmem (view->data, view->size, state, sizeof state);
  view = ectopy_safetensors_lookup (read, "nothing");
  g_assert_cmpuint (view->n_dims, ==, 1);
  g_assert_cmpuint (view->size, ==, 0);
  g_assert_null (ectopy_safetensors_lookup (read, "no"));
  g_assert_cmpmem (ectopy_safetensors_lookup_floats (read, "conv.weight", 2, dims, &error),
                   sizeof weight, weight, sizeof weight);
  g_assert_cmpfloat (*ectopy_safetensors_lookup_floats (read, "one", 0, NULL, &error), ==,
                     weight[1]);
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "m.safetensors", NULL);
  g_autoptr (EctopySafetensorsBuilder) builder = good_builder ();
  g_autoptr (EctopySafetensors) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ectopy_safetensors_builder_write (builder, path, &error));
  g_assert_no_error (error);
  read = ectopy_safetensors_read (path, &error);
  g_assert_no_error (error);
  assert_good (read);
  g_assert_null (ectopy_safetensors_read (folder, &error)); /* a folder is no file */
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_bytes (void)
{
  g_autoptr (GBytes) one = good_bytes ();
  g_autoptr (GBytes) two = good_bytes ();
  g_autoptr (EctopySafetensorsBuilder) builder = ectopy_safetensors_builder_new ();
  g_autoptr (GBytes) small = NULL;
  const size_t dims[1] = { 1 };
  const char expected[] = "\x48\0\0\0\0\0\0\0"
                          "{\"__metadata__\":{\"a\":\"b\"},"
                          "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
                          "\0\0\x80\x3f";
  gsize size;
  const char *data;
  g_autofree char *padded = NULL;

  g_assert_true (g_bytes_equal (one, two));
  ectopy_safetensors_builder_set_metadata (builder, "a", "b");
  ectopy_safetensors_builder_add_floats (builder, "w", 1, dims, weight);
  small = ectopy_safetensors_builder_to_bytes (builder);
  data = g_bytes_get_data (small, &size);
  /* the text of the header, then spaces up to 8 bytes, then 1.0F */
  g_assert_cmpuint (size % 8, ==, 4);
  g_assert_cmpuint ((guint8) data[0], ==, size - 12);
  g_assert_cmpmem (data + 8, sizeof expected - 13, expected + 8, sizeof expected - 13);
  g_assert_cmpmem (data + size - 4, 4, expected + sizeof expected - 5, 4);
  for (size_t i = sizeof expected - 5; i < size - 4; i++)
    g_assert_cmpint (data[i], ==, ' ');
}

static void
test_aligned (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopySafetensors)
      read = parse_header ("{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[3,11]},"
                           "\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
                           11, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ectopy_safetensors_get_names (read)[0], ==, "a");
  g_assert_cmpuint ((guintptr) ectopy_safetensors_lookup (read, "b")->data % 8, ==, 0);
  g_assert_cmpfloat (*(const double *) ectopy_safetensors_lookup (read, "b")->data, ==, 0);
}

static void
test_mismatch (void)
{
  g_autoptr (GBytes) bytes = good_bytes ();
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopySafetensors) read = ectopy_safetensors_parse (data, size, "m", &error);
  const size_t dims[2] = { 3, 2 };

  g_assert_no_error (error);
  g_assert_null (ectopy_safetensors_lookup_floats (read, "conv.weight", 2, dims, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "[2, 3]"));
  g_clear_error (&error);
  g_assert_null (ectopy_safetensors_lookup_floats (read, "bias", 1, dims, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
}

#define W "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}"

static void
test_refused (void)
{
  static const struct {
    const char *header;
    size_t n_data;
    EctopyError code;
  } cases[] = {
    { "[]", 0, ECTOPY_ERROR_PARSE },
    { "{}", 1, ECTOPY_ERROR_PARSE },
    { "{}{}", 0, ECTOPY_ERROR_PARSE },
    { "{", 0, ECTOPY_ERROR_PARSE },
    { "{/**/}", 0, ECTOPY_ERROR_PARSE },
    { "{\"a\":[[[[[[[[]]]]]]]]}", 0, ECTOPY_ERROR_PARSE },
    { "{\"\\ud800\":1}", 0, ECTOPY_ERROR_PARSE },
    { "{\"\\u0000\":1}", 0, ECTOPY_ERROR_PARSE },
    { "{\"\xff\":1}", 0, ECTOPY_ERROR_PARSE },
    { "{\"w\":1}", 0, ECTOPY_ERROR_PARSE },
    { "{\"__metadata__\":{\"a\":1}}", 0, ECTOPY_ERROR_PARSE },
    { "{\"__metadata__\":\"a\"}", 0, ECTOPY_ERROR_PARSE },
    { W "}", 3, ECTOPY_ERROR_PARSE },
    { W "}", 5, ECTOPY_ERROR_PARSE },
    { W ",\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, ECTOPY_ERROR_PARSE },
    { W ",\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, ECTOPY_ERROR_PARSE },
    { W ",\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[5,9]}}", 9, ECTOPY_ERROR_PARSE },
    { W ",\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[3,7]}}", 7, ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
      ECTOPY_ERROR_UNSUPPORTED },
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1],\"data_offsets\":[0,4]}}", 4,
      ECTOPY_ERROR_UNSUPPORTED },
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}", 4, ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0,
      ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,0]}}", 0,
      ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4, ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4, ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, ECTOPY_ERROR_PARSE },
    { "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, ECTOPY_ERROR_PARSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_null (parse_header (cases[i].header, cases[i].n_data, &error));
    g_assert_error (error, ECTOPY_ERROR, (int) cases[i].code);
  }
}

/* A hundred thousand brackets, also behind a quote in a comment, do not reach the parser. */
static void
test_deep (void)
{
  static const char *const starts[] = { "{\"a\":", "{/* \" */\"a\":" };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autoptr (GString) header = g_string_new (starts[i]);
    g_autoptr (GError) error = NULL;

    for (guint k = 0; k < 100000; k++)
      g_string_append_c (header, '[');
    g_assert_null (parse_header (header->str, 0, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  }
}

static void
test_prefixes (void)
{
  g_autoptr (GBytes) bytes = good_bytes ();
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  for (gsize n = 0; n < size; n++) {
    g_autofree void *part = g_memdup2 (data, n);
    g_autoptr (GError) error = NULL;

    g_assert_null (ectopy_safetensors_parse (part, n, "part", &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  }
}

static void
test_mutations (void)
{
  g_autoptr (GBytes) bytes = good_bytes ();
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  EctopyRng rng;

  ectopy_rng_init (&rng, 7, 0);
  for (guint i = 0; i < 2000; i++) {
    g_autofree guint8 *spoiled = g_memdup2 (data, size);
    const guint n_changes = 1 + (guint) ectopy_rng_below (&rng, 4);
    g_autoptr (EctopySafetensors) read = NULL;
    g_autoptr (GError) error = NULL;

    for (guint k = 0; k < n_changes; k++)
      spoiled[ectopy_rng_below (&rng, size)] = (guint8) ectopy_rng_below (&rng, 256);
    read = ectopy_safetensors_parse (spoiled, size, "spoiled", &error);
    g_assert_true ((read == NULL) == (error != NULL));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-file/safetensors/round-trip", test_round_trip);
  g_test_add_func ("/model-file/safetensors/bytes-as-the-format-says", test_bytes);
  g_test_add_func ("/model-file/safetensors/aligned-in-memory", test_aligned);
  g_test_add_func ("/model-file/safetensors/lookup-names-both-shapes", test_mismatch);
  g_test_add_func ("/model-file/safetensors/refused", test_refused);
  g_test_add_func ("/model-file/safetensors/nested-deep", test_deep);
  g_test_add_func ("/model-file/safetensors/every-prefix", test_prefixes);
  g_test_add_func ("/model-file/safetensors/spoiled-bytes", test_mutations);
  return g_test_run ();
}
