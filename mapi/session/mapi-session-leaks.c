/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-holdings-private.h"
#include "mapi-session-private.h"
#include "mapi-wrapped-private.h"

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

/* Of one provider. */
typedef struct
{
  MapiUid       uid;
  char         *name; /* for people */
  MapiHoldings *holdings;
} Ledger;

static void
free_ledger (gpointer data)
{
  Ledger *ledger = data;

  g_object_unref (ledger->holdings);
  g_free (ledger->name);
  g_free (ledger);
}

static Ledger *
ledger_new (const MapiSessionProvider *provider)
{
  Ledger *ledger = g_new (Ledger, 1);

  ledger->uid = provider->uid;
  ledger->name = g_strdup_printf ("service '%s' (%s), module %s",
                                  provider->service_name,
                                  provider->name != NULL ? provider->name : "",
                                  provider->module_path);
  ledger->holdings = mapi_holdings_new ();
  return ledger;
}

/* With the lock. */
static MapiHoldings *
find_holdings (MapiSession *self, const MapiSessionProvider *provider)
{
  if (self->ledgers == NULL)
    self->ledgers = g_ptr_array_new_with_free_func (free_ledger);
  for (guint i = 0; i < self->ledgers->len; i++)
    {
      const Ledger *ledger = g_ptr_array_index (self->ledgers, i);

      if (mapi_uid_equal (&ledger->uid, &provider->uid))
        return ledger->holdings;
    }
  g_ptr_array_add (self->ledgers, ledger_new (provider));
  return ((Ledger *) g_ptr_array_index (self->ledgers, self->ledgers->len - 1))->holdings;
}

gpointer
mapi_session_watch_holdings (MapiSession               *self,
                             const MapiSessionProvider *provider,
                             gpointer                   object,
                             GType                      type)
{
  g_autoptr (GObject) inner = object;
  g_autoptr (MapiHoldings) holdings = NULL;

  if (g_getenv ("MAPI_LEAKS") == NULL)
    return g_steal_pointer (&inner);
  g_mutex_lock (&self->lock);
  holdings = g_object_ref (find_holdings (self, provider));
  g_mutex_unlock (&self->lock);
  return mapi_wrapper_wrap_as (MAPI_WRAPPER (holdings), inner, type);
}

static void
report_ledger (const Ledger *ledger)
{
  g_autofree char *held = mapi_holdings_describe (ledger->holdings);

  if (held != NULL)
    g_message ("%s: after the end of the session there still are: %s", ledger->name, held);
}

/* @ended: the logons that had not ended before the session did. */
void
mapi_session_report_leaks (MapiSession *self, GPtrArray *ended)
{
  for (guint i = 0; i < ended->len; i++)
    report (g_ptr_array_index (ended, i));
  for (guint i = 0; self->ledgers != NULL && i < self->ledgers->len; i++)
    report_ledger (g_ptr_array_index (self->ledgers, i));
}
