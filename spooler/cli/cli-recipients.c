/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The recipients of `mapi send`: addresses, and names that the address book resolves. */

#include "config.h"

#include "cli-recipients.h"

#include "cli-store.h"

/* A directory may have thousands who are called so. */
#define MAX_CANDIDATES 10

static const char *
cli_option_of (guint32 kind)
{
  return kind == MAPI_TO ? "--to" : kind == MAPI_CC ? "--cc" : "--bcc";
}

/* The parts of a list, between commas and semicolons that stand neither in quotes nor in a comment.
 */
static GPtrArray *
cli_split (const char *text)
{
  GPtrArray  *parts = g_ptr_array_new_with_free_func (g_free);
  const char *begin = text;
  gboolean    quoted = FALSE;
  gint        depth = 0;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        quoted = !quoted;
      else if (!quoted && (*c == '(' || *c == ')'))
        depth += *c == '(' ? 1 : -1;
      if (quoted || depth > 0 || strchr (",;", *c) == NULL)
        continue;
      g_ptr_array_add (parts, g_strstrip (g_strndup (begin, (gsize) (c - begin))));
      begin = c + 1;
    }
  g_ptr_array_add (parts, g_strstrip (g_strdup (begin)));
  return parts;
}

static gboolean
cli_is_name (const char *part)
{
  return *part != '\0' && strpbrk (part, "@<>") == NULL;
}

/* What has a colon is an address of another type, or a group. */
static gboolean
cli_has_names (const char *text, GPtrArray *parts)
{
  if (strchr (text, ':') != NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (cli_is_name (parts->pdata[i]))
      return TRUE;
  return FALSE;
}

static char *
cli_unquote (const char *name)
{
  gsize length = strlen (name);

  return length > 2 && name[0] == '"' && name[length - 1] == '"' ? g_strndup (name + 1, length - 2)
                                                                 : g_strdup (name);
}

static char *
cli_list_candidates (Cli *cli, MapiAddressBook *book, const char *name)
{
  g_autoptr (MapiRowSet) rows = mapi_address_book_find (book, name, cli->cancellable, NULL);
  guint n_rows = rows != NULL ? mapi_row_set_get_size (rows) : 0;
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < MIN (n_rows, MAX_CANDIDATES); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);

      g_string_append_printf (list,
                              "%s%s <%s>",
                              i > 0 ? ", " : "",
                              mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME),
                              address != NULL ? address : "");
    }
  if (n_rows > MAX_CANDIDATES)
    g_string_append_printf (list, " and %u more", n_rows - MAX_CANDIDATES);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* The session has two words for it; here there is more to say. */
static void
cli_explain_name (Cli             *cli,
                  MapiAddressBook *book,
                  const char      *option,
                  const char      *name,
                  const GError    *failure,
                  GError         **error)
{
  g_autofree char *candidates = NULL;

  if (failure->code == MAPI_E_AMBIGUOUS_RECIP)
    {
      candidates = cli_list_candidates (cli, book, name);
      g_set_error (error,
                   MAPI_ERROR,
                   failure->code,
                   "%s %s: several entries of the address book match: %s",
                   option,
                   name,
                   candidates);
    }
  else if (failure->code == MAPI_E_NOT_FOUND)
    g_set_error (error,
                 MAPI_ERROR,
                 failure->code,
                 "%s %s: no entry of the address book matches, and an address has an `@`, or its "
                 "type before it as `SMTP:root`",
                 option,
                 name);
  else
    g_set_error (
        error, failure->domain, failure->code, "%s %s: %s", option, name, failure->message);
}

MapiAddressBook *
cli_open_address_book (Cli *cli, GError **error)
{
  guint32          warning = 0;
  MapiAddressBook *book;

  if (!cli_logon (cli, error))
    return NULL;
  book = mapi_session_open_address_book (cli->session, 0, &warning, cli->cancellable, error);
  if (warning != 0)
    cli_say (cli, "Some of the address books cannot be used; `mapi status` tells why.");
  return book;
}

static MapiRowSet *
cli_resolve (Cli *cli, const char *name, guint32 kind, GError **error)
{
  g_autoptr (MapiAddressBook) book = cli_open_address_book (cli, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) wanted = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) resolved = NULL;
  g_autoptr (GError) local = NULL;

  if (book == NULL)
    return NULL;
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, (gint32) kind);
  wanted = mapi_prop_list_builder_end (builder);
  rows = mapi_row_set_new (&wanted, 1);
  resolved =
      mapi_addr_book_resolve_name (MAPI_ADDR_BOOK (book), 0, NULL, rows, cli->cancellable, &local);
  if (resolved == NULL)
    cli_explain_name (cli, book, cli_option_of (kind), name, local, error);
  return g_steal_pointer (&resolved);
}

static MapiRowSet *
cli_read_part (Cli *cli, const char *part, guint32 kind, CliParseAddress parse, GError **error)
{
  g_autofree char *name = NULL;

  if (!cli_is_name (part))
    return parse (part, kind, error);
  name = cli_unquote (part);
  return cli_resolve (cli, name, kind, error);
}

MapiRowSet *
cli_recipients_read (
    Cli *cli, const char *text, guint32 kind, CliParseAddress parse, GError **error)
{
  g_autoptr (GPtrArray) parts = cli_split (text);
  g_autoptr (MapiRowSet) all = mapi_row_set_new (NULL, 0);

  if (!cli_has_names (text, parts))
    return parse (text, kind, error);
  for (guint i = 0; i < parts->len; i++)
    {
      const char *part = parts->pdata[i];
      g_autoptr (MapiRowSet) rows = NULL;

      if (*part == '\0')
        continue;
      rows = cli_read_part (cli, part, kind, parse, error);
      if (rows == NULL)
        return NULL;
      for (guint j = 0; j < mapi_row_set_get_size (rows); j++)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, j);
          g_autoptr (MapiRowSet) before = g_steal_pointer (&all);

          all = mapi_row_set_append (before, row);
        }
    }
  return g_steal_pointer (&all);
}
