/* SPDX-License-Identifier: MIT */
#include "tests/paint/ink.h"
#include "ui/paint/confusion-paint.h"

#define WIDTH  520
#define HEIGHT 460

/* Row S has its beats one cell off the diagonal; rows V and F have none. */
static const EctopyConfusion confusion = { .counts = {
                                               [0][0] = 18080,
                                               [1][0] = 90,
                                               [1][1] = 10,
                                               [4][4] = 7,
                                           } };

static guint
cell_count (Canvas *canvas,
            const EctopyConfusionLayout *layout,
            guint t,
            guint p,
            EctopyColor color)
{
  return canvas_count (canvas, (int) (layout->x + p * layout->cell) + 3,
                       (int) (layout->y + t * layout->cell) + 3, (int) layout->cell - 6,
                       (int) layout->cell - 6, color);
}

static void
test_cells_in_every_palette (void)
{
  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);
    const EctopyConfusionScene scene = { .confusion = &confusion };
    Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);
    EctopyConfusionLayout layout;

    ectopy_confusion_layout (&scene, WIDTH, HEIGHT, &layout);
    ectopy_confusion_paint (canvas.cr, &scene, &palette, WIDTH, HEIGHT);
    /* a full row is the strongest, an empty cell or row the weakest */
    g_assert_cmpuint (cell_count (&canvas, &layout, 0, 0, palette.matrix_high), >, 500);
    g_assert_cmpuint (cell_count (&canvas, &layout, 4, 4, palette.matrix_high), >, 500);
    g_assert_cmpuint (cell_count (&canvas, &layout, 0, 4, palette.matrix_low), >, 500);
    g_assert_cmpuint (cell_count (&canvas, &layout, 3, 3, palette.matrix_low), >, 500);
    g_assert_cmpuint (cell_count (&canvas, &layout, 1, 0, palette.matrix_low), <, 100);
    canvas_clear (&canvas);
  }
}

/* What is painted stays within its size; so does the largest count in its cell. */
static void
test_within_its_size (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const EctopyConfusion large = { .counts = { [0][0] = G_GUINT64_CONSTANT (123456789012) } };
  const EctopyConfusionScene scene = { .confusion = &large };
  static const int sizes[][2] = { { 520, 460 }, { 360, 330 }, { 900, 400 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const int width = sizes[i][0], height = sizes[i][1];
    Canvas canvas = canvas_new (width + 40, height + 40, palette.background);
    EctopyConfusionLayout layout;

    cairo_translate (canvas.cr, 20, 20);
    ectopy_confusion_layout (&scene, width, height, &layout);
    ectopy_confusion_paint (canvas.cr, &scene, &palette, width, height);
    g_assert_cmpuint (canvas_ink (&canvas, 0, 0, 20, height + 40), ==, 0);
    g_assert_cmpuint (canvas_ink (&canvas, width + 20, 0, 20, height + 40), ==, 0);
    g_assert_cmpuint (canvas_ink (&canvas, 0, height + 20, width + 40, 20), ==, 0);
    g_assert_cmpuint (canvas_ink (&canvas, 0, 0, width + 40, 20), ==, 0);
    canvas_clear (&canvas);
  }
}

static void
test_focus (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  EctopyConfusionScene scene = { .confusion = &confusion };
  Canvas plain = canvas_new (WIDTH, HEIGHT, palette.background);
  Canvas focused = canvas_new (WIDTH, HEIGHT, palette.background);

  ectopy_confusion_paint (plain.cr, &scene, &palette, WIDTH, HEIGHT);
  scene.has_focus = TRUE;
  scene.focus_truth = 1;
  ectopy_confusion_paint (focused.cr, &scene, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (canvas_count (&plain, 0, 0, WIDTH, HEIGHT, palette.validation), ==, 0);
  g_assert_cmpuint (canvas_count (&focused, 0, 0, WIDTH, HEIGHT, palette.validation), >, 200);
  canvas_clear (&plain);
  canvas_clear (&focused);
}

static void
test_hit (void)
{
  const EctopyConfusionScene scene = { .confusion = &confusion };
  EctopyConfusionLayout layout;
  guint truth, predicted;

  ectopy_confusion_layout (&scene, WIDTH, HEIGHT, &layout);
  g_assert_true (ectopy_confusion_layout_hit (&layout, layout.x + 2.5 * layout.cell,
                                              layout.y + 4.5 * layout.cell, &truth, &predicted));
  g_assert_cmpuint (truth, ==, 4);
  g_assert_cmpuint (predicted, ==, 2);
  g_assert_false (
      ectopy_confusion_layout_hit (&layout, layout.x - 1, layout.y + 1, &truth, &predicted));
  g_assert_false (ectopy_confusion_layout_hit (&layout, layout.x + 5.1 * layout.cell, layout.y + 1,
                                               &truth, &predicted));
}

/* Seven by seven: a full cell of what is missed, and nothing where neither side has a beat. */
static void
test_comparison (void)
{
  EctopyEc57Counts counts = { 0 };
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);
  const EctopyConfusionScene scene = { .ec57 = &counts };
  Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);
  EctopyConfusionLayout layout;
  guint truth, predicted;

  counts.cells[ECTOPY_EC57_V][ECTOPY_EC57_O] = 7;
  counts.cells[ECTOPY_EC57_X][ECTOPY_EC57_N] = 3;
  ectopy_confusion_layout (&scene, WIDTH, HEIGHT, &layout);
  g_assert_cmpuint (layout.n, ==, 7);
  ectopy_confusion_paint (canvas.cr, &scene, &palette, WIDTH, HEIGHT);
  g_assert_cmpuint (cell_count (&canvas, &layout, 2, 5, palette.matrix_high), >, 300);
  g_assert_cmpuint (cell_count (&canvas, &layout, 6, 0, palette.matrix_high), >, 300);
  g_assert_cmpuint (cell_count (&canvas, &layout, 2, 6, palette.matrix_low), >, 300);
  g_assert_cmpuint (cell_count (&canvas, &layout, 5, 4, palette.matrix_low), >, 300);
  for (guint r = ECTOPY_EC57_O; r <= ECTOPY_EC57_X; r++)
    for (guint t = ECTOPY_EC57_O; t <= ECTOPY_EC57_X; t++) {
      g_assert_cmpuint (canvas_ink (&canvas, (int) (layout.x + t * layout.cell) + 3,
                                    (int) (layout.y + r * layout.cell) + 3, (int) layout.cell - 6,
                                    (int) layout.cell - 6),
                        ==, 0);
      g_assert_false (ectopy_confusion_layout_hit (&layout, layout.x + (t + 0.5) * layout.cell,
                                                   layout.y + (r + 0.5) * layout.cell, &truth,
                                                   &predicted));
    }
  g_assert_true (ectopy_confusion_layout_hit (&layout, layout.x + 6.5 * layout.cell,
                                              layout.y + 4.5 * layout.cell, &truth, &predicted));
  g_assert_cmpuint (predicted, ==, ECTOPY_EC57_X);
  canvas_clear (&canvas);
}

static void
test_nothing (void)
{
  const EctopyPalette palette = ectopy_palette_get (ECTOPY_PALETTE_PRINT);
  const EctopyConfusion none = { 0 };
  const EctopyConfusionScene scene = { .confusion = &none };
  Canvas canvas = canvas_new (WIDTH, HEIGHT, palette.background);

  ectopy_confusion_paint (canvas.cr, &scene, &palette, WIDTH, HEIGHT);
  ectopy_confusion_paint (canvas.cr, &scene, &palette, 1, 1);
  g_assert_cmpuint (canvas_ink (&canvas, 0, 0, WIDTH, HEIGHT), >, 500);
  canvas_clear (&canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/confusion/cells-in-every-palette", test_cells_in_every_palette);
  g_test_add_func ("/paint/confusion/within-its-size", test_within_its_size);
  g_test_add_func ("/paint/confusion/focus", test_focus);
  g_test_add_func ("/paint/confusion/hit", test_hit);
  g_test_add_func ("/paint/confusion/comparison", test_comparison);
  g_test_add_func ("/paint/confusion/nothing", test_nothing);
  return g_test_run ();
}
