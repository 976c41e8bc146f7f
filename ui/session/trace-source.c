/* SPDX-License-Identifier: MIT */
#include "ui/session/trace-source.h"

#include "ui/session/job.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK      16384u  /* samples filtered together */
#define MAX_BLOCKS 256u    /* kept, of all leads: 16 MB */
#define FEWEST     16.0    /* samples a column from which a pyramid is faster than the samples */
#define BLUNT      1024.0  /* from which nobody sees that a column's edges are those of bins */
#define PROBES     40u     /* stretches of a second that tell the range of what is filtered */
#define WAITING    200000u /* samples that are filtered for a frame while a pyramid is made */

/* A block of a lead, filtered. */
typedef struct {
  guint64 used; /* when: the least is dropped first */
  float samples[BLOCK];
} Block;

typedef struct {
  EctopyPyramid *pyramid;
  EctopyPyramid *filtered; /* nullable */
  double low;
  double high;
  gboolean has_shown; /* whether the next two are those of this filter */
  double shown_low;
  double shown_high;
  float *lent; /* filtered samples that were asked for */
  size_t lent_size;
} Lead;

struct _EctopyTraceSource {
  GObject parent_instance;

  EctopyRecording *recording;
  size_t n_leads;
  Lead *leads;
  EctopyDisplayFilter filter;
  GHashTable *blocks; /* number of lead and block → Block */
  guint64 clock;
  EctopyJob *job; /* nullable: makes the filtered pyramid of @job_lead; one lead after another */
  size_t job_lead;
};

enum { PROP_0, PROP_IS_FILTERING, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

enum { CHANGED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyTraceSource, ectopy_trace_source, G_TYPE_OBJECT)

/* ---- Making ---- */

static int
compare (const void *a, const void *b)
{
  const float x = *(const float *) a, y = *(const float *) b;

  return x < y ? -1 : x > y ? 1 : 0;
}

/* Moves the finite values to the front, in order. Returns: how many. */
static size_t
sort_finite (float *values, size_t n)
{
  size_t n_finite = 0;

  for (size_t i = 0; i < n; i++)
    if (isfinite (values[i]))
      values[n_finite++] = values[i];
  qsort (values, n_finite, sizeof (float), compare);
  return n_finite;
}

/* 1st and 99th per cent of extremes, which are put in another order. */
static void
take_range (float *lows, float *highs, size_t n, double *low, double *high)
{
  const size_t n_finite = sort_finite (lows, n);

  sort_finite (highs, n);
  if (n_finite == 0)
    return;
  *low = (double) lows[(n_finite - 1) / 100];
  *high = (double) highs[n_finite - 1 - (n_finite - 1) / 100];
}

static void
find_range (EctopyRecording *recording, size_t number, Lead *lead)
{
  const double rate_hz = MAX (ectopy_recording_get_rate_hz (recording), 1);
  const size_t n = (size_t) ceil (ectopy_recording_get_n_samples (recording) / rate_hz);
  g_autofree float *low = g_new (float, n), *high = g_new (float, n);

  ectopy_pyramid_columns (lead->pyramid, ectopy_recording_get_samples (recording, number), 0,
                          rate_hz, n, low, high);
  take_range (low, high, n, &lead->low, &lead->high);
}

EctopyTraceSource *
ectopy_trace_source_new (EctopyRecording *recording, GCancellable *cancellable, GError **error)
{
  g_autoptr (EctopyTraceSource) self = g_object_new (ECTOPY_TYPE_TRACE_SOURCE, NULL);

  self->recording = g_object_ref (recording);
  self->n_leads = ectopy_recording_get_n_leads (recording);
  self->leads = g_new0 (Lead, self->n_leads);
  for (size_t i = 0; i < self->n_leads; i++) {
    self->leads[i].pyramid = ectopy_pyramid_new (ectopy_recording_get_samples (recording, i),
                                                 ectopy_recording_get_n_samples (recording),
                                                 cancellable, error);
    if (self->leads[i].pyramid == NULL)
      return NULL;
    find_range (recording, i, &self->leads[i]);
  }
  return g_steal_pointer (&self);
}

/* ---- Filtered pyramids, in the background ---- */

typedef struct {
  EctopyRecording *recording;
  size_t lead;
  EctopyDisplayFilter filter;
} PyramidInput;

static void
free_input (gpointer data)
{
  PyramidInput *input = data;

  g_object_unref (input->recording);
  g_free (input);
}

static gpointer
work_cb (EctopyJob *job, gpointer data, GError **error)
{
  const PyramidInput *input = data;

  return ectopy_display_filter_pyramid (
      &input->filter, ectopy_recording_get_rate_hz (input->recording),
      ectopy_recording_get_samples (input->recording, input->lead),
      ectopy_recording_get_n_samples (input->recording), NULL, NULL,
      ectopy_job_get_cancellable (job), error);
}

static void done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data);

static const EctopyJobKind pyramid_kind = {
  .work = work_cb,
  .done = done_cb,
  .free_input = free_input,
  .free_result = (GDestroyNotify) (gpointer) ectopy_pyramid_free,
};

static void
start_job (EctopyTraceSource *self, size_t lead)
{
  PyramidInput *input = g_new (PyramidInput, 1);

  *input = (PyramidInput){ g_object_ref (self->recording), lead, self->filter };
  self->job_lead = lead;
  self->job = ectopy_job_start (&pyramid_kind, input, self);
}

static void
done_cb (EctopyJob *job, gpointer result, const GError *error, gpointer user_data)
{
  EctopyTraceSource *self = user_data;
  const size_t lead = self->job_lead;

  g_clear_pointer (&self->job, ectopy_job_drop);
  self->leads[lead].filtered = result;
  if (error == NULL && lead + 1 < self->n_leads)
    start_job (self, lead + 1);
  else
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_FILTERING]);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
drop_filtered (EctopyTraceSource *self)
{
  g_clear_pointer (&self->job, ectopy_job_drop);
  g_hash_table_remove_all (self->blocks);
  for (size_t i = 0; i < self->n_leads; i++)
    g_clear_pointer (&self->leads[i].filtered, ectopy_pyramid_free);
  for (size_t i = 0; i < self->n_leads; i++)
    self->leads[i].has_shown = FALSE;
}

/* ---- Filtered samples ---- */

static void
drop_oldest (EctopyTraceSource *self)
{
  GHashTableIter iter;
  gpointer key, value, oldest_key = NULL;
  guint64 oldest = G_MAXUINT64;

  g_hash_table_iter_init (&iter, self->blocks);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((Block *) value)->used < oldest) {
      oldest = ((Block *) value)->used;
      oldest_key = key;
    }
  g_hash_table_remove (self->blocks, oldest_key);
}

static const Block *
get_block (EctopyTraceSource *self, size_t lead, size_t number)
{
  gint64 key = (gint64) ((guint64) lead << 48 | number);
  Block *block = g_hash_table_lookup (self->blocks, &key);
  const size_t n_samples = ectopy_recording_get_n_samples (self->recording);

  if (block == NULL) {
    if (g_hash_table_size (self->blocks) >= MAX_BLOCKS)
      drop_oldest (self);
    block = g_new (Block, 1);
    ectopy_display_filter_apply (&self->filter, ectopy_recording_get_rate_hz (self->recording),
                                 ectopy_recording_get_samples (self->recording, lead), n_samples,
                                 number * BLOCK, MIN (BLOCK, n_samples - number * BLOCK),
                                 block->samples);
    g_hash_table_insert (self->blocks, g_memdup2 (&key, sizeof key), block);
  }
  block->used = ++self->clock;
  return block;
}

const float *
ectopy_trace_source_get_samples (EctopyTraceSource *self, size_t lead, size_t first, size_t n)
{
  Lead *place = &self->leads[lead];

  g_assert (lead < self->n_leads);
  g_assert (first <= ectopy_recording_get_n_samples (self->recording));
  g_assert (n <= ectopy_recording_get_n_samples (self->recording) - first);
  if (ectopy_display_filter_is_none (&self->filter))
    return ectopy_recording_get_samples (self->recording, lead) + first;
  if (place->lent_size < n) {
    g_free (place->lent);
    place->lent = g_new (float, n);
    place->lent_size = n;
  }
  for (size_t i = first; i < first + n;) {
    const Block *block = get_block (self, lead, i / BLOCK);
    const size_t end = MIN ((i / BLOCK + 1) * BLOCK, first + n);

    memcpy (place->lent + (i - first), block->samples + i % BLOCK, (end - i) * sizeof (float));
    i = end;
  }
  return place->lent;
}

/* ---- Columns ---- */

/* From the samples themselves, filtered. */
static void
columns_of_samples (EctopyTraceSource *self,
                    size_t lead,
                    double first,
                    double per_column,
                    size_t n_columns,
                    float *low,
                    float *high)
{
  const double n_samples = (double) ectopy_recording_get_n_samples (self->recording);
  const size_t from = (size_t) CLAMP (floor (first), 0, n_samples);
  const size_t to = (size_t) CLAMP (ceil (first + (double) n_columns * per_column), 0, n_samples);
  g_autoptr (EctopyPyramid) pyramid = NULL;
  const float *samples = NULL;

  if (from < to) {
    samples = ectopy_trace_source_get_samples (self, lead, from, to - from);
    pyramid = ectopy_pyramid_new (samples, to - from, NULL, NULL);
  }
  if (pyramid != NULL)
    ectopy_pyramid_columns (pyramid, samples, first - (double) from, per_column, n_columns, low,
                            high);
  else
    for (size_t k = 0; k < n_columns; k++)
      low[k] = high[k] = NAN;
}

void
ectopy_trace_source_get_columns (EctopyTraceSource *self,
                                 size_t lead,
                                 double first,
                                 double per_column,
                                 size_t n_columns,
                                 float *low,
                                 float *high)
{
  const gboolean is_plain = ectopy_display_filter_is_none (&self->filter);
  const Lead *place = &self->leads[lead];
  const float *samples = per_column < BLUNT ? ectopy_recording_get_samples (self->recording, lead)
                                            : NULL;

  g_assert (lead < self->n_leads && per_column > 0);
  if (per_column < FEWEST)
    columns_of_samples (self, lead, first, per_column, n_columns, low, high);
  else if (is_plain)
    ectopy_pyramid_columns (place->pyramid, samples, first, per_column, n_columns, low, high);
  else if (place->filtered != NULL)
    ectopy_pyramid_columns (place->filtered, NULL, first, per_column, n_columns, low, high);
  else if ((double) n_columns * per_column < WAITING)
    columns_of_samples (self, lead, first, per_column, n_columns, low, high);
  else
    ectopy_pyramid_columns (place->pyramid, samples, first, per_column, n_columns, low, high);
}

/* ---- The object ---- */

static void
ectopy_trace_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_FILTERING)
    g_value_set_boolean (value, ECTOPY_TRACE_SOURCE (object)->job != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ectopy_trace_source_dispose (GObject *object)
{
  drop_filtered (ECTOPY_TRACE_SOURCE (object));
  G_OBJECT_CLASS (ectopy_trace_source_parent_class)->dispose (object);
}

static void
ectopy_trace_source_finalize (GObject *object)
{
  EctopyTraceSource *self = ECTOPY_TRACE_SOURCE (object);

  for (size_t i = 0; i < self->n_leads; i++) {
    g_clear_pointer (&self->leads[i].pyramid, ectopy_pyramid_free);
    g_free (self->leads[i].lent);
  }
  g_free (self->leads);
  g_hash_table_unref (self->blocks);
  g_clear_object (&self->recording);
  G_OBJECT_CLASS (ectopy_trace_source_parent_class)->finalize (object);
}

static void
ectopy_trace_source_class_init (EctopyTraceSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ectopy_trace_source_get_property;
  object_class->dispose = ectopy_trace_source_dispose;
  object_class->finalize = ectopy_trace_source_finalize;
  properties[PROP_IS_FILTERING] = g_param_spec_boolean ("is-filtering", NULL, NULL, FALSE,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
ectopy_trace_source_init (EctopyTraceSource *self)
{
  self->blocks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

EctopyRecording *
ectopy_trace_source_get_recording (EctopyTraceSource *self)
{
  return self->recording;
}

EctopyDisplayFilter
ectopy_trace_source_get_filter (EctopyTraceSource *self)
{
  return self->filter;
}

void
ectopy_trace_source_set_filter (EctopyTraceSource *self, const EctopyDisplayFilter *filter)
{
  const gboolean was_filtering = self->job != NULL;

  if (self->filter.high_pass_hz == filter->high_pass_hz &&
      self->filter.notch_hz == filter->notch_hz && self->filter.low_pass_hz == filter->low_pass_hz)
    return;
  drop_filtered (self);
  self->filter = *filter;
  if (!ectopy_display_filter_is_none (filter))
    start_job (self, 0);
  if (was_filtering != (self->job != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_FILTERING]);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ectopy_trace_source_get_range (EctopyTraceSource *self, size_t lead, double *low, double *high)
{
  g_assert (lead < self->n_leads);
  *low = self->leads[lead].low;
  *high = self->leads[lead].high;
}

/* A filtered second at each of a number of places. */
static void
find_shown_range (EctopyTraceSource *self, size_t lead)
{
  const double rate_hz = ectopy_recording_get_rate_hz (self->recording);
  const float *samples = ectopy_recording_get_samples (self->recording, lead);
  const size_t n_samples = ectopy_recording_get_n_samples (self->recording);
  const size_t n = MIN ((size_t) ceil (rate_hz), n_samples);
  g_autofree float *second = g_new (float, n);
  float lows[PROBES], highs[PROBES];
  Lead *place = &self->leads[lead];

  for (guint k = 0; k < PROBES; k++) {
    ectopy_display_filter_apply (&self->filter, rate_hz, samples, n_samples,
                                 (n_samples - n) * k / (PROBES - 1), n, second);
    lows[k] = INFINITY;
    highs[k] = -INFINITY;
    for (size_t i = 0; i < n; i++) {
      lows[k] = second[i] < lows[k] ? second[i] : lows[k];
      highs[k] = second[i] > highs[k] ? second[i] : highs[k];
    }
  }
  place->shown_low = place->low;
  place->shown_high = place->high;
  take_range (lows, highs, PROBES, &place->shown_low, &place->shown_high);
  place->has_shown = TRUE;
}

void
ectopy_trace_source_get_shown_range (EctopyTraceSource *self,
                                     size_t lead,
                                     double *low,
                                     double *high)
{
  g_assert (lead < self->n_leads);
  if (ectopy_display_filter_is_none (&self->filter)) {
    ectopy_trace_source_get_range (self, lead, low, high);
    return;
  }
  if (!self->leads[lead].has_shown)
    find_shown_range (self, lead);
  *low = self->leads[lead].shown_low;
  *high = self->leads[lead].shown_high;
}
