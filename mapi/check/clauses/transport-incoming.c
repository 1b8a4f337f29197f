/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a message that comes in has to say. */

#include "config.h"

#include "check-transport.h"

#include <string.h>

#define NEEDS_MAIL (CHECK_NEEDS_RECEIVE | CHECK_NEEDS_COMMAND (CHECK_ARRIVE))
#define NEEDS_MINE (NEEDS_MAIL | CHECK_NEEDS_PEER (CHECK_IDENTITY))

/* The properties of a message that has come in; NULL when none did. */
static MapiPropList *
receive (CheckBench *bench, const char *mail)
{
  MapiXpLogon *logon = check_start (bench);
  MapiMessage *message;

  if (logon == NULL || !check_arrive (bench, mail))
    return NULL;
  message = check_receive (bench, logon);
  return message != NULL ? mapi_prop_data_get_list (MAPI_PROP_DATA (message)) : NULL;
}

static MapiPropList *
receive_from_ann (CheckBench *bench, CheckFate whom)
{
  g_autofree char *mail = check_make_mail (bench, "ann@check.invalid", whom);

  return receive (bench, mail);
}

static void
expect_tags (CheckBench *bench, MapiPropList *props, const guint32 *tags, gsize n)
{
  for (gsize i = 0; i < n; i++)
    check_that (bench,
                mapi_prop_list_contains (props, tags[i]),
                "the message has no %s",
                mapi_prop_tag_get_name (tags[i]));
}

static void
has_what_it_needs (CheckBench *bench)
{
  static const guint32 tags[] = {
    MAPI_PR_MESSAGE_CLASS,
    MAPI_PR_SUBJECT,
    MAPI_PR_MESSAGE_DELIVERY_TIME,
    MAPI_PR_CLIENT_SUBMIT_TIME,
    MAPI_PR_SENDER_NAME,
    MAPI_PR_SENDER_ADDRTYPE,
    MAPI_PR_SENDER_EMAIL_ADDRESS,
    MAPI_PR_SENDER_ENTRYID,
    MAPI_PR_SENDER_SEARCH_KEY,
    MAPI_PR_SENT_REPRESENTING_NAME,
    MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
    MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS,
    MAPI_PR_SENT_REPRESENTING_ENTRYID,
    MAPI_PR_SENT_REPRESENTING_SEARCH_KEY,
    MAPI_PR_REPLY_RECIPIENT_ENTRIES,
    MAPI_PR_REPLY_RECIPIENT_NAMES,
  };
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);
  const char *body = NULL;

  if (props == NULL)
    return;
  expect_tags (bench, props, tags, G_N_ELEMENTS (tags));
  body = mapi_prop_list_get_string (props, MAPI_PR_BODY);
  check_that (bench,
              (body != NULL && strstr (body, "the body") != NULL) ||
                  mapi_prop_list_contains (props, MAPI_PR_HTML),
              "the message has not the body that arrived");
}

static void
has_a_class (CheckBench *bench)
{
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);

  if (props != NULL)
    check_that (bench,
                g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS), "IPM.Note") ==
                    0,
                "PR_MESSAGE_CLASS is %s",
                mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS));
}

static void
keeps_headers (CheckBench *bench)
{
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);
  const char *headers;

  if (props == NULL)
    return;
  headers = mapi_prop_list_get_string (props, MAPI_PR_TRANSPORT_MESSAGE_HEADERS);
  if (headers == NULL)
    check_skip (bench, "the transport does not keep PR_TRANSPORT_MESSAGE_HEADERS");
  else
    check_that (bench,
                strstr (headers, "X-Check: a header") != NULL,
                "PR_TRANSPORT_MESSAGE_HEADERS has not the headers that arrived");
}

static gboolean
has_search_key (MapiPropList *person)
{
  g_autoptr (GBytes) key = mapi_prop_list_get_bytes (person, MAPI_PR_SEARCH_KEY);
  const char      *type = mapi_prop_list_get_string (person, MAPI_PR_ADDRTYPE);
  const char      *address = mapi_prop_list_get_string (person, MAPI_PR_EMAIL_ADDRESS);
  g_autofree char *text = NULL;
  g_autofree char *upper = NULL;

  if (key == NULL || type == NULL || address == NULL)
    return FALSE;
  text = g_strdup_printf ("%s:%s", type, address);
  upper = g_ascii_strup (text, -1);
  return g_bytes_get_size (key) == strlen (upper) + 1 &&
         memcmp (g_bytes_get_data (key, NULL), upper, strlen (upper) + 1) == 0;
}

static void
makes_search_keys (CheckBench *bench)
{
  static const MapiPersonRole roles[] = { MAPI_PERSON_SENDER,
                                          MAPI_PERSON_SENT_REPRESENTING,
                                          MAPI_PERSON_RECEIVED_BY,
                                          MAPI_PERSON_RCVD_REPRESENTING };
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);

  for (gsize i = 0; props != NULL && i < G_N_ELEMENTS (roles); i++)
    {
      g_autoptr (MapiPropList) person = mapi_person_recast (props, roles[i], MAPI_PERSON_ENTRY);

      if (mapi_prop_list_get_size (person) > 0 || i == 0)
        check_that (bench,
                    has_search_key (person),
                    "a search key is not the type, a colon and the address, in upper case");
    }
}

static void
makes_whole_recipients (CheckBench *bench)
{
  static const guint32 tags[] = {
    MAPI_PR_RECIPIENT_TYPE, MAPI_PR_DISPLAY_NAME, MAPI_PR_ADDRTYPE,
    MAPI_PR_EMAIL_ADDRESS,  MAPI_PR_ENTRYID,      MAPI_PR_SEARCH_KEY
  };
  g_autofree char *mail = check_make_mail (bench, "ann@check.invalid", CHECK_IDENTITY);
  g_autoptr (MapiPropList) props = receive (bench, mail);
  g_autoptr (MapiRowSet) rows = NULL;

  if (props == NULL)
    return;
  rows = mapi_message_list_recipients (bench->fetched->pdata[0], NULL, NULL);
  if (!check_that (
          bench, mapi_row_set_get_size (rows) == 3, "the message has not its three recipients"))
    return;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

      expect_tags (bench, row, tags, G_N_ELEMENTS (tags));
      check_that (bench,
                  entry_id != NULL && mapi_entry_id_is_valid (entry_id),
                  "the entry identifier of a recipient is none");
      check_that (bench,
                  entry_id == NULL || !mapi_one_off_is (entry_id) ||
                      mapi_one_off_parse (entry_id, NULL, NULL, NULL, NULL, NULL),
                  "the one-off entry identifier of a recipient cannot be read");
    }
}

static void
stores_what_is_transmittable (CheckBench *bench)
{
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);

  for (guint i = 0; props != NULL && i < mapi_prop_list_get_size (props); i++)
    {
      guint32 id = mapi_prop_list_get_tag (props, i) >> 16;

      check_that (bench,
                  id < 0x6700 || id > 0x67FF,
                  "the message has 0x%04x, which is a property of providers",
                  id);
    }
}

static void
names_no_entry (CheckBench *bench)
{
  const CheckCall *call;
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);

  if (props == NULL)
    return;
  for (guint i = 0; (call = check_find_call (bench, "SetProps", NULL, i)) != NULL; i++)
    check_that (bench,
                call->props == NULL || !mapi_prop_list_contains (call->props, MAPI_PR_ENTRYID),
                "PR_ENTRYID was set");
}

static void
names_who_received_it (CheckBench *bench)
{
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);
  g_autoptr (MapiPropList) by = NULL;
  g_autoptr (MapiPropList) representing = NULL;
  g_autofree char *address = NULL;

  if (props == NULL)
    return;
  by = mapi_person_recast (props, MAPI_PERSON_RECEIVED_BY, MAPI_PERSON_ENTRY);
  representing = mapi_person_recast (props, MAPI_PERSON_RCVD_REPRESENTING, MAPI_PERSON_ENTRY);
  address = check_bench_get_address (bench, CHECK_IDENTITY);
  check_that (bench, mapi_prop_list_get_size (by) == 5, "PR_RECEIVED_BY_* are not all there");
  check_that (bench,
              g_strcmp0 (mapi_prop_list_get_string (by, MAPI_PR_EMAIL_ADDRESS),
                         strchr (address, ':') + 1) == 0,
              "PR_RECEIVED_BY_EMAIL_ADDRESS is %s",
              mapi_prop_list_get_string (by, MAPI_PR_EMAIL_ADDRESS));
  check_that (bench,
              mapi_prop_list_equal (by, representing),
              "PR_RCVD_REPRESENTING_* is not PR_RECEIVED_BY_*, and nobody is represented");
}

static void
knows_whether_it_is_to_me (CheckBench *bench)
{
  g_autoptr (MapiPropList) mine = receive_from_ann (bench, CHECK_IDENTITY);
  g_autoptr (MapiPropList) others = NULL;

  if (mine == NULL)
    return;
  check_that (bench,
              mapi_prop_list_get_boolean (mine, MAPI_PR_MESSAGE_TO_ME, FALSE),
              "PR_MESSAGE_TO_ME of a message to me is not TRUE");
  check_forget_calls (bench);
  others = receive_from_ann (bench, CHECK_DELIVERED);
  if (others != NULL)
    check_that (bench,
                !mapi_prop_list_get_boolean (others, MAPI_PR_MESSAGE_TO_ME, FALSE),
                "PR_MESSAGE_TO_ME of a message that does not name me is TRUE");
}

static void
knows_what_is_from_me (CheckBench *bench)
{
  g_autofree char *address = check_bench_get_address (bench, CHECK_IDENTITY);
  g_autofree char *mail = check_make_mail (bench, strchr (address, ':') + 1, CHECK_IDENTITY);
  g_autoptr (MapiPropList) mine = receive (bench, mail);
  g_autoptr (MapiPropList) anns = NULL;

  if (mine == NULL)
    return;
  check_that (bench,
              (mapi_prop_list_get_long (mine, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_FROMME) != 0,
              "MSGFLAG_FROMME of a message from me is not set");
  anns = receive_from_ann (bench, CHECK_IDENTITY);
  if (anns != NULL)
    check_that (bench,
                (mapi_prop_list_get_long (anns, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_FROMME) ==
                    0,
                "MSGFLAG_FROMME of a message from another is set");
}

static void
tells_where_it_is_from (CheckBench *bench)
{
  const gint32 origins =
      MAPI_MSGFLAG_ORIGIN_INTERNET | MAPI_MSGFLAG_ORIGIN_X400 | MAPI_MSGFLAG_ORIGIN_MISC_EXT;
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);

  if (props != NULL)
    check_that (bench,
                (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0) & origins) != 0,
                "no bit MSGFLAG_ORIGIN_* is set for mail from anywhere");
}

/* The peer lets it arrive in February 2020. */
static void
tells_when_it_arrived (CheckBench *bench)
{
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);
  guint64          time;
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) date = NULL;

  if (props == NULL)
    return;
  time = mapi_prop_list_get_systime (props, MAPI_PR_MESSAGE_DELIVERY_TIME, 0);
  date = g_date_time_new_from_unix_utc (mapi_filetime_to_unix_usec (time) / G_USEC_PER_SEC);
  text = date != NULL ? g_date_time_format (date, "%Y-%m-%d") : NULL;
  if (bench->peer->arrival == NULL)
    check_skip (bench, "the peer does not say when what it lets arrive has come to the server");
  else
    check_that (bench,
                g_strcmp0 (text, bench->peer->arrival) == 0,
                "PR_MESSAGE_DELIVERY_TIME is %s, and the message arrived on %s",
                text,
                bench->peer->arrival);
}

/* Two senders: who wrote it, and for whom. */
static void
fills_in_whom_the_sender_represents (CheckBench *bench)
{
  g_autoptr (MapiPropList) props = receive_from_ann (bench, CHECK_IDENTITY);
  g_autoptr (MapiPropList) sender = NULL;
  g_autoptr (MapiPropList) represented = NULL;

  if (props == NULL)
    return;
  sender = mapi_person_recast (props, MAPI_PERSON_SENDER, MAPI_PERSON_ENTRY);
  represented = mapi_person_recast (props, MAPI_PERSON_SENT_REPRESENTING, MAPI_PERSON_ENTRY);
  check_that (bench,
              mapi_prop_list_get_size (represented) > 0 &&
                  mapi_recipient_same_address (sender, represented),
              "PR_SENT_REPRESENTING_* is not the sender, who represents nobody else");
}

/* A report of the messaging system, whose envelope has its name for the message. */
static void
correlates_reports (CheckBench *bench)
{
  g_autofree char *field = g_strstrip (check_run_peer (bench, CHECK_NAMES, NULL));
  g_autofree char *report = g_strdup_printf (
      "From: Postmaster <postmaster@check.invalid>\r\n"
      "To: Me <me@check.invalid>\r\n"
      "Subject: Undelivered\r\n"
      "%s: the-name\r\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
      "--b\r\n\r\nIt could not be delivered.\r\n"
      "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
      "Reporting-MTA: dns; check.invalid\r\n\r\n"
      "Final-Recipient: rfc822; nobody@check.invalid\r\nAction: failed\r\nStatus: 5.1.1\r\n"
      "--b--\r\n",
      field);
  g_autoptr (MapiPropList) props = receive (bench, report);
  g_autoptr (GBytes) id = NULL;

  if (props == NULL)
    return;
  id = mapi_prop_list_get_bytes (props, MAPI_PR_CORRELATE_MTSID);
  check_that (bench,
              id != NULL && g_bytes_get_size (id) == 8 &&
                  memcmp (g_bytes_get_data (id, NULL), "the-name", 8) == 0,
              "PR_CORRELATE_MTSID of a report is not the name that its envelope has");
}

const MapiCheckClause check_transport_incoming_clauses[] = {
  { "transport/has-what-it-needs",
    "Incoming mail has class, subject, body, times, sender, represented sender, and who gets "
    "replies",
    "R331 R546 R641",
    NEEDS_MAIL,
    has_what_it_needs },
  { "transport/has-a-class",
    "Incoming mail without a class of its own is IPM.Note",
    "R352",
    NEEDS_MAIL,
    has_a_class },
  { "transport/keeps-headers",
    "PR_TRANSPORT_MESSAGE_HEADERS, where it is kept, has the headers that arrived",
    "R664",
    NEEDS_MAIL,
    keeps_headers },
  { "transport/makes-search-keys",
    "Search keys are the address type, a colon and the address, in upper case",
    "R547",
    NEEDS_MAIL,
    makes_search_keys },
  { "transport/makes-whole-recipients",
    "Each recipient has all that addressing needs, with a one-off entry identifier if nobody knows "
    "him",
    "R330 R557",
    NEEDS_MAIL,
    makes_whole_recipients },
  { "transport/stores-what-is-transmittable",
    "Incoming mail has no property that is not transmittable",
    "R331",
    NEEDS_MAIL,
    stores_what_is_transmittable },
  { "transport/names-no-entry",
    "PR_ENTRYID of an incoming message is not set",
    "R332",
    NEEDS_MAIL,
    names_no_entry },
  { "transport/correlates-reports",
    "A report of a messaging system that names messages has the name in PR_CORRELATE_MTSID",
    "R579",
    NEEDS_MAIL | CHECK_NEEDS_COMMAND (CHECK_NAMES),
    correlates_reports },
  { "transport/names-who-received-it",
    "PR_RECEIVED_BY_* is who got the message, and PR_RCVD_REPRESENTING_* the same",
    "R540 R541",
    NEEDS_MINE,
    names_who_received_it },
  { "transport/knows-whether-it-is-to-me",
    "PR_MESSAGE_TO_ME is TRUE if and only if the message names its receiver",
    "R544",
    NEEDS_MINE,
    knows_whether_it_is_to_me },
  { "transport/knows-what-is-from-me",
    "MSGFLAG_FROMME is set if and only if sender and receiver are the same",
    "R517",
    NEEDS_MINE,
    knows_what_is_from_me },
  { "transport/tells-where-it-is-from",
    "A bit MSGFLAG_ORIGIN_* says that the message is from outside",
    "R518",
    NEEDS_MINE,
    tells_where_it_is_from },
  { "transport/tells-when-it-arrived",
    "PR_MESSAGE_DELIVERY_TIME is when the message arrived at the server",
    "R545",
    NEEDS_MAIL,
    tells_when_it_arrived },
  { "transport/fills-in-whom-the-sender-represents",
    "A sender who represents nobody else represents himself",
    "R543",
    NEEDS_MAIL,
    fills_in_whom_the_sender_represents },
  { NULL },
};
