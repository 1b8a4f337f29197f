/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-copy-private.h"
#include "mapi-flags.h"
#include "mapi-memory-attachments-private.h"
#include "mapi-memory-message-private.h"
#include "mapi-memory-recipients-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-recipients.h"
#include "mapi-subject.h"
#include "mapi-table-data.h"

/**
 * MapiMemoryMessage:
 *
 * A whole message in memory, in no store: properties, recipients, attachments and the messages in
 * them. Transports and tests work on it, MIME is read into it, and it shows what a store's
 * messages have to do.
 *
 * What clients change shows in the message at once; `SaveChanges` marks it as unchanged, and puts a
 * message that lies in an attachment there. An attachment belongs to the message once it was saved.
 * `SubmitMessage` fails with %MAPI_E_NO_SUPPORT.
 *
 * Large values lie in temporary files; see #MapiPropData. Copies of parts of a message share what
 * they have in common.
 *
 * All functions may be called from any thread.
 *
 * Since: 1.0
 */

typedef struct
{
  MapiMemoryAttach *owner; /* the attachment that the message is saved into, or NULL */

  GMutex                lock;
  MapiMemoryRecipients  recipients;
  MapiMemoryAttachments attachments;
} MapiMemoryMessagePrivate;

static void mapi_memory_message_prop_init (MapiPropInterface *iface);
static void mapi_memory_message_message_init (MapiMessageInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MapiMemoryMessage,
                         mapi_memory_message,
                         MAPI_TYPE_PROP_DATA,
                         G_ADD_PRIVATE (MapiMemoryMessage)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_memory_message_prop_init)
                                 G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE,
                                                        mapi_memory_message_message_init))

static MapiMemoryMessagePrivate *
private_of (gpointer self)
{
  return mapi_memory_message_get_instance_private (MAPI_MEMORY_MESSAGE (self));
}

static MapiPropInterface *parent_prop;

/* What the store of a message would compute. */
static void
set_computed (MapiMemoryMessage *self, MapiPropList *props)
{
  mapi_prop_data_compute (MAPI_PROP_DATA (self), props);
  mapi_prop_data_mark_dirty (MAPI_PROP_DATA (self));
}

static MapiMemoryMessage *
keep (MapiMemoryMessage *self, MapiMemoryMessage *copy)
{
  MapiMemoryMessagePrivate *priv = private_of (self);
  MapiMemoryMessagePrivate *copy_priv = private_of (copy);

  mapi_prop_data_assign (MAPI_PROP_DATA (copy), MAPI_PROP_DATA (self));

  g_mutex_lock (&priv->lock);
  mapi_memory_recipients_copy (&copy_priv->recipients, &priv->recipients);
  mapi_memory_attachments_copy (&copy_priv->attachments, &priv->attachments);
  g_mutex_unlock (&priv->lock);
  return copy;
}

MapiMemoryMessage *
mapi_memory_message_keep (MapiMemoryMessage *self)
{
  return keep (self, g_object_new (MAPI_TYPE_MEMORY_MESSAGE, NULL));
}

void
mapi_memory_message_take_over (MapiMemoryMessage *self, MapiMemoryMessage *from)
{
  keep (from, self);
}

static gboolean
mapi_memory_message_save_changes (MapiProp     *prop,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  MapiMemoryMessage        *self = MAPI_MEMORY_MESSAGE (prop);
  MapiMemoryMessagePrivate *priv = private_of (self);
  g_autoptr (MapiMemoryMessage) kept = NULL;

  if (!parent_prop->save_changes (prop, flags, cancellable, error))
    return FALSE;
  if (priv->owner == NULL)
    return TRUE;

  kept = mapi_memory_message_keep (self);
  mapi_memory_attach_put_message (priv->owner, kept);
  return TRUE;
}

guint64
mapi_memory_message_measure (MapiMemoryMessage *self)
{
  MapiMemoryMessagePrivate *priv = private_of (self);
  guint64                   size = mapi_prop_data_measure (MAPI_PROP_DATA (self));

  g_mutex_lock (&priv->lock);
  size += mapi_memory_recipients_measure (&priv->recipients);
  size += mapi_memory_attachments_measure (&priv->attachments);
  g_mutex_unlock (&priv->lock);
  return size;
}

static void
update_size (MapiMemoryMessage *self)
{
  guint64 size = MIN (mapi_memory_message_measure (self), G_MAXINT32);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_MESSAGE_SIZE, (gint32) size);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  mapi_prop_data_compute (MAPI_PROP_DATA (self), props);
}

static MapiPropList *
mapi_memory_message_get_props (MapiProp         *prop,
                               MapiPropTagArray *tags,
                               guint32           flags,
                               GCancellable     *cancellable,
                               guint32          *warning,
                               GError          **error)
{
  if (tags == NULL || mapi_prop_tag_array_contains (tags, MAPI_PR_MESSAGE_SIZE))
    update_size (MAPI_MEMORY_MESSAGE (prop));
  return parent_prop->get_props (prop, tags, flags, cancellable, warning, error);
}

static GObject *
mapi_memory_message_open_property (MapiProp     *prop,
                                   guint32       tag,
                                   const char   *interface_name,
                                   guint32       interface_options,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  MapiMessage *message = MAPI_MESSAGE (prop);

  if (tag != MAPI_PR_MESSAGE_RECIPIENTS && tag != MAPI_PR_MESSAGE_ATTACHMENTS)
    return parent_prop->open_property (
        prop, tag, interface_name, interface_options, flags, cancellable, error);
  if (!mapi_memory_check_interface (interface_name, "MapiTable", error))
    return NULL;
  if (tag == MAPI_PR_MESSAGE_RECIPIENTS)
    return G_OBJECT (mapi_message_get_recipient_table (message, 0, cancellable, error));
  return G_OBJECT (mapi_message_get_attachment_table (message, 0, cancellable, error));
}

/* What is set is not looked up. */
static void
update_subject (MapiMemoryMessage *self, MapiPropList *changes)
{
  static const guint32 tags[] = { MAPI_PR_SUBJECT, MAPI_PR_SUBJECT_PREFIX };
  gboolean has_subject = mapi_prop_list_contains (changes, tags[0]);
  gboolean has_prefix = mapi_prop_list_contains (changes, tags[1]);
  g_autoptr (MapiPropList) current = NULL;
  g_autoptr (MapiPropList) computed = NULL;

  if (!has_subject && !has_prefix)
    return;
  current = mapi_prop_data_pick (
      MAPI_PROP_DATA (self), tags + has_subject, G_N_ELEMENTS (tags) - has_subject);
  computed = mapi_subject_get_changes (current, changes);
  if (computed != NULL)
    set_computed (self, computed);
}

static gboolean
has_attachments (MapiMemoryMessage *self)
{
  MapiMemoryMessagePrivate *priv = private_of (self);
  gboolean                  has;

  g_mutex_lock (&priv->lock);
  has = priv->attachments.kept->len > 0;
  g_mutex_unlock (&priv->lock);
  return has;
}

static guint32
get_flags (MapiMemoryMessage *self)
{
  static const guint32 tag = MAPI_PR_MESSAGE_FLAGS;
  g_autoptr (MapiPropList) current = mapi_prop_data_pick (MAPI_PROP_DATA (self), &tag, 1);

  return (guint32) mapi_prop_list_get_long (current, tag, 0);
}

/* PR_HASATTACH, and what PR_MESSAGE_FLAGS says of it. */
static void
update_has_attachments (MapiMemoryMessage *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) computed = NULL;
  gboolean has = has_attachments (self);
  guint32  flags = get_flags (self);

  flags = has ? flags | MAPI_MSGFLAG_HASATTACH : flags & ~MAPI_MSGFLAG_HASATTACH;
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_HASATTACH, has);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, (gint32) flags);
  computed = mapi_prop_list_builder_end (builder);
  set_computed (self, computed);
}

static gboolean
mapi_memory_message_set_props (MapiProp              *prop,
                               MapiPropList          *props,
                               MapiPropProblemArray **problems,
                               GCancellable          *cancellable,
                               GError               **error)
{
  MapiMemoryMessage *self = MAPI_MEMORY_MESSAGE (prop);

  if (!mapi_memory_set_props (prop, parent_prop, props, problems, cancellable, error))
    return FALSE;

  update_subject (self, props);
  if (mapi_prop_list_contains (props, MAPI_PR_MESSAGE_FLAGS))
    update_has_attachments (self);
  return TRUE;
}

static gboolean
mapi_memory_message_copy_to (MapiProp              *prop,
                             const char *const     *exclude_interfaces,
                             MapiPropTagArray      *exclude_tags,
                             MapiProgress          *progress,
                             MapiProp              *destination,
                             guint32                flags,
                             MapiPropProblemArray **problems,
                             GCancellable          *cancellable,
                             GError               **error)
{
  MapiCopy copy = {
    .exclude = exclude_tags, .progress = progress, .flags = flags, .cancellable = cancellable
  };
  gboolean copied;

  if (!MAPI_IS_MESSAGE (destination) ||
      (exclude_interfaces != NULL && g_strv_contains (exclude_interfaces, "MapiMessage")))
    return mapi_copy_props (
        prop, NULL, exclude_tags, destination, flags, problems, cancellable, error);

  copied = mapi_copy_message (&copy, MAPI_MESSAGE (prop), MAPI_MESSAGE (destination), error);
  return mapi_copy_finish (&copy, copied, problems);
}

static void
mapi_memory_message_prop_init (MapiPropInterface *iface)
{
  parent_prop = g_type_interface_peek_parent (iface);
  iface->save_changes = mapi_memory_message_save_changes;
  iface->get_props = mapi_memory_message_get_props;
  iface->open_property = mapi_memory_message_open_property;
  iface->set_props = mapi_memory_message_set_props;
  iface->copy_to = mapi_memory_message_copy_to;
}

static MapiTable *
mapi_memory_message_get_attachment_table (MapiMessage  *message,
                                          guint32       flags,
                                          GCancellable *cancellable,
                                          GError      **error)
{
  MapiMemoryMessage        *self = MAPI_MEMORY_MESSAGE (message);
  MapiMemoryMessagePrivate *priv = private_of (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  return mapi_table_data_get_view (mapi_memory_attachments_get_table (&priv->attachments), NULL);
}

static MapiMemoryAttach *
find_attach (MapiMemoryMessage *self, guint32 number, GError **error)
{
  MapiMemoryMessagePrivate *priv = private_of (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  return mapi_memory_attachments_find (&priv->attachments, number, error);
}

static MapiAttach *
mapi_memory_message_open_attach (MapiMessage  *message,
                                 guint32       number,
                                 const char   *interface_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiMemoryMessage *self = MAPI_MEMORY_MESSAGE (message);
  gboolean           is_writable = mapi_prop_data_check_writable (MAPI_PROP_DATA (self), NULL);
  g_autoptr (MapiMemoryAttach) kept = NULL;
  MapiMemoryAttach *attach;

  if (!mapi_memory_check_interface (interface_name, "MapiAttach", error))
    return NULL;
  if ((flags & MAPI_MODIFY) != 0 && !is_writable)
    {
      mapi_prop_data_check_writable (MAPI_PROP_DATA (self), error);
      return NULL;
    }

  kept = find_attach (self, number, error);
  if (kept == NULL)
    return NULL;
  attach = mapi_memory_attach_new_inside (self, number, kept);
  if (!is_writable || (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) == 0)
    mapi_prop_data_set_obj_access (MAPI_PROP_DATA (attach), MAPI_IPROP_READONLY);
  return MAPI_ATTACH (attach);
}

static MapiAttach *
mapi_memory_message_create_attach (
    MapiMessage *message, guint32 flags, guint32 *number, GCancellable *cancellable, GError **error)
{
  MapiMemoryMessage        *self = MAPI_MEMORY_MESSAGE (message);
  MapiMemoryMessagePrivate *priv = private_of (self);

  if (!mapi_prop_data_check_writable (MAPI_PROP_DATA (self), error))
    return NULL;

  g_mutex_lock (&priv->lock);
  *number = priv->attachments.next_number++;
  g_mutex_unlock (&priv->lock);
  return MAPI_ATTACH (mapi_memory_attach_new_inside (self, *number, NULL));
}

void
mapi_memory_message_put_attach (MapiMemoryMessage *self, MapiMemoryAttach *kept)
{
  MapiMemoryMessagePrivate *priv = private_of (self);

  g_mutex_lock (&priv->lock);
  mapi_memory_attachments_put (&priv->attachments, kept);
  g_mutex_unlock (&priv->lock);
  update_has_attachments (self);
}

static gboolean
remove_attach (MapiMemoryMessage *self, guint32 number, GError **error)
{
  MapiMemoryMessagePrivate *priv = private_of (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  return mapi_memory_attachments_remove (&priv->attachments, number, error);
}

static gboolean
mapi_memory_message_delete_attach (MapiMessage  *message,
                                   guint32       number,
                                   MapiProgress *progress,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  MapiMemoryMessage *self = MAPI_MEMORY_MESSAGE (message);

  if (!mapi_prop_data_check_writable (MAPI_PROP_DATA (self), error) ||
      !remove_attach (self, number, error))
    return FALSE;
  update_has_attachments (self);
  return TRUE;
}

static MapiTable *
mapi_memory_message_get_recipient_table (MapiMessage  *message,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error)
{
  MapiMemoryMessage        *self = MAPI_MEMORY_MESSAGE (message);
  MapiMemoryMessagePrivate *priv = private_of (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  return mapi_table_data_get_view (mapi_memory_recipients_get_table (&priv->recipients), NULL);
}

static gboolean
mapi_memory_message_modify_recipients (MapiMessage  *message,
                                       guint32       flags,
                                       MapiRowSet   *mods,
                                       GCancellable *cancellable,
                                       GError      **error)
{
  MapiMemoryMessage        *self = MAPI_MEMORY_MESSAGE (message);
  MapiMemoryMessagePrivate *priv = private_of (self);
  g_autoptr (MapiRowSet) recipients = NULL;
  g_autoptr (MapiPropList) display = NULL;

  if (!mapi_prop_data_check_writable (MAPI_PROP_DATA (self), error))
    return FALSE;
  g_mutex_lock (&priv->lock);
  recipients = mapi_memory_recipients_modify (&priv->recipients, flags, mods, error);
  g_mutex_unlock (&priv->lock);
  if (recipients == NULL)
    return FALSE;

  display = mapi_recipients_get_display_props (recipients);
  set_computed (self, display);
  return TRUE;
}

/* Reports are a store's business: the flag is all that a message has of its own. */
static gboolean
mapi_memory_message_set_read_flag (MapiMessage  *message,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  MapiPropData *self = MAPI_PROP_DATA (message);
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) changes = NULL;
  guint32 state = get_flags (MAPI_MEMORY_MESSAGE (message));

  if ((flags & MAPI_GENERATE_RECEIPT_ONLY) != 0)
    return TRUE;

  state =
      (flags & MAPI_CLEAR_READ_FLAG) != 0 ? state & ~MAPI_MSGFLAG_READ : state | MAPI_MSGFLAG_READ;
  value = mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, (gint32) state);
  changes = mapi_prop_list_new_from_value (value);
  mapi_prop_data_compute (self, changes);
  return TRUE;
}

static void
mapi_memory_message_message_init (MapiMessageInterface *iface)
{
  iface->get_attachment_table = mapi_memory_message_get_attachment_table;
  iface->open_attach = mapi_memory_message_open_attach;
  iface->create_attach = mapi_memory_message_create_attach;
  iface->delete_attach = mapi_memory_message_delete_attach;
  iface->get_recipient_table = mapi_memory_message_get_recipient_table;
  iface->modify_recipients = mapi_memory_message_modify_recipients;
  iface->set_read_flag = mapi_memory_message_set_read_flag;
}

static void
mapi_memory_message_finalize (GObject *object)
{
  MapiMemoryMessage        *self = MAPI_MEMORY_MESSAGE (object);
  MapiMemoryMessagePrivate *priv = private_of (self);

  g_clear_object (&priv->owner);
  mapi_memory_recipients_clear (&priv->recipients);
  mapi_memory_attachments_clear (&priv->attachments);
  g_mutex_clear (&priv->lock);
  G_OBJECT_CLASS (mapi_memory_message_parent_class)->finalize (object);
}

static void
mapi_memory_message_class_init (MapiMemoryMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_memory_message_finalize;
}

static void
mapi_memory_message_init (MapiMemoryMessage *self)
{
  MapiMemoryMessagePrivate *priv = private_of (self);

  g_mutex_init (&priv->lock);
  mapi_memory_attachments_init (&priv->attachments);
}

/* What every message has, the same for all of them. */
static MapiPropList *
get_first_props (void)
{
  static gsize first_props;

  if (g_once_init_enter (&first_props))
    {
      g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
      g_autoptr (MapiPropList) display = mapi_recipients_get_display_props (NULL);

      mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MESSAGE);
      mapi_prop_list_builder_add_long (
          builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ | MAPI_MSGFLAG_UNSENT);
      mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, 0);
      mapi_prop_list_builder_add_boolean (builder, MAPI_PR_HASATTACH, FALSE);
      mapi_prop_list_builder_add_list (builder, display);
      g_once_init_leave (&first_props, (gsize) mapi_prop_list_builder_end (builder));
    }
  return (MapiPropList *) first_props;
}

/**
 * mapi_memory_message_new:
 *
 * Makes a message without content. It counts as unsent and read, as a message that somebody writes
 * does.
 *
 * Returns: (transfer full): the message
 *
 * Since: 1.0
 */
MapiMemoryMessage *
mapi_memory_message_new (void)
{
  return mapi_memory_message_new_inside (NULL, NULL);
}

MapiMemoryMessage *
mapi_memory_message_new_inside (MapiMemoryAttach *owner, MapiMemoryMessage *kept)
{
  MapiMemoryMessage        *self = g_object_new (MAPI_TYPE_MEMORY_MESSAGE, NULL);
  MapiMemoryMessagePrivate *priv = private_of (self);

  if (owner != NULL)
    {
      g_autoptr (MapiNameMap) names = mapi_prop_data_get_names (MAPI_PROP_DATA (owner));

      priv->owner = g_object_ref (owner);
      mapi_prop_data_set_names (MAPI_PROP_DATA (self), names);
    }
  if (kept != NULL)
    keep (kept, self);
  else
    mapi_prop_data_compute (MAPI_PROP_DATA (self), get_first_props ());
  return self;
}
