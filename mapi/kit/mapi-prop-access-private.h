/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-problem-array.h"
#include "mapi-prop-tag-array.h"

G_BEGIN_DECLS

/* Which properties of an object clients may not change, and which were changed since it was clean.
 * All by identifier, whatever the type. Not locked. */
typedef struct
{
  GHashTable *read_only; /* identifiers; NULL without any */
  GHashTable *changed;   /* identifier -> the tag it had; NULL without any */
} MapiPropAccess;

void mapi_prop_access_clear (MapiPropAccess *self);

/* @flags are those of HrSetPropAccess. */
void     mapi_prop_access_set (MapiPropAccess *self, guint32 tag, guint32 flags);
guint32  mapi_prop_access_get (const MapiPropAccess *self, guint32 tag);
gboolean mapi_prop_access_is_read_only (const MapiPropAccess *self, guint32 tag);

void mapi_prop_access_mark_changed (MapiPropAccess *self, const MapiPropTagArray *tags);
void mapi_prop_access_mark_clean (MapiPropAccess *self);

/* Those of @tags that clients may not change, which become problems too. */
MapiPropTagArray *mapi_prop_access_refuse (const MapiPropAccess   *self,
                                           const MapiPropTagArray *tags,
                                           MapiPropProblemArray  **problems);

/* @tags, and behind them what was changed and is not among them: what was deleted. */
MapiPropTagArray *mapi_prop_access_with_deleted (const MapiPropAccess   *self,
                                                 const MapiPropTagArray *tags);

G_END_DECLS
