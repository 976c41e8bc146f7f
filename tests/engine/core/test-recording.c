/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "engine/core/recording.h"

static GArray *
make_marks (const EctopyAnnotation *marks, guint n)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));

  for (guint i = 0; i < n; i++) {
    EctopyAnnotation mark = marks[i];

    mark.text = g_strdup (mark.text);
    g_array_append_val (array, mark);
  }
  return array;
}

static EctopyRecording *
make_recording (GArray *marks)
{
  static const float first[] = { 0, 0.5f, -1, 0.25f };
  static const float second[] = { 1, 2, 3, 4 };
  const EctopyLead leads[] = {
    { g_strdup ("MLII"), g_memdup2 (first, sizeof first) },
    { g_strdup ("V1"), g_memdup2 (second, sizeof second) },
  };

  return ectopy_recording_new_take (360, 4, leads, 2, marks, "68 years\nno drugs");
}

static void
test_getters (void)
{
  g_autoptr (EctopyRecording) recording = make_recording (NULL);
  size_t counts[ECTOPY_N_CLASSES];
  size_t n = 7;

  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==, 360);
  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==, 4);
  g_assert_cmpfloat_with_epsilon (ectopy_recording_get_duration_s (recording), 4.0 / 360, 1e-12);
  g_assert_cmpuint (ectopy_recording_get_n_leads (recording), ==, 2);
  g_assert_cmpstr (ectopy_recording_get_lead_name (recording, 1), ==, "V1");
  g_assert_cmpfloat (ectopy_recording_get_samples (recording, 0)[2], ==, -1);
  g_assert_cmpfloat (ectopy_recording_get_samples (recording, 1)[3], ==, 4);
  g_assert_cmpstr (ectopy_recording_get_comment (recording), ==, "68 years\nno drugs");
  g_assert_null (ectopy_recording_get_annotations (recording, &n));
  g_assert_cmpuint (n, ==, 0);
  ectopy_recording_count_classes (recording, counts);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    g_assert_cmpuint (counts[i], ==, 0);
}

static void
test_details (void)
{
  static const char *const units[] = { NULL, "mmHg" };
  const EctopyLead leads[] = {
    { g_strdup ("II"), g_new0 (float, 1) },
    { g_strdup ("ABP"), g_new0 (float, 1) },
  };
  static const EctopyLeadScale scales[] = { { 200, 1024 }, { 0, 0 } };
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  const EctopyRecordingDetails details = {
    .source = "/a/b.hea",
    .comment = "one",
    .start = "13:05:00",
    .annotator = "atr",
    .units = units,
    .scales = scales,
    .notes = notes,
  };
  g_autoptr (EctopyRecording) recording = NULL;
  g_autoptr (EctopyRecording) plain = make_recording (NULL);

  g_ptr_array_add (notes, (gpointer) "Something.");
  recording = ectopy_recording_new_detailed_take (360, 1, leads, 2, NULL, &details);
  g_assert_cmpstr (ectopy_recording_get_source (recording), ==, "/a/b.hea");
  g_assert_cmpstr (ectopy_recording_get_comment (recording), ==, "one");
  g_assert_cmpstr (ectopy_recording_get_start (recording), ==, "13:05:00");
  g_assert_cmpstr (ectopy_recording_get_annotator (recording), ==, "atr");
  g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 0), ==, "mV");
  g_assert_cmpstr (ectopy_recording_get_lead_unit (recording, 1), ==, "mmHg");
  g_assert_cmpfloat (ectopy_recording_get_lead_scale (recording, 0).steps_per_unit, ==, 200);
  g_assert_cmpfloat (ectopy_recording_get_lead_scale (recording, 0).zero, ==, 1024);
  g_assert_cmpfloat (ectopy_recording_get_lead_scale (recording, 1).steps_per_unit, ==, 0);
  g_assert_cmpfloat (ectopy_recording_get_lead_scale (plain, 0).steps_per_unit, ==, 0);
  g_assert_cmpstr (ectopy_recording_get_notes (recording)[0], ==, "Something.");
  g_assert_null (ectopy_recording_get_notes (recording)[1]);

  g_assert_null (ectopy_recording_get_source (plain));
  g_assert_null (ectopy_recording_get_start (plain));
  g_assert_null (ectopy_recording_get_annotator (plain));
  g_assert_cmpstr (ectopy_recording_get_lead_unit (plain, 1), ==, "mV");
  g_assert_null (ectopy_recording_get_notes (plain)[0]);
}

/* Marks of one sample stay as they were, and places outside the samples are kept. */
static void
test_order (void)
{
  const EctopyAnnotation given[] = {
    { .sample = 90, .code = ECTOPY_CODE_NORMAL, .text = (char *) "late" },
    { .sample = 2, .code = ECTOPY_CODE_RHYTHM, .text = (char *) "(N" },
    { .sample = 2, .code = ECTOPY_CODE_VENTRICULAR },
    { .sample = -5, .code = ECTOPY_CODE_NOTE },
  };
  static const guint expected[] = { 3, 1, 2, 0 };
  g_autoptr (EctopyRecording) recording = make_recording (make_marks (given, 4));
  size_t n;
  const EctopyAnnotation *marks = ectopy_recording_get_annotations (recording, &n);

  g_assert_cmpuint (n, ==, 4);
  for (guint i = 0; i < 4; i++) {
    g_assert_cmpint (marks[i].sample, ==, given[expected[i]].sample);
    g_assert_cmpuint (marks[i].code, ==, given[expected[i]].code);
    g_assert_cmpstr (marks[i].text, ==, given[expected[i]].text);
  }
}

static void
test_counts (void)
{
  static const char beats[] = "N+LA~VVF/x!f";
  static const size_t expected[ECTOPY_N_CLASSES] = { 2, 1, 2, 1, 2 };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
  g_autoptr (EctopyRecording) recording = NULL;
  size_t counts[ECTOPY_N_CLASSES];

  for (guint i = 0; beats[i] != '\0'; i++) {
    const EctopyAnnotation mark = { .sample = i,
                                    .code = (guint8) ectopy_annotation_code_from_symbol (
                                        beats[i]) };

    g_array_append_val (marks, mark);
  }
  recording = make_recording (marks);
  ectopy_recording_count_classes (recording, counts);
  for (guint i = 0; i < ECTOPY_N_CLASSES; i++)
    g_assert_cmpuint (counts[i], ==, expected[i]);
}

static void
test_find_lead (void)
{
  g_autoptr (EctopyRecording) recording = make_recording (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ectopy_recording_find_lead (recording, "V1", &error), ==, 1);
  g_assert_cmpuint (ectopy_recording_find_lead (recording, "0", &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (ectopy_recording_find_lead (recording, "2", &error), ==, G_MAXSIZE);
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_cmpuint (ectopy_recording_find_lead (recording, "-1", &error), ==, G_MAXSIZE);
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/recording/getters", test_getters);
  g_test_add_func ("/core/recording/details", test_details);
  g_test_add_func ("/core/recording/find-lead", test_find_lead);
  g_test_add_func ("/core/recording/order", test_order);
  g_test_add_func ("/core/recording/counts", test_counts);
  return g_test_run ();
}
