/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db.h"
#include "sqlite-db-settings.h"
#include "sqlite-events.h"
#include "sqlite-locks.h"
#include "sqlite-lost.h"
#include "sqlite-name-cache.h"

G_BEGIN_DECLS

/* The folders each store has. */
typedef enum
{
  SQLITE_FOLDER_ROOT,
  SQLITE_FOLDER_SUBTREE,
  SQLITE_FOLDER_INBOX,
  SQLITE_FOLDER_OUTBOX,
  SQLITE_FOLDER_SENT,
  SQLITE_FOLDER_DELETED,
  SQLITE_FOLDER_FINDER,
  SQLITE_FOLDER_VIEWS,
  SQLITE_FOLDER_COMMON_VIEWS,
  SQLITE_N_FOLDERS,
} SqliteFolderRole;

/* One store file within this process: shared by all who have logged on to it. */
typedef struct _SqliteBackend SqliteBackend;

/* What wants to hear of changes, in the thread of who writes: as short as it can. */
typedef struct _SqliteListener SqliteListener;
struct _SqliteListener
{
  void (*on_event) (SqliteListener *self, const SqliteEvent *event);
  /* All that a reader finds now has been told of. */
  void (*on_settled) (SqliteListener *self);
  /* Another process has changed something, and it is not known what. */
  void (*on_lost) (SqliteListener *self);
  GObject *owner; /* weak; called with a reference held */
};

SqliteBackend *sqlite_backend_open (const char *path, GError **error);
SqliteBackend *sqlite_backend_ref (SqliteBackend *self);
void           sqlite_backend_unref (SqliteBackend *self);

SqliteLocks     *sqlite_backend_get_locks (SqliteBackend *self);
const MapiUid   *sqlite_backend_get_uid (SqliteBackend *self);
const char      *sqlite_backend_get_path (SqliteBackend *self);
MapiNotifier    *sqlite_backend_get_notifier (SqliteBackend *self);
SqliteNameCache *sqlite_backend_get_names (SqliteBackend *self);
gint64           sqlite_backend_get_folder (SqliteBackend *self, SqliteFolderRole role);
gboolean         sqlite_backend_is_special (SqliteBackend *self, gint64 folder);

/* Switches the index of words on or off for everybody; begins to build it. */
gboolean sqlite_backend_set_full_text (SqliteBackend *self, gboolean on, GError **error);

/* The store object of this process for clients or the spooler: weak, set by those who log on. */
gpointer sqlite_backend_dup_store (SqliteBackend *self, gboolean spooler);
void     sqlite_backend_set_store (SqliteBackend *self, gboolean spooler, gpointer store);

typedef gboolean (*SqliteBackendFunc) (SqliteDbConn *conn,
                                       SqliteEvents *events,
                                       gpointer      data,
                                       GError      **error);

/* As sqlite_db_write(); what @func puts into the events is told after the commit. */
gboolean sqlite_backend_write (SqliteBackend    *self,
                               SqliteDbSafety    safety,
                               SqliteBackendFunc func,
                               gpointer          data,
                               GError          **error);
/* As sqlite_db_defer(); what cannot be committed then is noted in @lost. */
gboolean sqlite_backend_defer (SqliteBackend    *self,
                               SqliteBackendFunc func,
                               gboolean          clean,
                               gpointer          data,
                               SqliteLost       *lost,
                               GError          **error);
/* Commits what was deferred before. */
void sqlite_backend_commit_deferred (SqliteBackend *self);

gboolean
sqlite_backend_read (SqliteBackend *self, SqliteDbFunc func, gpointer data, GError **error);

/* Lets those who listen settle, and waits for it: after they could not. */
void sqlite_backend_settle (SqliteBackend *self);

/* Has all told that was committed until now, by other processes too, and waits for it. */
void sqlite_backend_catch_up (SqliteBackend *self);

/* Has what other processes do told here from now on. Before anybody listens or searches. */
gboolean sqlite_backend_hear (SqliteBackend *self, GError **error);

void sqlite_backend_listen (SqliteBackend *self, SqliteListener *listener);
void sqlite_backend_unlisten (SqliteBackend *self, SqliteListener *listener);

/* Tells of new mail, once. */
void sqlite_backend_announce (SqliteBackend *self, const SqliteArrival *arrival);

/* Looks for what a search folder is to find, in a thread of its own. */
void sqlite_backend_start_search (SqliteBackend *self, gint64 folder);

GBytes *sqlite_backend_new_entry_id (SqliteBackend *self, guint32 object_type, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteBackend, sqlite_backend_unref)

/* What was committed to any store of this process is on the disk when this returns. */
gboolean sqlite_backend_flush_all (GError **error);

G_END_DECLS
