/* SPDX-License-Identifier: MIT */
#include "ui/session/give-back.h"

#include "tests/ui/loop.h"

#include <pango/pangocairo.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/* A picture of letters of @n sizes. */
static cairo_surface_t *
draw_letters (guint n)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 100);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < n; i++) {
    PangoLayout *layout = pango_cairo_create_layout (cr);
    g_autofree char *font = g_strdup_printf ("Sans %.2f", 8 + 0.1 * i);
    PangoFontDescription *description = pango_font_description_from_string (font);

    pango_layout_set_font_description (layout, description);
    pango_layout_set_text (layout, "Normal, supraventricular, ventricular: 0123456789", -1);
    cairo_move_to (cr, 0, 10);
    pango_cairo_show_layout (cr, layout);
    pango_font_description_free (description);
    g_object_unref (layout);
  }
  cairo_destroy (cr);
  return surface;
}

/* The same is drawn after letters have been forgotten, and what they took is free. */
static void
test_letters (void)
{
  enum { N = 200 };
  cairo_surface_t *before, *after;
  size_t empty, full, forgotten;

  cairo_surface_destroy (draw_letters (1));
  empty = mallinfo2 ().uordblks;
  before = draw_letters (N);
  full = mallinfo2 ().uordblks;
  ectopy_give_back_fonts ();
  ectopy_give_back_memory_soon ();
  loop_settle (3000); /* in whole seconds, some time in the second one */
  forgotten = mallinfo2 ().uordblks;
  g_test_message ("%zu bytes before, %zu with letters, %zu without", empty, full, forgotten);
  g_assert_cmpuint (forgotten - empty, <, (full - empty) / 4);
  after = draw_letters (N);
  g_assert_cmpmem (cairo_image_surface_get_data (before), 400 * 100 * 4,
                   cairo_image_surface_get_data (after), 400 * 100 * 4);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}
#else
static void
test_letters (void)
{
  g_test_skip ("memory is counted by another allocator");
}
#endif

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/give-back/letters", test_letters);
  return g_test_run ();
}
