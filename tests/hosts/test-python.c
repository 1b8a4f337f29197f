/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Providers in Python, as programs meet them: found in the catalogue, put into a profile, loaded by
 * the session and driven by the spooler. Whatever one does wrong harms itself alone. */

#include "tap.h"

#include "folder-rig.h"
#include "mock-drive.h"
#include "session-rig.h"

#include <signal.h>

#define TAG_HOW ((guint32) 0x6600001F)

static MapiProviderModule *
open_module (const char *name, GError **error)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("MAPI_SOURCE_ROOT"), "tests", "hosts", name, NULL);

  return mapi_provider_module_open (path, error);
}

static void
test_sample (void)
{
  folder_rig_try ("python-transport", "DROP", NULL);
}

static void
expect (GError *error, MapiError code, const char *text)
{
  TAP_ERROR (error, MAPI_ERROR, code);
  if (error != NULL && strstr (error->message, text) == NULL)
    TAP_STRING (error->message, text);
}

static MapiXpLogon *
log_on (const char *how, GError **error)
{
  g_autoptr (MapiProviderModule) module = open_module ("broken.py", error);
  g_autoptr (MapiXpProvider) provider =
      module != NULL ? mapi_provider_module_get_xp_provider (module, error) : NULL;
  g_autoptr (MapiPropValue) value = how != NULL ? mapi_prop_value_new_string (TAG_HOW, how) : NULL;
  g_autoptr (MapiPropList) settings = value != NULL ? mapi_prop_list_new_from_value (value) : NULL;
  g_autoptr (MockSupport) support = mock_support_new (settings);
  guint32 flags = 0;

  return provider != NULL ? mapi_xp_provider_transport_logon (
                                provider, MAPI_SUPPORT (support), "test", &flags, NULL, error)
                          : NULL;
}

static void
test_setting_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiXpLogon) logon = log_on (NULL, &error);

  CU_ASSERT_PTR_NULL (logon);
  expect (error, MAPI_E_UNCONFIGURED, "the setting");
}

static const struct
{
  const char *how;
  MapiError   code;
  const char *text;
  guint32     return_parm;
} failures[] = {
  { "raises", MAPI_E_CALL_FAILED, "ValueError: what it says (broken.py:29, in raises)", 0 },
  { "exits", MAPI_E_CALL_FAILED, "SystemExit: 3 (broken.py:32, in exits)", 0 },
  { "fails", MAPI_E_NOT_FOUND, "No such file or directory", 0 },
  { "lies", MAPI_E_CALL_FAILED, "send() gave 'no rows'", 0 },
  { "refuses", MAPI_E_NOT_ME, "somebody else", 0 },
  { "waits", MAPI_E_WAIT, "later", 30 },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiXpLogon) logon = log_on (failures[i].how, &error);
      g_autoptr (MapiMessage) message = mock_letter_new ("Subject: Hello\n\nHello.\n");
      MockSent sent = { 0 };

      if (!TAP_NO_ERROR (error))
        return;
      mock_letter_add (message, "BROKEN", "anybody");
      CU_ASSERT_FALSE (mock_drive_send (logon, message, &sent, NULL, &error));
      expect (error, failures[i].code, failures[i].text);
      TAP_NUMBER (sent.return_parm, failures[i].return_parm);
      CU_ASSERT_FALSE (mock_letter_is_taken (message, "anybody"));
    }
}

static void
test_wrong_return (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiXpLogon) logon = log_on ("raises", &error);
  guint32 incoming = 7;

  if (!TAP_NO_ERROR (error))
    return;
  CU_ASSERT_FALSE (mapi_xp_logon_poll (logon, &incoming, NULL, &error));
  expect (error, MAPI_E_CALL_FAILED, "Poll failed without an error");
  TAP_NUMBER (incoming, 0);
}

static void
expect_refused (const char *name, MapiError code, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProviderModule) module = open_module (name, &error);
  g_autoptr (MapiMsProvider) provider =
      module != NULL ? mapi_provider_module_get_ms_provider (module, &error) : NULL;

  CU_ASSERT_PTR_NULL (provider);
  expect (error, code, text);
}

static void
test_entry_points (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProviderModule) module = open_module ("too_new.py", &error);
  g_autoptr (MapiXpProvider) provider = mapi_provider_module_get_xp_provider (module, &error);

  CU_ASSERT_PTR_NULL (provider);
  expect (error, MAPI_E_VERSION, "provider interface 1.1 is needed");
  expect_refused ("too_new.py", MAPI_E_VERSION, "speaks version 2.0");
  expect_refused ("broken.py", MAPI_E_CALL_FAILED, "SystemExit: no store");
  expect_refused ("exits.py", MAPI_E_CALL_FAILED, "SystemExit: 1 (exits.py:6");
  expect_refused ("nowhere.py", MAPI_E_NOT_FOUND, "no such file");
}

/* A broken transport has a message to send, and the sample sends its own meanwhile. */
static void
try_beside (const char *how)
{
  const FolderRigOther broken = { "python-broken", "how", how, "BROKEN" };

  folder_rig_try ("python-transport", "DROP", &broken);
}

static void
test_exit_beside (void)
{
  try_beside ("exits");
}

static void
test_loop_beside (void)
{
  try_beside ("loops");
}

typedef struct
{
  SessionRig rig;
  char      *folder;
} Watchful;

static char *
read_sent (Watchful *self)
{
  g_autofree char *path = g_build_filename (self->folder, "sent", NULL);
  char            *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* Nobody has said where it is to go when it is sent: it stays in the Outbox unless a hook has it
 * deleted. */
static gboolean
is_sent_and_gone (gpointer data)
{
  Watchful        *self = data;
  g_autofree char *sent = read_sent (self);

  return sent != NULL && mapi_spooler_get_n_queued (self->rig.spooler) == 0 &&
         session_rig_count (&self->rig, MAPI_PR_IPM_OUTBOX_ENTRYID) == 0;
}

/* A preprocessor and a hook in Python: both do what they do to mail that goes out. */
static void
test_watchful (void)
{
  Watchful         self = { .folder = g_strdup (tap_folder ()) };
  const char      *settings[] = { "folder", self.folder, NULL };
  g_autofree char *sent = NULL;

  if (session_rig_begin (&self.rig, "watchful") &&
      session_rig_add (&self.rig, "python-watchful", settings) && session_rig_start (&self.rig) &&
      session_rig_submit (&self.rig, "Hello", "WATCH", "anybody"))
    CU_ASSERT_TRUE (session_rig_wait (is_sent_and_gone, &self));
  sent = read_sent (&self);
  TAP_STRING (sent, "seen by the preprocessor");
  session_rig_clear (&self.rig);
  g_free (self.folder);
}

/* The interpreter has come meanwhile; how to interrupt is the program's to say. */
static void
test_signals (void)
{
  struct sigaction action;

  sigaction (SIGINT, NULL, &action);
  CU_ASSERT_TRUE (action.sa_handler == SIG_DFL);
}

TAP_MAIN ("hosts/python",
          { "the sample transport", test_sample },
          { "a setting that is missing", test_setting_missing },
          { "what a slot raises", test_failures },
          { "what a slot returns", test_wrong_return },
          { "entry points and versions", test_entry_points },
          { "a preprocessor and a hook", test_watchful },
          { "sys.exit() beside another", test_exit_beside },
          { "signals", test_signals },
          { "an endless loop beside another", test_loop_beside })
