/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-groups.h"
#include "sqlite-table.h"
#include "sqlite-view.h"

G_BEGIN_DECLS

struct _SqliteTable
{
  GObject         parent_instance;
  SqliteStore    *store;
  SqliteRowSource source;
  MapiNotifier   *notifier;
  SqliteListener  listener;

  GMutex         lock; /* of what follows */
  SqliteView    *view;
  SqliteGroups  *groups; /* NULL where the view itself is read */
  SqlitePosition cursor;
  GHashTable    *bookmarks; /* of numbers to SqlitePosition */
  guint32        last_bookmark;
  gboolean       listening;
  GArray        *news;    /* of SqliteNews, not told yet */
  gboolean       changed; /* in ways that only a reader can find out */
  gint64         last_queued;
  GHashTable    *queued; /* the queue as the sinks know it: set of places to messages */
};

/* What happens to the rows, for those who advised: in sqlite-table-events.c. */
GArray *sqlite_table_new_news (void);
void sqlite_table_init_listener (SqliteTable *self);
/* Called with the lock held. */
void sqlite_table_start_listening (SqliteTable *self);

G_END_DECLS
