/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-directory.h"
#include "ldap-attributes.h"
#include "ldap-filter.h"

struct _LdapDirectory
{
  GObject parent_instance;

  LdapConnection *connection;
  MapiUid        *uid;
  char           *name;
  char           *base;
  char           *filter;
  guint           limit;
  gint            is_closed;
};

G_DEFINE_FINAL_TYPE (LdapDirectory, ldap_directory, G_TYPE_OBJECT)

static void
ldap_directory_finalize (GObject *object)
{
  LdapDirectory *self = LDAP_DIRECTORY (object);

  g_clear_object (&self->connection);
  g_clear_pointer (&self->uid, mapi_uid_free);
  g_free (self->name);
  g_free (self->base);
  g_free (self->filter);

  G_OBJECT_CLASS (ldap_directory_parent_class)->finalize (object);
}

static void
ldap_directory_class_init (LdapDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ldap_directory_finalize;
}

static void
ldap_directory_init (LdapDirectory *self)
{
}

/* Takes @settings. */
LdapDirectory *
ldap_directory_new (LdapSettings *settings)
{
  LdapDirectory   *self = g_object_new (LDAP_TYPE_DIRECTORY, NULL);
  g_autofree char *uri = ldap_settings_get_uri (settings);

  self->uid = ldap_entry_id_new_uid (uri, settings->base);
  self->name = g_strdup (settings->name);
  self->base = g_strdup (settings->base);
  self->filter = g_strdup (settings->filter);
  self->limit = settings->limit;
  self->connection = ldap_connection_new (settings);

  return self;
}

const MapiUid *
ldap_directory_get_uid (LdapDirectory *self)
{
  return self->uid;
}

const char *
ldap_directory_get_name (LdapDirectory *self)
{
  return self->name;
}

const char *
ldap_directory_get_base (LdapDirectory *self)
{
  return self->base;
}

void
ldap_directory_close (LdapDirectory *self)
{
  g_atomic_int_set (&self->is_closed, TRUE);
}

gboolean
ldap_directory_check (LdapDirectory *self, GError **error)
{
  if (!g_atomic_int_get (&self->is_closed))
    return TRUE;

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "ldap: the directory was logged off from");
  return FALSE;
}

static GBytes *
search_key_of (const LdapRecord *record)
{
  const char      *mail = g_hash_table_lookup (record->values, "mail");
  g_autofree char *text = g_strdup_printf ("SMTP:%s", mail != NULL ? mail : "");
  char            *upper = g_ascii_strup (text, -1);

  return g_bytes_new_take (upper, strlen (upper) + 1);
}

static MapiPropList *
make_row (LdapDirectory *self, const LdapRecord *record)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) entry_id = ldap_entry_id_new (self->uid, LDAP_ID_ENTRY, record->dn);
  g_autofree char *normal = ldap_entry_id_normalize (record->dn);
  const char      *identity = normal != NULL ? normal : record->dn;
  g_autoptr (GBytes) key = g_bytes_new (identity, strlen (identity));
  g_autoptr (GBytes) search_key = search_key_of (record);

  ldap_attributes_add_props (record, builder);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, key);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, key);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_SEARCH_KEY, search_key);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MAILUSER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, MAPI_DT_MAILUSER);

  return mapi_prop_list_builder_end (builder);
}

MapiRowSet *
ldap_directory_search (LdapDirectory   *self,
                       MapiRestriction *restriction,
                       gboolean        *is_cut,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_autofree char *filter = ldap_filter_new (self->filter, restriction);
  const LdapQuery  query = { self->base, FALSE, filter, ldap_attributes_all (), self->limit };
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (!ldap_directory_check (self, error))
    return NULL;
  records = ldap_connection_search (self->connection, &query, is_cut, cancellable, error);
  if (records == NULL)
    return NULL;

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (rows, make_row (self, g_ptr_array_index (records, i)));
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

MapiPropList *
ldap_directory_read (LdapDirectory *self, const char *dn, GCancellable *cancellable, GError **error)
{
  const LdapQuery query = { dn, TRUE, self->filter, ldap_attributes_all (), 1 };
  g_autoptr (GPtrArray) records = NULL;

  if (!ldap_directory_check (self, error))
    return NULL;
  records = ldap_connection_search (self->connection, &query, NULL, cancellable, error);
  if (records == NULL)
    return NULL;
  if (records->len > 0)
    return make_row (self, g_ptr_array_index (records, 0));

  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "ldap: there is no entry %s", dn);
  return NULL;
}
