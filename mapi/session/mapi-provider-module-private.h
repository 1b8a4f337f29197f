/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-provider-module.h"

G_BEGIN_DECLS

gpointer
mapi_provider_module_find_symbol (MapiProviderModule *self, const char *symbol, GError **error);
GObject *mapi_provider_module_ref_loaded (MapiProviderModule *self, guint32 resource_type);
void     mapi_provider_module_hold (MapiProviderModule *self, guint32 resource_type);
void     mapi_provider_module_shut_down (const char *path,
                                         GObject    *provider,
                                         guint32     resource_type);
void     mapi_provider_module_release (MapiProviderModule *self, guint32 resource_type);

G_END_DECLS
