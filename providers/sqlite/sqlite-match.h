/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"

G_BEGIN_DECLS

/* Messages held against restrictions, with their recipients and attachments where that is asked
 * for. */

/* MAPI_E_TOO_COMPLEX where it is nested too deep. */
gboolean sqlite_match_check (MapiRestriction *restriction, GError **error);
/* Whether a row lacks something because it is large. */
gboolean sqlite_match_needs_large (const SqliteRow *row);
/* Adds the columns it looks at to an array of guint32. */
void sqlite_match_collect_tags (MapiRestriction *restriction, GArray *tags);

/* Holds a row that has those columns against it. */
gboolean sqlite_match_row (SqliteDbConn    *conn,
                           MapiRestriction *restriction,
                           const SqliteRow *row,
                           gboolean        *matches,
                           GError         **error);

G_END_DECLS
