/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* for renameat2() */

#include "engine/core/atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE 65536

/* Of what is written aside; the rest of the name is drawn. */
#define PREFIX       ".ectopy-"
#define DRAWN        "XXXXXX"
#define MAX_ATTEMPTS 16

#define ONE_DAY_S (24 * 60 * 60)

struct _EctopyAtomicFile {
  char *target; /* with links followed */
  char *folder;
  char *temporary;
  int fd;
  int failure; /* errno of the first write that failed, or 0 */
  size_t used;
  char buffer[BUFFER_SIZE];
};

static void
set_error (GError **error, const char *path, int code)
{
  g_autofree char *name = g_filename_display_basename (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _ ("“%s” cannot be written: %s."), name, g_strerror (code));
}

static gboolean
write_all (EctopyAtomicFile *file, const char *data, size_t size)
{
  while (size > 0) {
    const ssize_t n = write (file->fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      file->failure = n < 0 ? errno : EIO;
      return FALSE;
    }
    data += n;
    size -= (size_t) n;
  }
  return TRUE;
}

static gboolean
flush (EctopyAtomicFile *file)
{
  const size_t used = file->used;

  if (file->failure != 0)
    return FALSE;
  file->used = 0;
  return write_all (file, file->buffer, used);
}

/* Not every file system can do this, and by then the file has its name: no error. */
static void
sync_folder (const char *folder)
{
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
}

/* Also what holds the lock: by the name first, so that nobody finds it there without one. */
static void
free_file (EctopyAtomicFile *file, gboolean has_its_name)
{
  if (!has_its_name)
    g_unlink (file->temporary);
  close (file->fd);
  g_free (file->target);
  g_free (file->folder);
  g_free (file->temporary);
  g_free (file);
}

/* ---- What dead writers left ----
 *
 * Who writes aside holds a lock on it, which ends with the process however that ends. So what can
 * be locked by another has no writer; where nothing can be locked, nothing is taken for dead. */

static gboolean
is_temporary_name (const char *name)
{
  return g_str_has_prefix (name, PREFIX) && strlen (name) == strlen (PREFIX DRAWN);
}

/* Not every file system tells other machines of a lock: what is on one that is shared with them has
 * to be of yesterday. */
static gboolean
is_old_enough (const char *path, const struct stat *info)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo)
      system = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE, NULL, NULL);
  const gboolean is_remote = system == NULL || g_file_info_get_attribute_boolean (
                                                   system, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE);

  return !is_remote || g_get_real_time () / G_USEC_PER_SEC - info->st_mtime > ONE_DAY_S;
}

/* For writing, as some file systems lock only such a file; one without leave to write is still
 * locked by others. */
static int
open_leftover (const char *path)
{
  const int flags = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const int fd = open (path, O_WRONLY | flags);

  return fd >= 0 ? fd : open (path, O_RDONLY | flags);
}

static void
remove_if_dead (const char *path)
{
  struct stat named, opened;
  int fd;

  /* Looked at first: to open a device or a pipe can do something. */
  if (lstat (path, &named) != 0 || !S_ISREG (named.st_mode) || !is_old_enough (path, &named))
    return;
  fd = open_leftover (path);
  if (fd < 0)
    return;
  /* By the time of the lock the name may be another file's. */
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &opened) == 0 && S_ISREG (opened.st_mode) &&
      lstat (path, &named) == 0 && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino)
    g_unlink (path);
  close (fd);
}

/* Returns: whether it is the first time that this process asks about @folder. */
static gboolean
note_folder (const char *folder)
{
  static GMutex mutex;
  static GHashTable *seen;
  gboolean is_new;

  g_mutex_lock (&mutex);
  if (seen == NULL)
    seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  is_new = g_hash_table_add (seen, g_canonicalize_filename (folder, NULL));
  g_mutex_unlock (&mutex);
  return is_new;
}

void
ectopy_atomic_file_sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = is_temporary_name (name) ? g_build_filename (folder, name, NULL) : NULL;

    if (path != NULL)
      remove_if_dead (path);
  }
}

/* ---- Writing aside ---- */

/* Returns: (transfer full): the file that @path names, links followed where they lead anywhere. */
static char *
follow_links (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

/* Returns: whether the file is ours alone. Who sweeps may have come between its making and its
 * lock; a file system that has no locks is no reason not to write. */
static gboolean
lock_temporary (int fd)
{
  struct stat info;

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    return errno != EWOULDBLOCK;
  return fstat (fd, &info) != 0 || info.st_nlink > 0;
}

/* Returns: a new locked file with its name in @temporary, or -1 with errno set. */
static int
open_temporary (const char *folder, int mode, char **temporary)
{
  for (guint attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    g_autofree char *path = g_build_filename (folder, PREFIX DRAWN, NULL);
    const int fd = g_mkstemp_full (path, O_WRONLY | O_CLOEXEC, mode);

    if (fd >= 0 && !lock_temporary (fd)) {
      g_unlink (path);
      close (fd);
      continue;
    }
    *temporary = g_steal_pointer (&path);
    return fd;
  }
  errno = EAGAIN;
  return -1;
}

EctopyAtomicFile *
ectopy_atomic_file_open (const char *path, GError **error)
{
  g_autofree char *target = follow_links (path);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = NULL;
  struct stat old;
  const gboolean replaces = stat (target, &old) == 0;
  EctopyAtomicFile *file;
  int fd;

  if (*path == '\0' || (replaces && !S_ISREG (old.st_mode))) {
    const int code = *path == '\0' ? ENOENT : S_ISDIR (old.st_mode) ? EISDIR : EINVAL;

    set_error (error, path, code);
    return NULL;
  }
  if (note_folder (folder))
    ectopy_atomic_file_sweep (folder);
  /* At no time open to more people than the old one is. */
  fd = open_temporary (folder, replaces ? old.st_mode & 0777 : 0666, &temporary);
  if (fd < 0) {
    set_error (error, path, errno);
    return NULL;
  }
  if (replaces)
    (void) fchmod (fd, old.st_mode & 0777);

  file = g_new (EctopyAtomicFile, 1);
  file->target = g_steal_pointer (&target);
  file->folder = g_steal_pointer (&folder);
  file->temporary = g_steal_pointer (&temporary);
  file->fd = fd;
  file->failure = 0;
  file->used = 0;
  return file;
}

gboolean
ectopy_atomic_file_write (EctopyAtomicFile *file, const void *data, size_t size, GError **error)
{
  gboolean good = file->failure == 0;

  if (good && size > BUFFER_SIZE - file->used)
    good = flush (file);
  if (good && size >= BUFFER_SIZE)
    good = write_all (file, data, size);
  else if (good && size > 0) {
    memcpy (file->buffer + file->used, data, size);
    file->used += size;
  }
  if (!good)
    set_error (error, file->target, file->failure);
  return good;
}

gboolean
ectopy_atomic_file_printf (EctopyAtomicFile *file, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;
  int length;

  va_start (arguments, format);
  length = g_vasprintf (&text, format, arguments);
  va_end (arguments);
  g_assert (length >= 0);
  return ectopy_atomic_file_write (file, text, (size_t) length, error);
}

/* Brings the bytes to the disk, where a full one shows itself at the latest. */
static gboolean
settle (EctopyAtomicFile *file)
{
  int status;

  if (!flush (file))
    return FALSE;
  do
    status = fsync (file->fd);
  while (status != 0 && errno == EINTR);
  if (status != 0)
    file->failure = errno;
  return status == 0;
}

typedef enum { NAMELESS, NAMED, NAMED_FIRST, EXCHANGED } Naming;

/* All but the last of several files change places with the old ones, where the file system can do
 * that, so that these are still there if a later one cannot take its name. */
static Naming
take_name (EctopyAtomicFile *file, gboolean is_last)
{
  gboolean is_first = FALSE;

#ifdef RENAME_EXCHANGE
  if (!is_last &&
      renameat2 (AT_FDCWD, file->temporary, AT_FDCWD, file->target, RENAME_EXCHANGE) == 0)
    return EXCHANGED;
  is_first = !is_last && errno == ENOENT;
#endif
  if (g_rename (file->temporary, file->target) == 0)
    return is_first ? NAMED_FIRST : NAMED;
  file->failure = errno;
  return NAMELESS;
}

/* Makes it as it was. What could not be exchanged stays: it is whole. */
static void
give_back (EctopyAtomicFile *const *files, Naming *namings, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (namings[i] == NAMED_FIRST)
      g_unlink (files[i]->target);
    else if (namings[i] == EXCHANGED && g_rename (files[i]->temporary, files[i]->target) == 0)
      namings[i] = NAMED;
}

/* Returns: (nullable): the file that failed. */
static const EctopyAtomicFile *
settle_and_name (EctopyAtomicFile *const *files, Naming *namings, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!settle (files[i]))
      return files[i];
  for (size_t i = 0; i < n; i++) {
    namings[i] = take_name (files[i], i + 1 == n);
    if (namings[i] == NAMELESS) {
      give_back (files, namings, i);
      return files[i];
    }
  }
  return NULL;
}

gboolean
ectopy_atomic_file_commit_all (EctopyAtomicFile *const *files, size_t n, GError **error)
{
  g_autofree Naming *namings = g_new0 (Naming, n);
  const EctopyAtomicFile *failed = settle_and_name (files, namings, n);

  if (failed != NULL)
    set_error (error, failed->target, failed->failure);
  for (size_t i = 0; i < n; i++) {
    if (failed == NULL)
      sync_folder (files[i]->folder);
    free_file (files[i], namings[i] == NAMED || namings[i] == NAMED_FIRST);
  }
  return failed == NULL;
}

gboolean
ectopy_atomic_file_commit (EctopyAtomicFile *file, GError **error)
{
  return ectopy_atomic_file_commit_all (&file, 1, error);
}

void
ectopy_atomic_file_abort (EctopyAtomicFile *file)
{
  if (file != NULL)
    free_file (file, FALSE);
}

gboolean
ectopy_atomic_write (const char *path, const void *data, size_t size, GError **error)
{
  g_autoptr (EctopyAtomicFile) file = ectopy_atomic_file_open (path, error);

  if (file == NULL || !ectopy_atomic_file_write (file, data, size, error))
    return FALSE;
  return ectopy_atomic_file_commit (g_steal_pointer (&file), error);
}
