/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-check-clause.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CHECK_RESULT (mapi_check_result_get_type ())

/**
 * MapiCheckVerdict:
 * @MAPI_CHECK_PASSED: the provider does what the clause says
 * @MAPI_CHECK_FAILED: it does not
 * @MAPI_CHECK_SKIPPED: it could not be asked; the reason says why
 * @MAPI_CHECK_WAIVED: it does not, and whoever ran the kit said why that is meant so
 *
 * What became of a clause.
 *
 * Since: 1.0
 */
typedef enum
{
  MAPI_CHECK_PASSED,
  MAPI_CHECK_FAILED,
  MAPI_CHECK_SKIPPED,
  MAPI_CHECK_WAIVED,
} MapiCheckVerdict;

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiCheckResult, mapi_check_result, MAPI, CHECK_RESULT, GObject)

MAPI_AVAILABLE_IN_1_0
MapiCheckResult *mapi_check_result_new (const MapiCheckClause *clause,
                                        const char            *provider,
                                        MapiCheckVerdict       verdict,
                                        const char            *reason);
MAPI_AVAILABLE_IN_1_0
const MapiCheckClause *mapi_check_result_get_clause (MapiCheckResult *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_check_result_get_provider (MapiCheckResult *self);
MAPI_AVAILABLE_IN_1_0
MapiCheckVerdict mapi_check_result_get_verdict (MapiCheckResult *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_check_result_get_reason (MapiCheckResult *self);

G_END_DECLS
