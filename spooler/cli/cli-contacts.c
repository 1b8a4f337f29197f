/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi contacts`: the personal address book, and the names that all address books resolve. */

#include "config.h"

#include "cli-contacts.h"
#include "cli-recipients.h"

void
cli_contacts_clear (CliContacts *self)
{
  g_clear_object (&self->pab);
  g_clear_object (&self->book);
}

gboolean
cli_contacts_open (CliContacts *self, Cli *cli, guint32 flags, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->book = cli_open_address_book (cli, error);
  if (self->book == NULL)
    return FALSE;
  self->pab = mapi_address_book_open_container (self->book, NULL, flags, cli->cancellable, &local);
  if (self->pab != NULL)
    return TRUE;

  if (local->code == MAPI_E_NOT_FOUND)
    g_set_error (
        error, MAPI_ERROR, local->code, "%s; `mapi service add pab` adds one", local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

MapiRowSet *
cli_contacts_read (CliContacts *self, Cli *cli, GError **error)
{
  const guint32 name_tag = MAPI_PR_DISPLAY_NAME;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (self->pab), 0, cli->cancellable, error);
  g_autoptr (MapiPropTagArray) columns =
      table != NULL
          ? mapi_table_query_columns (table, MAPI_TBL_ALL_COLUMNS, cli->cancellable, error)
          : NULL;
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) by_name =
      mapi_sort_order_set_append (order, name_tag, MAPI_TABLE_SORT_ASCEND);

  if (columns == NULL || !mapi_table_set_columns (table, columns, 0, cli->cancellable, error) ||
      !mapi_table_sort_table (table, by_name, 0, cli->cancellable, error))
    return NULL;
  return mapi_table_query_rows (table, G_MAXINT32, 0, cli->cancellable, error);
}

static gboolean
cli_is_list (MapiPropList *row)
{
  return mapi_prop_list_get_long (row, MAPI_PR_OBJECT_TYPE, 0) == MAPI_OBJECT_DISTLIST;
}

static JsonObject *
cli_describe_contact (MapiPropList *row)
{
  JsonObject *object = json_object_new ();

  cli_set_id (object, row);
  cli_set_string (object, "name", row, MAPI_PR_DISPLAY_NAME);
  cli_set_string (object, "type", row, MAPI_PR_ADDRTYPE);
  cli_set_string (object, "address", row, MAPI_PR_EMAIL_ADDRESS);
  json_object_set_string_member (object, "kind", cli_is_list (row) ? "list" : "user");
  return object;
}

static CliExit
cli_contacts_list (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "id", "kind", "name", "address", NULL };
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 1, error);
  g_auto (CliContacts) contacts = { NULL, NULL };
  g_autoptr (MapiRowSet) found = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();

  if (rest == NULL || !cli_contacts_open (&contacts, cli, 0, error))
    return CLI_FAILED;
  found = rest[0] != NULL ? mapi_address_book_find (contacts.book, rest[0], cli->cancellable, error)
                          : cli_contacts_read (&contacts, cli, error);
  if (found == NULL)
    return CLI_FAILED;

  for (guint i = 0; i < mapi_row_set_get_size (found); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (found, i);

      json_array_add_object_element (rows, cli_describe_contact (row));
    }
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

static GBytes *
cli_template_id (CliContacts *self, Cli *cli, gboolean is_list, GError **error)
{
  const guint32 tag = is_list ? MAPI_PR_DEF_CREATE_DL : MAPI_PR_DEF_CREATE_MAILUSER;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (self->pab), tags, 0, cli->cancellable, NULL, error);
  GBytes *id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;

  if (props != NULL && id == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "the address book has no template for such an entry");
  return id;
}

GBytes *
cli_contacts_put (
    CliContacts *self, Cli *cli, MapiPropList *props, gboolean is_list, GError **error)
{
  const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GBytes) template_id = cli_template_id (self, cli, is_list, error);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (MapiPropList) written = NULL;

  if (template_id == NULL)
    return NULL;
  entry = mapi_ab_container_create_entry (self->pab,
                                          template_id,
                                          MAPI_CREATE_CHECK_DUP_STRICT | MAPI_CREATE_REPLACE,
                                          cli->cancellable,
                                          error);
  if (entry == NULL || !mapi_prop_set_props (entry, props, NULL, cli->cancellable, error) ||
      !mapi_prop_save_changes (entry, MAPI_KEEP_OPEN_READONLY, cli->cancellable, error))
    return NULL;

  written = mapi_prop_get_props (entry, tags, 0, cli->cancellable, NULL, error);
  return written != NULL ? mapi_prop_list_get_bytes (written, tag) : NULL;
}

gboolean
cli_contacts_add_members (
    CliContacts *self, Cli *cli, GBytes *list_id, MapiEntryList *members, GError **error)
{
  g_autoptr (MapiAbContainer) list =
      mapi_address_book_open_container (self->book, list_id, MAPI_MODIFY, cli->cancellable, error);

  return list != NULL &&
         (mapi_entry_list_get_size (members) == 0 ||
          mapi_ab_container_copy_entries (list, members, NULL, 0, cli->cancellable, NULL, error));
}

static MapiRowSet *
cli_names (char **names)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (; *names != NULL; names++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, *names);

      g_ptr_array_add (rows, mapi_prop_list_new_from_value (value));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static gboolean
cli_check_names (char **names, GError **error)
{
  for (; *names != NULL; names++)
    if (!g_utf8_validate (*names, -1, NULL))
      {
        cli_usage (error, "a name or an address is not UTF-8");
        return FALSE;
      }
  return TRUE;
}

static MapiPropList *
cli_new_contact (const char *name, const char *address)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  if (address != NULL)
    {
      mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
      mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, address);
    }
  return mapi_prop_list_builder_end (builder);
}

static MapiEntryList *
cli_resolve_members (CliContacts *self, Cli *cli, char **names, GError **error)
{
  g_autoptr (MapiRowSet) rows = cli_names (names);
  g_autoptr (MapiRowSet) resolved = mapi_addr_book_resolve_name (
      MAPI_ADDR_BOOK (self->book), 0, NULL, rows, cli->cancellable, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (resolved == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (resolved); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (resolved, i);

      g_ptr_array_add (ids, mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID));
    }

  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

static GBytes *
cli_add_list (CliContacts *self, Cli *cli, char **words, GError **error)
{
  g_autoptr (MapiPropList) props = cli_new_contact (words[0], NULL);
  g_autoptr (MapiEntryList) members = cli_resolve_members (self, cli, words + 1, error);
  g_autoptr (GBytes) id = NULL;

  if (members == NULL)
    return NULL;
  id = cli_contacts_put (self, cli, props, TRUE, error);
  return id != NULL && cli_contacts_add_members (self, cli, id, members, error)
             ? g_steal_pointer (&id)
             : NULL;
}

static GBytes *
cli_add_user (CliContacts *self, Cli *cli, char **words, GError **error)
{
  g_autoptr (MapiPropList) props = NULL;

  if (g_strv_length (words) != 2)
    {
      cli_usage (error, "it takes a name and an address");
      return NULL;
    }
  props = cli_new_contact (words[0], words[1]);
  return cli_contacts_put (self, cli, props, FALSE, error);
}

static CliExit
cli_contacts_add (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  gboolean           is_list = FALSE;
  const GOptionEntry options[] = {
    { "list", 'l', 0, G_OPTION_ARG_NONE, &is_list, "Make a distribution list", NULL }, { NULL }
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 1, G_MAXUINT, error);
  g_auto (CliContacts) contacts = { NULL, NULL };
  g_autoptr (GBytes) id = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (rest == NULL || !cli_check_names (rest, error) ||
      !cli_contacts_open (&contacts, cli, MAPI_MODIFY, error))
    return CLI_FAILED;
  id = is_list ? cli_add_list (&contacts, cli, rest, error)
               : cli_add_user (&contacts, cli, rest, error);
  if (id == NULL)
    return CLI_FAILED;

  text = cli_short_id (id);
  json_object_set_string_member (object, "id", text);
  cli_answer (cli, object, "Added %s.", rest[0]);
  return CLI_OK;
}

static gboolean
cli_is_meant (MapiPropList *row, const char *word)
{
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autofree char *hex = id != NULL ? mapi_entry_id_to_string (id) : g_strdup ("");
  g_autofree char *lower = g_ascii_strdown (word, -1);
  const char      *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  const char      *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
  g_autofree char *lower_hex = g_ascii_strdown (hex, -1);

  return (strlen (word) >= 4 && g_str_has_suffix (lower_hex, lower)) ||
         g_strcmp0 (name, word) == 0 || g_strcmp0 (address, word) == 0;
}

/* The one contact of that identifier, name or address. */
static GBytes *
cli_find_contact (MapiRowSet *rows, const char *word, GError **error)
{
  g_autoptr (GBytes) found = NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (!cli_is_meant (row, word))
        continue;
      if (found != NULL)
        {
          g_set_error (error,
                       MAPI_ERROR,
                       MAPI_E_AMBIGUOUS_RECIP,
                       "several contacts are meant by `%s`; `mapi contacts list` tells their "
                       "identifiers",
                       word);
          return NULL;
        }
      found = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
    }

  if (found == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "there is no contact `%s`", word);
  return g_steal_pointer (&found);
}

static CliExit
cli_contacts_rm (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, G_MAXUINT, error);
  g_auto (CliContacts) contacts = { NULL, NULL };
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiEntryList) entries = mapi_entry_list_new (NULL, 0);
  g_autoptr (JsonObject) object = json_object_new ();

  if (rest == NULL || !cli_contacts_open (&contacts, cli, MAPI_MODIFY, error))
    return CLI_FAILED;
  rows = cli_contacts_read (&contacts, cli, error);
  for (char **word = rest; rows != NULL && *word != NULL; word++)
    {
      g_autoptr (GBytes) id = cli_find_contact (rows, *word, error);
      MapiEntryList *longer;

      if (id == NULL)
        return CLI_FAILED;
      longer = mapi_entry_list_append (entries, id);
      mapi_entry_list_unref (entries);
      entries = longer;
    }
  if (rows == NULL ||
      !mapi_ab_container_delete_entries (contacts.pab, entries, 0, cli->cancellable, NULL, error))
    return CLI_FAILED;

  json_object_set_int_member (object, "deleted", mapi_entry_list_get_size (entries));
  cli_answer (cli, object, NULL);
  return CLI_OK;
}

static const char *
cli_state_name (guint32 state)
{
  switch (state)
    {
    case MAPI_RESOLVED:
      return "resolved";
    case MAPI_AMBIGUOUS:
      return "ambiguous";
    default:
      return "unresolved";
    }
}

static JsonArray *
cli_candidates (CliContacts *self, Cli *cli, const char *name)
{
  g_autoptr (MapiRowSet) rows = mapi_address_book_find (self->book, name, cli->cancellable, NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      const char *text = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);

      json_array_add_string_element (array, text != NULL ? text : "");
    }

  return array;
}

static CliExit
cli_contacts_resolve (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const char *const columns[] = { "asked", "state", "name", "address", "candidates", NULL };
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 1, G_MAXUINT, error);
  g_auto (CliContacts) contacts = { NULL, NULL };
  g_autoptr (MapiRowSet) names = NULL;
  g_autoptr (MapiRowSet) answer = NULL;
  g_autoptr (MapiFlagList) states = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();
  CliExit status = CLI_OK;

  if (rest == NULL || !cli_check_names (rest, error) ||
      (contacts.book = cli_open_address_book (cli, error)) == NULL)
    return CLI_FAILED;
  names = cli_names (rest);
  answer = mapi_address_book_resolve (contacts.book, names, &states, cli->cancellable, error);
  if (answer == NULL)
    return CLI_FAILED;

  for (guint i = 0; i < mapi_row_set_get_size (answer); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (answer, i);
      guint32     state = mapi_flag_list_get_flag (states, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "asked", rest[i]);
      json_object_set_string_member (object, "state", cli_state_name (state));
      if (state == MAPI_RESOLVED)
        {
          cli_set_string (object, "name", row, MAPI_PR_DISPLAY_NAME);
          cli_set_string (object, "type", row, MAPI_PR_ADDRTYPE);
          cli_set_string (object, "address", row, MAPI_PR_EMAIL_ADDRESS);
        }
      if (state == MAPI_AMBIGUOUS)
        json_object_set_array_member (
            object, "candidates", cli_candidates (&contacts, cli, rest[i]));
      if (state != MAPI_RESOLVED)
        status = CLI_NOT_FOUND;
      json_array_add_object_element (rows, object);
    }
  cli_print_rows (cli, rows, columns);
  return status;
}

const CliCommand cli_contacts_commands[] = {
  { "list", "[NAME]", "list contacts", NULL, cli_contacts_list },
  { "add",
    "NAME ADDRESS | --list NAME MEMBER…",
    "add a contact or a distribution list",
    NULL,
    cli_contacts_add },
  { "rm", "CONTACT…", "delete contacts", NULL, cli_contacts_rm },
  { "import", "FILE…", "bring in vCards", NULL, cli_contacts_import },
  { "export", NULL, "write all contacts as vCards", NULL, cli_contacts_export },
  { "resolve", "NAME…", "say whom names stand for", NULL, cli_contacts_resolve },
  { NULL },
};
