/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a command answers is JSON first; the table for people is made from the same objects. */

#include "config.h"

#include "cli.h"
#include <stdio.h>

void
cli_say (Cli *cli, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          list;

  if (cli->quiet || cli->json)
    return;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_print ("%s\n", text);
}

void
cli_print_json (JsonNode *node, gboolean pretty)
{
  g_autofree char *text = json_to_string (node, pretty);

  /* JSON is UTF-8, whatever the locale. */
  puts (text);
  fflush (stdout);
}

static void
cli_write_json (Cli *cli, JsonNode *node, gboolean pretty)
{
  g_autofree char *text = NULL;

  if (cli->out == NULL)
    {
      cli_print_json (node, pretty);
      return;
    }
  text = json_to_string (node, pretty);
  g_string_append_printf (cli->out, "%s\n", text);
}

void
cli_complain (Cli *cli, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  if (cli->err != NULL)
    g_string_append (cli->err, text);
  else
    g_printerr ("%s", text);
}

void
cli_answer (Cli *cli, JsonObject *object, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          list;

  if (cli->json)
    {
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

      cli_write_json (cli, node, FALSE);
      return;
    }
  if (format == NULL || cli->quiet)
    return;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  if (cli->out != NULL)
    g_string_append_printf (cli->out, "%s\n", text);
  else
    g_print ("%s\n", text);
}

char *
cli_error_text (const GError *error)
{
  const char *name = error->domain == MAPI_ERROR ? mapi_error_get_name (error->code) : NULL;

  return name != NULL ? g_strdup_printf ("%s (%s)", error->message, name)
                      : g_strdup (error->message);
}

char *
cli_clean (const char *text, gboolean lines)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString         *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (lines && (c == '\n' || c == '\t'))
        g_string_append_unichar (clean, c);
      else if (!lines || c != '\r')
        g_string_append_unichar (clean, g_unichar_iscntrl (c) ? ' ' : c);
    }
  return g_string_free (clean, FALSE);
}

/* Settings as they are typed. */
static char *
cli_pairs (JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);
  GString *text = g_string_new (NULL);

  for (GList *l = members; l != NULL; l = l->next)
    {
      const char      *value = json_object_get_string_member_with_default (object, l->data, "");
      g_autofree char *quoted = g_shell_quote (value);
      gboolean plain = *value != '\0' && strpbrk (value, " '\"\\$`*?;&|<>()!#~\t\n") == NULL;

      g_string_append_printf (
          text, "%s%s=%s", text->len > 0 ? " " : "", (char *) l->data, plain ? value : quoted);
    }
  return g_string_free (text, FALSE);
}

static char *
cli_cell (JsonObject *row, const char *key)
{
  JsonNode        *node = json_object_get_member (row, key);
  g_autofree char *text = NULL;

  if (node == NULL || json_node_is_null (node))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      text = cli_pairs (json_node_get_object (node));
      return cli_clean (text, FALSE);
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return json_to_string (node, FALSE);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "yes" : "no");
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  text = json_node_dup_string (node);
  return cli_clean (text != NULL ? text : "", FALSE);
}

static void
cli_print_cell (const char *text, glong width, gboolean last)
{
  g_print ("%s", text);
  if (!last)
    g_print ("%*s", (int) MAX (width - g_utf8_strlen (text, -1), 0) + 2, "");
}

/* @columns: keys of the rows, in the order to show them; their upper-case form is the heading. */
void
cli_print_rows (Cli *cli, JsonArray *rows, const char *const *columns)
{
  guint             n_rows = json_array_get_length (rows);
  guint             n_columns = g_strv_length ((char **) columns);
  g_autofree glong *widths = g_new0 (glong, n_columns);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  if (cli->json)
    {
      g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), rows);

      cli_write_json (cli, node, TRUE);
      return;
    }

  for (guint c = 0; c < n_columns; c++)
    g_ptr_array_add (cells, g_ascii_strup (columns[c], -1));
  for (guint r = 0; r < n_rows; r++)
    for (guint c = 0; c < n_columns; c++)
      g_ptr_array_add (cells, cli_cell (json_array_get_object_element (rows, r), columns[c]));

  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns], g_utf8_strlen (cells->pdata[i], -1));
  for (guint i = cli->quiet ? n_columns : 0; i < cells->len; i++)
    {
      gboolean last = i % n_columns == n_columns - 1;

      cli_print_cell (cells->pdata[i], widths[i % n_columns], last);
      if (last)
        g_print ("\n");
    }
}

/* @keys: what to show to people, in order; %NULL for all. */
void
cli_print_object (Cli *cli, JsonObject *object, const char *const *keys)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autoptr (GList) members = json_object_get_members (object);

  if (cli->json)
    {
      cli_write_json (cli, node, TRUE);
      return;
    }
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *text = NULL;

      if (keys != NULL && !g_strv_contains (keys, l->data))
        continue;
      text = cli_cell (object, l->data);
      g_print ("%-20s %s\n", (char *) l->data, text);
    }
}
