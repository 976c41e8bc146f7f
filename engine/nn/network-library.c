/* SPDX-License-Identifier: MIT */
/* The networks that Ectopy brings with it, as texts. */
#include "engine/core/error.h"
#include "engine/nn/network-spec.h"

#include <glib/gi18n.h>

#define REFERENCE_BLOCK(filters, kernel, rate)                                                     \
  "conv " filters " kernel=" kernel "\n"                                                           \
  "batch-norm\n"                                                                                   \
  "relu\n"                                                                                         \
  "max-pool 2\n"                                                                                   \
  "dropout " rate "\n"

/* The usual network of this data: three convolutions and two dense layers, as Keras builds them. */
#define REFERENCE                                                                                  \
  "network reference\n"                                                                            \
  "init glorot\n"                                                                                  \
  "input 187\n" REFERENCE_BLOCK ("64", "5", "0.2") REFERENCE_BLOCK ("128", "5", "0.3")             \
      REFERENCE_BLOCK ("256", "3", "0.3") "flatten\n"                                              \
                                          "dense 256\n"                                            \
                                          "batch-norm\n"                                           \
                                          "relu\n"                                                 \
                                          "dropout 0.4\n"                                          \
                                          "dense 5\n"                                              \
                                          "softmax\n"

#define NORM "batch-norm momentum=0.9 epsilon=0.00001"

#define DOWN(filters, kernel)                                                                      \
  "conv " filters " kernel=" kernel " stride=2\n" NORM "\n"                                        \
  "relu\n"

/* A residual block whose inner way begins as nothing: He et al. (2016), Goyal et al. (2017). */
#define BLOCK(filters, kernel)                                                                     \
  "residual\n"                                                                                     \
  "conv " filters " kernel=" kernel "\n" NORM "\n"                                                 \
  "relu\n"                                                                                         \
  "conv " filters " kernel=" kernel "\n" NORM " gamma=0\n"                                         \
  "end\n"                                                                                          \
  "relu\n"

/* Four halvings, with a residual block after all but the first. The length of a row, which its zeros
 * tell, is kept by flattening rather than averaging at the end. */
#define RESIDUAL(width, twice, hidden)                                                             \
  "network residual-" width "\n"                                                                   \
  "init he\n"                                                                                      \
  "input 187\n" DOWN (width, "7") DOWN (width, "5") BLOCK (width, "5") DOWN (twice, "5")           \
      BLOCK (twice, "3") DOWN (twice, "3") BLOCK (twice, "3") "flatten\n"                          \
                                                              "dropout 0.4\n"                      \
                                                              "dense " hidden "\n" NORM "\n"       \
                                                              "relu\n"                             \
                                                              "dropout 0.4\n"                      \
                                                              "dense 5\n"                          \
                                                              "softmax\n"

#define CONTEXT_BLOCK(filters, kernel)                                                             \
  "conv " filters " kernel=" kernel "\n" NORM "\n"                                                 \
  "relu\n"                                                                                         \
  "max-pool 2\n"

/* For beats with what is around them: the window and the usual beat through convolutions, the side values
 * beside. */
#define CONTEXT                                                                                    \
  "network context\n"                                                                              \
  "init he\n"                                                                                      \
  "input 150 2 side=20\n" CONTEXT_BLOCK ("16", "7") CONTEXT_BLOCK ("24", "5")                      \
      CONTEXT_BLOCK ("32", "5") CONTEXT_BLOCK ("32", "3") "flatten\n"                              \
                                                          "dropout 0.3\n"                          \
                                                          "dense 48\n"                             \
                                                          "side\n"                                 \
                                                          "dense 48\n"                             \
                                                          "relu\n"                                 \
                                                          "dense 48\n"                             \
                                                          "end\n"                                  \
                                                          "relu\n"                                 \
                                                          "dropout 0.3\n"                          \
                                                          "dense 32\n"                             \
                                                          "relu\n"                                 \
                                                          "dense 5\n"                              \
                                                          "softmax\n"

/* The side values alone: rhythm, and how the shape is beside what is usual. The one sample is a zero. */
#define RHYTHM                                                                                     \
  "network rhythm\n"                                                                               \
  "init glorot\n"                                                                                  \
  "input 1 side=20\n"                                                                              \
  "dense 48\n"                                                                                     \
  "side\n"                                                                                         \
  "dense 48\n"                                                                                     \
  "relu\n"                                                                                         \
  "dense 48\n"                                                                                     \
  "end\n"                                                                                          \
  "relu\n"                                                                                         \
  "dropout 0.3\n"                                                                                  \
  "dense 32\n"                                                                                     \
  "relu\n"                                                                                         \
  "dense 5\n"                                                                                      \
  "softmax\n"

static const char *const names[] = { "reference", "residual-48", "residual-64", "residual-96",
                                     "context",   "rhythm",      NULL };
static const char *const texts[] = { REFERENCE,
                                     RESIDUAL ("48", "96", "96"),
                                     RESIDUAL ("64", "128", "128"),
                                     RESIDUAL ("96", "192", "192"),
                                     CONTEXT,
                                     RHYTHM };

EctopyNetworkSpec *
ectopy_network_spec_named (const char *name, GError **error)
{
  g_autofree char *shown = ectopy_error_quote (name);
  g_autofree char *list = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return ectopy_network_spec_parse (texts[i], name, error);

  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
               _ ("there is no network named “%s”, nor a file; there are: %s"), shown, list);
  return NULL;
}

const char *const *
ectopy_network_spec_list (void)
{
  return names;
}
