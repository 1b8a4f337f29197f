/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-settlement-private.h"

G_BEGIN_DECLS

/* What the store keeps of attempts, so that they are counted, and waits go on, over a restart. */

/* Adds what this turn has tried in vain to rows that are to be recorded. */
void mapi_spooler_settlement_add_attempts (MapiSpoolerSettlement *self, GPtrArray *rows);

/* The same for the message (transfer full); NULL where nothing was tried in vain. */
MapiPropList *mapi_spooler_settlement_get_attempt (MapiSpoolerSettlement *self);

/* Goes on from what an earlier run has recorded in @row, which may be NULL: of a recipient, or of
 * the message where there is one transport. */
void mapi_spooler_attempts_restore (MapiSpoolerPart *part, MapiPropList *row);

/* Says that a part goes on waiting, where it does. */
void mapi_spooler_attempts_tell_rest (MapiSpoolerPart *part);

G_END_DECLS
