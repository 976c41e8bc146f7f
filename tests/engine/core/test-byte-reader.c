/* SPDX-License-Identifier: MIT */
#include "engine/core/byte-reader.h"

static const guint8 bytes[] = { 0x01, 0x82, 0x03, 0x84, 0x05, 0x86, 0x07, 0x88, 0x09 };

static void
test_values (void)
{
  EctopyByteReader reader = { bytes, sizeof bytes, 0 };
  guint8 u8;
  guint16 u16;
  guint32 u32;
  guint64 u64;
  gint32 pdp;

  g_assert_true (ectopy_byte_reader_u8 (&reader, &u8));
  g_assert_cmphex (u8, ==, 0x01);
  g_assert_true (ectopy_byte_reader_u16_le (&reader, &u16));
  g_assert_cmphex (u16, ==, 0x0382);
  g_assert_true (ectopy_byte_reader_u16_be (&reader, &u16));
  g_assert_cmphex (u16, ==, 0x8405);
  g_assert_true (ectopy_byte_reader_u32_le (&reader, &u32));
  g_assert_cmphex (u32, ==, 0x09880786);
  g_assert_cmpuint (ectopy_byte_reader_left (&reader), ==, 0);

  reader.offset = 1;
  g_assert_true (ectopy_byte_reader_u32_be (&reader, &u32));
  g_assert_cmphex (u32, ==, 0x82038405);
  reader.offset = 1;
  g_assert_true (ectopy_byte_reader_u64_le (&reader, &u64));
  g_assert_cmphex (u64, ==, G_GUINT64_CONSTANT (0x0988078605840382));
  reader.offset = 1;
  g_assert_true (ectopy_byte_reader_i32_pdp (&reader, &pdp));
  g_assert_cmpint (pdp, ==, 0x03820584);
  reader.offset = 4;
  g_assert_true (ectopy_byte_reader_i32_pdp (&reader, &pdp));
  g_assert_cmpint (pdp, ==, (gint32) 0x86058807);
}

/* From every place: what does not fit is not read, and nothing moves. */
static void
test_bounds (void)
{
  for (size_t offset = 0; offset <= sizeof bytes; offset++) {
    EctopyByteReader reader = { bytes, sizeof bytes, offset };
    const size_t left = sizeof bytes - offset;
    guint8 u8 = 7;
    guint16 u16 = 7;
    guint32 u32 = 7;
    guint64 u64 = 7;
    gint32 pdp = 7;

#define CHECK(function, size, value)                                                               \
  reader.offset = offset;                                                                          \
  g_assert_cmpint (function (&reader, &value), ==, left >= size);                                  \
  g_assert_cmpuint (reader.offset, ==, left >= size ? offset + size : offset);                     \
  g_assert_true (left >= size || value == 7);                                                      \
  value = 7
    CHECK (ectopy_byte_reader_u8, 1, u8);
    CHECK (ectopy_byte_reader_u16_le, 2, u16);
    CHECK (ectopy_byte_reader_u16_be, 2, u16);
    CHECK (ectopy_byte_reader_u32_le, 4, u32);
    CHECK (ectopy_byte_reader_u32_be, 4, u32);
    CHECK (ectopy_byte_reader_u64_le, 8, u64);
    CHECK (ectopy_byte_reader_i32_pdp, 4, pdp);
#undef CHECK
  }
}

static void
test_take (void)
{
  EctopyByteReader reader = { bytes, sizeof bytes, 0 };

  g_assert_null (ectopy_byte_reader_take (&reader, sizeof bytes + 1));
  g_assert_null (ectopy_byte_reader_take (&reader, G_MAXSIZE));
  g_assert_true (ectopy_byte_reader_take (&reader, 3) == bytes);
  g_assert_null (ectopy_byte_reader_take (&reader, G_MAXSIZE - 1));
  g_assert_true (ectopy_byte_reader_take (&reader, 6) == bytes + 3);
  g_assert_true (ectopy_byte_reader_take (&reader, 0) == bytes + 9);
  g_assert_null (ectopy_byte_reader_take (&reader, 1));
}

static void
test_sign (void)
{
  g_assert_cmpint (ectopy_sign_extend (0x7ff, 12), ==, 2047);
  g_assert_cmpint (ectopy_sign_extend (0x800, 12), ==, -2048);
  g_assert_cmpint (ectopy_sign_extend (0xffffffff, 12), ==, -1);
  g_assert_cmpint (ectopy_sign_extend (0x1ff, 10), ==, 511);
  g_assert_cmpint (ectopy_sign_extend (0x800000, 24), ==, -8388608);
  g_assert_cmpint (ectopy_sign_extend (0x80000000, 32), ==, G_MININT32);
  g_assert_cmpint (ectopy_sign_extend (0x7fffffff, 32), ==, G_MAXINT32);
  g_assert_cmpint (ectopy_sign_extend (1, 1), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/byte-reader/values", test_values);
  g_test_add_func ("/core/byte-reader/bounds", test_bounds);
  g_test_add_func ("/core/byte-reader/take", test_take);
  g_test_add_func ("/core/byte-reader/sign", test_sign);
  return g_test_run ();
}
