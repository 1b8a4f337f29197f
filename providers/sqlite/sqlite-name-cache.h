/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* The names of properties that somebody has asked for. A name keeps its number for the life of the
 * store, so what is known stays true, whoever adds others. */
typedef struct _SqliteNameCache SqliteNameCache;

SqliteNameCache *sqlite_name_cache_new (void);
void             sqlite_name_cache_free (SqliteNameCache *self);

/* 0 and NULL where it is not known. */
guint32     sqlite_name_cache_find_id (SqliteNameCache *self, MapiNameId *name);
MapiNameId *sqlite_name_cache_dup_name (SqliteNameCache *self, guint32 id);
void        sqlite_name_cache_add (SqliteNameCache *self, MapiNameId *name, guint32 id);

G_END_DECLS
