/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_MESSAGE (mapi_spooler_message_get_type ())
G_DECLARE_DERIVABLE_TYPE (
    MapiSpoolerMessage, mapi_spooler_message, MAPI, SPOOLER_MESSAGE, MapiMessageProxy)

/* What a transport is given instead of a message of a store. The two kinds, #MapiSpoolerOutgoing
 * and #MapiSpoolerIncoming, answer some calls themselves. It cannot be submitted. */
struct _MapiSpoolerMessageClass
{
  MapiMessageProxyClass parent_class;
};

/* The call that it was made for has returned: whoever kept it finds it invalid. */
void     mapi_spooler_message_close (MapiSpoolerMessage *self);
gboolean mapi_spooler_message_is_closed (MapiSpoolerMessage *self);

/* A message of a store, to be changed; @what is what an error says of an entry that is none. */
MapiMessage *mapi_spooler_message_open (MapiMsgStore *store,
                                        GBytes       *entry_id,
                                        const char   *what,
                                        GCancellable *cancellable,
                                        GError      **error);

G_END_DECLS
