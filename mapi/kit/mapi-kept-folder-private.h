/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-kept-private.h"

G_BEGIN_DECLS

#define MAPI_TYPE_KEPT_FOLDER (mapi_kept_folder_get_type ())
G_DECLARE_FINAL_TYPE (MapiKeptFolder, mapi_kept_folder, MAPI, KEPT_FOLDER, MapiPropData)

struct _MapiKeptFolder
{
  MapiPropData   parent_instance;
  MapiKeptStore *store;
  char          *key;
};

MapiStoreBackend *mapi_kept_folder_get_backend (MapiKeptFolder *self);

/* The key of a folder of the same store; NULL for a folder of another one. */
const char *mapi_kept_folder_find_neighbour (MapiKeptFolder *self, MapiFolder *other);

/* Shows what the folder is now. */
gboolean mapi_kept_folder_update (MapiKeptFolder *self, GError **error);

/* Whether its folders and properties may be changed: it was opened for that. */
gboolean mapi_kept_folder_check_access (MapiKeptFolder *self, GError **error);

/* What a folder may be called there: not nothing, and nothing that another one is called. With the
 * lock. */
gboolean mapi_kept_name_check (MapiKeptPlace *parent, const char *name, GError **error);

/* kept-contents.c: the messages of a folder; kept-hierarchy.c: the folders; kept-folder-props.c */
void mapi_kept_folder_init_contents (MapiFolderInterface *iface);
void mapi_kept_folder_init_hierarchy (MapiFolderInterface *iface);
void mapi_kept_folder_init_props (MapiPropInterface *iface);

/* --- What is done to many messages --- */

/* A call, and how far it is. */
typedef struct
{
  MapiKeptStore *store;
  MapiProgress  *progress;
  GCancellable  *cancellable;
  guint32       *warning;
  guint          done;
  guint          total;
} MapiKeptRun;

/* What is to be done to each. */
typedef gboolean (*MapiKeptStep) (MapiKeptMessage *message,
                                  gpointer         data,
                                  GCancellable    *cancellable,
                                  GError         **error);

gboolean mapi_kept_run_steps (MapiKeptRun   *self,
                              const char    *folder,
                              MapiEntryList *messages,
                              MapiKeptStep   step,
                              gpointer       data,
                              GError       **error);

/* Where a step copies to. */
typedef struct
{
  const char *folder;
  gboolean    is_move;
} MapiKeptCopy;

gboolean mapi_kept_step_copy (MapiKeptMessage *message,
                              gpointer         copy,
                              GCancellable    *cancellable,
                              GError         **error);
gboolean mapi_kept_step_delete (MapiKeptMessage *message,
                                gpointer         unused,
                                GCancellable    *cancellable,
                                GError         **error);

/* The messages of a folder that tables show, or also the associated ones. */
MapiEntryList *mapi_kept_store_list_messages (MapiKeptStore *store,
                                              const char    *folder,
                                              gboolean       with_associated,
                                              GError       **error);

G_END_DECLS
