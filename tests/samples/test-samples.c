/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The samples do what they say. */

#include "tap.h"

#include "mock-drive.h"

#include <glib/gstdio.h>

#define TAG_FOLDER ((guint32) 0x6600001F)
#define TRANSPORT "samples/file-transport/file-transport.so"

static MapiXpLogon *
log_on (const char *folder, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (TAG_FOLDER, folder);
  g_autoptr (MapiPropList) settings = mapi_prop_list_new_from_value (value);
  g_autoptr (MockSupport) support = mock_support_new (settings);

  return mock_drive_open (TRANSPORT, support, error);
}

static guint
count (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Out into a folder that is not there yet, and in from one that has what went out. */
static void
test_file_transport (void)
{
  g_autofree char *out = g_build_filename (tap_folder (), "out", NULL);
  g_autofree char *in = g_build_filename (tap_folder (), "in", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiXpLogon) logon = log_on (tap_folder (), &error);
  g_autoptr (MapiMessage) message = mock_letter_new ("Subject: Hello\n\nHello.\n");
  g_autoptr (MapiMessage) received = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autofree char *subject = NULL;
  MockSent         sent;
  guint32          incoming = 0;

  if (!TAP_NO_ERROR (error))
    return;

  mock_letter_add (message, "FILE", "anybody");
  CU_ASSERT_FALSE (mock_drive_send (logon, message, &sent, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_WAIT);
  TAP_NUMBER (sent.return_parm, 60);
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "anybody"));

  g_clear_error (&error);
  g_mkdir (out, 0700);
  CU_ASSERT_TRUE (mock_drive_send (logon, message, &sent, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "anybody"));
  TAP_NUMBER (count (out), 1);

  g_rename (out, in);
  CU_ASSERT_TRUE (mapi_xp_logon_poll (logon, &incoming, NULL, &error));
  TAP_NUMBER (incoming, 1);
  CU_ASSERT_TRUE (mapi_xp_logon_start_message (logon, 0, received, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  subject = mock_letter_get_string (received, MAPI_PR_SUBJECT);
  TAP_STRING (subject, "Hello");
  TAP_NUMBER (count (in), 0);
}

static void
test_file_transport_unconfigured (void)
{
  g_autoptr (MockSupport) support = mock_support_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiXpLogon) logon = mock_drive_open (TRANSPORT, support, &error);

  CU_ASSERT_PTR_NULL (logon);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED);
}

static void
test_null_store (void)
{
  g_autofree char *path = g_build_filename (
      g_getenv ("MAPI_BUILD_ROOT"), "samples", "null-store", "null-store.so", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsProvider) provider = mock_support_open_ms_provider (path, &error);
  g_autoptr (MockSupport) support = mock_support_new (NULL);
  g_autoptr (MapiMsLogon) logon = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiTable) queue = NULL;

  if (!TAP_NO_ERROR (error))
    return;

  store = mapi_ms_provider_logon (
      provider, MAPI_SUPPORT (support), "test", NULL, 0, NULL, NULL, &logon, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  props = mapi_prop_get_props (MAPI_PROP (store), NULL, 0, NULL, NULL, &error);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME), "Nothing at all");
  TAP_NUMBER (mock_support_get_n_calls (support, "SetProviderUID"), 1);

  queue = mapi_msg_store_get_outgoing_queue (store, 0, NULL, &error);
  CU_ASSERT_PTR_NULL (queue);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
}

TAP_MAIN ("samples/samples",
          { "file-transport", test_file_transport },
          { "file-transport without settings", test_file_transport_unconfigured },
          { "null-store", test_null_store })
