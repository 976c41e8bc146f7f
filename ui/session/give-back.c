/* SPDX-License-Identifier: MIT */
#include "ui/session/give-back.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

static guint source_id;

void
ectopy_give_back_memory_begin (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, 1);
#endif
}

static cairo_status_t
paint_nothing_cb (cairo_scaled_font_t *font,
                  unsigned long glyph,
                  cairo_t *cr,
                  cairo_text_extents_t *extents)
{
  return CAIRO_STATUS_SUCCESS;
}

/* Cairo keeps the last 256 fonts that nobody uses any more, one for each size of text, and pictures of their letters,
 * small blocks that hold pages all over the heap. Others are made to take their places, which have none. */
static void
forget_letters (void)
{
  static cairo_font_face_t *face;
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_matrix_t none;

  if (face == NULL) {
    face = cairo_user_font_face_create ();
    cairo_user_font_face_set_render_glyph_func (face, paint_nothing_cb);
  }
  cairo_matrix_init_identity (&none);
  for (guint i = 0; i < 256; i++) {
    cairo_matrix_t size;

    cairo_matrix_init_scale (&size, 1 + i, 1 + i);
    cairo_scaled_font_destroy (cairo_scaled_font_create (face, &size, &none, options));
  }
  cairo_font_options_destroy (options);
}

static gboolean
give_back_cb (gpointer data)
{
  source_id = 0;
  forget_letters ();
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

void
ectopy_give_back_memory_soon (void)
{
  if (source_id == 0)
    source_id = g_timeout_add_seconds_full (G_PRIORITY_LOW, 1, give_back_cb, NULL, NULL);
}

void
ectopy_give_back_fonts (void)
{
  PangoFontMap *map = pango_cairo_font_map_get_default ();

  if (PANGO_IS_FC_FONT_MAP (map))
    pango_fc_font_map_cache_clear (PANGO_FC_FONT_MAP (map));
}
