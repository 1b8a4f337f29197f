/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "subtree-rig.h"

#include "tap.h"

gboolean
subtree_rig_set_up (SubtreeRig *self)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *self = (SubtreeRig){ .path = g_strdup_printf ("%s/store-%u.db", tap_folder (), ++n) };
  if (!mock_sqlite_open (&self->client, self->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  self->subtree = mock_sqlite_open_folder (self->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  return TRUE;
}

void
subtree_rig_tear_down (SubtreeRig *self)
{
  g_clear_object (&self->subtree);
  mock_sqlite_close (&self->client);
  g_free (self->path);
}

GBytes *
subtree_rig_add_message (MapiFolder *folder, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, &error);
  g_autofree char *subject = g_strdup_printf ("Subject %03u", number * 7 % 1000);

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message,
                   mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME,
                                                132000000000000000 + number * 10000000));
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, (gint32) (number % 3)));
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error);
  TAP_NO_ERROR (error);
  return mock_sqlite_get_entry_id (message);
}
