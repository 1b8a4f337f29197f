/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-mail-user.h"

/**
 * MapiMailUser:
 *
 * A recipient in an address book.
 *
 * MAPI's `IMailUser`, which has no methods of its own: everything is a property.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiMailUser, mapi_mail_user, MAPI_TYPE_PROP)

static void
mapi_mail_user_default_init (MapiMailUserInterface *iface)
{
}
