/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spooler-journal.h"

#include <string.h>

typedef struct
{
  char  *name; /* whose it is */
  char  *call; /* with its object */
  gint64 time; /* seconds since the start */
} Entry;

struct _SpoolerJournal
{
  gatomicrefcount   ref_count;
  MapiSpoolerClock *clock;
  gint64            start;
  GMutex            lock;
  GPtrArray        *entries;
};

/* Whose calls go into which journal. */
typedef struct
{
  SpoolerJournal *journal;
  char           *name;
} Watch;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->call);
  g_free (entry);
}

SpoolerJournal *
spooler_journal_new (MapiSpoolerClock *clock)
{
  SpoolerJournal *self = g_new0 (SpoolerJournal, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->clock = g_object_ref (clock);
  self->start = mapi_spooler_clock_get_time (clock);
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  g_mutex_init (&self->lock);
  return self;
}

/* A lane that was left behind may still call a fake. */
void
spooler_journal_free (SpoolerJournal *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->clock);
  g_ptr_array_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
free_watch (gpointer data, GClosure *closure)
{
  Watch *watch = data;

  spooler_journal_free (watch->journal);
  g_free (watch->name);
  g_free (watch);
}

static void
on_called (FakeActor *actor, const char *line, gpointer data)
{
  const Watch    *watch = data;
  SpoolerJournal *self = watch->journal;
  Entry          *entry = g_new (Entry, 1);

  entry->name = g_strdup (watch->name);
  entry->call = g_strndup (line, strcspn (line, "\t"));
  entry->time = (mapi_spooler_clock_get_time (self->clock) - self->start) / G_USEC_PER_SEC;
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->entries, entry);
  g_mutex_unlock (&self->lock);

  /* For who waits in the main thread until something is in the journal. */
  g_main_context_wakeup (NULL);
}

void
spooler_journal_watch (SpoolerJournal *self, const char *name, FakeActor *actor)
{
  Watch *watch = g_new (Watch, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  watch->journal = self;
  watch->name = g_strdup (name);
  g_signal_connect_data (actor, "called", G_CALLBACK (on_called), watch, free_watch, 0);
}

char *
spooler_journal_list (SpoolerJournal *self, const char *name, const char *call)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->name, name) && g_str_has_prefix (entry->call, call))
        g_string_append_printf (list,
                                "%s%" G_GINT64_FORMAT " %s",
                                list->len > 0 ? ", " : "",
                                entry->time,
                                entry->call + strlen (call));
    }

  return g_string_free (list, FALSE);
}

static gboolean
is_among (const Entry *entry, const char *const *calls)
{
  g_autofree char *call = g_strndup (entry->call, strcspn (entry->call, " "));

  return g_strv_contains (calls, call);
}

char *
spooler_journal_list_all (SpoolerJournal *self, const char *const *calls)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (is_among (entry, calls))
        g_string_append_printf (
            list, "%s%s %s", list->len > 0 ? ", " : "", entry->name, entry->call);
    }

  return g_string_free (list, FALSE);
}

void
spooler_journal_forget (SpoolerJournal *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_set_size (self->entries, 0);
}
