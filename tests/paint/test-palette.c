/* SPDX-License-Identifier: MIT */
#include "ui/paint/palette.h"

static void
test_readable (void)
{
  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);

    g_assert_cmpfloat (ectopy_color_contrast (palette.text, palette.background), >=, 7);
    g_assert_cmpfloat (ectopy_color_contrast (palette.muted, palette.background), >=, 4.5);
    g_assert_cmpfloat (ectopy_color_contrast (palette.accent, palette.background), >=, 4.5);
    g_assert_cmpfloat (ectopy_color_contrast (palette.validation, palette.background), >=, 4.5);
    g_assert_cmpfloat (ectopy_color_contrast (palette.trace, palette.paper), >=, 7);
    g_assert_cmpfloat (ectopy_color_contrast (palette.muted, palette.paper), >=, 4.5);
    /* the figures in a cell of any share */
    for (double share = 0; share <= 1; share += 0.05) {
      const EctopyColor cell = ectopy_color_mix (palette.matrix_low, palette.matrix_high, share);

      g_assert_cmpfloat (ectopy_color_contrast (ectopy_color_readable_on (cell), cell), >=, 4.5);
    }
  }
}

static void
test_classes (void)
{
  const EctopyPalette light = ectopy_palette_get (ECTOPY_PALETTE_LIGHT);

  g_assert_cmpfloat_with_epsilon (light.classes[ECTOPY_CLASS_V].red, 0xD5 / 255.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (light.classes[ECTOPY_CLASS_N].green, 0x9E / 255.0, 1e-12);
  for (guint k = 0; k < ECTOPY_N_PALETTES; k++) {
    const EctopyPalette palette = ectopy_palette_get (k);

    for (guint c = 0; c < ECTOPY_N_CLASSES; c++) {
      const EctopyColor grounds[] = { palette.background, palette.paper };

      for (guint g = 0; g < G_N_ELEMENTS (grounds); g++) {
        const double of_mark = ectopy_color_contrast (palette.classes[c], grounds[g]);
        const double of_text = ectopy_color_contrast (
            ectopy_color_as_text (palette.classes[c], grounds[g]), grounds[g]);

        g_test_message ("palette %u, %c on %s: mark %.2f, letter %.2f", k,
                        ectopy_beat_class_letter (c), g == 0 ? "background" : "paper", of_mark,
                        of_text);
        g_assert_cmpfloat (of_mark, >=, 3);
        g_assert_cmpfloat (of_text, >=, 4.5);
      }
    }
  }
}

/* What is readable stays as it is; what is not is moved no further than needed. */
static void
test_as_text (void)
{
  const EctopyColor white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  const EctopyColor pale = { 0.8, 0.9, 0.3, 1 };
  const EctopyColor text = ectopy_color_as_text (pale, white);

  g_assert_cmpfloat (ectopy_color_as_text (pale, black).green, ==, pale.green);
  g_assert_cmpfloat (ectopy_color_contrast (pale, white), <, 4.5);
  g_assert_cmpfloat (ectopy_color_contrast (text, white), >=, 4.5);
  g_assert_cmpfloat (ectopy_color_contrast (text, white), <, 5);
  g_assert_cmpfloat (text.green, >, text.blue);
}

/* Who asks for contrast gets more than is asked of all: WCAG 2.1, level AAA, and lines at 3 to 1. */
static void
test_high_contrast (void)
{
  static const EctopyPaletteKind kinds[] = { ECTOPY_PALETTE_HIGH_CONTRAST,
                                             ECTOPY_PALETTE_HIGH_CONTRAST_DARK };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    const EctopyPalette palette = ectopy_palette_get (kinds[k]);
    const EctopyColor inks[] = { palette.text, palette.trace,  palette.muted,
                                 palette.rule, palette.accent, palette.validation };
    const EctopyColor lines[] = { palette.grid, palette.paper_fine, palette.paper_coarse };

    for (guint i = 0; i < G_N_ELEMENTS (inks); i++)
      g_assert_cmpfloat (ectopy_color_contrast (inks[i], palette.background), >=, 7);
    for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
      g_test_message ("palette %u, line %u: %.2f", kinds[k], i,
                      ectopy_color_contrast (lines[i], palette.paper));
      g_assert_cmpfloat (ectopy_color_contrast (lines[i], palette.paper), >=, 3);
      g_assert_cmpfloat (ectopy_color_contrast (palette.trace, lines[i]), >=, 3);
    }
    for (guint c = 0; c < ECTOPY_N_CLASSES; c++)
      g_assert_cmpfloat (ectopy_color_contrast (palette.classes[c], palette.paper), >=, 7);
  }
}

static void
test_contrast (void)
{
  const EctopyColor black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };

  g_assert_cmpfloat_with_epsilon (ectopy_color_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat (ectopy_color_contrast (white, white), ==, 1);
  g_assert_cmpfloat (ectopy_color_mix (black, white, 2).red, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/palette/every-pair-is-readable", test_readable);
  g_test_add_func ("/paint/palette/class-colours", test_classes);
  g_test_add_func ("/paint/palette/as-text", test_as_text);
  g_test_add_func ("/paint/palette/high-contrast", test_high_contrast);
  g_test_add_func ("/paint/palette/contrast-as-defined", test_contrast);
  return g_test_run ();
}
