/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a transport writes onto a message that goes out: who sends it, and when. */

#include "config.h"

#include "check-transport.h"

#include <string.h>

/* The person of the peer's identity, as a recipient. */
static MapiPropList *
make_identity (CheckBench *bench)
{
  g_autofree char *text = check_bench_get_address (bench, CHECK_IDENTITY);
  char            *colon = strchr (text, ':');
  g_autofree char *type = g_strndup (text, (gsize) (colon - text));

  return mapi_recipient_new (MAPI_ORIG, NULL, type, colon + 1);
}

static void
set_person (CheckLetter *letter, MapiPersonRole role, const char *name, const char *address)
{
  g_autoptr (MapiPropList) person = mapi_recipient_new (MAPI_ORIG, name, "SMTP", address);
  g_autoptr (MapiPropList) props = mapi_person_recast (person, MAPI_PERSON_ENTRY, role);

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);

      check_letter_set (letter, value);
    }
}

static MapiPropList *
get_person (CheckLetter *letter, MapiPersonRole role)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_data_get_list (MAPI_PROP_DATA (check_letter_get_inner (letter)));

  return mapi_person_recast (props, role, MAPI_PERSON_ENTRY);
}

static CheckLetter *
start_letter (CheckBench *bench, MapiXpLogon **logon)
{
  CheckLetter *letter;

  *logon = check_start (bench);
  if (*logon == NULL)
    return NULL;
  letter = check_letter_new (bench);
  check_letter_add (letter, CHECK_DELIVERED, TRUE);
  return letter;
}

static void
names_the_sender (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, &logon);
  g_autoptr (MapiPropList) wanted = NULL;
  g_autoptr (MapiPropList) sender = NULL;

  if (letter == NULL)
    return;
  set_person (letter, MAPI_PERSON_SENDER, "Somebody Else", "else@check.invalid");
  if (!check_send (bench, logon, letter))
    return;
  wanted = make_identity (bench);
  sender = get_person (letter, MAPI_PERSON_SENDER);
  check_that (bench,
              mapi_recipient_same_address (sender, wanted),
              "PR_SENDER_EMAIL_ADDRESS is %s",
              mapi_prop_list_get_string (sender, MAPI_PR_EMAIL_ADDRESS));
  check_that (bench,
              mapi_prop_list_contains (sender, MAPI_PR_ENTRYID) &&
                  mapi_prop_list_contains (sender, MAPI_PR_SEARCH_KEY) &&
                  mapi_prop_list_contains (sender, MAPI_PR_DISPLAY_NAME),
              "the sender has no PR_SENDER_ENTRYID, PR_SENDER_SEARCH_KEY or PR_SENDER_NAME");
}

static void
leaves_whom_he_represents (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, &logon);
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) after = NULL;
  g_autofree char *sent = NULL;

  if (letter == NULL)
    return;
  set_person (letter, MAPI_PERSON_SENT_REPRESENTING, "The Boss", "boss@check.invalid");
  before = get_person (letter, MAPI_PERSON_SENT_REPRESENTING);
  if (!check_send (bench, logon, letter))
    return;
  after = get_person (letter, MAPI_PERSON_SENT_REPRESENTING);
  sent = check_get_sent (bench);
  check_that (bench, mapi_prop_list_equal (before, after), "PR_SENT_REPRESENTING_* was changed");
  check_that (bench,
              bench->peer->commands[CHECK_SENT] == NULL || strstr (sent, "The Boss") != NULL,
              "what was sent does not name whom the sender represents");
}

/* The copy that goes out says who sends it; the one that stays has only what the client said. */
static void
represents_nobody_here (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, &logon);
  g_autoptr (MapiPropList) identity = NULL;
  g_autoptr (MapiPropList) represented = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *from = NULL;

  if (letter == NULL || !check_send (bench, logon, letter))
    return;
  represented = get_person (letter, MAPI_PERSON_SENT_REPRESENTING);
  identity = make_identity (bench);
  sent = check_get_sent (bench);
  from = g_strdup_printf ("%s", mapi_prop_list_get_string (identity, MAPI_PR_EMAIL_ADDRESS));
  check_that (bench,
              mapi_prop_list_get_size (represented) == 0,
              "PR_SENT_REPRESENTING_* of the message that stays was set");
  check_that (
      bench, strstr (sent, from) != NULL, "what was sent does not say that %s sent it", from);
}

static guint64
get_time (CheckLetter *letter, guint32 tag)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_data_get_list (MAPI_PROP_DATA (check_letter_get_inner (letter)));

  return mapi_prop_list_get_systime (props, tag, 0);
}

static void
notes_when_it_passed_on (CheckBench *bench)
{
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, &logon);
  guint64      begin = mapi_filetime_from_unix_usec (g_get_real_time ());
  guint64      passed;

  if (letter == NULL || !check_send (bench, logon, letter))
    return;
  passed = get_time (letter, MAPI_PR_PROVIDER_SUBMIT_TIME);
  if (check_that (bench, passed != 0, "the message has no PR_PROVIDER_SUBMIT_TIME"))
    check_that (bench,
                passed >= begin && passed <= mapi_filetime_from_unix_usec (g_get_real_time ()),
                "PR_PROVIDER_SUBMIT_TIME is not when the message was passed on");
}

/* When the client submitted it: that goes out, and stays. */
static void
keeps_when_it_was_submitted (CheckBench *bench)
{
  const gint64 seconds = G_GINT64_CONSTANT (1000000000); /* in September 2001 */
  MapiXpLogon *logon;
  CheckLetter *letter = start_letter (bench, &logon);
  guint64      submitted = mapi_filetime_from_unix_usec (seconds * G_USEC_PER_SEC);
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_systime (MAPI_PR_CLIENT_SUBMIT_TIME, submitted);
  g_autofree char *sent = NULL;

  if (letter == NULL)
    return;
  check_letter_set (letter, value);
  if (!check_send (bench, logon, letter))
    return;
  sent = check_get_sent (bench);
  check_that (bench,
              get_time (letter, MAPI_PR_CLIENT_SUBMIT_TIME) == submitted,
              "PR_CLIENT_SUBMIT_TIME was changed");
  check_that (bench, strstr (sent, "Sep 2001") != NULL, "what was sent has another date");
}

const MapiCheckClause check_transport_sender_clauses[] = {
  { "transport/names-the-sender",
    "PR_SENDER_* is whoever is logged on, whatever the client has said",
    "R315 R319 R535 R662",
    CHECK_NEEDS_ADDRESS (CHECK_IDENTITY),
    names_the_sender },
  { "transport/leaves-whom-he-represents",
    "PR_SENT_REPRESENTING_* that the client has set stays, and goes out",
    "R316 R538",
    CHECK_NEEDS_SUBMIT,
    leaves_whom_he_represents },
  { "transport/represents-nobody-here",
    "Without it the sender goes out, and the message that stays is left as it is",
    "R539",
    CHECK_NEEDS_ADDRESS (CHECK_IDENTITY) | CHECK_NEEDS_COMMAND (CHECK_SENT),
    represents_nobody_here },
  { "transport/notes-when-it-passed-on",
    "PR_PROVIDER_SUBMIT_TIME is when the message was passed on",
    "R318 R549",
    CHECK_NEEDS_SUBMIT,
    notes_when_it_passed_on },
  { "transport/keeps-when-it-was-submitted",
    "PR_CLIENT_SUBMIT_TIME is when the client submitted it, here and in what goes out",
    "R317",
    CHECK_NEEDS_SUBMIT | CHECK_NEEDS_COMMAND (CHECK_SENT),
    keeps_when_it_was_submitted },
  { NULL },
};
