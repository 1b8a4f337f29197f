/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-object.h"

G_BEGIN_DECLS

/* A stream on a property of @owner, which takes over what was written at each Commit. Of a large
 * value only a few chunks are in memory at a time: the rest lies in the database already, where it
 * belongs to nobody until the object is saved. */
#define SQLITE_TYPE_STREAM (sqlite_stream_get_type ())
G_DECLARE_FINAL_TYPE (SqliteStream, sqlite_stream, SQLITE, STREAM, GObject)

/* @bytes or @large: what is in it; neither: nothing. */
SqliteStream *sqlite_stream_new (
    SqliteObject *owner, guint32 tag, GBytes *bytes, const SqliteLarge *large, gboolean writable);

/* Stores a value of @owner at once; as any other stream it belongs to nobody until @owner is saved. */
gboolean sqlite_stream_store (
    SqliteObject *owner, guint32 tag, GBytes *bytes, SqliteLarge *large, GError **error);

G_END_DECLS
