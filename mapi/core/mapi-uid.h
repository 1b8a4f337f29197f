/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_UID (mapi_uid_get_type ())

/**
 * MapiUid:
 * @bytes: the sixteen bytes, in memory order
 *
 * A MAPIUID: sixteen bytes that name a provider, a service, a profile section or a property set.
 */
typedef struct
{
  guint8 bytes[16];
} MapiUid;

MAPI_AVAILABLE_IN_1_0
GType mapi_uid_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_uid_new (void);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_uid_new_from_bytes (GBytes *bytes, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_uid_new_from_string (const char *string, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_uid_copy (const MapiUid *self);
MAPI_AVAILABLE_IN_1_0
void mapi_uid_free (MapiUid *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_uid_equal (const MapiUid *self, const MapiUid *other);
MAPI_AVAILABLE_IN_1_0
guint mapi_uid_hash (const MapiUid *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_uid_to_bytes (const MapiUid *self);
MAPI_AVAILABLE_IN_1_0
char *mapi_uid_to_string (const MapiUid *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiUid, mapi_uid_free)

G_END_DECLS
