/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list-private.h"
#include "mapi-prop-value.h"

G_BEGIN_DECLS

/* A view of one entry; a value that stands alone owns a list of one entry. */
struct _MapiPropValue
{
  gatomicrefcount ref_count;
  guint           index;
  MapiPropList   *owner;
};

MapiPropValue *mapi_prop_value_new_view (MapiPropList *owner, guint index);

static inline MapiPropView
mapi_prop_value_view (const MapiPropValue *self)
{
  return mapi_prop_list_view (self->owner, self->index);
}

G_END_DECLS
