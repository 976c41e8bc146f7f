/* SPDX-License-Identifier: MIT */
#include "engine/signal/qrs.h"

#include "engine/core/error.h"
#include "engine/core/recording.h"
#include "engine/signal/qrs-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define LEAST_SECONDS 2

/* A second of a lead: what it takes to be flagged. */
#define OFF_PRESENCE   0.15f /* of the level */
#define NOISY          0.5f  /* background of the level */
#define LEAST_QUIET    0.5f  /* fused maxima between beats: no quiet line */
#define UNSURE_STRETCH 3     /* seconds */

/* The mark: reaches in seconds to either side. */
#define MARK_REACH      0.070
#define MEAN_REACH      0.080
#define SMOOTH_REACH    0.007
#define START_REACH     5 /* working samples */
#define LEAST_MARK_LEAD 0.3f

#define BLOCKS_A_SECOND 10

/* ---- Memory ---- */

static gboolean
allocate (EctopyQrsWork *work)
{
  gboolean done;

  work->leads = g_new0 (EctopyQrsLead, work->input->n_leads);
  work->fused = g_try_new (float, work->n);
  work->quiet = g_try_new (float, work->n_halves);
  work->gap_blocks = g_try_new0 (guint32, work->n_blocks + 1);
  done = work->fused != NULL && work->quiet != NULL && work->gap_blocks != NULL;
  for (guint l = 0; l < work->input->n_leads && done; l++) {
    EctopyQrsLead *lead = &work->leads[l];
    float **const of_blocks[] = { &lead->top, &lead->level, &lead->background, &lead->presence,
                                  &lead->share };

    lead->memory = g_try_new (float, work->n + 2 * ECTOPY_QRS_PAD);
    lead->envelope = g_try_new (float, work->n);
    lead->lost = g_try_new0 (guint8, work->n_blocks);
    done = lead->memory != NULL && lead->envelope != NULL && lead->lost != NULL;
    for (guint i = 0; i < G_N_ELEMENTS (of_blocks); i++) {
      *of_blocks[i] = g_try_new (float, work->n_blocks);
      done = done && *of_blocks[i] != NULL;
    }
    lead->copy = lead->memory + ECTOPY_QRS_PAD;
  }
  return done;
}

static void
clear (EctopyQrsWork *work)
{
  for (guint l = 0; work->leads != NULL && l < work->input->n_leads; l++) {
    EctopyQrsLead *lead = &work->leads[l];

    g_free (lead->memory);
    g_free (lead->envelope);
    g_free (lead->lost);
    g_free (lead->top);
    g_free (lead->level);
    g_free (lead->background);
    g_free (lead->presence);
    g_free (lead->share);
  }
  g_free (work->leads);
  g_free (work->fused);
  g_free (work->quiet);
  g_free (work->gap_blocks);
  g_free (work->candidates);
}

static void
count_gaps (EctopyQrsWork *work)
{
  for (size_t b = 0; b < work->n_blocks; b++) {
    guint n_lost = 0;

    for (guint l = 0; l < work->input->n_leads; l++)
      n_lost += work->leads[l].lost[b];
    work->gap_blocks[b + 1] = work->gap_blocks[b] + (n_lost == work->input->n_leads ? 1 : 0);
  }
}

/* ---- Marks ---- */

/* The lead whose peak is marked: the one asked for, unless it has nothing there and another has. */
static guint
choose_mark_lead (const EctopyQrsWork *work, size_t at)
{
  const size_t b = at / ECTOPY_QRS_BLOCK;
  guint chosen = work->input->mark_lead;
  float most = work->leads[chosen].envelope[at] / work->leads[chosen].level[b];

  if (most >= LEAST_MARK_LEAD)
    return chosen;
  for (guint l = 0; l < work->input->n_leads; l++) {
    const float height = work->leads[l].envelope[at] / work->leads[l].level[b];

    if (height > most) {
      most = height;
      chosen = l;
    }
  }
  return chosen;
}

/* The mean of finite samples from @first to before @last; @otherwise if there are none. */
static double
mean_of (const float *x, ptrdiff_t first, ptrdiff_t last, size_t n, double otherwise)
{
  double sum = 0;
  size_t count = 0;

  first = MAX (first, 0);
  last = MIN (last, (ptrdiff_t) n);
  for (ptrdiff_t i = first; i < last; i++)
    if (isfinite (x[i])) {
      sum += (double) x[i];
      count++;
    }
  return count > 0 ? sum / (double) count : otherwise;
}

size_t
ectopy_qrs_mark (const EctopyQrsWork *work, const EctopyQrsCandidate *candidate)
{
  const EctopyQrsInput *input = work->input;
  const guint index = choose_mark_lead (work, candidate->at);
  const EctopyQrsLead *lead = &work->leads[index];
  const float *x = input->leads[index];
  const ptrdiff_t n = (ptrdiff_t) input->n_samples;
  const ptrdiff_t reach = (ptrdiff_t) lround (MARK_REACH * input->rate_hz);
  const ptrdiff_t wide = (ptrdiff_t) lround (MEAN_REACH * input->rate_hz);
  const ptrdiff_t narrow = MAX ((ptrdiff_t) lround (SMOOTH_REACH * input->rate_hz), 1);
  const size_t first = candidate->at > START_REACH ? candidate->at - START_REACH : 0;
  const size_t last = MIN (candidate->at + START_REACH + 1, work->n);
  size_t top = candidate->at;
  ptrdiff_t start, mark;
  double middle, most = -1;

  for (size_t i = first; i < last; i++)
    if (lead->envelope[i] > lead->envelope[top])
      top = i;
  start = (ptrdiff_t) lround (((double) top + 0.5) * work->ratio - 0.5);
  start = mark = CLAMP (start, 0, n - 1);
  middle = mean_of (x, start - wide, start + wide + 1, (size_t) n, 0);
  for (ptrdiff_t d = -reach; d <= reach; d++) {
    const ptrdiff_t at = start + d;
    const double off = (double) d / (double) MAX (reach, 1);
    double height;

    if (at < 0 || at >= n)
      continue;
    height = fabs (mean_of (x, at - narrow, at + narrow + 1, (size_t) n, middle) - middle) *
             (1 - 0.3 * off * off);
    if (height > most) {
      most = height;
      mark = at;
    }
  }
  return (size_t) mark;
}

/* ---- Flags ---- */

static guint8
judge_second (const EctopyQrsWork *work, const EctopyQrsLead *lead, size_t second)
{
  const size_t first = second * BLOCKS_A_SECOND;
  const size_t last = MIN (first + BLOCKS_A_SECOND, work->n_blocks);
  const size_t middle = MIN (first + BLOCKS_A_SECOND / 2, work->n_blocks - 1);
  size_t n_lost = 0;

  for (size_t b = first; b < last; b++)
    n_lost += lead->lost[b];
  if (2 * n_lost >= last - first || lead->presence[middle] < OFF_PRESENCE * lead->level[middle])
    return ECTOPY_LEAD_OFF;
  return lead->background[middle] > NOISY * lead->level[middle] ? ECTOPY_LEAD_NOISY : 0;
}

/* Stretches shorter than what is worth telling are taken for sure. */
static void
drop_short_stretches (guint8 *is_unsure, size_t n)
{
  size_t first = 0;

  while (first < n) {
    size_t last = first;

    while (last < n && is_unsure[last] == is_unsure[first])
      last++;
    if (is_unsure[first] && last - first < UNSURE_STRETCH)
      memset (is_unsure + first, 0, last - first);
    first = last;
  }
}

static void
set_flags (const EctopyQrsWork *work, EctopyQrsResult *result)
{
  for (size_t k = 0; k < result->n_seconds; k++) {
    gboolean is_bad = TRUE;
    float quiet = 0;

    for (guint l = 0; l < result->n_leads; l++) {
      const guint8 flags = judge_second (work, &work->leads[l], k);

      result->lead_flags[l * result->n_seconds + k] = flags;
      is_bad = is_bad && flags != 0;
    }
    for (size_t h = 2 * k; h < MIN (2 * k + 2, work->n_halves); h++)
      quiet = MAX (quiet, work->quiet[h]);
    result->is_unsure[k] = is_bad || quiet > LEAST_QUIET;
  }
  drop_short_stretches (result->is_unsure, result->n_seconds);
}

/* ---- The whole ---- */

static void
fail_memory (GError **error)
{
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
               _ ("There is not enough memory to find the beats of this recording."));
}

static gboolean
check (const EctopyQrsInput *input, GError **error)
{
  if (input->n_leads < 1 || input->n_leads > ECTOPY_QRS_MAX_LEADS ||
      input->mark_lead >= input->n_leads ||
      !(input->rate_hz >= ECTOPY_BEATS_MIN_RATE_HZ && input->rate_hz <= ECTOPY_BEATS_MAX_RATE_HZ)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("Beats are found in 1 to %d leads of 20 to 100,000 samples a second; these are "
                    "%u of %g."),
                 ECTOPY_QRS_MAX_LEADS, input->n_leads, input->rate_hz);
    return FALSE;
  }
  if ((double) input->n_samples < LEAST_SECONDS * input->rate_hz) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("Beats are found in recordings of %d seconds or more; this one has %.2f."),
                 LEAST_SECONDS, (double) input->n_samples / input->rate_hz);
    return FALSE;
  }
  return TRUE;
}

/* Beats whose marks are looked for in one turn. */
#define MARKS_A_TURN 1024

typedef struct {
  const EctopyQrsWork *work;
  const guint32 *chosen;
  size_t n_chosen;
  size_t *marks;
} Marking;

static void
mark_some (size_t turn, guint thread, gpointer user_data)
{
  const Marking *marking = user_data;
  const size_t first = turn * MARKS_A_TURN;

  for (size_t i = first; i < MIN (first + MARKS_A_TURN, marking->n_chosen); i++)
    marking->marks[i] = ectopy_qrs_mark (marking->work,
                                         &marking->work->candidates[marking->chosen[i]]);
}

/* All turns, by the team where there is one. */
static void
share (const EctopyQrsWork *work, size_t n_turns, EctopyWorkFunc func, gpointer user_data)
{
  if (work->input->workers != NULL) {
    ectopy_workers_run (work->input->workers, n_turns, func, user_data);
    return;
  }
  for (size_t turn = 0; turn < n_turns; turn++)
    func (turn, 0, user_data);
}

static EctopyQrsResult *
make_result (const EctopyQrsWork *work, const guint32 *chosen, size_t n_chosen, GError **error)
{
  g_autoptr (EctopyQrsResult) result = g_new0 (EctopyQrsResult, 1);
  g_autofree size_t *marks = g_try_new (size_t, MAX (n_chosen, 1));
  Marking marking = { work, chosen, n_chosen, marks };

  result->lead_flags = g_try_new0 (guint8, work->input->n_leads * work->n_seconds);
  result->is_unsure = g_try_new0 (guint8, work->n_seconds);
  result->beats = g_try_new (EctopyQrs, MAX (n_chosen, 1));
  if (marks == NULL || result->lead_flags == NULL || result->is_unsure == NULL ||
      result->beats == NULL) {
    fail_memory (error);
    return NULL;
  }
  share (work, (n_chosen + MARKS_A_TURN - 1) / MARKS_A_TURN, mark_some, &marking);
  result->n_seconds = work->n_seconds;
  result->n_leads = work->input->n_leads;
  set_flags (work, result);
  for (size_t i = 0; i < n_chosen; i++) {
    const EctopyQrsCandidate *candidate = &work->candidates[chosen[i]];
    const size_t second = MIN (candidate->at / ECTOPY_QRS_RATE, result->n_seconds - 1);
    const size_t sample = marks[i];

    if (result->n_beats > 0 && sample <= result->beats[result->n_beats - 1].sample)
      continue;
    result->beats[result->n_beats++] = (EctopyQrs){
      .sample = sample,
      .score = candidate->score,
      .is_unsure = result->is_unsure[second],
    };
  }
  return g_steal_pointer (&result);
}

typedef struct {
  EctopyQrsWork *work;
  EctopyProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
  gint n_done;     /* atomic */
  gint has_failed; /* atomic: there was not enough memory */
} Leads;

/* A whole lead is a turn. Progress is told by the thread that called, which has the number 0. */
static void
prepare_lead (size_t lead, guint thread, gpointer user_data)
{
  Leads *leads = user_data;
  const gint n_done = g_atomic_int_get (&leads->n_done);

  if (g_cancellable_is_cancelled (leads->cancellable))
    return;
  if (leads->progress != NULL && thread == 0)
    leads->progress (_ ("Finding beats"), 0.8 * n_done / leads->work->input->n_leads,
                     leads->progress_data);
  ectopy_qrs_make_envelope (leads->work, (guint) lead);
  if (!ectopy_qrs_measure_levels (leads->work, (guint) lead))
    g_atomic_int_set (&leads->has_failed, 1);
  g_atomic_int_inc (&leads->n_done);
}

static EctopyQrsResult *
run (EctopyQrsWork *work,
     EctopyProgressFunc progress,
     gpointer progress_data,
     GCancellable *cancellable,
     GError **error)
{
  Leads leads = { work, progress, progress_data, cancellable, 0, 0 };
  g_autofree guint32 *chosen = NULL;
  size_t n_chosen;

  share (work, work->input->n_leads, prepare_lead, &leads);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (leads.has_failed) {
    fail_memory (error);
    return NULL;
  }
  count_gaps (work);
  ectopy_qrs_share_out (work);
  ectopy_qrs_fuse (work);
  if (!ectopy_qrs_find_candidates (work, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  chosen = ectopy_qrs_choose (work, &n_chosen, error);
  if (chosen == NULL)
    return NULL;
  if (progress != NULL)
    progress (_ ("Finding beats"), 0.95, progress_data);
  return make_result (work, chosen, n_chosen, error);
}

EctopyQrsResult *
ectopy_qrs_detect (const EctopyQrsInput *input,
                   EctopyProgressFunc progress,
                   gpointer progress_data,
                   GCancellable *cancellable,
                   GError **error)
{
  EctopyQrsWork work = { .input = input };
  EctopyQrsResult *result = NULL;

  if (!check (input, error))
    return NULL;
  work.ratio = input->rate_hz / ECTOPY_QRS_RATE;
  work.n = (size_t) ((double) input->n_samples / work.ratio);
  work.n_blocks = (work.n + ECTOPY_QRS_BLOCK - 1) / ECTOPY_QRS_BLOCK;
  work.n_seconds = (work.n_blocks + BLOCKS_A_SECOND - 1) / BLOCKS_A_SECOND;
  work.n_halves = 2 * work.n_seconds;
  if (allocate (&work))
    result = run (&work, progress, progress_data, cancellable, error);
  else
    fail_memory (error);
  clear (&work);
  return result;
}

void
ectopy_qrs_result_free (EctopyQrsResult *result)
{
  g_free (result->beats);
  g_free (result->lead_flags);
  g_free (result->is_unsure);
  g_free (result);
}

guint
ectopy_qrs_choose_lead (const char *const *names, guint n)
{
  static const char *const preferred[] = { "MLII", "II" };

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < G_N_ELEMENTS (preferred); k++)
      if (names[i] != NULL && g_ascii_strcasecmp (names[i], preferred[k]) == 0)
        return i;
  return 0;
}
