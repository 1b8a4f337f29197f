/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-queue.h"
#include "sqlite-message.h"

G_BEGIN_DECLS

/* What has become of the forms of the text since the message was saved last. */
typedef struct
{
  MapiPropList *props; /* as they were, the text among them; NULL while nothing has */
  GBytes       *large;
  guint         set; /* which forms were set, and which deleted */
  guint         gone;
} SqliteTextChange;

/* Shared by the files that make up the message. */
struct _SqliteMessage
{
  SqliteObject  parent_instance;
  SqliteAttach *attach; /* what it is inside of, or NULL */

  GMutex             lock; /* of what follows */
  gint64             id;
  SqliteMessageData *data; /* NULL until it is read */
  gboolean           writable;
  gboolean           may_submit;
  gboolean           dirty;
  guint32            next_row_id;
  guint32            next_attachment;
  MapiPropList      *computed;        /* what stands beside data->props; NULL after a change */
  gboolean           computed_locked; /* what that says of the spooler's lock */
  MapiPropList      *all;             /* both; NULL until somebody wants that, and after a change */
  SqliteTextChange   text;
};

/* The lock is held by the caller of these. */
gboolean sqlite_message_load (SqliteMessage *self, GError **error);
gboolean sqlite_message_load_attachments (SqliteMessage *self, GError **error);
void     sqlite_message_touch (SqliteMessage *self);
void     sqlite_message_set_props (SqliteMessage *self, MapiPropList *props);
void     sqlite_message_set_recipients (SqliteMessage *self, MapiRowSet *recipients);
void     sqlite_message_forget_props (SqliteMessage *self);

void     sqlite_message_note_text (SqliteMessage *self, guint32 tag, gboolean removed);
gboolean sqlite_message_settle_text (SqliteMessage *self, GError **error);
void     sqlite_message_forget_text (SqliteMessage *self);

gboolean sqlite_message_check_access (SqliteMessage *self, GError **error);

/* Stores self->data; within the transaction of a caller. */
typedef struct
{
  SqliteMessage   *self;
  guint32          flags; /* of SaveChanges */
  gint64           id;
  gint64           change; /* that it follows, somebody else's with FORCE_SAVE */
  gint64           folder; /* where somebody may have moved it since it was opened */
  SqliteQueueEntry entry;  /* what the queue keeps of the message */
  gboolean         submit;

  /* What else is to happen in the same change, once the message is stored. */
  SqliteBackendFunc then;
  gpointer          then_data;
} SqliteMessageSave;

gboolean sqlite_message_store (SqliteDbConn      *conn,
                               SqliteEvents      *events,
                               SqliteMessageSave *save,
                               GError           **error);
gboolean sqlite_message_prepare_save (SqliteMessage *self, SqliteMessageSave *save, GError **error);
void     sqlite_message_finish_save (SqliteMessage *self, const SqliteMessageSave *save);
gboolean sqlite_message_save (SqliteObject *object,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error);

/* The slots of the class that have to do with properties. */
void sqlite_message_init_props (SqliteObjectClass *klass);

/* The slots of MapiMessage. */
void     sqlite_message_init_parts (MapiMessageInterface *iface);
gboolean sqlite_message_submit (MapiMessage  *message,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error);
GObject *sqlite_message_open_object (SqliteObject *object,
                                     guint32       tag,
                                     const char   *interface_name,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);

G_END_DECLS
