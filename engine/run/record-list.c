/* SPDX-License-Identifier: MIT */
/* Lists of names of records, of record-set.h. */
#include "engine/run/record-set.h"

#include "engine/core/error.h"
#include "engine/core/input-file.h"

#include <glib/gi18n.h>
#include <string.h>

/* A file of a list may name others, but not without end. */
#define MAX_DEPTH 8
#define MAX_FILES 64
#define MAX_BYTES 1048576

#define SEPARATORS ", \t\r\n"

/* Source: de Chazal, O'Dwyer and Reilly (2004), table III. */
static const char *const ds1[] = { "101", "106", "108", "109", "112", "114", "115", "116",
                                   "118", "119", "122", "124", "201", "203", "205", "207",
                                   "208", "209", "215", "220", "223", "230", NULL };
static const char *const ds2[] = { "100", "103", "105", "111", "113", "117", "121", "123",
                                   "200", "202", "210", "212", "213", "214", "219", "221",
                                   "222", "228", "231", "232", "233", "234", NULL };
static const char *const paced[] = { "102", "104", "107", "217", NULL };

static const struct {
  const char *name;
  const char *const *records;
} lists[] = {
  { "ds1", ds1 },
  { "ds2", ds2 },
  { "paced", paced },
};

const char *const *
ectopy_record_list_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_ascii_strcasecmp (lists[i].name, name) == 0)
      return lists[i].records;
  return NULL;
}

/* A name looked up in a list. */
typedef struct {
  const char *name;
  guint depth;
  guint n_files; /* read so far */
} Search;

static gboolean match_list (Search *search, const char *list, gboolean *matches, GError **error);

static gboolean
match_file (Search *search, const char *path, gboolean *matches, GError **error)
{
  g_autofree char *text = NULL;
  gboolean good;

  if (search->depth == MAX_DEPTH || search->n_files == MAX_FILES) {
    g_autofree char *shown = ectopy_error_quote (path);

    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP, _ ("%s: lists of records name each other"),
                 shown);
    return FALSE;
  }
  search->n_files++;
  text = ectopy_input_file_read_text (path, MAX_BYTES, error);
  if (text == NULL)
    return FALSE;
  search->depth++;
  good = match_list (search, text, matches, error);
  search->depth--;
  return good;
}

static gboolean
match_item (Search *search, const char *item, gboolean *matches, GError **error)
{
  const char *const *named = ectopy_record_list_named (item);

  if (item[0] == '@')
    return match_file (search, item + 1, matches, error);
  if (!g_utf8_validate (item, -1, NULL)) {
    g_autofree char *shown = ectopy_error_quote (item);

    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("%s: expected text in UTF-8"), shown);
    return FALSE;
  }
  if (named != NULL)
    *matches = g_strv_contains (named, search->name);
  else
    *matches = g_ascii_strcasecmp (item, "all") == 0 || g_pattern_match_simple (item, search->name);
  return TRUE;
}

static gboolean
match_list (Search *search, const char *list, gboolean *matches, GError **error)
{
  g_auto (GStrv) items = g_strsplit_set (list, SEPARATORS, -1);
  gboolean is_first = TRUE;

  *matches = FALSE;
  for (guint i = 0; items[i] != NULL; i++) {
    const gboolean takes_out = items[i][0] == '!';
    gboolean is_item;

    if (items[i][0] == '\0')
      continue;
    if (takes_out && is_first)
      *matches = TRUE;
    is_first = FALSE;
    if (!match_item (search, items[i] + (takes_out ? 1 : 0), &is_item, error))
      return FALSE;
    if (is_item)
      *matches = !takes_out;
  }
  return TRUE;
}

gboolean
ectopy_record_list_matches (const char *list, const char *name, gboolean *matches, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1); /* patterns are matched as text */
  Search search = { .name = valid };

  return match_list (&search, list, matches, error);
}
