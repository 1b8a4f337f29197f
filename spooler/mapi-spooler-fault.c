/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-events-private.h"
#include "mapi-spooler-fault-private.h"
#include "mapi-spooler-private.h"

/* Between two messages of which each may be the one that ends the process. */
#define INTERVAL G_USEC_PER_SEC

void
mapi_spooler_fault_open (MapiSpoolerFault *self, const char *profile)
{
  g_autoptr (GPtrArray) crashes = NULL;

  self->suspects = mapi_spooler_suspects_new (profile);
  if (profile == NULL)
    return;

  self->flight = mapi_spooler_flight_open (profile, &crashes);
  for (guint i = 0; i < crashes->len; i++)
    {
      const MapiSpoolerCrash *crash = g_ptr_array_index (crashes, i);

      mapi_spooler_suspects_blame (self->suspects, crash->entry_id, crash->transport);
    }
}

void
mapi_spooler_fault_close (MapiSpoolerFault *self)
{
  g_clear_pointer (&self->flight, mapi_spooler_flight_free);
  g_clear_pointer (&self->suspects, mapi_spooler_suspects_free);
}

gint
mapi_spooler_fault_begin (MapiSpoolerFault *self, GBytes *entry_id, const char *transport)
{
  return self->flight != NULL ? mapi_spooler_flight_begin (self->flight, entry_id, transport) : -1;
}

void
mapi_spooler_fault_end (MapiSpoolerFault *self, GBytes *entry_id, gint place, gboolean confused)
{
  if (self->flight != NULL)
    mapi_spooler_flight_end (self->flight, place);
  if (!confused)
    mapi_spooler_suspects_clear (self->suspects, entry_id);
}

gboolean
mapi_spooler_fault_confuse (MapiSpoolerFault *self,
                            GBytes           *entry_id,
                            const char       *transport,
                            const char       *trouble)
{
  mapi_spooler_suspects_confuse (self->suspects, entry_id, transport, trouble);
  return mapi_spooler_suspects_is_aside (self->suspects, entry_id);
}

void
mapi_spooler_fault_forgive (MapiSpoolerFault *self, MapiSpoolerItem *item)
{
  mapi_spooler_suspects_clear (self->suspects, item->entry_id);
}

void
mapi_spooler_fault_tell (MapiSpoolerFault *self, MapiSpoolerItem *item)
{
  g_autofree char *reason = mapi_spooler_suspects_describe (self->suspects, item->entry_id);

  mapi_spooler_events_tell (item->spooler->events,
                            "set-aside",
                            item->entry_id,
                            NULL,
                            "message %" G_GINT64_FORMAT " is set aside: %s",
                            item->sequence,
                            reason);
}

gint64
mapi_spooler_fault_judge (MapiSpoolerFault *self, MapiSpoolerItem *item, gint64 now)
{
  if (mapi_spooler_suspects_is_aside (self->suspects, item->entry_id))
    {
      mapi_spooler_fault_tell (self, item);
      return G_MAXINT64;
    }
  if (mapi_spooler_suspects_count (self->suspects, item->entry_id) < 2)
    return 0;
  return now + mapi_spooler_suspects_take_turn (self->suspects) * INTERVAL;
}

gboolean
mapi_spooler_fault_is_aside (MapiSpoolerFault *self, MapiSpoolerItem *item)
{
  return mapi_spooler_suspects_is_aside (self->suspects, item->entry_id);
}

/**
 * mapi_spooler_find_set_aside:
 * @profile: the name of a profile
 * @entry_id: a message in an outgoing queue
 *
 * Tells whether the spooler of a profile has set a message aside: one that was being sent each of
 * the last three times the spooler ended without notice, or with which its transport broke its
 * contract the last three times, is not sent again, so that the others are.
 *
 * Returns: (transfer full) (nullable): the reason, or %NULL when it is not set aside
 *
 * Since: 1.0
 */
char *
mapi_spooler_find_set_aside (const char *profile, GBytes *entry_id)
{
  MapiSpoolerSuspects *suspects;
  char                *reason;

  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (entry_id != NULL, NULL);

  suspects = mapi_spooler_suspects_new (profile);
  reason = mapi_spooler_suspects_describe (suspects, entry_id);
  mapi_spooler_suspects_free (suspects);
  return reason;
}

/**
 * mapi_spooler_retry_message:
 * @profile: the name of a profile
 * @entry_id: a message that was set aside
 * @error: return location for a #GError
 *
 * Has a message that was set aside sent again, at once where a spooler works for the profile.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_retry_message (const char *profile, GBytes *entry_id, GError **error)
{
  MapiSpoolerSuspects *suspects;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (profile != NULL, FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  suspects = mapi_spooler_suspects_new (profile);
  mapi_spooler_suspects_clear (suspects, entry_id);
  mapi_spooler_suspects_free (suspects);
  if (mapi_spooler_request_flush (profile, &local) ||
      g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
