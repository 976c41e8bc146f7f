/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pages on which a key works. */
typedef enum {
  ECTOPY_ON_REVIEW = 1 << 0,
  ECTOPY_ON_TRAIN = 1 << 1,
  ECTOPY_ON_EVALUATE = 1 << 2,
  ECTOPY_ON_RECORDING = 1 << 3, /* Review, with a recording rather than cut beats */
  ECTOPY_ANYWHERE = ECTOPY_ON_REVIEW | ECTOPY_ON_TRAIN | ECTOPY_ON_EVALUATE | ECTOPY_ON_RECORDING,
} EctopyPages;

/**
 * EctopyKey:
 * @group: where it stands among the shortcuts, to be translated
 * @title: what it does, to be translated
 * @action: (nullable): detailed action name; NULL for what a widget does by itself
 * @accels: accelerators, separated by spaces
 * @pages: where it works
 * @is_global: whether it works wherever the keyboard is; otherwise only where nobody else wants the
 *   key, such as a field that is typed into
 *
 * One key: the only place that says so. Accelerators, the window's shortcuts and their help follow.
 */
typedef struct {
  const char *group;
  const char *title;
  const char *action;
  const char *accels;
  guint pages;
  gboolean is_global;
} EctopyKey;

const EctopyKey *ectopy_key_table (guint *n_keys);

/* Gives the global keys to the application. */
void ectopy_key_table_set_accels (GtkApplication *application);

/* The page that is seen, one of #EctopyPages. */
typedef guint (*EctopyPageFunc) (gpointer user_data);

/* (transfer full): the other keys, for gtk_widget_add_controller() of a window. */
GtkEventController *ectopy_key_table_controller (EctopyPageFunc page, gpointer user_data);

G_END_DECLS
