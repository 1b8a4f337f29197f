/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-prof-sect.h"

/**
 * MapiProfSect:
 *
 * A section of a profile: the properties a provider or a service keeps between sessions. It
 * has no methods of its own; `SetProps` takes effect at once.
 *
 * MAPI's `IProfSect`.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiProfSect, mapi_prof_sect, MAPI_TYPE_PROP)

static void
mapi_prof_sect_default_init (MapiProfSectInterface *iface)
{
}
