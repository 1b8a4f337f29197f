/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define PAB_TYPE_PROVIDER (pab_provider_get_type ())
G_DECLARE_FINAL_TYPE (PabProvider, pab_provider, PAB, PROVIDER, GObject)

PabProvider *pab_provider_new (void);

G_END_DECLS
