/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/input-file.h"

G_BEGIN_DECLS

/* The most that a header may ask for; published files stay far below. */
#define ECTOPY_EDF_MAX_SIGNALS 1000
#define ECTOPY_EDF_MAX_SAMPLES 16777216 /* of one signal in a record */

/* Bytes of the header, and again of its part on each signal. */
#define ECTOPY_EDF_HEADER_PART 256

/* What the transducer of a signal says where its lowest digital value stands for no sample: files
 * that Ectopy writes. The format itself has no mark for that. */
#define ECTOPY_EDF_HAS_GAPS "digital minimum: no sample"

/**
 * EctopyEdfSignal:
 * @label: such as "ECG II"
 * @unit: of the physical values, such as "uV"
 * @physical_min: the value that @digital_min stands for
 * @physical_max: likewise
 * @digital_min: an integer, as all samples are
 * @digital_max: likewise; neither need be the larger one
 * @n_samples: in a record, at least 1
 * @offset: bytes from the beginning of a record
 * @is_annotation: whether it holds texts rather than samples
 * @has_gaps: whether @digital_min stands for no sample
 *
 * What a header says of one signal. Texts are UTF-8.
 */
typedef struct {
  char *label;
  char *unit;
  double physical_min;
  double physical_max;
  double digital_min;
  double digital_max;
  guint n_samples;
  guint64 offset;
  gboolean is_annotation;
  gboolean has_gaps;
} EctopyEdfSignal;

/**
 * EctopyEdfHeader:
 * @sample_bytes: 2 (EDF) or 3 (BDF)
 * @is_discontinuous: whether records tell when they begin, and may leave gaps
 * @start: (nullable): "1989-04-25 13:05:00", or the time alone
 * @n_records: as the header says; -1 where it does not
 * @record_s: seconds a record, above 0
 * @record_rounding_s: by how much that may have been rounded, where its eight characters are full
 * @record_bytes: bytes a record
 * @size: bytes before the first record
 * @signals: (element-type EctopyEdfSignal): at least one
 *
 * The header of a file in EDF, EDF+, BDF or BDF+. What it says of the patient and of who recorded
 * is not kept.
 */
typedef struct {
  guint sample_bytes;
  gboolean is_discontinuous;
  char *start;
  gint64 n_records;
  double record_s;
  double record_rounding_s;
  guint64 record_bytes;
  guint64 size;
  GArray *signals;
} EctopyEdfHeader;

/* Whether @file begins as an EDF or BDF file does. */
gboolean ectopy_edf_header_probe (const EctopyInputFile *file);

/**
 * ectopy_edf_header_read:
 * @file: an open file
 * @error: return location
 *
 * Reads the header. Any thread.
 *
 * Source: Kemp et al. (1992), "A simple format for exchange of digitized polygraphic recordings";
 * Kemp and Olivan (2003), "European data format 'plus'"; BioSemi, "BDF file format".
 *
 * Returns: (transfer full) (nullable): NULL with %G_FILE_ERROR, %ECTOPY_ERROR_PARSE,
 *   %ECTOPY_ERROR_UNSUPPORTED (more than the above allow) or %ECTOPY_ERROR_MISMATCH (the file has
 *   become shorter)
 */
EctopyEdfHeader *ectopy_edf_header_read (const EctopyInputFile *file, GError **error);

void ectopy_edf_header_free (EctopyEdfHeader *header);

static inline const EctopyEdfSignal *
ectopy_edf_header_signal (const EctopyEdfHeader *header, guint i)
{
  return &g_array_index (header->signals, EctopyEdfSignal, i);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyEdfHeader, ectopy_edf_header_free)

G_END_DECLS
