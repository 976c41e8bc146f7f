/* SPDX-License-Identifier: MIT */
#include "ui/paint/trace-cursor.h"
#include "ui/session/comparison.h"
#include "ui/widgets/canvas.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/trace-view-private.h"

#include <math.h>

#define SEAM       7.0  /* font sizes at the ends of a scrolled picture that are painted anew */
#define HINT_ROOM  16.0 /* font sizes to either side of a place that its words take */
#define LABEL_ROOM 6.0  /* font sizes to either side of the pointer that its time takes */

static void
make_paper (EctopyTraceView *self,
            const EctopyTraceScene *scene,
            const EctopyTraceSize *size,
            const EctopyPalette *palette)
{
  const double width = size->width + ceil (5 * size->mm);
  cairo_t *cr = ectopy_canvas_begin_opaque ((int) width, (int) size->height, (int) size->scale);

  ectopy_trace_paint_paper (cr, scene, palette, width, size->height);
  self->paper = cairo_surface_reference (cairo_get_target (cr));
  cairo_destroy (cr);
}

/* The paper goes along with the time, like that which went under a pen; that of the names stays. */
static void
copy_paper (EctopyTraceView *self, cairo_t *cr, const EctopyTraceSetup *setup, double scale)
{
  const double left = setup->layout.x * scale;
  const double shift = fmod (setup->start_px, round (5 * setup->scene.mm * scale));
  const double height = cairo_image_surface_get_height (self->paper);

  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface (cr, self->paper, 0, 0);
  cairo_rectangle (cr, 0, 0, left, height);
  cairo_fill (cr);
  cairo_set_source_surface (cr, self->paper, -shift, 0);
  cairo_rectangle (cr, left, 0, cairo_image_surface_get_width (self->paper), height);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* Paints what lies between two pixels. */
static void
paint_between (EctopyTraceView *self,
               cairo_t *cr,
               const EctopyTraceSetup *setup,
               const EctopyTraceSize *size,
               const EctopyPalette *palette,
               double left,
               double right)
{
  cairo_save (cr);
  cairo_rectangle (cr, left / size->scale, 0, (right - left) / size->scale, size->height);
  cairo_clip (cr);
  copy_paper (self, cr, setup, size->scale);
  ectopy_trace_paint_choice (cr, &setup->scene, palette, size->width, size->height);
  ectopy_trace_paint_signal (cr, &setup->scene, palette, size->width, size->height);
  cairo_restore (cr);
}

static EctopyTraceShown
describe_picture (const EctopyTraceSetup *setup)
{
  EctopyTraceShown shown = {
    .start_px = setup->start_px,
    .length_s = setup->scene.length_s,
    .gain_mm_mv = setup->gain_mm_mv,
    .leads = setup->scene.n_leads,
    .detail = setup->scene.n_in_view <= ECTOPY_TRACE_FEW_BEATS    ? 0
              : setup->scene.n_in_view <= ECTOPY_TRACE_MANY_BEATS ? 1
                                                                  : 2,
  };

  for (size_t i = 0; i < setup->scene.n_leads; i++)
    shown.leads = shown.leads * 1000003 + setup->numbers[i];
  return shown;
}

/* Takes over what was in the last picture already and paints the rest, with some room at both ends for
 * what is written only where there is room for all of it. Returns: whether it did. */
static gboolean
scroll_picture (EctopyTraceView *self,
                cairo_t *cr,
                const EctopyTraceSetup *setup,
                const EctopyTraceSize *size,
                const EctopyPalette *palette)
{
  const EctopyTraceShown now = describe_picture (setup), *before = &self->shown;
  const double by = now.start_px - before->start_px;
  const double left = ceil (setup->layout.x * size->scale), right = size->width * size->scale;
  const double edge = ceil (SEAM * setup->layout.font * size->scale);

  if (before->surface == NULL || before->length_s != now.length_s ||
      before->gain_mm_mv != now.gain_mm_mv || before->leads != now.leads ||
      before->detail != now.detail || fabs (by) + 2 * edge > 0.8 * (right - left))
    return FALSE;
  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface (cr, before->surface, 0, 0);
  cairo_rectangle (cr, 0, 0, left, size->height * size->scale);
  cairo_fill (cr);
  cairo_set_source_surface (cr, before->surface, -by, 0);
  cairo_rectangle (cr, left, 0, right - left, size->height * size->scale);
  cairo_fill (cr);
  cairo_restore (cr);
  paint_between (self, cr, setup, size, palette, left, left + edge + MAX (-by, 0));
  paint_between (self, cr, setup, size, palette, right - edge - MAX (by, 0), right);
  return TRUE;
}

void
ectopy_trace_view_forget_shown (EctopyTraceView *self)
{
  g_clear_pointer (&self->shown.surface, cairo_surface_destroy);
}

void
ectopy_trace_view_make_picture (EctopyTraceView *self)
{
  const EctopyTraceSize size = ectopy_trace_view_get_size (self);
  const EctopyPalette palette = ectopy_theme_palette (GTK_WIDGET (self));
  const int width = (int) size.width, height = (int) size.height, scale = (int) size.scale;
  cairo_t *cr = ectopy_canvas_begin_opaque (width, height, scale);
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (cr));
  g_auto (EctopyTraceSetup) setup = { .numbers = NULL };

  ectopy_trace_setup_init (&setup, self->session, &size);
  ectopy_trace_setup_take_signal (&setup, self->session, &size);
  if (self->paper == NULL)
    make_paper (self, &setup.scene, &size, &palette);
  if (!scroll_picture (self, cr, &setup, &size, &palette))
    paint_between (self, cr, &setup, &size, &palette, 0, width * scale);
  self->picture = ectopy_canvas_end (cr, width, height, scale);
  ectopy_trace_view_forget_shown (self);
  self->shown = describe_picture (&setup);
  self->shown.surface = surface;
  cairo_surface_set_device_scale (surface, 1, 1); /* it is read by the pixel */
}

/* ---- Cursor and calipers: over the picture, in every frame, on as little as they need ---- */

static void
append_cursor (GtkSnapshot *snapshot,
               const EctopyTraceSetup *setup,
               const EctopyTraceCursor *cursor,
               const EctopyPalette *palette,
               const EctopyTraceSize *size,
               const double area[4])
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (
      (float) floor (area[0]), (float) floor (area[1]), (float) ceil (area[2]),
      (float) ceil (area[3]));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  ectopy_trace_cursor_paint (cr, &setup->scene, cursor, palette, size->width, size->height);
  cairo_destroy (cr);
}

static void
append_hover (EctopyTraceView *self,
              GtkSnapshot *snapshot,
              const EctopyTraceSetup *setup,
              const EctopyPalette *palette,
              const EctopyTraceSize *size)
{
  const EctopyTraceCursor cursor = {
    .hover_s = ectopy_trace_layout_time_at (&setup->layout, &setup->scene, self->pointer_x),
  };
  const double room = LABEL_ROOM * size->font_size;
  const double x = CLAMP (self->pointer_x, setup->layout.x + room, size->width - room);
  const double hair[4] = { self->pointer_x - 2, 0, 4, setup->layout.bottom };
  const double label[4] = { x - room, setup->layout.bottom, 2 * room,
                            size->height - setup->layout.bottom };

  append_cursor (snapshot, setup, &cursor, palette, size, hair);
  append_cursor (snapshot, setup, &cursor, palette, size, label);
}

static void
append_calipers (EctopyTraceView *self,
                 GtkSnapshot *snapshot,
                 const EctopyTraceSetup *setup,
                 const EctopyPalette *palette,
                 const EctopyTraceSize *size)
{
  const EctopyCalipers calipers = ectopy_recording_session_get_calipers (self->session);
  const size_t lead = ectopy_trace_setup_find_lead (setup, calipers.lead);
  const EctopyTraceCursor cursor = {
    .hover_s = NAN,
    .has_calipers = calipers.is_on && lead != G_MAXSIZE,
    .from_s = calipers.from_s,
    .to_s = calipers.to_s,
    .lead = lead,
    .from_value = calipers.from_mv,
    .to_value = calipers.to_mv,
  };
  const double all[4] = { 0, 0, size->width, size->height };

  if (cursor.has_calipers && (calipers.from_s != calipers.to_s || calipers.from_s > 0))
    append_cursor (snapshot, setup, &cursor, palette, size, all);
}

static void
append_hint (GtkSnapshot *snapshot,
             const EctopyTraceSetup *setup,
             const char *hint,
             double hint_s,
             const EctopyPalette *palette,
             const EctopyTraceSize *size)
{
  const EctopyTraceCursor cursor = { .hover_s = NAN, .hint = hint, .hint_s = hint_s };
  const double room = HINT_ROOM * size->font_size;
  const double x = ectopy_trace_layout_x (&setup->layout, &setup->scene, hint_s);
  const double middle = CLAMP (x, room, MAX (size->width - room, room));
  const double area[4] = { middle - room, 0, 2 * room, size->height };

  if (x >= setup->layout.x && x <= size->width)
    append_cursor (snapshot, setup, &cursor, palette, size, area);
}

void
ectopy_trace_view_append_cursor (EctopyTraceView *self, GtkSnapshot *snapshot)
{
  const EctopyTraceSize size = ectopy_trace_view_get_size (self);
  g_auto (EctopyTraceSetup) setup = { .numbers = NULL };
  EctopyPalette palette;
  double hint_s;
  g_autofree char *hint = ectopy_comparison_dup_hint (
      ectopy_recording_session_get_comparison (self->session), &hint_s);

  if (isnan (self->pointer_x) && hint == NULL &&
      !ectopy_recording_session_get_calipers (self->session).is_on)
    return;
  palette = ectopy_theme_palette (GTK_WIDGET (self));
  ectopy_trace_setup_init (&setup, self->session, &size);
  append_calipers (self, snapshot, &setup, &palette, &size);
  if (hint != NULL)
    append_hint (snapshot, &setup, hint, hint_s, &palette, &size);
  if (self->pointer_x >= setup.layout.x)
    append_hover (self, snapshot, &setup, &palette, &size);
}
