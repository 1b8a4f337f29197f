/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-ab-logon.h"
#include "mapi-advise-sink.h"
#include "mapi-guard-private.h"
#include "mapi-ms-logon.h"
#include "mapi-msg-store.h"
#include "mapi-remote-link-struct-private.h"
#include "mapi-remote-objects-private.h"
#include "mapi-remote-value-private.h"
#include "mapi-xp-logon.h"

/* How an object is written. */
enum
{
  OBJECT_NONE,
  OBJECT_YOURS, /* one of the reader's, by its number */
  OBJECT_MINE,  /* one of the writer's, by its number and description */
  OBJECT_SINK,  /* the same, which the reader keeps until it hears that it is gone */
};

/* What this end has given out. Who advises keeps the sink, so that is held weakly, and called where
 * it was advised from. */
typedef struct
{
  gpointer      what; /* to be compared only */
  GMainContext *context;
  guint32       id;
  guint32       n_sent;
  GObject      *object; /* of all but sinks */
  GWeakRef      sink;
} Export;

typedef struct
{
  GWeakRef proxy;
} Import;

static guint
export_hash (gconstpointer data)
{
  return g_direct_hash (((const Export *) data)->what);
}

static gboolean
export_equal (gconstpointer a, gconstpointer b)
{
  const Export *one = a;
  const Export *other = b;

  return one->what == other->what && one->context == other->context;
}

static MapiRemoteLink *
link_of (MapiRemoteObjects *self)
{
  return (MapiRemoteLink *) ((char *) self - G_STRUCT_OFFSET (MapiRemoteLink, objects));
}

static void
import_free (gpointer data)
{
  Import *import = data;

  g_weak_ref_clear (&import->proxy);
  g_free (import);
}

void
mapi_remote_objects_init (MapiRemoteObjects *self)
{
  g_mutex_init (&self->lock);
  self->last_id = MAPI_REMOTE_ROOT;
  self->exports = g_hash_table_new (NULL, NULL);
  self->exported = g_hash_table_new (export_hash, export_equal);
  self->imports = g_hash_table_new_full (NULL, NULL, NULL, import_free);
  self->kept = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->released = g_array_new (FALSE, FALSE, sizeof (MapiRemoteReleased));
}

void
mapi_remote_objects_clear (MapiRemoteObjects *self)
{
  g_hash_table_unref (self->exports);
  g_hash_table_unref (self->exported);
  g_hash_table_unref (self->imports);
  g_hash_table_unref (self->kept);
  g_array_unref (self->released);
  g_mutex_clear (&self->lock);
}

/* Without the lock: it may be the end of the object. */
static void
export_free (gpointer data)
{
  Export *export = data;

  g_weak_ref_clear (&export->sink);
  g_clear_pointer (&export->context, g_main_context_unref);
  g_clear_object (&export->object);
  g_free (export);
}

/* With the lock. */
static void
take_out (MapiRemoteObjects *self, Export *export)
{
  g_hash_table_remove (self->exports, GUINT_TO_POINTER (export->id));
  g_hash_table_remove (self->exported, export);
}

/* With the lock. */
static Export *
add_export (MapiRemoteObjects *self, gpointer object, GMainContext *context, guint32 id)
{
  Export *export = g_new0 (Export, 1);

  export->what = object;
  export->id = id;
  export->context = context != NULL ? g_main_context_ref (context) : NULL;
  g_weak_ref_init (&export->sink, NULL);
  if (context == NULL)
    export->object = g_object_ref (object);
  else
    g_weak_ref_set (&export->sink, object);
  g_hash_table_insert (self->exports, GUINT_TO_POINTER (id), export);
  g_hash_table_add (self->exported, export);
  return export;
}

void
mapi_remote_objects_set_root (MapiRemoteObjects *self, gpointer object)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  add_export (self, object, NULL, MAPI_REMOTE_ROOT)->n_sent = 1;
}

static void
drop_exports (MapiRemoteObjects *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (export_free);
  GHashTableIter iter;
  gpointer export;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->exports);
  while (g_hash_table_iter_next (&iter, NULL, &export))
    g_ptr_array_add (all, export);
  g_hash_table_remove_all (self->exported);
  g_hash_table_remove_all (self->exports);
  g_mutex_unlock (&self->lock);
}

static GPtrArray *
ref_proxies (MapiRemoteObjects *self)
{
  GPtrArray     *proxies = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer       data;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->imports);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      gpointer proxy = g_weak_ref_get (&((Import *) data)->proxy);

      if (proxy != NULL)
        g_ptr_array_add (proxies, proxy);
    }
  g_mutex_unlock (&self->lock);
  return proxies;
}

void
mapi_remote_objects_end (MapiRemoteObjects *self, const char *reason)
{
  g_autoptr (GPtrArray) proxies = ref_proxies (self);
  g_autoptr (GHashTable) kept = NULL;

  for (guint i = 0; i < proxies->len; i++)
    mapi_guard_make_invalid_because (g_ptr_array_index (proxies, i), reason);
  drop_exports (self);

  g_mutex_lock (&self->lock);
  kept = g_steal_pointer (&self->kept);
  self->kept = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_mutex_unlock (&self->lock);
}

gpointer
mapi_remote_objects_find (MapiRemoteObjects *self, guint32 id, GMainContext **context)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Export *export = g_hash_table_lookup (self->exports, GUINT_TO_POINTER (id));

  *context = NULL;
  if (export == NULL)
    return NULL;
  if (export->context == NULL)
    return g_object_ref (export->object);
  *context = g_main_context_ref (export->context);
  return g_weak_ref_get (&export->sink);
}

GArray *
mapi_remote_objects_take_released (MapiRemoteObjects *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GArray *released = self->released;

  if (released->len == 0)
    return NULL;
  self->released = g_array_new (FALSE, FALSE, sizeof (MapiRemoteReleased));
  return released;
}

/* With the lock; NULL while the other end still has it. */
static Export *
let_go (MapiRemoteObjects *self, const MapiRemoteReleased *released)
{
  Export *export = g_hash_table_lookup (self->exports, GUINT_TO_POINTER (released->id));

  if (export == NULL || released->id == MAPI_REMOTE_ROOT)
    return NULL;
  export->n_sent -= MIN (export->n_sent, released->n_received);
  if (export->n_sent > 0)
    return NULL;
  take_out (self, export);
  return export;
}

void
mapi_remote_objects_release (MapiRemoteObjects *self, GArray *released)
{
  for (guint i = 0; i < released->len; i++)
    {
      Export *export;

      g_mutex_lock (&self->lock);
      export = let_go (self, &g_array_index (released, MapiRemoteReleased, i));
      g_mutex_unlock (&self->lock);
      g_clear_pointer (&export, export_free);
    }
}

void
mapi_remote_objects_gone (MapiRemoteObjects *self, guint32 id)
{
  gpointer proxy = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->kept, GUINT_TO_POINTER (id), NULL, &proxy);
  g_mutex_unlock (&self->lock);
  g_clear_object (&proxy);
}

static Export *
find_or_add (MapiRemoteObjects *self, gpointer object, GMainContext *context)
{
  Export key = { .what = object, .context = context };
  Export *export = g_hash_table_lookup (self->exported, &key);

  return export != NULL ? export : add_export (self, object, context, ++self->last_id);
}

/* With the lock. */
static GPtrArray *
take_out_dead_sinks (MapiRemoteObjects *self)
{
  GPtrArray     *dead = g_ptr_array_new_with_free_func (export_free);
  GHashTableIter iter;
  gpointer       data;

  g_hash_table_iter_init (&iter, self->exports);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      Export *export = data;
      g_autoptr (GObject) sink = g_weak_ref_get (&export->sink);

      if (export->context == NULL || sink != NULL)
        continue;
      g_hash_table_iter_remove (&iter);
      g_hash_table_remove (self->exported, export);
      g_ptr_array_add (dead, export);
    }
  return dead;
}

/* The other end keeps sinks until it is told of their end, which is not before the next comes. */
static void
tell_of_dead_sinks (MapiRemoteObjects *self)
{
  g_autoptr (GPtrArray) dead = NULL;

  g_mutex_lock (&self->lock);
  dead = take_out_dead_sinks (self);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < dead->len; i++)
    mapi_remote_link_tell (link_of (self), "Gone", ((Export *) g_ptr_array_index (dead, i))->id);
}

/* Answers the number of the object at this end. */
static guint32
send_object (MapiRemoteObjects *self, gpointer object, gboolean is_sink)
{
  g_autoptr (GMainContext) context = is_sink ? g_main_context_ref_thread_default () : NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Export *export = find_or_add (self, object, context);

  export->n_sent++;
  return export->id;
}

void
mapi_remote_objects_write (MapiRemoteObjects *self, MapiRemoteWriter *writer, gpointer object)
{
  gboolean is_sink = MAPI_IS_ADVISE_SINK (object);

  if (object == NULL)
    {
      mapi_remote_write_guint32 (writer, OBJECT_NONE);
      return;
    }
  if (MAPI_IS_REMOTE_PROXY (object) && MAPI_REMOTE_PROXY (object)->link == writer->link)
    {
      mapi_remote_write_guint32 (writer, OBJECT_YOURS);
      mapi_remote_write_guint32 (writer, MAPI_REMOTE_PROXY (object)->id);
      return;
    }
  if (is_sink)
    tell_of_dead_sinks (self);
  mapi_remote_write_guint32 (writer, is_sink ? OBJECT_SINK : OBJECT_MINE);
  mapi_remote_write_guint32 (writer, send_object (self, object, is_sink));
  mapi_remote_write_string (writer, mapi_remote_proxy_describe (object));
}

static gpointer
read_own (MapiRemoteObjects *self, MapiRemoteReader *reader)
{
  guint32 id = mapi_remote_read_guint32 (reader);
  g_autoptr (GMainContext) context = NULL;
  gpointer object = mapi_remote_objects_find (self, id, &context);

  mapi_remote_reader_require (reader, object);
  return object;
}

/* With the lock. */
static MapiRemoteProxy *
find_proxy (MapiRemoteObjects *self, guint32 id)
{
  Import *import = g_hash_table_lookup (self->imports, GUINT_TO_POINTER (id));

  return import != NULL ? g_weak_ref_get (&import->proxy) : NULL;
}

/* With the lock. */
static void
add_proxy (MapiRemoteObjects *self, MapiRemoteProxy *proxy)
{
  Import *import = g_new0 (Import, 1);

  g_weak_ref_init (&import->proxy, proxy);
  g_hash_table_replace (self->imports, GUINT_TO_POINTER (proxy->id), import);
}

/* One proxy for an object, as long as it lives. Two threads may come with one at a time. */
static MapiRemoteProxy *
receive (MapiRemoteObjects *self, MapiRemoteProxy *fresh)
{
  MapiRemoteProxy *proxy;

  g_mutex_lock (&self->lock);
  proxy = find_proxy (self, fresh->id);
  if (proxy == NULL)
    {
      proxy = g_object_ref (fresh);
      add_proxy (self, proxy);
    }
  proxy->n_received++;
  g_mutex_unlock (&self->lock);
  return proxy;
}

static void
keep (MapiRemoteObjects *self, MapiRemoteProxy *proxy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!g_hash_table_contains (self->kept, GUINT_TO_POINTER (proxy->id)))
    g_hash_table_insert (self->kept, GUINT_TO_POINTER (proxy->id), g_object_ref (proxy));
}

static gpointer
read_other (MapiRemoteObjects *self, MapiRemoteReader *reader, gboolean is_sink)
{
  guint32          id = mapi_remote_read_guint32 (reader);
  g_autofree char *description = mapi_remote_read_string (reader);
  g_autoptr (GObject) fresh = NULL;
  MapiRemoteProxy *proxy;

  if (description != NULL)
    fresh = (GObject *) mapi_remote_proxy_new (reader->link, id, description);
  mapi_remote_reader_require (reader, fresh);
  if (fresh == NULL)
    return NULL;
  proxy = receive (self, MAPI_REMOTE_PROXY (fresh));
  if (is_sink)
    keep (self, proxy);
  return proxy;
}

gpointer
mapi_remote_objects_read (MapiRemoteObjects *self, MapiRemoteReader *reader)
{
  guint32 how = mapi_remote_read_guint32 (reader);

  switch (how)
    {
    case OBJECT_NONE:
      return NULL;
    case OBJECT_YOURS:
      return read_own (self, reader);
    case OBJECT_MINE:
    case OBJECT_SINK:
      return read_other (self, reader, how == OBJECT_SINK);
    default:
      reader->failed = TRUE;
      return NULL;
    }
}

static gboolean
is_all_here (MapiRemoteObjects *self, gboolean (*stays) (gpointer object))
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTableIter iter;
  gpointer       data;

  g_hash_table_iter_init (&iter, self->exports);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const Export *export = data;

      if (export->object != NULL && export->id != MAPI_REMOTE_ROOT && !stays (export->object))
        return FALSE;
    }
  return TRUE;
}

gboolean
mapi_remote_objects_add_held (MapiRemoteObjects *self,
                              MapiHeld          *held,
                              gboolean (*stays) (gpointer object))
{
  g_autoptr (GPtrArray) proxies = NULL;

  if (!is_all_here (self, stays))
    return FALSE;
  proxies = ref_proxies (self);
  for (guint i = 0; i < proxies->len; i++)
    {
      GObject *proxy = g_ptr_array_index (proxies, i);

      if (!MAPI_IS_ADVISE_SINK (proxy))
        mapi_held_add (held, mapi_remote_proxy_get_name (proxy), proxy->ref_count - 1);
    }
  return TRUE;
}

/* Another may have come in its place by now. */
static void
remove_import (MapiRemoteObjects *self, guint32 id)
{
  g_autoptr (GObject) other = (GObject *) find_proxy (self, id);

  if (other == NULL)
    g_hash_table_remove (self->imports, GUINT_TO_POINTER (id));
}

/* The end of a logon is that of what it holds (R166, R384). */
static gboolean
ends_something (gpointer proxy)
{
  return MAPI_IS_XP_LOGON (proxy) || MAPI_IS_MS_LOGON (proxy) || MAPI_IS_AB_LOGON (proxy) ||
         MAPI_IS_MSG_STORE (proxy);
}

void
mapi_remote_objects_forget (MapiRemoteProxy *proxy)
{
  MapiRemoteObjects *self = &proxy->link->objects;
  MapiRemoteReleased released = { proxy->id, proxy->n_received };

  if (proxy->n_received == 0)
    return;
  g_mutex_lock (&self->lock);
  remove_import (self, proxy->id);
  g_array_append_val (self->released, released);
  g_mutex_unlock (&self->lock);
  if (ends_something (proxy))
    mapi_remote_link_release (proxy->link);
  else
    mapi_remote_link_flush (proxy->link);
}
