/* SPDX-License-Identifier: MIT */
#include "engine/signal/display-filter.h"

#include "engine/signal/biquad.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_SECTIONS 3
#define NOTCH      30.0 /* quality */
#define FORGOTTEN  1e-5 /* what may be left of what lies outside the samples read; mV of mV */
#define PIECE      (1u << 18)

/* A filter at a rate. */
typedef struct {
  EctopyBiquad sections[N_SECTIONS];
  guint n_sections;
  size_t memory; /* samples to each side that have a say */
} Cascade;

/* A stretch of a lead without gaps, which reaches beyond the lead's ends. */
typedef struct {
  const float *samples;
  size_t n_samples;
  size_t memory;
} Lead;

gboolean
ectopy_display_filter_is_none (const EctopyDisplayFilter *filter)
{
  return !(filter->high_pass_hz > 0) && !(filter->notch_hz > 0) && !(filter->low_pass_hz > 0);
}

static gboolean
fits (double hz, double rate_hz)
{
  return hz > 0 && hz < rate_hz / 2;
}

static Cascade
make_cascade (const EctopyDisplayFilter *filter, double rate_hz)
{
  Cascade cascade = { .n_sections = 0 };
  double memory = 1;

  if (fits (filter->high_pass_hz, rate_hz))
    cascade.sections[cascade.n_sections++] = ectopy_biquad_high_pass (filter->high_pass_hz /
                                                                      rate_hz);
  if (fits (filter->notch_hz, rate_hz))
    cascade.sections[cascade.n_sections++] = ectopy_biquad_notch (filter->notch_hz / rate_hz,
                                                                  NOTCH);
  if (fits (filter->low_pass_hz, rate_hz))
    cascade.sections[cascade.n_sections++] = ectopy_biquad_low_pass (filter->low_pass_hz / rate_hz);
  for (guint i = 0; i < cascade.n_sections; i++)
    memory += ectopy_biquad_memory (&cascade.sections[i], FORGOTTEN);
  cascade.memory = (size_t) ceil (memory);
  return cascade;
}

/* Nearest sample to @at that is none of a gap, going by @by, at most @reach steps away; -1 for none. */
static gint64
find_sample (const Lead *lead, gint64 at, gint64 by, size_t reach)
{
  for (size_t i = 0; i <= reach && at >= 0 && at < (gint64) lead->n_samples; i++, at += by)
    if (isfinite (lead->samples[at]))
      return at;
  return -1;
}

/* Fills the gap from @from up to before @to: with a line from edge to edge or, where it is long, with
 * the nearer edge. What stands in the middle of a long gap has no say in any sample outside, so a
 * stretch that holds but a part of it comes out the same. */
static void
bridge (const Lead *lead, gint64 from, gint64 to, gint64 origin, double *output)
{
  const size_t longest = 2 * lead->memory;
  const gint64 before = find_sample (lead, from, -1, longest);
  const gint64 after = find_sample (lead, to - 1, 1, longest);
  const gboolean is_short = before >= 0 && after >= 0 && (size_t) (after - before) <= longest;

  for (gint64 i = from; i < to; i++) {
    double value = 0;

    if (is_short) {
      const double share = (double) (i - before) / (double) (after - before);

      value = (1 - share) * (double) lead->samples[before] + share * (double) lead->samples[after];
    } else if (before >= 0 && (after < 0 || i - before <= after - i)) {
      value = (double) lead->samples[before];
    } else if (after >= 0) {
      value = (double) lead->samples[after];
    }
    output[i - origin] = value;
  }
}

/* Copies the samples from @from up to before @to, within the lead, with gaps bridged. */
static void
read_lead (const Lead *lead, gint64 from, gint64 to, double *output)
{
  for (gint64 i = from; i < to;) {
    gint64 end = i;

    while (end < to && !isfinite (lead->samples[end]))
      end++;
    if (end > i)
      bridge (lead, i, end, from, output);
    for (; end < to && isfinite (lead->samples[end]); end++)
      output[end - from] = (double) lead->samples[end];
    i = end;
  }
}

/* Continues `[n]` beyond its ends, mirrored in the points where it ends. */
static void
reflect (double *samples, size_t n, size_t n_before, size_t n_after)
{
  for (size_t i = 1; i <= n_before; i++)
    samples[-(gint64) i] = 2 * samples[0] - samples[MIN (i, n - 1)];
  for (size_t i = 1; i <= n_after; i++)
    samples[n - 1 + i] = 2 * samples[n - 1] - samples[n - 1 - MIN (i, n - 1)];
}

static void
run (const Cascade *cascade, const Lead *lead, size_t first, size_t n, float *output)
{
  const size_t memory = cascade->memory;
  const size_t from = first > memory ? first - memory : 0;
  const size_t to = MIN (first + n + memory, lead->n_samples);
  const size_t n_before = memory - (first - from), n_after = memory - (to - first - n);
  g_autofree double *buffer = g_new (double, n + 2 * memory);

  read_lead (lead, (gint64) from, (gint64) to, buffer + n_before);
  reflect (buffer + n_before, to - from, n_before, n_after);
  for (guint i = 0; i < cascade->n_sections; i++)
    ectopy_biquad_run (&cascade->sections[i], buffer, n + 2 * memory);
  for (guint i = 0; i < cascade->n_sections; i++)
    ectopy_biquad_run_back (&cascade->sections[i], buffer, n + 2 * memory);
  for (size_t i = 0; i < n; i++)
    output[i] = isfinite (lead->samples[first + i]) ? (float) buffer[memory + i] : NAN;
}

void
ectopy_display_filter_apply (const EctopyDisplayFilter *filter,
                             double rate_hz,
                             const float *samples,
                             size_t n_samples,
                             size_t first,
                             size_t n,
                             float *output)
{
  const Cascade cascade = make_cascade (filter, rate_hz);
  const Lead lead = { samples, n_samples, cascade.memory };

  g_assert (first <= n_samples && n <= n_samples - first);
  if (cascade.n_sections > 0 && n > 0) {
    run (&cascade, &lead, first, n, output);
    return;
  }
  for (size_t i = 0; i < n; i++)
    output[i] = samples[first + i];
}

EctopyPyramid *
ectopy_display_filter_pyramid (const EctopyDisplayFilter *filter,
                               double rate_hz,
                               const float *samples,
                               size_t n_samples,
                               EctopyProgressFunc progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (EctopyPyramid) pyramid = ectopy_pyramid_begin (n_samples, error);
  g_autofree float *piece = g_new (float, MIN (PIECE, n_samples));

  if (pyramid == NULL)
    return NULL;
  for (size_t first = 0; first < n_samples; first += PIECE) {
    const size_t n = MIN (PIECE, n_samples - first);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    if (progress != NULL)
      progress (_ ("Filtering"), (double) first / (double) n_samples, progress_data);
    ectopy_display_filter_apply (filter, rate_hz, samples, n_samples, first, n, piece);
    ectopy_pyramid_add (pyramid, piece, n);
  }
  ectopy_pyramid_end (pyramid);
  return g_steal_pointer (&pyramid);
}

/* (transfer full): "0.5", the same in every locale. */
static char *
number (double hz)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.4g", hz));
}

char *
ectopy_display_filter_text (const EctopyDisplayFilter *filter)
{
  g_autofree char *low = number (filter->high_pass_hz);
  g_autofree char *high = number (filter->low_pass_hz);
  g_autofree char *notch = number (filter->notch_hz);
  g_autofree char *band = NULL;
  g_autofree char *without = NULL;

  if (filter->high_pass_hz > 0 && filter->low_pass_hz > 0)
    /* Translators: frequencies that a filter lets pass, here and in the next two. */
    band = g_strdup_printf (_ ("%s–%s Hz"), low, high);
  else if (filter->high_pass_hz > 0)
    band = g_strdup_printf (_ ("from %s Hz"), low);
  else if (filter->low_pass_hz > 0)
    band = g_strdup_printf (_ ("up to %s Hz"), high);
  if (filter->notch_hz > 0)
    /* Translators: a filter that takes away the hum of the mains, of 50 or 60 Hz. */
    without = g_strdup_printf (_ ("%s Hz notch"), notch);
  if (band != NULL && without != NULL)
    /* Translators: frequencies that pass, and the notch: “0.5–40 Hz, 50 Hz notch”. */
    return g_strdup_printf (_ ("%s, %s"), band, without);
  if (band == NULL && without == NULL)
    return g_strdup (_ ("no filter"));
  return band != NULL ? g_steal_pointer (&band) : g_steal_pointer (&without);
}
