/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most that a header may ask for; published records stay far below. */
#define ECTOPY_WFDB_MAX_SIGNALS       512
#define ECTOPY_WFDB_MAX_SEGMENTS      65536
#define ECTOPY_WFDB_MAX_FRAME_SAMPLES 1048576

/* Bytes of the largest header that is plausible: a record of many thousand segments. */
#define ECTOPY_WFDB_MAX_HEADER 16777216

/**
 * EctopyWfdbSignal:
 * @file_name: (nullable): in the folder of the header; NULL for a signal without samples
 * @format: of the samples: 0 (none), 8, 16, 24, 32, 61, 80, 160, 212, 310 or 311
 * @samples_per_frame: at least 1
 * @skew: frames of the file before the record's first
 * @byte_offset: of the first sample in the file
 * @gain: steps (ADC units) a unit, may be negative; 0 where there is none
 * @baseline: steps of 0 units
 * @unit: (nullable): NULL for the default, mV
 * @adc_resolution: bits, 0 where it is not said
 * @adc_zero: steps
 * @initial_value: steps of the file's first sample
 * @checksum: of all samples of the file, 16 bits
 * @block_size: bytes; of no meaning for files
 * @has_initial_value: whether the header says it
 * @has_checksum: likewise
 * @description: name of the lead; "signal N" where there is none
 *
 * What a header says of one signal.
 */
typedef struct {
  char *file_name;
  guint format;
  guint samples_per_frame;
  guint64 skew;
  guint64 byte_offset;
  double gain;
  double baseline;
  char *unit;
  gint64 adc_resolution;
  gint64 adc_zero;
  gint32 initial_value;
  guint16 checksum;
  gint64 block_size;
  gboolean has_initial_value;
  gboolean has_checksum;
  char *description;
} EctopyWfdbSignal;

/**
 * EctopyWfdbSegment:
 * @name: (nullable): of its record in the same folder; NULL for a gap
 * @n_frames: how long it is
 *
 * A piece of a record in several segments.
 */
typedef struct {
  char *name;
  guint64 n_frames;
} EctopyWfdbSegment;

/**
 * EctopyWfdbHeader:
 * @name: the record's
 * @n_signals: as the record line says; also where the signals are those of segments
 * @rate_hz: frames a second, above 0
 * @counter_hz: ticks a second of the counter; that of the frames by default
 * @base_counter: the counter at the first frame
 * @n_frames: 0 where it is not said
 * @start: (nullable): "1989-04-25 13:05:00", or the time alone
 * @signals: (element-type EctopyWfdbSignal): none in a record of several segments
 * @segments: (nullable) (element-type EctopyWfdbSegment): at least one; NULL in a plain record
 * @comment: (nullable): the comments after the last signal, as lines
 * @notes: (element-type utf8): sentences on what was passed over
 *
 * A header file. Texts are UTF-8; a file in another encoding is taken for Latin-1.
 */
typedef struct {
  char *name;
  guint n_signals;
  double rate_hz;
  double counter_hz;
  double base_counter;
  guint64 n_frames;
  char *start;
  GArray *signals;
  GArray *segments;
  char *comment;
  GPtrArray *notes;
} EctopyWfdbHeader;

/**
 * ectopy_wfdb_header_parse:
 * @text: `[size]`: the contents of a header file
 * @size: in bytes
 * @name: of the file, for messages
 * @error: return location
 *
 * Reads a header. Names of files and segments must be plain: nothing outside the header's folder
 * can be named. Signals that share a file follow each other and have one format. Any thread.
 *
 * Source: Moody, WFDB Applications Guide, header(5).
 *
 * Returns: (transfer full) (nullable): NULL with %ECTOPY_ERROR_PARSE, %ECTOPY_ERROR_UNSUPPORTED (a
 *   format, more than the above allow, a file elsewhere) or %ECTOPY_ERROR_EMPTY (no
 *   signals)
 */
EctopyWfdbHeader *
ectopy_wfdb_header_parse (const char *text, size_t size, const char *name, GError **error);

/* As ectopy_wfdb_header_parse(), of the file at @path: its errors and those of
 * ectopy_input_file_read_all(). */
EctopyWfdbHeader *ectopy_wfdb_header_read (const char *path, GError **error);

void ectopy_wfdb_header_free (EctopyWfdbHeader *header);

/* Signals are in order of the header. */
static inline const EctopyWfdbSignal *
ectopy_wfdb_header_signal (const EctopyWfdbHeader *header, guint i)
{
  return &g_array_index (header->signals, EctopyWfdbSignal, i);
}

static inline const EctopyWfdbSegment *
ectopy_wfdb_header_segment (const EctopyWfdbHeader *header, guint i)
{
  return &g_array_index (header->segments, EctopyWfdbSegment, i);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyWfdbHeader, ectopy_wfdb_header_free)

G_END_DECLS
