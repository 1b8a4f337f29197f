/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An attachment of one GiB goes in and out, is copied and read again, and the process never has
 * more than 64 MiB resident. */

#include "mock-sqlite.h"
#include "tap.h"

#include <string.h>

#define MIB ((guint64) 1024 * 1024)
#define SIZE (1024 * MIB)
#define PIECE (256 * 1024)
#define MOST_RESIDENT (64 * MIB)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED TRUE
#else
#define IS_SANITIZED FALSE
#endif

/* The kernel's mark of the most that was resident; writing 5 sets it back. */
static gboolean
reset_peak (void)
{
  FILE    *file = fopen ("/proc/self/clear_refs", "w");
  gboolean reset = file != NULL && fputs ("5", file) >= 0;

  return file != NULL && fclose (file) == 0 && reset;
}

static guint64
get_peak (void)
{
  g_autofree char *status = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmHWM:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024 : 0;
}

static void
check_peak (const char *what)
{
  guint64 peak = get_peak ();

  tap_note ("%s: at most %" G_GUINT64_FORMAT " KiB resident", what, peak / 1024);
  CU_ASSERT_TRUE (peak > 0 && peak < MOST_RESIDENT);
}

/* No two pieces are alike. */
static GBytes *
new_piece (guint64 offset)
{
  guint64 *words = g_new (guint64, PIECE / sizeof (guint64));

  for (gsize i = 0; i < PIECE / sizeof (guint64); i++)
    words[i] = (offset + i) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return g_bytes_new_take (words, PIECE);
}

static MapiStream *
open_data (MapiAttach *attach, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *stream = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_BIN, "MapiStream", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return (MapiStream *) stream;
}

static void
write_all (MapiAttach *attach)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiStream) stream = open_data (attach, MAPI_CREATE | MAPI_MODIFY);

  for (guint64 offset = 0; offset < SIZE && error == NULL; offset += PIECE)
    {
      g_autoptr (GBytes) piece = new_piece (offset);

      mapi_stream_write (stream, piece, NULL, &error);
    }
  TAP_NO_ERROR (error);
  mapi_stream_commit (stream, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
read_all (MapiMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAttach) attach = mapi_message_open_attach (message, 0, NULL, 0, NULL, &error);
  g_autoptr (MapiStream) stream = attach != NULL ? open_data (attach, 0) : NULL;
  gboolean same = stream != NULL;
  guint64  offset = 0;

  while (same && offset < SIZE)
    {
      g_autoptr (GBytes) found = mapi_stream_read (stream, PIECE, NULL, &error);
      g_autoptr (GBytes) wanted = new_piece (offset);

      same = found != NULL && g_bytes_equal (found, wanted);
      offset += PIECE;
    }
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (same);
  TAP_NUMBER (offset, SIZE);
}

static MapiMessage *
make_message (MapiFolder *inbox)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);
  g_autoptr (MapiAttach) attach = mapi_message_create_attach (message, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  write_all (attach);
  mock_sqlite_save (attach);
  mock_sqlite_save (message);
  return message;
}

static MapiMessage *
copy_message (MapiMsgStore *store, MapiFolder *inbox, MapiMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) trash = mock_sqlite_open_folder (store, MAPI_PR_IPM_WASTEBASKET_ENTRYID);
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (message);
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) copy = NULL;

  mapi_folder_copy_messages (inbox, list, trash, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  table = mapi_container_get_contents_table (MAPI_CONTAINER (trash), 0, NULL, &error);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  if (!TAP_NO_ERROR (error) || !TAP_NUMBER (mapi_row_set_get_size (rows), 1))
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  copy = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  return MAPI_MESSAGE (mapi_msg_store_open_entry (store, copy, NULL, 0, NULL, &error));
}

static void
test_gigabyte (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) copy = NULL;

  if (IS_SANITIZED || !reset_peak ())
    {
      tap_skip ("what is resident says nothing here");
      return;
    }
  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  message = make_message (inbox);
  check_peak ("written");
  reset_peak ();
  read_all (message);
  check_peak ("read");
  reset_peak ();
  copy = copy_message (client.store, inbox, message);
  if (copy != NULL)
    read_all (copy);
  check_peak ("copied and read");
}

TAP_MAIN ("providers/sqlite-gigabyte", { "an attachment of one GiB", test_gigabyte })
