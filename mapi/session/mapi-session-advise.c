/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-session-private.h"
#include "mapi-store-entry-id.h"

/* Who watches what through a session, in whichever provider it is. */

/* An advise that goes on in a store, which it keeps open, in an address book, or in the session. */
typedef struct
{
  MapiSessionOwner owner;
  guint32          number;
} Connection;

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  mapi_session_owner_clear (&connection->owner);
  g_free (connection);
}

/* Takes @owner. */
static guint32
keep_connection (MapiSession *self, MapiSessionOwner *owner, guint32 number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Connection *connection = g_new0 (Connection, 1);

  connection->owner = *owner;
  *owner = (MapiSessionOwner){ NULL };
  connection->number = number;
  if (self->connections == NULL)
    self->connections = g_hash_table_new_full (NULL, NULL, NULL, connection_free);
  g_hash_table_insert (self->connections, GUINT_TO_POINTER (++self->last_connection), connection);

  return self->last_connection;
}

/* Nothing is the session itself; a store is named by a wrapped identifier, and watched as a whole.
 */
static gboolean
find_watched (MapiSession      *self,
              GBytes           *entry_id,
              GCancellable     *cancellable,
              MapiSessionOwner *owner,
              GError          **error)
{
  if (entry_id == NULL)
    return TRUE;
  if (!mapi_store_entry_id_is_wrapped (entry_id))
    return mapi_session_find_owner (self, entry_id, cancellable, owner, error);

  owner->store = mapi_session_open_msg_store (self, entry_id, 0, cancellable, error);
  return owner->store != NULL;
}

static guint32
call_advise (MapiSession            *self,
             const MapiSessionOwner *owner,
             GBytes                 *entry_id,
             guint32                 event_mask,
             MapiAdviseSink         *sink,
             GCancellable           *cancellable,
             GError                **error)
{
  gboolean is_store = entry_id != NULL && mapi_store_entry_id_is_wrapped (entry_id);

  if (owner->store != NULL)
    return mapi_msg_store_advise (
        owner->store, is_store ? NULL : entry_id, event_mask, sink, cancellable, error);
  if (owner->logon != NULL)
    {
      g_autoptr (MapiAbLogon) book = mapi_session_logon_ref_ab (owner->logon, error);

      return book != NULL
                 ? mapi_ab_logon_advise (book, entry_id, event_mask, sink, cancellable, error)
                 : 0;
    }
  return mapi_notifier_advise (self->events, NULL, event_mask, sink, error);
}

static gboolean
call_unadvise (MapiSession *self, const Connection *connection, GError **error)
{
  if (connection->owner.store != NULL)
    return mapi_msg_store_unadvise (connection->owner.store, connection->number, error);
  if (connection->owner.logon != NULL)
    {
      g_autoptr (MapiAbLogon) book = mapi_session_logon_ref_ab (connection->owner.logon, error);

      return book != NULL && mapi_ab_logon_unadvise (book, connection->number, error);
    }
  return mapi_notifier_unadvise (self->events, connection->number, error);
}

/**
 * mapi_session_advise:
 * @self: a #MapiSession
 * @entry_id: (nullable): what to watch, or %NULL for the session: errors of its providers
 * @event_mask: which events, `MAPI_fnev*`
 * @sink: who is told; held weakly, and called in the thread-default context of this thread
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Watches an entry of whichever store or address book it belongs to (`IMAPISession::Advise`), or a
 * whole store as the table of stores names it.
 *
 * Returns: the connection, for mapi_session_unadvise(); 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_session_advise (MapiSession    *self,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_auto (MapiSessionOwner) owner = { NULL };
  guint32 number;

  g_return_val_if_fail (MAPI_IS_SESSION (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  if (!mapi_session_check_open (self, error) ||
      !find_watched (self, entry_id, cancellable, &owner, error))
    return 0;
  number = call_advise (self, &owner, entry_id, event_mask, sink, cancellable, error);

  return number != 0 ? keep_connection (self, &owner, number) : 0;
}

static Connection *
take_connection (MapiSession *self, guint32 number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gpointer connection = NULL;

  if (self->connections != NULL)
    g_hash_table_steal_extended (self->connections, GUINT_TO_POINTER (number), NULL, &connection);

  return connection;
}

/**
 * mapi_session_unadvise:
 * @self: a #MapiSession
 * @connection: what mapi_session_advise() gave
 * @error: return location for a #GError
 *
 * Ends what mapi_session_advise() began. An unknown connection is %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_unadvise (MapiSession *self, guint32 connection, GError **error)
{
  Connection *kept;
  gboolean    done;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);

  kept = take_connection (self, connection);
  if (kept == NULL)
    {
      g_set_error (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the session has no connection %u", connection);
      return FALSE;
    }

  done = call_unadvise (self, kept, error);
  connection_free (kept);
  return done;
}

void
mapi_session_drop_connections (MapiSession *self)
{
  g_autoptr (GHashTable) dropped = NULL;

  g_mutex_lock (&self->lock);
  dropped = g_steal_pointer (&self->connections);
  g_mutex_unlock (&self->lock);
}
