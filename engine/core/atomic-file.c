/* SPDX-License-Identifier: MIT */
#include "engine/core/atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE 65536

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

static void
free_file (EctopyAtomicFile *file)
{
  g_free (file->target);
  g_free (file->folder);
  g_free (file->temporary);
  g_free (file);
}

/* Returns: (transfer full): the file that @path names, links followed where they lead anywhere. */
static char *
follow_links (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

EctopyAtomicFile *
ectopy_atomic_file_open (const char *path, GError **error)
{
  g_autofree char *target = follow_links (path);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = g_build_filename (folder, ".ectopy-XXXXXX", NULL);
  struct stat old;
  const gboolean replaces = stat (target, &old) == 0;
  EctopyAtomicFile *file;
  int fd;

  if (*path == '\0' || (replaces && !S_ISREG (old.st_mode))) {
    const int code = *path == '\0' ? ENOENT : S_ISDIR (old.st_mode) ? EISDIR : EINVAL;

    set_error (error, path, code);
    return NULL;
  }
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
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

gboolean
ectopy_atomic_file_commit (EctopyAtomicFile *file, GError **error)
{
  int failure;

  if (flush (file) && fsync (file->fd) != 0)
    file->failure = errno;
  if (close (file->fd) != 0 && file->failure == 0 && errno != EINTR)
    file->failure = errno;
  if (file->failure == 0 && g_rename (file->temporary, file->target) != 0)
    file->failure = errno;

  failure = file->failure;
  if (failure == 0) {
    sync_folder (file->folder);
  } else {
    set_error (error, file->target, failure);
    g_unlink (file->temporary);
  }
  free_file (file);
  return failure == 0;
}

void
ectopy_atomic_file_abort (EctopyAtomicFile *file)
{
  if (file == NULL)
    return;
  close (file->fd);
  g_unlink (file->temporary);
  free_file (file);
}

gboolean
ectopy_atomic_write (const char *path, const void *data, size_t size, GError **error)
{
  g_autoptr (EctopyAtomicFile) file = ectopy_atomic_file_open (path, error);

  if (file == NULL || !ectopy_atomic_file_write (file, data, size, error))
    return FALSE;
  return ectopy_atomic_file_commit (g_steal_pointer (&file), error);
}
