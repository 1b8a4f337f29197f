/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-support-filter.h"

/**
 * MapiSupportFilter:
 *
 * Chooses what providers get as their support object: the one of the session, or one of its own
 * that stands before it, such as a #MapiSupportProxy. For tools that look at what a provider does.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiSupportFilter, mapi_support_filter, G_TYPE_OBJECT)

static void
mapi_support_filter_default_init (MapiSupportFilterInterface *iface)
{
}

/**
 * mapi_support_filter_filter_support:
 * @self: a #MapiSupportFilter
 * @support: the support object that the session has made
 * @provider_uid: the provider that is logged on to
 *
 * Asks for the support object of a logon. Whoever answers another has it hold @support: the session
 * takes a logon to last as long as that object does.
 *
 * Returns: (transfer full): what the provider gets
 *
 * Since: 1.0
 */
MapiSupport *
mapi_support_filter_filter_support (MapiSupportFilter *self,
                                    MapiSupport       *support,
                                    const MapiUid     *provider_uid)
{
  g_return_val_if_fail (MAPI_IS_SUPPORT_FILTER (self), NULL);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), NULL);
  g_return_val_if_fail (provider_uid != NULL, NULL);

  return MAPI_SUPPORT_FILTER_GET_IFACE (self)->filter_support (self, support, provider_uid);
}
