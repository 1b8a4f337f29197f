/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The small values: identifiers, times, tags, names, errors, notifications, recipients. */

#include "samples.h"

static void
test_uid (void)
{
  static const char *const bad[] = {
    "",
    "x",
    "00020386-0000-0000-c000-00000000004",
    "00020386-0000-0000-c000-0000000000466",
    "00020386+0000-0000-c000-000000000046",
    "0002038g-0000-0000-c000-000000000046",
    "{0020386-0000-0000-c000-000000000046",
  };
  static const guint8 memory[16] = { 0x86, 0x03, 0x02, 0x00, 0, 0, 0, 0,
                                     0xc0, 0,    0,    0,    0, 0, 0, 0x46 };
  g_autoptr (MapiUid) uid = mapi_uid_new_from_string ("00020386-0000-0000-C000-000000000046", NULL);
  g_autofree char *text = mapi_uid_to_string (uid);
  g_autoptr (GBytes) bytes = mapi_uid_to_bytes (uid);
  g_autoptr (MapiUid) again = mapi_uid_new_from_bytes (bytes, NULL);
  g_autoptr (MapiUid) other = mapi_uid_new ();
  g_autofree char *other_text = mapi_uid_to_string (other);

  CU_ASSERT_TRUE (memcmp (uid->bytes, memory, sizeof memory) == 0);
  TAP_STRING (text, "00020386-0000-0000-c000-000000000046");
  CU_ASSERT_TRUE (mapi_uid_equal (uid, again));
  TAP_NUMBER (mapi_uid_hash (uid), mapi_uid_hash (again));
  CU_ASSERT_FALSE (mapi_uid_equal (uid, other));
  TAP_NUMBER (other_text[14], '4');
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      CU_ASSERT_PTR_NULL (mapi_uid_new_from_string (bad[i], &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
    }
}

static void
test_uid_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("short", 5);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_uid_new_from_bytes (bytes, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_filetime (void)
{
  const guint64 epoch = G_GUINT64_CONSTANT (116444736000000000);
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 1, 2, 3, 4, 5.5);
  g_autoptr (GDateTime) again = mapi_filetime_to_date_time (mapi_filetime_from_date_time (time));
  g_autoptr (GDateTime) first = mapi_filetime_to_date_time (0);

  TAP_NUMBER (mapi_filetime_from_unix_usec (0), epoch);
  TAP_NUMBER (mapi_filetime_to_unix_usec (epoch + 19), 1);
  TAP_NUMBER (mapi_filetime_from_unix_usec (-11644473600000000), 0);
  TAP_NUMBER (mapi_filetime_from_unix_usec (G_MININT64), 0);
  CU_ASSERT_TRUE (mapi_filetime_from_unix_usec (G_MAXINT64) == G_MAXUINT64);
  TAP_NUMBER (mapi_filetime_to_unix_usec (0), -11644473600000000);
  CU_ASSERT_TRUE (mapi_filetime_to_unix_usec (G_MAXUINT64) > 0);
  CU_ASSERT_TRUE (g_date_time_equal (time, again));
  TAP_NUMBER (g_date_time_get_year (first), 1601);
  CU_ASSERT_PTR_NULL (mapi_filetime_to_date_time (G_MAXUINT64));
}

static void
test_tags (void)
{
  g_autofree char *name = mapi_prop_tag_to_string (MAPI_PR_SUBJECT);
  g_autofree char *number = mapi_prop_tag_to_string (0x8001001f);

  TAP_NUMBER (mapi_prop_tag_new (0x0037, MAPI_PT_UNICODE), MAPI_PR_SUBJECT);
  TAP_NUMBER (mapi_prop_tag_get_id (MAPI_PR_SUBJECT), 0x0037);
  TAP_NUMBER (mapi_prop_tag_get_prop_type (MAPI_PR_SUBJECT), MAPI_PT_UNICODE);
  TAP_NUMBER (mapi_prop_tag_change_type (MAPI_PR_SUBJECT, MAPI_PT_STRING8), MAPI_PR_SUBJECT_A);
  CU_ASSERT_TRUE (mapi_prop_tag_is_multivalued (0x80011003));
  CU_ASSERT_FALSE (mapi_prop_tag_is_multivalued (MAPI_PR_SUBJECT));
  CU_ASSERT_TRUE (mapi_prop_tag_is_named (0x8000001f) && mapi_prop_tag_is_named (0xfffe001f));
  CU_ASSERT_FALSE (mapi_prop_tag_is_named (0x7fff001f) || mapi_prop_tag_is_named (0xffff001f));
  CU_ASSERT_TRUE (mapi_prop_tag_matches (MAPI_PR_SUBJECT, 0x00370000));
  CU_ASSERT_FALSE (mapi_prop_tag_matches (MAPI_PR_SUBJECT, MAPI_PR_SUBJECT_A));
  TAP_STRING (name, "PR_SUBJECT");
  TAP_STRING (number, "0x8001001f");
  TAP_NUMBER (mapi_prop_tag_from_name ("MAPI_PR_SUBJECT"), MAPI_PR_SUBJECT);
  TAP_NUMBER (mapi_prop_tag_from_name ("0x8001001f"), 0x8001001f);
  TAP_NUMBER (mapi_prop_tag_from_name ("0x-1"), 0);
  TAP_NUMBER (mapi_prop_tag_from_name ("PR_NOTHING"), 0);
  TAP_STRING (mapi_prop_type_get_name (MAPI_PT_MV_UNICODE), "PT_MV_UNICODE");
}

static gint32
map (GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "x");

  return mapi_error_from_gerror (error);
}

static void
test_errors (void)
{
  g_autoptr (GError) error = mapi_error_new (MAPI_E_BUSY, "store: busy");

  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
  TAP_STRING (error->message, "store: busy");
  TAP_NUMBER (mapi_error_from_gerror (error), MAPI_E_BUSY);
  TAP_NUMBER (mapi_error_from_gerror (NULL), MAPI_E_CALL_FAILED);
  TAP_NUMBER (map (G_IO_ERROR, G_IO_ERROR_CANCELLED), MAPI_E_USER_CANCEL);
  TAP_NUMBER (map (G_IO_ERROR, G_IO_ERROR_NOT_FOUND), MAPI_E_NOT_FOUND);
  TAP_NUMBER (map (G_IO_ERROR, G_IO_ERROR_EXISTS), MAPI_E_COLLISION);
  TAP_NUMBER (map (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED), MAPI_E_NO_ACCESS);
  TAP_NUMBER (map (G_IO_ERROR, G_IO_ERROR_NO_SPACE), MAPI_E_NOT_ENOUGH_DISK);
  TAP_NUMBER (map (G_IO_ERROR, G_IO_ERROR_TIMED_OUT), MAPI_E_TIMEOUT);
  TAP_NUMBER (map (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED), MAPI_E_NETWORK_ERROR);
  TAP_NUMBER (map (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND), MAPI_E_NETWORK_ERROR);
  TAP_NUMBER (map (G_FILE_ERROR, G_FILE_ERROR_NOSPC), MAPI_E_NOT_ENOUGH_DISK);
  TAP_NUMBER (map (G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE), MAPI_E_CALL_FAILED);
}

static void
test_names (void)
{
  g_autoptr (MapiUid) set = mapi_uid_new_from_string ("00020329-0000-0000-c000-000000000046", NULL);
  g_autoptr (MapiNameId) number = mapi_name_id_new_from_id (set, 0x8501);
  g_autoptr (MapiNameId) string = mapi_name_id_new_from_string (set, "Keywords");
  g_autoptr (MapiNameId) same = mapi_name_id_new_from_string (set, "Keywords");
  g_autofree char *number_text = mapi_name_id_to_string (number);
  g_autofree char *text = mapi_name_id_to_string (string);

  TAP_NUMBER (mapi_name_id_get_kind (number), MAPI_MNID_ID);
  TAP_NUMBER (mapi_name_id_get_id (number), 0x8501);
  CU_ASSERT_PTR_NULL (mapi_name_id_get_name (number));
  TAP_NUMBER (mapi_name_id_get_kind (string), MAPI_MNID_STRING);
  TAP_STRING (mapi_name_id_get_name (string), "Keywords");
  CU_ASSERT_TRUE (mapi_uid_equal (mapi_name_id_get_property_set (string), set));
  CU_ASSERT_TRUE (mapi_name_id_equal (string, same));
  TAP_NUMBER (mapi_name_id_hash (string), mapi_name_id_hash (same));
  CU_ASSERT_FALSE (mapi_name_id_equal (string, number));
  CU_ASSERT_PTR_NULL (mapi_name_id_new_from_string (set, "\xff"));
  TAP_STRING (number_text, "00020329-0000-0000-c000-000000000046:0x8501");
  TAP_STRING (text, "00020329-0000-0000-c000-000000000046:\"Keywords\"");
}

static void
test_address_types (void)
{
  static const char *const types[] = { "SMTP", "X400", NULL };
  static const char *const empty[] = { "", NULL };
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (MapiUid) other = mapi_uid_new ();
  g_autoptr (MapiUidArray) no_uids = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) uids = mapi_uid_array_append (no_uids, uid);
  g_autoptr (GBytes) mine = mapi_entry_id_new (0, uid, NULL, 0);
  g_autoptr (GBytes) foreign = mapi_entry_id_new (0, other, NULL, 0);
  g_autoptr (MapiAddressTypes) some = mapi_address_types_new (types, uids);
  g_autoptr (MapiAddressTypes) all = mapi_address_types_new (NULL, NULL);
  g_autoptr (MapiAddressTypes) none = mapi_address_types_new (empty, NULL);

  /* R256 */
  CU_ASSERT_TRUE (mapi_address_types_handles (some, "X400"));
  CU_ASSERT_FALSE (mapi_address_types_handles (some, "smtp"));
  CU_ASSERT_FALSE (mapi_address_types_handles (some, "SMTPS"));
  CU_ASSERT_FALSE (mapi_address_types_handles (some, ""));
  CU_ASSERT_TRUE (mapi_address_types_handles_entry_id (some, mine));
  CU_ASSERT_FALSE (mapi_address_types_handles_entry_id (some, foreign));
  /* R262 */
  CU_ASSERT_TRUE (mapi_address_types_handles (all, "FAX"));
  CU_ASSERT_PTR_NULL (mapi_address_types_get_types (all));
  /* R263 */
  CU_ASSERT_FALSE (mapi_address_types_handles (none, ""));
  CU_ASSERT_FALSE (mapi_address_types_handles (none, "SMTP"));
  CU_ASSERT_FALSE (mapi_address_types_handles_entry_id (none, mine));
}

static gboolean
same_address (const char *type, const char *address, const char *other_type, const char *other)
{
  g_autoptr (MapiPropList) a = mapi_recipient_new (MAPI_TO, NULL, type, address);
  g_autoptr (MapiPropList) b = mapi_recipient_new (MAPI_CC, "B", other_type, other);

  return mapi_recipient_same_address (a, b);
}

static void
test_recipient (void)
{
  g_autoptr (MapiPropList) ann = mapi_recipient_new (MAPI_CC, NULL, "smtp", "Ann@Example.org");
  g_autoptr (MapiPropList) taken = mapi_recipient_with_responsibility (ann, TRUE);
  g_autoptr (MapiPropList) given = mapi_recipient_with_responsibility (taken, FALSE);
  g_autoptr (GBytes) key = mapi_prop_list_get_bytes (ann, MAPI_PR_SEARCH_KEY);
  g_autoptr (GBytes) wanted = g_bytes_new_static ("SMTP:ANN@EXAMPLE.ORG", 21);
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (ann, MAPI_PR_ENTRYID);
  g_autoptr (MapiPropList) nobody = mapi_prop_list_new_empty ();

  TAP_NUMBER (mapi_prop_list_get_long (ann, MAPI_PR_RECIPIENT_TYPE, 0), MAPI_CC);
  TAP_STRING (mapi_prop_list_get_string (ann, MAPI_PR_DISPLAY_NAME), "Ann@Example.org");
  TAP_STRING (mapi_prop_list_get_string (ann, MAPI_PR_ADDRTYPE), "SMTP");
  TAP_BYTES (key, wanted);
  CU_ASSERT_TRUE (mapi_one_off_is (id));
  CU_ASSERT_FALSE (mapi_prop_list_contains (ann, MAPI_PR_RESPONSIBILITY));
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (taken, MAPI_PR_RESPONSIBILITY, FALSE));
  CU_ASSERT_FALSE (mapi_prop_list_get_boolean (given, MAPI_PR_RESPONSIBILITY, TRUE));
  TAP_NUMBER (mapi_prop_list_get_size (given), mapi_prop_list_get_size (taken));
  CU_ASSERT_PTR_NULL (mapi_recipient_new (MAPI_TO, "\xff", "SMTP", "a@b"));
  CU_ASSERT_FALSE (mapi_recipient_same_address (ann, nobody));
}

/* The ruling on duplicates: the domain counts without regard to case. */
static void
test_same_address (void)
{
  CU_ASSERT_TRUE (same_address ("SMTP", "ann@example.org", "smtp", "ann@EXAMPLE.org"));
  CU_ASSERT_FALSE (same_address ("SMTP", "ann@example.org", "SMTP", "Ann@example.org"));
  CU_ASSERT_FALSE (same_address ("SMTP", "ann@example.org", "FAX", "ann@example.org"));
  CU_ASSERT_FALSE (same_address ("SMTP", "ann@example.org", "SMTP", "anne@example.org"));
  CU_ASSERT_TRUE (same_address ("FAX", "+49 89 1", "FAX", "+49 89 1"));
  CU_ASSERT_FALSE (same_address ("X", "a", "X", "A"));
}

static void
test_object_notification (void)
{
  const guint32 changed[] = { MAPI_PR_SUBJECT };
  g_autoptr (GBytes) id = g_bytes_new_static ("\1\xff", 2);
  g_autoptr (GBytes) parent = g_bytes_new_static ("p", 1);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (changed, 1);
  g_autoptr (MapiNotification) moved = mapi_notification_new_object (
      MAPI_fnevObjectMoved, MAPI_OBJECT_MESSAGE, id, parent, NULL, parent, tags);
  g_autoptr (GBytes) got = mapi_notification_get_entry_id (moved);
  g_autoptr (GBytes) old_parent = mapi_notification_get_old_parent_id (moved);
  g_autoptr (MapiPropTagArray) got_tags = mapi_notification_get_tags (moved);
  g_autofree char *text = mapi_notification_to_string (moved);

  TAP_NUMBER (mapi_notification_get_event_type (moved), MAPI_fnevObjectMoved);
  TAP_NUMBER (mapi_notification_get_object_type (moved), MAPI_OBJECT_MESSAGE);
  TAP_BYTES (got, id);
  TAP_BYTES (old_parent, parent);
  CU_ASSERT_PTR_NULL (mapi_notification_get_old_id (moved));
  CU_ASSERT_TRUE (got_tags == tags);
  TAP_STRING (text, "ObjectMoved object-type=5 entry-id=01ff parent-id=70 old-parent-id=70");
}

static void
test_other_notifications (void)
{
  g_autoptr (GBytes) id = g_bytes_new_static ("i", 1);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_empty ();
  g_autoptr (MapiNotification) mail = mapi_notification_new_newmail (id, NULL, "IPM.Note", 3);
  g_autoptr (MapiNotification) table =
      mapi_notification_new_table (MAPI_TABLE_ROW_ADDED, 0, id, NULL, row);
  g_autoptr (MapiNotification) failure =
      mapi_notification_new_error (NULL, MAPI_E_NETWORK_ERROR, 0, "gone");
  g_autoptr (MapiNotification) own = mapi_notification_new_extended (7, id);
  g_autoptr (MapiNotification) status = mapi_notification_new_status (id, row);
  g_autoptr (GBytes) index = mapi_notification_get_index (table);
  g_autoptr (GBytes) data = mapi_notification_get_data (own);
  g_autoptr (MapiPropList) got = mapi_notification_get_row (table);
  g_autoptr (MapiPropList) changes = mapi_notification_get_row (status);
  g_autofree char *text = mapi_notification_to_string (failure);

  TAP_STRING (mapi_notification_get_text (mail), "IPM.Note");
  TAP_NUMBER (mapi_notification_get_flags (mail), 3);
  TAP_NUMBER (mapi_notification_get_table_event (table), MAPI_TABLE_ROW_ADDED);
  TAP_NUMBER (mapi_notification_get_event_type (table), MAPI_fnevTableModified);
  TAP_BYTES (index, id);
  CU_ASSERT_PTR_NULL (mapi_notification_get_prior (table));
  CU_ASSERT_TRUE (got == row && changes == row);
  TAP_NUMBER (mapi_notification_get_code (failure), MAPI_E_NETWORK_ERROR);
  TAP_STRING (text, "CriticalError code=0x80040115 MAPI_E_NETWORK_ERROR text=\"gone\"");
  TAP_NUMBER (mapi_notification_get_flags (own), 7);
  TAP_BYTES (data, id);
}

TAP_MAIN ("core/values",
          { "identifiers", test_uid },
          { "identifiers from bytes", test_uid_bytes },
          { "times", test_filetime },
          { "tags", test_tags },
          { "errors", test_errors },
          { "names of properties", test_names },
          { "address types", test_address_types },
          { "recipients", test_recipient },
          { "recipients with one address", test_same_address },
          { "notifications about objects", test_object_notification },
          { "other notifications", test_other_notifications })
