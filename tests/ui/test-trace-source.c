/* SPDX-License-Identifier: MIT */
#include "ui/session/trace-source.h"

#include "engine/core/error.h"
#include "tests/ui/loop.h"

#include <math.h>

#define RATE 250.0
#define N    400000u

static const EctopyDisplayFilter usual = { .high_pass_hz = 0.5, .notch_hz = 50, .low_pass_hz = 40 };

static _Atomic gboolean has_no_memory;

static EctopyRecording *
made_up (void)
{
  EctopyLead leads[2];

  for (guint k = 0; k < 2; k++) {
    float *samples = g_new (float, N);

    for (guint i = 0; i < N; i++) {
      const double t = i / RATE;

      samples[i] = (float) (k + sin (t) + exp (-pow ((fmod (t, 0.8) - 0.4) / 0.02, 2)));
      if (i / 1000 % 50 == 7)
        samples[i] = NAN;
    }
    leads[k] = (EctopyLead){ g_strdup (k == 0 ? "I" : "II"), samples };
  }
  return ectopy_recording_new_take (RATE, N, leads, 2, NULL, NULL);
}

static EctopyTraceSource *
new_source (void)
{
  g_autoptr (EctopyRecording) recording = made_up ();

  return ectopy_trace_source_new (recording, NULL, NULL);
}

static gboolean
is_filtering (EctopyTraceSource *source)
{
  gboolean value;

  g_object_get (source, "is-filtering", &value, NULL);
  return value;
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* Without a filter nothing is copied; with one, any stretch is that of the whole lead. */
static void
test_samples (void)
{
  g_autoptr (EctopyTraceSource) source = new_source ();
  const float *raw = ectopy_recording_get_samples (ectopy_trace_source_get_recording (source), 1);
  g_autofree float *whole = g_new (float, N);

  g_assert_true (ectopy_trace_source_get_samples (source, 1, 77, 9000) == raw + 77);
  ectopy_display_filter_apply (&usual, RATE, raw, N, 0, N, whole);
  ectopy_trace_source_set_filter (source, &usual);
  for (guint k = 0; k < 60; k++) {
    const size_t first = (size_t) g_test_rand_int_range (0, (gint32) N);
    const size_t some = (size_t) g_test_rand_int_range (0, 90000);
    const size_t n = MIN (some, N - first);
    const float *samples = ectopy_trace_source_get_samples (source, 1, first, n);

    for (size_t i = 0; i < n; i++)
      g_assert_true (isnan (whole[first + i]) ? isnan (samples[i])
                                              : fabsf (whole[first + i] - samples[i]) < 1e-3f);
  }
}

static void
assert_columns (EctopyTraceSource *source, const float *samples, double first, double per_column)
{
  enum { N_COLUMNS = 100 };
  const double slack = per_column < 16 ? 0 : per_column > 1000 ? 32 : 16;
  float low[N_COLUMNS], high[N_COLUMNS];

  ectopy_trace_source_get_columns (source, 0, first, per_column, N_COLUMNS, low, high);
  for (size_t k = 0; k < N_COLUMNS; k++) {
    const double from = first + (double) k * per_column, to = from + per_column;
    float inner = -INFINITY, outer = -INFINITY;

    for (double i = MAX (ceil (from - slack), 0); i < MIN (to + slack, N); i++) {
      const float sample = samples[(size_t) i];

      outer = MAX (outer, isnan (sample) ? outer : sample);
      if (i >= from + slack && i < to - slack)
        inner = MAX (inner, isnan (sample) ? inner : sample);
    }
    if (isfinite (inner))
      g_assert_true (high[k] >= inner - 1e-3f && high[k] <= outer + 1e-3f && low[k] <= high[k]);
    if (!isfinite (outer))
      g_assert_true (isnan (low[k]) && isnan (high[k]));
  }
}

/* At every width, beyond both ends, filtered or not, and while that is still being done. */
static void
test_columns (void)
{
  static const double widths[] = { 1, 4.5, 15.875, 16, 60, 1100, 3999 };
  g_autoptr (EctopyTraceSource) source = new_source ();
  const float *raw = ectopy_recording_get_samples (ectopy_trace_source_get_recording (source), 0);
  g_autofree float *whole = g_new (float, N);
  float low, high;

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    assert_columns (source, raw, i % 2 == 0 ? -50.5 : N - 900, widths[i]);
  ectopy_display_filter_apply (&usual, RATE, raw, N, 0, N, whole);
  ectopy_trace_source_set_filter (source, &usual);
  assert_columns (source, whole, 2000, 60);
  ectopy_trace_source_get_columns (source, 0, 0, N, 1, &low, &high); /* raw meanwhile */
  g_assert_true (is_filtering (source));
  WAIT_FOR (!is_filtering (source));
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    assert_columns (source, whole, i % 2 == 0 ? -50.5 : N - 900, widths[i]);
  ectopy_trace_source_get_columns (source, 0, N + 10, 5, 1, &low, &high);
  g_assert_true (isnan (low) && isnan (high));
}

/* Each change of filter tells that what was drawn is void; a change on the way drops what was done. */
static void
test_changes (void)
{
  const EctopyDisplayFilter other = { .low_pass_hz = 30 }, none = { .low_pass_hz = 0 };
  g_autoptr (EctopyTraceSource) source = new_source ();
  guint n_changed = 0, n_notified = 0;

  g_signal_connect_swapped (source, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (source, "notify::is-filtering", G_CALLBACK (count_cb), &n_notified);
  ectopy_trace_source_set_filter (source, &none);
  g_assert_cmpuint (n_changed, ==, 0);
  ectopy_trace_source_set_filter (source, &usual);
  ectopy_trace_source_set_filter (source, &other);
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpfloat (ectopy_trace_source_get_filter (source).low_pass_hz, ==, 30);
  WAIT_FOR (!is_filtering (source));
  g_assert_cmpuint (n_changed, ==, 4); /* a lead each */
  g_assert_cmpuint (n_notified, ==, 2);
  ectopy_trace_source_set_filter (source, &usual);
  ectopy_trace_source_set_filter (source, &none);
  g_assert_false (is_filtering (source));
  loop_settle (20);
  g_assert_cmpuint (n_changed, ==, 6);
  ectopy_trace_source_set_filter (source, &usual); /* dropped with the object */
}

/* In place of GLib's, for this program. */
gpointer
g_try_malloc_n (gsize n, gsize size)
{
  return has_no_memory ? NULL : malloc (n * size);
}

static void
failed_cb (guint *n_failed, const GError *error)
{
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY);
  *n_failed += 1;
}

/* Where there is no memory for the overview this is told once, and what there is stays. */
static void
test_no_memory (void)
{
  g_autoptr (EctopyTraceSource) source = new_source ();
  guint n_failed = 0;
  float low, high;

  g_signal_connect_swapped (source, "failed", G_CALLBACK (failed_cb), &n_failed);
  has_no_memory = TRUE;
  ectopy_trace_source_set_filter (source, &usual);
  WAIT_FOR (!is_filtering (source));
  has_no_memory = FALSE;
  g_assert_cmpuint (n_failed, ==, 1);
  ectopy_trace_source_get_columns (source, 1, 0, N, 1, &low, &high);
  g_assert_cmpfloat (low, <, high);
  ectopy_trace_source_set_filter (source, &(EctopyDisplayFilter){ .low_pass_hz = 30 });
  WAIT_FOR (!is_filtering (source));
  g_assert_cmpuint (n_failed, ==, 1);
}

/* More blocks than are kept: all still right. */
static void
test_many_blocks (void)
{
  const size_t n = 6000000;
  EctopyLead lead = { g_strdup ("I"), g_new (float, n) };
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (EctopyTraceSource) source = NULL;
  const EctopyDisplayFilter low_pass = { .low_pass_hz = 30 };

  for (size_t i = 0; i < n; i++)
    lead.samples[i] = (float) (i / 100000);
  recording = ectopy_recording_new_take (RATE, n, &lead, 1, NULL, NULL);
  source = ectopy_trace_source_new (recording, NULL, NULL);
  ectopy_trace_source_set_filter (source, &low_pass);
  for (guint k = 0; k < 2; k++)
    for (size_t first = 50000; first < n; first += 100000)
      g_assert_cmpfloat_with_epsilon (
          ectopy_trace_source_get_samples (source, 0, first, 20000)[19999],
          (float) (first / 100000), 1e-3f);
}

static void
test_range (void)
{
  g_autoptr (EctopyTraceSource) source = new_source ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  double low, high;

  ectopy_trace_source_get_range (source, 0, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, -1, 0.05);
  g_assert_cmpfloat_with_epsilon (high, 2, 0.1);
  g_cancellable_cancel (cancellable);
  g_assert_null (
      ectopy_trace_source_new (ectopy_trace_source_get_recording (source), cancellable, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/trace-source/samples", test_samples);
  g_test_add_func ("/ui/trace-source/columns", test_columns);
  g_test_add_func ("/ui/trace-source/changes", test_changes);
  g_test_add_func ("/ui/trace-source/no-memory", test_no_memory);
  g_test_add_func ("/ui/trace-source/more-blocks-than-are-kept", test_many_blocks);
  g_test_add_func ("/ui/trace-source/range", test_range);
  return g_test_run ();
}
