/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item-private.h"

static gint64
read_time (MapiPropList *row, guint32 tag)
{
  guint64 time = mapi_prop_list_get_systime (row, tag, 0);

  return time != 0 ? mapi_filetime_to_unix_usec (time) : 0;
}

gboolean
mapi_queue_attempts_read (MapiQueueAttempts *self, MapiPropList *row, gint64 submit_time)
{
  gint32 n_attempts = mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_ATTEMPTS, 0);

  *self = (MapiQueueAttempts){ .last = read_time (row, MAPI_PR_SPOOLER_LAST_ATTEMPT) };
  if (n_attempts <= 0 || self->last < submit_time)
    return FALSE;

  self->n_attempts = (guint) n_attempts;
  self->next = read_time (row, MAPI_PR_SPOOLER_NEXT_ATTEMPT);
  self->error = mapi_prop_list_get_string (row, MAPI_PR_SPOOLER_ERROR);
  self->transport = mapi_prop_list_get_string (row, MAPI_PR_SPOOLER_TRANSPORT);
  return TRUE;
}

MapiPropList *
mapi_queue_attempts_to_props (const MapiQueueAttempts *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_SPOOLER_ATTEMPTS, (gint32) self->n_attempts);
  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_SPOOLER_LAST_ATTEMPT, mapi_filetime_from_unix_usec (self->last));
  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_SPOOLER_NEXT_ATTEMPT, mapi_filetime_from_unix_usec (self->next));
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_SPOOLER_ERROR, self->error != NULL ? self->error : "");
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_SPOOLER_TRANSPORT, self->transport != NULL ? self->transport : "");
  return mapi_prop_list_builder_end (builder);
}

/* The time of the client wins over a number of units since submission (D16). */
gint64
mapi_queue_get_send_time (MapiPropList *row, gint64 submit_time)
{
  static const gint64 units[] = { 60, 3600, 24 * 3600, 7 * 24 * 3600 };
  gint64              time = read_time (row, MAPI_PR_DEFERRED_SEND_TIME);
  gint32              number = mapi_prop_list_get_long (row, MAPI_PR_DEFERRED_SEND_NUMBER, -1);
  gint32              unit = mapi_prop_list_get_long (row, MAPI_PR_DEFERRED_SEND_UNITS, -1);

  if (time != 0)
    return time;
  if (number < 0 || number > 999 || unit < 0 || unit >= (gint32) G_N_ELEMENTS (units))
    return 0;
  return submit_time + number * units[unit] * G_USEC_PER_SEC;
}

static MapiFolder *
open_parent (MapiMsgStore *store, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_PARENT_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (store, entry_id, NULL, 0, cancellable, error);
  g_autoptr (MapiPropList) props =
      message != NULL ? mapi_prop_get_props (message, tags, 0, cancellable, NULL, error) : NULL;
  g_autoptr (GBytes) parent = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
  g_autoptr (MapiProp) folder = NULL;

  if (props != NULL && parent == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NOT_FOUND, "spooler: a queued message does not name its folder");
  if (parent != NULL)
    folder = mapi_msg_store_open_entry (store, parent, NULL, MAPI_MODIFY, cancellable, error);
  if (folder == NULL || MAPI_IS_FOLDER (folder))
    return (MapiFolder *) g_steal_pointer (&folder);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_CALL_FAILED,
                       "spooler: a queued message lies in something that is no folder");
  return NULL;
}

gboolean
mapi_queue_change_requests (MapiMsgStore *store,
                            GBytes       *entry_id,
                            guint32       set,
                            guint32       clear,
                            GCancellable *cancellable,
                            GError      **error)
{
  g_autoptr (MapiFolder) folder = open_parent (store, entry_id, cancellable, error);

  return folder != NULL && mapi_folder_set_message_status (
                               folder, entry_id, set, set | clear, NULL, cancellable, error);
}
