/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A folder without a store: it makes messages in memory, and can do nothing else. */
#define CHECK_TYPE_FOLDER (check_folder_get_type ())
G_DECLARE_FINAL_TYPE (CheckFolder, check_folder, CHECK, FOLDER, MapiPropData)

MapiFolder *check_folder_new (void);

G_END_DECLS
