/* SPDX-License-Identifier: MIT */
#include "engine/review/corrections.h"

#include "engine/review/corrections-private.h"

#include <glib/gi18n.h>

/* The verdicts that stand are kept by row, few as they are; the edits that led there in an array, of
 * which the first `n_done` stand and the others can be redone. */
struct _EctopyCorrections {
  GObject parent_instance;

  size_t n_rows;
  GHashTable *verdicts; /* row → EctopyVerdict */
  size_t n_corrected;
  GArray *edits; /* EctopyEdit */
  guint n_done;
  guint64 step;
  gboolean in_group;
  gint64 saved_at; /* the n_done that is on disk; -1 when that can no longer be reached */
};

enum { PROP_0, PROP_N_VERDICTS, PROP_CAN_UNDO, PROP_CAN_REDO, PROP_IS_SAVED, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EctopyCorrections, ectopy_corrections, G_TYPE_OBJECT)

static gboolean
same (const EctopyVerdict *a, const EctopyVerdict *b)
{
  return a->kind == b->kind && (a->kind == ECTOPY_VERDICT_NONE || a->beat_class == b->beat_class);
}

/* Makes @verdict the one of @row. */
static void
put (EctopyCorrections *self, size_t row, const EctopyVerdict *verdict)
{
  const EctopyVerdict before = ectopy_corrections_get (self, row);

  self->n_corrected -= before.kind == ECTOPY_VERDICT_CORRECTED ? 1 : 0;
  self->n_corrected += verdict->kind == ECTOPY_VERDICT_CORRECTED ? 1 : 0;
  if (verdict->kind == ECTOPY_VERDICT_NONE)
    g_hash_table_remove (self->verdicts, GSIZE_TO_POINTER (row));
  else
    g_hash_table_insert (self->verdicts, GSIZE_TO_POINTER (row),
                         g_memdup2 (verdict, sizeof *verdict));
  g_signal_emit (self, signals[CHANGED], 0, (guint64) row);
}

static void
notify_all (EctopyCorrections *self)
{
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
ectopy_corrections_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EctopyCorrections *self = ECTOPY_CORRECTIONS (object);

  switch (id) {
  case PROP_N_VERDICTS:
    g_value_set_uint64 (value, ectopy_corrections_get_n_verdicts (self));
    break;
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, ectopy_corrections_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, ectopy_corrections_can_redo (self));
    break;
  case PROP_IS_SAVED:
    g_value_set_boolean (value, ectopy_corrections_is_saved (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
ectopy_corrections_finalize (GObject *object)
{
  EctopyCorrections *self = ECTOPY_CORRECTIONS (object);

  g_hash_table_unref (self->verdicts);
  g_array_unref (self->edits);
  G_OBJECT_CLASS (ectopy_corrections_parent_class)->finalize (object);
}

static void
ectopy_corrections_class_init (EctopyCorrectionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ectopy_corrections_get_property;
  object_class->finalize = ectopy_corrections_finalize;
  properties[PROP_N_VERDICTS] = g_param_spec_uint64 ("n-verdicts", NULL, NULL, 0, G_MAXUINT64, 0,
                                                     flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_IS_SAVED] = g_param_spec_boolean ("is-saved", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
ectopy_corrections_init (EctopyCorrections *self)
{
  self->verdicts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->edits = g_array_new (FALSE, FALSE, sizeof (EctopyEdit));
}

EctopyCorrections *
ectopy_corrections_new (size_t n_rows)
{
  EctopyCorrections *self = g_object_new (ECTOPY_TYPE_CORRECTIONS, NULL);

  self->n_rows = n_rows;
  return self;
}

size_t
ectopy_corrections_get_n_rows (EctopyCorrections *self)
{
  return self->n_rows;
}

size_t
ectopy_corrections_get_n_verdicts (EctopyCorrections *self)
{
  return g_hash_table_size (self->verdicts);
}

size_t
ectopy_corrections_get_n_corrected (EctopyCorrections *self)
{
  return self->n_corrected;
}

EctopyVerdict
ectopy_corrections_get (EctopyCorrections *self, size_t row)
{
  const EctopyVerdict *verdict = g_hash_table_lookup (self->verdicts, GSIZE_TO_POINTER (row));

  return verdict != NULL ? *verdict : (EctopyVerdict){ .beat_class = ECTOPY_CLASS_NONE };
}

gboolean
ectopy_corrections_replay (EctopyCorrections *self, const EctopyEdit *edit)
{
  const EctopyVerdict before = ectopy_corrections_get (self, edit->row);

  if (edit->row >= self->n_rows || same (&before, &edit->after))
    return FALSE;
  g_array_set_size (self->edits, self->n_done);
  if (self->saved_at > (gint64) self->n_done)
    self->saved_at = -1;
  g_array_append_vals (
      self->edits,
      &(EctopyEdit){ .row = edit->row, .before = before, .after = edit->after, .step = edit->step },
      1);
  self->n_done++;
  self->step = MAX (self->step, edit->step);
  put (self, edit->row, &edit->after);
  return TRUE;
}

gboolean
ectopy_corrections_set (EctopyCorrections *self,
                        size_t row,
                        EctopyVerdictKind kind,
                        guint beat_class)
{
  EctopyVerdict verdict = { .beat_class = ECTOPY_CLASS_NONE };

  g_return_val_if_fail (row < self->n_rows, FALSE);
  g_return_val_if_fail (kind == ECTOPY_VERDICT_NONE || beat_class < ECTOPY_N_CLASSES, FALSE);
  if (kind != ECTOPY_VERDICT_NONE)
    verdict = (EctopyVerdict){
      .kind = kind,
      .beat_class = beat_class,
      .time = g_get_real_time () / G_USEC_PER_SEC,
    };
  if (!ectopy_corrections_replay (self,
                                  &(EctopyEdit){ .row = row,
                                                 .after = verdict,
                                                 .step = self->step + (self->in_group ? 0 : 1) }))
    return FALSE;
  notify_all (self);
  return TRUE;
}

void
ectopy_corrections_begin_group (EctopyCorrections *self)
{
  g_return_if_fail (!self->in_group);
  self->in_group = TRUE;
  self->step++;
}

void
ectopy_corrections_end_group (EctopyCorrections *self)
{
  g_return_if_fail (self->in_group);
  self->in_group = FALSE;
}

size_t
ectopy_corrections_undo (EctopyCorrections *self)
{
  size_t row = G_MAXSIZE;
  guint64 step;

  if (self->n_done == 0)
    return G_MAXSIZE;
  step = g_array_index (self->edits, EctopyEdit, self->n_done - 1).step;
  while (self->n_done > 0 &&
         g_array_index (self->edits, EctopyEdit, self->n_done - 1).step == step) {
    const EctopyEdit edit = g_array_index (self->edits, EctopyEdit, --self->n_done);

    row = edit.row;
    put (self, row, &edit.before);
  }
  notify_all (self);
  return row;
}

size_t
ectopy_corrections_redo (EctopyCorrections *self)
{
  size_t row = G_MAXSIZE;
  guint64 step;

  if (self->n_done == self->edits->len)
    return G_MAXSIZE;
  step = g_array_index (self->edits, EctopyEdit, self->n_done).step;
  while (self->n_done < self->edits->len &&
         g_array_index (self->edits, EctopyEdit, self->n_done).step == step) {
    const EctopyEdit edit = g_array_index (self->edits, EctopyEdit, self->n_done++);

    row = row == G_MAXSIZE ? edit.row : row;
    put (self, edit.row, &edit.after);
  }
  notify_all (self);
  return row;
}

gboolean
ectopy_corrections_can_undo (EctopyCorrections *self)
{
  return self->n_done > 0;
}

gboolean
ectopy_corrections_can_redo (EctopyCorrections *self)
{
  return self->n_done < self->edits->len;
}

const EctopyEdit *
ectopy_corrections_get_edits (EctopyCorrections *self, size_t *n_edits)
{
  *n_edits = self->n_done;
  return (const EctopyEdit *) (gpointer) self->edits->data;
}

gboolean
ectopy_corrections_is_saved (EctopyCorrections *self)
{
  return self->saved_at == (gint64) self->n_done;
}

void
ectopy_corrections_set_saved (EctopyCorrections *self)
{
  self->saved_at = self->n_done;
  notify_all (self);
}

size_t
ectopy_corrections_apply (EctopyCorrections *self, guint8 *labels)
{
  GHashTableIter iter;
  gpointer key, value;
  size_t n_changed = 0;

  g_hash_table_iter_init (&iter, self->verdicts);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    guint8 *label = &labels[GPOINTER_TO_SIZE (key)];
    const EctopyVerdict *verdict = value;

    n_changed += *label != verdict->beat_class ? 1 : 0;
    *label = (guint8) verdict->beat_class;
  }
  return n_changed;
}

char *
ectopy_corrections_dup_note (EctopyCorrections *self)
{
  const size_t n = ectopy_corrections_get_n_verdicts (self);

  if (n == 0)
    return NULL;
  return g_strdup_printf (
      ngettext ("%zu beat was reviewed: the reader's class counts as its true one.",
                "%zu beats were reviewed: the reader's class counts as their true one.", n),
      n);
}
