/* SPDX-License-Identifier: MIT */
#include "engine/core/error.h"
#include "ui/paint/surface.h"

#include <glib/gstdio.h>
#include <string.h>

static void
paint_cb (cairo_t *cr, guint page, gpointer user_data)
{
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, 10, 10, 20, 20);
  cairo_fill (cr);
}

static const EctopyPicture picture = { .width = 50,
                                       .height = 40,
                                       .n_pages = 1,
                                       .title = "Squares",
                                       .paint = paint_cb };

static void
test_kinds (void)
{
  static const struct {
    const char *name, *start;
  } kinds[] = { { "p.png", "\x89PNG" }, { "p.SVG", "<?xml" }, { "p.pdf", "%PDF" } };
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_build_filename (folder, kinds[i].name, NULL);
    g_autofree char *once = NULL;
    g_autofree char *twice = NULL;
    gsize length, length_twice;
    g_autoptr (GError) error = NULL;

    g_assert_true (ectopy_surface_write (&picture, path, &error));
    g_assert_true (g_file_get_contents (path, &once, &length, NULL));
    g_assert_true (g_str_has_prefix (once, kinds[i].start));
    g_assert_true (ectopy_surface_write (&picture, path, &error));
    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (path, &twice, &length_twice, NULL));
    if (i != 1) /* cairo numbers the surfaces of a process, which shows in SVG */
      g_assert_cmpmem (once, length, twice, length_twice);
    g_remove (path);
  }
  g_rmdir (folder);
}

/* Two pixels a unit, white where nothing is painted. */
static void
test_png (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "p.png", NULL);
  cairo_surface_t *read;
  const guint8 *data;
  int stride;

  g_assert_true (ectopy_surface_write (&picture, path, NULL));
  read = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (read), ==, 100);
  g_assert_cmpint (cairo_image_surface_get_height (read), ==, 80);
  data = cairo_image_surface_get_data (read);
  stride = cairo_image_surface_get_stride (read);
  g_assert_cmpuint (data[0], ==, 255);
  g_assert_cmpuint (data[40 * stride + 4 * 40], ==, 0); /* blue of red */
  cairo_surface_destroy (read);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_refused (void)
{
  static const char *const names[] = { "p.jpeg", "p", "pages.png" };
  g_autofree char *folder = g_dir_make_tmp ("ectopy-XXXXXX", NULL);
  EctopyPicture pages = picture;

  pages.n_pages = 2;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (ectopy_surface_write (i == 2 ? &pages : &picture, path, &error));
    g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_UNSUPPORTED);
    g_assert_nonnull (strstr (error->message, names[i]));
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
  g_rmdir (folder);
}

static void
test_missing_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ectopy_surface_write (&picture, "/no/such/folder/p.png", &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_FILE_ERROR);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/surface/kinds-by-suffix-same-bytes-twice", test_kinds);
  g_test_add_func ("/paint/surface/png", test_png);
  g_test_add_func ("/paint/surface/refused", test_refused);
  g_test_add_func ("/paint/surface/missing-folder", test_missing_folder);
  return g_test_run ();
}
