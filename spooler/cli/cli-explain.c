/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi explain`: what is behind a number, a name or an entry identifier. */

#include "config.h"

#include "cli.h"

static JsonObject *
cli_explanation (const char *kind, const char *name, guint32 value)
{
  JsonObject      *object = json_object_new ();
  g_autofree char *hex = g_strdup_printf ("0x%08x", value);

  json_object_set_string_member (object, "kind", kind);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "value", hex);
  return object;
}

static void
cli_explain_code (JsonArray *found, gint32 code)
{
  const char *name = mapi_error_get_name (code);

  if (name != NULL)
    json_array_add_object_element (
        found, cli_explanation (code < 0 ? "error" : "success", name, (guint32) code));
}

static void
cli_explain_tag (JsonArray *found, guint32 tag)
{
  const char *type = mapi_prop_type_get_name (mapi_prop_tag_get_prop_type (tag));
  const char *name = mapi_prop_tag_get_name (tag);
  JsonObject *object;

  if (type == NULL || (name == NULL && !mapi_prop_tag_is_named (tag)))
    return;

  object = cli_explanation ("property tag", name != NULL ? name : "(named property)", tag);
  json_object_set_string_member (object, "type", type);
  json_array_add_object_element (found, object);
}

static gboolean
cli_explain_one_off (JsonObject *object, GBytes *entry_id)
{
  g_autofree char *name = NULL, *type = NULL, *address = NULL;

  if (!mapi_one_off_is (entry_id) ||
      !mapi_one_off_parse (entry_id, &name, &type, &address, NULL, NULL))
    return FALSE;

  json_object_set_string_member (object, "display_name", name);
  json_object_set_string_member (object, "address_type", type);
  json_object_set_string_member (object, "email_address", address);
  return TRUE;
}

static void
cli_explain_entry_id (JsonArray *found, const char *text)
{
  g_autoptr (GBytes) entry_id = mapi_entry_id_from_string (text, NULL);
  g_autoptr (MapiUid) uid = NULL;
  g_autofree char *uid_text = NULL;
  JsonObject      *object;

  if (entry_id == NULL || !mapi_entry_id_is_valid (entry_id))
    return;

  uid = mapi_entry_id_get_uid (entry_id);
  uid_text = mapi_uid_to_string (uid);
  object = json_object_new ();
  json_object_set_string_member (object, "kind", "entry identifier");
  json_object_set_string_member (object, "name", uid_text);
  json_object_set_int_member (object, "size", (gint64) g_bytes_get_size (entry_id));
  if (cli_explain_one_off (object, entry_id))
    json_object_set_string_member (object, "name", "one-off recipient");
  json_array_add_object_element (found, object);
}

static void
cli_explain_text (JsonArray *found, const char *text)
{
  g_autofree char *longer = g_strconcat ("MAPI_E_", text, NULL);
  guint64          number;
  gint64           negative;
  gint32           code;

  if (g_ascii_string_to_unsigned (text + 2 * g_str_has_prefix (text, "0x"),
                                  g_str_has_prefix (text, "0x") ? 16 : 10,
                                  0,
                                  G_MAXUINT32,
                                  &number,
                                  NULL))
    {
      cli_explain_code (found, (gint32) number);
      cli_explain_tag (found, (guint32) number);
    }
  else if (g_ascii_string_to_signed (text, 10, G_MININT32, -1, &negative, NULL))
    cli_explain_code (found, (gint32) negative);
  else if (mapi_error_from_name (text, &code) || mapi_error_from_name (longer, &code))
    cli_explain_code (found, code);
  else if (mapi_prop_tag_from_name (text) != 0)
    cli_explain_tag (found, mapi_prop_tag_from_name (text));
  else
    cli_explain_entry_id (found, text);
}

static gboolean
cli_is_said (JsonArray *found, const char *column)
{
  for (guint i = 0; i < json_array_get_length (found); i++)
    {
      JsonNode *node = json_object_get_member (json_array_get_object_element (found, i), column);

      if (node != NULL && !json_node_is_null (node))
        return TRUE;
    }
  return FALSE;
}

/* What is said of none of them has no column. */
static void
cli_print_explanations (Cli *cli, JsonArray *found)
{
  static const char *const all[] = { "kind",         "name",          "value",
                                     "type",         "size",          "display_name",
                                     "address_type", "email_address", NULL };
  const char              *columns[G_N_ELEMENTS (all)] = { NULL };
  guint                    n = 0;

  for (const char *const *column = all; *column != NULL; column++)
    if (cli_is_said (found, *column))
      columns[n++] = *column;
  cli_print_rows (cli, found, columns);
}

CliExit
cli_explain (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  /* Codes are negative as often as not, and no options. */
  gboolean negative =
      arguments[0] != NULL && g_ascii_isdigit (arguments[0][0] == '-' ? arguments[0][1] : 0);
  const char *line[] = { "--", arguments[0], NULL };
  g_auto (GStrv) rest =
      cli_parse (cli, command, NULL, negative ? (char **) line : arguments, 1, 1, error);
  g_autoptr (JsonArray) found = json_array_new ();

  if (rest == NULL)
    return CLI_USAGE;

  cli_explain_text (found, rest[0]);
  if (json_array_get_length (found) == 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "`%s` is no error code, property tag or entry identifier that is known here",
                   rest[0]);
      return CLI_NOT_FOUND;
    }
  cli_print_explanations (cli, found);
  return CLI_OK;
}
