/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What one process asks of the spooler in another. They share the file that the spooler holds the
 * lock of: whoever may touch it is the same user, and touching it asks for a flush. That works
 * whatever kind of process the engine is embedded in, where a signal could end it.
 */

#define _GNU_SOURCE

#include "config.h"

#include "mapi-spooler-lock-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-requests-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static void
on_touched (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, MapiSpooler *spooler)
{
  g_autoptr (GError) error = NULL;

  if (event != G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;

  mapi_spooler_suspects_read (spooler->fault.suspects);
  for (guint i = 0; i < spooler->watches->len; i++)
    mapi_spooler_watch_review (g_ptr_array_index (spooler->watches, i));
  if (!mapi_spooler_flush (spooler, MAPI_FLUSH_ASYNC_OK, NULL, &error))
    g_message ("spooler: a flush that was asked for did not begin: %s", error->message);
}

GFileMonitor *
mapi_spooler_requests_watch (MapiSpooler *spooler, const char *profile)
{
  g_autofree char *path = mapi_spooler_lock_get_path (profile);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFileMonitor *monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);

  if (monitor != NULL)
    g_signal_connect (monitor, "changed", G_CALLBACK (on_touched), spooler);
  return monitor;
}

/**
 * mapi_spooler_find_process:
 * @profile: the name of a profile
 *
 * Tells which process works as the spooler of a profile.
 *
 * Returns: the number of the process, or 0 when none does
 *
 * Since: 1.0
 */
guint32
mapi_spooler_find_process (const char *profile)
{
  g_return_val_if_fail (profile != NULL, 0);

  return mapi_spooler_lock_find_owner (profile);
}

/**
 * mapi_spooler_request_flush:
 * @profile: the name of a profile
 * @error: return location for a #GError
 *
 * Asks the spooler that works for a profile, in whatever process, to send and fetch now, and does
 * not wait for it. Where none does it is %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_request_flush (const char *profile, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (profile != NULL, FALSE);

  if (mapi_spooler_lock_find_owner (profile) == 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "spooler: profile %s: no spooler is at work for it",
                   profile);
      return FALSE;
    }

  path = mapi_spooler_lock_get_path (profile);
  if (utimensat (AT_FDCWD, path, NULL, 0) == 0)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_CALL_FAILED,
               "spooler: %s: utimensat: %s",
               path,
               g_strerror (errno));
  return FALSE;
}
