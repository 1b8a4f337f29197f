/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "samples.h"

#define TAG SAMPLE_TAG

static MapiPropList *
make_list (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Lunch");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, 5);
  mapi_prop_list_builder_add_error (
      builder, mapi_prop_tag_change_type (MAPI_PR_BODY, MAPI_PT_ERROR), MAPI_E_NOT_ENOUGH_MEMORY);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_HASATTACH, FALSE);
  return mapi_prop_list_builder_end (builder);
}

static void
test_round_trip (void)
{
  g_autoptr (MapiPropList) list = sample_list ();
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (list);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) again = mapi_prop_list_new_from_bytes (bytes, &error);
  g_autoptr (GBytes) same = NULL;
  g_autofree char *text = NULL;

  if (!TAP_NO_ERROR (error))
    return;
  same = mapi_prop_list_to_bytes (again);
  text = mapi_prop_list_to_string (again);
  CU_ASSERT_TRUE (mapi_prop_list_equal (list, again));
  CU_ASSERT_TRUE (same == bytes);
  CU_ASSERT_TRUE (g_utf8_validate (text, -1, NULL));
  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);
      g_autoptr (MapiPropValue) copy = mapi_prop_list_get_value (again, i);

      CU_ASSERT_TRUE (mapi_prop_value_equal (value, copy));
    }
}

/* A block need not lie where the machine likes it. */
static void
test_unaligned (void)
{
  g_autoptr (MapiPropList) list = sample_list ();
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (list);
  gsize   size = g_bytes_get_size (bytes);
  guint8 *copy = g_malloc (size + 3);
  g_autoptr (GBytes) moved = g_bytes_new_take (copy, size + 3);
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (moved, 3, size);
  g_autoptr (MapiPropList) again = NULL;

  memcpy (copy + 3, g_bytes_get_data (bytes, NULL), size);
  again = mapi_prop_list_new_from_bytes (part, NULL);
  CU_ASSERT_TRUE (again != NULL && mapi_prop_list_equal (list, again));
}

static void
expect_damage (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_prop_list_new_from_bytes (bytes, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
}

/* What is accepted can be read from one end to the other. */
static void
read_all (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_bytes (bytes, &error);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) same = NULL;

  CU_ASSERT_EQUAL (list == NULL, error != NULL);
  if (list == NULL)
    return;
  text = mapi_prop_list_to_string (list);
  same = mapi_prop_list_to_bytes (list);
  CU_ASSERT_TRUE (g_bytes_equal (bytes, same));
  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);
      g_autoptr (GBytes) payload = mapi_prop_value_get_bytes (value);
      g_autoptr (MapiRestriction) restriction = mapi_prop_value_get_restriction (value);

      mapi_prop_value_compare (value, value);
    }
}

static void
test_damage (void)
{
  g_autoptr (MapiPropList) list = sample_list ();
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (list);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) more = NULL;

  sample_truncate (bytes, expect_damage);
  sample_damage (bytes, read_all);

  g_byte_array_append (longer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (longer, (const guint8 *) "\0\0\0\0\0\0\0\0", 8);
  more = g_bytes_new (longer->data, longer->len);
  expect_damage (more);
}

/* One property, as bytes: header, entry and payload. */
static GBytes *
forge (guint32 tag, guint32 size, guint64 value, const char *payload, gsize payload_size)
{
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (GBytes) header = mapi_prop_list_to_bytes (empty);
  guint8 *data = g_malloc0 (24 + payload_size);

  memcpy (data, g_bytes_get_data (header, NULL), 4);
  data[4] = 1;
  memcpy (data + 8, &(guint32){ GUINT32_TO_LE (tag) }, 4);
  memcpy (data + 12, &(guint32){ GUINT32_TO_LE (size) }, 4);
  memcpy (data + 16, &(guint64){ GUINT64_TO_LE (value) }, 8);
  memcpy (data + 24, payload, payload_size);
  return g_bytes_new_take (data, 24 + payload_size);
}

static void
refuse (guint32 tag, guint32 size, guint64 value, const char *payload, gsize payload_size)
{
  g_autoptr (GBytes) bytes = forge (tag, size, value, payload, payload_size);

  expect_damage (bytes);
}

static void
test_forgeries (void)
{
  g_autoptr (GBytes) sound = forge (MAPI_PR_SUBJECT, 2, 0, "x\0\0\0\0\0\0\0", 8);
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_bytes (sound, NULL);

  CU_ASSERT_TRUE (list != NULL);
  refuse (MAPI_PR_SUBJECT, 1, 0, "x\0\0\0\0\0\0\0", 8);           /* no NUL */
  refuse (MAPI_PR_SUBJECT, 0, 0, "", 0);                          /* not even that */
  refuse (MAPI_PR_SUBJECT, 2, 0, "\xff\0\0\0\0\0\0\0", 8);        /* not UTF-8 */
  refuse (MAPI_PR_SUBJECT, 3, 0, "\0x\0\0\0\0\0\0", 8);           /* a NUL inside */
  refuse (MAPI_PR_SUBJECT, 2, 8, "x\0\0\0\0\0\0\0", 8);           /* behind the end */
  refuse (MAPI_PR_SUBJECT, 2, G_MAXUINT64, "x\0\0\0\0\0\0\0", 8); /* far behind it */
  refuse (MAPI_PR_SUBJECT, G_MAXUINT32, 0, "x\0\0\0\0\0\0\0", 8); /* too long */
  refuse (MAPI_PR_SUBJECT, 2, 0, "x\0\0\0\0\0\0y", 8);            /* padding that is not */
  refuse (MAPI_PR_MESSAGE_FLAGS, 2, 0, "", 0);                    /* a size of another type */
  refuse (MAPI_PR_MESSAGE_FLAGS, 4, G_MAXUINT64, "", 0);          /* more than it can hold */
  refuse (MAPI_PR_HASATTACH, 2, 2, "", 0);                        /* neither true nor false */
  refuse (TAG (1, 0x0123), 0, 0, "", 0);                          /* no such type */
  refuse (TAG (1, MAPI_PT_UNSPECIFIED), 0, 0, "", 0);             /* a type to ask with */
  refuse (TAG (1, MAPI_PT_BOOLEAN | MAPI_MV_FLAG), 0, 0, "", 0);  /* no such array */
  refuse (TAG (1, MAPI_PT_MV_LONG), 3, 0, "\0\0\0\0\0\0\0\0", 8); /* three quarters of one */
  refuse (TAG (1, MAPI_PT_MV_BINARY), 8, 0, "\xff\xff\xff\xff\0\0\0\0", 8); /* countless */
  refuse (TAG (1, MAPI_PT_MV_BINARY), 8, 0, "\1\0\0\0\x09\0\0\0", 8); /* an end behind the end */
  refuse (TAG (1, MAPI_PT_MV_BINARY), 8, 0, "\1\0\0\0\7\0\0\0", 8);   /* an end before the start */
  refuse (TAG (1, MAPI_PT_CLSID), 8, 0, "\0\0\0\0\0\0\0\0", 8);       /* half an identifier */
}

static void
test_lookup (void)
{
  g_autoptr (MapiPropList) list = make_list ();
  guint32 any_body = mapi_prop_tag_change_type (MAPI_PR_BODY, MAPI_PT_UNSPECIFIED);
  guint32 any_flags = mapi_prop_tag_change_type (MAPI_PR_MESSAGE_FLAGS, MAPI_PT_UNSPECIFIED);

  TAP_NUMBER (mapi_prop_list_find (list, MAPI_PR_MESSAGE_FLAGS), 1);
  TAP_NUMBER (mapi_prop_list_find (list, any_flags), 1);
  TAP_NUMBER (mapi_prop_list_find (list, any_body), -1);
  TAP_NUMBER (mapi_prop_list_find (list, MAPI_PR_SUBJECT_A), -1);
  TAP_STRING (mapi_prop_list_get_string (list, MAPI_PR_SUBJECT), "Lunch");
  CU_ASSERT_PTR_NULL (mapi_prop_list_get_string (list, MAPI_PR_MESSAGE_FLAGS));
  CU_ASSERT_PTR_NULL (mapi_prop_list_get_string (list, MAPI_PR_BODY));
  TAP_NUMBER (mapi_prop_list_get_long (list, MAPI_PR_MESSAGE_FLAGS, 9), 5);
  TAP_NUMBER (mapi_prop_list_get_long (list, any_body, 9), 9);
  TAP_NUMBER (mapi_prop_list_get_boolean (list, MAPI_PR_HASATTACH, TRUE), FALSE);
  TAP_NUMBER (mapi_prop_list_get_error (list, MAPI_PR_BODY), MAPI_E_NOT_ENOUGH_MEMORY);
  TAP_NUMBER (mapi_prop_list_get_error (list, MAPI_PR_SUBJECT), 0);
  TAP_NUMBER (mapi_prop_list_get_error (list, MAPI_PR_ENTRYID), MAPI_E_NOT_FOUND);
  TAP_NUMBER (mapi_prop_list_get_tag (list, 4), 0);
  CU_ASSERT_PTR_NULL (mapi_prop_list_get_value (list, 4));
  CU_ASSERT_PTR_NULL (mapi_prop_list_lookup (list, MAPI_PR_ENTRYID));
}

static void
test_select (void)
{
  const guint32 wanted[] = {
    MAPI_PR_HASATTACH,
    MAPI_PR_ENTRYID,
    mapi_prop_tag_change_type (MAPI_PR_SUBJECT, MAPI_PT_UNSPECIFIED),
    MAPI_PR_BODY,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropTagArray) first = mapi_prop_tag_array_new (wanted, 1);
  g_autoptr (MapiPropList) list = make_list ();
  gboolean missing = FALSE;
  g_autoptr (MapiPropList) selected = mapi_prop_list_select (list, tags, &missing);
  g_autoptr (MapiPropList) complete = NULL;
  g_autoptr (MapiPropList) all = NULL;

  CU_ASSERT_TRUE (missing);
  TAP_NUMBER (mapi_prop_list_get_size (selected), 4);
  TAP_NUMBER (mapi_prop_list_get_tag (selected, 0), MAPI_PR_HASATTACH);
  TAP_NUMBER (mapi_prop_list_get_tag (selected, 1),
              mapi_prop_tag_change_type (MAPI_PR_ENTRYID, MAPI_PT_ERROR));
  TAP_NUMBER (mapi_prop_list_get_error (selected, MAPI_PR_ENTRYID), MAPI_E_NOT_FOUND);
  TAP_NUMBER (mapi_prop_list_get_tag (selected, 2), MAPI_PR_SUBJECT);
  TAP_NUMBER (mapi_prop_list_get_error (selected, MAPI_PR_BODY), MAPI_E_NOT_ENOUGH_MEMORY);

  complete = mapi_prop_list_select (list, first, &missing);
  CU_ASSERT_FALSE (missing);
  TAP_NUMBER (mapi_prop_list_get_size (complete), 1);
  all = mapi_prop_list_select (list, NULL, NULL);
  CU_ASSERT_TRUE (mapi_prop_list_equal (all, list));
}

static void
test_merge (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = make_list ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("Lunch?", 6);
  g_autoptr (MapiPropList) changes = NULL;
  g_autoptr (MapiPropList) merged = NULL;
  g_autoptr (MapiPropTagArray) tags = NULL;
  g_autoptr (MapiPropList) rest = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_TO, "Ann");
  mapi_prop_list_builder_add_string8 (builder, MAPI_PR_SUBJECT_A, bytes);
  changes = mapi_prop_list_builder_end (builder);
  merged = mapi_prop_list_merge (list, changes);
  TAP_NUMBER (mapi_prop_list_get_size (merged), 5);
  TAP_NUMBER (mapi_prop_list_get_tag (merged, 0), MAPI_PR_SUBJECT_A);
  TAP_NUMBER (mapi_prop_list_get_tag (merged, 4), MAPI_PR_DISPLAY_TO);
  TAP_STRING (mapi_prop_list_get_string (list, MAPI_PR_SUBJECT), "Lunch");

  tags = mapi_prop_list_get_tags (changes);
  rest = mapi_prop_list_without (merged, tags);
  TAP_NUMBER (mapi_prop_list_get_size (rest), 3);
  TAP_NUMBER (mapi_prop_list_get_tag (rest, 0), MAPI_PR_MESSAGE_FLAGS);
}

/* @list with its property at @index replaced, built one by one. */
static MapiPropList *
replace_one (MapiPropList *list, guint index, MapiPropValue *value)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) other = mapi_prop_list_get_value (list, i);

      mapi_prop_list_builder_add_value (builder, i == index ? value : other);
    }
  return mapi_prop_list_builder_end (builder);
}

/* Among properties of every type, with and without a payload. */
static void
test_merge_each (void)
{
  g_autoptr (MapiPropList) list = sample_list ();

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      guint32 tag = mapi_prop_tag_change_type (mapi_prop_list_get_tag (list, i), MAPI_PT_UNICODE);
      g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, "some other text");
      g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
      g_autoptr (MapiPropList) merged = mapi_prop_list_merge (list, change);
      g_autoptr (MapiPropList) expected = replace_one (list, i, value);

      CU_ASSERT_TRUE (mapi_prop_list_equal (merged, expected));
    }
}

static void
test_builder (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) big = NULL;
  g_autoptr (MapiPropList) empty = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiPropList) again = NULL;

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *text = g_strdup_printf ("number %u", i);

      mapi_prop_list_builder_add_string (builder, TAG (i, MAPI_PT_UNICODE), text);
    }
  big = mapi_prop_list_builder_end (builder);
  empty = mapi_prop_list_builder_end (builder);
  bytes = mapi_prop_list_to_bytes (big);
  again = mapi_prop_list_new_from_bytes (bytes, NULL);
  TAP_NUMBER (mapi_prop_list_get_size (big), 2000);
  TAP_NUMBER (mapi_prop_list_get_size (empty), 0);
  TAP_STRING (mapi_prop_list_get_string (again, TAG (1999, MAPI_PT_UNICODE)), "number 1999");
}

static void
test_builder_data (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = NULL;
  gsize         size = 0;
  gconstpointer data;

  mapi_prop_list_builder_add_data (builder, MAPI_PR_SUBJECT, "Lunch today", 5);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_ENTRYID, "abc", 3);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, "f\xfcr");
  g_test_expect_message ("Mapi", G_LOG_LEVEL_CRITICAL, "*assertion*");
  mapi_prop_list_builder_add_data (builder, MAPI_PR_MESSAGE_FLAGS, "abcd", 4);
  g_test_expect_message ("Mapi", G_LOG_LEVEL_CRITICAL, "*assertion*");
  mapi_prop_list_builder_add_data (builder, TAG (1, MAPI_PT_MV_BINARY), "abcd", 4);
  g_test_assert_expected_messages ();
  list = mapi_prop_list_builder_end (builder);

  TAP_NUMBER (mapi_prop_list_get_size (list), 3);
  TAP_STRING (mapi_prop_list_get_string (list, MAPI_PR_SUBJECT), "Lunch");
  TAP_STRING (mapi_prop_list_get_string (list, MAPI_PR_BODY), "f\xef\xbf\xbdr");
  data = mapi_prop_list_peek_binary (list, MAPI_PR_ENTRYID, &size);
  CU_ASSERT_TRUE (size == 3 && memcmp (data, "abc", 3) == 0);
  CU_ASSERT_PTR_NULL (mapi_prop_list_peek_binary (list, MAPI_PR_SENDER_ENTRYID, &size));
  TAP_NUMBER (size, 0);
}

/* Bytes and values keep what they lie in. */
static void
test_lifetimes (void)
{
  MapiPropListBuilder *builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) big = g_bytes_new_take (g_strnfill (5000, 'x'), 5000);
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (GBytes) shared = NULL;
  g_autoptr (GBytes) block = NULL;
  MapiPropList *list;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, big);
  list = mapi_prop_list_builder_end (builder);
  mapi_prop_list_builder_unref (builder);
  value = mapi_prop_list_get_value (list, 0);
  shared = mapi_prop_list_get_bytes (list, MAPI_PR_ENTRYID);
  block = mapi_prop_list_to_bytes (list);
  mapi_prop_list_unref (list);

  CU_ASSERT_TRUE (g_bytes_equal (shared, big));
  TAP_NUMBER (g_bytes_get_size (block), 8 + 16 + 5000);
  TAP_NUMBER (mapi_prop_value_get_tag (value), MAPI_PR_ENTRYID);
}

TAP_MAIN ("core/prop-list",
          { "round trip", test_round_trip },
          { "on any address", test_unaligned },
          { "damage", test_damage },
          { "forgeries", test_forgeries },
          { "look-up", test_lookup },
          { "select", test_select },
          { "merge and without", test_merge },
          { "merge in each place", test_merge_each },
          { "builder", test_builder },
          { "builder with memory", test_builder_data },
          { "lifetimes", test_lifetimes })
