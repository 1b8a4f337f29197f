/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-container.h"
#include "mapi-flag-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_AB_CONTAINER (mapi_ab_container_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiAbContainer, mapi_ab_container, MAPI, AB_CONTAINER, MapiContainer)

struct _MapiAbContainerInterface
{
  GTypeInterface parent_iface;

  MapiProp *(*create_entry) (MapiAbContainer *self,
                             GBytes          *template_id,
                             guint32          create_flags,
                             GCancellable    *cancellable,
                             GError         **error);
  gboolean (*copy_entries) (MapiAbContainer *self,
                            MapiEntryList   *entries,
                            MapiProgress    *progress,
                            guint32          flags,
                            GCancellable    *cancellable,
                            guint32         *warning,
                            GError         **error);
  gboolean (*delete_entries) (MapiAbContainer *self,
                              MapiEntryList   *entries,
                              guint32          flags,
                              GCancellable    *cancellable,
                              guint32         *warning,
                              GError         **error);
  MapiRowSet *(*resolve_names) (MapiAbContainer  *self,
                                MapiPropTagArray *tags,
                                guint32           flags,
                                MapiRowSet       *recipients,
                                MapiFlagList     *states,
                                MapiFlagList    **new_states,
                                GCancellable     *cancellable,
                                GError          **error);
};

MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_ab_container_create_entry (MapiAbContainer *self,
                                          GBytes          *template_id,
                                          guint32          create_flags,
                                          GCancellable    *cancellable,
                                          GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_ab_container_copy_entries (MapiAbContainer *self,
                                         MapiEntryList   *entries,
                                         MapiProgress    *progress,
                                         guint32          flags,
                                         GCancellable    *cancellable,
                                         guint32         *warning,
                                         GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_ab_container_delete_entries (MapiAbContainer *self,
                                           MapiEntryList   *entries,
                                           guint32          flags,
                                           GCancellable    *cancellable,
                                           guint32         *warning,
                                           GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_ab_container_resolve_names (MapiAbContainer  *self,
                                             MapiPropTagArray *tags,
                                             guint32           flags,
                                             MapiRowSet       *recipients,
                                             MapiFlagList     *states,
                                             MapiFlagList    **new_states,
                                             GCancellable     *cancellable,
                                             GError          **error);

G_END_DECLS
