/* SPDX-License-Identifier: MIT */
#include "engine/nn/network-spec.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Bounds that no sensible network of beats meets, so that no text can ask for more memory or time
 * than a machine has. */
#define MAX_LAYERS        1000
#define MAX_LENGTH        1000000
#define MAX_CHANNELS      65536
#define MAX_ITEM_FLOATS   (16 << 20)
#define MAX_WEIGHTS       (64 << 20)
#define MAX_COMMON_STRIDE 4096

typedef struct {
  const char *source;
  guint line;
  char **words; /* of this line */
  guint used;   /* one bit a word */
  EctopyNetworkSpec *spec;
  GArray *layers;
  gboolean has_input;
  double n_weights; /* so far */
  double n_floats;  /* of an item, likewise */
} Parser;

typedef gboolean (*ParseFunc) (Parser *parser, EctopyLayerSpec *layer, GError **error);

G_GNUC_PRINTF (3, 4)
static gboolean
fail (const Parser *parser, GError **error, const char *format, ...)
{
  va_list args;
  g_autofree char *what = NULL;
  g_autofree char *shown = NULL;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  shown = ectopy_error_quote (what);
  /* Translators: a file or a network, a line of it, and what is wrong there. */
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("%s: line %u: %s"), parser->source,
               parser->line, shown);
  return FALSE;
}

static gboolean
parse_size (const char *word, size_t min, size_t max, size_t *value)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (word, 10, min, max, &number, NULL))
    return FALSE;
  *value = (size_t) number;
  return TRUE;
}

/* The first word after the layer's, a whole number. */
static gboolean
first_size (Parser *parser, const char *what, size_t max, size_t *value, GError **error)
{
  if (parser->words[1] == NULL || !parse_size (parser->words[1], 1, max, value))
    return fail (
        parser, error,
        /* Translators: what was expected, such as “the number of filters”, the most, and two words
         * of the text. */
        _ ("expected %s, a whole number from 1 to %zu, after “%s”, found “%s”"), what, max,
        parser->words[0], parser->words[1] != NULL ? parser->words[1] : _ ("nothing"));
  parser->used |= 2;
  return TRUE;
}

/* Returns: (nullable): what follows `key=`. */
static const char *
option (Parser *parser, const char *key)
{
  const size_t len = strlen (key);

  for (guint i = 1; parser->words[i] != NULL && i < 32; i++)
    if (strncmp (parser->words[i], key, len) == 0 && parser->words[i][len] == '=') {
      parser->used |= 1u << i;
      return parser->words[i] + len + 1;
    }
  return NULL;
}

static gboolean
size_option (Parser *parser, const char *key, size_t min, size_t max, size_t *value, GError **error)
{
  const char *word = option (parser, key);

  if (word != NULL && !parse_size (word, min, max, value))
    return fail (parser, error, _ ("expected %s= a whole number from %zu to %zu, found “%s”"), key,
                 min, max, word);
  return TRUE;
}

static gboolean
parse_number (Parser *parser,
              const char *key,
              const char *word,
              double min,
              double max,
              double *value,
              GError **error)
{
  char *end;

  *value = g_ascii_strtod (word, &end);
  if (end == word || *end != '\0' || !(*value >= min && *value <= max))
    /* Translators: “a share to drop” or the name of an option, the least, the most, and a word. */
    return fail (parser, error, _ ("expected %s from %g to %g, found “%s”"), key, min, max, word);
  return TRUE;
}

static gboolean
number_option (Parser *parser,
               const char *key,
               double min,
               double max,
               double *value,
               GError **error)
{
  const char *word = option (parser, key);

  return word == NULL || parse_number (parser, key, word, min, max, value, error);
}

static gboolean
choice_option (Parser *parser,
               const char *key,
               const char *no,
               const char *yes,
               gboolean *value,
               GError **error)
{
  const char *word = option (parser, key);

  if (word == NULL)
    return TRUE;
  *value = g_str_equal (word, yes);
  if (!*value && !g_str_equal (word, no))
    return fail (parser, error, _ ("expected %s=%s or %s, found “%s”"), key, no, yes, word);
  return TRUE;
}

/* Sets padding and output length of a window of @reach samples. “same” is what Keras does: as many
 * outputs as ceil (length / stride), the odd zero at the end. */
static gboolean
place_window (Parser *parser, EctopyLayerSpec *layer, size_t reach, GError **error)
{
  const char *padding = option (parser, "padding");
  size_t each = 0;

  if (padding == NULL || g_str_equal (padding, "same")) {
    const size_t n = (layer->in_length + layer->stride - 1) / layer->stride;
    const size_t needed = (n - 1) * layer->stride + reach;
    const size_t total = needed > layer->in_length ? needed - layer->in_length : 0;

    layer->pad_left = total / 2;
    layer->pad_right = total - total / 2;
    layer->out_length = n;
    return TRUE;
  }
  if (!g_str_equal (padding, "valid") && !parse_size (padding, 0, reach - 1, &each))
    return fail (
        parser, error,
        _ ("expected padding=same, valid or a whole number less than the window, found “%s”"),
        padding);
  if (layer->in_length + 2 * each < reach)
    return fail (parser, error,
                 ngettext ("a window of %zu sample does not fit into %zu",
                           "a window of %zu samples does not fit into %zu", reach),
                 reach, layer->in_length + 2 * each);
  layer->pad_left = layer->pad_right = each;
  layer->out_length = (layer->in_length + 2 * each - reach) / layer->stride + 1;
  return TRUE;
}

static gboolean
parse_conv (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  layer->kernel = 0;
  layer->stride = layer->dilation = 1;
  layer->bias = TRUE;
  if (!first_size (parser, _ ("the number of filters"), MAX_CHANNELS, &layer->units, error) ||
      !size_option (parser, "kernel", 1, 1023, &layer->kernel, error) ||
      !size_option (parser, "stride", 1, 64, &layer->stride, error) ||
      !size_option (parser, "dilation", 1, 512, &layer->dilation, error) ||
      !choice_option (parser, "bias", "no", "yes", &layer->bias, error))
    return FALSE;
  if (layer->kernel == 0)
    return fail (parser, error, _ ("a convolution needs kernel="));
  if (layer->stride > 1 && layer->dilation > 1)
    return fail (parser, error, _ ("a convolution has a stride or a dilation, not both"));
  layer->out_channels = layer->units;
  return place_window (parser, layer, (layer->kernel - 1) * layer->dilation + 1, error);
}

static gboolean
parse_batch_norm (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  layer->momentum = 0.99;
  layer->epsilon = 1e-3;
  layer->gamma = 1;
  return number_option (parser, "momentum", 0, 1, &layer->momentum, error) &&
         number_option (parser, "epsilon", 1e-12, 1, &layer->epsilon, error) &&
         number_option (parser, "gamma", 0, 1, &layer->gamma, error);
}

static gboolean
parse_plain (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  return TRUE;
}

static gboolean
parse_pool (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  if (!first_size (parser, _ ("the size of the pool"), 4096, &layer->units, error))
    return FALSE;
  layer->stride = layer->units;
  if (!size_option (parser, "stride", layer->units, 4096, &layer->stride, error))
    return FALSE;
  return place_window (parser, layer, layer->units, error);
}

static gboolean
parse_global_pool (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  layer->units = layer->stride = layer->in_length;
  layer->out_length = 1;
  return TRUE;
}

static gboolean
parse_dropout (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  if (parser->words[1] == NULL)
    return fail (parser, error, _ ("expected the share to drop after “dropout”"));
  parser->used |= 2;
  return parse_number (parser, _ ("a share to drop"), parser->words[1], 0, 0.99, &layer->rate,
                       error);
}

static gboolean
parse_flatten (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  layer->out_length = 1;
  layer->out_channels = layer->in_length * layer->in_channels;
  return TRUE;
}

static gboolean
parse_dense (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  layer->bias = TRUE;
  if (!first_size (parser, _ ("the number of units"), MAX_CHANNELS, &layer->units, error) ||
      !choice_option (parser, "bias", "no", "yes", &layer->bias, error))
    return FALSE;
  if (layer->in_length != 1)
    return fail (parser, error,
                 _ ("a dense layer wants “flatten” or “global-average-pool” before it"));
  layer->out_channels = layer->units;
  return TRUE;
}

static gboolean
parse_residual (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  layer->stride = 1;
  return choice_option (parser, "shortcut", "identity", "projection", &layer->projection, error) &&
         size_option (parser, "stride", 1, 64, &layer->stride, error);
}

static gboolean
parse_side (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  if (parser->spec->n_side == 0)
    return fail (parser, error, _ ("a side wants “input LENGTH CHANNELS side=N”"));
  if (layer->in_length != 1)
    return fail (parser, error, _ ("a side wants “flatten” or “global-average-pool” before it"));
  return TRUE;
}

static gboolean
begins_block (const EctopyLayerSpec *layer)
{
  return layer->kind == ECTOPY_LAYER_RESIDUAL || layer->kind == ECTOPY_LAYER_SIDE;
}

static gboolean
end_side (Parser *parser, EctopyLayerSpec *side, const EctopyLayerSpec *layer, GError **error)
{
  if (layer->in_length != 1 || layer->in_channels != side->in_channels)
    return fail (parser, error,
                 _ ("the layers of the side give %zu x %zu values and are to be added to 1 x %zu"),
                 layer->in_length, layer->in_channels, side->in_channels);
  return TRUE;
}

static gboolean
end_residual (Parser *parser,
              EctopyLayerSpec *residual,
              const EctopyLayerSpec *layer,
              GError **error)
{
  const size_t length = (residual->in_length + residual->stride - 1) / residual->stride;

  if (length != layer->in_length)
    return fail (parser, error,
                 _ ("the shortcut has %zu samples (stride %zu) and the layers inside give %zu"),
                 length, residual->stride, layer->in_length);
  if (!residual->projection &&
      (residual->stride != 1 || residual->in_channels != layer->in_channels))
    return fail (parser, error,
                 _ ("the shape changes from %zu channels to %zu (stride %zu): this residual needs "
                    "shortcut=projection"),
                 residual->in_channels, layer->in_channels, residual->stride);
  residual->out_length = layer->in_length;
  residual->out_channels = layer->in_channels;
  return TRUE;
}

/* Joins the end to the last block that is open, and sees that both ways have the same shape. */
static gboolean
parse_end (Parser *parser, EctopyLayerSpec *layer, GError **error)
{
  size_t begin = parser->layers->len;
  EctopyLayerSpec *block;

  for (size_t i = parser->layers->len; i-- > 0 && begin == parser->layers->len;) {
    block = &g_array_index (parser->layers, EctopyLayerSpec, i);
    if (begins_block (block) && block->partner == 0)
      begin = i;
  }
  if (begin == parser->layers->len)
    return fail (parser, error, _ ("“end” without a “residual” or “side” before it"));

  block = &g_array_index (parser->layers, EctopyLayerSpec, begin);
  if (block->kind == ECTOPY_LAYER_SIDE ? !end_side (parser, block, layer, error)
                                       : !end_residual (parser, block, layer, error))
    return FALSE;
  block->partner = parser->layers->len;
  layer->partner = begin;
  return TRUE;
}

static const struct {
  const char *word;
  EctopyLayerKind kind;
  ParseFunc parse;
} kinds[] = {
  { "conv", ECTOPY_LAYER_CONV, parse_conv },
  { "batch-norm", ECTOPY_LAYER_BATCH_NORM, parse_batch_norm },
  { "relu", ECTOPY_LAYER_RELU, parse_plain },
  { "max-pool", ECTOPY_LAYER_MAX_POOL, parse_pool },
  { "average-pool", ECTOPY_LAYER_AVERAGE_POOL, parse_pool },
  { "global-average-pool", ECTOPY_LAYER_GLOBAL_AVERAGE_POOL, parse_global_pool },
  { "dropout", ECTOPY_LAYER_DROPOUT, parse_dropout },
  { "flatten", ECTOPY_LAYER_FLATTEN, parse_flatten },
  { "dense", ECTOPY_LAYER_DENSE, parse_dense },
  { "residual", ECTOPY_LAYER_RESIDUAL, parse_residual },
  { "side", ECTOPY_LAYER_SIDE, parse_side },
  { "end", ECTOPY_LAYER_END, parse_end },
  { "softmax", ECTOPY_LAYER_SOFTMAX, parse_plain },
};

/* input LENGTH [CHANNELS] [side=N] */
static gboolean
parse_input (Parser *parser, GError **error)
{
  EctopyNetworkSpec *spec = parser->spec;
  char **words = parser->words;
  const gboolean has_length = words[1] != NULL &&
                              parse_size (words[1], 1, MAX_LENGTH, &spec->in_length);
  char **rest = has_length ? words + 2 : words;

  if (parser->has_input || parser->layers->len > 0)
    return fail (parser, error, _ ("a second “input”"));
  spec->in_channels = 1;
  if (has_length && *rest != NULL && parse_size (*rest, 1, MAX_CHANNELS, &spec->in_channels))
    rest++;
  if (has_length && *rest != NULL && g_str_has_prefix (*rest, "side=") &&
      parse_size (*rest + strlen ("side="), 1, MAX_CHANNELS, &spec->n_side))
    rest++;
  if (!has_length || *rest != NULL)
    return fail (parser, error, _ ("expected “input LENGTH CHANNELS side=N”"));
  parser->has_input = TRUE;
  return TRUE;
}

static gboolean
parse_head (Parser *parser, gboolean *was_head, GError **error)
{
  EctopyNetworkSpec *spec = parser->spec;
  char **words = parser->words;

  *was_head = TRUE;
  if (g_str_equal (words[0], "network") && words[1] != NULL && words[2] == NULL) {
    g_free (spec->name);
    spec->name = g_strdup (words[1]);
    return TRUE;
  }
  if (g_str_equal (words[0], "init") && words[1] != NULL && words[2] == NULL) {
    spec->init = g_str_equal (words[1], "he") ? ECTOPY_INIT_HE : ECTOPY_INIT_GLOROT;
    if (spec->init == ECTOPY_INIT_GLOROT && !g_str_equal (words[1], "glorot"))
      return fail (parser, error, _ ("expected init glorot or init he, found “%s”"), words[1]);
    return TRUE;
  }
  if (g_str_equal (words[0], "input"))
    return parse_input (parser, error);
  *was_head = FALSE;
  return TRUE;
}

/* The residual or side that an end ends. */
static const EctopyLayerSpec *
block_of (const Parser *parser, const EctopyLayerSpec *end)
{
  return &g_array_index (parser->layers, EctopyLayerSpec, end->partner);
}

/* Weights and activations stay within bounds, of a layer and of the whole, so that no product of
 * sizes overflows later and no short text asks for the memory of a machine. */
static gboolean
check_size (Parser *parser, const EctopyLayerSpec *layer, GError **error)
{
  const double n_in = (double) layer->in_channels;
  const double padding = (double) (layer->pad_left + layer->pad_right);
  const double in_floats = ((double) layer->in_length + padding) * n_in;
  const double out_floats = ((double) layer->out_length + padding) * (double) layer->out_channels;

  if (layer->kind == ECTOPY_LAYER_CONV)
    parser->n_weights += (double) layer->kernel * n_in * (double) layer->units;
  else if (layer->kind == ECTOPY_LAYER_DENSE)
    parser->n_weights += n_in * (double) layer->units;
  else if (layer->kind == ECTOPY_LAYER_END && block_of (parser, layer)->projection)
    parser->n_weights += (double) block_of (parser, layer)->in_channels *
                         (double) layer->out_channels;
  parser->n_floats += MAX (in_floats, out_floats);
  if (parser->n_weights > MAX_WEIGHTS || parser->n_floats > MAX_ITEM_FLOATS)
    return fail (parser, error, _ ("this layer is too large, or makes the network too large"));
  return TRUE;
}

static gboolean
parse_layer (Parser *parser, GError **error)
{
  EctopyLayerSpec layer = { .line = parser->line };
  const EctopyLayerSpec *last = NULL;
  gsize i = 0;

  while (i < G_N_ELEMENTS (kinds) && !g_str_equal (parser->words[0], kinds[i].word))
    i++;
  if (i == G_N_ELEMENTS (kinds))
    return fail (parser, error, _ ("“%s” is not a kind of layer"), parser->words[0]);
  if (!parser->has_input)
    return fail (parser, error, _ ("expected “input LENGTH” before the first layer"));
  if (parser->layers->len >= MAX_LAYERS)
    return fail (parser, error, _ ("more than %d layers"), MAX_LAYERS);
  if (parser->layers->len > 0)
    last = &g_array_index (parser->layers, EctopyLayerSpec, parser->layers->len - 1);
  if (last != NULL && last->kind == ECTOPY_LAYER_SOFTMAX)
    return fail (parser, error, _ ("a layer after “softmax”"));

  layer.kind = kinds[i].kind;
  layer.in_length = layer.out_length = last != NULL ? last->out_length : parser->spec->in_length;
  layer.in_channels = last != NULL ? last->out_channels : parser->spec->in_channels;
  if (last != NULL && last->kind == ECTOPY_LAYER_RESIDUAL) {
    layer.in_length = layer.out_length = last->in_length;
    layer.in_channels = last->in_channels;
  } else if (last != NULL && last->kind == ECTOPY_LAYER_SIDE) {
    layer.in_channels = parser->spec->n_side;
  }
  layer.out_channels = layer.in_channels;
  parser->used = 1;
  if (!kinds[i].parse (parser, &layer, error))
    return FALSE;
  for (guint w = 0; parser->words[w] != NULL; w++)
    if (w >= 32 || (parser->used & (1u << w)) == 0)
      return fail (parser, error, _ ("“%s” means nothing to “%s”"), parser->words[w],
                   parser->words[0]);
  if (!check_size (parser, &layer, error))
    return FALSE;
  g_array_append_val (parser->layers, layer);
  return TRUE;
}

static gboolean
parse_line (Parser *parser, const char *line, GError **error)
{
  const char *comment = strchr (line, '#');
  g_autofree char *code = comment != NULL ? g_strndup (line, (gsize) (comment - line))
                                          : g_strdup (line);
  g_auto (GStrv) raw = g_strsplit_set (code, " \t\r", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  gboolean was_head;

  for (guint i = 0; raw[i] != NULL; i++)
    if (raw[i][0] != '\0')
      g_ptr_array_add (words, raw[i]);
  if (words->len == 0)
    return TRUE;
  g_ptr_array_add (words, NULL);
  parser->words = (char **) words->pdata;
  if (!parse_head (parser, &was_head, error))
    return FALSE;
  return was_head || parse_layer (parser, error);
}

/* Residuals that begin at the same place read the same samples, whose step in memory must suit the
 * strides of all: the least common multiple must not run away. */
static gboolean
check_strides (Parser *parser, const EctopyLayerSpec *layers, guint n, GError **error)
{
  size_t together = 1;

  for (guint i = 0; i < n; i++) {
    const gboolean counts = layers[i].kind == ECTOPY_LAYER_CONV ||
                            layers[i].kind == ECTOPY_LAYER_RESIDUAL;
    const size_t stride = counts ? layers[i].stride : 1;
    size_t a = together, b = stride;

    while (b > 0) {
      const size_t rest = a % b;

      a = b;
      b = rest;
    }
    together = together / a * stride;
    parser->line = layers[i].line;
    if (together > MAX_COMMON_STRIDE)
      return fail (parser, error,
                   _ ("the strides of the layers that begin here do not go together"));
    if (layers[i].kind != ECTOPY_LAYER_RESIDUAL)
      together = 1;
  }
  return TRUE;
}

static const char *
block_name (const EctopyLayerSpec *layer)
{
  return layer->kind == ECTOPY_LAYER_SIDE ? "side" : "residual";
}

/* What only the whole shows: open residuals, the end, and biases that a batch-norm takes away. */
static gboolean
check_whole (Parser *parser, GError **error)
{
  EctopyLayerSpec *layers = (EctopyLayerSpec *) (gpointer) parser->layers->data;
  const guint n = parser->layers->len;
  guint n_sides = 0;

  if (n < 2 || layers[n - 1].kind != ECTOPY_LAYER_SOFTMAX)
    return fail (parser, error, _ ("expected “softmax” as the last layer"));
  if (layers[n - 2].kind != ECTOPY_LAYER_DENSE)
    return fail (parser, error, _ ("expected a dense layer before “softmax”"));
  for (guint i = 0; i < n; i++) {
    parser->line = layers[i].line;
    if (begins_block (&layers[i]) && layers[i].partner == 0)
      /* Translators: the word “residual” or “side”, which keeps its form; below too. */
      return fail (parser, error, _ ("this %s has no “end”"), block_name (&layers[i]));
    if (begins_block (&layers[i]) && layers[i].partner == i + 1)
      return fail (parser, error, _ ("there is nothing inside this %s"), block_name (&layers[i]));
    n_sides += layers[i].kind == ECTOPY_LAYER_SIDE ? 1 : 0;
    if ((layers[i].kind == ECTOPY_LAYER_CONV || layers[i].kind == ECTOPY_LAYER_DENSE) &&
        layers[i + 1].kind == ECTOPY_LAYER_BATCH_NORM)
      layers[i].bias = FALSE;
  }
  if (parser->spec->n_side > 0 && n_sides == 0)
    return fail (parser, error, _ ("no “side” reads the side values"));
  return check_strides (parser, layers, n, error);
}

EctopyNetworkSpec *
ectopy_network_spec_parse (const char *text, const char *source, GError **error)
{
  g_autoptr (EctopyNetworkSpec) spec = g_new0 (EctopyNetworkSpec, 1);
  g_autoptr (GArray) layers = g_array_new (FALSE, TRUE, sizeof (EctopyLayerSpec));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Parser parser = { .source = source, .line = 1, .spec = spec, .layers = layers };

  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("“%s” is not text in UTF-8."), source);
    return NULL;
  }
  spec->name = g_strdup ("unnamed");
  spec->text = g_strdup (text);
  for (guint i = 0; lines[i] != NULL; i++) {
    parser.line = i + 1;
    if (!parse_line (&parser, lines[i], error))
      return NULL;
  }
  if (!check_whole (&parser, error))
    return NULL;
  spec->n_layers = layers->len;
  spec->layers = (EctopyLayerSpec *) (gpointer) g_array_free (g_steal_pointer (&layers), FALSE);
  return g_steal_pointer (&spec);
}

void
ectopy_network_spec_free (EctopyNetworkSpec *spec)
{
  if (spec == NULL)
    return;
  g_free (spec->name);
  g_free (spec->text);
  g_free (spec->layers);
  g_free (spec);
}

size_t
ectopy_network_spec_get_n_classes (const EctopyNetworkSpec *spec)
{
  return spec->layers[spec->n_layers - 1].out_channels;
}

size_t
ectopy_network_spec_count_inputs (const EctopyNetworkSpec *spec)
{
  return spec->in_length * spec->in_channels + spec->n_side;
}

double
ectopy_network_spec_count_flop (const EctopyNetworkSpec *spec)
{
  double n = 0;

  for (size_t i = 0; i < spec->n_layers; i++) {
    const EctopyLayerSpec *layer = &spec->layers[i];
    const double outputs = (double) layer->out_length * (double) layer->out_channels;

    if (layer->kind == ECTOPY_LAYER_CONV)
      n += 2 * outputs * (double) layer->kernel * (double) layer->in_channels;
    else if (layer->kind == ECTOPY_LAYER_DENSE ||
             (layer->kind == ECTOPY_LAYER_RESIDUAL && layer->projection))
      n += 2 * outputs * (double) layer->in_channels;
  }
  return n;
}
