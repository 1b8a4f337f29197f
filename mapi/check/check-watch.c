/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-watch.h"

struct _CheckWatch
{
  MapiWrapper parent_instance;

  CheckJournal *journal;

  GWeakRef    support; /* that was called last */
  GWeakRef    provider;
  GMutex      lock; /* for all below */
  const char *failing;
  MapiError   code;
  const char *trapped;
  CheckOnCall func;
  gpointer    data;
  GHashTable *witnesses; /* method -> Witness */
};

typedef struct
{
  CheckWitness before;
  CheckWitness after;
  gpointer     data;
} Witness;

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

static Witness
find_witness (CheckWatch *self, MapiCall *call)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const Witness *witness = g_hash_table_lookup (self->witnesses, mapi_call_get_method (call));

  return witness != NULL ? *witness : (Witness){ NULL };
}

static gboolean
check_watch_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  CheckWatch *self = CHECK_WATCH (wrapper);
  const char *method = mapi_call_get_method (call);
  MapiError   code = find_failure (self, method);
  Witness     witness = find_witness (self, call);

  if (MAPI_IS_SUPPORT (mapi_call_get_object (call)))
    g_weak_ref_set (&self->support, mapi_call_get_object (call));
  if (MAPI_IS_XP_PROVIDER (mapi_call_get_object (call)))
    g_weak_ref_set (&self->provider, mapi_call_get_object (call));
  check_journal_add (self->journal, describe (call));
  spring_trap (self, method);
  if (witness.before != NULL)
    witness.before (call, witness.data);
  if (code == 0)
    return TRUE;
  g_set_error (error, MAPI_ERROR, code, "%s is to fail now", method);
  return FALSE;
}

static gboolean
check_watch_leave (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  Witness witness = find_witness (CHECK_WATCH (wrapper), call);

  if (witness.after != NULL)
    witness.after (call, witness.data);
  return TRUE;
}

static void
check_watch_finalize (GObject *object)
{
  g_hash_table_unref (CHECK_WATCH (object)->witnesses);
  g_weak_ref_clear (&CHECK_WATCH (object)->support);
  g_weak_ref_clear (&CHECK_WATCH (object)->provider);
  g_mutex_clear (&CHECK_WATCH (object)->lock);
  G_OBJECT_CLASS (check_watch_parent_class)->finalize (object);
}

static void
check_watch_class_init (CheckWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = check_watch_finalize;
  MAPI_WRAPPER_CLASS (klass)->enter = check_watch_enter;
  MAPI_WRAPPER_CLASS (klass)->leave = check_watch_leave;
}

static void
check_watch_init (CheckWatch *self)
{
  g_weak_ref_init (&self->support, NULL);
  g_weak_ref_init (&self->provider, NULL);
  g_mutex_init (&self->lock);
  self->witnesses = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

CheckWatch *
check_watch_new (CheckJournal *journal)
{
  CheckWatch *self = g_object_new (CHECK_TYPE_WATCH, NULL);

  self->journal = journal;
  return self;
}

gboolean
check_watch_has_support (CheckWatch *self)
{
  g_autoptr (GObject) support = g_weak_ref_get (&self->support);

  return support != NULL;
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

void
check_watch_set_witness (
    CheckWatch *self, const char *method, CheckWitness before, CheckWitness after, gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Witness *witness = g_new (Witness, 1);

  *witness = (Witness){ before, after, data };
  g_hash_table_insert (self->witnesses, (gpointer) method, witness);
}

MapiXpProvider *
check_watch_ref_provider (CheckWatch *self)
{
  return g_weak_ref_get (&self->provider);
}
