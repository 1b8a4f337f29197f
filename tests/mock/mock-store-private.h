/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-store.h"

G_BEGIN_DECLS

/* A message as it is saved. */
typedef struct
{
  GBytes       *entry_id;
  MapiPropList *props;
  MapiRowSet   *recipients;
  guint32       next_row_id;
  guint         version;
  gboolean      queued;
  gboolean      locked;
} MockRecord;

struct _MockStore
{
  GObject        parent_instance;
  FakeActor     *actor;
  GMutex         lock;     /* for all below */
  GHashTable    *records;  /* by entry identifier */
  GPtrArray     *received; /* records */
  MapiTableData *queue;
  MapiUid        uid;
  GBytes        *inbox_id;
  guint          last_id;
  guint          n_finished;
  guint          n_announced;
  guint          n_saves;
};

/* A call begins: FALSE when the script has it fail. To be called without the lock. */
gboolean mock_store_enter (MockStore    *self,
                           const char   *call,
                           const char   *about,
                           GCancellable *cancellable,
                           GError      **error);

/* With the lock held. */
MockRecord *mock_store_find (MockStore *self, GBytes *entry_id, GError **error);
MockRecord *mock_store_add (MockStore *self);

/* To be called without the lock: the queue shows what is saved now. */
void     mock_store_update_row (MockStore *self, GBytes *entry_id);
gboolean mock_store_set_status (
    MockStore *self, GBytes *entry_id, guint32 status, guint32 mask, GError **error);

/* An object for a record; it reads what is saved now. NULL makes a new message, which lies in the
 * receive folder once it is saved. */
MapiMessage *mock_message_new (MockStore *store, MockRecord *record);
GBytes      *mock_message_get_entry_id (MapiMessage *message);

/* The receive folder. */
MapiFolder *mock_folder_new (MockStore *store);

G_END_DECLS
