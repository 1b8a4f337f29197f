/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is said at the end of a session about what providers still hold: of itself, and where
 * MAPI_LEAKS asks for a search that finds all. */

#include "fixtures.h"
#include "tap.h"

#include <fcntl.h>
#include <unistd.h>

/* While anybody listens. */
static GString *said;

static GLogWriterOutput
hear (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; said != NULL && i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (said, "%s\n", (const char *) fields[i].value);
  return said != NULL ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n_fields, data);
}

static MapiSession *
log_on_with (const char *service, const char *fault, const char *isolated)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) uid = fixtures_add (profile, service);
  g_autoptr (GError) error = NULL;
  MapiSession *session;

  if (fault != NULL)
    mapi_profile_configure_service (profile, uid, "fault", fault, &error);
  TAP_NO_ERROR (error);
  mapi_profile_configure_service (profile, uid, "isolated", isolated, &error);
  TAP_NO_ERROR (error);
  session = mapi_session_logon_profile (profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return session;
}

static MapiSession *
log_on (const char *service, const char *fault)
{
  return log_on_with (service, fault, "false");
}

/* Answers what is said, which the session knows, too. */
static char *
log_off (MapiSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *known = NULL;

  said = g_string_new (NULL);
  mapi_session_logoff (session, 0, NULL, &error);
  TAP_NO_ERROR (error);
  known = mapi_session_find_leaks (session);
  CU_ASSERT_EQUAL (known == NULL, said->len == 0);
  g_object_unref (session);
  return g_string_free (g_steal_pointer (&said), FALSE);
}

/* Opens each person of the address book, and lets go of them. */
static void
open_everybody (MapiSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (session, 0, NULL, NULL, &error);
  g_autoptr (MapiRowSet) rows = mapi_address_book_find (book, "Ada", NULL, &error);

  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (rows != NULL && mapi_row_set_get_size (rows) > 0);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (MapiProp) entry = mapi_session_open_entry (session, id, NULL, 0, NULL, &error);

      TAP_NO_ERROR (error);
    }
}

/* What is said at the end of a session with a book that has the fault. */
static char *
hear_of_book (const char *fault)
{
  MapiSession *session = log_on ("faulty-book", fault);

  open_everybody (session);
  return log_off (session);
}

static void
expect_said (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    TAP_STRING (text, part);
}

static void
test_entries (void)
{
  g_autofree char *text = hear_of_book ("keeps-entries");

  expect_said (text, "service 'faulty-book' (A faulty one), module ");
  expect_said (text, "after the end of the session there still are: ");
  expect_said (text, "1 Person (references: 1)");
}

static void
test_support (void)
{
  g_autofree char *text = hear_of_book ("keeps-support");

  expect_said (text, "still holds its support object (references: 1)");
}

static void
test_nothing (void)
{
  g_autofree char *text = hear_of_book ("none");

  TAP_STRING (text, "");
}

/* What a client still has is not the provider's doing. */
static void
test_client (void)
{
  MapiSession *session = log_on ("plain", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsgStore) store = mapi_session_open_msg_store (session, NULL, 0, NULL, &error);
  g_autofree char *text = NULL;

  TAP_NO_ERROR (error);
  text = log_off (session);
  TAP_STRING (text, "");
}

/* A store that has subscribed for a client, and does not take that back. */
static void
test_subscription (void)
{
  MapiSession *session = log_on ("plain", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsgStore) store = mapi_session_open_msg_store (session, NULL, 0, NULL, &error);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GBytes) entry_id = g_bytes_new_static ("any", 3);
  g_autofree char *text = NULL;

  mapi_msg_store_advise (store, entry_id, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&store);
  text = log_off (session);
  expect_said (text, "there still are: subscriptions: 1");
}

/* Answers what is said by the process of an isolated provider, which has this one's output. */
static char *
log_off_isolated (MapiSession *session)
{
  g_autofree char *path = g_build_filename (tap_folder (), "said", NULL);
  int              file = open (path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  int              before = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  char            *text = NULL;

  dup2 (file, STDERR_FILENO);
  close (file);
  open_everybody (session);
  g_free (log_off (session));
  dup2 (before, STDERR_FILENO);
  close (before);
  CU_ASSERT_TRUE (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_isolated (void)
{
  g_autofree char *entries =
      log_off_isolated (log_on_with ("faulty-book", "keeps-entries", "true"));
  g_autofree char *support =
      log_off_isolated (log_on_with ("faulty-book", "keeps-support", "true"));
  g_autofree char *nothing = log_off_isolated (log_on_with ("faulty-book", "none", "true"));

  expect_said (entries, "faulty-book: after the end of the session there still are: ");
  expect_said (entries, "1 Person (references: 1)");
  expect_said (support, "there still are: 1 MapiSupportObject (references: 1)");
  TAP_STRING (nothing, "");
}

/* Nothing is looked for. */
static void
test_off (void)
{
  g_autofree char *text = NULL;
  MapiSession     *session;

  g_setenv ("MAPI_LEAKS", "0", TRUE);
  session = log_on ("faulty-book", "keeps-entries");
  open_everybody (session);
  text = log_off (session);
  TAP_STRING (text, "");
}

static void
begin (void)
{
  g_unsetenv ("MAPI_LEAKS");
  g_log_set_writer_func (hear, NULL, NULL);
}

static void
begin_whole (void)
{
  g_setenv ("MAPI_LEAKS", "1", TRUE);
}

TAP_MAIN ("session/leaks",
          { "before all", begin },
          { "entries", test_entries },
          { "the support object", test_support },
          { "nothing", test_nothing },
          { "what a client has", test_client },
          { "a subscription", test_subscription },
          { "an isolated provider", test_isolated },
          { "before the search for all", begin_whole },
          { "entries, of all", test_entries },
          { "the support object, of all", test_support },
          { "nothing, of all", test_nothing },
          { "what a client has, of all", test_client },
          { "a subscription, of all", test_subscription },
          { "switched off", test_off })
