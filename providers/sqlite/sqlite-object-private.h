/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-object.h"

G_BEGIN_DECLS

/* Shared by the files that make up the object. All but the first check that the store is open. */
gboolean      sqlite_object_is_computed (SqliteObject *self, guint32 tag);
gboolean      sqlite_object_check_writable (SqliteObject *self, GError **error);
MapiPropList *sqlite_object_get_all (SqliteObject *self, GError **error);
/* What was selected by @tags (nullable), with the strings that there are in the other type. */
MapiPropList *
sqlite_object_add_views (MapiPropList *all, MapiPropTagArray *tags, MapiPropList *selected);
GObject *sqlite_object_open_stream (SqliteObject *self, guint32 tag, guint32 flags, GError **error);

G_END_DECLS
