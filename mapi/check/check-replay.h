/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"

G_BEGIN_DECLS

/* A traced session of calls, as a regression test. */

/* Is told about each call; @clause names the method, @reason is what differs, or why the call was
 * not made, or NULL. */
typedef void (*CheckReplayFunc) (const MapiCheckClause *clause,
                                 MapiCheckVerdict       verdict,
                                 const char            *reason,
                                 gpointer               data);

/* Makes the calls of the trace in @path that providers of this kind got, in their order, to the
 * provider of the bench. FALSE with @error set when the trace cannot be read, or the provider not
 * be loaded. */
gboolean check_replay (CheckBench     *bench,
                       guint32         resource_type,
                       const char     *service,
                       const char     *path,
                       CheckReplayFunc func,
                       gpointer        data,
                       GError        **error);

G_END_DECLS
