/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"
#include "app/cli/model-arg.h"
#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/learn/classify.h"

#include "engine/core/memory.h"
#include <glib/gi18n.h>
#include <string.h>

/* Bytes for a line of text while the text grows to twice its size. */
#define ROOM_A_LINE 384

typedef struct {
  EctopyCli *cli;
  char *model_path;
  char *output;
  char *row;
} Predict;

static void
append_number (GString *text, double number, const char *format)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

static void
append_json_row (GString *text, size_t row, const float *p)
{
  const guint best = ectopy_classify_most_probable (p);

  g_string_append_printf (text, "{\"row\": %zu, \"class\": \"%c\", \"confidence\": ", row,
                          ectopy_beat_class_letter (best));
  append_number (text, (double) p[best], "%.7g");
  g_string_append (text, ", \"probabilities\": {");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_string_append_printf (text, "%s\"%c\": ", c > 0 ? ", " : "", ectopy_beat_class_letter (c));
    append_number (text, (double) p[c], "%.7g");
  }
  g_string_append (text, "}}");
}

static void
append_csv_row (GString *text, size_t row, const float *p)
{
  const guint best = ectopy_classify_most_probable (p);

  g_string_append_printf (text, "%zu,%c,", row, ectopy_beat_class_letter (best));
  append_number (text, (double) p[best], "%.6f");
  for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
    g_string_append_c (text, ',');
    append_number (text, (double) p[c], "%.6f");
  }
  g_string_append_c (text, '\n');
}

static char *
describe (const Predict *args, const float *probabilities, size_t first, size_t n)
{
  GString *text = g_string_new (NULL);

  if (args->cli->json) {
    if (args->row == NULL)
      g_string_append (text, "{\"beats\": [");
    for (size_t i = 0; i < n; i++) {
      if (i > 0)
        g_string_append (text, ",\n");
      append_json_row (text, first + i, probabilities + i * ECTOPY_N_CLASSES);
    }
    g_string_append (text, args->row == NULL ? "]}\n" : "\n");
    return g_string_free (text, FALSE);
  }
  g_string_append (text, "row,class,confidence,N,S,V,F,Q\n");
  for (size_t i = 0; i < n; i++)
    append_csv_row (text, first + i, probabilities + i * ECTOPY_N_CLASSES);
  return g_string_free (text, FALSE);
}

static gboolean
choose_rows (const Predict *args, size_t n_rows, size_t *first, size_t *n, GError **error)
{
  guint64 row;

  *first = 0;
  *n = n_rows;
  if (args->row == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (args->row, 10, 0, n_rows - 1, &row, NULL)) {
    g_autofree char *name = g_path_get_basename (args->cli->files[0]);

    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_ARGUMENT,
                 _ ("%s: --row: expected a row from 0 to %zu, found “%s”"), name, n_rows - 1,
                 args->row);
    return FALSE;
  }
  *first = (size_t) row;
  *n = 1;
  return TRUE;
}

static gboolean
run (const Predict *args, char **text, GError **error)
{
  g_autoptr (EctopyWorkers) workers = ectopy_cli_workers (args->cli);
  g_autoptr (EctopyModel) model = ectopy_cli_load_model (args->model_path, error);
  g_autoptr (EctopyDataset) dataset = NULL;
  g_autoptr (EctopyClassifier) classifier = NULL;
  g_autofree float *probabilities = NULL;
  size_t first, n;

  if (model == NULL)
    return FALSE;
  dataset = ectopy_cli_load_beats (args->cli, ECTOPY_BEAT_CSV_AUTO, model, workers, error);
  if (dataset == NULL ||
      !choose_rows (args, ectopy_dataset_get_n_rows (dataset), &first, &n, error))
    return FALSE;
  classifier = ectopy_classifier_new (model, workers, error);
  if (classifier == NULL)
    return FALSE;
  probabilities = g_try_new (float, n *ECTOPY_N_CLASSES);
  if (probabilities == NULL)
    return ectopy_memory_fail_beats (n, error);
  if (!ectopy_classifier_run (classifier, ectopy_dataset_get_row (dataset, first), n, probabilities,
                              ectopy_cli_progress, args->cli, args->cli->cancellable, error))
    return FALSE;
  if (!ectopy_memory_has_room (n, ROOM_A_LINE, error))
    return FALSE;
  *text = describe (args, probabilities, first, n);
  if (args->output == NULL)
    return TRUE;
  if (!ectopy_atomic_write (args->output, *text, strlen (*text), error))
    return FALSE;
  g_clear_pointer (text, g_free);
  return TRUE;
}

int
ectopy_command_predict (EctopyCli *cli, int argc, char **argv)
{
  const EctopyCommand *command = ectopy_command_named ("predict");
  Predict args = { .cli = cli };
  g_autofree char *text = NULL;
  GError *error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &args.model_path,
      N_ ("The model (default: the one that comes with Ectopy)"), N_ ("MODEL") },
    { "row", 0, 0, G_OPTION_ARG_STRING, &args.row, N_ ("Only this row, counted from 0"), "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &args.output,
      N_ ("Writes to a file rather than to standard output"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  if (ectopy_cli_parse (cli, command, argc, argv, entries, NULL, 1, 1, &status)) {
    if (!run (&args, &text, &error))
      status = ectopy_cli_fail (error);
    else
      status = ectopy_cli_print (text != NULL ? text : "");
  }
  ectopy_cli_status (cli, NULL);
  g_free (args.model_path);
  g_free (args.row);
  g_free (args.output);
  return status;
}
