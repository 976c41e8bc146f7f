/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-reader.h"

#include "engine/core/input-file.h"
#include "engine/io/wfdb-annotation.h"
#include "engine/io/wfdb-record-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Samples of a recording may take this many bytes, and so many times those of its files: held
 * samples and the gaps between segments are not in the files. */
#define FREE_BYTES     G_GUINT64_CONSTANT (268435456)
#define TIMES_OF_FILES 64

#define DEFAULT_ANNOTATOR "atr"

/* ---- Which record ---- */

static gboolean
has_header (const char *stem)
{
  g_autofree char *path = g_strconcat (stem, ".hea", NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* @ending: of @path where it is neither a header nor a record's name, within @path; else NULL.
 * Returns: (transfer full) (nullable): the stem. */
static char *
find_stem (const char *path, const char **ending)
{
  const char *name = strrchr (path, G_DIR_SEPARATOR);
  const char *dot;
  g_autofree char *stem = NULL;

  *ending = NULL;
  if (g_str_has_suffix (path, ".hea"))
    return g_strndup (path, strlen (path) - 4);
  if (has_header (path))
    return g_strdup (path);
  dot = strrchr (name != NULL ? name : path, '.');
  if (dot == NULL || dot[1] == '\0')
    return NULL;
  stem = g_strndup (path, (gsize) (dot - path));
  if (!has_header (stem))
    return NULL;
  *ending = dot + 1;
  return g_steal_pointer (&stem);
}

static gboolean
names_file (const EctopyWfdbHeader *header, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < header->signals->len; i++)
    if (g_strcmp0 (ectopy_wfdb_header_signal (header, i)->file_name, name) == 0)
      return TRUE;
  return FALSE;
}

/* ---- Leads ---- */

static gboolean
allocate_leads (EctopyWfdbRecord *record, GError **error)
{
  guint64 n_bytes;
  guint64 limit;

  record->n_leads = record->model->signals->len;
  if (!g_uint64_checked_mul (&limit, record->file_bytes, TIMES_OF_FILES) ||
      !g_uint64_checked_add (&limit, limit, FREE_BYTES))
    limit = G_MAXUINT64;
  if (!g_uint64_checked_mul (&n_bytes, record->n_frames, record->factor) ||
      !g_uint64_checked_mul (&n_bytes, n_bytes, record->n_leads * sizeof (float)) ||
      n_bytes > limit || n_bytes > G_MAXSSIZE)
    return ectopy_wfdb_record_fail (
        record, ECTOPY_ERROR_UNSUPPORTED, error,
        _ ("%" PRIu64 " samples a lead are promised, but the files hold only %" PRIu64 " bytes."),
        record->n_frames, record->file_bytes);
  record->leads = g_new0 (EctopyLead, record->n_leads);
  for (guint i = 0; i < record->n_leads; i++) {
    EctopyLead *lead = &record->leads[i];

    lead->name = g_strdup (ectopy_wfdb_header_signal (record->model, i)->description);
    lead->samples = g_try_malloc_n ((size_t) record->n_frames * record->factor, sizeof (float));
    if (lead->samples == NULL)
      return ectopy_wfdb_record_fail (
          record, ECTOPY_ERROR_MEMORY, error,
          ngettext ("there is not enough memory for %" PRIu64 " byte of samples.",
                    "there is not enough memory for %" PRIu64 " bytes of samples.",
                    (gulong) n_bytes),
          n_bytes);
  }
  return TRUE;
}

static void
fill_gap (EctopyWfdbRecord *record, guint lead, guint64 begin, guint64 end)
{
  float *samples = record->leads[lead].samples;

  for (size_t i = (size_t) begin * record->factor; i < (size_t) end * record->factor; i++)
    samples[i] = NAN;
}

/* What the header says against what was read. A checksum is of all frames, so it tells nothing of a
 * file that lacks some; and many a program fills both fields with zeros, knowing neither. */
static void
check_tally (EctopyWfdbRecord *record,
             const EctopyWfdbPiece *piece,
             const EctopyWfdbSignal *signal,
             const EctopyWfdbTally *tally)
{
  const gboolean is_whole = piece->header->n_frames > 0 &&
                            tally->n_frames == piece->header->n_frames;

  if (signal->checksum == 0 && signal->initial_value == 0)
    return;
  if (is_whole && signal->has_checksum && tally->sum != signal->checksum &&
      tally->sum_of_marks != signal->checksum)
    ectopy_wfdb_record_add_note (record,
                                 _ ("The samples of lead “%s” in “%s” add up to %d, but its "
                                    "checksum is %d: the file may be damaged."),
                                 signal->description, signal->file_name, (gint16) tally->sum,
                                 (gint16) signal->checksum);
  else if (signal->format != 8 && signal->has_initial_value && tally->n_frames > 0 &&
           tally->first != signal->initial_value && signal->initial_value != -32768)
    ectopy_wfdb_record_add_note (record,
                                 _ ("The first sample of lead “%s” in “%s” is %d, but “%s” says "
                                    "%d: the file may be damaged."),
                                 signal->description, signal->file_name, tally->first, piece->file,
                                 signal->initial_value);
}

static gboolean
read_group (EctopyWfdbRecord *record,
            const EctopyWfdbPiece *piece,
            guint first,
            guint *n_signals,
            GError **error)
{
  const EctopyWfdbGroup group = ectopy_wfdb_signal_group (piece->header, first);
  g_autofree float **samples = g_new0 (float *, group.n_signals);
  g_autofree EctopyWfdbTally *tallies = g_new0 (EctopyWfdbTally, group.n_signals);
  /* Of a segment that is used in part no more is read than that. */
  const guint64 n_checked = MIN (piece->header->n_frames, piece->n_frames);
  g_autofree char *path = NULL;
  g_autoptr (EctopyInputFile) file = NULL;

  *n_signals = group.n_signals;
  for (guint i = 0; i < group.n_signals; i++) {
    const gint lead = ectopy_wfdb_record_lead_of (piece, first + i);

    if (lead >= 0 && group.signals->file_name == NULL)
      fill_gap (record, (guint) lead, piece->begin, piece->begin + piece->n_frames);
    else if (lead >= 0)
      samples[i] = record->leads[lead].samples + piece->begin * record->factor;
  }
  if (group.signals->file_name == NULL)
    return TRUE;
  path = ectopy_wfdb_record_beside (record, group.signals->file_name);
  file = ectopy_input_file_open (path, error);
  if (file == NULL ||
      !ectopy_wfdb_signal_read (&group, file, (size_t) piece->n_frames, n_checked, record->factor,
                                samples, tallies, &record->watch, error))
    return FALSE;
  for (guint i = 0; i < group.n_signals; i++)
    check_tally (record, piece, &group.signals[i], &tallies[i]);
  record->watch.done += piece->n_frames * group.frame_samples;
  return TRUE;
}

/* Leads that no signal of @piece is. */
static void
fill_absent (EctopyWfdbRecord *record, const EctopyWfdbPiece *piece)
{
  g_autofree gboolean *present = g_new0 (gboolean, record->n_leads);

  for (guint s = 0; s < piece->header->signals->len; s++)
    if (ectopy_wfdb_record_lead_of (piece, s) >= 0)
      present[ectopy_wfdb_record_lead_of (piece, s)] = TRUE;
  for (guint lead = 0; lead < record->n_leads; lead++)
    if (!present[lead])
      fill_gap (record, lead, piece->begin, piece->begin + piece->n_frames);
}

static void
fill_between (EctopyWfdbRecord *record, guint64 begin, guint64 end)
{
  for (guint lead = 0; lead < record->n_leads; lead++)
    fill_gap (record, lead, begin, end);
}

static gboolean
read_leads (EctopyWfdbRecord *record, GError **error)
{
  guint64 end = 0;

  record->watch.total = 0;
  for (guint i = 0; i < record->pieces->len; i++) {
    const EctopyWfdbPiece *piece = ectopy_wfdb_record_get_piece (record, i);

    for (guint s = 0; s < piece->header->signals->len; s++)
      record->watch.total += piece->n_frames *
                             ectopy_wfdb_header_signal (piece->header, s)->samples_per_frame;
  }
  for (guint i = 0; i < record->pieces->len; i++) {
    const EctopyWfdbPiece *piece = ectopy_wfdb_record_get_piece (record, i);
    guint n_signals;

    if (g_cancellable_set_error_if_cancelled (record->watch.cancellable, error))
      return FALSE;
    fill_between (record, end, piece->begin);
    end = piece->begin + piece->n_frames;
    for (guint first = 0; first < piece->header->signals->len; first += n_signals)
      if (!read_group (record, piece, first, &n_signals, error))
        return FALSE;
    fill_absent (record, piece);
  }
  fill_between (record, end, record->n_frames);
  return TRUE;
}

/* ---- Annotations ---- */

/* Returns: (transfer full) (nullable): whose annotations to read. */
static char *
choose_annotator (const EctopyWfdbRecord *record,
                  const char *path,
                  const char *ending,
                  const char *annotator)
{
  g_autofree char *atr = g_strconcat (record->stem, "." DEFAULT_ANNOTATOR, NULL);

  if (annotator != NULL)
    return *annotator != '\0' ? g_strdup (annotator) : NULL;
  if (ending != NULL && !names_file (record->header, path))
    return g_strdup (ending);
  return g_file_test (atr, G_FILE_TEST_EXISTS) ? g_strdup (DEFAULT_ANNOTATOR) : NULL;
}

/* From places in a file of @file_rate_hz, or in frames where that is 0, to samples. */
static void
move_marks (const EctopyWfdbRecord *record, GArray *marks, double file_rate_hz)
{
  const double rate_hz = record->header->rate_hz * record->factor;

  for (guint i = 0; i < marks->len; i++) {
    EctopyAnnotation *mark = &g_array_index (marks, EctopyAnnotation, i);

    if (file_rate_hz == 0 || file_rate_hz == record->header->rate_hz)
      mark->sample *= record->factor;
    else
      mark->sample = (gint64) CLAMP (round ((double) mark->sample * (rate_hz / file_rate_hz)),
                                     -0x1p62, 0x1p62);
  }
}

/* Places are those of the file still: how many samples come of a frame shows later. */
static gboolean
read_annotations (EctopyWfdbRecord *record, const char *annotator, GArray **marks, GError **error)
{
  g_autofree char *path = g_strconcat (record->stem, ".", annotator, NULL);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  if (strchr (annotator, G_DIR_SEPARATOR) != NULL)
    return ectopy_wfdb_record_fail (record, ECTOPY_ERROR_ARGUMENT, error,
                                    _ ("“%s” cannot name annotations."), annotator);
  *marks = ectopy_wfdb_annotation_read (path, notes, error);
  if (*marks == NULL)
    return FALSE;
  ectopy_wfdb_record_take_notes (record, notes);
  return TRUE;
}

/* ---- Public ---- */

/* `[n_leads]`, of all pieces together: unknown where the integers of one are not those of another. */
static EctopyLeadScale *
find_scales (const EctopyWfdbRecord *record)
{
  EctopyLeadScale *scales = g_new0 (EctopyLeadScale, record->n_leads);

  for (guint i = 0; i < record->pieces->len; i++) {
    const EctopyWfdbPiece *piece = ectopy_wfdb_record_get_piece (record, i);

    for (guint s = 0; s < piece->header->signals->len; s++) {
      const EctopyWfdbSignal *signal = ectopy_wfdb_header_signal (piece->header, s);
      const gint lead = ectopy_wfdb_record_lead_of (piece, s);
      EctopyLeadScale own = { .zero = signal->baseline };

      if (lead < 0 || signal->file_name == NULL)
        continue;
      ectopy_wfdb_signal_unit (signal, &own.steps_per_unit);
      if (scales[lead].steps_per_unit == 0)
        scales[lead] = own;
      else if (own.steps_per_unit != scales[lead].steps_per_unit || own.zero != scales[lead].zero)
        scales[lead].steps_per_unit = (double) NAN;
    }
  }
  for (guint lead = 0; lead < record->n_leads; lead++)
    if (!isfinite (scales[lead].steps_per_unit))
      scales[lead] = (EctopyLeadScale){ 0 };
  return scales;
}

/* Hands the leads and @marks over. */
static EctopyRecording *
make_recording (EctopyWfdbRecord *record, GArray *marks, const char *annotator)
{
  g_autofree char *source = g_strconcat (record->stem, ".hea", NULL);
  g_autofree const char **units = g_new (const char *, record->n_leads);
  g_autofree EctopyLeadScale *scales = find_scales (record);
  const EctopyRecordingDetails details = {
    .source = source,
    .comment = record->header->comment != NULL ? record->header->comment : record->model->comment,
    .start = record->header->start,
    .annotator = annotator,
    .units = units,
    .scales = scales,
    .notes = record->notes,
  };
  EctopyRecording *recording;

  for (guint i = 0; i < record->n_leads; i++) {
    double gain;

    units[i] = ectopy_wfdb_signal_unit (ectopy_wfdb_header_signal (record->model, i), &gain);
  }
  if (record->n_left_out > 0)
    g_ptr_array_add (record->notes,
                     g_strdup_printf (ngettext ("%u more note was left out.",
                                                "%u more notes were left out.", record->n_left_out),
                                      record->n_left_out));
  recording = ectopy_recording_new_detailed_take (record->header->rate_hz * record->factor,
                                                  (size_t) record->n_frames * record->factor,
                                                  record->leads, record->n_leads, marks, &details);
  g_clear_pointer (&record->leads, g_free);
  return recording;
}

/* As annotations do: what cannot be some need not be taken for a thousand times as many words. */
static gboolean
ends_in_zero (const char *path)
{
  g_autoptr (EctopyInputFile) file = ectopy_input_file_open (path, NULL);
  char last = 1;

  return file != NULL && file->size > 0 &&
         ectopy_input_file_read (file, file->size - 1, &last, 1, NULL) && last == 0;
}

gboolean
ectopy_wfdb_reader_probe (const char *path)
{
  const char *ending;
  g_autofree char *stem = find_stem (path, &ending);
  g_autofree char *header_path = g_strconcat (stem != NULL ? stem : "", ".hea", NULL);
  g_autoptr (EctopyWfdbHeader) header = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GArray) marks = NULL;

  if (stem == NULL || !has_header (stem))
    return FALSE;
  if (ending == NULL)
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  header = ectopy_wfdb_header_read (header_path, NULL);
  if (header == NULL)
    return FALSE;
  if (names_file (header, path))
    return TRUE;
  notes = g_ptr_array_new_with_free_func (g_free);
  marks = ends_in_zero (path) ? ectopy_wfdb_annotation_read (path, notes, NULL) : NULL;
  return marks != NULL && notes->len == 0;
}

EctopyRecording *
ectopy_wfdb_reader_read (const char *path,
                         const char *annotator,
                         EctopyProgressFunc progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_auto (EctopyWfdbRecord) record = { 0 };
  const char *ending;
  g_autofree char *stem = find_stem (path, &ending);
  g_autofree char *header_path = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *chosen = NULL;
  GArray *marks = NULL;

  if (stem == NULL) {
    g_autofree char *name = g_filename_display_basename (path);

    g_set_error (
        error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
        _ ("“%s” has no header beside it: a file of that name that ends in .hea was expected."),
        name);
    return NULL;
  }
  header_path = g_strconcat (stem, ".hea", NULL);
  ectopy_wfdb_record_init (&record, g_steal_pointer (&stem));
  stage = g_strdup_printf (_ ("Reading %s"), record.file);
  record.watch = (EctopyWfdbWatch){ .stage = stage,
                                    .progress = progress,
                                    .progress_data = progress_data,
                                    .cancellable = cancellable };

  record.header = ectopy_wfdb_header_read (header_path, error);
  if (record.header == NULL)
    return NULL;
  ectopy_wfdb_record_take_notes (&record, record.header->notes);
  chosen = choose_annotator (&record, path, ending, annotator);
  if ((chosen != NULL && !read_annotations (&record, chosen, &marks, error)) ||
      !ectopy_wfdb_record_lay_out (&record, error) || !allocate_leads (&record, error) ||
      !read_leads (&record, error)) {
    g_clear_pointer (&marks, g_array_unref);
    return NULL;
  }
  if (marks != NULL)
    move_marks (&record, marks, ectopy_wfdb_annotation_take_rate (marks));
  return make_recording (&record, marks, chosen);
}
