/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/review/corrections-file.h"
#include "tests/support/test-folder.h"

#include <string.h>

static EctopyDataset *
make_beats (float first)
{
  float *samples = g_new0 (float, 6 * 9);
  guint8 *labels = g_malloc0 (6);

  for (guint i = 0; i < 6 * 9; i++)
    samples[i] = (float) (i % 7) / 7;
  samples[0] = first;
  labels[3] = ECTOPY_CLASS_V;
  return ectopy_dataset_new_take (6, 9, samples, labels);
}

static void
assert_same (EctopyCorrections *a, EctopyCorrections *b)
{
  for (size_t row = 0; row < 6; row++) {
    const EctopyVerdict one = ectopy_corrections_get (a, row);
    const EctopyVerdict two = ectopy_corrections_get (b, row);

    g_assert_cmpint (one.kind, ==, two.kind);
    g_assert_cmpuint (one.beat_class, ==, two.beat_class);
    g_assert_cmpint (one.time, ==, two.time);
  }
}

static EctopyCorrections *
make_corrections (void)
{
  EctopyCorrections *self = ectopy_corrections_new (6);

  ectopy_corrections_set (self, 1, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_S);
  ectopy_corrections_set (self, 4, ECTOPY_VERDICT_ACCEPTED, ECTOPY_CLASS_N);
  ectopy_corrections_set (self, 1, ECTOPY_VERDICT_NONE, ECTOPY_CLASS_NONE);
  ectopy_corrections_set (self, 1, ECTOPY_VERDICT_CORRECTED, ECTOPY_CLASS_F);
  return self;
}

static void
test_round_trip (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.corrections.json", NULL);
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (EctopyCorrections) self = make_corrections ();
  g_autoptr (EctopyCorrections) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (ectopy_corrections_is_saved (self));
  g_assert_true (ectopy_corrections_save (self, beats, path, &error));
  g_assert_no_error (error);
  g_assert_true (ectopy_corrections_is_saved (self));
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
  loaded = ectopy_corrections_load (beats, path, &error);
  g_assert_no_error (error);
  g_assert_true (ectopy_corrections_is_saved (loaded));
  assert_same (self, loaded);
  /* The way there is kept too. */
  g_assert_cmpuint (ectopy_corrections_undo (loaded), ==, 1);
  g_assert_false (ectopy_corrections_is_saved (loaded));
  g_assert_cmpint (ectopy_corrections_get (loaded, 1).kind, ==, ECTOPY_VERDICT_NONE);
  ectopy_corrections_redo (loaded);
  g_assert_true (ectopy_corrections_is_saved (loaded));
  test_folder_remove (folder);
}

static void
test_other_beats (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.corrections.json", NULL);
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (EctopyDataset) others = make_beats (0.25f);
  g_autoptr (EctopyCorrections) self = make_corrections ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ectopy_corrections_save (self, beats, path, NULL));
  g_assert_null (ectopy_corrections_load (others, path, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "a.corrections.json"));
  test_folder_remove (folder);
}

/* Every prefix, and every byte changed: corrections, or an error. */
static void
test_spoiled (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.corrections.json", NULL);
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (EctopyCorrections) self = make_corrections ();
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (ectopy_corrections_save (self, beats, path, NULL));
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize n = 0; n + 2 < length; n++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, text, (gssize) n, NULL));
    g_assert_null (ectopy_corrections_load (beats, path, &error));
    g_assert_nonnull (error);
  }
  for (gsize n = 0; n < length; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EctopyCorrections) loaded = NULL;
    const char before = text[n];

    text[n] = (char) g_test_rand_int_range (0, 256);
    g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
    loaded = ectopy_corrections_load (beats, path, &error);
    g_assert_true ((loaded == NULL) == (error != NULL));
    text[n] = before;
  }
  test_folder_remove (folder);
}

static void
test_wrong_edits (void)
{
  static const char *const edits[] = {
    "{\"row\":6,\"verdict\":\"accepted\",\"class\":\"N\",\"time\":\"2026-01-01T00:00:00Z\","
    "\"step\":1}",
    "{\"row\":-1,\"verdict\":\"accepted\",\"class\":\"N\",\"time\":\"2026-01-01T00:00:00Z\","
    "\"step\":1}",
    "{\"row\":1,\"verdict\":\"perhaps\",\"class\":\"N\",\"time\":\"2026-01-01T00:00:00Z\",\"step\":"
    "1}",
    "{\"row\":1,\"verdict\":\"accepted\",\"class\":\"X\",\"time\":\"2026-01-01T00:00:00Z\","
    "\"step\":1}",
    "{\"row\":1,\"verdict\":\"accepted\",\"class\":\"N\",\"time\":\"yesterday\",\"step\":1}",
    "{\"row\":1.5,\"verdict\":\"accepted\",\"class\":\"N\",\"time\":\"2026-01-01T00:00:00Z\","
    "\"step\":1}",
    "{\"row\":1,\"verdict\":\"none\"}",
    "7",
  };
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.corrections.json", NULL);
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (EctopyCorrections) self = ectopy_corrections_new (6);
  g_autofree char *text = NULL;
  char *empty;

  g_assert_true (ectopy_corrections_save (self, beats, path, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  empty = strstr (text, "[");
  g_assert_nonnull (empty);
  *empty = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++) {
    g_autofree char *spoiled = g_strconcat (text, "[", edits[i], "]}", NULL);
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, spoiled, -1, NULL));
    g_assert_null (ectopy_corrections_load (beats, path, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
    g_assert_nonnull (strstr (error->message, "edit 1"));
  }
  test_folder_remove (folder);
}

static void
test_no_file (void)
{
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (GError) error = NULL;

  g_assert_null (ectopy_corrections_load (beats, "/nonexistent/a", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (ectopy_corrections_load (beats, "/dev/zero", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
}

static void
test_unwritable (void)
{
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (EctopyCorrections) self = make_corrections ();
  g_autoptr (GError) error = NULL;

  g_assert_false (ectopy_corrections_save (self, beats, "/nonexistent/a.json", &error));
  g_assert_nonnull (error);
  g_assert_false (ectopy_corrections_is_saved (self));
}

static void
test_csv (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.csv", NULL);
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (EctopyCorrections) self = make_corrections ();
  const guint8 predicted[6] = { 0, 2, ECTOPY_CLASS_NONE, 0, ECTOPY_CLASS_NONE, 0 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (ectopy_corrections_export_csv (self, beats, predicted, path, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (lines[0], ==, "row,label,predicted,verdict,class,time");
  g_assert_true (g_str_has_prefix (lines[1], "1,N,V,corrected,F,20"));
  g_assert_true (g_str_has_prefix (lines[2], "4,N,,accepted,N,20"));
  test_folder_remove (folder);
}

static void
test_apply_to_dataset (void)
{
  g_autoptr (EctopyDataset) beats = make_beats (0.5f);
  g_autoptr (EctopyDataset) unlabelled = ectopy_dataset_new_take (6, 9, g_new0 (float, 54), NULL);
  g_autoptr (EctopyCorrections) self = make_corrections ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyDataset) changed = ectopy_corrections_apply_to_dataset (self, beats, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_dataset_get_labels (changed)[1], ==, ECTOPY_CLASS_F);
  g_assert_cmpuint (ectopy_dataset_get_labels (changed)[3], ==, ECTOPY_CLASS_V);
  g_assert_cmpuint (ectopy_dataset_get_labels (beats)[1], ==, ECTOPY_CLASS_N);
  g_assert_cmpmem (ectopy_dataset_get_samples (changed), 54 * sizeof (float),
                   ectopy_dataset_get_samples (beats), 54 * sizeof (float));
  g_assert_null (ectopy_corrections_apply_to_dataset (self, unlabelled, &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/corrections-file/round-trip", test_round_trip);
  g_test_add_func ("/review/corrections-file/other-beats", test_other_beats);
  g_test_add_func ("/review/corrections-file/spoiled", test_spoiled);
  g_test_add_func ("/review/corrections-file/wrong-edits", test_wrong_edits);
  g_test_add_func ("/review/corrections-file/no-file", test_no_file);
  g_test_add_func ("/review/corrections-file/unwritable", test_unwritable);
  g_test_add_func ("/review/corrections-file/csv", test_csv);
  g_test_add_func ("/review/corrections-file/apply-to-dataset", test_apply_to_dataset);
  return g_test_run ();
}
