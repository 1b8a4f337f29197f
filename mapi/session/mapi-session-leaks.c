/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-session-private.h"

/* What providers hold that should have let go of it. */

static guint
count_references (GWeakRef *ref)
{
  g_autoptr (GObject) object = g_weak_ref_get (ref);

  return object != NULL ? object->ref_count - 1 : 0;
}

/* Somebody who still has the store open has the support object held, and that is no mistake of the
 * provider's. */
static gboolean
is_in_use (MapiSessionLogon *logon)
{
  return count_references (&logon->store) > 0 || count_references (&logon->xp_logon) > 0;
}

static void
report (MapiSessionLogon *logon)
{
  const MapiSessionProvider *provider = logon->provider;
  guint                      n = count_references (&logon->support);

  if (n > 0 && !is_in_use (logon))
    g_message ("service '%s' (%s), module %s: after the end of the session it still holds its "
               "support object (references: %u)",
               provider->service_name,
               provider->name != NULL ? provider->name : "",
               provider->module_path,
               n);
}

/* @ended: the logons that had not ended before the session did. */
void
mapi_session_report_leaks (GPtrArray *ended)
{
  for (guint i = 0; i < ended->len; i++)
    report (g_ptr_array_index (ended, i));
}
