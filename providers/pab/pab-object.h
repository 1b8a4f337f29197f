/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "pab-logon.h"

G_BEGIN_DECLS

/* A user or a list, as clients see it. */
#define PAB_TYPE_OBJECT (pab_object_get_type ())
G_DECLARE_DERIVABLE_TYPE (PabObject, pab_object, PAB, OBJECT, MapiPropData)

struct _PabObjectClass
{
  MapiPropDataClass parent_class;
};

#define PAB_TYPE_USER (pab_user_get_type ())
G_DECLARE_FINAL_TYPE (PabUser, pab_user, PAB, USER, PabObject)

#define PAB_TYPE_LIST (pab_list_get_type ())
G_DECLARE_FINAL_TYPE (PabList, pab_list, PAB, LIST, PabObject)

/* A new entry; it is in the book once it was saved. @create_flags: `MAPI_CREATE_*`. */
MapiProp *pab_object_new (PabLogon *logon, PabKind kind, guint32 create_flags);
MapiProp *pab_object_new_copy (PabLogon *logon, MapiPropList *props, guint32 create_flags);
MapiProp *pab_object_open (PabLogon *logon, PabRecord *record, gboolean writable);

PabLogon *pab_object_get_logon (PabObject *self);

/* The members, which never change: a changed list gets another array. */
GPtrArray *pab_object_ref_members (PabObject *self, GError **error);
gboolean   pab_object_set_members (PabObject *self, GPtrArray *members, GError **error);

G_END_DECLS
