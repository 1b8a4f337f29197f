/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-object.h"

G_BEGIN_DECLS

/* Shared by the files that make up the object. All but the first check that the store is open. */
gboolean sqlite_object_is_computed (SqliteObject *self, guint32 tag);
/* Whether the store reads the property itself, as another type. */
gboolean      sqlite_object_has_unexpected_type (SqliteObject *self, guint32 tag);
gboolean      sqlite_object_check_writable (SqliteObject *self, GError **error);
MapiPropList *sqlite_object_get_all (SqliteObject *self, GError **error);
/* What is wanted by @tags (nullable), kept as it is wanted or not. */
MapiPropList *sqlite_object_select (SqliteObject *self, MapiPropList *all, MapiPropTagArray *tags);
/* A property that is not kept as it is wanted, however large. */
MapiPropValue *
sqlite_object_make_view (SqliteObject *self, MapiPropList *all, guint32 tag, GError **error);
GObject *sqlite_object_open_stream (SqliteObject *self, guint32 tag, guint32 flags, GError **error);

G_END_DECLS
