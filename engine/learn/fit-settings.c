/* SPDX-License-Identifier: MIT */
#include "engine/learn/fit-settings.h"

#include "engine/core/error.h"
#include "engine/core/input-file.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define GROUP    "train"
#define MAX_FILE 1048576 /* bytes */

typedef enum { TEXT, SEED, COUNT, NUMBER, SWITCH, CHOICE, WEIGHTS, SHARES } Kind;

static const char *const schedules[] = { "none", "plateau", "cosine", NULL };
static const char *const bests[] = { "accuracy", "macro-f1", "loss", "last", NULL };
static const char *const scalings[] = { "standard", "beat", NULL };
static const char *const switches[] = { "no", "yes", "false", "true", NULL };
static const char *const weights[] = { "none", "balanced", NULL };

#define AT(member) G_STRUCT_OFFSET (EctopyFitSettings, member)

/* What is behind each name: its kind, where it lies, its range or choices. */
static const struct {
  Kind kind;
  gsize offset;
  double min;
  double max;
  const char *const *choices;
} details[] = {
  { TEXT, AT (network), 0, 0, NULL },
  { SEED, AT (seed), 0, 0, NULL },
  { COUNT, AT (epochs), 1, 10000, NULL },
  { COUNT, AT (batch_size), 2, 65536, NULL },
  { NUMBER, AT (learning_rate), 1e-9, 10, NULL },
  { CHOICE, AT (schedule), 0, 0, schedules },
  { NUMBER, AT (warm_up), 0, 10000, NULL },
  { NUMBER, AT (plateau_factor), 0.001, 0.999, NULL },
  { COUNT, AT (plateau_patience), 1, 10000, NULL },
  { NUMBER, AT (smallest_rate), 0, 10, NULL },
  { COUNT, AT (early_stop), 0, 10000, NULL },
  { CHOICE, AT (best_by), 0, 0, bests },
  { NUMBER, AT (validation_split), 0, 0.9, NULL },
  { SWITCH, AT (smote), 0, 0, NULL },
  { WEIGHTS, AT (class_weights), 0, 0, weights },
  { NUMBER, AT (augment), 0, 5, NULL },
  { CHOICE, AT (scaling), 0, 0, scalings },
  { NUMBER, AT (label_smoothing), 0, 0.9, NULL },
  { NUMBER, AT (weight_decay), 0, 100, NULL },
  { NUMBER, AT (clip_norm), 0, 1e9, NULL },
  { NUMBER, AT (average), 0, 0.999999, NULL },
  { NUMBER, AT (adam_epsilon), 1e-12, 1, NULL },
  { NUMBER, AT (easy_above), 0, 1, NULL },
  { NUMBER, AT (easy_share), 0.001, 1, NULL },
  { COUNT, AT (members), 1, 64, NULL },
  { TEXT, AT (records), 0, 0, NULL },
  { TEXT, AT (validation_records), 0, 0, NULL },
  { COUNT, AT (folds), 0, 10000, NULL },
  { COUNT, AT (epoch_beats), 16, 100000000, NULL },
  { SHARES, AT (class_shares), 0, 0, NULL },
  { NUMBER, AT (made_up), 0, 100, NULL },
};

static const EctopyFitSettingInfo infos[] = {
  { "network", "NAME|FILE",
    N_ ("the network: one of those built in, or a file that describes one") },
  { "seed", "N", N_ ("where chance begins; the same seed gives the same model") },
  { "epochs", "N", N_ ("how often the training beats are gone through at most") },
  { "batch-size", "N", N_ ("beats a step") },
  { "learning-rate", "X", N_ ("rate of Adam at the beginning") },
  { "schedule", "none|plateau|cosine", N_ ("how the rate falls") },
  { "warm-up", "EPOCHS", N_ ("epochs in which the rate rises to its full value") },
  { "plateau-factor", "X", N_ ("plateau: what the rate is multiplied by") },
  { "plateau-patience", "EPOCHS", N_ ("plateau: epochs without a better loss before that") },
  { "smallest-rate", "X", N_ ("plateau: the rate falls no further than this") },
  { "early-stop", "EPOCHS",
    N_ ("ends after so many epochs without a better validation loss; 0: never") },
  { "best-by", "accuracy|macro-f1|loss|last", N_ ("which epoch becomes the model") },
  { "validation-split", "X", N_ ("share of the training file set aside, each class alike") },
  { "smote", "yes|no", N_ ("brings every class to the size of the largest (Chawla et al. 2002)") },
  { "class-weights", "none|balanced|N,S,V,F,Q", N_ ("weight of each class in the loss") },
  { "augment", "X", N_ ("strength of the random changes to training beats; 1 is strong") },
  { "scaling", "standard|beat", N_ ("input: by column, or 4 (x - 0.2) within the beat") },
  { "label-smoothing", "X", N_ ("share of a label that is spread over all classes") },
  { "weight-decay", "X", N_ ("decoupled decay of the weights") },
  { "clip-norm", "X", N_ ("largest norm of a gradient; 0: any") },
  { "average", "X",
    N_ ("decay of a moving average of the weights that becomes the model; 0: none") },
  { "adam-epsilon", "X", N_ ("Adam's small number") },
  { "easy-above", "X", N_ ("beats recognised with more than this probability count as easy") },
  { "easy-share", "X", N_ ("chance of an easy beat to take part, from the third epoch on") },
  { "members", "N", N_ ("networks trained one after another, whose probabilities are averaged") },
  { "records", "LIST",
    N_ ("recordings: which of the folder: names, patterns, ds1, ds2, paced, all, !out") },
  { "validation-records", "LIST",
    N_ ("recordings: those set aside for validation; none: as the split says") },
  { "folds", "N",
    N_ ("recordings: groups of patients, each judged once by the others, before the training") },
  { "epoch-beats", "N", N_ ("recordings: beats drawn an epoch") },
  { "class-shares", "N,S,V,F,Q", N_ ("recordings: shares of the classes among the beats drawn") },
  { "made-up", "X", N_ ("recordings: beats of made-up rhythms drawn for one recorded") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (details) == G_N_ELEMENTS (infos));

void
ectopy_fit_settings_init (EctopyFitSettings *settings)
{
  *settings = (EctopyFitSettings){
    .network = g_strdup ("reference"),
    .records = g_strdup ("all"),
    .validation_records = g_strdup ("none"),
    .epoch_beats = 7680,
    .class_shares = { 5, 1, 1.5, 0.15, 0.15 },
    .made_up = 1,
    .seed = 42,
    .epochs = 30,
    .batch_size = 128,
    .learning_rate = 1e-3,
    .schedule = ECTOPY_SCHEDULE_PLATEAU,
    .plateau_factor = 0.2,
    .plateau_patience = 5,
    .smallest_rate = 1e-5,
    .early_stop = 10,
    .best_by = ECTOPY_BEST_BY_ACCURACY,
    .validation_split = 0.2,
    .own_weights = { 1, 1, 1, 1, 1 },
    .adam_epsilon = 1e-7,
    .easy_above = 1,
    .easy_share = 1,
    .members = 1,
  };
}

void
ectopy_fit_settings_init_recordings (EctopyFitSettings *settings)
{
  ectopy_fit_settings_init (settings);
  g_free (settings->network);
  settings->network = g_strdup ("context");
  settings->members = 3;
  settings->epochs = 16;
  settings->learning_rate = 3e-3;
  settings->schedule = ECTOPY_SCHEDULE_COSINE;
  settings->warm_up = 1;
  settings->early_stop = 0;
  settings->best_by = ECTOPY_BEST_BY_LAST;
  settings->validation_split = 0;
  settings->augment = 1;
  settings->label_smoothing = 0.02;
  settings->weight_decay = 0.01;
  settings->adam_epsilon = 1e-8;
  settings->class_shares[ECTOPY_CLASS_V] = 2;
  settings->class_shares[ECTOPY_CLASS_Q] = 0.5;
  settings->folds = 5;
}

void
ectopy_fit_settings_copy (EctopyFitSettings *settings, const EctopyFitSettings *other)
{
  *settings = *other;
  settings->network = g_strdup (other->network);
  settings->records = g_strdup (other->records);
  settings->validation_records = g_strdup (other->validation_records);
}

void
ectopy_fit_settings_clear (EctopyFitSettings *settings)
{
  g_clear_pointer (&settings->network, g_free);
  g_clear_pointer (&settings->records, g_free);
  g_clear_pointer (&settings->validation_records, g_free);
}

guint
ectopy_fit_settings_count_epochs (const EctopyFitSettings *settings)
{
  return settings->epochs * settings->members;
}

const EctopyFitSettingInfo *
ectopy_fit_settings_list (guint *n_settings)
{
  *n_settings = G_N_ELEMENTS (infos);
  return infos;
}

static guint
find (const char *name)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (infos) && !g_str_equal (infos[i].name, name))
    i++;
  return i;
}

static gboolean
parse_number (const char *text, double min, double max, double *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && *value >= min && *value <= max;
}

static gboolean
parse_choice (const char *text, const char *const *choices, int *value)
{
  for (*value = 0; choices[*value] != NULL; (*value)++)
    if (g_str_equal (choices[*value], text))
      return TRUE;
  return FALSE;
}

/* A number for each class. */
static gboolean
parse_by_class (const char *text, double numbers[ECTOPY_N_CLASSES])
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double values[ECTOPY_N_CLASSES];

  if (g_strv_length (parts) != ECTOPY_N_CLASSES)
    return FALSE;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    if (!parse_number (parts[c], 0, 1e6, &values[c]))
      return FALSE;
  memcpy (numbers, values, sizeof values);
  return TRUE;
}

static gboolean
parse_weights (EctopyFitSettings *settings, const char *text)
{
  int choice;

  if (parse_choice (text, weights, &choice)) {
    settings->class_weights = (EctopyClassWeights) choice;
    return TRUE;
  }
  if (!parse_by_class (text, settings->own_weights))
    return FALSE;
  settings->class_weights = ECTOPY_CLASS_WEIGHTS_OWN;
  return TRUE;
}

static gboolean
parse_shares (EctopyFitSettings *settings, const char *text)
{
  double shares[ECTOPY_N_CLASSES], sum = 0;

  if (!parse_by_class (text, shares))
    return FALSE;
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
    sum += shares[c];
  if (sum > 0)
    memcpy (settings->class_shares, shares, sizeof shares);
  return sum > 0;
}

/* Returns: whether @value suits setting @i, which is then set. */
static gboolean
set (EctopyFitSettings *settings, guint i, const char *value)
{
  gpointer at = G_STRUCT_MEMBER_P (settings, details[i].offset);
  guint64 whole;
  double number;
  int choice;

  switch (details[i].kind) {
  case TEXT:
    if (value[0] == '\0')
      return FALSE;
    g_free (*(char **) at);
    *(char **) at = g_strdup (value);
    return TRUE;
  case SEED:
    return g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, at, NULL);
  case COUNT:
    if (!g_ascii_string_to_unsigned (value, 10, (guint64) details[i].min, (guint64) details[i].max,
                                     &whole, NULL))
      return FALSE;
    *(guint *) at = (guint) whole;
    return TRUE;
  case NUMBER:
    if (!parse_number (value, details[i].min, details[i].max, &number))
      return FALSE;
    *(double *) at = number;
    return TRUE;
  case SWITCH:
    if (!parse_choice (value, switches, &choice))
      return FALSE;
    *(gboolean *) at = choice % 2;
    return TRUE;
  case CHOICE:
    if (!parse_choice (value, details[i].choices, &choice))
      return FALSE;
    *(int *) at = choice;
    return TRUE;
  case WEIGHTS:
    return parse_weights (settings, value);
  case SHARES:
    return parse_shares (settings, value);
  default:
    g_assert_not_reached ();
  }
}

/* Says what is expected of a value, in the words of its kind. */
static void
complain (GError **error, guint i, const char *value)
{
  const char *name = infos[i].name;
  const double min = details[i].min, max = details[i].max;

  switch (details[i].kind) {
  case COUNT:
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("%s: expected a whole number from %.0f to %.0f, found “%s”"), name, min, max,
                 value);
    break;
  case NUMBER:
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("%s: expected a number from %g to %g, found “%s”"), name, min, max, value);
    break;
  case SEED:
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("%s: expected a whole number, not negative, found “%s”"), name, value);
    break;
  default:
    /* Translators: a setting, the words it may have such as “none|plateau|cosine”, and what was given. */
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT, _ ("%s: expected %s, found “%s”"),
                 name, infos[i].argument, value);
  }
}

gboolean
ectopy_fit_settings_set (EctopyFitSettings *settings,
                         const char *name,
                         const char *value,
                         GError **error)
{
  const guint i = find (name);

  if (i == G_N_ELEMENTS (infos)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT, _ ("there is no setting “%s”"), name);
    return FALSE;
  }
  if (set (settings, i, value))
    return TRUE;
  complain (error, i, value);
  return FALSE;
}

static char *
number_text (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* As short as reads back to the same number. */
  for (int digits = 6; digits <= 17; digits++) {
    char format[8];

    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (text, sizeof text, format, number);
    if (g_ascii_strtod (text, NULL) == number)
      break;
  }
  return g_strdup (text);
}

static char *
by_class_text (const double numbers[ECTOPY_N_CLASSES])
{
  GString *text = g_string_new (NULL);

  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_autofree char *number = number_text (numbers[c]);

    g_string_append_printf (text, "%s%s", c > 0 ? "," : "", number);
  }
  return g_string_free (text, FALSE);
}

char *
ectopy_fit_settings_get (const EctopyFitSettings *settings, const char *name)
{
  const guint i = find (name);
  gconstpointer at;

  if (i == G_N_ELEMENTS (infos))
    return NULL;
  at = G_STRUCT_MEMBER_P (settings, details[i].offset);
  switch (details[i].kind) {
  case TEXT:
    return g_strdup (*(char *const *) at);
  case SEED:
    return g_strdup_printf ("%" G_GUINT64_FORMAT, *(const guint64 *) at);
  case COUNT:
    return g_strdup_printf ("%u", *(const guint *) at);
  case NUMBER:
    return number_text (*(const double *) at);
  case SWITCH:
    return g_strdup (*(const gboolean *) at ? "yes" : "no");
  case CHOICE:
    return g_strdup (details[i].choices[*(const int *) at]);
  case WEIGHTS:
    return settings->class_weights == ECTOPY_CLASS_WEIGHTS_OWN
               ? by_class_text (settings->own_weights)
               : g_strdup (weights[settings->class_weights]);
  case SHARES:
    return by_class_text (settings->class_shares);
  default:
    g_assert_not_reached ();
  }
}

/* What is amiss may quote the file, which may hold anything. */
static void
set_parse_error (GError **error, const char *place, const char *what)
{
  g_autofree char *valid = ectopy_error_quote (what);

  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, "%s: %s", place, valid);
}

gboolean
ectopy_fit_settings_load (EctopyFitSettings *settings, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (GStrv) keys = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;

  text = ectopy_input_file_read_text (path, MAX_FILE, error);
  if (text == NULL)
    return FALSE;
  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &cause)) {
    set_parse_error (error, name, cause->message);
    return FALSE;
  }
  keys = g_key_file_get_keys (file, GROUP, NULL, NULL);
  if (keys == NULL) {
    /* Translators: a file of settings, and the name of the part of it that is missing. */
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("%s: expected a group [%s]"), name,
                 GROUP);
    return FALSE;
  }
  for (guint i = 0; keys[i] != NULL; i++) {
    g_autofree char *value = g_key_file_get_string (file, GROUP, keys[i], &cause);

    if (value == NULL || !ectopy_fit_settings_set (settings, keys[i], value, &cause)) {
      g_autofree char *place = g_strdup_printf ("%s: [%s]", name, GROUP);

      set_parse_error (error, place, cause->message);
      return FALSE;
    }
  }
  return TRUE;
}

char *
ectopy_fit_settings_to_text (const EctopyFitSettings *settings)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++) {
    g_autofree char *value = ectopy_fit_settings_get (settings, infos[i].name);

    g_key_file_set_string (file, GROUP, infos[i].name, value);
  }
  return g_key_file_to_data (file, NULL, NULL);
}
