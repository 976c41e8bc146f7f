/* SPDX-License-Identifier: MIT */
#include "engine/learn/model-facts.h"

#include "engine/learn/stored-text.h"

#include <glib/gi18n.h>

static void
free_fact (gpointer data)
{
  EctopyModelFact *fact = data;

  g_free (fact->key);
  g_free (fact->value);
  g_free (fact);
}

/* Keeps @value (transfer full). */
static void
take (GPtrArray *facts, const char *key, char *value)
{
  EctopyModelFact *fact = g_new (EctopyModelFact, 1);

  *fact = (EctopyModelFact){ g_strdup (key), value };
  g_ptr_array_add (facts, fact);
}

static char *
describe_size (EctopyModel *model)
{
  const EctopyNetwork *network = ectopy_model_get_network (model);
  const guint n = ectopy_model_get_n_members (model);
  const double mflop = n * ectopy_network_spec_count_flop (network->spec) * 1e-6;

  if (ectopy_model_get_scaling (model) == ECTOPY_SCALING_CONTEXT)
    /* Translators: MFLOP are millions of floating-point operations. */
    return g_strdup_printf (
        _ ("%zu parameters, %.2f MFLOP a beat and lead, %zu values of a beat and what "
           "is around it"),
        n * network->plan->n_parameters, mflop, ectopy_model_get_length (model));
  /* Translators: MFLOP are millions of floating-point operations. */
  return g_strdup_printf (_ ("%zu parameters, %.1f MFLOP a beat, beats of %zu samples"),
                          n * network->plan->n_parameters, mflop, ectopy_model_get_length (model));
}

static void
take_extras (GPtrArray *facts, EctopyModel *model)
{
  const EctopyFamiliarity *familiarity = ectopy_model_get_familiarity (model);
  const guint n = ectopy_model_get_n_members (model);

  if (n > 1)
    take (facts, "members",
          g_strdup_printf (ngettext ("%u network, whose probabilities are averaged",
                                     "%u networks, whose probabilities are averaged", n),
                           n));
  if (ectopy_model_get_temperature (model) != 1)
    take (facts, "temperature",
          /* Translators: the number is the temperature of a model's probabilities. */
          g_strdup_printf (_ ("%.3f, that logarithms of probabilities are divided by"),
                           ectopy_model_get_temperature (model)));
  if (familiarity != NULL)
    take (facts, "familiarity",
          g_strdup_printf (
              ngettext ("%zu lead, so that a recording unlike those learned from can be told",
                        "%zu leads, so that a recording unlike those learned from can be told",
                        familiarity->n_leads),
              familiarity->n_leads));
}

GPtrArray *
ectopy_model_facts (EctopyModel *model)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (free_fact);
  g_autoptr (GPtrArray) keys = ectopy_model_list_card (model);
  char *title = ectopy_model_dup_title (model);

  take (facts, "model", title != NULL ? title : g_strdup (_ ("in no file")));
  if (ectopy_model_get_digest (model) != NULL)
    take (facts, "digest", g_strdup (ectopy_model_get_digest (model)));
  take (facts, "size", describe_size (model));
  take_extras (facts, model);
  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);

    take (facts, key, ectopy_stored_text_shown (ectopy_model_get_card (model, key)));
  }
  return facts;
}

char *
ectopy_model_facts_text (const GPtrArray *facts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++) {
    const EctopyModelFact *fact = g_ptr_array_index (facts, i);

    g_string_append_printf (text, "%s: %s\n", fact->key, fact->value);
  }
  return g_string_free (text, FALSE);
}
