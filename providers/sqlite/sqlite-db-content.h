/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-data.h"
#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* The properties of a message as tables see them. */
typedef struct
{
  SqliteDbConn *conn;
  MapiPropList *props;
  GBytes       *large; /* nullable */
  gboolean      whole; /* streams too are read, up to a size */
} SqliteDbContent;

/* A property in the type that is wanted, or why there is none, as PT_ERROR. NULL with an error
 * where the database cannot be read. */
MapiPropValue *sqlite_db_content_get (const SqliteDbContent *self, guint32 tag, GError **error);

G_END_DECLS
