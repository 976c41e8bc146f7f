/* SPDX-License-Identifier: MIT */
#include "engine/core/dataset.h"
#include "engine/core/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define N_ROWS 6
#define LENGTH 3

static EctopyDataset *
make_dataset (gboolean labelled)
{
  static const guint8 classes[N_ROWS] = { 0, 4, 2, 0, ECTOPY_CLASS_NONE, 2 };
  const size_t n = N_ROWS * LENGTH;
  float *samples = g_new (float, n);

  for (size_t i = 0; i < n; i++)
    samples[i] = (float) i;
  return ectopy_dataset_new_take (N_ROWS, LENGTH, samples,
                                  labelled ? g_memdup2 (classes, sizeof classes) : NULL);
}

static void
test_lends (void)
{
  g_autoptr (EctopyDataset) dataset = make_dataset (TRUE);
  size_t counts[ECTOPY_N_CLASSES];

  g_assert_cmpuint (ectopy_dataset_get_n_rows (dataset), ==, N_ROWS);
  g_assert_cmpuint (ectopy_dataset_get_length (dataset), ==, LENGTH);
  g_assert_true (ectopy_dataset_get_row (dataset, 2) == ectopy_dataset_get_samples (dataset) + 6);
  g_assert_cmpuint (ectopy_dataset_get_labels (dataset)[1], ==, ECTOPY_CLASS_Q);
  g_assert_null (ectopy_dataset_get_source (dataset));
  ectopy_dataset_count_classes (dataset, counts);
  g_assert_cmpuint (counts[ECTOPY_CLASS_N], ==, 2);
  g_assert_cmpuint (counts[ECTOPY_CLASS_S], ==, 0);
  g_assert_cmpuint (counts[ECTOPY_CLASS_V], ==, 2);
  g_assert_cmpuint (counts[ECTOPY_CLASS_Q], ==, 1);
}

static void
test_unlabelled (void)
{
  g_autoptr (EctopyDataset) dataset = make_dataset (FALSE);
  g_autoptr (EctopyDataset) selected = NULL;
  size_t counts[ECTOPY_N_CLASSES];

  g_assert_null (ectopy_dataset_get_labels (dataset));
  ectopy_dataset_count_classes (dataset, counts);
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_assert_cmpuint (counts[c], ==, 0);
  selected = ectopy_dataset_select (dataset, (const size_t[]){ 5 }, 1, NULL);
  g_assert_null (ectopy_dataset_get_labels (selected));
}

static void
test_select (void)
{
  static const size_t rows[] = { 5, 0, 5 };
  g_autoptr (EctopyDataset) dataset = make_dataset (TRUE);
  g_autoptr (EctopyDataset) selected = NULL;

  ectopy_dataset_set_source (dataset, "/no/such/file");
  selected = ectopy_dataset_select (dataset, rows, G_N_ELEMENTS (rows), NULL);
  g_assert_cmpuint (ectopy_dataset_get_n_rows (selected), ==, 3);
  g_assert_cmpstr (ectopy_dataset_get_source (selected), ==, "/no/such/file");
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpmem (ectopy_dataset_get_row (selected, i), LENGTH * sizeof (float),
                     ectopy_dataset_get_row (dataset, rows[i]), LENGTH * sizeof (float));
    g_assert_cmpuint (ectopy_dataset_get_labels (selected)[i], ==,
                      ectopy_dataset_get_labels (dataset)[rows[i]]);
  }
}

static void
test_digest (void)
{
  static const char *abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "beats.csv", NULL);
  g_autoptr (EctopyDataset) dataset = make_dataset (TRUE);
  g_autoptr (EctopyDataset) late = make_dataset (TRUE);
  g_autoptr (EctopyDataset) selected = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  struct utimbuf times = { 1000000000, 1000000000 };
  GError *error = NULL;

  g_assert_null (ectopy_dataset_digest_source (dataset, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  ectopy_dataset_set_source (dataset, path);
  ectopy_dataset_set_source (late, path);
  g_cancellable_cancel (cancelled);
  g_assert_null (ectopy_dataset_digest_source (dataset, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  first = ectopy_dataset_digest_source (dataset, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, abc);

  /* Of the same size, but of another time: what is known stays known, the unknown is refused. */
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  selected = ectopy_dataset_select (dataset, (const size_t[]){ 1 }, 1, NULL);
  second = ectopy_dataset_digest_source (selected, NULL, &error);
  g_assert_cmpstr (second, ==, abc);
  g_assert_null (ectopy_dataset_digest_source (late, NULL, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  g_clear_error (&error);

  g_remove (path);
  g_assert_null (ectopy_dataset_digest_source (late, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dataset/lends", test_lends);
  g_test_add_func ("/core/dataset/unlabelled", test_unlabelled);
  g_test_add_func ("/core/dataset/select", test_select);
  g_test_add_func ("/core/dataset/digest", test_digest);
  return g_test_run ();
}
