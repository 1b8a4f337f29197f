/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

/* A message that nobody tries is looked at all the same: when its sender is to be told that it
 * waits, and when its lifetime is over. To be called by who has the item in his table. */
void mapi_spooler_alarm_set (MapiSpoolerItem *item);
void mapi_spooler_alarm_clear (MapiSpoolerItem *item);

/* Once no thread works any more. */
void mapi_spooler_alarm_clear_all (MapiSpooler *spooler);

G_END_DECLS
