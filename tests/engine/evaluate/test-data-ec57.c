/* SPDX-License-Identifier: MIT */
/* The comparison of beats against PhysioNet's bxb 10.7.0, cell by cell: 48 records, two sets of test
 * annotations, from 5:00 and from 0:00, with and without S; and its sums by sumstats. */
#include "engine/evaluate/ec57-summary.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/io/wfdb-header.h"
#include "tests/support/real-data.h"

#include <math.h>

#define N_RECORDS 48

/* Columns of `bxb -L`: those with an apostrophe in its heading are sums; see ec57.h. */
static const char *const columns[] = {
  "Nn+Nf+Nq",
  "Sn+Sf+Sq",
  "Vn+Vf+Vq",
  "Fn+Ff+Fq+Qn+Qf+Qq",
  "On+Of+Oq+Xn+Xf+Xq",
  "Ns",
  "Ss",
  "Vs",
  "Fs+Qs",
  "Os+Xs",
  "Nv",
  "Sv",
  "Vv",
  "Fv+Qv",
  "Ov+Xv",
  "No+Nx",
  "So+Sx",
  "Vo+Vx",
  "Fo+Fx+Qo+Qx",
};

/* Those of its second file. */
static const char *const shutdown_columns[] = { "Nx", "Sx", "Vx", "Fx", "Qx" };

/* Rates in the order of the columns after those. */
static const EctopyEc57Rate rates[] = {
  ECTOPY_EC57_QRS_SE,  ECTOPY_EC57_QRS_PPV, ECTOPY_EC57_VEB_SE,
  ECTOPY_EC57_VEB_PPV, ECTOPY_EC57_SVEB_SE, ECTOPY_EC57_SVEB_PPV,
};

static EctopyEc57Label
label_of (char letter)
{
  for (guint i = 0; i < ECTOPY_N_EC57_LABELS; i++)
    if (ectopy_ec57_letter (i) == g_ascii_toupper (letter))
      return i;
  g_assert_not_reached ();
}

/* @cells: such as "Nn+Nf". */
static guint64
sum_of (const EctopyEc57Counts *counts, const char *cells)
{
  guint64 sum = 0;

  for (; *cells != '\0'; cells += cells[2] == '+' ? 3 : 2)
    sum += counts->cells[label_of (cells[0])][label_of (cells[1])];
  return sum;
}

/* (transfer full): the words of the lines of a file of results. */
static GPtrArray *
read_words (const char *name)
{
  g_autofree char *folder = real_data_folder ("bxb");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  rows = g_strsplit (text, "\n", -1);
  for (char **row = rows; *row != NULL; row++) {
    g_auto (GStrv) parts = g_strsplit_set (*row, " \t", -1);
    GPtrArray *words = g_ptr_array_new ();

    for (char **part = parts; *part != NULL; part++)
      if (**part != '\0')
        g_ptr_array_add (words, g_strdup (*part));
    g_ptr_array_add (words, NULL);
    g_ptr_array_add (lines, g_ptr_array_free (words, FALSE));
  }
  return lines;
}

/* The words of the line that begins with @word. */
static char **
line_of (GPtrArray *lines, const char *word)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_strcmp0 (((char **) lines->pdata[i])[0], word) == 0)
      return lines->pdata[i];
  return NULL;
}

static GArray *
read_marks (const char *database, const char *record, const char *annotator)
{
  g_autofree char *folder = real_data_folder (database);
  g_autofree char *name = g_strconcat (record, ".", annotator, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  GArray *marks = ectopy_wfdb_annotation_read (path, NULL, &error);

  g_assert_no_error (error);
  return marks;
}

static EctopyEc57Result *
compare (const char *record, const char *annotator, const EctopyEc57Options *options)
{
  g_autofree char *folder = real_data_folder ("mitdb");
  g_autofree char *name = g_strconcat (record, ".hea", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (EctopyWfdbHeader) header = ectopy_wfdb_header_read (path, NULL);
  g_autoptr (GArray) truth = read_marks ("mitdb", record, "atr");
  g_autoptr (GArray) marks = read_marks ("bxb", record, annotator);
  const gint64 window = ectopy_ec57_samples (options->window_s, header->rate_hz);
  g_autoptr (EctopyEc57Track) reference = ectopy_ec57_track_new ((EctopyAnnotation *) truth->data,
                                                                 truth->len, options->map, window);
  g_autoptr (EctopyEc57Track) test = ectopy_ec57_track_new ((EctopyAnnotation *) marks->data,
                                                            marks->len, options->map, window);

  return ectopy_ec57_match (reference, test, header->rate_hz, (gint64) header->n_frames, options);
}

/* A figure as it is printed, "-" for none. */
static void
check_figure (const char *printed, double value, guint decimals, const char *place)
{
  char format[] = "%.0f", text[G_ASCII_DTOSTR_BUF_SIZE] = "-";

  format[2] = (char) ('0' + decimals);
  if (isfinite (value))
    g_ascii_formatd (text, sizeof text, format, value);
  if (!g_str_equal (printed, text))
    g_error ("%s: %s was expected, found %s", place, printed, text);
}

static void
check_counts (char **line,
              const EctopyEc57Counts *counts,
              const char *const *cells,
              guint n,
              const char *place)
{
  for (guint i = 0; i < n; i++)
    if (g_ascii_strtoull (line[i + 1], NULL, 10) != sum_of (counts, cells[i]))
      g_error ("%s, %s: %s were expected, found %" G_GUINT64_FORMAT, place, cells[i], line[i + 1],
               sum_of (counts, cells[i]));
}

static void
check_record (GPtrArray *table, GPtrArray *shutdowns, const EctopyEc57Record *record)
{
  const EctopyEc57Result *result = record->result;
  char **line = line_of (table, record->name);
  char **shutdown = line_of (shutdowns, record->name);
  const guint n = G_N_ELEMENTS (columns);

  check_counts (line, &result->counts, columns, n, record->name);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    check_figure (line[1 + n + i],
                  100 * ectopy_ec57_share (ectopy_ec57_rate (&result->counts, rates[i])), 2,
                  record->name);
  check_figure (line[1 + n + G_N_ELEMENTS (rates)], ectopy_ec57_result_rr_error_ms (result), 2,
                record->name);
  check_counts (shutdown, &result->counts, shutdown_columns, G_N_ELEMENTS (shutdown_columns),
                record->name);
  check_figure (shutdown[11], result->shutdown_s, 0, record->name);
  /* At the end of the line: beats of the reference by class. */
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    g_assert_cmpuint (g_ascii_strtoull (shutdown[13 + c], NULL, 10), ==,
                      ectopy_ec57_counts_reference (&result->counts, c));
}

/* The last lines of sumstats: sums, gross and average figures. */
static void
check_summary (GPtrArray *sums, const EctopyEc57Record *records)
{
  char **gross = line_of (sums, "Gross"), **average = line_of (sums, "Average");
  char **total = line_of (sums, "Total");
  EctopyEc57Summary summary;

  ectopy_ec57_summary_compute (&summary, records, N_RECORDS);
  g_assert_cmpuint (summary.n_records, ==, N_RECORDS);
  check_counts (line_of (sums, "Sum"), &summary.counts, columns, G_N_ELEMENTS (columns), "Sum");
  for (guint i = 0; i < G_N_ELEMENTS (rates) - 1; i++) {
    const EctopyEc57Share pooled = ectopy_ec57_rate (&summary.counts, rates[i]);

    check_figure (gross[1 + i], 100 * ectopy_ec57_share (pooled), 2, "Gross");
    check_figure (average[1 + i], 100 * summary.average[rates[i]], 2, "Average");
  }
  /* Of this one sumstats has another definition than bxb: see ec57-summary.h. */
  check_figure (gross[6], 100 * summary.sumstats_sveb_ppv, 2, "Gross");
  check_figure (average[6], 100 * summary.sumstats_average_sveb_ppv, 2, "Average");
  check_figure (average[7], summary.average_rr_error_ms, 2, "Average RR error");
  g_assert_cmpuint (g_ascii_strtoull (total[3], NULL, 10), ==,
                    ectopy_ec57_counts_reference (&summary.counts, ECTOPY_EC57_O));
  g_assert_cmpuint (g_ascii_strtoull (total[6], NULL, 10), ==,
                    ectopy_ec57_counts_reference (&summary.counts, ECTOPY_EC57_V));
}

/* `bxb` without S: the matrix of the report of one record, whose rows and columns are N V F Q O X. */
static void
check_report (const EctopyEc57Record *record)
{
  static const char *const rows[] = {
    "Nn+Ns+Sn+Ss Nv+Sv Nf+Sf Nq+Sq No+So Nx+Sx",
    "Vn+Vs Vv Vf Vq Vo Vx",
    "Fn+Fs Fv Ff Fq Fo Fx",
    "Qn+Qs Qv Qf Qq Qo Qx",
    "On+Os Ov Of Oq",
    "Xn+Xs Xv Xf Xq",
  };
  g_autofree char *file = g_strdup_printf ("report/tst.%s.txt", record->name);
  g_autoptr (GPtrArray) lines = read_words (file);
  const EctopyEc57Share rate = ectopy_ec57_rate (&record->result->counts, ECTOPY_EC57_VEB_FPR);
  g_autofree char *printed = g_strdup_printf ("(%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT ")",
                                              rate.n, rate.of);
  guint n_rates = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) cells = g_strsplit (rows[i], " ", -1);

    check_counts (line_of (lines, (char[]){ rows[i][0], '\0' }) + 1, &record->result->counts,
                  (const char *const *) cells, g_strv_length (cells), file);
  }
  for (guint i = 0; i < lines->len; i++) {
    char **words = lines->pdata[i];

    if (g_strcmp0 (words[0], "VEB") == 0 && g_strcmp0 (words[1], "false") == 0)
      n_rates += g_str_equal (words[g_strv_length (words) - 1], printed);
  }
  g_assert_cmpuint (n_rates, ==, 1);
}

static void
check_set (const char *annotator, gboolean is_full)
{
  const char *full = is_full ? ".full" : "";
  EctopyEc57Options options = ECTOPY_EC57_STANDARD;
  g_autofree char *table_name = g_strconcat (annotator, full, ".vb.txt", NULL);
  g_autofree char *shutdown_name = g_strconcat (annotator, full, ".sv.txt", NULL);
  g_autofree char *sum_name = g_strconcat (annotator, full, ".vb.sum.txt", NULL);
  g_autoptr (GPtrArray) table = read_words (table_name);
  g_autoptr (GPtrArray) shutdowns = read_words (shutdown_name);
  g_autoptr (GPtrArray) sums = read_words (sum_name);
  g_auto (GStrv) paths = real_data_list_records ("mitdb");
  EctopyEc57Record records[N_RECORDS] = { 0 };

  options.map = ECTOPY_EC57_MAP_BXB;
  if (is_full)
    options.from_s = 0;
  g_assert_cmpuint (g_strv_length (paths), ==, N_RECORDS);
  for (guint i = 0; i < N_RECORDS; i++) {
    records[i].name = g_path_get_basename (paths[i]);
    records[i].name[3] = '\0';
    records[i].result = compare (records[i].name, annotator, &options);
    check_record (table, shutdowns, &records[i]);
    if (g_str_equal (annotator, "tst") && !is_full)
      check_report (&records[i]);
  }
  check_summary (sums, records);
  for (guint i = 0; i < N_RECORDS; i++)
    ectopy_ec57_record_clear (&records[i]);
}

typedef struct {
  const char *path;
  const char *annotator;
  gboolean is_full;
} Set;

static void
test_equals_bxb (gconstpointer data)
{
  const Set *set = data;

  if (real_data_is_there ("mitdb") && real_data_is_there ("bxb"))
    check_set (set->annotator, set->is_full);
}

int
main (int argc, char **argv)
{
  static const Set sets[] = {
    { "/evaluate/data-ec57/made-up-marks", "tst", FALSE },
    { "/evaluate/data-ec57/made-up-marks-from-0", "tst", TRUE },
    { "/evaluate/data-ec57/detector", "qrs", FALSE },
    { "/evaluate/data-ec57/detector-from-0", "qrs", TRUE },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    g_test_add_data_func (sets[i].path, &sets[i], test_equals_bxb);
  return g_test_run ();
}
