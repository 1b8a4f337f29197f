/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-listing.h"

G_BEGIN_DECLS

struct _SqliteListing
{
  SqliteSelection *selection;
  SqliteList      *list;
  SqliteHeadings  *headings; /* NULL without categories */
};

/* The first place whose key is not less than @key. */
gboolean sqlite_listing_search_place (SqliteListing          *self,
                                      SqliteDbConn           *conn,
                                      const SqliteRowContext *context,
                                      GBytes                 *key,
                                      SqliteListPlace        *place,
                                      GError                **error);

G_END_DECLS
