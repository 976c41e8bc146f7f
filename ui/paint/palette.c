/* SPDX-License-Identifier: MIT */
#include "ui/paint/palette.h"

#include <math.h>

#define TEXT_CONTRAST 4.5 /* WCAG 2.1, level AA */
#define TEXT_STEPS    50

/* 0xRRGGBB as a constant colour, opaque. */
#define RGB(hex)                                                                                   \
  {                                                                                                \
    ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) &0xff) / 255.0, 1            \
  }

/* Okabe and Ito's hues, told apart by most people who do not see red or green; the purple a little
 * darker than theirs, so that it stands out from the paper three to one. */
#define LIGHT_CLASSES                                                                              \
  {                                                                                                \
    RGB (0x009E73), RGB (0x0072B2), RGB (0xD55E00), RGB (0xC8709F), RGB (0x6E6E6E)                 \
  }
#define DARK_CLASSES                                                                               \
  {                                                                                                \
    RGB (0x3DC9A0), RGB (0x56B4E9), RGB (0xFF8C42), RGB (0xE3A6C8), RGB (0xA8A8A8)                 \
  }

static const EctopyPalette palettes[ECTOPY_N_PALETTES] = {
  [ECTOPY_PALETTE_LIGHT] = {
    .background = RGB (0xFFFFFF),
    .text = RGB (0x1A1A1A),
    .muted = RGB (0x5E5C64),
    .rule = RGB (0xA9A7A4),
    .grid = RGB (0xE8E7E5),
    .accent = RGB (0x1C71D8),
    .validation = RGB (0xC64600),
    .matrix_low = RGB (0xF7F8FA),
    .matrix_high = RGB (0x1B4F8A),
    .paper = RGB (0xFFF9F7),
    .paper_fine = RGB (0xF3C9C0),
    .paper_coarse = RGB (0xE59E90),
    .trace = RGB (0x1A1A1A),
    .classes = LIGHT_CLASSES,
  },
  [ECTOPY_PALETTE_DARK] = {
    .background = RGB (0x1E1E1E),
    .text = RGB (0xEDEDED),
    .muted = RGB (0xB0AEB4),
    .rule = RGB (0x6A6A6E),
    .grid = RGB (0x343437),
    .accent = RGB (0x78AEED),
    .validation = RGB (0xFFA348),
    .matrix_low = RGB (0x27292C),
    .matrix_high = RGB (0x7DB5F2),
    .paper = RGB (0x1B1D1F),
    .paper_fine = RGB (0x2B2F31),
    .paper_coarse = RGB (0x3C4245),
    .trace = RGB (0xEDEDED),
    .classes = DARK_CLASSES,
  },
  [ECTOPY_PALETTE_HIGH_CONTRAST] = {
    .background = RGB (0xFFFFFF),
    .text = RGB (0x000000),
    .muted = RGB (0x303030),
    .rule = RGB (0x000000),
    .grid = RGB (0x909090),
    .accent = RGB (0x00408A),
    .validation = RGB (0x8A3200),
    .matrix_low = RGB (0xFFFFFF),
    .matrix_high = RGB (0x002B5C),
    .paper = RGB (0xFFFFFF),
    .paper_fine = RGB (0x808080),
    .paper_coarse = RGB (0x808080),
    .trace = RGB (0x000000),
    .classes = { RGB (0x00563F), RGB (0x004A75), RGB (0x8A3D00), RGB (0x8A2E62), RGB (0x404040) },
  },
  [ECTOPY_PALETTE_HIGH_CONTRAST_DARK] = {
    .background = RGB (0x000000),
    .text = RGB (0xFFFFFF),
    .muted = RGB (0xD8D8D8),
    .rule = RGB (0xFFFFFF),
    .grid = RGB (0x606060),
    .accent = RGB (0xA8D0FF),
    .validation = RGB (0xFFC080),
    .matrix_low = RGB (0x000000),
    .matrix_high = RGB (0xC4E0FF),
    .paper = RGB (0x000000),
    .paper_fine = RGB (0x808080),
    .paper_coarse = RGB (0x808080),
    .trace = RGB (0xFFFFFF),
    .classes = { RGB (0x7DF0CC), RGB (0x9AD4FF), RGB (0xFFB380), RGB (0xFFC8E6), RGB (0xD0D0D0) },
  },
  [ECTOPY_PALETTE_PRINT] = {
    .background = RGB (0xFFFFFF),
    .text = RGB (0x000000),
    .muted = RGB (0x505050),
    .rule = RGB (0x909090),
    .grid = RGB (0xE0E0E0),
    .accent = RGB (0x1A5FB4),
    .validation = RGB (0xC64600),
    .matrix_low = RGB (0xFFFFFF),
    .matrix_high = RGB (0x1B4F8A),
    .paper = RGB (0xFFF9F7),
    .paper_fine = RGB (0xF3C9C0),
    .paper_coarse = RGB (0xE59E90),
    .trace = RGB (0x1A1A1A),
    .classes = LIGHT_CLASSES,
  },
};

EctopyPalette
ectopy_palette_get (EctopyPaletteKind kind)
{
  g_assert (kind < ECTOPY_N_PALETTES);
  return palettes[kind];
}

void
ectopy_color_set (cairo_t *cr, EctopyColor color)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
}

EctopyColor
ectopy_color_mix (EctopyColor low, EctopyColor high, double share)
{
  const double t = CLAMP (share, 0, 1);

  return (EctopyColor){
    low.red + t * (high.red - low.red),
    low.green + t * (high.green - low.green),
    low.blue + t * (high.blue - low.blue),
    low.alpha + t * (high.alpha - low.alpha),
  };
}

static double
linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (EctopyColor color)
{
  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) + 0.0722 * linear (color.blue);
}

double
ectopy_color_contrast (EctopyColor a, EctopyColor b)
{
  const double x = luminance (a), y = luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

EctopyColor
ectopy_color_as_text (EctopyColor color, EctopyColor background)
{
  const EctopyColor extreme = ectopy_color_readable_on (background);
  EctopyColor text = color;

  for (guint i = 1; i <= TEXT_STEPS && ectopy_color_contrast (text, background) < TEXT_CONTRAST;
       i++)
    text = ectopy_color_mix (color, extreme, (double) i / TEXT_STEPS);
  return text;
}

EctopyColor
ectopy_color_readable_on (EctopyColor background)
{
  const EctopyColor dark = RGB (0x000000), light = RGB (0xFFFFFF);

  return ectopy_color_contrast (background, dark) >= ectopy_color_contrast (background, light)
             ? dark
             : light;
}
