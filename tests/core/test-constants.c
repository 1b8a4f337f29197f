/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Holds the look-up of names against the tables, which are read here without the generators. */

#include "tap.h"

#include <mapi/mapi.h>

typedef void (*RowFunc) (GStrv row);

static const char *header_line;

/* The field of @row in the column of that name. */
static const char *
field (GStrv row, const char *column)
{
  g_auto (GStrv) columns = g_strsplit (header_line, "\t", -1);

  for (guint i = 0; columns[i] != NULL; i++)
    if (g_str_equal (columns[i], column))
      return row[i];

  CU_FAIL ("no such column");
  return "";
}

static guint32
number (GStrv row, const char *column)
{
  return (guint32) g_ascii_strtoull (field (row, column), NULL, 16);
}

/* Calls @check with every row of @table that has something in @column. */
static void
each_row (const char *table, const char *column, RowFunc check)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.tsv", MAPI_TABLES_DIR, table);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;

  lines = g_strsplit (text, "\n", -1);
  header_line = lines[0];
  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], "\t", -1);

      if (field (row, column)[0] != '\0')
        check (row);
    }
}

static void
check_error (GStrv row)
{
  const char *name = field (row, "name");
  gint32      wanted = (gint32) number (row, "value");
  gint32      code = 0;
  gint32      again = 0;

  if (!mapi_error_from_name (name, &code))
    tap_note ("%s is not known", name);
  TAP_NUMBER (code, wanted);
  CU_ASSERT_TRUE (mapi_error_from_name (mapi_error_get_name (code), &again));
  TAP_NUMBER (again, wanted);
}

static void
test_errors (void)
{
  each_row ("errors", "value", check_error);

  TAP_STRING (mapi_error_get_name (MAPI_E_NO_ACCESS), "MAPI_E_NO_ACCESS");
  TAP_STRING (mapi_error_get_name (MAPI_E_CALL_FAILED), "MAPI_E_CALL_FAILED");
  TAP_STRING (mapi_error_get_name (MAPI_W_PARTIAL_COMPLETION), "MAPI_W_PARTIAL_COMPLETION");
  TAP_STRING (mapi_error_get_name (0), "S_OK");
  TAP_STRING (mapi_error_get_name (0x7FFFFFFF), NULL);
  CU_ASSERT_FALSE (mapi_error_from_name ("MAPI_E_NOTHING", NULL));
}

static void
check_tag (GStrv row)
{
  const char *name = field (row, "name");
  guint32     wanted = number (row, "tag");
  guint32     tag = mapi_prop_tag_from_name (name);
  const char *shown;

  if (tag != wanted)
    tap_note ("%s", name);
  TAP_NUMBER (tag, wanted);
  TAP_NUMBER (mapi_prop_tag_get_id (tag), number (row, "id"));
  shown = mapi_prop_tag_get_name (tag);
  CU_ASSERT_PTR_NOT_NULL (shown);
  TAP_NUMBER (shown != NULL ? mapi_prop_tag_from_name (shown) : 0, wanted);
}

/* Where the name itself is a string, its variants differ in the type alone. */
static void
check_variants (GStrv row)
{
  g_auto (GStrv) letters = g_strsplit (field (row, "variants"), ",", -1);
  guint32 tag = number (row, "tag");

  if (tag == 0 || g_str_equal (field (row, "type"), "PT_OBJECT"))
    return;

  for (guint i = 0; letters[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat (field (row, "name"), "_", letters[i], NULL);
      guint16          type = letters[i][0] == 'A' ? MAPI_PT_STRING8 : MAPI_PT_UNICODE;

      TAP_NUMBER (mapi_prop_tag_from_name (name), (tag & 0xFFFF0000) | (tag & MAPI_MV_FLAG) | type);
    }
}

static void
test_tags (void)
{
  each_row ("proptags", "tag", check_tag);
  each_row ("proptags", "variants", check_variants);

  TAP_STRING (mapi_prop_tag_get_name (MAPI_PR_SUBJECT), "PR_SUBJECT");
  TAP_STRING (mapi_prop_tag_get_name (MAPI_PR_SUBJECT_A), "PR_SUBJECT_A");
  TAP_STRING (mapi_prop_tag_get_name (MAPI_PR_PAGER_TELEPHONE_NUMBER), "PR_PAGER_TELEPHONE_NUMBER");
  TAP_NUMBER (mapi_prop_tag_from_name ("PR_EMS_AB_MEMBER_A"), 0x8009101E);
  TAP_NUMBER (mapi_prop_tag_from_name ("PR_NOTHING"), 0);
}

static void
check_type (GStrv row)
{
  g_auto (GStrv) words = g_strsplit (field (row, "type"), " ", -1);
  gboolean    is_alias = g_str_equal (words[0], "alias");
  const char *shown;

  if (!g_str_has_prefix (field (row, "name"), "PT_") ||
      !g_str_equal (field (row, "header"), "MAPIDefS.h"))
    return;

  shown = mapi_prop_type_get_name ((guint16) number (row, "value"));
  TAP_STRING (shown, is_alias ? words[2] : field (row, "name"));
}

static void
test_types (void)
{
  each_row ("types", "value", check_type);

  TAP_STRING (mapi_prop_type_get_name (MAPI_PT_MV_UNICODE), "PT_MV_UNICODE");
  TAP_STRING (mapi_prop_type_get_name (0x7777), NULL);
}

static void
check_flag (GStrv row)
{
  const char *name = field (row, "name");
  guint32     value = 0;

  if (g_str_equal (field (row, "group"), "property type"))
    return;
  if (!mapi_flag_from_name (name, &value))
    tap_note ("%s is not known", name);
  TAP_NUMBER (value, number (row, "value"));
}

static void
test_flags (void)
{
  each_row ("flags", "value", check_flag);

  TAP_NUMBER (MAPI_MSGFLAG_SUBMIT, 4);
  TAP_NUMBER (MAPI_fnevNewMail, 2);
  TAP_NUMBER (MAPI_SERVICE_UI_ALWAYS, 0x2000);
  TAP_NUMBER (MAPI_MSGSERVICE_UI_ALWAYS, 2);
  CU_ASSERT_FALSE (mapi_flag_from_name ("NOTHING", NULL));
}

static void
check_uid (GStrv row)
{
  const char *kind = field (row, "kind");
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) uid = NULL;
  g_autofree char *hex = NULL;

  if (g_str_equal (kind, "interface") || g_str_equal (kind, "class"))
    return;

  uid = mapi_uid_from_name (field (row, "name"), &error);
  if (!TAP_NO_ERROR (error))
    return;

  hex = g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (uid->bytes); i++)
    {
      char *longer = g_strdup_printf ("%s%02X", hex, uid->bytes[i]);

      g_free (hex);
      hex = longer;
    }
  TAP_STRING (hex, field (row, "bytes"));
  TAP_STRING (mapi_uid_get_name (uid), field (row, "name"));
}

static void
test_uids (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) unknown = mapi_uid_new ();

  each_row ("iids", "bytes", check_uid);

  TAP_STRING (mapi_uid_get_name (unknown), NULL);
  CU_ASSERT_PTR_NULL (mapi_uid_from_name ("PS_NOTHING", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

TAP_MAIN ("core/constants",
          { "status codes", test_errors },
          { "property tags", test_tags },
          { "property types", test_types },
          { "flags", test_flags },
          { "identifiers", test_uids })
