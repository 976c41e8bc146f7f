/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the toolkit asks for in different ways in its versions; the only file with version checks. All
 * of it belongs to the main thread, and a parent that is destroyed meanwhile is waited for. Where something
 * is asked already (ectopy_is_asking()) a question or a choice of files counts as closed at once. */

/**
 * EctopyFileChosenFunc:
 * @file: (nullable): NULL when nothing was chosen
 * @user_data: the caller's
 */
typedef void (*EctopyFileChosenFunc) (GFile *file, gpointer user_data);

/**
 * EctopyFileKind:
 * @name: translated, such as "Beat CSV"
 * @patterns: separated by spaces, such as "*.csv *.txt"
 *
 * One line of a file chooser's filters.
 */
typedef struct {
  const char *name;
  const char *patterns;
} EctopyFileKind;

/**
 * ectopy_choose_file:
 * @parent: any widget of the window that asks; @func is not called after it is gone
 * @title: of the dialog
 * @kinds: `[n_kinds]`; a filter for all files is added
 * @n_kinds: how many
 * @save_name: (nullable): the name proposed for a file to be written; NULL to open one that exists
 * @folder: (nullable): where to begin
 * @func: called once
 * @user_data: for @func
 */
void ectopy_choose_file (GtkWidget *parent,
                         const char *title,
                         const EctopyFileKind *kinds,
                         guint n_kinds,
                         const char *save_name,
                         GFile *folder,
                         EctopyFileChosenFunc func,
                         gpointer user_data);

/* As ectopy_choose_file(), for a folder that exists. */
void ectopy_choose_folder (GtkWidget *parent,
                           const char *title,
                           GFile *folder,
                           EctopyFileChosenFunc func,
                           gpointer user_data);

/**
 * EctopyAnswerFunc:
 * @answer: id of the response; "cancel" also when the question was closed
 * @user_data: the caller's
 */
typedef void (*EctopyAnswerFunc) (const char *answer, gpointer user_data);

/**
 * EctopyAnswer:
 * @id: of the response
 * @label: translated, with mnemonic
 * @look: how it is drawn
 */
typedef struct {
  const char *id;
  const char *label;
  AdwResponseAppearance look;
} EctopyAnswer;

/**
 * ectopy_ask:
 * @parent: any widget of the window
 * @heading: the question
 * @body: what it is about
 * @answers: `[n_answers]`; the first should have the id "cancel"
 * @n_answers: how many
 * @func: (nullable): called once
 * @user_data: for @func
 */
void ectopy_ask (GtkWidget *parent,
                 const char *heading,
                 const char *body,
                 const EctopyAnswer *answers,
                 guint n_answers,
                 EctopyAnswerFunc func,
                 gpointer user_data);

/* @details: why not. */
typedef void (*EctopyPrintFailedFunc) (GtkWidget *widget, const char *details);

/* Asks where to print, and returns at once: a loop of the toolkit's own would not end where the program is
 * ended meanwhile. @failed is called with @widget as long as that is there. */
void ectopy_print (GtkPrintOperation *operation, GtkWidget *widget, EctopyPrintFailedFunc failed);

/* Shows @uri in the user's program for it. */
void ectopy_show_uri (GtkWidget *parent, const char *uri);

/* The colour that text of @widget is drawn in. */
GdkRGBA ectopy_widget_color (GtkWidget *widget);

/* Has assistive tools say @text where the toolkit can. */
void ectopy_announce (GtkWidget *widget, const char *text);

/* About the program, presented over @parent. */
void ectopy_show_about (GtkWidget *parent);

G_END_DECLS
