/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi contacts import` and `export`. */

#include "config.h"

#include "cli-contacts.h"
#include <stdio.h>

typedef struct
{
  guint n_added;
  guint n_failed;
} CliImported;

static gboolean
cli_is_group (MapiPropList *contact)
{
  return mapi_prop_list_get_long (contact, MAPI_PR_OBJECT_TYPE, 0) == MAPI_OBJECT_DISTLIST;
}

static MapiEntryList *
cli_members_of (MapiPropList *contact)
{
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (contact, MAPI_PR_CONTACT_ENTRYIDS);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; value != NULL && i < mapi_prop_value_get_n_values (value); i++)
    g_ptr_array_add (ids, mapi_prop_value_get_mv_bytes (value, i));
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

static gboolean
cli_import_contact (CliContacts *contacts, Cli *cli, MapiPropList *contact, GError **error)
{
  static const guint32 told_otherwise[] = { MAPI_PR_OBJECT_TYPE, MAPI_PR_CONTACT_ENTRYIDS };
  g_autoptr (MapiPropTagArray) drop =
      mapi_prop_tag_array_new (told_otherwise, G_N_ELEMENTS (told_otherwise));
  g_autoptr (MapiPropList) props = mapi_prop_list_without (contact, drop);
  g_autoptr (MapiEntryList) members = cli_members_of (contact);
  gboolean is_group = cli_is_group (contact);
  g_autoptr (GBytes) id = cli_contacts_put (contacts, cli, props, is_group, error);

  return id != NULL && (!is_group || cli_contacts_add_members (contacts, cli, id, members, error));
}

static gboolean
cli_import_file (
    CliContacts *contacts, Cli *cli, const char *path, CliImported *count, GError **error)
{
  g_autofree char *content = NULL;
  gsize            size;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  if (!g_file_get_contents (path, &content, &size, error))
    return FALSE;
  bytes = g_bytes_new_take (g_steal_pointer (&content), size);
  rows = mapi_vcard_read (bytes, error);
  if (rows == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) contact = mapi_row_set_get_row (rows, i);
      g_autoptr (GError) local = NULL;

      if (cli_import_contact (contacts, cli, contact, &local))
        count->n_added++;
      else
        {
          count->n_failed++;
          g_printerr ("%s: %s: %s\n",
                      path,
                      mapi_prop_list_get_string (contact, MAPI_PR_DISPLAY_NAME),
                      local->message);
        }
    }

  return TRUE;
}

CliExit
cli_contacts_import (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, G_MAXUINT, error);
  g_auto (CliContacts) contacts = { NULL, NULL };
  g_autoptr (JsonObject) object = json_object_new ();
  CliImported count = { 0, 0 };

  if (rest == NULL || !cli_contacts_open (&contacts, cli, MAPI_MODIFY, error))
    return CLI_FAILED;
  for (char **path = rest; *path != NULL; path++)
    if (!cli_import_file (&contacts, cli, *path, &count, error))
      return count.n_added > 0 ? CLI_PARTIAL : CLI_FAILED;

  json_object_set_int_member (object, "imported", count.n_added);
  json_object_set_int_member (object, "failed", count.n_failed);
  cli_answer (cli, object, "Imported %u contacts.", count.n_added);
  return count.n_failed > 0 ? CLI_PARTIAL : CLI_OK;
}

static GBytes *
cli_member_id (MapiPropList *row)
{
  const char *type = mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE);
  const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);

  return g_strcmp0 (type, "SMTP") == 0 && address != NULL
             ? mapi_one_off_new (name, type, address, MAPI_ONE_OFF_UNICODE)
             : NULL;
}

/* A list with its members, those with an Internet address, as one-offs. */
static MapiPropList *
cli_with_members (CliContacts *contacts, Cli *cli, MapiPropList *row, GError **error)
{
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiAbContainer) list =
      mapi_address_book_open_container (contacts->book, id, 0, cli->cancellable, error);
  g_autoptr (MapiTable) table =
      list != NULL
          ? mapi_container_get_contents_table (MAPI_CONTAINER (list), 0, cli->cancellable, error)
          : NULL;
  g_autoptr (MapiRowSet) members =
      table != NULL ? mapi_table_query_rows (table, G_MAXINT32, 0, cli->cancellable, error) : NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) addition = NULL;

  if (members == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (members); i++)
    {
      g_autoptr (MapiPropList) member = mapi_row_set_get_row (members, i);
      GBytes *member_id = cli_member_id (member);

      if (member_id != NULL)
        g_ptr_array_add (ids, member_id);
    }

  value = mapi_prop_value_new_mv_bytes (MAPI_PR_CONTACT_ENTRYIDS, (GBytes **) ids->pdata, ids->len);
  addition = mapi_prop_list_new_from_value (value);
  return mapi_prop_list_merge (row, addition);
}

static char *
cli_vcards (CliContacts *contacts, Cli *cli, guint *n, GError **error)
{
  g_autoptr (MapiRowSet) rows = cli_contacts_read (contacts, cli, error);
  g_autoptr (GPtrArray) whole =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) set = NULL;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      MapiPropList *contact = cli_is_group (row) ? cli_with_members (contacts, cli, row, error)
                                                 : mapi_prop_list_ref (row);

      if (contact == NULL)
        return NULL;
      g_ptr_array_add (whole, contact);
    }

  *n = whole->len;
  set = mapi_row_set_new ((MapiPropList **) whole->pdata, whole->len);
  return mapi_vcard_write (set);
}

CliExit
cli_contacts_export (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autofree char   *path = NULL;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE", "FILE" }, { NULL }
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 0, 0, error);
  g_auto (CliContacts) contacts = { NULL, NULL };
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *text = NULL;
  guint            n = 0;

  if (rest == NULL || !cli_contacts_open (&contacts, cli, 0, error))
    return CLI_FAILED;
  text = cli_vcards (&contacts, cli, &n, error);
  if (text == NULL)
    return CLI_FAILED;
  if (path == NULL)
    {
      fputs (text, stdout);
      return CLI_OK;
    }
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return CLI_FAILED;

  json_object_set_int_member (object, "exported", n);
  cli_answer (cli, object, "Exported %u contacts.", n);
  return CLI_OK;
}
