/* SPDX-License-Identifier: MIT */
/* Files that are none, or claim what they do not hold: each reader answers at once, by an object or a
 * sentence, and takes no more memory than the file is worth. */
#include "engine/io/beat-csv.h"
#include "engine/io/recording-folder.h"
#include "engine/io/recording-reader.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/learn/fit-settings.h"
#include "engine/learn/model.h"
#include "engine/review/corrections-file.h"
#include "engine/review/study-file.h"
#include "engine/run/record-set.h"
#include "engine/run/training.h"
#include "tests/support/test-study.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MOST_SECONDS 30
#define FREE_KIB     (80 * 1024) /* that gaps and buffers may take, however small the file */

static char *folder;

static char *
place (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
put (const char *name, const void *data, gsize size)
{
  g_autofree char *path = place (name);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

/* ---- Readers ---- */

typedef gboolean (*ReadFunc) (const char *path, GError **error);

static gboolean
read_recording (const char *path, GError **error)
{
  g_autoptr (EctopyRecording) recording = NULL;

  ectopy_recording_reader_probe (path);
  recording = ectopy_recording_reader_read (path, NULL, NULL, NULL, NULL, error);
  return recording != NULL;
}

static gboolean
read_folder (const char *path, GError **error)
{
  g_auto (GStrv) records = ectopy_recording_folder_list (path, error);

  return records != NULL;
}

static gboolean
read_beats (const char *path, GError **error)
{
  g_autoptr (EctopyDataset)
      beats = ectopy_beat_csv_read (path, NULL, NULL, NULL, NULL, NULL, error);

  return beats != NULL;
}

static gboolean
read_marks (const char *path, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) marks = ectopy_wfdb_annotation_read (path, notes, error);

  return marks != NULL;
}

static gboolean
read_model (const char *path, GError **error)
{
  g_autoptr (EctopyModel) model = ectopy_model_load (path, error);

  return model != NULL;
}

static gboolean
read_settings (const char *path, GError **error)
{
  EctopyFitSettings settings;
  gboolean is_read;

  ectopy_fit_settings_init (&settings);
  is_read = ectopy_fit_settings_load (&settings, path, error);
  ectopy_fit_settings_clear (&settings);
  return is_read;
}

static gboolean
read_network (const char *path, GError **error)
{
  g_autoptr (EctopyNetworkSpec) spec = ectopy_training_load_network (path, error);

  return spec != NULL;
}

static gboolean
read_patients (const char *path, GError **error)
{
  g_autoptr (GHashTable) patients = ectopy_record_patients_read (path, error);

  return patients != NULL;
}

static gboolean
read_list (const char *path, GError **error)
{
  g_autofree char *list = g_strconcat ("@", path, NULL);
  gboolean matches;

  return ectopy_record_list_matches (list, "208", &matches, error);
}

static gboolean
read_corrections (const char *path, GError **error)
{
  g_autoptr (EctopyDataset)
      dataset = ectopy_dataset_new_take (20, 4, g_new0 (float, 80), g_new0 (guint8, 20));
  g_autoptr (EctopyCorrections) corrections = ectopy_corrections_load (dataset, path, error);

  return corrections != NULL;
}

static gboolean
read_study (const char *path, GError **error)
{
  g_autoptr (EctopyRecording) recording = test_study_recording (1);
  g_autofree char *digest = ectopy_study_digest (recording);
  g_autoptr (EctopyStudy) study = ectopy_study_file_read (path, recording, digest, error);

  return study != NULL;
}

static const struct {
  const char *name;
  ReadFunc func;
} readers[] = {
  { "recording", read_recording },     { "folder", read_folder },     { "beats", read_beats },
  { "annotations", read_marks },       { "model", read_model },       { "settings", read_settings },
  { "network", read_network },         { "patients", read_patients }, { "list", read_list },
  { "corrections", read_corrections }, { "study", read_study },
};

/* ---- What a reading takes ---- */

/* The largest resident memory since it was last forgotten, in KiB; 0 where the system does not tell. */
static gsize
peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmHWM:");
  return line != NULL ? (gsize) g_ascii_strtoull (line + 6, NULL, 10) : 0;
}

static gboolean
forget_peak (void)
{
  const int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
  const gboolean done = fd >= 0 && write (fd, "5", 1) == 1;

  if (fd >= 0)
    close (fd);
  return done;
}

static gboolean
is_sanitized (void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return TRUE;
#else
  return FALSE;
#endif
}

/* @held: bytes that the files really have. Returns: whether an object came of it. */
static gboolean
try_reader (guint reader, const char *name, goffset held)
{
  g_autofree char *path = name[0] == '/' ? g_strdup (name) : place (name);
  g_autoptr (GError) error = NULL;
  const gboolean measured = forget_peak () && !is_sanitized ();
  const gsize before = peak_kib ();
  gboolean is_read;

  alarm (MOST_SECONDS); /* a reader that waits ends the test */
  is_read = readers[reader].func (path, &error);
  alarm (0);
  if (is_read) {
    g_assert_no_error (error);
  } else {
    g_assert_nonnull (error);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_cmpuint (strlen (error->message), >, 10);
    g_assert_cmpuint (strlen (error->message), <, 2000);
    g_test_message ("%s: %s: %s", readers[reader].name, name, error->message);
  }
  if (measured && peak_kib () > before + FREE_KIB + 16 * (gsize) (held / 1024))
    g_error ("%s of %s: %" G_GSIZE_FORMAT " KiB for a file of %" G_GINT64_FORMAT " bytes",
             readers[reader].name, name, peak_kib () - before, (gint64) held);
  return is_read;
}

static void
try_all (const char *name, goffset held, gboolean may_be_read)
{
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++) {
    const gboolean is_read = try_reader (i, name, held);

    if (!may_be_read && is_read)
      g_error ("%s was read from %s", readers[i].name, name);
  }
}

/* ---- What is no file ---- */

static void
test_no_files (void)
{
  g_autofree char *fifo = place ("fifo");
  g_autofree char *loop_a = place ("loop-a");
  g_autofree char *loop_b = place ("loop-b");
  g_autofree char *gone = place ("gone");
  g_autofree char *inside = place ("inside");
  g_autofree char *socket_path = place ("socket");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const char *devices[] = { "/dev/zero", "/dev/null", "/dev/full", "/dev/urandom", "/dev/tty" };

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (loop_b, loop_a), ==, 0);
  g_assert_cmpint (symlink (loop_a, loop_b), ==, 0);
  g_assert_cmpint (symlink ("nowhere", gone), ==, 0);
  g_assert_cmpint (symlink (".", inside), ==, 0); /* a folder that holds itself */
  g_strlcpy (address.sun_path, socket_path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);

  try_all ("fifo", 0, FALSE);
  try_all ("loop-a", 0, FALSE);
  try_all ("gone", 0, FALSE);
  try_all ("socket", 0, FALSE);
  try_all ("none\nsuch\xff", 0, FALSE);
  try_all ("inside", 0, TRUE);
  try_all ("/proc/self/mem", 0, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (g_access (devices[i], F_OK) == 0)
      try_all (devices[i], 0, FALSE);
  close (fd);
}

/* ---- Files of nothing, and of much ---- */

static void
test_empty (void)
{
  put ("empty", "", 0);
  put ("empty.hea", "", 0);
  put ("empty.csv", "", 0);
  put ("one", "x", 1);
  put ("nul", "\0\0\0\0\0\0\0\0", 8);
  put ("nul-inside.csv", "0.5,0.25,1\n0.5,\0000.25,1\n", 23);
  try_all ("empty", 0, TRUE);
  try_all ("empty.hea", 0, TRUE);
  try_all ("empty.csv", 0, TRUE);
  try_all ("one", 1, TRUE);
  try_all ("nul", 8, TRUE);
  try_all ("nul-inside.csv", 23, TRUE);
  g_assert_false (try_reader (0, "nul-inside.csv", 23));
}

/* Of 6 GB, of which the disk holds nothing. Beats and tables may read far, but not keep it. */
static void
test_hollow (void)
{
  static const char *const names[] = { "hollow", "hollow.dat", "hollow.edf", "hollow.hea" };

  if (is_sanitized ()) {
    g_test_skip ("gigabytes take minutes under a sanitizer");
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = place (names[i]);
    const int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    g_assert_cmpint (fd, >=, 0);
    if (ftruncate (fd, (off_t) 6 << 30) != 0) {
      close (fd);
      g_test_skip ("this file system has no hollow files");
      return;
    }
    close (fd);
    try_all (names[i], 0, FALSE);
    g_remove (path);
  }
}

/* ---- Thousands of leads, and headers that lead astray ---- */

static void
test_many_leads (void)
{
  static const guint counts[] = { 33, 1000, 1001, 9999, 100000 };
  static const struct {
    int width;
    const char *text;
  } fields[] = {
    { 16, "ECG" }, { 80, "" },   { 8, "mV" }, { 8, "-1" }, { 8, "1" },
    { 8, "-100" }, { 8, "100" }, { 80, "" },  { 8, "1" },  { 32, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (GString) header = g_string_new (NULL);
    g_autoptr (GString) table = g_string_new (NULL);
    g_autoptr (GString) edf = g_string_new (NULL);

    g_string_printf (header, "many %u 360 100\n", counts[i]);
    g_string_append_printf (edf, "%-8d%-80s%-80s01.01.9012.00.00%-8u%-44s%-8d%-8d%-4u", 0, "X", "X",
                            256 + 256 * counts[i], "", 1, 1, MIN (counts[i], 9999));
    for (guint k = 0; k < counts[i]; k++) {
      g_string_append (header, "many.dat 16 200 16 0 0 0 0 I\n");
      g_string_append_printf (table, "%s%u", k > 0 ? "," : "", k);
    }
    for (guint f = 0; f < G_N_ELEMENTS (fields) && counts[i] <= 9999; f++)
      for (guint k = 0; k < counts[i]; k++)
        g_string_append_printf (edf, "%-*s", fields[f].width, fields[f].text);
    g_string_append_printf (edf, "%*s", (int) counts[i] * 2, "");
    g_string_append_c (table, '\n');
    put ("many.hea", header->str, header->len);
    put ("many.dat", header->str, MIN (header->len, 2000));
    put ("many.csv", table->str, table->len);
    put ("many.edf", edf->str, edf->len);
    try_all ("many.hea", (goffset) header->len, TRUE);
    try_all ("many.csv", (goffset) table->len, TRUE);
    try_all ("many.edf", (goffset) edf->len, TRUE);
  }
}

static void
test_headers_astray (void)
{
  static const char *const headers[] = {
    "astray/2 1 360 100\nastray 50\nastray 50\n", /* a record of itself */
    "astray/1 1 360 100\nastray 100\n",
    "astray/2 1 360 100\nastray_a 50\nastray_b 50\n",
    "astray 1 360 100\nfifo2 16 200\n",
    "astray 1 360 100\n/dev/zero 16 200\n",
    "astray 1 360 100\n../../../../../../etc/passwd 8 200\n",
    "astray 1 360 100\n. 16 200\n",
    "astray 1 360 100\nloop-c 16 200\n",
    "astray 1 360 100\n- 16 200\n",
    "astray 1 360 9223372036854775807\n~ 0 200\n",
    "astray 1 360 2147483648\n~ 0 200\n",
    "astray/1000000000 1 360 100\nastray_a 1\n",
    "astray 1 1e-300 100\nastray.dat 16 200\n",
    "astray 1 1e300 100\nastray.dat 16 nan\n",
    "astray 1 nan 100\nastray.dat 16 inf(9223372036854775807)\n",
    "astray 1 360 100\nastray.dat 16x2147483647:2147483647+9223372036854775807 200\n",
    "astray 1 360 100\nastray.dat 16:-2147483648 200\n",
  };
  g_autofree char *fifo = place ("fifo2");
  g_autofree char *loop = place ("loop-c");

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("loop-c", loop), ==, 0);
  put ("astray.dat", headers, sizeof headers);
  put ("astray_a.hea", "astray_a/2 1 360 50\nastray_b 25\nastray_b 25\n", 44);
  put ("astray_b.hea", "astray_b/2 1 360 50\nastray_a 25\nastray_a 25\n", 44);
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    put ("astray.hea", headers[i], strlen (headers[i]));
    try_reader (0, "astray.hea", 1000);
  }
}

/* Names that lead out of the folder of a study are refused. */
static void
test_study_astray (void)
{
  static const char *const names[] = {
    "/etc/passwd", "../other.hea", "a/../../b", "sub/x.hea", "..", "", "."
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = g_strdup_printf (
        "{\"format\": \"ectopy-study-1\", \"recording\": \"%s\"}", names[i]);
    g_autofree char *path = place ("astray.study.json");
    g_autoptr (GError) error = NULL;
    g_autofree char *recording = NULL;

    put ("astray.study.json", text, strlen (text));
    recording = ectopy_study_file_recording (path, &error);
    g_assert_null (recording);
    g_assert_nonnull (error);
  }
}

static void
remove_all (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = place (name);

    g_remove (path);
  }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("ectopy-odd-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/fuzz/odd-files/no-files", test_no_files);
  g_test_add_func ("/fuzz/odd-files/empty", test_empty);
  g_test_add_func ("/fuzz/odd-files/hollow", test_hollow);
  g_test_add_func ("/fuzz/odd-files/many-leads", test_many_leads);
  g_test_add_func ("/fuzz/odd-files/headers-astray", test_headers_astray);
  g_test_add_func ("/fuzz/odd-files/study-astray", test_study_astray);
  status = g_test_run ();
  remove_all ();
  return status;
}
