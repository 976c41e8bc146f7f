/* SPDX-License-Identifier: MIT */
#include "engine/model-file/json-guard.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <string.h>

/* All that JSON has outside strings: structure, space, numbers, and the letters of true, false
 * and null. Comments, single quotes and `var x =` need others. */
#define PLAIN_CHARACTERS " \t\r\n{}[]:,0123456789+-.eEtrufalsn"

/* @at: a place in the file, counted from 0. */
static gboolean
fail (GError **error, const char *name, size_t at, const char *what)
{
  /* Translators: a file, a place in it, and what is wrong there. */
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("“%s”, byte %zu: %s"), name, at + 1,
               what);
  return FALSE;
}

/* The four hexadecimal digits at @text as a number, or -1. */
static int
hex4 (const char *text, size_t length)
{
  int value = 0;

  if (length < 4)
    return -1;
  for (size_t i = 0; i < 4; i++) {
    const int digit = g_ascii_xdigit_value (text[i]);

    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* Bytes of the escape at @text, which starts behind the backslash; 0 for one that is none.
 * Half a surrogate pair is not a character, and neither is one that ends strings in C. */
static size_t
escape_length (const char *text, size_t length)
{
  int unit, second;

  if (length == 0)
    return 0;
  if (text[0] != 'u')
    return text[0] != '\0' && strchr ("\"\\/bfnrt", text[0]) != NULL ? 1 : 0;
  unit = hex4 (text + 1, length - 1);
  if (unit <= 0)
    return 0;
  if (unit < 0xd800 || unit > 0xdfff)
    return 5;
  if (unit >= 0xdc00 || length < 11 || text[5] != '\\' || text[6] != 'u')
    return 0;
  second = hex4 (text + 7, length - 7);
  return second >= 0xdc00 && second <= 0xdfff ? 11 : 0;
}

/* Bytes of the string at @text, quotes counted; 0 for one that is broken. */
static size_t
string_length (const char *text, size_t length)
{
  for (size_t i = 1; i < length; i++) {
    if (text[i] == '"')
      return i + 1;
    if ((guchar) text[i] < 0x20)
      return 0;
    if (text[i] == '\\') {
      const size_t escape = escape_length (text + i + 1, length - i - 1);

      if (escape == 0)
        return 0;
      i += escape;
    }
  }
  return 0;
}

/* Whether @text is shallow, holds one value, and nothing that only json-glib takes for JSON. */
static gboolean
check (const char *text,
       size_t length,
       size_t start,
       guint max_depth,
       const char *name,
       GError **error)
{
  guint depth = 0;
  gboolean ended = FALSE;

  for (size_t i = 0; i < length; i++) {
    const char c = text[i];

    if (c == '"') {
      const size_t skipped = string_length (text + i, length - i);

      if (skipped == 0)
        return fail (error, name, start + i, _ ("expected a string of JSON, found a broken one."));
      if (depth == 0)
        return fail (error, name, start + i, _ ("expected one object, found a string."));
      i += skipped - 1;
      continue;
    }
    if (c == '\0' || strchr (PLAIN_CHARACTERS, c) == NULL)
      return fail (error, name, start + i,
                   _ ("expected JSON, found a character that has no place there."));
    if (g_ascii_isspace (c))
      continue;
    if (ended)
      return fail (error, name, start + i, _ ("expected the end of the object, found more."));
    if ((c == '{' || c == '[') && ++depth > max_depth)
      return fail (error, name, start + i,
                   _ ("expected a flat object, found one nested too deep."));
    if ((c == '}' || c == ']') && depth-- == 0)
      return fail (error, name, start + i, _ ("expected an object, found a closing bracket."));
    ended = depth == 0;
  }
  return ended ? TRUE
               : fail (error, name, start + length,
                       _ ("expected the end of the object, found none."));
}

static void
count_member_cb (JsonParser *parser, JsonObject *object, const char *member, gpointer user_data)
{
  size_t *n_members = user_data;

  (*n_members)++;
}

/* The members of @node and of all it holds. */
static size_t
count_members (JsonNode *node)
{
  g_autoptr (GList) children = NULL;
  size_t n = 0;

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    children = json_object_get_values (json_node_get_object (node));
    n = json_object_get_size (json_node_get_object (node));
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    children = json_array_get_elements (json_node_get_array (node));
  }
  for (GList *l = children; l != NULL; l = l->next)
    n += count_members (l->data);
  return n;
}

JsonNode *
ectopy_json_guard_parse (const char *text,
                         size_t length,
                         size_t start,
                         guint max_depth,
                         const char *name,
                         GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local = NULL;
  const char *end = text;
  size_t n_parsed = 0;

  if (length > G_MAXSSIZE || !g_utf8_validate_len (text, length, &end)) {
    fail (error, name, start + (size_t) (end - text),
          _ ("expected text in UTF-8, found other bytes."));
    return NULL;
  }
  if (!check (text, length, start, max_depth, name, error))
    return NULL;
  g_signal_connect (parser, "object-member", G_CALLBACK (count_member_cb), &n_parsed);
  if (!json_parser_load_from_data (parser, text, (gssize) length, &local)) {
    /* json-glib may quote half a character. */
    g_autofree char *said = ectopy_error_quote (local->message);

    g_autofree char *what = g_strdup_printf (_ ("expected JSON, found: %s"), said);

    fail (error, name, start, what);
    return NULL;
  }
  root = json_parser_steal_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    fail (error, name, start, _ ("expected an object, found something else."));
    return NULL;
  }
  /* A second member of one name has replaced the first, so that fewer are left than were read. */
  if (count_members (root) != n_parsed) {
    fail (error, name, start, _ ("expected every name once, found one twice."));
    return NULL;
  }
  return g_steal_pointer (&root);
}
