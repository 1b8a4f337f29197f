/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-resolve-names.h"
#include "mapi-restriction.h"

/* Names that more entries have than anybody wants to choose from are ambiguous all the same. */
#define MOST_CANDIDATES 200

static const guint32 usual_tags[] = {
  MAPI_PR_ENTRYID,
  MAPI_PR_DISPLAY_NAME,
  MAPI_PR_ADDRTYPE,
  MAPI_PR_EMAIL_ADDRESS,
  MAPI_PR_SMTP_ADDRESS,
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_DISPLAY_TYPE,
  MAPI_PR_SEARCH_KEY,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_SEND_RICH_INFO,
  MAPI_PR_TRANSMITABLE_DISPLAY_NAME,
  MAPI_PR_ORIGINAL_DISPLAY_NAME,
};

static gboolean
restrict_to_name (MapiTable *table, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_ANR, name);
  g_autoptr (MapiRestriction) restriction =
      value != NULL ? mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_ANR, value) : NULL;

  if (restriction == NULL)
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "a name is not UTF-8");
      return FALSE;
    }
  return mapi_table_restrict (table, restriction, 0, cancellable, error) &&
         mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 0, NULL, cancellable, NULL, error);
}

static gboolean
choose_columns (MapiTable *table, MapiPropTagArray *tags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) usual =
      mapi_prop_tag_array_new (usual_tags, G_N_ELEMENTS (usual_tags));

  return mapi_table_set_columns (table, tags != NULL ? tags : usual, 0, cancellable, error);
}

/**
 * mapi_find_names:
 * @table: a contents table of an address book container
 * @tags: (nullable): the columns wanted, or %NULL for those that recipients usually have
 * @name: a name, or the beginnings of its words
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Finds the entries that a name may stand for, by a restriction to PR_ANR. Restriction and columns
 * of the table are changed.
 *
 * Returns: (transfer full): their rows, the first 200 when there are more
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_find_names (MapiTable        *table,
                 MapiPropTagArray *tags,
                 const char       *name,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_return_val_if_fail (MAPI_IS_TABLE (table), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!choose_columns (table, tags, cancellable, error) ||
      !restrict_to_name (table, name, cancellable, error))
    return NULL;
  return mapi_table_query_rows (table, MOST_CANDIDATES, 0, cancellable, error);
}

static gboolean
is_called (MapiPropList *row, guint32 tag, const char *name)
{
  const char      *text = mapi_prop_list_get_string (row, tag);
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;
  g_autofree char *folded_name = g_utf8_casefold (name, -1);

  return folded != NULL && strcmp (folded, folded_name) == 0;
}

/* Of several entries the one that bears the very name or address; NULL when none or several do. */
static MapiPropList *
find_exact (MapiRowSet *rows, const char *name)
{
  g_autoptr (MapiPropList) found = NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (!is_called (row, MAPI_PR_DISPLAY_NAME, name) &&
          !is_called (row, MAPI_PR_EMAIL_ADDRESS, name))
        continue;
      if (found != NULL)
        return NULL;
      found = g_steal_pointer (&row);
    }

  return g_steal_pointer (&found);
}

/* One recipient: what it is now, and its row where that is a new one. */
static gboolean
resolve_one (MapiTable     *table,
             const char    *name,
             guint32       *state,
             MapiPropList **match,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (MapiRowSet) rows = NULL;
  guint n_rows;

  if (!restrict_to_name (table, name, cancellable, error))
    return FALSE;
  rows = mapi_table_query_rows (table, MOST_CANDIDATES, 0, cancellable, error);
  if (rows == NULL)
    return FALSE;

  n_rows = mapi_row_set_get_size (rows);
  *match = n_rows == 1 ? mapi_row_set_get_row (rows, 0) : find_exact (rows, name);
  if (n_rows > 0)
    *state = *match != NULL ? MAPI_RESOLVED : MAPI_AMBIGUOUS;
  return TRUE;
}

static MapiRowSet *
resolve_all (MapiTable    *table,
             MapiRowSet   *recipients,
             guint32      *states,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GPtrArray) answer =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      MapiPropList *row = mapi_row_set_get_row (recipients, i);
      const char   *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
      g_autoptr (MapiPropList) match = NULL;
      g_autoptr (MapiPropList) known = NULL;

      g_ptr_array_add (answer, row);
      if (states[i] != MAPI_UNRESOLVED || name == NULL || *name == '\0')
        continue;
      if (!resolve_one (table, name, &states[i], &match, cancellable, error))
        return NULL;
      if (match == NULL)
        continue;
      known = mapi_prop_list_without_errors (match);
      answer->pdata[i] = mapi_prop_list_merge (row, known);
      mapi_prop_list_unref (row);
    }

  return mapi_row_set_new ((MapiPropList **) answer->pdata, answer->len);
}

/**
 * mapi_resolve_names:
 * @table: a contents table of an address book container
 * @tags: (nullable): what a recipient is given once it is resolved, or %NULL for the usual
 * @recipients: the recipients
 * @states: of each recipient `MAPI_UNRESOLVED`, `MAPI_AMBIGUOUS` or `MAPI_RESOLVED`
 * @new_states: (out) (transfer full) (optional): of each recipient what it is now
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does the work of `IABContainer::ResolveNames` with a table that can be restricted to PR_ANR, for
 * a provider that has nothing better and for a container that leaves the method out. A name that
 * stands for several entries is resolved when just one of them bears that very name or address.
 * Restriction and columns of the table are changed.
 *
 * Returns: (transfer full): the recipients, as many and in the same order
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_resolve_names (MapiTable        *table,
                    MapiPropTagArray *tags,
                    MapiRowSet       *recipients,
                    MapiFlagList     *states,
                    MapiFlagList    **new_states,
                    GCancellable     *cancellable,
                    GError          **error)
{
  g_autofree guint32 *now = NULL;
  MapiRowSet         *answer;
  guint               n;

  g_return_val_if_fail (MAPI_IS_TABLE (table), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);
  g_return_val_if_fail (states != NULL, NULL);

  n = mapi_row_set_get_size (recipients);
  now = g_new0 (guint32, n + 1);
  for (guint i = 0; i < n; i++)
    now[i] = mapi_flag_list_get_flag (states, i);
  if (!choose_columns (table, tags, cancellable, error))
    return NULL;

  answer = resolve_all (table, recipients, now, cancellable, error);
  if (new_states != NULL)
    *new_states = answer != NULL ? mapi_flag_list_new (now, n) : NULL;
  return answer;
}

/**
 * mapi_resolve_names_in:
 * @container: an address book container
 * @tags: (nullable): what a recipient is given once it is resolved, or %NULL for the usual
 * @recipients: the recipients
 * @states: of each recipient `MAPI_UNRESOLVED`, `MAPI_AMBIGUOUS` or `MAPI_RESOLVED`
 * @new_states: (out) (transfer full) (optional): of each recipient what it is now
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Resolves names as mapi_resolve_names() does, with a contents table of @container of its own.
 *
 * Returns: (transfer full): the recipients, as many and in the same order
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_resolve_names_in (MapiContainer    *container,
                       MapiPropTagArray *tags,
                       MapiRowSet       *recipients,
                       MapiFlagList     *states,
                       MapiFlagList    **new_states,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_autoptr (MapiTable) table = NULL;

  g_return_val_if_fail (MAPI_IS_CONTAINER (container), NULL);

  table = mapi_container_get_contents_table (container, 0, cancellable, error);
  return table != NULL
             ? mapi_resolve_names (table, tags, recipients, states, new_states, cancellable, error)
             : NULL;
}
