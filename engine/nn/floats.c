/* SPDX-License-Identifier: MIT */
#include "engine/nn/floats.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LINE 64

/* From so many bytes on they are the system's own, given back as soon as they are freed. The allocator would
 * put them among what is small and stays, which keeps it from ever giving back what lies between. */
#define LARGE (1024 * 1024)

/* The sanitizer of addresses sees what is the allocator's alone. */
#define IS_WATCHED 0
#if defined __SANITIZE_ADDRESS__
#undef IS_WATCHED
#define IS_WATCHED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#undef IS_WATCHED
#define IS_WATCHED 1
#endif
#endif

/* The line before the first float: how many bytes are mapped, 0 where they are the allocator's. */
typedef union {
  size_t mapped;
  char line[LINE];
} Head;

float *
ectopy_floats_new (size_t n, GError **error)
{
  Head *head = NULL;
  void *block;
  size_t size;

  if (g_size_checked_mul (&size, n, sizeof (float)) &&
      g_size_checked_add (&size, size, sizeof *head + 4 * LINE)) {
    if (size >= LARGE && !IS_WATCHED) {
      block = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (block != MAP_FAILED) {
        head = block;
        head->mapped = size;
      }
    } else if (posix_memalign (&block, LINE, size) == 0) {
      head = memset (block, 0, size);
    }
  }
  if (head == NULL) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                 _ ("not enough memory: %.0f MB were wanted at once"), (double) n * 4e-6);
    return NULL;
  }
  return (float *) (head + 1);
}

void
ectopy_floats_free (float *floats)
{
  Head *head = (Head *) floats;

  if (floats == NULL)
    return;
  head--;
  if (head->mapped > 0)
    munmap (head, head->mapped);
  else
    free (head);
}
