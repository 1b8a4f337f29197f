/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-sqlite.h"
#include "tap.h"
#include "text-rig.h"

#include <string.h>

/* Strings in both types, and bytes that are no text. */

static void
set_string8 (gpointer object, guint32 tag, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  mock_sqlite_set (object, mapi_prop_value_new_string8 (tag, bytes));
}

static void
set_code_page (gpointer message, gint32 code_page)
{
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_MESSAGE_CODEPAGE, code_page));
}

/* A string has two views, whichever was set; all that is computed knows it. */
static void
test_strings (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  set_string8 (message, MAPI_PR_SUBJECT_A, "Re: \xc6\xf3\xea"); /* Жук in 1251 */
  set_string8 (message, MAPI_PR_BODY_A, "\xc4\xe0");            /* Да */
  set_code_page (message, 1251);
  TEXT_RIG_CHECK (text_rig_get (message, MAPI_PR_SUBJECT_W), "Re: Жук");
  mock_sqlite_save (message);

  again = mock_sqlite_reopen (client.store, message);
  CU_ASSERT_TRUE (text_rig_is_listed (again, MAPI_PR_SUBJECT_W));
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_SUBJECT_W), "Re: Жук");
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_SUBJECT_A), "Re: \xc6\xf3\xea");
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_NORMALIZED_SUBJECT_W), "Жук");
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_NORMALIZED_SUBJECT_A), "\xc6\xf3\xea");
  TEXT_RIG_CHECK (text_rig_read (again, MAPI_PR_BODY_W), "Да");
  TEXT_RIG_CHECK (text_rig_read (again, MAPI_PR_BODY_A), "\xc4\xe0");
  TEXT_RIG_CHECK (text_rig_read (again, MAPI_PR_SUBJECT_A), "Re: \xc6\xf3\xea");

  table = text_rig_open_contents (client.store);
  TEXT_RIG_CHECK (mock_sqlite_get_cell (table, 0, MAPI_PR_SUBJECT_W), "Re: Жук");
  TAP_NUMBER (text_rig_count (
                  table, MAPI_PR_SUBJECT_W, mapi_prop_value_new_string (MAPI_PR_SUBJECT_W, "Жук")),
              1);

  /* In another code page the same text is other bytes. */
  set_code_page (again, 866);
  mock_sqlite_save (again);
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_SUBJECT_A), "Re: \x86\xe3\xaa");
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_SUBJECT_W), "Re: Жук");
}

static char *
get_cell8 (MapiTable *table, guint row, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) found = NULL;
  g_autoptr (GBytes) bytes = NULL;

  mapi_table_set_columns (table, columns, 0, NULL, &error);
  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, (gint32) row, NULL, NULL, NULL, &error);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  if (!TAP_NO_ERROR (error) || !TAP_NUMBER (mapi_row_set_get_size (rows), 1))
    return NULL;
  found = mapi_row_set_get_row (rows, 0);
  bytes = mapi_prop_list_get_bytes (found, tag);
  return text_rig_from_bytes (bytes);
}

/* Columns of tables are views too, in the code page of each message. */
static void
test_columns (void)
{
  static const gint32 code_pages[] = { 1251, 866, 1252 };
  static const char  *bytes[] = { "\xc6", "\x86", "?" };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (code_pages); i++)
    {
      g_autoptr (MapiMessage) message = mock_sqlite_create_message (client.store);

      mock_sqlite_set_text (message, MAPI_PR_SUBJECT, "Ж");
      set_code_page (message, code_pages[i]);
      mock_sqlite_save (message);
    }
  table = text_rig_open_contents (client.store);
  for (guint i = 0; i < G_N_ELEMENTS (code_pages); i++)
    TEXT_RIG_CHECK (get_cell8 (table, i, MAPI_PR_SUBJECT_A), bytes[i]);
}

/* Bytes that mean nothing in the code page are not lost. */
static void
test_undecodable (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  set_code_page (message, 932);
  set_string8 (message, MAPI_PR_SUBJECT_A, "ab\x83");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_SUBJECT_A), "ab\x83");
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_SUBJECT_W), "ab\xef\xbf\xbd");
  table = text_rig_open_contents (client.store);
  TEXT_RIG_CHECK (mock_sqlite_get_cell (table, 0, MAPI_PR_SUBJECT_W), "ab\xef\xbf\xbd");
}

static MapiRowSet *
new_recipient8 (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) name = g_bytes_new_static ("\xc6\xf3\xea", 3);
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  mapi_prop_list_builder_add_string8 (builder, MAPI_PR_DISPLAY_NAME_A, name);
  row = mapi_prop_list_builder_end (builder);
  return mapi_row_set_new (&row, 1);
}

/* Recipients, attachments and folders have strings too. */
static void
test_strings_elsewhere (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) recipients = new_recipient8 ();
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiTable) to = NULL;
  g_autoptr (MapiTable) attached = NULL;
  g_autoptr (MapiFolder) inbox = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  set_code_page (message, 1251);
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error);
  attach = mapi_message_create_attach (message, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  set_string8 (attach, MAPI_PR_ATTACH_FILENAME_A, "\xc6");
  mock_sqlite_save (attach);
  mock_sqlite_save (message);
  TEXT_RIG_CHECK (text_rig_get (message, MAPI_PR_DISPLAY_TO_W), "Жук");
  TEXT_RIG_CHECK (text_rig_get (attach, MAPI_PR_ATTACH_FILENAME_W), "Ж");
  TEXT_RIG_CHECK (text_rig_get (attach, MAPI_PR_ATTACH_FILENAME_A), "\xc6");

  to = mapi_message_get_recipient_table (message, 0, NULL, &error);
  TEXT_RIG_CHECK (mock_sqlite_get_cell (to, 0, MAPI_PR_DISPLAY_NAME_W), "Жук");
  TEXT_RIG_CHECK (get_cell8 (to, 0, MAPI_PR_DISPLAY_NAME_A), "\xc6\xf3\xea");
  attached = mapi_message_get_attachment_table (message, 0, NULL, &error);
  TEXT_RIG_CHECK (get_cell8 (attached, 0, MAPI_PR_ATTACH_FILENAME_A), "\xc6");

  inbox = mock_sqlite_open_inbox (client.store);
  set_string8 (inbox,
               MAPI_PR_DISPLAY_NAME_A,
               "Entr\xe9"
               "e");
  TEXT_RIG_CHECK (text_rig_get (inbox, MAPI_PR_DISPLAY_NAME_W), "Entrée");
  set_string8 (client.store, MAPI_PR_COMMENT_A, "\xe9");
  TEXT_RIG_CHECK (text_rig_get (client.store, MAPI_PR_COMMENT_W), "é");
}

TAP_MAIN ("providers/sqlite-strings",
          { "strings in both types", test_strings },
          { "columns in both types", test_columns },
          { "bytes that are no text", test_undecodable },
          { "strings elsewhere", test_strings_elsewhere })
