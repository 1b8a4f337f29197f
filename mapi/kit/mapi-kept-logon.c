/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What MAPI itself talks to. It ends with its store, and so does not hold it. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-offer.h"
#include "mapi-status-data.h"

#define MAPI_TYPE_KEPT_LOGON (mapi_kept_logon_get_type ())
G_DECLARE_FINAL_TYPE (MapiKeptLogon, mapi_kept_logon, MAPI, KEPT_LOGON, GObject)

struct _MapiKeptLogon
{
  GObject  parent_instance;
  GWeakRef store;
};

static void mapi_kept_logon_iface_init (MapiMsLogonInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiKeptLogon,
                               mapi_kept_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_LOGON,
                                                      mapi_kept_logon_iface_init))

static MapiMsgStore *
ref_store (gpointer logon, GError **error)
{
  MapiMsgStore *store = g_weak_ref_get (&MAPI_KEPT_LOGON (logon)->store);

  if (store == NULL)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "the store is closed");
  return store;
}

/* Who still has the store has it in vain. */
static gboolean
mapi_kept_logon_logoff (MapiMsLogon  *logon,
                        guint32      *flags,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr (MapiMsgStore) store = ref_store (logon, NULL);

  if (store != NULL)
    mapi_kept_store_log_off (MAPI_KEPT_STORE (store));
  return TRUE;
}

static MapiProp *
mapi_kept_logon_open_entry (MapiMsLogon  *logon,
                            GBytes       *entry_id,
                            const char   *interface_name,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  g_autoptr (MapiMsgStore) store = ref_store (logon, error);

  return store != NULL ? mapi_msg_store_open_entry (
                             store, entry_id, interface_name, flags, cancellable, error)
                       : NULL;
}

static gboolean
mapi_kept_logon_compare_entry_ids (
    MapiMsLogon *logon, GBytes *one, GBytes *other, guint32 flags, gboolean *result, GError **error)
{
  g_autoptr (MapiMsgStore) store = ref_store (logon, error);

  return store != NULL &&
         mapi_msg_store_compare_entry_ids (store, one, other, flags, result, error);
}

static guint32
mapi_kept_logon_advise (MapiMsLogon    *logon,
                        GBytes         *entry_id,
                        guint32         event_mask,
                        MapiAdviseSink *sink,
                        GCancellable   *cancellable,
                        GError        **error)
{
  g_autoptr (MapiMsgStore) store = ref_store (logon, error);

  return store != NULL
             ? mapi_msg_store_advise (store, entry_id, event_mask, sink, cancellable, error)
             : 0;
}

static gboolean
mapi_kept_logon_unadvise (MapiMsLogon *logon, guint32 connection, GError **error)
{
  g_autoptr (MapiMsgStore) store = ref_store (logon, error);

  return store != NULL && mapi_msg_store_unadvise (store, connection, error);
}

static MapiProp *
mapi_kept_logon_open_status_entry (MapiMsLogon  *logon,
                                   const char   *interface_name,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  g_autoptr (MapiMsgStore) store = ref_store (logon, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  if (store == NULL)
    return NULL;
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STATUS);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, MAPI_STORE_PROVIDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_offer (MAPI_PROP (mapi_status_data_new (props)), interface_name, error);
}

static void
mapi_kept_logon_iface_init (MapiMsLogonInterface *iface)
{
  iface->logoff = mapi_kept_logon_logoff;
  iface->open_entry = mapi_kept_logon_open_entry;
  iface->compare_entry_ids = mapi_kept_logon_compare_entry_ids;
  iface->advise = mapi_kept_logon_advise;
  iface->unadvise = mapi_kept_logon_unadvise;
  iface->open_status_entry = mapi_kept_logon_open_status_entry;
}

static void
mapi_kept_logon_finalize (GObject *object)
{
  g_weak_ref_clear (&MAPI_KEPT_LOGON (object)->store);
  G_OBJECT_CLASS (mapi_kept_logon_parent_class)->finalize (object);
}

static void
mapi_kept_logon_class_init (MapiKeptLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_kept_logon_finalize;
}

static void
mapi_kept_logon_init (MapiKeptLogon *self)
{
  g_weak_ref_init (&self->store, NULL);
}

MapiMsLogon *
mapi_kept_logon_new (MapiKeptStore *store)
{
  MapiKeptLogon *self = g_object_new (MAPI_TYPE_KEPT_LOGON, NULL);

  g_weak_ref_set (&self->store, store);
  return MAPI_MS_LOGON (self);
}
