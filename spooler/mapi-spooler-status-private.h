/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* Brings the spooler's row of the status table up to date. */
void mapi_spooler_status_update (MapiSpooler *self);

/* The status object of the spooler (R408, R432, R497). */
MapiStatus *mapi_spooler_status_open (MapiSpooler *self);

G_END_DECLS
