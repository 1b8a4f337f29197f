/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"

G_BEGIN_DECLS

/*
 * A file on which the process with the spooler shows rows of its status table to other processes of
 * the same user. Whoever shows them holds a lock on the file, which goes with the process: without
 * it nothing on the board is true any more. Who stops in good order wipes it.
 */
typedef struct _MapiStatusBoard MapiStatusBoard;

/* NULL when another process shows its rows already. */
MapiStatusBoard *mapi_status_board_take (const char *profile, GError **error);
void             mapi_status_board_free (MapiStatusBoard *self);

/* From any thread. What is shown before is gone. */
gboolean mapi_status_board_show (MapiStatusBoard *self, MapiRowSet *rows, GError **error);

/* The file, which is there from now on, so that it can be watched. */
char *mapi_status_board_prepare (const char *profile, GError **error);

/*
 * What is shown, NULL when nothing is, and whether who shows it is still alive to change it. FALSE
 * when it is being changed, so that nothing can be said of it.
 */
gboolean mapi_status_board_read (const char *profile, MapiRowSet **rows, gboolean *alive);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiStatusBoard, mapi_status_board_free)

G_END_DECLS
