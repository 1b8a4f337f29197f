/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A new file at a place where nothing is. It is made under another name, and gets its own when it
 * is whole. */
typedef struct
{
  char *path;
  char *draft;
} SqliteTarget;

gboolean sqlite_target_create (SqliteTarget *self, GFile *destination, GError **error);
/* The file and its name are on the disk then. */
gboolean sqlite_target_finish (SqliteTarget *self, GError **error);
/* Leaves nothing behind of what was not finished. */
void sqlite_target_clear (SqliteTarget *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SqliteTarget, sqlite_target_clear)

G_END_DECLS
