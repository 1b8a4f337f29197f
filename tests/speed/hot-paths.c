/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * hot-paths CASE COUNT: does the work of one hot path COUNT times, for callgrind to count its
 * instructions. What it costs to begin is the same for every COUNT.
 */

#include <mapi/mapi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_PROPS 25
#define FIRST_ID 0x6800
#define LINE "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n"

static void
check (gboolean done, const GError *error)
{
  if (done)
    return;
  fprintf (stderr, "hot-paths: %s\n", error != NULL ? error->message : "failed");
  exit (1);
}

/* Half numbers, half texts, as messages have them. */
static MapiPropList *
build_list (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < N_PROPS; i++)
    if (i % 2 == 0)
      mapi_prop_list_builder_add_long (
          builder, mapi_prop_tag_new (FIRST_ID + i, MAPI_PT_LONG), (gint32) i);
    else
      mapi_prop_list_builder_add_string (
          builder, mapi_prop_tag_new (FIRST_ID + i, MAPI_PT_UNICODE), "a text of some length");
  return mapi_prop_list_builder_end (builder);
}

static void
run_list (guint count)
{
  while (count-- > 0)
    mapi_prop_list_unref (build_list ());
}

static void
run_get_props (guint count)
{
  g_autoptr (MapiPropList) list = build_list ();
  g_autoptr (MapiPropData) object = mapi_prop_data_new (list);
  guint32 tags[5];
  g_autoptr (MapiPropTagArray) wanted = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    tags[i] = mapi_prop_list_get_tag (list, 5 * i);
  wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiPropList) found =
          mapi_prop_get_props (MAPI_PROP (object), wanted, 0, NULL, NULL, &error);

      check (found != NULL, error);
    }
}

/* The least that a call through an interface does. */
static void
run_call (guint count)
{
  g_autoptr (MapiPropList) list = mapi_prop_list_new_empty ();
  g_autoptr (MapiPropData) object = mapi_prop_data_new (list);

  while (count-- > 0)
    check (mapi_prop_save_changes (MAPI_PROP (object), MAPI_KEEP_OPEN_READWRITE, NULL, NULL), NULL);
}

static char *
make_body (gsize size)
{
  GString *body = g_string_sized_new (size + sizeof LINE);

  while (body->len < size)
    g_string_append (body, LINE);
  return g_string_free (body, FALSE);
}

static void
fill (MapiMessage *message, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *body = make_body (size);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) recipient = mapi_recipient_new (MAPI_TO, "b", "SMTP", "b@perf.invalid");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&recipient, 1);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Subject of the test message");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@perf.invalid");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  props = mapi_prop_list_builder_end (builder);
  check (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error), error);
  check (mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error),
         error);
}

static void
run_mime (guint count)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();

  fill (MAPI_MESSAGE (message), 20 * 1024);
  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();

      check (mapi_mime_write (MAPI_MESSAGE (message), output, MAPI_MIME_WRITE_CRLF, NULL, &error),
             error);
    }
}

/* What reading a folder for a word does with each text. */
static void
run_find (guint count)
{
  g_autofree char *body = g_strnfill (2 * 1024, 'B');
  g_autoptr (MapiPropValue) text = mapi_prop_value_new_string (MAPI_PR_BODY, body);
  g_autoptr (MapiPropValue) word = mapi_prop_value_new_string (MAPI_PR_BODY, "word77");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (text);
  g_autoptr (MapiRestriction) contains =
      mapi_restriction_new_content (MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, MAPI_PR_BODY, word);

  while (count-- > 0)
    check (!mapi_restriction_matches (contains, props), NULL);
}

static MapiFolder *
open_outbox (MapiMsgStore *store)
{
  static const guint32 tag[] = { MAPI_PR_IPM_OUTBOX_ENTRYID };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, &error);
  g_autoptr (GBytes) id = NULL;
  MapiProp *folder;

  check (props != NULL, error);
  id = mapi_prop_list_get_bytes (props, tag[0]);
  folder = mapi_msg_store_open_entry (store, id, NULL, MAPI_MODIFY, NULL, &error);
  check (folder != NULL, error);
  return MAPI_FOLDER (folder);
}

static void
make_profile (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) profile = mapi_profiles_create (admin, "speed", &error);
  g_autoptr (MapiUid) uid = NULL;

  check (profile != NULL, error);
  uid = mapi_profile_add_service (profile, "sqlite", NULL, &error);
  check (uid != NULL && mapi_profile_set_default_store (profile, uid, &error), error);
}

static void
submit (MapiMessage *message)
{
  g_autoptr (GError) error = NULL;

  fill (message, 2 * 1024);
  check (mapi_message_submit_message (message, 0, NULL, &error), error);
}

/* A hundred of these are one transaction. */
static void
defer (MapiMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props = build_list ();

  check (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) &&
             mapi_prop_save_changes (MAPI_PROP (message), MAPI_DEFERRED_ERRORS, NULL, &error),
         error);
}

static void
work_on_messages (guint count, void (*work) (MapiMessage *message))
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSession) session = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiFolder) outbox = NULL;

  make_profile ();
  session = mapi_session_logon ("speed", 0, NULL, &error);
  check (session != NULL, error);
  store = mapi_session_open_msg_store (session, NULL, MAPI_MDB_WRITE, NULL, &error);
  check (store != NULL, error);
  outbox = open_outbox (store);
  while (count-- > 0)
    {
      g_autoptr (MapiMessage) message = mapi_folder_create_message (outbox, NULL, 0, NULL, &error);

      check (message != NULL, error);
      work (message);
    }
}

static void
run_submit (guint count)
{
  work_on_messages (count, submit);
}

static void
run_defer (guint count)
{
  work_on_messages (count, defer);
}

/* Somebody of an address book, as its provider gives him to a session. */
static MapiProp *
open_person (const char *trace)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (MapiProfile) profile = mapi_profiles_create (admin, "speed", &error);
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiSession) session = NULL;
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (MapiRowSet) found = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) id = NULL;
  MapiProp *person;

  check (profile != NULL, error);
  uid = mapi_profile_add_service (profile, "book", NULL, &error);
  check (uid != NULL && mapi_profile_configure_service (profile, uid, "trace", trace, &error),
         error);
  session = mapi_session_logon_profile (profile, 0, NULL, &error);
  check (session != NULL, error);
  book = mapi_session_open_address_book (session, 0, NULL, NULL, &error);
  check (book != NULL, error);
  found = mapi_address_book_find (book, "Alan Turing", NULL, &error);
  check (found != NULL && mapi_row_set_get_size (found) == 1, error);
  row = mapi_row_set_get_row (found, 0);
  id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  person = mapi_session_open_entry (session, id, NULL, 0, NULL, &error);
  check (person != NULL, error);
  return person;
}

static void
read_person (MapiProp *person, guint count)
{
  static const guint32 tags[] = { MAPI_PR_DISPLAY_NAME, MAPI_PR_EMAIL_ADDRESS, MAPI_PR_ENTRYID };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiPropList) found = mapi_prop_get_props (person, wanted, 0, NULL, NULL, &error);

      check (found != NULL, error);
    }
}

/* The same object without a session, that no tracer was ever near. */
static void
run_no_tracer (guint count)
{
  g_autoptr (MapiProp) person = open_person (NULL);
  g_autoptr (MapiPropList) props = mapi_prop_get_props (person, NULL, 0, NULL, NULL, NULL);
  g_autoptr (MapiPropData) untouched = mapi_prop_data_new (props);

  read_person (MAPI_PROP (untouched), count);
}

static void
run_tracer_off (guint count)
{
  g_autoptr (MapiProp) person = open_person (NULL);

  read_person (person, count);
}

static void
run_tracer_on (guint count)
{
  g_autoptr (MapiProp) person = open_person ("/dev/null");

  read_person (person, count);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (guint count);
  } cases[] = {
    { "list", run_list },           { "get-props", run_get_props },
    { "call", run_call },           { "mime", run_mime },
    { "submit", run_submit },       { "defer", run_defer },
    { "find", run_find },
    { "no-tracer", run_no_tracer }, { "tracer-off", run_tracer_off },
    { "tracer-on", run_tracer_on },
  };

  for (guint i = 0; argc == 3 && i < G_N_ELEMENTS (cases); i++)
    if (strcmp (cases[i].name, argv[1]) == 0)
      {
        cases[i].run ((guint) atoi (argv[2]));
        return 0;
      }
  fprintf (stderr, "usage: hot-paths CASE COUNT\n");
  return 2;
}
