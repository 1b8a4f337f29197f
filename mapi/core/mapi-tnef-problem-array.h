/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-tag.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TNEF_PROBLEM_ARRAY (mapi_tnef_problem_array_get_type ())

typedef struct _MapiTnefProblemArray MapiTnefProblemArray;

MAPI_AVAILABLE_IN_1_0
GType mapi_tnef_problem_array_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiTnefProblemArray *mapi_tnef_problem_array_new (void);
MAPI_AVAILABLE_IN_1_0
MapiTnefProblemArray *mapi_tnef_problem_array_append (
    MapiTnefProblemArray *self, guint32 component, guint32 attribute, guint32 tag, gint32 code);
MAPI_AVAILABLE_IN_1_0
guint mapi_tnef_problem_array_get_size (const MapiTnefProblemArray *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_tnef_problem_array_get_component (const MapiTnefProblemArray *self, guint i);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_tnef_problem_array_get_attribute (const MapiTnefProblemArray *self, guint i);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_tnef_problem_array_get_tag (const MapiTnefProblemArray *self, guint i);
MAPI_AVAILABLE_IN_1_0
gint32 mapi_tnef_problem_array_get_code (const MapiTnefProblemArray *self, guint i);
MAPI_AVAILABLE_IN_1_0
MapiTnefProblemArray *mapi_tnef_problem_array_ref (MapiTnefProblemArray *self);
MAPI_AVAILABLE_IN_1_0
void mapi_tnef_problem_array_unref (MapiTnefProblemArray *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiTnefProblemArray, mapi_tnef_problem_array_unref)

G_END_DECLS
