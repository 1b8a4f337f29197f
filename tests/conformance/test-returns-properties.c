/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Codes of returns.tsv for what is wrong with the parameters of IMAPIProp, and for single
 * properties that cannot be set or copied. */

#include "mock-sqlite.h"
#include "returns.h"
#include "session-rig.h"

#define NULL_TAG ((guint32) 0x67000001)
#define NAME_AS_NUMBER ((guint32) 0x30010003)

static MapiMessage *
add_message (MapiMsgStore *store)
{
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (store);
  MapiMessage *message = mapi_folder_create_message (inbox, NULL, 0, NULL, NULL);

  mock_sqlite_save (message);
  return message;
}

static void
test_empty_lists (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiPropTagArray) none = mapi_prop_tag_array_new (NULL, 0);
  g_autoptr (MapiMessage) one = NULL;
  g_autoptr (MapiMessage) two = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  one = add_message (client.store);
  two = add_message (client.store);
  EXPECT (mapi_prop_get_props (MAPI_PROP (one), none, 0, NULL, NULL, &error) != NULL,
          MAPI_E_INVALID_PARAMETER);
  EXPECT (mapi_prop_get_names_from_ids (MAPI_PROP (one), none, NULL, 0, NULL, NULL, NULL, &error) !=
              NULL,
          MAPI_E_INVALID_PARAMETER);
  EXPECT (
      mapi_prop_copy_to (MAPI_PROP (one), NULL, none, NULL, MAPI_PROP (two), 0, NULL, NULL, &error),
      MAPI_E_INVALID_PARAMETER);
}

/* Leaving out one interface is another matter than leaving out all. */
static void
test_left_out (void)
{
  static const char *const all[] = { "MapiMessage", "MapiProp", NULL };
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) one = NULL;
  g_autoptr (MapiMessage) two = NULL;
  g_autoptr (GError) local = NULL;

  if (!session_rig_begin (&rig, "left-out") || !session_rig_start (&rig))
    return;
  one = add_message (rig.store);
  two = add_message (rig.store);
  EXPECT (
      mapi_prop_copy_to (MAPI_PROP (one), all, NULL, NULL, MAPI_PROP (two), 0, NULL, NULL, &error),
      MAPI_E_INTERFACE_NOT_SUPPORTED);
  CU_ASSERT_TRUE (mapi_prop_copy_to (
      MAPI_PROP (one), all + 1, NULL, NULL, MAPI_PROP (two), 0, NULL, NULL, &local));
  TAP_NO_ERROR (local);
  session_rig_stop (&rig);
}

static void
test_open_property (void)
{
  guint32 untyped = mapi_prop_tag_change_type (MAPI_PR_SUBJECT, MAPI_PT_UNSPECIFIED);
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = add_message (client.store);
  EXPECT (mapi_prop_open_property (MAPI_PROP (message), untyped, NULL, 0, 0, NULL, &error) != NULL,
          MAPI_E_INVALID_PARAMETER);
  EXPECT (mapi_prop_open_property (
              MAPI_PROP (message), MAPI_PR_MESSAGE_SIZE, "MapiStream", 0, 0, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
}

/* Streams are for text and bytes that are there, or that SetProps would take. */
static void
test_open_stream (void)
{
  static const struct
  {
    guint32 tag;
    guint32 flags;
    gint32  code;
  } cases[] = {
    { MAPI_PR_IMPORTANCE, 0, MAPI_E_NO_SUPPORT },
    { MAPI_PR_IMPORTANCE, MAPI_CREATE | MAPI_MODIFY, MAPI_E_NO_SUPPORT },
    { MAPI_PR_LAST_MODIFICATION_TIME, 0, MAPI_E_NO_SUPPORT },
    { 0x6700101f, MAPI_CREATE | MAPI_MODIFY, MAPI_E_NO_SUPPORT },
    { 0x67001102, MAPI_CREATE | MAPI_MODIFY, MAPI_E_NO_SUPPORT },
    { MAPI_PR_MESSAGE_RECIPIENTS, 0, MAPI_E_INTERFACE_NOT_SUPPORTED },
    { MAPI_PR_MESSAGE_ATTACHMENTS, 0, MAPI_E_INTERFACE_NOT_SUPPORTED },
    { 0x6700001f, 0, MAPI_E_NOT_FOUND },
    { 0x67000102, MAPI_MODIFY, MAPI_E_NOT_FOUND },
    { MAPI_PR_DISPLAY_TO, MAPI_MODIFY, MAPI_E_NO_ACCESS },
    { MAPI_PR_ENTRYID, MAPI_CREATE | MAPI_MODIFY, MAPI_E_NO_ACCESS },
    { 0x00370102, MAPI_CREATE | MAPI_MODIFY, MAPI_E_NO_SUPPORT }, /* PR_SUBJECT as bytes */
  };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = add_message (client.store);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    EXPECT (mapi_prop_open_property (
                MAPI_PROP (message), cases[i].tag, "MapiStream", 0, cases[i].flags, NULL, &error) !=
                NULL,
            cases[i].code);
}

static gint32
get_problem (MapiPropProblemArray *problems)
{
  return problems != NULL ? mapi_prop_problem_array_get_code (problems, 0) : 0;
}

/* What SetProps tells of the one property; it takes @value. */
static gint32
set_one (gpointer object, MapiPropValue *value)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_set_props (MAPI_PROP (object), props, &problems, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_prop_value_unref (value);
  return get_problem (problems);
}

static void
test_set_props (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiPropValue) object = mapi_prop_value_new_object (0x6700000d);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (object);
  g_autofree char *text = g_strnfill (300 * 1024, 'x');
  g_autofree char *name = NULL;
  g_autoptr (MapiFolder) parent = NULL;
  g_autoptr (MapiFolder) folder = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  parent = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  folder = mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, "Name", NULL, 0, NULL, NULL);
  EXPECT (mapi_prop_set_props (MAPI_PROP (folder), props, NULL, NULL, &error),
          MAPI_E_INVALID_PARAMETER);
  TAP_NUMBER (set_one (folder, mapi_prop_value_new_long (NAME_AS_NUMBER, 1)),
              MAPI_E_UNEXPECTED_TYPE);
  TAP_NUMBER (set_one (folder, mapi_prop_value_new_string (MAPI_PR_COMMENT, text)),
              MAPI_E_NOT_ENOUGH_MEMORY);
  name = mock_sqlite_get_text (folder, MAPI_PR_DISPLAY_NAME);
  TAP_STRING (name, "Name");
}

static void
refuse_without_values (gpointer object, MapiPropValue *value)
{
  g_autoptr (MapiPropList) none = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropValue) comment = mapi_prop_value_new_string (MAPI_PR_COMMENT, "not set");
  g_autoptr (MapiPropList) other = mapi_prop_list_new_from_value (comment);
  g_autoptr (MapiPropList) props = mapi_prop_list_merge (other, none);
  g_autoptr (MapiPropValue) found = NULL;

  EXPECT (mapi_prop_set_props (MAPI_PROP (object), props, NULL, NULL, &error),
          MAPI_E_INVALID_PARAMETER);
  found = mock_sqlite_get (object, MAPI_PR_COMMENT);
  TAP_NUMBER (mapi_prop_value_get_error (found), MAPI_E_NOT_FOUND);
  mapi_prop_value_unref (value);
}

/* A multivalued property has at least one value; the call sets none of the others either. */
static void
test_no_values (void)
{
  static const char *const none[] = { NULL };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attach = NULL;
  guint32 number;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  message = add_message (client.store);
  attach = mapi_message_create_attach (message, 0, &number, NULL, NULL);
  refuse_without_values (inbox, mapi_prop_value_new_mv_string (0x6700101f, none));
  refuse_without_values (message, mapi_prop_value_new_mv_bytes (0x67001102, NULL, 0));
  refuse_without_values (attach, mapi_prop_value_new_mv_i8 (0x67001014, NULL, 0));
}

/* An object of somebody else that holds @value, which it takes. */
static MapiProp *
hold (MapiPropValue *value)
{
  MapiProp *holder = MAPI_PROP (mapi_memory_message_new ());

  TAP_NUMBER (set_one (holder, value), 0);
  return holder;
}

static gint32
copy_listed (MapiProp *source, guint32 tag, gpointer destination)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_copy_props (source, tags, NULL, MAPI_PROP (destination), 0, &problems, NULL, &error);
  TAP_NO_ERROR (error);
  return get_problem (problems);
}

/* The problem that CopyTo tells of a property. */
static gint32
copy_all (MapiProp *source, guint32 tag, gpointer destination)
{
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_copy_to (source, NULL, NULL, NULL, MAPI_PROP (destination), 0, &problems, NULL, &error);
  TAP_NO_ERROR (error);
  for (guint i = 0; problems != NULL && i < mapi_prop_problem_array_get_size (problems); i++)
    if (mapi_prop_problem_array_get_tag (problems, i) == tag)
      return mapi_prop_problem_array_get_code (problems, i);
  return 0;
}

static void
test_copies (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiProp) size = hold (mapi_prop_value_new_long (MAPI_PR_CONTENT_COUNT, 1));
  g_autoptr (MapiProp) nothing = hold (mapi_prop_value_new_null (NULL_TAG));
  g_autoptr (MapiProp) number = hold (mapi_prop_value_new_long (NAME_AS_NUMBER, 1));
  g_autoptr (MapiFolder) parent = NULL;
  g_autoptr (MapiFolder) folder = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  parent = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  folder = mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, "Name", NULL, 0, NULL, NULL);
  TAP_NUMBER (copy_listed (size, MAPI_PR_CONTENT_COUNT, folder), MAPI_E_COMPUTED);
  TAP_NUMBER (copy_listed (nothing, NULL_TAG, folder), MAPI_E_INVALID_TYPE);
  TAP_NUMBER (copy_listed (number, NAME_AS_NUMBER, folder), MAPI_E_UNEXPECTED_TYPE);
  TAP_NUMBER (copy_all (size, MAPI_PR_CONTENT_COUNT, folder), MAPI_E_COMPUTED);
  TAP_NUMBER (copy_all (nothing, NULL_TAG, folder), MAPI_E_INVALID_TYPE);
  TAP_NUMBER (copy_all (number, NAME_AS_NUMBER, folder), MAPI_E_UNEXPECTED_TYPE);
}

TAP_MAIN ("conformance/returns-properties",
          { "lists that name nothing", test_empty_lists },
          { "every interface left out", test_left_out },
          { "open a property", test_open_property },
          { "streams that cannot be opened", test_open_stream },
          { "values that cannot be set", test_set_props },
          { "multivalued properties without values", test_no_values },
          { "values that cannot be copied", test_copies })
