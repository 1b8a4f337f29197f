/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-session-private.h"

/* Who the user of a session is. */

#define UNKNOWN "Unknown"

static gboolean
is_primary (MapiPropList *row)
{
  return (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) &
          MAPI_STATUS_PRIMARY_IDENTITY) != 0;
}

/* The search key is the address type, a colon and the address, with a NUL at the end. */
static GBytes *
one_off_of_row (MapiPropList *row)
{
  const char      *name = mapi_prop_list_get_string (row, MAPI_PR_IDENTITY_DISPLAY);
  gsize            size = 0;
  const char      *key = mapi_prop_list_peek_binary (row, MAPI_PR_IDENTITY_SEARCH_KEY, &size);
  g_autofree char *text = key != NULL ? g_strndup (key, size) : NULL;
  char            *colon = text != NULL ? strchr (text, ':') : NULL;

  if (colon == NULL || colon == text)
    return NULL;

  *colon = '\0';
  return mapi_one_off_new (name != NULL ? name : colon + 1, text, colon + 1, MAPI_ONE_OFF_UNICODE);
}

static GBytes *
identity_of_row (MapiPropList *row)
{
  GBytes *entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_IDENTITY_ENTRYID);

  return entry_id == NULL && is_primary (row) ? one_off_of_row (row) : entry_id;
}

/* That of the row that is flagged as the primary one, else the first one there is. */
static GBytes *
find_identity (MapiRowSet *rows)
{
  g_autoptr (GBytes) first = NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) identity = identity_of_row (row);

      if (identity != NULL && is_primary (row))
        return g_steal_pointer (&identity);
      if (first == NULL)
        first = g_steal_pointer (&identity);
    }

  return g_steal_pointer (&first);
}

/**
 * mapi_session_query_identity:
 * @self: a #MapiSession
 * @warning: (out) (optional): `MAPI_W_NO_SERVICE` when nobody knows who the user is (R635), or 0
 * @error: return location for a #GError
 *
 * Gets the entry identifier of the user, as the provider that is flagged as the primary identity
 * gives it, or else the first that has one (R633, R634). Where a primary identity has no entry
 * identifier, one is made of the rest of its row. When nobody gives any, it is one that stands for
 * `Unknown`.
 *
 * Returns: (transfer full): the entry identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_session_query_identity (MapiSession *self, guint32 *warning, GError **error)
{
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  GBytes *identity;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  table = mapi_session_get_status_table (self, 0, NULL, error);
  if (table != NULL)
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, error);
  if (rows == NULL)
    return NULL;

  identity = find_identity (rows);
  if (warning != NULL)
    *warning = identity != NULL ? 0 : MAPI_W_NO_SERVICE;
  return identity != NULL ? identity
                          : mapi_one_off_new (UNKNOWN, UNKNOWN, UNKNOWN, MAPI_ONE_OFF_UNICODE);
}
