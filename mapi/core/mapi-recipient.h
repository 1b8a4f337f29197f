/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"

G_BEGIN_DECLS

/* A recipient is a row (#MapiPropList) of the recipient table; a list of them is a #MapiRowSet. */

MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_recipient_new (guint32     recipient_type,
                                  const char *display_name,
                                  const char *address_type,
                                  const char *email_address);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_recipient_with_responsibility (MapiPropList *self, gboolean responsibility);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_recipient_same_address (const MapiPropList *self, const MapiPropList *other);

G_END_DECLS
