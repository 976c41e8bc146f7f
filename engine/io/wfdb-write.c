/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-write.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/io/wfdb-pack.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define GAIN_PER_MV     200.0
#define LARGEST_STEP    32767
#define NO_SAMPLE       -32768
#define RESOLUTION_BITS 16

#define MAX_NAME  80
#define MAX_LEADS 32 /* as many as the WFDB library reads */

/* Frames of one sample a lead, written at a time. */
#define FRAMES 4096

/* What the header says of a lead's samples. */
typedef struct {
  double gain; /* steps a unit */
  gint16 first;
  guint16 sum; /* of all, the rest falling off */
} LeadSum;

typedef struct {
  EctopyRecording *recording;
  size_t n_leads;
  size_t n_samples;
  LeadSum *sums; /* [n_leads] */
  EctopyProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Writing;

static gint16
to_steps (float value, double gain)
{
  const double steps = round ((double) value * gain);

  if (isnan (steps))
    return NO_SAMPLE;
  return (gint16) CLAMP (steps, -LARGEST_STEP, LARGEST_STEP);
}

/* Millivolts have one gain for all records. Of other units nobody knows the range, so the samples
 * decide: the gain is that times the power of two which makes most of 16 bits. */
static double
choose_gain (EctopyRecording *recording, size_t lead)
{
  const float *samples = ectopy_recording_get_samples (recording, lead);
  const size_t n = ectopy_recording_get_n_samples (recording);
  double gain = GAIN_PER_MV;
  float largest = 0;
  int exponent;

  if (g_str_equal (ectopy_recording_get_lead_unit (recording, lead), "mV"))
    return gain;
  for (size_t i = 0; i < n; i++)
    if (isfinite (samples[i]) && fabsf (samples[i]) > largest)
      largest = fabsf (samples[i]);
  if (largest > 0) {
    frexp (LARGEST_STEP / (largest * gain), &exponent);
    gain = ldexp (gain, CLAMP (exponent - 1, -30, 30));
  }
  return gain;
}

/* Samples of all leads in turn, low byte first, in pieces of FRAMES. */
static gboolean
write_samples (Writing *writing, EctopyAtomicFile *file, GError **error)
{
  const size_t n_leads = writing->n_leads;
  g_autofree guint8 *bytes = g_malloc_n (FRAMES * n_leads, 2);

  for (size_t start = 0; start < writing->n_samples; start += FRAMES) {
    const size_t n_frames = MIN (FRAMES, writing->n_samples - start);

    if (g_cancellable_set_error_if_cancelled (writing->cancellable, error))
      return FALSE;
    if (writing->progress != NULL && start / FRAMES % 64 == 0)
      writing->progress (_ ("Writing an ECG"), (double) start / (double) writing->n_samples,
                         writing->progress_data);
    for (size_t lead = 0; lead < n_leads; lead++) {
      const float *samples = ectopy_recording_get_samples (writing->recording, lead) + start;
      LeadSum *sum = &writing->sums[lead];

      if (start == 0)
        sum->first = to_steps (samples[0], sum->gain);
      for (size_t i = 0; i < n_frames; i++) {
        const guint16 steps = (guint16) to_steps (samples[i], sum->gain);
        guint8 *pair = bytes + 2 * (i * n_leads + lead);

        pair[0] = (guint8) (steps & 0xff);
        pair[1] = (guint8) (steps >> 8);
        sum->sum = (guint16) (sum->sum + steps);
      }
    }
    if (!ectopy_atomic_file_write (file, bytes, 2 * n_frames * n_leads, error))
      return FALSE;
  }
  return TRUE;
}

/* A line of a header must stay one: control characters become spaces. */
static void
append_plain (GString *header, const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    g_string_append_c (header, g_ascii_iscntrl (text[i]) ? ' ' : text[i]);
}

static void
append_comment (GString *header, const char *comment)
{
  while (comment != NULL && *comment != '\0') {
    const size_t length = strcspn (comment, "\n");

    g_string_append (header, "# ");
    append_plain (header, comment, length);
    g_string_append_c (header, '\n');
    comment += length + (comment[length] == '\n');
  }
}

/* "1989-04-25 13:05:00" or the time alone, as the format has it: the time first. */
static void
append_start (GString *header, const char *start)
{
  int part[3];

  if (start == NULL)
    return;
  if (strlen (start) == strlen ("1989-04-25 13:05:00") &&
      sscanf (start, "%4d-%2d-%2d ", &part[0], &part[1], &part[2]) == 3)
    g_string_append_printf (header, " %s %d/%d/%d", start + strlen ("1989-04-25 "), part[2],
                            part[1], part[0]);
  else if (strlen (start) == strlen ("13:05:00"))
    g_string_append_printf (header, " %s", start);
}

/* One word: a unit is a field. */
static void
append_unit (GString *header, const char *unit)
{
  for (; *unit != '\0'; unit++)
    g_string_append_c (header, g_ascii_iscntrl (*unit) || *unit == ' ' ? '_' : *unit);
}

static GString *
make_header (const Writing *writing, const char *name)
{
  GString *header = g_string_new (NULL);
  char rate[G_ASCII_DTOSTR_BUF_SIZE];
  char gain[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (rate, sizeof rate, ectopy_recording_get_rate_hz (writing->recording));
  g_string_append_printf (header, "%s %" G_GSIZE_FORMAT " %s %" G_GSIZE_FORMAT, name,
                          writing->n_leads, rate, writing->n_samples);
  append_start (header, ectopy_recording_get_start (writing->recording));
  g_string_append_c (header, '\n');
  for (size_t lead = 0; lead < writing->n_leads; lead++) {
    const char *lead_name = ectopy_recording_get_lead_name (writing->recording, lead);
    const LeadSum *sum = &writing->sums[lead];

    g_ascii_dtostr (gain, sizeof gain, sum->gain);
    g_string_append_printf (header, "%s.dat 16 %s/", name, gain);
    append_unit (header, ectopy_recording_get_lead_unit (writing->recording, lead));
    g_string_append_printf (header, " %d 0 %d %d 0 ", RESOLUTION_BITS, sum->first,
                            (gint16) sum->sum);
    append_plain (header, lead_name, strlen (lead_name));
    g_string_append_c (header, '\n');
  }
  append_comment (header, ectopy_recording_get_comment (writing->recording));
  return header;
}

static gboolean
write_record (Writing *writing, const char *stem, const char *name, GError **error)
{
  g_autofree char *dat_path = g_strconcat (stem, ".dat", NULL);
  g_autofree char *atr_path = g_strconcat (stem, ".atr", NULL);
  g_autofree char *hea_path = g_strconcat (stem, ".hea", NULL);
  g_autoptr (EctopyAtomicFile) dat = NULL;
  g_autoptr (EctopyAtomicFile) atr = NULL;
  g_autoptr (EctopyAtomicFile) hea = NULL;
  EctopyAtomicFile *files[3];
  g_autoptr (GByteArray) marks = NULL;
  g_autoptr (GString) header = NULL;
  size_t n_annotations;
  const EctopyAnnotation *annotations = ectopy_recording_get_annotations (writing->recording,
                                                                          &n_annotations);

  /* What is likely to fail comes first, and nothing takes its name before all are written. */
  if ((marks = ectopy_wfdb_pack_annotations (annotations, n_annotations, error)) == NULL ||
      (dat = ectopy_atomic_file_open (dat_path, error)) == NULL ||
      (atr = ectopy_atomic_file_open (atr_path, error)) == NULL ||
      (hea = ectopy_atomic_file_open (hea_path, error)) == NULL ||
      !ectopy_atomic_file_write (atr, marks->data, marks->len, error) ||
      !write_samples (writing, dat, error))
    return FALSE;
  header = make_header (writing, name);
  if (!ectopy_atomic_file_write (hea, header->str, header->len, error))
    return FALSE;
  files[0] = g_steal_pointer (&dat);
  files[1] = g_steal_pointer (&atr);
  files[2] = g_steal_pointer (&hea);
  return ectopy_atomic_file_commit_all (files, G_N_ELEMENTS (files), error);
}

static gboolean
check_name (const char *name, GError **error)
{
  size_t n_good = 0;

  while (g_ascii_isalnum (name[n_good]) || name[n_good] == '-' || name[n_good] == '_')
    n_good++;
  if (name[n_good] == '\0' && n_good >= 1 && n_good <= MAX_NAME)
    return TRUE;
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
               _ ("“%s” cannot name a record: 1 to %d letters, digits, “-” and “_” were expected."),
               name, MAX_NAME);
  return FALSE;
}

gboolean
ectopy_wfdb_write (EctopyRecording *recording,
                   const char *path,
                   EctopyProgressFunc progress,
                   gpointer progress_data,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *stem = NULL;
  g_autofree char *name = NULL;
  g_autofree LeadSum *sums = NULL;
  Writing writing = { .recording = recording,
                      .progress = progress,
                      .progress_data = progress_data,
                      .cancellable = cancellable };
  const char *slash;

  g_return_val_if_fail (ECTOPY_IS_RECORDING (recording), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  stem = g_strndup (path, strlen (path) - (g_str_has_suffix (path, ".hea") ? 4 : 0));
  slash = strrchr (stem, G_DIR_SEPARATOR);
  name = g_filename_display_name (slash != NULL ? slash + 1 : stem);
  if (!check_name (name, error))
    return FALSE;
  writing.n_leads = ectopy_recording_get_n_leads (recording);
  writing.n_samples = ectopy_recording_get_n_samples (recording);
  if (writing.n_leads > MAX_LEADS) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("“%s”: a record has at most %d leads, but the recording has %zu."), name,
                 MAX_LEADS, writing.n_leads);
    return FALSE;
  }
  writing.sums = sums = g_new0 (LeadSum, writing.n_leads);
  for (size_t lead = 0; lead < writing.n_leads; lead++)
    sums[lead].gain = choose_gain (recording, lead);
  return write_record (&writing, stem, name, error);
}
