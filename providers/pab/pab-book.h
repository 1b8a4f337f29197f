/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "pab-entry-id.h"
#include "pab-record.h"

G_BEGIN_DECLS

#define PAB_TYPE_BOOK (pab_book_get_type ())
G_DECLARE_FINAL_TYPE (PabBook, pab_book, PAB, BOOK, GObject)

/* The book of a file; whoever opens the same file again has the same book. */
PabBook       *pab_book_open (const char *path, GError **error);
const MapiUid *pab_book_get_uid (PabBook *self);
MapiNotifier  *pab_book_get_notifier (PabBook *self);
GBytes        *pab_book_get_container_id (PabBook *self);

/* An entry; MAPI_E_NOT_FOUND when it is not there (any more). */
PabRecord *pab_book_lookup (PabBook *self, gint64 id, GError **error);

/* An entry as tables and clients see it: with what is computed. */
MapiPropList *pab_book_describe (PabBook *self, const PabRecord *record);

/* Writes an entry; @flags (`MAPI_CREATE_*`) say what is done about one like it. Answers the number
 * of the entry, 0 on failure. */
gint64   pab_book_save (PabBook *self, const PabRecord *record, guint32 flags, GError **error);
gboolean pab_book_delete (PabBook *self, gint64 id, GError **error);

/* Held while members of a list are changed on what they were. */
GMutexLocker *pab_book_lock_lists (PabBook *self);

/* The contents table, which follows all changes of this process; those of others show when a table
 * is opened. */
MapiTable *pab_book_get_table (PabBook *self, GError **error);

G_END_DECLS
