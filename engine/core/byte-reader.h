/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EctopyByteReader:
 * @data: `[size]`, the caller's
 * @size: how many bytes may be read
 * @offset: of the next one
 *
 * A place in bytes that come from elsewhere. A reading function checks that all it wants is there;
 * where it is not, it returns FALSE, and neither the place nor the result has changed.
 */
typedef struct {
  const guint8 *data;
  size_t size;
  size_t offset;
} EctopyByteReader;

/* Bytes that are left. */
static inline size_t
ectopy_byte_reader_left (const EctopyByteReader *reader)
{
  return reader->size - reader->offset;
}

/* Returns: (nullable): the next @size bytes, which are passed over; NULL if there are fewer. */
static inline const guint8 *
ectopy_byte_reader_take (EctopyByteReader *reader, size_t size)
{
  const guint8 *taken = reader->data + reader->offset;

  if (size > ectopy_byte_reader_left (reader))
    return NULL;
  reader->offset += size;
  return taken;
}

/* Values at a place where as many bytes are known to be, having been taken. */

static inline guint16
ectopy_load_u16_le (const guint8 *bytes)
{
  return (guint16) (bytes[0] | bytes[1] << 8);
}

static inline guint16
ectopy_load_u16_be (const guint8 *bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

static inline guint32
ectopy_load_u32_le (const guint8 *bytes)
{
  return ectopy_load_u16_le (bytes) | (guint32) ectopy_load_u16_le (bytes + 2) << 16;
}

/* The lowest @bits of @value as a two's complement number; 1 to 32 bits. */
static inline gint32
ectopy_sign_extend (guint32 value, guint bits)
{
  const guint32 sign = 1u << (bits - 1);

  return (gint32) (((value & (sign - 1 + sign)) ^ sign) - sign);
}

gboolean ectopy_byte_reader_u8 (EctopyByteReader *reader, guint8 *value);
gboolean ectopy_byte_reader_u16_le (EctopyByteReader *reader, guint16 *value);
gboolean ectopy_byte_reader_u16_be (EctopyByteReader *reader, guint16 *value);
gboolean ectopy_byte_reader_u32_le (EctopyByteReader *reader, guint32 *value);
gboolean ectopy_byte_reader_u32_be (EctopyByteReader *reader, guint32 *value);
gboolean ectopy_byte_reader_u64_le (EctopyByteReader *reader, guint64 *value);

/* A PDP-11 long: the upper half first, either half low byte first. */
gboolean ectopy_byte_reader_i32_pdp (EctopyByteReader *reader, gint32 *value);

G_END_DECLS
