/* SPDX-License-Identifier: MIT */
#include "engine/core/byte-reader.h"

gboolean
ectopy_byte_reader_u8 (EctopyByteReader *reader, guint8 *value)
{
  const guint8 *bytes = ectopy_byte_reader_take (reader, 1);

  if (bytes == NULL)
    return FALSE;
  *value = *bytes;
  return TRUE;
}

gboolean
ectopy_byte_reader_u16_le (EctopyByteReader *reader, guint16 *value)
{
  const guint8 *bytes = ectopy_byte_reader_take (reader, 2);

  if (bytes == NULL)
    return FALSE;
  *value = ectopy_load_u16_le (bytes);
  return TRUE;
}

gboolean
ectopy_byte_reader_u16_be (EctopyByteReader *reader, guint16 *value)
{
  const guint8 *bytes = ectopy_byte_reader_take (reader, 2);

  if (bytes == NULL)
    return FALSE;
  *value = ectopy_load_u16_be (bytes);
  return TRUE;
}

gboolean
ectopy_byte_reader_u32_le (EctopyByteReader *reader, guint32 *value)
{
  const guint8 *bytes = ectopy_byte_reader_take (reader, 4);

  if (bytes == NULL)
    return FALSE;
  *value = ectopy_load_u32_le (bytes);
  return TRUE;
}

gboolean
ectopy_byte_reader_u32_be (EctopyByteReader *reader, guint32 *value)
{
  const guint8 *bytes = ectopy_byte_reader_take (reader, 4);

  if (bytes == NULL)
    return FALSE;
  *value = (guint32) ectopy_load_u16_be (bytes) << 16 | ectopy_load_u16_be (bytes + 2);
  return TRUE;
}

gboolean
ectopy_byte_reader_u64_le (EctopyByteReader *reader, guint64 *value)
{
  const guint8 *bytes = ectopy_byte_reader_take (reader, 8);

  if (bytes == NULL)
    return FALSE;
  *value = ectopy_load_u32_le (bytes) | (guint64) ectopy_load_u32_le (bytes + 4) << 32;
  return TRUE;
}

gboolean
ectopy_byte_reader_i32_pdp (EctopyByteReader *reader, gint32 *value)
{
  const guint8 *bytes = ectopy_byte_reader_take (reader, 4);

  if (bytes == NULL)
    return FALSE;
  *value = (gint32) ((guint32) ectopy_load_u16_le (bytes) << 16 | ectopy_load_u16_le (bytes + 2));
  return TRUE;
}
