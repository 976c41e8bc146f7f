/* SPDX-License-Identifier: MIT */
/* ectopy_safetensors_read() of safetensors.h. */
#include "engine/core/error.h"
#include "engine/model-file/safetensors.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE ((goffset) 4 << 30) /* bytes */

/* The regular file @fd as a block of memory; no FIFO or device, which might never end. */
static guint8 *
read_all (int fd, const char *name, size_t *size, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  struct stat status;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_FILE) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 _ ("%s: expected a regular file of at most 4 GiB, found something else."), name);
    return NULL;
  }
  *size = 0;
  bytes = g_try_malloc ((size_t) status.st_size + 1);
  if (bytes == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("%s: expected memory for the file, found too little."), name);
    return NULL;
  }
  while (*size < (size_t) status.st_size) {
    const ssize_t n = read (fd, bytes + *size, (size_t) status.st_size - *size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      const int saved = errno;

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved),
                   _ ("%s: cannot be read: %s."), name, g_strerror (saved));
      return NULL;
    }
    if (n == 0)
      break; /* cut short while we read: the parser sees a shorter file */
    *size += (size_t) n;
  }
  return g_steal_pointer (&bytes);
}

EctopySafetensors *
ectopy_safetensors_read (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree guint8 *bytes = NULL;
  size_t size = 0;
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0) {
    const int saved = errno;

    g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved),
                 _ ("%s: cannot be opened: %s."), shown, g_strerror (saved));
    return NULL;
  }
  bytes = read_all (fd, shown, &size, error);
  close (fd);
  return bytes != NULL ? ectopy_safetensors_parse (bytes, size, shown, error) : NULL;
}
