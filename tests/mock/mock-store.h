/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-actor.h"

G_BEGIN_DECLS

#define MOCK_TYPE_STORE (mock_store_get_type ())
G_DECLARE_FINAL_TYPE (MockStore, mock_store, MOCK, STORE, GObject)

/* A store in memory as its spooler's logon sees it: an outgoing queue that notifies, locks,
 * FinishedMsg, and a receive folder. It can be told to fail, and remembers what was done. */
MockStore *mock_store_new (void);

/* Puts a message into the queue, and answers its entry identifier. A recipient is "TYPE:address".
 */
GBytes *mock_store_submit (MockStore *self, const char *subject, const char *const *recipients);
/* The same with more properties, which win. */
GBytes *mock_store_submit_with (MockStore         *self,
                                const char        *subject,
                                const char *const *recipients,
                                MapiPropList      *props);
/* The same with recipients that are rows. @props may be NULL. */
GBytes *mock_store_submit_rows (MockStore    *self,
                                const char   *subject,
                                MapiRowSet   *recipients,
                                MapiPropList *props);

/* What AbortSubmit of a client does. */
gboolean mock_store_abort (MockStore *self, GBytes *entry_id, GError **error);

/* What it is to do beside what a store does: the scripts of providers/fake, and a log of the calls.
 * Calls: OpenEntry, GetReceiveFolder, CreateMessage, SaveChanges, GetOutgoingQueue, SetLockState,
 * FinishedMsg, NotifyNewMail. */
FakeActor *mock_store_get_actor (MockStore *self);

gboolean mock_store_is_queued (MockStore *self, GBytes *entry_id);
gboolean mock_store_is_locked (MockStore *self, GBytes *entry_id);
guint    mock_store_get_n_queued (MockStore *self);
guint    mock_store_get_n_finished (MockStore *self);

/* Whether the store knows somebody to be responsible for the recipient. */
gboolean mock_store_is_responsible (MockStore *self, GBytes *entry_id, const char *address);

/* The row of a recipient as it is saved (transfer full, nullable). */
MapiPropList *mock_store_get_recipient (MockStore *self, GBytes *entry_id, const char *address);

/* Saves other columns of it. */
void mock_store_change_recipient (MockStore    *self,
                                  GBytes       *entry_id,
                                  const char   *address,
                                  MapiPropList *columns);

/* A property of a saved message (transfer full, nullable). */
MapiPropValue *mock_store_get_prop (MockStore *self, GBytes *entry_id, guint32 tag);

/* The messages in the receive folder, in the order of their arrival, and those NotifyNewMail was
 * told of. */
guint         mock_store_get_n_received (MockStore *self);
MapiPropList *mock_store_get_received (MockStore *self, guint index);
MapiRowSet   *mock_store_get_received_recipients (MockStore *self, guint index);
guint         mock_store_get_n_announced (MockStore *self);

/* How often the messages were saved, in all. */
guint mock_store_get_n_saves (MockStore *self);

G_END_DECLS
