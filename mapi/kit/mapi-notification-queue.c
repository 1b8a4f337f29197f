/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-notification-queue-private.h"
#include "mapi-flags.h"

/* A sink whose context is not turned costs this many notifications of a table, and no more. */
#define MAX_PENDING_ROWS 1000

struct _MapiNotificationQueue
{
  GQueue      items;
  GHashTable *modified; /* entry identifier -> link of the change that another one may join */
  gboolean    will_reread;
};

MapiNotificationQueue *
mapi_notification_queue_new (void)
{
  MapiNotificationQueue *self = g_new0 (MapiNotificationQueue, 1);

  g_queue_init (&self->items);
  self->modified =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  return self;
}

void
mapi_notification_queue_free (MapiNotificationQueue *self)
{
  mapi_notification_queue_clear (self);
  g_hash_table_unref (self->modified);
  g_free (self);
}

void
mapi_notification_queue_clear (MapiNotificationQueue *self)
{
  g_hash_table_remove_all (self->modified);
  g_queue_clear_full (&self->items, (GDestroyNotify) mapi_notification_unref);
  self->will_reread = FALSE;
}

gboolean
mapi_notification_queue_is_empty (const MapiNotificationQueue *self)
{
  return self->items.length == 0;
}

MapiNotificationList *
mapi_notification_queue_to_list (const MapiNotificationQueue *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_sized_new (self->items.length);

  for (GList *link = self->items.head; link != NULL; link = link->next)
    g_ptr_array_add (items, link->data);
  return mapi_notification_list_new_from_array ((MapiNotification **) items->pdata, items->len);
}

static gboolean
is_about_row (const MapiNotification *notification)
{
  guint32 event = mapi_notification_get_table_event (notification);

  return event == MAPI_TABLE_ROW_ADDED || event == MAPI_TABLE_ROW_DELETED ||
         event == MAPI_TABLE_ROW_MODIFIED;
}

static gboolean
asks_to_reread (const MapiNotification *notification)
{
  guint32 event = mapi_notification_get_table_event (notification);

  return event == MAPI_TABLE_CHANGED || event == MAPI_TABLE_RELOAD;
}

static void
push (MapiNotificationQueue *self, MapiNotification *notification)
{
  g_queue_push_tail (&self->items, mapi_notification_ref (notification));
}

static void
remove_link (MapiNotificationQueue *self, GList *link)
{
  mapi_notification_unref (link->data);
  g_queue_delete_link (&self->items, link);
}

static void
remove_superseded (MapiNotificationQueue *self)
{
  GList *next;

  for (GList *link = self->items.head; link != NULL; link = next)
    {
      next = link->next;
      if (is_about_row (link->data) || asks_to_reread (link->data))
        remove_link (self, link);
    }
}

static void
add_table_event (MapiNotificationQueue *self, MapiNotification *notification)
{
  g_autoptr (MapiNotification) changed = NULL;

  if (is_about_row (notification) && self->items.length >= MAX_PENDING_ROWS)
    notification = changed = mapi_notification_new_table (MAPI_TABLE_CHANGED, 0, NULL, NULL, NULL);

  if (is_about_row (notification) && self->will_reread)
    return;
  if (asks_to_reread (notification))
    {
      remove_superseded (self);
      self->will_reread = TRUE;
    }
  push (self, notification);
}

/* Without the tags of one, nobody knows which properties have changed. */
static MapiPropTagArray *
unite_tags (const MapiNotification *earlier, const MapiNotification *later)
{
  g_autoptr (MapiPropTagArray) first = mapi_notification_get_tags (earlier);
  g_autoptr (MapiPropTagArray) second = mapi_notification_get_tags (later);
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  const guint32 *known;
  gsize          n_known;

  if (first == NULL || second == NULL)
    return NULL;

  known = mapi_prop_tag_array_get_tags (first, &n_known);
  g_array_append_vals (tags, known, n_known);
  for (guint i = 0; i < mapi_prop_tag_array_get_size (second); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (second, i);

      if (!mapi_prop_tag_array_contains (first, tag))
        g_array_append_val (tags, tag);
    }
  return mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
}

static MapiNotification *
unite (const MapiNotification *earlier, const MapiNotification *later)
{
  g_autoptr (MapiPropTagArray) tags = unite_tags (earlier, later);
  g_autoptr (GBytes) entry_id = mapi_notification_get_entry_id (later);
  g_autoptr (GBytes) parent_id = mapi_notification_get_parent_id (later);
  g_autoptr (GBytes) old_id = mapi_notification_get_old_id (later);
  g_autoptr (GBytes) old_parent_id = mapi_notification_get_old_parent_id (later);

  return mapi_notification_new_object (MAPI_fnevObjectModified,
                                       mapi_notification_get_object_type (later),
                                       entry_id,
                                       parent_id,
                                       old_id,
                                       old_parent_id,
                                       tags);
}

/* The place is that of the last change: whoever reads the object then finds all of them. */
static void
add_modified (MapiNotificationQueue *self, GBytes *entry_id, MapiNotification *notification)
{
  g_autoptr (MapiNotification) united = NULL;
  GList *earlier = g_hash_table_lookup (self->modified, entry_id);

  if (earlier != NULL)
    {
      notification = united = unite (earlier->data, notification);
      remove_link (self, earlier);
    }
  push (self, notification);
  g_hash_table_insert (self->modified, g_bytes_ref (entry_id), self->items.tail);
}

/* What is told of an object in another way stays between the changes before it and after it. */
static void
separate (MapiNotificationQueue *self, MapiNotification *notification)
{
  g_autoptr (GBytes) entry_id = mapi_notification_get_entry_id (notification);
  g_autoptr (GBytes) old_id = mapi_notification_get_old_id (notification);

  if (entry_id != NULL)
    g_hash_table_remove (self->modified, entry_id);
  if (old_id != NULL)
    g_hash_table_remove (self->modified, old_id);
}

void
mapi_notification_queue_add (MapiNotificationQueue *self, MapiNotification *notification)
{
  guint32 type = mapi_notification_get_event_type (notification);
  g_autoptr (GBytes) entry_id = mapi_notification_get_entry_id (notification);

  if (type == MAPI_fnevTableModified)
    add_table_event (self, notification);
  else if (type == MAPI_fnevObjectModified && entry_id != NULL)
    add_modified (self, entry_id, notification);
  else
    {
      separate (self, notification);
      push (self, notification);
    }
}
