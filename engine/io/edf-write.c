/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-write.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/io/edf-annotation.h"
#include "engine/io/edf-header.h"
#include "engine/io/edf-range.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Bytes for an annotation's text and place, while their arrays grow to twice their size. */
#define ROOM_A_TEXT 192

#define LABEL      16
#define TRANSDUCER 80
#define PREFILTER  80
#define RESERVED   32

/* Numbers of samples tried for a record whose length eight characters tell exactly. */
#define TRIES 20000

/* Bytes of texts a record has room for at least; more where the texts want it. */
#define LEAST_TEXT 64

#define MOST_RECORDS 99999999

/* A list of one annotation, where it is in @bytes of Texts. */
typedef struct {
  size_t offset;
  guint size;
  gint64 sample;
} Text;

typedef struct {
  GByteArray *bytes;
  GArray *list; /* of Text, in the order given */
} Texts;

typedef struct {
  EctopyRecording *recording;
  EctopyEdfRange *ranges; /* [n_leads] */
  size_t n_leads;
  guint64 n_samples;
  guint64 n_records;
  guint record_samples; /* of a lead */
  char record_text[ECTOPY_EDF_NUMBER + 1];
  double record_s;
  Texts texts;
  size_t text_bytes; /* a record */
} Writing;

static void
writing_clear (Writing *writing)
{
  g_free (writing->ranges);
  g_clear_pointer (&writing->texts.bytes, g_byte_array_unref);
  g_clear_pointer (&writing->texts.list, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

/* ---- Records ---- */

/* Settles the samples of a record so that its seconds, which a header tells in eight characters, give
 * the rate: exactly if that can be, else as nearly. */
static gboolean
choose_record (Writing *writing)
{
  const double rate_hz = ectopy_recording_get_rate_hz (writing->recording);
  const double first = MAX (ceil (rate_hz), 1);
  double best = (double) INFINITY;

  if (first > ECTOPY_EDF_MAX_SAMPLES / 2)
    return FALSE;
  for (double n = first; n < first + TRIES && n <= ECTOPY_EDF_MAX_SAMPLES / 2 && best > 0; n++) {
    char text[ECTOPY_EDF_NUMBER + 1];
    const double record_s = ectopy_edf_number_format (n / rate_hz, text);
    const double fault = fabs (n / record_s - rate_hz);

    if (record_s > 0 && fault < best) {
      best = fault;
      writing->record_samples = (guint) n;
      writing->record_s = record_s;
      memcpy (writing->record_text, text, sizeof text);
    }
  }
  writing->n_records = (writing->n_samples + writing->record_samples - 1) /
                       MAX (writing->record_samples, 1);
  return isfinite (best) && writing->n_records <= MOST_RECORDS;
}

/* ---- Texts ---- */

static void
append_seconds (GString *text, double seconds)
{
  char digits[64];
  size_t n;

  g_ascii_formatd (digits, sizeof digits, "%+.9f", seconds);
  n = strlen (digits);
  while (digits[n - 1] == '0')
    n--;
  g_string_append_len (text, digits, (gssize) (digits[n - 1] == '.' ? n - 1 : n));
}

static void
add_text (Writing *writing, gint64 sample, const char *what)
{
  const double rate_hz = writing->record_samples / writing->record_s;
  g_autoptr (GString) list = g_string_new (NULL);
  Text text = { .offset = writing->texts.bytes->len, .sample = sample };

  append_seconds (list, (double) sample / rate_hz);
  g_string_append_c (list, ECTOPY_EDF_TEXT_END);
  g_string_append (list, what);
  g_string_append_c (list, ECTOPY_EDF_TEXT_END);
  text.size = (guint) list->len + 1; /* and a NUL */
  g_byte_array_append (writing->texts.bytes, (const guint8 *) list->str, text.size);
  g_array_append_val (writing->texts.list, text);
}

/* When a record begins: the first list in it. */
static GString *
make_time (const Writing *writing, guint64 record)
{
  GString *time = g_string_new (NULL);

  append_seconds (time, (double) record * writing->record_s);
  g_string_append_c (time, ECTOPY_EDF_TEXT_END);
  g_string_append_c (time, ECTOPY_EDF_TEXT_END);
  g_string_append_c (time, '\0');
  return time;
}

/* How many of the lists from @next on go into @record: those of its time and before, and of the last
 * record all, as far as there is room. */
static guint
count_fitting (const Writing *writing, guint64 record, guint next, size_t room)
{
  const guint64 end = (record + 1) * writing->record_samples;
  guint n = 0;

  for (guint i = next; i < writing->texts.list->len; i++, n++) {
    const Text *text = &g_array_index (writing->texts.list, Text, i);

    if (text->size > room || (record + 1 < writing->n_records && text->sample >= (gint64) end))
      break;
    room -= text->size;
  }
  return n;
}

static size_t
room_beside_time (const Writing *writing, guint64 record)
{
  g_autoptr (GString) time = make_time (writing, record);

  return writing->text_bytes - time->len;
}

static gboolean
do_fit (const Writing *writing)
{
  guint next = 0;

  for (guint64 record = 0; record < writing->n_records; record++)
    next += count_fitting (writing, record, next, room_beside_time (writing, record));
  return next == writing->texts.list->len;
}

/* Gathers the lists and settles the room for them in a record. */
static gboolean
lay_texts (Writing *writing, const EctopyAnnotation *annotations, size_t n)
{
  writing->texts.bytes = g_byte_array_new ();
  writing->texts.list = g_array_new (FALSE, FALSE, sizeof (Text));
  for (size_t i = 0; i < n; i++) {
    g_autofree char *what = ectopy_edf_annotation_to_text (&annotations[i]);

    add_text (writing, annotations[i].sample, what);
  }
  if (writing->n_samples < writing->n_records * writing->record_samples)
    add_text (writing, (gint64) writing->n_samples, ECTOPY_EDF_ENDS);
  for (writing->text_bytes = LEAST_TEXT; writing->text_bytes <= ECTOPY_EDF_MAX_SAMPLES;
       writing->text_bytes *= 2)
    if (do_fit (writing))
      return TRUE;
  return FALSE;
}

/* ---- Header ---- */

/* @text in @width characters: ASCII, cut or filled up with spaces. */
static void
append_field (GString *header, const char *text, guint width)
{
  guint n = 0;

  for (; n < width && *text != '\0'; n++, text = g_utf8_find_next_char (text, NULL))
    g_string_append_c (header, *text >= ' ' && *text < 0x7f ? *text : '_');
  for (; n < width; n++)
    g_string_append_c (header, ' ');
}

static void
append_number (GString *header, gint64 number, guint width)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  append_field (header, text, width);
}

/* What is known of the patient, who recorded, and when; then the date and time in the old places. */
static void
append_start (GString *header, const char *start)
{
  static const char months[][4] = { "JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                    "JUL", "AUG", "SEP", "OCT", "NOV", "DEC" };
  g_autofree char *recording = NULL;
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;
  const char *clock = start != NULL ? strrchr (start, ' ') : NULL;
  int part[6];

  clock = clock != NULL ? clock + 1 : start;
  if (clock != start && sscanf (start, "%4d-%2d-%2d", &part[0], &part[1], &part[2]) == 3 &&
      part[0] >= 0 && part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31) {
    recording = g_strdup_printf ("Startdate %02d-%s-%04d X X X", part[2], months[part[1] - 1],
                                 part[0]);
    date = g_strdup_printf ("%02d.%02d.%02d", part[2], part[1], part[0] % 100);
  }
  if (clock != NULL && sscanf (clock, "%2d:%2d:%2d", &part[3], &part[4], &part[5]) == 3 &&
      part[3] >= 0 && part[4] >= 0 && part[5] >= 0)
    time = g_strdup_printf ("%02d.%02d.%02d", part[3], part[4], part[5]);
  append_field (header, "X X X X", 80);
  append_field (header, recording != NULL ? recording : "Startdate X X X X", 80);
  append_field (header, date != NULL ? date : "01.01.85", ECTOPY_EDF_NUMBER);
  append_field (header, time != NULL ? time : "00.00.00", ECTOPY_EDF_NUMBER);
}

/* "ECG II" for a lead in millivolts that is not called so already. */
static void
append_label (GString *header, EctopyRecording *recording, size_t lead)
{
  const char *name = ectopy_recording_get_lead_name (recording, lead);
  const gboolean is_ecg = g_str_equal (ectopy_recording_get_lead_unit (recording, lead), "mV");
  g_autofree char *label = g_strconcat ("ECG ", name, NULL);

  append_field (header,
                is_ecg && !g_str_has_prefix (name, "ECG") && strlen (label) <= LABEL ? label : name,
                LABEL);
}

static GString *
make_header (const Writing *writing)
{
  const size_t n = writing->n_leads;
  GString *header = g_string_new ("0       ");

  append_start (header, ectopy_recording_get_start (writing->recording));
  append_number (header, (gint64) (ECTOPY_EDF_HEADER_PART * (n + 2)), ECTOPY_EDF_NUMBER);
  append_field (header, "EDF+C", 44);
  append_number (header, (gint64) writing->n_records, ECTOPY_EDF_NUMBER);
  append_field (header, writing->record_text, ECTOPY_EDF_NUMBER);
  append_number (header, (gint64) n + 1, 4);
  for (size_t i = 0; i < n; i++)
    append_label (header, writing->recording, i);
  append_field (header, "EDF Annotations", LABEL);
  for (size_t i = 0; i <= n; i++)
    append_field (header, i < n && writing->ranges[i].has_gaps ? ECTOPY_EDF_HAS_GAPS : "",
                  TRANSDUCER);
  for (size_t i = 0; i <= n; i++)
    append_field (header, i < n ? ectopy_recording_get_lead_unit (writing->recording, i) : "",
                  ECTOPY_EDF_NUMBER);
  for (size_t i = 0; i <= n; i++)
    append_field (header, i < n ? writing->ranges[i].physical_min : "-1", ECTOPY_EDF_NUMBER);
  for (size_t i = 0; i <= n; i++)
    append_field (header, i < n ? writing->ranges[i].physical_max : "1", ECTOPY_EDF_NUMBER);
  for (size_t i = 0; i <= n; i++)
    append_number (header, i < n ? writing->ranges[i].digital_min : -32768, ECTOPY_EDF_NUMBER);
  for (size_t i = 0; i <= n; i++)
    append_number (header, i < n ? writing->ranges[i].digital_max : 32767, ECTOPY_EDF_NUMBER);
  for (size_t i = 0; i <= n; i++)
    append_field (header, "", PREFILTER);
  for (size_t i = 0; i <= n; i++)
    append_number (header, i < n ? writing->record_samples : (gint64) (writing->text_bytes / 2),
                   ECTOPY_EDF_NUMBER);
  for (size_t i = 0; i <= n; i++)
    append_field (header, "", RESERVED);
  return header;
}

/* ---- The file ---- */

static void
append_samples (const Writing *writing, guint64 record, size_t lead, guint8 *bytes)
{
  const float *samples = ectopy_recording_get_samples (writing->recording, lead);
  const guint64 first = record * writing->record_samples;

  for (guint i = 0; i < writing->record_samples; i++) {
    const guint64 place = MIN (first + i, writing->n_samples - 1);
    const guint16 steps = (guint16) ectopy_edf_range_to_digital (&writing->ranges[lead],
                                                                 samples[place]);

    bytes[2 * i] = (guint8) (steps & 0xff);
    bytes[2 * i + 1] = (guint8) (steps >> 8);
  }
}

static gboolean
write_records (const Writing *writing, EctopyAtomicFile *file, GError **error)
{
  const size_t lead_bytes = 2 * (size_t) writing->record_samples;
  const size_t size = writing->n_leads * lead_bytes + writing->text_bytes;
  g_autofree guint8 *bytes = g_try_malloc (size);
  guint next = 0;

  if (bytes == NULL)
    return ectopy_memory_fail (size, 1, error);
  for (guint64 record = 0; record < writing->n_records; record++) {
    g_autoptr (GString) time = make_time (writing, record);
    guint8 *texts = bytes + writing->n_leads * lead_bytes;
    const guint n = count_fitting (writing, record, next, writing->text_bytes - time->len);

    for (size_t lead = 0; lead < writing->n_leads; lead++)
      append_samples (writing, record, lead, bytes + lead * lead_bytes);
    memset (texts, 0, writing->text_bytes);
    memcpy (texts, time->str, time->len);
    texts += time->len;
    for (guint i = next; i < next + n; i++) {
      const Text *text = &g_array_index (writing->texts.list, Text, i);

      memcpy (texts, writing->texts.bytes->data + text->offset, text->size);
      texts += text->size;
    }
    next += n;
    if (!ectopy_atomic_file_write (file, bytes, size, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean fail (const char *path, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
fail (const char *path, GError **error, const char *format, ...)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
               /* Translators: a file, and why: “it has no records for 7 Hz”. */
               _ ("“%s” cannot be written as EDF: %s."), name, message);
  return FALSE;
}

static gboolean
prepare (Writing *writing,
         const EctopyAnnotation *annotations,
         size_t n_annotations,
         const char *path,
         GError **error)
{
  if (writing->n_leads >= ECTOPY_EDF_MAX_SIGNALS)
    /* Translators: here and below, “it” is the format EDF. */
    return fail (path, error, _ ("it has room for %d leads, but there are %zu"),
                 ECTOPY_EDF_MAX_SIGNALS - 1, writing->n_leads);
  if (!choose_record (writing))
    return fail (path, error, _ ("it has no records for %g Hz"),
                 ectopy_recording_get_rate_hz (writing->recording));
  writing->ranges = g_new0 (EctopyEdfRange, writing->n_leads);
  for (size_t i = 0; i < writing->n_leads; i++)
    if (!ectopy_edf_range_choose (&writing->ranges[i], writing->recording, i))
      return fail (path, error, _ ("the samples of lead “%s” are too large"),
                   ectopy_recording_get_lead_name (writing->recording, i));
  if (!lay_texts (writing, annotations, n_annotations))
    return fail (path, error, _ ("it has no room for so many marks"));
  return TRUE;
}

gboolean
ectopy_edf_write (EctopyRecording *recording,
                  const EctopyAnnotation *annotations,
                  size_t n_annotations,
                  const char *path,
                  GError **error)
{
  g_auto (Writing) writing = { .recording = recording };
  g_autoptr (EctopyAtomicFile) file = NULL;
  g_autoptr (GString) header = NULL;

  g_return_val_if_fail (ECTOPY_IS_RECORDING (recording), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (!ectopy_memory_has_room (n_annotations, ROOM_A_TEXT, error))
    return FALSE;
  writing.n_leads = ectopy_recording_get_n_leads (recording);
  writing.n_samples = ectopy_recording_get_n_samples (recording);
  if (!prepare (&writing, annotations, n_annotations, path, error))
    return FALSE;
  file = ectopy_atomic_file_open (path, error);
  if (file == NULL)
    return FALSE;
  header = make_header (&writing);
  return ectopy_atomic_file_write (file, header->str, header->len, error) &&
         write_records (&writing, file, error) &&
         ectopy_atomic_file_commit (g_steal_pointer (&file), error);
}
