/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Tells how far the work is, within the limits that the caller has set. */
static inline void
sqlite_progress_tell (MapiProgress *progress, guint done, guint total)
{
  guint32 minimum = 0;
  guint32 maximum = 0;

  if (progress == NULL || total == 0 || !mapi_progress_get_min (progress, &minimum, NULL) ||
      !mapi_progress_get_max (progress, &maximum, NULL))
    return;
  mapi_progress_progress (progress,
                          minimum + (guint32) ((guint64) (maximum - minimum) * done / total),
                          done,
                          total,
                          NULL);
}

G_END_DECLS
