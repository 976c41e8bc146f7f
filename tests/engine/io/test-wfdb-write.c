/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-write.h"

#include "engine/core/error.h"
#include "tests/support/test-folder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path; /* of the record "tiny" */
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = test_folder_new ();
  place->path = g_build_filename (place->folder, "tiny", NULL);
}

static guint
count_files (const Place *place)
{
  return test_folder_count (place->folder);
}

static void
tear_down (Place *place, gconstpointer data)
{
  test_folder_remove (place->folder);
  g_free (place->path);
}

static void
assert_contents (const Place *place, const char *ending, const void *expected, size_t size)
{
  g_autofree char *path = g_strconcat (place->path, ending, NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, expected, size);
}

static EctopyRecording *
make_tiny (void)
{
  static const float first[] = { -0.06f, 1, 200 };
  static const float second[] = { 0.0126f, -200, NAN };
  static const EctopyAnnotation mark = { .sample = 2, .code = ECTOPY_CODE_VENTRICULAR };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof mark);
  const EctopyLead leads[] = {
    { g_strdup ("MLII"), g_memdup2 (first, sizeof first) },
    { g_strdup ("a\nb c"), g_memdup2 (second, sizeof second) },
  };

  g_array_append_val (marks, mark);
  return ectopy_recording_new_take (257.5, 3, leads, 2, marks, "one\ttwo\r\nthree\n");
}

/* -0.06 mV are -12 steps, 0.0126 are 2.52, so 3; 200 mV are clipped at 32767. The sums are
 * -12 + 200 + 32767 = 32955, so -32581 in 16 bits, and 3 - 32767 - 32768 = -65532, so 4. */
static void
test_tiny (Place *place, gconstpointer data)
{
  static const char header[] = "tiny 2 257.5 3\n"
                               "tiny.dat 16 200/mV 16 0 -12 -32581 0 MLII\n"
                               "tiny.dat 16 200/mV 16 0 3 4 0 a b c\n"
                               "# one two \n"
                               "# three\n";
  static const guint8 samples[] = { 0xf4, 0xff, 3, 0, 200, 0, 1, 0x80, 0xff, 0x7f, 0, 0x80 };
  static const guint8 marks[] = { 2, 0x14, 0, 0 };
  g_autoptr (EctopyRecording) recording = make_tiny ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ectopy_wfdb_write (recording, place->path, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_contents (place, ".hea", header, strlen (header));
  assert_contents (place, ".dat", samples, sizeof samples);
  assert_contents (place, ".atr", marks, sizeof marks);
  g_assert_cmpuint (count_files (place), ==, 3);
}

static void
test_again (Place *place, gconstpointer data)
{
  g_autofree char *with_ending = g_strconcat (place->path, ".hea", NULL);
  g_autoptr (EctopyRecording) first = make_tiny ();
  const EctopyLead lead = { g_strdup ("V1"), g_new0 (float, 1) };
  g_autoptr (EctopyRecording) second = ectopy_recording_new_take (360, 1, &lead, 1, NULL, NULL);
  static const char header[] = "tiny 1 360 1\ntiny.dat 16 200/mV 16 0 0 0 0 V1\n";

  g_assert_true (ectopy_wfdb_write (first, place->path, NULL, NULL, NULL, NULL));
  g_assert_true (ectopy_wfdb_write (second, with_ending, NULL, NULL, NULL, NULL));
  assert_contents (place, ".hea", header, strlen (header));
  assert_contents (place, ".dat", "\0\0", 2);
  assert_contents (place, ".atr", "\0\0", 2);
  g_assert_cmpuint (count_files (place), ==, 3);
}

/* More than one piece, and a sum that goes round. */
static void
test_long (Place *place, gconstpointer data)
{
  const size_t n = 100001;
  const EctopyLead lead = { g_strdup ("V1"), g_new (float, n) };
  g_autoptr (EctopyRecording) recording = NULL;
  g_autofree char *dat_path = g_strconcat (place->path, ".dat", NULL);
  g_autofree char *header = NULL;
  g_autofree char *samples = NULL;
  gsize length;
  guint sum = 0;

  for (size_t i = 0; i < n; i++) {
    lead.samples[i] = (float) (i % 3000) / 200;
    sum = (sum + (guint) (i % 3000)) & 0xffff;
  }
  recording = ectopy_recording_new_take (360, n, &lead, 1, NULL, NULL);
  g_assert_true (ectopy_wfdb_write (recording, place->path, NULL, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (dat_path, &samples, &length, NULL));
  g_assert_cmpuint (length, ==, 2 * n);
  for (size_t i = 0; i < n; i++) {
    const guint8 *pair = (const guint8 *) samples + 2 * i;

    g_assert_cmpuint (pair[0] | pair[1] << 8, ==, i % 3000);
  }
  header = g_strdup_printf ("tiny 1 360 %" G_GSIZE_FORMAT "\ntiny.dat 16 200/mV 16 0 0 %d 0 V1\n",
                            n, (gint16) sum);
  assert_contents (place, ".hea", header, strlen (header));
}

static void
test_bad_names (Place *place, gconstpointer data)
{
  static const char *const names[] = { "", "a b", "a.b", ".hea", "ä", "a/" };
  g_autoptr (EctopyRecording) recording = make_tiny ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_strconcat (place->folder, "/", names[i], NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (ectopy_wfdb_write (recording, path, NULL, NULL, NULL, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  }
  g_assert_cmpuint (count_files (place), ==, 0);
}

static void
test_failures (Place *place, gconstpointer data)
{
  static const EctopyAnnotation outside = { .sample = -1, .code = ECTOPY_CODE_NORMAL };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof outside);
  const EctopyLead lead = { g_strdup ("V1"), g_new0 (float, 1) };
  g_autofree char *nowhere = g_build_filename (place->folder, "none", "tiny", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (EctopyRecording) good = make_tiny ();
  g_autoptr (EctopyRecording) bad = NULL;
  GError *error = NULL;

  g_array_append_val (marks, outside);
  bad = ectopy_recording_new_take (360, 1, &lead, 1, marks, NULL);
  g_assert_false (ectopy_wfdb_write (bad, place->path, NULL, NULL, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (ectopy_wfdb_write (good, nowhere, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (ectopy_wfdb_write (good, place->path, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (place), ==, 0);
}

#define ADD(path, function) g_test_add (path, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/io/wfdb-write/tiny", test_tiny);
  ADD ("/io/wfdb-write/again", test_again);
  ADD ("/io/wfdb-write/long", test_long);
  ADD ("/io/wfdb-write/bad-names", test_bad_names);
  ADD ("/io/wfdb-write/failures", test_failures);
  return g_test_run ();
}
