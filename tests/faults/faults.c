/* SPDX-License-Identifier: MIT */
/* Loaded before the C library (LD_PRELOAD): counts the calls by which a program changes files in one
 * folder, and lets one of them go wrong.
 *
 *   ECTOPY_FAULT_FOLDER  the folder, absolute; all else is let through and not counted
 *   ECTOPY_FAULT_LOG     a file elsewhere: a line a call, its name and its path
 *   ECTOPY_FAULT_AT      which call, counted from 1
 *   ECTOPY_FAULT         what happens there:
 *     kill, kill-after   SIGKILL before the call is done, or after
 *     error:E            it fails with errno E, once
 *     full:E             it and all later ones that surely need room fail with errno E
 *     readonly           it and all later ones fail with EROFS
 *     short              of a write, half is written, once
 *     short-full         so too, and from then on the disk is full
 *     unlockable         from there on no file can be locked */
#define _GNU_SOURCE
#undef _FORTIFY_SOURCE
/* Both names of each call are wrapped, so neither may be made of the other. */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__ ((visibility ("default")))

enum { MAX_FDS = 4096 };

/* What an open file is to us. */
typedef enum { OTHER, FILE_OURS, FOLDER_OURS } Kind;

/* What a call does, as far as a fault asks. */
typedef enum { NEEDS_ROOM, WRITES, CHANGES, SYNCS, CLOSES } Nature;

static _Atomic unsigned char kinds[MAX_FDS];
static atomic_long n_calls;

/* The wrapped call of the C library. */
#define REAL(name) ((__typeof__ (&name)) real (#name))

static void *
real (const char *name)
{
  void *call = dlsym (RTLD_NEXT, name);

  if (call == NULL)
    abort ();
  return call;
}

static const char *
setting (const char *name)
{
  const char *value = getenv (name);

  return value != NULL ? value : "";
}

/* ---- Whose file ---- */

static int
is_below (const char *path)
{
  const char *folder = setting ("ECTOPY_FAULT_FOLDER");
  const size_t length = strlen (folder);

  return length > 0 && strncmp (path, folder, length) == 0 &&
         (path[length] == '/' || path[length] == '\0');
}

/* Makes @path absolute in @whole. */
static void
locate (int folder, const char *path, char whole[PATH_MAX])
{
  char link[64];
  ssize_t n = 0;

  if (path[0] == '/') {
    snprintf (whole, PATH_MAX, "%s", path);
    return;
  }
  if (folder == AT_FDCWD)
    snprintf (link, sizeof link, "/proc/self/cwd");
  else
    snprintf (link, sizeof link, "/proc/self/fd/%d", folder);
  n = readlink (link, whole, PATH_MAX - 1);
  if (n < 0)
    n = 0;
  snprintf (whole + n, (size_t) (PATH_MAX - n), "/%s", path);
}

static int
is_ours (int folder, const char *path, char whole[PATH_MAX])
{
  locate (folder, path, whole);
  return is_below (whole);
}

static Kind
kind_of (int fd)
{
  return fd >= 0 && fd < MAX_FDS ? (Kind) kinds[fd] : OTHER;
}

/* ---- What goes wrong ---- */

static void
note (const char *call, const char *path)
{
  char line[PATH_MAX + 64];
  const int length = snprintf (line, sizeof line, "%s\t%s\n", call, path);
  const int fd = (int) syscall (SYS_openat, AT_FDCWD, setting ("ECTOPY_FAULT_LOG"),
                                O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0 || syscall (SYS_write, fd, line, (size_t) length) != length)
    abort ();
  syscall (SYS_close, fd);
}

static void
die (void)
{
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

/* Counts a call. Returns: 0 to do it, -1 to do half of it, or the errno with which it fails. */
static int
strike (const char *call, const char *path, Nature nature, long *number)
{
  const long at = strtol (setting ("ECTOPY_FAULT_AT"), NULL, 10);
  const char *fault = setting ("ECTOPY_FAULT");
  const char *code = strchr (fault, ':');
  long n;

  note (call, path);
  n = *number = atomic_fetch_add (&n_calls, 1) + 1;
  if (at <= 0 || n < at)
    return 0;
  if (n == at && strcmp (fault, "kill") == 0)
    die ();
  if (n == at && strncmp (fault, "error:", 6) == 0)
    return atoi (code + 1);
  if (strncmp (fault, "full:", 5) == 0 &&
      (n == at || nature == NEEDS_ROOM || nature == WRITES || nature == SYNCS))
    return atoi (code + 1);
  if (strcmp (fault, "readonly") == 0 && nature != CLOSES)
    return EROFS;
  if (n == at && strncmp (fault, "short", 5) == 0 && nature == WRITES)
    return -1;
  if (n > at && strcmp (fault, "short-full") == 0 && (nature == NEEDS_ROOM || nature == WRITES))
    return ENOSPC;
  return 0;
}

static void
strike_after (long number)
{
  const int code = errno;

  if (number == strtol (setting ("ECTOPY_FAULT_AT"), NULL, 10) &&
      strcmp (setting ("ECTOPY_FAULT"), "kill-after") == 0)
    die ();
  errno = code;
}

/* A wrapped call that is done or fails, as a statement that returns. */
#define DO_OR_FAIL(name, path, nature, call)                                                       \
  do {                                                                                             \
    long number;                                                                                   \
    const int fault = strike (name, path, nature, &number);                                        \
    __typeof__ (call) result;                                                                      \
                                                                                                   \
    if (fault > 0) {                                                                               \
      errno = fault;                                                                               \
      return (__typeof__ (call)) -1;                                                               \
    }                                                                                              \
    result = (call);                                                                               \
    strike_after (number);                                                                         \
    return result;                                                                                 \
  } while (0)

/* A way by which calls would escape: nothing of ours may take it. */
static void
refuse (const char *call, const char *path)
{
  fprintf (stderr, "faults: %s of %s is not counted\n", call, path);
  abort ();
}

/* ---- Opening ---- */

static int
is_for_writing (int flags)
{
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

static int
opened (int fd, Kind kind)
{
  if (fd >= MAX_FDS)
    abort ();
  if (fd >= 0)
    kinds[fd] = (unsigned char) kind;
  return fd;
}

static int
open_at (int folder, const char *path, int flags, mode_t mode)
{
  char whole[PATH_MAX];
  long number;
  int fault, fd;

  if (!is_ours (folder, path, whole))
    return opened (REAL (openat) (folder, path, flags, mode), OTHER);
  if (!is_for_writing (flags)) {
    fd = REAL (openat) (folder, path, flags, mode);
    return opened (fd, (flags & O_DIRECTORY) != 0 ? FOLDER_OURS : OTHER);
  }
  fault = strike ((flags & O_CREAT) != 0 ? "create" : "open", whole,
                  (flags & O_CREAT) != 0 ? NEEDS_ROOM : CHANGES, &number);
  if (fault > 0) {
    errno = fault;
    return -1;
  }
  fd = opened (REAL (openat) (folder, path, flags, mode), FILE_OURS);
  strike_after (number);
  return fd;
}

static mode_t
get_mode (int flags, va_list rest)
{
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg (rest, mode_t) : 0;
}

#define OPEN(name)                                                                                 \
  EXPORT int name (const char *path, int flags, ...)                                               \
  {                                                                                                \
    va_list rest;                                                                                  \
    mode_t mode;                                                                                   \
                                                                                                   \
    va_start (rest, flags);                                                                        \
    mode = get_mode (flags, rest);                                                                 \
    va_end (rest);                                                                                 \
    return open_at (AT_FDCWD, path, flags, mode);                                                  \
  }

#define OPENAT(name)                                                                               \
  EXPORT int name (int folder, const char *path, int flags, ...)                                   \
  {                                                                                                \
    va_list rest;                                                                                  \
    mode_t mode;                                                                                   \
                                                                                                   \
    va_start (rest, flags);                                                                        \
    mode = get_mode (flags, rest);                                                                 \
    va_end (rest);                                                                                 \
    return open_at (folder, path, flags, mode);                                                    \
  }

int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);

OPEN (open)
OPEN (open64)
OPENAT (openat)
OPENAT (openat64)

EXPORT int
__open_2 (const char *path, int flags)
{
  return open_at (AT_FDCWD, path, flags, 0);
}

EXPORT int
__open64_2 (const char *path, int flags)
{
  return open_at (AT_FDCWD, path, flags, 0);
}

EXPORT int
creat (const char *path, mode_t mode)
{
  return open_at (AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

EXPORT int
creat64 (const char *path, mode_t mode)
{
  return open_at (AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

#define MKSTEMP(name, parameters, arguments)                                                       \
  EXPORT int name parameters                                                                       \
  {                                                                                                \
    char whole[PATH_MAX];                                                                          \
    long number;                                                                                   \
    int fault, fd;                                                                                 \
                                                                                                   \
    if (!is_ours (AT_FDCWD, path, whole))                                                          \
      return opened (REAL (name) arguments, OTHER);                                                \
    fault = strike ("create", whole, NEEDS_ROOM, &number);                                         \
    if (fault > 0) {                                                                               \
      errno = fault;                                                                               \
      return -1;                                                                                   \
    }                                                                                              \
    fd = opened (REAL (name) arguments, FILE_OURS);                                                \
    strike_after (number);                                                                         \
    return fd;                                                                                     \
  }

MKSTEMP (mkstemp, (char *path), (path))
MKSTEMP (mkstemp64, (char *path), (path))
MKSTEMP (mkostemp, (char *path, int flags), (path, flags))
MKSTEMP (mkostemp64, (char *path, int flags), (path, flags))

/* The C library's own buffers are written by calls that cannot be wrapped. */
#define FOPEN(name)                                                                                \
  EXPORT FILE *name (const char *path, const char *mode)                                           \
  {                                                                                                \
    char whole[PATH_MAX];                                                                          \
                                                                                                   \
    if (strpbrk (mode, "wa+") != NULL && is_ours (AT_FDCWD, path, whole))                          \
      refuse (#name, whole);                                                                       \
    return REAL (name) (path, mode);                                                               \
  }

FOPEN (fopen)
FOPEN (fopen64)

/* ---- Open files ---- */

static const char *
path_of (int fd, char whole[PATH_MAX])
{
  char link[64];
  ssize_t n;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, whole, PATH_MAX - 1);
  whole[n > 0 ? n : 0] = '\0';
  return whole;
}

EXPORT ssize_t
write (int fd, const void *data, size_t size)
{
  char whole[PATH_MAX];
  ssize_t n;
  long number;
  int fault;

  if (kind_of (fd) != FILE_OURS)
    return REAL (write) (fd, data, size);
  fault = strike ("write", path_of (fd, whole), WRITES, &number);
  if (fault > 0) {
    errno = fault;
    return -1;
  }
  n = REAL (write) (fd, data, fault < 0 ? (size + 1) / 2 : size);
  strike_after (number);
  return n;
}

#define PWRITE(name, offset_type)                                                                  \
  EXPORT ssize_t name (int fd, const void *data, size_t size, offset_type offset)                  \
  {                                                                                                \
    char whole[PATH_MAX];                                                                          \
                                                                                                   \
    if (kind_of (fd) == FILE_OURS)                                                                 \
      refuse (#name, path_of (fd, whole));                                                         \
    return REAL (name) (fd, data, size, offset);                                                   \
  }

PWRITE (pwrite, off_t)
PWRITE (pwrite64, off64_t)

EXPORT ssize_t
writev (int fd, const struct iovec *pieces, int n)
{
  char whole[PATH_MAX];

  if (kind_of (fd) == FILE_OURS)
    refuse ("writev", path_of (fd, whole));
  return REAL (writev) (fd, pieces, n);
}

#define SYNC(name)                                                                                 \
  EXPORT int name (int fd)                                                                         \
  {                                                                                                \
    char whole[PATH_MAX];                                                                          \
                                                                                                   \
    if (kind_of (fd) == OTHER)                                                                     \
      return REAL (name) (fd);                                                                     \
    DO_OR_FAIL (kind_of (fd) == FOLDER_OURS ? "sync-folder" : "sync", path_of (fd, whole), SYNCS,  \
                REAL (name) (fd));                                                                 \
  }

SYNC (fsync)
SYNC (fdatasync)

#define FTRUNCATE(name, offset_type)                                                               \
  EXPORT int name (int fd, offset_type length)                                                     \
  {                                                                                                \
    char whole[PATH_MAX];                                                                          \
                                                                                                   \
    if (kind_of (fd) != FILE_OURS)                                                                 \
      return REAL (name) (fd, length);                                                             \
    DO_OR_FAIL ("truncate", path_of (fd, whole), NEEDS_ROOM, REAL (name) (fd, length));            \
  }

FTRUNCATE (ftruncate, off_t)
FTRUNCATE (ftruncate64, off64_t)

#define FALLOCATE(name, offset_type)                                                               \
  EXPORT int name (int fd, int mode, offset_type offset, offset_type length)                       \
  {                                                                                                \
    char whole[PATH_MAX];                                                                          \
                                                                                                   \
    if (kind_of (fd) != FILE_OURS)                                                                 \
      return REAL (name) (fd, mode, offset, length);                                               \
    DO_OR_FAIL ("allocate", path_of (fd, whole), NEEDS_ROOM,                                       \
                REAL (name) (fd, mode, offset, length));                                           \
  }

FALLOCATE (fallocate, off_t)
FALLOCATE (fallocate64, off64_t)

EXPORT int
fchmod (int fd, mode_t mode)
{
  char whole[PATH_MAX];

  if (kind_of (fd) != FILE_OURS)
    return REAL (fchmod) (fd, mode);
  DO_OR_FAIL ("chmod", path_of (fd, whole), CHANGES, REAL (fchmod) (fd, mode));
}

/* Closes also where it says that it failed, as Linux does. */
EXPORT int
close (int fd)
{
  const Kind kind = kind_of (fd);
  char whole[PATH_MAX];
  long number;
  int fault, status;

  if (kind != FILE_OURS) {
    opened (fd, OTHER);
    return REAL (close) (fd);
  }
  fault = strike ("close", path_of (fd, whole), CLOSES, &number);
  opened (fd, OTHER);
  status = REAL (close) (fd);
  strike_after (number);
  if (fault <= 0)
    return status;
  errno = fault;
  return -1;
}

EXPORT int
flock (int fd, int operation)
{
  const long at = strtol (setting ("ECTOPY_FAULT_AT"), NULL, 10);

  if (at > 0 && n_calls + 1 >= at && strcmp (setting ("ECTOPY_FAULT"), "unlockable") == 0) {
    errno = ENOLCK;
    return -1;
  }
  return REAL (flock) (fd, operation);
}

/* ---- Names ---- */

EXPORT int
rename (const char *from, const char *to)
{
  char whole[PATH_MAX];

  if (!is_ours (AT_FDCWD, to, whole))
    return REAL (rename) (from, to);
  DO_OR_FAIL ("rename", whole, CHANGES, REAL (rename) (from, to));
}

EXPORT int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  char whole[PATH_MAX];

  if (!is_ours (to_folder, to, whole))
    return REAL (renameat) (from_folder, from, to_folder, to);
  DO_OR_FAIL ("rename", whole, CHANGES, REAL (renameat) (from_folder, from, to_folder, to));
}

EXPORT int
renameat2 (int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
  char whole[PATH_MAX];

  if (!is_ours (to_folder, to, whole))
    return REAL (renameat2) (from_folder, from, to_folder, to, flags);
  DO_OR_FAIL ("rename", whole, CHANGES, REAL (renameat2) (from_folder, from, to_folder, to, flags));
}

EXPORT int
link (const char *from, const char *to)
{
  char whole[PATH_MAX];

  if (!is_ours (AT_FDCWD, to, whole))
    return REAL (link) (from, to);
  DO_OR_FAIL ("link", whole, NEEDS_ROOM, REAL (link) (from, to));
}

EXPORT int
linkat (int from_folder, const char *from, int to_folder, const char *to, int flags)
{
  char whole[PATH_MAX];

  if (!is_ours (to_folder, to, whole))
    return REAL (linkat) (from_folder, from, to_folder, to, flags);
  DO_OR_FAIL ("link", whole, NEEDS_ROOM, REAL (linkat) (from_folder, from, to_folder, to, flags));
}

EXPORT int
symlink (const char *from, const char *to)
{
  char whole[PATH_MAX];

  if (!is_ours (AT_FDCWD, to, whole))
    return REAL (symlink) (from, to);
  DO_OR_FAIL ("link", whole, NEEDS_ROOM, REAL (symlink) (from, to));
}

#define REMOVE(name)                                                                               \
  EXPORT int name (const char *path)                                                               \
  {                                                                                                \
    char whole[PATH_MAX];                                                                          \
                                                                                                   \
    if (!is_ours (AT_FDCWD, path, whole))                                                          \
      return REAL (name) (path);                                                                   \
    DO_OR_FAIL ("remove", whole, CHANGES, REAL (name) (path));                                     \
  }

REMOVE (unlink)
REMOVE (remove)
REMOVE (rmdir)

EXPORT int
unlinkat (int folder, const char *path, int flags)
{
  char whole[PATH_MAX];

  if (!is_ours (folder, path, whole))
    return REAL (unlinkat) (folder, path, flags);
  DO_OR_FAIL ("remove", whole, CHANGES, REAL (unlinkat) (folder, path, flags));
}

EXPORT int
mkdir (const char *path, mode_t mode)
{
  char whole[PATH_MAX];

  if (!is_ours (AT_FDCWD, path, whole))
    return REAL (mkdir) (path, mode);
  DO_OR_FAIL ("make-folder", whole, NEEDS_ROOM, REAL (mkdir) (path, mode));
}

EXPORT int
mkdirat (int folder, const char *path, mode_t mode)
{
  char whole[PATH_MAX];

  if (!is_ours (folder, path, whole))
    return REAL (mkdirat) (folder, path, mode);
  DO_OR_FAIL ("make-folder", whole, NEEDS_ROOM, REAL (mkdirat) (folder, path, mode));
}

EXPORT int
chmod (const char *path, mode_t mode)
{
  char whole[PATH_MAX];

  if (!is_ours (AT_FDCWD, path, whole))
    return REAL (chmod) (path, mode);
  DO_OR_FAIL ("chmod", whole, CHANGES, REAL (chmod) (path, mode));
}
