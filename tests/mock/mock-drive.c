/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-drive.h"

#include <string.h>

MapiXpLogon *
mock_drive_open (const char *module, MockSupport *support, GError **error)
{
  g_autofree char *path = g_build_filename (g_getenv ("MAPI_BUILD_ROOT"), module, NULL);
  g_autoptr (MapiXpProvider) provider = mock_support_open_xp_provider (path, error);
  guint32 flags = MAPI_LOGON_NO_DIALOG;

  if (provider == NULL)
    return NULL;
  return mapi_xp_provider_transport_logon (
      provider, MAPI_SUPPORT (support), "test", &flags, NULL, error);
}

gboolean
mock_drive_send (MapiXpLogon  *logon,
                 MapiMessage  *message,
                 MockSent     *sent,
                 GCancellable *cancellable,
                 GError      **error)
{
  guint32 reference = 0;

  *sent = (MockSent){ 0 };
  return mapi_xp_logon_submit_message (
             logon, 0, message, &reference, &sent->return_parm, cancellable, error) &&
         mapi_xp_logon_end_message (logon, reference, &sent->end_flags, cancellable, error);
}

MapiMessage *
mock_letter_new (const char *text)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  g_autoptr (GError) error = NULL;

  if (!mapi_mime_read (message, stream, MAPI_MIME_READ_DEFAULT, NULL, &error))
    g_warning ("cannot read the message: %s", error->message);
  return message;
}

void
mock_letter_add (MapiMessage *message, const char *address_type, const char *address)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, address_type, address);
  g_autoptr (MapiPropList) open = mapi_recipient_with_responsibility (row, FALSE);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&open, 1);
  g_autoptr (GError) error = NULL;

  if (!mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, &error))
    g_warning ("cannot add a recipient: %s", error->message);
}

gboolean
mock_letter_is_taken (MapiMessage *message, const char *address)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (message, NULL, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), address) == 0)
        return mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
    }
  g_warning ("there is no recipient %s", address);
  return FALSE;
}

char *
mock_letter_get_string (MapiMessage *message, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);

  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, tag)) : NULL;
}
