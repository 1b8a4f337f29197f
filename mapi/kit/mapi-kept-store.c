/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The store object of a store with a backend. */

#include "config.h"

#include "mapi-entry-id.h"
#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-object.h"
#include "mapi-offer.h"

/* How many objects may come before it is looked which of them have gone. */
#define FIRST_LOOK 64

struct _MapiKeptStore
{
  MapiPropData      parent_instance;
  MapiStoreBackend *backend;
  MapiSupport      *support; /* to keep it is to be logged on */
  GBytes           *entry_id;
  gboolean          for_spooler;
  gint              closed;
  gint              announced;

  GMutex     lock; /* of what follows */
  GPtrArray *lent; /* of GWeakRef */
  guint      next_look;
  guint      n_openers;
  gboolean   shared;
  gboolean   left;
  guint32    leaving_with;
};

static void mapi_kept_store_store_init (MapiMsgStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiKeptStore,
                               mapi_kept_store,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_STORE,
                                                      mapi_kept_store_store_init))

MapiStoreBackend *
mapi_kept_store_get_backend (MapiKeptStore *self)
{
  return self->backend;
}

MapiSupport *
mapi_kept_store_get_support (MapiKeptStore *self)
{
  return self->support;
}

gboolean
mapi_kept_store_is_spooler (MapiKeptStore *self)
{
  return self->for_spooler;
}

gboolean
mapi_kept_store_is_closed (MapiKeptStore *self)
{
  return g_atomic_int_get (&self->closed) != 0;
}

gboolean
mapi_kept_store_check (MapiKeptStore *self, GError **error)
{
  if (!mapi_kept_store_is_closed (self))
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "the store was logged off");
  return FALSE;
}

gboolean
mapi_kept_store_check_writable (MapiKeptStore *self, GError **error)
{
  if (!mapi_kept_store_check (self, error))
    return FALSE;
  if (mapi_store_backend_is_writable (self->backend))
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_NO_ACCESS, "the store is for reading");
  return FALSE;
}

void
mapi_kept_store_announce_sending (MapiKeptStore *self)
{
  if (g_atomic_int_compare_and_exchange (&self->announced, 0, 1))
    mapi_support_spooler_notify (self->support, MAPI_NOTIFY_READYTOSEND, NULL, NULL);
}

/* --- What ends with the store --- */

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* The objects that are still there, held; the places of the others are given up. */
static GPtrArray *
hold_lent (MapiKeptStore *self)
{
  GPtrArray *held = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = self->lent->len; i-- > 0;)
    {
      gpointer object = g_weak_ref_get (self->lent->pdata[i]);

      if (object != NULL)
        g_ptr_array_add (held, object);
      else
        g_ptr_array_remove_index_fast (self->lent, i);
    }
  return held;
}

gpointer
mapi_kept_store_lend (MapiKeptStore *self, gpointer object)
{
  g_autoptr (GPtrArray) held = NULL;
  GWeakRef *ref;

  if (object == NULL)
    return NULL;
  ref = g_new (GWeakRef, 1);
  g_weak_ref_init (ref, object);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->lent, ref);
  if (self->lent->len >= self->next_look)
    {
      held = hold_lent (self);
      self->next_look = MAX (FIRST_LOOK, 2 * self->lent->len);
    }
  g_mutex_unlock (&self->lock);
  if (mapi_kept_store_is_closed (self))
    mapi_object_make_invalid (object);
  return object;
}

static void
close_store (MapiKeptStore *self)
{
  g_autoptr (GPtrArray) held = NULL;

  if (!g_atomic_int_compare_and_exchange (&self->closed, 0, 1))
    return;
  g_mutex_lock (&self->lock);
  held = hold_lent (self);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < held->len; i++)
    mapi_object_make_invalid (held->pdata[i]);
  if (self->for_spooler)
    mapi_kept_store_unlock_all (self);
}

/* --- Logging off --- */

void
mapi_kept_store_share (MapiKeptStore *self)
{
  g_mutex_lock (&self->lock);
  self->shared = TRUE;
  self->n_openers++;
  self->left = FALSE;
  g_mutex_unlock (&self->lock);
}

/* Who logs on to an open store gets no logon object to end it with (D23). When the first logon
 * ends, the store therefore goes on for those others, until they let go of it. */
void
mapi_kept_store_log_off (MapiKeptStore *self)
{
  gboolean shared;

  g_mutex_lock (&self->lock);
  shared = self->shared;
  g_mutex_unlock (&self->lock);
  if (!self->for_spooler && shared)
    return;
  close_store (self);
  mapi_object_make_invalid (G_OBJECT (self));
}

/* Whether this is the last who leaves (R157). */
static gboolean
count_leaving (MapiKeptStore *self, guint32 flags)
{
  gboolean is_last;

  g_mutex_lock (&self->lock);
  self->leaving_with = flags;
  if (self->n_openers > 0)
    self->n_openers--;
  is_last = self->n_openers == 0;
  g_mutex_unlock (&self->lock);
  return is_last;
}

static gboolean
log_off_transports (MapiKeptStore *self, guint32 *flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->left = TRUE;
  if (mapi_support_store_logoff_transports (self->support, flags, cancellable, &local))
    return TRUE;
  if (g_error_matches (local, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    {
      *flags = MAPI_LOGOFF_COMPLETE;
      return TRUE;
    }
  self->left = FALSE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The transports go first, when the last leaves (R157, R164, D19); the objects end with the logon
 * object's Logoff. */
static gboolean
mapi_kept_store_store_logoff (MapiMsgStore *store,
                              guint32      *flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  MapiKeptStore *self = MAPI_KEPT_STORE (store);

  if (!mapi_kept_store_check (self, error))
    return FALSE;
  if (!self->for_spooler && count_leaving (self, *flags))
    return log_off_transports (self, flags, cancellable, error);
  *flags = MAPI_LOGOFF_COMPLETE;
  return TRUE;
}

/* Who lets go of the store without StoreLogoff wants nothing to be waited for (R158, R165). */
static void
make_up_for_logoff (MapiKeptStore *self)
{
  guint32 flags = self->leaving_with != 0 ? self->leaving_with : MAPI_LOGOFF_ABORT;
  g_autoptr (GError) error = NULL;

  if (!self->for_spooler && !self->left && !log_off_transports (self, &flags, NULL, &error))
    g_debug ("the transports were not logged off: %s", error->message);
}

/* --- Entries --- */

static gboolean
parse (MapiKeptStore *self, GBytes *entry_id, MapiKeptId *id, GError **error)
{
  if (entry_id == NULL || g_bytes_get_size (entry_id) == 0)
    {
      id->kind = MAPI_KEPT_IS_FOLDER;
      id->folder =
          g_strdup (mapi_store_backend_get_sends (self->backend) ? MAPI_KEPT_ROOT : MAPI_KEPT_TOP);
      return TRUE;
    }
  if (g_bytes_equal (entry_id, self->entry_id))
    {
      id->kind = MAPI_KEPT_IS_STORE;
      return TRUE;
    }
  return mapi_kept_id_parse (id, mapi_store_backend_get_uid (self->backend), entry_id, error);
}

static MapiProp *
open_id (MapiKeptStore *self, const MapiKeptId *id, guint32 flags, GError **error)
{
  if (id->kind == MAPI_KEPT_IS_STORE)
    return g_object_ref (MAPI_PROP (self));
  if ((flags & MAPI_MODIFY) != 0 && (flags & MAPI_BEST_ACCESS) == 0 &&
      !mapi_kept_store_check_writable (self, error))
    return NULL;
  if (id->kind == MAPI_KEPT_IS_FOLDER)
    return mapi_kept_store_lend (self, mapi_kept_folder_open (self, id->folder, flags, error));
  return mapi_kept_store_lend (self,
                               mapi_kept_message_open (self, id->folder, id->key, flags, error));
}

MapiProp *
mapi_kept_store_open_entry (MapiKeptStore *self,
                            GBytes        *entry_id,
                            const char    *interface_name,
                            guint32        flags,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_auto (MapiKeptId) id = { 0 };

  if (!mapi_kept_store_check (self, error) || !parse (self, entry_id, &id, error))
    return NULL;
  return mapi_prop_offer (open_id (self, &id, flags, error), interface_name, error);
}

static MapiProp *
mapi_kept_store_open_entry_slot (MapiMsgStore *store,
                                 GBytes       *entry_id,
                                 const char   *interface_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  return mapi_kept_store_open_entry (
      MAPI_KEPT_STORE (store), entry_id, interface_name, flags, cancellable, error);
}

static gboolean
mapi_kept_store_compare_entry_ids (MapiMsgStore *store,
                                   GBytes       *one,
                                   GBytes       *other,
                                   guint32       flags,
                                   gboolean     *result,
                                   GError      **error)
{
  MapiKeptStore *self = MAPI_KEPT_STORE (store);
  g_auto (MapiKeptId) first = { 0 };
  g_auto (MapiKeptId) second = { 0 };

  if (!mapi_kept_store_check (self, error) || !parse (self, one, &first, error) ||
      !parse (self, other, &second, error))
    return FALSE;
  *result = first.kind == second.kind && g_strcmp0 (first.folder, second.folder) == 0 &&
            g_strcmp0 (first.key, second.key) == 0;
  return TRUE;
}

static guint32
mapi_kept_store_advise (MapiMsgStore   *store,
                        GBytes         *entry_id,
                        guint32         event_mask,
                        MapiAdviseSink *sink,
                        GCancellable   *cancellable,
                        GError        **error)
{
  MapiKeptStore *self = MAPI_KEPT_STORE (store);
  GBytes *key = entry_id != NULL && g_bytes_equal (entry_id, self->entry_id) ? NULL : entry_id;

  if (!mapi_kept_store_check (self, error))
    return 0;
  return mapi_notifier_advise (
      mapi_store_backend_get_notifier (self->backend), key, event_mask, sink, error);
}

static gboolean
mapi_kept_store_unadvise (MapiMsgStore *store, guint32 connection, GError **error)
{
  MapiKeptStore *self = MAPI_KEPT_STORE (store);

  return mapi_kept_store_check (self, error) &&
         mapi_notifier_unadvise (
             mapi_store_backend_get_notifier (self->backend), connection, error);
}

static void
mapi_kept_store_store_init (MapiMsgStoreInterface *iface)
{
  iface->advise = mapi_kept_store_advise;
  iface->unadvise = mapi_kept_store_unadvise;
  iface->compare_entry_ids = mapi_kept_store_compare_entry_ids;
  iface->open_entry = mapi_kept_store_open_entry_slot;
  iface->store_logoff = mapi_kept_store_store_logoff;
  mapi_kept_store_init_queue (iface);
  mapi_kept_store_init_receive (iface);
}

/* --- What the store says of itself --- */

static const struct
{
  guint32     tag;
  const char *key;
} folder_tags[] = {
  { MAPI_PR_FINDER_ENTRYID, MAPI_KEPT_FINDER },
  { MAPI_PR_IPM_OUTBOX_ENTRYID, MAPI_KEPT_OUTBOX },
  { MAPI_PR_IPM_SENTMAIL_ENTRYID, MAPI_KEPT_SENT },
  { MAPI_PR_IPM_WASTEBASKET_ENTRYID, MAPI_KEPT_DELETED },
};

static void
add_folder (MapiKeptStore *self, MapiPropListBuilder *builder, guint32 tag, const char *key)
{
  g_autoptr (GBytes) id = mapi_store_backend_new_id (self->backend, MAPI_KEPT_IS_FOLDER, key, NULL);

  mapi_prop_list_builder_add_binary (builder, tag, id);
}

static void
add_abilities (MapiKeptStore *self, MapiPropListBuilder *builder)
{
  gboolean writes = mapi_store_backend_is_writable (self->backend);
  gboolean sends = mapi_store_backend_get_sends (self->backend);
  guint32  can = MAPI_STORE_ENTRYID_UNIQUE | MAPI_STORE_ATTACH_OK | MAPI_STORE_UNICODE_OK |
                MAPI_STORE_MV_PROPS_OK | MAPI_STORE_RESTRICTION_OK | MAPI_STORE_SORT_OK |
                MAPI_STORE_NOTIFY_OK;
  guint32 folders = MAPI_FOLDER_IPM_SUBTREE_VALID;

  can |= writes ? MAPI_STORE_CREATE_OK | MAPI_STORE_MODIFY_OK : MAPI_STORE_READONLY;
  if (sends)
    {
      can |= MAPI_STORE_SUBMIT_OK;
      folders |= MAPI_FOLDER_IPM_INBOX_VALID | MAPI_FOLDER_IPM_OUTBOX_VALID |
                 MAPI_FOLDER_IPM_SENTMAIL_VALID | MAPI_FOLDER_IPM_WASTEBASKET_VALID |
                 MAPI_FOLDER_FINDER_VALID;
      for (guint i = 0; i < G_N_ELEMENTS (folder_tags); i++)
        add_folder (self, builder, folder_tags[i].tag, folder_tags[i].key);
    }
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STORE_SUPPORT_MASK, (gint32) can);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_VALID_FOLDER_MASK, (gint32) folders);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_ACCESS, MAPI_ACCESS_READ | (writes ? MAPI_ACCESS_MODIFY : 0));
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_ACCESS_LEVEL, writes ? (gint32) MAPI_MODIFY : 0);
}

static void
describe (MapiKeptStore *self)
{
  const MapiUid *uid = mapi_store_backend_get_uid (self->backend);
  const MapiUid *kind = mapi_store_backend_get_kind (self->backend);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_store_backend_add_common (self->backend, builder);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STORE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, MAPI_STORE_PROVIDER);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_DISPLAY_NAME, mapi_store_backend_get_name (self->backend));
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, self->entry_id);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_RECORD_KEY, uid, sizeof *uid);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_SEARCH_KEY, uid, sizeof *uid);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_MDB_PROVIDER, kind, sizeof *kind);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STORE_STATE, 0);
  add_folder (self, builder, MAPI_PR_IPM_SUBTREE_ENTRYID, MAPI_KEPT_TOP);
  add_abilities (self, builder);
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY | MAPI_IPROP_CLEAN);
}

static void
mapi_kept_store_finalize (GObject *object)
{
  MapiKeptStore *self = MAPI_KEPT_STORE (object);

  if (self->entry_id != NULL)
    {
      make_up_for_logoff (self);
      close_store (self);
    }
  g_clear_object (&self->support);
  g_clear_object (&self->backend);
  g_clear_pointer (&self->entry_id, g_bytes_unref);
  g_ptr_array_unref (self->lent);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_kept_store_parent_class)->finalize (object);
}

static void
mapi_kept_store_class_init (MapiKeptStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_kept_store_finalize;
}

static void
mapi_kept_store_init (MapiKeptStore *self)
{
  g_mutex_init (&self->lock);
  self->lent = g_ptr_array_new_with_free_func (weak_ref_free);
  self->next_look = FIRST_LOOK;
  self->n_openers = 1;
}

MapiKeptStore *
mapi_kept_store_new (MapiStoreBackend *backend,
                     MapiSupport      *support,
                     gboolean          for_spooler,
                     GError          **error)
{
  g_autoptr (MapiKeptStore) self = g_object_new (MAPI_TYPE_KEPT_STORE, NULL);
  g_autoptr (GBytes) own = mapi_store_backend_new_id (backend, MAPI_KEPT_IS_STORE, NULL, NULL);

  self->backend = g_object_ref (backend);
  self->support = g_object_ref (support);
  self->for_spooler = for_spooler;
  self->entry_id = mapi_support_wrap_store_entry_id (support, own, error);
  if (self->entry_id == NULL)
    return NULL;
  mapi_store_backend_set_store_id (backend, self->entry_id);
  describe (self);
  return g_steal_pointer (&self);
}
