/* SPDX-License-Identifier: MIT */
#pragma once

/* What the page's two files share: "comparison-page.c" shows, "comparison-choices.c" is what is chosen
 * and what is written. */
#include "ui/pages/evaluate/comparison-page.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/error-bar.h"

G_BEGIN_DECLS

struct _EctopyComparisonPage {
  AdwBin parent_instance;

  EctopyRecordingSession *session;
  EctopyComparison *comparison; /* the session's */
  GSimpleActionGroup *actions;
  gboolean wants_focus; /* the matrix is to have the keyboard once it is seen */

  EctopyErrorBar *error_bar;
  GtkWidget *stack;
  GtkWidget *empty;
  GtkWidget *own_button;
  GtkWidget *summary;
  GtkWidget *caution;
  GtkWidget *origin;
  GtkWidget *protocol;
  GtkWidget *export_button;
  GtkWidget *reference_button;
  GtkWidget *reference_label;
  GtkWidget *test_button;
  GtkWidget *test_label;
  GtkWidget *map_button;
  GtkWidget *map_label;
  GtkWidget *from_button;
  GtkWidget *from_label;
  GtkWidget *nothing;
  GtkWidget *walk_button;
  GtkWidget *tools;
  GtkWidget *share;
  EctopyConfusionView *matrix;
  GtkWidget *figures;
};

/* Makes the actions of the page. */
void ectopy_comparison_page_add_actions (EctopyComparisonPage *self);

/* Which can be used, and which of the choices stand; labels of their buttons. */
void ectopy_comparison_page_update_choices (EctopyComparisonPage *self);

G_END_DECLS
