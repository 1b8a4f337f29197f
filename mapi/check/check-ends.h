/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"

G_BEGIN_DECLS

/* What a logon to a provider itself takes, past the session: learned while the session logs on. */
typedef struct
{
  GObject     *provider;
  MapiSupport *support;
} CheckEnds;

/* From now on the next calls of @method, such as "Logon", are looked at; then no more. */
void check_ends_watch (CheckBench *bench, const char *method, CheckEnds *ends);
void check_ends_unwatch (CheckBench *bench, const char *method);

void check_ends_clear (CheckEnds *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckEnds, check_ends_clear)

G_END_DECLS
