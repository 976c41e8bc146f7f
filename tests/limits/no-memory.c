/* SPDX-License-Identifier: MIT */
/* Loaded before the C library (LD_PRELOAD): counts the large allocations that a program itself asks GLib or
 * the C library for, and lets one of them fail, as on a machine that is full. What libraries ask for among
 * themselves is let through and not counted: GLib's arrays and texts, cairo, and OpenBLAS, which asks again
 * for ever where it gets no memory, cannot be told so.
 *
 *   ECTOPY_LARGE        how many bytes are large; default 262144
 *   ECTOPY_LARGE_FAIL   which large allocation fails, counted from 1; none if unset
 *   ECTOPY_LARGE_COUNT  a file that is given the count when the program ends
 *   ECTOPY_THREADS      how many threads GLib may make; those it is asked for beyond are refused */
#define _GNU_SOURCE
#undef _FORTIFY_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <glib.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__ ((visibility ("default")))

/* GLib's macros of these names would look into the size. */
#undef g_malloc
#undef g_malloc0
#undef g_realloc
#undef g_try_malloc
#undef g_try_malloc0
#undef g_try_realloc
#undef g_malloc_n
#undef g_malloc0_n
#undef g_realloc_n
#undef g_try_malloc_n
#undef g_try_malloc0_n
#undef g_try_realloc_n
#undef g_memdup2

static size_t large = 262144;
static long fail_at;
static const char *count_file;
static atomic_long n_large;

static long threads_left = -1; /* any number */

/* Code of the program, and of GLib; known before main() begins. */
typedef struct {
  uintptr_t begin, end;
} Code;

static Code program, glib;

static int
lies_in (const Code *code, const void *caller)
{
  return (uintptr_t) caller >= code->begin && (uintptr_t) caller < code->end;
}

static int
note_code (struct dl_phdr_info *info, size_t size, void *data)
{
  /* The first is the program itself, without a name. */
  Code *code = program.end == 0                                 ? &program
               : strstr (info->dlpi_name, "/libglib-2") != NULL ? &glib
                                                                : NULL;

  for (int i = 0; code != NULL && i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X) != 0) {
      code->begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
      code->end = code->begin + info->dlpi_phdr[i].p_memsz;
    }
  return 0;
}

static void __attribute__ ((constructor)) begin (void)
{
  const char *text;

  dl_iterate_phdr (note_code, NULL);
  if ((text = getenv ("ECTOPY_LARGE")) != NULL)
    large = strtoul (text, NULL, 10);
  if ((text = getenv ("ECTOPY_LARGE_FAIL")) != NULL)
    fail_at = strtol (text, NULL, 10);
  if ((text = getenv ("ECTOPY_THREADS")) != NULL)
    threads_left = strtol (text, NULL, 10);
  count_file = getenv ("ECTOPY_LARGE_COUNT");
}

static void __attribute__ ((destructor)) end (void)
{
  FILE *file = count_file != NULL ? fopen (count_file, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%ld\n", atomic_load (&n_large));
  fclose (file);
}

/* Whether an allocation of @n times @size that is made at @caller is the one to fail. */
static int
fails (size_t n, size_t size, const void *caller)
{
  size_t all;

  if (__builtin_mul_overflow (n, size, &all))
    return 0; /* fails without our help */
  if (all < large || !lies_in (&program, caller))
    return 0;
  errno = ENOMEM;
  return atomic_fetch_add (&n_large, 1) + 1 == fail_at;
}

#define CALLER     __builtin_return_address (0)
#define REAL(name) ((__typeof__ (&name)) real (#name))

static void *
real (const char *name)
{
  void *call = dlsym (RTLD_NEXT, name);

  if (call == NULL)
    abort ();
  return call;
}

/* As GLib does where it cannot return NULL. */
static void
give_up (const char *name, size_t size)
{
  fprintf (stderr, "%s of %zu bytes that must not fail\n", name, size);
  abort ();
}

EXPORT gpointer
g_malloc (gsize size)
{
  if (fails (size, 1, CALLER)) {
    give_up ("g_malloc", size);
    return NULL;
  }
  return REAL (g_malloc) (size);
}

EXPORT gpointer
g_malloc0 (gsize size)
{
  if (fails (size, 1, CALLER)) {
    give_up ("g_malloc0", size);
    return NULL;
  }
  return REAL (g_malloc0) (size);
}

EXPORT gpointer
g_malloc_n (gsize n, gsize size)
{
  if (fails (n, size, CALLER)) {
    give_up ("g_malloc_n", n * size);
    return NULL;
  }
  return REAL (g_malloc_n) (n, size);
}

EXPORT gpointer
g_malloc0_n (gsize n, gsize size)
{
  if (fails (n, size, CALLER)) {
    give_up ("g_malloc0_n", n * size);
    return NULL;
  }
  return REAL (g_malloc0_n) (n, size);
}

EXPORT gpointer
g_realloc (gpointer memory, gsize size)
{
  if (fails (size, 1, CALLER)) {
    give_up ("g_realloc", size);
    return NULL;
  }
  return REAL (g_realloc) (memory, size);
}

EXPORT gpointer
g_realloc_n (gpointer memory, gsize n, gsize size)
{
  if (fails (n, size, CALLER)) {
    give_up ("g_realloc_n", n * size);
    return NULL;
  }
  return REAL (g_realloc_n) (memory, n, size);
}

EXPORT gpointer
g_try_malloc (gsize size)
{
  if (fails (size, 1, CALLER))
    return NULL;
  return REAL (g_try_malloc) (size);
}

EXPORT gpointer
g_try_malloc0 (gsize size)
{
  if (fails (size, 1, CALLER))
    return NULL;
  return REAL (g_try_malloc0) (size);
}

EXPORT gpointer
g_try_malloc_n (gsize n, gsize size)
{
  if (fails (n, size, CALLER))
    return NULL;
  return REAL (g_try_malloc_n) (n, size);
}

EXPORT gpointer
g_try_malloc0_n (gsize n, gsize size)
{
  if (fails (n, size, CALLER))
    return NULL;
  return REAL (g_try_malloc0_n) (n, size);
}

EXPORT gpointer
g_try_realloc (gpointer memory, gsize size)
{
  if (fails (size, 1, CALLER))
    return NULL;
  return REAL (g_try_realloc) (memory, size);
}

EXPORT gpointer
g_try_realloc_n (gpointer memory, gsize n, gsize size)
{
  if (fails (n, size, CALLER))
    return NULL;
  return REAL (g_try_realloc_n) (memory, n, size);
}

EXPORT int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  return fails (size, 1, CALLER) ? ENOMEM : REAL (posix_memalign) (memory, alignment, size);
}

EXPORT int
pthread_create (pthread_t *thread,
                const pthread_attr_t *attributes,
                void *(*func) (void *),
                void *data)
{
  if (threads_left >= 0 && lies_in (&glib, CALLER)) {
    if (threads_left == 0)
      return EAGAIN;
    threads_left--; /* of the main thread, which alone makes some */
  }
  return REAL (pthread_create) (thread, attributes, func, data);
}
