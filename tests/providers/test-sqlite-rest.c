/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is committed without a flush is on the disk as soon as the store comes to rest. */

#include "mock-sqlite.h"
#include "tap.h"

#include <sys/syscall.h>
#include <unistd.h>

int fdatasync (int fd);

static gint n_flushes;

/* In the place of the one of the C library. */
int
fdatasync (int fd)
{
  int result = (int) syscall (SYS_fdatasync, fd);

  g_atomic_int_inc (&n_flushes);
  return result;
}

static gboolean
is_flushed (gpointer before)
{
  return g_atomic_int_get (&n_flushes) > GPOINTER_TO_INT (before);
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static MapiMessage *
save_one (MapiMsgStore *store)
{
  MapiMessage *message = mock_sqlite_create_message (store);

  mock_sqlite_set_text (message, MAPI_PR_SUBJECT, "to be read");
  mock_sqlite_save (message);
  return message;
}

static void
test_rest (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  gint  before = g_atomic_int_get (&n_flushes);
  guint source;

  if (!mock_sqlite_open_new (&client))
    return;
  message = save_one (client.store);
  CU_ASSERT_TRUE (is_flushed (GINT_TO_POINTER (before)));

  before = g_atomic_int_get (&n_flushes);
  CU_ASSERT_TRUE (mapi_message_set_read_flag (message, 0, NULL, &error));
  TAP_NO_ERROR (error);
  source = g_timeout_add (1, look_again, NULL);
  CU_ASSERT_TRUE (tap_wait (NULL, is_flushed, GINT_TO_POINTER (before)));
  g_source_remove (source);
}

TAP_MAIN ("providers/sqlite-rest", { "flushed when nothing is written", test_rest })
