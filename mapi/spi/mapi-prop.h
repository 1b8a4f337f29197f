/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"
#include "mapi-prop-problem-array.h"
#include "mapi-name-id-array.h"
#include "mapi-progress.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROP (mapi_prop_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiProp, mapi_prop, MAPI, PROP, GObject)

struct _MapiPropInterface
{
  GTypeInterface parent_iface;

  gboolean (*save_changes) (MapiProp     *self,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error);
  MapiPropList *(*get_props) (MapiProp         *self,
                              MapiPropTagArray *tags,
                              guint32           flags,
                              GCancellable     *cancellable,
                              guint32          *warning,
                              GError          **error);
  MapiPropTagArray *(*get_prop_list) (MapiProp     *self,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
  GObject *(*open_property) (MapiProp     *self,
                             guint32       tag,
                             const char   *interface_name,
                             guint32       interface_options,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error);
  gboolean (*set_props) (MapiProp              *self,
                         MapiPropList          *props,
                         MapiPropProblemArray **problems,
                         GCancellable          *cancellable,
                         GError               **error);
  gboolean (*delete_props) (MapiProp              *self,
                            MapiPropTagArray      *tags,
                            MapiPropProblemArray **problems,
                            GCancellable          *cancellable,
                            GError               **error);
  gboolean (*copy_to) (MapiProp              *self,
                       const char *const     *exclude_interfaces,
                       MapiPropTagArray      *exclude_tags,
                       MapiProgress          *progress,
                       MapiProp              *destination,
                       guint32                flags,
                       MapiPropProblemArray **problems,
                       GCancellable          *cancellable,
                       GError               **error);
  gboolean (*copy_props) (MapiProp              *self,
                          MapiPropTagArray      *tags,
                          MapiProgress          *progress,
                          MapiProp              *destination,
                          guint32                flags,
                          MapiPropProblemArray **problems,
                          GCancellable          *cancellable,
                          GError               **error);
  MapiNameIdArray *(*get_names_from_ids) (MapiProp          *self,
                                          MapiPropTagArray  *tags,
                                          const MapiUid     *property_set,
                                          guint32            flags,
                                          MapiPropTagArray **named,
                                          GCancellable      *cancellable,
                                          guint32           *warning,
                                          GError           **error);
  MapiPropTagArray *(*get_ids_from_names) (MapiProp        *self,
                                           MapiNameIdArray *names,
                                           guint32          flags,
                                           GCancellable    *cancellable,
                                           guint32         *warning,
                                           GError         **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean
mapi_prop_save_changes (MapiProp *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_get_props (MapiProp         *self,
                                   MapiPropTagArray *tags,
                                   guint32           flags,
                                   GCancellable     *cancellable,
                                   guint32          *warning,
                                   GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *
mapi_prop_get_prop_list (MapiProp *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
GObject *mapi_prop_open_property (MapiProp     *self,
                                  guint32       tag,
                                  const char   *interface_name,
                                  guint32       interface_options,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_set_props (MapiProp              *self,
                              MapiPropList          *props,
                              MapiPropProblemArray **problems,
                              GCancellable          *cancellable,
                              GError               **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_delete_props (MapiProp              *self,
                                 MapiPropTagArray      *tags,
                                 MapiPropProblemArray **problems,
                                 GCancellable          *cancellable,
                                 GError               **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_copy_to (MapiProp              *self,
                            const char *const     *exclude_interfaces,
                            MapiPropTagArray      *exclude_tags,
                            MapiProgress          *progress,
                            MapiProp              *destination,
                            guint32                flags,
                            MapiPropProblemArray **problems,
                            GCancellable          *cancellable,
                            GError               **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_copy_props (MapiProp              *self,
                               MapiPropTagArray      *tags,
                               MapiProgress          *progress,
                               MapiProp              *destination,
                               guint32                flags,
                               MapiPropProblemArray **problems,
                               GCancellable          *cancellable,
                               GError               **error);
MAPI_AVAILABLE_IN_1_0
MapiNameIdArray *mapi_prop_get_names_from_ids (MapiProp          *self,
                                               MapiPropTagArray  *tags,
                                               const MapiUid     *property_set,
                                               guint32            flags,
                                               MapiPropTagArray **named,
                                               GCancellable      *cancellable,
                                               guint32           *warning,
                                               GError           **error);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *mapi_prop_get_ids_from_names (MapiProp        *self,
                                                MapiNameIdArray *names,
                                                guint32          flags,
                                                GCancellable    *cancellable,
                                                guint32         *warning,
                                                GError         **error);

G_END_DECLS
