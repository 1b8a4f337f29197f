/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-policy-private.h"

gint64
mapi_spooler_policy_get_delay (const MapiSpoolerPolicy *self, guint n_attempts)
{
  guint64 delay = (guint64) self->first_delay << CLAMP ((gint) n_attempts - 1, 0, 20);
  gdouble off = g_random_double_range (-1.0, 1.0) * self->jitter / 100.0;

  return (gint64) ((gdouble) MIN (delay, self->longest_delay) * (1.0 + off) * G_USEC_PER_SEC);
}
