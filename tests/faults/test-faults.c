/* SPDX-License-Identifier: MIT */
/* Nothing is lost when a program is killed, a disk is full or fails: each kind of saving is done again
 * and again over an older good file, each time with a fault at another of the calls that change files
 * (see faults.c). All of them with ECTOPY_THOROUGH=1, else some, drawn from a seed. With
 * ECTOPY_FAULT_TELL=1 each tells what was done and what the program said.
 *
 * Killed, a program leaves the old file or the new one, whole; the next writer in that folder removes
 * what was left aside. After an error the old file stands, nothing is left aside, and the message
 * names the file and the system's reason. */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Faults a kind of saving when not all are tried. */
#define N_DRAWN 5

/* Words of a command: %F is the folder where is saved, %I that of what is read, %V "old" or "new", and
 * %S a seed that differs between the two. */
typedef struct {
  const char *name;
  const char *command;
  const char *dump; /* (nullable): tells what is in the file, where the bytes hold the time */
} Saving;

static const Saving savings[] = {
  { "model",
    "cli train %I/beats-%V.csv --network %I/tiny.network --epochs 1 --quiet --output "
    "%F/m.safetensors",
    NULL },
  { "checkpoint",
    "cli train %I/beats-%V.csv --network %I/tiny.network --epochs 1 --quiet "
    "--output %I/other.safetensors --checkpoint %F/checkpoint",
    "saver dump-checkpoint %F/checkpoint" },
  { "beats", "cli synthesize --beats 60 --seed %S --output %F/beats.csv", NULL },
  { "record", "cli synthesize --minutes 0.4 --seed %S --output %F/record", NULL },
  { "cut-beats", "cli cut %I/record-%V --output %F/beats.csv", NULL },
  { "classes", "cli predict --model %I/model.safetensors %I/beats-%V.csv --output %F/classes.csv",
    NULL },
  { "report-pdf",
    "cli evaluate --model %I/model.safetensors %I/beats-%V.csv --report %F/report.pdf", NULL },
  { "report-csv",
    "cli evaluate --model %I/model.safetensors %I/beats-%V.csv --report %F/report.csv", NULL },
  { "report-json",
    "cli evaluate --model %I/model.safetensors %I/beats-%V.csv --report %F/report.json",
    "grep -v second %F/report.json" },
  { "confusion",
    "cli evaluate --model %I/model.safetensors %I/beats-%V.csv --confusion %F/confusion.png",
    NULL },
  { "found-beats", "cli detect %I/record-%V --output %F/record.qrs", NULL },
  { "annotations", "cli classify %I/record-%V --quiet --output %F/record.ann", NULL },
  { "edf", "cli classify %I/record-%V --quiet --output %F/record.edf", NULL },
  { "results", "cli classify %I/record-%V --quiet --output %F/record.json", NULL },
  { "recording-report", "cli classify %I/record-%V --quiet --report %F/record.pdf", NULL },
  { "mismatches", "cli compare --mismatches %F/record.bad %I/record-%V.atr %I/record-%V.few",
    NULL },
  { "corrections", "saver save-corrections %V %I/beats-old.csv %F/corrections.json",
    "saver dump-corrections %I/beats-old.csv %F/corrections.json" },
  { "corrections-table", "saver save-corrections %V %I/beats-old.csv %F/corrections.csv",
    "cut -d, -f1-5 %F/corrections.csv" },
  { "study", "saver save-study %V %F/record.study.json", "saver dump-study %F/record.study.json" },
};

typedef enum { KILL, ERROR, LASTING_ERROR, HARMLESS } Sort;

typedef struct {
  Sort sort;
  const char *words; /* for faults.c, without the errno */
  int code;
} Fault;

static const Fault faults[] = {
  { KILL, "kill", 0 },
  { KILL, "kill-after", 0 },
  { ERROR, "full:", ENOSPC },
  { ERROR, "full:", EDQUOT },
  { ERROR, "error:", EIO },
  { ERROR, "error:", EROFS },
  { LASTING_ERROR, "readonly", EROFS },
  { ERROR, "short-full", ENOSPC },
  { HARMLESS, "short", 0 },
  { HARMLESS, "unlockable", 0 },
};

typedef struct {
  int status; /* as of waitpid() */
  char *out;
  char *err;
} Run;

static const char *cli, *saver, *library;
static gboolean is_thorough, tells_all;
static char *work, *inputs, *folder, *call_log;

static struct {
  guint n_kills, n_errors, n_harmless, n_mixed;
} tally;

/* ---- Files ---- */

/* Adds to @files, by their paths below @top, those of one folder in it, with their bytes. */
static void
read_below (GHashTable *files, const char *top, const char *below)
{
  g_autofree char *path = g_build_filename (top, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = below[0] != '\0' ? g_build_filename (below, name, NULL)
                                              : g_strdup (name);
    g_autofree char *whole = g_build_filename (top, inner, NULL);
    char *bytes;
    gsize length;

    if (g_file_test (whole, G_FILE_TEST_IS_DIR)) {
      read_below (files, top, inner);
      continue;
    }
    g_assert_true (g_file_get_contents (whole, &bytes, &length, NULL));
    g_hash_table_insert (files, g_steal_pointer (&inner), g_bytes_new_take (bytes, length));
  }
}

static GHashTable *
read_files (void)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_bytes_unref);

  read_below (files, folder, "");
  return files;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    if (g_file_test (inner, G_FILE_TEST_IS_DIR))
      remove_all (inner);
    g_remove (inner);
  }
}

/* @files (nullable) are all that is in the folder now. */
static void
set_files (GHashTable *files)
{
  GHashTableIter iter;
  gpointer name, bytes;

  remove_all (folder);
  if (files == NULL)
    return;
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &bytes)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *above = g_path_get_dirname (path);
    gsize size;
    const char *data = g_bytes_get_data (bytes, &size);

    g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
    g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  }
}

static char *
list_names (GHashTable *files)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (files), (GCompareFunc) strcmp);
  GString *text = g_string_new (NULL);

  for (GList *name = names; name != NULL; name = name->next)
    g_string_append_printf (text, "%s ", (const char *) name->data);
  return g_string_free (text, FALSE);
}

static void
assert_same_names (GHashTable *files, GHashTable *expected)
{
  g_autofree char *have = list_names (files);
  g_autofree char *want = list_names (expected);

  g_assert_cmpstr (have, ==, want);
}

static gboolean
are_same (GHashTable *files, GHashTable *others, const char *name)
{
  GBytes *one = g_hash_table_lookup (files, name);
  GBytes *other = g_hash_table_lookup (others, name);

  return one != NULL && other != NULL && g_bytes_equal (one, other);
}

/* ---- Programs ---- */

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

/* @fault (nullable) at call number @at. */
static Run
run (const char *command, const char *variant, const char *fault, guint at)
{
  const char *const pairs[][2] = {
    { "%F", folder },
    { "%I", inputs },
    { "%V", variant },
    { "%S", g_str_equal (variant, "old") ? "1" : "2" },
  };
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *number = g_strdup_printf ("%u", at);
  g_autoptr (GError) error = NULL;
  Run result;

  for (guint i = 0; words[i] != NULL; i++)
    for (guint p = 0; p < G_N_ELEMENTS (pairs); p++) {
      char *next = replace (words[i], pairs[p][0], pairs[p][1]);

      g_free (words[i]);
      words[i] = next;
    }
  if (g_str_equal (words[0], "cli") || g_str_equal (words[0], "saver")) {
    const char *program = g_str_equal (words[0], "cli") ? cli : saver;

    g_free (words[0]);
    words[0] = g_strdup (program);
  }
  environment = g_environ_setenv (environment, "SOURCE_DATE_EPOCH", "0", TRUE);
  environment = g_environ_setenv (environment, "XDG_STATE_HOME", folder, TRUE);
  environment = g_environ_setenv (environment, "XDG_CONFIG_HOME", folder, TRUE);
  environment = g_environ_setenv (environment, "GSETTINGS_BACKEND", "keyfile", TRUE);
  if (fault != NULL) {
    g_remove (call_log);
    environment = g_environ_setenv (environment, "LD_PRELOAD", library, TRUE);
    environment = g_environ_setenv (environment, "ECTOPY_FAULT_FOLDER", folder, TRUE);
    environment = g_environ_setenv (environment, "ECTOPY_FAULT_LOG", call_log, TRUE);
    environment = g_environ_setenv (environment, "ECTOPY_FAULT", fault, TRUE);
    environment = g_environ_setenv (environment, "ECTOPY_FAULT_AT", number, TRUE);
  }
  g_spawn_sync (NULL, words, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &result.out, &result.err,
                &result.status, &error);
  g_assert_no_error (error);
  return result;
}

static void
run_clear (Run *result)
{
  g_free (result->out);
  g_free (result->err);
}

static gboolean
is_good (const Run *result)
{
  return WIFEXITED (result->status) && WEXITSTATUS (result->status) == 0;
}

static gboolean
is_killed (const Run *result)
{
  return WIFSIGNALED (result->status) && WTERMSIG (result->status) == SIGKILL;
}

/* Returns: (transfer full): what it says. */
static char *
run_well (const char *command, const char *variant)
{
  Run result = run (command, variant, NULL, 0);

  if (!is_good (&result))
    g_error ("%s: %s", command, result.err);
  g_free (result.err);
  return result.out;
}

static void
do_well (const char *command, const char *variant)
{
  g_free (run_well (command, variant));
}

/* The calls of the last run, in order. */
static GStrv
read_calls (void)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (call_log, &text, NULL, NULL))
    return g_new0 (char *, 1);
  return g_strsplit (g_strchomp (text), "\n", -1);
}

/* ---- Which faults ---- */

typedef struct {
  const Fault *fault;
  guint at;
} Trial;

static char *
fault_words (const Fault *fault)
{
  return g_str_has_suffix (fault->words, ":") ? g_strdup_printf ("%s%d", fault->words, fault->code)
                                              : g_strdup (fault->words);
}

/* A fault that only a write can have is not tried at other calls. */
static gboolean
can_be_at (const Fault *fault, const char *call)
{
  if (g_str_has_prefix (fault->words, "short"))
    return g_str_has_prefix (call, "write\t");
  return !g_str_equal (fault->words, "unlockable") || g_str_has_prefix (call, "create\t");
}

/* Returns: (element-type Trial): all, or some, of which a good part are kills. */
static GArray *
list_trials (const char *name, GStrv calls)
{
  GArray *trials = g_array_new (FALSE, FALSE, sizeof (Trial));
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_str_hash (name));

  for (guint at = 1; calls[at - 1] != NULL; at++)
    for (guint f = 0; f < G_N_ELEMENTS (faults); f++) {
      const Trial trial = { &faults[f], at };

      if (can_be_at (&faults[f], calls[at - 1]))
        g_array_append_val (trials, trial);
    }
  for (guint i = 0; !is_thorough && i < MIN (trials->len, N_DRAWN); i++) {
    const guint other = (guint) g_rand_int_range (rand, (gint32) i, (gint32) trials->len);
    const Trial kept = g_array_index (trials, Trial, i);

    g_array_index (trials, Trial, i) = g_array_index (trials, Trial, other);
    g_array_index (trials, Trial, other) = kept;
  }
  if (!is_thorough)
    g_array_set_size (trials, MIN (trials->len, N_DRAWN));
  return trials;
}

static void
count (const Fault *fault)
{
  tally.n_kills += fault->sort == KILL;
  tally.n_errors += fault->sort == ERROR || fault->sort == LASTING_ERROR;
  tally.n_harmless += fault->sort == HARMLESS;
}

static void
tell (const char *name, GStrv calls, guint n_trials, gint64 begun)
{
  g_test_message ("%s: %u calls, %u trials: %u kills, %u errors, %u that do no harm; %u killed "
                  "between the files of a set; %.1f s",
                  name, g_strv_length (calls), n_trials, tally.n_kills, tally.n_errors,
                  tally.n_harmless, tally.n_mixed,
                  (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
}

/* ---- One kind of saving ---- */

/* What is right: the files before and after, and what they hold where bytes hold more than that. */
typedef struct {
  const Saving *saving;
  GHashTable *old_files, *new_files;
  char *old_dump, *new_dump;
} Truth;

static gboolean
is_old (const Truth *truth, GHashTable *files, const char *name)
{
  return are_same (files, truth->old_files, name);
}

static gboolean
is_new (const Truth *truth, GHashTable *files, const char *name)
{
  g_autofree char *dump = NULL;

  if (truth->saving->dump == NULL)
    return are_same (files, truth->new_files, name);
  if (is_old (truth, files, name))
    return FALSE;
  dump = run_well (truth->saving->dump, "new");
  return g_str_equal (dump, truth->new_dump);
}

static void
assert_all (const Truth *truth,
            GHashTable *files,
            gboolean (*is) (const Truth *truth, GHashTable *files, const char *name))
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, truth->old_files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_assert_true (is (truth, files, name));
}

/* Each file is whole, the old one or the new. */
static void
assert_whole (const Truth *truth, GHashTable *files)
{
  GHashTableIter iter;
  gpointer name;
  guint n_old = 0, n_new = 0;

  g_hash_table_iter_init (&iter, truth->old_files);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (is_old (truth, files, name))
      n_old++;
    else if (is_new (truth, files, name))
      n_new++;
    else
      g_error ("%s is neither the old file nor the new", (const char *) name);
  }
  tally.n_mixed += n_old > 0 && n_new > 0;
}

/* The next time all is as if nothing had happened, and nothing is left of what did. */
static void
assert_heals (const Truth *truth)
{
  g_autoptr (GHashTable) files = NULL;

  do_well (truth->saving->command, "new");
  files = read_files ();
  assert_same_names (files, truth->new_files);
  assert_all (truth, files, is_new);
}

static void
assert_tells (const Truth *truth, const Run *result, int code)
{
  GHashTableIter iter;
  gpointer name;
  gboolean is_named = FALSE;

  g_assert_true (WIFEXITED (result->status));
  g_assert_cmpint (WEXITSTATUS (result->status), ==, 1);
  g_hash_table_iter_init (&iter, truth->old_files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    is_named = is_named || strstr (result->err, name) != NULL;
  if (!is_named || strstr (result->err, g_strerror (code)) == NULL)
    g_error ("this does not tell which file and “%s”: %s", g_strerror (code), result->err);
}

static gboolean
is_removal (const char *call)
{
  return g_str_has_prefix (call, "remove\t");
}

/* By then the file has its name and its bytes are on the disk: to call that a failure would be wrong.
 * That its folder is not synced, or that closing says something, is let pass, as is that the new file
 * cannot be given the old one's permissions, of which it then has fewer. Of several files one that
 * cannot change places with the old one is renamed instead, and an old one that cannot be removed is
 * left to the next. */
static gboolean
may_be_let_pass (const char *call)
{
  return g_str_has_prefix (call, "sync-folder\t") || g_str_has_prefix (call, "close\t") ||
         g_str_has_prefix (call, "chmod\t") || g_str_has_prefix (call, "rename\t") ||
         is_removal (call);
}

static void
try_one (const Truth *truth, const Trial *trial, const char *call)
{
  const Fault *fault = trial->fault;
  g_autofree char *words = fault_words (fault);
  g_autoptr (GHashTable) files = NULL;
  Run result;

  set_files (truth->old_files);
  result = run (truth->saving->command, "new", words, trial->at);
  files = read_files ();
  if (tells_all)
    g_test_message ("%s at %u, %s: status %d: %s", words, trial->at, call, result.status,
                    result.err);
  count (fault);
  if (fault->sort == KILL) {
    g_assert_true (is_killed (&result));
    assert_whole (truth, files);
    assert_heals (truth);
  } else if (is_good (&result)) {
    g_assert_true (fault->sort == HARMLESS || may_be_let_pass (call));
    assert_all (truth, files, is_new);
    if (is_removal (call) || fault->sort == LASTING_ERROR)
      assert_heals (truth);
    else
      assert_same_names (files, truth->new_files);
  } else {
    g_assert_true (fault->sort != HARMLESS);
    assert_tells (truth, &result, fault->code);
    /* Where nothing at all can be changed any more, nothing can be taken back or removed either. */
    if (fault->sort == LASTING_ERROR) {
      assert_whole (truth, files);
    } else {
      assert_all (truth, files, is_old);
      assert_same_names (files, truth->old_files);
    }
    assert_heals (truth);
  }
  run_clear (&result);
}

static void
test_saving (gconstpointer data)
{
  const Saving *saving = data;
  const gint64 begun = g_get_monotonic_time ();
  Truth truth = { .saving = saving };
  g_autoptr (GArray) trials = NULL;
  g_auto (GStrv) calls = NULL;
  Run counting;

  memset (&tally, 0, sizeof tally);
  set_files (NULL);
  do_well (saving->command, "new");
  truth.new_files = read_files ();
  truth.new_dump = saving->dump != NULL ? run_well (saving->dump, "new") : NULL;
  set_files (NULL);
  do_well (saving->command, "old");
  truth.old_files = read_files ();
  truth.old_dump = saving->dump != NULL ? run_well (saving->dump, "old") : NULL;
  assert_same_names (truth.old_files, truth.new_files);
  g_assert_cmpuint (g_hash_table_size (truth.old_files), >, 0);

  counting = run (saving->command, "new", "count", 0);
  g_assert_true (is_good (&counting));
  run_clear (&counting);
  calls = read_calls ();
  g_assert_cmpuint (g_strv_length (calls), >, 3);
  if (saving->dump != NULL)
    g_assert_cmpstr (truth.old_dump, !=, truth.new_dump);
  trials = list_trials (saving->name, calls);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index (trials, Trial, i);

    try_one (&truth, trial, calls[trial->at - 1]);
  }
  tell (saving->name, calls, trials->len, begun);
  g_hash_table_unref (truth.old_files);
  g_hash_table_unref (truth.new_files);
  g_free (truth.old_dump);
  g_free (truth.new_dump);
}

/* ---- A study while it is worked on ---- */

/* How many acts are said to be safe. */
static guint
count_safe (const Run *result)
{
  const char *last = g_strrstr (result->out, "safe ");

  return last != NULL ? (guint) strtoul (last + strlen ("safe "), NULL, 10) : 0;
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

/* Returns: (transfer full): the acts that the next start finds; the first of @all, at least @n_safe. */
static char *
assert_acts (const char *all, guint n_safe)
{
  char *found = run_well ("saver dump-work %F", "new");

  if (!g_str_has_prefix (all, found))
    g_error ("these are not the acts that were done: %s", found);
  g_assert_cmpuint (count_lines (found), >=, n_safe);
  return found;
}

static void
assert_only_study (void)
{
  g_autoptr (GHashTable) files = read_files ();
  g_autofree char *names = list_names (files);

  g_assert_cmpstr (names, ==, "record.study.json ");
}

/* Acts that were said to be safe are there after the end, whatever that was; and when the study is saved
 * nothing but it is left. */
static void
test_work (gconstpointer data)
{
  const char *command = "saver work-on-study %F";
  const gint64 begun = g_get_monotonic_time ();
  g_autoptr (GArray) trials = NULL;
  g_auto (GStrv) calls = NULL;
  g_autofree char *all = NULL;
  Run result;

  memset (&tally, 0, sizeof tally);
  set_files (NULL);
  result = run (command, "new", "count", 0);
  g_assert_true (is_good (&result));
  g_assert_cmpuint (count_safe (&result), ==, 9);
  run_clear (&result);
  calls = read_calls ();
  all = run_well ("saver dump-work %F", "new");
  g_assert_cmpuint (count_lines (all), ==, 9);
  trials = list_trials ("work", calls);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index (trials, Trial, i);
    g_autofree char *words = fault_words (trial->fault);
    g_autofree char *found = NULL;
    g_autofree char *saved = NULL;

    set_files (NULL);
    result = run (command, "new", words, trial->at);
    if (tells_all)
      g_test_message ("%s at %u, %s: status %d, safe %u: %s", words, trial->at,
                      calls[trial->at - 1], result.status, count_safe (&result), result.err);
    g_assert_true (trial->fault->sort == KILL ? is_killed (&result) : WIFEXITED (result.status));
    /* What failed is either told or made good. */
    if (trial->fault->sort != KILL && count_safe (&result) < 9)
      g_assert_nonnull (strstr (result.err, g_strerror (trial->fault->code)));
    if (trial->fault->sort == HARMLESS)
      g_assert_cmpuint (count_safe (&result), ==, 9);
    found = assert_acts (all, count_safe (&result));
    do_well ("saver end-study %F", "new");
    saved = run_well ("saver dump-work %F", "new");
    g_assert_cmpstr (saved, ==, found);
    assert_only_study ();
    count (trial->fault);
    run_clear (&result);
  }
  tell ("work on a study", calls, trials->len, begun);
}

/* The same of the last saving, over what a killed program left. */
static void
test_end (gconstpointer data)
{
  const gint64 begun = g_get_monotonic_time ();
  g_autoptr (GHashTable) left = NULL;
  g_autoptr (GArray) trials = NULL;
  g_auto (GStrv) calls = NULL;
  g_autofree char *all = NULL;
  Run result;

  memset (&tally, 0, sizeof tally);
  set_files (NULL);
  do_well ("saver work-on-study %F", "new");
  left = read_files ();
  all = run_well ("saver dump-work %F", "new");
  result = run ("saver end-study %F", "new", "count", 0);
  g_assert_true (is_good (&result));
  run_clear (&result);
  calls = read_calls ();
  trials = list_trials ("end", calls);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index (trials, Trial, i);
    g_autofree char *words = fault_words (trial->fault);
    g_autofree char *found = NULL;

    set_files (left);
    result = run ("saver end-study %F", "new", words, trial->at);
    found = assert_acts (all, 9);
    do_well ("saver end-study %F", "new");
    assert_only_study ();
    count (trial->fault);
    run_clear (&result);
  }
  tell ("end of a study", calls, trials->len, begun);
}

/* ---- A run of training that the window notes ---- */

/* What is found at the next start can be gone on with, and when that is done nothing is left. */
static void
test_note (gconstpointer data)
{
  const char *command = "saver run-training %I/beats-old.csv";
  const gint64 begun = g_get_monotonic_time ();
  g_autofree char *path = g_build_filename (inputs, "beats-old.csv", NULL);
  g_autoptr (GArray) trials = NULL;
  g_auto (GStrv) calls = NULL;
  guint n_found = 0;
  Run result;

  memset (&tally, 0, sizeof tally);
  set_files (NULL);
  result = run (command, "new", "count", 0);
  g_assert_true (is_good (&result));
  run_clear (&result);
  calls = read_calls ();
  trials = list_trials ("note", calls);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index (trials, Trial, i);
    g_autofree char *words = fault_words (trial->fault);
    g_autofree char *found = NULL;
    g_autofree char *again = NULL;
    g_autoptr (GHashTable) files = NULL;

    set_files (NULL);
    result = run (command, "new", words, trial->at);
    if (tells_all)
      g_test_message ("%s at %u, %s: status %d: %s", words, trial->at, calls[trial->at - 1],
                      result.status, result.err);
    g_assert_true (trial->fault->sort == KILL ? is_killed (&result) : WIFEXITED (result.status));
    found = run_well ("saver find-training", "new");
    again = run_well ("saver find-training", "new");
    n_found += found[0] != '\0';
    if (found[0] != '\0')
      g_assert_nonnull (strstr (found, path));
    g_assert_cmpstr (again, ==, "");
    files = read_files ();
    g_assert_cmpuint (g_hash_table_size (files), ==, 0);
    count (trial->fault);
    run_clear (&result);
  }
  if (is_thorough)
    g_assert_cmpuint (n_found, >, 10);
  tell ("note of a training", calls, trials->len, begun);
}

/* ---- Preferences ---- */

/* GLib writes them: here in a file of its own; usually another program does. What it leaves aside when
 * it is killed is not ours. */
static void
test_preferences (gconstpointer data)
{
  const char *command = "saver set-preferences %V";
  const gint64 begun = g_get_monotonic_time ();
  g_autoptr (GHashTable) old_files = NULL;
  g_autoptr (GArray) trials = NULL;
  g_auto (GStrv) calls = NULL;
  Run result;

  memset (&tally, 0, sizeof tally);
  set_files (NULL);
  do_well (command, "old");
  old_files = read_files ();
  result = run (command, "new", "count", 0);
  g_assert_true (is_good (&result));
  run_clear (&result);
  calls = read_calls ();
  trials = list_trials ("preferences", calls);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index (trials, Trial, i);
    g_autofree char *words = fault_words (trial->fault);
    g_autofree char *dump = NULL;
    g_autofree char *again = NULL;

    set_files (old_files);
    result = run (command, "new", words, trial->at);
    dump = run_well ("saver dump-preferences", "new");
    if (tells_all)
      g_test_message ("%s at %u, %s: status %d: %s: %s", words, trial->at, calls[trial->at - 1],
                      result.status, result.err, dump);
    /* Two preferences, one after the other. Where GLib can make no file aside it writes over the old
     * one, and on a full disk that leaves the defaults. */
    g_assert_true (g_str_equal (dump, "1 old\n") || g_str_equal (dump, "2 old\n") ||
                   g_str_equal (dump, "2 new\n") || trial->fault->sort != KILL);
    do_well (command, "new");
    again = run_well ("saver dump-preferences", "new");
    g_assert_cmpstr (again, ==, "2 new\n");
    count (trial->fault);
    run_clear (&result);
  }
  tell ("preferences", calls, trials->len, begun);
}

/* ---- What all of them read ---- */

static void
make_inputs (void)
{
  g_autofree char *network = g_build_filename (inputs, "tiny.network", NULL);

  g_assert_true (g_file_set_contents (
      network,
      "network tiny\ninput 187\nconv 4 kernel=7 stride=2\nbatch-norm\nrelu\nmax-pool 4\nflatten\n"
      "dense 5\nsoftmax\n",
      -1, NULL));
  for (guint i = 0; i < 2; i++) {
    const char *variant = i == 0 ? "old" : "new";

    do_well ("cli synthesize --beats 60 --seed %S --output %I/beats-%V.csv", variant);
    do_well ("cli synthesize --minutes 1 --seed %S --output %I/record-%V", variant);
    do_well ("cli detect %I/record-%V --quiet --output %I/record-%V.few", variant);
  }
  do_well ("cli train %I/beats-old.csv --network %I/tiny.network --epochs 1 --quiet "
           "--output %I/model.safetensors",
           "old");
}

int
main (int argc, char **argv)
{
  g_autofree char *made = g_dir_make_tmp ("ectopy-faults-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4);
  cli = argv[1];
  saver = argv[2];
  library = argv[3];
  is_thorough = g_getenv ("ECTOPY_THOROUGH") != NULL;
  tells_all = g_getenv ("ECTOPY_FAULT_TELL") != NULL;
  work = realpath (made, NULL);
  inputs = g_build_filename (work, "in", NULL);
  folder = g_build_filename (work, "out", NULL);
  call_log = g_build_filename (work, "calls", NULL);
  g_assert_cmpint (g_mkdir (inputs, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  make_inputs ();

  for (gsize i = 0; i < G_N_ELEMENTS (savings); i++) {
    g_autofree char *path = g_strconcat ("/faults/save/", savings[i].name, NULL);

    g_test_add_data_func (path, &savings[i], test_saving);
  }
  g_test_add_data_func ("/faults/study/work", NULL, test_work);
  g_test_add_data_func ("/faults/study/end", NULL, test_end);
  g_test_add_data_func ("/faults/training/note", NULL, test_note);
  g_test_add_data_func ("/faults/preferences", NULL, test_preferences);
  status = g_test_run ();
  remove_all (work);
  g_rmdir (work);
  free (work);
  g_free (inputs);
  g_free (folder);
  g_free (call_log);
  return status;
}
