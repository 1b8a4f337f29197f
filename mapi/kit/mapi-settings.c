/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-settings-private.h"

MapiPropList *
mapi_settings_read (MapiSupport *support, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, cancellable, error);

  return section != NULL
             ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, cancellable, NULL, error)
             : NULL;
}
