/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-container.h"
#include "mapi-message.h"

G_BEGIN_DECLS

#define MAPI_TYPE_FOLDER (mapi_folder_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiFolder, mapi_folder, MAPI, FOLDER, MapiContainer)

struct _MapiFolderInterface
{
  GTypeInterface parent_iface;

  MapiMessage *(*create_message) (MapiFolder   *self,
                                  const char   *interface_name,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
  gboolean (*copy_messages) (MapiFolder    *self,
                             MapiEntryList *messages,
                             MapiFolder    *destination,
                             MapiProgress  *progress,
                             guint32        flags,
                             GCancellable  *cancellable,
                             guint32       *warning,
                             GError       **error);
  gboolean (*delete_messages) (MapiFolder    *self,
                               MapiEntryList *messages,
                               MapiProgress  *progress,
                               guint32        flags,
                               GCancellable  *cancellable,
                               guint32       *warning,
                               GError       **error);
  MapiFolder *(*create_folder) (MapiFolder   *self,
                                guint32       folder_type,
                                const char   *folder_name,
                                const char   *folder_comment,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error);
  gboolean (*copy_folder) (MapiFolder   *self,
                           GBytes       *entry_id,
                           MapiFolder   *destination,
                           const char   *new_folder_name,
                           MapiProgress *progress,
                           guint32       flags,
                           GCancellable *cancellable,
                           guint32      *warning,
                           GError      **error);
  gboolean (*delete_folder) (MapiFolder   *self,
                             GBytes       *entry_id,
                             MapiProgress *progress,
                             guint32       flags,
                             GCancellable *cancellable,
                             guint32      *warning,
                             GError      **error);
  gboolean (*set_read_flags) (MapiFolder    *self,
                              MapiEntryList *messages,
                              MapiProgress  *progress,
                              guint32        flags,
                              GCancellable  *cancellable,
                              guint32       *warning,
                              GError       **error);
  gboolean (*get_message_status) (MapiFolder   *self,
                                  GBytes       *entry_id,
                                  guint32       flags,
                                  guint32      *message_status,
                                  GCancellable *cancellable,
                                  GError      **error);
  gboolean (*set_message_status) (MapiFolder   *self,
                                  GBytes       *entry_id,
                                  guint32       new_status,
                                  guint32       new_status_mask,
                                  guint32      *old_status,
                                  GCancellable *cancellable,
                                  GError      **error);
  gboolean (*save_contents_sort) (MapiFolder       *self,
                                  MapiSortOrderSet *order,
                                  guint32           flags,
                                  GCancellable     *cancellable,
                                  GError          **error);
  gboolean (*empty_folder) (MapiFolder   *self,
                            MapiProgress *progress,
                            guint32       flags,
                            GCancellable *cancellable,
                            guint32      *warning,
                            GError      **error);
};

MAPI_AVAILABLE_IN_1_0
MapiMessage *mapi_folder_create_message (MapiFolder   *self,
                                         const char   *interface_name,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_copy_messages (MapiFolder    *self,
                                    MapiEntryList *messages,
                                    MapiFolder    *destination,
                                    MapiProgress  *progress,
                                    guint32        flags,
                                    GCancellable  *cancellable,
                                    guint32       *warning,
                                    GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_delete_messages (MapiFolder    *self,
                                      MapiEntryList *messages,
                                      MapiProgress  *progress,
                                      guint32        flags,
                                      GCancellable  *cancellable,
                                      guint32       *warning,
                                      GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiFolder *mapi_folder_create_folder (MapiFolder   *self,
                                       guint32       folder_type,
                                       const char   *folder_name,
                                       const char   *folder_comment,
                                       guint32       flags,
                                       GCancellable *cancellable,
                                       GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_copy_folder (MapiFolder   *self,
                                  GBytes       *entry_id,
                                  MapiFolder   *destination,
                                  const char   *new_folder_name,
                                  MapiProgress *progress,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  guint32      *warning,
                                  GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_delete_folder (MapiFolder   *self,
                                    GBytes       *entry_id,
                                    MapiProgress *progress,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    guint32      *warning,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_set_read_flags (MapiFolder    *self,
                                     MapiEntryList *messages,
                                     MapiProgress  *progress,
                                     guint32        flags,
                                     GCancellable  *cancellable,
                                     guint32       *warning,
                                     GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_get_message_status (MapiFolder   *self,
                                         GBytes       *entry_id,
                                         guint32       flags,
                                         guint32      *message_status,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_set_message_status (MapiFolder   *self,
                                         GBytes       *entry_id,
                                         guint32       new_status,
                                         guint32       new_status_mask,
                                         guint32      *old_status,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_save_contents_sort (MapiFolder       *self,
                                         MapiSortOrderSet *order,
                                         guint32           flags,
                                         GCancellable     *cancellable,
                                         GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_folder_empty_folder (MapiFolder   *self,
                                   MapiProgress *progress,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   guint32      *warning,
                                   GError      **error);

G_END_DECLS
