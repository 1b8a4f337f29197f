/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"
#include "sqlite-deferred.h"
#include "sqlite-lent.h"
#include "sqlite-object.h"

G_BEGIN_DECLS

/* The store as one who logged on sees it: clients, or the spooler. */
#define SQLITE_TYPE_STORE (sqlite_store_get_type ())
G_DECLARE_FINAL_TYPE (SqliteStore, sqlite_store, SQLITE, STORE, SqliteObject)

SqliteStore *sqlite_store_new (SqliteBackend *backend,
                               MapiSupport   *support,
                               gboolean       spooler,
                               const char    *display_name,
                               GError       **error);

SqliteBackend *sqlite_store_get_backend (SqliteStore *self);
MapiSupport   *sqlite_store_get_support (SqliteStore *self);
gboolean       sqlite_store_is_spooler (SqliteStore *self);

/* The same for a method that nobody else may call; the store must be open besides. */
gboolean        sqlite_store_check_spooler (SqliteStore *self, const char *method, GError **error);
SqliteDeferred *sqlite_store_get_deferred (SqliteStore *self);
SqliteLost     *sqlite_store_get_lost (SqliteStore *self);
GBytes         *sqlite_store_dup_entry_id (SqliteStore *self);
void            sqlite_store_get_row_context (SqliteStore *self, SqliteRowContext *context);
gboolean        sqlite_store_check (SqliteStore *self, GError **error);
gboolean        sqlite_store_is_closed (SqliteStore *self);
void            sqlite_store_share (SqliteStore *self);
void            sqlite_store_log_off (SqliteStore *self);
void            sqlite_store_close (SqliteStore *self);
/* For an object of the kit that the caller is about to give away: it ends with the store. */
gpointer sqlite_store_lend (SqliteStore *self, gpointer object);

/* The number of a folder or message of this store. */
gboolean sqlite_store_parse (
    SqliteStore *self, GBytes *entry_id, guint32 object_type, gint64 *id, GError **error);

MapiProp *sqlite_store_open_entry (SqliteStore  *self,
                                   GBytes       *entry_id,
                                   const char   *interface_name,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);

/* Slots of MapiMsgStore in other files. */
void sqlite_store_init_queue (MapiMsgStoreInterface *iface);
void sqlite_store_init_receive (MapiMsgStoreInterface *iface);

/* Tells the spooler once that the store has something to send (R099). */
void sqlite_store_announce_sending (SqliteStore *self);

G_END_DECLS
