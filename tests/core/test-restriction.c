/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "samples.h"

#define CATEGORIES SAMPLE_TAG (1, MAPI_PT_MV_UNICODE)
#define CATEGORY SAMPLE_TAG (1, MAPI_PT_UNICODE)
#define OLD_NAME SAMPLE_TAG (2, MAPI_PT_STRING8)

static MapiPropList *
make_row (void)
{
  static const char *const categories[] = { "Work", "Später", NULL };
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_mv_string (CATEGORIES, categories);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abcdef", 6);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Crème brûlée for Lunch");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_NORMALIZED_SUBJECT, "crème BRÛLÉE for lunch");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, 0x11);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, -1);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, bytes);
  mapi_prop_list_builder_add_string8 (builder, OLD_NAME, bytes);
  mapi_prop_list_builder_add_value (builder, value);
  mapi_prop_list_builder_add_error (
      builder, mapi_prop_tag_change_type (MAPI_PR_BODY, MAPI_PT_ERROR), MAPI_E_NOT_ENOUGH_MEMORY);
  return mapi_prop_list_builder_end (builder);
}

/* Whether the row meets @restriction, also once it has been stored; takes the reference. */
static gboolean
meets (MapiRestriction *restriction)
{
  g_autoptr (MapiRestriction) owned = restriction;
  g_autoptr (MapiPropList) row = make_row ();
  g_autoptr (GBytes) bytes = mapi_restriction_to_bytes (restriction);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) again = mapi_restriction_new_from_bytes (bytes, &error);
  g_autoptr (GBytes) same = NULL;
  g_autofree char *text = mapi_restriction_to_string (restriction);
  gboolean         met = mapi_restriction_matches (restriction, row);

  if (!TAP_NO_ERROR (error))
    return FALSE;
  same = mapi_restriction_to_bytes (again);
  TAP_BYTES (same, bytes);
  CU_ASSERT_TRUE (text[0] != '\0');
  TAP_NUMBER (mapi_restriction_matches (again, row), met);
  return met;
}

static MapiRestriction *
content (guint32 level, guint32 tag, const char *text)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (mapi_prop_tag_change_type (tag, MAPI_PT_UNICODE), text);

  return mapi_restriction_new_content (level, tag, value);
}

static MapiRestriction *
text_property (guint32 relop, guint32 tag, const char *text)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (mapi_prop_tag_change_type (tag, MAPI_PT_UNICODE), text);

  return mapi_restriction_new_property (relop, tag, value);
}

static MapiRestriction *
number_property (guint32 relop, guint32 tag, gint32 number)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (tag, number);

  return mapi_restriction_new_property (relop, tag, value);
}

static MapiRestriction *
bytes_content (guint32 level, guint32 tag, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (MapiPropValue) value = (guint16) tag == MAPI_PT_STRING8
                                        ? mapi_prop_value_new_string8 (tag, bytes)
                                        : mapi_prop_value_new_binary (tag, bytes);

  return mapi_restriction_new_content (level, tag, value);
}

static void
test_content (void)
{
  guint32 subject = MAPI_PR_SUBJECT;
  guint32 part = MAPI_FL_SUBSTRING;

  CU_ASSERT_TRUE (meets (content (part, subject, "brûlée")));
  CU_ASSERT_FALSE (meets (content (part, subject, "BRÛLÉE")));
  CU_ASSERT_TRUE (meets (content (part | MAPI_FL_IGNORECASE, subject, "BRÛLÉE")));
  CU_ASSERT_FALSE (meets (content (part | MAPI_FL_IGNORECASE, subject, "BRULEE")));
  CU_ASSERT_TRUE (meets (content (part | MAPI_FL_IGNORENONSPACE, subject, "brulee")));
  CU_ASSERT_TRUE (meets (content (part | MAPI_FL_LOOSE, subject, "BRULEE")));
  CU_ASSERT_TRUE (meets (content (MAPI_FL_PREFIX, subject, "Crème")));
  CU_ASSERT_FALSE (meets (content (MAPI_FL_PREFIX, subject, "brûlée")));
  CU_ASSERT_FALSE (meets (content (MAPI_FL_FULLSTRING, subject, "Crème")));
  CU_ASSERT_TRUE (meets (content (MAPI_FL_FULLSTRING, subject, "Crème brûlée for Lunch")));
  CU_ASSERT_TRUE (meets (content (part, subject, "")));
  CU_ASSERT_FALSE (meets (content (3, subject, "Crème")));
  CU_ASSERT_FALSE (meets (content (part, MAPI_PR_BODY, "")));
  CU_ASSERT_FALSE (meets (content (part, MAPI_PR_MESSAGE_FLAGS, "1")));
  CU_ASSERT_TRUE (meets (content (MAPI_FL_PREFIX, CATEGORIES, "Spät")));
  CU_ASSERT_FALSE (meets (content (MAPI_FL_PREFIX, CATEGORIES, "ork")));
}

static void
test_content_of_bytes (void)
{
  CU_ASSERT_TRUE (meets (bytes_content (MAPI_FL_PREFIX, MAPI_PR_ENTRYID, "abc")));
  CU_ASSERT_TRUE (meets (bytes_content (MAPI_FL_SUBSTRING, MAPI_PR_ENTRYID, "cde")));
  CU_ASSERT_FALSE (
      meets (bytes_content (MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, MAPI_PR_ENTRYID, "CDE")));
  CU_ASSERT_FALSE (meets (bytes_content (MAPI_FL_FULLSTRING, MAPI_PR_ENTRYID, "abcdefg")));
  CU_ASSERT_TRUE (meets (bytes_content (MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE, OLD_NAME, "CDE")));
}

static void
test_property (void)
{
  guint32 flags = MAPI_PR_MESSAGE_FLAGS;

  CU_ASSERT_TRUE (meets (number_property (MAPI_RELOP_EQ, flags, 0x11)));
  CU_ASSERT_FALSE (meets (number_property (MAPI_RELOP_NE, flags, 0x11)));
  CU_ASSERT_TRUE (meets (number_property (MAPI_RELOP_LT, flags, 0x12)));
  CU_ASSERT_FALSE (meets (number_property (MAPI_RELOP_LT, flags, 0x11)));
  CU_ASSERT_TRUE (meets (number_property (MAPI_RELOP_LE, flags, 0x11)));
  CU_ASSERT_TRUE (meets (number_property (MAPI_RELOP_GT, flags, 0x10)));
  CU_ASSERT_TRUE (meets (number_property (MAPI_RELOP_GE, flags, 0x11)));
  CU_ASSERT_FALSE (meets (number_property (MAPI_RELOP_GE, flags, 0x12)));
  CU_ASSERT_FALSE (meets (number_property (MAPI_RELOP_RE, flags, 0x11)));
  CU_ASSERT_FALSE (meets (number_property (MAPI_RELOP_MEMBER_OF_DL, flags, 0x11)));
  CU_ASSERT_TRUE (meets (number_property (MAPI_RELOP_LT, MAPI_PR_MESSAGE_SIZE, 0)));
  CU_ASSERT_TRUE (meets (text_property (MAPI_RELOP_EQ, MAPI_PR_SUBJECT, "CRÈME BRÛLÉE FOR LUNCH")));
}

static void
test_absent_and_multivalued (void)
{
  CU_ASSERT_FALSE (meets (text_property (MAPI_RELOP_EQ, MAPI_PR_BODY, "")));
  CU_ASSERT_FALSE (meets (text_property (MAPI_RELOP_LE, MAPI_PR_BODY, "")));
  CU_ASSERT_TRUE (meets (text_property (MAPI_RELOP_NE, MAPI_PR_BODY, "")));
  CU_ASSERT_FALSE (meets (text_property (MAPI_RELOP_EQ, MAPI_PR_MESSAGE_FLAGS, "17")));
  CU_ASSERT_TRUE (meets (text_property (MAPI_RELOP_EQ, CATEGORIES, "SPÄTER")));
  CU_ASSERT_FALSE (meets (text_property (MAPI_RELOP_NE, CATEGORIES, "work")));
  CU_ASSERT_TRUE (meets (text_property (MAPI_RELOP_NE, CATEGORIES, "play")));
  CU_ASSERT_TRUE (meets (text_property (MAPI_RELOP_GT, CATEGORIES, "V")));
  CU_ASSERT_FALSE (meets (text_property (MAPI_RELOP_EQ, CATEGORY, "work")));
}

static void
test_other_leaves (void)
{
  guint32 subject = MAPI_PR_SUBJECT;
  guint32 flags = MAPI_PR_MESSAGE_FLAGS;
  guint32 any_body = mapi_prop_tag_change_type (MAPI_PR_BODY, MAPI_PT_UNSPECIFIED);

  CU_ASSERT_TRUE (meets (
      mapi_restriction_new_compare_props (MAPI_RELOP_EQ, subject, MAPI_PR_NORMALIZED_SUBJECT)));
  CU_ASSERT_TRUE (
      meets (mapi_restriction_new_compare_props (MAPI_RELOP_LT, MAPI_PR_MESSAGE_SIZE, flags)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_compare_props (MAPI_RELOP_EQ, subject, flags)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_compare_props (MAPI_RELOP_NE, subject, any_body)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_bitmask (MAPI_BMR_NEZ, flags, 0x30)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_bitmask (MAPI_BMR_EQZ, flags, 0x30)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_bitmask (MAPI_BMR_EQZ, flags, 0x20)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_bitmask (MAPI_BMR_EQZ, subject, 1)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_bitmask (7, flags, 1)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_size (MAPI_RELOP_EQ, flags, 4)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_size (MAPI_RELOP_EQ, MAPI_PR_ENTRYID, 6)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_size (MAPI_RELOP_EQ, OLD_NAME, 6)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_size (MAPI_RELOP_EQ, CATEGORIES, 4 + 7)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_size (MAPI_RELOP_GT, subject, 22)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_size (MAPI_RELOP_LT, MAPI_PR_BODY, 10)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_exist (subject)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_exist (MAPI_PR_BODY)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_exist (any_body)));
}

static void
test_branches (void)
{
  g_autoptr (MapiRestriction) yes = mapi_restriction_new_exist (MAPI_PR_SUBJECT);
  g_autoptr (MapiRestriction) no = mapi_restriction_new_exist (MAPI_PR_BODY);
  g_autoptr (MapiPropList) row = make_row ();
  MapiRestriction *both[] = { yes, no };
  MapiRestriction *twice[] = { yes, yes };
  MapiRestriction *broken[] = { yes, NULL };

  CU_ASSERT_FALSE (meets (mapi_restriction_new_and (both, 2)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_and (twice, 2)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_and (NULL, 0)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_or (both, 2)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_or (NULL, 0)));
  CU_ASSERT_PTR_NULL (mapi_restriction_new_or (broken, 2));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_not (no)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_not (yes)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_comment (yes, row)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_comment (no, row)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_comment (NULL, NULL)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_annotation (yes, row)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_annotation (no, NULL)));
  CU_ASSERT_TRUE (meets (mapi_restriction_new_count (1, yes)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_count (1, no)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_count (0, yes)));
  CU_ASSERT_FALSE (meets (mapi_restriction_new_sub (MAPI_PR_MESSAGE_RECIPIENTS, yes)));
}

static void
test_message (void)
{
  g_autoptr (MapiPropList) row = make_row ();
  g_autoptr (MapiPropList) ann = mapi_recipient_new (MAPI_TO, "Ann", "SMTP", "ann@example.org");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&ann, 1);
  g_autoptr (MapiRestriction) name = content (MAPI_FL_PREFIX, MAPI_PR_DISPLAY_NAME, "Ann");
  g_autoptr (MapiRestriction) to = mapi_restriction_new_sub (MAPI_PR_MESSAGE_RECIPIENTS, name);
  g_autoptr (MapiRestriction) file = mapi_restriction_new_sub (MAPI_PR_MESSAGE_ATTACHMENTS, name);
  g_autoptr (MapiRestriction) deeper = mapi_restriction_new_sub (MAPI_PR_MESSAGE_RECIPIENTS, to);

  CU_ASSERT_TRUE (mapi_restriction_matches_message (to, row, recipients, NULL));
  CU_ASSERT_FALSE (mapi_restriction_matches_message (to, row, NULL, recipients));
  CU_ASSERT_TRUE (mapi_restriction_matches_message (file, row, NULL, recipients));
  CU_ASSERT_FALSE (mapi_restriction_matches_message (deeper, row, recipients, NULL));
  CU_ASSERT_FALSE (mapi_restriction_matches (to, row));
}

static void
test_getters (void)
{
  g_autoptr (MapiRestriction) mask =
      mapi_restriction_new_bitmask (MAPI_BMR_NEZ, MAPI_PR_MESSAGE_FLAGS, 4);
  g_autoptr (MapiRestriction) props =
      mapi_restriction_new_compare_props (MAPI_RELOP_GT, MAPI_PR_SUBJECT, MAPI_PR_BODY);
  g_autoptr (MapiRestriction) text = text_property (MAPI_RELOP_EQ, MAPI_PR_SUBJECT, "x");
  g_autoptr (MapiRestriction) comment = mapi_restriction_new_comment (text, NULL);
  g_autoptr (MapiRestriction) child = mapi_restriction_get_child (comment, 0);
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (text);
  g_autoptr (MapiPropList) list = mapi_restriction_get_props (comment);
  g_autofree char *words = mapi_restriction_to_string (comment);

  TAP_NUMBER (mapi_restriction_get_kind (mask), MAPI_RES_BITMASK);
  TAP_NUMBER (mapi_restriction_get_operator (mask), MAPI_BMR_NEZ);
  TAP_NUMBER (mapi_restriction_get_number (mask), 4);
  TAP_NUMBER (mapi_restriction_get_tag2 (mask), 0);
  TAP_NUMBER (mapi_restriction_get_tag (props), MAPI_PR_SUBJECT);
  TAP_NUMBER (mapi_restriction_get_tag2 (props), MAPI_PR_BODY);
  TAP_NUMBER (mapi_restriction_get_number (props), 0);
  TAP_NUMBER (mapi_restriction_get_n_children (comment), 1);
  TAP_NUMBER (mapi_restriction_get_depth (comment), 2);
  CU_ASSERT_TRUE (child == text);
  CU_ASSERT_PTR_NULL (mapi_restriction_get_child (comment, 1));
  CU_ASSERT_PTR_NULL (mapi_restriction_get_value (comment));
  CU_ASSERT_PTR_NULL (mapi_restriction_get_props (text));
  TAP_STRING (mapi_prop_value_get_string (value), "x");
  TAP_NUMBER (mapi_prop_list_get_size (list), 0);
  TAP_STRING (words, "COMMENT (PR_SUBJECT == \"x\")");
}

static MapiRestriction *
nest (guint depth)
{
  MapiRestriction *tree = mapi_restriction_new_exist (MAPI_PR_SUBJECT);

  for (guint i = 1; i < depth && tree != NULL; i++)
    {
      g_autoptr (MapiRestriction) child = tree;

      tree = mapi_restriction_new_not (child);
    }
  return tree;
}

static void
test_depth (void)
{
  g_autoptr (MapiRestriction) deepest = nest (256);
  g_autoptr (MapiPropList) row = make_row ();
  g_autoptr (GBytes) bytes = mapi_restriction_to_bytes (deepest);
  g_autoptr (MapiRestriction) again = mapi_restriction_new_from_bytes (bytes, NULL);

  TAP_NUMBER (mapi_restriction_get_depth (again), 256);
  CU_ASSERT_FALSE (mapi_restriction_matches (again, row));
  CU_ASSERT_PTR_NULL (nest (257));
}

/* A tree that holds one part twice at each level grows by doubling. */
static void
test_breadth (void)
{
  MapiRestriction *tree = mapi_restriction_new_exist (MAPI_PR_SUBJECT);

  for (guint i = 0; i < 100 && tree != NULL; i++)
    {
      g_autoptr (MapiRestriction) child = tree;
      MapiRestriction *both[] = { child, child };

      tree = mapi_restriction_new_and (both, 2);
    }
  CU_ASSERT_PTR_NULL (tree);
}

/* The bytes of NOT over NOT over NOT, @depth times. */
static void
test_depth_of_bytes (void)
{
  g_autoptr (MapiRestriction) child = nest (1);
  g_autoptr (MapiRestriction) tree = mapi_restriction_new_not (child);
  g_autoptr (GBytes) bytes = mapi_restriction_to_bytes (tree);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  g_autoptr (GByteArray) forged = g_byte_array_new ();
  g_autoptr (GBytes) deep = NULL;
  g_autoptr (GError) error = NULL;

  g_byte_array_append (forged, data, 8);
  for (guint i = 0; i < 100000; i++)
    g_byte_array_append (forged, data + 8, 24);
  g_byte_array_append (forged, data + 8 + 24, 24);
  deep = g_bytes_new (forged->data, forged->len);
  CU_ASSERT_PTR_NULL (mapi_restriction_new_from_bytes (deep, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX);
}

static MapiRestriction *
make_tree (void)
{
  g_autoptr (MapiPropList) row = make_row ();
  g_autoptr (MapiRestriction) text = content (MAPI_FL_SUBSTRING, MAPI_PR_SUBJECT, "Lunch");
  g_autoptr (MapiRestriction) size =
      mapi_restriction_new_size (MAPI_RELOP_GT, MAPI_PR_MESSAGE_FLAGS, 1);
  g_autoptr (MapiRestriction) not_it = mapi_restriction_new_not (size);
  g_autoptr (MapiRestriction) comment = mapi_restriction_new_comment (not_it, row);
  MapiRestriction *parts[] = { text, comment, size };

  return mapi_restriction_new_or (parts, 3);
}

static void
expect_damage (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_restriction_new_from_bytes (bytes, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
}

static void
use (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) tree = mapi_restriction_new_from_bytes (bytes, &error);
  g_autoptr (MapiPropList) row = make_row ();
  g_autofree char *text = NULL;

  CU_ASSERT_EQUAL (tree == NULL, error != NULL);
  if (tree == NULL)
    return;
  mapi_restriction_matches (tree, row);
  text = mapi_restriction_to_string (tree);
}

static void
test_damage (void)
{
  g_autoptr (MapiRestriction) tree = make_tree ();
  g_autoptr (GBytes) bytes = mapi_restriction_to_bytes (tree);

  sample_truncate (bytes, expect_damage);
  sample_damage (bytes, use);
}

TAP_MAIN ("core/restriction",
          { "content", test_content },
          { "content of bytes", test_content_of_bytes },
          { "property", test_property },
          { "absent and multivalued properties", test_absent_and_multivalued },
          { "other conditions", test_other_leaves },
          { "conditions over others", test_branches },
          { "recipients and attachments", test_message },
          { "getters", test_getters },
          { "depth", test_depth },
          { "breadth", test_breadth },
          { "depth of what is stored", test_depth_of_bytes },
          { "damage", test_damage })
