/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

#define MAPI_TYPE_STORE_BACKEND (mapi_store_backend_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiStoreBackend, mapi_store_backend, MAPI, STORE_BACKEND, GObject)

/**
 * MapiStoreBackendClass:
 * @parent_class: the parent class
 * @open: takes the settings of the profile section; the default wants none
 * @list_folder: tells what is in a folder, by mapi_store_backend_add_folder() and
 *   mapi_store_backend_add_message(); the top of the store is the folder with the key `""`. What is
 *   not told any more is gone
 * @load_message: fills a message
 * @save_message: keeps a message, whole and safely, and gives the key that it has from now on: the
 *   one it has, or a new one where @key is %NULL. Left out in a store for reading
 * @remove_message: drops a message
 * @create_folder: makes a folder, and gives its key. Left out, as the next two, where folders are
 *   what they are
 * @rename_folder: has people call a folder something else; its key stays
 * @remove_folder: drops a folder that has become empty
 *
 * Since: 1.0
 */
struct _MapiStoreBackendClass
{
  GObjectClass parent_class;

  gboolean (*open) (MapiStoreBackend *self,
                    MapiPropList     *settings,
                    GCancellable     *cancellable,
                    GError          **error);
  gboolean (*list_folder) (MapiStoreBackend *self,
                           const char       *folder,
                           GCancellable     *cancellable,
                           GError          **error);
  gboolean (*load_message) (MapiStoreBackend *self,
                            const char       *folder,
                            const char       *key,
                            MapiMessage      *message,
                            GCancellable     *cancellable,
                            GError          **error);
  char *(*save_message) (MapiStoreBackend *self,
                         const char       *folder,
                         const char       *key,
                         MapiMessage      *message,
                         GCancellable     *cancellable,
                         GError          **error);
  gboolean (*remove_message) (MapiStoreBackend *self,
                              const char       *folder,
                              const char       *key,
                              GCancellable     *cancellable,
                              GError          **error);
  char *(*create_folder) (MapiStoreBackend *self,
                          const char       *parent,
                          const char       *display_name,
                          GCancellable     *cancellable,
                          GError          **error);
  gboolean (*rename_folder) (MapiStoreBackend *self,
                             const char       *folder,
                             const char       *display_name,
                             GCancellable     *cancellable,
                             GError          **error);
  gboolean (*remove_folder) (MapiStoreBackend *self,
                             const char       *folder,
                             GCancellable     *cancellable,
                             GError          **error);

  /*< private >*/
  gpointer padding[5];
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_backend_open (MapiStoreBackend *self,
                                  MapiPropList     *settings,
                                  GCancellable     *cancellable,
                                  GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_backend_list_folder (MapiStoreBackend *self,
                                         const char       *folder,
                                         GCancellable     *cancellable,
                                         GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_backend_load_message (MapiStoreBackend *self,
                                          const char       *folder,
                                          const char       *key,
                                          MapiMessage      *message,
                                          GCancellable     *cancellable,
                                          GError          **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_store_backend_save_message (MapiStoreBackend *self,
                                       const char       *folder,
                                       const char       *key,
                                       MapiMessage      *message,
                                       GCancellable     *cancellable,
                                       GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_backend_remove_message (MapiStoreBackend *self,
                                            const char       *folder,
                                            const char       *key,
                                            GCancellable     *cancellable,
                                            GError          **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_store_backend_create_folder (MapiStoreBackend *self,
                                        const char       *parent,
                                        const char       *display_name,
                                        GCancellable     *cancellable,
                                        GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_backend_rename_folder (MapiStoreBackend *self,
                                           const char       *folder,
                                           const char       *display_name,
                                           GCancellable     *cancellable,
                                           GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_backend_remove_folder (MapiStoreBackend *self,
                                           const char       *folder,
                                           GCancellable     *cancellable,
                                           GError          **error);
MAPI_AVAILABLE_IN_1_0
void mapi_store_backend_set_name (MapiStoreBackend *self, const char *name);
MAPI_AVAILABLE_IN_1_0
const char *mapi_store_backend_get_name (MapiStoreBackend *self);
MAPI_AVAILABLE_IN_1_0
void mapi_store_backend_set_sends (MapiStoreBackend *self, gboolean sends);
MAPI_AVAILABLE_IN_1_0
void
mapi_store_backend_add_folder (MapiStoreBackend *self, const char *key, const char *display_name);
MAPI_AVAILABLE_IN_1_0
void mapi_store_backend_add_message (MapiStoreBackend *self, const char *key, MapiPropList *row);
MAPI_AVAILABLE_IN_1_0
void mapi_store_backend_set_stamp (MapiStoreBackend *self, const char *key, const char *stamp);
MAPI_AVAILABLE_IN_1_0
void mapi_store_backend_watch (MapiStoreBackend *self, const char *path);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_backend_refresh (MapiStoreBackend *self, GError **error);

G_END_DECLS
