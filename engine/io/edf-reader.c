/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-reader.h"

#include "engine/core/byte-reader.h"
#include "engine/core/error.h"
#include "engine/io/edf-annotation.h"
#include "engine/io/edf-header.h"
#include "engine/io/edf-leads.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Bytes of records read at a time; one record at least. */
#define PIECE_BYTES 262144

#define PIECES_PER_WORD 16

/* What gaps may take: bytes that are always granted, how often what the file holds, and seconds. */
#define FREE_BYTES   G_GUINT64_CONSTANT (67108864)
#define TIMES_HELD   4
#define MOST_SECONDS (7 * 86400.0)

#define LOWEST_RATE_HZ  1e-6
#define HIGHEST_RATE_HZ 1e9

/* A file on its way. */
typedef struct {
  EctopyInputFile *file;
  EctopyEdfHeader *header;
  GArray *chosen; /* of EctopyEdfLead */
  EctopyLead *leads;
  guint record_samples; /* of a lead in a record */
  double rate_hz;
  guint64 n_records; /* whole ones in the file that are to be read */
  guint64 n_samples;
  guint64 n_allocated;  /* whole records */
  double *onsets;       /* [n_records], seconds; NULL where records follow each other */
  guint64 *places;      /* [n_records]: the sample each begins at; likewise */
  double first_s;       /* when the first record begins: places count from there */
  GArray *marks;        /* of EctopyAnnotation, or NULL */
  double ends_s;        /* where the recording is said to end, or not-a-number */
  gboolean is_doubtful; /* some annotations were noted as not understood */
  GPtrArray *notes;
  const char *stage;
  EctopyProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Reading;

static void
reading_clear (Reading *reading)
{
  for (guint i = 0; reading->leads != NULL && i < reading->chosen->len; i++) {
    g_free (reading->leads[i].name);
    g_free (reading->leads[i].samples);
  }
  g_free (reading->leads);
  g_free (reading->onsets);
  g_free (reading->places);
  g_clear_pointer (&reading->chosen, g_array_unref);
  g_clear_pointer (&reading->marks, g_array_unref);
  g_clear_pointer (&reading->notes, g_ptr_array_unref);
  g_clear_pointer (&reading->header, ectopy_edf_header_free);
  g_clear_pointer (&reading->file, ectopy_input_file_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
fail (const Reading *reading, EctopyError code, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean
fail (const Reading *reading, EctopyError code, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: a file, and what is wrong with it. */
  g_set_error (error, ECTOPY_ERROR, code, _ ("“%s”: %s"), reading->file->name, message);
  return FALSE;
}

/* ---- Records, one after another ---- */

typedef gboolean (*RecordFunc) (Reading *reading,
                                guint64 record,
                                const guint8 *bytes,
                                GError **error);

/* Calls @func for every record; @share of the whole work is done before. */
static gboolean
run_records (Reading *reading, RecordFunc func, double share, double end_share, GError **error)
{
  const guint64 size = reading->header->record_bytes;
  const guint64 per_piece = MAX (PIECE_BYTES / size, 1);
  g_autofree guint8 *bytes = g_try_malloc ((size_t) (MIN (per_piece, reading->n_records) * size));

  if (bytes == NULL)
    return fail (reading, ECTOPY_ERROR_MEMORY, error,
                 ngettext ("there is not enough memory for a record of %" PRIu64 " byte.",
                           "there is not enough memory for a record of %" PRIu64 " bytes.",
                           (gulong) size),
                 size);
  for (guint64 first = 0; first < reading->n_records; first += per_piece) {
    const guint64 n = MIN (per_piece, reading->n_records - first);
    const double part = (double) first / (double) reading->n_records;

    if (g_cancellable_set_error_if_cancelled (reading->cancellable, error) ||
        !ectopy_input_file_read (reading->file, reading->header->size + first * size, bytes,
                                 (size_t) (n * size), error))
      return FALSE;
    if (reading->progress != NULL && first / per_piece % PIECES_PER_WORD == 0)
      reading->progress (reading->stage, share + (end_share - share) * part,
                         reading->progress_data);
    for (guint64 i = 0; i < n; i++)
      if (!func (reading, first + i, bytes + i * size, error))
        return FALSE;
  }
  return TRUE;
}

/* ---- Annotations ---- */

static void
annotation_cb (double onset_s, const char *text, gpointer user_data)
{
  Reading *reading = user_data;
  EctopyAnnotation mark;
  const double place = round ((onset_s - reading->first_s) * reading->rate_hz);

  if (g_str_equal (text, ECTOPY_EDF_ENDS)) {
    reading->ends_s = onset_s;
    return;
  }
  if (reading->marks == NULL)
    return;
  mark = ectopy_edf_annotation_from_text (text);
  mark.sample = (gint64) CLAMP (place, -0x1p62, 0x1p62);
  g_array_append_val (reading->marks, mark);
}

/* When a record begins, and its annotations. */
static gboolean
hear_record (Reading *reading, guint64 record, const guint8 *bytes, GError **error)
{
  double onset_s = (double) NAN;
  gboolean is_first = TRUE;

  for (guint i = 0; i < reading->header->signals->len; i++) {
    const EctopyEdfSignal *signal = ectopy_edf_header_signal (reading->header, i);
    const char *data = (const char *) bytes + signal->offset;
    const size_t size = (size_t) signal->n_samples * reading->header->sample_bytes;

    if (!signal->is_annotation)
      continue;
    if (record == 0 && is_first) { /* its time comes before its texts */
      ectopy_edf_annotation_parse (data, size, &onset_s, NULL, NULL);
      reading->first_s = isfinite (onset_s) ? onset_s : 0;
    }
    if (!ectopy_edf_annotation_parse (data, size, is_first ? &onset_s : NULL, annotation_cb,
                                      reading) &&
        !reading->is_doubtful) {
      reading->is_doubtful = TRUE;
      g_ptr_array_add (
          reading->notes,
          g_strdup_printf (
              _ ("Annotations in record %" PRIu64
                 " of “%s” are not as EDF+ has them: they were left out, and others may be."),
              record + 1, reading->file->name));
    }
    is_first = FALSE;
  }
  if (reading->onsets == NULL)
    return TRUE;
  if (!isfinite (onset_s))
    return fail (reading, ECTOPY_ERROR_PARSE, error,
                 _ ("the time of record %" PRIu64 " was expected, but it has none."), record + 1);
  reading->onsets[record] = onset_s;
  return TRUE;
}

/* ---- Samples ---- */

/* Where the records go that tell their times. A record that begins a sample early is so by rounding.
 * Returns: FALSE with an error; @end: past the last sample. */
static gboolean
place_records (Reading *reading, guint64 *end, GError **error)
{
  const double held = (double) reading->n_records * reading->record_samples;
  const double most = MAX (MOST_SECONDS * reading->rate_hz, TIMES_HELD * held);
  guint64 last = 0;

  for (guint64 i = 0; i < reading->n_records; i++) {
    const double begin = round ((reading->onsets[i] - reading->first_s) * reading->rate_hz);

    if (begin + 1 < (double) last)
      return fail (reading, ECTOPY_ERROR_PARSE, error,
                   _ ("record %" PRIu64 " was expected to begin at %.9g s, where the last one "
                      "ends, or later, but it begins at %.9g s."),
                   i + 1, reading->first_s + (double) last / reading->rate_hz, reading->onsets[i]);
    if (begin > most)
      return fail (reading, ECTOPY_ERROR_UNSUPPORTED, error,
                   _ ("less than a week was expected, but record %" PRIu64
                      " begins %.0f s after the first."),
                   i + 1, reading->onsets[i] - reading->first_s);
    reading->places[i] = MAX ((guint64) MAX (begin, 0), last);
    last = reading->places[i] + reading->record_samples;
  }
  *end = last;
  return TRUE;
}

/* Settles how many samples there are. */
static gboolean
lay_out (Reading *reading, GError **error)
{
  const guint64 held = reading->n_records * reading->record_samples;
  guint64 end = held;
  double said;

  if (reading->onsets != NULL) {
    reading->places = g_new (guint64, reading->n_records);
    if (!place_records (reading, &end, error))
      return FALSE;
  }
  if (end > held * TIMES_HELD && end > FREE_BYTES / (reading->chosen->len * sizeof (float)))
    return fail (reading, ECTOPY_ERROR_UNSUPPORTED, error,
                 _ ("its gaps are too long: %" PRIu64 " samples a lead would come of %" PRIu64 "."),
                 end, held);
  reading->n_samples = reading->n_allocated = end;
  said = round ((reading->ends_s - reading->first_s) * reading->rate_hz);
  if (said >= 1 && said < (double) end && said > (double) (end - reading->record_samples))
    reading->n_samples = (guint64) said;
  return TRUE;
}

static gboolean
allocate_leads (Reading *reading, GError **error)
{
  const guint n = reading->chosen->len;

  reading->leads = g_new0 (EctopyLead, n);
  for (guint i = 0; i < n; i++) {
    EctopyEdfLead *chosen = &g_array_index (reading->chosen, EctopyEdfLead, i);
    EctopyLead *lead = &reading->leads[i];

    lead->name = g_strdup (chosen->name);
    if (reading->n_allocated <= G_MAXSSIZE / sizeof (float))
      lead->samples = g_try_malloc_n ((size_t) reading->n_allocated, sizeof (float));
    if (lead->samples == NULL)
      return fail (reading, ECTOPY_ERROR_MEMORY, error,
                   ngettext ("there is not enough memory for %" PRIu64 " samples of %u lead.",
                             "there is not enough memory for %" PRIu64 " samples of %u leads.", n),
                   reading->n_allocated, n);
    for (guint64 s = 0; reading->places != NULL && s < reading->n_allocated; s++)
      lead->samples[s] = NAN;
  }
  return TRUE;
}

static void
convert (const EctopyEdfLead *lead, guint sample_bytes, const guint8 *bytes, float *samples)
{
  const EctopyEdfSignal *signal = lead->signal;
  const guint n = signal->n_samples;
  const double zero = lead->scale.zero;
  const double unit_per_step = 1 / lead->scale.steps_per_unit;

  bytes += signal->offset;
  if (sample_bytes == 2)
    for (guint i = 0; i < n; i++)
      samples[i] = (float) (((gint16) ectopy_load_u16_le (bytes + 2 * i) - zero) * unit_per_step);
  else
    for (guint i = 0; i < n; i++) {
      const guint32 low = ectopy_load_u16_le (bytes + 3 * i);

      samples[i] = (float) ((ectopy_sign_extend (low | (guint32) bytes[3 * i + 2] << 16, 24) -
                             zero) *
                            unit_per_step);
    }
  for (guint i = 0; signal->has_gaps && sample_bytes == 2 && i < n; i++)
    if ((gint16) ectopy_load_u16_le (bytes + 2 * i) == signal->digital_min)
      samples[i] = NAN;
}

static gboolean
take_record (Reading *reading, guint64 record, const guint8 *bytes, GError **error)
{
  const guint64 place = reading->places != NULL ? reading->places[record]
                                                : record * reading->record_samples;

  for (guint i = 0; i < reading->chosen->len; i++)
    convert (&g_array_index (reading->chosen, EctopyEdfLead, i), reading->header->sample_bytes,
             bytes, reading->leads[i].samples + place);
  return TRUE;
}

/* ---- The whole ---- */

/* What the header promises against what the file holds. */
static gboolean
count_records (Reading *reading, GError **error)
{
  const EctopyEdfHeader *header = reading->header;
  const guint64 left = reading->file->size - header->size;
  const guint64 there = left / header->record_bytes;
  const guint64 promised = header->n_records > 0 ? (guint64) header->n_records : there;
  const char *name = reading->file->name;

  reading->n_records = MIN (there, promised);
  if (reading->n_records == 0)
    return fail (reading, ECTOPY_ERROR_EMPTY, error,
                 ngettext ("a data record of %" PRIu64 " byte was expected, but only %" PRIu64
                           " follow the header.",
                           "a data record of %" PRIu64 " bytes was expected, but only %" PRIu64
                           " follow the header.",
                           (gulong) header->record_bytes),
                 header->record_bytes, left);
  if (there < promised)
    g_ptr_array_add (reading->notes,
                     g_strdup_printf (ngettext ("“%s” holds %" PRIu64 " of the %" PRIu64
                                                " data record that its header promises.",
                                                "“%s” holds %" PRIu64 " of the %" PRIu64
                                                " data records that its header promises.",
                                                (gulong) promised),
                                      name, there, promised));
  else if (header->n_records <= 0)
    g_ptr_array_add (reading->notes,
                     g_strdup_printf (_ ("The header of “%s” does not tell how many data records "
                                         "there are: the recording was not ended properly."),
                                      name));
  else if (left > promised * header->record_bytes)
    g_ptr_array_add (
        reading->notes,
        g_strdup_printf (_ ("“%s” is longer than its header promises: the rest was left out."),
                         name));
  return TRUE;
}

/* Where the seconds of a record had no room for all their places, a whole number is meant if one,
 * and only one, would have given them: records of one sample at 360 Hz are of "0.002778" s. */
static void
find_rate (Reading *reading)
{
  const double n = reading->record_samples;
  const double record_s = reading->header->record_s;
  const double rounding_s = reading->header->record_rounding_s;
  const double whole = rint (n / record_s);

  reading->rate_hz = n / record_s;
  if (rounding_s == 0 || whole == reading->rate_hz || whole < 1 ||
      fabs (n / whole - record_s) > rounding_s || fabs (n / (whole + 1) - record_s) <= rounding_s ||
      (whole > 1 && fabs (n / (whole - 1) - record_s) <= rounding_s))
    return;
  g_ptr_array_add (
      reading->notes,
      g_strdup_printf (
          _ ("The rate of “%s”, %.9g Hz, was taken for %.0f Hz, which its header has no room for."),
          reading->file->name, reading->rate_hz, whole));
  reading->rate_hz = whole;
}

static gboolean
prepare (Reading *reading, GError **error)
{
  reading->header = ectopy_edf_header_read (reading->file, error);
  if (reading->header == NULL || !count_records (reading, error))
    return FALSE;
  reading->chosen = ectopy_edf_leads_choose (reading->header, reading->file->name, reading->notes,
                                             error);
  if (reading->chosen == NULL)
    return FALSE;
  reading->record_samples = g_array_index (reading->chosen, EctopyEdfLead, 0).signal->n_samples;
  find_rate (reading);
  if (!(reading->rate_hz >= LOWEST_RATE_HZ && reading->rate_hz <= HIGHEST_RATE_HZ))
    return fail (reading, ECTOPY_ERROR_UNSUPPORTED, error,
                 _ ("a rate from %g to %g Hz was expected, but %g Hz was found."), LOWEST_RATE_HZ,
                 HIGHEST_RATE_HZ, reading->rate_hz);
  return TRUE;
}

static gboolean
read_records (Reading *reading, GError **error)
{
  gboolean has_annotations = FALSE;

  for (guint i = 0; i < reading->header->signals->len; i++)
    has_annotations |= ectopy_edf_header_signal (reading->header, i)->is_annotation;
  if (reading->header->is_discontinuous) {
    reading->onsets = g_try_new (double, reading->n_records);
    if (!has_annotations)
      return fail (reading, ECTOPY_ERROR_PARSE, error,
                   _ ("the times of its records were expected, but there are none."));
    if (reading->onsets == NULL)
      return fail (reading, ECTOPY_ERROR_MEMORY, error,
                   _ ("the times of its records were expected, but there is no memory for them."));
  }
  return (!has_annotations || run_records (reading, hear_record, 0, 0.25, error)) &&
         lay_out (reading, error) && allocate_leads (reading, error) &&
         run_records (reading, take_record, has_annotations ? 0.25 : 0, 1, error);
}

/* Hands the leads and marks over. */
static EctopyRecording *
make_recording (Reading *reading, const char *path)
{
  const guint n = reading->chosen->len;
  g_autofree const char **units = g_new (const char *, n);
  g_autofree EctopyLeadScale *scales = g_new (EctopyLeadScale, n);
  const EctopyRecordingDetails details = {
    .source = path,
    .start = reading->header->start,
    .annotator = reading->marks != NULL && reading->marks->len > 0 ? "EDF+" : NULL,
    .units = units,
    .scales = scales,
    .notes = reading->notes,
  };
  EctopyRecording *recording;

  for (guint i = 0; i < n; i++) {
    units[i] = g_array_index (reading->chosen, EctopyEdfLead, i).unit;
    scales[i] = g_array_index (reading->chosen, EctopyEdfLead, i).scale;
  }
  recording = ectopy_recording_new_detailed_take (reading->rate_hz, (size_t) reading->n_samples,
                                                  reading->leads, n,
                                                  g_steal_pointer (&reading->marks), &details);
  g_clear_pointer (&reading->leads, g_free);
  return recording;
}

gboolean
ectopy_edf_reader_probe (const char *path)
{
  g_autoptr (EctopyInputFile) file = ectopy_input_file_open (path, NULL);

  return file != NULL && ectopy_edf_header_probe (file);
}

EctopyRecording *
ectopy_edf_reader_read (const char *path,
                        gboolean with_annotations,
                        EctopyProgressFunc progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GError **error)
{
  g_auto (Reading) reading = {
    .file = ectopy_input_file_open (path, error),
    .ends_s = (double) NAN,
    .notes = g_ptr_array_new_with_free_func (g_free),
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
  g_autofree char *stage = NULL;

  if (reading.file == NULL)
    return NULL;
  reading.stage = stage = g_strdup_printf (_ ("Reading %s"), reading.file->name);
  if (with_annotations) {
    reading.marks = g_array_new (FALSE, FALSE, sizeof (EctopyAnnotation));
    g_array_set_clear_func (reading.marks, (GDestroyNotify) ectopy_annotation_clear);
  }
  if (!prepare (&reading, error) || !read_records (&reading, error))
    return NULL;
  return make_recording (&reading, path);
}
