/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The properties of a message: those that are kept, and those that are computed. */

#include "sqlite-entry-id.h"
#include "sqlite-message-private.h"
#include "sqlite-object-private.h"

/* What tables show, and what text is made of. */
static const guint32 typed_tags[] = {
  MAPI_PR_SUBJECT,
  MAPI_PR_MESSAGE_CLASS,
  MAPI_PR_MESSAGE_FLAGS,
  MAPI_PR_MESSAGE_DELIVERY_TIME,
  MAPI_PR_CLIENT_SUBMIT_TIME,
  MAPI_PR_SENDER_NAME,
  MAPI_PR_SENT_REPRESENTING_NAME,
  MAPI_PR_IMPORTANCE,
  MAPI_PR_PRIORITY,
  MAPI_PR_SENSITIVITY,
  MAPI_PR_BODY,
  MAPI_PR_RTF_COMPRESSED,
  0,
};

/* PR_MESSAGE_FLAGS is not among them: it may be set until the message is saved. */
static const guint32 computed_tags[] = {
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_ENTRYID,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_PARENT_ENTRYID,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_MAPPING_SIGNATURE,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_MSG_STATUS,
  MAPI_PR_MESSAGE_SIZE,
  MAPI_PR_HASATTACH,
  MAPI_PR_ACCESS,
  MAPI_PR_ACCESS_LEVEL,
  MAPI_PR_CREATION_TIME,
  MAPI_PR_LAST_MODIFICATION_TIME,
  MAPI_PR_DISPLAY_TO,
  MAPI_PR_DISPLAY_CC,
  MAPI_PR_DISPLAY_BCC,
  MAPI_PR_NORMALIZED_SUBJECT,
  MAPI_PR_MESSAGE_ATTACHMENTS,
  MAPI_PR_MESSAGE_RECIPIENTS,
  MAPI_PR_SUBMIT_FLAGS,
  0,
};

/* Flags a client may give a message before it saves it the first time. Which reports it owes is
 * nothing to be set: a copy owes none. */
#define SETTABLE_FLAGS                                                                             \
  (MAPI_MSGFLAG_READ | MAPI_MSGFLAG_UNMODIFIED | MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_FROMME |       \
   MAPI_MSGFLAG_RESEND)

static void
add_identity (SqliteMessage *self, MapiPropListBuilder *builder)
{
  const SqliteMessageData *data = self->data;
  SqliteBackend           *backend = sqlite_object_get_backend (SQLITE_OBJECT (self));
  const MapiUid           *uid = sqlite_backend_get_uid (backend);

  sqlite_object_add_common (SQLITE_OBJECT (self), builder);
  if (data->folder != 0)
    sqlite_add_binary (builder,
                       MAPI_PR_PARENT_ENTRYID,
                       sqlite_entry_id_new (uid, MAPI_OBJECT_FOLDER, data->folder));
  if (data->folder == 0 || data->id == 0)
    return;
  sqlite_add_binary (
      builder, MAPI_PR_ENTRYID, sqlite_entry_id_new (uid, MAPI_OBJECT_MESSAGE, data->id));
  sqlite_add_binary (
      builder, MAPI_PR_RECORD_KEY, sqlite_record_key_new (uid, MAPI_OBJECT_MESSAGE, data->id));
  sqlite_add_binary (builder, MAPI_PR_INSTANCE_KEY, sqlite_instance_key_new (data->id));
}

static void
add_state (SqliteMessage *self, MapiPropListBuilder *builder)
{
  const SqliteMessageData *data = self->data;
  guint32                  flags = data->flags;
  guint32                  access = MAPI_ACCESS_READ | (self->writable ? MAPI_ACCESS_MODIFY : 0) |
                   (data->queue == 0 ? MAPI_ACCESS_DELETE : 0);

  if (data->attachments != NULL)
    flags = data->attachments->len > 0 ? flags | MAPI_MSGFLAG_HASATTACH
                                       : flags & ~MAPI_MSGFLAG_HASATTACH;
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MESSAGE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, (gint32) flags);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MSG_STATUS, (gint32) data->status);
  mapi_prop_list_builder_add_boolean (
      builder, MAPI_PR_HASATTACH, (flags & MAPI_MSGFLAG_HASATTACH) != 0);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_MESSAGE_SIZE, (gint32) MIN (data->summary.size, G_MAXINT32));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS, (gint32) access);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS_LEVEL, self->writable ? MAPI_MODIFY : 0);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CREATION_TIME, data->created);
  if (data->modified != 0)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_LAST_MODIFICATION_TIME, data->modified);
}

static void
add_derived (SqliteMessage *self, MapiPropListBuilder *builder)
{
  const SqliteMessageData *data = self->data;
  guint32 any_class = mapi_prop_tag_change_type (MAPI_PR_MESSAGE_CLASS, MAPI_PT_UNSPECIFIED);
  g_autoptr (MapiPropList) display = mapi_recipients_get_display_props (data->recipients);
  g_autoptr (MapiPropList) subject = sqlite_message_data_get_subject (data);

  mapi_prop_list_builder_add_list (builder, display);
  if (subject != NULL)
    mapi_prop_list_builder_add_list (builder, subject);
  if (mapi_prop_list_find (data->props, any_class) < 0)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, MAPI_MESSAGE_CLASS_DEFAULT);
}

/* The flags that the queue and the spooler's lock make, of a message that waits to be sent. */
static void
add_submit_flags (SqliteMessage *self, MapiPropListBuilder *builder, gboolean locked)
{
  guint32 flags = self->data->submit_flags | (locked ? MAPI_SUBMITFLAG_LOCKED : 0);

  if (self->data->queue != 0)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_SUBMIT_FLAGS, (gint32) flags);
}

static MapiPropList *
compute (SqliteMessage *self, gboolean locked)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropValue) recipients = mapi_prop_value_new_object (MAPI_PR_MESSAGE_RECIPIENTS);
  g_autoptr (MapiPropValue) attachments = mapi_prop_value_new_object (MAPI_PR_MESSAGE_ATTACHMENTS);

  add_identity (self, builder);
  add_state (self, builder);
  add_submit_flags (self, builder, locked);
  add_derived (self, builder);
  mapi_prop_list_builder_add_value (builder, recipients);
  mapi_prop_list_builder_add_value (builder, attachments);
  sqlite_add_large_errors (builder, self->data->large);
  if (self->data->passed_on != 0)
    mapi_prop_list_builder_add_systime (
        builder, MAPI_PR_PROVIDER_SUBMIT_TIME, self->data->passed_on);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
is_locked (SqliteMessage *self)
{
  SqliteLocks *locks = sqlite_backend_get_locks (sqlite_object_get_backend (SQLITE_OBJECT (self)));

  return self->data->queue != 0 &&
         sqlite_locks_get_message (locks, self->data->id) != SQLITE_LOCK_NONE;
}

void
sqlite_message_forget_props (SqliteMessage *self)
{
  g_clear_pointer (&self->computed, mapi_prop_list_unref);
  g_clear_pointer (&self->all, mapi_prop_list_unref);
}

/* Called with the lock held, as are those that follow. */
static MapiPropList *
get_computed (SqliteMessage *self)
{
  gboolean locked = is_locked (self);

  if (self->computed != NULL && self->computed_locked == locked)
    return self->computed;
  sqlite_message_forget_props (self);
  self->computed = compute (self, locked);
  self->computed_locked = locked;
  return self->computed;
}

static MapiPropList *
get_all (SqliteMessage *self)
{
  MapiPropList *computed = get_computed (self);

  if (self->all == NULL)
    self->all = mapi_prop_list_merge (self->data->props, computed);
  return self->all;
}

static MapiPropList *
sqlite_message_get_all (SqliteObject *object, GError **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  MapiPropList  *all = NULL;

  g_mutex_lock (&self->lock);
  if (sqlite_message_load (self, error))
    all = mapi_prop_list_ref (get_all (self));
  g_mutex_unlock (&self->lock);
  return all;
}

static gboolean
is_same (guint32 one, guint32 other)
{
  return mapi_prop_tag_get_id (one) == mapi_prop_tag_get_id (other);
}

/* What can be set, and is computed all the same, or from where nothing is kept. */
static gboolean
is_completed (SqliteMessage *self, guint32 tag)
{
  const SqliteMessageData *data = self->data;

  if (is_same (tag, MAPI_PR_MESSAGE_FLAGS) || is_same (tag, MAPI_PR_SUBJECT_PREFIX))
    return TRUE;
  if (is_same (tag, MAPI_PR_PROVIDER_SUBMIT_TIME))
    return data->passed_on != 0;
  return is_same (tag, MAPI_PR_MESSAGE_CLASS) &&
         !mapi_prop_list_contains (data->props, MAPI_PR_MESSAGE_CLASS);
}

static gboolean
is_kept (SqliteMessage *self, guint32 tag)
{
  return !sqlite_object_is_computed (SQLITE_OBJECT (self), tag) && !is_completed (self, tag);
}

static gboolean
are_kept (SqliteMessage *self, MapiPropTagArray *tags)
{
  guint n = mapi_prop_tag_array_get_size (tags);
  guint i = 0;

  while (i < n && is_kept (self, mapi_prop_tag_array_get_tag (tags, i)))
    i++;
  return i == n && self->data->large == NULL;
}

/* In just the types that are wanted. */
static gboolean
are_computed (SqliteMessage *self, MapiPropTagArray *tags)
{
  MapiPropList *computed = get_computed (self);
  guint         n = mapi_prop_tag_array_get_size (tags);
  guint         i = 0;

  while (i < n && mapi_prop_list_contains (computed, mapi_prop_tag_array_get_tag (tags, i)))
    i++;
  return i == n;
}

/* To put all of them into one list is to copy the content. */
static MapiPropList *
sqlite_message_get_some (SqliteObject *object, MapiPropTagArray *tags, GError **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  MapiPropList  *some = NULL;

  g_mutex_lock (&self->lock);
  if (sqlite_message_load (self, error))
    some = mapi_prop_list_ref (are_kept (self, tags)       ? self->data->props
                               : are_computed (self, tags) ? self->computed
                                                           : get_all (self));
  g_mutex_unlock (&self->lock);
  return some;
}

/* Whatever type it has, an error that stands for it too. */
static gboolean
contains (MapiPropList *props, guint32 tag)
{
  return mapi_prop_list_find (props, mapi_prop_tag_change_type (tag, MAPI_PT_UNSPECIFIED)) >= 0 ||
         mapi_prop_list_find (props, mapi_prop_tag_change_type (tag, MAPI_PT_ERROR)) >= 0;
}

/* Those that are kept, unless there is something computed in their place, and those. */
static MapiPropTagArray *
merge_tags (MapiPropList *props, MapiPropList *computed)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 tag;

  for (guint i = 0; (tag = mapi_prop_list_get_tag (props, i)) != 0; i++)
    if (!contains (computed, tag))
      g_array_append_val (tags, tag);
  for (guint i = 0; (tag = mapi_prop_list_get_tag (computed, i)) != 0; i++)
    g_array_append_val (tags, tag);
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

static MapiPropTagArray *
sqlite_message_list_tags (SqliteObject *object, GError **error)
{
  SqliteMessage    *self = SQLITE_MESSAGE (object);
  MapiPropTagArray *tags = NULL;

  g_mutex_lock (&self->lock);
  if (sqlite_message_load (self, error))
    tags = merge_tags (self->data->props, get_computed (self));
  g_mutex_unlock (&self->lock);
  return tags;
}

static gboolean
sqlite_message_find_large (SqliteObject *object, guint32 tag, SqliteLarge *large)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  gboolean       found;

  g_mutex_lock (&self->lock);
  found = self->data != NULL && sqlite_large_find (self->data->large, tag, large);
  g_mutex_unlock (&self->lock);
  return found;
}

static void
take_flags (SqliteMessage *self, MapiPropList *set)
{
  gint32 flags = mapi_prop_list_get_long (set, MAPI_PR_MESSAGE_FLAGS, -1);

  if (self->data->id == 0 && mapi_prop_list_contains (set, MAPI_PR_MESSAGE_FLAGS))
    self->data->flags = (self->data->flags & ~SETTABLE_FLAGS) | ((guint32) flags & SETTABLE_FLAGS);
}

static void
take_passed_on (SqliteMessage *self, MapiPropList *set)
{
  if (contains (set, MAPI_PR_PROVIDER_SUBMIT_TIME))
    self->data->passed_on = mapi_prop_list_get_systime (set, MAPI_PR_PROVIDER_SUBMIT_TIME, 0);
}

/* What is set, but not kept: two have columns of their own, and a time of 0 is none. */
static MapiPropTagArray *
list_unkept (MapiPropList *set)
{
  static const guint32 times[] = { MAPI_PR_MESSAGE_DELIVERY_TIME, MAPI_PR_CLIENT_SUBMIT_TIME };
  guint32              tags[2 + G_N_ELEMENTS (times)];
  guint                n = 0;

  if (mapi_prop_list_contains (set, MAPI_PR_MESSAGE_FLAGS))
    tags[n++] = MAPI_PR_MESSAGE_FLAGS;
  if (mapi_prop_list_get_systime (set, MAPI_PR_PROVIDER_SUBMIT_TIME, 0) != 0)
    tags[n++] = MAPI_PR_PROVIDER_SUBMIT_TIME;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (mapi_prop_list_get_systime (set, times[i], 1) == 0)
      tags[n++] = times[i];
  return n > 0 ? mapi_prop_tag_array_new (tags, n) : NULL;
}

static gboolean
contains_any (MapiPropList *props, MapiPropTagArray *tags)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    if (contains (props, mapi_prop_tag_array_get_tag (tags, i)))
      return TRUE;
  return FALSE;
}

/* The content is not touched by what only changes columns. */
static void
merge_props (SqliteMessage *self, MapiPropList *set)
{
  MapiPropList *props = self->data->props;
  g_autoptr (MapiPropTagArray) unkept = list_unkept (set);
  g_autoptr (MapiPropList) merged = NULL;

  if (unkept == NULL)
    sqlite_message_set_props (self, mapi_prop_list_merge (props, set));
  else if (mapi_prop_tag_array_get_size (unkept) == mapi_prop_list_get_size (set) &&
           !contains_any (props, unkept) && self->data->large == NULL)
    sqlite_message_touch (self);
  else
    {
      merged = mapi_prop_list_merge (props, set);
      sqlite_message_set_props (self, mapi_prop_list_without (merged, unkept));
    }
}

static void
note_changes (SqliteMessage *self, MapiPropTagArray *tags, gboolean removed)
{
  gsize          n;
  const guint32 *first = mapi_prop_tag_array_get_tags (tags, &n);

  for (gsize i = 0; i < n; i++)
    sqlite_message_note_text (self, first[i], removed);
}

/* Called with the lock held. */
static void
change_props (SqliteMessage *self, MapiPropList *set, MapiPropTagArray *removed)
{
  g_autoptr (MapiPropTagArray) tags =
      set != NULL ? mapi_prop_list_get_tags (set) : mapi_prop_tag_array_ref (removed);

  note_changes (self, tags, set == NULL);
  sqlite_large_remove_tags (&self->data->large, tags);
  if (set != NULL)
    {
      take_flags (self, set);
      take_passed_on (self, set);
      merge_props (self, set);
      return;
    }
  if (mapi_prop_tag_array_contains (
          removed, mapi_prop_tag_change_type (MAPI_PR_PROVIDER_SUBMIT_TIME, MAPI_PT_UNSPECIFIED)))
    self->data->passed_on = 0;
  sqlite_message_set_props (self, mapi_prop_list_without (self->data->props, removed));
}

static gboolean
sqlite_message_change (SqliteObject     *object,
                       MapiPropList     *set,
                       MapiPropTagArray *removed,
                       GError          **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  gboolean       loaded;

  g_mutex_lock (&self->lock);
  loaded = sqlite_message_load (self, error);
  if (loaded)
    change_props (self, set, removed);
  g_mutex_unlock (&self->lock);
  return loaded;
}

static gboolean
sqlite_message_set_large (SqliteObject *object, const SqliteLarge *large, GError **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (object);
  gboolean       loaded;

  g_mutex_lock (&self->lock);
  loaded = sqlite_message_load (self, error);
  if (loaded)
    {
      g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&large->tag, 1);
      GBytes *before = self->data->large;

      sqlite_message_note_text (self, large->tag, FALSE);
      self->data->large = sqlite_large_add (before, large);
      g_clear_pointer (&before, g_bytes_unref);
      sqlite_message_set_props (self, mapi_prop_list_without (self->data->props, tags));
    }
  g_mutex_unlock (&self->lock);
  return loaded;
}

void
sqlite_message_init_props (SqliteObjectClass *klass)
{
  klass->computed = computed_tags;
  klass->typed = typed_tags;
  klass->has_text = TRUE;
  klass->get_all = sqlite_message_get_all;
  klass->get_some = sqlite_message_get_some;
  klass->list_tags = sqlite_message_list_tags;
  klass->find_large = sqlite_message_find_large;
  klass->change = sqlite_message_change;
  klass->set_large = sqlite_message_set_large;
}
