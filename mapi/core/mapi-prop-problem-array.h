/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-tag.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROP_PROBLEM_ARRAY (mapi_prop_problem_array_get_type ())

typedef struct _MapiPropProblemArray MapiPropProblemArray;

MAPI_AVAILABLE_IN_1_0
GType mapi_prop_problem_array_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiPropProblemArray *mapi_prop_problem_array_new (void);
MAPI_AVAILABLE_IN_1_0
MapiPropProblemArray *mapi_prop_problem_array_append (MapiPropProblemArray *self,
                                                      guint32               index,
                                                      guint32               tag,
                                                      gint32                code);
MAPI_AVAILABLE_IN_1_0
guint mapi_prop_problem_array_get_size (const MapiPropProblemArray *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_problem_array_get_index (const MapiPropProblemArray *self, guint i);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_prop_problem_array_get_tag (const MapiPropProblemArray *self, guint i);
MAPI_AVAILABLE_IN_1_0
gint32 mapi_prop_problem_array_get_code (const MapiPropProblemArray *self, guint i);
MAPI_AVAILABLE_IN_1_0
MapiPropProblemArray *mapi_prop_problem_array_ref (MapiPropProblemArray *self);
MAPI_AVAILABLE_IN_1_0
void mapi_prop_problem_array_unref (MapiPropProblemArray *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiPropProblemArray, mapi_prop_problem_array_unref)

G_END_DECLS
