/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-tags.h"
#include "mapi-error.h"

G_BEGIN_DECLS

/* The tags themselves, %MAPI_PR_SUBJECT and its like, are generated into mapi-prop-tags.h. */

/**
 * MAPI_PT_SVREID:
 *
 * The type of a server identifier, whose value is bytes: [MS-OXCDATA] 2.11.1. The headers that the
 * other types come from do not have it.
 *
 * Since: 1.0
 */
#define MAPI_PT_SVREID ((guint32) 0x00fb)

MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_tag_new (guint16 id, guint16 type);
MAPI_AVAILABLE_IN_1_0
guint16 mapi_prop_tag_get_id (guint32 tag);
MAPI_AVAILABLE_IN_1_0
guint16 mapi_prop_tag_get_prop_type (guint32 tag);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_tag_change_type (guint32 tag, guint16 type);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_tag_is_multivalued (guint32 tag);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_tag_is_named (guint32 tag);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_tag_matches (guint32 tag, guint32 wanted);
MAPI_AVAILABLE_IN_1_0
const char *mapi_prop_tag_get_name (guint32 tag);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_tag_from_name (const char *name);
MAPI_AVAILABLE_IN_1_0
char *mapi_prop_tag_to_string (guint32 tag);
MAPI_AVAILABLE_IN_1_0
const char *mapi_prop_type_get_name (guint16 type);

G_END_DECLS
