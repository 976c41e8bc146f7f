/* SPDX-License-Identifier: MIT */
#include "engine/core/workers.h"

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/* A training step is some tens of loops of about a millisecond: a member that slept between them
 * would be woken too late, so it looks for the next loop this often before it sleeps. */
#define SPINS_BEFORE_SLEEP 20000

/* How much nicer the members are than who made the team. */
#define NICER 10

/* The state of the team in one word, so that it changes as a whole: the number of the loop, whether
 * it is still open to members that come late, and how many work in it. A loop closes when its turns
 * are used up: nobody waits for a member that has not even woken. */
#define ROUND_STEP   (G_GUINT64_CONSTANT (1) << 32)
#define CLOSED       (G_GUINT64_CONSTANT (1) << 31)
#define ACTIVE_MASK  (CLOSED - 1)
#define ROUND(state) ((state) / ROUND_STEP)

struct _EctopyWorkers {
  guint n_threads;
  /* Besides who made the team: n_threads - 1, or as many as the system had room for. */
  guint n_members;
  GThread **threads; /* [n_members] */

  GMutex mutex;
  GCond wake;
  guint64 state; /* atomic; a new round begins under the mutex */
  gboolean ending;

  /* of the loop at hand; changed only while nobody is active */
  EctopyWorkFunc func;
  gpointer user_data;
  size_t n_items;
  size_t next_item; /* atomic */
};

typedef struct {
  EctopyWorkers *workers;
  guint number;
} Member;

static void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void
take_turns (EctopyWorkers *workers, guint number)
{
  for (;;) {
    const size_t item = __atomic_fetch_add (&workers->next_item, 1, __ATOMIC_RELAXED);

    if (item >= workers->n_items)
      return;
    workers->func (item, number, workers->user_data);
  }
}

/* Returns: the state once a round other than @seen has begun. */
static guint64
wait_for_round (EctopyWorkers *workers, guint64 seen)
{
  guint64 state;

  for (guint i = 0; i < SPINS_BEFORE_SLEEP; i++) {
    state = __atomic_load_n (&workers->state, __ATOMIC_ACQUIRE);
    if (ROUND (state) != seen)
      return state;
    relax ();
  }

  g_mutex_lock (&workers->mutex);
  while (ROUND (state = __atomic_load_n (&workers->state, __ATOMIC_ACQUIRE)) == seen)
    g_cond_wait (&workers->wake, &workers->mutex);
  g_mutex_unlock (&workers->mutex);
  return state;
}

/* Returns: whether the caller is now active in the round of @state. */
static gboolean
join (EctopyWorkers *workers, guint64 state)
{
  const guint64 round = ROUND (state);

  while (ROUND (state) == round && (state & CLOSED) == 0)
    if (__atomic_compare_exchange_n (&workers->state, &state, state + 1, FALSE, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
      return TRUE;
  return FALSE;
}

static gpointer
member_main (gpointer data)
{
  g_autofree Member *member = data;
  EctopyWorkers *workers = member->workers;
  guint64 state = 0;

#ifdef __linux__
  /* On Linux a priority belongs to a thread, which has that of its maker at first. A refusal only makes
   * the window less fluid. */
  const id_t thread = (id_t) syscall (SYS_gettid);

  (void) setpriority (PRIO_PROCESS, thread, MIN (getpriority (PRIO_PROCESS, thread) + NICER, 19));
#endif
  for (;;) {
    state = wait_for_round (workers, ROUND (state));
    if (!join (workers, state))
      continue;
    if (workers->ending) {
      __atomic_fetch_sub (&workers->state, 1, __ATOMIC_RELEASE);
      return NULL;
    }
    take_turns (workers, member->number);
    __atomic_fetch_sub (&workers->state, 1, __ATOMIC_RELEASE);
  }
}

static void
begin_round (EctopyWorkers *workers)
{
  guint64 state;

  g_mutex_lock (&workers->mutex);
  state = __atomic_load_n (&workers->state,
                           __ATOMIC_RELAXED); /* one that comes late still looks at it */
  __atomic_store_n (&workers->state, (ROUND (state) + 1) * ROUND_STEP, __ATOMIC_RELEASE);
  g_cond_broadcast (&workers->wake);
  g_mutex_unlock (&workers->mutex);
}

EctopyWorkers *
ectopy_workers_new (guint n_threads)
{
  EctopyWorkers *workers = g_new0 (EctopyWorkers, 1);

  workers->n_threads = n_threads > 0 ? n_threads : g_get_num_processors ();
  workers->threads = g_new0 (GThread *, workers->n_threads);
  g_mutex_init (&workers->mutex);
  g_cond_init (&workers->wake);
  for (guint i = 1; i < workers->n_threads; i++) {
    Member *member = g_new (Member, 1);

    *member = (Member){ .workers = workers, .number = i };
    workers->threads[i - 1] = g_thread_try_new ("ectopy-worker", member_main, member, NULL);
    if (workers->threads[i - 1] == NULL) {
      g_free (member);
      break;
    }
    workers->n_members++;
  }
  return workers;
}

void
ectopy_workers_free (EctopyWorkers *workers)
{
  if (workers == NULL)
    return;
  workers->ending = TRUE;
  begin_round (workers);
  for (guint i = 0; i < workers->n_members; i++)
    g_thread_join (workers->threads[i]);
  g_free (workers->threads);
  g_cond_clear (&workers->wake);
  g_mutex_clear (&workers->mutex);
  g_free (workers);
}

guint
ectopy_workers_get_n_threads (const EctopyWorkers *workers)
{
  return workers->n_threads;
}

void
ectopy_workers_run (EctopyWorkers *workers, size_t n_items, EctopyWorkFunc func, gpointer user_data)
{
  if (workers->n_members == 0 || n_items <= 1) {
    for (size_t i = 0; i < n_items; i++)
      func (i, 0, user_data);
    return;
  }

  workers->func = func;
  workers->user_data = user_data;
  workers->n_items = n_items;
  workers->next_item = 0;
  begin_round (workers);
  take_turns (workers, 0);

  /* Those still active are each in their last turn; on an overloaded machine one may not even run. */
  __atomic_fetch_or (&workers->state, CLOSED, __ATOMIC_ACQ_REL);
  for (guint i = 0; (__atomic_load_n (&workers->state, __ATOMIC_ACQUIRE) & ACTIVE_MASK) > 0; i++) {
    if (i < SPINS_BEFORE_SLEEP)
      relax ();
    else
      g_thread_yield ();
  }
}
