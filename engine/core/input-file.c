/* SPDX-License-Identifier: MIT */
#include "engine/core/input-file.h"

#include "engine/core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

static void
set_open_error (GError **error, const char *name, int code)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _ ("“%s” cannot be opened: %s."), name, g_strerror (code));
}

EctopyInputFile *
ectopy_input_file_open (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;
  EctopyInputFile *file;

  if (fd < 0) {
    set_open_error (error, name, errno);
    return NULL;
  }
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)) {
    if (S_ISDIR (info.st_mode))
      set_open_error (error, name, EISDIR);
    else
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   _ ("“%s” is a pipe or a device: a file was expected."), name);
    close (fd);
    return NULL;
  }
  file = g_new (EctopyInputFile, 1);
  file->fd = fd;
  file->name = g_steal_pointer (&name);
  file->size = (guint64) info.st_size;
  return file;
}

gboolean
ectopy_input_file_read_up_to (const EctopyInputFile *file,
                              guint64 offset,
                              void *data,
                              size_t size,
                              size_t *n_read,
                              GError **error)
{
  *n_read = 0;
  while (*n_read < size) {
    const ssize_t n = pread (file->fd, (guint8 *) data + *n_read, size - *n_read,
                             (off_t) (offset + *n_read));

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      const int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   _ ("“%s” cannot be read: %s."), file->name, g_strerror (code));
      return FALSE;
    }
    if (n == 0)
      break;
    *n_read += (size_t) n;
  }
  return TRUE;
}

gboolean
ectopy_input_file_read (const EctopyInputFile *file,
                        guint64 offset,
                        void *data,
                        size_t size,
                        GError **error)
{
  size_t n;

  if (!ectopy_input_file_read_up_to (file, offset, data, size, &n, error))
    return FALSE;
  if (n == size)
    return TRUE;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH,
               _ ("“%s” has become shorter while it was being read: read it again."), file->name);
  return FALSE;
}

char *
ectopy_input_file_read_all (const char *path, size_t limit, size_t *size, GError **error)
{
  g_autoptr (EctopyInputFile) file = ectopy_input_file_open (path, error);
  g_autofree char *data = NULL;

  if (file == NULL)
    return NULL;
  if (file->size > limit) {
    g_set_error (
        error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
        ngettext ("“%s” has %" PRIu64 " byte, but at most %zu were expected of such a file.",
                  "“%s” has %" PRIu64 " bytes, but at most %zu were expected of such a file.",
                  (gulong) file->size),
        file->name, file->size, limit);
    return NULL;
  }
  data = g_try_malloc ((size_t) file->size + 1);
  if (data == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 ngettext ("“%s”: there is not enough memory for its %" PRIu64 " byte.",
                           "“%s”: there is not enough memory for its %" PRIu64 " bytes.",
                           (gulong) file->size),
                 file->name, file->size);
    return NULL;
  }
  if (!ectopy_input_file_read (file, 0, data, (size_t) file->size, error))
    return NULL;
  data[file->size] = '\0';
  *size = (size_t) file->size;
  return g_steal_pointer (&data);
}

char *
ectopy_input_file_read_text (const char *path, size_t limit, GError **error)
{
  size_t size;
  g_autofree char *text = ectopy_input_file_read_all (path, limit, &size, error);

  if (text != NULL && !g_utf8_validate_len (text, size, NULL)) {
    g_autofree char *name = g_filename_display_basename (path);

    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("%s: expected text in UTF-8"), name);
    return NULL;
  }
  return g_steal_pointer (&text);
}

void
ectopy_input_file_close (EctopyInputFile *file)
{
  close (file->fd);
  g_free (file->name);
  g_free (file);
}
