/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>
#include <string.h>

#include "tap.h"

/* Helpers for the tests of TNEF. */

static inline void
set_value (gpointer object, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) taken = value;
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (taken);

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (object), list, NULL, NULL, NULL));
}

static inline void
set_string (gpointer object, guint32 tag, const char *text)
{
  set_value (object, mapi_prop_value_new_string (tag, text));
}

static inline void
set_long (gpointer object, guint32 tag, gint32 number)
{
  set_value (object, mapi_prop_value_new_long (tag, number));
}

static inline void
set_binary (gpointer object, guint32 tag, gconstpointer data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  set_value (object, mapi_prop_value_new_binary (tag, bytes));
}

static inline MapiPropList *
get_list (gpointer object)
{
  return mapi_prop_get_props (MAPI_PROP (object), NULL, MAPI_UNICODE, NULL, NULL, NULL);
}

static inline void
check_string (gpointer object, guint32 tag, const char *expected)
{
  g_autoptr (MapiPropList) list = get_list (object);

  TAP_STRING (mapi_prop_list_get_string (list, tag), expected);
}

static inline void
check_long (gpointer object, guint32 tag, gint32 expected)
{
  g_autoptr (MapiPropList) list = get_list (object);

  TAP_NUMBER (mapi_prop_list_get_long (list, tag, -12345), expected);
}

/* Everything of @message. */
static inline GBytes *
encode (MapiMemoryMessage *message, guint32 mode)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTnef) tnef = mapi_tnef_open_stream (MAPI_STREAM (stream),
                                                     "winmail.dat",
                                                     MAPI_TNEF_ENCODE | mode,
                                                     MAPI_MESSAGE (message),
                                                     0x1234,
                                                     &error);
  g_autoptr (MapiTnefProblemArray) problems = NULL;
  guint32 warning = 1;

  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_tnef_add_props (tnef, MAPI_TNEF_PROP_EXCLUDE, 0, NULL, NULL, NULL));
  CU_ASSERT_TRUE (mapi_tnef_encode_recips (tnef, 0, NULL, NULL));
  CU_ASSERT_TRUE (mapi_tnef_finish (tnef, 0, NULL, &problems, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NULL (problems);
  TAP_NUMBER (warning, 0);
  return mapi_memory_stream_get_bytes (stream, NULL);
}

/* NULL when it is no TNEF stream. */
static inline MapiMemoryMessage *
decode (GBytes *bytes, MapiTnefProblemArray **problems)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (bytes);
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiTnef) tnef = mapi_tnef_open_stream (
      MAPI_STREAM (stream), NULL, MAPI_TNEF_DECODE, MAPI_MESSAGE (message), 0, NULL);

  if (!mapi_tnef_extract_props (tnef, MAPI_TNEF_PROP_EXCLUDE, NULL, problems, NULL, NULL, NULL))
    return NULL;
  return g_steal_pointer (&message);
}

static inline MapiAttach *
add_attachment (MapiMemoryMessage *message, gint32 method, const char *name)
{
  MapiAttach *attach = mapi_message_create_attach (MAPI_MESSAGE (message), 0, NULL, NULL, NULL);

  CU_ASSERT_PTR_NOT_NULL (attach);
  set_long (attach, MAPI_PR_ATTACH_METHOD, method);
  set_string (attach, MAPI_PR_ATTACH_FILENAME, name);
  return attach;
}

static inline void
save (gpointer object)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (object), 0, NULL, &error));
  TAP_NO_ERROR (error);
}

static inline GBytes *
from_hex (const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; *text != '\0'; text++)
    if (g_ascii_isxdigit (*text))
      {
        guint8 byte =
            (guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));

        g_byte_array_append (bytes, &byte, 1);
        text++;
      }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* What a stream begins with. */
#define TNEF_HEAD                                                                                  \
  "789f3e22 3412"                               /* signature, key */                               \
  "01 06900800 04000000 00000100 0100"          /* attTnefVersion 1.0 */                           \
  "01 07900600 08000000 e4040000 00000000 e800" /* attOemCodepage 1252 */

/* attAttachRenddata of a file. */
#define TNEF_RENDDATA "02 02900600 0e000000 0100 ffffffff 2000 2000 00000000 3d04"

/* The message of the example in the specification. */
static inline MapiMemoryMessage *
new_spec_message (void)
{
  static const guint8 key[] = { 0x75, 0x7b, 0xb1, 0x9c, 0xde, 0x93, 0x6a, 0x40,
                                0x87, 0xd9, 0x0b, 0xb7, 0x84, 0xc5, 0x8e, 0x3b };
  MapiMemoryMessage  *message = mapi_memory_message_new ();
  g_autoptr (GDateTime) sent = g_date_time_new_utc (2004, 2, 17, 11, 25, 35);

  set_string (message, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  set_long (message, MAPI_PR_PRIORITY, 0);
  set_string (message, MAPI_PR_SUBJECT, "Simple subject");
  set_value (message, mapi_prop_value_new_time (MAPI_PR_CLIENT_SUBMIT_TIME, sent));
  set_binary (message, MAPI_PR_SEARCH_KEY, key, sizeof key);
  return message;
}

/* With the key 0x1234. */
static inline MapiTnef *
open_encoder (MapiMemoryStream *stream, MapiMemoryMessage *message, guint32 mode)
{
  g_autoptr (GError) error = NULL;
  MapiTnef *tnef = mapi_tnef_open_stream (MAPI_STREAM (stream),
                                          "winmail.dat",
                                          MAPI_TNEF_ENCODE | mode,
                                          MAPI_MESSAGE (message),
                                          0x1234,
                                          &error);

  TAP_NO_ERROR (error);
  return tnef;
}

static inline void
include_props (MapiTnef *tnef, guint32 flags, guint32 number, const guint32 *tags, gsize n)
{
  g_autoptr (MapiPropTagArray) array = mapi_prop_tag_array_new (tags, n);

  CU_ASSERT_TRUE (
      mapi_tnef_add_props (tnef, MAPI_TNEF_PROP_INCLUDE | flags, number, NULL, array, NULL));
}

/* That the stream then has those bytes is an assertion. */
static inline void
check_finished (MapiTnef *tnef, MapiMemoryStream *stream, const char *hex)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTnefProblemArray) problems = NULL;
  g_autoptr (GBytes) expected = from_hex (hex);
  g_autoptr (GBytes) bytes = NULL;
  guint16 key = 0;

  CU_ASSERT_TRUE (mapi_tnef_finish (tnef, 0, &key, &problems, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_NULL (problems);
  TAP_NUMBER (key, 0x1234);
  bytes = mapi_memory_stream_get_bytes (stream, NULL);
  TAP_BYTES (bytes, expected);
}
