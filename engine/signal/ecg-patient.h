/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"
#include "engine/core/rng.h"

G_BEGIN_DECLS

/* The events on the heart's cycle. */
typedef enum {
  ECTOPY_ECG_P,
  ECTOPY_ECG_Q,
  ECTOPY_ECG_R,
  ECTOPY_ECG_S,
  ECTOPY_ECG_T,
  ECTOPY_ECG_SPIKE, /* of a pacemaker */
} EctopyEcgEventKind;

#define ECTOPY_ECG_N_EVENTS 6

/* Lead 0 looks like MLII, lead 1 like V1. */
#define ECTOPY_ECG_N_LEADS 2

/**
 * EctopyEcgEvent:
 * @angle_ms: per lead, the event's place on the cycle, the R event being at 0
 * @rise_ms: standard deviation of the Gaussian before its peak
 * @fall_ms: and after it: a T wave falls faster than it rises
 * @gain_mv: per lead, the height of its peak; 0 for an event that a beat does not have
 *
 * One Gaussian event. Angles and widths are written as time on a cycle of one second (60 beats a
 * minute): 1 ms is 2 pi / 1000 rad.
 */
typedef struct {
  double angle_ms[ECTOPY_ECG_N_LEADS];
  double rise_ms;
  double fall_ms;
  double gain_mv[ECTOPY_ECG_N_LEADS];
} EctopyEcgEvent;

/* The events of one kind of beat, by #EctopyEcgEventKind. */
typedef struct {
  EctopyEcgEvent events[ECTOPY_ECG_N_EVENTS];
} EctopyEcgShape;

/**
 * EctopyEcgPatient:
 * @shapes: by class; that of F is empty: a fusion beat is made of N and V
 * @rate_bpm: mean sinus rate
 * @rate_sd_bpm: its standard deviation
 * @lf_hf_ratio: of its spectrum
 * @s_coupling: from a sinus beat to the early atrial one, in sinus intervals
 * @s_run: from one to the next in a couplet or run
 * @v_coupling: likewise for ventricular beats
 * @v_run: likewise
 * @paced_interval: between paced beats, in mean sinus intervals
 *
 * What is one person's own in a simulated ECG. A plain value, it owns nothing.
 */
typedef struct {
  EctopyEcgShape shapes[ECTOPY_N_CLASSES];
  double rate_bpm;
  double rate_sd_bpm;
  double lf_hf_ratio;
  double s_coupling;
  double s_run;
  double v_coupling;
  double v_run;
  double paced_interval;
} EctopyEcgPatient;

/* Sets @patient to the typical one, always the same. */
void ectopy_ecg_patient_init (EctopyEcgPatient *patient);

/**
 * ectopy_ecg_patient_draw:
 * @patient: (out caller-allocates): somebody
 * @rng: decides who
 *
 * Varies the typical patient: the rate, couplings, and the height, width and place of every event;
 * whether early P waves are inverted, peaked or absent; whether ventricular and paced beats point
 * up or down. The R event stays the main deflection of lead 0. Any thread.
 */
void ectopy_ecg_patient_draw (EctopyEcgPatient *patient, EctopyRng *rng);

G_END_DECLS
