/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-schema.h"

typedef struct
{
  guint32     tag;
  const char *label;
  guint32     flags;
} Field;

static const Field user_fields[] = {
  { MAPI_PR_DISPLAY_NAME, "Name", MAPI_DT_EDITABLE | MAPI_DT_REQUIRED },
  { MAPI_PR_EMAIL_ADDRESS, "Address", MAPI_DT_EDITABLE | MAPI_DT_REQUIRED },
  { MAPI_PR_ADDRTYPE, "Address type", MAPI_DT_EDITABLE | MAPI_DT_REQUIRED },
  { MAPI_PR_GIVEN_NAME, "First name", MAPI_DT_EDITABLE },
  { MAPI_PR_SURNAME, "Last name", MAPI_DT_EDITABLE },
  { MAPI_PR_NICKNAME, "Nickname", MAPI_DT_EDITABLE },
  { MAPI_PR_COMPANY_NAME, "Company", MAPI_DT_EDITABLE },
  { MAPI_PR_TITLE, "Title", MAPI_DT_EDITABLE },
  { MAPI_PR_BUSINESS_TELEPHONE_NUMBER, "Business telephone", MAPI_DT_EDITABLE },
  { MAPI_PR_HOME_TELEPHONE_NUMBER, "Home telephone", MAPI_DT_EDITABLE },
  { MAPI_PR_MOBILE_TELEPHONE_NUMBER, "Mobile telephone", MAPI_DT_EDITABLE },
  { MAPI_PR_POSTAL_ADDRESS, "Postal address", MAPI_DT_EDITABLE | MAPI_DT_MULTILINE },
  { MAPI_PR_COMMENT, "Comment", MAPI_DT_EDITABLE | MAPI_DT_MULTILINE },
};

static const Field list_fields[] = {
  { MAPI_PR_DISPLAY_NAME, "Name", MAPI_DT_EDITABLE | MAPI_DT_REQUIRED },
  { MAPI_PR_COMMENT, "Comment", MAPI_DT_EDITABLE | MAPI_DT_MULTILINE },
};

static MapiTable *
view_of (GPtrArray *rows, GError **error)
{
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, NULL);
  g_autoptr (MapiRowSet) set = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);

  return mapi_table_data_modify_rows (data, set, error) ? mapi_table_data_get_view (data, NULL)
                                                        : NULL;
}

MapiTable *
pab_schema_get_details (PabKind kind, GError **error)
{
  const Field *fields = kind == PAB_KIND_LIST ? list_fields : user_fields;
  gsize n_fields = kind == PAB_KIND_LIST ? G_N_ELEMENTS (list_fields) : G_N_ELEMENTS (user_fields);
  guint32     tags[G_N_ELEMENTS (user_fields)];
  guint32     flags[G_N_ELEMENTS (user_fields)];
  const char *labels[G_N_ELEMENTS (user_fields) + 1] = { NULL };
  g_autoptr (MapiPropTagArray) tag_array = NULL;
  g_autoptr (MapiFlagList) flag_list = NULL;

  for (gsize i = 0; i < n_fields; i++)
    {
      tags[i] = fields[i].tag;
      flags[i] = fields[i].flags;
      labels[i] = fields[i].label;
    }
  tag_array = mapi_prop_tag_array_new (tags, n_fields);
  flag_list = mapi_flag_list_new (flags, n_fields);

  return mapi_display_table_new (tag_array, labels, flag_list, error);
}

static MapiPropList *
template_row (const MapiUid *book, PabIdKind kind)
{
  gboolean is_list = kind == PAB_ID_LIST_TEMPLATE;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) entry_id = pab_entry_id_new (book, kind, 0);

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, entry_id);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_DISPLAY_NAME, is_list ? "Personal distribution list" : "Internet address");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, is_list ? "MAPIPDL" : "SMTP");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, 0);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SELECTABLE, TRUE);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_DISPLAY_TYPE, is_list ? MAPI_DT_PRIVATE_DISTLIST : MAPI_DT_MAILUSER);
  return mapi_prop_list_builder_end (builder);
}

MapiTable *
pab_schema_get_templates (const MapiUid *book, gboolean with_lists, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  g_ptr_array_add (rows, template_row (book, PAB_ID_USER_TEMPLATE));
  if (with_lists)
    g_ptr_array_add (rows, template_row (book, PAB_ID_LIST_TEMPLATE));
  return view_of (rows, error);
}
