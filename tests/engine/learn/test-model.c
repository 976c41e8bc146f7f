/* SPDX-License-Identifier: MIT */
#include "engine/learn/model.h"

#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "engine/learn/classify.h"
#include "engine/model-file/safetensors.h"
#include "tests/engine/learn/toy-problem.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Place;

static void
setup (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "m.safetensors", NULL);
}

static void
teardown (Place *place, gconstpointer data)
{
  g_remove (place->path);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->path);
  g_free (place->folder);
}

static EctopyModel *
model_new (void)
{
  EctopyNetwork *network = ectopy_network_new (toy_network (), NULL);
  EctopyScaler scaler;
  EctopyModel *model;
  EctopyRng rng;

  ectopy_rng_init (&rng, 31, 0);
  ectopy_network_init_weights (network, &rng);
  for (size_t i = 0; i < network->plan->n_states; i++)
    network->states[i] = (float) (0.1 + ectopy_rng_uniform (&rng));
  ectopy_scaler_init_identity (&scaler, TOY_LENGTH);
  for (size_t i = 0; i < TOY_LENGTH; i++) {
    scaler.mean[i] = (float) ectopy_rng_uniform (&rng);
    scaler.scale[i] = (float) (0.5 + ectopy_rng_uniform (&rng));
  }
  model = ectopy_model_new (network, ECTOPY_SCALING_STANDARD, &scaler);
  ectopy_scaler_clear (&scaler);
  ectopy_model_set_card (model, "date", "2026-01-31");
  ectopy_model_set_card (model, "note", "two\nlines “quoted”");
  return model;
}

static void
predict (EctopyModel *model, float p[20 * ECTOPY_N_CLASSES])
{
  g_autoptr (EctopyDataset) beats = toy_beats (20, 5);
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (1);
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (model, workers, NULL);

  g_assert_true (ectopy_classifier_run (classifier, ectopy_dataset_get_samples (beats), 20, p, NULL,
                                        NULL, NULL, NULL));
}

static void
test_round_trip (Place *place, gconstpointer data)
{
  g_autoptr (EctopyModel) model = model_new ();
  g_autoptr (EctopyModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const EctopyNetwork *a, *b;
  gsize first_size, second_size;
  float p[20 * ECTOPY_N_CLASSES], q[20 * ECTOPY_N_CLASSES];

  g_assert_null (ectopy_model_get_name (model));
  g_assert_null (ectopy_model_get_digest (model));
  g_assert_true (ectopy_model_save (model, place->path, &error));
  g_assert_no_error (error);
  loaded = ectopy_model_load (place->path, &error);
  g_assert_no_error (error);
  a = ectopy_model_get_network (model);
  b = ectopy_model_get_network (loaded);
  g_assert_cmpstr (a->spec->text, ==, b->spec->text);
  g_assert_cmpmem (a->parameters, a->plan->n_parameters * sizeof (float), b->parameters,
                   b->plan->n_parameters * sizeof (float));
  g_assert_cmpmem (a->states, a->plan->n_states * sizeof (float), b->states,
                   b->plan->n_states * sizeof (float));
  g_assert_cmpint (ectopy_model_get_scaling (loaded), ==, ECTOPY_SCALING_STANDARD);
  g_assert_cmpuint (ectopy_model_get_length (loaded), ==, TOY_LENGTH);
  g_assert_cmpstr (ectopy_model_get_name (loaded), ==, "m.safetensors");
  g_assert_cmpstr (ectopy_model_get_digest (loaded), ==, ectopy_model_get_digest (model));
  g_assert_cmpuint (strlen (ectopy_model_get_digest (model)), ==, 64);
  keys = ectopy_model_list_card (loaded);
  g_assert_cmpuint (keys->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (keys, 0), ==, "date");
  g_assert_cmpstr (ectopy_model_get_card (loaded, "note"), ==, "two\nlines “quoted”");
  predict (model, p);
  predict (loaded, q);
  g_assert_cmpmem (p, sizeof p, q, sizeof q);

  g_assert_true (g_file_get_contents (place->path, &first, &first_size, NULL));
  g_assert_true (ectopy_model_save (loaded, place->path, NULL));
  g_assert_true (g_file_get_contents (place->path, &second, &second_size, NULL));
  g_assert_cmpmem (first, first_size, second, second_size);
}

static void
test_same_bytes (Place *place, gconstpointer data)
{
  g_autofree char *contents[2] = { NULL };
  gsize sizes[2];

  for (int i = 0; i < 2; i++) {
    g_autoptr (EctopyModel) model = model_new ();

    g_assert_true (ectopy_model_save (model, place->path, NULL));
    g_assert_true (g_file_get_contents (place->path, &contents[i], &sizes[i], NULL));
  }
  g_assert_cmpmem (contents[0], sizes[0], contents[1], sizes[1]);
  g_free (contents[1]);
}

static void
test_card (void)
{
  g_autoptr (EctopyModel) model = model_new ();
  g_autoptr (GPtrArray) keys = NULL;

  ectopy_model_set_card (model, "date", "2026-02-01");
  ectopy_model_set_card (model, "note", NULL);
  ectopy_model_set_card (model, "not there", NULL);
  ectopy_model_set_card (model, "seed", "42");
  keys = ectopy_model_list_card (model);
  g_assert_cmpuint (keys->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (keys, 0), ==, "date");
  g_assert_cmpstr (g_ptr_array_index (keys, 1), ==, "seed");
  g_assert_cmpstr (ectopy_model_get_card (model, "date"), ==, "2026-02-01");
  g_assert_null (ectopy_model_get_card (model, "note"));
}

/* Cut shorter and shorter. */
static void
test_prefixes (Place *place, gconstpointer data)
{
  g_autoptr (EctopyModel) model = model_new ();
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (ectopy_model_save (model, place->path, NULL));
  g_assert_true (g_file_get_contents (place->path, &contents, &size, NULL));
  for (gsize n = size; n > 0;) {
    g_autoptr (GError) error = NULL;

    n -= n > 2500 ? MIN (97, n - 2500) : 1;
    g_assert_cmpint (truncate (place->path, (off_t) n), ==, 0);
    g_assert_null (ectopy_model_load (place->path, &error));
    g_assert_nonnull (error);
  }
}

/* ---- Files that are not quite models ---- */

/* What is changed of a good file: a string, an array's shape, or a number in it. */
typedef struct {
  const char *path;
  const char *key;
  const char *value; /* NULL: left out */
  const char *array;
  const char *kind; /* "missing", "flat", "nan", "inf", "negative", "zero" */
  int code;
} Spoiled;

static float *
spoil_numbers (const Spoiled *s, const EctopyTensorView *view)
{
  const size_t n = view->size / sizeof (float);
  float *values = g_memdup2 (view->data, view->size);

  if (g_str_equal (s->kind, "nan"))
    values[n - 1] = NAN;
  else if (g_str_equal (s->kind, "inf"))
    values[0] = -INFINITY;
  else if (g_str_equal (s->kind, "negative"))
    values[n / 2] = -1e-6f;
  else if (g_str_equal (s->kind, "zero"))
    values[n / 2] = 0;
  return values;
}

static void
write_spoiled (const Spoiled *s, const char *path)
{
  g_autoptr (EctopySafetensors) good = ectopy_safetensors_read (path, NULL);
  g_autoptr (EctopySafetensorsBuilder) builder = ectopy_safetensors_builder_new ();
  g_autofree float *values = NULL;
  const char *const *names = ectopy_safetensors_get_names (good);
  const char *const *keys = ectopy_safetensors_get_metadata_keys (good);
  gboolean found = FALSE;

  for (; *keys != NULL; keys++)
    if (s->key == NULL || !g_str_equal (*keys, s->key))
      ectopy_safetensors_builder_set_metadata (builder, *keys,
                                               ectopy_safetensors_get_metadata (good, *keys));
    else if (s->value != NULL)
      ectopy_safetensors_builder_set_metadata (builder, *keys, s->value);
  for (; *names != NULL; names++) {
    EctopyTensorView view = *ectopy_safetensors_lookup (good, *names);

    if (s->array != NULL && g_str_equal (*names, s->array)) {
      found = TRUE;
      if (g_str_equal (s->kind, "missing"))
        continue;
      values = spoil_numbers (s, &view);
      view.data = values;
      if (g_str_equal (s->kind, "flat")) {
        view.n_dims = 1;
        view.dims[0] = view.size / sizeof (float);
      }
    }
    ectopy_safetensors_builder_add (builder, *names, &view);
  }
  g_assert_true (s->array == NULL || found);
  g_assert_true (ectopy_safetensors_builder_write (builder, path, NULL));
}

static void
test_spoiled (Place *place, gconstpointer data)
{
  g_autoptr (EctopyModel) model = model_new ();
  g_autoptr (GError) error = NULL;
  const Spoiled *s = data;

  g_assert_true (ectopy_model_save (model, place->path, NULL));
  write_spoiled (s, place->path);
  g_assert_null (ectopy_model_load (place->path, &error));
  g_assert_error (error, ECTOPY_ERROR, s->code);
}

static const Spoiled spoiled[] = {
  { "no-format", "format", NULL, NULL, NULL, ECTOPY_ERROR_UNSUPPORTED },
  { "other-format", "format", "ectopy-model-9", NULL, NULL, ECTOPY_ERROR_UNSUPPORTED },
  { "no-network", "network", NULL, NULL, NULL, ECTOPY_ERROR_UNSUPPORTED },
  { "bad-network", "network", "input 32\nmagic\n", NULL, NULL, ECTOPY_ERROR_PARSE },
  { "other-network", "network", "input 32\nflatten\ndense 5\nsoftmax\n", NULL, NULL,
    ECTOPY_ERROR_MISMATCH },
  { "four-classes", "network", "input 32\nflatten\ndense 4\nsoftmax\n", NULL, NULL,
    ECTOPY_ERROR_UNSUPPORTED },
  { "two-channels", "network", "input 32 2\nflatten\ndense 5\nsoftmax\n", NULL, NULL,
    ECTOPY_ERROR_UNSUPPORTED },
  { "no-scaling", "scaling", NULL, NULL, NULL, ECTOPY_ERROR_UNSUPPORTED },
  { "other-scaling", "scaling", "own", NULL, NULL, ECTOPY_ERROR_UNSUPPORTED },
  { "weight-missing", NULL, NULL, "conv1.weight", "missing", ECTOPY_ERROR_MISMATCH },
  { "weight-of-other-shape", NULL, NULL, "conv1.weight", "flat", ECTOPY_ERROR_MISMATCH },
  { "weight-nan", NULL, NULL, "dense1.weight", "nan", ECTOPY_ERROR_PARSE },
  { "weight-infinite", NULL, NULL, "conv2.weight", "inf", ECTOPY_ERROR_PARSE },
  { "bias-nan", NULL, NULL, "dense2.bias", "nan", ECTOPY_ERROR_PARSE },
  { "mean-nan", NULL, NULL, "conv1.norm.mean", "nan", ECTOPY_ERROR_PARSE },
  { "variance-negative", NULL, NULL, "conv2.norm.variance", "negative", ECTOPY_ERROR_PARSE },
  { "variance-infinite", NULL, NULL, "conv2.norm.variance", "inf", ECTOPY_ERROR_PARSE },
  { "scaler-missing", NULL, NULL, "scaler.mean", "missing", ECTOPY_ERROR_MISMATCH },
  { "scaler-nan", NULL, NULL, "scaler.mean", "nan", ECTOPY_ERROR_PARSE },
  { "scaler-by-zero", NULL, NULL, "scaler.scale", "zero", ECTOPY_ERROR_PARSE },
};

static void
test_no_model (Place *place, gconstpointer data)
{
  GError *error = NULL;

  g_assert_null (ectopy_model_load (place->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_file_set_contents (place->path, "0.1,0.2,0\n", -1, NULL);
  g_assert_null (ectopy_model_load (place->path, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_clear_error (&error);
}

static void
test_cannot_save (Place *place, gconstpointer data)
{
  g_autoptr (EctopyModel) model = model_new ();
  g_autofree char *path = g_build_filename (place->folder, "not there", "m", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (ectopy_model_save (model, path, &error));
  g_assert_true (error->domain == G_FILE_ERROR || error->domain == G_IO_ERROR);
  g_assert_null (ectopy_model_get_name (model));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/learn/model/round-trip", Place, NULL, setup, test_round_trip, teardown);
  g_test_add ("/learn/model/same-bytes", Place, NULL, setup, test_same_bytes, teardown);
  g_test_add_func ("/learn/model/card", test_card);
  g_test_add ("/learn/model/every-prefix", Place, NULL, setup, test_prefixes, teardown);
  for (gsize i = 0; i < G_N_ELEMENTS (spoiled); i++) {
    g_autofree char *path = g_strdup_printf ("/learn/model/refused/%s", spoiled[i].path);

    g_test_add (path, Place, &spoiled[i], setup, test_spoiled, teardown);
  }
  g_test_add ("/learn/model/refused/no-model", Place, NULL, setup, test_no_model, teardown);
  g_test_add ("/learn/model/cannot-save", Place, NULL, setup, test_cannot_save, teardown);
  return g_test_run ();
}
