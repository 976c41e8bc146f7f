/* SPDX-License-Identifier: MIT */
#include "ui/guide/guide-window.h"

#include "engine/core/error.h"
#include "engine/run/help-files.h"
#include "tests/support/test-folder.h"
#include "tests/ui/display.h"
#include "ui/guide/guide-page.h"

#include <string.h>

static gboolean has_display;
static char *folder;

static EctopyGuidePage *
read_text (const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "x.page", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return ectopy_guide_page_read (path, error);
}

static const EctopyGuideBlock *
block_of (const EctopyGuidePage *page, guint i)
{
  g_assert_cmpuint (i, <, page->blocks->len);
  return g_ptr_array_index (page->blocks, i);
}

static void
test_blocks (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EctopyGuidePage) page = read_text (
      "<page xmlns='http://projectmallard.org/1.0/' id='x'><info><title type='sort'>07</title>"
      "<link type='guide' xref='index'/><desc>About &lt;it&gt;</desc></info><title>The  "
      "title</title>"
      "<p>One\n   <em>two</em> <em style='strong'>three</em> &amp; "
      "<link xref='other'>four</link></p>"
      "<section id='s'><title>Part</title><list><item><p>first</p><p>more</p></item></list>"
      "<steps><item><p>a</p></item><item><p>b "
      "<keyseq><key>Ctrl</key> <key>Z</key></keyseq></p></item></steps>"
      "<terms><item><title>word</title><p>meaning</p></item></terms>"
      "<note><p>mind</p></note><media type='image' src='figures/a.png'><p>shown</p></media>"
      "</section></page>",
      &error);

  g_assert_no_error (error);
  g_assert_cmpstr (page->id, ==, "x");
  g_assert_cmpstr (page->order, ==, "07");
  g_assert_cmpstr (page->title, ==, "The title");
  g_assert_cmpstr (page->description, ==, "About &lt;it&gt;");
  g_assert_cmpuint (page->blocks->len, ==, 10);
  g_assert_cmpint (block_of (page, 0)->kind, ==, ECTOPY_GUIDE_PARAGRAPH);
  g_assert_cmpstr (block_of (page, 0)->text, ==,
                   "One <i>two</i> <b>three</b> &amp; <a href=\"page:other\">four</a>");
  g_assert_cmpint (block_of (page, 1)->kind, ==, ECTOPY_GUIDE_HEADING);
  g_assert_cmpint (block_of (page, 2)->kind, ==, ECTOPY_GUIDE_BULLET);
  g_assert_cmpint (block_of (page, 3)->kind, ==, ECTOPY_GUIDE_PARAGRAPH);
  g_assert_true (block_of (page, 3)->is_indented);
  g_assert_cmpuint (block_of (page, 4)->number, ==, 1);
  g_assert_cmpuint (block_of (page, 5)->number, ==, 2);
  g_assert_cmpstr (block_of (page, 5)->text, ==, "b <b>Ctrl</b>+<b>Z</b>");
  g_assert_cmpint (block_of (page, 6)->kind, ==, ECTOPY_GUIDE_TERM);
  g_assert_true (block_of (page, 7)->is_indented);
  g_assert_cmpint (block_of (page, 8)->kind, ==, ECTOPY_GUIDE_NOTE);
  g_assert_cmpint (block_of (page, 9)->kind, ==, ECTOPY_GUIDE_PICTURE);
  g_assert_cmpstr (block_of (page, 9)->picture, ==, "figures/a.png");
  g_assert_cmpstr (block_of (page, 9)->text, ==, "shown");
}

static void
test_wrong_pages (void)
{
  static const char *const texts[] = {
    "",
    "<page>",
    "<page id='x'/>",
    "<page id='x'><title>a</title><table/></page>",
    "<page id='x'><title>a <p>b</p></title></page>",
    "<page id='x'><title>a</title><media src='b'>",
    "\xff<page/>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    EctopyGuidePage *page = read_text (texts[i], &error);

    g_assert_null (page);
    g_assert_nonnull (error);
    g_assert_true (g_str_has_prefix (error->message, "x.page: "));
  }
}

static void
assert_well_formed (const char *markup)
{
  static const GMarkupParser nothing = { NULL };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&nothing, 0, NULL, NULL);
  g_autofree char *whole = g_strdup_printf ("<p>%s</p>", markup);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_markup_parse_context_parse (context, whole, -1, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
}

/* Every page of the guide can be read, its pictures and what its links lead to are there. */
static void
test_our_pages (void)
{
  g_auto (GStrv) names = ectopy_help_pages ();

  g_assert_cmpuint (g_strv_length (names), >=, 12);
  for (char **name = names; *name != NULL; name++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path = ectopy_help_file (*name);
    g_autoptr (EctopyGuidePage) page = ectopy_guide_page_read (path, &error);
    g_autofree char *file = NULL;

    g_assert_no_error (error);
    file = g_strconcat (page->id, ".page", NULL);
    g_assert_cmpstr (file, ==, *name);
    g_assert_nonnull (page->description);
    g_assert_nonnull (page->order);
    for (guint i = 0; i < page->blocks->len; i++) {
      const EctopyGuideBlock *block = block_of (page, i);
      const char *link = block->text;

      assert_well_formed (block->text);
      if (block->picture != NULL) {
        g_autofree char *picture = ectopy_help_file (block->picture);

        g_assert_nonnull (picture);
      }
      while ((link = strstr (link, "\"page:")) != NULL) {
        g_autofree char *id = NULL;

        link += strlen ("\"page:");
        id = g_strndup (link, strcspn (link, "\""));
        file = (g_free (file), g_strconcat (id, ".page", NULL));
        g_assert_true (g_strv_contains ((const char *const *) names, file));
      }
    }
  }
}

static void
test_search (void)
{
  g_autoptr (EctopyGuidePage) page = read_text (
      "<page id='x'><title>Training</title><p>Rare Classes are <em>weighed</em></p></page>", NULL);

  g_assert_true (ectopy_guide_page_has (page, ""));
  g_assert_true (ectopy_guide_page_has (page, "rare train"));
  g_assert_true (ectopy_guide_page_has (page, "WEIGHED "));
  g_assert_false (ectopy_guide_page_has (page, "rare ecg"));
}

static guint
count_pictures (GtkWidget *widget)
{
  guint n = GTK_IS_PICTURE (widget) && gtk_widget_get_height (widget) > 100;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_pictures (child);
  return n;
}

static void
test_window (void)
{
  GtkWidget *parent;
  EctopyGuideWindow *guide;
  GtkSearchEntry *search;

  SKIP_WITHOUT_DISPLAY ();
  parent = gtk_window_new ();
  display_show (parent, parent);
  guide = ectopy_guide_show (parent, "training");
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (guide)));
  g_assert_cmpstr (ectopy_guide_window_get_page (guide), ==, "training");
  WAIT_FOR (count_pictures (GTK_WIDGET (guide)) == 1);

  g_assert_true (ectopy_guide_show (parent, "evaluating") == guide);
  g_assert_cmpstr (ectopy_guide_window_get_page (guide), ==, "evaluating");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (guide), "guide.back", NULL));
  g_assert_cmpstr (ectopy_guide_window_get_page (guide), ==, "training");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (guide), "guide.contents", NULL));
  g_assert_null (ectopy_guide_window_get_page (guide));

  search = display_find (GTK_WIDGET (guide), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (search), "smote");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (ectopy_guide_window_get_page (guide), ==, "training");
  ectopy_guide_window_go_to (guide, "no-such-page");
  g_assert_null (ectopy_guide_window_get_page (guide));

  g_object_add_weak_pointer (G_OBJECT (guide), (gpointer *) &guide);
  gtk_window_destroy (GTK_WINDOW (parent));
  WAIT_FOR (guide == NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  has_display = display_init ();
  folder = test_folder_new ();
  g_test_add_func ("/guide/blocks", test_blocks);
  g_test_add_func ("/guide/wrong-pages", test_wrong_pages);
  g_test_add_func ("/guide/our-pages", test_our_pages);
  g_test_add_func ("/guide/search", test_search);
  g_test_add_func ("/guide/window", test_window);
  status = g_test_run ();
  test_folder_remove (folder);
  return status;
}
