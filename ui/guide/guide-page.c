/* SPDX-License-Identifier: MIT */
#include "ui/guide/guide-page.h"

#include "engine/core/error.h"

#include <glib/gi18n.h>
#include <string.h>

/* What stands inside a sentence, and as what it is shown. */
static const struct {
  const char *element;
  const char *begin;
  const char *end;
} inlines[] = {
  { "em", NULL, NULL },        { "gui", "<b>", "</b>" },   { "key", "<b>", "</b>" },
  { "code", "<tt>", "</tt>" }, { "cmd", "<tt>", "</tt>" }, { "file", "<tt>", "</tt>" },
  { "link", NULL, "</a>" },    { "keyseq", "", "" },       { "guiseq", "", "" },
};

static const char *const containers[] = { "page", "info", "section", "list",  "steps", "terms",
                                          "item", "note", "media",   "links", NULL };

typedef struct {
  EctopyGuidePage *page;
  GString *text;       /* of the sentence that is read */
  gboolean is_reading; /* a sentence */
  gboolean is_sort;    /* the title only serves to sort */
  gboolean follows_key;
  gboolean is_strong; /* the emphasis that is read */
  gboolean item_began;
  guint step;
  guint depth_of_lists;
  char *picture;
} Reading;

static void
block_free (gpointer data)
{
  EctopyGuideBlock *block = data;

  g_free (block->text);
  g_free (block->picture);
  g_free (block);
}

static const char *
parent_of (GMarkupParseContext *context)
{
  const GSList *stack = g_markup_parse_context_get_element_stack (context);

  return stack->next != NULL ? stack->next->data : "";
}

static gboolean
is_within (GMarkupParseContext *context, const char *element)
{
  for (const GSList *e = g_markup_parse_context_get_element_stack (context); e != NULL; e = e->next)
    if (g_str_equal (e->data, element))
      return TRUE;
  return FALSE;
}

static gboolean
begin_inline (Reading *reading,
              GMarkupParseContext *context,
              const char *element,
              const char **names,
              const char **values)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (inlines) && !g_str_equal (inlines[i].element, element))
    i++;
  if (i == G_N_ELEMENTS (inlines))
    return FALSE;
  if (g_str_equal (element, "link")) {
    for (; *names != NULL; names++, values++)
      if (g_str_equal (*names, "xref") || g_str_equal (*names, "href")) {
        g_autofree char *target = g_markup_escape_text (*values, -1);

        g_string_append_printf (reading->text, "<a href=\"%s%s\">",
                                g_str_equal (*names, "xref") ? "page:" : "", target);
      }
    return TRUE;
  }
  if (g_str_equal (element, "em")) {
    reading->is_strong = FALSE;
    for (; *names != NULL; names++, values++)
      reading->is_strong |= g_str_equal (*names, "style") && g_str_equal (*values, "strong");
    g_string_append (reading->text, reading->is_strong ? "<b>" : "<i>");
    return TRUE;
  }
  if (g_str_equal (element, "key") && reading->follows_key)
    g_string_append_c (reading->text, '+');
  reading->follows_key = FALSE;
  g_string_append (reading->text, inlines[i].begin);
  return TRUE;
}

static void
start_cb (GMarkupParseContext *context,
          const char *element,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **error)
{
  Reading *reading = user_data;

  if (reading->is_reading) {
    if (!begin_inline (reading, context, element, names, values))
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("there is a <%s> in a sentence"),
                   element);
    return;
  }
  if (g_str_equal (element, "title") || g_str_equal (element, "p") ||
      g_str_equal (element, "desc")) {
    reading->is_reading = TRUE;
    reading->is_sort = FALSE;
    for (; *names != NULL; names++, values++)
      reading->is_sort |= g_str_equal (*names, "type") && g_str_equal (*values, "sort");
    g_string_truncate (reading->text, 0);
    return;
  }
  if (g_str_equal (element, "link") && is_within (context, "info"))
    return;
  if (!g_strv_contains (containers, element)) {
    g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE, _ ("the element <%s> is not known"),
                 element);
    return;
  }
  if (g_str_equal (element, "steps"))
    reading->step = 0;
  if (g_str_equal (element, "item")) {
    reading->item_began = FALSE;
    reading->step++;
  }
  for (; *names != NULL; names++, values++) {
    if (g_str_equal (element, "page") && g_str_equal (*names, "id"))
      reading->page->id = g_strdup (*values);
    if (g_str_equal (element, "media") && g_str_equal (*names, "src")) {
      g_free (reading->picture);
      reading->picture = g_strdup (*values);
    }
  }
}

/* As people read it: blanks and line ends are one blank, none at the start of a sentence. */
static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Reading *reading = user_data;

  if (!reading->is_reading || g_str_equal (g_markup_parse_context_get_element (context), "keyseq"))
    return;
  for (const char *c = text; c < text + length; c = g_utf8_next_char (c)) {
    if (*c == ' ' || *c == '\n' || *c == '\t') {
      if (reading->text->len > 0 && reading->text->str[reading->text->len - 1] != ' ')
        g_string_append_c (reading->text, ' ');
    } else {
      g_autofree char *escaped = g_markup_escape_text (c, g_utf8_next_char (c) - c);

      g_string_append (reading->text, escaped);
    }
  }
}

static void
add_block (Reading *reading, EctopyGuideBlockKind kind, gboolean is_indented)
{
  EctopyGuideBlock *block = g_new0 (EctopyGuideBlock, 1);

  block->kind = kind;
  block->is_indented = is_indented;
  block->number = kind == ECTOPY_GUIDE_STEP ? reading->step : 0;
  block->text = g_strdup (reading->text->str);
  if (kind == ECTOPY_GUIDE_PICTURE)
    block->picture = g_steal_pointer (&reading->picture);
  g_ptr_array_add (reading->page->blocks, block);
}

static void
end_sentence (Reading *reading, GMarkupParseContext *context, const char *element)
{
  const char *parent = parent_of (context);
  EctopyGuidePage *page = reading->page;

  while (reading->text->len > 0 && reading->text->str[reading->text->len - 1] == ' ')
    g_string_truncate (reading->text, reading->text->len - 1);
  if (reading->is_sort)
    page->order = g_strdup (reading->text->str);
  else if (g_str_equal (element, "desc"))
    page->description = g_strdup (reading->text->str);
  else if (g_str_equal (element, "title") && g_str_equal (parent, "page"))
    page->title = g_strdup (reading->text->str);
  else if (g_str_equal (element, "title"))
    add_block (reading, g_str_equal (parent, "item") ? ECTOPY_GUIDE_TERM : ECTOPY_GUIDE_HEADING,
               FALSE);
  else if (g_str_equal (parent, "note"))
    add_block (reading, ECTOPY_GUIDE_NOTE, FALSE);
  else if (g_str_equal (parent, "media"))
    add_block (reading, ECTOPY_GUIDE_PICTURE, FALSE);
  else if (!g_str_equal (parent, "item") || reading->item_began || is_within (context, "terms"))
    add_block (reading, ECTOPY_GUIDE_PARAGRAPH, g_str_equal (parent, "item"));
  else
    add_block (reading, is_within (context, "steps") ? ECTOPY_GUIDE_STEP : ECTOPY_GUIDE_BULLET,
               FALSE);
  reading->item_began = TRUE;
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (!reading->is_reading)
    return;
  if (g_str_equal (element, "title") || g_str_equal (element, "p") ||
      g_str_equal (element, "desc")) {
    reading->is_reading = FALSE;
    end_sentence (reading, context, element);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (inlines); i++)
    if (g_str_equal (inlines[i].element, element))
      g_string_append (reading->text, inlines[i].end != NULL ? inlines[i].end
                                      : reading->is_strong   ? "</b>"
                                                             : "</i>");
  reading->follows_key = g_str_equal (element, "key") &&
                         g_str_equal (parent_of (context), "keyseq");
}

EctopyGuidePage *
ectopy_guide_page_read (const char *path, GError **error)
{
  static const GMarkupParser parser = { .start_element = start_cb,
                                        .end_element = end_cb,
                                        .text = text_cb };
  g_autoptr (EctopyGuidePage) page = g_new0 (EctopyGuidePage, 1);
  Reading reading = { .page = page, .text = g_string_new (NULL) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reading, NULL);
  g_autofree char *contents = NULL;
  gsize length;
  gboolean is_read;

  page->blocks = g_ptr_array_new_with_free_func (block_free);
  is_read = g_file_get_contents (path, &contents, &length, error) &&
            g_markup_parse_context_parse (context, contents, (gssize) length, error) &&
            g_markup_parse_context_end_parse (context, error);
  g_string_free (reading.text, TRUE);
  g_free (reading.picture);
  if (is_read && (page->id == NULL || page->title == NULL)) {
    g_set_error_literal (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE,
                         _ ("a page of the guide needs an id and a title"));
    is_read = FALSE;
  }
  if (!is_read) {
    g_autofree char *name = g_filename_display_basename (path);

    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  return g_steal_pointer (&page);
}

void
ectopy_guide_page_free (EctopyGuidePage *page)
{
  g_free (page->id);
  g_free (page->title);
  g_free (page->description);
  g_free (page->order);
  g_clear_pointer (&page->blocks, g_ptr_array_unref);
  g_free (page);
}

gboolean
ectopy_guide_page_has (const EctopyGuidePage *page, const char *words)
{
  g_autoptr (GString) text = g_string_new (page->title);
  g_autofree char *folded = NULL;
  g_autofree char *searched = g_utf8_casefold (words, -1);
  g_auto (GStrv) parts = g_strsplit (searched, " ", -1);

  if (page->description != NULL)
    g_string_append_printf (text, " %s", page->description);
  for (guint i = 0; i < page->blocks->len; i++) {
    const EctopyGuideBlock *block = g_ptr_array_index (page->blocks, i);

    g_string_append_printf (text, " %s", block->text);
  }
  folded = g_utf8_casefold (text->str, -1);
  for (char **part = parts; *part != NULL; part++)
    if (strstr (folded, *part) == NULL)
      return FALSE;
  return TRUE;
}
