/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tnef-samples.h"

/* Messages that go through TNEF and come back, or do not. */

static void
set_named (gpointer object, const char *name, guint32 id, const char *text)
{
  g_autoptr (MapiUid) set = mapi_uid_new_from_string ("00062008-0000-0000-c000-000000000046", NULL);
  g_autoptr (MapiNameId) named =
      name != NULL ? mapi_name_id_new_from_string (set, name) : mapi_name_id_new_from_id (set, id);
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (none, named);
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_ids_from_names (MAPI_PROP (object), names, MAPI_CREATE, NULL, NULL, NULL);
  guint32 tag = mapi_prop_tag_change_type (mapi_prop_tag_array_get_tag (tags, 0), MAPI_PT_UNICODE);

  if (text[0] == '?')
    check_string (object, tag, text + 1);
  else
    set_string (object, tag, text);
}

static void
set_all_types (gpointer object)
{
  static const gint16  shorts[] = { -1, 2, 3 };
  static const gint32  longs[] = { 1, G_MININT32 };
  static const gint64  huge[] = { G_MAXINT64, -5 };
  static const double  doubles[] = { 0.5, -1e300 };
  static const guint64 times[] = { 1, 0x01bf15ef00000000 };
  const char *const    strings[] = { "one", "", "\360\237\230\200", NULL };
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (MapiUidArray) none = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) uids = mapi_uid_array_append (none, uid);
  g_autoptr (GBytes) part = g_bytes_new ("\0ab", 3);
  g_autoptr (GBytes) empty = g_bytes_new ("", 0);
  GBytes *parts[] = { part, empty };

  set_value (object, mapi_prop_value_new_i2 (0x66010002, -3));
  set_value (object, mapi_prop_value_new_float (0x66020004, 1.5f));
  set_value (object, mapi_prop_value_new_double (0x66030005, -2.25));
  set_value (object, mapi_prop_value_new_currency (0x66040006, -100000));
  set_value (object, mapi_prop_value_new_apptime (0x66050007, 38000.5));
  set_value (object, mapi_prop_value_new_boolean (0x6606000b, TRUE));
  set_value (object, mapi_prop_value_new_i8 (0x66070014, G_MININT64));
  set_value (object, mapi_prop_value_new_systime (0x66080040, 0x01bf15ef12345678));
  set_value (object, mapi_prop_value_new_clsid (0x66090048, uid));
  set_value (object, mapi_prop_value_new_binary (0x660a0102, empty));
  set_value (object, mapi_prop_value_new_mv_i2 (0x660b1002, shorts, 3));
  set_value (object, mapi_prop_value_new_mv_long (0x660c1003, longs, 2));
  set_value (object, mapi_prop_value_new_mv_double (0x660d1005, doubles, 2));
  set_value (object, mapi_prop_value_new_mv_i8 (0x660e1014, huge, 2));
  set_value (object, mapi_prop_value_new_mv_systime (0x660f1040, times, 2));
  set_value (object, mapi_prop_value_new_mv_string (0x6610101f, strings));
  set_value (object, mapi_prop_value_new_mv_bytes (0x66111102, parts, 2));
  set_value (object, mapi_prop_value_new_mv_clsid (0x66121048, uids));
  set_string (object, 0x6613001f, "\320\226 \360\237\230\200");
}

static void
check_same (gpointer one, gpointer other)
{
  g_autoptr (MapiPropList) list = get_list (one);
  g_autoptr (MapiPropList) copy = get_list (other);

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);
      guint32 tag = mapi_prop_value_get_tag (value);
      g_autoptr (MapiPropValue) again = mapi_prop_list_lookup (copy, tag);

      if (mapi_prop_rules_is_own (tag) || mapi_prop_tag_is_named (tag))
        continue;
      CU_ASSERT_TRUE (again != NULL && mapi_prop_value_equal (value, again));
      if (again == NULL || !mapi_prop_value_equal (value, again))
        tap_note ("differs: 0x%08x", tag);
    }
}

static MapiMessage *
open_embedded (MapiAttach *attach, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *object = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return MAPI_MESSAGE (object);
}

static void
add_recipients (gpointer message)
{
  MapiPropList *rows[] = { mapi_recipient_new (MAPI_TO, "Z\303\274", "SMTP", "z@example.org"),
                           mapi_recipient_new (MAPI_BCC, "Al", "FAX", "+1 555") };
  g_autoptr (MapiRowSet) set = mapi_row_set_new (rows, 2);

  CU_ASSERT_TRUE (
      mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, set, NULL, NULL));
  mapi_prop_list_unref (rows[0]);
  mapi_prop_list_unref (rows[1]);
}

static void
check_recipients (gpointer message)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (MAPI_MESSAGE (message), MAPI_UNICODE, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, NULL);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 1);

  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), "+1 555");
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0), MAPI_BCC);
}

static GBytes *
make_large (void)
{
  gsize   size = 3 * 1024 * 1024 + 1;
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 2654435761u >> 24);
  return g_bytes_new_take (data, size);
}

static void
write_large (MapiAttach *attach, GBytes *bytes)
{
  g_autoptr (GObject) stream = mapi_prop_open_property (MAPI_PROP (attach),
                                                        MAPI_PR_ATTACH_DATA_BIN,
                                                        "MapiStream",
                                                        0,
                                                        MAPI_CREATE | MAPI_MODIFY,
                                                        NULL,
                                                        NULL);

  CU_ASSERT_TRUE (mapi_stream_write (MAPI_STREAM (stream), bytes, NULL, NULL));
  CU_ASSERT_TRUE (mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, NULL));
}

static void
check_data (MapiMemoryMessage *message, guint32 number, GBytes *expected)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (MAPI_MESSAGE (message), number, NULL, 0, NULL, NULL);
  g_autoptr (GObject) stream = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_BIN, "MapiStream", 0, 0, NULL, NULL);
  g_autoptr (GBytes) bytes = NULL;

  CU_ASSERT_PTR_NOT_NULL (stream);
  if (stream == NULL)
    return;
  bytes = mapi_stream_read (MAPI_STREAM (stream), 16 * 1024 * 1024, NULL, NULL);
  TAP_BYTES (bytes, expected);
}

/* Two messages in each other, with everything. */
static MapiMemoryMessage *
make_rich_message (GBytes *large)
{
  MapiMemoryMessage *message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) file = add_attachment (message, MAPI_ATTACH_BY_VALUE, "\316\261.bin");
  g_autoptr (MapiAttach) ole = add_attachment (message, MAPI_ATTACH_OLE, "doc");
  g_autoptr (MapiAttach) mail = add_attachment (message, MAPI_ATTACH_EMBEDDED_MSG, "mail");
  g_autoptr (MapiMessage) inner = NULL;

  set_string (message, MAPI_PR_SUBJECT, "\320\226 outside");
  set_string (message, MAPI_PR_BODY, "Text\r\n");
  set_all_types (message);
  set_named (message, "Keywords", 0, "by name");
  set_named (message, NULL, 0x8503, "by number");
  add_recipients (message);

  write_large (file, large);
  set_named (file, "Keywords", 0, "of a file");
  save (file);
  set_binary (ole, MAPI_PR_ATTACH_DATA_BIN, "\320\317\021\340 OLE", 8);
  set_long (ole, MAPI_PR_RENDERING_POSITION, 2);
  save (ole);

  inner = open_embedded (mail, MAPI_CREATE | MAPI_MODIFY);
  set_string (inner, MAPI_PR_SUBJECT, "inside");
  set_all_types (inner);
  add_recipients (inner);
  save (inner);
  save (mail);
  save (message);
  return message;
}

static void
check_rich_message (MapiMemoryMessage *message, MapiMemoryMessage *original, GBytes *large)
{
  g_autoptr (GBytes) ole = g_bytes_new ("\320\317\021\340 OLE", 8);
  g_autoptr (MapiAttach) file =
      mapi_message_open_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, NULL);
  g_autoptr (MapiAttach) doc =
      mapi_message_open_attach (MAPI_MESSAGE (message), 1, NULL, 0, NULL, NULL);
  g_autoptr (MapiAttach) mail =
      mapi_message_open_attach (MAPI_MESSAGE (message), 2, NULL, 0, NULL, NULL);
  g_autoptr (MapiAttach) old_mail =
      mapi_message_open_attach (MAPI_MESSAGE (original), 2, NULL, 0, NULL, NULL);
  g_autoptr (MapiMessage) inner = open_embedded (mail, 0);
  g_autoptr (MapiMessage) old_inner = open_embedded (old_mail, 0);

  check_same (original, message);
  set_named (message, "Keywords", 0, "?by name");
  set_named (message, NULL, 0x8503, "?by number");
  set_named (file, "Keywords", 0, "?of a file");
  check_recipients (message);
  check_data (message, 0, large);
  check_string (file, MAPI_PR_ATTACH_FILENAME, "\316\261.bin");
  check_data (message, 1, ole);
  check_long (doc, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_OLE);
  check_long (doc, MAPI_PR_RENDERING_POSITION, 2);
  check_long (mail, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG);
  check_same (old_inner, inner);
  check_recipients (inner);
}

static void
test_round_trip (void)
{
  static const guint32 modes[] = { 0, MAPI_TNEF_BEST_DATA, MAPI_TNEF_PURE };
  g_autoptr (GBytes) large = make_large ();
  g_autoptr (MapiMemoryMessage) message = make_rich_message (large);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GBytes) bytes = encode (message, modes[i]);
      g_autoptr (MapiTnefProblemArray) problems = NULL;
      g_autoptr (MapiMemoryMessage) again = decode (bytes, &problems);

      CU_ASSERT_PTR_NULL (problems);
      check_rich_message (again, message, large);
    }
}

/* A stream that comes from somewhere must not have a file of this machine sent on. */
static void
test_reference (void)
{
  static const guint32 tag = MAPI_PR_MESSAGE_ATTACHMENTS;
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach =
      add_attachment (message, MAPI_ATTACH_BY_REF_RESOLVE, "secret.txt");
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, 0);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (MapiMemoryMessage) again = NULL;
  g_autoptr (MapiAttach) decoded = NULL;

  set_string (attach, MAPI_PR_ATTACH_LONG_PATHNAME, "/home/you/secret.txt");
  save (attach);
  include_props (tnef, 0, 0, &tag, 1);
  CU_ASSERT_TRUE (mapi_tnef_finish (tnef, 0, NULL, NULL, NULL, NULL, NULL));
  written = mapi_memory_stream_get_bytes (stream, NULL);
  again = decode (written, NULL);
  decoded = mapi_message_open_attach (MAPI_MESSAGE (again), 0, NULL, 0, NULL, NULL);
  check_string (decoded, MAPI_PR_ATTACH_LONG_PATHNAME, "/home/you/secret.txt");
  check_long (decoded, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_REF_ONLY);
}

static void
test_selection (void)
{
  static const guint32 subject = MAPI_PR_SUBJECT;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&subject, 1);
  g_autoptr (MapiMemoryMessage) message = new_spec_message ();
  g_autoptr (MapiAttach) attach = add_attachment (message, MAPI_ATTACH_BY_VALUE, "a");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiMemoryStream) stream = NULL;
  g_autoptr (MapiMemoryMessage) again = mapi_memory_message_new ();
  g_autoptr (MapiTnef) tnef = NULL;
  g_autoptr (MapiTable) table = NULL;
  guint32 count = 1;

  save (attach);
  bytes = encode (message, 0);
  stream = mapi_memory_stream_new (bytes);
  tnef = mapi_tnef_open_stream (
      MAPI_STREAM (stream), NULL, MAPI_TNEF_DECODE, MAPI_MESSAGE (again), 0, NULL);
  CU_ASSERT_TRUE (
      mapi_tnef_extract_props (tnef, MAPI_TNEF_PROP_INCLUDE, tags, NULL, NULL, NULL, NULL));
  check_string (again, MAPI_PR_SUBJECT, "Simple subject");
  check_string (again, MAPI_PR_SEARCH_KEY, NULL);
  table = mapi_message_get_attachment_table (MAPI_MESSAGE (again), 0, NULL, NULL);
  CU_ASSERT_TRUE (mapi_table_get_row_count (table, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 0);

  /* The rest, and again: an attachment is made once. */
  set_string (again, MAPI_PR_SUBJECT, "kept");
  for (guint i = 0; i < 2; i++)
    CU_ASSERT_TRUE (
        mapi_tnef_extract_props (tnef, MAPI_TNEF_PROP_EXCLUDE, tags, NULL, NULL, NULL, NULL));
  check_string (again, MAPI_PR_SUBJECT, "kept");
  g_clear_object (&table);
  table = mapi_message_get_attachment_table (MAPI_MESSAGE (again), 0, NULL, NULL);
  CU_ASSERT_TRUE (mapi_table_get_row_count (table, 0, &count, NULL, NULL, NULL));
  TAP_NUMBER (count, 1);
}

static void
test_overrides (void)
{
  g_autoptr (MapiMemoryMessage) message = new_spec_message ();
  g_autoptr (MapiMemoryMessage) again = NULL;
  g_autoptr (MapiAttach) file = add_attachment (message, MAPI_ATTACH_BY_VALUE, "a");
  g_autoptr (MapiAttach) mail = add_attachment (message, MAPI_ATTACH_EMBEDDED_MSG, "b");
  g_autoptr (MapiMemoryMessage) other = new_spec_message ();
  g_autoptr (GBytes) other_bytes = encode (other, 0);
  g_autoptr (MapiMemoryStream) other_stream = mapi_memory_stream_new (other_bytes);
  g_autoptr (GBytes) data = g_bytes_new ("new", 3);
  g_autoptr (MapiMemoryStream) data_stream = mapi_memory_stream_new (data);
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, 0);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "over");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiAttach) again_mail = NULL;
  g_autoptr (MapiMessage) inner = NULL;
  g_autoptr (GBytes) bytes = NULL;

  set_binary (file, MAPI_PR_ATTACH_DATA_BIN, "old", 3);
  save (file);
  save (mail);
  CU_ASSERT_TRUE (mapi_tnef_add_props (
      tnef, MAPI_TNEF_PROP_EXCLUDE | MAPI_TNEF_PROP_MESSAGE_ONLY, 0, NULL, NULL, NULL));
  CU_ASSERT_TRUE (mapi_tnef_add_props (tnef,
                                       MAPI_TNEF_PROP_EXCLUDE | MAPI_TNEF_PROP_CONTAINED,
                                       0,
                                       MAPI_STREAM (data_stream),
                                       NULL,
                                       NULL));
  CU_ASSERT_TRUE (mapi_tnef_add_props (tnef,
                                       MAPI_TNEF_PROP_EXCLUDE | MAPI_TNEF_PROP_CONTAINED_TNEF,
                                       1,
                                       MAPI_STREAM (other_stream),
                                       NULL,
                                       NULL));
  CU_ASSERT_TRUE (mapi_tnef_set_props (tnef, 0, 0, props, NULL));
  CU_ASSERT_TRUE (mapi_tnef_finish (tnef, 0, NULL, NULL, NULL, NULL, NULL));
  bytes = mapi_memory_stream_get_bytes (stream, NULL);

  again = decode (bytes, NULL);
  check_string (again, MAPI_PR_SUBJECT, "over");
  check_string (message, MAPI_PR_SUBJECT, "Simple subject");
  check_data (again, 0, data);
  again_mail = mapi_message_open_attach (MAPI_MESSAGE (again), 1, NULL, 0, NULL, NULL);
  inner = open_embedded (again_mail, 0);
  check_string (inner, MAPI_PR_SUBJECT, "Simple subject");
}

static void
test_components (void)
{
  static const guint32 name = MAPI_PR_ATTACH_FILENAME;
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach = add_attachment (message, MAPI_ATTACH_BY_VALUE, "a.txt");
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, MAPI_TNEF_COMPONENT_ENCODING);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Simple subject");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&name, 1);

  save (attach);
  CU_ASSERT_TRUE (mapi_tnef_finish_component (
      tnef, MAPI_TNEF_COMPONENT_MESSAGE, 0, props, NULL, NULL, NULL, NULL, NULL));
  CU_ASSERT_TRUE (mapi_tnef_finish_component (
      tnef, MAPI_TNEF_COMPONENT_ATTACHMENT, 0, NULL, tags, NULL, NULL, NULL, NULL));
  check_finished (tnef,
                  stream,
                  TNEF_HEAD "01 04800100 0f000000 53696d706c65207375626a65637400 7a05" TNEF_RENDDATA
                            "02 10800100 06000000 612e74787400 ef01");
}

static char *
read_tagged (MapiTnef *tnef, MapiMemoryMessage *message)
{
  g_autoptr (MapiStream) stream =
      mapi_tnef_open_tagged_body (tnef, MAPI_MESSAGE (message), 0, NULL, NULL);
  g_autoptr (GBytes) bytes = mapi_stream_read (stream, 1000, NULL, NULL);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_tagged_body (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) first = add_attachment (message, MAPI_ATTACH_BY_VALUE, "one:1.txt");
  g_autoptr (MapiAttach) second = add_attachment (message, MAPI_ATTACH_BY_VALUE, "two");
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, 0);
  g_autoptr (MapiStream) body = NULL;
  g_autoptr (MapiAttach) moved = NULL;
  g_autofree char *tagged = NULL;
  g_autoptr (GBytes) text = NULL;

  set_string (message, MAPI_PR_BODY, "\303\204b cd e");
  set_long (first, MAPI_PR_RENDERING_POSITION, 5);
  save (first);
  set_long (second, MAPI_PR_RENDERING_POSITION, 2);
  set_string (second, MAPI_PR_ATTACH_TRANSPORT_NAME, "T2.DAT");
  save (second);

  tagged = read_tagged (tnef, message);
  TAP_STRING (tagged,
              "\303\204b[[ two : 4661 in T2.DAT ]]cd[[ one_1.txt : 4660 in winmail.dat ]]e");

  text = g_bytes_new_static ("x [[ y : 4660 in z ]] [[ no : 7 in w ]]", 39);
  body = mapi_tnef_open_tagged_body (
      tnef, MAPI_MESSAGE (message), MAPI_CREATE | MAPI_MODIFY, NULL, NULL);
  CU_ASSERT_TRUE (mapi_stream_write (body, text, NULL, NULL));
  CU_ASSERT_TRUE (mapi_stream_commit (body, 0, NULL, NULL));
  check_string (message, MAPI_PR_BODY, "x   [[ no : 7 in w ]]");
  moved = mapi_message_open_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, NULL);
  check_long (moved, MAPI_PR_RENDERING_POSITION, 2);
}

static void
check_fails (gboolean answer, GError **error, MapiError code)
{
  CU_ASSERT_FALSE (answer);
  TAP_ERROR (*error, MAPI_ERROR, (int) code);
  g_clear_error (error);
}

static void
test_refused (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) writer = open_encoder (stream, message, 0);
  g_autoptr (MapiTnef) reader = mapi_tnef_open_stream (
      MAPI_STREAM (stream), NULL, MAPI_TNEF_DECODE, MAPI_MESSAGE (message), 0, NULL);
  g_autoptr (MapiPropList) none = mapi_prop_list_new_empty ();
  g_autoptr (GError) error = NULL;
  static const struct
  {
    const char *name;
    guint32     flags;
    guint16     key;
    MapiError   code;
  } bad[] = { { "a", MAPI_TNEF_ENCODE, 0, MAPI_E_INVALID_PARAMETER },
              { NULL, MAPI_TNEF_ENCODE, 1, MAPI_E_INVALID_PARAMETER },
              { "a]", MAPI_TNEF_ENCODE, 1, MAPI_E_INVALID_PARAMETER },
              { "a", 0x100, 1, MAPI_E_UNKNOWN_FLAGS } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    check_fails (mapi_tnef_open_stream (MAPI_STREAM (stream),
                                        bad[i].name,
                                        bad[i].flags,
                                        MAPI_MESSAGE (message),
                                        bad[i].key,
                                        &error) != NULL,
                 &error,
                 bad[i].code);

  check_fails (mapi_tnef_add_props (reader, 1, 0, NULL, NULL, &error), &error, MAPI_E_NO_SUPPORT);
  check_fails (mapi_tnef_set_props (reader, 0, 0, none, &error), &error, MAPI_E_NO_SUPPORT);
  check_fails (mapi_tnef_encode_recips (reader, 0, NULL, &error), &error, MAPI_E_NO_SUPPORT);
  check_fails (mapi_tnef_extract_props (writer, 1, NULL, NULL, NULL, NULL, &error),
               &error,
               MAPI_E_NO_SUPPORT);
  check_fails (mapi_tnef_finish_component (writer, 0x1000, 0, NULL, NULL, NULL, NULL, NULL, &error),
               &error,
               MAPI_E_NO_SUPPORT);
  check_fails (mapi_tnef_extract_props (reader, 1, NULL, NULL, NULL, NULL, &error),
               &error,
               MAPI_E_CORRUPT_DATA);
  check_fails (
      mapi_tnef_add_props (writer, 3, 0, NULL, NULL, &error), &error, MAPI_E_INVALID_PARAMETER);
  check_fails (
      mapi_tnef_add_props (writer, 0x100, 0, NULL, NULL, &error), &error, MAPI_E_UNKNOWN_FLAGS);
}

static void
test_code_page (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) again = NULL;
  g_autoptr (MapiMemoryStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint32 code_page = 0, sub = 1;

  set_long (message, MAPI_PR_MESSAGE_CODEPAGE, 1251);
  set_string (message, MAPI_PR_SUBJECT, "\320\226");
  bytes = encode (message, MAPI_TNEF_COMPATIBILITY);
  stream = mapi_memory_stream_new (bytes);
  CU_ASSERT_TRUE (mapi_tnef_get_stream_codepage (MAPI_STREAM (stream), &code_page, &sub, &error));
  TAP_NUMBER (code_page, 1251);
  TAP_NUMBER (sub, 0);
  again = decode (bytes, NULL);
  check_string (again, MAPI_PR_SUBJECT, "\320\226");

  check_fails (mapi_tnef_get_stream_codepage (MAPI_STREAM (stream), &code_page, &sub, &error),
               &error,
               MAPI_E_CORRUPT_DATA);
}

/* @key_size: 0 for a stream without a key. */
static MapiMemoryMessage *
make_carrier (const char *message_id, const char *key, gsize key_size)
{
  g_autoptr (MapiMemoryMessage) sent = new_spec_message ();
  MapiMemoryMessage *carrier = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach = add_attachment (carrier, MAPI_ATTACH_BY_VALUE, "winmail.dat");
  g_autoptr (GBytes) bytes = NULL;

  if (key_size > 0)
    set_binary (sent, MAPI_PR_TNEF_CORRELATION_KEY, key, key_size);
  bytes = encode (sent, 0);
  set_string (carrier, MAPI_PR_INTERNET_MESSAGE_ID, message_id);
  write_large (attach, bytes);
  save (attach);
  return carrier;
}

static void
check_refused (MapiMemoryMessage *carrier)
{
  g_autoptr (GError) error = NULL;

  check_fails (mapi_tnef_decode_attachment (MAPI_MESSAGE (carrier), 0, NULL, NULL, &error),
               &error,
               MAPI_E_INVALID_OBJECT);
  check_string (carrier, MAPI_PR_SUBJECT, NULL);
}

static void
check_decoded (MapiMemoryMessage *carrier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAttach) attach = NULL;

  CU_ASSERT_TRUE (mapi_tnef_decode_attachment (MAPI_MESSAGE (carrier), 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  check_string (carrier, MAPI_PR_SUBJECT, "Simple subject");
  attach = mapi_message_open_attach (MAPI_MESSAGE (carrier), 0, NULL, 0, NULL, NULL);
  CU_ASSERT_PTR_NULL (attach);
}

/* R602: keys that differ, are equal, or missing. R603: the key is the Message-ID with its NUL. */
static void
test_winmail (void)
{
  g_autoptr (MapiMemoryMessage) mine = make_carrier ("<1@x>", "<1@x>", sizeof "<1@x>");
  g_autoptr (MapiMemoryMessage) without = make_carrier ("<1@x>", NULL, 0);
  g_autoptr (MapiMemoryMessage) other = make_carrier ("<2@x>", "<1@x>", sizeof "<1@x>");
  g_autoptr (MapiMemoryMessage) no_nul = make_carrier ("<1@x>", "<1@x>", strlen ("<1@x>"));
  g_autoptr (GError) error = NULL;

  check_decoded (mine);
  check_decoded (without);
  check_refused (other);
  check_refused (no_nul);
  check_fails (mapi_tnef_decode_attachment (MAPI_MESSAGE (other), 7, NULL, NULL, &error),
               &error,
               MAPI_E_NOT_FOUND);
}

TAP_MAIN ("kit/tnef",
          { "everything there and back", test_round_trip },
          { "a file of this machine", test_reference },
          { "properties included and excluded", test_selection },
          { "values in the place of the message's own", test_overrides },
          { "component by component", test_components },
          { "text with tags for attachments", test_tagged_body },
          { "what is refused", test_refused },
          { "code pages", test_code_page },
          { "winmail.dat and its key", test_winmail })
