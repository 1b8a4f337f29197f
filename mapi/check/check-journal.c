/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-journal.h"

struct _CheckJournal
{
  GMutex     lock;
  GPtrArray *calls;
  guint      begin; /* of those that count */
};

static void
call_free (gpointer data)
{
  CheckCall *call = data;

  g_clear_pointer (&call->bytes, g_bytes_unref);
  g_clear_pointer (&call->props, mapi_prop_list_unref);
  g_clear_pointer (&call->rows, mapi_row_set_unref);
  g_clear_object (&call->argument);
  g_free (call);
}

CheckJournal *
check_journal_new (void)
{
  CheckJournal *self = g_new0 (CheckJournal, 1);

  g_mutex_init (&self->lock);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  return self;
}

void
check_journal_free (CheckJournal *self)
{
  g_ptr_array_unref (self->calls);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
check_journal_add (CheckJournal *self, CheckCall *call)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->calls, call);
}

void
check_journal_forget (CheckJournal *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->begin = self->calls->len;
}

static const CheckCall *
find (CheckJournal *self, const char *method, gpointer object, guint index, guint *n_found)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *n_found = 0;
  for (guint i = self->begin; i < self->calls->len; i++)
    {
      const CheckCall *call = g_ptr_array_index (self->calls, i);

      if (g_str_equal (call->method, method) && (object == NULL || call->object == object) &&
          (*n_found)++ == index)
        return call;
    }
  return NULL;
}

guint
check_journal_count (CheckJournal *self, const char *method, gpointer object)
{
  guint n_found;

  find (self, method, object, G_MAXUINT, &n_found);
  return n_found;
}

const CheckCall *
check_journal_find (CheckJournal *self, const char *method, gpointer object, guint index)
{
  guint n_found;

  return find (self, method, object, index, &n_found);
}

MapiPropList *
check_journal_get_status_row (CheckJournal *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MapiPropList *row = NULL;

  for (guint i = 0; i < self->calls->len; i++)
    {
      const CheckCall *call = g_ptr_array_index (self->calls, i);
      g_autoptr (MapiPropList) old = row;

      if (!g_str_equal (call->method, "ModifyStatusRow"))
        row = g_steal_pointer (&old);
      else if (old != NULL && (call->flags & MAPI_STATUSROW_UPDATE) != 0)
        row = mapi_prop_list_merge (old, call->props);
      else
        row = mapi_prop_list_ref (call->props);
    }
  return row;
}
