/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EctopySurfacePaintFunc:
 * @cr: a page, white and opaque
 * @page: which, from 0
 * @user_data: the caller's
 *
 * Paints one page.
 */
typedef void (*EctopySurfacePaintFunc) (cairo_t *cr, guint page, gpointer user_data);

/* An entry of a PDF's outline: a plain value, all lent. */
typedef struct {
  const char *name;
  guint page; /* from 0 */
} EctopyOutlineEntry;

/**
 * EctopyPicture:
 * @width: of a page; points in PDF and SVG, half pixels in PNG
 * @height: of a page
 * @n_pages: how many; more than one needs PDF
 * @title: (nullable): for the file's metadata
 * @subject: (nullable): likewise
 * @creator: (nullable): likewise, the program with its version; NULL for its name alone
 * @date: (nullable): ISO 8601, for the file's metadata; without it the file holds none
 * @outline: (nullable): `[n_outline]`, in the order of the pages
 * @n_outline: how many entries
 * @tagged: whether @paint marks what it paints with cairo_tag_begin(): a PDF then tells headings,
 *   text and figures apart, all within one "Document"
 * @cancellable: (nullable): a way to stop between two pages
 * @paint: what is on the pages
 * @user_data: for @paint
 *
 * What is to become a file: a plain value, all lent.
 */
typedef struct {
  double width;
  double height;
  guint n_pages;
  const char *title;
  const char *subject;
  const char *creator;
  const char *date;
  const EctopyOutlineEntry *outline;
  guint n_outline;
  gboolean tagged;
  GCancellable *cancellable;
  EctopySurfacePaintFunc paint;
  gpointer user_data;
} EctopyPicture;

/* Whether text can be laid out: Pango looks for fonts in threads of its own, and ends the program where it gets
 * none. To be asked before text is measured for a file; ectopy_surface_write() does so too. %FALSE is
 * %ECTOPY_ERROR_MEMORY. */
gboolean ectopy_surface_has_letters (GError **error);

/**
 * ectopy_surface_write:
 * @picture: what
 * @path: where to; `.png` (two pixels a unit), `.svg` or `.pdf` says how
 * @error: return location; %ECTOPY_ERROR_UNSUPPORTED for another suffix or several pages in a
 *   format without pages, %ECTOPY_ERROR_MEMORY, %G_FILE_ERROR, %G_IO_ERROR_CANCELLED
 *
 * Paints into memory and writes the file when it is whole. The same picture gives the same bytes
 * with the same version of cairo and the same fonts (in SVG but for the ids, in which cairo counts
 * the surfaces of the process). Any thread.
 *
 * Returns: whether the file is there; on failure an older one is untouched
 */
gboolean ectopy_surface_write (const EctopyPicture *picture, const char *path, GError **error);

G_END_DECLS
