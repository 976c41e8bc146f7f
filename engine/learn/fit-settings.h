/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/beat-class.h"
#include "engine/learn/input-scaling.h"

G_BEGIN_DECLS

typedef enum {
  ECTOPY_SCHEDULE_NONE,
  ECTOPY_SCHEDULE_PLATEAU, /* the rate falls when the validation loss no longer does */
  ECTOPY_SCHEDULE_COSINE,  /* half a cosine over all epochs, to 1 % */
} EctopySchedule;

typedef enum {
  ECTOPY_BEST_BY_ACCURACY,
  ECTOPY_BEST_BY_MACRO_F1,
  ECTOPY_BEST_BY_LOSS,
  ECTOPY_BEST_BY_LAST, /* the last epoch, whatever it is like */
} EctopyBestBy;

typedef enum {
  ECTOPY_CLASS_WEIGHTS_NONE,
  ECTOPY_CLASS_WEIGHTS_BALANCED, /* rows / (5 x rows of the class) */
  ECTOPY_CLASS_WEIGHTS_OWN,
} EctopyClassWeights;

/**
 * EctopyFitSettings:
 *
 * How a network is trained. Each member has a name of words and dashes, one on the command line, in a
 * configuration file and in a model's card; ectopy_fit_settings_list() tells them all. Numbers out
 * of range cannot be set.
 */
typedef struct {
  char *network; /* a name, or a file's path */
  guint64 seed;
  guint epochs;
  guint batch_size;
  double learning_rate;
  EctopySchedule schedule;
  double warm_up;         /* epochs in which the rate rises from 1 % */
  double plateau_factor;  /* what the rate is multiplied by */
  guint plateau_patience; /* epochs without a better loss before that */
  double smallest_rate;   /* where the plateau schedule ends */
  guint early_stop;       /* epochs without a better loss before the run ends; 0 for never */
  EctopyBestBy best_by;
  double validation_split; /* share of the training file, where no validation file is given */
  gboolean smote;
  EctopyClassWeights class_weights;
  double own_weights[ECTOPY_N_CLASSES];
  double augment; /* strength, 0 for none */
  EctopyScalingKind scaling;
  double label_smoothing;
  double weight_decay;
  double clip_norm; /* 0 for never */
  double average;   /* decay of the moving average that becomes the model; 0 for none */
  double adam_epsilon;
  double easy_above; /* from the third epoch, beats with a probability above this when last seen */
  double easy_share; /* take part with this chance; 0 and 1: all beats always do */
  guint members;     /* networks that are trained one after another and averaged */

  /* of recordings only */
  char *records;            /* which of a folder: see ectopy_record_list_matches() */
  char *validation_records; /* those set aside for validation; "none": as validation_split says */
  guint folds;              /* groups of patients for cross-validation before; 0 for none */
  guint epoch_beats;        /* draws an epoch */
  double class_shares[ECTOPY_N_CLASSES]; /* of the draws */
  double made_up;                        /* draws of made-up beats for one of a recorded one */
} EctopyFitSettings;

/* Sets the defaults, which are those of the reference network's usual training. */
void ectopy_fit_settings_init (EctopyFitSettings *settings);

/* The same for learning from recordings: five networks `context`, five folds, a short run whose last epoch counts. */
void ectopy_fit_settings_init_recordings (EctopyFitSettings *settings);
void ectopy_fit_settings_copy (EctopyFitSettings *settings, const EctopyFitSettings *other);
void ectopy_fit_settings_clear (EctopyFitSettings *settings);

/* Epochs of all networks together, if none ends early. */
guint ectopy_fit_settings_count_epochs (const EctopyFitSettings *settings);

/* One setting, for lists of options. */
typedef struct {
  const char *name;
  const char *argument; /* what stands for its value in a list */
  const char *summary;  /* in English: a message of gettext, _() of it is for people */
} EctopyFitSettingInfo;

/* (array) (transfer none): all settings. */
const EctopyFitSettingInfo *ectopy_fit_settings_list (guint *n_settings);

/**
 * ectopy_fit_settings_set:
 * @settings: settings
 * @name: of one
 * @value: as text, in the C locale
 * @error: return location, %ECTOPY_ERROR_ARGUMENT with the range or the choices
 *
 * Returns: whether it has been set
 */
gboolean ectopy_fit_settings_set (EctopyFitSettings *settings,
                                  const char *name,
                                  const char *value,
                                  GError **error);

/* (transfer full) (nullable): the value of the setting @name as text that can be set again. */
char *ectopy_fit_settings_get (const EctopyFitSettings *settings, const char *name);

/**
 * ectopy_fit_settings_load:
 * @settings: settings, changed by what the file names
 * @path: a GKeyFile with a group `[train]`
 * @error: return location
 *
 * Returns: FALSE with %G_FILE_ERROR or %ECTOPY_ERROR_PARSE (also for names there are not), and then
 *   @settings may have changed in part
 */
gboolean ectopy_fit_settings_load (EctopyFitSettings *settings, const char *path, GError **error);

/* (transfer full): all settings, as ectopy_fit_settings_load() reads them. */
char *ectopy_fit_settings_to_text (const EctopyFitSettings *settings);

G_END_DECLS
