/* SPDX-License-Identifier: MIT */
#include "engine/learn/file-language.h"
#include "engine/learn/stored-text.h"
#include "tests/support/made-up-language.h"

static const MadeUpMessage messages[] = {
  MADE_UP ("%u record:%s\0%u records:%s", "%u Aufnahme:%s\0%u Aufnahmen:%s"),
  MADE_UP ("Class %c (%s) has %zu beat: %zu neighbours are used instead of %zu.\0"
           "Class %c (%s) has %zu beats: %zu neighbours are used instead of %zu.",
           "%4$s statt %5$s: ein Schlag der Klasse %1$s (%2$s), %3$s\0"
           "%4$s statt %5$s: Schläge der Klasse %1$s (%2$s), %3$s"),
  MADE_UP ("For research and education, not for diagnosis.",
           "Für Forschung und Lehre, nicht für Diagnosen."),
  MADE_UP ("fusion", "Fusion"),
  MADE_UP ("interrupted in epoch %u", "unterbrochen in Epoche %u"),
};

static void
assert_shown (const char *stored, const char *expected)
{
  g_autofree char *shown = ectopy_stored_text_shown (stored);

  g_assert_cmpstr (shown, ==, expected);
}

/* As files keep it where there is no translation, and what is not the program's own in any language. */
static void
test_english (void)
{
  static const char *const texts[] = {
    "all 1 epochs done", "22 records: 101 106 108", "72470 beats: N 1 S 2", "", "100 %", "my note",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_shown (texts[i], texts[i]);
}

static void
test_known (void)
{
  static const char *const known[] = {
    "all 40 epochs done",
    "no better validation loss for 10 epochs",
    "interrupted in epoch 3",
    "a value was no longer finite in epoch 3, step 17",
    "the checkpoint could not be written: no room",
    "Class Q (paced or unclassifiable) has no beats and gets none.",
    "the class of 1 beat is not that of the file: a person has corrected it",
    "the classes of 40 beats are not those of the file: a person has corrected them",
    "3 records: a b c",
    "12 beats of one recording that a person looked at: N 10 S 0 V 2 F 0 Q 0; 2024-01-02",
  };
  static const char *const others[] = {
    "", "all epochs done", "all many epochs done", "all 40 epochs done.", "interrupted in epoch ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_true (ectopy_stored_text_is_known (known[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (ectopy_stored_text_is_known (others[i]));
}

static void
test_translated (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);

  if (made_up_language_begin ("de_DE.UTF-8")) {
    made_up_language_write (folder, messages, G_N_ELEMENTS (messages));
    assert_shown ("interrupted in epoch 3", "unterbrochen in Epoche 3");
    assert_shown ("1 records: 101", "1 Aufnahme: 101");
    assert_shown ("22 records: 101 106", "22 Aufnahmen: 101 106");
    assert_shown ("Class F (fusion) has 2 beats: 1 neighbours are used instead of 5.",
                  "1 statt 5: Schläge der Klasse F (Fusion), 2");
    assert_shown ("For research and education, not for diagnosis.",
                  "Für Forschung und Lehre, nicht für Diagnosen.");
    assert_shown ("all 40 epochs done", "all 40 epochs done"); /* has no translation */
    assert_shown ("", "");
    made_up_language_remove (folder);
  }
  setlocale (LC_ALL, "C");
}

/* English and a point while files are written, the reader's language before and after. */
static void
test_file_language (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);

  if (made_up_language_begin ("de_DE.UTF-8")) {
    made_up_language_write (folder, messages, G_N_ELEMENTS (messages));
    for (guint i = 0; i < 2; i++) {
      g_autofree char *shown = g_strdup_printf ("%s %.1f", gettext ("fusion"), 1.5);

      g_assert_cmpstr (shown, ==, "Fusion 1,5");
      {
        g_auto (EctopyFileLanguage) plain = ectopy_file_language_begin ();
        g_autofree char *kept = g_strdup_printf ("%s %.1f ä", gettext ("fusion"), 1.5);

        g_assert_cmpstr (kept, ==, "fusion 1.5 ä");
      }
    }
    made_up_language_remove (folder);
  }
  setlocale (LC_ALL, "C");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C");
  g_test_add_func ("/learn/stored-text/english", test_english);
  g_test_add_func ("/learn/stored-text/known", test_known);
  g_test_add_func ("/learn/stored-text/translated", test_translated);
  g_test_add_func ("/learn/stored-text/file-language", test_file_language);
  return g_test_run ();
}
