/* SPDX-License-Identifier: MIT */
/* Plays a corpus without libFuzzer: each file, its prefixes, every number in it made an extreme one, and
 * mutations drawn from a seed, so that a plain test does in seconds what found faults before. With a sanitizer, or under valgrind, any compiler
 * will do. */
#include "engine/core/rng.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <unistd.h>

#define MUTATIONS    10000
#define ALL_PREFIXES 2048 /* of larger files so many, the others spread over the file */
#define LONGEST      65536
#define MOST_NUMBERS 20000 /* of larger corpora so many, spread over all */

typedef struct {
  GPtrArray *seeds; /* GBytes */
  GPtrArray *found; /* GBytes: what fuzzing made of them to reach other code; only played */
  guint64 n_runs;
} Play;

static void
run (Play *play, const guint8 *data, size_t size)
{
  g_autofree guint8 *copy = fuzz_copy (data, size);

  alarm (60); /* a run that does not end ends the test */
  LLVMFuzzerTestOneInput (copy, size);
  alarm (0);
  play->n_runs++;
}

/* ---- Mutations ---- */

/* Numbers that programs trip over. */
static const char *const numbers[] = {
  "0",
  "-1",
  "1e308",
  "-1e-320",
  "nan",
  "inf",
  "2147483647",
  "2147483648",
  "4294967296",
  "-2147483648",
  "65536",
  "9223372036854775807",
  "1e-9",
  "4294967295",
  "-9223372036854775808",
  "9223372036854775808",
  "1e9",
  "1e30",
  "1000",
  "",
  "18446744073709551616",
  "99999999999999999999999999",
  "0x10",
  "1.",
  "+",
  "-",
  ".5.5",
};

static size_t
draw (EctopyRng *rng, size_t below)
{
  return below > 0 ? ectopy_rng_below (rng, below) : 0;
}

/* A piece of @bytes is replaced by @piece. */
static void
splice (GByteArray *bytes, size_t at, size_t length, const void *piece, size_t piece_length)
{
  g_autofree guint8 *tail = NULL;
  size_t n_tail;

  at = MIN (at, bytes->len);
  length = MIN (length, bytes->len - at);
  n_tail = bytes->len - at - length;
  tail = g_memdup2 (bytes->data + at + length, n_tail);
  g_byte_array_set_size (bytes, (guint) at);
  g_byte_array_append (bytes, piece, (guint) piece_length);
  if (n_tail > 0)
    g_byte_array_append (bytes, tail, (guint) n_tail);
}

static void
replace_number (GByteArray *bytes, EctopyRng *rng)
{
  const char *number = numbers[draw (rng, G_N_ELEMENTS (numbers))];
  size_t at = draw (rng, bytes->len), length = 0;

  while (at < bytes->len && !g_ascii_isdigit (bytes->data[at]))
    at++;
  while (at + length < bytes->len && g_ascii_isdigit (bytes->data[at + length]))
    length++;
  splice (bytes, at, length, number, strlen (number));
}

static void
mutate (GByteArray *bytes, EctopyRng *rng, const Play *play)
{
  static const guint8 odd[] = { 0,   1,   0x7f, 0x80, 0xff, '\n', '\r',
                                ',', '"', ' ',  '#',  '/',  '{',  '[' };
  const size_t at = draw (rng, bytes->len);
  gsize n_other;
  const guint8 *from = g_bytes_get_data (
      g_ptr_array_index (play->seeds, draw (rng, play->seeds->len)), &n_other);
  const size_t other_at = draw (rng, n_other);
  /* Drawn before MIN(), which looks twice. */
  const size_t wanted = draw (rng, 64), n_piece = MIN (n_other - other_at, wanted);

  switch (draw (rng, 8)) {
  case 0:
    if (bytes->len > 0)
      bytes->data[at] ^= (guint8) (1u << draw (rng, 8));
    break;
  case 1:
    if (bytes->len > 0)
      bytes->data[at] = odd[draw (rng, G_N_ELEMENTS (odd))];
    break;
  case 2:
    if (bytes->len > 0)
      bytes->data[at] = (guint8) draw (rng, 256);
    break;
  case 3:
    splice (bytes, at, 1 + draw (rng, 64), NULL, 0);
    break;
  case 4:
    splice (bytes, at, 0, from + other_at, n_piece);
    break;
  case 5:
    splice (bytes, at, draw (rng, 64), from + other_at, n_piece);
    break;
  case 6:
    splice (bytes, at, 0, &odd[draw (rng, G_N_ELEMENTS (odd))], 1);
    break;
  default:
    replace_number (bytes, rng);
  }
  if (bytes->len > LONGEST)
    g_byte_array_set_size (bytes, LONGEST);
}

/* ---- Every number ---- */

/* @piece in place of @length bytes at @at. Where fields have fixed widths, spaces behind the number give way
 * or make up for it. */
static void
run_with (Play *play,
          const guint8 *data,
          size_t size,
          size_t at,
          size_t length,
          const char *piece,
          size_t n_piece,
          gboolean keeps_width)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  size_t n_spaces = 0;

  g_byte_array_append (bytes, data, (guint) size);
  if (keeps_width) {
    while (at + length + n_spaces < size && data[at + length + n_spaces] == ' ')
      n_spaces++;
    if (n_piece > length + n_spaces)
      return;
    splice (bytes, at, length + n_spaces, NULL, 0);
    for (size_t i = n_piece; i < length + n_spaces; i++)
      splice (bytes, at, 0, " ", 1);
    splice (bytes, at, 0, piece, n_piece);
  } else {
    splice (bytes, at, length, piece, n_piece);
  }
  run (play, bytes->data, bytes->len);
}

typedef void (*NumberFunc) (Play *play, const guint8 *data, size_t size, size_t at, size_t length);

/* Calls @func for each number in text. */
static size_t
each_number (Play *play, const guint8 *data, size_t size, size_t step, NumberFunc func)
{
  size_t n = 0, length;

  for (size_t at = 0; at < size; at += length) {
    length = 1;
    if (!g_ascii_isdigit (data[at]))
      continue;
    while (at + length < size && g_ascii_isdigit (data[at + length]))
      length++;
    if (n++ % step == 0 && func != NULL)
      func (play, data, size, at, length);
  }
  return n;
}

static void
make_extreme (Play *play, const guint8 *data, size_t size, size_t at, size_t length)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (int keeps_width = 0; keeps_width < 2; keeps_width++)
      run_with (play, data, size, at, length, numbers[i], strlen (numbers[i]), keeps_width);
}

/* The bytes at @at as numbers of one to eight bytes, of either byte order. */
static void
make_extreme_bytes (Play *play, const guint8 *data, size_t size, size_t at)
{
  static const guint8 extremes[][8] = {
    { 0 },
    { 1 },
    { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
    { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
    { 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
    { 0x80 },
    { 0, 0, 0, 0, 0, 0, 0, 0x80 },
    { 0, 0, 0, 0, 0, 0, 0xf0, 0x7f }, /* infinity */
    { 0, 0, 0, 0, 0, 0, 0xf8, 0x7f }, /* not a number */
  };

  for (guint i = 0; i < G_N_ELEMENTS (extremes); i++)
    for (size_t width = 1; width <= 8 && at + width <= size; width *= 2)
      /* The last bytes of a little-endian number hold its sign. */
      run_with (play, data, size, at, width, (const char *) extremes[i] + (i < 3 ? 0 : 8 - width),
                width, FALSE);
}

/* ---- Tests ---- */

static void
test_corpus (gconstpointer user_data)
{
  Play *play = (Play *) user_data;

  for (guint i = 0; i < play->seeds->len + play->found->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (
        i < play->seeds->len ? g_ptr_array_index (play->seeds, i)
                             : g_ptr_array_index (play->found, i - play->seeds->len),
        &size);

    run (play, data, size);
  }
  g_test_message ("%u files, %u that fuzzing found", play->seeds->len, play->found->len);
}

static void
test_prefixes (gconstpointer user_data)
{
  Play *play = (Play *) user_data;
  const guint64 before = play->n_runs;

  for (guint i = 0; i < play->seeds->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (g_ptr_array_index (play->seeds, i), &size);
    const gsize step = MAX (1, size / ALL_PREFIXES);

    for (gsize n = 0; n < size; n += n < ALL_PREFIXES / 2 ? 1 : step)
      run (play, data, n);
  }
  g_test_message ("%" G_GUINT64_FORMAT " prefixes", play->n_runs - before);
}

static void
test_mutations (gconstpointer user_data)
{
  Play *play = (Play *) user_data;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  EctopyRng rng;

  ectopy_rng_init (&rng, 20, 0);
  for (guint i = 0; i < MUTATIONS; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (g_ptr_array_index (play->seeds, i % play->seeds->len),
                                           &size);

    g_byte_array_set_size (bytes, 0);
    g_byte_array_append (bytes, data, (guint) MIN (size, LONGEST));
    for (size_t n = 1 + draw (&rng, 6); n > 0; n--)
      mutate (bytes, &rng, play);
    run (play, bytes->data, bytes->len);
  }
}

static void
test_numbers (gconstpointer user_data)
{
  Play *play = (Play *) user_data;
  const guint64 before = play->n_runs;
  size_t n_numbers = 0, n_bytes = 0;

  for (guint i = 0; i < play->seeds->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (g_ptr_array_index (play->seeds, i), &size);

    n_numbers += each_number (play, data, size, 1, NULL);
    n_bytes += size;
  }
  for (guint i = 0; i < play->seeds->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (g_ptr_array_index (play->seeds, i), &size);
    const size_t step = 1 + 2 * G_N_ELEMENTS (numbers) * n_numbers / MOST_NUMBERS;
    const size_t byte_step = 1 + 36 * n_bytes / MOST_NUMBERS;

    each_number (play, data, size, step, make_extreme);
    for (gsize at = 0; at < size; at += byte_step)
      make_extreme_bytes (play, data, size, at);
  }
  g_test_message ("%" G_GUINT64_FORMAT " files with an extreme number", play->n_runs - before);
}

/* Bytes without any plan, of growing length. */
static void
test_noise (gconstpointer user_data)
{
  Play *play = (Play *) user_data;
  guint8 noise[512];
  EctopyRng rng;

  ectopy_rng_init (&rng, 21, 0);
  for (guint i = 0; i < 1000; i++) {
    const size_t size = i % sizeof noise;

    for (size_t k = 0; k < size; k++)
      noise[k] = (guint8) draw (&rng, 256);
    run (play, noise, size);
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
read_folder (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
    char *contents;
    gsize size;

    g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
    g_ptr_array_add (files, g_bytes_new_take (contents, size));
  }
  return files;
}

int
main (int argc, char **argv)
{
  Play play = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4); /* name, corpus, what was found, where there is such */
  play.seeds = read_folder (argv[2]);
  play.found = read_folder (argv[3]);
  g_assert_cmpuint (play.seeds->len, >, 0);
  {
    g_autofree char *corpus = g_strdup_printf ("/fuzz/%s/corpus", argv[1]);
    g_autofree char *prefixes = g_strdup_printf ("/fuzz/%s/prefixes", argv[1]);
    g_autofree char *mutations = g_strdup_printf ("/fuzz/%s/mutations", argv[1]);
    g_autofree char *extremes = g_strdup_printf ("/fuzz/%s/numbers", argv[1]);
    g_autofree char *noise = g_strdup_printf ("/fuzz/%s/noise", argv[1]);

    g_test_add_data_func (corpus, &play, test_corpus);
    g_test_add_data_func (prefixes, &play, test_prefixes);
    g_test_add_data_func (mutations, &play, test_mutations);
    g_test_add_data_func (extremes, &play, test_numbers);
    g_test_add_data_func (noise, &play, test_noise);
    status = g_test_run ();
  }
  g_ptr_array_unref (play.seeds);
  g_ptr_array_unref (play.found);
  return status;
}
