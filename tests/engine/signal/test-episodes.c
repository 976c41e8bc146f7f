/* SPDX-License-Identifier: MIT */
#include "engine/signal/episodes.h"

#include <string.h>

/* Beats 0.8 s apart, one letter each; a "-" is a beat that is left out: a longer interval; a lower-case
 * letter is a beat in a stretch that cannot be analysed. */
static GArray *
find (const char *beats)
{
  double times[200];
  guint8 classes[200], is_unsure[200];
  size_t n = 0;

  for (size_t i = 0; i < strlen (beats); i++) {
    if (beats[i] == '-')
      continue;
    times[n] = 0.8 * (double) i;
    is_unsure[n] = g_ascii_islower (beats[i]) ? 1 : 0;
    classes[n++] = (guint8) ectopy_beat_class_from_letter (beats[i]);
  }
  return ectopy_episodes_find (times, classes, is_unsure, n);
}

static void
assert_found (const char *beats, const char *expected)
{
  g_autoptr (GArray) episodes = find (beats);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < episodes->len; i++) {
    const EctopyEpisode *e = &g_array_index (episodes, EctopyEpisode, i);

    g_string_append_printf (found, "%s%s %c %zu+%zu", i > 0 ? ", " : "",
                            ectopy_episode_kind_name (e->kind),
                            ectopy_beat_class_letter (e->beat_class), e->first, e->n_beats);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_together (void)
{
  assert_found ("NNVNN", "");
  assert_found ("NNVVNN", "couplet V 2+2");
  assert_found ("NVVVN", "run V 1+3");
  assert_found ("NSSSSSN", "run S 1+5");
  assert_found ("NVVSSN", "couplet V 1+2, couplet S 3+2");
  assert_found ("FFFQQQ", "");
  assert_found ("VVV", "run V 0+3");
}

static void
test_alternating (void)
{
  assert_found ("NVNVN", "");
  assert_found ("NVNVNVN", "bigeminy V 0+6");
  assert_found ("NNVNNVNNVNN", "trigeminy V 0+9");
  assert_found ("NVNVNVVN", "bigeminy V 0+6, couplet V 5+2");
}

static void
test_pause (void)
{
  assert_found ("NN-NN", "");
  assert_found ("NN--NN", "pause N 1+2");
  assert_found ("NV--VN", "pause N 1+2");
}

static void
test_unsure (void)
{
  assert_found ("NVvVN", "");
  assert_found ("Nn---NN", "");
}

static void
test_nothing (void)
{
  assert_found ("", "");
  assert_found ("V", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/episodes/together", test_together);
  g_test_add_func ("/signal/episodes/alternating", test_alternating);
  g_test_add_func ("/signal/episodes/pause", test_pause);
  g_test_add_func ("/signal/episodes/unsure", test_unsure);
  g_test_add_func ("/signal/episodes/nothing", test_nothing);
  return g_test_run ();
}
