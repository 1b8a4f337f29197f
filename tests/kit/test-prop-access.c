/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>

/* IPropData: which properties clients may change, and which they have changed. */

static const guint32 subject_tag[] = { MAPI_PR_SUBJECT };

static MapiPropTagArray *
the_subject (void)
{
  return mapi_prop_tag_array_new (subject_tag, G_N_ELEMENTS (subject_tag));
}

/* With a subject and a comment, both clean. */
static MapiPropData *
new_object (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "subject");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_COMMENT, "comment");
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_data_new (props);
}

static void
set_access (MapiPropData *data, guint32 flags)
{
  g_autoptr (MapiPropTagArray) tags = the_subject ();
  g_autoptr (MapiFlagList) access = mapi_flag_list_new (&flags, 1);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_prop_data_set_prop_access (data, tags, access, &error));
  TAP_NO_ERROR (error);
}

static guint32
access_of (MapiPropData *data, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiFlagList) access = mapi_prop_data_get_prop_access (data, tags, NULL);

  return mapi_flag_list_get_flag (access, 0);
}

static MapiPropProblemArray *
set_both (gpointer object, const char *text)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;
  MapiPropProblemArray *problems = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_COMMENT, text);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, text);
  props = mapi_prop_list_builder_end (builder);
  CU_ASSERT (mapi_prop_set_props (MAPI_PROP (object), props, &problems, NULL, &error));
  TAP_NO_ERROR (error);
  return problems;
}

static void
expect_text (gpointer object, guint32 tag, const char *expected)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (object), NULL, 0, NULL, NULL, NULL);

  TAP_STRING (mapi_prop_list_get_string (props, tag), expected);
}

static void
expect_problem (MapiPropProblemArray *problems, guint32 index, guint32 tag)
{
  CU_ASSERT_PTR_NOT_NULL (problems);
  if (problems == NULL)
    return;
  TAP_NUMBER (mapi_prop_problem_array_get_size (problems), 1);
  TAP_NUMBER (mapi_prop_problem_array_get_index (problems, 0), index);
  TAP_NUMBER (mapi_prop_problem_array_get_tag (problems, 0), tag);
  TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), (gint32) MAPI_E_NO_ACCESS);
}

static void
test_changes (void)
{
  g_autoptr (MapiPropData) data = new_object ();
  g_autoptr (MapiPropProblemArray) problems = NULL;

  TAP_NUMBER (access_of (data, MAPI_PR_SUBJECT), MAPI_IPROP_READWRITE);
  problems = set_both (data, "changed");
  CU_ASSERT_PTR_NULL (problems);
  TAP_NUMBER (access_of (data, MAPI_PR_SUBJECT), MAPI_IPROP_DIRTY);
  set_access (data, MAPI_IPROP_CLEAN);
  TAP_NUMBER (access_of (data, MAPI_PR_SUBJECT), MAPI_IPROP_READWRITE);
  TAP_NUMBER (access_of (data, MAPI_PR_COMMENT), MAPI_IPROP_DIRTY);
  CU_ASSERT (mapi_prop_save_changes (MAPI_PROP (data), MAPI_KEEP_OPEN_READWRITE, NULL, NULL));
  TAP_NUMBER (access_of (data, MAPI_PR_COMMENT), MAPI_IPROP_READWRITE);
  set_access (data, MAPI_IPROP_DIRTY);
  TAP_NUMBER (access_of (data, MAPI_PR_SUBJECT), MAPI_IPROP_DIRTY);
}

static void
test_read_only (void)
{
  g_autoptr (MapiPropData) data = new_object ();
  g_autoptr (MapiPropTagArray) tags = the_subject ();
  g_autoptr (MapiPropProblemArray) not_set = NULL;
  g_autoptr (MapiPropProblemArray) not_deleted = NULL;
  g_autoptr (GError) error = NULL;

  set_access (data, MAPI_IPROP_READONLY);
  TAP_NUMBER (access_of (data, MAPI_PR_SUBJECT), MAPI_IPROP_READONLY);
  not_set = set_both (data, "changed");
  expect_problem (not_set, 1, MAPI_PR_SUBJECT);
  expect_text (data, MAPI_PR_SUBJECT, "subject");
  expect_text (data, MAPI_PR_COMMENT, "changed");

  CU_ASSERT (mapi_prop_delete_props (MAPI_PROP (data), tags, &not_deleted, NULL, &error));
  TAP_NO_ERROR (error);
  expect_problem (not_deleted, 0, MAPI_PR_SUBJECT);
  expect_text (data, MAPI_PR_SUBJECT, "subject");
  CU_ASSERT_PTR_NULL (mapi_prop_open_property (
      MAPI_PROP (data), MAPI_PR_SUBJECT, NULL, 0, MAPI_MODIFY, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  TAP_NUMBER (access_of (data, MAPI_PR_SUBJECT), MAPI_IPROP_READONLY);

  set_access (data, MAPI_IPROP_READWRITE);
  CU_ASSERT_PTR_NULL (set_both (data, "again"));
  expect_text (data, MAPI_PR_SUBJECT, "again");
}

/* A message in memory has problems of its own, which are told of with those. */
static void
test_message (void)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  set_access (MAPI_PROP_DATA (message), MAPI_IPROP_READONLY);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, 1);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "refused");
  props = mapi_prop_list_builder_end (builder);
  CU_ASSERT (mapi_prop_set_props (MAPI_PROP (message), props, &problems, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_problem_array_get_size (problems), 2);
  TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 0), (gint32) MAPI_E_COMPUTED);
  TAP_NUMBER (mapi_prop_problem_array_get_index (problems, 1), 1);
  TAP_NUMBER (mapi_prop_problem_array_get_code (problems, 1), (gint32) MAPI_E_NO_ACCESS);
}

static void
test_deleted (void)
{
  static const guint32 wanted[] = { MAPI_PR_COMMENT, MAPI_PR_SUBJECT, MAPI_PR_BODY };
  g_autoptr (MapiPropData) data = new_object ();
  g_autoptr (MapiPropTagArray) gone = the_subject ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropTagArray) found = NULL;
  g_autoptr (MapiPropTagArray) all = NULL;
  g_autoptr (MapiFlagList) some_access = NULL;
  g_autoptr (MapiFlagList) all_access = NULL;

  CU_ASSERT (mapi_prop_delete_props (MAPI_PROP (data), gone, NULL, NULL, NULL));
  some_access = mapi_prop_data_get_prop_access (data, tags, &found);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (found, 0), MAPI_PR_COMMENT);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (found, 1), 0);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (found, 2), 0);
  TAP_NUMBER (mapi_flag_list_get_flag (some_access, 0), MAPI_IPROP_READWRITE);
  TAP_NUMBER (mapi_flag_list_get_flag (some_access, 1), MAPI_IPROP_DIRTY);
  TAP_NUMBER (mapi_flag_list_get_flag (some_access, 2), MAPI_IPROP_READWRITE);

  all_access = mapi_prop_data_get_prop_access (data, NULL, &all);
  TAP_NUMBER (mapi_prop_tag_array_get_size (all), 2);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (all, 1), MAPI_PR_SUBJECT);
  TAP_NUMBER (mapi_flag_list_get_flag (all_access, 1), MAPI_IPROP_DIRTY);
}

static void
expect_refusal (MapiPropData *data, const guint32 *flags, gsize n_flags, MapiError code)
{
  g_autoptr (MapiPropTagArray) tags = the_subject ();
  g_autoptr (MapiFlagList) access = mapi_flag_list_new (flags, n_flags);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_prop_data_set_prop_access (data, tags, access, &error));
  TAP_ERROR (error, MAPI_ERROR, code);
}

static void
test_refused (void)
{
  static const guint32 bad[] = { MAPI_IPROP_READONLY | MAPI_IPROP_READWRITE,
                                 MAPI_IPROP_CLEAN | MAPI_IPROP_DIRTY,
                                 4 };
  static const guint32 good[] = { MAPI_IPROP_READONLY };
  g_autoptr (MapiPropData) data = new_object ();

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    expect_refusal (data, &bad[i], 1, MAPI_E_INVALID_PARAMETER);
  expect_refusal (data, bad, 2, MAPI_E_INVALID_PARAMETER);
  mapi_prop_data_set_obj_access (data, MAPI_IPROP_READONLY);
  expect_refusal (data, good, 1, MAPI_E_NO_ACCESS);
  TAP_NUMBER (access_of (data, MAPI_PR_SUBJECT), MAPI_IPROP_READWRITE);
}

static gboolean
add_objects (MapiPropData          *data,
             const guint32         *tags,
             gsize                  n_tags,
             MapiPropProblemArray **problems,
             guint32               *warning,
             GError               **error)
{
  g_autoptr (MapiPropTagArray) array = mapi_prop_tag_array_new (tags, n_tags);

  return mapi_prop_data_add_obj_props (data, array, problems, warning, error);
}

static void
test_objects (void)
{
  static const guint32 objects[] = { MAPI_PR_CONTAINER_CONTENTS, MAPI_PR_CONTAINER_HIERARCHY };
  static const guint32 mixed[] = { MAPI_PR_FOLDER_ASSOCIATED_CONTENTS, MAPI_PR_SUBJECT };
  static const guint32 read_only = MAPI_IPROP_READONLY;
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropTagArray) second = mapi_prop_tag_array_new (objects + 1, 1);
  g_autoptr (MapiFlagList) access = mapi_flag_list_new (&read_only, 1);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiPropTagArray) listed = NULL;
  g_autoptr (GError) error = NULL;
  guint32 warning = 1;

  CU_ASSERT (add_objects (data, objects, 1, &problems, &warning, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, 0);
  CU_ASSERT_PTR_NULL (problems);

  CU_ASSERT (mapi_prop_data_set_prop_access (data, second, access, NULL));
  CU_ASSERT (add_objects (data, objects, 2, &problems, &warning, &error));
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  expect_problem (problems, 1, MAPI_PR_CONTAINER_HIERARCHY);

  CU_ASSERT_FALSE (add_objects (data, mixed, 2, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_TYPE);
  g_clear_error (&error);
  mapi_prop_data_set_obj_access (data, MAPI_IPROP_READONLY);
  CU_ASSERT_FALSE (add_objects (data, mixed, 1, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);

  listed = mapi_prop_get_prop_list (MAPI_PROP (data), 0, NULL, NULL);
  TAP_NUMBER (mapi_prop_tag_array_get_size (listed), 1);
  TAP_NUMBER (mapi_prop_tag_array_get_tag (listed, 0), MAPI_PR_CONTAINER_CONTENTS);
}

TAP_MAIN ("kit/prop-access",
          { "what has changed", test_changes },
          { "properties for reading only", test_read_only },
          { "a message's own problems", test_message },
          { "what was deleted", test_deleted },
          { "SetPropAccess refuses", test_refused },
          { "AddObjProps", test_objects })
