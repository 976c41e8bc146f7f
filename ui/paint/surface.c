/* SPDX-License-Identifier: MIT */
#include "ui/paint/surface.h"

#include "engine/core/atomic-file.h"
#include "engine/core/error.h"
#include "engine/core/memory.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <math.h>

#define PNG_SCALE 2 /* pixels a unit */

/* What letters take to begin with: fonts, and the stacks of Pango's threads. */
#define ROOM_FOR_LETTERS ((size_t) 128 << 20)

/* What has been written of a file. */
typedef struct {
  GByteArray *bytes;
  size_t room; /* up to here memory has been asked for */
  gboolean is_full;
} Sink;

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  Sink *sink = closure;
  const size_t size = (size_t) sink->bytes->len + length;

  if (size > sink->room) {
    sink->room = 2 * size;
    sink->is_full = sink->is_full || !ectopy_memory_has_room (sink->room, 2, NULL);
  }
  if (sink->is_full)
    return CAIRO_STATUS_NO_MEMORY;
  g_byte_array_append (sink->bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Makes each page white and paints it; the picture's part of all three formats. */
static cairo_status_t
paint_pages (cairo_surface_t *surface, const EctopyPicture *picture, double scale)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  for (guint page = 0; page < picture->n_pages; page++) {
    if (g_cancellable_is_cancelled (picture->cancellable))
      break;
    cairo_save (cr);
    cairo_scale (cr, scale, scale);
    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_paint (cr);
    /* Cairo forgets what comes before a paint of the whole page, tags included. */
    if (picture->tagged && page == 0)
      cairo_tag_begin (cr, "Document", NULL);
    picture->paint (cr, page, picture->user_data);
    cairo_restore (cr);
    if (picture->tagged && page + 1 == picture->n_pages)
      cairo_tag_end (cr, "Document");
    cairo_show_page (cr);
  }
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static cairo_status_t
make_png (const EctopyPicture *picture, Sink *sink)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                         (int) ceil (picture->width * PNG_SCALE),
                                                         (int) ceil (picture->height * PNG_SCALE));
  cairo_status_t status = paint_pages (surface, picture, PNG_SCALE);

  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append_cb, sink);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
make_svg (const EctopyPicture *picture, Sink *sink)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_cb, sink, picture->width,
                                                                  picture->height);
  cairo_status_t status = paint_pages (surface, picture, 1);

  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static void
set_metadata (cairo_surface_t *surface, const EctopyPicture *picture)
{
  /* Cairo puts the time of day in; the empty text takes it out again. */
  const struct {
    cairo_pdf_metadata_t key;
    const char *value;
  } lines[] = {
    { CAIRO_PDF_METADATA_TITLE, picture->title },
    { CAIRO_PDF_METADATA_SUBJECT, picture->subject },
    { CAIRO_PDF_METADATA_CREATOR, picture->creator != NULL ? picture->creator : "Ectopy" },
    { CAIRO_PDF_METADATA_CREATE_DATE, picture->date != NULL ? picture->date : "" },
    { CAIRO_PDF_METADATA_MOD_DATE, picture->date },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i].value != NULL)
      cairo_pdf_surface_set_metadata (surface, lines[i].key, lines[i].value);
}

static void
add_outline (cairo_surface_t *surface, const EctopyPicture *picture)
{
  for (guint i = 0; i < picture->n_outline; i++) {
    g_autofree char *target = g_strdup_printf ("page=%u", picture->outline[i].page + 1);

    cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, picture->outline[i].name,
                                   target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
  }
}

static cairo_status_t
make_pdf (const EctopyPicture *picture, Sink *sink)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, sink, picture->width,
                                                                  picture->height);
  cairo_status_t status;

  set_metadata (surface, picture);
  status = paint_pages (surface, picture, 1);
  add_outline (surface, picture);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static gpointer
do_nothing (gpointer data)
{
  return data;
}

gboolean
ectopy_surface_has_letters (GError **error)
{
  g_autoptr (GError) no_thread = NULL;
  GThread *thread = g_thread_try_new ("letters", do_nothing, NULL, &no_thread);

  if (thread == NULL) {
    g_set_error_literal (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY,
                         _ ("not enough memory for another thread, which letters need"));
    return FALSE;
  }
  g_thread_join (thread);
  return ectopy_memory_has_room (ROOM_FOR_LETTERS, 1, error);
}

gboolean
ectopy_surface_write (const EctopyPicture *picture, const char *path, GError **error)
{
  static const struct {
    const char *suffix;
    gboolean pages;
    cairo_status_t (*make) (const EctopyPicture *picture, Sink *sink);
  } kinds[] = {
    { ".png", FALSE, make_png },
    { ".svg", FALSE, make_svg },
    { ".pdf", TRUE, make_pdf },
  };
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Sink sink = { .bytes = bytes };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    cairo_status_t status;

    if (!g_str_has_suffix (lower, kinds[i].suffix) || (picture->n_pages > 1 && !kinds[i].pages))
      continue;
    if (!ectopy_surface_has_letters (error))
      return FALSE;
    status = kinds[i].make (picture, &sink);
    /* Cairo forgets some of what it is told while it closes a file. */
    if (sink.is_full)
      status = CAIRO_STATUS_NO_MEMORY;
    if (g_cancellable_set_error_if_cancelled (picture->cancellable, error))
      return FALSE;
    if (status != CAIRO_STATUS_SUCCESS) {
      g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_MEMORY, _ ("%s: cannot be painted: %s."),
                   shown, cairo_status_to_string (status));
      return FALSE;
    }
    return ectopy_atomic_write (path, bytes->data, bytes->len, error);
  }
  g_set_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED,
               picture->n_pages > 1
                   ? _ ("%s: expected a name that ends in .pdf, found another.")
                   : _ ("%s: expected a name that ends in .png, .svg or .pdf, found another."),
               shown);
  return FALSE;
}
