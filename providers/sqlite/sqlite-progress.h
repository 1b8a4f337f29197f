/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Tells how far the work is, within the limits that the caller has set. FALSE with an error where
 * somebody cancels in answer; what else may go wrong with telling stops no work. */
static inline gboolean
sqlite_progress_tell (MapiProgress *progress, guint done, guint total, GError **error)
{
  guint32 minimum = 0;
  guint32 maximum = 0;
  g_autoptr (GError) local = NULL;

  if (progress == NULL || total == 0 || !mapi_progress_get_min (progress, &minimum, NULL) ||
      !mapi_progress_get_max (progress, &maximum, NULL))
    return TRUE;
  mapi_progress_progress (progress,
                          minimum + (guint32) ((guint64) (maximum - minimum) * done / total),
                          done,
                          total,
                          &local);
  if (!g_error_matches (local, MAPI_ERROR, MAPI_E_USER_CANCEL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

G_END_DECLS
