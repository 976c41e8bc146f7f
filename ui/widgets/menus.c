/* SPDX-License-Identifier: MIT */
#include "ui/widgets/menus.h"
#include "ui/resource.h"

void
ectopy_menu_button_fill (GtkWidget *button, const char *name)
{
  static GtkBuilder *builder = NULL;
  GMenuModel *menu;

  if (builder == NULL)
    builder = gtk_builder_new_from_resource (ECTOPY_UI ("menus.ui"));
  menu = G_MENU_MODEL (gtk_builder_get_object (builder, name));
  g_return_if_fail (menu != NULL);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
}
