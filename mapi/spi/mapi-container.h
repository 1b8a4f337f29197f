/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"
#include "mapi-table.h"
#include "mapi-entry-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CONTAINER (mapi_container_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiContainer, mapi_container, MAPI, CONTAINER, MapiProp)

struct _MapiContainerInterface
{
  GTypeInterface parent_iface;

  MapiTable *(*get_contents_table) (MapiContainer *self,
                                    guint32        flags,
                                    GCancellable  *cancellable,
                                    GError       **error);
  MapiTable *(*get_hierarchy_table) (MapiContainer *self,
                                     guint32        flags,
                                     GCancellable  *cancellable,
                                     GError       **error);
  MapiProp *(*open_entry) (MapiContainer *self,
                           GBytes        *entry_id,
                           const char    *interface_name,
                           guint32        flags,
                           GCancellable  *cancellable,
                           GError       **error);
  gboolean (*set_search_criteria) (MapiContainer   *self,
                                   MapiRestriction *restriction,
                                   MapiEntryList   *containers,
                                   guint32          search_flags,
                                   GCancellable    *cancellable,
                                   GError         **error);
  gboolean (*get_search_criteria) (MapiContainer    *self,
                                   guint32           flags,
                                   MapiRestriction **restriction,
                                   MapiEntryList   **containers,
                                   guint32          *search_state,
                                   GCancellable     *cancellable,
                                   GError          **error);
};

MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_container_get_contents_table (MapiContainer *self,
                                              guint32        flags,
                                              GCancellable  *cancellable,
                                              GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_container_get_hierarchy_table (MapiContainer *self,
                                               guint32        flags,
                                               GCancellable  *cancellable,
                                               GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_container_open_entry (MapiContainer *self,
                                     GBytes        *entry_id,
                                     const char    *interface_name,
                                     guint32        flags,
                                     GCancellable  *cancellable,
                                     GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_container_set_search_criteria (MapiContainer   *self,
                                             MapiRestriction *restriction,
                                             MapiEntryList   *containers,
                                             guint32          search_flags,
                                             GCancellable    *cancellable,
                                             GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_container_get_search_criteria (MapiContainer    *self,
                                             guint32           flags,
                                             MapiRestriction **restriction,
                                             MapiEntryList   **containers,
                                             guint32          *search_state,
                                             GCancellable     *cancellable,
                                             GError          **error);

G_END_DECLS
