/* SPDX-License-Identifier: MIT */
/* Learning from beats with what is around them: how they are drawn, judged, and told from others. */
#include "engine/core/error.h"
#include "engine/learn/context-classify.h"
#include "engine/learn/context-examples.h"
#include "engine/learn/familiarity.h"
#include "engine/learn/model.h"
#include "engine/learn/temperature.h"
#include "engine/model-file/safetensors.h"
#include "tests/support/made-up-context.h"
#include "tests/support/test-folder.h"

#include <math.h>
#include <string.h>

#define N_RECORDS 6

/* ---- A set of made-up records, two leads each ---- */

static EctopyContextSet *
set_new (void)
{
  EctopyContextSet *set = ectopy_context_set_new ();

  for (guint r = 0; r < N_RECORDS; r++) {
    MadeUpMarks made = made_up_marks (r + 1, 250, 180);
    g_autofree guint8 *left_out = g_new0 (guint8, made.n);

    left_out[3] = 1;
    for (size_t lead = 0; lead < 2; lead++)
      ectopy_context_set_add_take (set,
                                   &(EctopyContextPart){
                                       .context = made_up_context (&made, lead, NULL),
                                       .record = g_strdup_printf ("r%u", r),
                                       .patient = g_strdup_printf ("p%u", r),
                                       .lead = g_strdup (lead == 0 ? "MLII" : "V1"),
                                   },
                                   made.labels, left_out);
    made_up_marks_clear (&made);
  }
  return set;
}

static const EctopyContextDraw draw = {
  .shares = { 5, 2, 2, 1, 0 },
  .made_up = 1,
  .made_up_v = 1,
  .augment = 1,
  .epoch_rows = 20000,
};

static void
test_shares (void)
{
  g_autoptr (EctopyContextSet) set = set_new ();
  g_autoptr (EctopyContextExamples) examples = ectopy_context_examples_new (
      set, NULL, ECTOPY_CONTEXT_ROW, &draw, NULL, "none", NULL);
  const EctopyExamples *e = ectopy_context_examples_get (examples);
  g_autofree size_t *rows = g_new (size_t, e->epoch_rows);
  size_t counts[ECTOPY_N_CLASSES] = { 0 }, all[ECTOPY_N_CLASSES];
  double present = 0;
  EctopyRng rng;

  ectopy_context_set_count (set, FALSE, all);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    present += all[c] > 0 ? draw.shares[c] : 0;
  ectopy_rng_init (&rng, 1, 0);
  e->draw (e, &rng, rows);
  for (size_t i = 0; i < e->epoch_rows; i++) {
    g_assert_cmpuint (rows[i], <, e->n_rows);
    counts[e->labels[rows[i]]]++;
  }
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_assert_cmpfloat_with_epsilon ((double) counts[c] / (double) e->epoch_rows,
                                    all[c] > 0 ? draw.shares[c] / present : 0, 0.02);
}

static void
test_left_out (void)
{
  g_autoptr (EctopyContextSet) set = set_new ();
  g_autoptr (EctopyContextExamples) learned = ectopy_context_examples_new (
      set, NULL, ECTOPY_CONTEXT_ROW, &draw, NULL, "none", NULL);
  const EctopyScaler *scaler = ectopy_context_examples_get (learned)->scaler;
  g_autoptr (EctopyContextExamples) judged = ectopy_context_examples_new (
      set, NULL, ECTOPY_CONTEXT_ROW, NULL, scaler, "none", NULL);
  g_autofree guint8 *one = g_new0 (guint8, set->parts->len);
  g_autoptr (EctopyContextExamples) none = NULL;
  g_autoptr (GError) error = NULL;

  /* A beat of each lead is judged and not learned from. */
  g_assert_cmpuint (ectopy_context_examples_get (learned)->n_rows + 2 * N_RECORDS, ==,
                    ectopy_context_examples_get (judged)->n_rows);
  g_assert_null (ectopy_context_examples_get (judged)->draw);
  none = ectopy_context_examples_new (set, one, ECTOPY_CONTEXT_SHORT_ROW, NULL, scaler, "none",
                                      &error);
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_assert_null (none);
  one[4] = 1;
  none = ectopy_context_examples_new (set, one, ECTOPY_CONTEXT_SHORT_ROW, NULL, scaler, "none",
                                      NULL);
  g_assert_cmpuint (ectopy_context_examples_get (none)->n_rows, ==,
                    ((const EctopyContextPart *) g_ptr_array_index (set->parts, 4))->context->n);
}

static void
test_fill (void)
{
  g_autoptr (EctopyContextSet) set = set_new ();
  g_autoptr (EctopyContextExamples) examples = ectopy_context_examples_new (
      set, NULL, ECTOPY_CONTEXT_ROW, &draw, NULL, "none", NULL);
  const EctopyExamples *e = ectopy_context_examples_get (examples);
  float plain[ECTOPY_CONTEXT_ROW], again[ECTOPY_CONTEXT_ROW], changed[ECTOPY_CONTEXT_ROW];
  double off = 0;
  EctopyRng rng;

  e->fill (e, 100, NULL, 0, plain);
  e->fill (e, 100, NULL, 0, again);
  g_assert_cmpmem (plain, sizeof plain, again, sizeof again);
  ectopy_rng_init (&rng, 1, 100);
  e->fill (e, 100, &rng, 0, changed);
  for (guint k = 0; k < ECTOPY_CONTEXT_ROW; k++) {
    g_assert_true (isfinite (changed[k]));
    off += fabs ((double) (changed[k] - plain[k])) / ECTOPY_CONTEXT_ROW;
  }
  g_assert_cmpfloat (off, >, 0.005);
  g_assert_cmpfloat (off, <, 0.5);
  /* Side values are standard. */
  for (guint f = 2 * ECTOPY_CONTEXT_WINDOW; f < ECTOPY_CONTEXT_ROW; f++)
    g_assert_cmpfloat (fabs ((double) plain[f]), <=, 5);
}

/* ---- Temperature ---- */

static void
test_temperature (void)
{
  enum { N = 20000 };
  g_autofree float *p = g_new (float, N *ECTOPY_N_CLASSES);
  g_autofree guint8 *labels = g_new (guint8, N);
  EctopyRng rng;

  /* Truths drawn from the probabilities: these are right, and those sharpened by 2 want 2. */
  ectopy_rng_init (&rng, 8, 0);
  for (guint i = 0; i < N; i++) {
    double sum = 0, at, u = ectopy_rng_uniform (&rng);

    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      sum += p[i * ECTOPY_N_CLASSES + c] = (float) exp (2 * ectopy_rng_normal (&rng));
    labels[i] = ECTOPY_N_CLASSES - 1;
    at = 0;
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      p[i * ECTOPY_N_CLASSES + c] /= (float) sum;
      at += (double) p[i * ECTOPY_N_CLASSES + c];
      if (u < at && labels[i] == ECTOPY_N_CLASSES - 1 && c < ECTOPY_N_CLASSES - 1) {
        labels[i] = (guint8) c;
        u = 2;
      }
    }
  }
  g_assert_cmpfloat_with_epsilon (ectopy_temperature_fit (labels, p, N), 1, 0.03);
  ectopy_temperature_apply (0.5, p, N);
  g_assert_cmpfloat_with_epsilon (ectopy_temperature_fit (labels, p, N), 2, 0.06);
  ectopy_temperature_apply (2, p, N);
  g_assert_cmpfloat_with_epsilon (ectopy_temperature_fit (labels, p, N), 1, 0.03);
  memset (labels, ECTOPY_CLASS_NONE, N);
  g_assert_cmpfloat (ectopy_temperature_fit (labels, p, N), ==, 1);
}

/* ---- Models ---- */

static EctopyModel *
model_new (EctopyContextSet *set, guint n_members)
{
  g_autoptr (EctopyContextExamples) examples = ectopy_context_examples_new (
      set, NULL, ECTOPY_CONTEXT_ROW, &draw, NULL, "none", NULL);
  EctopyModel *model = NULL;

  for (guint m = 0; m < n_members; m++) {
    EctopyNetwork *network = ectopy_network_new (ectopy_network_spec_named ("context", NULL), NULL);
    EctopyRng rng;

    ectopy_rng_init (&rng, 7, m);
    ectopy_network_init_weights (network, &rng);
    if (model == NULL)
      model = ectopy_model_new (network, ECTOPY_SCALING_CONTEXT,
                                ectopy_context_examples_get (examples)->scaler);
    else
      ectopy_model_add_member (model, network);
  }
  return model;
}

static void
take_familiarity (EctopyModel *model, EctopyContextSet *set)
{
  const EctopyContext *leads[2 * N_RECORDS];
  const char *names[2 * N_RECORDS];

  for (guint p = 0; p < 2 * N_RECORDS; p++) {
    const EctopyContextPart *part = g_ptr_array_index (set->parts, p);

    leads[p] = part->context;
    names[p] = part->record;
  }
  ectopy_model_take_familiarity (model,
                                 ectopy_familiarity_learn (leads, names, names, 2 * N_RECORDS));
  g_assert_nonnull (ectopy_model_get_familiarity (model));
}

static float *
classify (EctopyModel *model, const EctopyContext *const *leads, guint n_leads, float **hidden)
{
  g_autoptr (EctopyWorkers) workers = ectopy_workers_new (2);
  g_autoptr (EctopyClassifier) classifier = ectopy_classifier_new (model, workers, NULL);
  float *p = g_new (float, leads[0]->n *ECTOPY_N_CLASSES);

  if (hidden != NULL)
    *hidden = g_new (float, leads[0]->n *ectopy_classifier_get_n_hidden (classifier));
  g_assert_true (ectopy_context_classify (classifier, leads, n_leads, p,
                                          hidden != NULL ? *hidden : NULL, NULL, NULL, NULL, NULL));
  return p;
}

static void
test_members_and_leads (void)
{
  g_autoptr (EctopyContextSet) set = set_new ();
  g_autoptr (EctopyModel) both = model_new (set, 2);
  g_autoptr (EctopyModel) first = model_new (set, 1);
  const EctopyContext *leads[2];
  g_autofree float *p = NULL, *q = NULL, *one = NULL, *two = NULL, *together = NULL;
  g_autofree float *hidden = NULL, *hidden_one = NULL, *hidden_two = NULL;
  size_t n;

  for (guint i = 0; i < 2; i++)
    leads[i] = ((const EctopyContextPart *) g_ptr_array_index (set->parts, i))->context;
  n = leads[0]->n;
  p = classify (both, leads, 1, NULL);
  q = classify (first, leads, 1, NULL);
  g_assert_true (memcmp (p, q, n * ECTOPY_N_CLASSES * sizeof *p) != 0);
  one = classify (first, leads, 1, &hidden_one);
  two = classify (first, leads + 1, 1, &hidden_two);
  together = classify (first, leads, 2, &hidden);
  for (size_t i = 0; i < n; i++) {
    const double ratio = log ((double) together[5 * i] / (double) together[5 * i + 2]);
    const double of_one = log (((double) one[5 * i] + 1e-4) / ((double) one[5 * i + 2] + 1e-4));
    const double of_two = log (((double) two[5 * i] + 1e-4) / ((double) two[5 * i + 2] + 1e-4));

    g_assert_cmpfloat_with_epsilon (ratio, (of_one + of_two) / 2, 1e-3);
  }
  g_assert_cmpfloat_with_epsilon ((double) hidden[70],
                                  (double) (hidden_one[70] + hidden_two[70]) / 2, 1e-5);
}

static void
test_round_trip (void)
{
  g_autoptr (EctopyContextSet) set = set_new ();
  g_autoptr (EctopyModel) model = model_new (set, 3);
  g_autoptr (EctopyModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "m.safetensors", NULL);
  const EctopyContext *leads[1] = {
    ((const EctopyContextPart *) g_ptr_array_index (set->parts, 0))->context
  };
  g_autofree float *p = NULL, *q = NULL;
  EctopyUnlike a, b;

  ectopy_model_set_temperature (model, 1.25);
  take_familiarity (model, set);
  g_assert_true (ectopy_model_save (model, path, &error));
  loaded = ectopy_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_model_get_n_members (loaded), ==, 3);
  g_assert_cmpfloat (ectopy_model_get_temperature (loaded), ==, 1.25);
  g_assert_cmpint (ectopy_model_get_scaling (loaded), ==, ECTOPY_SCALING_CONTEXT);
  g_assert_cmpuint (ectopy_model_get_length (loaded), ==, ECTOPY_CONTEXT_ROW);
  p = classify (model, leads, 1, NULL);
  q = classify (loaded, leads, 1, NULL);
  g_assert_cmpmem (p, leads[0]->n * 5 * sizeof *p, q, leads[0]->n * 5 * sizeof *q);
  a = ectopy_familiarity_measure (ectopy_model_get_familiarity (model), leads, 1);
  b = ectopy_familiarity_measure (ectopy_model_get_familiarity (loaded), leads, 1);
  g_assert_cmpfloat (a.shape, ==, b.shape);
  g_assert_cmpfloat (a.rhythm, ==, b.rhythm);
  test_folder_remove (folder);
}

/* Files that say something else than they hold. */
static void
test_refused (void)
{
  static const struct {
    const char *key;
    const char *value;
  } cases[] = {
    { "members", "0" },     { "members", "65" },       { "members", "two" },
    { "members", "4" },     { "temperature", "0" },    { "temperature", "nan" },
    { "temperature", "x" }, { "scaling", "standard" },
  };
  g_autoptr (EctopyContextSet) set = set_new ();
  g_autoptr (EctopyModel) model = model_new (set, 2);
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "m.safetensors", NULL);
  g_autofree char *other = g_build_filename (folder, "other.safetensors", NULL);
  g_autoptr (EctopySafetensors) file = NULL;

  g_assert_true (ectopy_model_save (model, path, NULL));
  file = ectopy_safetensors_read (path, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EctopySafetensorsBuilder) builder = ectopy_safetensors_builder_new ();
    g_autoptr (GError) error = NULL;

    for (const char *const *key = ectopy_safetensors_get_metadata_keys (file); *key != NULL; key++)
      if (!g_str_equal (*key, cases[i].key))
        ectopy_safetensors_builder_set_metadata (builder, *key,
                                                 ectopy_safetensors_get_metadata (file, *key));
    ectopy_safetensors_builder_set_metadata (builder, cases[i].key, cases[i].value);
    for (const char *const *name = ectopy_safetensors_get_names (file); *name != NULL; name++)
      ectopy_safetensors_builder_add (builder, *name, ectopy_safetensors_lookup (file, *name));
    g_assert_true (ectopy_safetensors_builder_write (builder, other, NULL));
    g_assert_null (ectopy_model_load (other, &error));
    g_assert_nonnull (error);
  }
  test_folder_remove (folder);
}

/* ---- What is unlike ---- */

static void
test_familiarity (void)
{
  g_autoptr (EctopyContextSet) set = set_new ();
  g_autoptr (EctopyModel) model = model_new (set, 1);
  const EctopyFamiliarity *familiarity;
  MadeUpMarks made = made_up_marks (77, 250, 180);
  const size_t n = ectopy_recording_get_n_samples (made.recording);
  g_autofree float *wide = g_new0 (float, n);
  g_autofree gint64 *odd = g_new (gint64, made.n);
  g_autoptr (EctopyContext) usual = made_up_context (&made, 0, NULL);
  g_autoptr (EctopyContext) strange = NULL;
  const EctopyContext *leads[1];
  EctopyUnlike like, unlike;

  take_familiarity (model, set);
  familiarity = ectopy_model_get_familiarity (model);
  g_assert_cmpuint (familiarity->n_leads, ==, 2 * N_RECORDS);
  leads[0] = usual;
  like = ectopy_familiarity_measure (familiarity, leads, 1);

  /* A heart of another planet: complexes of a quarter of a second, every other beat at once. */
  for (size_t i = 0; i < made.n; i++) {
    odd[i] = (gint64) (i / 2) * 300 + (gint64) (i % 2) * 90;
    for (gint64 k = -40; k < 40; k++)
      if (odd[i] + k >= 0 && (size_t) (odd[i] + k) < n)
        wide[odd[i] + k] += k < 0 ? 1 : -1;
    if (odd[i] >= (gint64) n)
      made.n = i;
  }
  strange = ectopy_context_new (wide, n, 250, odd, made.n, NULL, NULL);
  leads[0] = strange;
  unlike = ectopy_familiarity_measure (familiarity, leads, 1);
  g_assert_cmpfloat (like.shape, <, unlike.shape);
  g_assert_cmpfloat (unlike.shape, >, 1);
  g_assert_cmpfloat (like.rhythm, <, unlike.rhythm);
  g_assert_cmpfloat (unlike.rhythm, >, 1);
  g_assert_cmpfloat (ectopy_unlike_most (&unlike), >, 1);
  g_assert_true (isnan (ectopy_unlike_most (&(EctopyUnlike){ NAN, NAN })));
  made_up_marks_clear (&made);
}

static void
test_too_few_patients (void)
{
  g_autoptr (EctopyContextSet) set = set_new ();
  const EctopyContext *leads[4];
  const char *names[4];

  for (guint p = 0; p < 4; p++) {
    leads[p] = ((const EctopyContextPart *) g_ptr_array_index (set->parts, p))->context;
    names[p] = ((const EctopyContextPart *) g_ptr_array_index (set->parts, p))->record;
  }
  g_assert_null (ectopy_familiarity_learn (leads, names, names, 4));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/context/shares", test_shares);
  g_test_add_func ("/learn/context/left-out", test_left_out);
  g_test_add_func ("/learn/context/fill", test_fill);
  g_test_add_func ("/learn/context/members-and-leads", test_members_and_leads);
  g_test_add_func ("/learn/context/round-trip", test_round_trip);
  g_test_add_func ("/learn/context/refused", test_refused);
  g_test_add_func ("/learn/temperature", test_temperature);
  g_test_add_func ("/learn/familiarity/unlike", test_familiarity);
  g_test_add_func ("/learn/familiarity/too-few-patients", test_too_few_patients);
  return g_test_run ();
}
