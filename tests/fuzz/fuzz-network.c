/* SPDX-License-Identifier: MIT */
/* The text of a network. */
#include "engine/nn/network-spec.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyNetworkSpec) spec = ectopy_network_spec_parse (text, "x.network", &error);

  fuzz_check (spec, error);
  if (spec != NULL) {
    ectopy_network_spec_count_inputs (spec);
    ectopy_network_spec_count_flop (spec);
  }
  return 0;
}
