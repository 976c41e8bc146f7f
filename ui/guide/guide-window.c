/* SPDX-License-Identifier: MIT */
#include "ui/guide/guide-window.h"

#include "engine/run/help-files.h"
#include "ui/compat.h"
#include "ui/guide/guide-blocks.h"
#include "ui/popovers.h"

#include <glib/gi18n.h>
#include <string.h>

#define CONTENTS "index"

struct _EctopyGuideWindow {
  AdwWindow parent_instance;

  GPtrArray *pages;  /* EctopyGuidePage, in the order of the contents */
  GPtrArray *before; /* ids of pages seen before this one, CONTENTS among them */
  const EctopyGuidePage *page;

  AdwWindowTitle *title;
  GtkWidget *back;
  GtkStack *stack;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkScrolledWindow *scrolled;
};

G_DEFINE_FINAL_TYPE (EctopyGuideWindow, ectopy_guide_window, ADW_TYPE_WINDOW)

/* ---- Pages ---- */

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  const EctopyGuidePage *one = *(const EctopyGuidePage *const *) a;
  const EctopyGuidePage *other = *(const EctopyGuidePage *const *) b;

  return g_strcmp0 (one->order, other->order);
}

/* A page that cannot be read is left out, and said where programs complain. */
static void
read_pages (EctopyGuideWindow *self)
{
  g_auto (GStrv) names = ectopy_help_pages ();

  for (char **name = names; *name != NULL; name++) {
    g_autofree char *path = ectopy_help_file (*name);
    g_autoptr (GError) error = NULL;
    EctopyGuidePage *page = path != NULL ? ectopy_guide_page_read (path, &error) : NULL;

    if (page == NULL)
      g_warning ("%s", error != NULL ? error->message : *name);
    else if (g_str_equal (page->id, CONTENTS))
      ectopy_guide_page_free (page);
    else
      g_ptr_array_add (self->pages, page);
  }
  g_ptr_array_sort (self->pages, compare_pages);
}

static const EctopyGuidePage *
find_page (EctopyGuideWindow *self, const char *id)
{
  for (guint i = 0; i < self->pages->len; i++) {
    const EctopyGuidePage *page = g_ptr_array_index (self->pages, i);

    if (g_str_equal (page->id, id))
      return page;
  }
  return NULL;
}

/* ---- What is shown ---- */

static gboolean
follow_cb (GtkLabel *label, const char *uri, gpointer user_data)
{
  EctopyGuideWindow *self = user_data;

  if (g_str_has_prefix (uri, "page:"))
    ectopy_guide_window_go_to (self, uri + strlen ("page:"));
  else
    ectopy_show_uri (GTK_WIDGET (self), uri);
  return TRUE;
}

static GtkWidget *
in_clamp (GtkWidget *child)
{
  GtkWidget *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  return clamp;
}

static void
show (EctopyGuideWindow *self, const EctopyGuidePage *page)
{
  self->page = page;
  adw_window_title_set_subtitle (self->title, page != NULL ? page->title : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guide.back", self->before->len > 0);
  if (page == NULL) {
    gtk_stack_set_visible_child_name (self->stack, "contents");
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
    return;
  }
  gtk_scrolled_window_set_child (self->scrolled,
                                 in_clamp (ectopy_guide_blocks_make (page, follow_cb, self)));
  /* Pictures could shrink to nothing: they are to have the height they ask for. */
  gtk_scrollable_set_vscroll_policy (
      GTK_SCROLLABLE (gtk_scrolled_window_get_child (self->scrolled)), GTK_SCROLL_NATURAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  page->title, -1);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  gtk_stack_set_visible_child_name (self->stack, "page");
  gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
}

/* ---- Contents ---- */

static gboolean
matches_cb (GtkListBoxRow *row, gpointer user_data)
{
  EctopyGuideWindow *self = user_data;
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));

  return ectopy_guide_page_has (g_object_get_data (G_OBJECT (row), "page"), words);
}

static void
search_changed_cb (GtkSearchEntry *search, gpointer user_data)
{
  EctopyGuideWindow *self = user_data;

  gtk_list_box_invalidate_filter (self->list);
}

/* Enter in the search opens the first page found. */
static void
search_activate_cb (GtkSearchEntry *search, gpointer user_data)
{
  EctopyGuideWindow *self = user_data;

  for (guint i = 0; i < self->pages->len; i++) {
    const EctopyGuidePage *page = g_ptr_array_index (self->pages, i);

    if (ectopy_guide_page_has (page, gtk_editable_get_text (GTK_EDITABLE (search)))) {
      ectopy_guide_window_go_to (self, page->id);
      return;
    }
  }
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  const EctopyGuidePage *page = g_object_get_data (G_OBJECT (row), "page");

  ectopy_guide_window_go_to (user_data, page->id);
}

static GtkWidget *
make_contents (EctopyGuideWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *nothing = gtk_label_new (_ ("No page has all of these words."));

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", _ ("Search the guide"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search the guide"), -1);
  g_signal_connect (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activate_cb), self);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (nothing, "dim-label");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, nothing);
  gtk_widget_set_margin_top (nothing, 18);
  gtk_widget_set_margin_bottom (nothing, 18);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pages of the guide"), -1);
  for (guint i = 0; i < self->pages->len; i++) {
    EctopyGuidePage *page = g_ptr_array_index (self->pages, i);
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), page->title);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), page->description);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("go-next-symbolic"));
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    g_object_set_data (G_OBJECT (row), "page", page);
    gtk_list_box_append (self->list, row);
  }
  gtk_list_box_set_filter_func (self->list, matches_cb, self, NULL);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_widget_add_css_class (box, "guide");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), in_clamp (box));
  return scrolled;
}

/* ---- Window ---- */

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EctopyGuideWindow *self = ECTOPY_GUIDE_WINDOW (widget);
  g_autofree char *id = NULL;

  if (self->before->len == 0)
    return;
  id = g_ptr_array_steal_index (self->before, self->before->len - 1);
  show (self, find_page (self, id));
}

static void
contents_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ectopy_guide_window_go_to (ECTOPY_GUIDE_WINDOW (widget), NULL);
}

static GtkWidget *
make_button (const char *icon, const char *name, const char *tip, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static void
ectopy_guide_window_finalize (GObject *object)
{
  EctopyGuideWindow *self = ECTOPY_GUIDE_WINDOW (object);

  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->before);
  G_OBJECT_CLASS (ectopy_guide_window_parent_class)->finalize (object);
}

static void
ectopy_guide_window_class_init (EctopyGuideWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ectopy_guide_window_finalize;
  gtk_widget_class_install_action (widget_class, "guide.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "guide.contents", NULL, contents_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "guide.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, GDK_ALT_MASK, "guide.contents",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "guide.contents",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
ectopy_guide_window_init (EctopyGuideWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) ectopy_guide_page_free);
  self->before = g_ptr_array_new_with_free_func (g_free);
  read_pages (self);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Guide"), ""));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  adw_header_bar_pack_start (
      ADW_HEADER_BAR (header),
      make_button ("go-previous-symbolic", _ ("Back"), _ ("Back (Alt+Left)"), "guide.back"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             make_button ("view-list-symbolic", _ ("Contents"),
                                          _ ("Contents (Alt+Home)"), "guide.contents"));
  self->stack = GTK_STACK (gtk_stack_new ());
  self->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_stack_add_named (self->stack, make_contents (self), "contents");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->scrolled), "page");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Guide"));
  gtk_window_set_default_size (GTK_WINDOW (self), 800, 700);
  show (self, NULL);
}

EctopyGuideWindow *
ectopy_guide_show (GtkWidget *parent, const char *page)
{
  static EctopyGuideWindow *shown = NULL;

  if (shown == NULL) {
    shown = g_object_new (ECTOPY_TYPE_GUIDE_WINDOW, NULL);
    g_object_add_weak_pointer (G_OBJECT (shown), (gpointer *) &shown);
    gtk_window_set_destroy_with_parent (GTK_WINDOW (shown), TRUE);
    ectopy_popovers_go_with (GTK_WIDGET (shown));
  }
  gtk_window_set_transient_for (GTK_WINDOW (shown), GTK_WINDOW (gtk_widget_get_root (parent)));
  ectopy_guide_window_go_to (shown, page);
  gtk_window_present (GTK_WINDOW (shown));
  return shown;
}

void
ectopy_guide_window_go_to (EctopyGuideWindow *self, const char *page)
{
  const EctopyGuidePage *target = page != NULL ? find_page (self, page) : NULL;

  if (target != self->page)
    g_ptr_array_add (self->before, g_strdup (self->page != NULL ? self->page->id : CONTENTS));
  show (self, target);
}

const char *
ectopy_guide_window_get_page (EctopyGuideWindow *self)
{
  return self->page != NULL ? self->page->id : NULL;
}
