/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-remote-private.h"

G_BEGIN_DECLS

/*
 * What is in a message besides its header: the chain that it belongs to, what the sender has
 * released, and what was packed. An error has `org.mapi.Error.NAME` as its name.
 */
#define MAPI_REMOTE_PREFIX "org.mapi."
#define MAPI_REMOTE_LINK_PATH "/org/mapi/Link"
#define MAPI_REMOTE_OBJECT_PATH "/org/mapi/Object/"
#define MAPI_REMOTE_BODY "(ta(uu)@ay)"

GDBusMessage *mapi_remote_wire_new_call (guint32                    object,
                                         const MapiRemoteInterface *interface,
                                         const MapiRemoteMethod    *method);
GDBusMessage *mapi_remote_wire_new_note (const char *what);
GDBusMessage *mapi_remote_wire_new_error (GDBusMessage *call, const GError *error);

/* Takes nothing over; @released may be NULL. */
void
mapi_remote_wire_fill (GDBusMessage *message, guint64 chain, GArray *released, GByteArray *bytes);

/* FALSE when the message is none of ours. What is taken out is (transfer full). */
gboolean
mapi_remote_wire_open (GDBusMessage *message, guint64 *chain, GArray **released, GBytes **bytes);

/* The object that is called; 0 for none. */
guint32 mapi_remote_wire_find_object (GDBusMessage *message);

/* What is called: NULL when there is no such interface. */
const MapiRemoteInterface *mapi_remote_wire_find_interface (GDBusMessage *message);

/* Takes an error out of what was packed. */
void mapi_remote_wire_take_error (MapiRemoteReader *in, GError **error);

G_END_DECLS
