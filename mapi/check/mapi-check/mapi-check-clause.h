/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MAPI_TYPE_CHECK_CLAUSE (mapi_check_clause_get_type ())

typedef struct _MapiCheckClause MapiCheckClause;

MAPI_AVAILABLE_IN_1_0
GType mapi_check_clause_get_type (void);
MAPI_AVAILABLE_IN_1_0
const char *mapi_check_clause_get_name (const MapiCheckClause *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_check_clause_get_summary (const MapiCheckClause *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_check_clause_get_rules (const MapiCheckClause *self);

MAPI_AVAILABLE_IN_1_0
guint mapi_check_get_n_clauses (void);
MAPI_AVAILABLE_IN_1_0
const MapiCheckClause *mapi_check_get_clause (guint index);

G_END_DECLS
