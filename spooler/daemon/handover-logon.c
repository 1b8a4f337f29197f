/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "handover-logon.h"

#include "cli-store.h"

#include <glib/gstdio.h>

struct _HandoverKeeper
{
  char          *profile;
  GMutex         lock;
  HandoverLogon *kept;
  GStatBuf       stamp; /* of the file of the profile */
};

static void
clear_logon (gpointer data)
{
  HandoverLogon *self = data;

  g_clear_object (&self->store);
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
}

void
handover_logon_unref (HandoverLogon *self)
{
  g_atomic_rc_box_release_full (self, clear_logon);
}

static HandoverLogon *
logon_new (const char *profile, GError **error)
{
  g_autoptr (HandoverLogon) self = g_atomic_rc_box_new0 (HandoverLogon);

  /* To leave a store of the spooler's session would have its transports log off. */
  self->session = mapi_session_logon (profile, MAPI_NEW_SESSION, NULL, error);
  if (self->session != NULL)
    self->store = mapi_session_open_msg_store (self->session, NULL, MAPI_MDB_WRITE, NULL, error);
  return self->store != NULL ? g_steal_pointer (&self) : NULL;
}

static MapiFolder *
open_outbox (HandoverLogon *logon, GError **error)
{
  Cli cli = { NULL };

  return cli_open_store_folder (&cli, logon->store, MAPI_PR_IPM_OUTBOX_ENTRYID, MAPI_MODIFY, error);
}

HandoverKeeper *
handover_keeper_new (const char *profile)
{
  HandoverKeeper *self = g_new0 (HandoverKeeper, 1);

  self->profile = g_strdup (profile);
  g_mutex_init (&self->lock);
  return self;
}

void
handover_keeper_free (HandoverKeeper *self)
{
  g_clear_pointer (&self->kept, handover_logon_unref);
  g_mutex_clear (&self->lock);
  g_free (self->profile);
  g_free (self);
}

static gboolean
read_stamp (HandoverKeeper *self, GStatBuf *stamp, GError **error)
{
  g_autoptr (MapiProfiles) profiles = mapi_profiles_new ();
  g_autoptr (MapiProfile) profile = mapi_profiles_open (profiles, self->profile, error);

  if (profile == NULL || g_stat (mapi_profile_get_path (profile), stamp) == 0)
    return profile != NULL;
  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "profile '%s' is gone", self->profile);
  return FALSE;
}

static gboolean
is_same (const GStatBuf *a, const GStatBuf *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The stamp is older than what is read: a change in between is seen the next time. */
static HandoverLogon *
take_kept (HandoverKeeper *self, const GStatBuf *stamp, GError **error)
{
  if (self->kept != NULL && !is_same (stamp, &self->stamp))
    g_clear_pointer (&self->kept, handover_logon_unref);
  if (self->kept == NULL)
    self->kept = logon_new (self->profile, error);
  self->stamp = *stamp;
  return self->kept != NULL ? g_atomic_rc_box_acquire (self->kept) : NULL;
}

static HandoverLogon *
take (HandoverKeeper *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GStatBuf stamp;

  return read_stamp (self, &stamp, error) ? take_kept (self, &stamp, error) : NULL;
}

static void
drop (HandoverKeeper *self, HandoverLogon *logon)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->kept == logon)
    g_clear_pointer (&self->kept, handover_logon_unref);
}

HandoverLogon *
handover_keeper_log_on (HandoverKeeper *self, MapiFolder **outbox, GError **error)
{
  g_autoptr (HandoverLogon) logon = take (self, error);

  *outbox = logon != NULL ? open_outbox (logon, NULL) : NULL;
  if (logon != NULL && *outbox == NULL)
    {
      drop (self, logon);
      g_clear_pointer (&logon, handover_logon_unref);
      logon = take (self, error);
      *outbox = logon != NULL ? open_outbox (logon, error) : NULL;
    }
  return *outbox != NULL ? g_steal_pointer (&logon) : NULL;
}
