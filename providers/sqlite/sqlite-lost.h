/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/*
 * What one who logged on has saved with MAPI_DEFERRED_ERRORS and could not be committed then: kept
 * until a call comes that may be told. Belongs to the store object and to all saves that are still
 * on their way.
 */
typedef struct _SqliteLost SqliteLost;

SqliteLost *sqlite_lost_new (void);
SqliteLost *sqlite_lost_ref (SqliteLost *self);
void        sqlite_lost_unref (SqliteLost *self);

void sqlite_lost_note (SqliteLost *self, const GError *cause);
/* TRUE where nothing was lost that nobody has been told of. */
gboolean sqlite_lost_tell (SqliteLost *self, GError **error);

G_END_DECLS
