/* SPDX-License-Identifier: MIT */
#include "engine/evaluate/ec57-match.h"
#include "tests/support/test-marks.h"

#include <math.h>
#include <string.h>

/* All at 100 samples a second: a window of 15, and a start, if there is one, at 1000. */
#define RATE_HZ   100.0
#define N_SAMPLES 10000

static EctopyEc57Result *
match (const char *reference, const char *test, double from_s, gint64 n_samples, EctopyEc57Map map)
{
  EctopyEc57Options options = ECTOPY_EC57_STANDARD;
  g_autoptr (GArray) truth = test_marks_new (reference);
  g_autoptr (GArray) marks = test_marks_new (test);
  g_autoptr (EctopyEc57Track) truth_track = NULL;
  g_autoptr (EctopyEc57Track) test_track = NULL;

  options.from_s = from_s;
  options.map = map;
  truth_track = ectopy_ec57_track_new ((EctopyAnnotation *) (gpointer) truth->data, truth->len, map,
                                       15);
  test_track = ectopy_ec57_track_new ((EctopyAnnotation *) (gpointer) marks->data, marks->len, map,
                                      15);
  return ectopy_ec57_match (truth_track, test_track, RATE_HZ, n_samples, &options);
}

/* (transfer full): the pairs as "Nn Vo@300": mismatches with their place. */
static char *
describe (const EctopyEc57Result *result)
{
  GString *text = g_string_new (NULL);
  guint64 n_counted = 0;

  for (guint i = 0; i < result->pairs->len; i++) {
    const EctopyEc57Pair *pair = &g_array_index (result->pairs, EctopyEc57Pair, i);

    g_string_append_printf (text, "%s%c%c", i > 0 ? " " : "",
                            ectopy_ec57_letter (pair->reference_label),
                            g_ascii_tolower (ectopy_ec57_letter (pair->test_label)));
    if (pair->reference_label != pair->test_label)
      g_string_append_printf (text, "@%" G_GINT64_FORMAT, pair->sample);
    g_assert_true (ectopy_ec57_is_cell (pair->reference_label, pair->test_label));
    g_assert_cmpint (pair->reference == ECTOPY_EC57_NO_MARK, ==,
                     pair->reference_label >= ECTOPY_EC57_O);
    g_assert_cmpint (pair->test == ECTOPY_EC57_NO_MARK, ==, pair->test_label >= ECTOPY_EC57_O);
  }
  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
      n_counted += result->counts.cells[r][t];
  g_assert_cmpuint (n_counted, ==, result->pairs->len);
  return g_string_free (text, FALSE);
}

typedef struct {
  const char *path;
  const char *reference;
  const char *test;
  double from_s;
  const char *pairs;
} Case;

static const Case cases[] = {
  { "/evaluate/ec57/match/nothing", "", "", 0, "" },
  { "/evaluate/ec57/match/same", "N100 V200 S300", "N100 V200 S300", 0, "Nn Vv Ss" },
  { "/evaluate/ec57/match/edge-of-window", "N100 N200", "N115 N185", 0, "Nn Nn" },
  { "/evaluate/ec57/match/past-the-window", "N100 N200", "N116 N184", 0,
    "No@100 On@116 On@184 No@200" },
  { "/evaluate/ec57/match/classes", "N100 V200 F300 /400 A500", "V100 N205 Q300 F400 V500", 0,
    "Nv@100 Vn@205 Fq@300 Qf@400 Sv@500" },
  { "/evaluate/ec57/match/marks-that-are-no-beats", "+50 N100 !150 x160", "N100 ~150 \"160 p170", 0,
    "Nn" },
  /* The nearer of two gets the beat. */
  { "/evaluate/ec57/match/double-mark-before", "N100", "V90 N99", 0, "Ov@90 Nn" },
  { "/evaluate/ec57/match/double-mark-after", "N100", "N101 V110", 0, "Nn Ov@110" },
  { "/evaluate/ec57/match/equally-near", "N100", "V95 N105", 0, "Ov@95 Nn" },
  { "/evaluate/ec57/match/one-place-twice", "N100 V100", "N100", 0, "No@100 Vn@100" },
  /* The earlier of two close beats keeps its partner where the later one has a nearer one itself. */
  { "/evaluate/ec57/match/both-double", "N100 V116", "N110 V118", 0, "Nn Vv" },
  { "/evaluate/ec57/match/both-double-test-first", "N110 V118", "N100 V116", 0, "Nn Vv" },
  /* From 10 s on. */
  { "/evaluate/ec57/match/learning", "N900 N1100", "V900 N950 N1100", 10, "Nn" },
  { "/evaluate/ec57/match/across-the-start", "N1005", "N995", 10, "Nn" },
  { "/evaluate/ec57/match/across-the-start-too-far", "N1011", "N995", 10, "No@1011" },
  { "/evaluate/ec57/match/across-the-start-nearer-after", "N1005", "N995 V1008", 10, "Nv@1008" },
  { "/evaluate/ec57/match/partner-before-the-start", "N995 N1100", "N1005 N1100", 10, "Nn" },
  { "/evaluate/ec57/match/partner-before-is-too-far", "N950 N1100", "N1016 N1100", 10,
    "On@1016 Nn" },
  { "/evaluate/ec57/match/no-window-before-0", "N100", "N5 N100", 0, "On@5 Nn" },
  { "/evaluate/ec57/match/past-the-end", "N9990 N10010", "N9990 N10011 V10100", 0, "Nn" },
  { "/evaluate/ec57/match/around-the-end", "N9995", "N10005", 0, "Nn" },
  /* Beats of the test in flutter are not counted unless they have a partner. */
  { "/evaluate/ec57/match/flutter", "N100 [200 !220 V240 !260 ]300 N400",
    "N100 V200 V220 N250 V300 V301 N400", 0, "Nn Ov@301 Nn" },
  { "/evaluate/ec57/match/partner-in-flutter", "N190 [200 ]300 N400", "N195 N201 N400", 0,
    "Nn Nn" },
  { "/evaluate/ec57/match/flutter-without-end", "N100 [200 V300 V400", "N100 V300 N9000", 0, "Nn" },
  { "/evaluate/ec57/match/flutter-of-the-test", "N100 V250 N400", "N100 [200 V250 ]300 N400", 0,
    "Nn Vo@250 Nn" },
  /* Shutdowns: 48 is both bits of the subtype. */
  { "/evaluate/ec57/match/test-shut-down", "N100 N250 V300 N400", "N100 ~250:48 ~300:0 N400", 0,
    "Nn Nx@250 Vx@300 Nn" },
  { "/evaluate/ec57/match/one-bit-is-no-shutdown", "N100 N250 N400", "N100 ~200:16 ~300:0 N400", 0,
    "Nn No@250 Nn" },
  { "/evaluate/ec57/match/reference-shut-down", "N100 ~200:-1 ~300:0 N400", "N100 V250 N301 N400",
    0, "Nn Xv@250 On@301 Nn" },
  { "/evaluate/ec57/match/shutdown-to-the-end", "N100 N250 N9000", "N100 ~200:48", 0,
    "Nn Nx@250 Nx@9000" },
  { "/evaluate/ec57/match/one-mark-a-shutdown", "N100 N114 N115 N385 N386 N400",
    "N100 ~250:48 N400", 0, "Nn No@114 Nx@115 Nx@385 No@386 Nn" },
};

static void
test_match (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (EctopyEc57Result) result = match (one->reference, one->test, one->from_s, N_SAMPLES,
                                               ECTOPY_EC57_MAP_LITERATURE);
  g_autofree char *pairs = describe (result);

  g_assert_cmpstr (pairs, ==, one->pairs);
}

/* Without a length the last beat of the reference is the end. */
static void
test_unknown_length (void)
{
  g_autoptr (EctopyEc57Result)
      result = match ("N100 N200", "N100 N150 N200 N300 V400", 0, 0, ECTOPY_EC57_MAP_LITERATURE);
  g_autofree char *pairs = describe (result);

  g_assert_cmpstr (pairs, ==, "Nn On@150 Nn");
}

static void
test_shutdown_time (void)
{
  g_autoptr (EctopyEc57Result)
      two = match ("N100", "~200:48 ~300:0 ~9000:48", 0, N_SAMPLES, ECTOPY_EC57_MAP_LITERATURE);
  g_autoptr (EctopyEc57Result)
      endless = match ("N100", "~200:48 ~300:0 ~9000:48", 0, 0, ECTOPY_EC57_MAP_LITERATURE);

  g_assert_cmpfloat (two->shutdown_s, ==, 11);
  g_assert_cmpfloat (endless->shutdown_s, ==, 1);
}

/* Intervals of 100 against 100, 104 and 96; none across flutter, nor before the first beat. */
static void
test_rr_error (void)
{
  g_autoptr (EctopyEc57Result)
      result = match ("N100 N200 N300 N400 [410 ]420 N500", "N100 N200 N304 N400 N509", 0,
                      N_SAMPLES, ECTOPY_EC57_MAP_LITERATURE);
  g_autoptr (EctopyEc57Result)
      none = match ("N100", "N100", 0, N_SAMPLES, ECTOPY_EC57_MAP_LITERATURE);

  g_assert_cmpuint (result->n_rr, ==, 3);
  g_assert_cmpfloat_with_epsilon (ectopy_ec57_result_rr_error_ms (result),
                                  sqrt ((16.0 + 16.0) / 3) * 10, 1e-9);
  g_assert_true (isnan (ectopy_ec57_result_rr_error_ms (none)));
}

static void
test_map (void)
{
  static const char symbols[] = "NLRBejnAaJSVErF/fQ?";
  static const char literature[] = "NNNNNNNSSSSVVVFQQQQ", bxb[] = "NNNNSSSSSSSVVVFQQQQ";

  for (gsize i = 0; symbols[i] != '\0'; i++) {
    const guint code = ectopy_annotation_code_from_symbol (symbols[i]);

    g_assert_cmpint (ectopy_ec57_letter (ectopy_ec57_label (ECTOPY_EC57_MAP_LITERATURE, code)), ==,
                     literature[i]);
    g_assert_cmpint (ectopy_ec57_letter (ectopy_ec57_label (ECTOPY_EC57_MAP_BXB, code)), ==,
                     bxb[i]);
  }
  /* What is a beat is so for WFDB, and where the map of the beat CSVs has a class it is this one. */
  for (guint code = 0; code < 256; code++) {
    const guint label = ectopy_ec57_label (ECTOPY_EC57_MAP_LITERATURE, code);
    const guint beat_class = ectopy_annotation_code_class (code);

    g_assert_cmpint (label < ECTOPY_EC57_O, ==, ectopy_annotation_code_is_beat (code));
    if (beat_class != ECTOPY_CLASS_NONE)
      g_assert_cmpuint (label, ==, beat_class);
  }
}

static void
test_map_counts (void)
{
  g_autoptr (EctopyEc57Result) literature = match ("e100 j200 n300", "N100 N200 S300", 0, N_SAMPLES,
                                                   ECTOPY_EC57_MAP_LITERATURE);
  g_autoptr (EctopyEc57Result)
      bxb = match ("e100 j200 n300", "N100 N200 S300", 0, N_SAMPLES, ECTOPY_EC57_MAP_BXB);
  g_autofree char *as_literature = describe (literature), *as_bxb = describe (bxb);

  g_assert_cmpstr (as_literature, ==, "Nn Nn Ns@300");
  g_assert_cmpstr (as_bxb, ==, "Sn@100 Sn@200 Ss");
}

/* Every cell another number, and the sums that the standard's formulas make of them. */
static void
test_rates (void)
{
  static const guint64 expected[ECTOPY_N_EC57_RATES][2] = {
    [ECTOPY_EC57_QRS_SE] = { 575, 840 },  [ECTOPY_EC57_QRS_PPV] = { 575, 1155 },
    [ECTOPY_EC57_VEB_SE] = { 23, 168 },   [ECTOPY_EC57_VEB_PPV] = { 23, 155 },
    [ECTOPY_EC57_VEB_FPR] = { 132, 964 }, [ECTOPY_EC57_SVEB_SE] = { 12, 98 },
    [ECTOPY_EC57_SVEB_PPV] = { 12, 182 }, [ECTOPY_EC57_SVEB_FPR] = { 170, 1048 },
  };
  EctopyEc57Counts counts = { 0 };

  for (guint r = 0; r < ECTOPY_N_EC57_LABELS; r++)
    for (guint t = 0; t < ECTOPY_N_EC57_LABELS; t++)
      if (ectopy_ec57_is_cell (r, t))
        counts.cells[r][t] = 10 * r + t + 1;
  for (guint rate = 0; rate < ECTOPY_N_EC57_RATES; rate++) {
    const EctopyEc57Share share = ectopy_ec57_rate (&counts, rate);

    g_test_message ("%s: %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, ectopy_ec57_rate_name (rate),
                    share.n, share.of);
    g_assert_cmpuint (share.n, ==, expected[rate][0]);
    g_assert_cmpuint (share.of, ==, expected[rate][1]);
  }
  g_assert_true (isnan (ectopy_ec57_share ((EctopyEc57Share){ 0, 0 })));

  /* Nothing is left out: row and column as a whole. */
  g_assert_cmpuint (ectopy_ec57_recall (&counts, ECTOPY_EC57_V).n, ==, 23);
  g_assert_cmpuint (ectopy_ec57_recall (&counts, ECTOPY_EC57_V).of, ==, 168);
  g_assert_cmpuint (ectopy_ec57_precision (&counts, ECTOPY_EC57_V).of, ==,
                    3 + 13 + 23 + 33 + 43 + 53 + 63);
  g_assert_cmpfloat_with_epsilon (ectopy_ec57_f1 (&counts, ECTOPY_EC57_V), 2 * 23.0 / (168 + 231),
                                  1e-12);
  counts = (EctopyEc57Counts){ 0 };
  g_assert_true (isnan (ectopy_ec57_f1 (&counts, ECTOPY_EC57_F)));
}

/* Places that no recording has do no harm. */
static void
test_damaged_places (void)
{
  const EctopyAnnotation marks[] = {
    { .sample = G_MININT64 / 2, .code = ECTOPY_CODE_NORMAL },
    { .sample = -100, .code = ECTOPY_CODE_NORMAL },
    { .sample = 100, .code = ECTOPY_CODE_NORMAL },
    { .sample = 100, .code = ECTOPY_CODE_NOISE, .subtype = 48 },
    { .sample = G_MAXINT64 / 2, .code = ECTOPY_CODE_NORMAL },
  };
  EctopyEc57Options options = { .window_s = 1e30, .to_s = 1e30 };
  g_autoptr (EctopyEc57Track) track = ectopy_ec57_track_new (marks, G_N_ELEMENTS (marks), 0, 15);
  g_autoptr (EctopyEc57Result) result = ectopy_ec57_match (track, track, RATE_HZ, 0, &options);

  g_assert_cmpuint (result->counts.cells[ECTOPY_EC57_N][ECTOPY_EC57_N], ==, 1);
  options.from_s = 1e30;
  g_clear_pointer (&result, ectopy_ec57_result_free);
  result = ectopy_ec57_match (track, track, RATE_HZ, G_MAXINT64, &options);
  g_assert_cmpuint (result->pairs->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_match);
  g_test_add_func ("/evaluate/ec57/unknown-length", test_unknown_length);
  g_test_add_func ("/evaluate/ec57/shutdown-time", test_shutdown_time);
  g_test_add_func ("/evaluate/ec57/rr-error", test_rr_error);
  g_test_add_func ("/evaluate/ec57/map", test_map);
  g_test_add_func ("/evaluate/ec57/map-counts", test_map_counts);
  g_test_add_func ("/evaluate/ec57/rates", test_rates);
  g_test_add_func ("/evaluate/ec57/damaged-places", test_damaged_places);
  return g_test_run ();
}
