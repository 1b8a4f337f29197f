/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-notifier.h"

G_BEGIN_DECLS

/* Forgets what has not been delivered yet: for a table whose reader starts afresh. */
void mapi_notifier_discard (MapiNotifier *self);

G_END_DECLS
