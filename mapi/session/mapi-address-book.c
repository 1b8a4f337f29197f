/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"

/**
 * MapiAddressBook:
 *
 * The address book of a session: MAPI's `IAddrBook` over all address book providers of the profile,
 * as mapi_session_open_address_book() gives it. A provider that fails shows in the status table and
 * takes nothing else with it. The methods may be called from any thread.
 *
 * Since: 1.0
 */

static void mapi_address_book_addr_book_init (MapiAddrBookInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiAddressBook,
                               mapi_address_book,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_ADDR_BOOK,
                                                      mapi_address_book_addr_book_init))

static void
mapi_address_book_finalize (GObject *object)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (object);

  g_clear_pointer (&self->connections, g_hash_table_unref);
  g_clear_pointer (&self->logons, g_ptr_array_unref);
  g_clear_object (&self->session);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_address_book_parent_class)->finalize (object);
}

static void
mapi_address_book_class_init (MapiAddressBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_address_book_finalize;
}

static void
mapi_address_book_init (MapiAddressBook *self)
{
  g_mutex_init (&self->lock);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

static void
mapi_address_book_addr_book_init (MapiAddrBookInterface *iface)
{
  mapi_address_book_entries_init (iface);
  mapi_address_book_path_init (iface);
  mapi_address_book_resolve_init (iface);
  mapi_address_book_interaction_init (iface);
}

MapiAddressBook *
mapi_address_book_new (MapiSession *session, GPtrArray *logons)
{
  MapiAddressBook *self = g_object_new (MAPI_TYPE_ADDRESS_BOOK, NULL);
  g_autoptr (MapiPropValue) type =
      mapi_prop_value_new_long (MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_ADDRBOOK);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (type);

  self->session = g_object_ref (session);
  self->logons = g_ptr_array_ref (logons);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);

  return self;
}
