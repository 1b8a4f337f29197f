/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-kept-private.h"

G_BEGIN_DECLS

/* What the kit keeps of a folder where the provider knows of none of it: a comment, which folder
 * gets which mail. It is a message in the folder that no table shows, so whoever keeps messages
 * keeps it. All is done with the lock. */

/* In the note of the top: classes of messages, and the keys of the folders that receive them. */
#define MAPI_KEPT_NOTE_CLASSES ((guint32) 0x6670101f)
#define MAPI_KEPT_NOTE_RECEIVERS ((guint32) 0x6671101f)

gboolean mapi_kept_note_is_one (MapiPropList *row);
void     mapi_kept_place_set_note (MapiKeptPlace *place, const char *key, MapiPropList *row);
gboolean mapi_kept_note_write (MapiKeptStore *store,
                               MapiKeptPlace *place,
                               MapiPropList  *changes,
                               GCancellable  *cancellable,
                               GError       **error);

/* What clients have set of the folder. */
MapiPropList *mapi_kept_note_get_props (MapiKeptPlace *place);
gboolean      mapi_kept_note_write_props (MapiKeptStore *store,
                                          MapiKeptPlace *place,
                                          MapiPropList  *props,
                                          GCancellable  *cancellable,
                                          GError       **error);

G_END_DECLS
