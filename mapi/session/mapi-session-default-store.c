/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The default store that another process chooses: the process with the spooler sees that the
 * profile has changed, and has what comes in from then on in that store (R205). */

#include "config.h"

#include "mapi-file-watch-private.h"
#include "mapi-session-private.h"

/* With the lock held, from finding it until all are told: nobody is told of one that is not it any
 * more. Answers whether it is another one than before. */
static gboolean
note (MapiSession *self, const MapiUid *uid)
{
  gboolean same = mapi_uid_equal (&self->default_store, uid);

  self->default_store = *uid;
  return !same;
}

gboolean
mapi_session_choose_default_store (MapiSession               *self,
                                   const MapiSessionProvider *provider,
                                   MapiMsgStore              *store,
                                   GError                   **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->default_lock);

  if (!mapi_profile_set_default_store (self->profile, &provider->service_uid, error))
    return FALSE;
  note (self, &provider->uid);
  if (store != NULL)
    mapi_session_give_folders (self, &provider->uid, store, NULL);
  return mapi_session_announce_default_store (self, &provider->uid, error);
}

static void
on_changed (GObject *object)
{
  MapiSession *self = MAPI_SESSION (object);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->default_lock);
  g_autoptr (GError) error = NULL;
  MapiUid uid;

  if (!mapi_session_find_default_store (self, &uid, NULL) || !note (self, &uid))
    return;
  if (!mapi_session_announce_default_store (self, &uid, &error))
    g_message ("%s: the default store has changed: %s",
               mapi_profile_get_name (self->profile),
               error->message);
}

void
mapi_session_follow_default_store (MapiSession *self, gboolean follows)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->default_lock);
  MapiUid uid;

  if (follows && mapi_session_find_default_store (self, &uid, NULL))
    note (self, &uid);
  g_clear_pointer (&self->profile_watch, mapi_file_watch_free);
  if (follows)
    self->profile_watch =
        mapi_file_watch_new (mapi_profile_get_path (self->profile), 0, G_OBJECT (self), on_changed);
}
