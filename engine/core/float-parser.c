/* SPDX-License-Identifier: MIT */
#include "engine/core/float-parser.h"

#include <math.h>
#include <string.h>

/* Nineteen digits always fit 64 bits. */
#define MOST_DIGITS 19

/* The powers of five below: within them the product of Lemire needs no check of its last bits. */
#define LEAST_POWER   (-27)
#define LARGEST_POWER 22

#define LARGEST_EXACT (G_GUINT64_CONSTANT (1) << 53)

/* Beyond these any number of a fair length is 0 or infinite. */
#define LARGEST_EXPONENT 99999

typedef struct {
  guint64 digits;
  int power; /* of ten */
  gboolean negative;
  gboolean exact; /* @digits holds all the digits there were */
} Decimal;

/* 5^q, cut (and for q < 0 rounded up) to 128 bits, the highest of them 1. */
static const guint64 powers_of_five[][2] = {
  { G_GUINT64_CONSTANT (0x9e74d1b791e07e48), G_GUINT64_CONSTANT (0x775ea264cf55347e) }, /* -27 */
  { G_GUINT64_CONSTANT (0xc612062576589dda), G_GUINT64_CONSTANT (0x95364afe032a819e) }, /* -26 */
  { G_GUINT64_CONSTANT (0xf79687aed3eec551), G_GUINT64_CONSTANT (0x3a83ddbd83f52205) }, /* -25 */
  { G_GUINT64_CONSTANT (0x9abe14cd44753b52), G_GUINT64_CONSTANT (0xc4926a9672793543) }, /* -24 */
  { G_GUINT64_CONSTANT (0xc16d9a0095928a27), G_GUINT64_CONSTANT (0x75b7053c0f178294) }, /* -23 */
  { G_GUINT64_CONSTANT (0xf1c90080baf72cb1), G_GUINT64_CONSTANT (0x5324c68b12dd6339) }, /* -22 */
  { G_GUINT64_CONSTANT (0x971da05074da7bee), G_GUINT64_CONSTANT (0xd3f6fc16ebca5e04) }, /* -21 */
  { G_GUINT64_CONSTANT (0xbce5086492111aea), G_GUINT64_CONSTANT (0x88f4bb1ca6bcf585) }, /* -20 */
  { G_GUINT64_CONSTANT (0xec1e4a7db69561a5), G_GUINT64_CONSTANT (0x2b31e9e3d06c32e6) }, /* -19 */
  { G_GUINT64_CONSTANT (0x9392ee8e921d5d07), G_GUINT64_CONSTANT (0x3aff322e62439fd0) }, /* -18 */
  { G_GUINT64_CONSTANT (0xb877aa3236a4b449), G_GUINT64_CONSTANT (0x09befeb9fad487c3) }, /* -17 */
  { G_GUINT64_CONSTANT (0xe69594bec44de15b), G_GUINT64_CONSTANT (0x4c2ebe687989a9b4) }, /* -16 */
  { G_GUINT64_CONSTANT (0x901d7cf73ab0acd9), G_GUINT64_CONSTANT (0x0f9d37014bf60a11) }, /* -15 */
  { G_GUINT64_CONSTANT (0xb424dc35095cd80f), G_GUINT64_CONSTANT (0x538484c19ef38c95) }, /* -14 */
  { G_GUINT64_CONSTANT (0xe12e13424bb40e13), G_GUINT64_CONSTANT (0x2865a5f206b06fba) }, /* -13 */
  { G_GUINT64_CONSTANT (0x8cbccc096f5088cb), G_GUINT64_CONSTANT (0xf93f87b7442e45d4) }, /* -12 */
  { G_GUINT64_CONSTANT (0xafebff0bcb24aafe), G_GUINT64_CONSTANT (0xf78f69a51539d749) }, /* -11 */
  { G_GUINT64_CONSTANT (0xdbe6fecebdedd5be), G_GUINT64_CONSTANT (0xb573440e5a884d1c) }, /* -10 */
  { G_GUINT64_CONSTANT (0x89705f4136b4a597), G_GUINT64_CONSTANT (0x31680a88f8953031) }, /* -9 */
  { G_GUINT64_CONSTANT (0xabcc77118461cefc), G_GUINT64_CONSTANT (0xfdc20d2b36ba7c3e) }, /* -8 */
  { G_GUINT64_CONSTANT (0xd6bf94d5e57a42bc), G_GUINT64_CONSTANT (0x3d32907604691b4d) }, /* -7 */
  { G_GUINT64_CONSTANT (0x8637bd05af6c69b5), G_GUINT64_CONSTANT (0xa63f9a49c2c1b110) }, /* -6 */
  { G_GUINT64_CONSTANT (0xa7c5ac471b478423), G_GUINT64_CONSTANT (0x0fcf80dc33721d54) }, /* -5 */
  { G_GUINT64_CONSTANT (0xd1b71758e219652b), G_GUINT64_CONSTANT (0xd3c36113404ea4a9) }, /* -4 */
  { G_GUINT64_CONSTANT (0x83126e978d4fdf3b), G_GUINT64_CONSTANT (0x645a1cac083126ea) }, /* -3 */
  { G_GUINT64_CONSTANT (0xa3d70a3d70a3d70a), G_GUINT64_CONSTANT (0x3d70a3d70a3d70a4) }, /* -2 */
  { G_GUINT64_CONSTANT (0xcccccccccccccccc), G_GUINT64_CONSTANT (0xcccccccccccccccd) }, /* -1 */
  { G_GUINT64_CONSTANT (0x8000000000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 0 */
  { G_GUINT64_CONSTANT (0xa000000000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 1 */
  { G_GUINT64_CONSTANT (0xc800000000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 2 */
  { G_GUINT64_CONSTANT (0xfa00000000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 3 */
  { G_GUINT64_CONSTANT (0x9c40000000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 4 */
  { G_GUINT64_CONSTANT (0xc350000000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 5 */
  { G_GUINT64_CONSTANT (0xf424000000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 6 */
  { G_GUINT64_CONSTANT (0x9896800000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 7 */
  { G_GUINT64_CONSTANT (0xbebc200000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 8 */
  { G_GUINT64_CONSTANT (0xee6b280000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 9 */
  { G_GUINT64_CONSTANT (0x9502f90000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 10 */
  { G_GUINT64_CONSTANT (0xba43b74000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 11 */
  { G_GUINT64_CONSTANT (0xe8d4a51000000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 12 */
  { G_GUINT64_CONSTANT (0x9184e72a00000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 13 */
  { G_GUINT64_CONSTANT (0xb5e620f480000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 14 */
  { G_GUINT64_CONSTANT (0xe35fa931a0000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 15 */
  { G_GUINT64_CONSTANT (0x8e1bc9bf04000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 16 */
  { G_GUINT64_CONSTANT (0xb1a2bc2ec5000000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 17 */
  { G_GUINT64_CONSTANT (0xde0b6b3a76400000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 18 */
  { G_GUINT64_CONSTANT (0x8ac7230489e80000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 19 */
  { G_GUINT64_CONSTANT (0xad78ebc5ac620000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 20 */
  { G_GUINT64_CONSTANT (0xd8d726b7177a8000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 21 */
  { G_GUINT64_CONSTANT (0x878678326eac9000), G_GUINT64_CONSTANT (0x0000000000000000) }, /* 22 */
};

static const double powers_of_ten[] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static inline gboolean
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* Eight bytes as one number, the first byte lowest. */
static inline guint64
load_eight (const char *text)
{
  guint64 x;

  memcpy (&x, text, sizeof x);
  return GUINT64_FROM_LE (x);
}

static inline gboolean
are_eight_digits (guint64 x)
{
  return (((x + G_GUINT64_CONSTANT (0x4646464646464646)) |
           (x - G_GUINT64_CONSTANT (0x3030303030303030))) &
          G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

/* Joins neighbours, then pairs, then fours: three products in place of eight. */
static inline guint64
value_of_eight (guint64 x)
{
  x -= G_GUINT64_CONSTANT (0x3030303030303030);
  x = x * 10 + (x >> 8);
  return (((x & G_GUINT64_CONSTANT (0x000000ff000000ff)) *
           G_GUINT64_CONSTANT (0x000f424000000064)) +
          (((x >> 16) & G_GUINT64_CONSTANT (0x000000ff000000ff)) *
           G_GUINT64_CONSTANT (0x0000271000000001))) >>
         32;
}

static inline const char *
read_digits (const char *p, const char *end, guint64 *digits)
{
  guint64 value = *digits;

  while (end - p >= 8 && are_eight_digits (load_eight (p))) {
    value = value * 100000000 + value_of_eight (load_eight (p));
    p += 8;
  }
  while (p < end && is_digit (*p))
    value = value * 10 + (guint64) (*p++ - '0');
  *digits = value;
  return p;
}

/* Returns: past the exponent, or @p where none is well formed. */
static inline const char *
read_exponent (const char *p, const char *end, int *power)
{
  const char *q = p + 1;
  gboolean negative;
  int value = 0;

  if (p == end || (*p != 'e' && *p != 'E') || q == end)
    return p;
  negative = *q == '-';
  if (*q == '-' || *q == '+')
    q++;
  if (q == end || !is_digit (*q))
    return p;
  while (q < end && is_digit (*q)) {
    if (value < LARGEST_EXPONENT)
      value = value * 10 + (*q - '0');
    q++;
  }
  *power += negative ? -value : value;
  return q;
}

/* Whether @n_digits places, the leading zeros among them not counted, are at most MOST_DIGITS. */
static gboolean
fits (const char *first, const char *end, ptrdiff_t n_digits)
{
  if (n_digits <= MOST_DIGITS)
    return TRUE;
  for (const char *p = first; p < end && (*p == '0' || *p == '.'); p++)
    n_digits -= *p == '0';
  return n_digits <= MOST_DIGITS;
}

/* Returns: past the number, or NULL where none begins. */
static inline const char *
read_decimal (const char *p, const char *end, Decimal *decimal)
{
  const char *first, *point, *stop;
  ptrdiff_t n_digits;

  decimal->digits = 0;
  decimal->power = 0;
  decimal->negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+'))
    p++;

  first = p;
  p = read_digits (p, end, &decimal->digits);
  n_digits = p - first;
  if (p < end && *p == '.') {
    point = p;
    p = read_digits (p + 1, end, &decimal->digits);
    decimal->power = -(int) MIN (p - point - 1, 2 * LARGEST_EXPONENT);
    n_digits += p - point - 1;
  }
  if (n_digits == 0)
    return NULL;
  stop = read_exponent (p, end, &decimal->power);
  decimal->exact = fits (first, p, n_digits);
  return stop;
}

/* Lemire (2021), after Eisel: the highest 128 bits of digits x 5^power decide the rounding. The
 * result is neither infinite nor denormal within the powers of the table. */
static inline double
multiply (guint64 digits, int power)
{
  const guint64 *five = powers_of_five[power - LEAST_POWER];
  const int zeros = __builtin_clzll (digits);
  const guint64 w = digits << zeros;
  unsigned __int128 product = (unsigned __int128) w * five[0];
  guint64 high = (guint64) (product >> 64);
  guint64 low, mantissa, bits;
  double value;
  int upper, shift, exponent;

  if ((high & 0x1ff) == 0x1ff) {
    product += (guint64) (((unsigned __int128) w * five[1]) >> 64);
    high = (guint64) (product >> 64);
  }
  low = (guint64) product;
  upper = (int) (high >> 63);
  shift = upper + 64 - 52 - 3;
  mantissa = high >> shift;
  exponent = ((217706 * power) >> 16) + 63 + upper - zeros + 1023;

  /* Exactly half way: to even. */
  if (low <= 1 && power >= -4 && power <= 23 && (mantissa & 3) == 1 && mantissa << shift == high)
    mantissa &= ~G_GUINT64_CONSTANT (1);
  mantissa += mantissa & 1;
  mantissa >>= 1;
  if (mantissa >= LARGEST_EXACT) {
    mantissa = LARGEST_EXACT >> 1;
    exponent++;
  }
  bits = (mantissa & ~(LARGEST_EXACT >> 1)) | ((guint64) exponent << 52);
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* Long or far numbers, by the C library, which wants a terminated copy. */
static double
convert_slowly (const char *text, const char *stop)
{
  const size_t size = (size_t) (stop - text);
  char buffer[128];
  g_autofree char *large = NULL;
  char *copy = buffer;

  if (size >= sizeof buffer)
    copy = large = g_malloc (size + 1);
  memcpy (copy, text, size);
  copy[size] = '\0';
  return g_ascii_strtod (copy, NULL);
}

const char *
ectopy_float_parser_read (const char *text, const char *end, double *value)
{
  Decimal decimal;
  const char *stop = read_decimal (text, end, &decimal);
  double magnitude;

  if (stop == NULL)
    return NULL;
  if (!decimal.exact) {
    *value = convert_slowly (text, stop);
    return stop;
  }
  if (decimal.digits == 0)
    magnitude = 0;
  else if (decimal.digits < LARGEST_EXACT && decimal.power >= -22 && decimal.power <= 0)
    /* Clinger (1990): both exact, so one rounding. */
    magnitude = (double) decimal.digits / powers_of_ten[-decimal.power];
  else if (decimal.power >= LEAST_POWER && decimal.power <= LARGEST_POWER)
    magnitude = multiply (decimal.digits, decimal.power);
  else {
    *value = convert_slowly (text, stop);
    return stop;
  }
  *value = decimal.negative ? -magnitude : magnitude;
  return stop;
}
