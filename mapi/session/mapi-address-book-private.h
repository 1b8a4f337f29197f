/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-address-book.h"
#include "mapi-mail-user.h"
#include "mapi-session-private.h"

G_BEGIN_DECLS

struct _MapiAddressBook
{
  MapiPropData parent_instance;

  MapiSession *session;
  GPtrArray   *logons; /* of MapiSessionLogon, in the order of the profile; never changes */

  GMutex      lock;
  GHashTable *connections;
  guint32     last_connection;
};

MapiAddressBook *mapi_address_book_new (MapiSession *session, GPtrArray *logons);

/* Entries, in mapi-address-book-entries.c */
MapiProp *mapi_address_book_open_entry_of (MapiSessionLogon *logon,
                                           GBytes           *entry_id,
                                           const char       *interface_name,
                                           guint32           flags,
                                           GCancellable     *cancellable,
                                           GError          **error);
void      mapi_address_book_entries_init (MapiAddrBookInterface *iface);
MapiProp *mapi_address_book_root_new (MapiAddressBook *book);
MapiProp *mapi_one_off_user_new (GBytes *entry_id, GError **error);
MapiRowSet *
mapi_address_book_read_all (MapiTable *table, GCancellable *cancellable, GError **error);

/* Choices that the profile keeps, in mapi-address-book-path.c */
void mapi_address_book_path_init (MapiAddrBookInterface *iface);

/* Names, in mapi-address-book-resolve.c */
void mapi_address_book_resolve_init (MapiAddrBookInterface *iface);

/* Recipients, in mapi-address-book-prepare.c */
void mapi_address_book_prepare_init (MapiAddrBookInterface *iface);

/* The name that goes out with a message: that of an entry whose provider has no secure one is put
 * between quotation marks (R550). @entry: a recipient that an address book provider knows. */
MapiPropList *mapi_address_book_secure_name (MapiPropList *entry);

/* What asks the user, in mapi-address-book-interaction.c */
void mapi_address_book_interaction_init (MapiAddrBookInterface *iface);

/* Templates of every provider, in mapi-address-book-interaction.c */
MapiTable *mapi_address_book_get_one_off_table (MapiAddressBook *self,
                                                GCancellable    *cancellable,
                                                GError         **error);

G_END_DECLS
