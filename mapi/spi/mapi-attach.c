/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-attach.h"

/**
 * MapiAttach:
 *
 * An attachment of a message. It has no methods of its own: its data is PR_ATTACH_DATA_BIN or
 * PR_ATTACH_DATA_OBJ.
 *
 * MAPI's `IAttach`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiAttach, mapi_attach, MAPI_TYPE_PROP)

static void
mapi_attach_default_init (MapiAttachInterface *iface)
{
}
