/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-setting-info.h"

G_BEGIN_DECLS

/* What the spooler lets be set for a profile, and what for each service with a transport: without a
 * reference; NULL where there is no such. */
MapiSettingInfo *mapi_spooler_settings_lookup (const char *key);
MapiSettingInfo *mapi_spooler_settings_lookup_for_service (const char *key);

G_END_DECLS
