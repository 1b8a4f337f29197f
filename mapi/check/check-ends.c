/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-ends.h"

static void
see (MapiCall *call, gpointer data)
{
  CheckEnds *self = data;

  g_set_object (&self->provider, mapi_call_get_object (call));
  g_set_object (&self->support, MAPI_SUPPORT (mapi_call_get_argument (call, "support")));
}

void
check_ends_watch (CheckBench *bench, const char *method, CheckEnds *ends)
{
  check_watch_set_witness (bench->watch, method, see, NULL, ends);
}

void
check_ends_unwatch (CheckBench *bench, const char *method)
{
  check_watch_set_witness (bench->watch, method, NULL, NULL, NULL);
}

void
check_ends_clear (CheckEnds *self)
{
  g_clear_object (&self->provider);
  g_clear_object (&self->support);
}
