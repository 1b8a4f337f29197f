/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-turn-private.h"

G_BEGIN_DECLS

/* Whether the message has to be preprocessed before any transport gets it: if so, the transport in
 * whose lane that is done, or NULL when any will do. With the item's lock held. */
gboolean mapi_spooler_preprocess_is_due (MapiSpoolerTurn       *turn,
                                         MapiSpoolerRouter     *router,
                                         MapiSpoolerTransport **owner);

typedef enum
{
  MAPI_SPOOLER_PREPROCESS_NONE,
  MAPI_SPOOLER_PREPROCESS_HERE,
  MAPI_SPOOLER_PREPROCESS_ELSEWHERE, /* in another transport's lane, before this one gets anything
                                      */
} MapiSpoolerPreprocess;

/* Who has to do it; the turn has locked the message. When it is here the caller has to run it. */
MapiSpoolerPreprocess mapi_spooler_preprocess_claim (MapiSpoolerTurn *turn);

/* Does it, and tells the store. A failure leaves the stored message as it was; it is
 * %MAPI_E_NOT_IN_QUEUE when the store has finished the message itself. */
gboolean mapi_spooler_preprocess_run (MapiSpoolerTurn *turn, MapiSpoolerLane *lane, GError **error);

/* The transport in whose lane the cleaning up has to be done, or NULL when there is none to do.
 * With the item's lock held. */
MapiSpoolerTransport *mapi_spooler_preprocess_get_cleaner (MapiSpoolerItem *item);

/* Takes out of a message that was sent what was put in for sending (R065). What fails is told, and
 * keeps nobody from going on. */
void mapi_spooler_preprocess_clean (MapiSpooler  *spooler,
                                    MapiMessage  *message,
                                    GPtrArray    *entries,
                                    GCancellable *cancellable);

/* Whether the message was preprocessed and not cleaned since. */
gboolean mapi_spooler_preprocess_is_marked (MapiMessage *message);

/* For ExpandRecips: tells whether preprocessors apply to a message that is submitted now, and marks
 * it (R045). */
gboolean mapi_spooler_preprocess_ask (MapiSpooler *spooler,
                                      MapiMessage *message,
                                      MapiRowSet  *recipients,
                                      gboolean    *needed,
                                      GError     **error);

G_END_DECLS
