/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-backend.h"
#include "sqlite-indexer.h"
#include "sqlite-searcher.h"
#include "sqlite-watch.h"

G_BEGIN_DECLS

struct _SqliteBackend
{
  gint             refs; /* with the registry's lock */
  char            *path;
  SqliteDb        *db;
  SqliteLocks     *locks;
  SqliteWatch     *watch;
  SqliteSearcher  *searcher;
  SqliteIndexer   *indexer; /* with the registry's lock; NULL where there is nothing to index */
  MapiNotifier    *notifier;
  SqliteNameCache *names;
  MapiUid          uid;
  gint64           folders[SQLITE_N_FOLDERS];
  gboolean         had_company; /* of the thread that watches */
  gint             failure; /* atomic: the code of the last critical error that was told, or 0 */

  GMutex   hearing; /* held while that begins */
  gboolean hears;   /* with it: what others do is told here */

  /* Of who writes. */
  gboolean has_company;  /* at the last change */
  gboolean tells_others; /* what others do */
  gint64   last_seq;     /* of the journal, up to which all was told */

  GMutex     lock; /* of what follows */
  GPtrArray *ears;
  GWeakRef   stores[2];
  gint64     last_arrival;
};

/* In sqlite-backend-tell.c. */
GPtrArray *sqlite_backend_new_ears (void);
void       sqlite_backend_start_telling (SqliteBackend *self);
/* Whether the thread is one that calls the listeners of @self. */
gboolean sqlite_backend_is_telling (SqliteBackend *self);
/* What a call to the database has come to; takes @failure over, and tells of it where it is
 * critical. */
gboolean
sqlite_backend_settle_call (SqliteBackend *self, gboolean done, GError *failure, GError **error);
/* Something may have changed elsewhere. */
void sqlite_backend_look (gpointer self);

G_END_DECLS
