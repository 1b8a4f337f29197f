/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-damage.h"

/* How many steps make one word about the progress. */
#define STRIDE 64

static void
damage_free (gpointer data)
{
  SqliteDamage *damage = data;

  g_free (damage->name);
  g_free (damage->text);
  g_free (damage);
}

void
sqlite_findings_init (SqliteFindings *self, MapiProgress *progress, GCancellable *cancellable)
{
  *self = (SqliteFindings){ .damage = g_ptr_array_new_with_free_func (damage_free),
                            .progress = progress,
                            .cancellable = cancellable };
}

void
sqlite_findings_clear (SqliteFindings *self)
{
  g_clear_pointer (&self->damage, g_ptr_array_unref);
}

void
sqlite_findings_add (
    SqliteFindings *self, guint32 object_type, gint64 id, gint code, const char *format, ...)
{
  SqliteDamage *damage = g_new0 (SqliteDamage, 1);
  va_list       args;

  damage->object_type = object_type;
  damage->id = id;
  damage->code = code;
  va_start (args, format);
  damage->text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->damage, damage);
}

void
sqlite_findings_describe (SqliteFindings *self, const char *name, gint64 folder)
{
  SqliteDamage *damage = self->damage->pdata[self->damage->len - 1];

  damage->name = g_strdup (name);
  damage->folder = folder;
}

gboolean
sqlite_findings_step (SqliteFindings *self, GError **error)
{
  if (self->n_done++ % STRIDE == 0 && self->progress != NULL && self->n_total > 0 &&
      !mapi_progress_tell (self->progress, (guint32) self->n_done, (guint32) self->n_total, error))
    return FALSE;
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
