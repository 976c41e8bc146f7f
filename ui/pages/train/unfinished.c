/* SPDX-License-Identifier: MIT */
#include "ui/pages/train/unfinished.h"

#include "engine/core/atomic-file.h"
#include "engine/review/corrections-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUP  "run"
#define PREFIX "training-"
#define LOCK   ".lock"

static char *
state_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "ectopy", NULL);
}

static char *
file_of (const EctopyUnfinished *self, const char *suffix)
{
  return g_strconcat (self->base, suffix, NULL);
}

/* Returns: whether the lock is ours now, by its name too: who clears up may have taken that. */
static gboolean
take_lock (EctopyUnfinished *self)
{
  g_autofree char *path = file_of (self, LOCK);
  struct stat info;

  self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0 &&
         fstat (self->lock, &info) == 0 && info.st_nlink > 0;
}

static EctopyUnfinished *
unfinished_at (char *base)
{
  EctopyUnfinished *self = g_new0 (EctopyUnfinished, 1);

  self->base = base;
  self->lock = -1;
  self->checkpoint = file_of (self, ".checkpoint");
  ectopy_fit_settings_init (&self->settings);
  return self;
}

/* ---- Writing ---- */

/* Paths need not be UTF-8, values of a key file must be. */
static void
set_path (GKeyFile *file, const char *key, const char *path)
{
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autofree char *uri = absolute != NULL ? g_filename_to_uri (absolute, NULL, NULL) : NULL;

  if (uri != NULL)
    g_key_file_set_string (file, GROUP, key, uri);
}

static gboolean
write_request (const EctopyUnfinished *self, GError **error)
{
  g_autofree char *settings = ectopy_fit_settings_to_text (&self->settings);
  g_autofree char *path = file_of (self, ".ini");
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_data (file, settings, strlen (settings), G_KEY_FILE_NONE, error))
    return FALSE;
  set_path (file, "training", self->training_path);
  set_path (file, "validation", self->validation_path);
  set_path (file, "patients", self->patients_path);
  set_path (file, "corrections", self->corrections_path);
  g_key_file_set_integer (file, GROUP, "threads", (int) self->n_threads);
  g_key_file_set_integer (file, GROUP, "epochs-done", (int) self->n_done);
  text = g_key_file_to_data (file, NULL, NULL);
  return ectopy_atomic_write (path, text, strlen (text), error);
}

/* A copy, as what is saved counts as saved, and these are for us only. */
static gboolean
write_corrections (EctopyUnfinished *self,
                   EctopyDataset *dataset,
                   EctopyCorrections *corrections,
                   GError **error)
{
  const size_t n = ectopy_corrections_get_n_rows (corrections);
  g_autoptr (EctopyCorrections) copy = ectopy_corrections_new (n);

  for (size_t i = 0; i < n; i++) {
    const EctopyVerdict verdict = ectopy_corrections_get (corrections, i);

    if (verdict.kind != ECTOPY_VERDICT_NONE)
      ectopy_corrections_set (copy, i, verdict.kind, verdict.beat_class);
  }
  self->corrections_path = file_of (self, ".corrections.json");
  return ectopy_corrections_save (copy, dataset, self->corrections_path, error);
}

EctopyUnfinished *
ectopy_unfinished_new (const char *training_path,
                       EctopyDataset *dataset,
                       EctopyCorrections *corrections,
                       const EctopyTrainerRequest *request,
                       GError **error)
{
  g_autofree char *folder = state_folder ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (PREFIX, id, NULL);
  EctopyUnfinished *self = unfinished_at (g_build_filename (folder, name, NULL));

  self->training_path = g_strdup (training_path);
  self->validation_path = g_strdup (request->validation_path);
  self->patients_path = g_strdup (request->patients_path);
  self->n_threads = request->n_threads;
  ectopy_fit_settings_clear (&self->settings);
  ectopy_fit_settings_copy (&self->settings, request->settings);
  if (g_mkdir_with_parents (folder, 0700) != 0 || !take_lock (self)) {
    const int code = errno;

    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", folder,
                 g_strerror (code));
  } else if ((corrections == NULL || write_corrections (self, dataset, corrections, error)) &&
             write_request (self, error)) {
    return self;
  }
  ectopy_unfinished_remove (self);
  return NULL;
}

void
ectopy_unfinished_set_done (EctopyUnfinished *self, guint n_done)
{
  self->n_done = n_done;
  /* Only for words: the checkpoint knows better, and tells its own failures. */
  write_request (self, NULL);
}

/* ---- Reading ---- */

static char *
get_path (GKeyFile *file, const char *key)
{
  g_autofree char *uri = g_key_file_get_string (file, GROUP, key, NULL);

  return uri != NULL ? g_filename_from_uri (uri, NULL, NULL) : NULL;
}

/* Returns: whether the run can go on. */
static gboolean
read_request (EctopyUnfinished *self)
{
  g_autofree char *path = file_of (self, ".ini");
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_file_test (self->checkpoint, G_FILE_TEST_IS_REGULAR) ||
      !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) ||
      !ectopy_fit_settings_load (&self->settings, path, NULL))
    return FALSE;
  self->training_path = get_path (file, "training");
  self->validation_path = get_path (file, "validation");
  self->patients_path = get_path (file, "patients");
  self->corrections_path = get_path (file, "corrections");
  self->n_threads = (guint) CLAMP (g_key_file_get_integer (file, GROUP, "threads", NULL), 0, 1024);
  self->n_done = (guint) MAX (g_key_file_get_integer (file, GROUP, "epochs-done", NULL), 0);
  return self->training_path != NULL;
}

/* Also of a run that ended as it was being noted, or removed: with a lock and no key file. */
EctopyUnfinished *
ectopy_unfinished_find (void)
{
  g_autofree char *folder = state_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  ectopy_atomic_file_sweep (folder);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    EctopyUnfinished *self;

    if (!g_str_has_prefix (name, PREFIX) || !g_str_has_suffix (name, LOCK))
      continue;
    self = unfinished_at (g_strdup_printf ("%s%c%.*s", folder, G_DIR_SEPARATOR,
                                           (int) (strlen (name) - strlen (LOCK)), name));
    if (!take_lock (self))
      ectopy_unfinished_free (self);
    else if (read_request (self))
      return self;
    else
      ectopy_unfinished_remove (self);
  }
  return NULL;
}

void
ectopy_unfinished_remove (EctopyUnfinished *self)
{
  /* By the last the others are found, so it stays as long as one of them. */
  static const char *const suffixes[] = { ".ini", ".checkpoint", ".corrections.json", LOCK };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = file_of (self, suffixes[i]);

    if (g_remove (path) != 0 && errno != ENOENT)
      break;
  }
  ectopy_unfinished_free (self);
}

void
ectopy_unfinished_free (EctopyUnfinished *self)
{
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->training_path);
  g_free (self->corrections_path);
  g_free (self->validation_path);
  g_free (self->patients_path);
  g_free (self->checkpoint);
  ectopy_fit_settings_clear (&self->settings);
  g_free (self->base);
  g_free (self);
}
