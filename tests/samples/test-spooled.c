/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The samples as a third party's providers: found in the catalogue, put into a profile, loaded by
 * the session and driven by the spooler. */

#include "tap.h"

#include "session-rig.h"

#include <glib/gstdio.h>

typedef struct
{
  SessionRig rig;
  char      *in;
  char      *out;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  session_rig_clear (&self->rig);
  g_free (self->in);
  g_free (self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gboolean
is_sent (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GDir) dir = g_dir_open (self->out, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL &&
         mapi_spooler_get_n_queued (self->rig.spooler) == 0;
}

static gboolean
is_received (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GDir) dir = g_dir_open (self->in, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL && session_rig_count (&self->rig, 0) == 1;
}

static void
test_file_transport (void)
{
  g_auto (Fixture) fixture = { 0 };
  const char *const settings[] = { "folder", tap_folder (), NULL };
  g_autofree char  *mail = NULL;

  fixture.in = g_build_filename (tap_folder (), "in", NULL);
  fixture.out = g_build_filename (tap_folder (), "out", NULL);
  g_mkdir (fixture.in, 0700);
  g_mkdir (fixture.out, 0700);
  mail = g_build_filename (fixture.in, "mail.eml", NULL);
  CU_ASSERT_TRUE (g_file_set_contents (mail, "Subject: Coming in\n\nHello.\n", -1, NULL));

  if (!session_rig_begin (&fixture.rig, "files") ||
      !session_rig_add (&fixture.rig, "file-transport", settings) ||
      !session_rig_start (&fixture.rig))
    return;

  CU_ASSERT_TRUE (
      session_rig_submit (&fixture.rig, "Subject: Going out\n\nHello.\n", "FILE", "anybody"));
  CU_ASSERT_TRUE (session_rig_wait (is_sent, &fixture));
  CU_ASSERT_TRUE (session_rig_wait (is_received, &fixture));
}

static void
test_null_store (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) stores = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  guint n_opened = 0;

  if (!session_rig_begin (&rig, "nothing") || !session_rig_add (&rig, "null-store", NULL) ||
      !session_rig_start (&rig))
    return;

  stores = mapi_session_get_msg_stores_table (rig.session, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  rows = mapi_table_query_rows (stores, 10, 0, NULL, &error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (MapiMsgStore) store =
          mapi_session_open_msg_store (rig.session, entry_id, 0, NULL, &error);

      TAP_NO_ERROR (error);
      n_opened += store != NULL;
    }
  TAP_NUMBER (n_opened, 2);
}

TAP_MAIN ("samples/spooled",
          { "file-transport", test_file_transport },
          { "null-store", test_null_store })
