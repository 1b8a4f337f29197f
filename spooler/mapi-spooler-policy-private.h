/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-host.h"

G_BEGIN_DECLS

/* When a message that could not be sent is tried again, and for how long. */
typedef struct
{
  guint first_delay; /* seconds before the second attempt; each further delay is twice the last */
  guint longest_delay;
  guint jitter;        /* per cent that a delay may be off, either way */
  guint lifetime;      /* seconds after submission at which a message is given up */
  guint delay_warning; /* and at which its sender is told that it waits; 0 never */
} MapiSpoolerPolicy;

#define MAPI_SPOOLER_POLICY_INIT                                                                   \
  {                                                                                                \
    .first_delay = 30, .longest_delay = 3600, .jitter = 10, .lifetime = 5 * 24 * 3600,             \
    .delay_warning = 4 * 3600                                                                      \
  }

/* Takes over what is set for a provider, or for the profile when @uid is NULL. */
void mapi_spooler_policy_read (MapiSpoolerPolicy *self, MapiSpoolerHost *host, const MapiUid *uid);

/* A number that is set, at least @least, in the place of @number; else that stays. */
void mapi_spooler_policy_read_number (
    MapiSpoolerHost *host, const MapiUid *uid, const char *key, guint least, guint *number);

/* Microseconds. */
gint64 mapi_spooler_policy_get_delay (const MapiSpoolerPolicy *self, guint n_attempts);

G_END_DECLS
