/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-policy-private.h"

void
mapi_spooler_policy_read_number (
    MapiSpoolerHost *host, const MapiUid *uid, const char *key, guint least, guint *number)
{
  g_autofree char *text = mapi_spooler_host_get_setting (host, uid, key);
  guint64          value;

  if (text == NULL)
    return;
  if (g_ascii_string_to_unsigned (text, 10, least, G_MAXINT32, &value, NULL))
    *number = (guint) value;
  else
    g_message ("spooler: %s=%s is no number from %u on: %u holds", key, text, least, *number);
}

void
mapi_spooler_policy_read (MapiSpoolerPolicy *self, MapiSpoolerHost *host, const MapiUid *uid)
{
  mapi_spooler_policy_read_number (host, uid, "retry-delay", 1, &self->first_delay);
  mapi_spooler_policy_read_number (host, uid, "retry-delay-max", 1, &self->longest_delay);
  mapi_spooler_policy_read_number (host, uid, "retry-jitter", 0, &self->jitter);
  mapi_spooler_policy_read_number (host, uid, "lifetime", 1, &self->lifetime);
  mapi_spooler_policy_read_number (host, uid, "delay-warning", 0, &self->delay_warning);
  self->jitter = MIN (self->jitter, 50);
}

gint64
mapi_spooler_policy_get_delay (const MapiSpoolerPolicy *self, guint n_attempts)
{
  guint64 delay = (guint64) self->first_delay << CLAMP ((gint) n_attempts - 1, 0, 20);
  gdouble off = g_random_double_range (-1.0, 1.0) * self->jitter / 100.0;

  return (gint64) ((gdouble) MIN (delay, self->longest_delay) * (1.0 + off) * G_USEC_PER_SEC);
}
