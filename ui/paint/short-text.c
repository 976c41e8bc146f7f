/* SPDX-License-Identifier: MIT */
#include "ui/paint/short-text.h"

#include <pango/pangocairo.h>

#define MODEL_SIZE 100.0 /* at which a character is shaped; advances grow in proportion */
#define N_ASCII    128
#define MAX_GLYPHS 64 /* shown at once; longer texts take several turns */

/* How one character looks. */
typedef struct {
  cairo_font_face_t *face; /* NULL for a blank */
  unsigned long index;
  double advance; /* in ems */
} Glyph;

/* Those of one weight. */
typedef struct {
  Glyph *ascii[N_ASCII];
  GHashTable *others; /* gunichar to Glyph */
} Font;

typedef struct {
  Font fonts[2]; /* by weight */
  cairo_font_options_t *options;
} Cache;

static void
glyph_free (gpointer data)
{
  Glyph *glyph = data;

  if (glyph != NULL && glyph->face != NULL)
    cairo_font_face_destroy (glyph->face);
  g_free (glyph);
}

static void
cache_free (gpointer data)
{
  Cache *cache = data;

  for (guint i = 0; i < G_N_ELEMENTS (cache->fonts); i++) {
    for (guint c = 0; c < N_ASCII; c++)
      glyph_free (cache->fonts[i].ascii[c]);
    g_hash_table_unref (cache->fonts[i].others);
  }
  cairo_font_options_destroy (cache->options);
  g_free (cache);
}

static GPrivate cache_of_thread = G_PRIVATE_INIT (cache_free);

/* Pango's fonts belong to a thread, so the glyphs do. */
static Cache *
get_cache (void)
{
  Cache *cache = g_private_get (&cache_of_thread);

  if (cache != NULL)
    return cache;
  cache = g_new0 (Cache, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cache->fonts); i++)
    cache->fonts[i].others = g_hash_table_new_full (NULL, NULL, NULL, glyph_free);
  cache->options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (cache->options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (cache->options, CAIRO_HINT_STYLE_NONE);
  g_private_set (&cache_of_thread, cache);
  return cache;
}

/* Has Pango find a font that holds the character, as it does for text of any length. */
static Glyph *
shape (const Cache *cache, gboolean bold, gunichar character)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoLayout) layout = NULL;
  PangoFontDescription *font = pango_font_description_new ();
  Glyph *glyph = g_new0 (Glyph, 1);
  char text[7] = "";
  PangoLayoutLine *line;
  const PangoGlyphItem *run;

  pango_cairo_context_set_font_options (context, cache->options);
  layout = pango_layout_new (context);
  g_object_unref (context);
  pango_font_description_set_family_static (font, "Sans");
  pango_font_description_set_absolute_size (font, MODEL_SIZE * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  g_unichar_to_utf8 (character, text);
  pango_layout_set_text (layout, text, -1);
  line = pango_layout_get_line_readonly (layout, 0);
  if (line == NULL || line->runs == NULL)
    return glyph;
  run = line->runs->data;
  if (run->glyphs->num_glyphs == 0)
    return glyph;
  glyph->advance = run->glyphs->glyphs[0].geometry.width / (PANGO_SCALE * MODEL_SIZE);
  glyph->index = run->glyphs->glyphs[0].glyph;
  if (glyph->index == PANGO_GLYPH_EMPTY || (glyph->index & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
    return glyph;
  glyph->face = cairo_font_face_reference (cairo_scaled_font_get_font_face (
      pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (run->item->analysis.font))));
  return glyph;
}

static const Glyph *
find (Cache *cache, gboolean bold, gunichar character)
{
  Font *font = &cache->fonts[bold ? 1 : 0];
  Glyph *glyph;

  if (character < N_ASCII) {
    if (font->ascii[character] == NULL)
      font->ascii[character] = shape (cache, bold, character);
    return font->ascii[character];
  }
  glyph = g_hash_table_lookup (font->others, GUINT_TO_POINTER (character));
  if (glyph == NULL) {
    glyph = shape (cache, bold, character);
    g_hash_table_insert (font->others, GUINT_TO_POINTER (character), glyph);
  }
  return glyph;
}

double
ectopy_short_text_width (const EctopyTextStyle *style, const char *text)
{
  Cache *cache = get_cache ();
  double width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += find (cache, style->bold, g_utf8_get_char (p))->advance;
  return width * style->size;
}

double
ectopy_short_text_paint (cairo_t *cr,
                         const EctopyTextStyle *style,
                         double x,
                         double y,
                         const char *text)
{
  Cache *cache = get_cache ();
  const double width = ectopy_short_text_width (style, text);
  cairo_font_face_t *face = NULL;
  cairo_glyph_t glyphs[MAX_GLYPHS];
  int n = 0;

  if (style->align != ECTOPY_ALIGN_START)
    x -= style->align == ECTOPY_ALIGN_CENTER ? width / 2 : width;
  ectopy_color_set (cr, style->color);
  cairo_set_font_options (cr, cache->options);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    const Glyph *glyph = find (cache, style->bold, g_utf8_get_char (p));

    if (glyph->face != NULL) {
      if (n > 0 && (glyph->face != face || n == MAX_GLYPHS)) {
        cairo_show_glyphs (cr, glyphs, n);
        n = 0;
      }
      if (glyph->face != face) {
        face = glyph->face;
        cairo_set_font_face (cr, face);
        cairo_set_font_size (cr, style->size);
      }
      glyphs[n++] = (cairo_glyph_t){ .index = glyph->index, .x = x, .y = y };
    }
    x += glyph->advance * style->size;
  }
  if (n > 0)
    cairo_show_glyphs (cr, glyphs, n);
  cairo_new_path (cr);
  return width;
}
