/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-notification-list.h"
#include "mapi-vector-private.h"

/**
 * MapiNotificationList:
 *
 * Notifications, what an advise sink is called with. It never changes once it is made.
 *
 * Since: 1.0
 */

struct _MapiNotificationList
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiNotificationList,
                     mapi_notification_list,
                     mapi_notification_list_ref,
                     mapi_notification_list_unref)

static void
acquire (gpointer item)
{
  mapi_notification_ref (*(MapiNotification **) item);
}

static void
release (gpointer item)
{
  mapi_notification_unref (*(MapiNotification **) item);
}

static const MapiVectorClass vector_class = { sizeof (MapiNotification *), acquire, release };

/**
 * mapi_notification_list_new:
 *
 * Makes an empty list.
 *
 * Returns: (transfer full): the list
 *
 * Since: 1.0
 */
MapiNotificationList *
mapi_notification_list_new (void)
{
  return (MapiNotificationList *) mapi_vector_new (&vector_class, NULL, 0);
}

/**
 * mapi_notification_list_new_from_array:
 * @notifications: (array length=n_notifications) (nullable): the notifications, in order
 * @n_notifications: their number
 *
 * Makes a list.
 *
 * Returns: (transfer full): the list
 *
 * Since: 1.0
 */
MapiNotificationList *
mapi_notification_list_new_from_array (MapiNotification **notifications, gsize n_notifications)
{
  g_return_val_if_fail (notifications != NULL || n_notifications == 0, NULL);

  return (MapiNotificationList *) mapi_vector_new (&vector_class, notifications, n_notifications);
}

/**
 * mapi_notification_list_append:
 * @self: a list
 * @notification: a notification
 *
 * Makes a longer list; @self stays as it is.
 *
 * Returns: (transfer full): the longer list
 *
 * Since: 1.0
 */
MapiNotificationList *
mapi_notification_list_append (MapiNotificationList *self, MapiNotification *notification)
{
  g_return_val_if_fail (self != NULL && notification != NULL, NULL);

  return (MapiNotificationList *) mapi_vector_append (&vector_class, &self->vector, &notification);
}

/**
 * mapi_notification_list_get_size:
 * @self: a list
 *
 * Counts the notifications.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_notification_list_get_size (const MapiNotificationList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

/**
 * mapi_notification_list_get_notification:
 * @self: a list
 * @index: a position
 *
 * Gives a notification.
 *
 * Returns: (transfer full) (nullable): a notification, or %NULL behind the end
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_list_get_notification (const MapiNotificationList *self, guint index)
{
  MapiNotification *const *item;

  g_return_val_if_fail (self != NULL, NULL);

  item = mapi_vector_get (&vector_class, &self->vector, index);
  return item == NULL ? NULL : mapi_notification_ref (*item);
}

/**
 * mapi_notification_list_ref:
 * @self: a list
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same list
 *
 * Since: 1.0
 */
MapiNotificationList *
mapi_notification_list_ref (MapiNotificationList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_notification_list_unref:
 * @self: (transfer full): a list
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_notification_list_unref (MapiNotificationList *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}
