/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-runs.h"
#include "tests/support/test-marks.h"

#include <math.h>

/* At 100 samples a second: a window of 15. */
#define RATE_HZ 100.0

typedef struct {
  const char *path;
  EctopyEc57Label label;
  const char *reference;
  const char *test;
  double from_s;
  const char *found;   /* lengths "reference/test", one for each run of the reference */
  const char *claimed; /* likewise, one for each run of the test */
} Case;

static const Case cases[] = {
  { "/evaluate/ec57-runs/none", ECTOPY_EC57_V, "N100 N200", "N100 N200", 0, "", "" },
  { "/evaluate/ec57-runs/single-beats", ECTOPY_EC57_V, "N100 V200 N300", "N100 V200 N300", 0, "1/1",
    "1/1" },
  { "/evaluate/ec57-runs/couplet-missed", ECTOPY_EC57_V, "N100 V200 V300 N400",
    "N100 N200 N300 N400", 0, "2/0", "" },
  { "/evaluate/ec57-runs/couplet-in-half", ECTOPY_EC57_V, "N100 V200 V300 N400",
    "N100 V200 N300 N400", 0, "2/1", "1/1" },
  { "/evaluate/ec57-runs/couplet-made-up", ECTOPY_EC57_V, "N100 N200 N300 N400",
    "N100 V200 V300 N400", 0, "", "0/2" },
  { "/evaluate/ec57-runs/fusion-belongs", ECTOPY_EC57_V, "N100 V200 F300 V400 N500",
    "N100 F200 V300 F400 N500", 0, "3/3", "3/3" },
  { "/evaluate/ec57-runs/six-and-more", ECTOPY_EC57_V, "N1 V100 V200 V300 V400 V500 V600 V700 N800",
    "N1 V100 V200 V300 V400 V500 V600 N700 N800", 0, "6/6", "6/6" },
  /* A run broken in two: the longer half is found, and each half finds itself. */
  { "/evaluate/ec57-runs/broken", ECTOPY_EC57_V, "N1 V100 V200 V300 V400 V500 N600",
    "N1 V100 N200 V300 V400 V500 N600", 0, "5/3", "1/1 3/3" },
  /* What lies outside the window of the run does not count. */
  { "/evaluate/ec57-runs/window", ECTOPY_EC57_V, "N1 V100 V200 N300", "V84 V115 V185 V216 N300", 0,
    "2/2", "2/4" },
  { "/evaluate/ec57-runs/ended-by-s", ECTOPY_EC57_V, "N1 V100 V200 A300 V400 N500",
    "N1 V100 V200 /300 V400 N500", 0, "2/2 1/1", "2/2 1/1" },
  { "/evaluate/ec57-runs/ended-by-shutdown", ECTOPY_EC57_V, "N1 V100 V200 ~250:48 ~260:0 V300 N500",
    "N1 V100 V200 V300 N500", 0, "2/2 1/1", "2/3" },
  { "/evaluate/ec57-runs/flutter", ECTOPY_EC57_V, "N1 [100 ]300 N400", "N1 V100 V200 N350", 0,
    "6/2", "6/2" },
  { "/evaluate/ec57-runs/flutter-found", ECTOPY_EC57_V, "N1 [100 ]300 N400", "N1 [250 ]350 N400", 0,
    "6/6", "6/6" },
  { "/evaluate/ec57-runs/flutter-in-a-run", ECTOPY_EC57_V, "N1 V50 [100 ]300 V310 N400",
    "N1 V50 N100 V310 N400", 0, "6/1", "1/1 6/1" },
  { "/evaluate/ec57-runs/not-ended", ECTOPY_EC57_V, "N1 V100 V200", "N1 V100 V200 N300", 0, "",
    "2/2" },
  { "/evaluate/ec57-runs/learning", ECTOPY_EC57_V, "V100 V200 N300 V990 V1010 V1100 N1200",
    "V100 V200 N300 N990 V1010 V1100 N1200", 10, "2/2", "2/2" },
  { "/evaluate/ec57-runs/flutter-into-the-start", ECTOPY_EC57_V, "[900 ]1100 N1200",
    "V950 V1000 V1100 N1200", 10, "6/2", "6/2" },
  { "/evaluate/ec57-runs/supraventricular", ECTOPY_EC57_S, "N1 A100 S200 a300 N400 J500 V600",
    "N1 S100 S200 V300 S400 S500 N600", 0, "3/2 1/1", "2/2 1/2" },
  { "/evaluate/ec57-runs/flutter-ends-one-of-s", ECTOPY_EC57_S, "A100 A200 [210 ]220 A300 N400",
    "A100 A200 A300 N400", 0, "2/2 1/1", "2/3" },
};

static void
count (guint64 matrix[ECTOPY_N_EC57_RUNS][ECTOPY_N_EC57_RUNS], const char *pairs)
{
  g_auto (GStrv) words = g_strsplit (pairs, " ", -1);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      matrix[(*word)[0] - '0'][(*word)[2] - '0']++;
}

static void
check (const guint64 found[ECTOPY_N_EC57_RUNS][ECTOPY_N_EC57_RUNS], const char *pairs)
{
  guint64 expected[ECTOPY_N_EC57_RUNS][ECTOPY_N_EC57_RUNS] = { 0 };

  count (expected, pairs);
  for (guint r = 0; r < ECTOPY_N_EC57_RUNS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_RUNS; t++)
      if (found[r][t] != expected[r][t])
        g_error ("%u/%u: %d expected, %d found", r, t, (int) expected[r][t], (int) found[r][t]);
}

static void
test_compare (gconstpointer data)
{
  const Case *one = data;
  EctopyEc57Options options = ECTOPY_EC57_STANDARD;
  g_autoptr (GArray) truth = test_marks_new (one->reference);
  g_autoptr (GArray) marks = test_marks_new (one->test);
  g_autoptr (EctopyEc57Track) reference = ectopy_ec57_track_new (
      (EctopyAnnotation *) (gpointer) truth->data, truth->len, options.map, 15);
  g_autoptr (EctopyEc57Track) test = ectopy_ec57_track_new (
      (EctopyAnnotation *) (gpointer) marks->data, marks->len, options.map, 15);
  EctopyEc57Runs runs;

  options.from_s = one->from_s;
  ectopy_ec57_runs_compare (&runs, reference, test, one->label, RATE_HZ, 10000, &options);
  check (runs.found, one->found);
  check (runs.claimed, one->claimed);
}

#define assert_share(share, expected_n, expected_of)                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const EctopyEc57Share told = (share);                                                          \
                                                                                                   \
    g_assert_cmpuint (told.n, ==, expected_n);                                                     \
    g_assert_cmpuint (told.of, ==, expected_of);                                                   \
  }                                                                                                \
  G_STMT_END

/* A run counts as found by one of its kind or of a longer kind. */
static void
test_shares (void)
{
  EctopyEc57Runs runs = { 0 };

  count (runs.found, "1/0 1/1 2/0 2/1 2/2 2/3 2/6 3/0 3/2 3/3 4/3 5/6 6/5 6/6 6/6");
  count (runs.claimed, "0/1 0/2 1/2 2/2 3/2 6/2 2/3 3/3 5/4 6/5 0/6 5/6 6/6");
  assert_share (ectopy_ec57_runs_sensitivity (&runs, ECTOPY_EC57_COUPLET), 3, 5);
  assert_share (ectopy_ec57_runs_sensitivity (&runs, ECTOPY_EC57_SHORT_RUN), 3, 5);
  assert_share (ectopy_ec57_runs_sensitivity (&runs, ECTOPY_EC57_LONG_RUN), 2, 3);
  assert_share (ectopy_ec57_runs_predictivity (&runs, ECTOPY_EC57_COUPLET), 3, 5);
  assert_share (ectopy_ec57_runs_predictivity (&runs, ECTOPY_EC57_SHORT_RUN), 3, 4);
  assert_share (ectopy_ec57_runs_predictivity (&runs, ECTOPY_EC57_LONG_RUN), 1, 3);
  ectopy_ec57_runs_add (&runs, &runs);
  assert_share (ectopy_ec57_runs_sensitivity (&runs, ECTOPY_EC57_COUPLET), 6, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_compare);
  g_test_add_func ("/evaluate/ec57-runs/shares", test_shares);
  return g_test_run ();
}
