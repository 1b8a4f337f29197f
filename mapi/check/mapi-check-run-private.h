/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-peer.h"
#include "check-worker.h"
#include "mapi-check-run.h"

G_BEGIN_DECLS

struct _MapiCheckRun
{
  GObject parent_instance;

  MapiServiceCatalog *catalog;
  char               *service;
  CheckPeer          *peer;
  GHashTable         *waived; /* name of a clause -> reason */
  GPtrArray          *patterns;
  GPtrArray          *results;

  guint                  seconds; /* that a clause may take; 0 for any number */
  CheckWorker           *worker;
  const MapiCheckClause *stuck; /* in which a call of the provider has not returned */
};

/* Clauses are run in a thread, and calls of a trace made. */
void mapi_check_run_need_worker (MapiCheckRun *self);

gboolean mapi_check_run_is_selected (MapiCheckRun *self, const MapiCheckClause *clause);

/* Takes @result, and tells of it. */
void mapi_check_run_add_result (MapiCheckRun *self, MapiCheckResult *result);

G_END_DECLS
