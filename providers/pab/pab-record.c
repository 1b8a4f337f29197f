/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-record.h"

PabMember *
pab_member_new (GBytes *entry_id, MapiPropList *props)
{
  PabMember *self = g_new0 (PabMember, 1);

  self->entry_id = g_bytes_ref (entry_id);
  self->props = mapi_prop_list_ref (props);
  return self;
}

PabMember *
pab_member_copy (const PabMember *self)
{
  return pab_member_new (self->entry_id, self->props);
}

void
pab_member_free (PabMember *self)
{
  g_bytes_unref (self->entry_id);
  mapi_prop_list_unref (self->props);
  g_free (self);
}

/* @members is NULL for none, and is not changed by anybody from now on. */
PabRecord *
pab_record_new (gint64 id, PabKind kind, MapiPropList *props, GPtrArray *members)
{
  PabRecord *self = g_atomic_rc_box_new0 (PabRecord);

  self->id = id;
  self->kind = kind;
  self->props = mapi_prop_list_ref (props);
  self->members = members != NULL
                      ? g_ptr_array_ref (members)
                      : g_ptr_array_new_with_free_func ((GDestroyNotify) pab_member_free);
  return self;
}

PabRecord *
pab_record_ref (PabRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
record_clear (gpointer data)
{
  PabRecord *self = data;

  mapi_prop_list_unref (self->props);
  g_ptr_array_unref (self->members);
}

void
pab_record_unref (PabRecord *self)
{
  g_atomic_rc_box_release_full (self, record_clear);
}
