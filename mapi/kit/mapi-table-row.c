/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-prop-list-builder.h"
#include "mapi-table-row-private.h"

/* The row shows @props and, in the place of theirs, its own PR_INSTANCE_KEY. */
MapiTableRow *
mapi_table_row_new (guint64 id, guint64 place, MapiPropList *props)
{
  MapiTableRow *self = g_new (MapiTableRow, 1);
  guint64       key = GUINT64_TO_BE (id);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) instance = NULL;

  mapi_prop_list_builder_add_data (builder, MAPI_PR_INSTANCE_KEY, &key, sizeof key);
  instance = mapi_prop_list_builder_end (builder);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = id;
  self->place = place;
  self->props = mapi_prop_list_merge (props, instance);
  return self;
}

/* The same row in another place. */
MapiTableRow *
mapi_table_row_new_at (const MapiTableRow *row, guint64 place)
{
  MapiTableRow *self = g_new (MapiTableRow, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = row->id;
  self->place = place;
  self->props = mapi_prop_list_ref (row->props);
  return self;
}

MapiTableRow *
mapi_table_row_ref (MapiTableRow *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_table_row_unref (MapiTableRow *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mapi_prop_list_unref (self->props);
  g_free (self);
}
