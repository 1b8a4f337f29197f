/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-folder.h"
#include "mapi-memory-message-private.h"
#include "mapi-ms-provider.h"
#include "mapi-store-backend-private.h"

G_BEGIN_DECLS

/* The objects of a store with a backend. */

#define MAPI_TYPE_KEPT_STORE (mapi_kept_store_get_type ())
G_DECLARE_FINAL_TYPE (MapiKeptStore, mapi_kept_store, MAPI, KEPT_STORE, MapiPropData)

MapiKeptStore    *mapi_kept_store_new (MapiStoreBackend *backend,
                                       MapiSupport      *support,
                                       gboolean          for_spooler,
                                       GError          **error);
MapiStoreBackend *mapi_kept_store_get_backend (MapiKeptStore *self);
MapiSupport      *mapi_kept_store_get_support (MapiKeptStore *self);
gboolean          mapi_kept_store_is_spooler (MapiKeptStore *self);
gboolean          mapi_kept_store_is_closed (MapiKeptStore *self);
gboolean          mapi_kept_store_check (MapiKeptStore *self, GError **error);
gboolean          mapi_kept_store_check_writable (MapiKeptStore *self, GError **error);

/* Somebody has logged on to the open store; the logon object ends. */
void mapi_kept_store_share (MapiKeptStore *self);
void mapi_kept_store_log_off (MapiKeptStore *self);

/* Notes an object that ends with the store; passes it on. */
gpointer mapi_kept_store_lend (MapiKeptStore *self, gpointer object);

void      mapi_kept_store_announce_sending (MapiKeptStore *self);
MapiProp *mapi_kept_store_open_entry (MapiKeptStore *self,
                                      GBytes        *entry_id,
                                      const char    *interface_name,
                                      guint32        flags,
                                      GCancellable  *cancellable,
                                      GError       **error);

/* kept-queue.c */
void     mapi_kept_store_init_queue (MapiMsgStoreInterface *iface);
void     mapi_kept_store_unlock_all (MapiKeptStore *self);
gboolean mapi_kept_store_check_sends (MapiKeptStore *self, const char *method, GError **error);
gboolean mapi_kept_store_check_spooler (MapiKeptStore *self, const char *method, GError **error);

/* kept-receive.c */
void mapi_kept_store_init_receive (MapiMsgStoreInterface *iface);
/* With the lock: what comes into a folder comes into another one from now on; NULL for none. */
gboolean mapi_kept_store_redirect_mail (MapiKeptStore *self,
                                        const char    *folder,
                                        const char    *other,
                                        GCancellable  *cancellable,
                                        GError       **error);

#define MAPI_TYPE_KEPT_MESSAGE (mapi_kept_message_get_type ())
G_DECLARE_FINAL_TYPE (MapiKeptMessage, mapi_kept_message, MAPI, KEPT_MESSAGE, MapiMemoryMessage)

struct _MapiKeptMessage
{
  MapiMemoryMessage parent_instance;

  MapiStoreBackend *backend;
  MapiKeptStore    *store; /* NULL while it is read for a table */
  char             *folder;
  char             *key; /* NULL before it is saved */
  guint64           change;
};

MapiKeptMessage *mapi_kept_message_new (MapiKeptStore *store, const char *folder);
MapiKeptMessage *mapi_kept_message_open (
    MapiKeptStore *store, const char *folder, const char *key, guint32 flags, GError **error);
/* As it is kept, whoever wants it. */
MapiKeptMessage *
mapi_kept_message_take (MapiKeptStore *store, const char *folder, const char *key, GError **error);
MapiPropList *mapi_kept_message_make_row (MapiKeptMessage *self, GError **error);
guint32       mapi_kept_message_get_long (MapiKeptMessage *self, guint32 tag);
void          mapi_kept_message_set_long (MapiKeptMessage *self, guint32 tag, guint32 value);
gboolean      mapi_kept_message_is_queued (MapiKeptMessage *self);
void          mapi_kept_message_settle (MapiKeptMessage *self);

/* kept-save.c: what is written, and who hears of it. */
gboolean mapi_kept_message_write (MapiKeptMessage *self,
                                  guint32          flags,
                                  GCancellable    *cancellable,
                                  GError         **error);
/* What the store itself has changed, whoever holds the message. */
gboolean
mapi_kept_message_rewrite (MapiKeptMessage *self, GCancellable *cancellable, GError **error);
/* The same, and nobody hears of it. */
gboolean mapi_kept_message_keep (MapiKeptMessage *self, GCancellable *cancellable, GError **error);
gboolean mapi_kept_message_move (MapiKeptMessage *self,
                                 const char      *folder,
                                 gboolean         is_copy,
                                 GCancellable    *cancellable,
                                 GError         **error);
gboolean
mapi_kept_message_delete (MapiKeptMessage *self, GCancellable *cancellable, GError **error);

/* kept-submit.c */
gboolean mapi_kept_message_submit (MapiMessage  *message,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);

/* kept-read.c: read flags, and the reports that they cause. */
gboolean mapi_kept_message_set_read_flag (MapiMessage  *message,
                                          guint32       flags,
                                          GCancellable *cancellable,
                                          GError      **error);
void     mapi_kept_message_report_unread (MapiKeptMessage *self, GCancellable *cancellable);

/* kept-folder.c */
MapiProp *
mapi_kept_folder_open (MapiKeptStore *store, const char *key, guint32 flags, GError **error);

/* kept-logon.c */
MapiMsLogon *mapi_kept_logon_new (MapiKeptStore *store);

G_END_DECLS
