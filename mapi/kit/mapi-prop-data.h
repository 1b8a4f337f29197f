/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-flag-list.h"
#include "mapi-prop.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROP_DATA (mapi_prop_data_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiPropData, mapi_prop_data, MAPI, PROP_DATA, GObject)

struct _MapiPropDataClass
{
  GObjectClass parent_class;

  /*< private >*/
  gpointer reserved[8];
};

MAPI_AVAILABLE_IN_1_0
MapiPropData *mapi_prop_data_new (MapiPropList *props);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_prop_data_get_list (MapiPropData *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_data_set_list (MapiPropData *self, MapiPropList *props);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_data_get_obj_access (MapiPropData *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_data_set_obj_access (MapiPropData *self, guint32 access);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_data_set_prop_access (MapiPropData     *self,
                                         MapiPropTagArray *tags,
                                         MapiFlagList     *access,
                                         GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiFlagList *mapi_prop_data_get_prop_access (MapiPropData      *self,
                                              MapiPropTagArray  *tags,
                                              MapiPropTagArray **found);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prop_data_add_obj_props (MapiPropData          *self,
                                       MapiPropTagArray      *tags,
                                       MapiPropProblemArray **problems,
                                       guint32               *warning,
                                       GError               **error);

G_END_DECLS
