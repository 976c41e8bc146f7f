/* SPDX-License-Identifier: MIT */
#include "engine/review/families.h"

#include "engine/core/rng.h"

#include <math.h>
#include <string.h>

/* Beats made up around a few shapes: the hidden values of each are those of its shape, and noise. */
typedef struct {
  EctopyFamilyBeats beats;
  float *hidden;
  float *rhythm;
  guint8 *classes;
  guint8 *shapes;
} Bed;

#define N_SHAPES 4

static void
bed_init (Bed *bed, size_t n, size_t n_hidden, const size_t parts[N_SHAPES], double noise)
{
  static const guint8 classes[N_SHAPES] = { ECTOPY_CLASS_N, ECTOPY_CLASS_V, ECTOPY_CLASS_N,
                                            ECTOPY_CLASS_S };
  g_autofree double *shapes = g_new (double, N_SHAPES *n_hidden);
  size_t shape = 0, done = 0;
  EctopyRng rng;

  ectopy_rng_init (&rng, 7, 0);
  bed->hidden = g_new (float, n *n_hidden);
  bed->rhythm = g_new0 (float, 2 * n);
  bed->classes = g_new (guint8, n);
  bed->shapes = g_new (guint8, n);
  bed->beats = (EctopyFamilyBeats){ n, n_hidden, bed->hidden, bed->rhythm, bed->classes };
  for (size_t i = 0; i < N_SHAPES * n_hidden; i++)
    shapes[i] = 3 * ectopy_rng_normal (&rng);
  for (size_t i = 0; i < n; i++) {
    while (shape < N_SHAPES - 1 && i - done >= parts[shape])
      done += parts[shape++];
    bed->shapes[i] = (guint8) shape;
    bed->classes[i] = classes[shape];
    for (size_t h = 0; h < n_hidden; h++)
      bed->hidden[i * n_hidden + h] = (float) (shapes[shape * n_hidden + h] +
                                               noise * ectopy_rng_normal (&rng));
  }
  bed->rhythm[0] = NAN;
}

static void
bed_clear (Bed *bed)
{
  g_free (bed->hidden);
  g_free (bed->rhythm);
  g_free (bed->classes);
  g_free (bed->shapes);
}

static void
check (const EctopyFamilies *families, const EctopyFamilyBeats *beats)
{
  size_t sum = 0;

  g_assert_cmpuint (families->n_families, >=, 1);
  g_assert_cmpuint (families->n_families, <=, ECTOPY_MAX_FAMILIES);
  g_assert_cmpuint (families->n_beats, ==, beats->n);
  for (guint f = 0; f < families->n_families; f++) {
    const EctopyFamily *family = &families->families[f];
    size_t n;
    g_autofree guint32 *listed = ectopy_families_list (families, f, &n);

    g_assert_cmpuint (n, ==, family->n_beats);
    g_assert_cmpuint (n, >=, 1);
    g_assert_cmpuint (families->family[family->medoid], ==, f);
    g_assert_cmpfloat (families->distance[listed[n - 1]], ==, families->distance[family->medoid]);
    for (size_t i = 1; i < n; i++)
      g_assert_cmpfloat (families->distance[listed[i - 1]], >=, families->distance[listed[i]]);
    if (f > 0 && families->families[f - 1].beat_class == ECTOPY_CLASS_N)
      g_assert_cmpuint (family->beat_class, ==, ECTOPY_CLASS_N);
    sum += n;
  }
  g_assert_cmpuint (sum, ==, beats->n);
}

/* Shapes that are apart become families of their own, ectopic ones first. */
static void
test_apart (gconstpointer width)
{
  const size_t parts[N_SHAPES] = { 500, 120, 200, 12 };
  g_autoptr (EctopyFamilies) families = NULL;
  Bed bed;

  bed_init (&bed, 832, GPOINTER_TO_SIZE (width), parts, 0.3);
  families = ectopy_families_new (&bed.beats, NULL);
  check (families, &bed.beats);
  g_assert_cmpuint (families->n_families, ==, 4);
  g_assert_cmpuint (families->families[0].beat_class, ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (families->families[0].n_beats, ==, 120);
  g_assert_cmpuint (families->families[0].counts[ECTOPY_CLASS_V], ==, 120);
  g_assert_cmpuint (families->families[1].beat_class, ==, ECTOPY_CLASS_S);
  g_assert_cmpuint (families->families[1].n_beats, ==, 12);
  g_assert_cmpuint (families->families[2].n_beats, ==, 500);
  g_assert_cmpuint (families->families[3].n_beats, ==, 200);
  for (size_t i = 1; i < bed.beats.n; i++)
    g_assert_true ((bed.shapes[i] == bed.shapes[i - 1]) ==
                   (families->family[i] == families->family[i - 1]));
  bed_clear (&bed);
}

/* One heap is one family, however wide. */
static void
test_one_heap (void)
{
  const size_t parts[N_SHAPES] = { 2000, 0, 0, 0 };
  g_autoptr (EctopyFamilies) families = NULL;
  Bed bed;

  bed_init (&bed, 2000, 16, parts, 1);
  families = ectopy_families_new (&bed.beats, NULL);
  check (families, &bed.beats);
  g_assert_cmpuint (families->n_families, ==, 1);
  bed_clear (&bed);
}

/* What comes too early is another family, though it looks the same. */
static void
test_rhythm (void)
{
  const size_t parts[N_SHAPES] = { 1000, 0, 0, 0 };
  g_autoptr (EctopyFamilies) families = NULL;
  Bed bed;

  bed_init (&bed, 1000, 12, parts, 0.2);
  for (size_t i = 0; i < bed.beats.n; i += 8) {
    bed.rhythm[2 * i] = -1;
    bed.rhythm[2 * i + 1] = 0.7f;
    bed.classes[i] = ECTOPY_CLASS_S;
  }
  families = ectopy_families_new (&bed.beats, NULL);
  check (families, &bed.beats);
  g_assert_cmpuint (families->n_families, ==, 2);
  g_assert_cmpuint (families->families[0].n_beats, ==, 125);
  g_assert_cmpuint (families->families[0].counts[ECTOPY_CLASS_S], ==, 125);
  bed_clear (&bed);
}

/* A lone beat of another class far from all is not lost among thousands. */
static void
test_lone (void)
{
  const size_t parts[N_SHAPES] = { 19999, 1, 0, 0 };
  g_autoptr (EctopyFamilies) families = NULL;
  Bed bed;

  bed_init (&bed, 20000, 24, parts, 0.3);
  families = ectopy_families_new (&bed.beats, NULL);
  check (families, &bed.beats);
  g_assert_cmpuint (families->n_families, ==, 2);
  g_assert_cmpuint (families->families[0].n_beats, ==, 1);
  g_assert_cmpuint (families->families[0].medoid, ==, 19999);
  bed_clear (&bed);
}

/* One beat, beats that are all the same, beats without a class: families, not a crash. */
static void
test_few (void)
{
  const size_t parts[N_SHAPES] = { 9, 0, 0, 0 };
  const EctopyFamilyBeats none = { 0 };
  g_autoptr (EctopyFamilies) empty = ectopy_families_new (&none, NULL);
  Bed bed;

  g_assert_cmpuint (empty->n_families, ==, 0);
  bed_init (&bed, 9, 5, parts, 0);
  memset (bed.classes, ECTOPY_CLASS_NONE, 9);
  for (size_t n = 1; n <= 9; n++) {
    g_autoptr (EctopyFamilies) families = NULL;

    bed.beats.n = n;
    families = ectopy_families_new (&bed.beats, NULL);
    check (families, &bed.beats);
    g_assert_cmpuint (families->n_families, ==, 1);
    g_assert_cmpuint (families->families[0].beat_class, ==, ECTOPY_CLASS_NONE);
  }
  bed_clear (&bed);
}

/* The same beats give the same families, a day of them soon; and it can be stopped. */
static void
test_day (void)
{
  const size_t parts[N_SHAPES] = { 70000, 20000, 9000, 1000 };
  g_autoptr (EctopyFamilies) one = NULL;
  g_autoptr (EctopyFamilies) other = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 begin = g_get_monotonic_time ();
  Bed bed;

  bed_init (&bed, 100000, 32, parts, 0.5);
  begin = g_get_monotonic_time ();
  one = ectopy_families_new (&bed.beats, NULL);
  g_test_message ("100,000 beats: %.2f s", (double) (g_get_monotonic_time () - begin) * 1e-6);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 30 * G_USEC_PER_SEC);
  check (one, &bed.beats);
  g_assert_cmpuint (one->n_families, ==, 4);
  other = ectopy_families_new (&bed.beats, NULL);
  g_assert_cmpmem (one->family, bed.beats.n, other->family, bed.beats.n);
  g_assert_cmpmem (one->distance, bed.beats.n * sizeof (float), other->distance,
                   bed.beats.n * sizeof (float));
  g_cancellable_cancel (cancellable);
  g_assert_null (ectopy_families_new (&bed.beats, cancellable));
  bed_clear (&bed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/review/families/apart", GSIZE_TO_POINTER (32), test_apart);
  g_test_add_data_func ("/review/families/apart-of-few-values", GSIZE_TO_POINTER (4), test_apart);
  g_test_add_data_func ("/review/families/apart-of-many-values", GSIZE_TO_POINTER (300),
                        test_apart);
  g_test_add_func ("/review/families/one-heap", test_one_heap);
  g_test_add_func ("/review/families/rhythm", test_rhythm);
  g_test_add_func ("/review/families/lone", test_lone);
  g_test_add_func ("/review/families/few", test_few);
  g_test_add_func ("/review/families/day", test_day);
  return g_test_run ();
}
