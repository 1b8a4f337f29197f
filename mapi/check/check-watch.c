/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-watch.h"

struct _CheckWatch
{
  MapiWrapper parent_instance;

  CheckJournal *journal;

  GMutex      lock; /* for all below */
  const char *failing;
  MapiError   code;
  const char *trapped;
  CheckOnCall func;
  gpointer    data;
};

G_DEFINE_FINAL_TYPE (CheckWatch, check_watch, MAPI_TYPE_WRAPPER)

/* What the methods that clauses look at are given. */
static CheckCall *
describe (MapiCall *call)
{
  CheckCall *entry = g_new0 (CheckCall, 1);

  entry->method = mapi_call_get_method (call);
  entry->object = mapi_call_get_object (call);
  entry->flags = mapi_call_get_flags (call);
  entry->bytes = mapi_call_get_bytes (call, "data");
  entry->rows = mapi_call_get_rows (call, "recipients");
  entry->props = mapi_call_get_props (call, "columns");
  if (entry->props == NULL)
    entry->props = mapi_call_get_props (call, "props");
  g_set_object (&entry->argument, mapi_call_get_argument (call, "object"));
  if (entry->argument == NULL)
    g_set_object (&entry->argument, mapi_call_get_argument (call, "preprocessor"));
  return entry;
}

static void
spring_trap (CheckWatch *self, const char *method)
{
  CheckOnCall func = NULL;

  g_mutex_lock (&self->lock);
  if (self->trapped != NULL && g_str_equal (self->trapped, method))
    {
      func = self->func;
      self->trapped = NULL;
    }
  g_mutex_unlock (&self->lock);

  if (func != NULL)
    func (self->data);
}

static MapiError
find_failure (CheckWatch *self, const char *method)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->failing != NULL && g_str_equal (self->failing, method) ? self->code : 0;
}

static gboolean
check_watch_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  CheckWatch *self = CHECK_WATCH (wrapper);
  const char *method = mapi_call_get_method (call);
  MapiError   code = find_failure (self, method);

  check_journal_add (self->journal, describe (call));
  spring_trap (self, method);
  if (code == 0)
    return TRUE;
  g_set_error (error, MAPI_ERROR, code, "%s is to fail now", method);
  return FALSE;
}

static void
check_watch_finalize (GObject *object)
{
  g_mutex_clear (&CHECK_WATCH (object)->lock);
  G_OBJECT_CLASS (check_watch_parent_class)->finalize (object);
}

static void
check_watch_class_init (CheckWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = check_watch_finalize;
  MAPI_WRAPPER_CLASS (klass)->enter = check_watch_enter;
}

static void
check_watch_init (CheckWatch *self)
{
  g_mutex_init (&self->lock);
}

CheckWatch *
check_watch_new (CheckJournal *journal)
{
  CheckWatch *self = g_object_new (CHECK_TYPE_WATCH, NULL);

  self->journal = journal;
  return self;
}

void
check_watch_set_failure (CheckWatch *self, const char *method, MapiError code)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->failing = code != 0 ? method : NULL;
  self->code = code;
}

void
check_watch_set_trap (CheckWatch *self, const char *method, CheckOnCall func, gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->trapped = method;
  self->func = func;
  self->data = data;
}
