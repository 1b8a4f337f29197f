/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-key-file-private.h"
#include "mapi-provider-info.h"

G_BEGIN_DECLS

MapiProviderInfo *mapi_provider_info_new (const MapiKeyFile *file,
                                          const char        *group,
                                          const char        *name,
                                          GError           **error);

/* Where the module of a service file is: beside it, as in a build tree, or where they are
 * installed. */
char *mapi_provider_info_find_module (const MapiKeyFile *file, const char *dll_name);

G_END_DECLS
