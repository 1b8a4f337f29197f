/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-call.h"
#include "mapi-prop-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_WRAPPER (mapi_wrapper_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiWrapper, mapi_wrapper, MAPI, WRAPPER, GObject)

/**
 * MapiWrapperClass:
 * @parent_class: the parent class
 * @enter: what happens before a call is passed on
 * @leave: what happens when the answer is there
 * @filter: what becomes of properties and rows that are given out
 *
 * Since: 1.0
 */
struct _MapiWrapperClass
{
  GObjectClass parent_class;

  gboolean (*enter) (MapiWrapper *self, MapiCall *call, GError **error);
  gboolean (*leave) (MapiWrapper *self, MapiCall *call, GError **error);
  MapiPropList *(*filter) (MapiWrapper *self, GObject *object, MapiPropList *props);

  /*< private >*/
  gpointer padding[5];
};

MAPI_AVAILABLE_IN_1_0
GObject *mapi_wrapper_wrap (MapiWrapper *self, GObject *object);
MAPI_AVAILABLE_IN_1_0
GObject *mapi_wrapper_unwrap (MapiWrapper *self, GObject *object);
MAPI_AVAILABLE_IN_1_0
void mapi_wrapper_cover_all (MapiWrapper *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_wrapper_enter (MapiWrapper *self, MapiCall *call, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_wrapper_leave (MapiWrapper *self, MapiCall *call, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_wrapper_filter (MapiWrapper *self, GObject *object, MapiPropList *props);

G_END_DECLS
