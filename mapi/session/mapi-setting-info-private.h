/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-key-file-private.h"
#include "mapi-setting-info.h"

G_BEGIN_DECLS

MapiSettingInfo *
mapi_setting_info_new (const MapiKeyFile *file, const char *group, const char *key, GError **error);
/* The settings that every service has, beside those it declares; NULL for no such setting. By `trace`
 * the session puts a MapiTracer before its providers. */
#define MAPI_SETTING_TRACE "trace"
#define MAPI_SETTING_ISOLATED "isolated"
#define MAPI_SETTING_CALL_SECONDS "call-seconds"
#define MAPI_SETTING_RESTART_SECONDS "restart-seconds"
MapiSettingInfo *mapi_setting_info_find_common (const char *key);

MapiPropValue *mapi_setting_info_read (MapiSettingInfo *self, const char *text, GError **error);

G_END_DECLS
