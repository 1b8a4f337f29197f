/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-item-private.h"

G_BEGIN_DECLS

/* A thread that reads the recipients of messages and finds out whose they are, where there is more
 * than one transport: so that none of these can hold up what is for another. */
typedef struct _MapiSpoolerSorter MapiSpoolerSorter;

MapiSpoolerSorter *mapi_spooler_sorter_new (MapiSpooler *spooler);
void               mapi_spooler_sorter_free (MapiSpoolerSorter *self);
void               mapi_spooler_sorter_push (MapiSpoolerSorter *self, MapiSpoolerPart *part);
gboolean           mapi_spooler_sorter_remove (MapiSpoolerSorter *self, MapiSpoolerPart *part);

/* Whether it has nothing to find out. */
gboolean mapi_spooler_sorter_is_idle (MapiSpoolerSorter *self);

/* It begins when all transports are up, or have failed to come up. */
void mapi_spooler_sorter_begin (MapiSpoolerSorter *self);
void mapi_spooler_sorter_stop (MapiSpoolerSorter *self);

G_END_DECLS
