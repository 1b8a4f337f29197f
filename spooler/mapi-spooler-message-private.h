/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_MESSAGE (mapi_spooler_message_get_type ())
G_DECLARE_DERIVABLE_TYPE (MapiSpoolerMessage, mapi_spooler_message, MAPI, SPOOLER_MESSAGE, GObject)

/* A message that passes every call on to a message of a store: what a transport is given instead
 * of that. The two kinds, #MapiSpoolerOutgoing and #MapiSpoolerIncoming, answer some calls
 * themselves. It cannot be submitted. */
struct _MapiSpoolerMessageClass
{
  GObjectClass parent_class;
};

/* Without a reference for the caller. */
MapiMessage *mapi_spooler_message_get_inner (MapiSpoolerMessage *self);
void         mapi_spooler_message_set_inner (MapiSpoolerMessage *self, MapiMessage *inner);

G_END_DECLS
