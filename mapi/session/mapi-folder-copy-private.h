/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-folder.h"

G_BEGIN_DECLS

/* Copies between any two folders, of one store or of two, by their interfaces alone. */

gboolean mapi_folder_copy_messages_to (MapiFolder    *source,
                                       MapiEntryList *messages,
                                       MapiFolder    *destination,
                                       MapiProgress  *progress,
                                       guint32        flags,
                                       GCancellable  *cancellable,
                                       guint32       *warning,
                                       GError       **error);
gboolean mapi_folder_copy_folder_to (MapiFolder   *source,
                                     GBytes       *entry_id,
                                     MapiFolder   *destination,
                                     const char   *new_name,
                                     MapiProgress *progress,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     guint32      *warning,
                                     GError      **error);
gboolean mapi_folder_copy_contents_to (MapiFolder   *source,
                                       MapiFolder   *destination,
                                       MapiProgress *progress,
                                       GCancellable *cancellable,
                                       guint32      *warning,
                                       GError      **error);
gboolean mapi_folder_copy_subfolders_to (MapiFolder   *source,
                                         MapiFolder   *destination,
                                         MapiProgress *progress,
                                         GCancellable *cancellable,
                                         guint32      *warning,
                                         GError      **error);

G_END_DECLS
