/* SPDX-License-Identifier: MIT */
/* The checkpoint of a training run; what could be read is written and read again, and must be the same. */
#include "tests/fuzz/fuzz-checkpoint.h"
#include "engine/learn/fit-state.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static gboolean
load (EctopyFitState *state, const char *path, GError **error)
{
  ectopy_training_log_free (state->log);
  state->log = ectopy_training_log_new ();
  return ectopy_fit_state_load (state, FUZZ_CHECKPOINT_JOB, path, error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static EctopyFitState state = { 0 };
  const char *path = fuzz_put ("x.checkpoint", data, size);
  g_autoptr (GError) error = NULL;
  gboolean is_read;

  if (state.network == NULL)
    fuzz_checkpoint_state (&state);
  is_read = load (&state, path, &error);
  fuzz_check (is_read ? path : NULL, error);
  if (is_read) {
    g_autofree char *once = NULL;
    g_autofree char *twice = NULL;
    gsize n_once, n_twice;

    g_assert_cmpuint (state.member, <, state.n_members);
    g_assert_cmpuint (state.epoch, ==, state.log->n_epochs);
    path = fuzz_put ("y.checkpoint", NULL, 0);
    g_assert_true (ectopy_fit_state_save (&state, FUZZ_CHECKPOINT_JOB, path, NULL));
    g_assert_true (g_file_get_contents (path, &once, &n_once, NULL));
    g_assert_true (load (&state, path, NULL));
    g_assert_true (ectopy_fit_state_save (&state, FUZZ_CHECKPOINT_JOB, path, NULL));
    g_assert_true (g_file_get_contents (path, &twice, &n_twice, NULL));
    g_assert_cmpmem (once, n_once, twice, n_twice);
  }
  return 0;
}
