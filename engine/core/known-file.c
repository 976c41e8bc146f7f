/* SPDX-License-Identifier: MIT */
#include "engine/core/known-file.h"

#include "engine/core/atomic-file.h"
#include "engine/core/input-file.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE 65536

struct _EctopyKnownFile {
  gatomicrefcount references;
  char *path;
  GMutex lock; /* guards what follows; held while writing */
  char *sum;   /* (nullable): of what lay there */
};

/* (transfer full) (nullable): of what lies at @path; NULL for nothing. What cannot be read is told from
 * others by its place and times alone. */
static char *
take_sum (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (EctopyInputFile) file = NULL;
  guint64 done = 0;
  struct stat info;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return NULL;
  file = ectopy_input_file_open (path, NULL);
  while (file != NULL && done < file->size) {
    const size_t n = (size_t) MIN (file->size - done, BUFFER_SIZE);

    if (!ectopy_input_file_read (file, done, buffer, n, NULL))
      break;
    g_checksum_update (sum, buffer, (gssize) n);
    done += n;
  }
  if (file == NULL || done < file->size)
    return g_strdup_printf ("%ju %ju %jd %jd", (uintmax_t) info.st_ino, (uintmax_t) info.st_size,
                            (intmax_t) info.st_mtim.tv_sec, (intmax_t) info.st_mtim.tv_nsec);
  return g_strdup (g_checksum_get_string (sum));
}

EctopyKnownFile *
ectopy_known_file_new (const char *path)
{
  EctopyKnownFile *self = g_new0 (EctopyKnownFile, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->path = g_strdup (path);
  self->sum = take_sum (path);
  return self;
}

EctopyKnownFile *
ectopy_known_file_ref (EctopyKnownFile *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ectopy_known_file_unref (EctopyKnownFile *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self->sum);
  g_free (self);
}

const char *
ectopy_known_file_get_path (EctopyKnownFile *self)
{
  return self->path;
}

static gboolean
is_changed (EctopyKnownFile *self)
{
  g_autofree char *sum = take_sum (self->path);

  return sum != NULL && g_strcmp0 (sum, self->sum) != 0;
}

gboolean
ectopy_known_file_is_changed (EctopyKnownFile *self)
{
  gboolean changed;

  g_mutex_lock (&self->lock);
  changed = is_changed (self);
  g_mutex_unlock (&self->lock);
  return changed;
}

char *
ectopy_known_file_spare_path (const char *path)
{
  for (guint i = 1;; i++) {
    g_autofree char *spare = g_strdup_printf ("%s.backup-%u", path, i);
    struct stat info;

    if (g_lstat (spare, &info) != 0)
      return g_steal_pointer (&spare);
  }
}

/* A second name for it, so that at no moment there is none under the first; a copy where the file
 * system knows no such thing. */
static gboolean
keep_aside (const char *path, GError **error)
{
  g_autofree char *spare = ectopy_known_file_spare_path (path);
  g_autofree char *contents = NULL;
  gsize length;

  if (linkat (AT_FDCWD, path, AT_FDCWD, spare, AT_SYMLINK_FOLLOW) == 0)
    return TRUE;
  return g_file_get_contents (path, &contents, &length, error) &&
         ectopy_atomic_write (spare, contents, length, error);
}

static gboolean
check (EctopyKnownFile *self, gboolean keep_other, GError **error)
{
  g_autofree char *name = NULL;

  if (!is_changed (self))
    return TRUE;
  if (keep_other)
    return keep_aside (self->path, error);
  name = g_filename_display_basename (self->path);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
               _ ("“%s” has been changed by another window or program since it was read."), name);
  return FALSE;
}

gboolean
ectopy_known_file_write (EctopyKnownFile *self,
                         gboolean keep_other,
                         EctopyKnownFileFunc func,
                         gpointer user_data,
                         GError **error)
{
  gboolean good;

  g_mutex_lock (&self->lock);
  good = check (self, keep_other, error) && func (self->path, user_data, error);
  if (good) {
    g_free (self->sum);
    self->sum = take_sum (self->path);
  }
  g_mutex_unlock (&self->lock);
  return good;
}
