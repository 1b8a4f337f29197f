/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-file-watch-private.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-session-private.h"
#include "mapi-session-status-private.h"
#include "mapi-status-board-private.h"

/*
 * The status table in several processes: the one with the spooler shows the rows of the spooler and
 * of the transports, the others have these rows as they are shown.
 */

/* How soon the end of a process shows that could not say so. */
#define SECONDS_BETWEEN_CHECKS 1

/* Showing */

static gboolean
is_shown (MapiPropList *row)
{
  gint32 type = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);

  return type == MAPI_SPOOLER || type == MAPI_TRANSPORT_PROVIDER;
}

static MapiRowSet *
list_shown (MapiSession *self)
{
  g_autoptr (MapiRowSet) all = mapi_session_status_list_rows (self);
  g_autoptr (GPtrArray) shown =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; all != NULL && i < mapi_row_set_get_size (all); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (all, i);

      if (is_shown (row))
        g_ptr_array_add (shown, g_steal_pointer (&row));
    }

  return mapi_row_set_new ((MapiPropList **) shown->pdata, shown->len);
}

void
mapi_session_status_show (MapiSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->share_lock);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (self->board == NULL)
    return;

  g_atomic_int_set (&self->board_lags, FALSE);
  rows = list_shown (self);
  if (!mapi_status_board_show (self->board, rows, &error))
    g_info ("other processes do not see a change of status: %s", error->message);
}

void
mapi_session_status_share (MapiSession *self, gboolean shared)
{
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->share_lock);
  g_clear_pointer (&self->board, mapi_status_board_free);
  if (shared)
    self->board = mapi_status_board_take (mapi_profile_get_name (self->profile), &error);
  g_mutex_unlock (&self->share_lock);

  if (error != NULL)
    g_message ("other processes do not see the status: %s", error->message);
  mapi_session_status_show (self);
}

/* Following */

static gboolean
has_uid (MapiPropList *row, const MapiUid *uid)
{
  gsize         size = 0;
  gconstpointer found = mapi_prop_list_peek_binary (row, MAPI_PR_PROVIDER_UID, &size);

  return size == sizeof uid->bytes && memcmp (found, uid->bytes, size) == 0;
}

static gboolean
has_row (MapiRowSet *rows, const MapiUid *uid)
{
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (has_uid (row, uid))
        return TRUE;
    }

  return FALSE;
}

/* The row as it is here: nothing can be asked of what is in another process, and where that process
 * is no more, what it said is not true any more. */
static MapiPropList *
row_of_other (MapiPropList *row, gboolean alive)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) columns = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, 0);
  if (!alive)
    {
      mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_OFFLINE);
      mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, "not running");
    }
  columns = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (row, columns);
}

/* NULL for what this process has a row of its own of. */
static MapiUid *
uid_of_other (MapiSession *self, MapiPropList *row)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
  g_autoptr (MapiXpLogon) own = uid != NULL ? mapi_session_find_transport (self, uid) : NULL;

  return own == NULL ? g_steal_pointer (&uid) : NULL;
}

static void
apply (MapiSession *self, MapiRowSet *rows, gboolean alive)
{
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropList) shown = row_of_other (row, alive);
      g_autoptr (MapiUid) uid = uid_of_other (self, row);

      if (uid != NULL)
        mapi_session_status_put_other (self, uid, shown);
    }
}

static void
withdraw (MapiSession *self, MapiRowSet *old, MapiRowSet *rows)
{
  for (guint i = 0; old != NULL && i < mapi_row_set_get_size (old); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (old, i);
      g_autoptr (MapiUid) uid = uid_of_other (self, row);

      if (uid != NULL && !has_row (rows, uid))
        mapi_session_status_drop_other (self, uid);
    }
}

/* Where a spooler runs in this process, the rows are its own. */
static gboolean
can_follow (MapiSession *self)
{
  g_autoptr (MapiSpoolerLink) spooler = mapi_session_ref_spooler (self);

  return spooler == NULL && mapi_session_has_mail (self) && mapi_session_check_open (self, NULL);
}

static void
follow (MapiSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->follow_lock);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) old = NULL;
  gboolean alive;

  if (!can_follow (self) ||
      !mapi_status_board_read (mapi_profile_get_name (self->profile), &rows, &alive))
    return;

  g_mutex_lock (&self->share_lock);
  old = g_steal_pointer (&self->board_rows);
  self->board_rows = rows != NULL ? mapi_row_set_ref (rows) : NULL;
  g_mutex_unlock (&self->share_lock);
  apply (self, rows, alive);
  withdraw (self, old, rows);
}

static void
on_changed (GObject *object)
{
  follow (MAPI_SESSION (object));
}

static void
watch (MapiSession *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = mapi_status_board_prepare (mapi_profile_get_name (self->profile), &error);

  if (path != NULL)
    self->board_watch =
        mapi_file_watch_new (path, SECONDS_BETWEEN_CHECKS, G_OBJECT (self), on_changed);
  else
    g_info ("the status of other processes does not show: %s", error->message);
}

void
mapi_session_status_follow (MapiSession *self)
{
  if (!can_follow (self))
    return;

  g_mutex_lock (&self->share_lock);
  if (self->board_watch == NULL)
    watch (self);
  g_mutex_unlock (&self->share_lock);

  follow (self);
}

void
mapi_session_status_unfollow (MapiSession *self)
{
  g_mutex_lock (&self->share_lock);
  g_clear_pointer (&self->board_watch, mapi_file_watch_free);
  g_clear_pointer (&self->board_rows, mapi_row_set_unref);
  g_mutex_unlock (&self->share_lock);
}
