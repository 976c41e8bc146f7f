/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/learn/familiarity.h"
#include "engine/learn/input-scaling.h"
#include "engine/nn/network.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ECTOPY_TYPE_MODEL (ectopy_model_get_type ())
G_DECLARE_FINAL_TYPE (EctopyModel, ectopy_model, ECTOPY, MODEL, GObject)

/**
 * ectopy_model_new:
 * @network: (transfer full): a network of five classes, with its weights; of one channel and without
 *   side values, unless @scaling is %ECTOPY_SCALING_CONTEXT
 * @scaling: how rows become its input
 * @scaler: copied; of the network's length, or of its side values for %ECTOPY_SCALING_CONTEXT
 *
 * A trained network, or several whose probabilities are averaged, with all that is needed to use it, and
 * its card: what it was trained on, how, and what came of it. Fixed once the card is written: may then be
 * used from any thread.
 *
 * Returns: (transfer full): the model
 */
EctopyModel *
ectopy_model_new (EctopyNetwork *network, EctopyScalingKind scaling, const EctopyScaler *scaler);

/**
 * ectopy_model_load:
 * @path: a model file
 * @error: return location
 *
 * Reads a file that nobody vouches for. Errors: those of ectopy_safetensors_read(), and
 * %ECTOPY_ERROR_MISMATCH for arrays that do not fit the network, %ECTOPY_ERROR_PARSE for numbers
 * that are not finite, %ECTOPY_ERROR_UNSUPPORTED for a file that is no model.
 *
 * Returns: (transfer full) (nullable): the model
 */
EctopyModel *ectopy_model_load (const char *path, GError **error);

/**
 * ectopy_model_save:
 * @self: a model
 * @path: where to
 * @error: return location
 *
 * Writes a safetensors file: arrays by name; network, scaling, class names and card as metadata. The
 * same model gives the same bytes. At @path stands the old file or the whole new one, never a part.
 *
 * Returns: whether it is on disk; then the model's name and digest are those of the file
 */
gboolean ectopy_model_save (EctopyModel *self, const char *path, GError **error);

/**
 * ectopy_model_set_name:
 * @self: a model that is in no file
 * @name: what it is to be called until it is
 *
 * Its digest becomes that of the file that ectopy_model_save() would write.
 */
void ectopy_model_set_name (EctopyModel *self, const char *name);

/* The first of its networks. */
const EctopyNetwork *ectopy_model_get_network (EctopyModel *self);

/* How many networks it averages. */
guint ectopy_model_get_n_members (EctopyModel *self);

const EctopyNetwork *ectopy_model_get_member (EctopyModel *self, guint member);

#define ECTOPY_MODEL_MAX_MEMBERS 64

/* Adds a network (transfer full) of the same layers; at most %ECTOPY_MODEL_MAX_MEMBERS in all. */
void ectopy_model_add_member (EctopyModel *self, EctopyNetwork *network);

/**
 * ectopy_model_get_temperature:
 *
 * What logits are divided by, so that a confidence tells how often it is right: fitted on records that
 * were not learned from. 1 where nothing was fitted. Of a model of several networks, the logarithms of
 * the averaged probabilities are divided.
 *
 * Source: Guo, Pleiss, Sun and Weinberger (2017).
 */
double ectopy_model_get_temperature (EctopyModel *self);
void ectopy_model_set_temperature (EctopyModel *self, double temperature);

EctopyScalingKind ectopy_model_get_scaling (EctopyModel *self);
const EctopyScaler *ectopy_model_get_scaler (EctopyModel *self);

/* (nullable): what the records it has learned from look like. */
const EctopyFamiliarity *ectopy_model_get_familiarity (EctopyModel *self);

/* Takes @familiarity, which may be NULL. */
void ectopy_model_take_familiarity (EctopyModel *self, EctopyFamiliarity *familiarity);

/* Floats of a row that it reads: samples, then side values. */
size_t ectopy_model_get_length (EctopyModel *self);

/* (nullable) (transfer none): the base name of its file. */
const char *ectopy_model_get_name (EctopyModel *self);

/* (transfer full) (nullable): the name, with “(adapted)” if the card says that it was adapted to a recording
 * and the name does not. */
char *ectopy_model_dup_title (EctopyModel *self);

/* (nullable) (transfer none): the SHA-256 of its file, lower-case hexadecimal. */
const char *ectopy_model_get_digest (EctopyModel *self);

/* Adds or replaces a line of the card; @value NULL removes it. Keys are lower-case words joined by
 * dashes, such as "training-data". */
void ectopy_model_set_card (EctopyModel *self, const char *key, const char *value);

/* (nullable) (transfer none): a line of the card. */
const char *ectopy_model_get_card (EctopyModel *self, const char *key);

/* (transfer container) (element-type utf8): the card's keys in the order they were added. */
GPtrArray *ectopy_model_list_card (EctopyModel *self);

G_END_DECLS
