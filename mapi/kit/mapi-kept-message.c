/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A message of a store with a backend: a copy for whoever has opened it. */

#include "config.h"

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-kept-note-private.h"
#include "mapi-message-class.h"

/* Flags a client may give a message before it saves it the first time. Which reports it owes is
 * nothing to be set: a copy owes none. */
#define SETTABLE_FLAGS                                                                             \
  (MAPI_MSGFLAG_READ | MAPI_MSGFLAG_UNMODIFIED | MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_FROMME |       \
   MAPI_MSGFLAG_RESEND)

/* What the store says of a message, besides what no message may be told. */
static const guint32 computed_tags[] = {
  MAPI_PR_CREATION_TIME,
  MAPI_PR_LAST_MODIFICATION_TIME,
  MAPI_PR_MSG_STATUS,
  MAPI_PR_SUBMIT_FLAGS,
};

static MapiPropInterface *parent_prop;

static void mapi_kept_message_prop_init (MapiPropInterface *iface);
static void mapi_kept_message_message_init (MapiMessageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiKeptMessage,
                               mapi_kept_message,
                               MAPI_TYPE_MEMORY_MESSAGE,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_kept_message_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE,
                                                          mapi_kept_message_message_init))

guint32
mapi_kept_message_get_long (MapiKeptMessage *self, guint32 tag)
{
  g_autoptr (MapiPropList) found = mapi_prop_data_pick (MAPI_PROP_DATA (self), &tag, 1);

  return (guint32) mapi_prop_list_get_long (found, tag, 0);
}

void
mapi_kept_message_set_long (MapiKeptMessage *self, guint32 tag, guint32 value)
{
  g_autoptr (MapiPropValue) set = mapi_prop_value_new_long (tag, (gint32) value);
  g_autoptr (MapiPropList) changes = mapi_prop_list_new_from_value (set);

  mapi_prop_data_compute (MAPI_PROP_DATA (self), changes);
}

gboolean
mapi_kept_message_is_queued (MapiKeptMessage *self)
{
  return self->key != NULL && mapi_store_backend_get_sends (self->backend) &&
         (mapi_kept_message_get_long (self, MAPI_PR_MESSAGE_FLAGS) & MAPI_MSGFLAG_SUBMIT) != 0;
}

static void
add_ids (MapiKeptMessage *self, MapiPropListBuilder *builder)
{
  g_autoptr (GBytes) parent =
      mapi_store_backend_new_id (self->backend, MAPI_KEPT_IS_FOLDER, self->folder, NULL);
  g_autoptr (GBytes) id = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_PARENT_ENTRYID, parent);
  if (self->key == NULL)
    return;
  id = mapi_store_backend_new_id (self->backend, MAPI_KEPT_IS_MESSAGE, self->folder, self->key);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, id);
}

/* What a message has for where it is. */
void
mapi_kept_message_settle (MapiKeptMessage *self)
{
  gboolean writable = mapi_prop_data_check_writable (MAPI_PROP_DATA (self), NULL);
  guint32  access = MAPI_ACCESS_READ | (writable ? MAPI_ACCESS_MODIFY : 0);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  if (mapi_store_backend_is_writable (self->backend) && !mapi_kept_message_is_queued (self))
    access |= MAPI_ACCESS_DELETE;
  mapi_store_backend_add_common (self->backend, builder);
  add_ids (self, builder);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS, (gint32) access);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_ACCESS_LEVEL, writable ? (gint32) MAPI_MODIFY : 0);
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_data_compute (MAPI_PROP_DATA (self), props);
}

/* --- Making and opening --- */

static MapiKeptMessage *
make (MapiStoreBackend *backend, MapiKeptStore *store, const char *folder, const char *key)
{
  MapiKeptMessage *self = g_object_new (MAPI_TYPE_KEPT_MESSAGE, NULL);
  g_autoptr (MapiMemoryMessage) blank = mapi_memory_message_new ();

  mapi_prop_data_assign (MAPI_PROP_DATA (self), MAPI_PROP_DATA (blank));
  mapi_prop_data_set_names (MAPI_PROP_DATA (self), mapi_store_backend_get_names (backend));
  self->backend = g_object_ref (backend);
  self->store = store != NULL ? g_object_ref (store) : NULL;
  self->folder = g_strdup (folder);
  self->key = g_strdup (key);
  return self;
}

/* What a message has from the beginning (R522). */
static MapiPropList *
get_first_props (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiUid) key = mapi_uid_new ();
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());

  mapi_prop_list_builder_add_data (builder, MAPI_PR_SEARCH_KEY, key, sizeof *key);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CREATION_TIME, now);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_UNMODIFIED);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MSG_STATUS, 0);
  return mapi_prop_list_builder_end (builder);
}

MapiKeptMessage *
mapi_kept_message_new (MapiKeptStore *store, const char *folder)
{
  MapiKeptMessage *self = make (mapi_kept_store_get_backend (store), store, folder, NULL);
  g_autoptr (MapiPropList) props = get_first_props ();

  mapi_prop_data_compute (MAPI_PROP_DATA (self), props);
  mapi_kept_message_settle (self);
  return self;
}

/* A message of a store for reading counts as one that was received and read. */
static void
adjust_flags (MapiKeptMessage *self)
{
  guint32 flags = mapi_kept_message_get_long (self, MAPI_PR_MESSAGE_FLAGS);

  if (!mapi_store_backend_is_writable (self->backend))
    mapi_kept_message_set_long (
        self, MAPI_PR_MESSAGE_FLAGS, (flags & ~MAPI_MSGFLAG_UNSENT) | MAPI_MSGFLAG_READ);
}

/* The provider fills a message of its own: what it keeps of that keeps nothing else. */
static gboolean
load (MapiKeptMessage *self, GError **error)
{
  g_autoptr (MapiMemoryMessage) blank = mapi_memory_message_new ();

  mapi_prop_data_set_names (MAPI_PROP_DATA (blank), mapi_store_backend_get_names (self->backend));
  if (!mapi_store_backend_load_message (
          self->backend, self->folder, self->key, MAPI_MESSAGE (blank), NULL, error))
    return FALSE;
  mapi_memory_message_take_over (MAPI_MEMORY_MESSAGE (self), blank);
  adjust_flags (self);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_CLEAN);
  mapi_kept_message_settle (self);
  return TRUE;
}

static MapiKeptMessage *
take (MapiStoreBackend *backend,
      MapiKeptStore    *store,
      const char       *folder,
      const char       *key,
      GError          **error)
{
  g_autoptr (MapiKeptMessage) self = make (backend, store, folder, key);
  MapiKeptSlip *slip;
  gboolean      loaded;

  mapi_store_backend_lock (backend);
  slip = mapi_store_backend_find_slip (backend, folder, key, error);
  loaded = slip != NULL && load (self, error);
  self->change = slip != NULL ? slip->change : 0;
  mapi_store_backend_unlock (backend);
  return loaded ? g_steal_pointer (&self) : NULL;
}

MapiKeptMessage *
mapi_kept_message_take (MapiKeptStore *store, const char *folder, const char *key, GError **error)
{
  return take (mapi_kept_store_get_backend (store), store, folder, key, error);
}

/* Clients get what waits to be sent for reading only, and nothing of what the spooler works on
 * (R030, R032, R033). */
static gboolean
check_queued (MapiStoreBackend *backend,
              const char       *folder,
              const char       *key,
              guint32           flags,
              gboolean         *is_queued,
              GError          **error)
{
  MapiKeptSlip *slip;
  gboolean      is_locked = FALSE;

  *is_queued = FALSE;
  mapi_store_backend_lock (backend);
  slip = mapi_store_backend_find_slip (backend, folder, key, error);
  if (slip != NULL)
    {
      *is_queued = slip->is_queued;
      is_locked = slip->is_locked;
    }
  mapi_store_backend_unlock (backend);

  if (slip == NULL || !*is_queued)
    return slip != NULL;
  if ((flags & MAPI_MODIFY) && !(flags & MAPI_BEST_ACCESS))
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_SUBMITTED, "the message waits to be sent");
  else if (is_locked)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_NO_ACCESS, "the message is being sent");
  else
    return TRUE;
  return FALSE;
}

MapiKeptMessage *
mapi_kept_message_open (
    MapiKeptStore *store, const char *folder, const char *key, guint32 flags, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (store);
  gboolean          is_spooler = mapi_kept_store_is_spooler (store);
  gboolean          is_queued = FALSE;
  gboolean          writable =
      (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) != 0 && mapi_store_backend_is_writable (backend);
  MapiKeptMessage *self;

  if (!is_spooler && !check_queued (backend, folder, key, flags, &is_queued, error))
    return NULL;
  self = mapi_kept_message_take (store, folder, key, error);
  if (self != NULL && (!writable || is_queued))
    {
      mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
      mapi_kept_message_settle (self);
    }
  return self;
}

/* --- Rows --- */

static MapiPropList *
make_row (MapiPropList *props)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);
      guint32 tag = mapi_prop_value_get_tag (value);

      if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_ERROR &&
          mapi_prop_tag_get_prop_type (tag) != MAPI_PT_OBJECT && tag != MAPI_PR_BODY &&
          tag != MAPI_PR_RTF_COMPRESSED && tag != MAPI_PR_BODY_HTML && tag != MAPI_PR_HTML)
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

/* What tables show: all but the bodies. */
MapiPropList *
mapi_kept_message_make_row (MapiKeptMessage *self, GError **error)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (self), NULL, MAPI_UNICODE, NULL, NULL, error);

  return props != NULL ? make_row (props) : NULL;
}

/* The row that the provider has told needs only what tells where the message is. */
static MapiPropList *
complete_row (MapiStoreBackend *backend, const char *folder, const char *key, MapiPropList *row)
{
  g_autoptr (MapiKeptMessage) self = make (backend, NULL, folder, key);
  g_autoptr (MapiPropList) own = NULL;

  mapi_prop_data_set_list (MAPI_PROP_DATA (self), row);
  adjust_flags (self);
  mapi_kept_message_settle (self);
  own = mapi_prop_data_get_list (MAPI_PROP_DATA (self));
  return make_row (own);
}

MapiPropList *
mapi_kept_message_make_bare_row (MapiStoreBackend *backend, const char *folder, const char *key)
{
  g_autoptr (MapiPropList) none = mapi_prop_list_new_empty ();

  return complete_row (backend, folder, key, none);
}

MapiPropList *
mapi_kept_message_read_row (MapiStoreBackend *backend,
                            const char       *folder,
                            const char       *key,
                            GError          **error)
{
  MapiKeptSlip *slip = mapi_store_backend_find_slip (backend, folder, key, error);
  g_autoptr (MapiKeptMessage) self = NULL;

  if (slip == NULL)
    return NULL;
  if (slip->row != NULL && !mapi_kept_note_is_one (slip->row))
    return complete_row (backend, folder, key, slip->row);
  self = take (backend, NULL, folder, key, error);
  return self != NULL ? mapi_kept_message_make_row (self, error) : NULL;
}

/* --- MapiProp --- */

/* The lock shows as long as the spooler holds it (R034, D18). */
static void
update_lock (MapiKeptMessage *self)
{
  guint32       flags = mapi_kept_message_get_long (self, MAPI_PR_SUBMIT_FLAGS);
  MapiKeptSlip *slip;

  mapi_store_backend_lock (self->backend);
  slip = mapi_store_backend_find_slip (self->backend, self->folder, self->key, NULL);
  flags = slip != NULL && slip->is_locked ? flags | MAPI_SUBMITFLAG_LOCKED
                                          : flags & ~MAPI_SUBMITFLAG_LOCKED;
  mapi_store_backend_unlock (self->backend);
  mapi_kept_message_set_long (self, MAPI_PR_SUBMIT_FLAGS, flags);
}

static MapiPropList *
mapi_kept_message_get_props (MapiProp         *prop,
                             MapiPropTagArray *tags,
                             guint32           flags,
                             GCancellable     *cancellable,
                             guint32          *warning,
                             GError          **error)
{
  MapiKeptMessage *self = MAPI_KEPT_MESSAGE (prop);

  if (self->store != NULL && mapi_kept_message_is_queued (self) &&
      (tags == NULL || mapi_prop_tag_array_contains (tags, MAPI_PR_SUBMIT_FLAGS)))
    update_lock (self);
  return parent_prop->get_props (prop, tags, flags, cancellable, warning, error);
}

static MapiPropList *
take_flags (MapiKeptMessage *self, MapiPropList *props)
{
  guint32 flags = mapi_kept_message_get_long (self, MAPI_PR_MESSAGE_FLAGS);
  guint32 wanted = (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (
      MAPI_PR_MESSAGE_FLAGS,
      (gint32) (self->key == NULL ? (flags & ~SETTABLE_FLAGS) | (wanted & SETTABLE_FLAGS) : flags));
  g_autoptr (MapiPropList) changes = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (props, changes);
}

static void
add_problem (MapiPropProblemArray **problems, MapiPropList *props, guint32 tag)
{
  g_autoptr (MapiPropProblemArray) old =
      *problems != NULL ? *problems : mapi_prop_problem_array_new ();
  gint index = mapi_prop_list_find (props, tag);

  *problems =
      index >= 0
          ? mapi_prop_problem_array_append (old, (guint) index, tag, (gint32) MAPI_E_COMPUTED)
          : mapi_prop_problem_array_ref (old);
}

static MapiPropList *
choose_settable (MapiKeptMessage *self, MapiPropList *props)
{
  g_autoptr (MapiPropTagArray) computed =
      mapi_prop_tag_array_new (computed_tags, G_N_ELEMENTS (computed_tags));
  g_autoptr (MapiPropList) settable = mapi_prop_list_without (props, computed);

  return mapi_prop_list_contains (settable, MAPI_PR_MESSAGE_FLAGS) ? take_flags (self, settable)
                                                                   : g_steal_pointer (&settable);
}

static gboolean
mapi_kept_message_set_props (MapiProp              *prop,
                             MapiPropList          *props,
                             MapiPropProblemArray **problems,
                             GCancellable          *cancellable,
                             GError               **error)
{
  MapiKeptMessage *self = MAPI_KEPT_MESSAGE (prop);
  g_autoptr (MapiPropList) settable = NULL;

  settable = choose_settable (self, props);
  if (!parent_prop->set_props (prop, settable, problems, cancellable, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (computed_tags); i++)
    if (mapi_prop_list_contains (props, computed_tags[i]))
      add_problem (problems, props, computed_tags[i]);
  return TRUE;
}

static gboolean
mapi_kept_message_save_changes (MapiProp     *prop,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiKeptMessage *self = MAPI_KEPT_MESSAGE (prop);
  gboolean         is_dirty =
      (mapi_prop_data_get_obj_access (MAPI_PROP_DATA (self)) & MAPI_IPROP_DIRTY) != 0;

  if (self->store == NULL || !mapi_prop_data_check_writable (MAPI_PROP_DATA (self), error))
    return FALSE;
  if ((is_dirty || self->key == NULL) && !mapi_kept_message_write (self, flags, cancellable, error))
    return FALSE;
  if (!parent_prop->save_changes (prop, flags, cancellable, error))
    return FALSE;
  if ((flags & MAPI_KEEP_OPEN_READWRITE) == 0)
    mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
  return TRUE;
}

static void
mapi_kept_message_prop_init (MapiPropInterface *iface)
{
  parent_prop = g_type_interface_peek_parent (iface);
  iface->save_changes = mapi_kept_message_save_changes;
  iface->get_props = mapi_kept_message_get_props;
  iface->set_props = mapi_kept_message_set_props;
}

static void
mapi_kept_message_message_init (MapiMessageInterface *iface)
{
  iface->submit_message = mapi_kept_message_submit;
  iface->set_read_flag = mapi_kept_message_set_read_flag;
}

static void
mapi_kept_message_finalize (GObject *object)
{
  MapiKeptMessage *self = MAPI_KEPT_MESSAGE (object);

  g_free (self->folder);
  g_free (self->key);
  g_clear_object (&self->store);
  g_clear_object (&self->backend);
  G_OBJECT_CLASS (mapi_kept_message_parent_class)->finalize (object);
}

static void
mapi_kept_message_class_init (MapiKeptMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_kept_message_finalize;
}

static void
mapi_kept_message_init (MapiKeptMessage *self)
{
}
