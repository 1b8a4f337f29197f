/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>

static MapiPropList *
new_row (const char *name, gint32 type, gint64 row_id)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  if (name != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  if (type != 0)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, type);
  if (row_id >= 0)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, (gint32) row_id);
  return mapi_prop_list_builder_end (builder);
}

static MapiRowSet *
new_set (MapiPropList *row, ...)
{
  MapiRowSet *set = mapi_row_set_new (NULL, 0);
  va_list     args;

  va_start (args, row);
  for (; row != NULL; row = va_arg (args, MapiPropList *))
    {
      MapiRowSet *longer = mapi_row_set_append (set, row);

      mapi_row_set_unref (set);
      mapi_prop_list_unref (row);
      set = longer;
    }
  va_end (args);
  return set;
}

/* Names, types and numbers: "anna/1#0 ". */
static char *
describe (MapiRowSet *set)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mapi_row_set_get_size (set); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (set, i);

      g_string_append_printf (text,
                              "%s/%d#%d ",
                              mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME),
                              mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, -1),
                              mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1));
    }
  return g_string_free (text, FALSE);
}

static MapiRowSet *
modify (MapiRowSet *current, guint32 flags, MapiRowSet *mods, guint32 *next, const char *expected)
{
  g_autoptr (GError) error = NULL;
  MapiRowSet      *result = mapi_recipients_modify (current, flags, mods, next, &error);
  g_autofree char *text = NULL;

  TAP_NO_ERROR (error);
  if (result == NULL)
    return mapi_row_set_new (NULL, 0);
  text = describe (result);
  TAP_STRING (text, expected);
  return result;
}

static void
test_modify (void)
{
  guint32 next = 0;
  g_autoptr (MapiRowSet) two =
      new_set (new_row ("anna", MAPI_TO, -1), new_row ("bert", MAPI_CC, 7), NULL);
  g_autoptr (MapiRowSet) more = new_set (new_row (NULL, 0, -1), new_row ("carl", 0, -1), NULL);
  g_autoptr (MapiRowSet) change = new_set (new_row ("bea", MAPI_BCC, 1), NULL);
  g_autoptr (MapiRowSet) gone = new_set (new_row (NULL, 0, 0), NULL);
  g_autoptr (MapiRowSet) a = modify (NULL, 0, two, &next, "anna/1#0 bert/2#1 ");
  g_autoptr (MapiRowSet) b =
      modify (a, MAPI_MODRECIP_ADD, more, &next, "anna/1#0 bert/2#1 carl/1#2 ");
  g_autoptr (MapiRowSet) c =
      modify (b, MAPI_MODRECIP_MODIFY, change, &next, "anna/1#0 bea/3#1 carl/1#2 ");
  g_autoptr (MapiRowSet) d = modify (c, MAPI_MODRECIP_REMOVE, gone, &next, "bea/3#1 carl/1#2 ");
  g_autoptr (MapiRowSet) e = modify (d, 0, two, &next, "anna/1#3 bert/2#4 ");
  g_autoptr (MapiRowSet) f = modify (e, 0, NULL, &next, "");

  TAP_NUMBER (next, 5);
}

static void
refuse (MapiRowSet *current, guint32 flags, MapiRowSet *mods)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) owned = mods;
  guint32 next = 9;
  g_autoptr (MapiRowSet) result = mapi_recipients_modify (current, flags, mods, &next, &error);

  CU_ASSERT_PTR_NULL (result);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  TAP_NUMBER (next, 9);
}

static void
test_refuse (void)
{
  guint32 next = 0;
  g_autoptr (MapiRowSet) one = new_set (new_row ("anna", MAPI_TO, -1), NULL);
  g_autoptr (MapiRowSet) current = modify (NULL, 0, one, &next, "anna/1#0 ");
  g_autoptr (MapiPropValue) null = mapi_prop_value_new_null (
      mapi_prop_tag_change_type (MAPI_PR_COMMENT, (guint16) MAPI_PT_NULL));

  refuse (current, MAPI_MODRECIP_MODIFY, new_set (new_row ("x", MAPI_TO, -1), NULL));
  refuse (current, MAPI_MODRECIP_MODIFY, new_set (new_row ("x", MAPI_TO, 1), NULL));
  refuse (current, MAPI_MODRECIP_REMOVE, new_set (new_row ("x", MAPI_TO, 5), NULL));
  refuse (current,
          MAPI_MODRECIP_ADD,
          new_set (new_row ("x", MAPI_TO, -1), mapi_prop_list_new_from_value (null), NULL));
  refuse (current, MAPI_MODRECIP_ADD | MAPI_MODRECIP_REMOVE, new_set (NULL));
  refuse (current, 1, new_set (NULL));
}

/* Errors in a row, as a table gives them, are no properties. */
static void
test_errors_dropped (void)
{
  guint32 next = 0;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiRowSet) mods = NULL;
  g_autoptr (MapiRowSet) result = NULL;
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "anna");
  mapi_prop_list_builder_add_error (
      builder, mapi_prop_tag_change_type (MAPI_PR_COMMENT, MAPI_PT_ERROR), MAPI_E_NOT_FOUND);
  mods = new_set (mapi_prop_list_builder_end (builder), NULL);
  result = modify (NULL, 0, mods, &next, "anna/1#0 ");
  row = mapi_row_set_get_row (result, 0);
  TAP_NUMBER (mapi_prop_list_get_size (row), 3);
}

static void
test_display (void)
{
  g_autoptr (MapiPropList) mail =
      mapi_recipient_new (MAPI_TO | MAPI_SUBMITTED, "", "SMTP", "e@example.org");
  g_autoptr (MapiRowSet) set = new_set (new_row ("Anna", MAPI_TO, -1),
                                        new_row ("Bert", MAPI_CC, -1),
                                        new_row ("Carl", (gint32) (MAPI_TO | MAPI_P1), -1),
                                        mapi_prop_list_ref (mail),
                                        NULL);
  g_autoptr (MapiPropList) props = mapi_recipients_get_display_props (set);
  g_autofree char *none = mapi_recipients_get_display (NULL, MAPI_TO);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_TO), "Anna; e@example.org");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_CC), "Bert");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_BCC), "");
  TAP_STRING (none, "");
}

static void
test_subject (void)
{
  static const struct
  {
    const char *subject;
    const char *prefix;
    const char *expected_prefix;
    const char *normalized;
  } cases[] = {
    { "Re: hello", NULL, "Re: ", "hello" },
    { "FYI: hello", NULL, "FYI: ", "hello" },
    { "Info: hello", NULL, "", "Info: hello" },
    { "R2: hello", NULL, "", "R2: hello" },
    { "Re:hello", NULL, "", "Re:hello" },
    { ": hello", NULL, "", ": hello" },
    { "", NULL, "", "" },
    { "\xc3\x84W: gut", NULL, "\xc3\x84W: ", "gut" },
    { "[list] hello", "[list] ", "[list] ", "hello" },
    { "Re: hello", "Fw: ", "Re: ", "hello" },
    { "Re: hello", "", "", "Re: hello" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MapiPropList) props = mapi_subject_get_props (cases[i].subject, cases[i].prefix);

      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT_PREFIX),
                  cases[i].expected_prefix);
      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_NORMALIZED_SUBJECT),
                  cases[i].normalized);
    }
}

TAP_MAIN ("kit/recipients",
          { "add, modify, remove and replace", test_modify },
          { "refuse what is documented as wrong", test_refuse },
          { "errors in rows are dropped", test_errors_dropped },
          { "display strings", test_display },
          { "prefix and normalized subject", test_subject })
