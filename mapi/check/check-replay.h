/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"

G_BEGIN_DECLS

/* A traced session of calls, as a regression test: those that one provider got are made once more,
 * one after the other. */
typedef struct _CheckReplayer CheckReplayer;

/* Reads what providers of this kind of a service got. NULL with @error set when the trace cannot be
 * read. */
CheckReplayer *
check_replayer_new (guint32 resource_type, const char *service, const char *path, GError **error);
void check_replayer_free (CheckReplayer *self);

/* The clause of the next call, which names its method; NULL when there is none any more. */
const MapiCheckClause *check_replayer_next (CheckReplayer *self);

/* The line of the trace that the next call stands in. */
guint check_replayer_get_line (CheckReplayer *self);

/* Takes the provider of the bench, as the session logs on to it. FALSE with @error set when nobody
 * can. */
gboolean check_replayer_begin (CheckReplayer *self, CheckBench *bench, GError **error);

/* Makes the next call, which stays the next one. @reason: what differs, or why it was not made;
 * NULL for nothing. */
MapiCheckVerdict check_replayer_make (CheckReplayer *self, char **reason);

/* Goes past the next call. */
void check_replayer_skip (CheckReplayer *self);

/* Lets go of what came of the calls. */
void check_replayer_end (CheckReplayer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckReplayer, check_replayer_free)

G_END_DECLS
