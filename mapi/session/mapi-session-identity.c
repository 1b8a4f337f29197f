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

static gboolean
is_default_outbound (MapiPropList *row)
{
  return mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER &&
         (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) & MAPI_STATUS_DEFAULT_OUTBOUND);
}

static gboolean
is_there_twice (MapiRowSet *rows, MapiPropList *wanted)
{
  const char *dll_name = mapi_prop_list_get_string (wanted, MAPI_PR_PROVIDER_DLL_NAME);
  guint       n_found = 0;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      n_found +=
          mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER &&
          g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_PROVIDER_DLL_NAME), dll_name) == 0;
    }

  return n_found > 1;
}

/* Of several instances of one transport one may be named as the one to speak for (R272). */
static GBytes *
find_outbound_identity (MapiRowSet *rows)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = NULL;

      if (is_default_outbound (row) && is_there_twice (rows, row))
        entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_IDENTITY_ENTRYID);
      if (entry_id != NULL)
        return g_steal_pointer (&entry_id);
    }

  return NULL;
}

static GBytes *
ref_or_null (GBytes *identity)
{
  return identity != NULL ? g_bytes_ref (identity) : NULL;
}

/* With the lock held. */
static void
clear (MapiSession *self)
{
  self->identities_known = FALSE;
  g_clear_pointer (&self->user_identity, g_bytes_unref);
  g_clear_pointer (&self->sender_identity, g_bytes_unref);
}

void
mapi_session_forget_identities (MapiSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->identities_turn++;
  clear (self);
}

/* Answers whether they are known, with them or %NULL for nobody; else when they were looked for. */
static gboolean
recall (MapiSession *self, GBytes **user, GBytes **sender, guint *turn)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *turn = self->identities_turn;
  *user = ref_or_null (self->user_identity);
  *sender = ref_or_null (self->sender_identity);
  return self->identities_known;
}

/* Unless the table has changed since then. */
static void
remember (MapiSession *self, GBytes *user, GBytes *sender, guint turn)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (turn != self->identities_turn)
    return;
  clear (self);
  self->user_identity = ref_or_null (user);
  self->sender_identity = ref_or_null (sender);
  self->identities_known = TRUE;
}

/* The spooler asks for each message, and the table may have hundreds of rows. */
static gboolean
find_both (MapiSession *self, GBytes **user, GBytes **sender, GError **error)
{
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  guint turn;

  if (!mapi_session_check_open (self, error))
    return FALSE;
  if (recall (self, user, sender, &turn))
    return TRUE;
  table = mapi_session_get_status_table (self, 0, NULL, error);
  if (table != NULL)
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, error);
  if (rows == NULL)
    return FALSE;
  *user = find_identity (rows);
  *sender = find_outbound_identity (rows);
  if (*sender == NULL)
    *sender = ref_or_null (*user);
  remember (self, *user, *sender, turn);
  return TRUE;
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
  g_autoptr (GBytes) user = NULL;
  g_autoptr (GBytes) sender = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  if (!find_both (self, &user, &sender, error))
    return NULL;
  if (warning != NULL)
    *warning = user != NULL ? 0 : MAPI_W_NO_SERVICE;
  return user != NULL ? g_steal_pointer (&user)
                      : mapi_one_off_new (UNKNOWN, UNKNOWN, UNKNOWN, MAPI_ONE_OFF_UNICODE);
}

/**
 * mapi_session_query_sender_identity:
 * @self: a #MapiSession
 * @error: return location for a #GError
 *
 * For the spooler: gets the entry identifier of who sends the messages of the user. Where there are
 * several instances of one transport, it is that of the one that is flagged with
 * `STATUS_DEFAULT_OUTBOUND` (R272); else the user's own, as mapi_session_query_identity() has it.
 *
 * Returns: (transfer full) (nullable): the entry identifier, or %NULL when nobody knows who the
 *   user is, or with @error set
 *
 * Since: 1.0
 */
GBytes *
mapi_session_query_sender_identity (MapiSession *self, GError **error)
{
  g_autoptr (GBytes) user = NULL;
  g_autoptr (GBytes) sender = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  return find_both (self, &user, &sender, error) ? g_steal_pointer (&sender) : NULL;
}
