/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"

/* The entries of an address book: to which provider each belongs. */

MapiProp *
mapi_address_book_open_entry_of (MapiSessionLogon *logon,
                                 GBytes           *entry_id,
                                 const char       *interface_name,
                                 guint32           flags,
                                 GCancellable     *cancellable,
                                 GError          **error)
{
  g_autoptr (MapiAbLogon) book = mapi_session_logon_ref_ab (logon, error);
  MapiProp *entry =
      book != NULL
          ? mapi_ab_logon_open_entry (book, entry_id, interface_name, flags, cancellable, error)
          : NULL;

  if (entry == NULL)
    mapi_session_prefix_error (logon->provider, "OpenEntry", error);
  return entry;
}

static MapiSessionLogon *
find_owner (MapiAddressBook *self, GBytes *entry_id, GError **error)
{
  MapiSessionLogon *logon = mapi_session_find_ab_logon (self->session, entry_id);

  if (logon != NULL)
    return logon;

  g_set_error_literal (error,
                       MAPI_ERROR,
                       mapi_entry_id_is_valid (entry_id) ? MAPI_E_UNKNOWN_ENTRYID
                                                         : MAPI_E_INVALID_ENTRYID,
                       "the entry identifier belongs to no address book provider of this session");
  return NULL;
}

static MapiProp *
open_entry (MapiAddrBook *book,
            GBytes       *entry_id,
            const char   *interface_name,
            guint32       flags,
            GCancellable *cancellable,
            GError      **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  g_autoptr (MapiSessionLogon) logon = NULL;

  if (!mapi_session_check_open (self->session, error))
    return NULL;
  if (entry_id == NULL || g_bytes_get_size (entry_id) == 0)
    return mapi_address_book_root_new (self);
  if (mapi_one_off_is (entry_id))
    return mapi_one_off_user_new (entry_id, error);

  logon = find_owner (self, entry_id, error);
  return logon != NULL ? mapi_address_book_open_entry_of (
                             logon, entry_id, interface_name, flags, cancellable, error)
                       : NULL;
}

static gboolean
compare_entry_ids (
    MapiAddrBook *book, GBytes *a, GBytes *b, guint32 flags, gboolean *result, GError **error)
{
  return mapi_session_compare_entry_ids (
      MAPI_ADDRESS_BOOK (book)->session, a, b, flags, result, error);
}

static GBytes *
create_one_off (MapiAddrBook *book,
                const char   *name,
                const char   *address_type,
                const char   *address,
                guint32       flags,
                GError      **error)
{
  guint32 how = (flags & MAPI_SEND_NO_RICH_INFO) != 0 ? MAPI_ONE_OFF_NO_RICH_INFO : (guint32) 0;
  GBytes *entry_id = mapi_one_off_new (
      name != NULL ? name : address, address_type, address, how | MAPI_ONE_OFF_UNICODE);

  if (entry_id == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "name, address type or address is not UTF-8");
  return entry_id;
}

/* What one provider was asked to watch. */
typedef struct
{
  MapiAbLogon *logon;
  guint32      connection;
} Watch;

static void
watch_clear (gpointer data)
{
  Watch *watch = data;

  mapi_ab_logon_unadvise (watch->logon, watch->connection, NULL);
  g_clear_object (&watch->logon);
}

static gboolean
watch (GArray           *watches,
       MapiSessionLogon *logon,
       GBytes           *entry_id,
       guint32           event_mask,
       MapiAdviseSink   *sink,
       GCancellable     *cancellable,
       GError          **error)
{
  g_autoptr (MapiAbLogon) book = mapi_session_logon_ref_ab (logon, error);
  Watch one = { book, 0 };

  if (book != NULL)
    one.connection = mapi_ab_logon_advise (book, entry_id, event_mask, sink, cancellable, error);
  if (one.connection == 0)
    {
      mapi_session_prefix_error (logon->provider, "Advise", error);
      return FALSE;
    }

  g_steal_pointer (&book);
  g_array_append_val (watches, one);
  return TRUE;
}

static guint32
keep (MapiAddressBook *self, GArray *watches)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->connections == NULL)
    self->connections = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  g_hash_table_insert (
      self->connections, GUINT_TO_POINTER (++self->last_connection), g_array_ref (watches));

  return self->last_connection;
}

/* All of it is whatever can be watched: a provider without notifications is no failure. */
static void
watch_all (MapiAddressBook *self,
           GArray          *watches,
           guint32          event_mask,
           MapiAdviseSink  *sink,
           GCancellable    *cancellable)
{
  for (guint i = 0; i < self->logons->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!watch (watches, self->logons->pdata[i], NULL, event_mask, sink, cancellable, &error))
        g_debug ("%s", error->message);
    }
}

static guint32
advise (MapiAddrBook   *book,
        GBytes         *entry_id,
        guint32         event_mask,
        MapiAdviseSink *sink,
        GCancellable   *cancellable,
        GError        **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  g_autoptr (MapiSessionLogon) logon = NULL;
  g_autoptr (GArray) watches = g_array_new (FALSE, FALSE, sizeof (Watch));

  g_array_set_clear_func (watches, watch_clear);
  if (!mapi_session_check_open (self->session, error))
    return 0;
  if (entry_id == NULL)
    {
      watch_all (self, watches, event_mask, sink, cancellable);
      return keep (self, watches);
    }

  logon = find_owner (self, entry_id, error);
  return logon != NULL && watch (watches, logon, entry_id, event_mask, sink, cancellable, error)
             ? keep (self, watches)
             : 0;
}

static gboolean
unadvise (MapiAddrBook *book, guint32 connection, GError **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  gpointer         found = NULL;
  g_autoptr (GArray) watches = NULL;

  g_mutex_lock (&self->lock);
  if (self->connections != NULL)
    g_hash_table_steal_extended (self->connections, GUINT_TO_POINTER (connection), NULL, &found);
  g_mutex_unlock (&self->lock);
  watches = found;
  if (watches != NULL)
    return TRUE;

  g_set_error (
      error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the address book has no connection %u", connection);
  return FALSE;
}

void
mapi_address_book_entries_init (MapiAddrBookInterface *iface)
{
  iface->open_entry = open_entry;
  iface->compare_entry_ids = compare_entry_ids;
  iface->advise = advise;
  iface->unadvise = unadvise;
  iface->create_one_off = create_one_off;
}

MapiRowSet *
mapi_address_book_read_all (MapiTable *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) columns =
      mapi_table_query_columns (table, MAPI_TBL_ALL_COLUMNS, cancellable, error);

  if (columns == NULL || !mapi_table_set_columns (table, columns, 0, cancellable, error))
    return NULL;
  return mapi_table_query_rows (table, G_MAXINT32, 0, cancellable, error);
}

static MapiRowSet *
read_hierarchy (MapiSessionLogon *logon, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAbLogon) book = mapi_session_logon_ref_ab (logon, error);
  g_autoptr (MapiProp) root =
      book != NULL ? mapi_ab_logon_open_entry (book, NULL, NULL, 0, cancellable, error) : NULL;
  g_autoptr (MapiTable) table = NULL;

  if (root == NULL)
    return NULL;
  if (!MAPI_IS_CONTAINER (root))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_CALL_FAILED, "the root of the provider is no container");
      return NULL;
    }

  table = mapi_container_get_hierarchy_table (
      MAPI_CONTAINER (root), MAPI_CONVENIENT_DEPTH, cancellable, error);
  return table != NULL ? mapi_address_book_read_all (table, cancellable, error) : NULL;
}

/* Providers number their rows without knowing of one another. */
static MapiPropList *
hierarchy_row (MapiSessionLogon *logon, MapiPropList *row)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GByteArray) key = g_byte_array_new ();
  g_autoptr (GBytes) provider_uid = mapi_uid_to_bytes (&logon->provider->uid);
  g_autoptr (MapiPropList) known = mapi_prop_list_without_errors (row);
  g_autoptr (MapiPropList) changes = NULL;
  gsize         size = 0;
  gconstpointer own = mapi_prop_list_peek_binary (row, MAPI_PR_INSTANCE_KEY, &size);

  if (own == NULL)
    own = mapi_prop_list_peek_binary (row, MAPI_PR_ENTRYID, &size);
  g_byte_array_append (key, logon->provider->uid.bytes, sizeof logon->provider->uid.bytes);
  g_byte_array_append (key, own, (guint) size);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_INSTANCE_KEY, key->data, key->len);
  if (!mapi_prop_list_contains (known, MAPI_PR_AB_PROVIDER_ID))
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_AB_PROVIDER_ID, provider_uid);
  changes = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (known, changes);
}

static void
add_hierarchy (MapiAddressBook  *self,
               MapiSessionLogon *logon,
               GPtrArray        *all,
               GCancellable     *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = read_hierarchy (logon, cancellable, &error);

  if (rows == NULL)
    {
      mapi_session_prefix_error (logon->provider, "GetHierarchyTable", &error);
      mapi_session_status_failed (self->session, logon->provider, error);
      return;
    }
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_contains (row, MAPI_PR_ENTRYID))
        g_ptr_array_add (all, hierarchy_row (logon, row));
    }
}

/**
 * mapi_address_book_get_containers:
 * @self: a #MapiAddressBook
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads the hierarchy tables of all providers, in the order of the profile. A provider that fails
 * is left out, and its row of the status table tells why.
 *
 * Returns: (transfer full): the containers, those inside of others too (PR_DEPTH)
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_address_book_get_containers (MapiAddressBook *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  g_return_val_if_fail (MAPI_IS_ADDRESS_BOOK (self), NULL);

  if (!mapi_session_check_open (self->session, error))
    return NULL;
  for (guint i = 0; i < self->logons->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      add_hierarchy (self, self->logons->pdata[i], rows, cancellable);
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/**
 * mapi_address_book_open_container:
 * @self: a #MapiAddressBook
 * @entry_id: (nullable): a container, or %NULL for the personal address book
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a container, or a distribution list. Anything else is %MAPI_E_INVALID_TYPE.
 *
 * Returns: (transfer full): the container
 *
 * Since: 1.0
 */
MapiAbContainer *
mapi_address_book_open_container (MapiAddressBook *self,
                                  GBytes          *entry_id,
                                  guint32          flags,
                                  GCancellable    *cancellable,
                                  GError         **error)
{
  g_autoptr (GBytes) wanted = NULL;
  g_autoptr (MapiProp) entry = NULL;

  g_return_val_if_fail (MAPI_IS_ADDRESS_BOOK (self), NULL);

  wanted = entry_id != NULL ? g_bytes_ref (entry_id)
                            : mapi_addr_book_get_pab (MAPI_ADDR_BOOK (self), cancellable, error);
  if (wanted != NULL)
    entry =
        mapi_addr_book_open_entry (MAPI_ADDR_BOOK (self), wanted, NULL, flags, cancellable, error);
  if (entry == NULL || MAPI_IS_AB_CONTAINER (entry))
    return (MapiAbContainer *) g_steal_pointer (&entry);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_TYPE, "this entry of the address book is no container");
  return NULL;
}
