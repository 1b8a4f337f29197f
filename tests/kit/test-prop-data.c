/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

#define NO_VALUES ((guint32) 0x67001003)

static MapiPropList *
one_string (guint32 tag, const char *text)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);

  return mapi_prop_list_new_from_value (value);
}

static void
set_string (gpointer prop, guint32 tag, const char *text)
{
  g_autoptr (MapiPropList) list = one_string (tag, text);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_set_props (prop, list, NULL, NULL, &error));
  TAP_NO_ERROR (error);
}

static char *
get_string (gpointer prop, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) list = mapi_prop_get_props (prop, tags, 0, NULL, NULL, NULL);

  return g_strdup (mapi_prop_list_get_string (list, tag));
}

static void
expect_string (gpointer prop, guint32 tag, const char *expected, guint line)
{
  g_autofree char *text = get_string (prop, tag);

  tap_string (text, expected, "value", line, __FILE__);
}

#define EXPECT_STRING(prop, tag, expected) expect_string (prop, tag, expected, __LINE__)

static void
test_props (void)
{
  static const guint32 wanted[] = { MAPI_PR_COMMENT, MAPI_PR_SUBJECT };
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, 2);
  g_autoptr (MapiPropTagArray) gone = mapi_prop_tag_array_new (wanted + 1, 1);
  g_autoptr (MapiPropTagArray) listed = NULL;
  g_autoptr (MapiPropList) list = NULL;
  guint32 warning = 0;

  set_string (data, MAPI_PR_SUBJECT, "one");
  set_string (data, MAPI_PR_DISPLAY_NAME, "name");
  set_string (data, MAPI_PR_SUBJECT, "two");
  list = mapi_prop_get_props (MAPI_PROP (data), tags, 0, NULL, &warning, NULL);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
  TAP_NUMBER (mapi_prop_list_get_size (list), 2);
  TAP_NUMBER (mapi_prop_list_get_error (list, MAPI_PR_COMMENT), MAPI_E_NOT_FOUND);
  TAP_STRING (mapi_prop_list_get_string (list, MAPI_PR_SUBJECT), "two");

  CU_ASSERT_TRUE (mapi_prop_delete_props (MAPI_PROP (data), gone, NULL, NULL, NULL));
  listed = mapi_prop_get_prop_list (MAPI_PROP (data), 0, NULL, NULL);
  TAP_NUMBER (mapi_prop_tag_array_get_size (listed), 1);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (listed, 0), MAPI_PR_DISPLAY_NAME);
}

static void
test_access (void)
{
  g_autoptr (MapiPropList) list = one_string (MAPI_PR_SUBJECT, "one");
  g_autoptr (MapiPropData) data = mapi_prop_data_new (list);
  g_autoptr (GError) error = NULL;

  TAP_NUMBER (mapi_prop_data_get_obj_access (data), MAPI_IPROP_READWRITE | MAPI_IPROP_CLEAN);
  set_string (data, MAPI_PR_COMMENT, "x");
  TAP_NUMBER (mapi_prop_data_get_obj_access (data), MAPI_IPROP_READWRITE | MAPI_IPROP_DIRTY);
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (data), 0, NULL, NULL));
  mapi_prop_data_set_obj_access (data, MAPI_IPROP_READONLY);
  TAP_NUMBER (mapi_prop_data_get_obj_access (data), MAPI_IPROP_READONLY | MAPI_IPROP_CLEAN);

  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (data), list, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_prop_open_property (
      MAPI_PROP (data), MAPI_PR_SUBJECT, NULL, 0, MAPI_MODIFY, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);

  list = (mapi_prop_list_unref (list), one_string (MAPI_PR_SUBJECT, "owner"));
  mapi_prop_data_set_list (data, list);
  EXPECT_STRING (data, MAPI_PR_SUBJECT, "owner");
  EXPECT_STRING (data, MAPI_PR_COMMENT, NULL);
}

static void
test_set_rules (void)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) with_error = NULL;
  g_autoptr (MapiPropValue) object = mapi_prop_value_new_object (MAPI_PR_ATTACH_DATA_OBJ);
  g_autoptr (MapiPropList) with_object = mapi_prop_list_new_from_value (object);
  g_autoptr (MapiPropValue) empty = mapi_prop_value_new_mv_long (0x80011003, NULL, 0);
  g_autoptr (MapiPropList) with_empty = mapi_prop_list_new_from_value (empty);
  g_autoptr (MapiPropTagArray) listed = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_list_builder_add_error (builder, 0x3004000a, (gint32) MAPI_E_NOT_FOUND);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "s");
  with_error = mapi_prop_list_builder_end (builder);
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (data), with_error, NULL, NULL, NULL));
  listed = mapi_prop_get_prop_list (MAPI_PROP (data), 0, NULL, NULL);
  TAP_NUMBER (mapi_prop_tag_array_get_size (listed), 1);

  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (data), with_object, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (data), with_empty, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static MapiStream *
open_stream (gpointer prop, guint32 tag, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GObject *object = mapi_prop_open_property (prop, tag, "MapiStream", 0, flags, NULL, &error);

  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (MAPI_IS_STREAM (object));
  return MAPI_STREAM (object);
}

static gboolean
write_stream (gpointer prop, guint32 tag, gconstpointer data, gsize size, GError **error)
{
  g_autoptr (MapiStream) stream = open_stream (prop, tag, MAPI_CREATE | MAPI_MODIFY);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return mapi_stream_write (stream, bytes, NULL, error) &&
         mapi_stream_commit (stream, 0, NULL, error);
}

static void
test_small_stream (void)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiStream) stream = open_stream (data, MAPI_PR_SUBJECT, MAPI_CREATE | MAPI_MODIFY);
  g_autoptr (MapiStream) reader = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_stream_write (stream, bytes, NULL, NULL));
  EXPECT_STRING (data, MAPI_PR_SUBJECT, NULL);
  CU_ASSERT_TRUE (mapi_stream_commit (stream, 0, NULL, NULL));
  EXPECT_STRING (data, MAPI_PR_SUBJECT, "text");
  CU_ASSERT_TRUE (mapi_stream_write (stream, bytes, NULL, NULL));
  EXPECT_STRING (data, MAPI_PR_SUBJECT, "text");

  reader = open_stream (data, MAPI_PR_SUBJECT, 0);
  CU_ASSERT_FALSE (mapi_stream_write (reader, bytes, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);

  CU_ASSERT_FALSE (write_stream (data, MAPI_PR_SUBJECT, "\xff\xfe", 2, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  EXPECT_STRING (data, MAPI_PR_SUBJECT, "text");
  g_clear_error (&error);
  CU_ASSERT_TRUE (write_stream (data, MAPI_PR_SUBJECT, NULL, 0, &error));
  TAP_NO_ERROR (error);
  EXPECT_STRING (data, MAPI_PR_SUBJECT, "");
}

static void
test_large_stream (void)
{
  static const guint32 tag = MAPI_PR_BODY;
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autofree char *text = g_strnfill (200000, 'x');
  g_autoptr (GBytes) expected = g_bytes_new (text, 200000);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropTagArray) listed = NULL;
  g_autoptr (MapiPropList) list = NULL;
  g_autoptr (MapiStream) stream = NULL;
  g_autoptr (GBytes) read = NULL;

  set_string (data, MAPI_PR_BODY, "short");
  CU_ASSERT_TRUE (write_stream (data, MAPI_PR_BODY, text, 200000, NULL));
  list = mapi_prop_get_props (MAPI_PROP (data), tags, 0, NULL, NULL, NULL);
  TAP_NUMBER (mapi_prop_list_get_error (list, MAPI_PR_BODY), MAPI_E_NOT_ENOUGH_MEMORY);
  listed = mapi_prop_get_prop_list (MAPI_PROP (data), 0, NULL, NULL);
  TAP_NUMBER (mapi_prop_tag_array_get_size (listed), 1);
  stream = open_stream (data, MAPI_PR_BODY, 0);
  read = mapi_stream_read (stream, 300000, NULL, NULL);
  TAP_BYTES (read, expected);

  set_string (data, MAPI_PR_BODY, "short again");
  EXPECT_STRING (data, MAPI_PR_BODY, "short again");
}

static void
refuse_open (gpointer prop, guint32 tag, const char *interface_name, guint32 flags, gint code)
{
  g_autoptr (GError) error = NULL;
  GObject *object = mapi_prop_open_property (prop, tag, interface_name, 0, flags, NULL, &error);

  CU_ASSERT_PTR_NULL (object);
  CU_ASSERT_PTR_NOT_NULL (error);
  if (error != NULL)
    TAP_NUMBER (error->code, code);
}

static void
test_refuse_open (void)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);

  refuse_open (data, MAPI_PR_SUBJECT, NULL, 0, (gint) MAPI_E_NOT_FOUND);
  refuse_open (data, MAPI_PR_SUBJECT, NULL, MAPI_MODIFY, (gint) MAPI_E_NOT_FOUND);
  refuse_open (data, MAPI_PR_SUBJECT, NULL, MAPI_CREATE, (gint) MAPI_E_INVALID_PARAMETER);
  refuse_open (data, 0x00370000, NULL, 0, (gint) MAPI_E_INVALID_PARAMETER);
  refuse_open (data, MAPI_PR_SUBJECT, "MapiTable", 0, (gint) MAPI_E_INTERFACE_NOT_SUPPORTED);
  refuse_open (data, MAPI_PR_MESSAGE_SIZE, NULL, 0, (gint) MAPI_E_INTERFACE_NOT_SUPPORTED);
}

static MapiNameIdArray *
two_names (void)
{
  g_autoptr (MapiUid) set = mapi_uid_from_name ("PS_PUBLIC_STRINGS", NULL);
  g_autoptr (MapiNameId) first = mapi_name_id_new_from_string (set, "Keywords");
  g_autoptr (MapiNameId) second = mapi_name_id_new_from_id (set, 0x8123);
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) one = mapi_name_id_array_append (none, first);

  return mapi_name_id_array_append (one, second);
}

static void
test_names (void)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiNameIdArray) names = two_names ();
  g_autoptr (MapiPropTagArray) unknown = NULL;
  g_autoptr (MapiPropTagArray) tags = NULL;
  g_autoptr (MapiPropTagArray) named = NULL;
  g_autoptr (MapiNameIdArray) strings = NULL;
  g_autoptr (MapiNameId) wanted = mapi_name_id_array_get_name (names, 0);
  g_autoptr (MapiNameId) found = NULL;
  guint32 warning = 0;

  unknown = mapi_prop_get_ids_from_names (MAPI_PROP (data), names, 0, NULL, &warning, NULL);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (unknown, 0), MAPI_PT_ERROR);
  tags = mapi_prop_get_ids_from_names (MAPI_PROP (data), names, MAPI_CREATE, NULL, &warning, NULL);
  TAP_NUMBER (warning, 0);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (tags, 0), 0x80000000);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (tags, 1), 0x80010000);

  strings = mapi_prop_get_names_from_ids (
      MAPI_PROP (data), NULL, NULL, MAPI_NO_IDS, &named, NULL, NULL, NULL);
  TAP_NUMBER (mapi_name_id_array_get_size (strings), 1);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (named, 0), 0x80000000);
  found = mapi_name_id_array_get_name (strings, 0);
  CU_ASSERT_TRUE (mapi_name_id_equal (found, wanted));
}

static void
make_named (MapiPropData *data, gboolean swapped)
{
  g_autoptr (MapiNameIdArray) names = two_names ();
  g_autoptr (MapiNameId) second = mapi_name_id_array_get_name (names, 1);
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) one = mapi_name_id_array_append (none, second);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_get_ids_from_names (
      MAPI_PROP (data), swapped ? one : names, MAPI_CREATE, NULL, NULL, NULL);

  CU_ASSERT_PTR_NOT_NULL (tags);
}

static void
test_copy (void)
{
  static const guint32 excluded = MAPI_PR_COMMENT;
  g_autoptr (MapiPropData) from = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropData) to = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropTagArray) exclude = mapi_prop_tag_array_new (&excluded, 1);
  g_autofree char *large = g_strnfill (100000, 'y');
  g_autofree char *copied = NULL;
  g_autoptr (MapiStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  guint64 size = 0;

  make_named (from, FALSE);
  make_named (to, TRUE);
  set_string (from, MAPI_PR_SUBJECT, "subject");
  set_string (from, MAPI_PR_COMMENT, "comment");
  set_string (from, 0x8000001f, "keywords");
  set_string (from, 0x8001001f, "number");
  CU_ASSERT_TRUE (write_stream (from, MAPI_PR_BODY, large, 100000, NULL));
  set_string (to, MAPI_PR_SUBJECT, "old");

  CU_ASSERT_TRUE (mapi_prop_copy_to (
      MAPI_PROP (from), NULL, exclude, NULL, MAPI_PROP (to), MAPI_NOREPLACE, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  EXPECT_STRING (to, MAPI_PR_SUBJECT, "old");
  EXPECT_STRING (to, MAPI_PR_COMMENT, NULL);
  EXPECT_STRING (to, 0x8000001f, "number");
  EXPECT_STRING (to, 0x8001001f, "keywords");
  stream = open_stream (to, MAPI_PR_BODY, 0);
  CU_ASSERT_TRUE (mapi_stream_get_size (stream, &size, NULL));
  TAP_NUMBER (size, 100000);

  CU_ASSERT_TRUE (mapi_prop_copy_to (
      MAPI_PROP (from), NULL, NULL, NULL, MAPI_PROP (to), MAPI_MOVE, NULL, NULL, &error));
  EXPECT_STRING (to, MAPI_PR_SUBJECT, "subject");
  EXPECT_STRING (from, MAPI_PR_SUBJECT, NULL);
  CU_ASSERT_FALSE (
      mapi_prop_copy_to (MAPI_PROP (to), NULL, NULL, NULL, MAPI_PROP (to), 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
}

static void
test_copy_problems (void)
{
  static const guint32 wanted[] = { MAPI_PR_COMMENT, MAPI_PR_SUBJECT };
  g_autoptr (MapiPropData) from = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropData) to = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, 2);
  g_autoptr (MapiPropProblemArray) problems = NULL;

  set_string (from, MAPI_PR_SUBJECT, "subject");
  CU_ASSERT_TRUE (mapi_prop_copy_props (
      MAPI_PROP (from), tags, NULL, MAPI_PROP (to), 0, &problems, NULL, NULL));
  EXPECT_STRING (to, MAPI_PR_SUBJECT, "subject");
  CU_ASSERT_PTR_NOT_NULL (problems);
  if (problems == NULL)
    return;
  TAP_NUMBER (mapi_prop_problem_array_get_size (problems), 1);
  TAP_NUMBER (mapi_prop_problem_array_get_tag (problems, 0), MAPI_PR_COMMENT);
  TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), MAPI_E_NOT_FOUND);
}

/* An object of a provider that gives a multivalued property without values, besides a comment. */
typedef MapiPropData      OddProps;
typedef MapiPropDataClass OddPropsClass;

static MapiPropTagArray *
odd_get_prop_list (MapiProp *prop, guint32 flags, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = { NO_VALUES, MAPI_PR_COMMENT };

  return mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
}

static MapiPropList *
odd_get_props (MapiProp         *prop,
               MapiPropTagArray *tags,
               guint32           flags,
               GCancellable     *cancellable,
               guint32          *warning,
               GError          **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropValue) none = mapi_prop_value_new_mv_long (NO_VALUES, NULL, 0);

  mapi_prop_list_builder_add_value (builder, none);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_COMMENT, "comment");
  return mapi_prop_list_builder_end (builder);
}

static void
odd_props_prop_init (MapiPropInterface *iface)
{
  iface->get_prop_list = odd_get_prop_list;
  iface->get_props = odd_get_props;
}

static GType odd_props_get_type (void);
G_DEFINE_TYPE_WITH_CODE (OddProps,
                         odd_props,
                         MAPI_TYPE_PROP_DATA,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, odd_props_prop_init))

static void
odd_props_class_init (OddPropsClass *klass)
{
}

static void
odd_props_init (OddProps *self)
{
}

/* SetProps would refuse it together with all others. */
static void
test_copy_without_values (void)
{
  g_autoptr (MapiProp) from = g_object_new (odd_props_get_type (), NULL);
  g_autoptr (MapiPropData) to = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_copy_to (from, NULL, NULL, NULL, MAPI_PROP (to), 0, &problems, NULL, &error);
  TAP_NO_ERROR (error);
  EXPECT_STRING (to, MAPI_PR_COMMENT, "comment");
  CU_ASSERT_PTR_NOT_NULL (problems);
  if (problems == NULL)
    return;
  TAP_NUMBER (mapi_prop_problem_array_get_tag (problems, 0), NO_VALUES);
  TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), MAPI_E_NOT_FOUND);
}

TAP_MAIN ("kit/prop-data",
          { "get, set, list and delete", test_props },
          { "access", test_access },
          { "what SetProps ignores and refuses", test_set_rules },
          { "a stream shows when it is committed", test_small_stream },
          { "large values stay streams", test_large_stream },
          { "what OpenProperty refuses", test_refuse_open },
          { "named properties", test_names },
          { "copying keeps names and streams", test_copy },
          { "copying reports problems", test_copy_problems },
          { "copying what has no values", test_copy_without_values })
