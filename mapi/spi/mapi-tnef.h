/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-flags.h"
#include "mapi-message.h"
#include "mapi-stream.h"
#include "mapi-tnef-problem-array.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TNEF (mapi_tnef_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiTnef, mapi_tnef, MAPI, TNEF, GObject)

struct _MapiTnefInterface
{
  GTypeInterface parent_iface;

  gboolean (*add_props) (MapiTnef         *self,
                         guint32           flags,
                         guint32           element_id,
                         MapiStream       *data,
                         MapiPropTagArray *tags,
                         GError          **error);
  gboolean (*extract_props) (MapiTnef              *self,
                             guint32                flags,
                             MapiPropTagArray      *tags,
                             MapiTnefProblemArray **problems,
                             GCancellable          *cancellable,
                             guint32               *warning,
                             GError               **error);
  gboolean (*finish) (MapiTnef              *self,
                      guint32                flags,
                      guint16               *key,
                      MapiTnefProblemArray **problems,
                      GCancellable          *cancellable,
                      guint32               *warning,
                      GError               **error);
  MapiStream *(*open_tagged_body) (MapiTnef     *self,
                                   MapiMessage  *message,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);
  gboolean (*set_props) (
      MapiTnef *self, guint32 flags, guint32 element_id, MapiPropList *props, GError **error);
  gboolean (*encode_recips) (MapiTnef *self, guint32 flags, MapiTable *recipients, GError **error);
  gboolean (*finish_component) (MapiTnef              *self,
                                guint32                flags,
                                guint32                component_id,
                                MapiPropList          *custom_props,
                                MapiPropTagArray      *tags,
                                MapiTnefProblemArray **problems,
                                GCancellable          *cancellable,
                                guint32               *warning,
                                GError               **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_tnef_add_props (MapiTnef         *self,
                              guint32           flags,
                              guint32           element_id,
                              MapiStream       *data,
                              MapiPropTagArray *tags,
                              GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_tnef_extract_props (MapiTnef              *self,
                                  guint32                flags,
                                  MapiPropTagArray      *tags,
                                  MapiTnefProblemArray **problems,
                                  GCancellable          *cancellable,
                                  guint32               *warning,
                                  GError               **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_tnef_finish (MapiTnef              *self,
                           guint32                flags,
                           guint16               *key,
                           MapiTnefProblemArray **problems,
                           GCancellable          *cancellable,
                           guint32               *warning,
                           GError               **error);
MAPI_AVAILABLE_IN_1_0
MapiStream *mapi_tnef_open_tagged_body (
    MapiTnef *self, MapiMessage *message, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_tnef_set_props (
    MapiTnef *self, guint32 flags, guint32 element_id, MapiPropList *props, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_tnef_encode_recips (MapiTnef *self, guint32 flags, MapiTable *recipients, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_tnef_finish_component (MapiTnef              *self,
                                     guint32                flags,
                                     guint32                component_id,
                                     MapiPropList          *custom_props,
                                     MapiPropTagArray      *tags,
                                     MapiTnefProblemArray **problems,
                                     GCancellable          *cancellable,
                                     guint32               *warning,
                                     GError               **error);

G_END_DECLS
