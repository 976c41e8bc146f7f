/* SPDX-License-Identifier: MIT */
#include "ui/widgets/nothing-found.h"

#include <adwaita.h>

GtkWidget *
ectopy_nothing_found_new (const char *title, const char *advice)
{
  GtkWidget *page = adw_status_page_new ();

  gtk_widget_add_css_class (page, "compact");
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "system-search-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), advice);
  return page;
}
