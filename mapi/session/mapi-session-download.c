/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* MAPI_FORCE_DOWNLOAD: the spooler fetches what there is before the logon returns, be it in this
 * process or in another one. It is an attempt: whoever is logged on to finds out what there is,
 * whatever becomes of it (R213). */

#define _GNU_SOURCE

#include "config.h"

#include "mapi-flags.h"
#include "mapi-session-private.h"
#include "mapi-status-board-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sys/stat.h>

#define MILLISECONDS_BETWEEN_LOOKS 50

/* What the other process may take to begin. */
#define PATIENCE (10 * G_USEC_PER_SEC)

/* What another process shows of its spooler. */
typedef struct
{
  guint32 code;
  gint64  n_flushes;
} Spooler;

static gboolean
fetch_here (MapiSpoolerLink *spooler, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiStatus) status =
      mapi_spooler_link_open_status_entry (spooler, 0, cancellable, error);

  return status != NULL &&
         mapi_status_flush_queues (status, NULL, MAPI_FLUSH_DOWNLOAD, cancellable, error);
}

static void
read_row (MapiRowSet *rows, Spooler *spooler)
{
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) != MAPI_SPOOLER)
        continue;
      spooler->code = (guint32) mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);
      spooler->n_flushes = mapi_prop_list_get_i8 (row, MAPI_PR_SPOOLER_FLUSH_COUNT, 0);
    }
}

/* Answers whether it is at work. What cannot be read at this moment is as it was before. */
static gboolean
look (const char *profile, Spooler *spooler)
{
  g_autoptr (MapiRowSet) rows = NULL;
  gboolean alive = TRUE;

  if (mapi_status_board_read (profile, &rows, &alive))
    read_row (rows, spooler);
  return alive && (spooler->code & MAPI_STATUS_OFFLINE) == 0;
}

/* Whoever touches the file that the spooler has locked asks it to send and fetch now. */
static gboolean
touch (const char *profile, GError **error)
{
  g_autofree char *path = mapi_profile_get_runtime_path (profile, ".lock");

  if (utimensat (AT_FDCWD, path, NULL, 0) == 0)
    return TRUE;
  g_set_error (
      error, MAPI_ERROR, MAPI_E_CALL_FAILED, "%s: utimensat: %s", path, g_strerror (errno));
  return FALSE;
}

/* Answers whether nobody has cancelled. */
static gboolean
rest (GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, MILLISECONDS_BETWEEN_LOOKS);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep (MILLISECONDS_BETWEEN_LOOKS * 1000);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* A flush that is under way already will do. */
static gboolean
wait_for_flush (const char *profile, Spooler before, GCancellable *cancellable, GError **error)
{
  gint64   deadline = g_get_monotonic_time () + PATIENCE;
  Spooler  now = before;
  gboolean begun = FALSE;

  while (now.n_flushes <= before.n_flushes)
    {
      if (!begun && g_get_monotonic_time () > deadline)
        {
          g_set_error_literal (
              error, MAPI_ERROR, MAPI_E_TIMEOUT, "the spooler does not begin to fetch");
          return FALSE;
        }
      if (!rest (cancellable, error))
        return FALSE;
      if (!look (profile, &now))
        {
          g_set_error_literal (error, MAPI_ERROR, MAPI_E_END_OF_SESSION, "the spooler has ended");
          return FALSE;
        }
      begun |= (now.code & MAPI_STATUS_INBOUND_FLUSH) != 0;
    }

  return TRUE;
}

/* Where no spooler is at work nobody is waited for. */
static gboolean
fetch_elsewhere (const char *profile, GCancellable *cancellable, GError **error)
{
  Spooler spooler = { 0 };

  return !look (profile, &spooler) ||
         (touch (profile, error) && wait_for_flush (profile, spooler, cancellable, error));
}

void
mapi_session_download (MapiSession *self, GCancellable *cancellable)
{
  const char *profile = mapi_profile_get_name (self->profile);
  g_autoptr (MapiSpoolerLink) spooler = mapi_session_ref_spooler (self);
  g_autoptr (GError) error = NULL;

  if (!mapi_session_has_mail (self))
    return;
  if (!(spooler != NULL ? fetch_here (spooler, cancellable, &error)
                        : fetch_elsewhere (profile, cancellable, &error)))
    g_info ("%s: FORCE_DOWNLOAD: %s", profile, error->message);
}
