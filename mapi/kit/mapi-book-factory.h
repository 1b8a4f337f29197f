/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ab-provider.h"
#include "mapi-book-backend.h"

G_BEGIN_DECLS

#define MAPI_TYPE_BOOK_FACTORY (mapi_book_factory_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiBookFactory, mapi_book_factory, MAPI, BOOK_FACTORY, GObject)

MAPI_AVAILABLE_IN_1_0
MapiAbProvider *mapi_book_factory_new (GType backend_type, const char *uuid, GError **error);

G_END_DECLS
