/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who a message says has sent it, when it has been sent. */

#include "spooler-world.h"

static GBytes *
find_provider (SpoolerWorld *world, gint32 type)
{
  g_autoptr (MapiTable) table =
      mapi_session_get_status_table (world->session.session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == type)
        return mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
    }

  return NULL;
}

/* As the store says who its owner is. */
static void
publish_identity (SpoolerWorld *world, GBytes *entry_id)
{
  g_autoptr (GBytes) provider = find_provider (world, MAPI_STORE_PROVIDER);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (provider, NULL);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_IDENTITY_ENTRYID, entry_id);
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_from_value (value);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_session_modify_provider_row (world->session.session, uid, columns, &error));
  TAP_NO_ERROR (error);
}

static SpoolerWorld *
begin (void)
{
  SpoolerWorld *world = spooler_world_new ();

  spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  return world;
}

static void
send_message (SpoolerWorld *world, MapiPropList *more)
{
  if (more != NULL)
    spooler_world_submit_with (world, "A", "SMTP:a@x", more);
  else
    spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
}

static MapiPropValue *
read_sent (SpoolerWorld *world, guint32 tag)
{
  return spooler_world_get_prop (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "A", tag);
}

static void
assert_sender (SpoolerWorld *world, const char *name, const char *address)
{
  g_autoptr (MapiPropValue) found_name = read_sent (world, MAPI_PR_SENDER_NAME);
  g_autoptr (MapiPropValue) found = read_sent (world, MAPI_PR_SENDER_EMAIL_ADDRESS);

  TAP_STRING (found_name != NULL ? mapi_prop_value_get_string (found_name) : NULL, name);
  TAP_STRING (found != NULL ? mapi_prop_value_get_string (found) : NULL, address);
}

/* R536 */
static void
test_identity (void)
{
  g_autoptr (SpoolerWorld) world = begin ();
  g_autoptr (GBytes) me = mapi_one_off_new ("Me", "SMTP", "me@x", MAPI_ONE_OFF_UNICODE);

  publish_identity (world, me);
  send_message (world, NULL);
  assert_sender (world, "Me", "me@x");
}

static void
change_row (SpoolerWorld *world, const MapiUid *uid, MapiPropValue *value)
{
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_from_value (value);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_session_modify_provider_row (world->session.session, uid, columns, &error));
  TAP_NO_ERROR (error);
}

/* R272: of two instances of a transport the one that is marked has the say, whoever the user is. */
static void
test_default_outbound (void)
{
  g_autofree char  *folder = g_build_filename (tap_folder (), "files", NULL);
  const char *const files[] = { "folder", folder, NULL };
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  g_autoptr (GBytes) me = mapi_one_off_new ("Me", "SMTP", "me@x", MAPI_ONE_OFF_UNICODE);
  g_autoptr (GBytes) office = mapi_one_off_new ("Office", "SMTP", "office@x", MAPI_ONE_OFF_UNICODE);
  g_autoptr (MapiPropValue) entry_id =
      mapi_prop_value_new_binary (MAPI_PR_IDENTITY_ENTRYID, office);
  g_autoptr (MapiPropValue) flags =
      mapi_prop_value_new_long (MAPI_PR_RESOURCE_FLAGS, MAPI_STATUS_DEFAULT_OUTBOUND);
  g_autoptr (GBytes) provider = NULL;
  g_autoptr (MapiUid) uid = NULL;

  session_rig_add (&world->session, "file-transport", files);
  session_rig_add (&world->session, "file-transport", files);
  spooler_world_log_on (world);
  spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 3);
  publish_identity (world, me);
  provider = find_provider (world, MAPI_TRANSPORT_PROVIDER);
  uid = mapi_uid_new_from_bytes (provider, NULL);
  change_row (world, uid, entry_id);
  change_row (world, uid, flags);
  send_message (world, NULL);
  assert_sender (world, "Office", "office@x");
}

/* R537, R631, R632 */
static void
test_unknown (void)
{
  g_autoptr (SpoolerWorld) world = begin ();
  g_autoptr (MapiPropValue) type = NULL;
  g_autoptr (MapiPropValue) entry_id = NULL;
  g_autoptr (MapiPropValue) key = NULL;

  send_message (world, NULL);
  assert_sender (world, "Unknown", "Unknown");
  type = read_sent (world, MAPI_PR_SENDER_ADDRTYPE);
  TAP_STRING (type != NULL ? mapi_prop_value_get_string (type) : NULL, "Unknown");
  entry_id = read_sent (world, MAPI_PR_SENDER_ENTRYID);
  CU_ASSERT_PTR_NOT_NULL (entry_id);
  key = read_sent (world, MAPI_PR_SENDER_SEARCH_KEY);
  CU_ASSERT_PTR_NOT_NULL (key);
}

/* What the client or a transport says is not touched. */
static void
test_said (void)
{
  g_autoptr (SpoolerWorld) world = begin ();
  g_autoptr (GBytes) me = mapi_one_off_new ("Me", "SMTP", "me@x", MAPI_ONE_OFF_UNICODE);
  g_autoptr (MapiPropValue) name = mapi_prop_value_new_string (MAPI_PR_SENDER_NAME, "Boss");
  g_autoptr (MapiPropList) more = mapi_prop_list_new_from_value (name);

  publish_identity (world, me);
  send_message (world, more);
  assert_sender (world, "Boss", NULL);
}

TAP_MAIN ("spooler/sender",
          { "the primary identity", test_identity },
          { "the identity for outbound mail", test_default_outbound },
          { "nobody is Unknown", test_unknown },
          { "who is named stays", test_said })
