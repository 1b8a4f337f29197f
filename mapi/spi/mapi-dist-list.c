/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-dist-list.h"

/**
 * MapiDistList:
 *
 * A distribution list in an address book: its contents table has the members.
 *
 * MAPI's `IDistList`. Its four methods are those of `IABContainer`, so a list here is a
 * #MapiAbContainer, and they are called by its names.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiDistList, mapi_dist_list, MAPI_TYPE_AB_CONTAINER)

static void
mapi_dist_list_default_init (MapiDistListInterface *iface)
{
}
