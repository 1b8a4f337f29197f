/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A folder of a store that the provider does not know: messages can be made in it. */
MapiFolder *check_foreign_folder_new (void);

/* How many were. */
guint check_foreign_folder_count (MapiFolder *self);

G_END_DECLS
