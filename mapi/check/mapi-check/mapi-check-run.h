/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-check-result.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CHECK_RUN (mapi_check_run_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiCheckRun, mapi_check_run, MAPI, CHECK_RUN, GObject)

MAPI_AVAILABLE_IN_1_0
MapiCheckRun *mapi_check_run_new (MapiServiceCatalog *catalog, const char *service);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_check_run_load (MapiCheckRun *self, const char *path, GError **error);
MAPI_AVAILABLE_IN_1_0
void mapi_check_run_set_setting (MapiCheckRun *self, const char *key, const char *value);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_check_run_set_peer (MapiCheckRun *self, const char *key, const char *value, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_check_run_waive (MapiCheckRun *self, const char *clause, const char *reason, GError **error);
MAPI_AVAILABLE_IN_1_0
void mapi_check_run_select (MapiCheckRun *self, const char *pattern);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_check_run_perform (MapiCheckRun *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_check_run_replay (MapiCheckRun *self,
                       const char   *path,
                       const char   *service,
                       GCancellable *cancellable,
                       GError      **error);
MAPI_AVAILABLE_IN_1_0
void mapi_check_run_set_timeout (MapiCheckRun *self, guint seconds);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_check_run_is_stuck (MapiCheckRun *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_check_run_get_n_results (MapiCheckRun *self);
MAPI_AVAILABLE_IN_1_0
MapiCheckResult *mapi_check_run_get_result (MapiCheckRun *self, guint index);
MAPI_AVAILABLE_IN_1_0
guint mapi_check_run_count (MapiCheckRun *self, MapiCheckVerdict verdict);

G_END_DECLS
