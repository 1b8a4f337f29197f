/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tnef-samples.h"

/* TNEF as it is written, byte by byte: what the specification has. */

/* The attributes of the sample message in [MS-OXTNEF] 3.1, with its checksums. */
static void
test_attributes (void)
{
  static const guint32 tags[] = { MAPI_PR_MESSAGE_CLASS,
                                  MAPI_PR_PRIORITY,
                                  MAPI_PR_SUBJECT,
                                  MAPI_PR_CLIENT_SUBMIT_TIME,
                                  MAPI_PR_SEARCH_KEY };
  g_autoptr (MapiMemoryMessage) message = new_spec_message ();
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, MAPI_TNEF_COMPATIBILITY);

  include_props (tnef, 0, 0, tags, G_N_ELEMENTS (tags));
  check_finished (tnef,
                  stream,
                  TNEF_HEAD
                  "01 08800700 18000000 49504d2e4d6963726f736f6674204d61696c2e4e6f746500 3108"
                  "01 0d800400 02000000 0200 0200"
                  "01 04800100 0f000000 53696d706c65207375626a65637400 7a05"
                  "01 05800300 0e000000 d407 0200 1100 0b00 1900 2300 0200 3701"
                  "01 09800100 21000000"
                  "3735374242313943444539333641343038374439304242373834433538453342 00 5107");
}

/* [MS-OXTNEF] 2.1.3.4: each form of a value. */
static void
test_pure (void)
{
  static const guint32 tags[] = { MAPI_PR_PRIORITY, MAPI_PR_SUBJECT, MAPI_PR_SEARCH_KEY };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, MAPI_TNEF_PURE);

  set_long (message, MAPI_PR_PRIORITY, -1);
  set_string (message, MAPI_PR_SUBJECT, "\303\204");
  set_binary (message, MAPI_PR_SEARCH_KEY, "\1\2\3", 3);
  include_props (tnef, 0, 0, tags, G_N_ELEMENTS (tags));
  check_finished (tnef,
                  stream,
                  TNEF_HEAD "01 03900600 2c000000 03000000"
                            "0300 2600 ffffffff"
                            "1f00 3700 01000000 04000000 c4000000"
                            "0201 0b30 01000000 03000000 01020300"
                            "8f05");
}

static void
test_attachment (void)
{
  static const guint32 tag = MAPI_PR_MESSAGE_ATTACHMENTS;
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) attach = add_attachment (message, MAPI_ATTACH_BY_VALUE, "a.txt");
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, 0);

  set_binary (attach, MAPI_PR_ATTACH_DATA_BIN, "abc", 3);
  save (attach);
  include_props (tnef, 0, 0, &tag, 1);
  check_finished (tnef,
                  stream,
                  TNEF_HEAD TNEF_RENDDATA "02 10800100 06000000 612e74787400 ef01"
                                          "02 0f800600 03000000 616263 2601"
                                          "02 05900600 14000000 02000000"
                                          "0300 0537 01000000 0300 0b37 ffffffff 8304");
}

/* A message, its names and its recipient, in the forms that old readers need. */
static void
test_persons (void)
{
  static const guint32 tags[] = { MAPI_PR_SENDER_NAME,
                                  MAPI_PR_SENDER_ADDRTYPE,
                                  MAPI_PR_SENDER_EMAIL_ADDRESS };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) again = NULL;
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiTnef) tnef = open_encoder (stream, message, MAPI_TNEF_COMPATIBILITY);
  g_autoptr (GBytes) bytes = from_hex (
      TNEF_HEAD "01 00800000 20000000"
                "0400 2000 0400 0c00 416d6900 534d54503a61406200000000 0000000000000000 7005");
  g_autoptr (MapiPropList) list = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (GBytes) written = NULL;

  again = decode (bytes, NULL);
  check_string (again, MAPI_PR_SENDER_NAME, "Ami");
  check_string (again, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  check_string (again, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@b");
  list = get_list (again);
  entry_id = mapi_prop_list_get_bytes (list, MAPI_PR_SENDER_ENTRYID);
  CU_ASSERT_TRUE (entry_id != NULL && mapi_one_off_is (entry_id));

  set_string (message, MAPI_PR_SENDER_NAME, "Al");
  set_string (message, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  set_string (message, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@b");
  include_props (tnef, 0, 0, tags, G_N_ELEMENTS (tags));
  CU_ASSERT_TRUE (mapi_tnef_finish (tnef, 0, NULL, NULL, NULL, NULL, NULL));
  written = mapi_memory_stream_get_bytes (stream, NULL);
  g_clear_object (&again);
  again = decode (written, NULL);
  check_string (again, MAPI_PR_SENDER_NAME, "Al");
}

TAP_MAIN ("kit/tnef-bytes",
          { "attributes as the specification has them", test_attributes },
          { "encapsulated properties, byte by byte", test_pure },
          { "an attachment, byte by byte", test_attachment },
          { "the sender as a triple", test_persons })
