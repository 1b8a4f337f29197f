/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-provider-loader.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_provider_host_run (MapiProviderLoader *loader,
                                 gint                descriptor,
                                 gboolean            one_thread,
                                 GError            **error);

G_END_DECLS
