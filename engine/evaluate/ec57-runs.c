/* SPDX-License-Identifier: MIT */
/* Each side becomes a row of steps: beats of a run, what ends one, and flutter, which is a whole run.
 * Runs are read off the steps of one side, and looked for in those of the other. */
#include "engine/evaluate/ec57-runs.h"

typedef enum {
  STEP_BEAT,
  STEP_BREAK,
  STEP_FLUTTER,
} StepKind;

typedef struct {
  StepKind kind;
  gint64 begin;
  gint64 end;
} Step;

typedef struct {
  gint64 begin;
  gint64 end;
  guint length;
} Run;

static gboolean
is_of_run (EctopyEc57Label beat, EctopyEc57Label label)
{
  return beat == label || (label == ECTOPY_EC57_V && beat == ECTOPY_EC57_F);
}

/* Adds those of @stretches from the @i-th on that begin before @end. */
static void
add_stretches (GArray *steps, const GArray *stretches, guint *i, gint64 end, StepKind kind)
{
  for (; *i < stretches->len; (*i)++) {
    const EctopyEc57Stretch *stretch = &g_array_index (stretches, EctopyEc57Stretch, *i);

    if (stretch->begin >= end)
      return;
    g_array_append_vals (steps, &(Step){ kind, stretch->begin, stretch->end }, 1);
  }
}

/* (transfer full) (element-type Step): in order. */
static GArray *
list_steps (const EctopyEc57Track *track, EctopyEc57Label label)
{
  const StepKind flutter = label == ECTOPY_EC57_V ? STEP_FLUTTER : STEP_BREAK;
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));
  guint i_flutter = 0, i_shutdown = 0;

  for (size_t i = 0; i <= track->beats->len; i++) {
    const gint64 at = ectopy_ec57_track_at (track, i);
    Step step = { STEP_BREAK, at, at };

    add_stretches (steps, track->flutters, &i_flutter, at, flutter);
    add_stretches (steps, track->shutdowns, &i_shutdown, at, STEP_BREAK);
    if (i == track->beats->len)
      break;
    if (is_of_run (g_array_index (track->beats, EctopyEc57Beat, i).label, label))
      step.kind = STEP_BEAT;
    g_array_append_val (steps, step);
  }
  return steps;
}

static void
extend (Run *run, const Step *step, gint64 start)
{
  if (run->length == 0)
    run->begin = MAX (step->begin, start);
  run->end = step->end;
  run->length = step->kind == STEP_FLUTTER ? ECTOPY_EC57_LONGEST_RUN
                                           : MIN (run->length + 1, ECTOPY_EC57_LONGEST_RUN);
}

/* (transfer full) (element-type Run): those between @start and @end that something ends. */
static GArray *
list_runs (const GArray *steps, gint64 start, gint64 end)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));
  Run run = { 0 };

  for (guint i = 0; i < steps->len; i++) {
    const Step *step = &g_array_index (steps, Step, i);

    if (step->begin > end)
      break;
    if (step->kind == STEP_BREAK) {
      if (run.length > 0)
        g_array_append_val (runs, run);
      run.length = 0;
    } else if (step->end >= start)
      extend (&run, step, start);
  }
  return runs;
}

/* The longest run among @steps within [@begin, @end]; the search begins at the @from-th step and
 * leaves there where the next one, of a later @begin, may begin. */
static guint
longest_within (const GArray *steps, guint *from, gint64 begin, gint64 end)
{
  guint length = 0, longest = 0;

  while (*from < steps->len && g_array_index (steps, Step, *from).end < begin)
    (*from)++;
  for (guint i = *from; i < steps->len && g_array_index (steps, Step, i).begin <= end; i++) {
    const Step *step = &g_array_index (steps, Step, i);

    if (step->kind == STEP_FLUTTER)
      return ECTOPY_EC57_LONGEST_RUN;
    length = step->kind == STEP_BEAT ? MIN (length + 1, ECTOPY_EC57_LONGEST_RUN) : 0;
    longest = MAX (longest, length);
  }
  return longest;
}

void
ectopy_ec57_runs_compare (EctopyEc57Runs *runs,
                          const EctopyEc57Track *reference,
                          const EctopyEc57Track *test,
                          EctopyEc57Label label,
                          double rate_hz,
                          gint64 n_samples,
                          const EctopyEc57Options *options)
{
  const gint64 window = ectopy_ec57_samples (options->window_s, rate_hz);
  const gint64 start = ectopy_ec57_samples (options->from_s, rate_hz);
  const gint64 told = options->to_s > 0 ? ectopy_ec57_samples (options->to_s, rate_hz) : n_samples;
  const gint64 end = told > 0 ? MIN (told, ECTOPY_EC57_LONGEST) : ECTOPY_EC57_LONGEST;
  g_autoptr (GArray) reference_steps = list_steps (reference, label);
  g_autoptr (GArray) test_steps = list_steps (test, label);
  g_autoptr (GArray) reference_runs = list_runs (reference_steps, start, end);
  g_autoptr (GArray) test_runs = list_runs (test_steps, start, end);
  guint from = 0;

  *runs = (EctopyEc57Runs){ 0 };
  for (guint i = 0; i < reference_runs->len; i++) {
    const Run *run = &g_array_index (reference_runs, Run, i);

    runs->found[run->length]
               [longest_within (test_steps, &from, run->begin - window, run->end + window)]++;
  }
  from = 0;
  for (guint i = 0; i < test_runs->len; i++) {
    const Run *run = &g_array_index (test_runs, Run, i);

    runs->claimed[longest_within (reference_steps, &from, run->begin - window, run->end + window)]
                 [run->length]++;
  }
}

void
ectopy_ec57_runs_add (EctopyEc57Runs *runs, const EctopyEc57Runs *other)
{
  for (guint r = 0; r < ECTOPY_N_EC57_RUNS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_RUNS; t++) {
      runs->found[r][t] += other->found[r][t];
      runs->claimed[r][t] += other->claimed[r][t];
    }
}

/* The shortest and the longest length of each kind. */
static const guint lengths[ECTOPY_N_EC57_RUN_KINDS][2] = {
  [ECTOPY_EC57_COUPLET] = { 2, 2 },
  [ECTOPY_EC57_SHORT_RUN] = { 3, 5 },
  [ECTOPY_EC57_LONG_RUN] = { ECTOPY_EC57_LONGEST_RUN, ECTOPY_EC57_LONGEST_RUN },
};

EctopyEc57Share
ectopy_ec57_runs_sensitivity (const EctopyEc57Runs *runs, EctopyEc57RunKind kind)
{
  EctopyEc57Share share = { 0 };

  for (guint length = lengths[kind][0]; length <= lengths[kind][1]; length++)
    for (guint other = 0; other < ECTOPY_N_EC57_RUNS; other++) {
      share.of += runs->found[length][other];
      share.n += other >= lengths[kind][0] ? runs->found[length][other] : 0;
    }
  return share;
}

EctopyEc57Share
ectopy_ec57_runs_predictivity (const EctopyEc57Runs *runs, EctopyEc57RunKind kind)
{
  EctopyEc57Share share = { 0 };

  for (guint length = lengths[kind][0]; length <= lengths[kind][1]; length++)
    for (guint other = 0; other < ECTOPY_N_EC57_RUNS; other++) {
      share.of += runs->claimed[other][length];
      share.n += other >= lengths[kind][0] ? runs->claimed[other][length] : 0;
    }
  return share;
}

const char *
ectopy_ec57_run_kind_name (EctopyEc57RunKind kind)
{
  static const char *const names[ECTOPY_N_EC57_RUN_KINDS] = { "couplet", "short_run", "long_run" };

  return names[kind];
}
