/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-memory-attach.h"
#include "mapi-memory-message.h"
#include "mapi-prop-data-private.h"

G_BEGIN_DECLS

/* What a message and its attachments keep of each other are copies that nobody changes any more:
 * so a copy of a message is made by holding the same ones. A client works on a copy, and saving
 * puts a copy of that in the place of what was kept. */

/* @owner is the attachment that the message is saved into. */
MapiMemoryMessage *mapi_memory_message_new_inside (MapiMemoryAttach  *owner,
                                                   MapiMemoryMessage *kept);
MapiMemoryMessage *mapi_memory_message_keep (MapiMemoryMessage *self);
/* Fills a message that is new with all that @from holds. */
void    mapi_memory_message_take_over (MapiMemoryMessage *self, MapiMemoryMessage *from);
guint64 mapi_memory_message_measure (MapiMemoryMessage *self);
void    mapi_memory_message_put_attach (MapiMemoryMessage *self, MapiMemoryAttach *kept);

/* @message is the one that the attachment is saved into; @kept is NULL for a new one. */
MapiMemoryAttach *
mapi_memory_attach_new_inside (MapiMemoryMessage *message, guint32 number, MapiMemoryAttach *kept);
void          mapi_memory_attach_put_message (MapiMemoryAttach *self, MapiMemoryMessage *kept);
guint32       mapi_memory_attach_get_number (MapiMemoryAttach *self);
MapiPropList *mapi_memory_attach_make_row (MapiMemoryAttach *self);
guint64       mapi_memory_attach_get_kept_size (MapiMemoryAttach *self);

/* Sets what a client may set, for a type derived from MapiPropData. */
gboolean mapi_memory_set_props (MapiProp              *prop,
                                MapiPropInterface     *parent,
                                MapiPropList          *props,
                                MapiPropProblemArray **problems,
                                GCancellable          *cancellable,
                                GError               **error);
gboolean mapi_memory_check_interface (const char *name, const char *wanted, GError **error);

G_END_DECLS
