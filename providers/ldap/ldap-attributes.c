/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-attributes.h"

#define MAX_NAMES 3

/* The first attribute that an entry has gives the property. */
typedef struct
{
  guint32     tag;
  const char *names[MAX_NAMES + 1];
} Attribute;

static const Attribute attributes[] = {
  { MAPI_PR_DISPLAY_NAME, { "displayName", "cn", "mail" } },
  { MAPI_PR_TRANSMITABLE_DISPLAY_NAME, { "displayName", "cn", "mail" } },
  { MAPI_PR_EMAIL_ADDRESS, { "mail" } },
  { MAPI_PR_SMTP_ADDRESS, { "mail" } },
  { MAPI_PR_ACCOUNT, { "uid" } },
  { MAPI_PR_GIVEN_NAME, { "givenName" } },
  { MAPI_PR_SURNAME, { "sn" } },
  { MAPI_PR_INITIALS, { "initials" } },
  { MAPI_PR_TITLE, { "title" } },
  { MAPI_PR_COMPANY_NAME, { "o" } },
  { MAPI_PR_DEPARTMENT_NAME, { "departmentNumber", "ou" } },
  { MAPI_PR_OFFICE_LOCATION, { "physicalDeliveryOfficeName", "roomNumber" } },
  { MAPI_PR_BUSINESS_TELEPHONE_NUMBER, { "telephoneNumber" } },
  { MAPI_PR_MOBILE_TELEPHONE_NUMBER, { "mobile" } },
  { MAPI_PR_HOME_TELEPHONE_NUMBER, { "homePhone" } },
  { MAPI_PR_BUSINESS_FAX_NUMBER, { "facsimileTelephoneNumber" } },
  { MAPI_PR_STREET_ADDRESS, { "street" } },
  { MAPI_PR_LOCALITY, { "l" } },
  { MAPI_PR_STATE_OR_PROVINCE, { "st" } },
  { MAPI_PR_POSTAL_CODE, { "postalCode" } },
  { MAPI_PR_COMMENT, { "description" } },
};

static gpointer
list_all (gpointer data)
{
  GPtrArray *names = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    for (guint j = 0; attributes[i].names[j] != NULL; j++)
      if (!g_ptr_array_find_with_equal_func (names, attributes[i].names[j], g_str_equal, NULL))
        g_ptr_array_add (names, (gpointer) attributes[i].names[j]);
  g_ptr_array_add (names, NULL);

  return g_ptr_array_free (names, FALSE);
}

const char *const *
ldap_attributes_all (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, list_all, NULL);
}

/* NULL for a property that is no attribute. */
const char *const *
ldap_attributes_of (guint32 tag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (mapi_prop_tag_get_id (attributes[i].tag) == mapi_prop_tag_get_id (tag))
      return attributes[i].names;

  return NULL;
}

static const char *
find_value (const LdapRecord *record, const Attribute *attribute)
{
  for (guint i = 0; attribute->names[i] != NULL; i++)
    {
      g_autofree char *name = g_ascii_strdown (attribute->names[i], -1);
      const char      *value = g_hash_table_lookup (record->values, name);

      if (value != NULL)
        return value;
    }

  return NULL;
}

void
ldap_attributes_add_props (const LdapRecord *record, MapiPropListBuilder *builder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      const char *value = find_value (record, &attributes[i]);

      if (value != NULL)
        mapi_prop_list_builder_add_string (builder, attributes[i].tag, value);
    }
}
