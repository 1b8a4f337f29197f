/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-value.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SETTING_INFO (mapi_setting_info_get_type ())

/**
 * MapiSettingType:
 * @MAPI_SETTING_STRING: a line of text
 * @MAPI_SETTING_INTEGER: a whole number
 * @MAPI_SETTING_BOOLEAN: `true` or `false`
 * @MAPI_SETTING_SECRET: text that is kept apart from the profile and never shown
 * @MAPI_SETTING_PATH: a file or folder; `~/` is the user's home, and what is relative lies in the
 * folder of the profile's data
 * @MAPI_SETTING_CHOICE: one of the setting's choices
 *
 * What a setting of a message service may hold.
 *
 * Since: 1.0
 */
typedef enum
{
  MAPI_SETTING_STRING,
  MAPI_SETTING_INTEGER,
  MAPI_SETTING_BOOLEAN,
  MAPI_SETTING_SECRET,
  MAPI_SETTING_PATH,
  MAPI_SETTING_CHOICE,
} MapiSettingType;

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiSettingInfo, mapi_setting_info, MAPI, SETTING_INFO, GObject)

MAPI_AVAILABLE_IN_1_0
const char *mapi_setting_info_get_key (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
MapiSettingType mapi_setting_info_get_setting_type (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_setting_info_get_tag (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_setting_info_is_required (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_setting_info_get_default (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_setting_info_get_description (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *const *mapi_setting_info_get_choices (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_setting_info_get_provider (MapiSettingInfo *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_setting_info_check (MapiSettingInfo *self, const char *value, GError **error);

G_END_DECLS
