/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Folders with messages and folders in them, for tests of what happens to trees. Failures are
 * assertions'. */

/* A folder below @parent, with a comment. */
MapiFolder *mock_tree_make_folder (MapiFolder *parent, const char *name);
/* A message with a subject, not saved; @flags are those of CreateMessage. */
MapiMessage *mock_tree_make_message (MapiFolder *folder, const char *subject, guint32 flags);
/* The same, saved; gives its entry identifier. */
GBytes *mock_tree_add_message (MapiFolder *folder, const char *subject, guint32 flags);
/* Messages with the subjects "Message 0" ... */
void mock_tree_add_many (MapiFolder *folder, guint n);
/* A property; -1 where there is none. */
gint32 mock_tree_get_long (gpointer object, guint32 tag);
/* PR_CONTENT_COUNT. */
guint mock_tree_count (MapiFolder *folder);
/* The table of the folders or of the messages. */
MapiTable *mock_tree_open_table (MapiFolder *folder, gboolean hierarchy, guint32 flags);
/* A row of it, and what that stands for, to be changed. */
MapiPropList *
mock_tree_get_row (MapiFolder *folder, gboolean hierarchy, guint32 flags, guint index);
gpointer mock_tree_open_row (MapiFolder *folder, gboolean hierarchy, guint32 flags, guint index);
/* The messages of a folder. */
MapiEntryList *mock_tree_list_all (MapiFolder *folder, guint32 flags);
/* A folder with messages, and folders below it with more; and whether that is all there. */
MapiFolder *mock_tree_make (MapiFolder *parent);
void        mock_tree_check (MapiFolder *outer);
/* CopyFolder; the copy is called "Copy". */
gboolean mock_tree_copy_folder (MapiFolder   *parent,
                                MapiFolder   *folder,
                                MapiFolder   *destination,
                                guint32       flags,
                                MapiProgress *progress,
                                guint32      *warning,
                                GError      **error);

G_END_DECLS
