/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"
#include "mapi-prop-data.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MEMORY_MESSAGE (mapi_memory_message_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (
    MapiMemoryMessage, mapi_memory_message, MAPI, MEMORY_MESSAGE, MapiPropData)

struct _MapiMemoryMessageClass
{
  MapiPropDataClass parent_class;

  /*< private >*/
  gpointer reserved[8];
};

MAPI_AVAILABLE_IN_1_0
MapiMemoryMessage *mapi_memory_message_new (void);

G_END_DECLS
