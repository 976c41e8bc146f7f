/* SPDX-License-Identifier: MIT */
#include "engine/learn/fit-settings.h"

#include "engine/core/error.h"

#include <glib/gstdio.h>
#include <string.h>

/* Every setting: its default, what else it can be, and what not. */
static const struct {
  const char *name;
  const char *initial;
  const char *good[5];
  const char *bad[7];
} cases[] = {
  { "network", "reference", { "residual-64", "mine.txt", "a folder/of mine" }, { "" } },
  { "seed", "42", { "0", "18446744073709551615" }, { "-1", "x", "", "18446744073709551616" } },
  { "epochs", "30", { "1", "10000" }, { "0", "10001", "-3", "2.5", "", "ten", " 3" } },
  { "batch-size", "128", { "2", "65536" }, { "1", "65537", "0", "" } },
  { "learning-rate", "0.001", { "1e-09", "10", "0.0003" }, { "0", "11", "nan", "inf", "", "1,5" } },
  { "schedule", "plateau", { "none", "cosine" }, { "", "Plateau", "linear" } },
  { "warm-up", "0", { "0.5", "10000" }, { "-1", "10001", "nan" } },
  { "plateau-factor", "0.2", { "0.001", "0.999" }, { "0", "1", "nan" } },
  { "plateau-patience", "5", { "1", "10000" }, { "0", "10001", "x" } },
  { "smallest-rate", "1e-05", { "0", "10" }, { "-0.1", "11", "nan" } },
  { "early-stop", "10", { "0", "10000" }, { "-1", "10001" } },
  { "best-by", "accuracy", { "macro-f1", "loss", "last" }, { "f1", "" } },
  { "validation-split", "0.2", { "0", "0.9" }, { "0.91", "-0.1", "nan", "20 %" } },
  { "smote", "no", { "yes" }, { "maybe", "", "1" } },
  { "class-weights",
    "none",
    { "balanced", "1,2,3,4,5", "0.1,0,1e+06,1,0.30000000000000004" },
    { "1,2,3,4", "1,2,3,4,5,6", "1,2,3,4,x", "-1,1,1,1,1", "1,1,1,1,nan", "", "own" } },
  { "augment", "0", { "0.7", "5" }, { "5.1", "-1", "strong" } },
  { "scaling", "standard", { "beat" }, { "none", "" } },
  { "label-smoothing", "0", { "0.1", "0.9" }, { "1", "-0.1" } },
  { "weight-decay", "0", { "0.01", "100" }, { "101", "-1" } },
  { "clip-norm", "0", { "1", "1e+09" }, { "-1", "inf" } },
  { "average", "0", { "0.999", "0.999999" }, { "1", "-0.5" } },
  { "adam-epsilon", "1e-07", { "1e-12", "1" }, { "0", "2" } },
  { "easy-above", "1", { "0", "0.99" }, { "1.1", "-1" } },
  { "easy-share", "1", { "0.001", "0.1" }, { "0", "1.5" } },
  { "members", "1", { "2", "64" }, { "0", "65" } },
  { "records", "all", { "ds1", "1*,8??" }, { "" } },
  { "validation-records", "none", { "ds2" }, { "" } },
  { "folds", "0", { "5", "48" }, { "-1", "x" } },
  { "epoch-beats", "7680", { "16", "100000" }, { "15", "1e3" } },
  { "class-shares", "5,1,1.5,0.15,0.15", { "1,1,1,1,1", "1,0,0,0,0" }, { "0,0,0,0,0", "1,2" } },
  { "made-up", "1", { "0", "0.5" }, { "-1", "101" } },
};

static void
assert_value (const EctopyFitSettings *settings, const char *name, const char *expected)
{
  g_autofree char *value = ectopy_fit_settings_get (settings, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_every_setting (void)
{
  guint n_settings;
  const EctopyFitSettingInfo *infos = ectopy_fit_settings_list (&n_settings);
  EctopyFitSettings settings;

  ectopy_fit_settings_init (&settings);
  g_assert_cmpuint (n_settings, ==, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpstr (infos[i].name, ==, cases[i].name);
    g_assert_nonnull (infos[i].summary);
    g_assert_nonnull (infos[i].argument);
    assert_value (&settings, cases[i].name, cases[i].initial);
    for (gsize j = 0; j < G_N_ELEMENTS (cases[i].good) && cases[i].good[j] != NULL; j++) {
      g_assert_true (ectopy_fit_settings_set (&settings, cases[i].name, cases[i].good[j], &error));
      g_assert_no_error (error);
      assert_value (&settings, cases[i].name, cases[i].good[j]);
    }
    g_assert_true (ectopy_fit_settings_set (&settings, cases[i].name, cases[i].initial, NULL));
    assert_value (&settings, cases[i].name, cases[i].initial);
  }
  ectopy_fit_settings_clear (&settings);
}

static void
test_refused (void)
{
  EctopyFitSettings settings;

  ectopy_fit_settings_init (&settings);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (cases[i].bad) && cases[i].bad[j] != NULL; j++) {
      g_autoptr (GError) error = NULL;

      g_assert_false (ectopy_fit_settings_set (&settings, cases[i].name, cases[i].bad[j], &error));
      g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
      g_assert_true (g_str_has_prefix (error->message, cases[i].name));
      /* and is as it was */
      assert_value (&settings, cases[i].name, cases[i].initial);
    }
  ectopy_fit_settings_clear (&settings);
}

static void
test_unknown (void)
{
  EctopyFitSettings settings;
  g_autoptr (GError) error = NULL;

  ectopy_fit_settings_init (&settings);
  g_assert_false (ectopy_fit_settings_set (&settings, "batch_size", "3", &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_assert_null (ectopy_fit_settings_get (&settings, "batch_size"));
  ectopy_fit_settings_clear (&settings);
}

static void
test_words_for_yes (void)
{
  EctopyFitSettings settings;

  ectopy_fit_settings_init (&settings);
  g_assert_true (ectopy_fit_settings_set (&settings, "smote", "true", NULL));
  assert_value (&settings, "smote", "yes");
  g_assert_true (ectopy_fit_settings_set (&settings, "smote", "false", NULL));
  assert_value (&settings, "smote", "no");
  ectopy_fit_settings_clear (&settings);
}

static void
test_copy (void)
{
  EctopyFitSettings settings, copy;

  ectopy_fit_settings_init (&settings);
  ectopy_fit_settings_set (&settings, "network", "other", NULL);
  ectopy_fit_settings_set (&settings, "class-weights", "5,4,3,2,1", NULL);
  ectopy_fit_settings_copy (&copy, &settings);
  ectopy_fit_settings_clear (&settings);
  assert_value (&copy, "network", "other");
  assert_value (&copy, "class-weights", "5,4,3,2,1");
  ectopy_fit_settings_clear (&copy);
}

/* ---- Files ---- */

typedef struct {
  char *folder;
  char *path;
  EctopyFitSettings settings;
} Place;

static void
setup (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "mine.conf", NULL);
  ectopy_fit_settings_init (&place->settings);
}

static void
teardown (Place *place, gconstpointer data)
{
  g_remove (place->path);
  g_rmdir (place->folder);
  g_free (place->path);
  g_free (place->folder);
  ectopy_fit_settings_clear (&place->settings);
}

static void
test_round_trip (Place *place, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    ectopy_fit_settings_set (&place->settings, cases[i].name,
                             cases[i].good[i % 2 == 1 && cases[i].good[1] != NULL ? 1 : 0], NULL);
  text = ectopy_fit_settings_to_text (&place->settings);
  g_assert_true (g_file_set_contents (place->path, text, -1, NULL));
  ectopy_fit_settings_clear (&place->settings);
  ectopy_fit_settings_init (&place->settings);
  g_assert_true (ectopy_fit_settings_load (&place->settings, place->path, &error));
  g_assert_no_error (error);
  again = ectopy_fit_settings_to_text (&place->settings);
  g_assert_cmpstr (text, ==, again);
}

static void
test_file_changes_what_it_names (Place *place, gconstpointer data)
{
  g_file_set_contents (
      place->path, "# a comment\n[other]\nepochs=1\n[train]\nsmote = yes\nepochs=7\n", -1, NULL);
  ectopy_fit_settings_set (&place->settings, "seed", "5", NULL);
  g_assert_true (ectopy_fit_settings_load (&place->settings, place->path, NULL));
  assert_value (&place->settings, "epochs", "7");
  assert_value (&place->settings, "smote", "yes");
  assert_value (&place->settings, "seed", "5");
  assert_value (&place->settings, "batch-size", "128");
}

static void
test_file_refused (Place *place, gconstpointer data)
{
  static const struct {
    const char *text;
    const char *says;
  } files[] = {
    { "", "[train]" },
    { "epochs=3\n", "" },
    { "[other]\nepochs=3\n", "[train]" },
    { "[train]\nepoch=3\n", "epoch" },
    { "[train]\nepochs=0\n", "epochs" },
    { "[train]\nepochs\n", "" },
    { "[train]\nseed=\xff\xfe\n", "" },
    { "[train", "" },
  };
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_file_set_contents (place->path, files[i].text, -1, NULL);
    g_assert_false (ectopy_fit_settings_load (&place->settings, place->path, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
    g_assert_true (g_str_has_prefix (error->message, "mine.conf: "));
    g_assert_nonnull (strstr (error->message, files[i].says));
    g_clear_error (&error);
  }
  g_remove (place->path);
  g_assert_false (ectopy_fit_settings_load (&place->settings, place->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/fit-settings/every-setting", test_every_setting);
  g_test_add_func ("/learn/fit-settings/refused", test_refused);
  g_test_add_func ("/learn/fit-settings/unknown", test_unknown);
  g_test_add_func ("/learn/fit-settings/words-for-yes", test_words_for_yes);
  g_test_add_func ("/learn/fit-settings/copy", test_copy);
  g_test_add ("/learn/fit-settings/file/round-trip", Place, NULL, setup, test_round_trip, teardown);
  g_test_add ("/learn/fit-settings/file/changes-what-it-names", Place, NULL, setup,
              test_file_changes_what_it_names, teardown);
  g_test_add ("/learn/fit-settings/file/refused", Place, NULL, setup, test_file_refused, teardown);
  return g_test_run ();
}
