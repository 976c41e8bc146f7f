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

static gboolean
give_back_cb (gpointer data)
{
  source_id = 0;
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
