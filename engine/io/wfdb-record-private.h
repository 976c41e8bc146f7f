/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/error.h"
#include "engine/core/recording.h"
#include "engine/io/wfdb-header.h"
#include "engine/io/wfdb-signal.h"

G_BEGIN_DECLS

/* A record on its way, for the files that read one: wfdb-reader.c and wfdb-layout.c. */

/* A stretch of the record with a header of its own. */
typedef struct {
  const EctopyWfdbHeader *header;
  const char *file; /* name of that header, for messages */
  guint64 begin;    /* frame of the record */
  guint64 n_frames;
  const gint *leads; /* [signals]: which lead of the record each is, or -1; NULL: each its own */
} EctopyWfdbPiece;

typedef struct {
  char *stem; /* path of the header without its ending */
  char *file; /* its name, for messages */
  EctopyWfdbHeader *header;
  const EctopyWfdbHeader *model; /* whose signals are the leads */
  GHashTable *segments;          /* name -> EctopyWfdbHeader */
  GHashTable *maps;              /* header -> its leads, as in a piece */
  GHashTable *sizes;             /* name of a signal file -> its size, guint64 */
  GArray *pieces;                /* of EctopyWfdbPiece */
  GPtrArray *notes;
  guint n_left_out; /* notes that are too many */

  guint n_leads;
  guint64 n_frames;
  guint factor; /* samples that come of a frame */
  EctopyLead *leads;
  guint64 file_bytes; /* of all signal files */
  EctopyWfdbWatch watch;
} EctopyWfdbRecord;

/* Of the record whose header is at @stem (transfer full), with nothing read yet. */
void ectopy_wfdb_record_init (EctopyWfdbRecord *record, char *stem);

void ectopy_wfdb_record_clear (EctopyWfdbRecord *record);

/**
 * ectopy_wfdb_record_lay_out:
 * @record: a record whose header was read
 * @error: return location
 *
 * Reads the headers of segments and looks at the files: settles the pieces, leads and sizes, and
 * that they go together. No samples are read.
 *
 * Returns: FALSE with the errors of ectopy_wfdb_reader_read()
 */
gboolean ectopy_wfdb_record_lay_out (EctopyWfdbRecord *record, GError **error);

/* Adds a sentence to the notes, once. */
void ectopy_wfdb_record_add_note (EctopyWfdbRecord *record, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

void ectopy_wfdb_record_take_notes (EctopyWfdbRecord *record, const GPtrArray *notes);

/* Sets @error, naming the record. Returns: FALSE */
gboolean ectopy_wfdb_record_fail (const EctopyWfdbRecord *record,
                                  EctopyError code,
                                  GError **error,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (4, 5);

/* Returns: (transfer full): a path in the record's folder. */
char *ectopy_wfdb_record_beside (const EctopyWfdbRecord *record, const char *name);

static inline EctopyWfdbPiece *
ectopy_wfdb_record_get_piece (const EctopyWfdbRecord *record, guint i)
{
  return &g_array_index (record->pieces, EctopyWfdbPiece, i);
}

/* Which lead of the record a signal of @piece is, or -1. */
static inline gint
ectopy_wfdb_record_lead_of (const EctopyWfdbPiece *piece, guint signal)
{
  return piece->leads != NULL ? piece->leads[signal] : (gint) signal;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EctopyWfdbRecord, ectopy_wfdb_record_clear)

G_END_DECLS
