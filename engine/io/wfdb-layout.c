/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-record-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#define MAX_NOTES 50

/* ---- The record ---- */

void
ectopy_wfdb_record_init (EctopyWfdbRecord *record, char *stem)
{
  g_autofree char *base = g_filename_display_basename (stem);

  *record = (EctopyWfdbRecord){ .stem = stem, .factor = 1 };
  record->file = g_strconcat (base, ".hea", NULL);
  record->segments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) ectopy_wfdb_header_free);
  record->maps = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  record->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  record->pieces = g_array_new (FALSE, FALSE, sizeof (EctopyWfdbPiece));
  record->notes = g_ptr_array_new_with_free_func (g_free);
}

void
ectopy_wfdb_record_add_note (EctopyWfdbRecord *record, const char *format, ...)
{
  g_autofree char *note = NULL;
  va_list arguments;

  va_start (arguments, format);
  note = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* The same of a segment that comes again is said once. */
  if (g_ptr_array_find_with_equal_func (record->notes, note, g_str_equal, NULL))
    return;
  if (record->notes->len >= MAX_NOTES)
    record->n_left_out++;
  else
    g_ptr_array_add (record->notes, g_steal_pointer (&note));
}

void
ectopy_wfdb_record_take_notes (EctopyWfdbRecord *record, const GPtrArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    ectopy_wfdb_record_add_note (record, "%s", (const char *) g_ptr_array_index (notes, i));
}

gboolean
ectopy_wfdb_record_fail (const EctopyWfdbRecord *record,
                         EctopyError code,
                         GError **error,
                         const char *format,
                         ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: a file, and what is wrong with it. */
  g_set_error (error, ECTOPY_ERROR, code, _ ("“%s”: %s"), record->file, message);
  return FALSE;
}

char *
ectopy_wfdb_record_beside (const EctopyWfdbRecord *record, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (record->stem);

  return g_build_filename (folder, name, NULL);
}

void
ectopy_wfdb_record_clear (EctopyWfdbRecord *record)
{
  for (guint i = 0; record->leads != NULL && i < record->n_leads; i++) {
    g_free (record->leads[i].name);
    g_free (record->leads[i].samples);
  }
  g_free (record->leads);
  g_clear_pointer (&record->pieces, g_array_unref);
  g_clear_pointer (&record->header, ectopy_wfdb_header_free);
  g_clear_pointer (&record->segments, g_hash_table_unref);
  g_clear_pointer (&record->maps, g_hash_table_unref);
  g_clear_pointer (&record->sizes, g_hash_table_unref);
  g_clear_pointer (&record->notes, g_ptr_array_unref);
  g_free (record->stem);
  g_free (record->file);
}

/* ---- Segments ---- */

static const EctopyWfdbHeader *
get_segment (EctopyWfdbRecord *record, const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".hea", NULL);
  g_autofree char *path = ectopy_wfdb_record_beside (record, file);
  EctopyWfdbHeader *header = g_hash_table_lookup (record->segments, name);

  if (header != NULL)
    return header;
  header = ectopy_wfdb_header_read (path, error);
  if (header == NULL)
    return NULL;
  g_hash_table_insert (record->segments, g_strdup (name), header);
  ectopy_wfdb_record_take_notes (record, header->notes);
  if (header->segments != NULL) {
    ectopy_wfdb_record_fail (
        record, ECTOPY_ERROR_MISMATCH, error,
        _ ("segment “%s” was expected to be a plain record, but it consists of segments itself."),
        name);
    return NULL;
  }
  if (fabs (header->rate_hz - record->header->rate_hz) > 1e-6 * record->header->rate_hz) {
    ectopy_wfdb_record_fail (
        record, ECTOPY_ERROR_MISMATCH, error,
        _ ("%g samples a second were expected of segment “%s”, but it has %g."),
        record->header->rate_hz, name, header->rate_hz);
    return NULL;
  }
  return header;
}

/* A lead of the layout is the first signal of its name that is not another lead already. */
static void
match_leads (EctopyWfdbRecord *record, EctopyWfdbPiece *piece)
{
  const guint n_signals = piece->header->signals->len;
  gint *leads;

  piece->leads = g_hash_table_lookup (record->maps, piece->header);
  if (piece->leads != NULL)
    return;
  piece->leads = leads = g_new (gint, n_signals);
  g_hash_table_insert (record->maps, (gpointer) piece->header, leads);
  for (guint s = 0; s < n_signals; s++)
    leads[s] = -1;
  for (guint lead = 0; lead < record->model->signals->len; lead++) {
    const char *name = ectopy_wfdb_header_signal (record->model, lead)->description;

    for (guint s = 0; s < n_signals; s++)
      if (leads[s] < 0 &&
          g_str_equal (ectopy_wfdb_header_signal (piece->header, s)->description, name)) {
        leads[s] = (gint) lead;
        break;
      }
  }
  for (guint s = 0; s < n_signals; s++)
    if (leads[s] < 0)
      ectopy_wfdb_record_add_note (
          record, _ ("“%s”: signal “%s” is not in the layout of “%s”: it was left out."),
          piece->file, ectopy_wfdb_header_signal (piece->header, s)->description, record->file);
}

static gboolean
lay_out_segment (EctopyWfdbRecord *record,
                 EctopyWfdbPiece *piece,
                 gboolean variable,
                 GError **error)
{
  if (record->model == NULL)
    record->model = piece->header;
  if (piece->header->n_frames != 0 && piece->header->n_frames != piece->n_frames)
    ectopy_wfdb_record_add_note (
        record,
        _ ("“%s” has %" PRIu64 " samples a lead of segment “%s”, which itself says %" PRIu64 "."),
        record->file, piece->n_frames, piece->file, piece->header->n_frames);
  if (variable) {
    match_leads (record, piece);
    return TRUE;
  }
  if (piece->header->signals->len != record->header->n_signals)
    return ectopy_wfdb_record_fail (
        record, ECTOPY_ERROR_MISMATCH, error,
        ngettext ("%u signal was expected of segment “%s”, but it has %u.",
                  "%u signals were expected of segment “%s”, but it has %u.",
                  record->header->n_signals),
        record->header->n_signals, piece->file, piece->header->signals->len);
  return TRUE;
}

static gboolean
lay_out_segments (EctopyWfdbRecord *record, GError **error)
{
  const GArray *segments = record->header->segments;
  gboolean variable = FALSE;

  for (guint i = 0; i < segments->len; i++) {
    const EctopyWfdbSegment *segment = ectopy_wfdb_header_segment (record->header, i);
    EctopyWfdbPiece piece = { .begin = record->n_frames, .n_frames = segment->n_frames };

    if (g_cancellable_set_error_if_cancelled (record->watch.cancellable, error))
      return FALSE;
    if (segment->name != NULL) {
      piece.header = get_segment (record, segment->name, error);
      piece.file = segment->name;
      if (piece.header == NULL)
        return FALSE;
    }
    if (i == 0 && piece.header != NULL && segment->n_frames == 0) {
      record->model = piece.header;
      variable = TRUE;
      continue;
    }
    if (!g_uint64_checked_add (&record->n_frames, record->n_frames, segment->n_frames))
      return ectopy_wfdb_record_fail (record, ECTOPY_ERROR_UNSUPPORTED, error,
                                      _ ("the segments are too long to add up."));
    if (piece.header == NULL || segment->n_frames == 0)
      continue;
    if (!lay_out_segment (record, &piece, variable, error))
      return FALSE;
    g_array_append_val (record->pieces, piece);
  }
  if (record->header->n_frames != 0 && record->header->n_frames != record->n_frames)
    ectopy_wfdb_record_add_note (
        record,
        _ ("“%s” promises %" PRIu64 " samples a lead, but its segments add up to %" PRIu64 "."),
        record->file, record->header->n_frames, record->n_frames);
  return record->model != NULL ||
         ectopy_wfdb_record_fail (record, ECTOPY_ERROR_EMPTY, error,
                                  /* Translators: a recording whose parts all lack samples. */
                                  _ ("the record is one long gap."));
}

/* ---- Sizes ---- */

/* Of a signal file; each counts once, however often segments name it. */
static gboolean
get_size (EctopyWfdbRecord *record, const char *name, guint64 *size, GError **error)
{
  const guint64 *known = g_hash_table_lookup (record->sizes, name);
  g_autofree char *path = ectopy_wfdb_record_beside (record, name);
  g_autoptr (EctopyInputFile) file = NULL;

  if (known != NULL) {
    *size = *known;
    return TRUE;
  }
  file = ectopy_input_file_open (path, error);
  if (file == NULL)
    return FALSE;
  *size = file->size;
  record->file_bytes += file->size;
  g_hash_table_insert (record->sizes, g_strdup (name), g_memdup2 (size, sizeof *size));
  return TRUE;
}

/* Looks at the files of @piece; @n_there becomes the frames of the longest. */
static gboolean
look_at_files (EctopyWfdbRecord *record,
               const EctopyWfdbPiece *piece,
               guint64 *n_there,
               GError **error)
{
  const EctopyWfdbHeader *header = piece->header;
  EctopyWfdbGroup group;

  *n_there = 0;
  for (guint first = 0; first < header->signals->len; first += group.n_signals) {
    guint64 size;
    guint64 n_frames;

    group = ectopy_wfdb_signal_group (header, first);
    if (group.signals->file_name == NULL) {
      *n_there = MAX (*n_there, header->n_frames);
      continue;
    }
    if (!get_size (record, group.signals->file_name, &size, error))
      return FALSE;
    n_frames = ectopy_wfdb_signal_count_frames (&group, size);
    *n_there = MAX (*n_there, n_frames);
    if (header->n_frames == 0)
      continue;
    if (n_frames < header->n_frames)
      ectopy_wfdb_record_add_note (
          record,
          _ ("“%s” holds %" PRIu64 " of the %" PRIu64
             " samples a lead that “%s” promises: what is there was read."),
          group.signals->file_name, n_frames, header->n_frames, piece->file);
    else if (size > ectopy_wfdb_signal_file_size (&group, header->n_frames))
      ectopy_wfdb_record_add_note (record,
                                   _ ("“%s” is longer than the %" PRIu64
                                      " samples a lead that “%s” promises: the rest was left out."),
                                   group.signals->file_name, header->n_frames, piece->file);
  }
  return TRUE;
}

static gboolean
settle_sizes (EctopyWfdbRecord *record, GError **error)
{
  guint64 n_there = 0;

  for (guint i = 0; i < record->pieces->len; i++) {
    const EctopyWfdbPiece *piece = ectopy_wfdb_record_get_piece (record, i);

    if (g_cancellable_set_error_if_cancelled (record->watch.cancellable, error))
      return FALSE;
    if (!look_at_files (record, piece, &n_there, error))
      return FALSE;
    for (guint s = 0; s < piece->header->signals->len; s++)
      if (ectopy_wfdb_record_lead_of (piece, s) >= 0)
        record->factor = MAX (record->factor,
                              ectopy_wfdb_header_signal (piece->header, s)->samples_per_frame);
  }
  if (record->header->segments == NULL) {
    EctopyWfdbPiece *piece = ectopy_wfdb_record_get_piece (record, 0);

    record->n_frames = record->header->n_frames;
    if (record->n_frames == 0 || record->n_frames > n_there)
      record->n_frames = n_there;
    piece->n_frames = record->n_frames;
  }
  return record->n_frames > 0 ||
         ectopy_wfdb_record_fail (record, ECTOPY_ERROR_EMPTY, error,
                                  _ ("the files of the record hold no samples."));
}

/* ---- Units ---- */

/* Segments may differ in gain, which is seen to as they are read, but not in unit. */
static gboolean
check_units (EctopyWfdbRecord *record, GError **error)
{
  for (guint i = 0; i < record->pieces->len; i++) {
    const EctopyWfdbPiece *piece = ectopy_wfdb_record_get_piece (record, i);

    for (guint s = 0; s < piece->header->signals->len; s++) {
      const EctopyWfdbSignal *signal = ectopy_wfdb_header_signal (piece->header, s);
      const gint lead = ectopy_wfdb_record_lead_of (piece, s);
      double gain;
      const char *unit = ectopy_wfdb_signal_unit (signal, &gain);
      const char *expected;

      if (lead < 0 || signal->file_name == NULL)
        continue;
      expected = ectopy_wfdb_signal_unit (ectopy_wfdb_header_signal (record->model, (guint) lead),
                                          &gain);
      if (g_strcmp0 (unit, expected) != 0)
        return ectopy_wfdb_record_fail (
            record, ECTOPY_ERROR_MISMATCH, error,
            _ ("lead “%s” was expected in %s, but it is in %s in segment “%s”."),
            signal->description, expected != NULL ? expected : "mV", unit != NULL ? unit : "mV",
            piece->file);
    }
  }
  return TRUE;
}

static void
note_gains (EctopyWfdbRecord *record)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < record->pieces->len; i++) {
    const EctopyWfdbPiece *piece = ectopy_wfdb_record_get_piece (record, i);

    if (!g_hash_table_add (seen, (gpointer) piece->header))
      continue;
    for (guint s = 0; s < piece->header->signals->len; s++) {
      const EctopyWfdbSignal *signal = ectopy_wfdb_header_signal (piece->header, s);

      if (signal->gain == 0 && signal->file_name != NULL &&
          ectopy_wfdb_record_lead_of (piece, s) >= 0)
        ectopy_wfdb_record_add_note (record,
                                     /* Translators: a file, a lead, and a unit such as “mV”. */
                                     _ ("“%s” gives no gain for lead “%s”: 200 steps a %s were "
                                        "assumed, so its amplitudes are not calibrated."),
                                     piece->file, signal->description,
                                     signal->unit != NULL ? signal->unit : _ ("millivolt"));
    }
  }
}

/* ---- All of it ---- */

gboolean
ectopy_wfdb_record_lay_out (EctopyWfdbRecord *record, GError **error)
{
  if (record->header->segments != NULL) {
    if (!lay_out_segments (record, error))
      return FALSE;
  } else {
    const EctopyWfdbPiece piece = { .header = record->header, .file = record->file };

    record->model = record->header;
    g_array_append_val (record->pieces, piece);
  }
  if (!settle_sizes (record, error) || !check_units (record, error))
    return FALSE;
  note_gains (record);
  return TRUE;
}
