/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-session-private.h"

G_BEGIN_DECLS

/* Parts of the status table. */

/* Of the subsystem, the address book and the spooler. */
const MapiUid *mapi_session_status_get_uid (guint32 type);

/* A row, or NULL; and all of them. */
MapiPropList *mapi_session_status_get_row (MapiSession *self, const MapiUid *uid);
MapiRowSet   *mapi_session_status_list_rows (MapiSession *self);

/* What another process says of the spooler or a provider, and that it says nothing any more. */
void mapi_session_status_put_other (MapiSession *self, const MapiUid *uid, MapiPropList *row);
void mapi_session_status_drop_other (MapiSession *self, const MapiUid *uid);

/* To other processes: that this one shows its rows, or no longer; and that some have changed. */
void mapi_session_status_share (MapiSession *self, gboolean shared);
void mapi_session_status_show (MapiSession *self);

/* From another process: has its rows as they are now, and follows them. */
void mapi_session_status_follow (MapiSession *self);
void mapi_session_status_unfollow (MapiSession *self);

G_END_DECLS
