/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many objects of each type there are that somebody holds, and by how many references. */
typedef struct _MapiHeld MapiHeld;

MapiHeld *mapi_held_new (void);
void      mapi_held_free (MapiHeld *self);

/* @type: is not copied. */
void mapi_held_add (MapiHeld *self, const char *type, guint n_references);

/* `2 BookEntry (references: 3), 1 Folder (references: 1)`, in the order of the types; NULL for
 * nothing. */
char *mapi_held_describe (MapiHeld *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiHeld, mapi_held_free)

G_END_DECLS
