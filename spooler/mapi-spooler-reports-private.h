/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"
#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* What PR_SPOOLER_STATUS of a recipient says while its message is in the queue. */
enum
{
  MAPI_SPOOLER_STATUS_UNTOLD = 1 << 0, /* the sender is still to be told what became of it */
  MAPI_SPOOLER_STATUS_WARNED = 1 << 1, /* the sender knows that it takes long */
};

/* The row of a recipient to whom nobody will deliver, with the reason: no transport handles it, all
 * that do have declined, or the time is over; @trouble is the last error, or NULL. */
MapiPropList *mapi_spooler_reports_explain (
    MapiPropList *recipient, gboolean expired, gboolean declined, const char *trouble, gint64 now);

/* Whether a row is about a failure; else it tells of a delivery (R576). */
gboolean mapi_spooler_reports_is_failure (MapiPropList *recipient);

/* Makes the reports for @recipients, rows with report properties, one for each kind of them, and
 * delivers or sends them. Makes none that nobody wants. With the item's lock held. */
gboolean mapi_spooler_reports_make (MapiSpooler     *spooler,
                                    MapiSpoolerItem *item,
                                    MapiMessage     *original,
                                    MapiRowSet      *recipients,
                                    GCancellable    *cancellable,
                                    GError         **error);

/* The same for recipients that are still tried; tells whether it was wanted. */
gboolean mapi_spooler_reports_warn (MapiSpooler     *spooler,
                                    MapiSpoolerItem *item,
                                    MapiMessage     *original,
                                    MapiRowSet      *recipients,
                                    gboolean        *wanted,
                                    GCancellable    *cancellable,
                                    GError         **error);

G_END_DECLS
