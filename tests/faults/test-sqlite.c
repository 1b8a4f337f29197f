/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each call of the file system and each allocation of SQLite fails once, or from there on, while a
 * message is submitted, sent and finished: what was said to be done is done, and what was not is
 * not, or not quite, but never half. */

#include "fault-vfs.h"
#include "mock-sqlite.h"
#include "tap.h"

#include <glib/gstdio.h>

#define SUBJECT "To be sent"
#define BODY_SIZE 20000

/* Of all allocations so many fail, one after the other. */
#define MOST_ALLOCATIONS 200

typedef struct
{
  char    *path;
  gboolean submitted; /* as the client was told */
  gboolean recorded;  /* as the spooler was told: the recipient is done with */
  gboolean finished;
} Fixture;

static void
set_up (Fixture *self)
{
  static guint n;
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };

  *self = (Fixture){ .path = g_strdup_printf ("%s/fault-%u.db", tap_fast_folder (), ++n) };
  mock_sqlite_open (&client, self->path, FALSE, &error);
  TAP_NO_ERROR (error);
}

static void
tear_down (Fixture *self)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock", ".wake" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);

      g_unlink (path);
    }
  g_free (self->path);
}

static MapiFolder *
open_outbox (MapiMsgStore *store, GError **error)
{
  const guint32 tag = MAPI_PR_IPM_OUTBOX_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, error);
  g_autoptr (GBytes) id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;

  return id != NULL
             ? (MapiFolder *) mapi_msg_store_open_entry (store, id, NULL, MAPI_MODIFY, NULL, error)
             : NULL;
}

static MapiPropList *
make_props (void)
{
  g_autofree char *body = g_strnfill (BODY_SIZE, 'x');
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, SUBJECT);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  return mapi_prop_list_builder_end (builder);
}

/* A client submits; its entry identifier, or NULL. */
static GBytes *
submit (const char *path)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) outbox =
      mock_sqlite_open (&client, path, FALSE, NULL) ? open_outbox (client.store, NULL) : NULL;
  g_autoptr (MapiMessage) message =
      outbox != NULL ? mapi_folder_create_message (outbox, NULL, 0, NULL, NULL) : NULL;
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "Bob", "SMTP", "bob@x.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiPropList) props = make_props ();

  if (message == NULL || !mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL) ||
      !mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, NULL) ||
      !mapi_message_submit_message (message, 0, NULL, NULL))
    return NULL;
  return mock_sqlite_get_entry_id (message);
}

/* What a spooler does when the transport has sent the message. */
static void
record (Fixture *self, MapiMsgStore *store, MapiMessage *message, GBytes *entry_id)
{
  g_autoptr (MapiRowSet) open = mapi_message_list_open_recipients (message, NULL, NULL);

  self->recorded =
      open != NULL && mapi_message_take_responsibility (message, open, NULL, NULL) &&
      mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, NULL);
  self->finished = self->recorded && mapi_msg_store_finished_msg (store, 0, entry_id, NULL, NULL);
}

static void
work (Fixture *self)
{
  g_autoptr (GBytes) entry_id = submit (self->path);
  g_auto (MockSqlite) spooler = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  self->submitted = entry_id != NULL;
  if (!self->submitted || !mock_sqlite_open (&spooler, self->path, TRUE, NULL))
    return;
  message = (MapiMessage *) mapi_msg_store_open_entry (
      spooler.store, entry_id, NULL, MAPI_MODIFY, NULL, NULL);
  if (message != NULL &&
      mapi_msg_store_set_lock_state (spooler.store, message, MAPI_MSG_LOCKED, NULL, NULL))
    record (self, spooler.store, message, entry_id);
}

/* The one message that may be in the queue, whole, and how many of its recipients are open; -1 when
 * there is none. */
static int
look_into_queue (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) queue = mapi_msg_store_get_outgoing_queue (store, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (queue, 10, 0, NULL, &error);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiRowSet) open = NULL;
  g_autofree char *body = NULL;

  CU_ASSERT_TRUE (mapi_row_set_get_size (rows) <= 1);
  if (mapi_row_set_get_size (rows) == 0)
    return -1;
  row = mapi_row_set_get_row (rows, 0);
  id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  message = (MapiMessage *) mapi_msg_store_open_entry (store, id, NULL, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return -1;
  open = mapi_message_list_open_recipients (message, NULL, &error);
  TAP_NO_ERROR (error);
  body = mock_sqlite_get_text (message, MAPI_PR_BODY);
  CU_ASSERT_TRUE (body != NULL && strlen (body) >= BODY_SIZE);
  return open != NULL ? (int) mapi_row_set_get_size (open) : -1;
}

/* Whether what the next one finds is what was said. */
static gboolean
is_honest (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (MockSqlite) client = { 0 };
  int n_open;

  if (!mock_sqlite_open (&client, self->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  n_open = look_into_queue (client.store);
  if (self->finished)
    return n_open == -1;
  /* A call that failed may have come as far as it would have; what succeeded is never undone. */
  if (self->recorded)
    return n_open <= 0;
  if (self->submitted)
    return n_open >= 0;
  return n_open == -1 || n_open == 1;
}

/* How many calls there are that can fail, when none does. */
static guint
count_calls (FaultKind kind)
{
  Fixture fixture;
  guint   n_calls;

  set_up (&fixture);
  fault_vfs_plan (kind, 0, FALSE);
  work (&fixture);
  n_calls = fault_vfs_end ();
  CU_ASSERT_TRUE (fixture.finished && is_honest (&fixture));
  tear_down (&fixture);
  return n_calls;
}

/* At each @stride th call. */
static void
run (FaultKind kind, gboolean lasting, guint stride, const char *what)
{
  guint n_failed = 0;
  guint n_survived = 0;
  guint n_total = count_calls (kind);

  for (guint number = 1; number <= n_total; number += stride)
    {
      Fixture fixture;
      guint   n_calls;

      set_up (&fixture);
      fault_vfs_plan (kind, number, lasting);
      work (&fixture);
      n_calls = fault_vfs_end ();
      n_failed += number <= n_calls;
      n_survived += number <= n_calls && fixture.finished;
      if (!is_honest (&fixture))
        {
          tap_note ("%s at call %u: submitted %d, recorded %d, finished %d",
                    what,
                    number,
                    fixture.submitted,
                    fixture.recorded,
                    fixture.finished);
          CU_FAIL ("what was said is not what is there");
        }
      tear_down (&fixture);
    }
  tap_note (
      "count: faults: %s%s at %u calls, one in %u: lost 0, the message was sent all the same %u"
      " times",
      what,
      lasting ? " and ever after" : "",
      n_failed,
      stride,
      n_survived);
  CU_ASSERT_TRUE (n_failed > 0);
}

static void
test_errors (void)
{
  fault_vfs_install ();
  run (FAULT_ERROR, FALSE, 1, "an error of the disk");
  run (FAULT_ERROR, TRUE, 1, "an error of the disk");
}

static void
test_full (void)
{
  fault_vfs_install ();
  run (FAULT_FULL, FALSE, 1, "a full disk");
  run (FAULT_FULL, TRUE, 1, "a full disk");
}

/* There are thousands. */
static void
test_memory (void)
{
  fault_vfs_install ();
  run (FAULT_MEMORY,
       FALSE,
       count_calls (FAULT_MEMORY) / MOST_ALLOCATIONS + 1,
       "no memory for SQLite");
}

TAP_MAIN ("faults/sqlite",
          { "input or output fails", test_errors },
          { "the disk is full", test_full },
          { "memory runs out in SQLite", test_memory })
