/* SPDX-License-Identifier: MIT */
#include "engine/io/edf-leads.h"

#include "engine/core/error.h"
#include "engine/io/lead-unit.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* What rounding may have done to a slope that was told exactly, relative; and to a zero, in steps. */
#define ROUNDING_OF_SLOPE 1e-12
#define ROUNDING_OF_ZERO  1e-6

/* Labels of a note; the rest is counted. */
#define MOST_NAMED 10

/* What the labels of EDF+ begin with ("ECG II"), for signals in volts. */
static const char *const other_kinds[] = { "EEG", "EMG", "EOG", "ERG", "ENG",
                                           "MEG", "MCG", "EP",  "EGG" };

/* What signals are, in order of how much they count for the choice. */
typedef enum {
  KIND_NONE, /* no samples, or no scale */
  KIND_OTHER,
  KIND_VOLTS,
  KIND_ECG,
} Kind;

static gboolean
begins_with_word (const char *label, const char *word)
{
  const size_t n = strlen (word);

  return g_ascii_strncasecmp (label, word, n) == 0 && !g_ascii_isalpha (label[n]);
}

static gboolean
is_other_kind (const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_kinds); i++)
    if (begins_with_word (label, other_kinds[i]))
      return TRUE;
  return FALSE;
}

/* Leads as the standards and the databases name them. */
static gboolean
is_lead_name (const char *label)
{
  static const char *const names[] = {
    "I",  "II", "III", "aVR", "aVL", "aVF", "V",    "V1",    "V2",   "V3",   "V4",  "V5",   "V6",
    "V7", "V8", "V9",  "V3R", "V4R", "MLI", "MLII", "MLIII", "MCL1", "MCL6", "CM5", "ECG1", "ECG2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (label, names[i]) == 0)
      return TRUE;
  return begins_with_word (label, "ECG") || begins_with_word (label, "EKG") ||
         begins_with_word (label, "lead");
}

static gboolean
has_scale (const EctopyEdfSignal *signal)
{
  return signal->physical_min != signal->physical_max && signal->digital_min != signal->digital_max;
}

static Kind
kind_of (const EctopyEdfHeader *header, const EctopyEdfSignal *signal)
{
  double times, over;

  /* The triggers of BDF are no signal. */
  if (signal->is_annotation || !has_scale (signal) ||
      (header->sample_bytes == 3 && g_str_equal (signal->label, "Status")))
    return KIND_NONE;
  if (!ectopy_lead_unit_is_volts (signal->unit, &times, &over))
    return KIND_OTHER;
  return is_lead_name (signal->label) ? KIND_ECG : KIND_VOLTS;
}

/* Samples a record of the most signals that are at least @kind, the more samples where two are as
 * many; 0 for none. */
static guint
choose_rate (const EctopyEdfHeader *header, Kind kind)
{
  guint best = 0;
  guint best_count = 0;

  for (guint i = 0; i < header->signals->len; i++) {
    const guint n_samples = ectopy_edf_header_signal (header, i)->n_samples;
    guint count = 0;

    for (guint j = 0; j < header->signals->len; j++) {
      const EctopyEdfSignal *other = ectopy_edf_header_signal (header, j);

      count += other->n_samples == n_samples && kind_of (header, other) >= kind;
    }
    if (count > best_count || (count == best_count && count > 0 && n_samples > best)) {
      best = n_samples;
      best_count = count;
    }
  }
  return best;
}

/* ---- What becomes of a signal ---- */

static double
to_ten_digits (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  const double near = g_ascii_strtod (g_ascii_formatd (digits, sizeof digits, "%.10g", value),
                                      NULL);

  return fabs (near - value) <= ROUNDING_OF_SLOPE * fabs (value) ? near : value;
}

EctopyLeadScale
ectopy_edf_leads_scale (const EctopyEdfSignal *signal, double times, double over)
{
  const double own = (signal->digital_max - signal->digital_min) /
                     (signal->physical_max - signal->physical_min);
  const double slope = to_ten_digits (own);
  const double zero = signal->digital_min - signal->physical_min * slope;
  const double whole = rint (zero);

  return (EctopyLeadScale){
    .steps_per_unit = to_ten_digits (slope * over / times),
    .zero = fabs (zero - whole) <= ROUNDING_OF_ZERO ? whole : zero,
  };
}

/* (transfer full): the label without the type of signal that EDF+ puts first. */
static char *
make_name (const char *label)
{
  static const char *const kinds[] = { "ECG ", "EKG " };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_ascii_strncasecmp (label, kinds[i], strlen (kinds[i])) == 0)
      return g_strstrip (g_strdup (label + strlen (kinds[i])));
  return g_strdup (*label != '\0' ? label : "signal");
}

static void
clear_lead (gpointer data)
{
  EctopyEdfLead *lead = data;

  g_free (lead->name);
  g_free (lead->unit);
}

static void
add_lead (GArray *leads, const EctopyEdfSignal *signal)
{
  EctopyEdfLead lead = { .signal = signal, .name = make_name (signal->label) };
  double times = 1, over = 1;

  if (!ectopy_lead_unit_is_volts (signal->unit, &times, &over))
    lead.unit = g_strdup (*signal->unit != '\0' ? signal->unit : "?");
  lead.scale = ectopy_edf_leads_scale (signal, times, over);
  g_array_append_val (leads, lead);
}

/* One note on all signals of one reason. */
typedef struct {
  GString *names;
  guint n;
} LeftOut;

static void
leave_out (LeftOut *left, const char *label)
{
  if (left->n > 0 && left->n < MOST_NAMED)
    /* Translators: between the names of signals. */
    g_string_append (left->names, _ (", "));
  if (left->n < MOST_NAMED)
    g_string_append_printf (left->names, _ ("“%s”"), label);
  left->n++;
}

/* @format: the sentence, with a place for the names. */
static void
note_left_out (LeftOut *left, GPtrArray *notes, const char *format)
{
  g_autofree char *names = g_string_free (left->names, FALSE);

  if (left->n > MOST_NAMED) {
    const guint n_more = left->n - MOST_NAMED;
    /* Translators: names of signals, and how many others. */
    char *all = g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n_more), names,
                                 n_more);

    g_free (names);
    names = all;
  }
  if (left->n > 0)
    g_ptr_array_add (notes, g_strdup_printf (format, names));
}

/* ---- The choice ---- */

static gboolean
check_any (const EctopyEdfHeader *header, const char *name, GError **error)
{
  const EctopyEdfSignal *flat = NULL;

  for (guint i = 0; i < header->signals->len; i++) {
    const EctopyEdfSignal *signal = ectopy_edf_header_signal (header, i);

    if (kind_of (header, signal) != KIND_NONE)
      return TRUE;
    if (flat == NULL && !signal->is_annotation && !has_scale (signal))
      flat = signal;
  }
  if (flat == NULL)
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_EMPTY,
                 _ ("“%s” holds no signal: at least one was expected."), name);
  else
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                 _ ("“%s”: the extremes of signal “%s” were expected to be apart, but physical %g "
                    "and %g, digital %g and %g were found."),
                 name, flat->label, flat->physical_min, flat->physical_max, flat->digital_min,
                 flat->digital_max);
  return FALSE;
}

GArray *
ectopy_edf_leads_choose (const EctopyEdfHeader *header,
                         const char *name,
                         GPtrArray *notes,
                         GError **error)
{
  LeftOut slower = { g_string_new (NULL), 0 };
  LeftOut others = { g_string_new (NULL), 0 };
  LeftOut flat = { g_string_new (NULL), 0 };
  Kind kind = KIND_ECG;
  guint n_samples = 0;
  GArray *leads = NULL;

  if (check_any (header, name, error)) {
    for (; (n_samples = choose_rate (header, kind)) == 0; kind--)
      ;
    leads = g_array_new (FALSE, FALSE, sizeof (EctopyEdfLead));
    g_array_set_clear_func (leads, clear_lead);
    for (guint i = 0; i < header->signals->len; i++) {
      const EctopyEdfSignal *signal = ectopy_edf_header_signal (header, i);

      if (!signal->is_annotation && !has_scale (signal))
        leave_out (&flat, signal->label);
      else if (kind_of (header, signal) == KIND_NONE)
        continue;
      else if (signal->n_samples != n_samples)
        leave_out (&slower, signal->label);
      else if (kind == KIND_ECG && is_other_kind (signal->label))
        leave_out (&others, signal->label);
      else
        add_lead (leads, signal);
    }
  }
  /* Translators: here and below, the names of signals of a recording. */
  note_left_out (&slower, notes, _ ("Left out, being of another rate: %s."));
  note_left_out (&others, notes, _ ("Left out, being no ECG: %s."));
  note_left_out (&flat, notes,
                 _ ("Left out, being without a scale (its extremes are the same): %s."));
  return leads;
}
