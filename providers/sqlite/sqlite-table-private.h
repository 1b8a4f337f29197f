/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-table.h"
#include "sqlite-view.h"

G_BEGIN_DECLS

/* What goes on in the background: see sqlite-table-work.c. */
typedef struct _SqliteWork SqliteWork;

struct _SqliteTable
{
  GObject         parent_instance;
  SqliteStore    *store;
  SqliteRowSource source;
  MapiNotifier   *notifier;
  SqliteListener  listener;
  gint            is_unsettled; /* atomic: there is news for whoever has the lock */

  GMutex      lock; /* of what follows; held for as long as a call takes */
  SqliteView *view;
  SqliteWork *work; /* NULL when there is none */
  guint32     status;
  gboolean    has_finished; /* some work, since the last call */
  GCond       work_ended;

  GMutex      news_lock; /* of what follows; never held for long */
  gboolean    is_listening;
  GHashTable *news; /* messages that something has happened to, gint64 to whether they were known */
  gboolean    is_lost;   /* more has happened than is known */
  GHashTable *work_news; /* the same for what the work makes; NULL without it */
  GHashTable *queued;    /* the queue as it was told: places with their messages */
  gint64      last_queued;
};

/* Takes the lock for a call, with a view that is ready where @rows are wanted. MAPI_E_BUSY while
 * there is work. */
gboolean sqlite_table_enter (SqliteTable  *self,
                             const char   *method,
                             gboolean      rows,
                             GCancellable *cancellable,
                             GError      **error);
void     sqlite_table_leave (SqliteTable *self);

/* In sqlite-table-events.c: what happens to the rows, and telling of it. */
GHashTable *sqlite_table_new_news (void);
void        sqlite_table_init_listener (SqliteTable *self);
gboolean    sqlite_table_start_listening (SqliteTable *self, GError **error);
/* Of the table as a whole. */
void sqlite_table_send (SqliteTable *self, guint32 event, gint32 code);
/* With the lock, where other rows are shown from now on. */
void sqlite_table_forget_news (SqliteTable *self);

/* In sqlite-table-queue.c: the outgoing queue as it was told; with the lock of the news. */
void sqlite_table_on_queue_event (SqliteTable *self, const SqliteEvent *event);
/* Compares it with the queue that is there. */
void sqlite_table_compare_queue (SqliteTable *self, gboolean tell);
/* Something has happened to a message; @event is MAPI_TABLE_ROW_ADDED ... */
void sqlite_table_add_news (SqliteTable *self, guint32 event, gint64 message);

/* In sqlite-table-work.c. */
void sqlite_table_init_work (MapiTableInterface *iface);
/* With the lock: shows another selection, with other columns if there are any: at once, or with
 * MAPI_TBL_ASYNC when the background has made it. @method is one of these. */
typedef enum
{
  SQLITE_WORK_COLUMNS,
  SQLITE_WORK_RESTRICT,
  SQLITE_WORK_SORT,
} SqliteWorkKind;

void sqlite_table_change (SqliteTable      *self,
                          SqliteWorkKind    kind,
                          SqliteSelection  *selection,
                          MapiPropTagArray *columns,
                          guint32           flags);
/* With the lock, by the thread that tells: brings up to date what the work has made. */
void sqlite_table_settle_work (SqliteTable *self);

G_END_DECLS
