/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-mail.h"
#include "tap.h"

#include <string.h>

MapiMessage *
mock_mail_read_fixture (const char *name)
{
  g_autoptr (GBytes) mime = mock_mail_load_fixture (name);

  return mock_mail_read (mime);
}

MapiMessage *
mock_mail_read_text (const char *text)
{
  g_autoptr (GBytes) mime = g_bytes_new_static (text, strlen (text));

  return mock_mail_read (mime);
}

char *
mock_mail_write_text (MapiMessage *message, guint32 flags)
{
  g_autoptr (GBytes) mime = mock_mail_write (message, flags);

  return g_strndup (g_bytes_get_data (mime, NULL), g_bytes_get_size (mime));
}

MapiPropList *
mock_mail_get_all (gpointer prop)
{
  g_autoptr (GError) error = NULL;
  MapiPropList *props = mapi_prop_get_props (prop, NULL, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  return props;
}

void
mock_mail_set_value (gpointer prop, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) owned = value;
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (owned);

  CU_ASSERT_TRUE (mapi_prop_set_props (prop, list, NULL, NULL, NULL));
}

void
mock_mail_set_string (gpointer prop, guint32 tag, const char *text)
{
  mock_mail_set_value (prop, mapi_prop_value_new_string (tag, text));
}

void
mock_mail_set_data (gpointer prop, guint32 tag, const char *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  mock_mail_set_value (prop, mapi_prop_value_new_binary (tag, bytes));
}

void
mock_mail_expect_data (MapiPropList *props, guint32 tag, const char *data, gsize size)
{
  g_autoptr (GBytes) actual = mapi_prop_list_get_bytes (props, tag);
  g_autoptr (GBytes) expected = g_bytes_new (data, size);

  CU_ASSERT_PTR_NOT_NULL (actual);
  if (actual != NULL)
    TAP_BYTES (actual, expected);
}

MapiAttach *
mock_mail_open_attach (MapiMessage *message, guint32 number)
{
  g_autoptr (GError) error = NULL;
  MapiAttach *attach = mapi_message_open_attach (message, number, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return attach;
}

guint
mock_mail_count_attachments (MapiMessage *message)
{
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (message, 0, NULL, NULL);
  guint32 count = 0;

  CU_ASSERT_TRUE (mapi_table_get_row_count (table, 0, &count, NULL, NULL, NULL));
  return count;
}

/* The recipients as a text. */
char *
mock_mail_describe_recipients (MapiMessage *message)
{
  static const char *const types[] = { "?", "To", "Cc", "Bcc" };
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (message, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (text,
                              "%s %s:%s (%s)\n",
                              types[mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0) & 3],
                              mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE),
                              mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS),
                              mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
    }
  return g_string_free (text, FALSE);
}

void
mock_mail_set_recipients (MapiMessage *message, const char *to, const char *bcc)
{
  g_autoptr (MapiRowSet) rows = mapi_mime_parse_addresses (to, MAPI_TO, NULL);
  g_autoptr (MapiRowSet) blind = mapi_mime_parse_addresses (bcc, MAPI_BCC, NULL);

  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, 0, rows, NULL, NULL));
  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, blind, NULL, NULL));
}
