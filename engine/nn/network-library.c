/* SPDX-License-Identifier: MIT */
/* The networks that Ectopy brings with it. */
#include "engine/core/error.h"
#include "engine/nn/network-spec.h"

#define REFERENCE_BLOCK(filters, kernel, rate)                                                     \
  "conv " filters " kernel=" kernel "\n"                                                           \
  "batch-norm\nrelu\nmax-pool 2\n"                                                                 \
  "dropout " rate "\n"

/* The usual network of this data: three convolutions and two dense layers, as Keras builds it. */
static const char reference[] = "network reference\n"
                                "init glorot\n"
                                "input 187\n" REFERENCE_BLOCK ("64", "5", "0.2")
                                    REFERENCE_BLOCK ("128", "5", "0.3")
                                        REFERENCE_BLOCK ("256", "3", "0.3") "flatten\n"
                                                                            "dense 256\n"
                                                                            "batch-norm\n"
                                                                            "relu\n"
                                                                            "dropout 0.4\n"
                                                                            "dense 5\n"
                                                                            "softmax\n";

static const char *const names[] = { "reference", NULL };
static const char *const texts[] = { reference };

EctopyNetworkSpec *
ectopy_network_spec_named (const char *name, GError **error)
{
  g_autofree char *list = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return ectopy_network_spec_parse (texts[i], name, error);

  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
               "there is no network named “%s”; there are: %s", name, list);
  return NULL;
}

const char *const *
ectopy_network_spec_list (void)
{
  return names;
}
