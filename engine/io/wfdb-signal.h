/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/input-file.h"
#include "engine/core/progress.h"
#include "engine/io/wfdb-header.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Signals of one file, whose samples take turns: those of a frame of the first signal, of the
 * second, and so on. Borrowed from a header. */
typedef struct {
  const EctopyWfdbSignal *signals; /* [n_signals] */
  guint n_signals;
  guint frame_samples; /* of all of them */
} EctopyWfdbGroup;

/**
 * EctopyWfdbTally:
 * @first: the first sample, in steps
 * @sum: of the checked samples
 * @sum_of_marks: the same where each mark for "no sample" counts as -32768, whatever the format has
 *   for it: programs differ
 * @n_frames: frames that were summed up
 *
 * What was seen of a signal's samples, to compare with its header.
 */
typedef struct {
  gint32 first;
  guint16 sum;
  guint16 sum_of_marks;
  guint64 n_frames;
} EctopyWfdbTally;

/* Who hears how far reading is: @done of @total samples before this file. */
typedef struct {
  const char *stage;
  guint64 done;
  guint64 total;
  EctopyProgressFunc progress; /* (nullable) */
  gpointer progress_data;
  GCancellable *cancellable; /* (nullable) */
} EctopyWfdbWatch;

/* The group that begins with signal @first of @header. A signal without file is one by itself. */
EctopyWfdbGroup ectopy_wfdb_signal_group (const EctopyWfdbHeader *header, guint first);

/* Whole frames in a file of @file_size bytes; 0 for a group without file. */
guint64 ectopy_wfdb_signal_count_frames (const EctopyWfdbGroup *group, guint64 file_size);

/* Bytes of a file that holds @n_frames and no more; G_MAXUINT64 where that is beyond 64 bits. */
guint64 ectopy_wfdb_signal_file_size (const EctopyWfdbGroup *group, guint64 n_frames);

/**
 * ectopy_wfdb_signal_unit:
 * @signal: a signal
 * @steps_per_unit: (out): of the unit returned
 *
 * How samples become physical: (steps - baseline) / @steps_per_unit. Volts of any size are brought
 * to millivolts, and a gain of 0 means 200 steps a unit.
 *
 * Returns: (transfer none) (nullable): the unit of the result: NULL for mV
 */
const char *ectopy_wfdb_signal_unit (const EctopyWfdbSignal *signal, double *steps_per_unit);

/**
 * ectopy_wfdb_signal_read:
 * @group: signals of one file
 * @file: that file
 * @n_frames: frames wanted
 * @n_checked: frames from the file's first that the checksums are of
 * @factor: samples that come of a frame
 * @samples: `[n_signals]`, each `[n_frames, factor]`, overwritten; NULL each for a signal that is
 *   not wanted
 * @tallies: `[n_signals]`, overwritten
 * @watch: who hears of it
 * @error: return location
 *
 * Reads a signal file in pieces. A signal of fewer samples a frame than @factor is held: each of
 * its samples is repeated, as evenly as can be. The frames before a signal's skew are left out.
 * Samples that the file has not, or has marked as none, are not-a-number. In any format that is the
 * lowest value; in format 8, which holds differences, there is no such mark.
 *
 * Source: Moody, WFDB Applications Guide, signal(5).
 *
 * Returns: FALSE with %G_FILE_ERROR, %G_IO_ERROR_CANCELLED or %ECTOPY_ERROR_MISMATCH (the file has
 *   become shorter)
 */
gboolean ectopy_wfdb_signal_read (const EctopyWfdbGroup *group,
                                  const EctopyInputFile *file,
                                  size_t n_frames,
                                  guint64 n_checked,
                                  guint factor,
                                  float *const *samples,
                                  EctopyWfdbTally *tallies,
                                  const EctopyWfdbWatch *watch,
                                  GError **error);

G_END_DECLS
