/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"

#define NOTICES                                                                                    \
  (MAPI_NOTIFY_NEWMAIL | MAPI_NOTIFY_READYTOSEND | MAPI_NOTIFY_SENTDEFERRED |                      \
   MAPI_NOTIFY_CRITSEC | MAPI_NOTIFY_NONCRIT | MAPI_NOTIFY_CONFIG_CHANGE |                         \
   MAPI_NOTIFY_CRITICAL_ERROR)

/* Who succeeds with an error, or fails without one, is given MAPI_E_CALL_FAILED: it is for what
 * cannot be explained otherwise. */
gboolean
mapi_spooler_conduct_is_breach (const GError *error)
{
  return error->code == MAPI_E_CALL_FAILED || mapi_error_get_name (error->code) == NULL;
}

void
mapi_spooler_conduct_note_failure (MapiSpoolerTransport *transport,
                                   const char           *method,
                                   const GError         *error)
{
  if (mapi_spooler_conduct_is_breach (error))
    mapi_spooler_transport_complain (transport, "%s: %s", method, error->message);
  else
    g_info ("%s: %s: %s", transport->name, method, error->message);
}

guint32
mapi_spooler_conduct_check_flags (MapiSpoolerTransport *transport,
                                  const char           *method,
                                  guint32               flags,
                                  guint32               known)
{
  if (flags & ~known)
    mapi_spooler_transport_complain (
        transport, "%s: flags that there are not: 0x%08x", method, flags & ~known);
  return flags & known;
}

/* NULL when it is as it should be. */
static const char *
find_mistake (guint32 flags, GBytes *data)
{
  const guint32 both = MAPI_NOTIFY_SENTDEFERRED | MAPI_NOTIFY_CRITICAL_ERROR;

  if (flags & MAPI_NOTIFY_NEWMAIL_RECEIVED)
    return "NOTIFY_NEWMAIL_RECEIVED is for stores";
  if (flags & ~(guint32) NOTICES)
    return "flags that there are not";
  if ((flags & both) == both)
    return "NOTIFY_SENTDEFERRED and NOTIFY_CRITICAL_ERROR at once";
  if ((flags & MAPI_NOTIFY_SENTDEFERRED) && data == NULL)
    return "NOTIFY_SENTDEFERRED without an entry identifier";
  return NULL;
}

/* R442, R443, R451. */
gboolean
mapi_spooler_conduct_check_notice (MapiSpoolerTransport *transport,
                                   guint32               flags,
                                   GBytes               *data,
                                   GError              **error)
{
  const char *mistake = find_mistake (flags, data);

  if (mistake == NULL)
    return TRUE;

  mapi_spooler_transport_complain (transport, "SpoolerNotify: 0x%08x: %s", flags, mistake);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "spooler: SpoolerNotify: 0x%08x: %s",
               flags,
               mistake);
  return FALSE;
}
