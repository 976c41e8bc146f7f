/* SPDX-License-Identifier: MIT */
#pragma once

/* What the page's two files share: "evaluate-page.c" shows, "evaluate-export.c" writes and prints. */
#include "ui/pages/evaluate/comparison-page.h"
#include "ui/pages/evaluate/evaluate-page.h"
#include "ui/pages/evaluate/judge-page.h"
#include "ui/session/job.h"
#include "ui/widgets/beat-gallery.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/error-bar.h"

G_BEGIN_DECLS

struct _EctopyEvaluatePage {
  AdwBin parent_instance;

  EctopySession *session;
  EctopyJob *writing;
  char *writing_name;
  gboolean shows_recording;
  gboolean judges_recordings; /* a folder of them, whatever is open */
  gboolean strip_is_ours;     /* the session's filter is the cell's */

  EctopyErrorBar *error_bar;
  GtkWidget *stack;
  GtkWidget *empty;
  EctopyComparisonPage *comparison_page;
  EctopyJudgePage *judge_page;
  GtkWidget *waiting_label;
  GtkWidget *waiting_bar;
  GtkWidget *summary;
  GtkWidget *caution;
  GtkWidget *origin;
  GtkWidget *protocol;
  GtkWidget *export_button;
  GtkWidget *tools;
  GtkWidget *share;
  GtkWidget *tab_switcher;
  EctopyConfusionView *matrix;
  GtkWidget *figures;
  EctopyPaintArea *roc;
  EctopyPaintArea *precision_recall;
  EctopyPaintArea *reliability;
  GtkWidget *strip_revealer;
  GtkWidget *strip_label;
  GtkWidget *strip_stack;
  EctopyBeatGallery *strip;
};

/* Adds the actions `evaluate.export`, `evaluate.export-matrix` and `evaluate.export-curves`. */
void ectopy_evaluate_page_install_export (GtkWidgetClass *widget_class);

G_END_DECLS
