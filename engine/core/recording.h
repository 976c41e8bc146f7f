/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/annotation.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopyLead:
 * @name: such as "MLII" or "V1"
 * @samples: `[n_samples]`, in millivolts; not-a-number where the recorder gave nothing
 *
 * One lead of a recording; both members are from g_malloc() and go to the recording.
 */
typedef struct {
  char *name;
  float *samples;
} EctopyLead;

/**
 * EctopyLeadScale:
 * @steps_per_unit: steps of the recorder a unit of the samples, may be negative; 0 where it is not
 *   known
 * @zero: the integer that stands for 0 units
 *
 * What the recorder's integers were: a sample is the float nearest to
 * (integer - @zero) / @steps_per_unit.
 */
typedef struct {
  double steps_per_unit;
  double zero;
} EctopyLeadScale;

/**
 * EctopyRecordingDetails:
 * @source: (nullable): path of the file it was read from
 * @comment: (nullable): lines about the whole, without an end to the last
 * @start: (nullable): when it began, by the recorder's clock: "1989-04-25 13:05:00", or the time
 *   alone
 * @annotator: (nullable): whose marks they are, such as "atr"
 * @units: (nullable): `[n_leads]`, of the samples; NULL each for a lead in millivolts
 * @scales: (nullable): `[n_leads]`; NULL where none is known
 * @notes: (nullable) (element-type utf8): sentences on what a reader found amiss and made of it
 *
 * What may be known of a recording besides; all zero for nothing. Everything is copied.
 */
typedef struct {
  const char *source;
  const char *comment;
  const char *start;
  const char *annotator;
  const char *const *units;
  const EctopyLeadScale *scales;
  const GPtrArray *notes;
} EctopyRecordingDetails;

/* Samples a second of leads in which beats are found and classified. */
#define ECTOPY_BEATS_MIN_RATE_HZ 20
#define ECTOPY_BEATS_MAX_RATE_HZ 100000

#define ECTOPY_TYPE_RECORDING (ectopy_recording_get_type ())
G_DECLARE_FINAL_TYPE (EctopyRecording, ectopy_recording, ECTOPY, RECORDING, GObject)

/**
 * ectopy_recording_new_take:
 * @rate_hz: samples a second, above 0
 * @n_samples: samples a lead, at least 1
 * @leads: `[n_leads]`: the members are (transfer full), the array stays the caller's
 * @n_leads: at least 1
 * @annotations: (transfer full) (nullable) (element-type EctopyAnnotation): marks in any order,
 *   codes below %ECTOPY_N_CODES; the texts go with it
 * @comment: (nullable): lines about the whole, without an end to the last
 *
 * An ECG of one or more leads in millivolts, all of one rate and length, with its marks. Complete
 * when built, then fixed: may be read from any thread.
 *
 * Marks are put in order of their samples; those at one sample stay as they were. A mark may lie
 * outside the samples, as it does in some published files.
 */
EctopyRecording *ectopy_recording_new_take (double rate_hz,
                                            size_t n_samples,
                                            const EctopyLead *leads,
                                            size_t n_leads,
                                            GArray *annotations,
                                            const char *comment);

double ectopy_recording_get_rate_hz (EctopyRecording *self);

/**
 * ectopy_recording_new_detailed_take:
 * @rate_hz: as for ectopy_recording_new_take(), like all up to @annotations
 * @n_samples: samples a lead
 * @leads: `[n_leads]`
 * @n_leads: at least 1
 * @annotations: (transfer full) (nullable) (element-type EctopyAnnotation): marks
 * @details: what else is known; a lead that has a unit holds its samples in that unit
 *
 * An ECG with all that a file said of it.
 */
EctopyRecording *ectopy_recording_new_detailed_take (double rate_hz,
                                                     size_t n_samples,
                                                     const EctopyLead *leads,
                                                     size_t n_leads,
                                                     GArray *annotations,
                                                     const EctopyRecordingDetails *details);

/* Samples a lead. */
size_t ectopy_recording_get_n_samples (EctopyRecording *self);

double ectopy_recording_get_duration_s (EctopyRecording *self);

size_t ectopy_recording_get_n_leads (EctopyRecording *self);

const char *ectopy_recording_get_lead_name (EctopyRecording *self, size_t lead);

/**
 * ectopy_recording_find_lead:
 * @self: a recording
 * @lead: the name of a lead, or its number from 0
 * @error: return location, %ECTOPY_ERROR_ARGUMENT if there is none such
 *
 * Returns: the lead's number, or G_MAXSIZE
 */
size_t ectopy_recording_find_lead (EctopyRecording *self, const char *lead, GError **error);

/* Of the samples of @lead: "mV" for an ECG; anything, such as "mmHg", for another signal. */
const char *ectopy_recording_get_lead_unit (EctopyRecording *self, size_t lead);

/* What the recorder's integers were; all zero where that is not known. */
EctopyLeadScale ectopy_recording_get_lead_scale (EctopyRecording *self, size_t lead);

/* `[n_samples]`, in millivolts or the lead's own unit. */
const float *ectopy_recording_get_samples (EctopyRecording *self, size_t lead);

/**
 * ectopy_recording_get_annotations:
 * @self: a recording
 * @n_annotations: (out): how many
 *
 * Returns: (transfer none) (nullable): `[n_annotations]`, in order of their samples; NULL for none
 */
const EctopyAnnotation *ectopy_recording_get_annotations (EctopyRecording *self,
                                                          size_t *n_annotations);

/* How many marked beats of each class, after ectopy_annotation_code_class(). */
void ectopy_recording_count_classes (EctopyRecording *self, size_t counts[ECTOPY_N_CLASSES]);

/* (nullable): lines about the whole. */
const char *ectopy_recording_get_comment (EctopyRecording *self);

/* (nullable): path of the file it was read from. */
const char *ectopy_recording_get_source (EctopyRecording *self);

/* (nullable): when it began: "1989-04-25 13:05:00", or the time alone. */
const char *ectopy_recording_get_start (EctopyRecording *self);

/* (nullable): whose marks they are, such as "atr". */
const char *ectopy_recording_get_annotator (EctopyRecording *self);

/**
 * ectopy_recording_get_notes:
 * @self: a recording
 *
 * Returns: (transfer none) (array zero-terminated=1): sentences on what a reader found amiss, such
 *   as samples that do not add up to their checksum; none as a rule
 */
const char *const *ectopy_recording_get_notes (EctopyRecording *self);

G_END_DECLS
