/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"
#include "mapi-spooler-hooks-private.h"

G_BEGIN_DECLS

/* The end of a message that was sent: FinishedMsg, in which the store asks DoSentMail, and what the
 * hooks want to become of it. */

/* What hooks have decided and FinishedMsg has not carried out yet, by entry identifier: a hook sees
 * a message once. */
typedef struct
{
  GMutex      lock;
  GHashTable *verdicts;
} MapiSpoolerVerdicts;

void mapi_spooler_verdicts_init (MapiSpoolerVerdicts *self);
void mapi_spooler_verdicts_clear (MapiSpoolerVerdicts *self);

gboolean mapi_spooler_finish_message (MapiSpooler  *spooler,
                                      MapiMsgStore *store,
                                      GBytes       *entry_id,
                                      GCancellable *cancellable,
                                      GError      **error);

/* Answers in @taken_over whether a hook has decided where the message goes. */
gboolean mapi_spooler_finish_do_sent_mail (MapiSpooler  *spooler,
                                           MapiMsgStore *store,
                                           MapiMessage  *message,
                                           gboolean     *taken_over,
                                           GCancellable *cancellable,
                                           GError      **error);

/* Deletes or files a message as hooks want it, where it lies in @folder. */
gboolean mapi_spooler_finish_put_away (MapiSpooler              *spooler,
                                       MapiMsgStore             *store,
                                       MapiFolder               *folder,
                                       GBytes                   *entry_id,
                                       const MapiSpoolerVerdict *verdict,
                                       GCancellable             *cancellable,
                                       GError                  **error);

G_END_DECLS
