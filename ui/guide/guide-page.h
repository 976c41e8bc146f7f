/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A page of the user guide, read from a Mallard file (projectmallard.org, 1.0): the part of it that
 * our pages are written in, as a list of blocks from top to bottom. */

typedef enum {
  ECTOPY_GUIDE_HEADING,
  ECTOPY_GUIDE_PARAGRAPH,
  ECTOPY_GUIDE_BULLET,
  ECTOPY_GUIDE_STEP,
  ECTOPY_GUIDE_TERM,
  ECTOPY_GUIDE_NOTE,
  ECTOPY_GUIDE_PICTURE,
} EctopyGuideBlockKind;

/**
 * EctopyGuideBlock:
 * @kind: how it is shown
 * @number: of a step, from 1
 * @is_indented: whether it goes on in an item of a list or explains a term
 * @text: Pango markup, with links to other pages as `<a href="page:ID">`; of a picture, what it shows
 * @picture: (nullable): name of a picture's file, relative to the page
 */
typedef struct {
  EctopyGuideBlockKind kind;
  guint number;
  gboolean is_indented;
  char *text;
  char *picture;
} EctopyGuideBlock;

/**
 * EctopyGuidePage:
 * @id: of the page, its file's name without `.page`
 * @title: markup
 * @description: (nullable): markup: what is told in it, in a sentence
 * @order: (nullable): what pages are sorted by
 * @blocks: (element-type EctopyGuideBlock):
 */
typedef struct {
  char *id;
  char *title;
  char *description;
  char *order;
  GPtrArray *blocks;
} EctopyGuidePage;

/**
 * ectopy_guide_page_read:
 * @path: of the file
 * @error: #ECTOPY_ERROR or a #GFileError: not readable, not XML, or an element that is not known here
 *
 * Returns: (transfer full) (nullable): the page, or NULL on error
 */
EctopyGuidePage *ectopy_guide_page_read (const char *path, GError **error);

void ectopy_guide_page_free (EctopyGuidePage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyGuidePage, ectopy_guide_page_free)

/* Whether all words of @words (folded, separated by blanks) stand somewhere in the page. */
gboolean ectopy_guide_page_has (const EctopyGuidePage *page, const char *words);

G_END_DECLS
