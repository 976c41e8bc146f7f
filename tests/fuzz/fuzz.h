/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stddef.h>

/* What the targets share. Each fuzz-<name>.c has one reader read the bytes it is given, and may leave
 * nothing behind; linked with libFuzzer it looks for bytes that break the reader, linked with
 * fuzz-replay.c it is a plain test. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* (transfer full): an array of exactly @size bytes, not NULL for none: a byte read past it is seen. */
gpointer fuzz_copy (const guint8 *data, size_t size);

/* A folder of this process in memory, for readers that want files. Made once. */
const char *fuzz_folder (void);

/* Removes the files in it: for readers that leave some. */
void fuzz_empty_folder (void);

/* Writes FOLDER/@name anew. Returns: (transfer none): its path, until the next call with this @name. */
const char *fuzz_put (const char *name, const guint8 *data, size_t size);

/* What a reader answered: an object, or NULL with an error that says something. */
void fuzz_check (gconstpointer object, const GError *error);

/* The part of the input up to its next NUL byte, and what comes after it: files of one input. */
typedef struct {
  const guint8 *data;
  size_t size;
} FuzzPart;

FuzzPart fuzz_next_part (FuzzPart *rest);
