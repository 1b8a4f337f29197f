/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Whose mail is ours: that of recipients with this address type, who are tenants by their address.
 */
#define HOUSE_ADDRESS_TYPE "HOUSE"

/* Where tight-pair.service says the settings lie. */
#define TAG_HOUSE ((guint32) 0x6610001F)
#define TAG_NAME ((guint32) 0x6611001F)
#define TAG_FINISH ((guint32) 0x6612001F)

/* Which of the recipients live in the house. */
MapiRowSet *house_pick (const char *house, MapiRowSet *recipients, gboolean at_home);

/* Puts the message before the doors of these recipients. */
gboolean house_deliver (const char   *house,
                        MapiMessage  *message,
                        MapiRowSet   *recipients,
                        GCancellable *cancellable,
                        GError      **error);

/* A message that lies before the door of a tenant, or NULL. */
GFile *house_find_mail (const char *house, const char *name);

G_END_DECLS
