/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What the profile says of the store; NULL where it cannot be read. */
MapiPropList *sqlite_profile_read (MapiProfSect *section);

/* Where the store is: where the profile says, or else in the profile's own folder; NULL where there
 * is neither. */
char *sqlite_profile_get_path (MapiPropList *settings, const char *profile_name);

/* FALSE where the profile does not say. */
gboolean sqlite_profile_get_full_text (MapiPropList *settings, gboolean *on);

G_END_DECLS
