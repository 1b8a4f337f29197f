/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

typedef enum
{
  PAB_KIND_USER = 1,
  PAB_KIND_LIST = 2,
} PabKind;

/* A member of a list: whom it names, and what was known of it when it was added, which is what
 * counts where its own address book is not there. */
typedef struct
{
  GBytes       *entry_id;
  MapiPropList *props;
} PabMember;

PabMember *pab_member_new (GBytes *entry_id, MapiPropList *props);
PabMember *pab_member_copy (const PabMember *self);
void       pab_member_free (PabMember *self);

/* An entry as it is stored. It never changes: a changed entry is another record. */
typedef struct
{
  gint64        id;
  PabKind       kind;
  MapiPropList *props;
  GPtrArray    *members; /* of PabMember; empty for a user */
} PabRecord;

PabRecord *pab_record_new (gint64 id, PabKind kind, MapiPropList *props, GPtrArray *members);
PabRecord *pab_record_ref (PabRecord *self);
void       pab_record_unref (PabRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PabRecord, pab_record_unref)

G_END_DECLS
