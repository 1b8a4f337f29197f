/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "pab-record.h"

G_BEGIN_DECLS

/* The database. Nothing else knows SQL. Not locked. */
typedef struct _PabDb PabDb;

PabDb *pab_db_open (const char *path, GError **error);
void   pab_db_close (PabDb *self);

const MapiUid *pab_db_get_uid (const PabDb *self);
const char    *pab_db_get_path (const PabDb *self);

/* A number that changes when somebody else has written. */
gint64 pab_db_get_version (PabDb *self);

/* All entries (of PabRecord), by the order in which they were made. */
GPtrArray *pab_db_load (PabDb *self, GError **error);

/* Writes an entry, which gets a number when its is 0; answers the number, 0 on failure. */
gint64   pab_db_put (PabDb *self, const PabRecord *record, GError **error);
gboolean pab_db_delete (PabDb *self, gint64 id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PabDb, pab_db_close)

G_END_DECLS
