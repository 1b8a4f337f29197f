/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ab-container.h"
#include "mapi-addr-book.h"
#include "mapi-prop-data.h"

G_BEGIN_DECLS

#define MAPI_TYPE_ADDRESS_BOOK (mapi_address_book_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiAddressBook, mapi_address_book, MAPI, ADDRESS_BOOK, MapiPropData)

MAPI_AVAILABLE_IN_1_0
MapiRowSet *
mapi_address_book_get_containers (MapiAddressBook *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiAbContainer *mapi_address_book_open_container (MapiAddressBook *self,
                                                   GBytes          *entry_id,
                                                   guint32          flags,
                                                   GCancellable    *cancellable,
                                                   GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_address_book_resolve (MapiAddressBook *self,
                                       MapiRowSet      *recipients,
                                       MapiFlagList   **states,
                                       GCancellable    *cancellable,
                                       GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_address_book_find (MapiAddressBook *self,
                                    const char      *name,
                                    GCancellable    *cancellable,
                                    GError         **error);

G_END_DECLS
