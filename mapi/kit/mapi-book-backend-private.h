/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-book-backend.h"
#include "mapi-prop.h"
#include "mapi-table-data.h"

G_BEGIN_DECLS

void           mapi_book_backend_set_kind (MapiBookBackend *self, const MapiUid *kind);
const MapiUid *mapi_book_backend_get_uid (MapiBookBackend *self);

/* The people, as a table that is up to date. */
MapiTable *mapi_book_backend_get_people (MapiBookBackend *self, GError **error);
MapiPropList *
mapi_book_backend_find_person (MapiBookBackend *self, GBytes *entry_id, GError **error);

/* The one container, as properties and as a row. */
MapiPropList *mapi_book_backend_describe (MapiBookBackend *self);
MapiPropList *mapi_book_backend_describe_root (MapiBookBackend *self);
gboolean      mapi_book_backend_is_container (MapiBookBackend *self, GBytes *entry_id);

G_END_DECLS
