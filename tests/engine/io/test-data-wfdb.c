/* SPDX-License-Identifier: MIT */
/* The records of the MIT-BIH databases, against what an independent program counted in them: see
 * tests/fixtures/make-wfdb-sums.py. */
#include "engine/io/wfdb-annotation.h"
#include "engine/io/wfdb-header.h"
#include "engine/io/wfdb-reader.h"
#include "tests/support/real-data.h"
#include "tests/support/test-folder.h"

#include <math.h>
#include <string.h>

/* Lines of the fixture on the record at @lines: "record", then one "lead" each, then "marks". */
static void
check_leads (const EctopyWfdbHeader *header, EctopyRecording *recording, char ***lines)
{
  const size_t n = ectopy_recording_get_n_samples (recording);

  for (guint lead = 0; lead < header->signals->len; lead++) {
    const EctopyWfdbSignal *signal = ectopy_wfdb_header_signal (header, lead);
    const double gain = signal->gain != 0 ? signal->gain : 200;
    const float *samples = ectopy_recording_get_samples (recording, lead);
    g_auto (GStrv) fields = g_strsplit (*++*lines, " ", -1);
    gint64 sum = 0;
    gint64 squares = 0;
    guint64 weighted = 0;

    for (size_t i = 0; i < n; i++) {
      const gint64 steps = lround (samples[i] * gain + signal->baseline);

      sum += steps;
      squares += steps * steps;
      weighted += (guint64) steps * (i + 1);
      if (i == 0)
        g_assert_cmpint (steps, ==, signal->initial_value);
    }
    g_assert_cmpstr (fields[0], ==, "lead");
    g_assert_cmpstr (fields[1], ==, ectopy_recording_get_lead_name (recording, lead));
    g_assert_cmpint (g_ascii_strtoll (fields[2], NULL, 10), ==, sum);
    g_assert_cmpint (g_ascii_strtoll (fields[3], NULL, 10), ==, squares);
    g_assert_cmpuint (g_ascii_strtoull (fields[4], NULL, 10), ==, weighted);
    g_assert_cmpint ((gint16) signal->checksum, ==, (gint16) sum);
  }
}

static guint32
add_fields (guint32 sum, const EctopyAnnotation *mark)
{
  const gint64 values[] = { mark->sample, mark->code, mark->subtype, mark->channel, mark->number };
  size_t size = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    sum = sum * 31 + (guint32) values[i];
  if (mark->text != NULL)
    size = mark->text_size > 0 ? mark->text_size : strlen (mark->text);
  for (size_t i = 0; i < size; i++)
    sum = sum * 31 + (guint8) mark->text[i];
  return sum;
}

static void
check_marks (const char *path, char ***lines)
{
  g_auto (GStrv) fields = g_strsplit (*++*lines, " ", -1);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) marks = ectopy_wfdb_annotation_read (path, notes, &error);
  guint counts[ECTOPY_N_CODES] = { 0 };
  gint64 places = 0;
  guint32 sum = 0;
  guint at = 4;

  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, 0);
  for (guint i = 0; i < marks->len; i++) {
    const EctopyAnnotation *mark = &g_array_index (marks, EctopyAnnotation, i);

    counts[mark->code]++;
    places += mark->sample;
    sum = add_fields (sum, mark);
  }
  g_assert_cmpstr (fields[0], ==, "marks");
  g_assert_cmpuint (g_ascii_strtoull (fields[1], NULL, 10), ==, marks->len);
  g_assert_cmpint (g_ascii_strtoll (fields[2], NULL, 10), ==, places);
  g_assert_cmpuint (g_ascii_strtoull (fields[3], NULL, 10), ==, sum);
  for (guint code = 0; code < ECTOPY_N_CODES; code++)
    if (counts[code] > 0) {
      g_autofree char *count = g_strdup_printf ("%u:%u", code, counts[code]);

      g_assert_cmpstr (fields[at++], ==, count);
    }
  g_assert_null (fields[at]);
}

/* The only notes there may be are those on gains that are not told. */
static void
check_record (char ***lines, guint *n_notes)
{
  g_auto (GStrv) fields = g_strsplit (**lines, " ", -1);
  g_autofree char *path = real_data_folder (fields[1]);
  g_autofree char *hea = g_strconcat (path, ".hea", NULL);
  g_autofree char *atr = g_strconcat (path, ".atr", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyWfdbHeader) header = ectopy_wfdb_header_read (hea, &error);
  g_autoptr (EctopyRecording) recording = NULL;
  const char *const *notes;

  g_assert_no_error (error);
  recording = ectopy_wfdb_reader_read (path, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (ectopy_recording_get_rate_hz (recording), ==,
                     g_ascii_strtod (fields[2], NULL));
  g_assert_cmpuint (ectopy_recording_get_n_samples (recording), ==,
                    g_ascii_strtoull (fields[3], NULL, 10));
  notes = ectopy_recording_get_notes (recording);
  for (guint i = 0; notes[i] != NULL; i++, ++*n_notes)
    g_assert_nonnull (strstr (notes[i], "gain"));
  check_leads (header, recording, lines);
  check_marks (atr, lines);
}

typedef struct {
  const char *name;
  guint n_records;
  guint n_notes;
} Database;

static const Database databases[] = { { "mitdb", 48, 0 }, { "svdb", 58, 56 } };

static void
test_sums (gconstpointer data)
{
  const Database *database = data;
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "fixtures", "wfdb-sums.txt", NULL);
  g_autofree char *prefix = g_strdup_printf ("record %s/", database->name);
  g_autofree char *text = NULL;
  g_auto (GStrv) all = NULL;
  guint n_records = 0;
  guint n_notes = 0;

  if (!real_data_is_there (database->name))
    return;
  g_assert_true (g_file_get_contents (fixture, &text, NULL, NULL));
  all = g_strsplit (text, "\n", -1);
  for (char **lines = all; *lines != NULL; lines++)
    if (g_str_has_prefix (*lines, prefix)) {
      check_record (&lines, &n_notes);
      n_records++;
    }
  g_assert_cmpuint (n_records, ==, database->n_records);
  g_assert_cmpuint (n_notes, ==, database->n_notes);
}

/* Every annotation file, read and written, is the same to the byte. */
static void
test_same_bytes (gconstpointer data)
{
  const Database *database = data;
  g_autofree char *path = real_data_folder (database->name);
  char *folder = NULL;
  g_autofree char *copy = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  if (!real_data_is_there (database->name))
    return;
  folder = test_folder_new ();
  copy = g_build_filename (folder, "copy.atr", NULL);
  dir = g_dir_open (path, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_autofree char *original = NULL;
    g_autofree char *written = NULL;
    g_autoptr (GArray) marks = NULL;
    g_autoptr (GError) error = NULL;
    gsize original_size;
    gsize written_size;

    if (!g_str_has_suffix (name, ".atr"))
      continue;
    marks = ectopy_wfdb_annotation_read (file, NULL, &error);
    g_assert_no_error (error);
    ectopy_wfdb_annotation_write (copy, (const EctopyAnnotation *) (gpointer) marks->data,
                                  marks->len, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (file, &original, &original_size, NULL));
    g_assert_true (g_file_get_contents (copy, &written, &written_size, NULL));
    g_assert_cmpmem (written, written_size, original, original_size);
    n++;
  }
  g_assert_cmpuint (n, ==, database->n_records);
  test_folder_remove (folder);
}

/* With `-m perf`: how long all records take, as a user of the reader sees it. */
static void
test_time (gconstpointer data)
{
  const Database *database = data;
  g_autofree char *path = real_data_folder (database->name);
  double best = HUGE_VAL;

  if (!g_test_perf ()) {
    g_test_skip ("only with -m perf");
    return;
  }
  if (!real_data_is_there (database->name))
    return;
  for (guint round = 0; round < 5; round++) {
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    g_test_timer_start ();
    while ((name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autoptr (EctopyRecording) recording = NULL;

      if (g_str_has_suffix (name, ".hea"))
        recording = ectopy_wfdb_reader_read (file, NULL, NULL, NULL, NULL, NULL);
    }
    best = MIN (best, g_test_timer_elapsed ());
  }
  g_test_minimized_result (best, "%s: %.1f ms for %u records", database->name, best * 1e3,
                           database->n_records);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++) {
    g_autofree char *sums = g_strconcat ("/io/data-wfdb/sums/", databases[i].name, NULL);
    g_autofree char *bytes = g_strconcat ("/io/data-wfdb/same-bytes/", databases[i].name, NULL);
    g_autofree char *time = g_strconcat ("/io/data-wfdb/time/", databases[i].name, NULL);

    g_test_add_data_func (sums, &databases[i], test_sums);
    g_test_add_data_func (bytes, &databases[i], test_same_bytes);
    g_test_add_data_func (time, &databases[i], test_time);
  }
  return g_test_run ();
}
