/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A set of numbers, eight bytes each, of which the next can be found. */
typedef struct _SqliteNumberSet SqliteNumberSet;

/* @sorted: the numbers to begin with, each once and the least first. */
SqliteNumberSet *sqlite_number_set_new (const gint64 *sorted, gsize n);
void             sqlite_number_set_free (SqliteNumberSet *self);

void sqlite_number_set_add (SqliteNumberSet *self, gint64 number);
void sqlite_number_set_remove (SqliteNumberSet *self, gint64 number);
/* The least of them that is not less than @from; FALSE where there is none. */
gboolean sqlite_number_set_find (SqliteNumberSet *self, gint64 from, gint64 *number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteNumberSet, sqlite_number_set_free)

G_END_DECLS
