/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"
#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* The row of a recipient to whom nobody will deliver, with the reason: no transport handles it, all
 * that do have declined, or the time is over; @trouble is the last error, or NULL. */
MapiPropList *mapi_spooler_reports_explain (MapiPropList *recipient,
                                            gboolean      expired,
                                            gboolean      declined,
                                            const char   *trouble);

/* Makes the reports for @recipients, rows with report properties, and saves them in the receive
 * folder of the item's store. Makes none that nobody wants. With the item's lock held. */
gboolean mapi_spooler_reports_make (MapiSpooler     *spooler,
                                    MapiSpoolerItem *item,
                                    MapiMessage     *original,
                                    MapiRowSet      *recipients,
                                    GCancellable    *cancellable,
                                    GError         **error);

G_END_DECLS
