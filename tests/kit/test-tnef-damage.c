/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Streams that somebody damaged, or made up to do harm. */

#include "tnef-samples.h"

#define HEAD "789f3e22 0100"

static MapiMemoryMessage *
make_message (guint depth)
{
  MapiMemoryMessage *message = mapi_memory_message_new ();
  g_autoptr (MapiAttach) file = add_attachment (message, MAPI_ATTACH_BY_VALUE, "a");
  g_autoptr (MapiAttach) mail = NULL;
  g_autoptr (MapiMemoryMessage) inner = NULL;
  g_autoptr (GObject) target = NULL;
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "Al", "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  static const char *const strings[] = { "a", "b", NULL };

  set_string (message, MAPI_PR_SUBJECT, "\320\226 subject");
  set_string (message, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  set_string (message, MAPI_PR_SENDER_NAME, "Al");
  set_string (message, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  set_string (message, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@example.org");
  set_value (message, mapi_prop_value_new_mv_string (0x6610101f, strings));
  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, rows, NULL, NULL);
  set_binary (file, MAPI_PR_ATTACH_DATA_BIN, "data", 4);
  save (file);
  if (depth == 0)
    return message;

  inner = make_message (depth - 1);
  mail = add_attachment (message, MAPI_ATTACH_EMBEDDED_MSG, "m");
  target = mapi_prop_open_property (MAPI_PROP (mail),
                                    MAPI_PR_ATTACH_DATA_OBJ,
                                    "MapiMessage",
                                    0,
                                    MAPI_CREATE | MAPI_MODIFY,
                                    NULL,
                                    NULL);
  mapi_prop_copy_to (MAPI_PROP (inner), NULL, NULL, NULL, MAPI_PROP (target), 0, NULL, NULL, NULL);
  save (target);
  save (mail);
  return message;
}

static void
decode_and_forget (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (MapiTnefProblemArray) problems = NULL;
  g_autoptr (MapiMemoryMessage) message = decode (bytes, &problems);

  CU_ASSERT_TRUE (size < 6 || message != NULL || data[0] != 0x78 || data[1] != 0x9f ||
                  data[2] != 0x3e || data[3] != 0x22);
}

static void
test_truncated (void)
{
  g_autoptr (MapiMemoryMessage) message = make_message (1);
  g_autoptr (GBytes) bytes = encode (message, 0);
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i += 1 + i / 512)
    decode_and_forget (data, i);
}

/* The same damage on every run. */
static void
test_damaged (void)
{
  static const guint8 extremes[] = { 0, 1, 0x7f, 0x80, 0xff };
  g_autoptr (MapiMemoryMessage) message = make_message (2);
  static const guint32 modes[] = { 0, MAPI_TNEF_PURE };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20030523);

  for (guint run = 0; run < 1000; run++)
    {
      g_autoptr (GBytes) bytes = encode (message, modes[run % 2]);
      gsize              size;
      const guint8      *data = g_bytes_get_data (bytes, &size);
      g_autofree guint8 *copy = g_memdup2 (data, size);

      for (gint32 n = g_rand_int_range (rand, 1, 12); n > 0; n--)
        copy[g_rand_int_range (rand, 6, (gint32) size)] =
            g_rand_boolean (rand) ? extremes[g_rand_int_range (rand, 0, G_N_ELEMENTS (extremes))]
                                  : (guint8) g_rand_int (rand);
      decode_and_forget (copy, size);
    }
}

static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 data[400] = { 0x78, 0x9f, 0x3e, 0x22, 1, 0 };

  for (guint run = 0; run < 1000; run++)
    {
      for (guint i = 6; i < sizeof data; i++)
        data[i] = (guint8) g_rand_int_range (rand, 0, run % 2 == 0 ? 256 : 4);
      decode_and_forget (data, sizeof data);
    }
}

static void
check_problem (const char *hex, guint32 attribute, gint32 code)
{
  g_autoptr (GBytes) bytes = from_hex (hex);
  g_autoptr (MapiTnefProblemArray) problems = NULL;
  g_autoptr (MapiMemoryMessage) message = decode (bytes, &problems);

  CU_ASSERT_PTR_NOT_NULL (message);
  CU_ASSERT_PTR_NOT_NULL (problems);
  if (problems == NULL)
    return;
  TAP_NUMBER (mapi_tnef_problem_array_get_attribute (problems, 0), attribute);
  TAP_NUMBER (mapi_tnef_problem_array_get_tag (problems, 0), 0);
  TAP_STRING (mapi_error_get_name (mapi_tnef_problem_array_get_code (problems, 0)),
              mapi_error_get_name (code));
}

/* Counts and sizes that promise more than there is. */
static void
test_promises (void)
{
  static const char *const blocks[] = {
    "ffffffff",                                                             /* properties */
    "01000000 03102610 ffffffff 00000000",                                  /* numbers */
    "01000000 1f100066 ffffffff",                                           /* strings */
    "01000000 1f100066 02000000 04000000 61000000 ffffffff",                /* a size in an array */
    "01000000 02010066 01000000 ffffffff 0000",                             /* a size */
    "01000000 02010066 ffffffff 00000000",                                  /* of one value */
    "01000000 1f000080 00000000 00000000",                                  /* a name that ends */
    "01000000 1f000080 00000000000000000000000000000000 01000000 ffffffff", /* the name's size */
    "01000000 1f000080 00000000000000000000000000000000 07000000 00000000", /* its kind */
    "01000000 99990066 00000000 00000000",                                  /* a type */
  };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr (GBytes) block = from_hex (blocks[i]);
      guint            size = (guint) g_bytes_get_size (block);
      guint16          sum = 0;
      g_autofree char *hex = NULL;

      for (guint j = 0; j < size; j++)
        sum += ((const guint8 *) g_bytes_get_data (block, NULL))[j];
      hex = g_strdup_printf (HEAD "01 03900600 %02x%02x0000 %s %02x%02x",
                             size & 0xff,
                             size >> 8,
                             blocks[i],
                             sum & 0xff,
                             sum >> 8);
      check_problem (hex, MAPI_attMAPIProps, MAPI_E_UNABLE_TO_COMPLETE);
    }
}

static void
test_attributes (void)
{
  check_problem (HEAD "01 04800100 02000000 4100 4200", MAPI_attSubject, MAPI_E_CORRUPT_DATA);
  check_problem (HEAD "01 04800100 ffffff00 4100 4100", MAPI_attSubject, MAPI_E_CORRUPT_DATA);
  check_problem (HEAD "01 05800300 02000000 0100 0100", MAPI_attDateSent, MAPI_E_CORRUPT_DATA);
  check_problem (HEAD "01 09800100 02000000 4700 4700", MAPI_attMessageID, MAPI_E_CORRUPT_DATA);
  check_problem (HEAD "01 09800100 02000000 4147 8800", MAPI_attMessageID, MAPI_E_CORRUPT_DATA);
  check_problem (HEAD "01 00800000 02000000 0400 0400", MAPI_attFrom, MAPI_E_CORRUPT_DATA);
  check_problem (HEAD "01 01000600 02000000 ff00 ff00", MAPI_attSentFor, MAPI_E_CORRUPT_DATA);
  check_problem (
      HEAD "02 02900600 02000000 0100 0100", MAPI_attAttachRenddata, MAPI_E_CORRUPT_DATA);
  check_problem (HEAD "0d0a", 0, MAPI_E_CORRUPT_DATA);
}

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

/* Puts a stream into the attachment of another. */
static GByteArray *
wrap (GByteArray *inner)
{
  static const guint8 start[] = { 0x78, 0x9f, 0x3e, 0x22, 1, 0, 2, 5, 0x90, 6, 0 };
  static const guint8 iid[] = { 7, 3, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46 };
  GByteArray         *bytes = g_byte_array_new ();
  guint16             sum = 0;
  guint               at;

  g_byte_array_append (bytes, start, sizeof start);
  append_u32 (bytes, 16 + sizeof iid + inner->len);
  at = bytes->len;
  append_u32 (bytes, 1);
  append_u32 (bytes, MAPI_PR_ATTACH_DATA_OBJ);
  append_u32 (bytes, 1);
  append_u32 (bytes, sizeof iid + inner->len);
  g_byte_array_append (bytes, iid, sizeof iid);
  g_byte_array_append (bytes, inner->data, inner->len);
  for (; at < bytes->len; at++)
    sum += bytes->data[at];
  sum = GUINT16_TO_LE (sum);
  g_byte_array_append (bytes, (const guint8 *) &sum, sizeof sum);
  g_byte_array_unref (inner);
  return bytes;
}

static gboolean
has_problem (MapiTnefProblemArray *problems, gint32 code)
{
  for (guint i = 0; problems != NULL && i < mapi_tnef_problem_array_get_size (problems); i++)
    if (mapi_tnef_problem_array_get_code (problems, i) == code)
      return TRUE;
  return FALSE;
}

static void
test_nested (void)
{
  g_autoptr (GBytes) start = from_hex (HEAD);
  GByteArray *stream = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiTnefProblemArray) problems = NULL;
  g_autoptr (MapiMemoryMessage) message = NULL;

  g_byte_array_append (stream, g_bytes_get_data (start, NULL), g_bytes_get_size (start));
  for (guint i = 0; i < 2000; i++)
    stream = wrap (stream);
  bytes = g_byte_array_free_to_bytes (stream);
  message = decode (bytes, &problems);
  CU_ASSERT_PTR_NOT_NULL (message);
  CU_ASSERT_TRUE (has_problem (problems, (gint32) MAPI_E_TOO_COMPLEX));
}

/* The problems have an end, whatever the number of damaged attributes. */
static void
test_many (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (GBytes) start = from_hex (HEAD);
  g_autoptr (GBytes) attribute = from_hex ("02 02900600 00000000 0100");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiTnefProblemArray) problems = NULL;
  g_autoptr (MapiMemoryMessage) message = NULL;

  g_byte_array_append (stream, g_bytes_get_data (start, NULL), g_bytes_get_size (start));
  for (guint i = 0; i < 20000; i++)
    g_byte_array_append (stream, g_bytes_get_data (attribute, NULL), g_bytes_get_size (attribute));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&stream));
  message = decode (bytes, &problems);
  CU_ASSERT_PTR_NOT_NULL (message);
  CU_ASSERT_TRUE (mapi_tnef_problem_array_get_size (problems) <= 1000);
}

static void
test_cancelled (void)
{
  g_autoptr (MapiMemoryMessage) message = make_message (0);
  g_autoptr (GBytes) bytes = encode (message, 0);
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (bytes);
  g_autoptr (MapiTnef) reader = mapi_tnef_open_stream (
      MAPI_STREAM (stream), NULL, MAPI_TNEF_DECODE, MAPI_MESSAGE (message), 0, NULL);
  g_autoptr (MapiTnef) writer = mapi_tnef_open_stream (
      MAPI_STREAM (stream), "w", MAPI_TNEF_ENCODE, MAPI_MESSAGE (message), 1, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  CU_ASSERT_FALSE (mapi_tnef_extract_props (
      reader, MAPI_TNEF_PROP_EXCLUDE, NULL, NULL, cancellable, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);
  CU_ASSERT_TRUE (mapi_tnef_add_props (writer, MAPI_TNEF_PROP_EXCLUDE, 0, NULL, NULL, NULL));
  CU_ASSERT_FALSE (mapi_tnef_finish (writer, 0, NULL, NULL, cancellable, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
}

TAP_MAIN ("kit/tnef-damage",
          { "streams that end too early", test_truncated },
          { "bytes changed at random", test_damaged },
          { "noise behind a signature", test_noise },
          { "counts and sizes that promise too much", test_promises },
          { "attributes that make no sense", test_attributes },
          { "messages in messages without an end", test_nested },
          { "very many damaged attachments", test_many },
          { "cancelled", test_cancelled })
