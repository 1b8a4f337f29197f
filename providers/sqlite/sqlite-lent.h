/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Objects of the kit that a store has given away, and that do not ask it whether it is still open:
 * they become invalid with it. They are held weakly. */
typedef struct _SqliteLent SqliteLent;

SqliteLent *sqlite_lent_new (void);
void        sqlite_lent_free (SqliteLent *self);
/* Answers @object, for the caller to give away. */
gpointer sqlite_lent_add (SqliteLent *self, gpointer object);
/* All that are there, and all that still come. */
void sqlite_lent_end (SqliteLent *self);

G_END_DECLS
